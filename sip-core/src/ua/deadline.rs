//! The clocks of calls: the repetition of a 2xx, and the end of patience.

use super::call::State;
use super::{Ending, UaEvent, UserAgent};
use crate::endpoint::{Endpoint, Storage};
use crate::time::Instant;

impl<S: Storage> UserAgent<'_, S> {
    /// When [`handle_deadline`](Self::handle_deadline) is to be called next; `None` for never.
    pub fn poll_deadline(&self) -> Option<Instant> {
        self.calls.deadlines().min()
    }

    /// Does what is due. To be called until it returns `None`.
    pub fn handle_deadline(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
    ) -> Option<UaEvent<'static>> {
        loop {
            let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
            let call = self.calls.find(|entry| is_due(entry.deadline()))?;
            let entry = self.calls.get_mut(call)?;
            if !is_due(entry.give_up) {
                self.repeat_answer(now, endpoint, call);
                continue;
            }
            entry.give_up = None;
            let invite = entry.invite;
            match entry.state {
                // §13.3.1.4: the answer was never confirmed; the session is ended.
                State::Answered => {
                    let why = if entry.leave_when_confirmed {
                        Ending::HungUp
                    } else {
                        Ending::NeverConfirmed
                    };
                    if self.say_bye(now, endpoint, call, why).is_err() {
                        return Some(self.end(call, why));
                    }
                }
                // §9.1: no final response came to what was cancelled.
                State::Cancelling => {
                    endpoint.abandon(now, invite);
                    return Some(self.end(call, Ending::Cancelled));
                }
                // The BYE was never sent, or its transaction forgot to say that it failed.
                State::Leaving(why) => return Some(self.end(call, why)),
                State::Calling | State::Ringing | State::Established => {}
            }
        }
    }
}
