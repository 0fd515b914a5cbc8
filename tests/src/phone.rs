//! A phone for the simulated network: a user agent with a user who keeps to a plan.

use std::net::SocketAddr;
use std::time::Duration;

use sip_core::endpoint::{Config, Endpoint, Secret, Storage, Transmit};
use sip_core::transport::{ConnectionId, Flow, FrameError, Transport};
use sip_core::ua::{Body, Call, Ending, Reaction, UaEvent, UserAgent};
use sip_core::{Instant, StatusCode, time};

use crate::sim::{Node, rng};

/// One audio line that nobody listens to (RFC 4566): what both sides send as their body.
const SDP: Body<'static> = Body {
    content_type: b"application/sdp",
    bytes: b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n\
             m=audio 49170 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=inactive\r\n",
};

/// What the user of a phone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How long it rings before the user does something; longer than 200 ms, and a 180 is sent.
    pub ring: Duration,
    /// What the user does when somebody calls.
    pub when_called: WhenCalled,
    /// How long after the call is established this side hangs up; `None` leaves it to the other.
    pub talk: Option<Duration>,
    /// How long after placing a call this side gives it up, whatever its state.
    pub give_up: Option<Duration>,
    /// How often a call that nobody answered is placed again.
    pub redials: u8,
}

/// What a user does with a call that comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenCalled {
    /// Takes it.
    Answer,
    /// Refuses it.
    Reject(StatusCode),
    /// Lets it ring.
    Ignore,
}

impl Default for Plan {
    /// Rings a second, answers, and never hangs up.
    fn default() -> Self {
        Self {
            ring: Duration::from_secs(1),
            when_called: WhenCalled::Answer,
            talk: None,
            give_up: None,
            redials: 0,
        }
    }
}

/// What happened to a call, as its user saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Somebody calls.
    Called,
    /// A provisional response came.
    Progress(StatusCode),
    /// Both can talk.
    Established,
    /// It is over.
    Ended(Ending),
}

/// What the user means to do, and when.
#[derive(Clone, Copy, Debug)]
struct Intention {
    at: Instant,
    call: Call,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    EndRinging,
    HangUp,
}

/// A phone with one address.
#[derive(Debug)]
pub struct Phone<S: Storage> {
    name: &'static str,
    address: [SocketAddr; 1],
    /// The transaction layer.
    pub endpoint: Endpoint<S>,
    /// The transaction user.
    pub ua: UserAgent<'static, S>,
    plan: Plan,
    /// Whom it called last.
    dialled: Option<(Transport, SocketAddr)>,
    intentions: Vec<Intention>,
    /// What happened, in order.
    pub log: Vec<(Instant, Happening)>,
}

impl<S: Storage> Phone<S> {
    /// A phone called `name` at `address`; `seed` and `stream` are those of its secret.
    pub fn new(
        name: &'static str,
        address: SocketAddr,
        plan: Plan,
        seed: u64,
        stream: u32,
    ) -> Self {
        Self::with_config(name, address, plan, Config::DEFAULT, seed, stream)
    }

    /// The same, with other settings.
    pub fn with_config(
        name: &'static str,
        address: SocketAddr,
        plan: Plan,
        config: Config,
        seed: u64,
        stream: u32,
    ) -> Self {
        // The user agent borrows who it is; a test's phones live as long as the test.
        let identity: &'static str = format!("sip:{name}@example.test").leak();
        let contact: &'static str = format!("sip:{name}@{address}").leak();
        Self {
            name,
            address: [address],
            endpoint: Endpoint::new(config, Secret::new(&mut rng(seed, stream))),
            ua: UserAgent::new(identity.as_bytes(), contact.as_bytes()),
            plan,
            dialled: None,
            intentions: Vec::new(),
            log: Vec::new(),
        }
    }

    /// Places a call to the phone at `to`.
    pub fn call(&mut self, now: Instant, transport: Transport, to: SocketAddr) -> Call {
        let flow = Flow { transport, local: self.address[0], remote: to, connection: None };
        let parameter = if transport == Transport::Tcp { ";transport=tcp" } else { "" };
        let uri = format!("sip:{to}{parameter}");
        let call = self
            .ua
            .call(now, &mut self.endpoint, flow, uri.as_bytes(), Some(SDP))
            .expect("there is room for a call");
        self.dialled = Some((transport, to));
        if let Some(span) = self.plan.give_up {
            self.intend(now + span, call, What::HangUp);
        }
        call
    }

    /// Whether there was a session, and it is over. A BYE may be the first that the callee hears
    /// of the caller after its answer: then it was one, if a short one.
    pub fn has_talked(&self) -> bool {
        matches!(self.ending(), Some(Ending::HungUp | Ending::PeerHungUp))
    }

