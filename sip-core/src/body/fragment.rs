//! Pieces of messages (RFC 3420).

use super::Part;
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};
use crate::message::{Headers, Message};
use crate::status::StatusCode;

/// A piece of a message, as the body of a NOTIFY that a REFER brought about (RFC 3515 §2.4.5): a
/// start line, header fields and a body, each of which may be missing.
///
/// ```
/// use sip_core::StatusCode;
/// use sip_core::body::SipFragment;
///
/// assert_eq!(SipFragment::read(b"SIP/2.0 100 Trying\r\n")?.status(), Some(StatusCode::TRYING));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum SipFragment<'b> {
    /// What begins with a start line. Where it ends without an empty line, the message has a
    /// [fault](Message::fault) that says so.
    Message(Message<'b>),
    /// What does not.
    Fields(Part<'b>),
}

impl<'b> SipFragment<'b> {
    /// Reads a body of `message/sipfrag`. The line break behind its last line may be missing, too.
    ///
    /// # Errors
    /// The first fault of the start line or of the form of the header fields.
    pub fn read(bytes: &'b [u8]) -> Result<Self, ParseError> {
        if !begins_with_start_line(bytes) {
            return Part::whole(bytes).map(Self::Fields);
        }
        let message = Message::read(bytes)?;
        match message.fault() {
            Some(fault) if fault.kind != ParseErrorKind::Unterminated => Err(fault),
            _ => Ok(Self::Message(message)),
        }
    }

    /// The header fields.
    pub const fn headers(&self) -> &Headers<'b> {
        match self {
            Self::Message(message) => message.headers(),
            Self::Fields(part) => part.headers(),
        }
    }

    /// The body.
    pub fn body(&self) -> &'b [u8] {
        match self {
            Self::Message(message) => message.body(),
            Self::Fields(part) => part.body(),
        }
    }

    /// The status code, if it is a piece of a response with its start line.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Message(message) => message.as_response().map(|response| response.status()),
            Self::Fields(_) => None,
        }
    }
}

/// Whether the first line is there and is no header field: no Request-Line has a colon behind its
/// first word.
fn begins_with_start_line(bytes: &[u8]) -> bool {
    let mut cursor = Cursor::new(bytes, 0);
    cursor.take_while(Class::TOKEN);
    while cursor.eat(b' ') || cursor.eat(b'\t') {}
    !bytes.is_empty() && !bytes.starts_with(b"\r\n") && cursor.peek() != Some(b':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::KnownHeader;

    #[test]
    fn start_line_header_fields_and_body_may_each_be_missing() {
        for start in
            ["", "SIP/2.0 486 Busy Here\r\n", "INVITE sip:alice@atlanta.example SIP/2.0\r\n"]
        {
            for head in ["", "Subject: a\r\n b\r\nContact: <sip:a@b>\r\n", "To : x SIP/2.0\r\n"] {
                for (rest, body) in [("", &b""[..]), ("\r\n", b""), ("\r\nx\r\n\r\n", b"x\r\n\r\n")]
                {
                    let text = [start, head, rest].concat();
                    let fragment = SipFragment::read(text.as_bytes()).unwrap();
                    let message = matches!(fragment, SipFragment::Message(_));
                    assert_eq!(message, !start.is_empty(), "{text}");
                    assert_eq!(fragment.status().is_some(), start.starts_with("SIP"));
                    assert_eq!(
                        fragment.headers().has(KnownHeader::Subject),
                        head.contains("Subject")
                    );
                    assert_eq!(fragment.headers().has(KnownHeader::To), head.contains("To"));
                    assert_eq!(fragment.body(), body, "{text}");
                }
            }
        }
    }

    #[test]
    fn the_last_line_break_may_be_missing() {
        for text in ["SIP/2.0 200 OK", "SIP/2.0 200 OK\r\nX: y", "X: y", "OPTIONS sip:a SIP/2.0"] {
            assert!(SipFragment::read(text.as_bytes()).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_piece_of_a_message_is_refused() {
        for (text, kind) in [
            ("hello", ParseErrorKind::StartLine),
            ("SIP/2.0 2000 OK\r\n", ParseErrorKind::StatusCode),
            ("SIP/3.0 200 OK\r\n", ParseErrorKind::Version),
            ("SIP/2.0 200 OK\nX: y\r\n", ParseErrorKind::LineEnding),
            ("SIP/2.0 200 OK\r\nX\r\n", ParseErrorKind::HeaderLine),
            ("X: y\r\nz\r\n", ParseErrorKind::HeaderLine),
            ("\n", ParseErrorKind::Empty),
        ] {
            assert_eq!(SipFragment::read(text.as_bytes()).unwrap_err().kind, kind, "{text}");
        }
    }
}
