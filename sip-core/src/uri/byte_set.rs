//! Sets of ASCII characters: what the grammar lets stand unescaped in each component (§25.1).
//!
//! These are the sets of the letter, for writing and for the strict check. Reading uses the wider
//! classes of [`crate::grammar::Class`].

/// A set of ASCII characters, as one bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByteSet(u128);

impl ByteSet {
    /// `alphanum`.
    const ALPHANUM: Self =
        Self::of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    /// `unreserved`.
    pub(super) const UNRESERVED: Self = Self::ALPHANUM.and(b"-_.!~*'()");
    /// `reserved`, as RFC 2396 has it: an escape of one of these is not the character itself.
    pub(super) const RESERVED: Self = Self::of(b";/?:@&=+$,");
    /// `user`.
    pub(super) const USER: Self = Self::UNRESERVED.and(b"&=+$,;?/");
    /// `password`.
    pub(super) const PASSWORD: Self = Self::UNRESERVED.and(b"&=+$,");
    /// `pname` and `pvalue`.
    pub(super) const PARAM: Self = Self::UNRESERVED.and(b"[]/:&+$");
    /// `hname` and `hvalue`.
    pub(super) const HEADER: Self = Self::UNRESERVED.and(b"[]/?:+$");
    /// `uric`.
    pub(super) const URIC: Self = Self::UNRESERVED.and(b";/?:@&=+$,");
    /// The value of a parameter of a `tel:` URI (RFC 3966 §3), and whatever is reserved, which
    /// reading takes there.
    pub(super) const TEL_PARAM: Self = Self::UNRESERVED.and(b"[];/?:@&=+$,");
    /// `pname` of a `tel:` URI (RFC 3966 §3).
    pub(super) const TEL_NAME: Self = Self::ALPHANUM.and(b"-");
    /// `visual-separator` (RFC 3966 §3).
    pub(super) const SEPARATOR: Self = Self::of(b"-.()");
    /// `phonedigit` (RFC 3966 §3).
    pub(super) const PHONE_DIGIT: Self = Self::SEPARATOR.and(b"0123456789");
    /// `phonedigit-hex` (RFC 3966 §3).
    pub(super) const PHONE_DIGIT_HEX: Self = Self::PHONE_DIGIT.and(b"ABCDEFabcdef*#");

    /// The characters of `text`.
    const fn of(text: &[u8]) -> Self {
        Self(0).and(text)
    }

    /// The set with the characters of `text` added.
    const fn and(self, mut text: &[u8]) -> Self {
        let mut bits = self.0;
        while let [byte, rest @ ..] = text {
            #[expect(clippy::as_conversions, reason = "at compile time, and it widens")]
            {
                bits |= 1u128.wrapping_shl(*byte as u32);
            }
            text = rest;
        }
        Self(bits)
    }

    /// Whether `byte` is in the set.
    pub(super) fn has(self, byte: u8) -> bool {
        // Bytes from 128 on shift everything out.
        self.0.checked_shr(u32::from(byte)).is_some_and(|bits| bits & 1 == 1)
    }

    /// How far into `text` the first byte lies that is neither in the set nor part of an escape.
    pub(super) fn first_outside(self, text: &[u8]) -> Option<usize> {
        let mut rest = text;
        loop {
            match rest {
                [b'%', high, low, after @ ..]
                    if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
                {
                    rest = after;
                }
                [byte, after @ ..] if self.has(*byte) => rest = after,
                [] => return None,
                _ => return Some(text.len().saturating_sub(rest.len())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_characters_and_no_others() {
        for byte in 0..=255u8 {
            assert_eq!(
                ByteSet::UNRESERVED.has(byte),
                byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte),
                "{byte:#x}"
            );
            assert_eq!(ByteSet::RESERVED.has(byte), b";/?:@&=+$,".contains(&byte), "{byte:#x}");
        }
    }

    #[test]
    fn no_component_may_hold_a_percent_sign_or_what_delimits_it() {
        for set in [ByteSet::USER, ByteSet::PASSWORD, ByteSet::PARAM, ByteSet::HEADER] {
            assert!(!b"%@<>\" #\\^`{|}\x7F\xFF".iter().any(|byte| set.has(*byte)), "{set:?}");
        }
        assert!(!ByteSet::USER.has(b':') && !ByteSet::PASSWORD.has(b':'));
        assert!(!b";?=".iter().any(|byte| ByteSet::PARAM.has(*byte)));
        assert!(!b"&=;".iter().any(|byte| ByteSet::HEADER.has(*byte)));
    }

    #[test]
    fn the_first_byte_outside_is_found_behind_escapes() {
        assert_eq!(ByteSet::USER.first_outside(b"a%40b"), None);
        assert_eq!(ByteSet::USER.first_outside(b"a%40\\"), Some(4));
        assert_eq!(ByteSet::USER.first_outside(b"a%4"), Some(1));
    }
}
