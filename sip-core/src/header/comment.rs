//! `comment` (§25.1): text in parentheses.

use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::escape::Lossy;
use crate::grammar::{Cursor, Unquoted};

/// A comment, which may hold others; two are equal if they show the same.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Comment<'b>(&'b [u8]);

impl<'b> Comment<'b> {
    /// Steps over a comment. The caller has seen the opening parenthesis.
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let opening = *cursor;
        cursor.take(1);
        let inside = *cursor;
        // Counted, not called again: a peer chooses how deep it goes.
        let mut open = 1usize;
        loop {
            let before = *cursor;
            match cursor.take(1) {
                [b'('] => open = open.saturating_add(1),
                [b')'] => open = open.saturating_sub(1),
                // quoted-pair: whatever follows the backslash is meant as it stands.
                [b'\\'] => {
                    cursor.take(1);
                }
                [] => return Err(opening.error(ParseErrorKind::Quote)),
                _ => {}
            }
            if open == 0 {
                return Ok(Self(before.since(&inside)));
            }
        }
    }

    /// The comment as it stands in the message, without its parentheses, escapes untouched.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }

    /// The comment's bytes, escapes and folds undone; UTF-8 by the grammar.
    pub fn unquoted(&self) -> impl Iterator<Item = u8> + use<'b> {
        Unquoted::new(self.0)
    }
}

impl PartialEq for Comment<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.unquoted().eq(other.unquoted())
    }
}

impl fmt::Display for Comment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_ends_at_its_own_parenthesis() {
        let mut cursor = Cursor::new(br"(a (b) \) \( c) rest", 0);
        let comment = Comment::parse(&mut cursor).unwrap();
        assert!(comment.unquoted().eq(*b"a (b) ) ( c"));
        assert_eq!(cursor.rest(), b" rest");
        assert_eq!(Comment::parse(&mut Cursor::new(b"()", 0)).unwrap().as_bytes(), b"");
    }

    #[test]
    fn a_comment_that_does_not_end_is_an_error_where_it_began() {
        for text in [&b"("[..], b"(a", b"(()", br"(\)", br"(\", br"(\\(\)"] {
            let error = Comment::parse(&mut Cursor::new(text, 7)).unwrap_err();
            assert_eq!(error, ParseError::new(ParseErrorKind::Quote, 7));
        }
    }

    #[test]
    fn p31_deep_nesting_needs_no_stack() {
        let text = [std::vec![b'('; 100_000], std::vec![b')'; 100_000]].concat();
        assert!(Comment::parse(&mut Cursor::new(&text, 0)).is_ok());
    }
}
