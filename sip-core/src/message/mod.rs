//! Messages as views over bytes, and writers of messages into bytes (§7).
//!
//! Reading goes in steps, each of which does no more than it must:
//!
//! 1. [`Message::parse`] splits a datagram (or a [frame](crate::transport::Framer) of a stream)
//!    into start line, header fields and body, in one pass, without a copy or an allocation;
//! 2. [`Headers`] finds header fields by the index that this pass left, and reads each into its
//!    [type](crate::header) when it is asked for;
//! 3. [`Message::validate`] checks what every element checks before it acts: the mandatory
//!    header fields are there, once, and well-formed.
//!
//! Writing is [`MessageWriter`]: into a slice, a fixed buffer or a growing one, in one pass. What
//! a proxy forwards, it copies byte for byte but for its [`Edits`].

mod ack;
mod address;
mod buffer;
mod cancel;
mod edit;
mod headers;
mod oddity;
#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
mod owned;
mod policy;
mod reply;
mod request;
mod response;
mod start_line;
mod validity;
mod writer;

pub use buffer::FixedBuffer;
pub use edit::Edits;
pub use headers::{Field, Fields, Headers, Values};
pub use oddity::{Oddities, Oddity};
#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
pub use owned::OwnedMessage;
pub use policy::Policy;
pub use request::Request;
pub use response::Response;
pub use writer::{MessageWriter, Sink, SinkFull, SliceSink, WriteError};

pub(crate) use ack::write_ack;
pub(crate) use address::{ip_text, socket_text};
pub(crate) use cancel::write_cancel;
pub(crate) use reply::write_reply;

use crate::error::{ParseError, ParseErrorKind};
use crate::header::ContentLength;
use start_line::StartLine;

/// A request or a response: a view into the bytes that were received.
#[derive(Clone, Copy, Debug)]
pub enum Message<'b> {
    /// Asks for something.
    Request(Request<'b>),
    /// Says what came of it.
    Response(Response<'b>),
}

impl<'b> Message<'b> {
    /// Reads a datagram, or a frame that was cut from a stream.
    ///
    /// Line breaks before the message are passed over (§7.5). What follows the body is
    /// [`trailing`](Self::trailing), and no part of the message (§18.3).
    ///
    /// # Errors
    /// The first fault of the start line or of the form of the header fields. Values of header
    /// fields are looked at by [`validate`](Self::validate), or when they are asked for.
    pub fn parse(bytes: &'b [u8]) -> Result<Self, ParseError> {
        let message = Self::read(bytes)?;
        match message.fault() {
            Some(fault) => Err(fault),
            None => Ok(message),
        }
    }

    /// Reads what can be read: like [`parse`](Self::parse), but a fault behind which the rest
    /// makes sense is kept as [`fault`](Self::fault), so that the message can be answered, logged
    /// or looked at.
    ///
    /// # Errors
    /// If there is no start line at all.
    #[inline]
    pub fn read(bytes: &'b [u8]) -> Result<Self, ParseError> {
        let mut start = 0usize;
        while let Some(b'\r' | b'\n') = bytes.get(start) {
            start = start.saturating_add(1);
        }
        if start == bytes.len() {
            return Err(ParseError::new(ParseErrorKind::Empty, 0));
        }
        let (line, line_fault, after) = StartLine::read(bytes, start)?;
        let headers = Headers::index(bytes, after);
        let parts = Parts::new(bytes, start, headers, line_fault);
        Ok(match line {
            StartLine::Request { method, uri, uri_offset } => {
                Self::Request(Request::new(method, uri, uri_offset, parts))
            }
            StartLine::Response { status, reason } => {
                Self::Response(Response::new(status, reason, parts))
            }
        })
    }

    /// The header fields.
    pub const fn headers(&self) -> &Headers<'b> {
        match self {
            Self::Request(request) => request.headers(),
            Self::Response(response) => response.headers(),
        }
    }

    /// The body, as long as Content-Length says, or all that is left (§18.3).
    pub const fn body(&self) -> &'b [u8] {
        match self {
            Self::Request(request) => request.body(),
            Self::Response(response) => response.body(),
        }
    }

    /// The message's own bytes, from the start line to the end of the body.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Request(request) => request.as_bytes(),
            Self::Response(response) => response.as_bytes(),
        }
    }

    /// How many bytes follow the message in its datagram; they mean nothing (§18.3).
    pub const fn trailing(&self) -> usize {
        match self {
            Self::Request(request) => request.trailing(),
            Self::Response(response) => response.trailing(),
        }
    }

    /// The first fault in the form of the message, if [`read`](Self::read) passed over one.
    pub const fn fault(&self) -> Option<ParseError> {
        match self {
            Self::Request(request) => request.fault(),
            Self::Response(response) => response.fault(),
        }
    }

    /// The request, if it is one.
    pub const fn as_request(&self) -> Option<&Request<'b>> {
        match self {
            Self::Request(request) => Some(request),
            Self::Response(_) => None,
        }
    }

    /// The response, if it is one.
    pub const fn as_response(&self) -> Option<&Response<'b>> {
        match self {
            Self::Request(_) => None,
            Self::Response(response) => Some(response),
        }
    }
}

/// What requests and responses have in common.
#[derive(Clone, Copy, Debug)]
struct Parts<'b> {
    bytes: &'b [u8],
    headers: Headers<'b>,
    body: &'b [u8],
    trailing: usize,
    fault: Option<ParseError>,
}

impl<'b> Parts<'b> {
    fn new(
        bytes: &'b [u8],
        start: usize,
        headers: Headers<'b>,
        line_fault: Option<ParseError>,
    ) -> Self {
        let behind = bytes.get(headers.end_of_head()..).unwrap_or_default();
        // An unreadable length is a fault that `validate` reports; the body is what is left.
        let length = headers.find::<ContentLength>().ok().flatten();
        let body = match length.and_then(|length| usize::try_from(length.0).ok()) {
            Some(length) => behind.get(..length).unwrap_or(behind),
            None => behind,
        };
        let trailing = behind.len().saturating_sub(body.len());
        let end = bytes.len().saturating_sub(trailing);
        Self {
            bytes: bytes.get(start..end).unwrap_or_default(),
            body,
            trailing,
            fault: line_fault.or(headers.fault()),
            headers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p37_bytes_behind_the_body_of_a_datagram_are_no_part_of_the_message() {
        let bytes = b"OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 2\r\n\r\nabINVITE sip:x SIP/2.0";
        let message = Message::parse(bytes).unwrap();
        assert_eq!(message.body(), b"ab");
        assert_eq!(message.trailing(), 20);
        assert_eq!(message.as_bytes(), &bytes[..bytes.len() - 20]);
    }

    #[test]
    fn n4_without_content_length_the_body_is_the_rest_of_the_datagram() {
        let message = Message::parse(b"OPTIONS sip:a@b SIP/2.0\r\n\r\nrest").unwrap();
        assert_eq!(message.body(), b"rest");
        assert_eq!(message.trailing(), 0);
    }

    #[test]
    fn p38_line_breaks_before_a_message_are_passed_over_and_alone_are_no_message() {
        let message = Message::parse(b"\r\n\r\nOPTIONS sip:a@b SIP/2.0\r\n\r\n").unwrap();
        assert!(message.as_bytes().starts_with(b"OPTIONS"));
        for nothing in [&b""[..], b"\r\n", b"\r\n\r\n"] {
            assert_eq!(Message::parse(nothing).unwrap_err().kind, ParseErrorKind::Empty);
        }
    }
}
