//! `Proxy-Require` (§20.29).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One extension that each proxy on the way must understand (§20.29); one that does not answers
/// 420 with [`Unsupported`](super::Unsupported).
///
/// The option tag is a token; anything else in the list is an error.
///
/// ```
/// use sip_core::header::{HeaderValue, ProxyRequire};
///
/// let required = ProxyRequire::from_value(b"sec-agree")?;
/// assert!(required.0.is(b"sec-agree"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProxyRequire<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for ProxyRequire<'b> {
    const HEADER: KnownHeader = KnownHeader::ProxyRequire;

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
    fn what_proxies_must_understand_is_a_list_of_option_tags() {
        assert!(read::<ProxyRequire<'_>>(b"privacy ").0.is(b"privacy"));
        assert_eq!(read_all::<ProxyRequire<'_>>("Proxy-Require: foo , bar").len(), 2);
        refuses::<ProxyRequire<'_>>(&[b"", b"a b", b"a,b", b"a;b", b"(a)"]);
    }
}
