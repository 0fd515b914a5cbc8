//! What must hold for an endpoint, whatever happens to it in whatever order.

use std::collections::HashSet;

use sip_core::endpoint::{
    ClientTransaction, Config, Event, Growing, Rejection, SendError, ServerTransaction, Transaction,
};
use sip_core::header::Via;
use sip_core::transaction::Reliability;
use sip_core::transport::{ConnectionId, Flow, Transport};
use sip_core::{Instant, Message, Method, StatusCode};

use super::model::{Cancelled, Identity, Input, Model};
use crate::bench::{AnyEndpoint, Got, Sent, Small, Text, endpoint, limits, local, tcp, udp};

/// Drives an endpoint on fixed storage and one on growing storage.
///
/// If the first byte is odd, the rest is one datagram; else it is a sequence of operations, whose
/// outcomes are compared with those of a naive [`Model`] too.
///
/// # Panics
/// If something panics, or if the three do not agree.
pub fn check(bytes: &[u8]) {
    match bytes {
        [kind, datagram @ ..] if kind % 2 == 1 => check_datagram(*kind, datagram),
        [_, operations @ ..] => check_operations(operations),
        [] => {}
    }
}

/// Receives any bytes, and answers what is a request.
fn check_datagram(kind: u8, datagram: &[u8]) {
    let flow = if kind & 2 == 0 { udp() } else { tcp(1) };
    let outcomes = [endpoint::<Small>(Config::DEFAULT, 1), endpoint::<Growing>(limits(8, 4), 1)]
        .map(|endpoint| outcome(endpoint, flow, datagram));
    // All that a response takes over must fit into the small packets.
    if datagram.len() < 1000 {
        assert_eq!(outcomes[0], outcomes[1]);
    }
}

fn outcome(mut endpoint: Box<dyn AnyEndpoint>, flow: Flow, datagram: &[u8]) -> (Got, Vec<Sent>) {
    let now = Instant::from_millis(1_000);
    let got = Got::from(endpoint.receive(now, flow, datagram));
    let mut sent = drain(endpoint.as_mut());
    if let Got::Request(transaction) | Got::Cancel { transaction, .. } = got {
        assert_eq!(sent, [], "a new request is answered by its user");
        let again = Got::from(endpoint.receive(now, flow, datagram));
        assert_eq!(again, Got::Absorbed, "the same request is the same transaction");
        let answer = endpoint.respond(now, transaction, StatusCode::OK, &mut |_| {});
        assert!(answer.is_ok() || datagram.len() >= 1000, "{answer:?}");
        sent = drain(endpoint.as_mut());
        let request = Message::read(datagram).expect("it was a request");
        if let ([answer], true) = (&sent[..], answer.is_ok()) {
            fits(&request, answer);
        }
    }
    for _ in 0..3 {
        if let Some(at) = endpoint.poll_deadline() {
            endpoint.handle_deadline(at);
            sent.extend(drain(endpoint.as_mut()));
        }
    }
    (got, sent)
}

/// An answer is valid and goes back by the Vias that the request came by.
fn fits(request: &Message<'_>, answer: &Sent) {
    let answer = Message::parse(answer.text.as_bytes()).expect("what is sent can be read");
    assert_eq!(answer.validate(), Ok(()));
    let vias = |message: &Message<'_>| message.headers().all::<Via<'_>>().count();
    assert_eq!(vias(request), vias(&answer));
    let branch = |message: &Message<'_>| {
        message.headers().require::<Via<'_>>().ok().and_then(|via| via.branch().map(<[u8]>::to_vec))
    };
    assert_eq!(branch(request), branch(&answer));
}

fn drain(endpoint: &mut dyn AnyEndpoint) -> Vec<Sent> {
    let mut all = Vec::new();
    while let Some(transmit) = endpoint.poll_transmit() {
        let text = String::from_utf8_lossy(transmit.bytes).into_owned();
        all.push(Sent { flow: transmit.flow, text, transaction: transmit.transaction });
    }
    all
}

/// Does one operation after the other, and at last lets everything end.
fn check_operations(operations: &[u8]) {
    let mut world = World::new();
    let mut operations = Bytes(operations);
    while let Some(operation) = operations.next() {
        world.operate(operation, &mut operations);
        world.compare();
    }
    world.finish();
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An argument; behind the end all are zero.
    fn argument(&mut self) -> u8 {
        self.next().unwrap_or(0)
    }
}

