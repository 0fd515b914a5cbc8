//! `Security-Verify` (RFC 3329 §2.2).

use super::{HeaderValue, KnownHeader, SecurityMechanism, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One mechanism that the server had listed, sent back to it for comparison.
///
/// ```
/// use sip_core::header::{HeaderValue, SecurityServer, SecurityVerify};
///
/// let verify = SecurityVerify::from_value(b"tls;q=0.2")?;
/// assert_eq!(verify.0, SecurityServer::from_value(b"TLS ; q=0.2")?.0);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityVerify<'b>(pub SecurityMechanism<'b>);

impl<'b> HeaderValue<'b> for SecurityVerify<'b> {
    const HEADER: KnownHeader = KnownHeader::SecurityVerify;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        SecurityMechanism::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn a_mechanism_and_its_parameters_are_found() {
        let value =
            read::<SecurityVerify<'_>>(b"ipsec-3gpp ; Q=0.5;alg=hmac-md5-96;d-ver=\"00\"").0;
        assert!(value.name().is(b"IPSEC-3gpp"));
        assert_eq!(value.q(), Some(500));
        assert_eq!(value.digest_verify(), Some(&b"00"[..]));
        assert_eq!((value.digest_algorithm(), value.digest_qop()), (None, None));
        assert_eq!(value.params().iter().count(), 3);
        assert_eq!(read::<SecurityVerify<'_>>(b"tls;q=2").0.q(), None);
    }

    #[test]
    fn mechanisms_are_a_list() {
        assert_eq!(
            read_all::<SecurityVerify<'_>>(
                "Security-Verify: digest, tls;q=1\r\nSecurity-Verify: x"
            )
            .len(),
            3
        );
        refuses::<SecurityVerify<'_>>(&[b"", b";q=1", b"tls x", b"tls;=1"]);
    }
}
