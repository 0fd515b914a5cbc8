//! `Accept-Resource-Priority` (RFC 4412 §3.2).

use super::{HeaderValue, KnownHeader, ResourcePriority, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One [`ResourcePriority`] that the server takes.
///
/// ```
/// use sip_core::header::{AcceptResourcePriority, HeaderValue};
///
/// let taken = AcceptResourcePriority::from_value(b"dsn.routine")?;
/// assert_eq!(taken.0.namespace(), b"dsn");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AcceptResourcePriority<'b>(pub ResourcePriority<'b>);

impl<'b> HeaderValue<'b> for AcceptResourcePriority<'b> {
    const HEADER: KnownHeader = KnownHeader::AcceptResourcePriority;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        ResourcePriority::parse(cursor).map(Self)
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
    fn a_list_may_be_empty() {
        assert_eq!(read::<AcceptResourcePriority<'_>>(b"ets.0").0.priority(), b"0");
        assert_eq!(read_all::<AcceptResourcePriority<'_>>("Accept-Resource-Priority:").len(), 0);
        refuses::<AcceptResourcePriority<'_>>(&[b"", b"ets"]);
    }
}
