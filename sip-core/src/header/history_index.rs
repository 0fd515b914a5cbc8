//! `hi-index`: the place of an entry in the history of a request (RFC 7044 §5).

use crate::grammar::Class;
use crate::grammar::number::parse_u32_saturating;

/// Numbers separated by dots: `1.2.1` is what became of the second branch of `1`.
///
/// ```
/// use sip_core::header::HistoryIndex;
///
/// let index = HistoryIndex::new(b"1.2.1").expect("an index");
/// assert!(index.numbers().eq([1, 2, 1]));
/// assert!(index.is_under(&HistoryIndex::new(b"1.2").expect("an index")));
/// assert_eq!(HistoryIndex::new(b"1..2"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryIndex<'b>(&'b [u8]);

impl<'b> HistoryIndex<'b> {
    /// Reads the whole of `text`; `None` if it is not numbers with dots between them.
    pub fn new(text: &'b [u8]) -> Option<Self> {
        let mut numbers = text.split(|byte| *byte == b'.');
        numbers
            .all(|number| !number.is_empty() && Class::DIGIT.has_all(number))
            .then_some(Self(text))
    }

    /// The index, as it was written.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.0
    }

    /// Its numbers from the first on. One that does not fit 32 bits counts as the largest.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + use<'b> {
        let numbers = self.0.split(|byte| *byte == b'.');
        numbers.map(|number| parse_u32_saturating(number).unwrap_or(u32::MAX))
    }

    /// Whether it is one below `other`, at any depth.
    pub fn is_under(&self, other: &HistoryIndex<'_>) -> bool {
        self.0.strip_prefix(other.0).is_some_and(|rest| rest.starts_with(b"."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_numbers_with_dots_between_them() {
        for bad in [&b""[..], b".", b"1.", b".1", b"1.a", b"-1", b"1 .2"] {
            assert_eq!(HistoryIndex::new(bad), None);
        }
        let index = HistoryIndex::new(b"1.99999999999").unwrap();
        assert!(index.numbers().eq([1, u32::MAX]));
        assert!(!HistoryIndex::new(b"1.21").unwrap().is_under(&HistoryIndex::new(b"1.2").unwrap()));
    }
}
