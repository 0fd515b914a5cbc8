//! `Subscription-State` (RFC 6665 §8.2.3).

use core::time::Duration;

use super::other_params::seconds;
use super::{HeaderValue, KnownHeader, OtherParams, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// How a subscription stands, as its notifier sees it: in every NOTIFY (RFC 6665 §8.2.3).
///
/// Spans that do not fit 32 bits are taken as the largest. A parameter that is malformed counts
/// as missing.
///
/// ```
/// use core::time::Duration;
/// use sip_core::header::{EventReason, HeaderValue, Substate, SubscriptionState};
///
/// let state = SubscriptionState::from_value(b"active;expires=3600")?;
/// assert_eq!(state.state(), Substate::Active);
/// assert_eq!(state.expires(), Some(Duration::from_secs(3600)));
///
/// let ended = SubscriptionState::new(Substate::Terminated).with_reason(EventReason::Timeout);
/// assert_eq!(ended.display().to_string(), "terminated;reason=timeout");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubscriptionState<'b> {
    state: Substate<'b>,
    reason: Option<EventReason<'b>>,
    expires: Option<u32>,
    retry_after: Option<u32>,
    other_params: OtherParams<'b>,
}

/// `substate-value` (RFC 6665 §4.1.3, §8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substate<'b> {
    /// Accepted; notifications follow.
    Active,
    /// Received, and not yet accepted or refused.
    Pending,
    /// Over: what comes next is a new subscription, if the reason allows one.
    Terminated,
    /// Another token.
    Other(Token<'b>),
}

/// `event-reason-value`: why a subscription is over, and so what to do next (RFC 6665 §4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventReason<'b> {
    /// Subscribe anew at once.
    Deactivated,
    /// Subscribe anew later: after `retry-after`, if it is there.
    Probation,
    /// Do not subscribe anew.
    Rejected,
    /// It was not refreshed in time; subscribe anew at once.
    Timeout,
    /// Nobody could be asked in time; subscribe anew, after `retry-after` if it is there.
    GiveUp,
    /// What was subscribed to is no more; do not subscribe anew.
    NoResource,
    /// What was subscribed to will never change again; do not subscribe anew.
    Invariant,
    /// Another token; as if there were no reason.
    Other(Token<'b>),
}

const KNOWN_PARAMS: &[&[u8]] = &[b"reason", b"expires", b"retry-after"];

impl<'b> SubscriptionState<'b> {
    /// A state without parameters.
    pub fn new(state: Substate<'b>) -> Self {
        let other_params = OtherParams::default();
        Self { state, reason: None, expires: None, retry_after: None, other_params }
    }

    /// The same with the parameter `reason`, which a subscription that is over has.
    #[must_use]
    pub const fn with_reason(mut self, reason: EventReason<'b>) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The same with the parameter `expires`, in seconds, which one that is not over has.
    #[must_use]
    pub const fn with_expires(mut self, seconds: u32) -> Self {
        self.expires = Some(seconds);
        self
    }

    /// The same with the parameter `retry-after`, in seconds.
    #[must_use]
    pub const fn with_retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The state.
    pub const fn state(&self) -> Substate<'b> {
        self.state
    }

    /// Why it is over.
    pub const fn reason(&self) -> Option<EventReason<'b>> {
        self.reason
    }

    /// For how long it lives if it is not refreshed.
    pub fn expires(&self) -> Option<Duration> {
        self.expires.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// How long to wait before subscribing anew.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The parameters but `reason`, `expires` and `retry-after`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> Substate<'b> {
    const KNOWN: [Substate<'static>; 3] =
        [Substate::Active, Substate::Pending, Substate::Terminated];

    fn of(token: Token<'b>) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| token.is(known.as_bytes()))
            .unwrap_or(Self::Other(token))
    }

    /// The value as it stands on the wire.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Active => b"active",
            Self::Pending => b"pending",
            Self::Terminated => b"terminated",
            Self::Other(token) => token.as_bytes(),
        }
    }
}

impl<'b> EventReason<'b> {
    const KNOWN: [EventReason<'static>; 7] = [
        EventReason::Deactivated,
        EventReason::Probation,
        EventReason::Rejected,
        EventReason::Timeout,
        EventReason::GiveUp,
        EventReason::NoResource,
        EventReason::Invariant,
    ];

    fn of(token: Token<'b>) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| token.is(known.as_bytes()))
            .unwrap_or(Self::Other(token))
    }

    /// The value as it stands on the wire.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Deactivated => b"deactivated",
            Self::Probation => b"probation",
            Self::Rejected => b"rejected",
            Self::Timeout => b"timeout",
            Self::GiveUp => b"giveup",
            Self::NoResource => b"noresource",
            Self::Invariant => b"invariant",
            Self::Other(token) => token.as_bytes(),
        }
    }
}

impl<'b> HeaderValue<'b> for SubscriptionState<'b> {
    const HEADER: KnownHeader = KnownHeader::SubscriptionState;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let state = Substate::of(Token::parse(cursor)?);
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        let reason = params.get(b"reason").and_then(|param| Token::new(param.value?));
        Ok(Self {
            state,
            reason: reason.map(EventReason::of),
            expires: seconds(params, b"expires"),
            retry_after: seconds(params, b"retry-after"),
            other_params: OtherParams::new(params, KNOWN_PARAMS),
        })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.state.as_bytes());
        if let Some(reason) = self.reason {
            out.put(b";reason=").put(reason.as_bytes());
        }
        if let Some(expires) = self.expires {
            out.put(b";expires=").number(expires);
        }
        if let Some(retry_after) = self.retry_after {
            out.put(b";retry-after=").number(retry_after);
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_state_comes_with_what_to_do_next() {
        let state = read::<SubscriptionState<'_>>(
            b"Terminated ; Reason = GiveUp ; x ; retry-after = 5;expires=0",
        );
        assert_eq!(state.state(), Substate::Terminated);
        assert_eq!(state.reason(), Some(EventReason::GiveUp));
        assert_eq!(state.retry_after(), Some(Duration::from_secs(5)));
        assert_eq!(state.expires(), Some(Duration::ZERO));
        assert_eq!(state.other_params().iter().count(), 1);
        let state = read::<SubscriptionState<'_>>(b"waiting;reason=x");
        let token = |text| Token::new(text).unwrap();
        assert_eq!(state.state(), Substate::Other(token(b"Waiting")));
        assert_eq!(state.reason(), Some(EventReason::Other(token(b"X"))));
    }

    #[test]
    fn every_state_and_reason_is_read_as_it_is_written() {
        for state in Substate::KNOWN {
            for reason in EventReason::KNOWN {
                let value = SubscriptionState::new(state).with_reason(reason);
                survives(&value);
                survives(&value.with_expires(u32::MAX).with_retry_after(0));
            }
        }
    }

    #[test]
    fn p9_a_broken_parameter_counts_as_missing_and_a_huge_one_is_clamped() {
        let state = read::<SubscriptionState<'_>>(b"active;expires=soon;retry-after=4294967296");
        assert_eq!(state.expires(), None);
        assert_eq!(state.retry_after(), Some(Duration::from_secs(u32::MAX.into())));
        assert_eq!(read::<SubscriptionState<'_>>(b"active;reason").reason(), None);
        refuses::<SubscriptionState<'_>>(&[b"", b";expires=1", b"a b", b"active,pending"]);
    }
}
