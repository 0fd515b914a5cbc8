//! `Proxy-Authorization` (§20.28).

use super::{Credentials, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// Credentials for a proxy (§22.3): one row for each that has challenged, told apart by realm.
///
/// ```
/// use sip_core::header::{HeaderValue, ProxyAuthorization};
///
/// let value = ProxyAuthorization::from_value(br#"Digest realm="a.example", response="245f""#)?;
/// assert!(value.0.realm().is_some_and(|realm| realm.is(b"a.example")));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyAuthorization<'b>(pub Credentials<'b>);

impl<'b> HeaderValue<'b> for ProxyAuthorization<'b> {
    const HEADER: KnownHeader = KnownHeader::ProxyAuthorization;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Credentials::parse(cursor).map(Self)
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
            let value = ProxyAuthorization::from_value(text.as_bytes()).unwrap();
            assert_eq!(value.display().to_string(), text);
        }
        let error = ProxyAuthorization::from_value(b"Digest x").unwrap_err();
        assert_eq!(error.header, Some(KnownHeader::ProxyAuthorization));
    }
}
