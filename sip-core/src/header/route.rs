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

    /// The parameters of the header field; `lr` is one of the URI.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        // The grammar asks for angle brackets; without them the meaning is still plain.
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
    fn a_route_keeps_its_name_and_its_parameters() {
        let route = Route::from_value(b"\"P\" <sip:p1;lr>;x=\"y\" ").unwrap();
        assert_eq!(route.display().to_string(), "\"P\" <sip:p1;lr>;x=\"y\"");
        assert!(route.uri().as_sip().unwrap().is_loose_router());
        assert_eq!(route.params().iter().count(), 1);
    }
}