const MAX_TRANSACTIONS: usize = 8;
const MAX_OUTBOX: usize = 4;
const STATUSES: [u16; 10] = [100, 180, 183, 200, 202, 302, 404, 408, 486, 603];
const SPANS: [u64; 10] = [0, 1, 100, 200, 500, 1_000, 4_000, 5_000, 32_000, 1_000_000];

/// The two endpoints, the model, and what is known of the past.
struct World {
    both: [Box<dyn AnyEndpoint>; 2],
    model: Model,
    clock: u64,
    clients: Vec<ClientTransaction>,
    servers: Vec<ServerTransaction>,
    /// What clients sent, for the peer to answer.
    heard: Vec<Sent>,
    begun: HashSet<Transaction>,
    ended: HashSet<Transaction>,
}

impl World {
    fn new() -> Self {
        Self {
            both: [endpoint::<Small>(Config::DEFAULT, 7), endpoint::<Growing>(limits(8, 4), 7)],
            model: Model::new(MAX_TRANSACTIONS, MAX_OUTBOX),
            clock: 0,
            clients: Vec::new(),
            servers: Vec::new(),
            heard: Vec::new(),
            begun: HashSet::new(),
            ended: HashSet::new(),
        }
    }

    /// Does the same to both endpoints, which must say the same.
    #[track_caller]
    fn on_both<T: PartialEq + core::fmt::Debug>(
        &mut self,
        mut act: impl FnMut(&mut dyn AnyEndpoint, Instant) -> T,
    ) -> T {
        let now = Instant::from_millis(self.clock);
        let [fixed, growing] = &mut self.both;
        let said = act(fixed.as_mut(), now);
        assert_eq!(said, act(growing.as_mut(), now), "both storages say the same");
        said
    }

    fn operate(&mut self, operation: u8, bytes: &mut Bytes<'_>) {
        self.model.next_operation();
        match operation % 28 {
            0..=3 => self.receive_request(bytes.argument()),
            4 => {
                let (key, request, flow) = peer_request(bytes.argument());
                self.receive_cancel(flow, &key, &request.as_method("CANCEL").to_string());
            }
            5 => {
                let (key, request, flow) = peer_request(bytes.argument());
                self.receive_ack(flow, &key, &request.as_method("ACK").to_string());
            }
            6 => self.receive_malformed(),
            7 | 8 => self.request(bytes.argument()),
            9..=11 => self.receive_response(bytes.argument(), bytes.argument()),
            12 | 13 => self.respond(bytes.argument(), bytes.argument()),
            14 => self.repeat(bytes.argument()),
            15 => self.cancel(bytes.argument()),
            16 => {
                if let Some(handle) = self.any_handle(bytes.argument()) {
                    self.tell();
                    self.model.input(handle, Input::Abandon);
                    self.on_both(|endpoint, now| endpoint.abandon(now, handle));
                }
            }
            17 => self.send_ack(),
            18 => {
                if let Some(handle) = self.any_handle(bytes.argument()) {
                    self.tell();
                    self.model.input(handle, Input::TransportError);
                    self.on_both(|endpoint, now| endpoint.handle_transport_error(now, handle));
                }
            }
            19 => {
                let connection = u64::from(bytes.argument() % 3);
                self.tell();
                self.model.disconnect(connection);
                let connection = ConnectionId(connection);
                self.on_both(|endpoint, now| endpoint.handle_disconnect(now, connection));
            }
            20 => {
                self.clock = self.clock.saturating_add(span(bytes.argument()));
                self.fire();
            }
            21 => self.clock = self.clock.saturating_add(span(bytes.argument())),
            22 => self.clock = self.clock.saturating_sub(span(bytes.argument())),
            23 => self.drain_transmits(bytes.argument()),
            24 => {
                if let Some(at) = self.model.deadline() {
                    self.clock = self.clock.max(at);
                }
                self.fire();
            }
            25 => self.drain_events(bytes.argument()),
            26 => self.reflect(bytes.argument()),
            _ => self.fire(),
        }
    }

    /// What can be asked at any time is the same for all three.
    fn compare(&mut self) {
        let (live, deadline) = (self.model.live(), self.model.deadline());
        self.on_both(|endpoint, _| {
            assert_eq!(endpoint.live_transactions() as usize, live);
            assert_eq!(endpoint.poll_deadline().map(Instant::as_millis), deadline);
            endpoint.counters()
        });
        assert!(live <= MAX_TRANSACTIONS);
    }

