//! `SIP-If-Match` (RFC 3903 §11.3.2).

use super::{EntityTag, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// Which published state a PUBLISH refreshes, changes or removes: the tag of the last answer
/// (RFC 3903 §11.3.2).
///
/// ```
/// use sip_core::header::{HeaderValue, SipETag, SipIfMatch};
///
/// let answered = SipETag::from_value(b"dx200xyz")?;
/// assert_eq!(SipIfMatch(answered.0).display().to_string(), "dx200xyz");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SipIfMatch<'b>(pub EntityTag<'b>);

impl<'b> HeaderValue<'b> for SipIfMatch<'b> {
    const HEADER: KnownHeader = KnownHeader::SipIfMatch;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        EntityTag::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_tag_is_one_token() {
        assert_eq!(read::<SipIfMatch<'_>>(b"dx200xyz").0.as_bytes(), b"dx200xyz");
        survives(&SipIfMatch(EntityTag::new(b"~1").unwrap()));
        refuses::<SipIfMatch<'_>>(&[b"", b"a b", b"\"a\"", b"*,b"]);
    }
}
