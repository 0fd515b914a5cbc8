//! One endpoint on a bench: a clock that is turned by hand, and messages as text.
//!
//! A test of the endpoint runs on both storages by [`on_both`]: one small and without a heap, one
//! that grows.

use core::convert::Infallible;
use core::fmt;
use core::net::SocketAddr;

use sip_core::endpoint::{
    ClientTransaction, Config, Counters, Endpoint, Event, Fixed, Growing, Identifier, Incoming,
    Rejection, Secret, SendError, ServerTransaction, Storage, Transaction, Transmit,
};
use sip_core::header::KnownHeader;
use sip_core::message::MessageWriter;
use sip_core::transport::{ConnectionId, Flow, FrameError, Transport};
use sip_core::{Instant, Message, Method, StatusCode};

/// The small storage of the tests.
pub type Small = Fixed<8, 1500, 4>;

/// A generator for tests, from a seed.
#[derive(Clone, Copy, Debug)]
pub struct Seed(pub u64);

impl rand_core::TryRng for Seed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| (number >> 32) as u32)
    }

    /// SplitMix64.
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Ok(z ^ (z >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            *byte = self.try_next_u64()? as u8;
        }
        Ok(())
    }
}

// Not one to be trusted with a secret; that is what tests are for.
impl rand_core::TryCryptoRng for Seed {}

/// What writes the header fields and the body of a message.
pub type Write<'w> = &'w mut dyn FnMut(&mut MessageWriter<'_>);

/// An [`Endpoint`] whose storage is out of sight.
pub trait AnyEndpoint {
    fn receive<'b>(&mut self, now: Instant, flow: Flow, bytes: &'b [u8]) -> Incoming<'b>;
    fn receive_broken<'b>(
        &mut self,
        now: Instant,
        flow: Flow,
        bytes: &'b [u8],
        error: FrameError,
    ) -> Incoming<'b>;
    fn request(
        &mut self,
        now: Instant,
        flow: Flow,
        method: Method<'_>,
        uri: &[u8],
        write: Write<'_>,
    ) -> Result<ClientTransaction, SendError>;
    fn respond(
        &mut self,
        now: Instant,
        transaction: ServerTransaction,
        status: StatusCode,
        write: Write<'_>,
    ) -> Result<(), SendError>;
    fn repeat(&mut self, now: Instant, transaction: ServerTransaction) -> Result<(), SendError>;
    fn cancel(
        &mut self,
        now: Instant,
        transaction: ClientTransaction,
    ) -> Result<ClientTransaction, SendError>;
    fn send_ack(
        &mut self,
        flow: Flow,
        uri: &[u8],
        branch: Identifier,
        write: Write<'_>,
    ) -> Result<(), SendError>;
    fn abandon(&mut self, now: Instant, transaction: Transaction);
    fn handle_transport_error(&mut self, now: Instant, transaction: Transaction);
    fn handle_disconnect(&mut self, now: Instant, connection: ConnectionId);
    fn handle_deadline(&mut self, now: Instant);
    fn poll_transmit(&mut self) -> Option<Transmit<'_>>;
    fn poll_event(&mut self) -> Option<Event>;
    fn poll_deadline(&self) -> Option<Instant>;
    fn local_tag(&self, transaction: ServerTransaction) -> Option<Identifier>;
    fn identifier(&mut self) -> Identifier;
    fn counters(&self) -> Counters;
    fn live_transactions(&self) -> u32;
}