    /// The endpoints are told the time by what comes next.
    fn tell(&mut self) {
        self.model.advance(self.clock);
    }

    fn fire(&mut self) {
        self.model.next_operation();
        self.tell();
        self.model.fire();
        let latest = self.model.now();
        self.on_both(|endpoint, now| {
            endpoint.handle_deadline(now);
            let next = endpoint.poll_deadline();
            assert!(next.is_none_or(|next| next.as_millis() > latest), "{next:?} is past");
            endpoint.handle_deadline(now);
            assert_eq!(endpoint.poll_deadline(), next, "twice is as good as once");
        });
    }

    fn receive(&mut self, flow: Flow, message: &str) -> Got {
        self.tell();
        self.on_both(|endpoint, now| Got::from(endpoint.receive(now, flow, message.as_bytes())))
    }

    fn receive_request(&mut self, argument: u8) {
        let (key, request, flow) = peer_request(argument);
        let method = if argument & 1 == 0 { "INVITE" } else { "OPTIONS" };
        self.receive_any_request(flow, &key, method, &request.to_string());
    }

    fn receive_any_request(&mut self, flow: Flow, key: &str, method: &str, text: &str) {
        match method {
            "CANCEL" => return self.receive_cancel(flow, key, text),
            "ACK" => return self.receive_ack(flow, key, text),
            _ => {}
        }
        let got = self.receive(flow, text);
        if let Some(known) = self.model.server(key, method) {
            assert_eq!(got, Got::Absorbed, "{known:?} takes its retransmission");
            self.model.input(known, Input::Retransmission);
        } else if self.model.is_full() {
            assert_eq!(got, Got::Rejected(Rejection::Full));
            self.model.letter("503");
        } else {
            let Got::Request(transaction) = got else { panic!("{got:?} for a new {method}") };
            self.begin_server(transaction, key, method, (flow, text));
        }
    }

    fn begin_server(
        &mut self,
        transaction: ServerTransaction,
        key: &str,
        method: &str,
        (flow, text): (Flow, &str),
    ) {
        let handle = Transaction::Server(transaction);
        let connection = flow.connection.map(|connection| connection.0);
        let request = Sent { flow, text: text.to_owned(), transaction: None };
        let identity = Identity { key, method, call_id: request.one("Call-ID") };
        self.model.begin_server(handle, identity, connection, flow.transport.reliability());
        assert!(self.begun.insert(handle), "{handle:?} is given twice");
        self.servers.push(transaction);
    }

    fn receive_cancel(&mut self, flow: Flow, key: &str, text: &str) {
        let got = self.receive(flow, text);
        let meant = self.model.server(key, "INVITE");
        if let Some(known) = self.model.server(key, "CANCEL") {
            assert_eq!(got, Got::Absorbed);
            self.model.input(known, Input::Retransmission);
        } else if self.model.is_full() {
            assert_eq!(got, Got::Rejected(Rejection::Full));
            self.model.letter("503");
        } else {
            let Got::Cancel { transaction, invite } = got else { panic!("{got:?}") };
            assert_eq!(invite.map(Transaction::Server), meant, "what it cancels");
            if let Some(invite) = invite {
                let tags = [invite, transaction];
                let [a, b] = tags.map(|one| self.both[0].local_tag(one));
                assert_eq!(a, b, "§9.2: the same To tag");
            }
            self.begin_server(transaction, key, "CANCEL", (flow, text));
        }
    }

    fn receive_ack(&mut self, flow: Flow, key: &str, text: &str) {
        let got = self.receive(flow, text);
        let delivered = match self.model.server(key, "INVITE") {
            Some(known) => self.model.input(known, Input::Ack),
            None => true,
        };
        assert_eq!(got, if delivered { Got::Ack } else { Got::Absorbed });
    }

    fn receive_malformed(&mut self) {
        let text = Text::request("OPTIONS", "broken").without("From").to_string();
        let got = self.receive(udp(), &text);
        assert!(matches!(got, Got::Rejected(Rejection::Malformed(_))));
        self.model.letter("400");
    }

