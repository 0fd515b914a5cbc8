//! The header fields of a SIP URI (§19.1.1).

use super::pair::{List, UriParam};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// `?name=value&name=value` at the end of a URI, escapes untouched (§19.1.1).
///
/// They ask for header fields in a request that is formed from the URI, and mean nothing in a
/// request that was received (§19.1.5): see [`RequestFromUri`](super::RequestFromUri).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct UriHeaders<'b> {
    text: &'b [u8],
}

impl<'b> UriHeaders<'b> {
    /// No header fields.
    pub(super) const NONE: Self = Self { text: b"" };

    /// Steps over the header fields at `cursor`, which reach to the end of the URI.
    #[inline]
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        while matches!(cursor.peek(), Some(b'?' | b'&')) {
            cursor.take(1);
            List::Headers.pair(cursor)?;
        }
        Ok(Self { text: cursor.since(&start) })
    }

    /// The header fields in their order.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'b>> + use<'b> {
        List::Headers.pairs(self.text)
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The list as it stands in the URI, leading `?` included.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}
