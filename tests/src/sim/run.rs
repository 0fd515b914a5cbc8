//! Running: time jumps to whatever comes next, until there is nothing more or it is enough.

use std::time::Duration;

use sip_core::Instant;

use super::net::Net;
use super::queue::Arrival;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is under way, and no node has a deadline.
    Idle,
    /// The moment, or what was waited for, is there; more may come.
    Reached,
    /// There was not enough virtual time.
    OutOfTime,
    /// There were too many events, or a node did not come to rest.
    OutOfEvents,
}

impl Net {
    /// Runs until nothing is left to happen, for at most `max`.
    pub fn run_until_idle(&mut self, max: Duration) -> Outcome {
        self.run(self.now + max, |_| false)
    }

    /// Runs for a span of virtual time. Ends as [`Reached`](Outcome::Reached), or
    /// [`Idle`](Outcome::Idle) if nothing is left to happen; the time has passed either way.
    pub fn run_for(&mut self, span: Duration) -> Outcome {
        self.run_until(self.now + span)
    }

    /// Runs up to a moment, with all that happens then. Ends as [`run_for`](Self::run_for) does.
    pub fn run_until(&mut self, moment: Instant) -> Outcome {
        let outcome = self.run(moment, |_| false);
        if outcome == Outcome::OutOfEvents {
            return outcome;
        }
        self.now = self.now.max(moment);
        if outcome == Outcome::Idle { Outcome::Idle } else { Outcome::Reached }
    }

    /// Runs until `reached` holds, for at most `max`. Ends as [`Reached`](Outcome::Reached) then.
    pub fn run_until_true(&mut self, max: Duration, reached: impl FnMut(&Self) -> bool) -> Outcome {
        self.run(self.now + max, reached)
    }

    /// Does what comes next, whenever that is. False if there is nothing.
    pub fn step(&mut self) -> bool {
        let Some((at, turn)) = self.next_turn() else { return false };
        self.now = self.now.max(at);
        match turn {
            Turn::Arrival => {
                if let Some(arrival) = self.queue.pop() {
                    self.arrive(arrival);
                }
            }
            Turn::Deadline(index) => {
                self.drive(index, |node, now| node.handle_deadline(now));
            }
        }
        true
    }

    fn run(&mut self, end: Instant, mut reached: impl FnMut(&Self) -> bool) -> Outcome {
        for _ in 0..self.max_events {
            if self.runaway {
                return Outcome::OutOfEvents;
            }
            if reached(self) {
                return Outcome::Reached;
            }
            match self.next_turn() {
                None => return Outcome::Idle,
                Some((at, _)) if at > end => {
                    self.now = end;
                    return Outcome::OutOfTime;
                }
                Some(_) => self.step(),
            };
        }
        Outcome::OutOfEvents
    }

    /// What comes next: of one moment, arrivals first, then the nodes in their order.
    fn next_turn(&self) -> Option<(Instant, Turn)> {
        let arrival = self.queue.next_at().map(|at| (at, Turn::Arrival));
        let deadlines = self.seats.iter().enumerate();
        let deadlines = deadlines.filter_map(|(i, seat)| Some((seat.deadline?, Turn::Deadline(i))));
        arrival.into_iter().chain(deadlines).min_by_key(|&(at, _)| at.max(self.now))
    }

    fn arrive(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Datagram { record, node, flow, bytes } => {
                self.trace.arrived(record);
                self.drive(node, |node, now| node.receive(now, flow, &bytes));
            }
            Arrival::Failure { node, flow, transaction } => {
                self.drive(node, |node, now| node.handle_transport_error(now, flow, transaction));
            }
            Arrival::Established { connection } => self.established(connection),
            Arrival::Flush { connection, end } => self.flush(connection, end),
            Arrival::Segment { connection, end, bytes } => {
                self.segment_arrived(connection, end, &bytes);
            }
            Arrival::Closed { connection, end } => self.peer_closed(connection, end),
        }
    }
}

/// Whose turn it is.
#[derive(Clone, Copy)]
enum Turn {
    Arrival,
    Deadline(usize),
}
