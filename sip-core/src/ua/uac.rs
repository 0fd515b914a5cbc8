//! Placing calls (§8.1, §9.1, §13.2).

use super::call::{Call, Entry, State};
use super::{Body, Ending, UaEvent, UserAgent, patience, write_contact};
use crate::dialog::{Dialog, DialogId};
use crate::endpoint::{ClientTransaction, Endpoint, Identifier, SendError, Storage, Transaction};
use crate::header::{KnownHeader, MaxForwards};
use crate::message::{MessageWriter, Response};
use crate::method::Method;
use crate::time::Instant;
use crate::transport::Flow;

impl<S: Storage> UserAgent<'_, S> {
    /// Places a call to `uri`, by way of `flow`. What comes of it are [`UaEvent`]s.
    ///
    /// # Errors
    /// [`SendError`]; then there is no call.
    pub fn call(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        uri: &[u8],
        body: Option<Body<'_>>,
    ) -> Result<Call, SendError> {
        let (contact, call_id) = (self.contact, endpoint.identifier());
        let head = Head { flow, method: Method::Invite, uri, call_id };
        let invite = self.send(now, endpoint, head, |writer| {
            write_contact(writer, contact);
            writer.field(KnownHeader::Allow, &[super::ALLOW]);
            Body::write(body, writer);
        })?;
        let invite = Transaction::Client(invite);
        let mut entry = Entry::new(State::Calling, invite, FIRST_CSEQ);
        entry.call_id = Some(call_id);
        self.calls.insert(entry).ok_or_else(|| {
            // Nobody is there to take the answer: the transaction is not to repeat the question.
            endpoint.abandon(now, invite);
            SendError::Full
        })
    }

    /// Sends a request outside of a dialog with all that it needs (§8.1.1): Max-Forwards, From,
    /// To, Call-ID and CSeq. `write` adds other header fields and a body. Its responses are
    /// [`Foreign`](super::Reaction::Foreign) to the user agent.
    ///
    /// # Errors
    /// As [`Endpoint::request`].
    pub fn request(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        method: Method<'_>,
        uri: &[u8],
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<ClientTransaction, SendError> {
        let call_id = endpoint.identifier();
        self.send(now, endpoint, Head { flow, method, uri, call_id }, write)
    }

    fn send(
        &self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        head: Head<'_>,
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<ClientTransaction, SendError> {
        let Head { flow, method, uri, call_id } = head;
        let tag = endpoint.identifier();
        let identity = self.identity;
        endpoint.request(now, flow, method, uri, |writer| {
            writer.number(KnownHeader::MaxForwards, MaxForwards::DEFAULT.0.into());
            writer.field(KnownHeader::From, &[b"<", identity, b">;tag=", tag.as_bytes()]);
            writer.field(KnownHeader::To, &[b"<", uri, b">"]);
            writer.field(KnownHeader::CallId, &[call_id.as_bytes()]);
            writer.field(KnownHeader::CSeq, &[b"1 ", method.as_bytes()]);
            write(writer);
        })
    }

    /// Withdraws an INVITE (§9.1): at once if a provisional response came, or else when one does.
    pub(super) fn cancel(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
    ) -> Result<(), SendError> {
        let entry = self.calls.get_mut(call).ok_or(SendError::Gone)?;
        let Transaction::Client(invite) = entry.invite else { return Err(SendError::Gone) };
        entry.state = State::Cancelling;
        match endpoint.cancel(now, invite) {
            Err(SendError::Early) => {
                entry.cancel_waits = true;
                Ok(())
            }
            sent => {
                entry.cancel_waits = false;
                // §9.1: without a final response in 64*T1 the INVITE counts as cancelled.
                entry.give_up = Some(now.saturating_add(patience(endpoint)));
                sent.map(drop)
            }
        }
    }

    /// A response to the INVITE or the BYE of a call.
    pub(super) fn receive_response<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        call: Call,
        transaction: ClientTransaction,
        response: Response<'b>,
    ) -> Option<UaEvent<'b>> {
        let entry = self.calls.get(call)?;
        let (state, status) = (entry.state, response.status());
        if let State::Leaving(why) = state
            && entry.bye == Some(transaction)
        {
            return status.is_final().then(|| self.end(call, why));
        }
        if status.is_provisional() {
            if entry.cancel_waits {
                // A failure to send the CANCEL ends the call by its clock.
                let _ = self.cancel(now, endpoint, call);
            }
            return (state == State::Calling).then_some(UaEvent::Progress { call, response });
        }
        if status.is_success() {
            return self.receive_success(now, endpoint, flow, call, response);
        }
        let why = match state {
            State::Calling => Ending::Refused(status),
            State::Cancelling => Ending::Cancelled,
            // The INVITE has its final response already.
            State::Ringing | State::Answered | State::Established | State::Leaving(_) => {
                return None;
            }
        };
        self.calls.remove(call);
        Some(UaEvent::Ended { call, why, response: Some(response) })
    }

    /// A 2xx to the INVITE. Each is acknowledged (§13.2.2.4), whatever has become of the call.
    fn receive_success<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        call: Call,
        response: Response<'b>,
    ) -> Option<UaEvent<'b>> {
        let id = DialogId::of_response(endpoint.secret(), &response)?;
        let entry = self.calls.get_mut(call)?;
        if let Some(dialog) = &entry.dialog {
            if dialog.id() == id {
                if let Some(branch) = entry.ack_branch {
                    let _ = dialog.ack(endpoint, entry.invite_cseq, branch);
                }
            } else {
                refuse_fork(now, endpoint, &flow, &response);
            }
            return None;
        }
        let Ok(dialog) = Dialog::of_uac(endpoint.secret(), &flow, &response) else {
            // It cannot be acknowledged, so the peer will give up, and so does this side.
            return Some(self.end(call, Ending::NeverConfirmed));
        };
        let branch = endpoint.identifier();
        let _ = dialog.ack(endpoint, entry.invite_cseq, branch);
        entry.ack_branch = Some(branch);
        entry.dialog = Some(dialog);
        if entry.state == State::Cancelling {
            // The 2xx overtook the CANCEL (R2 of the hard cases): take the call, and leave it.
            let _ = self.say_bye(now, endpoint, call, Ending::Cancelled);
            return None;
        }
        entry.state = State::Established;
        Some(UaEvent::Established { call, response: Some(response) })
    }
}

/// What a request outside of a dialog begins with.
struct Head<'h> {
    flow: Flow,
    method: Method<'h>,
    uri: &'h [u8],
    call_id: Identifier,
}

/// A call's first request has the number 1.
const FIRST_CSEQ: u32 = 1;

/// A second 2xx with another To tag, as a forking proxy lets through: one peer is enough, the
/// other is greeted and left, ACK before BYE (§13.2.2.4).
fn refuse_fork<S: Storage>(
    now: Instant,
    endpoint: &mut Endpoint<S>,
    flow: &Flow,
    response: &Response<'_>,
) {
    let dialog = Dialog::<S::Packet>::of_uac(endpoint.secret(), flow, response);
    let Ok(mut dialog) = dialog else { return };
    let branch = endpoint.identifier();
    let _ = dialog.ack(endpoint, FIRST_CSEQ, branch);
    let _ = dialog.request(now, endpoint, Method::Bye, |_| {});
}
