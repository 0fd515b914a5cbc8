//! `Refer-Sub` (RFC 4488 §4).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Params};

/// Whether a REFER makes a subscription to what becomes of it.
///
/// Anything but `true` and `false`, in any case, is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, ReferSub};
///
/// assert!(!ReferSub::from_value(b"false")?.subscribes());
/// assert_eq!(ReferSub::no(), ReferSub::from_value(b"False")?);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferSub<'b> {
    subscribes: bool,
    params: Params<'b>,
}

impl<'b> ReferSub<'b> {
    /// `false`: there is to be no subscription. (`true` is what no header field means, too.)
    pub fn no() -> Self {
        Self { subscribes: false, params: Params::default() }
    }

    /// Whether there is to be a subscription.
    pub const fn subscribes(&self) -> bool {
        self.subscribes
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for ReferSub<'b> {
    const HEADER: KnownHeader = KnownHeader::ReferSub;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let value = Token::parse(cursor)?;
        let subscribes = value.is(b"true");
        if !subscribes && !value.is(b"false") {
            return Err(start.error(ParseErrorKind::Token));
        }
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { subscribes, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(if self.subscribes { b"true" } else { b"false" }).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn it_is_true_or_false() {
        assert!(read::<ReferSub<'_>>(b"TRUE").subscribes());
        let value = read::<ReferSub<'_>>(b"false ; x=1");
        assert_eq!((value.subscribes(), value.params().iter().count()), (false, 1));
        survives(&ReferSub::no());
        refuses::<ReferSub<'_>>(&[b"", b"maybe", b"falsehood", b"false true"]);
    }
}
