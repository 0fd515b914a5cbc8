//! An endpoint as one would write it in an hour: a list of transactions, searched from end to end.
//!
//! It knows messages by their kinds only ("INVITE", "486") and takes the machines and the lengths
//! of their timers from the library. What it checks is everything around them: the table, the
//! heap of deadlines, the queues, and who belongs to whom.

use sip_core::StatusCode;
use sip_core::endpoint::{Event, SendError, Transaction};
use sip_core::transaction::{
    Action, Actions, Failure, Lane, Reliability, Timer, Timings, client, invite_client,
    invite_server, server,
};

use crate::bench::Sent;

/// What happens to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Response(u16),
    Retransmission,
    Ack,
    Fired(Timer),
    TransportError,
    Abandon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Machine {
    InviteClient(invite_client::State),
    Client(client::State),
    InviteServer(invite_server::State),
    Server(server::State),
}

/// A transaction, or what is left of one.
#[derive(Clone, Debug)]
struct Entry {
    handle: Transaction,
    /// By what a request finds it: all but the method.
    key: String,
    method: String,
    call_id: String,
    machine: Machine,
    live: bool,
    reliability: Reliability,
    connection: Option<u64>,
    /// Pace and limit.
    timers: [Option<(Timer, u64)>; 2],
    repeats: u8,
    packet: String,
    /// Since which operation its packet waits to be sent.
    queued: Option<u64>,
    failure: Option<Failure>,
    ended: bool,
    /// Since which operation it has something to tell.
    telling: Option<u64>,
}

/// By what a transaction is known.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'i> {
    /// By what a request finds it: all but the method.
    pub key: &'i str,
    pub method: &'i str,
    pub call_id: &'i str,
}

/// What a CANCEL has from its INVITE.
#[derive(Clone, Debug)]
pub struct Cancelled {
    pub key: String,
    pub call_id: String,
    pub connection: Option<u64>,
    pub reliability: Reliability,
}

/// The list.
#[derive(Debug)]
pub struct Model {
    entries: Vec<Entry>,
    /// What waits and belongs to no transaction: since which operation, and its kind.
    letters: Vec<(u64, String)>,
    now: u64,
    operation: u64,
    max_transactions: usize,
    max_outbox: usize,
    timings: Timings,
}

impl Model {
    pub fn new(max_transactions: usize, max_outbox: usize) -> Self {
        Self {
            entries: Vec::new(),
            letters: Vec::new(),
            now: 0,
            operation: 0,
            max_transactions,
            max_outbox,
            timings: Timings::DEFAULT,
        }
    }

    /// What is queued from now on comes behind what is queued already; what one operation queues
    /// may come in any order.
    pub fn next_operation(&mut self) {
        self.operation += 1;
    }

    /// The time was told.
    pub fn advance(&mut self, clock: u64) {
        self.now = self.now.max(clock);
    }

    pub fn live(&self) -> usize {
        self.entries.iter().filter(|entry| entry.live).count()
    }

    pub fn is_full(&self) -> bool {
        self.entries.len() >= self.max_transactions
    }

    /// The latest moment that was told.
    pub fn now(&self) -> u64 {
        self.now
    }

    pub fn deadline(&self) -> Option<u64> {
        self.entries.iter().filter_map(Entry::deadline).min()
    }

    fn find(&self, handle: Transaction) -> Option<usize> {
        self.entries.iter().position(|entry| entry.handle == handle && entry.live)
    }

    /// The client transaction of this method that a response with this key belongs to.
    pub fn client(&self, key: &str, method: &str) -> Option<Transaction> {
        let found = self.entries.iter().find(|entry| {
            entry.live && !entry.is_server() && entry.key == key && entry.method == method
        });
        found.map(|entry| entry.handle)
    }

    /// The server transaction of this method that a request with this key belongs to.
    pub fn server(&self, key: &str, method: &str) -> Option<Transaction> {
        let found = self.entries.iter().find(|entry| {
            entry.live && entry.is_server() && entry.key == key && entry.method == method
        });
        found.map(|entry| entry.handle)
    }

    /// A request came that found none.
    pub fn begin_server(
        &mut self,
        handle: Transaction,
        identity: Identity<'_>,
        connection: Option<u64>,
        reliability: Reliability,
    ) {
        let (machine, actions) = if identity.method == "INVITE" {
            let (state, actions) = invite_server::start();
            (Machine::InviteServer(state), actions)
        } else {
            let (state, actions) = server::start();
            (Machine::Server(state), actions)
        };
        self.begin(handle, identity, (connection, reliability), (machine, actions), "100");
    }

