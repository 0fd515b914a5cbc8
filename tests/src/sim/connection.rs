//! Connections: opened on demand, reliable and ordered, with bytes that arrive in any pieces.

use std::net::SocketAddr;
use std::rc::Rc;

use sip_core::Instant;
use sip_core::endpoint::Transaction;
use sip_core::transport::{ConnectionId, Flow, Transport};

use super::capture::{Flags, Segment};
use super::net::Net;
use super::node::NodeId;
use super::queue::Arrival;
use super::stream::{Received, StreamConnection};
use super::trace::Fate;

/// A connection. It was opened by end 0, and accepted by end 1.
pub(super) struct Connection {
    transport: Transport,
    established: bool,
    ends: [End; 2],
}

struct End {
    node: usize,
    open: bool,
    /// What the node calls its side: of the end that opened, where the node listens.
    local: SocketAddr,
    /// What the other end sees.
    address: SocketAddr,
    /// What has come.
    stream: StreamConnection,
    /// What was written since the last flush.
    unsent: Vec<u8>,
    flush_pending: bool,
    /// How many bytes were written, sent, and received.
    written: u64,
    sent: u64,
    received: u64,
    /// Messages that have not arrived yet.
    letters: Vec<Letter>,
    /// Nothing overtakes what arrives last.
    last_arrival: Instant,
    initial_sequence: u32,
}

/// A message on its way.
struct Letter {
    record: usize,
    flow: Flow,
    transaction: Option<Transaction>,
    /// Where it ends in all that is written.
    end: u64,
    /// When its last byte arrives, once that was sent.
    arrives: Option<Instant>,
}

/// The longest segment, and into how many pieces what is sent at once is cut beyond that.
const MAX_SEGMENT: usize = 1460;
const MAX_CUTS: u64 = 5;

impl End {
    const fn new(
        node: usize,
        local: SocketAddr,
        address: SocketAddr,
        max: usize,
        isn: u32,
    ) -> Self {
        Self {
            node,
            open: true,
            local,
            address,
            stream: StreamConnection::new(max),
            unsent: Vec::new(),
            flush_pending: false,
            written: 0,
            sent: 0,
            received: 0,
            letters: Vec::new(),
            last_arrival: Instant::ORIGIN,
            initial_sequence: isn,
        }
    }
}

impl Connection {
    /// The flow as one end's node sees it.
    fn flow(&self, index: usize, end: usize) -> Flow {
        Flow {
            transport: self.transport,
            local: self.ends[end].local,
            remote: self.ends[1 - end].address,
            connection: Some(id(index, end)),
        }
    }

    /// A segment without bytes, from one end, as things stand there.
    fn segment(&self, at: Instant, end: usize, flags: Flags) -> Segment {
        let (from, to) = (&self.ends[end], &self.ends[1 - end]);
        // SYN takes one number. The sums wrap around as TCP's numbers do.
        let sequence = u64::from(from.initial_sequence) + from.sent + u64::from(!flags.syn);
        let expected = u64::from(to.initial_sequence) + from.received + 1;
        Segment {
            at,
            source: from.address,
            destination: to.address,
            flags,
            sequence: sequence as u32,
            expected: expected as u32,
            bytes: Vec::new(),
        }
    }
}

/// Each end has an id of its own, for a node may call itself.
fn id(index: usize, end: usize) -> ConnectionId {
    ConnectionId((index * 2 + end) as u64)
}

/// The port that a connection comes from.
fn ephemeral_port(index: usize) -> u16 {
    49_152 + u16::try_from(index % 16_384).unwrap_or_default()
}

impl Net {
    /// Breaks all connections between two nodes at once; what is under way on them is lost.
    pub fn disconnect<A, B>(&mut self, a: NodeId<A>, b: NodeId<B>) {
        for index in 0..self.connections.len() {
            let ends = &self.connections[index].ends;
            let nodes = (ends[0].node, ends[1].node);
            if nodes != (a.index, b.index) && nodes != (b.index, a.index) {
                continue;
            }
            if ends[0].open {
                self.capture.segment(self.connections[index].segment(self.now, 0, Flags::RESET));
            }
            self.lose_letters(index, 0);
            self.lose_letters(index, 1);
            self.shut(index, 0);
            self.shut(index, 1);
        }
    }

