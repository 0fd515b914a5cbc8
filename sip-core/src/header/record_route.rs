//! `Record-Route` (§20.30).

use super::{HeaderValue, KnownHeader, Route, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One proxy that wants to stay in the path of a dialog: a [`Route`] to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRoute<'b>(pub Route<'b>);

impl<'b> HeaderValue<'b> for RecordRoute<'b> {
    const HEADER: KnownHeader = KnownHeader::RecordRoute;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Route::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_route_is_a_route_to_be() {
        let value = RecordRoute::from_value(b"<sip:p2.example;lr>").unwrap();
        assert_eq!(value.0.uri().as_bytes(), b"sip:p2.example;lr");
    }
}
