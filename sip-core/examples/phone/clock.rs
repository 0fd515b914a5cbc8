//! The clock. The core has none: it is told the time with every call.

use std::time::{Duration, Instant};

/// Milliseconds since the program began.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    origin: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { origin: Instant::now() }
    }

    /// The time as the core wants it.
    pub(crate) fn now(self) -> sip_core::Instant {
        let millis = self.origin.elapsed().as_millis();
        sip_core::Instant::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }

    /// How long it is until `at`; nothing if that has passed.
    pub(crate) fn until(self, at: sip_core::Instant) -> Duration {
        at.saturating_since(self.now())
    }
}
