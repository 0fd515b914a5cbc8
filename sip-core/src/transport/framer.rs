//! Cutting a stream into messages (§18.3), with the keep-alives of RFC 5626 §3.5.1.

use core::fmt;

use crate::error::ParseErrorKind;
use crate::header::ContentLength;
use crate::message::Message;

/// Finds where messages end in a stream of bytes.
///
/// The caller keeps what was received and not yet used, oldest byte first, and calls
/// [`next`](Self::next) whenever bytes were added and after each frame that was used up. The
/// framer remembers how far it has looked, so a stream that comes byte by byte is still looked at
/// once.
///
/// ```
/// use sip_core::transport::{Frame, Framer};
///
/// let mut framer = Framer::new(65_535);
/// let mut received = b"\r\n\r\nOPTIONS sip:a@b SIP/2.0\r\nContent-Length: 2\r\n".to_vec();
/// assert_eq!(framer.next(&received), Frame::Ping { len: 4 });
/// received.drain(..4);
/// assert_eq!(framer.next(&received), Frame::Incomplete);
/// received.extend_from_slice(b"\r\nhi and more");
/// assert_eq!(framer.next(&received), Frame::Message { len: 48 });
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Framer {
    max_message: usize,
    /// Bytes of the message at the front in which no empty line begins.
    scanned: usize,
    /// The length of that message, once its header fields are there.
    message_len: Option<usize>,
    /// Whether a ping was sent and not yet answered.
    awaits_pong: bool,
}

/// What stands at the front of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Nothing whole yet: call again when more has come.
    Incomplete,
    /// A whole message of `len` bytes, to be used and taken off the stream.
    Message {
        /// In bytes.
        len: usize,
    },
    /// A double CRLF between messages: a keep-alive, to be taken off and answered with a single
    /// CRLF (RFC 5626 §3.5.1).
    Ping {
        /// In bytes: 4.
        len: usize,
    },
    /// Line breaks between messages that ask for nothing, to be taken off: the answer to a
    /// keep-alive, or what stands before a start line (§7.5).
    Pong {
        /// In bytes.
        len: usize,
    },
    /// What follows cannot be found any more: answer if it can be, and close the connection.
    Broken(FrameError),
}

/// Why a stream cannot be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// The message is larger than the framer was told to take.
    TooLarge {
        /// How many bytes of header fields are there; 0 if they have not ended yet.
        head: usize,
    },
    /// Content-Length is missing, malformed or there twice (§18.3, §20.14); or a lone CR or LF in
    /// the header fields makes it doubtful.
    ContentLength {
        /// How many bytes the header fields have.
        head: usize,
    },
    /// No start line.
    NotSip,
}

impl FrameError {
    /// How many bytes at the front of the stream can be read as a message without its body, to
    /// answer it; 0 if there is nothing to answer.
    pub const fn head(self) -> usize {
        match self {
            Self::TooLarge { head } | Self::ContentLength { head } => head,
            Self::NotSip => 0,
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge { .. } => "message too large",
            Self::ContentLength { .. } => "no usable Content-Length on a stream",
            Self::NotSip => "not a SIP message",
        })
    }
}

impl core::error::Error for FrameError {}

impl Framer {
    /// A framer at the start of a stream, which takes messages of up to `max_message` bytes.
    pub const fn new(max_message: usize) -> Self {
        Self { max_message, scanned: 0, message_len: None, awaits_pong: false }
    }

    /// To be called when a keep-alive was sent (RFC 5626 §3.5.1): the next CRLF between two
    /// messages is its answer.
    ///
    /// Without, a CRLF waits for what follows, since it may be the first half of a ping; with, it
    /// is a [`Frame::Pong`] at once.
    pub const fn expect_pong(&mut self) {
        self.awaits_pong = true;
    }

    /// Says what stands at the front of `received`.
    ///
    /// Whatever has a length is to be taken off the front before the next call.
    pub fn next(&mut self, received: &[u8]) -> Frame {
        if self.scanned == 0
            && self.message_len.is_none()
            && let Some(between) = self.between_messages(received)
        {
            return between;
        }
        let len = match self.message_len {
            Some(len) => len,
            None => match self.measure(received) {
                Ok(Some(len)) => len,
                Ok(None) => return Frame::Incomplete,
                Err(error) => return Frame::Broken(error),
            },
        };
        if received.len() < len {
            self.message_len = Some(len);
            return Frame::Incomplete;
        }
        *self = Self { scanned: 0, message_len: None, ..*self };
        Frame::Message { len }
    }

    /// The length of the message at the front, once its header fields are there.
    fn measure(&mut self, received: &[u8]) -> Result<Option<usize>, FrameError> {
        // No further than a message may go, so that the verdict does not depend on how much of
        // the stream is there.
        let message = received.get(..self.max_message).unwrap_or(received);
        let unseen = message.get(self.scanned..).unwrap_or_default();
        let Some(at) = empty_line(unseen) else {
            if received.len() >= self.max_message {
                return Err(FrameError::TooLarge { head: 0 });
            }
            // The first three bytes of the empty line may be there already.
            self.scanned = received.len().saturating_sub(3).max(1).min(received.len());
            return Ok(None);
        };
        let head_len = self.scanned.saturating_add(at).saturating_add(4);
        let head = received.get(..head_len).unwrap_or_default();
        let message = Message::read(head).map_err(|_| FrameError::NotSip)?;
        let missing = FrameError::ContentLength { head: head_len };
        // Where a lone CR or LF stands, some see the end of a line and others do not: they would
        // not agree on which Content-Length there is either.
        if message.fault().is_some_and(|fault| fault.kind == ParseErrorKind::LineEnding) {
            return Err(missing);
        }
        let length = match message.headers().find::<ContentLength>() {
            Ok(Some(ContentLength(length))) => usize::try_from(length).unwrap_or(usize::MAX),
            Ok(None) | Err(_) => return Err(missing),
        };
        let len = head_len.saturating_add(length);
        if len > self.max_message {
            return Err(FrameError::TooLarge { head: head_len });
        }
        Ok(Some(len))
    }

    /// Line breaks before a start line; `None` if there are none.
    fn between_messages(&mut self, received: &[u8]) -> Option<Frame> {
        if self.awaits_pong && received.starts_with(b"\r\n") {
            self.awaits_pong = false;
            return Some(Frame::Pong { len: 2 });
        }
        match received {
            [b'\r', b'\n', b'\r', b'\n', ..] => Some(Frame::Ping { len: 4 }),
            // More may turn this into a ping.
            [b'\r', b'\n', b'\r'] | [b'\r', b'\n'] | [b'\r'] | [] => Some(Frame::Incomplete),
            [b'\r', b'\n', ..] => Some(Frame::Pong { len: 2 }),
            _ => None,
        }
    }
}

/// Where the line break begins behind which the first empty line stands.
fn empty_line(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\r', text)
        .find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(b"\r\n\r\n")))
}
