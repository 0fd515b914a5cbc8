//! The network: its nodes, its settings, and how a node is driven.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::rc::Rc;

use sip_core::Instant;
use sip_core::endpoint::Transaction;
use sip_core::transport::{Flow, Transport};

use super::capture::Capture;
use super::connection::Connection;
use super::datagram::{Link, Passing, Rule, Verdict};
use super::dice::Dice;
use super::node::{Node, NodeId};
use super::queue::{Arrival, Queue};
use super::trace::{Fate, Trace};

/// A network of [`Node`]s. See the [module](super).
pub struct Net {
    pub(super) seed: u64,
    pub(super) now: Instant,
    pub(super) dice: Dice,
    pub(super) link: Link,
    pub(super) rules: Vec<Rule>,
    pub(super) max_message: usize,
    pub(super) max_events: u64,
    pub(super) seats: Vec<Seat>,
    pub(super) directory: BTreeMap<SocketAddr, usize>,
    pub(super) queue: Queue,
    pub(super) connections: Vec<Connection>,
    pub(super) trace: Trace,
    pub(super) capture: Capture,
    /// A node went on and on in one call: no run goes on after that.
    pub(super) runaway: bool,
}

/// A node and what the network knows of it.
pub(super) struct Seat {
    pub(super) node: Box<dyn Node>,
    pub(super) addresses: Vec<SocketAddr>,
    /// Its deadline when it was driven last.
    pub(super) deadline: Option<Instant>,
}

/// How many messages and reactions one call of a node may lead to.
const MAX_TURNS: u32 = 100_000;

/// What fits into a datagram over IPv4.
const MAX_DATAGRAM: usize = 65_507;