    fn request(&mut self, argument: u8) {
        let (method, name) = match argument & 3 {
            0 | 1 => (Method::Invite, "INVITE"),
            2 => (Method::Options, "OPTIONS"),
            _ => (Method::Bye, "BYE"),
        };
        let flow = flow(argument >> 2);
        let key = format!("own{}", self.begun.len());
        self.tell();
        let result = self.on_both(|endpoint, now| {
            endpoint.request(now, flow, method, b"sip:bob@192.0.2.9", &mut |headers| {
                use sip_core::header::KnownHeader as Known;
                headers
                    .field(Known::From, &[b"<sip:alice@192.0.2.1>;tag=alice"])
                    .field(Known::To, &[b"<sip:bob@192.0.2.9>"])
                    .field(Known::CallId, &[key.as_bytes()])
                    .field(Known::CSeq, &[b"1 ", method.as_bytes()]);
            })
        });
        if self.model.is_full() {
            assert_eq!(result, Err(SendError::Full));
            return;
        }
        let transaction = result.expect("there is room");
        let identity = Identity { key: &key, method: name, call_id: &key };
        let connection = flow.connection.map(|connection| connection.0);
        self.begin_client(transaction, identity, connection, flow.transport.reliability());
    }

    fn begin_client(
        &mut self,
        transaction: ClientTransaction,
        identity: Identity<'_>,
        connection: Option<u64>,
        reliability: Reliability,
    ) {
        let handle = Transaction::Client(transaction);
        self.model.begin_client(handle, identity, connection, reliability);
        assert!(self.begun.insert(handle), "{handle:?} is given twice");
        self.clients.push(transaction);
    }

    fn receive_response(&mut self, which: u8, status: u8) {
        let Some(heard) = recent(&self.heard, which).cloned() else { return };
        let code = STATUSES[usize::from(status) % STATUSES.len()];
        let mut answer = heard.answer(code, "bob");
        let wrong = status >= 240;
        if wrong {
            answer = answer.but("CSeq", "1 UPDATE");
        }
        let got = self.receive(heard.flow, &answer.to_string());
        // An ACK that is answered against all rules is nobody's, and a CANCEL may have been sent
        // again by another transaction.
        let waits = self.model.client(heard.one("Call-ID"), heard.what()).filter(|_| !wrong);
        let expected = match waits {
            Some(handle @ Transaction::Client(transaction)) => {
                if self.model.input(handle, Input::Response(code)) {
                    Got::Response(transaction, code)
                } else {
                    Got::Absorbed
                }
            }
            _ => Got::Stray,
        };
        assert_eq!(got, expected);
    }

    fn respond(&mut self, which: u8, status: u8) {
        let Some(&transaction) = recent(&self.servers, which) else { return };
        let code = STATUSES[usize::from(status) % STATUSES.len()];
        self.tell();
        let expected = self.model.respond(Transaction::Server(transaction), code);
        let status = StatusCode::new(code).expect("a status");
        let result =
            self.on_both(|endpoint, now| endpoint.respond(now, transaction, status, &mut |_| {}));
        assert_eq!(result, expected);
    }

    fn repeat(&mut self, which: u8) {
        let Some(&transaction) = recent(&self.servers, which) else { return };
        self.tell();
        let expected = self.model.repeat(Transaction::Server(transaction));
        assert_eq!(self.on_both(|endpoint, now| endpoint.repeat(now, transaction)), expected);
    }

    fn cancel(&mut self, which: u8) {
        let Some(&transaction) = recent(&self.clients, which) else { return };
        self.tell();
        let expected = self.model.cancel(Transaction::Client(transaction));
        let result = self.on_both(|endpoint, now| endpoint.cancel(now, transaction));
        match expected {
            Err(error) => assert_eq!(result, Err(error)),
            Ok(Cancelled { key, call_id, connection, reliability }) => {
                let identity = Identity { key: &key, method: "CANCEL", call_id: &call_id };
                let transaction = result.expect("a CANCEL");
                self.begin_client(transaction, identity, connection, reliability);
            }
        }
    }

    fn send_ack(&mut self) {
        let branch = self.on_both(|endpoint, _| endpoint.identifier());
        let result = self.on_both(|endpoint, _| {
            endpoint.send_ack(udp(), b"sip:bob@192.0.2.9", branch, &mut |_| {})
        });
        let room = self.model.letter("ACK");
        assert_eq!(result, if room { Ok(()) } else { Err(SendError::Full) });
    }

