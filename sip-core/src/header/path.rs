//! `Path` (RFC 3327 §4).

use super::{HeaderValue, KnownHeader, Route, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One proxy between a user agent and its registrar, that requests to the user are to visit on
/// their way: a [`Route`] to be (RFC 3327 §4).
///
/// ```
/// use sip_core::header::{HeaderValue, Path};
///
/// let path = Path::from_value(b"<sip:p1.example.com;lr>")?;
/// assert_eq!(path.0.uri().as_bytes(), b"sip:p1.example.com;lr");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<'b>(pub Route<'b>);

impl<'b> HeaderValue<'b> for Path<'b> {
    const HEADER: KnownHeader = KnownHeader::Path;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Route::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        HeaderValue::write(&self.0, out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn a_path_is_a_list_of_routes_to_be() {
        let path = read::<Path<'_>>(b"\"P\" <sip:p1.example;lr> ; ob");
        assert_eq!(path.0.params().iter().count(), 1);
        assert_eq!(read_all::<Path<'_>>("Path: <sip:a;lr>,<sip:b;lr>\r\nPath: <sip:c>").len(), 3);
        refuses::<Path<'_>>(&[b"", b"<sip:a", b"<>", b"p1.example"]);
    }
}
