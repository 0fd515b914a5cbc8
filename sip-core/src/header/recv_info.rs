//! `Recv-Info` (RFC 6086 §7.3).

use super::{HeaderValue, InfoPackage, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One [`InfoPackage`] that the sender would receive; an empty field says that there is none.
///
/// ```
/// use sip_core::header::{HeaderValue, RecvInfo};
///
/// assert!(RecvInfo::from_value(b"foo")?.0.name().is(b"foo"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecvInfo<'b>(pub InfoPackage<'b>);

impl<'b> HeaderValue<'b> for RecvInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::RecvInfo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        InfoPackage::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn packages_are_a_list_that_may_be_empty() {
        assert!(read::<RecvInfo<'_>>(b"p;x").0.name().is(b"P"));
        assert_eq!(read_all::<RecvInfo<'_>>("Recv-Info: a;x=1, b").len(), 2);
        assert_eq!(read_all::<RecvInfo<'_>>("Recv-Info:").len(), 0);
        refuses::<RecvInfo<'_>>(&[b"", b"a b"]);
    }
}
