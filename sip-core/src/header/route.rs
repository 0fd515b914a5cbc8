//! `Route` (§20.34).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};
use crate::uri::Uri;

/// One proxy that a request is to visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<'b> {
    address: NameAddr<'b>,
    params: Params<'b>,
}

impl<'b> Route<'b> {
    /// The address.
    pub const fn address(&self) -> NameAddr<'b> {
        self.address
    }

    /// The proxy's URI.
    pub const fn uri(&self) -> Uri<'b> {
        self.address.uri()
    }

    /// Whether the proxy is a loose router (§16.12.1.1). Without angle brackets, which some leave
    /// out, `lr` reads as a parameter of the header field, and is still meant for the URI.
    pub fn is_loose_router(&self) -> bool {
        match self.uri() {
            Uri::Sip(uri) => uri.is_loose_router() || self.params.get(b"lr").is_some(),
            _ => true,
        }
    }

    /// The parameters of the header field; `lr` is one of the URI.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        // The grammar asks for angle brackets; some leave them out.
        let address = NameAddr::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { address, params })
    }
}

impl<'b> HeaderValue<'b> for Route<'b> {
    const HEADER: KnownHeader = KnownHeader::Route;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Self::parse(cursor)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.address.write(out);
        out.params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn a_route_without_brackets_is_still_a_loose_router() {
        assert!(Route::from_value(b"sip:p1;lr").unwrap().is_loose_router());
        assert!(!Route::from_value(b"sip:p1").unwrap().is_loose_router());
        assert!(!Route::from_value(b"<sip:p1;maddr=192.0.2.1>").unwrap().is_loose_router());
    }

    #[test]
    fn a_route_keeps_its_name_and_its_parameters() {
        let route = Route::from_value(b"\"P\" <sip:p1;lr>;x=\"y\" ").unwrap();
        assert_eq!(route.display().to_string(), "\"P\" <sip:p1;lr>;x=\"y\"");
        assert!(route.uri().as_sip().unwrap().is_loose_router());
        assert_eq!(route.params().iter().count(), 1);
    }
}
