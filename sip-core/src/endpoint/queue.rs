//! What waits for the user: a list through the table, and a ring of messages of their own.

use super::slot::Slot;
use super::storage::{List, Storage};
use super::table::Table;
use crate::transport::Flow;

/// A first-in first-out list of slots; each stands in it at most once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fifo {
    first: Option<u32>,
    last: Option<u32>,
}

impl<S: Storage> Table<S> {
    /// Queues the packet of a slot to be sent. `ticket` is its turn among all that is to be sent.
    pub(super) fn queue_transmit(&mut self, index: u32, ticket: u64) {
        let Some(slot) = self.get_mut(index) else { return };
        if slot.links.transmit.is_some() {
            return;
        }
        slot.links.transmit = Some(ticket);
        slot.links.next_transmit = None;
        let last = self.transmits.last.replace(index);
        match last.and_then(|last| self.get_mut(last)) {
            Some(slot) => slot.links.next_transmit = Some(index),
            None => self.transmits.first = Some(index),
        }
    }

    /// The turn of the first slot that waits to be sent.
    pub(super) fn first_transmit(&self) -> Option<u64> {
        self.get(self.transmits.first?)?.links.transmit
    }

    /// Takes the first slot that waits to be sent. Its place is not given out again before the
    /// next call that changes anything: until then its packet is lent.
    pub(super) fn pop_transmit(&mut self) -> Option<u32> {
        let index = self.transmits.first?;
        let slot = self.get_mut(index)?;
        slot.links.transmit = None;
        let next = slot.links.next_transmit.take();
        self.transmits.first = next;
        if next.is_none() {
            self.transmits.last = None;
        }
        Some(index)
    }

    /// Queues what a slot has to tell.
    pub(super) fn queue_event(&mut self, index: u32) {
        let Some(slot) = self.get_mut(index) else { return };
        if slot.links.in_events {
            return;
        }
        slot.links.in_events = true;
        slot.links.next_event = None;
        let last = self.events.last.replace(index);
        match last.and_then(|last| self.get_mut(last)) {
            Some(slot) => slot.links.next_event = Some(index),
            None => self.events.first = Some(index),
        }
    }

    /// The first slot that has something to tell.
    pub(super) fn first_event(&self) -> Option<u32> {
        self.events.first
    }

    /// Takes the first slot out of the queue of events.
    pub(super) fn pop_event(&mut self) {
        let Some(index) = self.events.first else { return };
        let Some(slot) = self.get_mut(index) else { return };
        slot.links.in_events = false;
        let next = slot.links.next_event.take();
        self.events.first = next;
        if next.is_none() {
            self.events.last = None;
        }
    }
}

/// A message that belongs to no transaction and waits to be sent.
#[derive(Debug)]
struct Letter<P> {
    flow: Flow,
    packet: P,
    ticket: u64,
}

/// The messages that belong to no transaction, in the order in which they are to be sent.
pub(super) struct Outbox<S: Storage> {
    letters: S::Outbox<Option<Letter<S::Packet>>>,
    head: usize,
    len: usize,
    max: usize,
}

impl<S: Storage> Outbox<S> {
    pub(super) fn new(max: u32) -> Self {
        let max = usize::try_from(max).unwrap_or(usize::MAX);
        Self { letters: Default::default(), head: 0, len: 0, max }
    }

    /// Puts `packet` at the end and leaves in its place a buffer to be used again; `false` if
    /// there is no room.
    pub(super) fn push(&mut self, flow: Flow, packet: &mut S::Packet, ticket: u64) -> bool {
        if self.len >= self.max || !self.make_room() {
            return false;
        }
        let at = self.place(self.len);
        let Some(entry) = self.letters.as_mut().get_mut(at) else { return false };
        let mut letter = match entry.take() {
            Some(old) => Letter { flow, ticket, ..old },
            None => Letter { flow, ticket, packet: S::Packet::default() },
        };
        core::mem::swap(&mut letter.packet, packet);
        *entry = Some(letter);
        self.len = self.len.saturating_add(1);
        true
    }

    /// The turn of the first letter.
    pub(super) fn first(&self) -> Option<u64> {
        if self.len == 0 { None } else { self.letter(self.head).map(|letter| letter.ticket) }
    }

    /// Takes the first letter; its bytes stay where they are until one is pushed.
    pub(super) fn pop(&mut self) -> Option<(Flow, &[u8])> {
        if self.len == 0 {
            return None;
        }
        let at = self.head;
        self.head = self.place(1);
        self.len = self.len.saturating_sub(1);
        self.letter(at).map(|letter| (letter.flow, letter.packet.as_ref()))
    }

    fn letter(&self, at: usize) -> Option<&Letter<S::Packet>> {
        self.letters.as_ref().get(at)?.as_ref()
    }

    /// Where the `nth` letter from the head lies in the ring.
    fn place(&self, nth: usize) -> usize {
        self.head.saturating_add(nth).checked_rem(self.letters.as_ref().len()).unwrap_or(0)
    }

    /// Whether there is a place for one more letter, perhaps a new one.
    fn make_room(&mut self) -> bool {
        let places = self.letters.as_ref().len();
        if self.len < places {
            return true;
        }
        // A ring can only be made longer where it begins; so rarely that a letter costs O(1).
        let wanted = places.saturating_mul(2).max(4).min(self.max);
        self.unwind();
        while self.letters.as_ref().len() < wanted && self.letters.push(None).is_ok() {}
        self.len < self.letters.as_ref().len()
    }

    /// Turns the ring so that it begins at the first place.
    fn unwind(&mut self) {
        let letters = self.letters.as_mut();
        // Three reversals are a rotation.
        if let Some((front, back)) = letters.split_at_mut_checked(self.head) {
            reverse(front);
            reverse(back);
        }
        reverse(letters);
        self.head = 0;
    }
}

/// `slice::reverse` and `slice::rotate_left` can panic, as far as a linker can see.
fn reverse<T>(items: &mut [T]) {
    if let Some((front, back)) = items.split_at_mut_checked(items.len() / 2) {
        front.iter_mut().zip(back.iter_mut().rev()).for_each(|(a, b)| core::mem::swap(a, b));
    }
}

impl<S: Storage> core::fmt::Debug for Outbox<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Outbox").field("len", &self.len).finish_non_exhaustive()
    }
}

impl<P> Slot<P> {
    /// Whether the user has still to hear something of it.
    pub(super) const fn has_news(&self) -> bool {
        self.failure.is_some() || self.ended
    }
}
