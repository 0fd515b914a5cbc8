//! How strict an element is with what it receives.

use super::{Message, Oddities, Oddity};
use crate::error::{ParseError, ParseErrorKind};

/// Which oddities an element refuses. Whatever breaks framing, or leaves open what is meant, is
/// refused by every policy.
///
/// ```
/// use sip_core::message::{Message, Oddity, Policy};
///
/// let text = b"OPTIONS sip:carol@chicago.example SIP/2.0\r\n\
///     Via: SIP/2.0/UDP pc33.example;branch=1;;rport\r\n\
///     From: <sip:alice@atlanta.example>;tag=1928301774\r\n\
///     To: <sip:carol@chicago.example>\r\n\
///     Call-ID: a84b4c76e66710\r\n\
///     CSeq: 63104 OPTIONS\r\n\
///     Max-Forwards: 70\r\n\r\n";
/// let message = Message::parse(text)?;
/// let seen = message.validate_by(&Policy::LENIENT)?;
/// assert!(seen.has(Oddity::NoCookie) && seen.has(Oddity::EmptyParameter));
/// assert!(message.validate_by(&Policy::STRICT).is_err());
/// let modern = Policy::LENIENT.refusing(Oddity::NoCookie);
/// assert_eq!(message.validate_by(&modern).unwrap_err().offset, 47);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Policy {
    refused: Oddities,
}

impl Policy {
    /// Takes what RFC 2543 had and what sloppy peers send: refuses no oddity. The default.
    pub const LENIENT: Self = Self { refused: Oddities::NONE };

    /// The letter of RFC 3261: refuses every oddity, peers of RFC 2543 among them.
    pub const STRICT: Self = {
        let mut refused = Oddities::NONE;
        let mut rest: &[Oddity] = &Oddity::ALL;
        while let [oddity, others @ ..] = rest {
            refused = refused.with(*oddity);
            rest = others;
        }
        Self { refused }
    };

    /// The policy that also refuses `oddity`.
    #[must_use]
    pub const fn refusing(self, oddity: Oddity) -> Self {
        Self { refused: self.refused.with(oddity) }
    }

    /// The policy that takes `oddity`.
    #[must_use]
    pub const fn tolerating(self, oddity: Oddity) -> Self {
        Self { refused: self.refused.without(oddity) }
    }

    /// What it refuses.
    pub const fn refused(&self) -> Oddities {
        self.refused
    }
}

