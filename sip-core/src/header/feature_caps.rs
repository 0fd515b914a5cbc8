//! `Feature-Caps` (RFC 6809 §4).

use super::{HeaderValue, KnownHeader, ValueWriter, starred};
use crate::error::ParseError;
use crate::grammar::{Cursor, Param, Params};

/// What one element on the way supports: `*` and its feature-capability indicators.
///
/// ```
/// use sip_core::header::{FeatureCaps, HeaderValue};
///
/// let caps = FeatureCaps::from_value(b"*;+g.3gpp.srvcc;+sip.x=\"<urn:y>\"")?;
/// assert_eq!(caps.indicators().count(), 2);
/// assert_eq!(caps.params().get(b"+sip.x").and_then(|param| param.value), Some(&b"<urn:y>"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureCaps<'b> {
    params: Params<'b>,
}

impl<'b> FeatureCaps<'b> {
    /// The indicators: the parameters whose names begin with `+`.
    pub fn indicators(&self) -> impl Iterator<Item = Param<'b>> + use<'b> {
        self.params.iter().filter(|param| param.name.starts_with(b"+"))
    }

    /// All parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for FeatureCaps<'b> {
    const HEADER: KnownHeader = KnownHeader::FeatureCaps;

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
    fn indicators_begin_with_a_plus() {
        let value = read::<FeatureCaps<'_>>(b"* ; +g.x ; +g.y=\"a,b\" ; z");
        assert_eq!((value.indicators().count(), value.params().iter().count()), (2, 3));
        assert_eq!(read_all::<FeatureCaps<'_>>("Feature-Caps: *;+a, *;+b").len(), 2);
    }

    #[test]
    fn a_star_comes_first() {
        refuses::<FeatureCaps<'_>>(&[b"", b"+g.x", b";+g.x", b"**", b"*x", b"* +g.x"]);
    }
}
