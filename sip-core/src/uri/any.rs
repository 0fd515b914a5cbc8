//! A URI of any scheme.

use core::fmt;

use super::{AbsoluteUri, Context, Scheme, SipUri, TelUri, UriPart, strict};
use crate::error::ParseError;
use crate::grammar::Cursor;
use crate::grammar::escape::Lossy;

/// A URI of any scheme.
///
/// ```
/// use sip_core::uri::Uri;
///
/// let uri = Uri::parse(b"sips:alice@atlanta.example;transport=tcp")?;
/// let sip = uri.as_sip().expect("a SIP URI");
/// assert_eq!(sip.user(), Some(&b"alice"[..]));
/// assert!(matches!(Uri::parse(b"tel:+1-201-555-0123")?, Uri::Tel(_)));
/// assert!(matches!(Uri::parse(b"mailto:a@example.org")?, Uri::Absolute(_)));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Uri<'b> {
    /// `sip:` or `sips:`.
    Sip(SipUri<'b>),
    /// `tel:`.
    Tel(TelUri<'b>),
    /// Any other scheme; and a `tel:` URI that is no telephone number, which is forwarded like
    /// everything that is not understood.
    Absolute(AbsoluteUri<'b>),
}

impl<'b> Uri<'b> {
    /// Reads the whole of `text` as one URI.
    ///
    /// # Errors
    /// [`ParseErrorKind`](crate::ParseErrorKind)`::Uri`, `Host`, `Port`, `Escape` or `Parameter`,
    /// with the byte at which the grammar was left.
    pub fn parse(text: &'b [u8]) -> Result<Self, ParseError> {
        Self::parse_at(text, 0)
    }

    /// The same, where the first byte of `text` has the offset `base`.
    pub(crate) fn parse_at(text: &'b [u8], base: usize) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text, base);
        if let Some(scheme) = Scheme::eat(&mut cursor) {
            return SipUri::parse_after_scheme(text, scheme, cursor).map(Uri::Sip);
        }
        if TelUri::eat_scheme(&mut cursor)
            && let Ok(tel) = TelUri::parse_after_scheme(text, cursor)
        {
            return Ok(Uri::Tel(tel));
        }
        AbsoluteUri::parse_at(text, base).map(Uri::Absolute)
    }

    /// The URI as it stands in the message.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Sip(uri) => uri.as_bytes(),
            Self::Tel(uri) => uri.as_bytes(),
            Self::Absolute(uri) => uri.as_bytes(),
        }
    }

    /// The scheme, as it was written.
    pub fn scheme(&self) -> &'b [u8] {
        match self {
            Self::Sip(uri) => uri.scheme_text(),
            Self::Tel(uri) => uri.as_bytes().get(..3).unwrap_or_default(),
            Self::Absolute(uri) => uri.scheme(),
        }
    }

    /// The SIP or SIPS URI, if it is one.
    pub const fn as_sip(&self) -> Option<&SipUri<'b>> {
        match self {
            Self::Sip(uri) => Some(uri),
            Self::Tel(_) | Self::Absolute(_) => None,
        }
    }

    /// The `tel:` URI, if it is one.
    pub const fn as_tel(&self) -> Option<&TelUri<'b>> {
        match self {
            Self::Tel(uri) => Some(uri),
            Self::Sip(_) | Self::Absolute(_) => None,
        }
    }

    /// Whether the two mean the same, by the rules of their scheme (§19.1.4, RFC 3966 §4). URIs of
    /// different schemes never do; of a scheme that is not known, what follows it has to be the
    /// same byte for byte.
    ///
    /// Reflexive and symmetric, but not transitive: see [`SipUri::is_equivalent`].
    pub fn is_equivalent(&self, other: &Uri<'_>) -> bool {
        match (self, other) {
            (Self::Sip(a), Uri::Sip(b)) => a.is_equivalent(b),
            (Self::Tel(a), Uri::Tel(b)) => a.is_equivalent(b),
            (Self::Absolute(a), Uri::Absolute(b)) => a.is_equivalent(b),
            (Self::Sip(_) | Self::Tel(_) | Self::Absolute(_), _) => false,
        }
    }

    /// Where the URI leaves the letter of the grammar first (§25.1), if it does. For a `tel:` URI
    /// this is the letter of `absoluteURI`; [`TelUri::strict_fault`] has that of RFC 3966.
    pub fn strict_fault(&self) -> Option<ParseError> {
        match self {
            Self::Sip(uri) => uri.strict_fault(),
            Self::Tel(uri) => strict::absolute_fault(uri.as_bytes(), self.scheme()),
            Self::Absolute(uri) => uri.strict_fault(),
        }
    }

    /// Whether each part of the URI may stand in `context` (§19.1.1, Table 1). URIs of other
    /// schemes may stand everywhere.
    ///
    /// # Errors
    /// The first part that may not.
    pub fn check_context(&self, context: Context) -> Result<(), UriPart> {
        self.as_sip().map_or(Ok(()), |uri| uri.check_context(context))
    }
}

impl<'b> TryFrom<&'b [u8]> for Uri<'b> {
    type Error = ParseError;

    fn try_from(text: &'b [u8]) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl fmt::Display for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.as_bytes()).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equivalent(a: &str, b: &str) -> bool {
        let (a, b) = (Uri::parse(a.as_bytes()).unwrap(), Uri::parse(b.as_bytes()).unwrap());
        assert_eq!(a.is_equivalent(&b), b.is_equivalent(&a), "{a} {b}");
        a.is_equivalent(&b)
    }

    #[test]
    fn a_tel_uri_that_is_no_number_is_kept() {
        for text in ["tel:alice", "tel:1;x=", "tel:+1;isub=/:@&$,-_.!~*'()[]/:&$aA1%21+="] {
            assert!(matches!(Uri::parse(text.as_bytes()), Ok(Uri::Absolute(_))), "{text}");
        }
        for text in ["tel:46317014291", "TEL:+463-1701-4291", "tel:7042;phone-context=a.b"] {
            assert!(Uri::parse(text.as_bytes()).unwrap().as_tel().is_some(), "{text}");
        }
        assert!(Uri::parse(b"tel:").is_err());
    }

    #[test]
    fn uris_of_different_schemes_never_mean_the_same() {
        assert!(!equivalent("tel:+1", "sip:+1@h;user=phone"));
        assert!(!equivalent("sip:h", "x:h"));
        assert!(equivalent("tel:+1-2", "TEL:+12"));
        assert!(equivalent("Mailto:a@b", "mailto:a@b"));
        assert!(!equivalent("mailto:a@b", "mailto:A@b"));
    }
}
