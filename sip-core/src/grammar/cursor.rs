//! Reading forward through bytes.

use super::Class;
use crate::error::{ParseError, ParseErrorKind};

/// A place in a text that is being read: what is left, and how far from the start it lies.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'b> {
    rest: &'b [u8],
    /// Offset of the end of `rest`; the current offset follows from it.
    end: usize,
}

impl<'b> Cursor<'b> {
    /// At the start of `text`, whose first byte has the offset `base`.
    pub(crate) fn new(text: &'b [u8], base: usize) -> Self {
        Self { rest: text, end: base.saturating_add(text.len()) }
    }

    pub(crate) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    pub(crate) fn offset(&self) -> usize {
        self.end.saturating_sub(self.rest.len())
    }

    pub(crate) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Steps over `byte` if it is next.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Steps over the longest run of `class`, which may be empty.
    #[inline]
    pub(crate) fn take_while(&mut self, class: Class) -> &'b [u8] {
        self.take(class.run(self.rest))
    }

    /// Steps over the longest run of `class`, which does not have `%`, and of escapes (`%` and two
    /// hexadecimal digits). It may be empty.
    #[inline]
    pub(crate) fn take_escaped(&mut self, class: Class) -> Result<&'b [u8], ParseError> {
        let start = *self;
        loop {
            self.take_while(class);
            match self.rest {
                [b'%', high, low, rest @ ..]
                    if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
                {
                    self.rest = rest;
                }
                [b'%', ..] => return Err(self.error(ParseErrorKind::Escape)),
                _ => return Ok(self.since(&start)),
            }
        }
    }

    /// Steps over `len` bytes, or over all that are left.
    #[inline]
    pub(crate) fn take(&mut self, len: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    /// Steps over a token (§25.1), which has at least one character.
    #[inline]
    pub(crate) fn token(&mut self) -> Result<&'b [u8], ParseError> {
        match self.take_while(Class::TOKEN) {
            [] => Err(self.error(ParseErrorKind::Token)),
            token => Ok(token),
        }
    }

    /// Steps over linear white space: blanks, tabs, and line ends that a blank or tab follows.
    #[inline]
    pub(crate) fn skip_lws(&mut self) {
        // Nearly everywhere it may stand there is none.
        if matches!(self.rest, [..=b' ', ..]) {
            self.skip_some_lws();
        }
    }

    fn skip_some_lws(&mut self) {
        loop {
            match self.rest {
                [b' ' | b'\t', rest @ ..] | [b'\r', b'\n', b' ' | b'\t', rest @ ..] => {
                    self.rest = rest;
                }
                _ => return,
            }
        }
    }

    /// Steps over a quoted string and gives what lies between the quotes, escapes untouched.
    ///
    /// The caller has seen the opening quote.
    pub(crate) fn quoted(&mut self) -> Result<&'b [u8], ParseError> {
        let opening = *self;
        self.take(1);
        let start = *self;
        loop {
            self.take_while(Class::QUOTED_TEXT);
            match self.rest {
                [b'"', ..] => {
                    let inner = self.since(&start);
                    self.take(1);
                    return Ok(inner);
                }
                // A fold; any other CR or LF cannot stand in a value (§25.1).
                [b'\r', b'\n', b' ' | b'\t', ..] => self.take(3),
                [b'\r' | b'\n', ..] | [b'\\', b'\r' | b'\n', ..] => {
                    return Err(self.error(ParseErrorKind::Quote));
                }
                // quoted-pair: whatever else follows the backslash is meant as it stands.
                [_, ..] => self.take(2),
                [] => return Err(opening.error(ParseErrorKind::Quote)),
            };
        }
    }

    /// A fault at the current offset.
    #[cold]
    pub(crate) fn error(&self, kind: ParseErrorKind) -> ParseError {
        ParseError::new(kind, self.offset())
    }

    /// What lies between `start`, an earlier copy of this cursor, and here.
    pub(crate) fn since(&self, start: &Self) -> &'b [u8] {
        let len = start.rest.len().saturating_sub(self.rest.len());
        start.rest.get(..len).unwrap_or_default()
    }
}

/// Without the blanks, tabs and folds at either end.
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_ends_at_a_line_end_that_nothing_follows() {
        let mut cursor = Cursor::new(b" \t\r\n \r\nx", 0);
        cursor.skip_lws();
        assert_eq!(cursor.rest(), b"\r\nx");
        assert_eq!(cursor.offset(), 5);
    }

    #[test]
    fn a_quoted_string_ends_at_the_quote_that_no_backslash_precedes() {
        let mut cursor = Cursor::new(br#""a\"b\\" rest"#, 0);
        assert_eq!(cursor.quoted().unwrap(), br#"a\"b\\"#);
        assert_eq!(cursor.rest(), b" rest");
    }

    #[test]
    fn a_line_break_in_quotes_is_a_fold_or_an_error() {
        assert!(Cursor::new(b"\"a\r\n b\"", 0).quoted().is_ok());
        for bad in [&b"\"a\rb\""[..], b"\"a\nb\"", b"\"a\r\nb\"", b"\"a\\\r\n b\""] {
            assert_eq!(Cursor::new(bad, 0).quoted().unwrap_err().kind, ParseErrorKind::Quote);
        }
    }

    #[test]
    fn a_quoted_string_that_does_not_end_is_an_error_where_it_began() {
        for text in [&br#"""#[..], br#""a\""#, br#""a\"#] {
            let mut cursor = Cursor::new(text, 7);
            assert_eq!(cursor.quoted(), Err(ParseError::new(ParseErrorKind::Quote, 7)));
        }
    }

    #[test]
    fn p24_a_truncated_escape_is_an_error_where_it_begins() {
        for (bad, offset) in [(&b"%"[..], 0), (b"%4", 0), (b"a%4g", 1), (b"%41%", 3)] {
            let mut cursor = Cursor::new(bad, 0);
            let error = cursor.take_escaped(Class::USER).unwrap_err();
            assert_eq!(error, ParseError::new(ParseErrorKind::Escape, offset));
        }
        let mut cursor = Cursor::new(b"a%41%fFb:c", 0);
        assert_eq!(cursor.take_escaped(Class::USER).unwrap(), b"a%41%fFb");
    }
}
