//! From a URI to a flow, as far as the system's resolver goes (RFC 3263 without NAPTR and SRV).

use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use sip_core::transport::{Flow, Transport};
use sip_core::uri::{Host, SipUri};

/// Why a URI leads nowhere.
#[derive(Debug)]
pub(crate) enum NoWay {
    Uri(sip_core::ParseError),
    Transport(String),
    Lookup(io::Error),
    /// No address of the family that is listened on.
    Family,
}

impl fmt::Display for NoWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uri(error) => error.fmt(f),
            Self::Transport(name) => write!(f, "no transport {name}"),
            Self::Lookup(error) => error.fmt(f),
            Self::Family => f.write_str("no address of the family that is listened on"),
        }
    }
}

/// The way to `uri`, or to the proxy before it. The URI's own transport goes first (RFC 3263
/// §4.1); which connection is taken, or made, is the net's.
pub(crate) fn flow_to(
    uri: &str,
    local: SocketAddr,
    transport: Transport,
    proxy: Option<SocketAddr>,
) -> Result<Flow, NoWay> {
    if let Some(remote) = proxy {
        return Ok(Flow { transport, local, remote, connection: None });
    }
    let uri = SipUri::parse(uri.as_bytes()).map_err(NoWay::Uri)?;
    let transport = match uri.transport_text() {
        None => transport,
        Some(name) => match Transport::from_name(name) {
            Some(known @ (Transport::Udp | Transport::Tcp)) => known,
            _ => return Err(NoWay::Transport(String::from_utf8_lossy(name).into_owned())),
        },
    };
    let port = uri.port().unwrap_or(transport.default_port());
    let remote = match uri.host() {
        Host::V4(ip) => Some(SocketAddr::new(ip.into(), port)),
        Host::V6(ip) => Some(SocketAddr::new(ip.into(), port)),
        Host::Name(name) => (String::from_utf8_lossy(name).as_ref(), port)
            .to_socket_addrs()
            .map_err(NoWay::Lookup)?
            .find(|found| found.is_ipv4() == local.is_ipv4()),
    };
    let remote = remote.filter(|remote| remote.is_ipv4() == local.is_ipv4());
    Ok(Flow { transport, local, remote: remote.ok_or(NoWay::Family)?, connection: None })
}
