//! `name=value`: the shape that the parameters and the header fields of a URI share (§25.1).

use super::letters;
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};

/// How many parameters, or header fields, of one URI are held against each other: whether one
/// stands twice, and whether those of another URI match. URIs have two or three.
///
/// A bound on the work that one URI can cause: up to here each pair is looked at, beyond only
/// neighbours are.
pub(super) const COMPARED: usize = 32;

/// One parameter or header field of a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UriParam<'b> {
    /// The name; compared without regard to case (§19.1.4).
    pub name: &'b [u8],
    /// The value: `None` without `=`. [`Unescaped`](crate::grammar::Unescaped) reads it.
    pub value: Option<&'b [u8]>,
}

impl UriParam<'_> {
    /// Whether this is the parameter `name`, in any case and however it is escaped (§19.1.4).
    ///
    /// ```
    /// use sip_core::uri::SipUri;
    ///
    /// let uri = SipUri::parse(b"sip:h;%6Dethod=REFER")?;
    /// assert!(uri.params().iter().all(|param| param.is(b"Method")));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub fn is(&self, name: &[u8]) -> bool {
        letters::is_named(self.name, name)
    }
}

/// Whether there is an escape in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Plain,
    Escaped,
}

/// Which list a pair stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Params,
    Headers,
}

impl List {
    const fn class(self) -> Class {
        match self {
            Self::Params => Class::URI_PARAM,
            Self::Headers => Class::URI_HEADER,
        }
    }

    const fn separator(self) -> u8 {
        match self {
            Self::Params => b';',
            Self::Headers => b'&',
        }
    }

    /// Steps over `name[=value]`, and says whether there is an escape in the name; none if it is
    /// empty, which is passed over.
    #[inline]
    pub(super) fn pair<'b>(
        self,
        cursor: &mut Cursor<'b>,
    ) -> Result<Option<(UriParam<'b>, Name)>, ParseError> {
        let start = *cursor;
        let mut name = cursor.take_while(self.class());
        let mut kind = Name::Plain;
        if cursor.peek() == Some(b'%') {
            cursor.take_escaped(self.class())?;
            name = cursor.since(&start);
            kind = Name::Escaped;
        }
        if name.is_empty() {
            return match (cursor.peek(), self) {
                (None, _) | (Some(b';' | b'?'), Self::Params) | (Some(b'&'), Self::Headers) => {
                    Ok(None)
                }
                _ => Err(cursor.error(ParseErrorKind::Parameter)),
            };
        }
        if !cursor.eat(b'=') {
            return Ok(Some((UriParam { name, value: None }, kind)));
        }
        let value = cursor.take_escaped(self.class())?;
        // `hvalue` may be empty, `pvalue` may not (§25.1).
        if value.is_empty() && self == Self::Params {
            return Err(cursor.error(ParseErrorKind::Parameter));
        }
        Ok(Some((UriParam { name, value: Some(value) }, kind)))
    }

    /// Reads a list that was parsed before; empty pairs are passed over.
    pub(super) fn pairs(self, text: &[u8]) -> impl Iterator<Item = UriParam<'_>> {
        // The first piece lies before the leading `;` or `?`, and is empty.
        let inner = text.get(1..).unwrap_or_default();
        let separator = self.separator();
        inner
            .split(move |byte| *byte == separator)
            .filter(|piece| !piece.is_empty())
            .map(split_pair)
    }
}

/// Splits `name[=value]`.
pub(super) fn split_pair(piece: &[u8]) -> UriParam<'_> {
    match memchr::memchr(b'=', piece).and_then(|at| piece.split_at_checked(at)) {
        Some((name, value)) => UriParam { name, value: value.get(1..) },
        None => UriParam { name: piece, value: None },
    }
}
