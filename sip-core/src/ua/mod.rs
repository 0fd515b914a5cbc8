//! A user agent for calls, the smallest that is one (§8, §9, §13, §15).
//!
//! It places calls and takes them: INVITE, ACK, CANCEL, BYE; it repeats a 2xx until its ACK comes
//! (§13.3.1.4) and an ACK whenever its 2xx comes again (§13.2.2.4); it answers OPTIONS (§11). It
//! does not register, authenticate, follow a redirection, or change a session that is
//! established: a re-INVITE is answered with a 488, and the session goes on as it was (§14.2).
//!
//! The user agent does not own the [`Endpoint`], which may serve other transaction users as well.
//! It is driven beside it:
//!
//! * every [`Incoming`] goes to [`UserAgent::receive`], which gives back what is not its own;
//! * every [`endpoint::Event`](crate::endpoint::Event) goes to [`UserAgent::handle_event`];
//! * its [deadline](UserAgent::poll_deadline) is one more to wait for, and when it is reached,
//!   [`UserAgent::handle_deadline`] is called until it returns `None`.
//!
//! | call state  | leaves it by                                                              |
//! |-------------|---------------------------------------------------------------------------|
//! | `Calling`   | 2xx → `Established`; other final response, time-out → over; hang-up → `Cancelling` |
//! | `Cancelling`| final response → over; 2xx → ACK, BYE → `Leaving`; 64*T1 → over (§9.1)     |
//! | `Ringing`   | answer → `Answered`; reject, CANCEL, BYE, hang-up → over                    |
//! | `Answered`  | ACK → `Established`; BYE → over; 64*T1 → BYE → `Leaving` (§13.3.1.4)        |
//! | `Established` | BYE → over; hang-up → BYE → `Leaving`                                    |
//! | `Leaving`   | final response to the BYE, or its time-out → over (§15.1.1)                |

mod call;
mod deadline;
mod uac;
mod uas;

pub use call::Call;

use crate::endpoint::{Endpoint, Event, Incoming, SendError, Storage, Transaction};
use crate::header::KnownHeader;
use crate::message::{MessageWriter, Request, Response};
use crate::method::Method;
use crate::status::StatusCode;
use crate::time::Instant;
use crate::transaction::Failure;
use crate::transport::Flow;
use call::{Calls, State};

/// The methods that the user agent takes (§20.5).
const ALLOW: &[u8] = b"INVITE, ACK, BYE, CANCEL, OPTIONS";

/// A user agent. See the [module](self).
#[derive(Debug)]
pub struct UserAgent<'a, S: Storage> {
    /// Who it is: the URI in From.
    identity: &'a [u8],
    /// Where it is: the URI in Contact.
    contact: &'a [u8],
    calls: Calls<S>,
}

/// A body and its type, to be put into a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body<'a> {
    /// Content-Type.
    pub content_type: &'a [u8],
    /// The body.
    pub bytes: &'a [u8],
}

impl Body<'_> {
    fn write(body: Option<Self>, writer: &mut MessageWriter<'_>) {
        if let Some(body) = body {
            writer.body(body.content_type, body.bytes);
        }
    }
}

/// What a user agent made of a message.
#[derive(Clone, Debug)]
pub enum Reaction<'b> {
    /// It was for the user agent, and is dealt with.
    Done,
    /// It was for the user agent, and means something to its user.
    Event(UaEvent<'b>),
    /// It is not the user agent's.
    Foreign(Incoming<'b>),
}

/// What happened to a call.
#[derive(Clone, Debug)]
pub enum UaEvent<'b> {
    /// Somebody calls: [`answer`](UserAgent::answer), [`ring`](UserAgent::ring) or
    /// [`reject`](UserAgent::reject).
    Incoming {
        /// The new call.
        call: Call,
        /// The INVITE.
        request: Request<'b>,
    },
    /// A provisional response came to a call that was placed.
    Progress {
        /// The call.
        call: Call,
        /// The response.
        response: Response<'b>,
    },
    /// The call is established.
    Established {
        /// The call.
        call: Call,
        /// The 2xx, to who placed the call.
        response: Option<Response<'b>>,
    },
    /// The call is over, and its handle is worth nothing any more.
    Ended {
        /// The call.
        call: Call,
        /// Why.
        why: Ending,
        /// The response that refused the call, if one did: its Reason-Phrase, Contact (§21.3) or
        /// Retry-After (§20.33) may matter.
        response: Option<Response<'b>>,
    },
}

/// Why a call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The peer refused it; or nobody answered (408), or the way was blocked (503), which is as
    /// good (§8.1.3.1).
    Refused(StatusCode),
    /// This side refused it.
    Rejected,
    /// It was cancelled before it was answered, by either side.
    Cancelled,
    /// This side hung up.
    HungUp,
    /// The peer hung up.
    PeerHungUp,
    /// The peer never confirmed the answer (§13.3.1.4).
    NeverConfirmed,
}

