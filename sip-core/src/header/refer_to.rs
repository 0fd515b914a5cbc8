//! `Refer-To` (RFC 3515 §2.1).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};
use crate::uri::Uri;

/// Whom, or what, the receiver of a REFER is to contact.
///
/// The header fields in the URI, such as Replaces, are for the request that comes of it; a URI
/// with some of them needs its angle brackets, or the value is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, ReferTo};
///
/// let refer = ReferTo::from_value(b"<sip:dave@denver.example?Replaces=12345%40h%3Bto-tag%3D1>")?;
/// let headers = refer.uri().as_sip().expect("a SIP URI").headers();
/// assert!(headers.iter().any(|header| header.name == b"Replaces"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferTo<'b> {
    address: NameAddr<'b>,
    params: Params<'b>,
}

impl<'b> ReferTo<'b> {
    /// Refers to `address`, without parameters.
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

    /// The parameters of the header field.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for ReferTo<'b> {
    const HEADER: KnownHeader = KnownHeader::ReferTo;

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
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn an_address_is_found_with_and_without_brackets_and_parameters() {
        for (text, uri, params) in [
            (
                &b"<sip:+1-650-555-2222@ss1.wcom.com;user=phone>;tag=5617"[..],
                &b"sip:+1-650-555-2222@ss1.wcom.com;user=phone"[..],
                1,
            ),
            (b"LittleGuy <sip:UserB@there.com>", b"sip:UserB@there.com", 0),
            (b"sip:mranga@120.6.55.9", b"sip:mranga@120.6.55.9", 0),
            (b"sip:mranga@129.6.55.9 ; tag=696928473514.129.6.55.9", b"sip:mranga@129.6.55.9", 1),
            (b"<http://www.example.org/a>", b"http://www.example.org/a", 0),
        ] {
            let value = read::<ReferTo<'_>>(text);
            assert_eq!(value.uri().as_bytes(), uri);
            assert_eq!(value.params().iter().count(), params);
            survives(&ReferTo::new(value.address()));
        }
    }

    #[test]
    fn p35_header_fields_need_brackets() {
        refuses::<ReferTo<'_>>(&[b"", b"sip:a@h?Replaces=x", b"<sip:a@h", b"<sip:a@h>, <sip:b@h>"]);
    }
}
