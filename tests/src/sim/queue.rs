//! What is under way, in the order in which it arrives.

use std::collections::BTreeMap;
use std::rc::Rc;

use sip_core::Instant;
use sip_core::endpoint::Transaction;
use sip_core::transport::Flow;

/// Something that happens at a moment.
#[derive(Debug)]
pub(super) enum Arrival {
    /// A datagram at a node; `flow` is as the node sees it.
    Datagram { record: usize, node: usize, flow: Flow, bytes: Rc<[u8]> },
    /// The answer to the opening of a connection is back where it was opened.
    Established { connection: usize },
    /// What an end of a connection has to send leaves it.
    Flush { connection: usize, end: usize },
    /// Bytes at an end of a connection.
    Segment { connection: usize, end: usize, bytes: Vec<u8> },
    /// The other side has closed.
    Closed { connection: usize, end: usize },
    /// A node hears that what it sent has failed.
    Failure { node: usize, flow: Flow, transaction: Option<Transaction> },
}

/// Arrivals by time; those of one moment in the order in which they were pushed.
#[derive(Debug, Default)]
pub(super) struct Queue {
    arrivals: BTreeMap<(Instant, u64), Arrival>,
    pushed: u64,
}

impl Queue {
    pub(super) fn push(&mut self, at: Instant, arrival: Arrival) {
        self.pushed += 1;
        self.arrivals.insert((at, self.pushed), arrival);
    }

    pub(super) fn next_at(&self) -> Option<Instant> {
        self.arrivals.first_key_value().map(|(&(at, _), _)| at)
    }

    pub(super) fn pop(&mut self) -> Option<Arrival> {
        self.arrivals.pop_first().map(|(_, arrival)| arrival)
    }
}