impl<S: Storage> AnyEndpoint for Endpoint<S> {
    fn receive<'b>(&mut self, now: Instant, flow: Flow, bytes: &'b [u8]) -> Incoming<'b> {
        Endpoint::receive(self, now, flow, bytes)
    }
    fn receive_broken<'b>(
        &mut self,
        now: Instant,
        flow: Flow,
        bytes: &'b [u8],
        error: FrameError,
    ) -> Incoming<'b> {
        Endpoint::receive_broken(self, now, flow, bytes, error)
    }
    fn request(
        &mut self,
        now: Instant,
        flow: Flow,
        method: Method<'_>,
        uri: &[u8],
        write: Write<'_>,
    ) -> Result<ClientTransaction, SendError> {
        Endpoint::request(self, now, flow, method, uri, write)
    }
    fn respond(
        &mut self,
        now: Instant,
        transaction: ServerTransaction,
        status: StatusCode,
        write: Write<'_>,
    ) -> Result<(), SendError> {
        Endpoint::respond(self, now, transaction, status, write)
    }
    fn repeat(&mut self, now: Instant, transaction: ServerTransaction) -> Result<(), SendError> {
        Endpoint::repeat(self, now, transaction)
    }
    fn cancel(
        &mut self,
        now: Instant,
        transaction: ClientTransaction,
    ) -> Result<ClientTransaction, SendError> {
        Endpoint::cancel(self, now, transaction)
    }
    fn send_ack(
        &mut self,
        flow: Flow,
        uri: &[u8],
        branch: Identifier,
        write: Write<'_>,
    ) -> Result<(), SendError> {
        Endpoint::send_ack(self, flow, uri, branch, write)
    }
    fn abandon(&mut self, now: Instant, transaction: Transaction) {
        Endpoint::abandon(self, now, transaction);
    }
    fn handle_transport_error(&mut self, now: Instant, transaction: Transaction) {
        Endpoint::handle_transport_error(self, now, transaction);
    }
    fn handle_disconnect(&mut self, now: Instant, connection: ConnectionId) {
        Endpoint::handle_disconnect(self, now, connection);
    }
    fn handle_deadline(&mut self, now: Instant) {
        Endpoint::handle_deadline(self, now);
    }
    fn poll_transmit(&mut self) -> Option<Transmit<'_>> {
        Endpoint::poll_transmit(self)
    }
    fn poll_event(&mut self) -> Option<Event> {
        Endpoint::poll_event(self)
    }
    fn poll_deadline(&self) -> Option<Instant> {
        Endpoint::poll_deadline(self)
    }
    fn local_tag(&self, transaction: ServerTransaction) -> Option<Identifier> {
        Endpoint::local_tag(self, transaction)
    }
    fn identifier(&mut self) -> Identifier {
        Endpoint::identifier(self)
    }
    fn counters(&self) -> Counters {
        *Endpoint::counters(self)
    }
    fn live_transactions(&self) -> u32 {
        Endpoint::live_transactions(self)
    }
}

/// Settings with these limits, which those of [`Small`] equal.
pub fn limits(max_transactions: u32, max_outbox: u32) -> Config {
    let mut config = Config::DEFAULT;
    config.max_transactions = max_transactions;
    config.max_outbox = max_outbox;
    config
}

/// An endpoint with the storage `S`.
pub fn endpoint<S: Storage + 'static>(config: Config, seed: u64) -> Box<dyn AnyEndpoint>
where
    Endpoint<S>: 'static,
{
    Box::new(Endpoint::<S>::new(config, Secret::new(&mut Seed(seed))))
}

/// Runs a test on both storages, with room for eight transactions and four letters.
pub fn on_both(test: impl Fn(&mut Bench)) {
    println!("on fixed storage");
    test(&mut Bench::new(endpoint::<Small>(Config::DEFAULT, 1)));
    println!("on growing storage");
    test(&mut Bench::new(endpoint::<Growing>(limits(8, 4), 1)));
}

/// An endpoint and its clock.
pub struct Bench {
    pub endpoint: Box<dyn AnyEndpoint>,
    now: u64,
    calls: u32,
}

impl fmt::Debug for Bench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bench").field("now", &self.now).finish_non_exhaustive()
    }
}

