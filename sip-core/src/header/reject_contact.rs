//! `Reject-Contact` (RFC 3841 §9.2).

use super::{HeaderValue, KnownHeader, ValueWriter, starred};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// Features that the callee's device must not have: one set of them.
///
/// ```
/// use sip_core::header::{HeaderValue, RejectContact};
///
/// let refused = RejectContact::from_value(b"*;actor=\"msg-taker\";video")?;
/// assert_eq!(refused.features().iter().count(), 2);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RejectContact<'b> {
    params: Params<'b>,
}

impl<'b> RejectContact<'b> {
    /// The features (RFC 3840 §9).
    pub const fn features(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for RejectContact<'b> {
    const HEADER: KnownHeader = KnownHeader::RejectContact;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        starred::parse(cursor).map(|params| Self { params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(b"*").params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn features_are_found() {
        let value = read::<RejectContact<'_>>(b"*;+sip.x=\"#>=1\"; automata");
        assert_eq!(value.features().iter().count(), 2);
        refuses::<RejectContact<'_>>(&[b"", b"automata"]);
    }
}
