//! `Priority` (§20.26).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// How urgent the caller finds the call (§20.26). It routes nothing and reserves nothing.
///
/// ```
/// use sip_core::header::{HeaderValue, Priority};
///
/// assert_eq!(Priority::from_value(b"Emergency")?, Priority::Emergency);
/// assert_eq!(Priority::default(), Priority::Normal);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority<'b> {
    /// `emergency`: life, limb or property are in danger.
    Emergency,
    /// `urgent`.
    Urgent,
    /// `normal`, as without the header field.
    #[default]
    Normal,
    /// `non-urgent`.
    NonUrgent,
    /// Another token.
    Other(Token<'b>),
}

impl<'b> Priority<'b> {
    const KNOWN: [Priority<'static>; 4] =
        [Priority::Emergency, Priority::Urgent, Priority::Normal, Priority::NonUrgent];

    fn of(token: Token<'b>) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| token.is(known.as_bytes()))
            .unwrap_or(Self::Other(token))
    }

    /// The value as it stands on the wire.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Emergency => b"emergency",
            Self::Urgent => b"urgent",
            Self::Normal => b"normal",
            Self::NonUrgent => b"non-urgent",
            Self::Other(token) => token.as_bytes(),
        }
    }
}

impl<'b> HeaderValue<'b> for Priority<'b> {
    const HEADER: KnownHeader = KnownHeader::Priority;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Token::parse(cursor).map(Self::of)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_priority_is_one_of_four_or_another_token() {
        assert_eq!(read::<Priority<'_>>(b"NON-urgent "), Priority::NonUrgent);
        assert_eq!(read::<Priority<'_>>(b"psap-callback").as_bytes(), b"psap-callback");
        Priority::KNOWN.iter().for_each(survives);
        refuses::<Priority<'_>>(&[b"", b"very urgent", b"urgent;x", b"a,b"]);
    }
}