impl Message<'_> {
    /// [Validates](Self::validate) a message, tells what is odd in it, and refuses what the
    /// policy does.
    ///
    /// # Errors
    /// The first fault; or [`ParseErrorKind::Odd`] with the first oddity that is refused, and the
    /// offset of the first field of its kind.
    pub fn validate_by(&self, policy: &Policy) -> Result<Oddities, ParseError> {
        self.validate()?;
        let mut seen = Oddities::NONE;
        let mut refused = None;
        self.find_oddities(&mut |(oddity, header)| {
            seen = seen.with(oddity);
            if policy.refused.has(oddity) {
                refused.get_or_insert((oddity, header));
            }
        });
        match refused {
            None => Ok(seen),
            Some((oddity, Some(header))) => {
                Err(self.headers().fault_in(ParseErrorKind::Odd(oddity), header))
            }
            Some((oddity, None)) => Err(ParseError::new(ParseErrorKind::Odd(oddity), 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::String;
    use std::vec::Vec;

    const CLEAN: &str = "INVITE sip:bob@biloxi.example SIP/2.0\r\n\
        Via: SIP/2.0/UDP pc33.example;branch=z9hG4bK776asdhds;received=192.0.2.1\r\n\
        Max-Forwards: 70\r\n\
        Route: <sip:p.example;lr>\r\n\
        To: Bob <sip:bob@biloxi.example>\r\n\
        From: \"Alice\" <sip:alice@atlanta.example>;tag=1928301774\r\n\
        Call-ID: a84b4c76e66710\r\n\
        CSeq: 314159 INVITE\r\n\
        Contact: <sip:alice@pc33.example>;expires=10\r\n\
        Subject: one\r\n\
        Content-Length: 0\r\n\r\n";

    fn seen(text: &str) -> Vec<Oddity> {
        let message = Message::parse(text.as_bytes()).unwrap();
        message.validate_by(&Policy::LENIENT).expect(text).iter().collect()
    }

    fn odd(old: &str, new: &str) -> (Vec<Oddity>, String) {
        assert!(CLEAN.contains(old), "{old}");
        let text = CLEAN.replacen(old, new, 1);
        (seen(&text), text)
    }

    #[test]
    fn a_clean_message_is_taken_by_the_strict_policy() {
        assert_eq!(seen(CLEAN), []);
        let message = Message::parse(CLEAN.as_bytes()).unwrap();
        assert_eq!(message.validate_by(&Policy::STRICT), Ok(Oddities::NONE));
    }

    #[test]
    fn each_oddity_is_reported_by_the_lenient_policy_and_refused_by_the_strict_one() {
        let cases = [
            ("z9hG4bK776asdhds", "776", Oddity::NoCookie),
            ("z9hG4bK776asdhds", "z9hG4bK", Oddity::BareCookie),
            (";tag=1928301774", "", Oddity::NoFromTag),
            ("Max-Forwards: 70\r\n", "", Oddity::NoMaxForwards),
            ("Forwards: 70", "Forwards: 300", Oddity::LargeMaxForwards),
            ("bob@biloxi.example SIP", "bob@biloxi.example?a=b SIP", Oddity::RequestUriHeaders),
            ("sip:alice@atlanta", "sip:al#ice@atlanta", Oddity::UriSpelling),
            ("UDP pc33.example", "UDP pc_33.example", Oddity::HostSpelling),
            ("To: Bob", "To: B\u{f6}b", Oddity::DisplayNameSpelling),
            (";tag=", ";;tag=", Oddity::EmptyParameter),
            (";expires=10", ";x=a@b", Oddity::ParameterSpelling),
            ("<sip:p.example;lr>", "sip:p.example", Oddity::BareRoute),
            ("Subject: one", "Subject: one\r\nSubject: two", Oddity::RepeatedField),
            ("\r\n\r\n", "\r\n\r\nmore", Oddity::TrailingBytes),
        ];
        for (old, new, oddity) in cases {
            let (seen, text) = odd(old, new);
            assert_eq!(seen, [oddity], "{text}");
            let message = Message::parse(text.as_bytes()).unwrap();
            let error = message.validate_by(&Policy::STRICT).unwrap_err();
            assert_eq!(error.kind, ParseErrorKind::Odd(oddity));
            let but_this = Policy::STRICT.tolerating(oddity);
            assert!(message.validate_by(&but_this).is_ok());
            assert!(message.validate_by(&Policy::LENIENT.refusing(oddity)).is_err());
        }
        assert_eq!(cases.map(|(_, _, oddity)| oddity), Oddity::ALL);
    }

    #[test]
    fn a_fault_is_a_fault_for_every_policy() {
        let text = CLEAN.replace("Call-ID: a84b4c76e66710\r\n", "");
        let message = Message::parse(text.as_bytes()).unwrap();
        let error = message.validate_by(&Policy::LENIENT).unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::Missing);
    }

    #[test]
    fn a_set_of_oddities_holds_what_was_put_into_it() {
        let mut set = Oddities::NONE;
        for oddity in Oddity::ALL {
            assert!(!set.has(oddity));
            set = set.with(oddity);
            assert!(set.has(oddity) && !set.without(oddity).has(oddity));
        }
        assert_eq!(set.iter().count(), Oddity::ALL.len());
        assert_eq!(format!("{}", Oddity::ALL.len()), "14");
    }
}
