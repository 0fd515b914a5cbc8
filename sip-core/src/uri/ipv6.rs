//! IPv6 addresses (§25.1, RFC 4291 §2.2). `core::net` reads them too, but it can panic, as far as
//! a linker can see.

use core::net::Ipv6Addr;

use super::host::parse_octets;

/// An IPv6 address without brackets.
///
/// `:::` before an IPv4 address is taken as `::`, which is all that it can mean: the grammar of
/// RFC 3261 led people to write so (RFC 5118 §4.10).
pub(super) fn parse_v6(text: &[u8]) -> Option<Ipv6Addr> {
    let mut segments = [0; 8];
    let is_gap = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(b"::"));
    let Some(at) = (0..text.len()).find(is_gap) else {
        return (read(text, &mut segments)? == 8).then_some(Ipv6Addr::from(segments));
    };
    let (head, tail) = text.split_at_checked(at)?;
    let tail = match tail {
        [b':', b':', b':', v4 @ ..] if parse_octets(v4).is_some() => v4,
        [b':', b':', tail @ ..] => tail,
        _ => return None,
    };
    let mut last = [0; 8];
    // An IPv4 address stands at the end only.
    let head_len = if head.contains(&b'.') { None } else { read(head, &mut segments) }?;
    let tail_len = read(tail, &mut last)?;
    // `::` stands for one segment or more.
    let zeros = 7usize.checked_sub(head_len)?.checked_sub(tail_len)?.checked_add(1)?;
    let places = segments.iter_mut().skip(head_len.checked_add(zeros)?);
    places.zip(last).for_each(|(place, segment)| *place = segment);
    Some(Ipv6Addr::from(segments))
}

/// Reads segments, the last two of which may be written as an IPv4 address; says how many.
fn read(text: &[u8], segments: &mut [u16; 8]) -> Option<usize> {
    let mut places = segments.iter_mut();
    let mut parts = text.split(|byte| *byte == b':').peekable();
    while let Some(part) = parts.next().filter(|_| !text.is_empty()) {
        if parts.peek().is_none() && part.contains(&b'.') {
            let [a, b, c, d] = parse_octets(part)?.octets();
            *places.next()? = u16::from_be_bytes([a, b]);
            *places.next()? = u16::from_be_bytes([c, d]);
        } else {
            *places.next()? = hexadecimal(part)?;
        }
    }
    8usize.checked_sub(places.len())
}

/// `hex4`: one to four digits.
fn hexadecimal(text: &[u8]) -> Option<u16> {
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    text.iter().try_fold(0u16, |number, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte.wrapping_sub(b'0'),
            b'a'..=b'f' => byte.wrapping_sub(b'a').wrapping_add(10),
            b'A'..=b'F' => byte.wrapping_sub(b'A').wrapping_add(10),
            _ => return None,
        };
        Some(number << 4 | u16::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn by_core(text: &[u8]) -> Option<Ipv6Addr> {
        core::str::from_utf8(text).ok()?.parse().ok()
    }

    #[test]
    fn an_address_is_read_as_core_net_reads_it() {
        for text in [
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1::3:4:5:6:7:8",
            "1:2:3:4::5:6:7:8",
            "2001:DB8::abcd",
            "::ffff:192.0.2.1",
            "1:2:3:4:5:6:192.0.2.1",
            "1:2:3:4:5::192.0.2.1",
            "1:2:3:4:5:6:7:192.0.2.1",
            "1:2:3:4:5:6::192.0.2.1",
            "192.0.2.1::",
            "192.0.2.1",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "",
            ":",
            ":::",
            "1:::2",
            "1::2::3",
            ":1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:",
            "::1:",
            ":1::",
            "12345::",
            "::g",
            "::1.2.3",
            "::1.2.3.4.5",
            "::1.2.3.4:5",
            "::256.0.0.1",
            "fe80::1%3",
            "::-1",
            "::+1",
            ":: 1",
        ] {
            assert_eq!(parse_v6(text.as_bytes()), by_core(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn every_short_text_is_read_as_core_net_reads_it() {
        const LETTERS: &[u8] = b":1f.";
        for number in 0..4u32.pow(9) {
            let text: Vec<u8> =
                (0..9).map(|at| LETTERS[(number >> (2 * at) & 3) as usize]).collect();
            for text in [&text[..], &text[..7], &[b"1:2:3:4:5:", &text[..]].concat()] {
                let ours = parse_v6(text);
                // But for what RFC 5118 §4.10 adds.
                if !text.windows(3).any(|three| three == b":::") {
                    assert_eq!(ours, by_core(text), "{}", text.escape_ascii());
                }
            }
        }
    }

    #[test]
    fn p23_three_colons_stand_before_an_ipv4_address_only() {
        let expected = parse_v6(b"2001:db8::192.0.2.1");
        assert!(expected.is_some());
        assert_eq!(parse_v6(b"2001:db8:::192.0.2.1"), expected);
        for bad in [&b"2001:db8:::1"[..], b"2001:db8::::192.0.2.1", b":::", b":::1:192.0.2.1"] {
            assert_eq!(parse_v6(bad), None, "{}", bad.escape_ascii());
        }
    }
}
