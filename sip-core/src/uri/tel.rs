//! `tel:` URIs (RFC 3966).

use core::fmt;

use super::byte_set::ByteSet;
use super::letters::lower_bytes;
use super::strict;
use super::telephone::TelephoneSubscriber;
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::grammar::escape::Lossy;

/// `tel:number;parameters`.
///
/// ```
/// use sip_core::uri::{PhoneContext, TelUri};
///
/// let tel = TelUri::parse(b"tel:863-1234;phone-context=+1-914-555")?;
/// assert!(!tel.subscriber().is_global());
/// assert_eq!(tel.subscriber().phone_context(), Some(PhoneContext::Global(b"+1914555")));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
///
/// `==` asks whether two were written alike; [`is_equivalent`](Self::is_equivalent) whether they
/// mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TelUri<'b> {
    text: &'b [u8],
    subscriber: TelephoneSubscriber<'b>,
}

impl<'b> TelUri<'b> {
    /// Reads the whole of `text` as one `tel:` URI.
    ///
    /// Wider than RFC 3966: a local number may lack its context, digits may be escaped, parameters
    /// may stand in any order, and characters that end nothing are taken as they come. See
    /// [`strict_fault`](Self::strict_fault).
    ///
    /// # Errors
    /// [`ParseErrorKind::Scheme`] for another scheme, `Number` for what is no number, `Parameter`
    /// and `Escape`.
    pub fn parse(text: &'b [u8]) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text, 0);
        if !Self::eat_scheme(&mut cursor) {
            return Err(cursor.error(ParseErrorKind::Scheme));
        }
        Self::parse_after_scheme(text, cursor)
    }

    /// Steps over `tel:`, in any case.
    #[inline]
    pub(super) fn eat_scheme(cursor: &mut Cursor<'b>) -> bool {
        let is_tel = matches!(cursor.rest(), [b't' | b'T', b'e' | b'E', b'l' | b'L', b':', ..]);
        if is_tel {
            cursor.take(SCHEME.len());
        }
        is_tel
    }

    pub(super) fn parse_after_scheme(
        text: &'b [u8],
        mut cursor: Cursor<'b>,
    ) -> Result<Self, ParseError> {
        let subscriber = TelephoneSubscriber::parse_at(&mut cursor)?;
        Ok(Self { text, subscriber })
    }

    /// The URI as it stands in the message.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }

    /// The number and its parameters.
    pub const fn subscriber(&self) -> TelephoneSubscriber<'b> {
        self.subscriber
    }

    /// Whether the two are the same number (RFC 3966 §4).
    pub fn is_equivalent(&self, other: &TelUri<'_>) -> bool {
        self.subscriber.is_equivalent(&other.subscriber)
    }

    /// Where the URI leaves the letter of RFC 3966 §3 first: characters, a local number without a
    /// context, `isub` and `ext` in one URI, parameters in another order than that of §3.
    pub fn strict_fault(&self) -> Option<ParseError> {
        Some(strict::place(self.text, self.first_fault()?))
    }

    fn first_fault(&self) -> Option<strict::Fault<'b>> {
        use ParseErrorKind::{Number, Parameter};
        let subscriber = self.subscriber;
        let number = subscriber.number();
        let digits = number.strip_prefix(b"+").unwrap_or(number);
        if !digits.iter().all(|byte| ByteSet::PHONE_DIGIT_HEX.has(*byte)) {
            return Some((Number, number));
        }
        // `isub` and `ext` are first, then the context, then the others by name.
        let mut last: (u8, &[u8]) = (0, b"");
        for piece in strict::pieces(subscriber.params().as_bytes(), b';') {
            let param = super::pair::split_pair(piece);
            let value = param.value;
            let (rank, right) = if param.is(b"isub") {
                (1, value.is_some_and(|v| ByteSet::URIC.first_outside(v).is_none()))
            } else if param.is(b"ext") {
                (1, value.is_some_and(|v| v.iter().all(|b| ByteSet::PHONE_DIGIT.has(*b))))
            } else if param.is(b"phone-context") {
                (2, value.is_some_and(is_descriptor))
            } else {
                (3, value.is_none_or(|v| ByteSet::PARAM.first_outside(v).is_none()))
            };
            let named = !piece.is_empty() && param.name.iter().all(|b| ByteSet::TEL_NAME.has(*b));
            let in_order =
                last.0 < rank || rank == 3 && lower_bytes(last.1).le(lower_bytes(param.name));
            if !right || !named || !in_order {
                return Some((Parameter, piece));
            }
            last = (rank, param.name);
        }
        let alone = !subscriber.is_global() && subscriber.phone_context().is_none();
        alone.then_some((Parameter, number))
    }
}

impl<'b> TryFrom<&'b [u8]> for TelUri<'b> {
    type Error = ParseError;

    fn try_from(text: &'b [u8]) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl fmt::Display for TelUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.text).fmt(f)
    }
}

const SCHEME: &[u8] = b"tel:";

/// `descriptor`: a domain name, or the first digits of a global number.
fn is_descriptor(value: &[u8]) -> bool {
    match value {
        [b'+', digits @ ..] => {
            digits.iter().all(|byte| ByteSet::PHONE_DIGIT.has(*byte))
                && digits.iter().any(u8::is_ascii_digit)
        }
        name => strict::is_hostname(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<ParseError> {
        TelUri::parse(text.as_bytes()).unwrap().strict_fault()
    }

    #[test]
    fn the_scheme_has_no_case() {
        assert!(TelUri::parse(b"TEL:+1").is_ok());
        let error = TelUri::parse(b"telephone:+1").unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::Scheme);
    }

    #[test]
    fn a_fault_is_told_with_its_offset() {
        assert_eq!(
            TelUri::parse(b"tel:alice").unwrap_err(),
            ParseError::new(ParseErrorKind::Number, 4)
        );
        assert_eq!(
            TelUri::parse(b"tel:1;x=").unwrap_err(),
            ParseError::new(ParseErrorKind::Parameter, 8)
        );
    }

    #[test]
    fn by_the_letter_there_are_no_faults_in_the_examples_of_rfc_3966() {
        for good in [
            "tel:+1-201-555-0123",
            "tel:7042;phone-context=example.com",
            "tel:863-1234;phone-context=+1-914-555",
            "tel:+1;ext=1-2;a=%41;b;c=[1]:2",
            "tel:+1;isub=a/b@c%3D",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn by_the_letter_a_local_number_has_a_context_and_parameters_have_an_order() {
        for (bad, offset) in [
            ("tel:7042", 4),
            ("tel:%37;phone-context=a", 4),
            ("tel:+1;b;a", 9),
            ("tel:+1;a;ext=1", 9),
            ("tel:+1;ext=1;isub=2", 13),
            ("tel:1;phone-context=+", 6),
            ("tel:1;phone-context=-a", 6),
            ("tel:+1;ext=a", 7),
            ("tel:+1;a_b=1", 7),
            ("tel:+1;a=\\", 7),
            ("tel:+1;", 7),
        ] {
            assert_eq!(fault(bad).map(|fault| fault.offset), Some(offset), "{bad}");
        }
    }
}
