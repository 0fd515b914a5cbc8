//! Writing the values of header fields, piece by piece.

use core::fmt;

use crate::grammar::number::Decimal;
use crate::grammar::{Param, Params};

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
            self.param(param);
        }
        self
    }

    /// Writes one parameter with its `;`.
    pub fn param(&mut self, param: Param<'_>) -> &mut Self {
        self.put(b";").put(param.name);
        match param.value {
            Some(value) if param.quoted => self.put(b"=").quoted(value),
            Some(value) => self.put(b"=").put(value),
            None => self,
        }
    }
}

impl fmt::Debug for ValueWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueWriter").finish_non_exhaustive()
    }
}

/// What the tests of each header field share.
#[cfg(test)]
pub(crate) mod testing {
    use core::fmt::Debug;
    use std::vec::Vec;

    use super::super::HeaderValue;
    use super::ValueWriter;
    use crate::Message;
    use crate::message::MessageWriter;
    use crate::method::Method;

    /// `value` as it stands in a message.
    pub(crate) fn written<'b>(value: &impl HeaderValue<'b>) -> Vec<u8> {
        let mut text = Vec::new();
        value.write(&mut ValueWriter::new(&mut |piece| text.extend_from_slice(piece)));
        text
    }

    /// Asserts that what `value` writes is read back as an equal value, by itself and out of a
    /// message.
    pub(crate) fn survives<T: HeaderValue<'static> + PartialEq + Debug>(value: &T) {
        let text = written(value).leak();
        assert_eq!(T::from_value(text).as_ref(), Ok(value), "{}", text.escape_ascii());
        let mut bytes = Vec::new();
        let mut writer = MessageWriter::request(&mut bytes, Method::Options, b"sip:a@b");
        writer.value(value);
        writer.finish().expect("a message");
        let message = Message::parse(bytes.leak()).expect("a message");
        assert_eq!(message.headers().find::<T>().as_ref().map(Option::as_ref), Ok(Some(value)));
    }

    /// Reads `text`, and asserts that the value [`survives`].
    pub(crate) fn read<T: HeaderValue<'static> + PartialEq + Debug>(text: &'static [u8]) -> T {
        let value = match T::from_value(text) {
            Ok(value) => value,
            Err(error) => panic!("{}: {error}", text.escape_ascii()),
        };
        survives(&value);
        value
    }

    /// Asserts that none of `texts` is read.
    pub(crate) fn refuses<T: HeaderValue<'static> + Debug>(texts: &[&'static [u8]]) {
        for text in texts {
            if let Ok(value) = T::from_value(text) {
                panic!("{} was read as {value:?}", text.escape_ascii());
            }
        }
    }

    /// Reads all values of the header field `T` from lines of a message.
    pub(crate) fn read_all<T: HeaderValue<'static>>(lines: &str) -> Vec<T> {
        let bytes = std::format!("OPTIONS sip:a@b SIP/2.0\r\n{lines}\r\n\r\n").into_bytes();
        let message = Message::parse(bytes.leak()).expect("a message");
        message.headers().all::<T>().collect::<Result<_, _>>().expect("values")
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
