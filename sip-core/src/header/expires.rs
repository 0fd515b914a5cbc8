//! `Expires` (§20.19).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32_saturating;
use crate::grammar::{Class, Cursor};

/// After how many seconds the message, its content or its bindings lose their meaning.
///
/// A number that does not fit 32 bits is taken as the largest (§20.19: 0 to 2**32 - 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Expires(pub u32);

impl<'b> HeaderValue<'b> for Expires {
    const HEADER: KnownHeader = KnownHeader::Expires;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        parse_u32_saturating(cursor.take_while(Class::DIGIT))
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
    fn p9_a_span_that_does_not_fit_is_the_longest() {
        assert_eq!(Expires::from_value(b"3600").unwrap(), Expires(3600));
        assert_eq!(Expires::from_value(b"1000000000000").unwrap(), Expires(u32::MAX));
        for bad in [&b""[..], b"-1", b"Thu, 01 Dec 1994 16:00:00 GMT"] {
            assert!(Expires::from_value(bad).is_err());
        }
    }
}
