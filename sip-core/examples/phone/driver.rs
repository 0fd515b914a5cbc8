//! The loop around the core.
//!
//! The contract, whoever drives and with whatever sockets: after each call that may have changed
//! something, send what [`Endpoint::poll_transmit`] gives, then hand on what
//! [`Endpoint::poll_event`] gives, until both are empty; then wait for bytes, but no longer than
//! to the next deadline. Here that is [`settle`](Driver::settle) and [`run`](Driver::run); the
//! rest is what this phone adds to it.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use sip_core::Instant;
use sip_core::endpoint::{Endpoint, Event, Growing, Incoming, Transaction};
use sip_core::time::sooner;
use sip_core::transport::Flow;
use sip_core::ua::{Reaction, UserAgent};

use crate::clock::Clock;
use crate::job::{Job, Outcome};
use crate::net::{Input, Net};

/// How long connections may take to close at the end.
const CLOSING: Duration = Duration::from_secs(1);

/// The core, and what is around it.
pub(crate) struct Driver<'a> {
    pub(crate) endpoint: Endpoint<Growing>,
    pub(crate) agent: UserAgent<'a, Growing>,
    clock: Clock,
    net: Net,
    inputs: Receiver<Input>,
    linger: Duration,
    interrupted: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Job(Outcome),
    Interrupted,
}

impl<'a> Driver<'a> {
    pub(crate) fn new(
        endpoint: Endpoint<Growing>,
        agent: UserAgent<'a, Growing>,
        clock: Clock,
        net: Net,
        inputs: Receiver<Input>,
        linger: Duration,
    ) -> Self {
        Self { endpoint, agent, clock, net, inputs, linger, interrupted: false }
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Runs until the job is over.
    ///
    /// # Errors
    /// If the sockets are of no use any more.
    pub(crate) fn run(&mut self, job: &mut impl Job) -> io::Result<End> {
        job.begin(self);
        let mut over: Option<(End, Instant)> = None;
        loop {
            self.settle(job);
            if let Some(outcome) = job.outcome() {
                // The peer may not have got the last response, and ask again.
                let (end, leave_at) = *over.get_or_insert((
                    if self.interrupted { End::Interrupted } else { End::Job(outcome) },
                    self.now() + self.linger,
                ));
                if self.endpoint.live_transactions() == 0 || leave_at <= self.now() {
                    self.close();
                    return Ok(end);
                }
            }
            let mut wake_at = sooner(self.endpoint.poll_deadline(), self.agent.poll_deadline());
            for deadline in [job.deadline(), over.map(|(_, leave_at)| leave_at)] {
                wake_at = sooner(wake_at, deadline);
            }
            match self.wait(wake_at) {
                None => {}
                Some(Input::Received { flow, bytes }) => self.receive(job, flow, &bytes),
                Some(Input::Broken { flow, bytes, error }) => {
                    let now = self.now();
                    self.endpoint.receive_broken(now, flow, &bytes, error);
                }
                Some(Input::Accepted(stream)) => self.net.accept(stream),
                Some(Input::Lost { connection, why }) => {
                    if let Some(why) = why {
                        eprintln!("phone: {why}");
                    }
                    let now = self.now();
                    self.endpoint.handle_disconnect(now, connection);
                    for transaction in self.net.forget(connection) {
                        self.endpoint.handle_transport_error(now, transaction);
                    }
                }
                Some(Input::Interrupted) => match over {
                    // Enough of lingering.
                    Some((end, _)) => return Ok(end),
                    None if self.interrupted => return Ok(End::Interrupted),
                    None => {
                        self.interrupted = true;
                        job.interrupt(self);
                    }
                },
                Some(Input::Failed(error)) => return Err(error),
            }
            self.fire(job);
        }
    }

    /// Sends what is to be sent and hands on what happened, until there is nothing left of both.
    fn settle(&mut self, job: &mut impl Job) {
        loop {
            while let Some(transmit) = self.endpoint.poll_transmit() {
                let transaction = transmit.transaction;
                let sent = self.net.send(&transmit.flow, transmit.bytes, transaction);
                if let (Err(_), Some(transaction)) = (sent, transaction) {
                    self.endpoint.handle_transport_error(self.clock.now(), transaction);
                }
            }
            let Some(event) = self.endpoint.poll_event() else { return };
            if let Event::Ended { transaction } = event {
                self.net.unbind(transaction);
            }
            if let Some(event) = self.agent.handle_event(event) {
                job.react(self, event);
            } else if let Event::Failed { transaction: Transaction::Client(transaction), failure } =
                event
            {
                job.failed(self, transaction, failure);
            }
        }
    }

    /// Takes in a message. What it means is borrowed from its bytes.
    fn receive(&mut self, job: &mut impl Job, flow: Flow, bytes: &[u8]) {
        let now = self.now();
        let incoming = self.endpoint.receive(now, flow, bytes);
        match self.agent.receive(now, &mut self.endpoint, flow, incoming) {
            Reaction::Done => {}
            Reaction::Event(event) => job.react(self, event),
            Reaction::Foreign(Incoming::Response(transaction, response)) => {
                job.answered(self, transaction, &response);
            }
            // Retransmissions, strays, what was refused: dealt with already.
            Reaction::Foreign(_) => {}
        }
        self.settle(job);
    }

    /// Does what is due. To do so too early, or too often, is harmless.
    fn fire(&mut self, job: &mut impl Job) {
        let now = self.now();
        self.endpoint.handle_deadline(now);
        self.settle(job);
        while let Some(event) = self.agent.handle_deadline(now, &mut self.endpoint) {
            job.react(self, event);
            self.settle(job);
        }
        self.settle(job);
        if job.deadline().is_some_and(|at| at <= now) {
            job.wake(self);
        }
    }

    /// The next input; `None` when it is `wake_at`.
    fn wait(&self, wake_at: Option<Instant>) -> Option<Input> {
        match wake_at {
            // The net holds a sender: there is always somebody who may say something.
            None => self.inputs.recv().ok(),
            Some(at) => self.inputs.recv_timeout(self.clock.until(at)).ok(),
        }
    }

    /// Closes the connections, behind all that is still to be sent by them.
    fn close(&mut self) {
        self.net.close();
        let last = self.now() + CLOSING;
        while self.net.has_connections() {
            match self.inputs.recv_timeout(self.clock.until(last)) {
                Ok(Input::Lost { connection, .. }) => {
                    self.net.forget(connection);
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}
