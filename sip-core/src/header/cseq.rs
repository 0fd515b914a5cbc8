//! `CSeq` (§20.16).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};
use crate::method::Method;

/// A request's place in its dialog, and its method once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CSeq<'b> {
    number: u32,
    method: Method<'b>,
}

impl<'b> CSeq<'b> {
    /// The largest sequence number: it must be below 2**31 (§8.1.1.5).
    pub const MAX: u32 = (1 << 31) - 1;

    /// A value to be written. `None` if the number is above [`CSeq::MAX`].
    pub fn new(number: u32, method: Method<'b>) -> Option<Self> {
        (number <= Self::MAX).then_some(Self { number, method })
    }

    /// The sequence number: 0 to [`CSeq::MAX`].
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The method.
    pub const fn method(&self) -> Method<'b> {
        self.method
    }
}

impl<'b> HeaderValue<'b> for CSeq<'b> {
    const HEADER: KnownHeader = KnownHeader::CSeq;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let number = parse_u32(cursor.take_while(Class::DIGIT))
            .filter(|number| *number <= Self::MAX)
            .ok_or_else(|| start.error(ParseErrorKind::Number))?;
        let after_number = *cursor;
        cursor.skip_lws();
        if cursor.offset() == after_number.offset() {
            return Err(cursor.error(ParseErrorKind::Token));
        }
        let start = *cursor;
        let method =
            Method::parse(cursor.token()?).ok_or_else(|| start.error(ParseErrorKind::Token))?;
        Ok(Self { number, method })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.number).put(b" ").put(self.method.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p8_a_sequence_number_is_below_2_to_the_31() {
        assert_eq!(CSeq::from_value(b"2147483647 BYE").unwrap().number(), CSeq::MAX);
        for bad in [&b"2147483648 BYE"[..], b"4294967296 BYE", b"115211521152 BYE", b"-1 BYE"] {
            assert_eq!(CSeq::from_value(bad).unwrap_err().kind, ParseErrorKind::Number);
        }
    }

    #[test]
    fn number_and_method_are_apart() {
        assert_eq!(CSeq::from_value(b"0009\r\n \tINVITE").unwrap().method(), Method::Invite);
        for bad in [&b"1"[..], b"1INVITE", b"INVITE", b"1 ", b"1 a b"] {
            assert!(CSeq::from_value(bad).is_err());
        }
    }
}
