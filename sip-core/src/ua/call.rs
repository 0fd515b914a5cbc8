//! Calls, and the table of them.

use core::time::Duration;

use super::Ending;
use crate::dialog::{Dialog, DialogId};
use crate::endpoint::{ClientTransaction, Identifier, List, Storage, Transaction};
use crate::time::Instant;

/// A call of a [`UserAgent`](super::UserAgent). A handle that outlived its call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    index: usize,
    generation: u32,
}

/// Where a call stands; the module's documentation has the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Calling,
    Cancelling,
    Ringing,
    Answered,
    Established,
    Leaving(Ending),
}

/// What is known of one call.
#[derive(Debug)]
pub(super) struct Entry<P> {
    pub(super) state: State,
    /// It lives on beside the BYE: a 2xx that comes again is acknowledged again (§13.2.2.4).
    pub(super) invite: Transaction,
    pub(super) bye: Option<ClientTransaction>,
    pub(super) dialog: Option<Dialog<P>>,
    /// The Call-ID of a call that was placed, until its dialog knows it.
    pub(super) call_id: Option<Identifier>,
    /// The number of the INVITE.
    pub(super) invite_cseq: u32,
    /// The branch of the ACK, so that each 2xx gets the same one (§13.2.2.4).
    pub(super) ack_branch: Option<Identifier>,
    /// A CANCEL that waits for a provisional response (§9.1).
    pub(super) cancel_waits: bool,
    /// A BYE that waits for the ACK (§15).
    pub(super) leave_when_confirmed: bool,
    /// The next repetition of the 2xx.
    pub(super) repeat: Option<Repeat>,
    /// When patience ends.
    pub(super) give_up: Option<Instant>,
}

impl<P> Entry<P> {
    pub(super) const fn new(state: State, invite: Transaction, invite_cseq: u32) -> Self {
        Self {
            state,
            invite,
            bye: None,
            dialog: None,
            call_id: None,
            invite_cseq,
            ack_branch: None,
            cancel_waits: false,
            leave_when_confirmed: false,
            repeat: None,
            give_up: None,
        }
    }

    /// Whether the INVITE or the BYE is this.
    pub(super) fn has(&self, transaction: Transaction) -> bool {
        self.invite == transaction || self.bye.map(Transaction::Client) == Some(transaction)
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        crate::time::sooner(self.repeat.map(|repeat| repeat.at), self.give_up)
    }
}

/// A message that is repeated at growing intervals (§13.3.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) at: Instant,
    pub(super) interval: Duration,
}

/// A place for a call.
#[derive(Debug)]
struct Place<P> {
    generation: u32,
    entry: Option<Entry<P>>,
}

/// The calls of a user agent.
pub(super) struct Calls<S: Storage> {
    places: S::Table<Place<S::Packet>>,
}

impl<S: Storage> Default for Calls<S> {
    fn default() -> Self {
        Self { places: Default::default() }
    }
}

impl<S: Storage> Calls<S> {
    pub(super) fn live(&self) -> usize {
        self.places.as_ref().iter().filter(|place| place.entry.is_some()).count()
    }

    /// Finds a place for a call, if there is one.
    pub(super) fn insert(&mut self, entry: Entry<S::Packet>) -> Option<Call> {
        let empty = self.places.as_ref().iter().position(|place| place.entry.is_none());
        let index = match empty {
            Some(index) => index,
            None => {
                self.places.push(Place { generation: 0, entry: None }).ok()?;
                self.places.as_ref().len().checked_sub(1)?
            }
        };
        let place = self.places.as_mut().get_mut(index)?;
        place.entry = Some(entry);
        Some(Call { index, generation: place.generation })
    }

    pub(super) fn get(&self, call: Call) -> Option<&Entry<S::Packet>> {
        let place = self.places.as_ref().get(call.index)?;
        if place.generation == call.generation { place.entry.as_ref() } else { None }
    }

    pub(super) fn get_mut(&mut self, call: Call) -> Option<&mut Entry<S::Packet>> {
        let place = self.places.as_mut().get_mut(call.index)?;
        if place.generation == call.generation { place.entry.as_mut() } else { None }
    }

    pub(super) fn remove(&mut self, call: Call) {
        let place = self.places.as_mut().get_mut(call.index);
        if let Some(place) = place.filter(|place| place.generation == call.generation) {
            place.entry = None;
            place.generation = place.generation.wrapping_add(1);
        }
    }

    /// The call whose INVITE or BYE this is.
    pub(super) fn of_transaction(&self, transaction: Transaction) -> Option<Call> {
        self.find(|entry| entry.has(transaction))
    }

    /// The call that this dialog belongs to.
    pub(super) fn of_dialog(&self, id: DialogId) -> Option<Call> {
        self.find(|entry| entry.dialog.as_ref().is_some_and(|dialog| dialog.id() == id))
    }

    pub(super) fn find(&self, is: impl Fn(&Entry<S::Packet>) -> bool) -> Option<Call> {
        let places = self.places.as_ref().iter().enumerate();
        places
            .filter(|(_, place)| place.entry.as_ref().is_some_and(&is))
            .map(|(index, place)| Call { index, generation: place.generation })
            .next()
    }

    /// The deadlines of all calls.
    pub(super) fn deadlines(&self) -> impl Iterator<Item = Instant> {
        self.places.as_ref().iter().filter_map(|place| place.entry.as_ref()?.deadline())
    }
}

impl<S: Storage> core::fmt::Debug for Calls<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Calls").field("live", &self.live()).finish_non_exhaustive()
    }
}
