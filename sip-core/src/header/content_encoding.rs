//! `Content-Encoding` (§20.12).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One coding of the body, such as `gzip`; several are listed in the order in which they were
/// applied (§20.12).
///
/// ```
/// use sip_core::header::{ContentEncoding, HeaderValue};
///
/// let encoding = ContentEncoding::from_value(b"gzip")?;
/// assert!(encoding.0.is(b"GZIP"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentEncoding<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for ContentEncoding<'b> {
    const HEADER: KnownHeader = KnownHeader::ContentEncoding;

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
    fn codings_come_in_the_order_in_which_they_were_applied() {
        assert!(read::<ContentEncoding<'_>>(b"gzip ").0.is(b"gzip"));
        let codings = read_all::<ContentEncoding<'_>>("e: tar, gzip");
        assert_eq!(codings[1], read(b"gzip"));
        refuses::<ContentEncoding<'_>>(&[b"", b"a b", b"gzip;q=1"]);
    }
}
