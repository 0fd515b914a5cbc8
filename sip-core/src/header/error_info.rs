//! `Error-Info` (§20.18).

use super::{HeaderValue, InfoUri, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// More about an error than its status says, such as an announcement to call (§20.18).
///
/// ```
/// use sip_core::header::{ErrorInfo, HeaderValue};
///
/// let info = ErrorInfo::from_value(b"<sip:not-in-service-recording@atlanta.example>")?;
/// assert!(info.0.uri().is_some_and(|uri| uri.as_sip().is_some()));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorInfo<'b>(pub InfoUri<'b>);

impl<'b> HeaderValue<'b> for ErrorInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::ErrorInfo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        InfoUri::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;
    use crate::uri::Uri;

    #[test]
    fn an_error_may_have_several_explanations() {
        let info = read::<ErrorInfo<'_>>(b"<sip:not-in-service-recording@atlanta.com>");
        assert!(info.0.uri().unwrap().as_sip().is_some());
        assert_eq!(read_all::<ErrorInfo<'_>>("Error-Info: <sip:a>;x,<http://b>").len(), 2);
        survives(&ErrorInfo(InfoUri::new(Uri::parse(b"sip:a@b").unwrap())));
        refuses::<ErrorInfo<'_>>(&[b"", b"<>", b"<sip:a", b"sip:a>"]);
    }
}
