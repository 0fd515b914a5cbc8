//! Writing the values of header fields, piece by piece.

use core::fmt;

use crate::grammar::Params;
use crate::grammar::number::Decimal;

/// Where a [`HeaderValue`](super::HeaderValue) is written.
///
/// Pieces go on to a [`MessageWriter`](crate::message::MessageWriter), which refuses line breaks
/// in them, or to text.
pub struct ValueWriter<'w> {
    put: &'w mut dyn FnMut(&[u8]),
}

impl<'w> ValueWriter<'w> {
    /// Hands each piece to `put`.
    pub fn new(put: &'w mut dyn FnMut(&[u8])) -> Self {
        Self { put }
    }

    /// Writes bytes as they are.
    pub fn put(&mut self, bytes: &[u8]) -> &mut Self {
        (self.put)(bytes);
        self
    }

    /// Writes a number in decimal digits.
    pub fn number(&mut self, number: u32) -> &mut Self {
        self.put(Decimal::new(number).as_bytes())
    }

    /// Writes a quoted string whose inside is `escaped` already, as it is in a received one.
    pub fn quoted(&mut self, escaped: &[u8]) -> &mut Self {
        self.put(b"\"").put(escaped).put(b"\"")
    }

    /// Writes `text` as a quoted string: a backslash before each quote and backslash (§25.1).
    pub fn quote(&mut self, text: &[u8]) -> &mut Self {
        self.put(b"\"");
        for piece in text.split_inclusive(|byte| matches!(byte, b'"' | b'\\')) {
            match piece {
                [before @ .., special @ (b'"' | b'\\')] => {
                    self.put(before).put(b"\\").put(&[*special]);
                }
                plain => {
                    self.put(plain);
                }
            }
        }
        self.put(b"\"")
    }

    /// Writes parameters, each with its `;`, in their order.
    pub fn params(&mut self, params: Params<'_>) -> &mut Self {
        for param in params {
            self.put(b";").put(param.name);
            match param.value {
                Some(value) if param.quoted => self.put(b"=").quoted(value),
                Some(value) => self.put(b"=").put(value),
                None => self,
            };
        }
        self
    }
}

impl fmt::Debug for ValueWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueWriter").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        let mut text = Vec::new();
        ValueWriter::new(&mut |piece| text.extend_from_slice(piece)).quote(br#"a "b" \c"#);
        assert_eq!(text, br#""a \"b\" \\c""#);
    }
}
