//! `User-Agent` (§20.41).

use super::{FreeText, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The software that sent the request (§20.41); it may be better not to tell.
///
/// Kept as text, as [`Server`](super::Server) is and for the same reason; it may be empty.
///
/// ```
/// use sip_core::header::{HeaderValue, UserAgent};
///
/// let agent = UserAgent::from_value(b"Softphone Beta1.5")?;
/// assert_eq!(agent.0.as_bytes(), b"Softphone Beta1.5");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserAgent<'b>(pub FreeText<'b>);

impl<'b> HeaderValue<'b> for UserAgent<'b> {
    const HEADER: KnownHeader = KnownHeader::UserAgent;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        FreeText::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_user_agent_is_named_by_whatever_it_writes() {
        let agent = read::<UserAgent<'_>>(b"Softphone Beta1.5");
        assert_eq!(agent.0.as_bytes(), b"Softphone Beta1.5");
        assert_eq!(read::<UserAgent<'_>>(b"a/1 (b\r\n c)").0.unfolded().count(), 9);
        survives(&UserAgent(FreeText::new(b"sip-core/0.1 (no heap)").unwrap()));
        refuses::<UserAgent<'_>>(&[b"a\nb"]);
    }
}
