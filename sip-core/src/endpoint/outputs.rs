//! What comes out of an endpoint: messages to send, events, the next deadline.

use super::handle::{ClientTransaction, Handle, ServerTransaction, Transaction};
use super::slot::Input;
use super::{Endpoint, Storage};
use crate::time::Instant;
use crate::transaction::{Action, Failure};
use crate::transport::{ConnectionId, Flow};

/// A message to be sent.
///
/// By a transport with connections: through the connection that the flow names, while that is
/// open, and else through one to the flow's remote address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transmit<'e> {
    /// By which way.
    pub flow: Flow,
    /// The message. It lies in the endpoint's storage, and is to be sent before the next call.
    pub bytes: &'e [u8],
    /// Whose message it is: what [`handle_transport_error`](Endpoint::handle_transport_error)
    /// wants to know if it cannot be sent. `None` if nobody waits for an answer.
    pub transaction: Option<Transaction>,
}

/// What happened to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nobody answered, or the transport failed. To a client that is as good as a 408 or a 503
    /// (§8.1.3.1).
    Failed {
        /// Whose.
        transaction: Transaction,
        /// How.
        failure: Failure,
    },
    /// The transaction is over, and its handle is worth nothing any more. Each transaction ends
    /// once.
    Ended {
        /// Whose.
        transaction: Transaction,
    },
}

impl<S: Storage> Endpoint<S> {
    /// The next message to be sent, in the order in which they came to be.
    pub fn poll_transmit(&mut self) -> Option<Transmit<'_>> {
        let letter_first = match (self.table.first_transmit(), self.outbox.first()) {
            (Some(slot), Some(letter)) => letter < slot,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return None,
        };
        self.counters.sent = self.counters.sent.wrapping_add(1);
        if letter_first {
            let (flow, bytes) = self.outbox.pop()?;
            return Some(Transmit { flow, bytes, transaction: None });
        }
        let index = self.table.pop_transmit()?;
        let ended = self.table.get(index)?.machine.is_none();
        let transaction = if ended { None } else { self.transaction(index) };
        // The bytes stay in place when the place is given out: only a new message changes them.
        self.table.release_if_done(index);
        let slot = self.table.get(index)?;
        Some(Transmit { flow: slot.flow, bytes: slot.packet.as_ref(), transaction })
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<Event> {
        loop {
            let index = self.table.first_event()?;
            let transaction = self.transaction(index)?;
            let slot = self.table.get_mut(index)?;
            let event = if let Some(failure) = slot.failure.take() {
                Some(Event::Failed { transaction, failure })
            } else if slot.ended {
                slot.ended = false;
                Some(Event::Ended { transaction })
            } else {
                None
            };
            if !slot.has_news() {
                self.table.pop_event();
                self.table.release_if_done(index);
            }
            if event.is_some() {
                return event;
            }
        }
    }

    /// When [`handle_deadline`](Self::handle_deadline) is to be called next; `None` for never.
    pub fn poll_deadline(&self) -> Option<Instant> {
        self.table.next_deadline()
    }

    /// Lets the timers fire that are due.
    pub fn handle_deadline(&mut self, now: Instant) {
        let now = self.advance(now);
        while let Some((index, timer)) = self.table.take_due(now) {
            self.step(index, Input::Fired(timer), None);
        }
    }

    /// To be called when a [`Transmit`] could not be sent, with its transaction.
    ///
    /// A client transaction ends, and says so; a server transaction says so and lives on
    /// (§17.1.4, RFC 6026 §8.8).
    pub fn handle_transport_error(&mut self, now: Instant, transaction: Transaction) {
        self.advance(now);
        if let Some(index) = self.resolve(transaction) {
            self.step(index, Input::TransportError, None);
        }
    }

    /// To be called when a connection was lost.
    ///
    /// For a client transaction on it that is as
    /// [`handle_transport_error`](Self::handle_transport_error), unless a provisional response to
    /// its INVITE came: the final one may come by another connection (§18.2.2). A server
    /// transaction answers by another one from now on. The work grows with the number of
    /// transactions.
    pub fn handle_disconnect(&mut self, now: Instant, connection: ConnectionId) {
        self.advance(now);
        let count = u32::try_from(self.table.slots.as_ref().len()).unwrap_or(u32::MAX);
        for index in 0..count {
            let Some(slot) = self.table.get_mut(index) else { continue };
            if slot.flow.connection == Some(connection) && slot.machine.is_some() {
                slot.flow.connection = None;
                if slot.is_client {
                    self.step(index, Input::TransportError, None);
                }
            }
        }
    }

    /// The living transaction that a handle means.
    pub(super) fn resolve(&self, transaction: Transaction) -> Option<u32> {
        let Handle { index, generation } = transaction.handle();
        let slot = self.table.get(index)?;
        (slot.generation == generation && slot.machine.is_some()).then_some(index)
    }

    /// The handle of the transaction that lives, or lived last, at `index`.
    pub(super) fn transaction(&self, index: u32) -> Option<Transaction> {
        let slot = self.table.get(index)?;
        let handle = Handle { index, generation: slot.generation };
        Some(if slot.is_client {
            Transaction::Client(ClientTransaction(handle))
        } else {
            Transaction::Server(ServerTransaction(handle))
        })
    }

    /// Whether a machine would send the message at hand.
    pub(super) fn would_send(&self, index: u32, input: Input) -> bool {
        let Some(slot) = self.table.get(index) else { return false };
        let Some(machine) = slot.machine else { return false };
        machine.step(input, &slot.flow).1.contains(&Action::Send)
    }
}
