//! `Resource-Priority` (RFC 4412 §3.1).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// A claim to be served before others: a namespace, and a priority in it.
///
/// Without exactly one dot between the two it is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, ResourcePriority};
///
/// let claim = ResourcePriority::from_value(b"dsn.flash-override")?;
/// assert_eq!((claim.namespace(), claim.priority()), (&b"dsn"[..], &b"flash-override"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResourcePriority<'b> {
    /// `namespace.priority`, compared without regard to case.
    whole: Token<'b>,
}

impl<'b> ResourcePriority<'b> {
    /// Reads `namespace.priority`; `None` if it is not that.
    pub fn new(whole: &'b [u8]) -> Option<Self> {
        let value = Self { whole: Token::new(whole)? };
        let is_one_of_two = !value.namespace().is_empty() && !value.priority().is_empty();
        (is_one_of_two && !value.priority().contains(&b'.')).then_some(value)
    }

    /// The namespace, such as `ets`, `wps` or `dsn`; to be compared without regard to case.
    pub fn namespace(&self) -> &'b [u8] {
        self.whole.as_bytes().split(|byte| *byte == b'.').next().unwrap_or_default()
    }

    /// The priority in the namespace, which alone knows their order; to be compared without
    /// regard to case.
    pub fn priority(&self) -> &'b [u8] {
        let behind = self.whole.as_bytes().strip_prefix(self.namespace()).unwrap_or_default();
        behind.strip_prefix(b".").unwrap_or_default()
    }
}

impl<'b> HeaderValue<'b> for ResourcePriority<'b> {
    const HEADER: KnownHeader = KnownHeader::ResourcePriority;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        Self::new(cursor.token()?).ok_or_else(|| start.error(ParseErrorKind::Token))
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.whole.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn claims_are_a_list_and_equal_in_any_case() {
        assert_eq!(Some(read::<ResourcePriority<'_>>(b"WPS.3")), ResourcePriority::new(b"wps.3"));
        assert_eq!(
            read_all::<ResourcePriority<'_>>("Resource-Priority: wps.3, dsn.flash").len(),
            2
        );
    }

    #[test]
    fn one_dot_stands_between_two_names() {
        refuses::<ResourcePriority<'_>>(&[b"", b"wps", b"wps.", b".3", b".", b"a.b.c", b"a.b;x"]);
    }
}
