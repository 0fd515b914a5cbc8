//! The endpoint on fixed storage.

use core::convert::Infallible;

use sip_core::endpoint::{
    ClientTransaction, Config, Endpoint, Event, Fixed, Identifier, Incoming, Secret, SendError,
    ServerTransaction, Transaction,
};
use sip_core::header::KnownHeader;
use sip_core::transport::{ConnectionId, Flow, FrameError};
use sip_core::{Instant, Method, StatusCode};

/// An intercom's.
pub type Small = Endpoint<Fixed<4, 800, 2>>;

/// A generator that is none: here nothing has to be random.
struct Given([u8; 16]);

impl rand_core::TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(4)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(4)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.iter_mut().zip(self.0).for_each(|(byte, given)| *byte = given);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Given {}

#[unsafe(no_mangle)]
pub fn endpoint_new(secret: [u8; 16]) -> Small {
    Endpoint::new(Config::DEFAULT, Secret::new(&mut Given(secret)))
}

#[unsafe(no_mangle)]
pub fn endpoint_receive<'b>(
    endpoint: &mut Small,
    now: Instant,
    flow: Flow,
    bytes: &'b [u8],
) -> Incoming<'b> {
    endpoint.receive(now, flow, bytes)
}

#[unsafe(no_mangle)]
pub fn endpoint_receive_broken<'b>(
    endpoint: &mut Small,
    now: Instant,
    flow: Flow,
    bytes: &'b [u8],
    error: FrameError,
) -> Incoming<'b> {
    endpoint.receive_broken(now, flow, bytes, error)
}

#[unsafe(no_mangle)]
pub fn endpoint_request(
    endpoint: &mut Small,
    now: Instant,
    flow: Flow,
    method: Method<'_>,
    uri: &[u8],
    to: &[u8],
) -> Result<ClientTransaction, SendError> {
    endpoint.request(now, flow, method, uri, |headers| {
        headers.field(KnownHeader::To, &[to]).body(b"text/plain", to);
    })
}

#[unsafe(no_mangle)]
pub fn endpoint_respond(
    endpoint: &mut Small,
    now: Instant,
    transaction: ServerTransaction,
    status: StatusCode,
    contact: &[u8],
) -> Result<(), SendError> {
    endpoint.respond(now, transaction, status, |headers| {
        headers.field(KnownHeader::Contact, &[contact]);
    })
}

#[unsafe(no_mangle)]
pub fn endpoint_repeat(
    endpoint: &mut Small,
    now: Instant,
    transaction: ServerTransaction,
) -> Result<(), SendError> {
    endpoint.repeat(now, transaction)
}

#[unsafe(no_mangle)]
pub fn endpoint_cancel(
    endpoint: &mut Small,
    now: Instant,
    transaction: ClientTransaction,
) -> Result<ClientTransaction, SendError> {
    endpoint.cancel(now, transaction)
}

#[unsafe(no_mangle)]
pub fn endpoint_send_ack(
    endpoint: &mut Small,
    flow: Flow,
    uri: &[u8],
    branch: Identifier,
) -> Result<(), SendError> {
    endpoint.send_ack(flow, uri, branch, |_| {})
}

#[unsafe(no_mangle)]
pub fn endpoint_abandon(endpoint: &mut Small, now: Instant, transaction: Transaction) {
    endpoint.abandon(now, transaction);
}

#[unsafe(no_mangle)]
pub fn endpoint_poll_transmit(endpoint: &mut Small) -> Option<(Flow, &[u8])> {
    endpoint.poll_transmit().map(|transmit| (transmit.flow, transmit.bytes))
}

#[unsafe(no_mangle)]
pub fn endpoint_poll_event(endpoint: &mut Small) -> Option<Event> {
    endpoint.poll_event()
}

#[unsafe(no_mangle)]
pub fn endpoint_poll_deadline(endpoint: &Small) -> Option<Instant> {
    endpoint.poll_deadline()
}

#[unsafe(no_mangle)]
pub fn endpoint_handle_deadline(endpoint: &mut Small, now: Instant) {
    endpoint.handle_deadline(now);
}

#[unsafe(no_mangle)]
pub fn endpoint_handle_transport_error(
    endpoint: &mut Small,
    now: Instant,
    transaction: Transaction,
) {
    endpoint.handle_transport_error(now, transaction);
}

#[unsafe(no_mangle)]
pub fn endpoint_handle_disconnect(endpoint: &mut Small, now: Instant, connection: ConnectionId) {
    endpoint.handle_disconnect(now, connection);
}