    /// How the last call ended.
    pub fn ending(&self) -> Option<Ending> {
        self.log.iter().rev().find_map(|(_, happening)| match happening {
            Happening::Ended(ending) => Some(*ending),
            _ => None,
        })
    }

    /// Transactions and calls that still live.
    pub fn live(&self) -> usize {
        self.endpoint.live_transactions() as usize + self.ua.live_calls()
    }

    fn intend(&mut self, at: Instant, call: Call, what: What) {
        self.intentions.push(Intention { at, call, what });
    }

    fn hear(&mut self, now: Instant, event: UaEvent<'_>) {
        let happening = match event {
            UaEvent::Incoming { call, .. } => {
                if self.plan.when_called != WhenCalled::Answer || !self.plan.ring.is_zero() {
                    // A 180 that finds no room is one that was lost.
                    let _ = self.ua.ring(now, &mut self.endpoint, call, StatusCode::RINGING);
                }
                self.intend(now + self.plan.ring, call, What::EndRinging);
                Happening::Called
            }
            UaEvent::Progress { response, .. } => Happening::Progress(response.status()),
            UaEvent::Established { call, .. } => {
                if let Some(talk) = self.plan.talk {
                    self.intend(now + talk, call, What::HangUp);
                }
                Happening::Established
            }
            UaEvent::Ended { why, .. } => Happening::Ended(why),
        };
        self.log.push((now, happening));
        if happening == Happening::Ended(Ending::Refused(StatusCode::REQUEST_TIMEOUT)) {
            self.redial(now);
        }
    }

    fn redial(&mut self, now: Instant) {
        if let (Some((transport, to)), Some(left)) =
            (self.dialled, self.plan.redials.checked_sub(1))
        {
            self.plan.redials = left;
            self.call(now, transport, to);
        }
    }

    fn carry_out(&mut self, now: Instant, Intention { call, what, .. }: Intention) {
        // The call may be over by now; then there is nothing left to do.
        let _ = match (what, self.plan.when_called) {
            (What::HangUp, _) => self.ua.hang_up(now, &mut self.endpoint, call),
            (What::EndRinging, WhenCalled::Answer) => {
                self.ua.answer(now, &mut self.endpoint, call, Some(SDP))
            }
            (What::EndRinging, WhenCalled::Reject(status)) => {
                let rejected = self.ua.reject(now, &mut self.endpoint, call, status);
                if rejected.is_ok() {
                    self.log.push((now, Happening::Ended(Ending::Rejected)));
                }
                rejected
            }
            (What::EndRinging, WhenCalled::Ignore) => Ok(()),
        };
    }
}

impl<S: Storage + 'static> Node for Phone<S> {
    fn name(&self) -> &str {
        self.name
    }

    fn addresses(&self) -> &[SocketAddr] {
        &self.address
    }

    fn receive(&mut self, now: Instant, flow: Flow, bytes: &[u8]) {
        let incoming = self.endpoint.receive(now, flow, bytes);
        if let Reaction::Event(event) = self.ua.receive(now, &mut self.endpoint, flow, incoming) {
            self.hear(now, event);
        }
    }

    fn receive_broken(&mut self, now: Instant, flow: Flow, bytes: &[u8], error: FrameError) {
        self.endpoint.receive_broken(now, flow, bytes, error);
    }

    fn handle_disconnect(&mut self, now: Instant, connection: ConnectionId) {
        self.endpoint.handle_disconnect(now, connection);
    }

    fn handle_transport_error(
        &mut self,
        now: Instant,
        _flow: Flow,
        of: Option<sip_core::endpoint::Transaction>,
    ) {
        if let Some(transaction) = of {
            self.endpoint.handle_transport_error(now, transaction);
        }
    }

    fn handle_deadline(&mut self, now: Instant) {
        self.endpoint.handle_deadline(now);
        while let Some(event) = self.ua.handle_deadline(now, &mut self.endpoint) {
            self.hear(now, event);
        }
        while let Some(at) = self.intentions.iter().position(|intention| intention.at <= now) {
            let intention = self.intentions.remove(at);
            self.carry_out(now, intention);
        }
    }

    fn poll_transmit(&mut self) -> Option<Transmit<'_>> {
        self.endpoint.poll_transmit()
    }

    fn react(&mut self, now: Instant) -> bool {
        let mut acted = false;
        while let Some(event) = self.endpoint.poll_event() {
            acted = true;
            if let Some(event) = self.ua.handle_event(event) {
                self.hear(now, event);
            }
        }
        acted
    }

    fn poll_deadline(&self) -> Option<Instant> {
        let next = self.intentions.iter().map(|intention| intention.at).min();
        time::sooner(next, time::sooner(self.endpoint.poll_deadline(), self.ua.poll_deadline()))
    }
}