/// What a received message meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Got {
    Request(ServerTransaction),
    Cancel { transaction: ServerTransaction, invite: Option<ServerTransaction> },
    Response(ClientTransaction, u16),
    Ack,
    Absorbed,
    Stray,
    Rejected(Rejection),
}

impl From<Incoming<'_>> for Got {
    fn from(incoming: Incoming<'_>) -> Self {
        match incoming {
            Incoming::Request(transaction, _) => Self::Request(transaction),
            Incoming::Cancel { transaction, invite, .. } => Self::Cancel { transaction, invite },
            Incoming::Response(transaction, response) => {
                Self::Response(transaction, response.status().as_u16())
            }
            Incoming::Ack(_) => Self::Ack,
            Incoming::Absorbed => Self::Absorbed,
            Incoming::Stray(_) => Self::Stray,
            Incoming::Rejected(rejection) => Self::Rejected(rejection),
        }
    }
}

impl Got {
    /// The new server transaction.
    #[track_caller]
    pub fn server(self) -> ServerTransaction {
        match self {
            Self::Request(transaction) | Self::Cancel { transaction, .. } => transaction,
            other => panic!("{other:?} is no new request"),
        }
    }
}

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub flow: Flow,
    pub text: String,
    pub transaction: Option<Transaction>,
}

impl Sent {
    pub fn start_line(&self) -> &str {
        self.text.split("\r\n").next().unwrap_or_default()
    }

    /// `"INVITE"`, or `"486"`.
    pub fn what(&self) -> &str {
        let mut words = self.start_line().split(' ');
        match words.next() {
            Some("SIP/2.0") => words.next().unwrap_or_default(),
            method => method.unwrap_or_default(),
        }
    }

    /// The values of the header fields of this name, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        head.split("\r\n")
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .collect()
    }

    /// The value of the header field of this name.
    #[track_caller]
    pub fn one(&self, name: &str) -> &str {
        let all = self.all(name);
        assert_eq!(all.len(), 1, "{name} in {}", self.text);
        all[0]
    }

    /// The tag in To.
    pub fn to_tag(&self) -> Option<&str> {
        self.one("To").split_once(";tag=").map(|(_, tag)| tag)
    }

    /// The branch in the top Via.
    #[track_caller]
    pub fn branch(&self) -> &str {
        let via = self.all("Via")[0];
        let (_, branch) = via.split_once(";branch=").expect("a branch");
        branch.split([';', ',']).next().unwrap_or_default()
    }

    /// What a peer answers to this request.
    #[track_caller]
    pub fn answer(&self, status: u16, to_tag: &str) -> Text {
        let mut answer = Text::new(&format!("SIP/2.0 {status} Because"));
        for name in ["Via", "From", "To", "Call-ID", "CSeq"] {
            for value in self.all(name) {
                let tag = name == "To" && !to_tag.is_empty() && !value.contains(";tag=");
                let tag = if tag { format!(";tag={to_tag}") } else { String::new() };
                answer = answer.with(name, &format!("{value}{tag}"));
            }
        }
        answer
    }
}

impl Bench {
    pub fn new(endpoint: Box<dyn AnyEndpoint>) -> Self {
        Self { endpoint, now: 0, calls: 0 }
    }

    pub fn now(&self) -> Instant {
        Instant::from_millis(self.now)
    }

    /// Sets the clock, perhaps back, and calls nothing.
    pub fn set_clock(&mut self, millis: u64) {
        self.now = millis;
    }

    pub fn receive(&mut self, message: &Text) -> Got {
        self.receive_from(udp(), message)
    }

    pub fn receive_from(&mut self, flow: Flow, message: &Text) -> Got {
        let now = self.now();
        self.endpoint.receive(now, flow, message.to_string().as_bytes()).into()
    }

    /// Receives a request that is new.
    #[track_caller]
    pub fn accept(&mut self, message: &Text) -> ServerTransaction {
        self.receive(message).server()
    }

