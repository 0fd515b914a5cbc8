//! The transaction layer (§17) and the part of the transport layer that needs no socket (§18).
//!
//! An [`Endpoint`] owns the transactions of one element. It matches messages to them, repeats
//! what an unreliable transport may have lost, absorbs what the peer repeats, and gives up in
//! time. Bytes and time go in; bytes to send, events and the next deadline come out:
//!
//! ```
//! # use sip_core::endpoint::{Config, Endpoint, Growing, Incoming, Secret};
//! # use sip_core::transport::Flow;
//! # use sip_core::{Instant, StatusCode};
//! # struct Rng;
//! # impl rand_core::TryRng for Rng {
//! #     type Error = core::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(4) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { Ok(4) }
//! #     fn try_fill_bytes(&mut self, b: &mut [u8]) -> Result<(), Self::Error> { Ok(b.fill(4)) }
//! # }
//! # impl rand_core::TryCryptoRng for Rng {}
//! # let mut your_rng = Rng;
//! let mut endpoint = Endpoint::<Growing>::new(Config::DEFAULT, Secret::new(&mut your_rng));
//! let flow = Flow::udp("192.0.2.1:5060".parse()?, "192.0.2.9:5060".parse()?);
//! let now = Instant::from_millis(0);
//! let datagram = b"OPTIONS sip:192.0.2.1 SIP/2.0\r\n\
//!     Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\n\
//!     From: <sip:a@192.0.2.9>;tag=1\r\nTo: <sip:192.0.2.1>\r\nCall-ID: 1\r\n\
//!     CSeq: 1 OPTIONS\r\n\r\n";
//! match endpoint.receive(now, flow, datagram) {
//!     Incoming::Request(transaction, request) => {
//!         assert_eq!(request.uri_text(), b"sip:192.0.2.1");
//!         endpoint.respond(now, transaction, StatusCode::OK, |_headers| {})?;
//!     }
//!     _ => unreachable!(),
//! }
//! while let Some(transmit) = endpoint.poll_transmit() {
//!     assert!(transmit.bytes.starts_with(b"SIP/2.0 200 OK\r\n"));
//!     // socket.send_to(transmit.bytes, transmit.flow.remote)
//! }
//! while let Some(_event) = endpoint.poll_event() {}
//! let wake_at = endpoint.poll_deadline().expect("timer J runs");
//! endpoint.handle_deadline(wake_at);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! After any call that takes `&mut self`: drain [`poll_transmit`](Endpoint::poll_transmit), then
//! [`poll_event`](Endpoint::poll_event), then ask for
//! [`poll_deadline`](Endpoint::poll_deadline). Calling early, late or twice is harmless, and so is
//! time that goes backwards: it counts as standing still.
//!
//! A full table is an answer: a request that finds no place gets a 503 without a transaction, and
//! those that live go on.

mod client;
mod config;
mod counters;
mod handle;
mod incoming;
mod key;
mod outputs;
mod queue;
mod receive;
mod secret;
mod server;
mod slot;
mod storage;
mod table;
mod timers;

pub use config::Config;
pub use counters::Counters;
pub use handle::{ClientTransaction, ServerTransaction, Transaction};
pub use incoming::{Incoming, Rejection};
pub use outputs::{Event, Transmit};
pub(crate) use secret::Purpose;
pub use secret::{Identifier, Secret};
#[cfg(feature = "alloc")]
pub use storage::Growing;
pub use storage::{Fixed, List, Packet, Storage};

use core::fmt;

use crate::message::{Response, Sink, WriteError, write_ack};
use crate::time::Instant;
use crate::transaction::{Action, Actions, Timer};
use crate::transport::Flow;
use key::ServerKey;
use queue::Outbox;
use slot::{Input, Machine};
use table::Table;

/// The transactions of one element. See the [module](self).
pub struct Endpoint<S: Storage> {
    config: Config,
    secret: Secret,
    /// The latest moment that the caller told.
    now: Instant,
    table: Table<S>,
    outbox: Outbox<S>,
    /// Where a message is written before it takes the place of another.
    scratch: S::Packet,
    /// The turn of the next message to be sent.
    ticket: u64,
    counters: Counters,
}

/// Why a message was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// The transaction has ended.
    Gone,
    /// Its state has no place for this message: a second final response, a CANCEL for a request
    /// that has its final response.
    Late,
    /// A CANCEL before any response came: it must wait for a provisional one (§9.1). Or a
    /// repetition of a response before there was one.
    Early,
    /// What no element may send: in answer to a request other than INVITE a 1xx that is not 100,
    /// or a 408 (RFC 4320 §4.1, §4.2); an ACK by a transaction (§17).
    Forbidden,
    /// The table, or the outbox, is full.
    Full,
    /// The message could not be written.
    Write(WriteError),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("the transaction has ended"),
            Self::Late => f.write_str("too late for this message"),
            Self::Early => f.write_str("no response yet"),
            Self::Forbidden => f.write_str("not to be sent in this place"),
            Self::Full => f.write_str("no room"),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for SendError {}

