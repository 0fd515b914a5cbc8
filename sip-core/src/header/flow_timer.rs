//! `Flow-Timer` (RFC 5626 §10).

use super::{HeaderValue, KnownHeader, ValueWriter, delta_seconds};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// After how many seconds without a keep-alive the registrar takes the connection for dead.
///
/// A number that does not fit 32 bits is taken as the largest; what is no number is refused.
///
/// ```
/// use sip_core::header::{FlowTimer, HeaderValue};
///
/// assert_eq!(FlowTimer::from_value(b"125")?, FlowTimer(125));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowTimer(pub u32);

impl<'b> HeaderValue<'b> for FlowTimer {
    const HEADER: KnownHeader = KnownHeader::FlowTimer;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        delta_seconds::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn a_timer_is_a_number() {
        assert_eq!(read::<FlowTimer>(b"0"), FlowTimer(0));
        assert_eq!(read::<FlowTimer>(b"99999999999"), FlowTimer(u32::MAX));
        refuses::<FlowTimer>(&[b"", b"-1", b"1.5", b"1;x"]);
    }
}
