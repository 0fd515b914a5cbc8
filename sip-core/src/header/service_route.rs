//! `Service-Route` (RFC 3608 §5).

use super::{HeaderValue, KnownHeader, Route, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One proxy that a registered user agent is to send its requests through: a [`Route`] to be, told
/// in the 200 to its REGISTER (RFC 3608 §5).
///
/// ```
/// use sip_core::header::{HeaderValue, ServiceRoute};
///
/// let route = ServiceRoute::from_value(b"<sip:hsp.home.example.com;lr>")?;
/// assert_eq!(route.0.uri().as_bytes(), b"sip:hsp.home.example.com;lr");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceRoute<'b>(pub Route<'b>);

impl<'b> HeaderValue<'b> for ServiceRoute<'b> {
    const HEADER: KnownHeader = KnownHeader::ServiceRoute;

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
    fn a_service_route_is_a_list_of_routes_to_be() {
        let route = read::<ServiceRoute<'_>>(b"<sip:p2.home.example;lr>;x=\"y\"");
        assert_eq!(route.0.params().iter().count(), 1);
        assert_eq!(read_all::<ServiceRoute<'_>>("Service-Route: <sip:a;lr>, <sip:b;lr>").len(), 2);
        refuses::<ServiceRoute<'_>>(&[b"", b"<sip:a", b"*"]);
    }
}
