//! Decimal digits.

use super::Class;

/// `1*DIGIT` as a number; `None` if it is not that, or does not fit.
pub(crate) fn parse_u32(text: &[u8]) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0u32, |number, byte| match byte {
        b'0'..=b'9' => number.checked_mul(10)?.checked_add(u32::from(byte.wrapping_sub(b'0'))),
        _ => None,
    })
}

/// `1*DIGIT`, where a number that does not fit counts as the largest (§20.19 and the like:
/// `delta-seconds` of 2**32 and more mean "very long").
pub(crate) fn parse_u32_saturating(text: &[u8]) -> Option<u32> {
    if text.is_empty() || !Class::DIGIT.has_all(text) {
        return None;
    }
    Some(parse_u32(text).unwrap_or(u32::MAX))
}

/// A number's decimal digits, without `core::fmt`.
pub(crate) struct Decimal {
    digits: [u8; 10],
    start: usize,
}

impl Decimal {
    pub(crate) fn new(mut number: u32) -> Self {
        let mut decimal = Self { digits: [b'0'; 10], start: 10 };
        for (at, digit) in decimal.digits.iter_mut().enumerate().rev() {
            // `number % 10` is below 10, so the cast-free conversion cannot fail.
            *digit = b'0'.wrapping_add(u8::try_from(number % 10).unwrap_or(0));
            decimal.start = at;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        decimal
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.digits.get(self.start..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn a_number_is_digits_and_fits() {
        assert_eq!(parse_u32(b"4294967295"), Some(u32::MAX));
        assert_eq!(parse_u32(b"0042"), Some(42));
        for bad in [&b""[..], b"4294967296", b"-1", b"+1", b"0x1", b"1 "] {
            assert_eq!(parse_u32(bad), None);
        }
    }

    #[test]
    fn p9_a_number_that_does_not_fit_saturates_where_its_rule_says_so() {
        assert_eq!(parse_u32_saturating(b"99999999999999999999"), Some(u32::MAX));
        assert_eq!(parse_u32_saturating(b"-1"), None);
    }

    #[test]
    fn decimal_writes_what_display_writes() {
        for number in [0, 1, 9, 10, 70, 4_294_967_295] {
            assert_eq!(Decimal::new(number).as_bytes(), number.to_string().as_bytes());
        }
    }
}
