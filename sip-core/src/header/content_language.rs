//! `Content-Language` (§20.13).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One language that the body is in, such as `fr` or `en-gb` (§20.13).
///
/// Any token is taken for a language: tags have grown digits and longer parts since.
///
/// ```
/// use sip_core::header::{ContentLanguage, HeaderValue};
///
/// let language = ContentLanguage::from_value(b"fr")?;
/// assert_eq!(language.0.as_bytes(), b"fr");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentLanguage<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for ContentLanguage<'b> {
    const HEADER: KnownHeader = KnownHeader::ContentLanguage;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Token::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn a_language_is_a_token() {
        assert!(read::<ContentLanguage<'_>>(b"fr ").0.is(b"FR"));
        assert_eq!(read_all::<ContentLanguage<'_>>("Content-Language: da, es-419").len(), 2);
        refuses::<ContentLanguage<'_>>(&[b"", b"en gb", b"en;q=1", b"en/gb"]);
    }
}
