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

/// Whether each `%` in `text` begins an escape.
pub(crate) fn escapes_are_whole(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'%', rest) {
        match rest.get(at..) {
            Some([_, high, low, after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest = after;
            }
            _ => return false,
        }
    }
    true
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
    fn p24_a_truncated_escape_is_seen() {
        for bad in [&b"%"[..], b"%4", b"a%4g", b"%41%"] {
            assert!(!escapes_are_whole(bad));
        }
        assert!(escapes_are_whole(b"a%41%fFb"));
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
