//! What is a message in a file: all of it, or what §18.3 says.

use sip_core::transport::{Frame, FrameError, Framer};

/// What carried the bytes of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// All of them are one message, and perhaps something behind it.
    Datagram,
    /// Messages stand behind one another, with keep-alives between them.
    Stream,
}

/// How the bytes of a message were told apart from what is around them.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// It is whole, if Content-Length says so.
    Whole,
    /// The stream ended within it.
    Cut,
    /// Nobody knows where it ends: the stream is not read on.
    Broken(FrameError),
}

/// The messages in `bytes`, in order.
pub(crate) fn split(bytes: &[u8], carrier: Carrier) -> Vec<(&[u8], Framing)> {
    match carrier {
        Carrier::Datagram => vec![(bytes, Framing::Whole)],
        Carrier::Stream => split_stream(bytes),
    }
}

fn split_stream(mut rest: &[u8]) -> Vec<(&[u8], Framing)> {
    // The file is in memory already: no message is too large.
    let mut framer = Framer::new(usize::MAX);
    let mut messages = Vec::new();
    loop {
        match framer.next(rest) {
            Frame::Message { len } => {
                let (message, behind) = rest.split_at(len);
                messages.push((message, Framing::Whole));
                rest = behind;
            }
            Frame::Ping { len } | Frame::Pong { len } => rest = &rest[len..],
            Frame::Incomplete => {
                if rest.iter().any(|byte| !matches!(byte, b'\r' | b'\n')) {
                    messages.push((rest, Framing::Cut));
                }
                return messages;
            }
            Frame::Broken(error) => {
                let message = if error.head() == 0 { rest } else { &rest[..error.head()] };
                messages.push((message, Framing::Broken(error)));
                return messages;
            }
        }
    }
}
