//! URIs of other schemes than `sip` and `sips`: kept, not understood.

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};

/// `absoluteURI` (§25.1): a scheme, a colon, and what that scheme makes of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AbsoluteUri<'b> {
    text: &'b [u8],
    scheme: &'b [u8],
}

impl<'b> AbsoluteUri<'b> {
    pub(super) fn parse_at(text: &'b [u8], base: usize) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text, base);
        if !cursor.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            return Err(cursor.error(ParseErrorKind::Uri));
        }
        let scheme = cursor.take_while(Class::SCHEME);
        if !cursor.eat(b':') || cursor.at_end() {
            return Err(cursor.error(ParseErrorKind::Uri));
        }
        // Nothing that is not visible, nothing that would end `<...>`.
        cursor.take_while(Class::URI);
        if !cursor.at_end() {
            return Err(cursor.error(ParseErrorKind::Uri));
        }
        Ok(Self { text, scheme })
    }

    /// Whether the two are the same but for the case of the scheme: what else of them has no case
    /// only their scheme could tell.
    pub fn is_equivalent(&self, other: &AbsoluteUri<'_>) -> bool {
        self.scheme.eq_ignore_ascii_case(other.scheme)
            && self.text.get(self.scheme.len()..) == other.text.get(other.scheme.len()..)
    }

    /// The scheme, as it was written; it is compared without regard to case.
    pub const fn scheme(&self) -> &'b [u8] {
        self.scheme
    }

    /// The URI as it stands in the message.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p41_a_scheme_that_nobody_knows_is_kept() {
        for uri in [&b"b0119:532@h"[..], b"isbn:2983792873", b"soap.beep://192.0.2.103:3002"] {
            assert_eq!(AbsoluteUri::parse_at(uri, 0).unwrap().as_bytes(), uri);
        }
    }

    #[test]
    fn a_uri_has_a_scheme_and_something_behind_it() {
        for bad in [&b""[..], b"si", b"x:", b":x", b"1x:y", b"x:a b", b"x:<y>"] {
            assert!(AbsoluteUri::parse_at(bad, 0).is_err());
        }
    }
}