    pub(super) fn send_on_stream(
        &mut self,
        from: usize,
        flow: Flow,
        bytes: Rc<[u8]>,
        transaction: Option<Transaction>,
    ) {
        let place = self.find_connection(from, &flow).or_else(|| self.open(from, &flow));
        let to = place.map(|(index, end)| self.connections[index].ends[1 - end].node);
        let record = self.trace.record(self.now, from, to, flow, Rc::clone(&bytes));
        match place {
            Some((index, end)) => {
                let letter = Letter { record, flow, transaction, end: 0, arrives: None };
                self.write(index, end, &bytes, letter);
            }
            None => {
                self.trace.set_fate(record, Fate::Lost);
                let at = self.refuse(&flow);
                self.queue.push(at, Arrival::Failure { node: from, flow, transaction });
            }
        }
    }

    /// The connection that the flow names, or else the latest between the two addresses.
    fn find_connection(&self, node: usize, flow: &Flow) -> Option<(usize, usize)> {
        let places = (0..self.connections.len()).rev().flat_map(|index| [(index, 0), (index, 1)]);
        let open = places.filter(|&(index, end)| {
            let end = &self.connections[index].ends[end];
            end.open && end.node == node
        });
        let named = open.clone().find(|&(index, end)| Some(id(index, end)) == flow.connection);
        named.or_else(|| {
            open.into_iter().find(|&(index, end)| {
                let seen = self.connections[index].flow(index, end);
                (seen.transport, seen.remote) == (flow.transport, flow.remote)
                    && seen.local.ip() == flow.local.ip()
            })
        })
    }

    /// Opens a connection; `None` if nobody listens there.
    fn open(&mut self, from: usize, flow: &Flow) -> Option<(usize, usize)> {
        let index = self.connections.len();
        let address = SocketAddr::new(flow.local.ip(), ephemeral_port(index));
        let to = *self.directory.get(&flow.remote)?;
        let isns = [0, 1].map(|_| self.dice.within(0..=u64::from(u32::MAX)) as u32);
        let ends = [
            End::new(from, flow.local, address, self.max_message, isns[0]),
            End::new(to, flow.remote, flow.remote, self.max_message, isns[1]),
        ];
        let connection = Connection { transport: flow.transport, established: false, ends };
        let accepted = self.now + self.draw_latency();
        let established = accepted + self.draw_latency();
        self.capture.segment(connection.segment(self.now, 0, Flags::SYN));
        self.capture.segment(connection.segment(accepted, 1, Flags::SYN_ACK));
        self.capture.segment(connection.segment(established, 0, Flags::ACK));
        self.connections.push(connection);
        self.queue.push(established, Arrival::Established { connection: index });
        Some((index, 0))
    }

    /// Nobody listens there: when that is known.
    fn refuse(&mut self, flow: &Flow) -> Instant {
        let at = self.now + self.draw_latency() + self.draw_latency();
        let source = SocketAddr::new(flow.local.ip(), ephemeral_port(self.connections.len()));
        let syn = Segment {
            at: self.now,
            source,
            destination: flow.remote,
            flags: Flags::SYN,
            sequence: 0,
            expected: 0,
            bytes: Vec::new(),
        };
        let (source, destination) = (syn.destination, syn.source);
        let reset =
            Segment { at, source, destination, flags: Flags::RESET, expected: 1, ..syn.clone() };
        self.capture.segment(syn);
        self.capture.segment(reset);
        at
    }

    pub(super) fn established(&mut self, index: usize) {
        self.connections[index].established = true;
        self.flush(index, 0);
    }

    /// Messages that are written at one moment leave together, so that cuts may fall anywhere.
    fn write(&mut self, index: usize, end: usize, bytes: &[u8], letter: Letter) {
        let established = self.connections[index].established;
        let writer = &mut self.connections[index].ends[end];
        writer.unsent.extend_from_slice(bytes);
        writer.written += bytes.len() as u64;
        writer.letters.push(Letter { end: writer.written, ..letter });
        if established && !writer.flush_pending {
            writer.flush_pending = true;
            self.queue.push(self.now, Arrival::Flush { connection: index, end });
        }
    }

    /// Sends what was written, in pieces.
    pub(super) fn flush(&mut self, index: usize, end: usize) {
        let now = self.now;
        let writer = &mut self.connections[index].ends[end];
        if !writer.open {
            return;
        }
        writer.flush_pending = false;
        writer.letters.retain(|letter| letter.arrives.is_none_or(|at| at > now));
        let bytes = std::mem::take(&mut writer.unsent);
        let mut rest = &bytes[..];
        for at in self.draw_cuts(bytes.len()) {
            let (piece, after) = rest.split_at(at - (bytes.len() - rest.len()));
            for segment in piece.chunks(MAX_SEGMENT) {
                self.send_segment(index, end, segment);
            }
            rest = after;
        }
    }

