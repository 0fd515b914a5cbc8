//! `Supported` (§20.37).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One extension that the sender understands (§20.37). An empty header field says that there is
/// none: then [`Headers::all`](crate::message::Headers::all) gives no value.
///
/// ```
/// use sip_core::Message;
/// use sip_core::header::Supported;
///
/// let message = Message::parse(b"OPTIONS sip:a@b SIP/2.0\r\nk: 100rel, timer\r\n\r\n")?;
/// let timer = |tag: Supported| tag.0.is(b"timer");
/// assert!(message.headers().all::<Supported>().flatten().any(timer));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Supported<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for Supported<'b> {
    const HEADER: KnownHeader = KnownHeader::Supported;

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
    fn what_is_supported_is_a_list_of_option_tags_that_may_be_empty() {
        assert!(read::<Supported<'_>>(b"timer").0.is(b"timer"));
        assert_eq!(read_all::<Supported<'_>>("Supported:\r\nk: 100rel,timer").len(), 2);
        assert_eq!(read_all::<Supported<'_>>("Supported: ").len(), 0);
        refuses::<Supported<'_>>(&[b"", b"a b", b"a,b", b"a/b"]);
    }
}
