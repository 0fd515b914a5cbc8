//! `Accept` (§20.1).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Params, qvalue};

/// One kind of body that the sender takes: `type/subtype`, `type/*` or `*/*`, and how much it
/// likes it (§20.1).
///
/// Without the header field it takes `application/sdp`; an empty one says that it takes nothing,
/// and gives no value: [`Headers::has`](crate::message::Headers::has) tells these apart.
///
/// ```
/// use sip_core::header::{Accept, HeaderValue};
///
/// let accept = Accept::from_value(b"text/*;q=0.5")?;
/// assert!(accept.takes(b"text", b"plain") && !accept.takes(b"application", b"sdp"));
/// assert_eq!(accept.q(), 500);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accept<'b> {
    kind: Token<'b>,
    subtype: Token<'b>,
    params: Params<'b>,
}

impl<'b> Accept<'b> {
    /// Takes `kind/subtype`, either of which may be `*`, without parameters.
    pub fn new(kind: Token<'b>, subtype: Token<'b>) -> Self {
        Self { kind, subtype, params: Params::default() }
    }

    /// The type: `application`, `*`.
    pub const fn kind(&self) -> Token<'b> {
        self.kind
    }

    /// The subtype: `sdp`, `*`.
    pub const fn subtype(&self) -> Token<'b> {
        self.subtype
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

    /// Whether `kind/subtype` is of this kind, whatever its parameters and however small the
    /// preference.
    pub fn takes(&self, kind: &[u8], subtype: &[u8]) -> bool {
        let fits = |range: Token<'_>, name| range.is(b"*") || range.is(name);
        fits(self.kind, kind) && fits(self.subtype, subtype)
    }
}

impl<'b> HeaderValue<'b> for Accept<'b> {
    const HEADER: KnownHeader = KnownHeader::Accept;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        // `*` is a token like others.
        let kind = Token::parse(cursor)?;
        cursor.skip_lws();
        if !cursor.eat(b'/') {
            return Err(cursor.error(ParseErrorKind::Token));
        }
        cursor.skip_lws();
        let subtype = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { kind, subtype, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.kind.as_bytes()).put(b"/").put(self.subtype.as_bytes()).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn a_wildcard_takes_what_it_ranges_over() {
        let any = read::<Accept<'_>>(b"*/*");
        assert!(any.takes(b"application", b"sdp"));
        let text = read::<Accept<'_>>(b"Text / *");
        assert!(text.takes(b"TEXT", b"plain") && !text.takes(b"application", b"sdp"));
        let sdp = read::<Accept<'_>>(b"application/sdp  ");
        assert!(sdp.takes(b"Application", b"SDP") && !sdp.takes(b"application", b"isup"));
        survives(&Accept::new(Token::new(b"message").unwrap(), Token::new(b"*").unwrap()));
    }

    #[test]
    fn preference_is_in_thousandths_and_full_by_default() {
        let q = |text| read::<Accept<'_>>(text).q();
        assert_eq!(q(b"application/sdp;level=1 ; q = 0.25"), 250);
        assert_eq!(q(b"application/sdp;q=0"), 0);
        assert_eq!(q(b"application/sdp"), 1000);
        assert_eq!(q(b"application/sdp;q=7"), 1000);
    }

    #[test]
    fn an_empty_list_takes_nothing() {
        assert_eq!(read_all::<Accept<'_>>("Accept: ").len(), 0);
        assert_eq!(read_all::<Accept<'_>>("Accept: a/b;c=\"d,e\", */*;q=0.1").len(), 2);
        refuses::<Accept<'_>>(&[b"", b"text", b"text/", b"/plain", b"a/b c", b"a/b,c/d"]);
    }
}
