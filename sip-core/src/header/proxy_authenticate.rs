//! `Proxy-Authenticate` (§20.27).

use super::{Challenge, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The challenge in a 407 (§22.3), one in a row: a proxy that forks passes on those of all branches.
///
/// ```
/// use sip_core::header::{HeaderValue, ProxyAuthenticate};
///
/// let value = ProxyAuthenticate::from_value(br#"Digest realm="a", nonce="b", stale=TRUE"#)?;
/// assert!(value.0.as_digest().is_some_and(|digest| digest.stale));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyAuthenticate<'b>(pub Challenge<'b>);

impl<'b> HeaderValue<'b> for ProxyAuthenticate<'b> {
    const HEADER: KnownHeader = KnownHeader::ProxyAuthenticate;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Challenge::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["Digest realm=\"a\", nonce=\"b==\", opaque=\"\", x=y", "Basic realm=\"a\""] {
            let value = ProxyAuthenticate::from_value(text.as_bytes()).unwrap();
            assert_eq!(value.display().to_string(), text);
        }
        let error = ProxyAuthenticate::from_value(b"Digest x").unwrap_err();
        assert_eq!(error.header, Some(KnownHeader::ProxyAuthenticate));
    }
}
