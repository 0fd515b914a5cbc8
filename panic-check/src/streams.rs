//! Cutting streams.

use sip_core::header::{HeaderValue, Via};
use sip_core::transport::{Frame, Framer, Transport, response_target};

#[unsafe(no_mangle)]
pub fn framer_next(framer: &mut Framer, received: &[u8]) -> Frame {
    framer.next(received)
}

#[unsafe(no_mangle)]
pub fn transport_response_target(
    via: &[u8],
    source: core::net::SocketAddr,
) -> Option<core::net::SocketAddr> {
    let via = Via::from_value(via).ok()?;
    let transport = Transport::from_name(via.transport())?;
    Some(response_target(&via, source, transport))
}
