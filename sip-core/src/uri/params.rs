//! The parameters and header fields of a SIP URI (§19.1.1).

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::escape::escapes_are_whole;
use crate::grammar::{Class, Cursor};

/// `;name=value` behind a URI's host, escapes untouched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct UriParams<'b> {
    text: &'b [u8],
}

/// One parameter or header field of a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UriParam<'b> {
    /// The name; compared without regard to case (§19.1.4).
    pub name: &'b [u8],
    /// The value: `None` without `=`. [`Unescaped`](crate::grammar::Unescaped) reads it.
    pub value: Option<&'b [u8]>,
}

/// How many parameters of a URI are checked for standing twice: a bound on the work that one URI
/// can cause. URIs have two or three.
const CHECKED_FOR_REPETITION: usize = 16;

impl<'b> UriParams<'b> {
    /// Steps over the parameters at `cursor`.
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let mut count = 0usize;
        while cursor.peek() == Some(b';') {
            let at = *cursor;
            cursor.take(1);
            let Some(param) = pair(cursor, Class::URI_PARAM, b';', b'?')? else { continue };
            // §19.1.1: a parameter name stands once.
            let before = Self { text: at.since(&start) };
            let repeated = count < CHECKED_FOR_REPETITION
                && before.iter().any(|earlier| earlier.name.eq_ignore_ascii_case(param.name));
            if repeated {
                return Err(at.error(ParseErrorKind::Parameter));
            }
            count = count.saturating_add(1);
        }
        Ok(Self { text: cursor.since(&start) })
    }

    /// The parameters in their order.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'b>> + use<'b> {
        pairs(self.text, b';')
    }

    /// The parameter of this name, compared without regard to case.
    pub fn get(&self, name: &[u8]) -> Option<UriParam<'b>> {
        if self.text.is_empty() {
            return None;
        }
        self.iter().find(|param| param.name.eq_ignore_ascii_case(name))
    }

    /// The list as it stands in the URI, leading `;` included.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}

/// `?name=value&name=value` at the end of a URI, escapes untouched (§19.1.1).
///
/// They ask for header fields in a request that is formed from the URI, and mean nothing in a
/// request that was received (§19.1.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct UriHeaders<'b> {
    text: &'b [u8],
}

impl<'b> UriHeaders<'b> {
    /// Steps over the header fields at `cursor`, which reach to the end of the URI.
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        while matches!(cursor.peek(), Some(b'?' | b'&')) {
            cursor.take(1);
            pair(cursor, Class::URI_HEADER, b'&', b'&')?;
        }
        Ok(Self { text: cursor.since(&start) })
    }

    /// The header fields in their order.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'b>> + use<'b> {
        pairs(self.text, b'&')
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The list as it stands in the URI, leading `?` included.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}

/// Steps over `name[=value]`; none if it is empty, which is passed over.
fn pair<'b>(
    cursor: &mut Cursor<'b>,
    class: Class,
    separator: u8,
    end: u8,
) -> Result<Option<UriParam<'b>>, ParseError> {
    let start = *cursor;
    let name = cursor.take_while(class);
    if name.is_empty() {
        let empty = cursor.peek().is_none_or(|next| next == separator || next == end);
        return if empty { Ok(None) } else { Err(cursor.error(ParseErrorKind::Parameter)) };
    }
    let value = if cursor.eat(b'=') {
        match cursor.take_while(class) {
            // `hvalue` may be empty, `pvalue` may not (§25.1).
            [] if separator == b';' => return Err(cursor.error(ParseErrorKind::Parameter)),
            value => Some(value),
        }
    } else {
        None
    };
    if !escapes_are_whole(cursor.since(&start)) {
        return Err(start.error(ParseErrorKind::Escape));
    }
    Ok(Some(UriParam { name, value }))
}

/// Reads a list that was parsed before.
fn pairs(text: &[u8], separator: u8) -> impl Iterator<Item = UriParam<'_>> {
    // The first piece lies before the leading `;` or `?`, and is empty.
    let inner = text.get(1..).unwrap_or_default();
    inner.split(move |byte| *byte == separator).filter(|piece| !piece.is_empty()).map(|piece| {
        match memchr::memchr(b'=', piece).and_then(|at| piece.split_at_checked(at)) {
            Some((name, value)) => UriParam { name, value: value.get(1..) },
            None => UriParam { name: piece, value: None },
        }
    })
}
