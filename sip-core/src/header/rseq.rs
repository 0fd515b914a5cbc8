//! `RSeq` (RFC 3262 §7.1).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};

/// The number of a provisional response that is to be acknowledged by PRACK (RFC 3262 §7.1).
///
/// One that does not fit 32 bits is refused, as it could not be acknowledged. 0 is read, though
/// none may be sent below 1.
///
/// ```
/// use sip_core::header::{HeaderValue, RSeq};
///
/// assert_eq!(RSeq::from_value(b"988789")?, RSeq(988_789));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RSeq(pub u32);

impl<'b> HeaderValue<'b> for RSeq {
    const HEADER: KnownHeader = KnownHeader::RSeq;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
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
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_number_that_could_not_be_acknowledged_is_refused() {
        assert_eq!(read::<RSeq>(b"4294967295 "), RSeq(u32::MAX));
        survives(&RSeq(1));
        refuses::<RSeq>(&[b"", b"4294967296", b"-1", b"1 2", b"x"]);
    }
}
