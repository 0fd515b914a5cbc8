//! `Accept-Language` (§20.3).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params, qvalue};

/// One range of languages that the sender's user reads, or `*` for any, and how much it likes
/// it (§20.3). Without the header field, any language will do.
///
/// Any token is taken for a range.
///
/// ```
/// use sip_core::header::{AcceptLanguage, HeaderValue};
///
/// let accept = AcceptLanguage::from_value(b"en;q=0.7")?;
/// assert!(accept.takes(b"en-gb") && !accept.takes(b"da"));
/// assert_eq!(accept.q(), 700);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptLanguage<'b> {
    range: Token<'b>,
    params: Params<'b>,
}

impl<'b> AcceptLanguage<'b> {
    /// Takes the languages of `range`, which may be `*`, without parameters.
    pub fn new(range: Token<'b>) -> Self {
        Self { range, params: Params::default() }
    }

    /// The range: `en`, `en-gb`, `*`.
    pub const fn range(&self) -> Token<'b> {
        self.range
    }

    /// All parameters, `q` among them.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }

    /// The preference in thousandths: 0, which means never, to 1000. One that is missing, or is
    /// not a number, is 1000.
    pub fn q(&self) -> u16 {
        qvalue::of(self.params).unwrap_or(1000)
    }

    /// Whether `language` is in the range, however small the preference: it is the same, or goes
    /// on behind it with a hyphen (RFC 2616 §14.4).
    pub fn takes(&self, language: &[u8]) -> bool {
        let range = self.range.as_bytes();
        match language.split_at_checked(range.len()) {
            Some((start, [] | [b'-', ..])) if self.range.is(start) => true,
            _ => range == b"*",
        }
    }
}

impl<'b> HeaderValue<'b> for AcceptLanguage<'b> {
    const HEADER: KnownHeader = KnownHeader::AcceptLanguage;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let range = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { range, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.range.as_bytes()).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn a_range_takes_a_language_and_its_kin() {
        let danish = read::<AcceptLanguage<'_>>(b" da   ");
        assert!(danish.takes(b"DA") && danish.takes(b"da-DK") && !danish.takes(b"dan"));
        assert!(!danish.takes(b"d") && !danish.takes(b""));
        assert!(read::<AcceptLanguage<'_>>(b"*;q=0.1").takes(b"da"));
        survives(&AcceptLanguage::new(Token::new(b"en-gb").unwrap()));
    }

    #[test]
    fn languages_are_a_list_that_may_be_empty() {
        assert_eq!(read_all::<AcceptLanguage<'_>>("Accept-Language: ").len(), 0);
        let list = read_all::<AcceptLanguage<'_>>("Accept-Language: da, en-gb;q=0.8, en;q=0.7");
        let qs: std::vec::Vec<_> = list.iter().map(AcceptLanguage::q).collect();
        assert_eq!(qs, [1000, 800, 700]);
        refuses::<AcceptLanguage<'_>>(&[b"", b"en gb", b"en/gb"]);
    }
}
