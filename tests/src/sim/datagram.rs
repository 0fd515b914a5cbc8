//! Datagrams and what becomes of them.

use std::ops::RangeInclusive;
use std::rc::Rc;
use std::time::Duration;

use sip_core::transport::Flow;
use sip_core::{Instant, Message};

use super::net::Net;
use super::queue::Arrival;
use super::trace::{Fate, label};

/// How the network treats what is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// See [`Net::latency`].
    pub latency: RangeInclusive<u64>,
    /// See [`Net::loss`].
    pub loss: f64,
    /// See [`Net::duplicate`].
    pub duplicate: f64,
    /// See [`Net::reorder`].
    pub reorder: f64,
}

impl Default for Link {
    fn default() -> Self {
        Self { latency: 0..=0, loss: 0.0, duplicate: 0.0, reorder: 0.0 }
    }
}

/// A datagram that is being sent.
#[derive(Clone, Copy, Debug)]
pub struct Passing<'a> {
    /// When.
    pub at: Instant,
    /// The sender's name.
    pub from: &'a str,
    /// The receiver's; `None` if nobody listens there.
    pub to: Option<&'a str>,
    /// As the sender sees it.
    pub flow: Flow,
    /// The payload.
    pub bytes: &'a [u8],
}

impl Passing<'_> {
    /// As in the ladder: `INVITE sip:bob@example.com`, `200 OK (INVITE)`.
    pub fn label(&self) -> String {
        label(self.bytes)
    }

    /// Whether it is a request of this method.
    pub fn is_request(&self, method: &str) -> bool {
        let request = Message::read(self.bytes).ok();
        let request = request.as_ref().and_then(Message::as_request);
        request.is_some_and(|request| request.method().as_bytes() == method.as_bytes())
    }

    /// Whether it is a response with this status to a request of this method.
    pub fn is_response(&self, status: u16, method: &str) -> bool {
        let label = self.label();
        label.starts_with(&format!("{status} ")) && label.ends_with(&format!("({method})"))
    }
}

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The next rule is asked, and then chance.
    Pass,
    /// It is lost.
    Lose,
    /// It arrives, once, as long after it was sent.
    Deliver(Duration),
}

pub(super) type Rule = Box<dyn FnMut(&Passing<'_>) -> Verdict>;

impl Net {
    pub(super) fn send_datagram(&mut self, from: usize, flow: Flow, bytes: &Rc<[u8]>) {
        let to = self.directory.get(&flow.remote).copied();
        let first = self.trace.record(self.now, from, to, flow, Rc::clone(bytes));
        match self.judge(from, to, flow, bytes) {
            Verdict::Lose => self.carry(first, Fate::Lost),
            Verdict::Deliver(after) => self.carry(first, Fate::Arrives(self.now + after)),
            Verdict::Pass => {
                let twice = self.dice.happens(self.link.duplicate) && to.is_some();
                let fate = self.draw_fate();
                self.carry(first, fate);
                if twice {
                    let copy = self.trace.record_copy(first);
                    let fate = self.draw_fate();
                    self.carry(copy, fate);
                }
            }
        }
    }

    /// How long something is under way.
    pub(super) fn draw_latency(&mut self) -> Duration {
        Duration::from_millis(self.dice.within(self.link.latency.clone()))
    }

    fn judge(&mut self, from: usize, to: Option<usize>, flow: Flow, bytes: &[u8]) -> Verdict {
        let trace = &self.trace;
        let to = to.map(|to| trace.name(to));
        let passing = Passing { at: self.now, from: trace.name(from), to, flow, bytes };
        let mut verdicts = self.rules.iter_mut().map(|rule| rule(&passing));
        verdicts.find(|&verdict| verdict != Verdict::Pass).unwrap_or(Verdict::Pass)
    }

    fn draw_fate(&mut self) -> Fate {
        // All is drawn, whether it matters or not: see `Dice::happens`.
        let lost = self.dice.happens(self.link.loss);
        let held = self.dice.happens(self.link.reorder);
        let latency = self.draw_latency();
        let longest = self.link.latency.end().saturating_add(1);
        let extra = self.dice.within(longest..=longest.saturating_mul(3));
        let extra = if held { Duration::from_millis(extra) } else { Duration::ZERO };
        if lost { Fate::Lost } else { Fate::Arrives(self.now + latency + extra) }
    }

    fn carry(&mut self, record: usize, fate: Fate) {
        let sent = self.trace.get(record);
        let (to, flow, bytes) = (sent.to, sent.flow, Rc::clone(&sent.bytes));
        self.capture.datagram(self.now, &flow, Rc::clone(&bytes));
        let (Some(node), Fate::Arrives(at)) = (to, fate) else {
            return self.trace.set_fate(record, Fate::Lost);
        };
        self.trace.set_fate(record, fate);
        let flow = Flow::udp(flow.remote, flow.local);
        self.queue.push(at, Arrival::Datagram { record, node, flow, bytes });
    }
}
