//! The receiving end of a connection.

use sip_core::transport::{Frame, FrameError, Framer};

/// What has come by a connection and is not yet used, cut into messages.
///
/// Works on any source of bytes: [`push`](Self::push) what was read, then take
/// [`poll_received`](Self::poll_received) until there is nothing.
#[derive(Debug)]
pub struct StreamConnection {
    received: Vec<u8>,
    framer: Framer,
    broken: bool,
}

/// What has come by a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A whole message.
    Message(Vec<u8>),
    /// A keep-alive, to be answered with CRLF (RFC 5626 §3.5.1).
    Ping,
    /// The answer to one.
    Pong,
    /// The rest cannot be read: answer it if that can be done, and close. Nothing comes after.
    Broken(Vec<u8>, FrameError),
}

impl StreamConnection {
    /// A connection by which nothing has come yet, for messages of up to `max_message` bytes.
    pub const fn new(max_message: usize) -> Self {
        Self { received: Vec::new(), framer: Framer::new(max_message), broken: false }
    }

    /// Adds what was read.
    pub fn push(&mut self, bytes: &[u8]) {
        if !self.broken {
            self.received.extend_from_slice(bytes);
        }
    }

    /// The next thing that is there as a whole.
    pub fn poll_received(&mut self) -> Option<Received> {
        if self.broken {
            return None;
        }
        match self.framer.next(&self.received) {
            Frame::Incomplete => None,
            Frame::Message { len } => Some(Received::Message(self.received.drain(..len).collect())),
            Frame::Ping { len } => {
                self.received.drain(..len);
                Some(Received::Ping)
            }
            Frame::Pong { len } => {
                self.received.drain(..len);
                Some(Received::Pong)
            }
            Frame::Broken(error) => {
                self.broken = true;
                Some(Received::Broken(std::mem::take(&mut self.received), error))
            }
        }
    }
}
