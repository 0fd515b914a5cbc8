//! `Geolocation-Routing` (RFC 6442 §4.2).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// Whether a location in the message may be used to route it: `yes` or `no`. Any other token is
/// kept, and means no.
///
/// ```
/// use sip_core::header::{GeolocationRouting, HeaderValue};
///
/// assert!(GeolocationRouting::from_value(b"Yes")?.is_allowed());
/// assert!(!GeolocationRouting::NO.is_allowed());
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GeolocationRouting<'b>(Token<'b>);

impl GeolocationRouting<'_> {
    /// The location may be used.
    pub const YES: GeolocationRouting<'static> = GeolocationRouting(Token::known("yes"));
    /// The location may not be used, as it may not without this header field.
    pub const NO: GeolocationRouting<'static> = GeolocationRouting(Token::known("no"));
}

impl<'b> GeolocationRouting<'b> {
    /// Whether the location may be used.
    pub fn is_allowed(&self) -> bool {
        self.0.is(b"yes")
    }

    /// The value, as it was written.
    pub const fn value(&self) -> Token<'b> {
        self.0
    }
}

impl<'b> HeaderValue<'b> for GeolocationRouting<'b> {
    const HEADER: KnownHeader = KnownHeader::GeolocationRouting;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Token::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        assert_eq!(read::<GeolocationRouting<'_>>(b"YES"), GeolocationRouting::YES);
        let value = read::<GeolocationRouting<'_>>(b"yesterday");
        assert!(!value.is_allowed() && value.value().is(b"yesterday"));
        survives(&GeolocationRouting::NO);
        refuses::<GeolocationRouting<'_>>(&[b"", b"yes no", b"\"yes\""]);
    }
}