impl<S: Storage> Endpoint<S> {
    /// An endpoint without transactions.
    pub fn new(config: Config, secret: Secret) -> Self {
        Self {
            config,
            secret,
            now: Instant::ORIGIN,
            table: Table::new(config.max_transactions),
            outbox: Outbox::new(config.max_outbox),
            scratch: S::Packet::default(),
            ticket: 0,
            counters: Counters::default(),
        }
    }

    /// The settings.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// What happened so far, counted.
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    /// How many transactions live.
    pub const fn live_transactions(&self) -> u32 {
        self.table.live()
    }

    /// A fresh identifier, for a tag or a Call-ID (§19.3, §8.1.1.4).
    pub fn identifier(&mut self) -> Identifier {
        self.secret.identifier()
    }

    /// The secret from which identifiers come.
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Time never goes backwards.
    fn advance(&mut self, now: Instant) -> Instant {
        self.now = self.now.max(now);
        self.now
    }

    fn next_ticket(&mut self) -> u64 {
        self.ticket = self.ticket.wrapping_add(1);
        self.ticket
    }

    /// Gives `input` to the machine of a transaction and does what it asks for. `response` is the
    /// one at hand, for an ACK. Says whether the message at hand is to be delivered.
    fn step(&mut self, index: u32, input: Input, response: Option<&Response<'_>>) -> bool {
        let Some(slot) = self.table.get_mut(index) else { return false };
        let Some(machine) = slot.machine else { return false };
        let (machine, actions) = machine.step(input, &slot.flow);
        slot.machine = Some(machine);
        let deliver = self.perform(index, actions, response);
        if machine.is_terminated() {
            self.table.end(index);
        }
        deliver
    }

    fn perform(&mut self, index: u32, actions: Actions, response: Option<&Response<'_>>) -> bool {
        let mut deliver = false;
        for action in actions {
            match *action {
                Action::Send => self.queue_packet(index),
                Action::SendTrying => self.send_trying(index),
                Action::Resend => {
                    self.counters.retransmitted = self.counters.retransmitted.wrapping_add(1);
                    self.queue_packet(index);
                }
                Action::SendAck => self.write_ack(index, response),
                Action::Deliver => deliver = true,
                Action::Start(timer) => self.start_timer(index, timer, 0),
                Action::Restart(timer) => {
                    let repeats = self.table.get(index).map_or(0, |slot| slot.repeats);
                    self.start_timer(index, timer, repeats.saturating_add(1));
                }
                Action::RestartCapped(timer) => self.start_timer(index, timer, Timer::CAPPED),
                Action::Stop(lane) => self.table.stop_timer(index, lane),
                Action::Inform(failure) => {
                    if let Some(slot) = self.table.get_mut(index) {
                        slot.failure = Some(failure);
                        self.table.queue_event(index);
                    }
                }
            }
        }
        deliver
    }

    fn queue_packet(&mut self, index: u32) {
        if self.table.get(index).is_none_or(|slot| slot.packet.as_ref().is_empty()) {
            return;
        }
        let ticket = self.next_ticket();
        self.table.queue_transmit(index, ticket);
    }

    fn start_timer(&mut self, index: u32, timer: Timer, repeats: u8) {
        self.table.start_timer(index, timer, repeats, &self.config.timings, self.now);
    }

    /// Puts the ACK for `response` in the place of the INVITE (§17.1.1.3).
    fn write_ack(&mut self, index: u32, response: Option<&Response<'_>>) {
        let Some(slot) = self.table.get_mut(index) else { return };
        let invite = crate::Message::read(slot.packet.as_ref()).ok();
        let invite = invite.as_ref().and_then(crate::Message::as_request);
        let (Some(invite), Some(response)) = (invite, response) else { return };
        if write_ack(&mut self.scratch, invite, response).is_err() {
            self.counters.dropped = self.counters.dropped.wrapping_add(1);
            // What comes again is to be answered by this ACK, and never by the INVITE.
            slot.packet.clear();
            return;
        }
        core::mem::swap(&mut slot.packet, &mut self.scratch);
        self.queue_packet(index);
    }

    /// Puts a transaction into the table that begins now.
    fn insert(
        &mut self,
        key: ServerKey,
        flow: Flow,
        tag: Identifier,
        machine: Machine,
    ) -> Option<u32> {
        let index = self.table.insert(key, flow, tag, machine)?;
        self.table.get_mut(index)?.began = self.now;
        Some(index)
    }
}

impl<S: Storage> fmt::Debug for Endpoint<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("now", &self.now)
            .field("live_transactions", &self.table.live())
            .field("counters", &self.counters)
            .finish_non_exhaustive()
    }
}
