//! `Request-Disposition` (RFC 3841 §9.1).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One wish of how servers are to handle a request: `proxy` or `redirect`, `fork` or `no-fork`,
/// `parallel` or `sequential` and so on. Others than those of RFC 3841 are taken, too.
///
/// ```
/// use sip_core::header::{HeaderValue, RequestDisposition};
///
/// assert!(RequestDisposition::from_value(b"No-Fork")?.0.is(b"no-fork"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestDisposition<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for RequestDisposition<'b> {
    const HEADER: KnownHeader = KnownHeader::RequestDisposition;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Token::parse(cursor).map(Self)
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
    fn wishes_are_a_list() {
        assert!(read::<RequestDisposition<'_>>(b"queue").0.is(b"queue"));
        assert_eq!(read_all::<RequestDisposition<'_>>("d: proxy, no-fork\r\nd: recurse").len(), 3);
        refuses::<RequestDisposition<'_>>(&[b"", b"proxy;x", b"proxy fork"]);
    }
}
