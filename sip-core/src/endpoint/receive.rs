//! Receiving: what a message means, and to which transaction it belongs (§17.1.3, §17.2.3, §18).

use super::handle::{ClientTransaction, Handle, ServerTransaction};
use super::key::{Key, ServerKey, hash_tag};
use super::secret::Purpose;
use super::slot::{Input, Machine, Slot};
use super::{Endpoint, Identifier, Incoming, Rejection, Storage};
use crate::error::{ParseError, ParseErrorKind};
use crate::header::{CallId, From, KnownHeader, To, Via};
use crate::message::{Message, MessageWriter, Request, Response, Sink, WriteError, write_reply};
use crate::method::Method;
use crate::status::StatusCode;
use crate::time::Instant;
use crate::transport::{Flow, FrameError, response_target};
use core::hash::Hasher;

impl<S: Storage> Endpoint<S> {
    /// Takes in one datagram, or one message that [`Framer`](crate::transport::Framer) cut from
    /// a stream, and says what it means.
    ///
    /// `flow` is where it came from. Nothing is allocated on the way, and nothing of it is copied
    /// but what a new server transaction keeps to answer with.
    pub fn receive<'b>(&mut self, now: Instant, flow: Flow, bytes: &'b [u8]) -> Incoming<'b> {
        self.advance(now);
        self.counters.received = self.counters.received.wrapping_add(1);
        let incoming = match Message::read(bytes) {
            Ok(Message::Request(request)) => self.receive_request(&flow, request),
            Ok(Message::Response(response)) => self.receive_response(response),
            // Line breaks between messages keep a path open (§7.5, RFC 5626 §3.5.1).
            Err(error) if error.kind == ParseErrorKind::Empty => Incoming::Absorbed,
            Err(error) => Incoming::Rejected(Rejection::Malformed(error)),
        };
        let count = match incoming {
            Incoming::Absorbed => &mut self.counters.absorbed,
            Incoming::Stray(_) => &mut self.counters.stray,
            Incoming::Rejected(Rejection::Full) => &mut self.counters.refused,
            Incoming::Rejected(_) => &mut self.counters.malformed,
            _ => return incoming,
        };
        *count = count.wrapping_add(1);
        incoming
    }

    /// Answers what stands at the front of a stream that cannot be read on, if it can be
    /// answered; then the stream is to be closed (§18.3).
    pub fn receive_broken<'b>(
        &mut self,
        now: Instant,
        flow: Flow,
        bytes: &'b [u8],
        error: FrameError,
    ) -> Incoming<'b> {
        self.advance(now);
        self.counters.malformed = self.counters.malformed.wrapping_add(1);
        let head = bytes.get(..error.head()).unwrap_or_default();
        if let Ok(Message::Request(request)) = Message::read(head) {
            let status = match error {
                FrameError::TooLarge { .. } => StatusCode::MESSAGE_TOO_LARGE,
                FrameError::ContentLength { .. } | FrameError::NotSip => StatusCode::BAD_REQUEST,
            };
            self.answer_alone(&flow, &request, status);
        }
        Incoming::Rejected(Rejection::Stream(error))
    }

    fn receive_response<'b>(&mut self, response: Response<'b>) -> Incoming<'b> {
        let key = match response.validate().and_then(|()| Key::of_response(&self.secret, &response))
        {
            Ok(key) => key,
            Err(error) => return Incoming::Rejected(Rejection::Malformed(error)),
        };
        let Some(index) = self.table.find(key, |slot| slot.is_client) else {
            return Incoming::Stray(response);
        };
        if !self.step(index, Input::Response(response.status()), Some(&response)) {
            return Incoming::Absorbed;
        }
        Incoming::Response(ClientTransaction(self.handle(index)), response)
    }

    fn receive_request<'b>(&mut self, flow: &Flow, request: Request<'b>) -> Incoming<'b> {
        let key = match request
            .validate()
            .and_then(|()| Key::of_request(&self.secret, &request, transaction_method(&request)))
        {
            Ok(key) => key,
            Err(error) => {
                self.answer_alone(flow, &request, error.status());
                return Incoming::Rejected(Rejection::Malformed(error));
            }
        };
        if request.method() == Method::Ack {
            return self.receive_ack(key, request);
        }
        if let Some(index) = self.find_server(key) {
            self.step(index, Input::Retransmission, None);
            return Incoming::Absorbed;
        }
        let invite = match request.method() {
            Method::Cancel => Key::of_request(&self.secret, &request, Method::Invite)
                .ok()
                .and_then(|key| self.find_server(key)),
            _ => None,
        };
        // The To tags in the answers to a CANCEL and to its INVITE should be the same (§9.2).
        let tag = match invite.and_then(|index| self.table.get(index)) {
            Some(slot) => slot.tag,
            None => self.secret.identifier(),
        };
        match self.begin_server(flow, &request, key, tag) {
            Err(rejection) => Incoming::Rejected(rejection),
            Ok(index) => {
                let transaction = ServerTransaction(self.handle(index));
                if request.method() == Method::Cancel {
                    let invite = invite.map(|index| ServerTransaction(self.handle(index)));
                    Incoming::Cancel { transaction, invite, request }
                } else {
                    Incoming::Request(transaction, request)
                }
            }
        }
    }

    /// An ACK belongs to the INVITE whose final response it confirms. That for a 2xx matches
    /// nothing, as its branch is its own, unless the peer used the INVITE's branch for it.
    fn receive_ack<'b>(&mut self, key: ServerKey, request: Request<'b>) -> Incoming<'b> {
        let to_tag = request.headers().find::<To<'_>>().ok().flatten().and_then(|to| to.tag());
        let secret = &self.secret;
        let found = self.table.find(key.key, |slot| {
            // §17.2.3: a peer of RFC 2543 puts the tag of our response into the ACK.
            slot.legacy_to_tag.is_none()
                || key.legacy_to_tag == Some(hash_tag(secret, slot.tag.as_bytes()))
                || key.legacy_to_tag == slot.legacy_to_tag && to_tag.is_some()
        });
        match found {
            Some(index) if !self.step(index, Input::Ack, None) => Incoming::Absorbed,
            _ => Incoming::Ack(request),
        }
    }

    fn find_server(&self, key: ServerKey) -> Option<u32> {
        self.table.find(key.key, |slot: &Slot<S::Packet>| slot.legacy_to_tag == key.legacy_to_tag)
    }

    fn begin_server(
        &mut self,
        flow: &Flow,
        request: &Request<'_>,
        key: ServerKey,
        tag: Identifier,
    ) -> Result<u32, Rejection> {
        // All that an answer takes over from the request is written down now, as the 100 that may
        // have to be sent: the request itself is gone when this function returns.
        if write_trying(&mut self.scratch, flow, request).is_err() {
            // Without Record-Route and Timestamp there may be room.
            self.answer_alone(flow, request, StatusCode::MESSAGE_TOO_LARGE);
            return Err(Rejection::Full);
        }
        let (machine, actions) = Machine::for_server(request.method());
        let back = return_flow(flow, request);
        let Some(index) = self.insert(key, back, tag, machine) else {
            self.answer_alone(flow, request, StatusCode::SERVICE_UNAVAILABLE);
            return Err(Rejection::Full);
        };
        if let Some(slot) = self.table.get_mut(index) {
            core::mem::swap(&mut slot.packet, &mut self.scratch);
        }
        self.perform(index, actions, None);
        Ok(index)
    }

    /// Answers a request without a transaction, as a stateless UAS would (§8.2.7): at most once
    /// for each time that it comes, and never an ACK.
    fn answer_alone(&mut self, flow: &Flow, request: &Request<'_>, status: StatusCode) {
        if request.method() == Method::Ack || request.headers().split_first::<Via<'_>>().is_none() {
            return;
        }
        let tag = self.stateless_tag(request);
        let mut writer = MessageWriter::response(&mut self.scratch, status);
        write_reply(&mut writer, request.headers(), Some(flow.remote), Some(tag.as_bytes()));
        let written = writer.finish();
        let ticket = self.next_ticket();
        let back = return_flow(flow, request);
        if written.is_err() || !self.outbox.push(back, &mut self.scratch, ticket) {
            self.counters.dropped = self.counters.dropped.wrapping_add(1);
        }
    }

    /// The same request gets the same tag each time that it comes (§8.2.7).
    fn stateless_tag(&self, request: &Request<'_>) -> Identifier {
        let mut hasher = self.secret.hasher(Purpose::StatelessTag);
        let headers = request.headers();
        for part in [
            headers.find::<CallId<'_>>().ok().flatten().map(|id| id.as_bytes()),
            headers.find::<From<'_>>().ok().flatten().and_then(|from| from.tag()),
            headers.text(KnownHeader::CSeq),
        ] {
            hasher.write(part.unwrap_or_default());
            hasher.write_u8(0);
        }
        Identifier::of(hasher)
    }

    pub(super) fn handle(&self, index: u32) -> Handle {
        let generation = self.table.get(index).map_or(0, |slot| slot.generation);
        Handle { index, generation }
    }
}

