//! `P-Preferred-Identity` (RFC 3325 §9.2).

use super::{HeaderValue, KnownHeader, PAssertedIdentity, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One identity that a user agent would have the network vouch for: a [`PAssertedIdentity`] to be.
///
/// ```
/// use sip_core::header::{HeaderValue, PPreferredIdentity};
///
/// let id = PPreferredIdentity::from_value(b"<tel:+14085264000>")?;
/// assert_eq!(id.0.uri().as_bytes(), b"tel:+14085264000");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PPreferredIdentity<'b>(pub PAssertedIdentity<'b>);

impl<'b> HeaderValue<'b> for PPreferredIdentity<'b> {
    const HEADER: KnownHeader = KnownHeader::PPreferredIdentity;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        PAssertedIdentity::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn a_preferred_identity_is_an_asserted_one_to_be() {
        let value = read::<PPreferredIdentity<'_>>(b"\"C\" <sip:c@h>");
        assert_eq!(value.0.uri().as_bytes(), b"sip:c@h");
        refuses::<PPreferredIdentity<'_>>(&[b"", b"<sip:c@h> x"]);
    }
}
