//! Escapes, undone while reading: the value itself stays as it came.

use core::fmt;

/// The bytes that a `%`-escaped text stands for (§19.1.2).
///
/// Each escape is undone once: `%2540` is `%40`. A `%` that no two hexadecimal digits follow
/// stands for itself.
///
/// ```
/// use sip_core::grammar::Unescaped;
/// assert!(Unescaped::new(b"j%40doe").eq(*b"j@doe"));
/// ```
#[derive(Clone, Debug)]
pub struct Unescaped<'b> {
    rest: &'b [u8],
}

impl<'b> Unescaped<'b> {
    /// Reads `text`.
    pub const fn new(text: &'b [u8]) -> Self {
        Self { rest: text }
    }

    /// How many bytes of the text are still to be read.
    pub(crate) const fn remaining(&self) -> usize {
        self.rest.len()
    }
}

impl Iterator for Unescaped<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        match self.rest {
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                self.rest = rest;
                Some(hex_value(*high) << 4 | hex_value(*low))
            }
            [byte, rest @ ..] => {
                self.rest = rest;
                Some(*byte)
            }
            [] => None,
        }
    }
}

/// The value of a hexadecimal digit; 0 for any other byte.
const fn hex_value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit.wrapping_sub(b'0'),
        b'a'..=b'f' => digit.wrapping_sub(b'a').wrapping_add(10),
        b'A'..=b'F' => digit.wrapping_sub(b'A').wrapping_add(10),
        _ => 0,
    }
}

/// The escape of a byte: `%`, and two hexadecimal digits, in upper case as everybody writes them.
pub(crate) const fn escape_of(byte: u8) -> [u8; 3] {
    [b'%', hex_digit(byte >> 4), hex_digit(byte & 0x0F)]
}

/// The hexadecimal digit of a value below 16, in upper case.
const fn hex_digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0'.wrapping_add(value),
        _ => b'A'.wrapping_add(value.wrapping_sub(10)),
    }
}

/// The bytes that the inside of a quoted string stands for: `\"` is `"`, and a folded line's end
/// is a blank (§7.3.1, §25.1).
///
/// ```
/// use sip_core::grammar::Unquoted;
/// assert!(Unquoted::new(br#"A \"B\" C"#).eq(*br#"A "B" C"#));
/// ```
#[derive(Clone, Debug)]
pub struct Unquoted<'b> {
    rest: &'b [u8],
}

impl<'b> Unquoted<'b> {
    /// Reads `text`, which lies between two quotes.
    pub const fn new(text: &'b [u8]) -> Self {
        Self { rest: text }
    }
}

impl Iterator for Unquoted<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        match self.rest {
            [b'\\', byte, rest @ ..] => {
                self.rest = rest;
                Some(*byte)
            }
            [b'\r', b'\n', b' ' | b'\t', ..] => {
                let mut cursor = super::Cursor::new(self.rest, 0);
                cursor.skip_lws();
                self.rest = cursor.rest();
                Some(b' ')
            }
            [byte, rest @ ..] => {
                self.rest = rest;
                Some(*byte)
            }
            [] => None,
        }
    }
}

/// Shows bytes as text, with the replacement character for what is not UTF-8.
pub(crate) struct Lossy<'b>(pub(crate) &'b [u8]);

impl fmt::Display for Lossy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            f.write_str(chunk.valid())?;
            if !chunk.invalid().is_empty() {
                f.write_str("\u{FFFD}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn p27_an_escape_is_undone_exactly_once() {
        assert_eq!(Unescaped::new(b"%2540").collect::<Vec<_>>(), b"%40");
        assert_eq!(Unescaped::new(b"value%41").collect::<Vec<_>>(), b"valueA");
    }

    #[test]
    fn p25_an_escaped_nul_is_a_byte_like_any_other() {
        assert_eq!(Unescaped::new(b"null-%00-null").collect::<Vec<_>>(), b"null-\0-null");
    }

    #[test]
    fn an_escape_that_is_written_is_read_back() {
        for byte in 0..=255 {
            assert_eq!(Unescaped::new(&escape_of(byte)).collect::<Vec<_>>(), [byte]);
        }
    }

    #[test]
    fn p28_a_lone_backslash_at_the_end_stands_for_itself() {
        assert_eq!(Unquoted::new(b"\\").collect::<Vec<_>>(), b"\\");
        assert_eq!(Unquoted::new(b"").count(), 0);
    }

    #[test]
    fn a_fold_inside_quotes_is_one_blank() {
        assert_eq!(Unquoted::new(b"a\r\n\t b").collect::<Vec<_>>(), b"a b");
    }
}
