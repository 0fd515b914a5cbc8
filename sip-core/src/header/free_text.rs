//! `TEXT-UTF8-TRIM` (§25.1): text for people, which no machine takes apart.

use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::grammar::cursor::trim;
use crate::grammar::escape::Lossy;

/// Text that fills a header field; two are equal if they show the same.
///
/// It is UTF-8 by the grammar, and whatever came by experience: only line breaks that are not
/// folds, and NUL, are refused. It may be empty.
///
/// ```
/// use sip_core::header::{HeaderValue, Subject};
///
/// let subject = Subject::from_value(b"I know you're there,\r\n  pick up")?;
/// assert!(subject.0.unfolded().eq(*b"I know you're there, pick up"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct FreeText<'b>(&'b [u8]);

impl<'b> FreeText<'b> {
    /// Takes `text`, without the white space at its ends; `None` if it has a line break or NUL
    /// in it.
    pub fn new(text: &'b [u8]) -> Option<Self> {
        Self::checked(Cursor::new(text, 0)).ok()
    }

    /// Steps over all that is left.
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let text = Self::checked(*cursor)?;
        cursor.take(cursor.rest().len());
        Ok(text)
    }

    /// The text at `cursor`, unless it would not stay one header field.
    fn checked(mut cursor: Cursor<'b>) -> Result<Self, ParseError> {
        let start = cursor;
        while let Some(at) = memchr::memchr3(b'\r', b'\n', b'\0', cursor.rest()) {
            cursor.take(at);
            match cursor.rest() {
                [b'\r', b'\n', b' ' | b'\t', ..] => cursor.skip_lws(),
                [b'\0', ..] => return Err(cursor.error(ParseErrorKind::Trailing)),
                _ => return Err(cursor.error(ParseErrorKind::LineEnding)),
            }
        }
        Ok(Self(trim(start.rest())))
    }

    /// The part of a value at `text`, which holds no line break but folds, and no NUL.
    pub(super) fn part(text: &'b [u8]) -> Self {
        Self(trim(text))
    }

    /// The text as it stands in the message: folds are still in it.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }

    /// The text's bytes, each fold a blank (§7.3.1).
    pub fn unfolded(&self) -> impl Iterator<Item = u8> + use<'b> {
        let mut cursor = Cursor::new(self.0, 0);
        core::iter::from_fn(move || {
            if let [b'\r', b'\n', b' ' | b'\t', ..] = cursor.rest() {
                cursor.skip_lws();
                return Some(b' ');
            }
            cursor.take(1).first().copied()
        })
    }
}

impl PartialEq for FreeText<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.unfolded().eq(other.unfolded())
    }
}

impl fmt::Display for FreeText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn unfolded(text: &[u8]) -> Vec<u8> {
        FreeText::new(text).unwrap().unfolded().collect()
    }

    #[test]
    fn a_fold_is_a_blank_and_a_backslash_is_a_backslash() {
        assert_eq!(unfolded(b" a\r\n\t b\\c \r\n "), b"a b\\c");
        assert_eq!(unfolded("\u{16a} (x, y; \"z".as_bytes()), "\u{16a} (x, y; \"z".as_bytes());
        assert_eq!(unfolded(b""), b"");
    }

    #[test]
    fn text_that_would_not_stay_one_header_field_is_refused() {
        for bad in [&b"a\r\nX: y"[..], b"a\nb", b"a\rb", b"a\r\n", b"\n"] {
            let error = FreeText::parse(&mut Cursor::new(bad, 0)).unwrap_err();
            assert_eq!(error.kind, ParseErrorKind::LineEnding, "{}", bad.escape_ascii());
        }
        let error = FreeText::parse(&mut Cursor::new(b"a\0b", 5)).unwrap_err();
        assert_eq!(error, ParseError::new(ParseErrorKind::Trailing, 6));
    }
}
