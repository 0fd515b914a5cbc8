//! `Subject` (§20.36).

use super::{FreeText, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// What the call is about; may be empty (§20.36).
///
/// ```
/// use sip_core::header::{FreeText, HeaderValue, Subject};
///
/// let subject = Subject(FreeText::new("caf\u{e9}?".as_bytes()).expect("one line"));
/// assert_eq!(subject.display().to_string(), "caf\u{e9}?");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'b>(pub FreeText<'b>);

impl<'b> HeaderValue<'b> for Subject<'b> {
    const HEADER: KnownHeader = KnownHeader::Subject;

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
    fn p19_a_subject_is_text_that_may_be_folded() {
        let subject = read::<Subject<'_>>(b"I know\r\n\tyou're \r\n  there");
        assert!(subject.0.unfolded().eq(*b"I know you're  there"));
        assert_eq!(read::<Subject<'_>>(b" ").0.as_bytes(), b"");
        survives(&Subject(FreeText::new(b"Need, more; boxes").unwrap()));
        refuses::<Subject<'_>>(&[b"a\r\nb", b"\0"]);
    }
}