    /// A request was sent.
    pub fn begin_client(
        &mut self,
        handle: Transaction,
        identity: Identity<'_>,
        connection: Option<u64>,
        reliability: Reliability,
    ) {
        let (machine, actions) = if identity.method == "INVITE" {
            let (state, actions) = invite_client::start(reliability);
            (Machine::InviteClient(state), actions)
        } else {
            let (state, actions) = client::start(reliability);
            (Machine::Client(state), actions)
        };
        let packet = identity.method;
        self.begin(handle, identity, (connection, reliability), (machine, actions), packet);
    }

    fn begin(
        &mut self,
        handle: Transaction,
        identity: Identity<'_>,
        (connection, reliability): (Option<u64>, Reliability),
        (machine, actions): (Machine, Actions),
        packet: &str,
    ) {
        assert!(!self.is_full(), "there was no room for {handle:?}");
        assert!(self.entries.iter().all(|entry| entry.handle != handle), "{handle:?} is taken");
        self.entries.push(Entry {
            handle,
            key: identity.key.to_owned(),
            method: identity.method.to_owned(),
            call_id: identity.call_id.to_owned(),
            machine,
            live: true,
            reliability,
            connection,
            timers: [None; 2],
            repeats: 0,
            packet: packet.to_owned(),
            queued: None,
            failure: None,
            ended: false,
            telling: None,
        });
        self.perform(self.entries.len() - 1, actions, None);
    }

    /// Puts a message that belongs to no transaction into the outbox; `false` if that is full.
    pub fn letter(&mut self, what: &str) -> bool {
        let room = self.letters.len() < self.max_outbox;
        if room {
            self.letters.push((self.operation, what.to_owned()));
        }
        room
    }

    /// Gives an input to a transaction if it lives, and says whether the user hears of it.
    pub fn input(&mut self, handle: Transaction, input: Input) -> bool {
        self.find(handle).is_some_and(|index| self.step(index, input))
    }

    fn step(&mut self, index: usize, input: Input) -> bool {
        let entry = &mut self.entries[index];
        let (machine, actions) = entry.machine.step(input, entry.reliability);
        entry.machine = machine;
        let fired = match input {
            Input::Fired(timer) => Some(timer),
            _ => None,
        };
        let deliver = self.perform(index, actions, fired);
        let entry = &mut self.entries[index];
        if entry.machine.is_terminated() {
            entry.live = false;
            entry.timers = [None; 2];
            entry.ended = true;
            entry.telling.get_or_insert(self.operation);
        }
        deliver
    }

    fn perform(&mut self, index: usize, actions: Actions, fired: Option<Timer>) -> bool {
        let (now, operation, timings) = (self.now, self.operation, self.timings);
        let entry = &mut self.entries[index];
        let mut deliver = false;
        let mut starts = Vec::new();
        for action in actions {
            match *action {
                Action::Send | Action::Resend | Action::SendTrying => {
                    entry.queued.get_or_insert(operation);
                }
                Action::SendAck => {
                    "ACK".clone_into(&mut entry.packet);
                    entry.queued.get_or_insert(operation);
                }
                Action::Deliver => deliver = true,
                Action::Start(timer) => starts.push((timer, 0)),
                Action::Restart(timer) => {
                    assert_eq!(Some(timer), fired);
                    starts.push((timer, entry.repeats.saturating_add(1)));
                }
                Action::RestartCapped(timer) => starts.push((timer, Timer::CAPPED)),
                Action::Stop(Lane::Pace) => entry.timers[0] = None,
                Action::Stop(Lane::Limit) => entry.timers[1] = None,
                Action::Inform(failure) => {
                    entry.failure = Some(failure);
                    entry.telling.get_or_insert(operation);
                }
            }
        }
        for (timer, repeats) in starts {
            let span = timer.duration(&timings, entry.reliability, repeats).as_millis();
            let at = now.saturating_add(u64::try_from(span).unwrap_or(u64::MAX));
            let lane = usize::from(timer.lane() == Lane::Limit);
            entry.timers[lane] = Some((timer, at));
            if lane == 0 {
                entry.repeats = repeats;
            }
        }
        deliver
    }

    pub fn respond(&mut self, handle: Transaction, status: u16) -> Result<(), SendError> {
        let index = self.find(handle).ok_or(SendError::Gone)?;
        let entry = &mut self.entries[index];
        if entry.method != "INVITE" && (status == 408 || (101..200).contains(&status)) {
            return Err(SendError::Forbidden);
        }
        if !entry.would_send(status) {
            return Err(SendError::Late);
        }
        entry.packet = status.to_string();
        self.step(index, Input::Response(status));
        Ok(())
    }

