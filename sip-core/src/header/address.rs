//! `name-addr` and `addr-spec`: the address in From, To, Contact and the routes (§20.10, §25.1).

use core::fmt;

use super::{QuotedText, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::cursor::trim;
use crate::grammar::escape::Lossy;
use crate::grammar::{Class, Cursor, Params, Unquoted};
use crate::uri::Uri;

/// An address: a URI and, perhaps, the name to show for it.
///
/// ```
/// use sip_core::header::{HeaderValue, To};
///
/// let to = To::from_value(br#""Bob \"B\" Jones" <sip:bob@biloxi.example>;tag=8321234356"#)?;
/// let name = to.address().display_name().expect("a name");
/// assert!(name.unquoted().eq(*br#"Bob "B" Jones"#));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
///
/// Two are equal if name and URI are, with angle brackets or without.
#[derive(Clone, Copy, Debug, Eq)]
pub struct NameAddr<'b> {
    display_name: Option<DisplayName<'b>>,
    uri: Uri<'b>,
    bracketed: bool,
}

impl PartialEq for NameAddr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.display_name == other.display_name && self.uri == other.uri
    }
}

impl<'b> NameAddr<'b> {
    /// An address without a name to show.
    ///
    /// ```
    /// use sip_core::header::{NameAddr, QuotedText, ReferTo};
    /// use sip_core::header::HeaderValue;
    /// use sip_core::uri::Uri;
    ///
    /// let address = NameAddr::new(Uri::parse(b"sip:bob@biloxi.example")?)
    ///     .with_name(QuotedText::new(b"Bob").expect("one line"));
    /// let refer_to = ReferTo::new(address);
    /// assert_eq!(refer_to.display().to_string(), "\"Bob\" <sip:bob@biloxi.example>");
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub const fn new(uri: Uri<'b>) -> Self {
        Self { display_name: None, uri, bracketed: true }
    }

    /// The same address with a name to show.
    #[must_use]
    pub const fn with_name(mut self, name: QuotedText<'b>) -> Self {
        self.display_name = Some(DisplayName::Quoted(name));
        self
    }

    /// Steps over either form. Without angle brackets the first `;` begins the header field's
    /// parameters, and a URI with `?` or `,` cannot be told apart from them (§20).
    pub(crate) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let display_name = match cursor.peek() {
            Some(b'<') => None,
            Some(b'"') => Some(DisplayName::parse_quoted(cursor)?),
            _ => match DisplayName::parse_tokens(cursor) {
                Some(name) => Some(name),
                None => return bare_uri(cursor),
            },
        };
        if !cursor.eat(b'<') {
            return Err(cursor.error(ParseErrorKind::Address));
        }
        let start = *cursor;
        let len = memchr::memchr(b'>', cursor.rest())
            .ok_or_else(|| start.error(ParseErrorKind::Address))?;
        let uri = Uri::parse_at(cursor.take(len), start.offset())?;
        cursor.take(1);
        Ok(Self { display_name, uri, bracketed: true })
    }

    /// Writes the form with angle brackets, which is never ambiguous.
    pub(crate) fn write(&self, out: &mut ValueWriter<'_>) {
        match self.display_name {
            Some(DisplayName::Tokens(text)) => {
                out.put(text).put(b" ");
            }
            Some(DisplayName::Quoted(text)) => {
                text.write(out);
                out.put(b" ");
            }
            None => {}
        }
        out.put(b"<").put(self.uri.as_bytes()).put(b">");
    }

    /// The name to show, if there is one.
    pub const fn display_name(&self) -> Option<DisplayName<'b>> {
        self.display_name
    }

    /// Whether the URI stands in angle brackets.
    pub const fn is_bracketed(&self) -> bool {
        self.bracketed
    }

    /// The URI.
    pub const fn uri(&self) -> Uri<'b> {
        self.uri
    }
}

fn bare_uri<'b>(cursor: &mut Cursor<'b>) -> Result<NameAddr<'b>, ParseError> {
    let start = *cursor;
    let text = cursor.take_while(Class::BARE_URI);
    if cursor.peek() == Some(b'?') {
        return Err(start.error(ParseErrorKind::Address));
    }
    let uri = Uri::parse_at(text, start.offset())?;
    Ok(NameAddr { display_name: None, uri, bracketed: false })
}

/// Steps over the parameters of From or To and picks out the tag.
pub(super) fn tagged_params<'b>(
    cursor: &mut Cursor<'b>,
) -> Result<(Params<'b>, Option<&'b [u8]>), ParseError> {
    let mut tag = None;
    let params = Params::parse(cursor, |param, at| {
        if param.is(b"tag") {
            match param.value {
                // A tag is one token, and there is one (§19.3).
                Some([_, ..]) if tag.is_none() && !param.quoted => tag = param.value,
                _ => return Err(at.error(ParseErrorKind::Parameter)),
            }
        }
        Ok(())
    })?;
    Ok((params, tag))
}

