//! The table of transactions: slots, the hash chains that find them, the empty places.

use super::key::{Key, ServerKey};
use super::queue::Fifo;
use super::secret::Identifier;
use super::slot::{Links, Machine, Slot};
use super::storage::{List, Storage};
use crate::transport::Flow;

/// All transactions of an endpoint.
///
/// A place is given out again when its transaction has ended, the user has heard so, and nothing
/// of it waits to be sent.
pub(super) struct Table<S: Storage> {
    pub(super) slots: S::Table<Slot<S::Packet>>,
    /// The first slot of each hash chain.
    buckets: S::Table<Option<u32>>,
    /// See `timers.rs`.
    pub(super) heap: S::Table<u32>,
    pub(super) heap_len: usize,
    /// The first empty place.
    free: Option<u32>,
    live: u32,
    max: u32,
    pub(super) transmits: Fifo,
    pub(super) events: Fifo,
}

impl<S: Storage> Table<S> {
    pub(super) fn new(max: u32) -> Self {
        Self {
            slots: Default::default(),
            buckets: Default::default(),
            heap: Default::default(),
            heap_len: 0,
            free: None,
            live: 0,
            max,
            transmits: Fifo::default(),
            events: Fifo::default(),
        }
    }

    /// How many transactions live.
    pub(super) const fn live(&self) -> u32 {
        self.live
    }

    pub(super) fn get(&self, index: u32) -> Option<&Slot<S::Packet>> {
        self.slots.as_ref().get(usize::try_from(index).ok()?)
    }

    pub(super) fn get_mut(&mut self, index: u32) -> Option<&mut Slot<S::Packet>> {
        self.slots.as_mut().get_mut(usize::try_from(index).ok()?)
    }

    /// The transaction of this key for which `is` holds.
    pub(super) fn find(&self, key: Key, is: impl Fn(&Slot<S::Packet>) -> bool) -> Option<u32> {
        let mut next = self.buckets.as_ref().get(key.bucket(self.buckets.as_ref().len()))?;
        while let Some(index) = *next {
            let slot = self.get(index)?;
            if slot.key == key && is(slot) {
                return Some(index);
            }
            next = &slot.links.chain;
        }
        None
    }

    /// Puts a transaction into an empty place; its packet is what was left there.
    pub(super) fn insert(
        &mut self,
        key: ServerKey,
        flow: Flow,
        tag: Identifier,
        machine: Machine,
    ) -> Option<u32> {
        let index = match self.free {
            Some(index) => {
                self.free = self.get(index)?.links.chain;
                index
            }
            None => self.grow(key, flow, tag)?,
        };
        let slot = self.get_mut(index)?;
        slot.machine = Some(machine);
        slot.is_client = machine.is_client();
        slot.key = key.key;
        slot.legacy_to_tag = key.legacy_to_tag;
        slot.flow = flow;
        slot.tag = tag;
        slot.repeats = 0;
        slot.links = Links::default();
        self.live = self.live.saturating_add(1);
        self.link(index);
        Some(index)
    }

    /// Ends a transaction: it is found no more, and no timer of it runs.
    pub(super) fn end(&mut self, index: u32) {
        self.unlink(index);
        self.live = self.live.saturating_sub(1);
        if let Some(slot) = self.get_mut(index) {
            slot.machine = None;
            slot.timers = [None; 2];
            slot.ended = true;
        }
        self.reschedule(index);
        self.queue_event(index);
    }

    /// Gives the place out again if nothing is left to be said or sent.
    pub(super) fn release_if_done(&mut self, index: u32) {
        let free = self.free;
        let Some(slot) = self.get_mut(index) else { return };
        let waits = slot.links.in_events || slot.links.transmit.is_some();
        if slot.machine.is_none() && !waits {
            slot.generation = slot.generation.wrapping_add(1);
            slot.links = Links { chain: free, ..Links::default() };
            self.free = Some(index);
        }
    }

    /// A new place at the end, if there is room for one.
    fn grow(&mut self, key: ServerKey, flow: Flow, tag: Identifier) -> Option<u32> {
        let index = u32::try_from(self.slots.as_ref().len()).ok()?;
        // Places count, not lives: what has ended and was not polled takes room too.
        if index >= self.max {
            return None;
        }
        // Before the slot: a slot without its place in the heap would never wake.
        let slots_len = self.slots.as_ref().len();
        if self.heap.as_ref().len() <= slots_len {
            self.heap.push(0).ok()?;
        }
        if self.buckets.as_ref().len() <= slots_len {
            self.grow_buckets();
        }
        self.slots.push(Slot::new(key, flow, S::Packet::default(), tag)).ok()?;
        Some(index)
    }

    /// Doubles the buckets, as far as there is room, and links every transaction anew.
    fn grow_buckets(&mut self) {
        let wanted = self.buckets.as_ref().len().saturating_mul(2).max(16);
        while self.buckets.as_ref().len() < wanted && self.buckets.push(None).is_ok() {}
        self.buckets.as_mut().fill(None);
        for index in 0..u32::try_from(self.slots.as_ref().len()).unwrap_or(u32::MAX) {
            if self.get(index).is_some_and(|slot| slot.machine.is_some()) {
                self.link(index);
            }
        }
    }

    fn bucket_mut(&mut self, key: Key) -> Option<&mut Option<u32>> {
        let bucket = key.bucket(self.buckets.as_ref().len());
        self.buckets.as_mut().get_mut(bucket)
    }

    fn link(&mut self, index: u32) {
        let Some(key) = self.get(index).map(|slot| slot.key) else { return };
        let Some(first) = self.bucket_mut(key).and_then(|bucket| bucket.replace(index)) else {
            if let Some(slot) = self.get_mut(index) {
                slot.links.chain = None;
            }
            return;
        };
        if let Some(slot) = self.get_mut(index) {
            slot.links.chain = Some(first);
        }
    }

    fn unlink(&mut self, index: u32) {
        let Some((key, after)) = self.get(index).map(|slot| (slot.key, slot.links.chain)) else {
            return;
        };
        let Some(bucket) = self.bucket_mut(key) else { return };
        let Some(mut at) = *bucket else { return };
        if at == index {
            *bucket = after;
            return;
        }
        while let Some(next) = self.get(at).and_then(|slot| slot.links.chain) {
            if next == index {
                if let Some(slot) = self.get_mut(at) {
                    slot.links.chain = after;
                }
                return;
            }
            at = next;
        }
    }
}

impl<S: Storage> core::fmt::Debug for Table<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Table").field("live", &self.live).finish_non_exhaustive()
    }
}
