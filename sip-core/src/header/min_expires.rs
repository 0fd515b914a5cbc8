//! `Min-Expires` (§20.23).

use super::{HeaderValue, KnownHeader, ValueWriter, delta_seconds};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The shortest refresh interval that a server takes, in seconds; told in a 423 (§20.23).
///
/// A number that does not fit 32 bits is taken as the largest.
///
/// ```
/// use sip_core::header::{HeaderValue, MinExpires};
///
/// assert_eq!(MinExpires::from_value(b"60")?, MinExpires(60));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinExpires(pub u32);

impl<'b> HeaderValue<'b> for MinExpires {
    const HEADER: KnownHeader = KnownHeader::MinExpires;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        delta_seconds::parse(cursor).map(Self)
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
    fn p9_an_interval_that_does_not_fit_is_the_longest() {
        assert_eq!(read::<MinExpires>(b"     90   "), MinExpires(90));
        assert_eq!(read::<MinExpires>(b"4294967296"), MinExpires(u32::MAX));
        survives(&MinExpires(0));
        refuses::<MinExpires>(&[b"", b"-1", b"1.5", b"soon", b"1 2"]);
    }
}