/// The name to show for an address; two are equal if they show the same.
#[derive(Clone, Copy, Debug, Eq)]
pub enum DisplayName<'b> {
    /// Words without quotes, as they stand in the message.
    Tokens(&'b [u8]),
    /// A quoted string.
    Quoted(QuotedText<'b>),
}

impl PartialEq for DisplayName<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.unquoted().eq(other.unquoted())
    }
}

impl<'b> DisplayName<'b> {
    fn parse_quoted(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let text = QuotedText::parse(cursor)?;
        cursor.skip_lws();
        Ok(Self::Quoted(text))
    }

    /// Steps over tokens if `<` follows them. UTF-8 without quotes is against the grammar, common,
    /// and unambiguous.
    fn parse_tokens(cursor: &mut Cursor<'b>) -> Option<Self> {
        let start = *cursor;
        loop {
            let before = cursor.offset();
            cursor.take_while(Class::TOKEN);
            while cursor.peek().is_some_and(|byte| !byte.is_ascii()) {
                cursor.take(1);
            }
            cursor.skip_lws();
            if cursor.peek() == Some(b'<') {
                return Some(Self::Tokens(trim(cursor.since(&start))));
            }
            if cursor.offset() == before {
                *cursor = start;
                return None;
            }
        }
    }

    /// The name's bytes, quotes, escapes and folds undone; UTF-8 by the grammar.
    pub fn unquoted(&self) -> impl Iterator<Item = u8> + use<'b> {
        let (tokens, quoted) = match self {
            // A backslash cannot stand there, and folds are undone alike.
            Self::Tokens(text) => (Some(Unquoted::new(text)), None),
            Self::Quoted(text) => (None, Some(text.unquoted())),
        };
        tokens.into_iter().flatten().chain(quoted.into_iter().flatten())
    }

    /// Whether it stands in quotes.
    pub const fn is_quoted(&self) -> bool {
        matches!(self, Self::Quoted(_))
    }
}

impl fmt::Display for DisplayName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tokens(text) => Lossy(text).fmt(f),
            Self::Quoted(text) => write!(f, "\"{text}\""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn parse(text: &[u8]) -> Result<(NameAddr<'_>, &[u8]), ParseError> {
        let mut cursor = Cursor::new(text, 0);
        NameAddr::parse(&mut cursor).map(|address| (address, cursor.rest()))
    }

    fn name(text: &[u8]) -> std::string::String {
        parse(text).unwrap().0.display_name().unwrap().to_string()
    }

    #[test]
    fn a_display_name_is_tokens_or_quoted() {
        assert_eq!(name(b"Carol Lee <sip:c@h>"), "Carol Lee");
        assert_eq!(name(b"jack<sip:c@h>"), "jack");
        assert_eq!(name(b"\"Bond, James\" <sip:c@h>"), "\"Bond, James\"");
        assert_eq!(name("Zo\u{eb} B <sip:c@h>".as_bytes()), "Zo\u{eb} B");
        assert_eq!(name(b"a\r\n b <sip:c@h>"), "a\r\n b");
    }

    #[test]
    fn a_quoted_name_is_followed_by_an_angle_bracket() {
        assert_eq!(parse(br#""""abb" <sip:a@h>"#).unwrap_err().kind, ParseErrorKind::Address);
        assert_eq!(parse(br#""a" sip:a@h"#).unwrap_err().kind, ParseErrorKind::Address);
    }

    #[test]
    fn without_brackets_the_first_semicolon_ends_the_uri() {
        let (address, rest) = parse(b"sip:a@h;tag=1").unwrap();
        assert_eq!(address.uri().as_bytes(), b"sip:a@h");
        assert_eq!(rest, b";tag=1");
        let (address, rest) = parse(b"<sip:a@h;lr>;tag=1").unwrap();
        assert_eq!(address.uri().as_bytes(), b"sip:a@h;lr");
        assert_eq!(rest, b";tag=1");
    }

    #[test]
    fn p35_a_uri_with_header_fields_needs_brackets() {
        let error = parse(b"sip:user@example.com?Route=%3Csip:a%3E").unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::Address);
        assert!(parse(b"<sip:user@example.com?Route=%3Csip:a%3E>").is_ok());
    }

    #[test]
    fn p17_an_opening_or_closing_bracket_alone_is_refused() {
        assert!(parse(b"sip:a@h;ob>").unwrap().1.ends_with(b">"));
        assert_eq!(parse(b"<sip:a@h").unwrap_err().kind, ParseErrorKind::Address);
        assert_eq!(parse(b"< sip:a@h>").unwrap_err().kind, ParseErrorKind::Uri);
    }
}
