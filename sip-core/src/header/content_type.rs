//! `Content-Type` (§20.15).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Params};

/// What the body is: `type/subtype;parameters`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentType<'b> {
    kind: &'b [u8],
    subtype: &'b [u8],
    params: Params<'b>,
}

impl<'b> ContentType<'b> {
    /// The type: `application`, `multipart`; compared without regard to case.
    pub const fn kind(&self) -> &'b [u8] {
        self.kind
    }

    /// The subtype: `sdp`, `mixed`; compared without regard to case.
    pub const fn subtype(&self) -> &'b [u8] {
        self.subtype
    }

    /// The parameters, such as `charset` and `boundary`.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }

    /// Whether it is `kind/subtype`, whatever its parameters.
    pub fn is(&self, kind: &[u8], subtype: &[u8]) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }
}

impl<'b> HeaderValue<'b> for ContentType<'b> {
    const HEADER: KnownHeader = KnownHeader::ContentType;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let kind = cursor.token()?;
        cursor.skip_lws();
        if !cursor.eat(b'/') {
            return Err(cursor.error(ParseErrorKind::Token));
        }
        cursor.skip_lws();
        let subtype = cursor.token()?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { kind, subtype, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.kind).put(b"/").put(self.subtype).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_subtype_and_parameters_are_found() {
        let value = b"Multipart / Mixed ; boundary=\"gc0pJq0M:08jU534c0p\"";
        let content = ContentType::from_value(value).unwrap();
        assert!(content.is(b"multipart", b"mixed"));
        let boundary = content.params().get(b"boundary").unwrap();
        assert_eq!(boundary.value, Some(&b"gc0pJq0M:08jU534c0p"[..]));
    }

    #[test]
    fn both_type_and_subtype_are_needed() {
        for bad in [&b""[..], b"text", b"text/", b"/plain", b"text/plain x"] {
            assert!(ContentType::from_value(bad).is_err());
        }
    }
}