    /// Where `len` bytes are cut: ascending, the last one at their end.
    fn draw_cuts(&mut self, len: usize) -> Vec<usize> {
        let count = self.dice.within(0..=MAX_CUTS);
        let cut = |_| usize::try_from(self.dice.within(0..=len as u64)).unwrap_or(len);
        let mut cuts: Vec<usize> = (0..count).map(cut).collect();
        cuts.push(len);
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    fn send_segment(&mut self, index: usize, end: usize, bytes: &[u8]) {
        let latency = self.draw_latency();
        let connection = &mut self.connections[index];
        let segment = connection.segment(self.now, end, Flags::DATA);
        self.capture.segment(Segment { bytes: bytes.to_vec(), ..segment });
        let is_heard = connection.ends[1 - end].open;
        let writer = &mut connection.ends[end];
        let arrives = (self.now + latency).max(writer.last_arrival);
        writer.last_arrival = arrives;
        writer.sent += bytes.len() as u64;
        for letter in writer.letters.iter_mut().filter(|letter| letter.arrives.is_none()) {
            if letter.end <= writer.sent {
                letter.arrives = Some(arrives);
                let fate = if is_heard { Fate::Arrives(arrives) } else { Fate::Lost };
                self.trace.set_fate(letter.record, fate);
            }
        }
        let bytes = bytes.to_vec();
        self.queue.push(arrives, Arrival::Segment { connection: index, end: 1 - end, bytes });
    }

    pub(super) fn segment_arrived(&mut self, index: usize, end: usize, bytes: &[u8]) {
        let reader = &mut self.connections[index].ends[end];
        if !reader.open {
            return;
        }
        reader.received += bytes.len() as u64;
        reader.stream.push(bytes);
        while let Some(received) = self.connections[index].ends[end].stream.poll_received() {
            self.take(index, end, received);
        }
    }

    fn take(&mut self, index: usize, end: usize, received: Received) {
        let flow = self.connections[index].flow(index, end);
        let node = self.connections[index].ends[end].node;
        match received {
            Received::Message(bytes) => {
                self.drive(node, |node, now| node.receive(now, flow, &bytes))
            }
            Received::Pong => self.drive(node, |node, now| node.receive(now, flow, b"\r\n")),
            Received::Ping => self.send_on_stream(node, flow, Rc::from(&b"\r\n"[..]), None),
            Received::Broken(bytes, error) => {
                self.drive(node, |node, now| node.receive_broken(now, flow, &bytes, error));
                self.close(index, end);
            }
        }
    }

    /// Closes one end, after what it has to send.
    fn close(&mut self, index: usize, end: usize) {
        self.flush(index, end);
        self.capture.segment(self.connections[index].segment(self.now, end, Flags::FIN));
        let latency = self.draw_latency();
        let at = (self.now + latency).max(self.connections[index].ends[end].last_arrival);
        self.queue.push(at, Arrival::Closed { connection: index, end: 1 - end });
        self.lose_letters(index, 1 - end);
        self.shut(index, end);
    }

    pub(super) fn peer_closed(&mut self, index: usize, end: usize) {
        self.lose_letters(index, end);
        self.shut(index, end);
    }

    /// What one end sent is not read any more.
    fn lose_letters(&mut self, index: usize, end: usize) {
        let writer = &mut self.connections[index].ends[end];
        let node = writer.node;
        for letter in std::mem::take(&mut writer.letters) {
            if letter.arrives.is_none_or(|at| at > self.now) {
                self.trace.set_fate(letter.record, Fate::Lost);
            }
            if letter.arrives.is_none() {
                let Letter { flow, transaction, .. } = letter;
                self.queue.push(self.now, Arrival::Failure { node, flow, transaction });
            }
        }
    }

    /// Tells a node that its end is closed.
    fn shut(&mut self, index: usize, end: usize) {
        let closing = &mut self.connections[index].ends[end];
        if !std::mem::replace(&mut closing.open, false) {
            return;
        }
        let node = closing.node;
        self.note(format!("{}: connection closed", self.trace.name(node)));
        self.drive(node, |node, now| node.handle_disconnect(now, id(index, end)));
    }
}
