//! `Require` (§20.32).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One extension that the receiver must understand to act on the request (§20.32); a server that
/// does not answers 420 with [`Unsupported`](super::Unsupported).
///
/// The option tag is a token; anything else in the list is an error, since what is required may
/// not be passed over.
///
/// ```
/// use sip_core::header::{Require, Token};
///
/// let required = Require(Token::new(b"100rel").expect("a token"));
/// assert!(required.0.is(b"100rel"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Require<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for Require<'b> {
    const HEADER: KnownHeader = KnownHeader::Require;

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
    fn what_is_required_is_a_list_of_option_tags() {
        assert!(read::<Require<'_>>(b"100rel").0.is(b"100REL"));
        assert_eq!(read_all::<Require<'_>>("Require: 100rel, timer\r\nREQUIRE: path").len(), 3);
        refuses::<Require<'_>>(&[b"", b"a b", b"a,b", b"\"100rel\"", b"a;b", b"<a>"]);
    }
}
