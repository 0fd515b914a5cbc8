//! `In-Reply-To` (§20.21).

use super::{CallId, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// One call that this call returns (§20.21).
///
/// ```
/// use sip_core::header::{CallId, HeaderValue, InReplyTo};
///
/// let missed = CallId::from_value(b"70710@saturn.bell-tel.example")?;
/// assert_eq!(InReplyTo(missed).display().to_string(), "70710@saturn.bell-tel.example");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InReplyTo<'b>(pub CallId<'b>);

impl<'b> HeaderValue<'b> for InReplyTo<'b> {
    const HEADER: KnownHeader = KnownHeader::InReplyTo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        CallId::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn calls_that_are_returned_are_a_list() {
        assert_eq!(read::<InReplyTo<'_>>(b"a@b").0.as_bytes(), b"a@b");
        let line = "In-Reply-To: 70710@saturn.bell-tel.com, 17320@saturn.bell-tel.com";
        let calls = read_all::<InReplyTo<'_>>(line);
        assert_eq!(calls[1].0.as_bytes(), b"17320@saturn.bell-tel.com");
        assert_eq!(calls.len(), 2);
        refuses::<InReplyTo<'_>>(&[b"", b"a b", b"a;b"]);
    }
}
