//! `Geolocation-Error` (RFC 6442 §4.4).

use super::{HeaderValue, KnownHeader, OtherParams, QuotedText, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor, Params};

/// What is wrong with the location in a request.
///
/// A code that is not a number of one to three digits is refused.
///
/// ```
/// use sip_core::header::{GeolocationError, HeaderValue, QuotedText};
///
/// let error = GeolocationError::from_value(b"100 ; code=\"Cannot Process Location\"")?;
/// assert_eq!(error.code(), 100);
/// assert_eq!(error.text(), QuotedText::new(b"Cannot Process Location"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeolocationError<'b> {
    code: u16,
    text: Option<QuotedText<'b>>,
    other_params: OtherParams<'b>,
}

impl<'b> GeolocationError<'b> {
    /// The error `code`, described by `text`; `None` if it has more than three digits.
    pub fn new(code: u16, text: QuotedText<'b>) -> Option<Self> {
        let other_params = OtherParams::default();
        (code <= 999).then_some(Self { code, text: Some(text), other_params })
    }

    /// The code: 100 to 199 for a location that cannot be used, 200 to 299 for a permission that
    /// is missing, 300 to 399 for one that cannot be fetched.
    pub const fn code(&self) -> u16 {
        self.code
    }

    /// The `code` parameter, which says the same in words.
    pub const fn text(&self) -> Option<QuotedText<'b>> {
        self.text
    }

    /// The parameters besides `code`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for GeolocationError<'b> {
    const HEADER: KnownHeader = KnownHeader::GeolocationError;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let digits = cursor.take_while(Class::DIGIT);
        let code = parse_u32(digits)
            .filter(|_| digits.len() <= 3)
            .and_then(|code| u16::try_from(code).ok())
            .ok_or_else(|| start.error(ParseErrorKind::Number))?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        let text = params.get(b"code").and_then(QuotedText::of_param);
        Ok(Self { code, text, other_params: OtherParams::new(params, &[b"code"]) })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.code.into());
        if let Some(text) = self.text {
            text.write(out.put(b";code="));
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_code_has_up_to_three_digits_and_perhaps_words() {
        let value = read::<GeolocationError<'_>>(b"201;x=1;Code=\"a \\\"b\\\"\"");
        assert_eq!((value.code(), value.other_params().iter().count()), (201, 1));
        assert_eq!(read::<GeolocationError<'_>>(b"7").text(), None);
        let text = QuotedText::new(b"\"x\"").unwrap();
        survives(&GeolocationError::new(300, text).unwrap());
        assert_eq!(GeolocationError::new(1000, text), None);
        refuses::<GeolocationError<'_>>(&[b"", b"x", b"1000", b"-1", b"100 x"]);
    }
}
