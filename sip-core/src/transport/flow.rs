//! Flows: where a message came from, and where one is to go.

use core::fmt;
use core::net::SocketAddr;

use crate::transaction::Reliability;

/// A transport protocol (§18, RFC 7118 for WebSocket).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Datagrams, unprotected.
    Udp,
    /// A stream, unprotected.
    Tcp,
    /// TLS over TCP.
    Tls,
    /// SCTP.
    Sctp,
    /// TLS over SCTP.
    TlsSctp,
    /// WebSocket.
    Ws,
    /// WebSocket over TLS.
    Wss,
}

impl Transport {
    /// Every transport.
    pub const ALL: [Self; 7] =
        [Self::Udp, Self::Tcp, Self::Tls, Self::Sctp, Self::TlsSctp, Self::Ws, Self::Wss];

    /// The name in Via, in the usual case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Sctp => "SCTP",
            Self::TlsSctp => "TLS-SCTP",
            Self::Ws => "WS",
            Self::Wss => "WSS",
        }
    }

    /// The transport of this name, in any case: as in Via, or a URI's `transport` parameter.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str().as_bytes().eq_ignore_ascii_case(name))
    }

    /// Whether it delivers what it was given, or says that it could not: everything but UDP.
    pub const fn reliability(self) -> Reliability {
        match self {
            Self::Udp => Reliability::Unreliable,
            _ => Reliability::Reliable,
        }
    }

    /// Whether the next hop is reached under protection.
    pub const fn is_secure(self) -> bool {
        matches!(self, Self::Tls | Self::TlsSctp | Self::Wss)
    }

    /// The port that is meant when none is given (§18.2.1; RFC 7118 §5.2.1 has no other).
    pub const fn default_port(self) -> u16 {
        if self.is_secure() { 5061 } else { 5060 }
    }
}

/// The caller's name for a connection. The core hands it back and never looks into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// A path between two transport addresses.
///
/// ```
/// use sip_core::transport::{Flow, Transport};
///
/// let flow = Flow::udp("192.0.2.1:5060".parse()?, "192.0.2.9:5060".parse()?);
/// assert_eq!(flow.transport, Transport::Udp);
/// assert_eq!(flow.connection, None);
/// # Ok::<(), core::net::AddrParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flow {
    /// The protocol.
    pub transport: Transport,
    /// This side's address.
    pub local: SocketAddr,
    /// The other side's.
    pub remote: SocketAddr,
    /// The connection, for a transport that has them. `None` asks for any connection between the
    /// two addresses, or for a new one.
    pub connection: Option<ConnectionId>,
}

impl Flow {
    /// Datagrams between two addresses.
    pub const fn udp(local: SocketAddr, remote: SocketAddr) -> Self {
        Self { transport: Transport::Udp, local, remote, connection: None }
    }

    /// A TCP connection.
    pub const fn tcp(local: SocketAddr, remote: SocketAddr, connection: ConnectionId) -> Self {
        Self { transport: Transport::Tcp, local, remote, connection: Some(connection) }
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}", self.transport.as_str(), self.local, self.remote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transport_is_known_by_its_name_in_any_case() {
        for transport in Transport::ALL {
            let name = transport.as_str().to_ascii_lowercase();
            assert_eq!(Transport::from_name(name.as_bytes()), Some(transport));
        }
        assert_eq!(Transport::from_name(b"UNKNOWN"), None);
    }
}
