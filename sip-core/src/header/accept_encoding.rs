//! `Accept-Encoding` (§20.2).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params, qvalue};

/// One coding of bodies that the sender takes, or `*` for any, and how much it likes it (§20.2).
///
/// Without the header field, or with an empty one, it takes `identity` only: bodies as they are.
///
/// ```
/// use sip_core::header::{AcceptEncoding, HeaderValue};
///
/// let accept = AcceptEncoding::from_value(b"gzip;q=0.8")?;
/// assert!(accept.takes(b"gzip") && !accept.takes(b"tar"));
/// assert_eq!(accept.q(), 800);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptEncoding<'b> {
    coding: Token<'b>,
    params: Params<'b>,
}

impl<'b> AcceptEncoding<'b> {
    /// Takes `coding`, which may be `*`, without parameters.
    pub fn new(coding: Token<'b>) -> Self {
        Self { coding, params: Params::default() }
    }

    /// The coding: `gzip`, `*`.
    pub const fn coding(&self) -> Token<'b> {
        self.coding
    }

    /// All parameters, `q` among them.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }

    /// The preference in thousandths: 0, which means never, to 1000. One that is missing, or is
    /// not a number, is 1000.
    pub fn q(&self) -> u16 {
        qvalue::of(self.params).unwrap_or(1000)
    }

    /// Whether this is `coding`, or any, however small the preference.
    pub fn takes(&self, coding: &[u8]) -> bool {
        self.coding.is(b"*") || self.coding.is(coding)
    }
}

impl<'b> HeaderValue<'b> for AcceptEncoding<'b> {
    const HEADER: KnownHeader = KnownHeader::AcceptEncoding;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let coding = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { coding, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.coding.as_bytes()).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn a_coding_or_any_is_taken() {
        assert!(read::<AcceptEncoding<'_>>(b"gzip ").takes(b"GZIP"));
        let any = read::<AcceptEncoding<'_>>(b"* ; q=0");
        assert!(any.takes(b"identity"));
        assert_eq!((any.q(), any.params().iter().count()), (0, 1));
        assert_eq!(read::<AcceptEncoding<'_>>(b"tar;q=x").q(), 1000);
        survives(&AcceptEncoding::new(Token::new(b"identity").unwrap()));
    }

    #[test]
    fn codings_are_a_list_that_may_be_empty() {
        assert_eq!(read_all::<AcceptEncoding<'_>>("Accept-Encoding:").len(), 0);
        assert_eq!(read_all::<AcceptEncoding<'_>>("Accept-Encoding: gzip;q=1.0, *;q=0").len(), 2);
        refuses::<AcceptEncoding<'_>>(&[b"", b"a b", b"a/b", b"a,b"]);
    }
}
