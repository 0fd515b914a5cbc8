//! `Retry-After` (§20.33).

use core::time::Duration;

use super::{Comment, HeaderValue, KnownHeader, OtherParams, ValueWriter, delta_seconds};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// After how long it makes sense to ask again (§20.33).
///
/// Numbers that do not fit 32 bits are taken as the largest; a `duration` that is not a number
/// counts as missing.
///
/// ```
/// use core::time::Duration;
/// use sip_core::header::{HeaderValue, RetryAfter};
///
/// let retry = RetryAfter::from_value(b"18000 (I'm \\(still\\) in a meeting);duration=3600")?;
/// assert_eq!(retry.delay(), Duration::from_secs(18000));
/// assert_eq!(retry.duration(), Some(Duration::from_secs(3600)));
/// let comment = retry.comment().expect("a comment");
/// assert!(comment.unquoted().eq(*b"I'm (still) in a meeting"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter<'b> {
    seconds: u32,
    comment: Option<Comment<'b>>,
    duration: Option<u32>,
    other_params: OtherParams<'b>,
}

impl<'b> RetryAfter<'b> {
    /// After `seconds`, without comment and parameters.
    pub fn new(seconds: u32) -> Self {
        Self { seconds, comment: None, duration: None, other_params: OtherParams::default() }
    }

    /// The same with the parameter `duration`, in seconds.
    #[must_use]
    pub const fn with_duration(mut self, seconds: u32) -> Self {
        self.duration = Some(seconds);
        self
    }

    /// How long to wait, from the response on.
    pub fn delay(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    /// For how long the callee or the service will be there then; without it, for good.
    pub fn duration(&self) -> Option<Duration> {
        self.duration.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Why, for people.
    pub const fn comment(&self) -> Option<Comment<'b>> {
        self.comment
    }

    /// The parameters but `duration`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for RetryAfter<'b> {
    const HEADER: KnownHeader = KnownHeader::RetryAfter;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let seconds = delta_seconds::parse(cursor)?;
        cursor.skip_lws();
        let comment =
            if cursor.peek() == Some(b'(') { Some(Comment::parse(cursor)?) } else { None };
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        let duration = super::other_params::seconds(params, b"duration");
        let other_params = OtherParams::new(params, &[b"duration"]);
        Ok(Self { seconds, comment, duration, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.seconds);
        if let Some(comment) = self.comment {
            out.put(b" (").put(comment.as_bytes()).put(b")");
        }
        if let Some(duration) = self.duration {
            out.put(b";duration=").number(duration);
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn a_delay_may_have_a_comment_and_a_duration() {
        let retry = read::<RetryAfter<'_>>(b"1220 (I'm in a meeting)");
        assert_eq!(retry.delay(), Duration::from_secs(1220));
        assert_eq!(retry.comment().unwrap().as_bytes(), b"I'm in a meeting");
        let retry = read::<RetryAfter<'_>>(b"120(a (b\r\n c) \\))\r\n ; x ; duration = 3600");
        assert_eq!(retry.duration(), Some(Duration::from_secs(3600)));
        assert!(retry.comment().unwrap().unquoted().eq(*b"a (b c) )"));
        assert_eq!(retry.other_params().iter().count(), 1);
        survives(&RetryAfter::new(0).with_duration(60));
    }

    #[test]
    fn p9_a_delay_that_does_not_fit_is_the_longest() {
        let most = Duration::from_secs(u32::MAX.into());
        let retry = read::<RetryAfter<'_>>(b"4294967296;duration=99999999999");
        assert_eq!((retry.delay(), retry.duration()), (most, Some(most)));
        assert_eq!(read::<RetryAfter<'_>>(b"1;duration=long").duration(), None);
    }

    #[test]
    fn what_is_not_a_number_of_seconds_is_refused() {
        refuses::<RetryAfter<'_>>(&[
            b"",
            b"-1",
            b"soon",
            b"Fri, 01 Jan 2010 16:00:00 GMT",
            b"120 (open",
            b"120 (a) (b)",
            b"120 a)",
            b"120;duration=1 (a)",
        ]);
    }
}
