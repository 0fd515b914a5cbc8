//! `Security-Client` (RFC 3329 §2.2).

use super::{HeaderValue, KnownHeader, SecurityMechanism, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One mechanism that the client supports.
///
/// ```
/// use sip_core::header::{HeaderValue, SecurityClient, SecurityMechanism, Token};
///
/// let tls = SecurityClient(SecurityMechanism::new(Token::new(b"tls").expect("a token")));
/// assert_eq!(SecurityClient::from_value(b"tls")?, tls);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityClient<'b>(pub SecurityMechanism<'b>);

impl<'b> HeaderValue<'b> for SecurityClient<'b> {
    const HEADER: KnownHeader = KnownHeader::SecurityClient;

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
            read::<SecurityClient<'_>>(b"ipsec-3gpp ; Q=0.5;alg=hmac-md5-96;d-ver=\"00\"").0;
        assert!(value.name().is(b"IPSEC-3gpp"));
        assert_eq!(value.q(), Some(500));
        assert_eq!(value.digest_verify(), Some(&b"00"[..]));
        assert_eq!((value.digest_algorithm(), value.digest_qop()), (None, None));
        assert_eq!(value.params().iter().count(), 3);
        assert_eq!(read::<SecurityClient<'_>>(b"tls;q=2").0.q(), None);
    }

    #[test]
    fn mechanisms_are_a_list() {
        assert_eq!(
            read_all::<SecurityClient<'_>>(
                "Security-Client: digest, tls;q=1\r\nSecurity-Client: x"
            )
            .len(),
            3
        );
        refuses::<SecurityClient<'_>>(&[b"", b";q=1", b"tls x", b"tls;=1"]);
    }
}
