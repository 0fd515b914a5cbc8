//! `Max-Breadth` (RFC 5393 §5.3.1).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32_saturating;
use crate::grammar::{Class, Cursor};

/// Into how many branches at once a request may still be forked, all proxies on the way taken
/// together (RFC 5393 §5.3).
///
/// A number that does not fit 32 bits is taken as the largest.
///
/// ```
/// use sip_core::header::{HeaderValue, MaxBreadth};
///
/// assert_eq!(MaxBreadth::from_value(b"60")?, MaxBreadth::DEFAULT);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MaxBreadth(pub u32);

impl MaxBreadth {
    /// What a proxy puts into a request that has none (RFC 5393 §5.3.3).
    pub const DEFAULT: Self = Self(60);
}

impl<'b> HeaderValue<'b> for MaxBreadth {
    const HEADER: KnownHeader = KnownHeader::MaxBreadth;

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
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn p9_a_breadth_that_does_not_fit_is_the_widest() {
        assert_eq!(read::<MaxBreadth>(b"0"), MaxBreadth(0));
        assert_eq!(read::<MaxBreadth>(b"4294967296"), MaxBreadth(u32::MAX));
        survives(&MaxBreadth::DEFAULT);
        refuses::<MaxBreadth>(&[b"", b"-1", b"x", b"1;y", b"1,2"]);
    }
}
