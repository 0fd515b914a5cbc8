//! `Timestamp` (§20.38).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};

/// When the client sent the request, for it to measure round trips by; echoed in responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp<'b> {
    sent: &'b [u8],
    delay: Option<&'b [u8]>,
}

impl<'b> Timestamp<'b> {
    /// The time on the client's clock, in seconds: digits and perhaps a fraction.
    pub const fn sent(&self) -> &'b [u8] {
        self.sent
    }

    /// How long the server took, in seconds (§8.2.6.1).
    pub const fn delay(&self) -> Option<&'b [u8]> {
        self.delay
    }
}

impl<'b> HeaderValue<'b> for Timestamp<'b> {
    const HEADER: KnownHeader = KnownHeader::Timestamp;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let sent = seconds(cursor)?;
        let after_sent = *cursor;
        cursor.skip_lws();
        if cursor.at_end() {
            return Ok(Self { sent, delay: None });
        }
        if cursor.offset() == after_sent.offset() {
            return Err(cursor.error(ParseErrorKind::Trailing));
        }
        let delay = Some(seconds(cursor)?);
        Ok(Self { sent, delay })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.sent);
        if let Some(delay) = self.delay {
            out.put(b" ").put(delay);
        }
    }
}

/// `*DIGIT [ "." *DIGIT ]`
fn seconds<'b>(cursor: &mut Cursor<'b>) -> Result<&'b [u8], ParseError> {
    let start = *cursor;
    cursor.take_while(Class::DIGIT);
    if cursor.eat(b'.') {
        cursor.take_while(Class::DIGIT);
    }
    match cursor.since(&start) {
        [] | b"." => Err(start.error(ParseErrorKind::Number)),
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_and_perhaps_a_delay() {
        let value = Timestamp::from_value(b"52.34 34.5 ").unwrap();
        assert_eq!((value.sent(), value.delay()), (&b"52.34"[..], Some(&b"34.5"[..])));
        assert_eq!(Timestamp::from_value(b"54").unwrap().delay(), None);
        for bad in [&b""[..], b".", b"now", b"1 2 3", b"1.5.5"] {
            assert!(Timestamp::from_value(bad).is_err());
        }
    }
}
