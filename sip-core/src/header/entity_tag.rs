//! `entity-tag` (RFC 3903 §12): what SIP-ETag and SIP-If-Match hold.

use core::fmt;

use crate::error::ParseError;
use crate::grammar::escape::Lossy;
use crate::grammar::{Class, Cursor};

/// The name that a server gave to a published state: a token that means something to that server
/// only, and so is compared byte for byte.
///
/// ```
/// use sip_core::header::EntityTag;
///
/// let tag = EntityTag::new(b"dx200xyz").expect("a token");
/// assert_ne!(Some(tag), EntityTag::new(b"DX200XYZ"));
/// assert_eq!(EntityTag::new(b"\"dx\""), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntityTag<'b>(&'b [u8]);

impl<'b> EntityTag<'b> {
    /// Reads the whole of `text`; `None` if it is not a token.
    pub fn new(text: &'b [u8]) -> Option<Self> {
        (!text.is_empty() && Class::TOKEN.has_all(text)).then_some(Self(text))
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        cursor.token().map(Self)
    }

    /// The tag.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }
}

impl fmt::Display for EntityTag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.0).fmt(f)
    }
}
