//! `WWW-Authenticate` (§20.44).

use super::{Challenge, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The challenge in a 401 (§22.2), one in a row: those of several realms and algorithms are to be
/// answered each, and read with [`Headers::all`](crate::message::Headers::all).
///
/// ```
/// use sip_core::header::{Challenge, DigestAlgorithm, WwwAuthenticate};
/// use sip_core::Message;
///
/// let message = Message::parse(
///     b"SIP/2.0 401 Unauthorized\r\n\
///       WWW-Authenticate: Digest realm=\"a\", nonce=\"x\", algorithm=SHA-256, qop=\"auth\"\r\n\
///       WWW-Authenticate: Digest realm=\"a\", nonce=\"x\", algorithm=MD5, qop=\"auth\"\r\n\
///       \r\n",
/// )?;
/// let first = message.headers().all::<WwwAuthenticate>().find_map(|row| match row {
///     Ok(WwwAuthenticate(Challenge::Digest(digest))) => digest.algorithm,
///     _ => None,
/// });
/// assert_eq!(first, Some(DigestAlgorithm::Sha256));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WwwAuthenticate<'b>(pub Challenge<'b>);

impl<'b> HeaderValue<'b> for WwwAuthenticate<'b> {
    const HEADER: KnownHeader = KnownHeader::WwwAuthenticate;

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
            let value = WwwAuthenticate::from_value(text.as_bytes()).unwrap();
            assert_eq!(value.display().to_string(), text);
        }
        let error = WwwAuthenticate::from_value(b"Digest x").unwrap_err();
        assert_eq!(error.header, Some(KnownHeader::WwwAuthenticate));
    }
}
