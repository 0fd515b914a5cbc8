//! The one notion of time: a moment on the caller's monotonic clock.
//!
//! The core never reads a clock. Whoever drives it passes a [`Instant`] into every call, and
//! spans are [`core::time::Duration`].

use core::time::Duration;

/// A moment on the caller's monotonic clock: whole milliseconds since an origin of its choice.
///
/// Arithmetic saturates: the end of time is a moment that never comes, not an overflow.
///
/// ```
/// use core::time::Duration;
/// use sip_core::Instant;
///
/// let start = Instant::from_millis(1_000);
/// let later = start + Duration::from_millis(500);
/// assert_eq!(later.as_millis(), 1_500);
/// assert_eq!(later.saturating_since(start), Duration::from_millis(500));
/// assert_eq!(start.saturating_since(later), Duration::ZERO);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The clock's origin.
    pub const ORIGIN: Self = Self(0);

    /// The moment `millis` milliseconds after the clock's origin.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the clock's origin.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The moment `span` from now. A fraction of a millisecond is rounded up, so that a timer never
    /// fires early.
    pub fn saturating_add(self, span: Duration) -> Self {
        let millis = span.as_nanos().div_ceil(1_000_000);
        Self(self.0.saturating_add(u64::try_from(millis).unwrap_or(u64::MAX)))
    }

    /// How long ago `earlier` was; zero when it lies ahead.
    pub const fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl core::ops::Add<Duration> for Instant {
    type Output = Self;

    /// [`saturating_add`](Instant::saturating_add).
    fn add(self, span: Duration) -> Self {
        self.saturating_add(span)
    }
}

/// The sooner of two deadlines, where `None` is "never".
///
/// Not `Option::min`: that orders `None` first and would lose the deadline.
pub fn sooner(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_a_millisecond_is_rounded_up() {
        assert_eq!(Instant::ORIGIN + Duration::from_nanos(1), Instant::from_millis(1));
    }

    #[test]
    fn the_end_of_time_is_reached_not_passed() {
        assert_eq!(Instant::from_millis(5) + Duration::MAX, Instant::from_millis(u64::MAX));
    }

    #[test]
    fn never_is_later_than_any_deadline() {
        let soon = Some(Instant::from_millis(3));
        assert_eq!(sooner(None, soon), soon);
        assert_eq!(sooner(soon, None), soon);
        assert_eq!(sooner(soon, Some(Instant::from_millis(2))), Some(Instant::from_millis(2)));
        assert_eq!(sooner(None, None), None);
    }
}
