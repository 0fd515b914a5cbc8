//! `host` and `hostport` (§25.1): names, IPv4 addresses, IPv6 references.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::ipv6::parse_v6;
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::escape::Lossy;
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};

/// A host: a name to be looked up, or an address.
///
/// Two hosts are equal if their names are without regard to case, or their addresses are
/// (§19.1.4); a name never equals an address.
#[derive(Clone, Copy, Debug)]
pub enum Host<'b> {
    /// A domain name. Wider than the grammar: underscores and purely numeric labels are taken.
    Name(&'b [u8]),
    /// `IPv4address`.
    V4(Ipv4Addr),
    /// `IPv6reference`: an address in brackets.
    V6(Ipv6Addr),
}

impl<'b> Host<'b> {
    /// Steps over a host.
    pub(crate) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        if cursor.peek() == Some(b'[') {
            return parse_v6_reference(cursor).map(Self::V6);
        }
        match cursor.take_while(Class::HOST) {
            [] => Err(cursor.error(ParseErrorKind::Host)),
            text => Ok(Self::without_brackets(text)),
        }
    }

    /// A name or an IPv4 address; the class of `text` was looked at.
    #[inline]
    pub(super) fn without_brackets(text: &'b [u8]) -> Self {
        parse_v4(text).map_or(Self::Name(text), Self::V4)
    }

    /// The address, if it is one.
    pub const fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Name(_) => None,
            Self::V4(ip) => Some(IpAddr::V4(*ip)),
            Self::V6(ip) => Some(IpAddr::V6(*ip)),
        }
    }

    /// The address as the network has it: that of an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`)
    /// is the IPv4 address (RFC 5118 §4.9). By `==` the two differ, as they do in URIs.
    ///
    /// ```
    /// use sip_core::uri::Host;
    ///
    /// let mapped = Host::from_param(b"[::ffff:192.0.2.1]").ok_or("no host")?;
    /// assert_eq!(mapped.canonical_ip(), Some([192, 0, 2, 1].into()));
    /// assert_ne!(mapped, Host::from_param(b"192.0.2.1").ok_or("no host")?);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn canonical_ip(&self) -> Option<IpAddr> {
        self.ip().map(|ip| ip.to_canonical())
    }

    /// Whether the two stand for the same node: `==`, and besides a name with and without a dot at
    /// its end, and an IPv4 address and its IPv6-mapped form.
    ///
    /// For an element that asks whether a host is its own. URIs are not compared in this way
    /// (§19.1.4): two bindings that could have been one do no harm, one that replaced another
    /// does.
    ///
    /// ```
    /// use sip_core::uri::Host;
    ///
    /// assert!(Host::Name(b"Example.com.").is_same_node(&Host::Name(b"example.com")));
    /// assert_ne!(Host::Name(b"example.com."), Host::Name(b"example.com"));
    /// ```
    pub fn is_same_node(&self, other: &Host<'_>) -> bool {
        match (self, other) {
            (Self::Name(a), Host::Name(b)) => {
                let a = a.strip_suffix(b".").unwrap_or(a);
                a.eq_ignore_ascii_case(b.strip_suffix(b".").unwrap_or(b))
            }
            _ => self.ip().is_some() && self.canonical_ip() == other.canonical_ip(),
        }
    }

    /// A host from the value of a parameter such as `received` or `maddr`, where an IPv6 address
    /// may lack its brackets (RFC 5118 §4.5).
    pub fn from_param(text: &'b [u8]) -> Option<Self> {
        let bare = match text {
            [b'[', inner @ .., b']'] => inner,
            _ => text,
        };
        if bare.contains(&b':') {
            return parse_v6(bare).map(Self::V6);
        }
        let mut cursor = Cursor::new(text, 0);
        Self::parse(&mut cursor).ok().filter(|_| cursor.at_end())
    }
}

impl PartialEq for Host<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(a), Self::Name(b)) => a.eq_ignore_ascii_case(b),
            (Self::V4(a), Self::V4(b)) => a == b,
            (Self::V6(a), Self::V6(b)) => a == b,
            (Self::Name(_) | Self::V4(_) | Self::V6(_), _) => false,
        }
    }
}

impl Eq for Host<'_> {}

impl core::hash::Hash for Host<'_> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        match self {
            Self::Name(name) => {
                for byte in *name {
                    state.write_u8(byte.to_ascii_lowercase());
                }
            }
            Self::V4(ip) => ip.hash(state),
            Self::V6(ip) => ip.hash(state),
        }
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => Lossy(name).fmt(f),
            Self::V4(ip) => ip.fmt(f),
            Self::V6(ip) => write!(f, "[{ip}]"),
        }
    }
}