    /// Something of ours comes back to us.
    fn reflect(&mut self, which: u8) {
        let Some(heard) = recent(&self.heard, which).cloned() else { return };
        let key = format!("reflected-{}", heard.branch());
        self.receive_any_request(heard.flow, &key, heard.what(), &heard.text);
    }

    fn drain_transmits(&mut self, argument: u8) {
        for _ in 0..how_many(argument) {
            let sent = self.on_both(|endpoint, _| {
                endpoint.poll_transmit().map(|transmit| Sent {
                    flow: transmit.flow,
                    text: String::from_utf8(transmit.bytes.to_vec()).expect("text"),
                    transaction: transmit.transaction,
                })
            });
            self.model.sent(sent.as_ref());
            let Some(sent) = sent else { return };
            if matches!(sent.transaction, Some(Transaction::Client(_))) {
                self.heard.push(sent);
            }
        }
    }

    fn drain_events(&mut self, argument: u8) {
        for _ in 0..how_many(argument) {
            let event = self.on_both(|endpoint, _| endpoint.poll_event());
            self.model.told(event);
            match event {
                Some(Event::Ended { transaction }) => {
                    assert!(self.begun.contains(&transaction));
                    assert!(self.ended.insert(transaction), "{transaction:?} ended twice");
                }
                Some(Event::Failed { transaction, .. }) => {
                    assert!(!self.ended.contains(&transaction), "{transaction:?} is over");
                }
                None => return,
            }
        }
    }

    fn any_handle(&self, which: u8) -> Option<Transaction> {
        if which & 1 == 0 {
            recent(&self.clients, which >> 1).copied().map(Transaction::Client)
        } else {
            recent(&self.servers, which >> 1).copied().map(Transaction::Server)
        }
    }

    /// Gives everything up and runs to the end of time: nothing may be left.
    fn finish(mut self) {
        self.model.next_operation();
        self.tell();
        let servers = self.servers.iter().copied().map(Transaction::Server);
        let clients = self.clients.iter().copied().map(Transaction::Client);
        for handle in servers.chain(clients).collect::<Vec<_>>() {
            self.model.input(handle, Input::Abandon);
            self.on_both(|endpoint, now| endpoint.abandon(now, handle));
        }
        for _ in 0..1_000 {
            self.drain_transmits(u8::MAX);
            self.drain_events(u8::MAX);
            self.compare();
            let Some(at) = self.model.deadline() else { break };
            self.clock = self.clock.max(at);
            self.fire();
        }
        assert_eq!(self.model.live(), 0, "something lives for ever");
        assert_eq!(self.begun, self.ended, "each transaction ends once");
        self.on_both(|endpoint, _| assert_eq!(endpoint.live_transactions(), 0));
    }
}

/// A request of the peer: by what it is matched, its text, and how it comes.
fn peer_request(argument: u8) -> (String, Text, Flow) {
    let method = if argument & 1 == 0 { "INVITE" } else { "OPTIONS" };
    let branch = (argument >> 1) % 11;
    let flow = flow(argument >> 4);
    let key = format!("peer{branch}");
    let request = Text::request(method, &branch.to_string()).but("Call-ID", &key);
    // A peer of RFC 2543, in a dialog: its To tag is the one that its ACK will have.
    let request = if branch == 10 {
        request.but("Via", "SIP/2.0/UDP 192.0.2.9").but("To", "<sip:bob@192.0.2.1>;tag=mine")
    } else {
        request
    };
    (key, request, flow)
}

fn flow(argument: u8) -> Flow {
    match argument % 4 {
        0 => tcp(1),
        1 => Flow { transport: Transport::Tls, ..tcp(2) },
        2 => Flow::udp(local(), local()),
        _ => udp(),
    }
}

fn span(argument: u8) -> u64 {
    SPANS[usize::from(argument) % SPANS.len()]
}

/// Up to three, or all.
fn how_many(argument: u8) -> usize {
    match argument % 4 {
        3 => usize::MAX,
        few => usize::from(few) + 1,
    }
}

/// One of the last sixteen.
fn recent<T>(all: &[T], which: u8) -> Option<&T> {
    let last = &all[all.len().saturating_sub(16)..];
    last.get(usize::from(which).checked_rem(last.len())?)
}