    pub fn repeat(&mut self, handle: Transaction) -> Result<(), SendError> {
        let index = self.find(handle).ok_or(SendError::Gone)?;
        let entry = &self.entries[index];
        let silent = matches!(
            entry.machine,
            Machine::InviteServer(invite_server::State::Trying)
                | Machine::Server(server::State::Trying)
        );
        if silent {
            return Err(SendError::Early);
        }
        let status = entry.packet.parse().expect("a server sent a response last");
        if !entry.would_send(status) {
            return Err(SendError::Late);
        }
        self.step(index, Input::Response(status));
        Ok(())
    }

    /// Whether a CANCEL may be sent; gives what it shares with its INVITE.
    pub fn cancel(&self, handle: Transaction) -> Result<Cancelled, SendError> {
        let invite = &self.entries[self.find(handle).ok_or(SendError::Gone)?];
        match invite.machine {
            Machine::InviteClient(invite_client::State::Proceeding) => {}
            Machine::InviteClient(invite_client::State::Calling) => return Err(SendError::Early),
            _ => return Err(SendError::Late),
        }
        let again = self.entries.iter().any(|entry| {
            entry.live && !entry.is_server() && entry.key == invite.key && entry.method == "CANCEL"
        });
        match (again, self.is_full()) {
            (true, _) => Err(SendError::Late),
            (_, true) => Err(SendError::Full),
            _ => Ok(Cancelled {
                key: invite.key.clone(),
                call_id: invite.call_id.clone(),
                connection: invite.connection,
                reliability: invite.reliability,
            }),
        }
    }

    pub fn disconnect(&mut self, connection: u64) {
        for index in 0..self.entries.len() {
            let entry = &mut self.entries[index];
            if entry.live && entry.connection == Some(connection) {
                entry.connection = None;
                if !entry.is_server() {
                    self.step(index, Input::TransportError);
                }
            }
        }
    }

    /// Lets the timers fire that are due, the earliest first.
    pub fn fire(&mut self) {
        while let Some(at) = self.deadline().filter(|at| *at <= self.now) {
            let due = self.entries.iter().position(|entry| entry.deadline() == Some(at));
            let index = due.expect("somebody's");
            let [pace, limit] = &mut self.entries[index].timers;
            let is_due = |timer: &Option<(Timer, u64)>| timer.is_some_and(|(_, at)| at <= self.now);
            let timer = if is_due(limit) { limit.take() } else { pace.take() };
            self.step(index, Input::Fired(timer.expect("it is due").0));
        }
    }

    /// Compares the next message to be sent with those that may be the next.
    pub fn sent(&mut self, sent: Option<&Sent>) {
        let first_letter = self.letters.first().map(|(since, _)| *since);
        let first_entry = self.entries.iter().filter_map(|entry| entry.queued).min();
        let first = [first_letter, first_entry].into_iter().flatten().min();
        let Some(sent) = sent else {
            assert_eq!(first, None, "something waits to be sent");
            return;
        };
        let found = self
            .entries
            .iter()
            .position(|entry| entry.queued.is_some() && entry.queued == first && entry.is(sent));
        match found {
            Some(index) => {
                self.entries[index].queued = None;
                self.forget(index);
            }
            None => {
                assert_eq!(sent.transaction, None, "{sent:?} is nobody's");
                assert_eq!(first_letter, first, "{sent:?} is not the next");
                assert_eq!(self.letters.remove(0).1, sent.what());
            }
        }
    }

    /// Compares the next event with those that may be the next.
    pub fn told(&mut self, event: Option<Event>) {
        let first = self.entries.iter().filter_map(|entry| entry.telling).min();
        let Some(event) = event else {
            assert_eq!(first, None, "there is something to tell");
            return;
        };
        let (Event::Failed { transaction, .. } | Event::Ended { transaction }) = event;
        let index = self
            .entries
            .iter()
            .position(|entry| entry.handle == transaction && entry.telling == first)
            .unwrap_or_else(|| panic!("{event:?} is not the next"));
        let entry = &mut self.entries[index];
        match event {
            Event::Failed { failure, .. } => assert_eq!(entry.failure.take(), Some(failure)),
            Event::Ended { .. } => {
                assert!(entry.failure.is_none() && entry.ended, "{event:?}");
                entry.ended = false;
            }
        }
        // What has more to tell goes on.
        entry.telling = entry.ended.then_some(0);
        self.forget(index);
    }