/// An ACK belongs to the transaction of its INVITE; every other request to its own.
fn transaction_method<'b>(request: &Request<'b>) -> Method<'b> {
    match request.method() {
        Method::Ack => Method::Invite,
        method => method,
    }
}

/// The way back: through the connection that the request came by, and without it, or for
/// datagrams, to where §18.2.2 says.
fn return_flow(flow: &Flow, request: &Request<'_>) -> Flow {
    match request.headers().split_first::<Via<'_>>() {
        Some((via, _)) => {
            Flow { remote: response_target(&via, flow.remote, flow.transport), ..*flow }
        }
        None => *flow,
    }
}

/// Writes a 100 (Trying) with all that any response takes over from its request (§8.2.6).
fn write_trying(
    sink: &mut dyn Sink,
    flow: &Flow,
    request: &Request<'_>,
) -> Result<usize, WriteError> {
    let mut writer = MessageWriter::response(sink, StatusCode::TRYING);
    write_reply(&mut writer, request.headers(), Some(flow.remote), None);
    // A 100 echoes the Timestamp (§8.2.6.1). Record-Route is for the responses to come (§12.1.1).
    writer.copy_all(request.headers(), KnownHeader::Timestamp);
    writer.copy_all(request.headers(), KnownHeader::RecordRoute);
    writer.finish()
}

impl core::convert::From<ParseError> for Rejection {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}
