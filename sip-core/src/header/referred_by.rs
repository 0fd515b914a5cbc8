//! `Referred-By` (RFC 3892 §3).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};
use crate::uri::Uri;

/// Who has referred the sender of a request to its receiver.
///
/// ```
/// use sip_core::header::{HeaderValue, ReferredBy};
///
/// let by = ReferredBy::from_value(b"<sip:r@ref.example>;cid=\"2UWQFN309shb3@ref.example\"")?;
/// assert_eq!(by.uri().as_bytes(), b"sip:r@ref.example");
/// assert_eq!(by.cid(), Some(&b"2UWQFN309shb3@ref.example"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferredBy<'b> {
    address: NameAddr<'b>,
    params: Params<'b>,
}

impl<'b> ReferredBy<'b> {
    /// Referred by `address`, without parameters.
    pub fn new(address: NameAddr<'b>) -> Self {
        Self { address, params: Params::default() }
    }

    /// The address of the referrer.
    pub const fn address(&self) -> NameAddr<'b> {
        self.address
    }

    /// The URI of the referrer.
    pub const fn uri(&self) -> Uri<'b> {
        self.address.uri()
    }

    /// The Content-ID of the part of the body with the referrer's signature, without angle
    /// brackets and quotes. Without quotes around it in the message it is taken, too.
    pub fn cid(&self) -> Option<&'b [u8]> {
        self.params.get(b"cid")?.value
    }

    /// The parameters, `cid` among them.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for ReferredBy<'b> {
    const HEADER: KnownHeader = KnownHeader::ReferredBy;

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
    fn the_referrer_and_the_name_of_its_signature_are_found() {
        let value = read::<ReferredBy<'_>>(b"\"R\" <sips:r@h;x=y> ; CID=a@b;z");
        assert_eq!(value.uri().as_bytes(), b"sips:r@h;x=y");
        assert_eq!(value.cid(), Some(&b"a@b"[..]));
        assert_eq!(read::<ReferredBy<'_>>(b"sip:r@h").cid(), None);
        survives(&ReferredBy::new(value.address()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        refuses::<ReferredBy<'_>>(&[b"", b"<>", b"\"R\" sip:r@h", b"<sip:r@h>;cid=\"a"]);
    }
}
