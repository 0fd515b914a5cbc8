//! `Call-ID` (§20.8).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};

/// `word [ "@" word ]`, compared byte for byte (§20.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallId<'b>(&'b [u8]);

impl<'b> CallId<'b> {
    /// The identifier.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }
}

impl<'b> HeaderValue<'b> for CallId<'b> {
    const HEADER: KnownHeader = KnownHeader::CallId;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        match cursor.take_while(Class::WORD) {
            [] => Err(cursor.error(ParseErrorKind::Token)),
            text => Ok(Self(text)),
        }
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_id_is_words() {
        let text = br#"intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{"#;
        assert_eq!(CallId::from_value(text).unwrap().as_bytes(), text);
        for bad in [&b""[..], b"a b", b"a,b", b"a;b"] {
            assert!(CallId::from_value(bad).is_err());
        }
    }
}
