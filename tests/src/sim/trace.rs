//! What was sent, by whom, and what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::SocketAddr;
use std::rc::Rc;

use sip_core::header::CSeq;
use sip_core::transport::Flow;
use sip_core::{Instant, Message};

use super::ladder;

/// All that was sent in a network, in order.
#[derive(Debug, Default)]
pub struct Trace {
    names: Vec<String>,
    records: Vec<Record>,
    notes: Vec<Note>,
    /// What was sent before, to tell retransmissions.
    seen: BTreeSet<(usize, SocketAddr, Rc<[u8]>)>,
    /// The latest transmission that arrived, from one address at another.
    latest: BTreeMap<(SocketAddr, SocketAddr), usize>,
    transmissions: usize,
}

/// A datagram, or a message on a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it was sent.
    pub sent_at: Instant,
    /// The sender's place among the nodes.
    pub from: usize,
    /// The receiver's; `None` if nobody listens there.
    pub to: Option<usize>,
    /// The way, as the sender gave it.
    pub flow: Flow,
    /// The message.
    pub bytes: Rc<[u8]>,
    /// What became of it.
    pub fate: Fate,
    /// The sender sent the same bytes to the same address before.
    pub retransmission: bool,
    /// The network made this copy, not the sender.
    pub copy: bool,
    /// Something that was sent later arrived earlier, from the same address at the same.
    pub overtaken: bool,
    /// Copies have the number of what they are copies of.
    transmission: usize,
}

/// What became of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It waits for its connection.
    Waiting,
    /// All of it has arrived then, or will have.
    Arrives(Instant),
    /// It never arrives.
    Lost,
}

/// A line that the network or the test wrote into the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Instant,
    /// Before which record: an index.
    pub before: usize,
    /// What it says.
    pub text: String,
}

impl Record {
    /// What it is called: `INVITE sip:bob@example.com`, `200 OK (INVITE)`, `ping`.
    pub fn label(&self) -> String {
        label(&self.bytes)
    }

    /// Whether it is lost.
    pub fn is_lost(&self) -> bool {
        self.fate == Fate::Lost
    }
}

impl Trace {
    /// All that was sent.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// What was noted.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// A node's name.
    pub fn name(&self, node: usize) -> &str {
        &self.names[node]
    }

    /// How many records there are that are `meant`.
    pub fn count(&self, meant: impl Fn(&Record) -> bool) -> usize {
        self.records.iter().filter(|record| meant(record)).count()
    }

    /// A drawing of all that was sent, for a terminal of 100 columns: one line for each record,
    /// with the time in seconds when it was sent and the milliseconds that it was under way.
    pub fn ladder(&self) -> String {
        ladder::draw(&self.names, &self.records, &self.notes)
    }

    pub(super) fn add_name(&mut self, name: &str) {
        self.names.push(name.to_owned());
    }

    pub(super) fn note(&mut self, at: Instant, text: String) {
        self.notes.push(Note { at, before: self.records.len(), text });
    }

    pub(super) fn get(&self, record: usize) -> &Record {
        &self.records[record]
    }

    pub(super) fn set_fate(&mut self, record: usize, fate: Fate) {
        self.records[record].fate = fate;
    }

    /// Adds what a node sends, and says where it stands.
    pub(super) fn record(
        &mut self,
        sent_at: Instant,
        from: usize,
        to: Option<usize>,
        flow: Flow,
        bytes: Rc<[u8]>,
    ) -> usize {
        self.transmissions += 1;
        // Keep-alives are all alike.
        let is_message = bytes.iter().any(|byte| !byte.is_ascii_whitespace());
        let is_new = self.seen.insert((from, flow.remote, Rc::clone(&bytes)));
        self.records.push(Record {
            sent_at,
            from,
            to,
            flow,
            bytes,
            fate: Fate::Waiting,
            retransmission: is_message && !is_new,
            copy: false,
            overtaken: false,
            transmission: self.transmissions,
        });
        self.records.len() - 1
    }

    /// Adds the network's copy of a record.
    pub(super) fn record_copy(&mut self, of: usize) -> usize {
        let copy = Record { copy: true, fate: Fate::Waiting, ..self.records[of].clone() };
        self.records.push(copy);
        self.records.len() - 1
    }

    /// A datagram has arrived.
    pub(super) fn arrived(&mut self, record: usize) {
        let record = &mut self.records[record];
        let way = (record.flow.local, record.flow.remote);
        let latest = self.latest.entry(way).or_default();
        record.overtaken = *latest > record.transmission;
        *latest = record.transmission.max(*latest);
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.ladder())
    }
}

/// What a packet is called.
pub(super) fn label(bytes: &[u8]) -> String {
    match bytes {
        b"\r\n\r\n" => return "ping".into(),
        b"\r\n" => return "pong".into(),
        _ => {}
    }
    let line = first_line(bytes);
    if let Some(answer) = line.strip_prefix("SIP/2.0 ") {
        return format!("{answer} ({})", cseq_method(bytes));
    }
    line.strip_suffix(" SIP/2.0").map_or_else(|| line.clone(), str::to_owned)
}

/// The first line as far as it can be printed.
fn first_line(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len());
    let line = String::from_utf8_lossy(&bytes[..end]);
    line.chars().map(|c| if c.is_control() { '·' } else { c }).collect()
}

fn cseq_method(bytes: &[u8]) -> String {
    let message = Message::read(bytes).ok();
    let cseq = message.and_then(|message| message.headers().find::<CSeq<'_>>().ok().flatten());
    cseq.map_or_else(|| "?".into(), |cseq| cseq.method().to_string())
}
