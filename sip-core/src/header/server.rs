//! `Server` (§20.35).

use super::{FreeText, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The software that answered (§20.35); it may be better not to tell.
///
/// By the grammar these are products and comments, `name/version (...)`. Nothing hangs on them and
/// many peers write something else, so they are kept as text, which may be empty.
///
/// ```
/// use sip_core::header::{HeaderValue, Server};
///
/// let server = Server::from_value(b"HomeServer v2 (beta)")?;
/// assert_eq!(server.0.as_bytes(), b"HomeServer v2 (beta)");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server<'b>(pub FreeText<'b>);

impl<'b> HeaderValue<'b> for Server<'b> {
    const HEADER: KnownHeader = KnownHeader::Server;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        FreeText::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_server_is_named_by_whatever_it_writes() {
        assert_eq!(read::<Server<'_>>(b"HomeServer v2").0.as_bytes(), b"HomeServer v2");
        for odd in [&b"PBX/1.0 (Linux; (x86))"[..], b"PBX@home [1,2]", b"PBX (open", b""] {
            assert_eq!(read::<Server<'_>>(odd).0.as_bytes(), odd);
        }
        survives(&Server(FreeText::new(b"sip-core/0.1").unwrap()));
        refuses::<Server<'_>>(&[b"a\r\nX: y"]);
    }
}
