//! URIs: what a request is sent to, and what From, To, Contact and the routes name (§19.1).
//!
//! A [`Uri`] is a view into the text it was read from. `sip:` and `sips:` URIs are read into
//! their parts ([`SipUri`]); any other absolute URI is kept as it is ([`AbsoluteUri`]), since an
//! element forwards what it does not understand (§16.3).

mod absolute;
mod byte_set;
mod headers;
mod host;
mod letters;
mod pair;
mod params;
mod sip;

pub use absolute::AbsoluteUri;
pub(crate) use host::Lws;
pub use host::{Host, HostPort};
pub use headers::UriHeaders;
pub use pair::UriParam;
pub use params::UriParams;
pub use sip::{Scheme, SipUri};

use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
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
/// assert!(matches!(Uri::parse(b"mailto:a@example.org")?, Uri::Absolute(_)));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Uri<'b> {
    /// `sip:` or `sips:`.
    Sip(SipUri<'b>),
    /// Any other scheme.
    Absolute(AbsoluteUri<'b>),
}

impl<'b> Uri<'b> {
    /// Reads the whole of `text` as one URI.
    ///
    /// # Errors
    /// [`ParseErrorKind::Uri`], `Host`, `Port`, `Escape` or `Parameter`, with the byte at which
    /// the grammar was left.
    pub fn parse(text: &'b [u8]) -> Result<Self, ParseError> {
        Self::parse_at(text, 0)
    }

    /// The same, where the first byte of `text` has the offset `base`.
    pub(crate) fn parse_at(text: &'b [u8], base: usize) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text, base);
        match Scheme::eat(&mut cursor) {
            Some(scheme) => SipUri::parse_after_scheme(text, scheme, cursor).map(Uri::Sip),
            None => AbsoluteUri::parse_at(text, base).map(Uri::Absolute),
        }
    }

    /// The URI as it stands in the message.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Sip(uri) => uri.as_bytes(),
            Self::Absolute(uri) => uri.as_bytes(),
        }
    }

    /// The scheme, as it was written.
    pub fn scheme(&self) -> &'b [u8] {
        match self {
            Self::Sip(uri) => uri.scheme_text(),
            Self::Absolute(uri) => uri.scheme(),
        }
    }

    /// The SIP or SIPS URI, if it is one.
    pub const fn as_sip(&self) -> Option<&SipUri<'b>> {
        match self {
            Self::Sip(uri) => Some(uri),
            Self::Absolute(_) => None,
        }
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

/// Shared by the kinds of URI: nothing that is not visible, nothing that would end `<...>`.
fn refuse_foreign_bytes(cursor: &Cursor<'_>) -> Result<(), ParseError> {
    let mut ahead = *cursor;
    ahead.take_while(crate::grammar::Class::URI);
    if ahead.at_end() { Ok(()) } else { Err(ahead.error(ParseErrorKind::Uri)) }
}
