//! One transaction as the endpoint keeps it.

use super::key::{Key, ServerKey};
use super::secret::Identifier;
use crate::method::Method;
use crate::status::StatusCode;
use crate::time::Instant;
use crate::transaction::{
    Actions, Failure, Lane, Timer, client, invite_client, invite_server, server,
};
use crate::transport::Flow;

/// The state machine of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Machine {
    InviteClient(invite_client::State),
    Client(client::State),
    InviteServer(invite_server::State),
    Server(server::State),
}

/// What happens to a transaction, whichever machine it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A response came, or the user gives one.
    Response(StatusCode),
    /// The request came again.
    Retransmission,
    Ack,
    Fired(Timer),
    TransportError,
    Abandon,
}

impl Machine {
    /// The machine for a request that is sent.
    pub(super) const fn for_client(method: Method<'_>, flow: &Flow) -> (Self, Actions) {
        if matches!(method, Method::Invite) {
            let (state, actions) = invite_client::start(flow.transport.reliability());
            (Self::InviteClient(state), actions)
        } else {
            let (state, actions) = client::start(flow.transport.reliability());
            (Self::Client(state), actions)
        }
    }

    /// The machine for a request that came.
    pub(super) const fn for_server(method: Method<'_>) -> (Self, Actions) {
        if matches!(method, Method::Invite) {
            let (state, actions) = invite_server::start();
            (Self::InviteServer(state), actions)
        } else {
            let (state, actions) = server::start();
            (Self::Server(state), actions)
        }
    }

    pub(super) const fn is_client(self) -> bool {
        matches!(self, Self::InviteClient(_) | Self::Client(_))
    }

    pub(super) const fn is_invite(self) -> bool {
        matches!(self, Self::InviteClient(_) | Self::InviteServer(_))
    }

    /// Whether it is a server that has sent nothing yet.
    pub(super) const fn is_silent(self) -> bool {
        matches!(
            self,
            Self::InviteServer(invite_server::State::Trying) | Self::Server(server::State::Trying)
        )
    }

    pub(super) const fn is_terminated(self) -> bool {
        matches!(
            self,
            Self::InviteClient(invite_client::State::Terminated)
                | Self::Client(client::State::Terminated)
                | Self::InviteServer(invite_server::State::Terminated)
                | Self::Server(server::State::Terminated)
        )
    }

    /// The machine after `input`, and what is to be done. An input that the machine does not
    /// know changes nothing.
    pub(super) fn step(self, input: Input, flow: &Flow) -> (Self, Actions) {
        let reliability = flow.transport.reliability();
        match self {
            Self::InviteClient(state) => match invite_client_input(input) {
                Some(input) => {
                    let (state, actions) = invite_client::step(state, input, reliability);
                    (Self::InviteClient(state), actions)
                }
                None => (self, &[]),
            },
            Self::Client(state) => match client_input(input) {
                Some(input) => {
                    let (state, actions) = client::step(state, input, reliability);
                    (Self::Client(state), actions)
                }
                None => (self, &[]),
            },
            Self::InviteServer(state) => match invite_server_input(input) {
                Some(input) => {
                    let (state, actions) = invite_server::step(state, input, reliability);
                    (Self::InviteServer(state), actions)
                }
                None => (self, &[]),
            },
            Self::Server(state) => match server_input(input) {
                Some(input) => {
                    let (state, actions) = server::step(state, input, reliability);
                    (Self::Server(state), actions)
                }
                None => (self, &[]),
            },
        }
    }
}

fn invite_client_input(input: Input) -> Option<invite_client::Input> {
    use invite_client::Input as To;
    match input {
        Input::Response(status) if status.is_provisional() => Some(To::Provisional),
        Input::Response(status) if status.is_success() => Some(To::Success),
        Input::Response(_) => Some(To::Failure),
        Input::Fired(timer) => To::fired(timer),
        Input::TransportError => Some(To::TransportError),
        Input::Abandon => Some(To::Abandon),
        Input::Retransmission | Input::Ack => None,
    }
}

