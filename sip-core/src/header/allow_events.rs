//! `Allow-Events` (RFC 6665 §8.2.2).

use super::{EventType, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One event package that the sender can be subscribed to (RFC 6665 §8.2.2).
///
/// ```
/// use sip_core::header::{AllowEvents, EventType, HeaderValue};
///
/// let allowed = AllowEvents::from_value(b"presence")?;
/// assert_eq!(Some(allowed.0), EventType::new(b"presence"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AllowEvents<'b>(pub EventType<'b>);

impl<'b> HeaderValue<'b> for AllowEvents<'b> {
    const HEADER: KnownHeader = KnownHeader::AllowEvents;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        EventType::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn what_can_be_subscribed_to_is_a_list() {
        assert_eq!(read::<AllowEvents<'_>>(b"pack1").0.package(), b"pack1");
        let line = "Allow-Events: pack1.pack2, pack3 , pack4\r\nu: pack5";
        assert_eq!(read_all::<AllowEvents<'_>>(line).len(), 4);
        refuses::<AllowEvents<'_>>(&[b"", b"a b", b"a;b", b"a."]);
    }
}
