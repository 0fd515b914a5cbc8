//! What takes part in a network.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::net::SocketAddr;

use sip_core::Instant;
use sip_core::endpoint::{Transaction, Transmit};
use sip_core::transport::{ConnectionId, Flow, FrameError};

/// An element of the network: most often an endpoint with a transaction user on top.
///
/// After each call that takes `&mut self`, the network drains [`poll_transmit`](Self::poll_transmit),
/// then calls [`react`](Self::react), and repeats both until neither has anything; then it asks
/// for [`poll_deadline`](Self::poll_deadline). That is the contract of
/// [`Endpoint`](sip_core::endpoint), whose names these are.
pub trait Node: Any {
    /// What it is called in the ladder.
    fn name(&self) -> &str;

    /// Where it listens, for datagrams and connections. Asked for once, when it is added.
    fn addresses(&self) -> &[SocketAddr];

    /// One datagram, or one whole message from a stream.
    fn receive(&mut self, now: Instant, flow: Flow, bytes: &[u8]);

    /// A stream cannot be read on. It is closed as soon as what this node wants to send was sent.
    fn receive_broken(&mut self, _now: Instant, _flow: Flow, _bytes: &[u8], _error: FrameError) {}

    /// A connection that this node had is closed.
    fn handle_disconnect(&mut self, _now: Instant, _connection: ConnectionId) {}

    /// Something could not be sent: no such destination, too large, or the connection broke
    /// before it left.
    fn handle_transport_error(&mut self, _now: Instant, _flow: Flow, _of: Option<Transaction>) {}

    /// The deadline has come.
    fn handle_deadline(&mut self, now: Instant);

    /// The next message to be sent.
    fn poll_transmit(&mut self) -> Option<Transmit<'_>>;

    /// Takes what its endpoint has to tell, and acts. Says whether there was anything.
    fn react(&mut self, _now: Instant) -> bool {
        false
    }

    /// When [`handle_deadline`](Self::handle_deadline) is to be called. One that lies in the past
    /// is due at once.
    fn poll_deadline(&self) -> Option<Instant>;
}

/// A node of type `T` in a network.
pub struct NodeId<T> {
    pub(super) index: usize,
    node: PhantomData<fn() -> T>,
}

impl<T> NodeId<T> {
    pub(super) const fn new(index: usize) -> Self {
        Self { index, node: PhantomData }
    }

    /// Its place among the nodes, in the order in which they were added: what a
    /// [`Record`](super::Record) names it by.
    pub const fn index(self) -> usize {
        self.index
    }
}

impl<T> Clone for NodeId<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeId<T> {}

impl<T> fmt::Debug for NodeId<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({})", self.index)
    }
}
