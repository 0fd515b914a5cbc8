//! Taking calls (§8.2, §9.2, §11.2, §13.3, §15.1.2).

use core::time::Duration;

use super::call::{Call, Entry, Repeat, State};
use super::{ALLOW, Body, Ending, UaEvent, UserAgent, patience, write_contact};
use crate::dialog::{Dialog, DialogError, DialogId};
use crate::endpoint::{Endpoint, SendError, ServerTransaction, Storage, Transaction};
use crate::header::{CSeq, KnownHeader};
use crate::message::{MessageWriter, Request};
use crate::method::Method;
use crate::status::StatusCode;
use crate::time::Instant;
use crate::transport::Flow;

impl<S: Storage> UserAgent<'_, S> {
    /// Tells the caller that somebody is being called: 180 (Ringing), or another 1xx.
    ///
    /// # Errors
    /// [`SendError::Late`] if the call is not one that rings; else as [`Endpoint::respond`].
    pub fn ring(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
        status: StatusCode,
    ) -> Result<(), SendError> {
        if !status.is_provisional() {
            return Err(SendError::Late);
        }
        let invite = self.ringing(call)?;
        let contact = self.contact;
        endpoint.respond(now, invite, status, |writer| write_contact(writer, contact))
    }

    /// Takes the call: 200 (OK), which is repeated until the caller confirms it (§13.3.1.4).
    ///
    /// # Errors
    /// [`SendError::Late`] if the call is not one that rings; else as [`Endpoint::respond`].
    pub fn answer(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
        body: Option<Body<'_>>,
    ) -> Result<(), SendError> {
        let invite = self.ringing(call)?;
        let contact = self.contact;
        endpoint.respond(now, invite, StatusCode::OK, |writer| {
            write_contact(writer, contact);
            writer.field(KnownHeader::Allow, &[ALLOW]);
            Body::write(body, writer);
        })?;
        let t1 = endpoint.config().timings.t1();
        let entry = self.calls.get_mut(call).ok_or(SendError::Gone)?;
        entry.state = State::Answered;
        // Over any transport: the 2xx is end to end, and a later hop may lose it (§13.3.1.4).
        entry.repeat = Some(Repeat { at: now.saturating_add(t1), interval: t1 });
        entry.give_up = Some(now.saturating_add(patience(endpoint)));
        Ok(())
    }

    /// Refuses the call with `status`. Then it is over, and [`UaEvent::Ended`] is not said.
    ///
    /// # Errors
    /// [`SendError::Late`] if the call is not one that rings; else as [`Endpoint::respond`].
    pub fn reject(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
        status: StatusCode,
    ) -> Result<(), SendError> {
        self.reject_with(now, endpoint, call, status, |_| {})
    }

    /// [`reject`](Self::reject) with header fields, or a body, that say more: Contact with a 302
    /// (§21.3.3), Retry-After with a 486, Accept with a 415.
    ///
    /// # Errors
    /// As `reject`.
    pub fn reject_with(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
        status: StatusCode,
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<(), SendError> {
        if !status.is_final() || status.is_success() {
            return Err(SendError::Late);
        }
        let invite = self.ringing(call)?;
        endpoint.respond(now, invite, status, write)?;
        self.calls.remove(call);
        Ok(())
    }

    /// The INVITE of a call that was not answered yet.
    fn ringing(&self, call: Call) -> Result<ServerTransaction, SendError> {
        let entry = self.calls.get(call).ok_or(SendError::Gone)?;
        match (entry.state, entry.invite) {
            (State::Ringing, Transaction::Server(invite)) => Ok(invite),
            _ => Err(SendError::Late),
        }
    }

    pub(super) fn receive_request<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        transaction: ServerTransaction,
        request: Request<'b>,
    ) -> Option<UaEvent<'b>> {
        if let Some(id) = DialogId::of_request(endpoint.secret(), &request) {
            return self.receive_in_dialog(now, endpoint, transaction, &request, id);
        }
        match request.method() {
            Method::Invite => self.receive_invite(now, endpoint, flow, transaction, request),
            Method::Options => {
                // A response that cannot be sent is one that was lost: the peer asks again.
                let _ = endpoint.respond(now, transaction, StatusCode::OK, |writer| {
                    writer.field(KnownHeader::Allow, &[ALLOW]);
                    writer.field(KnownHeader::Accept, &[b"application/sdp"]);
                });
                None
            }
            // Outside of a dialog there is nothing to end (§15.1.2).
            Method::Bye => {
                answer(now, endpoint, transaction, StatusCode::CALL_TRANSACTION_DOES_NOT_EXIST);
                None
            }
            method => {
                refuse_method(now, endpoint, transaction, method);
                None
            }
        }
    }

    /// A new call (§13.3.1).
    fn receive_invite<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        flow: Flow,
        transaction: ServerTransaction,
        request: Request<'b>,
    ) -> Option<UaEvent<'b>> {
        let tag = endpoint.local_tag(transaction)?;
        let dialog = match Dialog::of_uas(endpoint.secret(), &flow, &request, tag) {
            Ok(dialog) => dialog,
            Err(DialogError::Malformed(error)) => {
                answer(now, endpoint, transaction, error.status());
                return None;
            }
            Err(DialogError::Write(_)) => {
                answer(now, endpoint, transaction, StatusCode::MESSAGE_TOO_LARGE);
                return None;
            }
        };
        let cseq = request.headers().find::<CSeq<'_>>().ok()??.number();
        let invite = Transaction::Server(transaction);
        let mut entry = Entry::new(State::Ringing, invite, cseq);
        entry.dialog = Some(dialog);
        let call = self.calls.insert(entry);
        if call.is_none() {
            answer(now, endpoint, transaction, StatusCode::BUSY_HERE);
        }
        call.map(|call| UaEvent::Incoming { call, request })
    }

    fn receive_in_dialog<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        transaction: ServerTransaction,
        request: &Request<'_>,
        id: DialogId,
    ) -> Option<UaEvent<'b>> {
        let Some(call) = self.calls.of_dialog(id) else {
            // §12.2.2: no such dialog, any more.
            answer(now, endpoint, transaction, StatusCode::CALL_TRANSACTION_DOES_NOT_EXIST);
            return None;
        };
        let number = request.headers().find::<CSeq<'_>>().ok()??.number();
        let dialog = self.calls.get_mut(call)?.dialog.as_mut()?;
        if !dialog.accept_cseq(number) {
            answer(now, endpoint, transaction, StatusCode::SERVER_INTERNAL_ERROR);
            return None;
        }
        match request.method() {
            Method::Bye => self.receive_bye(now, endpoint, transaction, call),
            // §14.2: a session that cannot be changed goes on as it was.
            Method::Invite => {
                answer(now, endpoint, transaction, StatusCode::NOT_ACCEPTABLE_HERE);
                None
            }
            Method::Options => {
                let _ = endpoint.respond(now, transaction, StatusCode::OK, |writer| {
                    writer.field(KnownHeader::Allow, &[ALLOW]);
                });
                None
            }
            method => {
                refuse_method(now, endpoint, transaction, method);
                None
            }
        }
    }

    /// §15.1.2. An INVITE that has no final response yet gets a 487.
    fn receive_bye<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        transaction: ServerTransaction,
        call: Call,
    ) -> Option<UaEvent<'b>> {
        answer(now, endpoint, transaction, StatusCode::OK);
        let entry = self.calls.get(call)?;
        match (entry.state, entry.invite) {
            (State::Ringing, Transaction::Server(invite)) => {
                answer(now, endpoint, invite, StatusCode::REQUEST_TERMINATED);
                Some(self.end(call, Ending::Cancelled))
            }
            // Both hung up at once: this side's BYE goes on to its end (R7 of the hard cases).
            (State::Leaving(_), _) => None,
            _ => Some(self.end(call, Ending::PeerHungUp)),
        }
    }

    /// §9.2: a CANCEL of an INVITE that has its final response changes nothing.
    pub(super) fn receive_cancel<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        transaction: ServerTransaction,
        invite: Option<ServerTransaction>,
    ) -> Option<UaEvent<'b>> {
        let Some(invite) = invite else {
            answer(now, endpoint, transaction, StatusCode::CALL_TRANSACTION_DOES_NOT_EXIST);
            return None;
        };
        answer(now, endpoint, transaction, StatusCode::OK);
        let call = self.calls.of_transaction(Transaction::Server(invite))?;
        if self.calls.get(call)?.state != State::Ringing {
            return None;
        }
        answer(now, endpoint, invite, StatusCode::REQUEST_TERMINATED);
        Some(self.end(call, Ending::Cancelled))
    }

    /// The ACK for a 2xx: of the call's INVITE, or of none that is known, and then nothing.
    pub(super) fn receive_ack<'b>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        request: &Request<'_>,
    ) -> Option<UaEvent<'b>> {
        let id = DialogId::of_request(endpoint.secret(), request)?;
        let call = self.calls.of_dialog(id)?;
        let number = request.headers().find::<CSeq<'_>>().ok()??.number();
        let entry = self.calls.get_mut(call)?;
        if entry.state != State::Answered || entry.invite_cseq != number {
            return None;
        }
        entry.state = State::Established;
        entry.repeat = None;
        entry.give_up = None;
        if entry.leave_when_confirmed {
            let _ = self.say_bye(now, endpoint, call, Ending::HungUp);
            return None;
        }
        Some(UaEvent::Established { call, response: None })
    }

    /// Repeats the 2xx: at T1, then doubling, at most each T2 (§13.3.1.4).
    pub(super) fn repeat_answer(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        call: Call,
    ) -> Option<()> {
        let t2 = endpoint.config().timings.t2();
        let entry = self.calls.get_mut(call)?;
        let interval: Duration = entry.repeat?.interval.saturating_mul(2).min(t2);
        entry.repeat = Some(Repeat { at: now.saturating_add(interval), interval });
        if let Transaction::Server(invite) = entry.invite {
            let _ = endpoint.repeat(now, invite);
        }
        Some(())
    }
}

/// A response that cannot be sent is one that was lost: the peer repeats its request, and the
/// transaction its answer.
fn answer<S: Storage>(
    now: Instant,
    endpoint: &mut Endpoint<S>,
    transaction: ServerTransaction,
    status: StatusCode,
) {
    let _ = endpoint.respond(now, transaction, status, |_| {});
}

/// §8.2.1: a method that is known but not allowed, or not known at all (§21.5.2).
fn refuse_method<S: Storage>(
    now: Instant,
    endpoint: &mut Endpoint<S>,
    transaction: ServerTransaction,
    method: Method<'_>,
) {
    let status = if method.is_known() {
        StatusCode::METHOD_NOT_ALLOWED
    } else {
        StatusCode::NOT_IMPLEMENTED
    };
    let _ = endpoint.respond(now, transaction, status, |writer| {
        writer.field(KnownHeader::Allow, &[ALLOW]);
    });
}
