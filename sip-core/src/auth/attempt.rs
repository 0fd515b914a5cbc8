//! What one request went through.

use core::num::NonZeroU32;

/// Which credentials a request carried when it was sent last, and how often it was challenged.
///
/// Keep one beside each request until its final response, also while it is sent again; begin the
/// next request with a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt<const REALMS: usize = 4> {
    /// In the order of the client's realms.
    pub(super) realms: [Carried; REALMS],
}

const _: () = assert!(size_of::<Attempt>() <= 48);

/// What of one realm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Carried {
    /// Of the nonce, if there were credentials.
    pub(super) nonce: Option<Serial>,
    pub(super) nc: u32,
    /// How many challenges were answered.
    pub(super) answers: u8,
}

/// Which of all nonces that a client has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Serial(NonZeroU32);

impl<const REALMS: usize> Attempt<REALMS> {
    /// For a request that was not sent yet.
    pub const fn new() -> Self {
        Self { realms: [Carried { nonce: None, nc: 0, answers: 0 }; REALMS] }
    }
}

impl<const REALMS: usize> Default for Attempt<REALMS> {
    fn default() -> Self {
        Self::new()
    }
}

impl Serial {
    pub(super) const FIRST: Self = Self(NonZeroU32::MIN);

    pub(super) fn next(self) -> Self {
        // Four thousand million nonces later nobody remembers the first.
        Self(self.0.checked_add(1).unwrap_or(NonZeroU32::MIN))
    }
}
