//! Addresses in digits. `core::fmt` writes them too, but it is large, and it can panic.

use core::net::{IpAddr, Ipv6Addr, SocketAddr};
use core::ops::Range;

use super::{FixedBuffer, Sink};
use crate::grammar::number::Decimal;

/// Room for 39 characters of IPv6, two brackets, a colon and a port.
pub(crate) type AddressText = FixedBuffer<48>;

/// An address; IPv6 without brackets, as §25.1 has it for `received`, and in the form of
/// RFC 5952 §4.
pub(crate) fn ip_text(ip: IpAddr) -> AddressText {
    let mut text = AddressText::new();
    put_ip(&mut text, ip);
    text
}

/// An address and port, as they stand in sent-by.
///
/// An IPv4 address that a dual-stack socket shows as IPv6 is still an IPv4 address. A scope has
/// no place in a message.
pub(crate) fn socket_text(address: SocketAddr) -> AddressText {
    let mut text = AddressText::new();
    let ip = address.ip().to_canonical();
    if ip.is_ipv6() {
        put(&mut text, b"[");
    }
    put_ip(&mut text, ip);
    put(&mut text, if ip.is_ipv6() { b"]:" } else { b":" });
    put(&mut text, Decimal::new(address.port().into()).as_bytes());
    text
}

fn put_ip(text: &mut AddressText, ip: IpAddr) {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = ip.octets().map(|octet| Decimal::new(octet.into()));
            let dot: &[u8] = b".";
            for piece in [a.as_bytes(), dot, b.as_bytes(), dot, c.as_bytes(), dot, d.as_bytes()] {
                put(text, piece);
            }
        }
        IpAddr::V6(ip) => put_v6(text, ip),
    }
}

fn put_v6(text: &mut AddressText, ip: Ipv6Addr) {
    let zeros = longest_zeros(ip);
    for (at, segment) in (0..8).zip(ip.segments()) {
        if zeros.contains(&at) {
            put(text, if at == zeros.start { b"::" } else { b"" });
            continue;
        }
        put(text, if at == 0 || at == zeros.end { b"" } else { b":" });
        let [high, low] = segment.to_be_bytes();
        let digits = [high >> 4, high & 0xF, low >> 4, low & 0xF].map(hex_digit);
        let leading = digits.iter().take(3).take_while(|digit| **digit == b'0').count();
        put(text, digits.get(leading..).unwrap_or_default());
    }
}

/// Where `::` stands: the first of the longest runs of two segments or more (RFC 5952 §4.2);
/// empty and at the start if there is none.
fn longest_zeros(ip: Ipv6Addr) -> Range<usize> {
    let (mut longest, mut run) = (0..0, 0..0);
    for (at, segment) in (0usize..8).zip(ip.segments()) {
        run.end = at.saturating_add(1);
        if segment != 0 {
            run.start = run.end;
        } else if run.len() > longest.len() {
            longest = run.clone();
        }
    }
    if longest.len() > 1 { longest } else { 0..0 }
}

/// The digit for a number below 16.
const fn hex_digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0'.wrapping_add(nibble),
        _ => b'a'.wrapping_sub(10).wrapping_add(nibble),
    }
}

fn put(text: &mut AddressText, bytes: &[u8]) {
    // There is room for any address.
    let _ = text.put(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn an_address_is_written_as_core_fmt_writes_it() {
        for text in [
            "192.0.2.1",
            "0.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "1::",
            "2001:db8::1",
            "2001:db8:0:1:1:1:1:1",
            "2001:0:0:1:0:0:0:1",
            "2001:db8:0:0:1:0:0:1",
            "fe80::abcd:ef:10:1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "0:0:1::",
            "::8:0:0:7",
        ] {
            let ip: IpAddr = text.parse().unwrap();
            assert_eq!(ip_text(ip).as_ref(), ip.to_string().as_bytes());
            let address = SocketAddr::new(ip, 65535);
            assert_eq!(socket_text(address).as_ref(), address.to_string().as_bytes());
        }
    }

    #[test]
    fn every_pattern_of_zeros_is_written_as_core_fmt_writes_it() {
        for pattern in 0u32..256 {
            let segments = [0, 1, 2, 3, 4, 5, 6, 7].map(|at| (pattern >> at & 1) as u16 * 0x10F0);
            let ip = Ipv6Addr::from(segments);
            // `core::fmt` has dots in the two forms that hold an IPv4 address.
            if ip.to_ipv4().is_none() {
                assert_eq!(ip_text(ip.into()).as_ref(), ip.to_string().as_bytes());
            }
        }
    }

    #[test]
    fn in_sent_by_an_ipv4_address_is_one_on_a_dual_stack_socket_too() {
        let address = "[::ffff:192.0.2.1]:5060".parse().unwrap();
        assert_eq!(socket_text(address).as_ref(), b"192.0.2.1:5060");
        let scoped = "[fe80::1%3]:5060".parse().unwrap();
        assert_eq!(socket_text(scoped).as_ref(), b"[fe80::1]:5060");
    }
}
