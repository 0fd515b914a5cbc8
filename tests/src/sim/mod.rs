//! A deterministic network in virtual time, for everything that is built on sip-core.
//!
//! A [`Net`] carries datagrams and streams between [`Node`]s. Its clock jumps from one arrival or
//! deadline to the next; nothing sleeps, opens a port or asks the operating system for anything.
//! All chance comes from one seed, so the same seed gives the same [`Trace`], byte for byte.
//!
//! * datagrams are delayed, lost, duplicated and held back, each by itself ([`Link`]), or as a
//!   [rule](Net::rule) says, which is how a test loses just the first ACK;
//! * streams are reliable and ordered, and cut anywhere: connections are opened on demand, and
//!   the receiving end frames what comes ([`StreamConnection`]), so that a node gets messages;
//! * a run is bounded in virtual time and in events: it ends with an [`Outcome`], never not at all;
//! * [`Trace::ladder`] draws what happened, [`Net::pcap`] writes it for Wireshark.

mod capture;
mod connection;
mod datagram;
mod dice;
mod ladder;
mod net;
mod node;
mod queue;
mod run;
mod stream;
#[cfg(test)]
mod tests;
mod trace;

pub use datagram::{Link, Passing, Verdict};
pub use dice::rng;
pub use net::Net;
pub use node::{Node, NodeId};
pub use run::Outcome;
pub use stream::{Received, StreamConnection};
pub use trace::{Fate, Note, Record, Trace};
