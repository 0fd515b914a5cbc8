//! `MIME-Version` (§20.24).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};

/// The version of MIME that the body follows (§20.24): [`V1_0`](Self::V1_0), since there is no
/// other yet. A part that does not fit 32 bits is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, MimeVersion};
///
/// assert_eq!(MimeVersion::from_value(b"1.0")?, MimeVersion::V1_0);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MimeVersion {
    /// Before the dot.
    pub major: u32,
    /// Behind the dot.
    pub minor: u32,
}

impl MimeVersion {
    /// `1.0` (RFC 2045 §4).
    pub const V1_0: Self = Self { major: 1, minor: 0 };
}

impl<'b> HeaderValue<'b> for MimeVersion {
    const HEADER: KnownHeader = KnownHeader::MimeVersion;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let major = part(cursor)?;
        cursor.skip_lws();
        if !cursor.eat(b'.') {
            return Err(cursor.error(ParseErrorKind::Number));
        }
        cursor.skip_lws();
        Ok(Self { major, minor: part(cursor)? })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.major).put(b".").number(self.minor);
    }
}

fn part(cursor: &mut Cursor<'_>) -> Result<u32, ParseError> {
    let start = *cursor;
    parse_u32(cursor.take_while(Class::DIGIT)).ok_or_else(|| start.error(ParseErrorKind::Number))
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_version_is_two_numbers() {
        assert_eq!(read::<MimeVersion>(b"1.0 "), MimeVersion::V1_0);
        assert_eq!(read::<MimeVersion>(b"2.5 "), MimeVersion { major: 2, minor: 5 });
        assert!(read::<MimeVersion>(b"1.10") > MimeVersion { major: 1, minor: 9 });
        survives(&MimeVersion::V1_0);
        refuses::<MimeVersion>(&[b"", b"1", b"1.", b".0", b"1.0.0", b"1.a", b"4294967296.0"]);
    }
}
