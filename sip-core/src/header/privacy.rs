//! `Privacy` (RFC 3323 §4.2).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;
use crate::grammar::cursor::trim;

/// What of the sender is to be hidden from the receiver (RFC 3323 §4.2).
///
/// The values stand in one list with `;` between them. A `,` is taken for one: some write it, and
/// who asks to be hidden should not be shown for a comma. Two lists are equal if they hold equal
/// values in the same order.
///
/// ```
/// use sip_core::header::{HeaderValue, Privacy, PrivacyValue};
///
/// let privacy = Privacy::from_value(b"id;critical")?;
/// assert!(privacy.has(PrivacyValue::Id) && !privacy.has(PrivacyValue::User));
/// assert_eq!(privacy.values().count(), 2);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct Privacy<'b>(&'b [u8]);

/// `priv-value` (RFC 3323 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyValue<'b> {
    /// `header`: what the user agent cannot leave out, such as Via and Contact.
    Header,
    /// `session`: where the media go.
    Session,
    /// `user`: what the user agent could have left out itself.
    User,
    /// `none`: nothing, even where it would be hidden by default.
    None,
    /// `critical`: rather refuse the request than not hide the rest.
    Critical,
    /// `id`: the asserted identity (RFC 3325 §9.3).
    Id,
    /// `history`: History-Info (RFC 7044 §10.1).
    History,
    /// Another token.
    Other(Token<'b>),
}

impl<'b> Privacy<'b> {
    /// The values in their order: at least one.
    pub fn values(&self) -> impl Iterator<Item = PrivacyValue<'b>> + use<'b> {
        let mut cursor = Cursor::new(self.0, 0);
        let first = Token::parse(&mut cursor).ok().map(PrivacyValue::of);
        first.into_iter().chain(core::iter::from_fn(move || next(&mut cursor)))
    }

    /// Whether `value` is in the list.
    pub fn has(&self, value: PrivacyValue<'_>) -> bool {
        self.values().any(|other| other == value)
    }
}

impl PartialEq for Privacy<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.values().eq(other.values())
    }
}

impl<'b> PrivacyValue<'b> {
    const KNOWN: [PrivacyValue<'static>; 7] = [
        PrivacyValue::Header,
        PrivacyValue::Session,
        PrivacyValue::User,
        PrivacyValue::None,
        PrivacyValue::Critical,
        PrivacyValue::Id,
        PrivacyValue::History,
    ];

    fn of(token: Token<'b>) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| token.is(known.as_bytes()))
            .unwrap_or(Self::Other(token))
    }

    /// The value as it stands on the wire.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Header => b"header",
            Self::Session => b"session",
            Self::User => b"user",
            Self::None => b"none",
            Self::Critical => b"critical",
            Self::Id => b"id",
            Self::History => b"history",
            Self::Other(token) => token.as_bytes(),
        }
    }
}

/// Steps over separators and the value behind them, if there is one. Empty values, as one behind a
/// `;` at the end, say nothing.
fn next<'b>(cursor: &mut Cursor<'b>) -> Option<PrivacyValue<'b>> {
    let mut separated = false;
    loop {
        cursor.skip_lws();
        if !cursor.eat(b';') && !cursor.eat(b',') {
            break;
        }
        separated = true;
    }
    if separated { Token::parse(cursor).ok().map(PrivacyValue::of) } else { None }
}

impl<'b> HeaderValue<'b> for Privacy<'b> {
    const HEADER: KnownHeader = KnownHeader::Privacy;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        Token::parse(cursor)?;
        while next(cursor).is_some() {}
        Ok(Self(trim(cursor.since(&start))))
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        for (at, value) in self.values().enumerate() {
            if at > 0 {
                out.put(b";");
            }
            out.put(value.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;
    use std::vec::Vec;

    #[test]
    fn values_stand_in_one_list() {
        let privacy = read::<Privacy<'_>>(b"Header ; session;\r\n USER, none ;critical;id;history");
        assert_eq!(privacy.values().collect::<Vec<_>>(), PrivacyValue::KNOWN);
        let privacy = read::<Privacy<'_>>(b"id;;x;");
        let x = PrivacyValue::Other(Token::new(b"X").unwrap());
        assert_eq!(privacy.values().collect::<Vec<_>>(), [PrivacyValue::Id, x]);
        assert!(privacy.has(x) && !privacy.has(PrivacyValue::None));
    }

    #[test]
    fn a_list_holds_at_least_one_token() {
        refuses::<Privacy<'_>>(&[b"", b";", b";id", b"id user", b"id;\"user\"", b"id=1"]);
    }
}