impl<'a, S: Storage> UserAgent<'a, S> {
    /// A user agent without calls. `identity` is its URI for others, `contact` the URI at which
    /// it can be reached directly (§8.1.1.8).
    pub fn new(identity: &'a [u8], contact: &'a [u8]) -> Self {
        Self { identity, contact, calls: Calls::default() }
    }

    /// How many calls live.
    pub fn live_calls(&self) -> usize {
        self.calls.live()
    }

    /// The Call-ID of a call (§8.1.1.4).
    pub fn call_id(&self, call: Call) -> Option<&[u8]> {
        let entry = self.calls.get(call)?;
        match &entry.call_id {
            Some(call_id) => Some(call_id.as_bytes()),
            None => entry.dialog.as_ref()?.call_id(),
        }
    }

    /// Takes a message that the endpoint received by `flow`.
    pub fn receive<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        incoming: Incoming<'b>,
    ) -> Reaction<'b> {
        let event = match incoming {
            Incoming::Request(transaction, request) => {
                self.receive_request(now, endpoint, flow, transaction, request)
            }
            Incoming::Cancel { transaction, invite, .. } => {
                self.receive_cancel(now, endpoint, transaction, invite)
            }
            Incoming::Ack(request) => self.receive_ack(now, endpoint, &request),
            Incoming::Response(transaction, response) => {
                let Some(call) = self.calls.of_transaction(Transaction::Client(transaction)) else {
                    return Reaction::Foreign(Incoming::Response(transaction, response));
                };
                self.receive_response(now, endpoint, flow, call, transaction, response)
            }
            other => return Reaction::Foreign(other),
        };
        event.map_or(Reaction::Done, Reaction::Event)
    }

    /// Takes an event of the endpoint.
    pub fn handle_event(&mut self, event: Event) -> Option<UaEvent<'static>> {
        let Event::Failed { transaction, failure } = event else { return None };
        let call = self.calls.of_transaction(transaction)?;
        let entry = self.calls.get(call)?;
        let (state, of_invite) = (entry.state, entry.invite == transaction);
        let status = match failure {
            Failure::Timeout => StatusCode::REQUEST_TIMEOUT,
            Failure::Transport => StatusCode::SERVICE_UNAVAILABLE,
        };
        match state {
            State::Calling => Some(self.end(call, Ending::Refused(status))),
            State::Cancelling => Some(self.end(call, Ending::Cancelled)),
            // §15.1.1: whatever becomes of the BYE, the session is over.
            State::Leaving(why) if !of_invite => Some(self.end(call, why)),
            // A response that could not be sent is repeated: the 2xx by the call's own clock,
            // others by their transaction.
            State::Ringing | State::Answered | State::Established | State::Leaving(_) => None,
        }
    }

    /// Ends a call: by CANCEL, BYE or a 486, as its state asks for.
    ///
    /// # Errors
    /// [`SendError`]; the call is over all the same, in time.
    pub fn hang_up(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
    ) -> Result<(), SendError> {
        let state = self.calls.get(call).ok_or(SendError::Gone)?.state;
        match state {
            State::Calling => self.cancel(now, endpoint, call),
            State::Ringing => self.reject(now, endpoint, call, StatusCode::BUSY_HERE),
            // §15: the callee holds its BYE back until the ACK came, or will not come any more.
            State::Answered => {
                let call = self.calls.get_mut(call).ok_or(SendError::Gone)?;
                call.leave_when_confirmed = true;
                Ok(())
            }
            State::Established => self.say_bye(now, endpoint, call, Ending::HungUp),
            State::Cancelling | State::Leaving(_) => Ok(()),
        }
    }

    /// Sends the BYE (§15.1.1).
    fn say_bye(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
        why: Ending,
    ) -> Result<(), SendError> {
        let entry = self.calls.get_mut(call).ok_or(SendError::Gone)?;
        let dialog = entry.dialog.as_mut().ok_or(SendError::Gone)?;
        entry.state = State::Leaving(why);
        entry.repeat = None;
        // If the BYE cannot be sent, the session is over all the same: the clock ends the call.
        entry.give_up = Some(now.saturating_add(patience(endpoint)));
        entry.bye = Some(dialog.request(now, endpoint, Method::Bye, |_| {})?);
        Ok(())
    }

    fn end<'b>(&mut self, call: Call, why: Ending) -> UaEvent<'b> {
        self.calls.remove(call);
        UaEvent::Ended { call, why, response: None }
    }
}

/// Timer B and its kin: how long to wait for a peer (64*T1).
fn patience<S: Storage>(endpoint: &Endpoint<S>) -> core::time::Duration {
    endpoint.config().timings.t1().saturating_mul(64)
}

/// Where this side can be reached.
fn write_contact(writer: &mut MessageWriter<'_>, contact: &[u8]) {
    writer.field(KnownHeader::Contact, &[b"<", contact, b">"]);
}