fn client_input(input: Input) -> Option<client::Input> {
    use client::Input as To;
    match input {
        Input::Response(status) if status.is_provisional() => Some(To::Provisional),
        Input::Response(_) => Some(To::Final),
        Input::Fired(timer) => To::fired(timer),
        Input::TransportError => Some(To::TransportError),
        Input::Abandon => Some(To::Abandon),
        Input::Retransmission | Input::Ack => None,
    }
}

fn invite_server_input(input: Input) -> Option<invite_server::Input> {
    use invite_server::Input as To;
    match input {
        Input::Response(status) if status.is_provisional() => Some(To::Provisional),
        Input::Response(status) if status.is_success() => Some(To::Success),
        Input::Response(_) => Some(To::Failure),
        Input::Retransmission => Some(To::Retransmission),
        Input::Ack => Some(To::Ack),
        Input::Fired(timer) => To::fired(timer),
        Input::TransportError => Some(To::TransportError),
        Input::Abandon => Some(To::Abandon),
    }
}

fn server_input(input: Input) -> Option<server::Input> {
    use server::Input as To;
    match input {
        Input::Response(status) if status.is_provisional() => Some(To::Provisional),
        Input::Response(_) => Some(To::Final),
        Input::Retransmission => Some(To::Retransmission),
        Input::Fired(timer) => To::fired(timer),
        Input::TransportError => Some(To::TransportError),
        Input::Abandon => Some(To::Abandon),
        Input::Ack => None,
    }
}

/// A place in the table: a transaction, or what is left of one that has ended and of which the
/// user has not heard everything yet, or nothing.
#[derive(Debug)]
pub(super) struct Slot<P> {
    /// Grows when the place is given to another transaction, so that an old handle is known.
    pub(super) generation: u32,
    /// `None` if no transaction lives here.
    pub(super) machine: Option<Machine>,
    /// Whether a client transaction lived here last.
    pub(super) is_client: bool,
    pub(super) key: Key,
    /// See [`ServerKey`].
    pub(super) legacy_to_tag: Option<u64>,
    pub(super) flow: Flow,
    pub(super) began: Instant,
    /// What was sent last. Of a server that has sent nothing yet: a 100 to be. Empty if it could
    /// not be written.
    pub(super) packet: P,
    /// The tag that this side gives (§8.2.6.2); of servers only.
    pub(super) tag: Identifier,
    pub(super) timers: [Option<Armed>; 2],
    /// How often the timer in the pace lane was restarted.
    pub(super) repeats: u8,
    /// Its failure, which the user has not heard of yet.
    pub(super) failure: Option<Failure>,
    /// Whether the user is still to hear that it ended.
    pub(super) ended: bool,
    pub(super) links: Links,
}

/// A timer that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Armed {
    pub(super) timer: Timer,
    pub(super) at: Instant,
}

/// Where a slot stands in the lists that run through the table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Links {
    /// The next of the same bucket; of an empty place, the next empty one.
    pub(super) chain: Option<u32>,
    /// The place in the heap of deadlines.
    pub(super) heap: Option<u32>,
    /// Whether it waits in the queue of transmits, since when, and before whom.
    pub(super) transmit: Option<u64>,
    pub(super) next_transmit: Option<u32>,
    /// Whether it waits in the queue of events, and before whom.
    pub(super) in_events: bool,
    pub(super) next_event: Option<u32>,
}

impl<P> Slot<P> {
    pub(super) fn new(key: ServerKey, flow: Flow, packet: P, tag: Identifier) -> Self {
        Self {
            generation: 0,
            machine: None,
            is_client: false,
            key: key.key,
            legacy_to_tag: key.legacy_to_tag,
            flow,
            began: Instant::ORIGIN,
            packet,
            tag,
            timers: [None; 2],
            repeats: 0,
            failure: None,
            ended: false,
            links: Links::default(),
        }
    }

    pub(super) fn timer_mut(&mut self, lane: Lane) -> &mut Option<Armed> {
        let [pace, limit] = &mut self.timers;
        match lane {
            Lane::Pace => pace,
            Lane::Limit => limit,
        }
    }

    /// When the next timer fires.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let [pace, limit] = self.timers;
        crate::time::sooner(pace.map(|armed| armed.at), limit.map(|armed| armed.at))
    }
}
