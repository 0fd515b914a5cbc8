//! `Session-Expires` (RFC 4028 §4).

use core::time::Duration;

use super::{HeaderValue, KnownHeader, OtherParams, Token, ValueWriter, delta_seconds};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// After how long a session is over unless it is refreshed, and by whom (RFC 4028 §4).
///
/// A number that does not fit 32 bits is taken as the largest; one below 90 is read like others,
/// and deserves a 422. A `refresher` that is neither counts as missing.
///
/// ```
/// use core::time::Duration;
/// use sip_core::header::{HeaderValue, Refresher, SessionExpires};
///
/// let value = SessionExpires::from_value(b"1800;refresher=uac")?;
/// assert_eq!(value.interval(), Duration::from_secs(1800));
/// assert_eq!(value.refresher(), Some(Refresher::Uac));
/// assert_eq!(SessionExpires::new(1800, Some(Refresher::Uac)), value);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionExpires<'b> {
    seconds: u32,
    refresher: Option<Refresher>,
    other_params: OtherParams<'b>,
}

/// Who refreshes a session: roles in the transaction that says so, not in the dialog (RFC 4028
/// §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refresher {
    /// Who sent the request.
    Uac,
    /// Who answers it.
    Uas,
}

impl<'b> SessionExpires<'b> {
    /// After `seconds`, refreshed by `refresher`, or by whom the answer says.
    pub fn new(seconds: u32, refresher: Option<Refresher>) -> Self {
        Self { seconds, refresher, other_params: OtherParams::default() }
    }

    /// The session interval.
    pub fn interval(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    /// Who refreshes.
    pub const fn refresher(&self) -> Option<Refresher> {
        self.refresher
    }

    /// The parameters but `refresher`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl Refresher {
    fn of(token: Token<'_>) -> Option<Self> {
        [Self::Uac, Self::Uas].into_iter().find(|known| token.is(known.as_bytes()))
    }

    /// The value as it stands on the wire.
    pub const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Uac => b"uac",
            Self::Uas => b"uas",
        }
    }
}

impl<'b> HeaderValue<'b> for SessionExpires<'b> {
    const HEADER: KnownHeader = KnownHeader::SessionExpires;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let seconds = delta_seconds::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        let refresher = params.get(b"refresher").and_then(|param| Token::new(param.value?));
        let other_params = OtherParams::new(params, &[b"refresher"]);
        Ok(Self { seconds, refresher: refresher.and_then(Refresher::of), other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.seconds);
        if let Some(refresher) = self.refresher {
            out.put(b";refresher=").put(refresher.as_bytes());
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn an_interval_may_say_who_refreshes() {
        let value = read::<SessionExpires<'_>>(b"4000 ; x=y ; Refresher = UAS");
        assert_eq!(value.refresher(), Some(Refresher::Uas));
        assert_eq!(value.other_params().iter().count(), 1);
        for refresher in [None, Some(Refresher::Uac), Some(Refresher::Uas)] {
            survives(&SessionExpires::new(90, refresher));
        }
        for text in [&b"90"[..], b"90;refresher", b"90;refresher=none", b"90;refresher=\"\""] {
            assert_eq!(read::<SessionExpires<'_>>(text).refresher(), None);
        }
    }

    #[test]
    fn p9_an_interval_that_does_not_fit_is_the_longest() {
        let value = read::<SessionExpires<'_>>(b"4294967296");
        assert_eq!(value.interval(), Duration::from_secs(u32::MAX.into()));
        refuses::<SessionExpires<'_>>(&[b"", b"-1", b"x", b"90 uac", b";refresher=uac", b"1,2"]);
    }
}
