//! `Unsupported` (§20.40).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One extension that was required and is not understood: what a 420 is about (§20.40, §8.2.2.3).
///
/// ```
/// use sip_core::header::{Require, HeaderValue, Unsupported};
///
/// let required = Require::from_value(b"foo")?;
/// assert_eq!(Unsupported(required.0).display().to_string(), "foo");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unsupported<'b>(pub Token<'b>);

impl<'b> HeaderValue<'b> for Unsupported<'b> {
    const HEADER: KnownHeader = KnownHeader::Unsupported;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Token::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn what_is_not_understood_is_a_list_of_option_tags() {
        assert!(read::<Unsupported<'_>>(b"foo").0.is(b"foo"));
        assert_eq!(read_all::<Unsupported<'_>>("Unsupported: foo,\r\n bar").len(), 2);
        refuses::<Unsupported<'_>>(&[b"", b"a b", b"a,b", b"a@b"]);
    }
}
