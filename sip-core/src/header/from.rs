//! `From` (§20.20).

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Class, Cursor, Params};

/// Who sent the request: an address and the tag of its dialog side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct From<'b> {
    address: NameAddr<'b>,
    tag: Option<&'b [u8]>,
    params: Params<'b>,
}

impl<'b> From<'b> {
    /// A value to be written. `None` if the tag is not a token (§19.3).
    pub fn new(address: NameAddr<'b>, tag: Option<&'b [u8]>) -> Option<Self> {
        let is_token = |tag: &[u8]| !tag.is_empty() && Class::TOKEN.has_all(tag);
        let value = Self { address, tag, params: Params::default() };
        tag.is_none_or(is_token).then_some(value)
    }

    /// The address.
    pub const fn address(&self) -> NameAddr<'b> {
        self.address
    }

    /// The tag (§19.3). An element of RFC 2543 may send none.
    pub const fn tag(&self) -> Option<&'b [u8]> {
        self.tag
    }

    /// All parameters of the header field, `tag` among them.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for From<'b> {
    const HEADER: KnownHeader = KnownHeader::From;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let address = NameAddr::parse(cursor)?;
        let (params, tag) = super::address::tagged_params(cursor)?;
        Ok(Self { address, tag, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.address.write(out);
        out.params(self.params);
        // Of a value that was read, the tag is among the parameters.
        if let (Some(tag), true) = (self.tag, self.params.as_bytes().is_empty()) {
            out.put(b";tag=").put(tag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ParseErrorKind;

    #[test]
    fn the_tag_is_a_parameter_of_the_header_field() {
        let value = From::from_value(b"A <sip:a@h;tag=uri> ; x ;TAG = 12").unwrap();
        assert_eq!(value.tag(), Some(&b"12"[..]));
        assert_eq!(value.params().iter().count(), 2);
        assert_eq!(From::from_value(b"sip:a@h").unwrap().tag(), None);
    }

    #[test]
    fn a_value_that_is_built_is_read_back() {
        let address = NameAddr::new(crate::uri::Uri::parse(b"sip:a@h").unwrap());
        let built = From::new(address, Some(b"12")).unwrap();
        let text = std::format!("{}", built.display());
        let read = From::from_value(text.as_bytes()).unwrap();
        assert_eq!((read.address(), read.tag()), (built.address(), built.tag()));
        assert!(From::new(address, Some(b"1 2")).is_none());
    }

    #[test]
    fn a_tag_is_one_token_and_stands_once() {
        for bad in [&b"<sip:a@h>;tag="[..], b"<sip:a@h>;tag", b"<sip:a@h>;tag=1;tag=2"] {
            assert_eq!(From::from_value(bad).unwrap_err().kind, ParseErrorKind::Parameter);
        }
    }

    #[test]
    fn p15_a_comma_outside_of_brackets_is_not_a_second_address() {
        let error = From::from_value(b"sip:bond,james@x").unwrap_err();
        assert_eq!(error.header, Some(KnownHeader::From));
    }
}
