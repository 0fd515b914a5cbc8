//! `Organization` (§20.25).

use super::{FreeText, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The organization that the sender belongs to; may be empty (§20.25).
///
/// ```
/// use sip_core::header::{FreeText, HeaderValue, Organization};
///
/// let organization = Organization(FreeText::new(b"Boxes by Bob").expect("one line"));
/// assert_eq!(organization.display().to_string(), "Boxes by Bob");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Organization<'b>(pub FreeText<'b>);

impl<'b> HeaderValue<'b> for Organization<'b> {
    const HEADER: KnownHeader = KnownHeader::Organization;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        FreeText::parse(cursor).map(Self)
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
    fn an_organization_is_text() {
        assert_eq!(read::<Organization<'_>>(b"Boxes by Bob").0.as_bytes(), b"Boxes by Bob");
        assert_eq!(read::<Organization<'_>>(b"").0, FreeText::default());
        survives(&Organization(FreeText::new(b" A, B & \"Sons; (Ltd").unwrap()));
        refuses::<Organization<'_>>(&[b"a\nb", b"a\rb", b"a\0b"]);
    }
}