/// `host [ ":" port ]`.
#[derive(Clone, Copy, Debug)]
pub struct HostPort<'b> {
    /// The host.
    pub host: Host<'b>,
    /// The port, if one was written. A missing port is not the default one (§19.1.4).
    pub port: Option<u16>,
    /// The host as it was written: an IPv6 address has more than one spelling.
    host_text: &'b [u8],
}

impl<'b> HostPort<'b> {
    /// Steps over a host and port, between which `lws` may stand (as it may in Via, §25.1).
    pub(crate) fn parse(cursor: &mut Cursor<'b>, lws: Lws) -> Result<Self, ParseError> {
        let start = *cursor;
        let host = Host::parse(cursor)?;
        Self::with_port(cursor, host, cursor.since(&start), lws)
    }

    /// Steps over a port, if there is one, behind a host that was read already.
    #[inline]
    pub(super) fn with_port(
        cursor: &mut Cursor<'b>,
        host: Host<'b>,
        host_text: &'b [u8],
        lws: Lws,
    ) -> Result<Self, ParseError> {
        let after_host = *cursor;
        if lws == Lws::Allowed {
            cursor.skip_lws();
        }
        if !cursor.eat(b':') {
            *cursor = after_host;
            return Ok(Self { host, port: None, host_text });
        }
        if lws == Lws::Allowed {
            cursor.skip_lws();
        }
        let start = *cursor;
        let digits = cursor.take_while(Class::DIGIT);
        let port = parse_u32(digits)
            .and_then(|port| u16::try_from(port).ok())
            .ok_or_else(|| start.error(ParseErrorKind::Port))?;
        Ok(Self { host, port: Some(port), host_text })
    }

    /// The host as it was written.
    pub const fn host_text(&self) -> &'b [u8] {
        self.host_text
    }
}

impl PartialEq for HostPort<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.host == other.host && self.port == other.port
    }
}

impl Eq for HostPort<'_> {}

impl core::hash::Hash for HostPort<'_> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.host.hash(state);
        self.port.hash(state);
    }
}

impl fmt::Display for HostPort<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.host.fmt(f)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// Whether linear white space may stand around the colon before a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lws {
    Allowed,
    Forbidden,
}

#[inline]
fn parse_v4(text: &[u8]) -> Option<Ipv4Addr> {
    // Most hosts are names; their first letter tells.
    if !text.first()?.is_ascii_digit() || text.len() > 15 {
        return None;
    }
    parse_octets(text)
}

pub(super) fn parse_octets(text: &[u8]) -> Option<Ipv4Addr> {
    let mut octets = [0u8; 4];
    let mut parts = text.split(|byte| *byte == b'.');
    for octet in &mut octets {
        let part = parts.next().filter(|part| part.len() <= 3)?;
        *octet = parse_u32(part).and_then(|number| u8::try_from(number).ok())?;
    }
    parts.next().is_none().then_some(Ipv4Addr::from(octets))
}

