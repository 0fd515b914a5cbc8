//! `nc`, the nonce count of a digest (RFC 7616 §3.4).

use core::fmt;

/// How many requests the client has sent with a nonce, this one included: eight hexadecimal
/// digits, which are hashed as they are sent.
///
/// The grammar has lower-case digits. Upper-case ones are taken, and kept for the hash.
///
/// ```
/// use sip_core::header::NonceCount;
///
/// let count = NonceCount::new(26);
/// assert_eq!(count.as_bytes(), b"0000001a");
/// assert_eq!(count.number(), 26);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NonceCount([u8; 8]);

impl NonceCount {
    /// The count `number`; the first of a nonce is 1.
    pub fn new(number: u32) -> Self {
        let mut digits = [b'0'; 8];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            // `rest & 0xF` is below 16, so that there is always such a digit.
            let digit_of = char::from_digit(rest & 0xF, 16).and_then(|c| u8::try_from(c).ok());
            *digit = digit_of.unwrap_or(b'0');
            rest >>= 4;
        }
        Self(digits)
    }

    /// Eight hexadecimal digits; `None` if `text` is anything else.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let digits: [u8; 8] = text.try_into().ok()?;
        digits.iter().all(u8::is_ascii_hexdigit).then_some(Self(digits))
    }

    /// The number.
    pub fn number(&self) -> u32 {
        let value = |digit: &u8| char::from(*digit).to_digit(16).unwrap_or(0);
        self.0.iter().fold(0, |number, digit| number << 4 | value(digit))
    }

    /// The digits, as they are sent.
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Debug for NonceCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NonceCount({})", self.0.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_eight_hexadecimal_digits() {
        for number in [0, 1, 0xDEAD_BEEF, u32::MAX] {
            let count = NonceCount::new(number);
            assert_eq!(count.number(), number);
            assert_eq!(NonceCount::parse(count.as_bytes()), Some(count));
        }
        assert_eq!(NonceCount::parse(b"0000001F").unwrap().number(), 31);
        for bad in [&b""[..], b"1", b"0000001", b"000000001", b"0000000g", b"+0000001"] {
            assert_eq!(NonceCount::parse(bad), None);
        }
    }
}
