//! `SIP-ETag` (RFC 3903 §11.3.1).

use super::{EntityTag, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The name that the server gives to the state that was just published (RFC 3903 §11.3.1).
///
/// ```
/// use sip_core::header::{EntityTag, HeaderValue, SipETag};
///
/// let tag = SipETag(EntityTag::new(b"dx200xyz").expect("a token"));
/// assert_eq!(SipETag::from_value(b"dx200xyz")?, tag);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SipETag<'b>(pub EntityTag<'b>);

impl<'b> HeaderValue<'b> for SipETag<'b> {
    const HEADER: KnownHeader = KnownHeader::SipETag;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        EntityTag::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn a_tag_is_one_token() {
        assert_eq!(read::<SipETag<'_>>(b" dx200xyz ").0.as_bytes(), b"dx200xyz");
        refuses::<SipETag<'_>>(&[b"", b"a b", b"\"a\"", b"a,b", b"a;b"]);
    }
}