    /// Sends a request with all that it needs.
    #[track_caller]
    pub fn request(&mut self, flow: Flow, method: Method<'_>) -> ClientTransaction {
        self.try_request(flow, method).expect("room")
    }

    pub fn try_request(
        &mut self,
        flow: Flow,
        method: Method<'_>,
    ) -> Result<ClientTransaction, SendError> {
        self.calls += 1;
        let call = format!("call-{}", self.calls);
        let now = self.now();
        self.endpoint.request(now, flow, method, b"sip:bob@biloxi.example", &mut |headers| {
            headers
                .field(KnownHeader::From, &[b"<sip:alice@atlanta.example>;tag=alice"])
                .field(KnownHeader::To, &[b"<sip:bob@biloxi.example>"])
                .field(KnownHeader::CallId, &[call.as_bytes()])
                .field(KnownHeader::CSeq, &[b"1 ", method.as_bytes()]);
        })
    }

    #[track_caller]
    pub fn respond(&mut self, transaction: ServerTransaction, status: u16) {
        self.try_respond(transaction, status).expect("a response");
    }

    pub fn try_respond(
        &mut self,
        transaction: ServerTransaction,
        status: u16,
    ) -> Result<(), SendError> {
        let status = StatusCode::new(status).expect("a status");
        self.endpoint.respond(self.now(), transaction, status, &mut |_| {})
    }

    pub fn repeat(&mut self, transaction: ServerTransaction) -> Result<(), SendError> {
        self.endpoint.repeat(self.now(), transaction)
    }

    pub fn cancel(&mut self, invite: ClientTransaction) -> Result<ClientTransaction, SendError> {
        self.endpoint.cancel(self.now(), invite)
    }

    pub fn abandon(&mut self, transaction: Transaction) {
        self.endpoint.abandon(self.now(), transaction);
    }

    pub fn fail_transport(&mut self, transaction: Transaction) {
        self.endpoint.handle_transport_error(self.now(), transaction);
    }

    /// What is to be sent now.
    pub fn sent(&mut self) -> Vec<Sent> {
        let mut all = Vec::new();
        while let Some(Transmit { flow, bytes, transaction }) = self.endpoint.poll_transmit() {
            let text = String::from_utf8(bytes.to_vec()).expect("what was written is text");
            all.push(Sent { flow, text, transaction });
        }
        all
    }

    /// The one message that is to be sent now.
    #[track_caller]
    pub fn sent_one(&mut self) -> Sent {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent.remove(0)
    }

    /// The kinds of the messages that are to be sent now.
    pub fn sent_whats(&mut self) -> Vec<String> {
        self.sent().iter().map(|sent| sent.what().to_owned()).collect()
    }

    pub fn events(&mut self) -> Vec<Event> {
        core::iter::from_fn(|| self.endpoint.poll_event()).collect()
    }

    /// Lets the timers fire that are due now.
    pub fn fire(&mut self) {
        self.endpoint.handle_deadline(self.now());
    }

    /// Turns the clock to `millis`, from one deadline to the next. Gives what was sent, and when.
    #[track_caller]
    pub fn run_until(&mut self, millis: u64) -> Vec<(u64, Sent)> {
        let mut all = Vec::new();
        loop {
            all.extend(self.sent().into_iter().map(|sent| (self.now, sent)));
            match self.endpoint.poll_deadline().map(Instant::as_millis) {
                Some(at) if at <= millis => {
                    self.now = self.now.max(at);
                    self.fire();
                    let next = self.endpoint.poll_deadline();
                    assert!(next.is_none_or(|next| next > self.now()), "{next:?} is past");
                }
                _ => break,
            }
        }
        self.now = millis;
        all
    }

    /// As [`run_until`](Self::run_until); gives only when something was sent, and what.
    #[track_caller]
    pub fn timeline_until(&mut self, millis: u64) -> Vec<(u64, String)> {
        let sent = self.run_until(millis);
        sent.into_iter().map(|(at, sent)| (at, sent.what().to_owned())).collect()
    }

