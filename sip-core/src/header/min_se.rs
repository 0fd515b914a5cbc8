//! `Min-SE` (RFC 4028 §5).

use core::time::Duration;

use super::{HeaderValue, KnownHeader, ValueWriter, delta_seconds};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// The shortest session interval that somebody on the way takes (RFC 4028 §5).
///
/// A number that does not fit 32 bits is taken as the largest; one below
/// [`DEFAULT`](Self::DEFAULT) is read like others.
///
/// ```
/// use core::time::Duration;
/// use sip_core::header::{HeaderValue, MinSe};
///
/// assert_eq!(MinSe::from_value(b"120")?.interval(), Duration::from_secs(120));
/// assert_eq!(MinSe::default().interval(), MinSe::DEFAULT);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinSe<'b> {
    seconds: u32,
    params: Params<'b>,
}

impl<'b> MinSe<'b> {
    /// What holds without the header field, and the least that may stand in it (RFC 4028 §5).
    pub const DEFAULT: Duration = Duration::from_secs(90);

    /// No shorter than `seconds`, without parameters.
    pub fn new(seconds: u32) -> Self {
        Self { seconds, params: Params::default() }
    }

    /// The shortest interval.
    pub fn interval(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

/// [`MinSe::DEFAULT`].
impl Default for MinSe<'_> {
    fn default() -> Self {
        Self::new(90)
    }
}

impl<'b> HeaderValue<'b> for MinSe<'b> {
    const HEADER: KnownHeader = KnownHeader::MinSe;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let seconds = delta_seconds::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { seconds, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.seconds).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn p9_an_interval_that_does_not_fit_is_the_longest() {
        assert_eq!(read::<MinSe<'_>>(b"60;lr").params().iter().count(), 1);
        let most = Duration::from_secs(u32::MAX.into());
        assert_eq!(read::<MinSe<'_>>(b"99999999999").interval(), most);
        survives(&MinSe::default());
        refuses::<MinSe<'_>>(&[b"", b"-1", b"ninety", b"90 s", b"1,2"]);
    }
}