    /// An ended transaction of which nothing is left gives its place back.
    fn forget(&mut self, index: usize) {
        let entry = &self.entries[index];
        if !entry.live && entry.queued.is_none() && entry.telling.is_none() {
            self.entries.remove(index);
        }
    }
}

impl Entry {
    fn deadline(&self) -> Option<u64> {
        self.timers.iter().flatten().map(|(_, at)| *at).min()
    }

    /// Whether this is what it sent last.
    fn is(&self, sent: &Sent) -> bool {
        let method = if self.packet == "ACK" { "ACK" } else { &self.method };
        self.packet == sent.what()
            && sent.all("Call-ID") == [&self.call_id]
            && sent.one("CSeq") == format!("1 {method}")
            && sent.flow.connection.map(|connection| connection.0) == self.connection
            && sent.transaction == self.live.then_some(self.handle)
    }

    fn is_server(&self) -> bool {
        matches!(self.handle, Transaction::Server(_))
    }

    fn would_send(&self, status: u16) -> bool {
        self.machine.step(Input::Response(status), self.reliability).1.contains(&Action::Send)
    }
}

impl Machine {
    fn is_terminated(self) -> bool {
        self == Self::InviteClient(invite_client::State::Terminated)
            || self == Self::Client(client::State::Terminated)
            || self == Self::InviteServer(invite_server::State::Terminated)
            || self == Self::Server(server::State::Terminated)
    }

    fn step(self, input: Input, reliability: Reliability) -> (Self, Actions) {
        match self {
            Self::InviteClient(state) => {
                use invite_client::Input as To;
                let to = match input {
                    Input::Response(status) => {
                        Some(by_class(status, [To::Provisional, To::Success, To::Failure]))
                    }
                    Input::Fired(timer) => To::fired(timer),
                    Input::TransportError => Some(To::TransportError),
                    Input::Abandon => Some(To::Abandon),
                    Input::Retransmission | Input::Ack => None,
                };
                let stay: (_, Actions) = (state, &[]);
                let (state, actions) =
                    to.map_or(stay, |to| invite_client::step(state, to, reliability));
                (Self::InviteClient(state), actions)
            }
            Self::Client(state) => {
                use client::Input as To;
                let to = match input {
                    Input::Response(status) => {
                        Some(by_class(status, [To::Provisional, To::Final, To::Final]))
                    }
                    Input::Fired(timer) => To::fired(timer),
                    Input::TransportError => Some(To::TransportError),
                    Input::Abandon => Some(To::Abandon),
                    Input::Retransmission | Input::Ack => None,
                };
                let stay: (_, Actions) = (state, &[]);
                let (state, actions) = to.map_or(stay, |to| client::step(state, to, reliability));
                (Self::Client(state), actions)
            }
            Self::InviteServer(state) => {
                use invite_server::Input as To;
                let to = match input {
                    Input::Response(status) => {
                        Some(by_class(status, [To::Provisional, To::Success, To::Failure]))
                    }
                    Input::Retransmission => Some(To::Retransmission),
                    Input::Ack => Some(To::Ack),
                    Input::Fired(timer) => To::fired(timer),
                    Input::TransportError => Some(To::TransportError),
                    Input::Abandon => Some(To::Abandon),
                };
                let stay: (_, Actions) = (state, &[]);
                let (state, actions) =
                    to.map_or(stay, |to| invite_server::step(state, to, reliability));
                (Self::InviteServer(state), actions)
            }
            Self::Server(state) => {
                use server::Input as To;
                let to = match input {
                    Input::Response(status) => {
                        Some(by_class(status, [To::Provisional, To::Final, To::Final]))
                    }
                    Input::Retransmission => Some(To::Retransmission),
                    Input::Fired(timer) => To::fired(timer),
                    Input::TransportError => Some(To::TransportError),
                    Input::Abandon => Some(To::Abandon),
                    Input::Ack => None,
                };
                let stay: (_, Actions) = (state, &[]);
                let (state, actions) = to.map_or(stay, |to| server::step(state, to, reliability));
                (Self::Server(state), actions)
            }
        }
    }
}

/// The input for a 1xx, a 2xx, and all others.
fn by_class<I>(status: u16, [provisional, success, failure]: [I; 3]) -> I {
    let status = StatusCode::new(status).expect("a status");
    if status.is_provisional() {
        provisional
    } else if status.is_success() {
        success
    } else {
        failure
    }
}
