//! `quoted-string` (§25.1) as a value: received with its escapes, or given by the user without.

use core::fmt;

use super::ValueWriter;
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::escape::Lossy;
use crate::grammar::{Cursor, Param, Unquoted};

/// Text that stands in quotes; two are equal if they show the same.
///
/// ```
/// use sip_core::header::{HeaderValue, QuotedText, Warning};
///
/// let text = QuotedText::new(br#"say "no""#).expect("one line");
/// let warning = Warning::new(399, b"example.com", text).expect("code and agent");
/// assert_eq!(warning.display().to_string(), r#"399 example.com "say \"no\"""#);
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct QuotedText<'b>(Form<'b>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form<'b> {
    /// As it stands between the quotes.
    Escaped(&'b [u8]),
    /// As it is meant.
    Plain(&'b [u8]),
}

impl<'b> QuotedText<'b> {
    /// Takes `text` as it is meant: escapes are put in on writing. `None` if it has a CR, LF or
    /// NUL in it, which no message can carry.
    pub fn new(text: &'b [u8]) -> Option<Self> {
        memchr::memchr3(b'\r', b'\n', b'\0', text).is_none().then_some(Self(Form::Plain(text)))
    }

    /// Steps over a quoted string.
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        match cursor.peek() {
            Some(b'"') => cursor.quoted().map(|text| Self(Form::Escaped(text))),
            _ => Err(cursor.error(ParseErrorKind::Quote)),
        }
    }

    /// The value of a parameter, whether or not it stood in quotes.
    pub(super) fn of_param(param: Param<'b>) -> Option<Self> {
        let form = if param.quoted { Form::Escaped } else { Form::Plain };
        param.value.map(|value| Self(form(value)))
    }

    /// Writes the text in quotes.
    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        match self.0 {
            Form::Escaped(text) => out.quoted(text),
            Form::Plain(text) => out.quote(text),
        };
    }

    /// The text's bytes, escapes and folds undone; UTF-8 by the grammar.
    pub fn unquoted(&self) -> impl Iterator<Item = u8> + use<'b> {
        let (escaped, plain) = match self.0 {
            Form::Escaped(text) => (text, &[][..]),
            Form::Plain(text) => (&[][..], text),
        };
        Unquoted::new(escaped).chain(plain.iter().copied())
    }
}

impl PartialEq for QuotedText<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.unquoted().eq(other.unquoted())
    }
}

/// Shows the text without quotes; escapes that were received are still in it.
impl fmt::Display for QuotedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Escaped(text) | Form::Plain(text) => Lossy(text).fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_equal_to_what_it_is_written_as() {
        let plain = QuotedText::new(br#"a "b" \c"#).unwrap();
        let read = QuotedText::parse(&mut Cursor::new(br#""a \"b\" \\c""#, 0)).unwrap();
        assert_eq!(plain, read);
        assert!(read.unquoted().eq(*br#"a "b" \c"#));
        assert_ne!(plain, QuotedText::new(b"a").unwrap());
    }

    #[test]
    fn a_line_break_or_nul_is_refused() {
        for bad in [&b"a\rb"[..], b"a\nb", b"\0", b"a\r\n b"] {
            assert_eq!(QuotedText::new(bad), None);
        }
        assert!(QuotedText::parse(&mut Cursor::new(b"a", 0)).is_err());
    }
}
