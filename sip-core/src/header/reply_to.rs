//! `Reply-To` (§20.31).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// Where the caller wants to be called back, which may be elsewhere than From says (§20.31).
///
/// ```
/// use sip_core::header::{HeaderValue, ReplyTo};
///
/// let reply_to = ReplyTo::from_value(b"Bob <sip:bob@biloxi.example>")?;
/// assert_eq!(reply_to.address().uri().as_bytes(), b"sip:bob@biloxi.example");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTo<'b> {
    address: NameAddr<'b>,
    params: Params<'b>,
}

impl<'b> ReplyTo<'b> {
    /// At `address`, without parameters.
    pub fn new(address: NameAddr<'b>) -> Self {
        Self { address, params: Params::default() }
    }

    /// The address.
    pub const fn address(&self) -> NameAddr<'b> {
        self.address
    }

    /// The parameters of the header field.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for ReplyTo<'b> {
    const HEADER: KnownHeader = KnownHeader::ReplyTo;

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
    fn a_reply_goes_to_one_address() {
        let reply_to = read::<ReplyTo<'_>>(b"\"Bob, B\" <sip:bob@biloxi.com;x>; y=1");
        assert_eq!(reply_to.params().iter().count(), 1);
        assert_eq!(read::<ReplyTo<'_>>(b"sip:a@h;x").params().iter().count(), 1);
        survives(&ReplyTo::new(reply_to.address()));
        refuses::<ReplyTo<'_>>(&[b"", b"Bob", b"<sip:a@h", b"<sip:a@h>, <sip:b@h>", b"sip:a,b@h"]);
    }
}
