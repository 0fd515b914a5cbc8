//! `Geolocation` (RFC 6442 §4.1).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Params};
use crate::uri::Uri;

/// Where a location stands: in a part of the body (`cid:`), or to be fetched (`sip:`, `https:`
/// and so on).
///
/// A URI without angle brackets is refused.
///
/// ```
/// use sip_core::header::{Geolocation, HeaderValue};
///
/// let location = Geolocation::from_value(b"<cid:target123@atlanta.example>")?;
/// assert_eq!(location.uri().scheme(), b"cid");
/// assert_eq!(Geolocation::new(location.uri()), location);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geolocation<'b> {
    uri: Uri<'b>,
    params: Params<'b>,
}

impl<'b> Geolocation<'b> {
    /// The location that `uri` leads to.
    pub fn new(uri: Uri<'b>) -> Self {
        Self { uri, params: Params::default() }
    }

    /// The URI.
    pub const fn uri(&self) -> Uri<'b> {
        self.uri
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for Geolocation<'b> {
    const HEADER: KnownHeader = KnownHeader::Geolocation;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        if cursor.peek() != Some(b'<') {
            return Err(cursor.error(ParseErrorKind::Address));
        }
        let uri = NameAddr::parse(cursor)?.uri();
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { uri, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(b"<").put(self.uri.as_bytes()).put(b">").params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn locations_are_a_list_of_uris_in_brackets() {
        let value = read::<Geolocation<'_>>(b"<sips:3sdefrhy2jj7@lis.example;x,y> ; z=1");
        assert_eq!(value.uri().as_bytes(), b"sips:3sdefrhy2jj7@lis.example;x,y");
        assert_eq!(value.params().iter().count(), 1);
        let lines = "Geolocation: <cid:a@b>, <https://lis.example/x?y,z>";
        assert_eq!(read_all::<Geolocation<'_>>(lines).len(), 2);
    }

    #[test]
    fn brackets_must_be_there() {
        refuses::<Geolocation<'_>>(&[b"", b"cid:a@b", b"<cid:a@b", b"<>", b"A <cid:a@b>"]);
    }
}