impl Net {
    /// A network without delay or fault, at [`Instant::ORIGIN`].
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            now: Instant::ORIGIN,
            dice: Dice::new(seed),
            link: Link::default(),
            rules: Vec::new(),
            max_message: 65_535,
            max_events: 1_000_000,
            seats: Vec::new(),
            directory: BTreeMap::new(),
            queue: Queue::default(),
            connections: Vec::new(),
            trace: Trace::default(),
            capture: Capture::default(),
            runaway: false,
        }
    }

    /// How many milliseconds a packet is under way, each as likely as the other. Default 0.
    #[must_use]
    pub fn latency(mut self, millis: RangeInclusive<u64>) -> Self {
        self.link.latency = millis;
        self
    }

    /// How likely a datagram is lost. Default 0.
    #[must_use]
    pub fn loss(mut self, probability: f64) -> Self {
        self.link.loss = probability;
        self
    }

    /// How likely the network makes a second copy of a datagram, with a fate of its own.
    /// Default 0.
    #[must_use]
    pub fn duplicate(mut self, probability: f64) -> Self {
        self.link.duplicate = probability;
        self
    }

    /// How likely a datagram is held back long enough for a later one to overtake it: by one to
    /// three times the longest latency, and 1 ms. Default 0.
    #[must_use]
    pub fn reorder(mut self, probability: f64) -> Self {
        self.link.reorder = probability;
        self
    }

    /// How many events a run may take. Default 1 000 000.
    #[must_use]
    pub const fn max_events(mut self, events: u64) -> Self {
        self.max_events = events;
        self
    }

    /// How large a message on a stream may be. Default 65 535.
    #[must_use]
    pub const fn max_message(mut self, bytes: usize) -> Self {
        self.max_message = bytes;
        self
    }

    /// Asks `rule` what is to become of each datagram, before chance is asked. The first rule that
    /// does not let it [pass](Verdict::Pass) decides. Streams know no rules.
    pub fn rule(&mut self, rule: impl FnMut(&Passing<'_>) -> Verdict + 'static) {
        self.rules.push(Box::new(rule));
    }

    /// Loses the first `count` datagrams that are `meant`.
    pub fn lose_first(
        &mut self,
        count: u32,
        mut meant: impl FnMut(&Passing<'_>) -> bool + 'static,
    ) {
        let mut left = count;
        self.rule(move |passing| {
            if left == 0 || !meant(passing) {
                return Verdict::Pass;
            }
            left -= 1;
            Verdict::Lose
        });
    }

    /// Changes latency and faults for what is sent from now on.
    pub fn set_link(&mut self, link: Link) {
        self.link = link;
    }

    /// Adds a node.
    ///
    /// # Panics
    /// If another node has one of its addresses.
    pub fn add<T: Node>(&mut self, node: T) -> NodeId<T> {
        let index = self.seats.len();
        let addresses = node.addresses().to_vec();
        for &address in &addresses {
            let other = self.directory.insert(address, index);
            assert!(other.is_none(), "{address} is taken");
        }
        self.trace.add_name(node.name());
        self.seats.push(Seat { node: Box::new(node), addresses, deadline: None });
        self.settle(index);
        NodeId::new(index)
    }

    /// A node.
    ///
    /// # Panics
    /// If the id is another network's.
    pub fn get<T: Node>(&self, id: NodeId<T>) -> &T {
        let node: &dyn Any = &*self.seats[id.index].node;
        node.downcast_ref().expect("the id of another network")
    }

    /// Lets a user act on a node; what it leads to is sent.
    ///
    /// # Panics
    /// If the id is another network's.
    pub fn with<T: Node, R>(&mut self, id: NodeId<T>, act: impl FnOnce(&mut T, Instant) -> R) -> R {
        let node: &mut dyn Any = &mut *self.seats[id.index].node;
        let result = act(node.downcast_mut().expect("the id of another network"), self.now);
        self.settle(id.index);
        result
    }

    /// The virtual time.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The seed.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// What was sent so far.
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Writes a line into the ladder.
    pub fn note(&mut self, text: impl Into<String>) {
        self.trace.note(self.now, text.into());
    }

    /// What was sent so far as a capture file, one packet for each arrow of the ladder: lost ones
    /// and the network's copies too, each at the time when it was sent. Streams are there with the
    /// segments that they were cut into.
    pub fn pcap(&self) -> Vec<u8> {
        self.capture.to_pcap()
    }

    /// Lets a node act, and then does all that it asks for.
    pub(super) fn drive(&mut self, index: usize, act: impl FnOnce(&mut dyn Node, Instant)) {
        act(&mut *self.seats[index].node, self.now);
        self.settle(index);
    }

    fn settle(&mut self, index: usize) {
        for _ in 0..MAX_TURNS {
            let node = &mut self.seats[index].node;
            if let Some(transmit) = node.poll_transmit() {
                let (flow, bytes) = (transmit.flow, Rc::from(transmit.bytes));
                let transaction = transmit.transaction;
                self.send(index, flow, bytes, transaction);
            } else if !node.react(self.now) {
                self.seats[index].deadline = self.seats[index].node.poll_deadline();
                return;
            }
        }
        self.runaway = true;
        let text = format!("{} does not come to rest", self.trace.name(index));
        self.note(text);
    }

    fn send(&mut self, from: usize, flow: Flow, bytes: Rc<[u8]>, transaction: Option<Transaction>) {
        if let Err(why) = self.sendable(from, &flow, &bytes) {
            let record = self.trace.record(self.now, from, None, flow, bytes);
            self.trace.set_fate(record, Fate::Lost);
            self.note(format!("{}: {why}", self.trace.name(from)));
            self.queue.push(self.now, Arrival::Failure { node: from, flow, transaction });
        } else if flow.transport == Transport::Udp {
            self.send_datagram(from, flow, &bytes);
        } else {
            self.send_on_stream(from, flow, bytes, transaction);
        }
    }

    /// What a socket would refuse at once.
    fn sendable(&self, from: usize, flow: &Flow, bytes: &[u8]) -> Result<(), String> {
        let own = &self.seats[from].addresses;
        // A connection has a port of its own.
        let is_own = match flow.transport {
            Transport::Udp => own.contains(&flow.local),
            _ => own.iter().any(|address| address.ip() == flow.local.ip()),
        };
        if !is_own {
            return Err(format!("{} is not its address", flow.local));
        }
        if flow.local.is_ipv4() != flow.remote.is_ipv4() {
            return Err(format!("no way from {} to {}", flow.local, flow.remote));
        }
        if flow.transport == Transport::Udp && bytes.len() > MAX_DATAGRAM {
            return Err(format!("{} bytes do not fit into a datagram", bytes.len()));
        }
        Ok(())
    }
}

impl fmt::Display for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, {} ms", self.seed, self.now.as_millis())?;
        f.write_str(&self.trace.ladder())
    }
}

impl fmt::Debug for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Net")
            .field("seed", &self.seed)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}
