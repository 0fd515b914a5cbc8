//! `Accept-Contact` (RFC 3841 §9.2).

use super::{HeaderValue, KnownHeader, OtherParams, ValueWriter, starred};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// Features that the caller would have the callee's device have: one set of them.
///
/// ```
/// use sip_core::header::{AcceptContact, HeaderValue};
///
/// let wish = AcceptContact::from_value(b"*;audio;methods=\"INVITE,BYE\";require")?;
/// assert!(wish.is_required() && !wish.is_explicit());
/// assert_eq!(wish.features().iter().count(), 2);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptContact<'b> {
    params: Params<'b>,
}

impl<'b> AcceptContact<'b> {
    /// Whether a device that does not match is not to be called at all.
    pub fn is_required(&self) -> bool {
        self.params.get(b"require").is_some()
    }

    /// Whether a device that does not say that it has a feature does not match.
    pub fn is_explicit(&self) -> bool {
        self.params.get(b"explicit").is_some()
    }

    /// The features (RFC 3840 §9): all parameters but `require` and `explicit`.
    pub const fn features(&self) -> OtherParams<'b> {
        OtherParams::new(self.params, &[b"require", b"explicit"])
    }
}

impl<'b> HeaderValue<'b> for AcceptContact<'b> {
    const HEADER: KnownHeader = KnownHeader::AcceptContact;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        starred::parse(cursor).map(|params| Self { params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(b"*").params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn features_and_how_much_they_matter_are_told_apart() {
        let value = read::<AcceptContact<'_>>(b"* ; Explicit ; class=\"business\";video=\"FALSE\"");
        assert!(value.is_explicit() && !value.is_required());
        assert!(value.features().get(b"explicit").is_none());
        assert_eq!(read_all::<AcceptContact<'_>>("a: *;audio, *;video;require").len(), 2);
        refuses::<AcceptContact<'_>>(&[b"", b"sip:a@h", b"*audio", b"*;=x"]);
    }
}
