//! `token` (§25.1): the word that option tags, codings, languages and protocols are.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::error::ParseError;
use crate::grammar::escape::Lossy;
use crate::grammar::{Class, Cursor};

/// A token, compared without regard to case (§7.3.1).
///
/// ```
/// use sip_core::header::Token;
///
/// let tag = Token::new(b"100rel").expect("a token");
/// assert!(tag.is(b"100REL"));
/// assert_eq!(Some(tag), Token::new(b"100Rel"));
/// assert_eq!(Token::new(b"100 rel"), None);
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct Token<'b>(&'b [u8]);

impl<'b> Token<'b> {
    /// Reads the whole of `text`; `None` if it is not a token.
    pub fn new(text: &'b [u8]) -> Option<Self> {
        (!text.is_empty() && Class::TOKEN.has_all(text)).then_some(Self(text))
    }

    /// Steps over a token.
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        cursor.token().map(Self)
    }

    /// A token that this crate writes.
    pub(super) const fn known(text: &'static str) -> Token<'static> {
        Token(text.as_bytes())
    }

    /// The token, as it was written.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }

    /// Whether it is `text`, case aside.
    pub fn is(&self, text: &[u8]) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.0)
    }
}

impl Hash for Token<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0 {
            state.write_u8(byte.to_ascii_lowercase());
        }
        // No token has this byte: one's end never reads as the start of what is hashed next.
        state.write_u8(0xFF);
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn tokens_are_equal_and_hash_alike_in_any_case() {
        let mut seen = HashSet::new();
        assert!(seen.insert(Token::new(b"timer").unwrap()));
        assert!(!seen.insert(Token::new(b"TIMER").unwrap()));
        assert!(seen.insert(Token::new(b"timers").unwrap()));
    }

    #[test]
    fn what_is_not_a_token_cannot_be_made_one() {
        for bad in [&b""[..], b"a b", b"a,b", b"a;b", b"a\r\nb", b"\0", b"\"a\"", b"\xC3\xA9"] {
            assert_eq!(Token::new(bad), None, "{}", bad.escape_ascii());
        }
    }
}