    pub fn live(&self) -> u32 {
        self.endpoint.live_transactions()
    }

    pub fn deadline(&self) -> Option<u64> {
        self.endpoint.poll_deadline().map(Instant::as_millis)
    }
}

/// A message to be received, as text.
#[derive(Clone, Debug)]
pub struct Text {
    start: String,
    lines: Vec<(String, String)>,
    body: String,
}

impl Text {
    /// A message of nothing but a start line.
    pub fn new(start: &str) -> Self {
        Self { start: start.to_owned(), lines: Vec::new(), body: String::new() }
    }

    /// A request with all that it needs, from 192.0.2.9; its branch is `z9hG4bK` and `branch`.
    pub fn request(method: &str, branch: &str) -> Self {
        Self::new(&format!("{method} sip:bob@192.0.2.1 SIP/2.0"))
            .with("Via", &format!("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK{branch}"))
            .with("Max-Forwards", "70")
            .with("From", "<sip:alice@192.0.2.9>;tag=alice")
            .with("To", "<sip:bob@192.0.2.1>")
            .with("Call-ID", "call")
            .with("CSeq", &format!("1 {method}"))
    }

    /// The same request with another method, as its ACK and CANCEL are.
    pub fn as_method(&self, method: &str) -> Self {
        let (_, uri) = self.start.split_once(' ').expect("a request");
        let cseq = self.value("CSeq").split(' ').next().expect("a number").to_owned();
        let mut text = self.clone().with_start(&format!("{method} {uri}"));
        text.set("CSeq", &format!("{cseq} {method}"));
        text
    }

    pub fn with_start(mut self, start: &str) -> Self {
        self.start = start.to_owned();
        self
    }

    /// One more header field.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.lines.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Another value for a header field.
    #[track_caller]
    pub fn but(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.lines.retain(|(key, _)| key != name);
        self
    }

    pub fn with_body(mut self, body: &str) -> Self {
        self.body = body.to_owned();
        self
    }

    #[track_caller]
    pub fn value(&self, name: &str) -> &str {
        let line = self.lines.iter().find(|(key, _)| key == name);
        line.map(|(_, value)| value.as_str()).expect("the header field is there")
    }

    #[track_caller]
    fn set(&mut self, name: &str, value: &str) {
        let line = self.lines.iter_mut().find(|(key, _)| key == name);
        line.expect("the header field is there").1 = value.to_owned();
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\r\n", self.start)?;
        for (name, value) in &self.lines {
            write!(f, "{name}: {value}\r\n")?;
        }
        write!(f, "\r\n{}", self.body)
    }
}

/// This side's address.
pub fn local() -> SocketAddr {
    "192.0.2.1:5060".parse().expect("an address")
}

/// The peer's address.
pub fn peer() -> SocketAddr {
    "192.0.2.9:5060".parse().expect("an address")
}

/// Datagrams between the two.
pub fn udp() -> Flow {
    Flow::udp(local(), peer())
}

/// Datagrams from another address.
pub fn udp_from(source: &str) -> Flow {
    Flow::udp(local(), source.parse().expect("an address"))
}

/// A connection between the two.
pub fn tcp(connection: u64) -> Flow {
    Flow::tcp(local(), "192.0.2.9:40000".parse().expect("an address"), ConnectionId(connection))
}

/// Both kinds of flows.
pub fn flow_of(transport: Transport) -> Flow {
    if transport == Transport::Udp { udp() } else { Flow { transport, ..tcp(1) } }
}

/// Reads what was sent, which must be a message that an element may act on.
#[track_caller]
pub fn assert_valid(sent: &Sent) {
    let message = Message::parse(sent.text.as_bytes()).expect("a message");
    message.validate().unwrap_or_else(|error| panic!("{error}: {}", sent.text));
}
