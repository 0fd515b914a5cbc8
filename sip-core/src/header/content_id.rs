//! `Content-ID` (RFC 8262 §3).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};

/// The name by which a `cid:` URI points to the body.
///
/// Without angle brackets, or with white space between them, it is refused.
///
/// ```
/// use sip_core::header::{ContentId, HeaderValue};
///
/// let id = ContentId::from_value(b"<target123@atlanta.example>")?;
/// assert_eq!(id.as_bytes(), b"target123@atlanta.example");
/// assert_eq!(Some(id), ContentId::new(b"target123@atlanta.example"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentId<'b>(&'b [u8]);

impl<'b> ContentId<'b> {
    /// The name `id`; `None` if it cannot stand between angle brackets.
    pub fn new(id: &'b [u8]) -> Option<Self> {
        (!id.is_empty() && Class::URI.has_all(id)).then_some(Self(id))
    }

    /// The name, without angle brackets; compared byte for byte.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }
}

impl<'b> HeaderValue<'b> for ContentId<'b> {
    const HEADER: KnownHeader = KnownHeader::ContentId;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let wrong = || start.error(ParseErrorKind::Token);
        if !cursor.eat(b'<') {
            return Err(wrong());
        }
        let id = Self::new(cursor.take_while(Class::URI)).ok_or_else(wrong)?;
        if cursor.eat(b'>') { Ok(id) } else { Err(wrong()) }
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(b"<").put(self.0).put(b">");
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn a_name_stands_in_brackets() {
        assert_eq!(read::<ContentId<'_>>(b" <a.b@c> ").as_bytes(), b"a.b@c");
        refuses::<ContentId<'_>>(&[b"", b"a@b", b"<>", b"<a@b", b"<a b>", b"<a<b>"]);
        assert_eq!(ContentId::new(b"a>b"), None);
    }
}
