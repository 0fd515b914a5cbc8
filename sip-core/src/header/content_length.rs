//! `Content-Length` (§20.14).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};

/// The size of the body in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentLength(pub u32);

impl<'b> HeaderValue<'b> for ContentLength {
    const HEADER: KnownHeader = KnownHeader::ContentLength;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        // Framing hangs on this number: what does not fit is refused, not clamped.
        parse_u32(cursor.take_while(Class::DIGIT))
            .map(Self)
            .ok_or_else(|| start.error(ParseErrorKind::Number))
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_a_length_is_decimal_digits_and_fits() {
        assert_eq!(ContentLength::from_value(b" 349 ").unwrap(), ContentLength(349));
        for bad in [&b"-999"[..], b"+0", b"0x0", b"five", b"", b"4294967296", b"1 2", b"1,2"] {
            assert!(ContentLength::from_value(bad).is_err());
        }
    }
}
