//! A telephone number written as a `tel:` URI, or as the user part of a SIP URI (§19.1.6).
//!
//! Numbers that are the same are to be written alike, since user parts are compared letter by
//! letter. So letters are written in lower case where their case says nothing, and parameters in
//! one order: `isub`, `ext`, `postd`, `phone-context`, then the others by name. This is the order
//! of RFC 3966 §3, with `postd` of RFC 2806, which §19.1.6 wants early, put where both agree. Of
//! more than 32 parameters the order is kept.

use core::cmp::Ordering;

use super::UriParam;
use super::byte_set::ByteSet;
use super::compare::Few;
use super::letters::{Letter, Letters, lower_bytes};
use super::pair::COMPARED;
use super::telephone::TelephoneSubscriber;
use crate::grammar::escape::escape_of;
use crate::header::ValueWriter;

/// Parameters in the order in which they come first, whose values have no case.
const FIRST: [&[u8]; 4] = [b"isub", b"ext", b"postd", b"phone-context"];

impl TelephoneSubscriber<'_> {
    /// Writes the number as a SIP URI's user part (§19.1.6). Whatever may not stand there, such
    /// as `#` and `:`, is escaped (§19.1.2).
    ///
    /// [`SipUriBuilder::telephone`](super::SipUriBuilder::telephone) writes the whole URI.
    pub fn write_user(&self, out: &mut ValueWriter<'_>) {
        self.write(Form::User, out);
    }

    /// Writes the number as a `tel:` URI. What a SIP URI's user part had to escape, and a `tel:`
    /// URI has not, is written plainly.
    ///
    /// ```
    /// use sip_core::header::ValueWriter;
    /// use sip_core::uri::SipUri;
    ///
    /// let uri = SipUri::parse(b"sip:*21%23;phone-context=example.com@gw.example;user=phone")?;
    /// let number = uri.telephone().expect("a number");
    /// let mut tel = Vec::new();
    /// number.write_tel(&mut ValueWriter::new(&mut |piece| tel.extend_from_slice(piece)));
    /// assert_eq!(tel, b"tel:*21#;phone-context=example.com");
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub fn write_tel(&self, out: &mut ValueWriter<'_>) {
        out.put(b"tel:");
        self.write(Form::Tel, out);
    }

    fn write(&self, form: Form, out: &mut ValueWriter<'_>) {
        let plain = match form {
            Form::User => ByteSet::USER,
            // A number has no other characters.
            Form::Tel => ByteSet::PHONE_DIGIT_HEX,
        };
        let digits = match self.number() {
            [b'+', digits @ ..] => {
                out.put(b"+");
                digits
            }
            digits => digits,
        };
        put_letters(Letters::new(digits).map(Letter::lower), plain, &[], out);
        let Some(few) = Few::of(self.params().iter()) else {
            self.params().iter().for_each(|param| form.put_param(&param, out));
            return;
        };
        // Again and again the first of those that are left: they are few.
        let mut written = [false; COMPARED];
        while let Some((param, written)) = few
            .iter()
            .zip(&mut written)
            .filter(|(_, written)| !**written)
            .min_by(|(a, _), (b, _)| order(a, b))
        {
            form.put_param(param, out);
            *written = true;
        }
    }
}

/// Where a number is written.
#[derive(Clone, Copy)]
enum Form {
    User,
    Tel,
}

impl Form {
    fn put_param(self, param: &UriParam<'_>, out: &mut ValueWriter<'_>) {
        let (plain, unescaped) = match self {
            Self::User => (ByteSet::USER, &[][..]),
            // What stands escaped in a user part only because it is one. What is reserved and
            // came plainly stays so: it is not the same as its escape.
            Self::Tel if param.is(b"isub") => (ByteSet::TEL_PARAM, &b":@"[..]),
            Self::Tel => (ByteSet::TEL_PARAM, &b":"[..]),
        };
        out.put(b";");
        put_letters(Letters::new(param.name).map(Letter::lower), plain, unescaped, out);
        let Some(value) = param.value else { return };
        out.put(b"=");
        let letters = Letters::new(value);
        // RFC 3966 §4 has no case anywhere, but §5.4 wants unknown parameters left alone.
        if FIRST.iter().any(|name| param.is(name)) || param.is(b"tsp") {
            put_letters(letters.map(Letter::lower), plain, unescaped, out);
        } else {
            put_letters(letters, plain, unescaped, out);
        }
    }
}

/// Writes letters, plainly those that are in `plain`, and the escaped ones of `unescaped`.
fn put_letters(
    letters: impl Iterator<Item = Letter>,
    plain: ByteSet,
    unescaped: &[u8],
    out: &mut ValueWriter<'_>,
) {
    for letter in letters {
        match letter {
            Letter::Plain(byte) if plain.has(byte) => out.put(&[byte]),
            Letter::EscapedReserved(byte) if unescaped.contains(&byte) => out.put(&[byte]),
            Letter::Plain(byte) | Letter::EscapedReserved(byte) => out.put(&escape_of(byte)),
        };
    }
}

/// Which of two parameters is written first.
fn order(a: &UriParam<'_>, b: &UriParam<'_>) -> Ordering {
    let rank =
        |param: &UriParam<'_>| FIRST.iter().position(|name| param.is(name)).unwrap_or(FIRST.len());
    rank(a).cmp(&rank(b)).then_with(|| lower_bytes(a.name).cmp(lower_bytes(b.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;
    use std::vec::Vec;

    fn written(text: &str, form: Form) -> String {
        let number = TelephoneSubscriber::parse(text.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        number.write(form, &mut ValueWriter::new(&mut |piece| bytes.extend_from_slice(piece)));
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn case_and_order_are_the_same_for_the_same_number() {
        for (number, user) in [
            ("+358-555-1234567;postd=pp22", "+358-555-1234567;postd=pp22"),
            ("+358-555-1234567;POSTD=PP22", "+358-555-1234567;postd=pp22"),
            ("+1;postd=pp22;isub=1411", "+1;isub=1411;postd=pp22"),
            ("+1;isub=1411;postd=pp22", "+1;isub=1411;postd=pp22"),
            ("1;tsp=a.b;phone-context=5", "1;phone-context=5;tsp=a.b"),
            ("1;phone-context=5;tsp=A.b", "1;phone-context=5;tsp=a.b"),
            ("ABC;z=Z;Y=%41;ext=1", "abc;ext=1;y=A;z=Z"),
            ("1;b;a%2B=1;a+=2", "1;a%2B=1;a+=2;b"),
        ] {
            assert_eq!(written(number, Form::User), user);
        }
    }

    #[test]
    fn what_a_user_part_cannot_hold_is_escaped_in_it_only() {
        for (tel, user) in [
            ("*21#;phone-context=x", "*21%23;phone-context=x"),
            ("+1;isub=a:b@c,d%3Be", "+1;isub=a%3Ab%40c,d%3Be"),
            ("+1;x=[1]:2+3", "+1;x=%5B1%5D%3A2+3"),
        ] {
            assert_eq!(written(tel, Form::User), user);
            assert_eq!(written(user, Form::Tel), tel);
        }
    }

    #[test]
    fn a_number_with_many_parameters_keeps_their_order() {
        let many: String = (0..40).rev().map(|n| std::format!(";p{n}")).collect();
        let number = std::format!("1{many}");
        assert_eq!(written(&number, Form::User), number);
    }
}