fn parse_v6_reference(cursor: &mut Cursor<'_>) -> Result<Ipv6Addr, ParseError> {
    let start = *cursor;
    let wrong = || start.error(ParseErrorKind::Host);
    // The longest IPv6 address has 45 characters: looking further would be work for nothing.
    let longest = cursor.rest().get(..48).unwrap_or(cursor.rest());
    let close = memchr::memchr(b']', longest).ok_or_else(wrong)?;
    let inner = cursor.take(close).get(1..).unwrap_or_default();
    cursor.take(1);
    parse_v6(inner).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn parse(text: &[u8]) -> Result<HostPort<'_>, ParseError> {
        let mut cursor = Cursor::new(text, 0);
        let parsed = HostPort::parse(&mut cursor, Lws::Forbidden)?;
        if cursor.at_end() { Ok(parsed) } else { Err(cursor.error(ParseErrorKind::Trailing)) }
    }

    #[test]
    fn names_and_addresses_are_told_apart() {
        assert!(matches!(parse(b"example.com").unwrap().host, Host::Name(b"example.com")));
        assert!(matches!(parse(b"192.0.2.1").unwrap().host, Host::V4(_)));
        assert!(matches!(parse(b"[2001:db8::1]").unwrap().host, Host::V6(_)));
        for name in [&b"192.0.2"[..], b"192.0.2.256", b"192.0.2.1.com", b"1.kn_5.example"] {
            assert!(matches!(parse(name).unwrap().host, Host::Name(_)));
        }
    }

    #[test]
    fn p10_a_port_is_0_to_65535() {
        assert_eq!(parse(b"h:0").unwrap().port, Some(0));
        assert_eq!(parse(b"h:65535").unwrap().port, Some(65535));
        for bad in [&b"h:65536"[..], b"h:99999", b"h:50000000000000000000", b"h:", b"h:x"] {
            assert_eq!(parse(bad).unwrap_err().kind, ParseErrorKind::Port);
        }
    }

    #[test]
    fn p22_an_ipv6_address_needs_its_brackets() {
        assert!(parse(b"FFFF:67C::8:5060").is_err());
        assert_eq!(parse(b"[2001:67c::192]:5060").unwrap().port, Some(5060));
    }

    #[test]
    fn p23_three_colons_are_two_before_an_embedded_ipv4_address_only() {
        let host = parse(b"[2001:db8:::192.0.2.1]").unwrap().host;
        assert_eq!(host.to_string(), "[2001:db8::c000:201]");
        assert!(parse(b"[2001:db8:::1]").is_err());
        assert_eq!(parse(b"[2001:db8::10:5070]").unwrap().port, None);
    }

    #[test]
    fn p21_received_takes_an_ipv6_address_with_and_without_brackets() {
        let expected = Host::V6("2001:db8::1".parse().unwrap());
        assert_eq!(Host::from_param(b"2001:db8::1"), Some(expected));
        assert_eq!(Host::from_param(b"[2001:db8::1]"), Some(expected));
        assert_eq!(Host::from_param(b"192.0.2.1 "), None);
        assert_eq!(Host::from_param(b""), None);
    }

    #[test]
    fn a_name_is_compared_without_regard_to_case() {
        assert_eq!(Host::Name(b"Example.COM"), Host::Name(b"example.com"));
        assert_ne!(Host::Name(b"192.0.2.1"), Host::V4(Ipv4Addr::new(192, 0, 2, 1)));
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["example.com:5060", "192.0.2.1", "[2001:db8::1]:5061"] {
            assert_eq!(parse(text.as_bytes()).unwrap().to_string(), text);
        }
    }

    /// The cases of RFC 5118, in values of our own.
    #[test]
    fn ipv6_in_its_many_forms() {
        let ip = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        // §4.3: without a port, what looks like one is the end of the address; §4.4: with one.
        let ambiguous = parse(b"[2001:db8::7:5070]").unwrap();
        assert_eq!((ambiguous.host.ip(), ambiguous.port), (ip("2001:db8::7:5070"), None));
        let clear = parse(b"[2001:db8::7]:5070").unwrap();
        assert_eq!((clear.host.ip(), clear.port), (ip("2001:db8::7"), Some(5070)));
        // §4.2: without its brackets it is none.
        assert!(parse(b"2001:db8::7").is_err());
        // §4.9: an IPv4-mapped address has its dots at the end.
        let mapped = parse(b"[::FFFF:192.0.2.7]").unwrap().host;
        assert_eq!(mapped.ip(), ip("::ffff:c000:207"));
        assert_eq!(mapped.canonical_ip(), ip("192.0.2.7"));
        // §4.10: three colons.
        assert_eq!(parse(b"[2001:db8:::192.0.2.7]").unwrap().host.ip(), ip("2001:db8::c000:207"));
    }

    #[test]
    fn a_zone_belongs_to_one_node_and_has_no_place_in_a_uri() {
        for bad in [&b"[fe80::1%eth0]"[..], b"[fe80::1%25eth0]", b"[fe80::1%1]:5060"] {
            assert_eq!(parse(bad).unwrap_err().kind, ParseErrorKind::Host);
        }
        assert_eq!(Host::from_param(b"fe80::1%eth0"), None);
    }

    #[test]
    fn an_unclosed_or_overlong_reference_is_refused() {
        for bad in [&b"["[..], b"[]", b"[::1", b"[::1]]", b"[1::2::3]", b"[:::]", b"[::1]x"] {
            assert!(parse(bad).is_err(), "{}", bad.escape_ascii());
        }
        assert!(parse(&[&b"["[..], &b"0".repeat(100_000), b"]"].concat()).is_err());
    }

    #[test]
    fn the_same_node_may_have_two_hosts() {
        let host = |text| Host::from_param(text).unwrap();
        assert!(host(b"h.").is_same_node(&host(b"H")) && host(b"h").is_same_node(&host(b"h")));
        assert!(host(b"[::ffff:1.2.3.4]").is_same_node(&host(b"1.2.3.4")));
        assert!(!host(b"h").is_same_node(&host(b"i")) && !host(b"h").is_same_node(&host(b"::1")));
        assert!(!host(b"::1").is_same_node(&host(b"::2")));
    }
}
