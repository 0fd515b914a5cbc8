//! `event-type` (RFC 6665 §8.4): what Event and Allow-Events name.

use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::grammar::escape::Lossy;

/// An event package and the templates applied to it, `presence.winfo`; compared byte for byte
/// (RFC 6665 §8.2.1).
///
/// ```
/// use sip_core::header::EventType;
///
/// let watchers = EventType::new(b"presence.winfo").expect("an event type");
/// assert_eq!(watchers.package(), b"presence");
/// assert!(watchers.templates().eq([b"winfo"]));
/// assert_eq!(EventType::new(b"presence."), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventType<'b>(&'b [u8]);

impl<'b> EventType<'b> {
    /// Reads the whole of `text`; `None` if it is not an event type.
    pub fn new(text: &'b [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(text, 0);
        Self::parse(&mut cursor).ok().filter(|_| cursor.at_end())
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let text = cursor.token()?;
        // A token whose dots stand between the words.
        if text.split(|byte| *byte == b'.').any(<[u8]>::is_empty) {
            return Err(start.error(ParseErrorKind::Token));
        }
        Ok(Self(text))
    }

    /// The package, such as `presence`.
    pub fn package(&self) -> &'b [u8] {
        self.parts().next().unwrap_or_default()
    }

    /// The templates, in their order.
    pub fn templates(&self) -> impl Iterator<Item = &'b [u8]> + use<'b> {
        self.parts().skip(1)
    }

    /// The event type as it was written.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }

    fn parts(&self) -> impl Iterator<Item = &'b [u8]> + use<'b> {
        self.0.split(|byte| *byte == b'.')
    }
}

impl fmt::Display for EventType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_may_have_templates_and_no_empty_one() {
        let event = EventType::new(b"a.b.c").unwrap();
        assert_eq!((event.package(), event.templates().count()), (&b"a"[..], 2));
        for bad in [&b""[..], b".", b".a", b"a.", b"a..b", b"a b", b"a,b"] {
            assert_eq!(EventType::new(bad), None);
        }
    }
}
