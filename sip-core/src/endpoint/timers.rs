//! One queue of deadlines for all timers: a binary heap of transactions by their next deadline.
//!
//! A transaction stands in it at most once, whatever timers it runs, so the heap is never larger
//! than the table. Setting and stopping a timer and taking the next cost O(log n).

use core::time::Duration;

use super::slot::Armed;
use super::storage::Storage;
use super::table::Table;
use crate::time::Instant;
use crate::transaction::{Lane, Timer, Timings};

impl<S: Storage> Table<S> {
    /// When the next timer fires.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.deadline_at(0)
    }

    /// Takes the timer that is due at `now`, if one is.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<(u32, Timer)> {
        let index = self.in_heap(0)?;
        let slot = self.get_mut(index)?;
        let [pace, limit] = &mut slot.timers;
        // The limit goes first: a message that is sent when all is over helps nobody.
        let due = [limit, pace].into_iter().find(|armed| armed.is_some_and(|a| a.at <= now))?;
        let timer = due.take()?.timer;
        self.reschedule(index);
        Some((index, timer))
    }

    /// Starts `timer`, in place of whatever runs in its lane.
    pub(super) fn start_timer(
        &mut self,
        index: u32,
        timer: Timer,
        repeats: u8,
        timings: &Timings,
        now: Instant,
    ) {
        let Some(slot) = self.get_mut(index) else { return };
        let span = timer.duration(timings, slot.flow.transport.reliability(), repeats);
        // A pace of nothing would be a loop without an end.
        let least = if timer.lane() == Lane::Pace { Duration::from_millis(1) } else { span };
        *slot.timer_mut(timer.lane()) =
            Some(Armed { timer, at: now.saturating_add(span.max(least)) });
        if timer.lane() == Lane::Pace {
            slot.repeats = repeats;
        }
        self.reschedule(index);
    }

    pub(super) fn stop_timer(&mut self, index: u32, lane: Lane) {
        if let Some(slot) = self.get_mut(index) {
            *slot.timer_mut(lane) = None;
            self.reschedule(index);
        }
    }

    /// Moves a transaction to where its next deadline belongs.
    pub(super) fn reschedule(&mut self, index: u32) {
        let Some(slot) = self.get(index) else { return };
        let place = slot.links.heap.and_then(|place| usize::try_from(place).ok());
        match (place, slot.deadline()) {
            (None, None) => {}
            (None, Some(_)) => {
                let last = self.heap_len;
                self.heap_len = last.saturating_add(1);
                self.put_in_heap(last, index);
                self.sift_up(last);
            }
            (Some(place), Some(_)) => {
                let place = self.sift_up(place);
                self.sift_down(place);
            }
            (Some(place), None) => {
                self.heap_len = self.heap_len.saturating_sub(1);
                let moved = self.heap.as_ref().get(self.heap_len).copied();
                if let Some(slot) = self.get_mut(index) {
                    slot.links.heap = None;
                }
                if let Some(moved) = moved.filter(|_| place < self.heap_len) {
                    self.put_in_heap(place, moved);
                    let place = self.sift_up(place);
                    self.sift_down(place);
                }
            }
        }
    }

    fn in_heap(&self, place: usize) -> Option<u32> {
        self.heap.as_ref().get(..self.heap_len)?.get(place).copied()
    }

    fn deadline_at(&self, place: usize) -> Option<Instant> {
        self.get(self.in_heap(place)?)?.deadline()
    }

    fn put_in_heap(&mut self, place: usize, index: u32) {
        if let Some(entry) = self.heap.as_mut().get_mut(place) {
            *entry = index;
        }
        if let Some(slot) = self.get_mut(index) {
            slot.links.heap = u32::try_from(place).ok();
        }
    }

    fn swap_in_heap(&mut self, a: usize, b: usize) {
        if let (Some(at_a), Some(at_b)) = (self.in_heap(a), self.in_heap(b)) {
            self.put_in_heap(a, at_b);
            self.put_in_heap(b, at_a);
        }
    }

    fn sift_up(&mut self, mut place: usize) -> usize {
        while place > 0 {
            let parent = place.saturating_sub(1) / 2;
            if self.deadline_at(parent) <= self.deadline_at(place) {
                break;
            }
            self.swap_in_heap(place, parent);
            place = parent;
        }
        place
    }

    fn sift_down(&mut self, mut place: usize) {
        loop {
            let left = place.saturating_mul(2).saturating_add(1);
            let right = left.saturating_add(1);
            let mut least = place;
            for child in [left, right] {
                if child < self.heap_len && self.deadline_at(child) < self.deadline_at(least) {
                    least = child;
                }
            }
            if least == place {
                return;
            }
            self.swap_in_heap(place, least);
            place = least;
        }
    }
}
