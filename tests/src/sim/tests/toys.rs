//! Small nodes.

use std::collections::VecDeque;
use std::net::SocketAddr;

use sip_core::Instant;
use sip_core::endpoint::{Transaction, Transmit};
use sip_core::transport::{ConnectionId, Flow, FrameError, Transport};

use crate::sim::Node;

/// Sends what it is told, remembers what comes, and perhaps answers with the same bytes.
#[derive(Default)]
pub(super) struct Toy {
    name: String,
    addresses: Vec<SocketAddr>,
    pub(super) echoes: bool,
    /// Sends this once, by this way, when its deadline comes.
    pub(super) alarm: Option<(Instant, Flow, Vec<u8>)>,
    pub(super) received: Vec<(Instant, Flow, Vec<u8>)>,
    pub(super) woken: Vec<Instant>,
    pub(super) broken: Vec<FrameError>,
    pub(super) disconnected: Vec<ConnectionId>,
    pub(super) failed: Vec<Flow>,
    waiting: VecDeque<(Flow, Vec<u8>)>,
    sending: Vec<u8>,
}

impl Toy {
    pub(super) fn new(name: &str, address: &str) -> Self {
        Self { name: name.into(), addresses: vec![addr(address)], ..Self::default() }
    }

    pub(super) fn echo(name: &str, address: &str) -> Self {
        Self { echoes: true, ..Self::new(name, address) }
    }

    pub(super) fn send(&mut self, transport: Transport, to: &str, bytes: impl Into<Vec<u8>>) {
        self.waiting.push_back((self.flow(transport, to), bytes.into()));
    }

    pub(super) fn reply(&mut self, flow: Flow, bytes: impl Into<Vec<u8>>) {
        self.waiting.push_back((flow, bytes.into()));
    }

    pub(super) fn flow(&self, transport: Transport, to: &str) -> Flow {
        let udp = Flow::udp(self.addresses[0], addr(to));
        Flow { transport, ..udp }
    }

    pub(super) fn texts(&self) -> Vec<&[u8]> {
        self.received.iter().map(|(_, _, bytes)| &bytes[..]).collect()
    }
}

impl Node for Toy {
    fn name(&self) -> &str {
        &self.name
    }

    fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    fn receive(&mut self, now: Instant, flow: Flow, bytes: &[u8]) {
        self.received.push((now, flow, bytes.into()));
        if self.echoes {
            self.waiting.push_back((flow, bytes.into()));
        }
    }

    fn receive_broken(&mut self, _: Instant, flow: Flow, _: &[u8], error: FrameError) {
        self.broken.push(error);
        self.waiting.push_back((flow, message("goodbye")));
    }

    fn handle_disconnect(&mut self, _: Instant, connection: ConnectionId) {
        self.disconnected.push(connection);
    }

    fn handle_transport_error(&mut self, _: Instant, flow: Flow, _: Option<Transaction>) {
        self.failed.push(flow);
    }

    fn handle_deadline(&mut self, now: Instant) {
        self.woken.push(now);
        if let Some((_, flow, bytes)) = self.alarm.take() {
            self.waiting.push_back((flow, bytes));
        }
    }

    fn poll_transmit(&mut self) -> Option<Transmit<'_>> {
        let (flow, bytes) = self.waiting.pop_front()?;
        self.sending = bytes;
        Some(Transmit { flow, bytes: &self.sending, transaction: None })
    }

    fn poll_deadline(&self) -> Option<Instant> {
        self.alarm.as_ref().map(|alarm| alarm.0)
    }
}

pub(super) fn addr(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

pub(super) const ALICE: &str = "192.0.2.1:5060";
pub(super) const PROXY: &str = "192.0.2.2:5060";
pub(super) const BOB: &str = "192.0.2.3:5060";

/// A request that a stream can carry.
pub(super) fn message(body: &str) -> Vec<u8> {
    request("MESSAGE", body)
}

pub(super) fn request(method: &str, body: &str) -> Vec<u8> {
    let len = body.len();
    format!(
        "{method} sip:bob@example.com SIP/2.0\r\nCSeq: 1 {method}\r\nContent-Length: {len}\r\n\r\n{body}"
    )
    .into()
}

pub(super) fn response(status: &str, method: &str) -> Vec<u8> {
    format!("SIP/2.0 {status}\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n").into()
}
