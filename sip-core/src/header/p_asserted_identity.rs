//! `P-Asserted-Identity` (RFC 3325 §9.1).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};
use crate::uri::Uri;

/// One identity of the caller that the network vouches for: as a rule a SIP or SIPS URI, and
/// perhaps a `tel` URI for the same user. It is worth what the peer that sent it is (RFC 3325 §5).
///
/// ```
/// use sip_core::header::{HeaderValue, PAssertedIdentity};
///
/// let id = PAssertedIdentity::from_value(b"\"Cullen Jennings\" <sip:fluffy@cisco.example>")?;
/// assert_eq!(id.uri().as_bytes(), b"sip:fluffy@cisco.example");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PAssertedIdentity<'b> {
    address: NameAddr<'b>,
    params: Params<'b>,
}

impl<'b> PAssertedIdentity<'b> {
    /// The identity `address`.
    pub fn new(address: NameAddr<'b>) -> Self {
        Self { address, params: Params::default() }
    }

    /// The address.
    pub const fn address(&self) -> NameAddr<'b> {
        self.address
    }

    /// The URI of the address.
    pub const fn uri(&self) -> Uri<'b> {
        self.address.uri()
    }

    /// What stands behind the address. The grammar has no parameters there; gateways that forget
    /// the angle brackets write those of the URI.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for PAssertedIdentity<'b> {
    const HEADER: KnownHeader = KnownHeader::PAssertedIdentity;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let address = NameAddr::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { address, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.address.write(out);
        out.params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn a_sip_and_a_tel_uri_are_two_values() {
        let lines = "P-Asserted-Identity: \"A, B\" <sip:a@h>, tel:+14085264000\r\n\
            P-Asserted-Identity : <sip:c@h>";
        let uris: std::vec::Vec<_> =
            read_all::<PAssertedIdentity<'_>>(lines).iter().map(|id| id.uri().as_bytes()).collect();
        assert_eq!(uris, [&b"sip:a@h"[..], b"tel:+14085264000", b"sip:c@h"]);
    }

    #[test]
    fn parameters_of_a_bare_uri_are_not_lost() {
        let value = read::<PAssertedIdentity<'_>>(b"sip:+1408@h;user=phone");
        assert_eq!(value.params().get(b"user").unwrap().value, Some(&b"phone"[..]));
        survives(&PAssertedIdentity::new(value.address()));
        refuses::<PAssertedIdentity<'_>>(&[b"", b"anonymous", b"<sip:a@h"]);
    }
}
