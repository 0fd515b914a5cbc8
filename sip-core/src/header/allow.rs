//! `Allow` (§20.5).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::method::Method;

/// One method that the sender understands (§20.5), compared with regard to case (§7.1).
///
/// Without the header field nothing is known about that; an empty one says that there is none,
/// and gives no value.
///
/// ```
/// use sip_core::header::Allow;
/// use sip_core::{Message, Method};
///
/// let message = Message::parse(b"OPTIONS sip:a@b SIP/2.0\r\nAllow: INVITE, ACK, BYE\r\n\r\n")?;
/// let mut allowed = message.headers().all::<Allow>().flatten();
/// assert!(allowed.any(|allow| allow.0 == Method::Bye));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Allow<'b>(pub Method<'b>);

impl<'b> HeaderValue<'b> for Allow<'b> {
    const HEADER: KnownHeader = KnownHeader::Allow;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        Method::parse(cursor.token()?).map(Self).ok_or_else(|| start.error(ParseErrorKind::Token))
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn what_is_allowed_is_a_list_of_methods() {
        let allowed = read_all::<Allow<'_>>("Allow: INVITE, ACK, OPTIONS, CANCEL, BYE");
        assert_eq!(allowed.len(), 5);
        assert_eq!(allowed[4], Allow(Method::Bye));
        assert_ne!(read::<Allow<'_>>(b"bye"), Allow(Method::Bye));
        assert_eq!(read_all::<Allow<'_>>("Allow:").len(), 0);
        survives(&Allow(Method::Refer));
        refuses::<Allow<'_>>(&[b"", b"INVITE ACK", b"IN/VITE", b"INVITE;x"]);
    }
}
