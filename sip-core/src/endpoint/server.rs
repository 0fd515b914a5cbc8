//! Answering requests (§8.2.6, §17.2).

use core::time::Duration;

use super::handle::{ServerTransaction, Transaction};
use super::slot::{Input, Machine};
use super::{Endpoint, Identifier, SendError, Storage};
use crate::grammar::number::Decimal;
use crate::header::{KnownHeader, Timestamp};
use crate::message::{Headers, Message, MessageWriter, write_reply};
use crate::status::StatusCode;
use crate::time::Instant;

impl<S: Storage> Endpoint<S> {
    /// Sends a response. Via, From, To with this side's [tag](Self::local_tag), Call-ID and CSeq
    /// are taken over from the request, and Record-Route into what may begin a dialog (§12.1.1);
    /// `write` adds other header fields and perhaps a body.
    ///
    /// # Errors
    /// [`SendError`]; then the transaction is as it was.
    pub fn respond(
        &mut self,
        now: Instant,
        transaction: ServerTransaction,
        status: StatusCode,
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<(), SendError> {
        self.advance(now);
        let index = self.resolve(Transaction::Server(transaction)).ok_or(SendError::Gone)?;
        let slot = self.table.get(index).ok_or(SendError::Gone)?;
        // RFC 4320 §4.1 and §4.2.
        let forbidden = status.is_provisional() && status != StatusCode::TRYING
            || status == StatusCode::REQUEST_TIMEOUT;
        if forbidden && !slot.machine.is_some_and(Machine::is_invite) {
            return Err(SendError::Forbidden);
        }
        let input = Input::Response(status);
        if !self.would_send(index, input) {
            return Err(SendError::Late);
        }
        self.write_response(index, status, write)?;
        self.replace_packet(index);
        self.step(index, input, None);
        Ok(())
    }

    /// Sends a 100 (Trying) because the user is silent.
    pub(super) fn send_trying(&mut self, index: u32) {
        if self.write_response(index, StatusCode::TRYING, |_| {}).is_ok() {
            self.replace_packet(index);
        }
        // Else the one that was written when the request came is good enough.
        self.queue_packet(index);
    }

    /// Writes a response into the scratch. What was sent last has all that it takes over.
    fn write_response(
        &mut self,
        index: u32,
        status: StatusCode,
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<(), SendError> {
        let slot = self.table.get(index).ok_or(SendError::Gone)?;
        let last = Message::read(slot.packet.as_ref()).map_err(|_| SendError::Gone)?;
        let trying = status == StatusCode::TRYING;
        let tag = (!trying).then_some(slot.tag.as_bytes());
        let mut writer = MessageWriter::response(&mut self.scratch, status);
        write_reply(&mut writer, last.headers(), None, tag);
        if trying {
            echo_timestamp(&mut writer, last.headers(), self.now.saturating_since(slot.began));
        }
        if !status.is_final() || status.is_success() {
            writer.copy_all(last.headers(), KnownHeader::RecordRoute);
        }
        write(&mut writer);
        writer.finish().map_err(SendError::Write)?;
        Ok(())
    }

    /// Sends the last response once more: the 2xx to an INVITE, which the UAS core repeats until
    /// its ACK comes (§13.3.1.4), or a provisional one, which it repeats each minute (§13.3.1.1).
    ///
    /// # Errors
    /// [`SendError::Gone`]; [`SendError::Early`] if nothing was sent yet; [`SendError::Late`] if the
    /// transaction repeats it by itself.
    pub fn repeat(
        &mut self,
        now: Instant,
        transaction: ServerTransaction,
    ) -> Result<(), SendError> {
        self.advance(now);
        let index = self.resolve(Transaction::Server(transaction)).ok_or(SendError::Gone)?;
        let slot = self.table.get(index).ok_or(SendError::Gone)?;
        if slot.machine.is_some_and(Machine::is_silent) {
            return Err(SendError::Early);
        }
        let last = Message::read(slot.packet.as_ref()).map_err(|_| SendError::Gone)?;
        let status = last.as_response().ok_or(SendError::Gone)?.status();
        if !self.would_send(index, Input::Response(status)) {
            return Err(SendError::Late);
        }
        self.counters.retransmitted = self.counters.retransmitted.wrapping_add(1);
        self.step(index, Input::Response(status), None);
        Ok(())
    }

    /// The tag that this side puts into To, if the request has none there (§8.2.6.2).
    pub fn local_tag(&self, transaction: ServerTransaction) -> Option<Identifier> {
        let index = self.resolve(Transaction::Server(transaction))?;
        self.table.get(index).map(|slot| slot.tag)
    }

    /// Puts what was just written in the place of what was sent last.
    pub(super) fn replace_packet(&mut self, index: u32) {
        if let Some(slot) = self.table.get_mut(index) {
            core::mem::swap(&mut slot.packet, &mut self.scratch);
        }
    }
}

/// Writes the Timestamp of a 100, with how long it took to come (§8.2.6.1).
fn echo_timestamp(writer: &mut MessageWriter<'_>, request: &Headers<'_>, delay: Duration) {
    match request.find::<Timestamp<'_>>() {
        Ok(Some(timestamp)) if timestamp.delay().is_none() && !delay.is_zero() => {
            let seconds = Decimal::new(u32::try_from(delay.as_secs()).unwrap_or(u32::MAX));
            // A digit in front keeps the zeros; it is cut off again.
            let millis = Decimal::new(delay.subsec_millis().saturating_add(1000));
            let millis = millis.as_bytes().get(1..).unwrap_or_default();
            let pieces = [timestamp.sent(), b" ", seconds.as_bytes(), b".", millis];
            writer.field(KnownHeader::Timestamp, &pieces);
        }
        _ => {
            writer.copy_all(request, KnownHeader::Timestamp);
        }
    }
}
