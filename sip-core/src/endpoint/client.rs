//! Sending requests (§8.1.1, §17.1).

use super::handle::{ClientTransaction, Handle, Transaction};
use super::key::{Key, ServerKey};
use super::slot::{Input, Machine};
use super::{Endpoint, Identifier, SendError, Storage};
use crate::header::{BRANCH_COOKIE, KnownHeader, Via};
use crate::message::{Message, MessageWriter, WriteError, socket_text, write_cancel};
use crate::method::Method;
use crate::time::Instant;
use crate::transaction::invite_client;
use crate::transport::Flow;

impl<S: Storage> Endpoint<S> {
    /// Sends a request by a new transaction. The start line and the top Via are written here;
    /// `write` adds all other header fields, and perhaps a body.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was sent. An ACK is [`SendError::Forbidden`]: it has no
    /// transaction, and [`send_ack`](Self::send_ack) sends it.
    pub fn request(
        &mut self,
        now: Instant,
        flow: Flow,
        method: Method<'_>,
        uri: &[u8],
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<ClientTransaction, SendError> {
        self.advance(now);
        if method == Method::Ack {
            return Err(SendError::Forbidden);
        }
        let branch = self.secret.identifier();
        let mut writer = MessageWriter::request(&mut self.scratch, method, uri);
        write_via(&mut writer, &flow, branch);
        write(&mut writer);
        writer.finish().map_err(SendError::Write)?;
        self.begin_client(flow, method)
    }

    /// Cancels an INVITE (§9.1) by a transaction of its own.
    ///
    /// The INVITE's transaction goes on: its final response, most often a 487, still comes.
    ///
    /// # Errors
    /// [`SendError::Early`] if no provisional response came yet: try again when one does.
    /// [`SendError::Late`] if the final response came, or it is cancelled already, or it is no
    /// INVITE.
    pub fn cancel(
        &mut self,
        now: Instant,
        transaction: ClientTransaction,
    ) -> Result<ClientTransaction, SendError> {
        self.advance(now);
        let index = self.resolve(Transaction::Client(transaction)).ok_or(SendError::Gone)?;
        let slot = self.table.get(index).ok_or(SendError::Gone)?;
        match slot.machine {
            Some(Machine::InviteClient(invite_client::State::Proceeding)) => {}
            Some(Machine::InviteClient(invite_client::State::Calling)) => {
                return Err(SendError::Early);
            }
            _ => return Err(SendError::Late),
        }
        let invite = Message::read(slot.packet.as_ref()).map_err(|_| SendError::Gone)?;
        let invite = invite.as_request().ok_or(SendError::Gone)?;
        let flow = slot.flow;
        write_cancel(&mut self.scratch, invite).map_err(SendError::Write)?;
        self.begin_client(flow, Method::Cancel)
    }

    /// Gives up a transaction: no response will be waited for, or sent. It ends at once, without
    /// a failure. One that has its final response goes on to its end by itself.
    pub fn abandon(&mut self, now: Instant, transaction: Transaction) {
        self.advance(now);
        if let Some(index) = self.resolve(transaction) {
            self.step(index, Input::Abandon, None);
        }
    }

    /// Sends a request that has no transaction: the ACK for a 2xx, which gets no response and is
    /// repeated by whoever sent it (§13.2.2.4). The same `branch` gives the same ACK again.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was sent.
    pub fn send_ack(
        &mut self,
        flow: Flow,
        uri: &[u8],
        branch: Identifier,
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<(), SendError> {
        let mut writer = MessageWriter::request(&mut self.scratch, Method::Ack, uri);
        write_via(&mut writer, &flow, branch);
        write(&mut writer);
        writer.finish().map_err(SendError::Write)?;
        let ticket = self.next_ticket();
        if self.outbox.push(flow, &mut self.scratch, ticket) {
            Ok(())
        } else {
            Err(SendError::Full)
        }
    }

    /// Begins the client transaction of the request that was just written.
    fn begin_client(
        &mut self,
        flow: Flow,
        method: Method<'_>,
    ) -> Result<ClientTransaction, SendError> {
        // What cannot be read back was no request: its URI has something in it that is none.
        let unreadable = SendError::Write(WriteError::Injection);
        let written = Message::read(self.scratch.as_ref()).map_err(|_| unreadable)?;
        let (via, _) = written.headers().split_first::<Via<'_>>().ok_or(unreadable)?;
        let key = Key::client(&self.secret, &via, method);
        // Only a second CANCEL for the same INVITE finds one.
        if self.table.find(key, |slot| slot.is_client).is_some() {
            return Err(SendError::Late);
        }
        let key = ServerKey { key, legacy_to_tag: None };
        let tag = self.secret.identifier();
        let (machine, actions) = Machine::for_client(method, &flow);
        let index = self.insert(key, flow, tag, machine).ok_or(SendError::Full)?;
        self.replace_packet(index);
        self.perform(index, actions, None);
        let generation = self.table.get(index).map_or(0, |slot| slot.generation);
        Ok(ClientTransaction(Handle { index, generation }))
    }
}

/// The Via of this element: where it is, the branch (§8.1.1.7), and for datagrams the wish to be
/// answered where it is seen from (RFC 3581 §3).
fn write_via(writer: &mut MessageWriter<'_>, flow: &Flow, branch: Identifier) {
    let transport = flow.transport.as_str().as_bytes();
    let sent_by = socket_text(flow.local);
    let rport: &[u8] = if flow.transport.reliability().retransmits() { b";rport" } else { b"" };
    writer.field(
        KnownHeader::Via,
        &[
            b"SIP/2.0/",
            transport,
            b" ",
            sent_by.as_ref(),
            rport,
            b";branch=",
            BRANCH_COOKIE,
            branch.as_bytes(),
        ],
    );
}
