//! `qvalue`: a preference among alternatives (§25.1), in thousandths.

use super::Params;

/// The parameter `q` of `params`, in thousandths: 0 to 1000. One that is no `qvalue` counts as
/// missing.
pub(crate) fn of(params: Params<'_>) -> Option<u16> {
    parse(params.get(b"q")?.value?)
}

/// `qvalue` (§25.1), in thousandths.
fn parse(text: &[u8]) -> Option<u16> {
    let (whole, fraction) = match text {
        [whole, b'.', fraction @ ..] if fraction.len() <= 3 => (whole, fraction),
        [whole] => (whole, &[][..]),
        _ => return None,
    };
    let mut thousandths = match whole {
        b'0' => 0u16,
        b'1' => 1,
        _ => return None,
    };
    for at in 0..3 {
        let digit = match fraction.get(at) {
            Some(digit) if digit.is_ascii_digit() => digit.wrapping_sub(b'0'),
            Some(_) => return None,
            None => 0,
        };
        thousandths = thousandths.saturating_mul(10).saturating_add(digit.into());
    }
    (thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q_is_in_thousandths() {
        assert_eq!(parse(b"1"), Some(1000));
        assert_eq!(parse(b"0.7"), Some(700));
        assert_eq!(parse(b"0."), Some(0));
        assert_eq!(parse(b"1.000"), Some(1000));
        for bad in [&b""[..], b"1.001", b"0.1234", b".5", b"2", b"0.x", b"-1"] {
            assert_eq!(parse(bad), None);
        }
    }
}
