//! `Max-Forwards` (§20.22).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32_saturating;
use crate::grammar::{Class, Cursor};

/// How many proxies may still forward the request: 0 to 255.
///
/// A larger number is taken as 255, since nothing worse can come of it (RFC 4475 §3.1.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MaxForwards(pub u8);

impl MaxForwards {
    /// What a request starts with (§8.1.1.6).
    pub const DEFAULT: Self = Self(70);
}

impl<'b> HeaderValue<'b> for MaxForwards {
    const HEADER: KnownHeader = KnownHeader::MaxForwards;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        parse_u32_saturating(cursor.take_while(Class::DIGIT))
            .map(|number| Self(u8::try_from(number).unwrap_or(u8::MAX)))
            .ok_or_else(|| start.error(ParseErrorKind::Number))
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.0.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_hops_is_clamped_to_255() {
        assert_eq!(MaxForwards::from_value(b"0 ").unwrap(), MaxForwards(0));
        assert_eq!(MaxForwards::from_value(b"300").unwrap(), MaxForwards(255));
        assert_eq!(MaxForwards::from_value(b"99999999999").unwrap(), MaxForwards(255));
        for bad in [&b""[..], b"-1", b"x", b"1 2"] {
            assert!(MaxForwards::from_value(bad).is_err());
        }
    }
}
