//! Where a message goes, as far as the message decides it.

use core::net::SocketAddr;

use super::Transport;
use crate::header::{Rport, Via};

/// Where the response to a request goes (§18.2.2, RFC 3581 §4), when it cannot go back through
/// the connection that the request came by.
///
/// `via` is the request's top Via as it came, and `source` the address that it came from. A
/// `maddr` that is a name is left aside: looking it up is the caller's, and the source is right
/// in every case but multicast. Over a transport with connections the port is the one in sent-by,
/// since the source port is that of a connection which is gone.
///
/// ```
/// use sip_core::header::{HeaderValue, Via};
/// use sip_core::transport::{Transport, response_target};
///
/// let source = "203.0.113.7:40000".parse()?;
/// let target = |text: &'static [u8]| {
///     response_target(&Via::from_value(text).unwrap(), source, Transport::Udp).to_string()
/// };
/// assert_eq!(target(b"SIP/2.0/UDP pc33.example:5070"), "203.0.113.7:5070");
/// assert_eq!(target(b"SIP/2.0/UDP 10.0.0.1;rport"), "203.0.113.7:40000");
/// assert_eq!(target(b"SIP/2.0/UDP h;maddr=239.255.255.1"), "239.255.255.1:5060");
/// # Ok::<(), core::net::AddrParseError>(())
/// ```
pub fn response_target(via: &Via<'_>, source: SocketAddr, transport: Transport) -> SocketAddr {
    let port = via.sent_by().port.unwrap_or(transport.default_port());
    // Not made anew from the address: a link-local one is worth nothing without its scope.
    let mut same_host = source;
    same_host.set_port(port);
    if transport != Transport::Udp {
        return same_host;
    }
    if let Some(ip) = via.maddr().and_then(|maddr| maddr.ip()) {
        return SocketAddr::new(ip, port);
    }
    match via.rport() {
        Rport::Absent => same_host,
        Rport::Asked | Rport::Filled(_) => source,
    }
}

/// Whether a request of `len` bytes must go by a transport with congestion control (§18.1.1):
/// if it is within 200 bytes of the path's MTU, or above 1300 where that is not known.
pub const fn needs_congestion_control(len: usize, path_mtu: Option<usize>) -> bool {
    match path_mtu {
        Some(mtu) => len > mtu.saturating_sub(200),
        None => len > 1300,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::HeaderValue;

    fn target(via: &[u8], transport: Transport) -> SocketAddr {
        let source = "203.0.113.7:40000".parse().unwrap();
        response_target(&Via::from_value(via).unwrap(), source, transport)
    }

    #[test]
    fn n6_maddr_goes_before_rport_and_rport_before_sent_by() {
        for (via, expected) in [
            (&b"SIP/2.0/UDP h:5070;rport;maddr=192.0.2.99"[..], "192.0.2.99:5070"),
            (b"SIP/2.0/UDP h:5070;rport", "203.0.113.7:40000"),
            (b"SIP/2.0/UDP h:5070;rport=1;received=10.0.0.1", "203.0.113.7:40000"),
            (b"SIP/2.0/UDP h:5070", "203.0.113.7:5070"),
            (b"SIP/2.0/UDP h", "203.0.113.7:5060"),
            (b"SIP/2.0/UDP h;maddr=group.example", "203.0.113.7:5060"),
        ] {
            assert_eq!(target(via, Transport::Udp), expected.parse().unwrap());
        }
    }

    #[test]
    fn n6_a_link_local_address_is_answered_in_its_scope() {
        let source = "[fe80::1%7]:40000".parse().unwrap();
        for (transport, text) in [
            (Transport::Udp, &b"SIP/2.0/UDP [fe80::1]:5070"[..]),
            (Transport::Tcp, b"SIP/2.0/TCP h:5070"),
        ] {
            let via = Via::from_value(text).unwrap();
            let expected = "[fe80::1%7]:5070".parse().unwrap();
            assert_eq!(response_target(&via, source, transport), expected);
        }
    }

    #[test]
    fn n5_without_its_connection_a_response_goes_to_the_port_in_sent_by() {
        assert_eq!(
            target(b"SIP/2.0/TCP h:5070;rport", Transport::Tcp),
            "203.0.113.7:5070".parse().unwrap()
        );
        assert_eq!(target(b"SIP/2.0/TLS h", Transport::Tls), "203.0.113.7:5061".parse().unwrap());
    }

    #[test]
    fn x19_a_request_near_the_mtu_does_not_go_by_udp() {
        assert!(!needs_congestion_control(1300, None) && needs_congestion_control(1301, None));
        assert!(!needs_congestion_control(1300, Some(1500)));
        assert!(needs_congestion_control(1301, Some(1500)));
        assert!(needs_congestion_control(1, Some(100)));
    }
}
