//! What must hold for any bytes that come by a stream.

use rand_core::TryRng;
use sip_core::Message;
use sip_core::transport::{Frame, FrameError, Framer};

use crate::bench::Seed;

/// Cuts a stream in three ways and compares what the framer says.
///
/// The first two bytes are the largest message that is taken; the third seeds the cuts and says
/// whether a pong is awaited; the rest is the stream.
///
/// # Panics
/// If the framer panics, needs more memory than it was told, or if the cuts make a difference.
pub fn check(bytes: &[u8]) {
    let &[low, high, seed, ref stream @ ..] = bytes else { return };
    let max_message = usize::from(u16::from_le_bytes([low, high]));
    let mut framer = Framer::new(max_message);
    if seed & 1 == 1 {
        framer.expect_pong();
    }
    let whole = frames(framer, [stream]);
    for (frame, bytes) in &whole {
        holds(max_message, *frame, bytes, stream);
    }
    assert_eq!(frames(framer, stream.chunks(1)), whole, "byte by byte");
    assert_eq!(frames(framer, random_chunks(stream, seed)), whole, "in pieces");
    // What is cut off at the end takes nothing back.
    for cut in [stream.len() / 2, stream.len() * 7 / 8] {
        assert!(whole.starts_with(&frames(framer, [&stream[..cut]])), "cut off at {cut}");
    }
}

/// All frames of a stream that comes in these pieces, with the bytes of each.
///
/// # Panics
/// If the framer lets more wait than it was told to.
pub fn frames<'p>(
    mut framer: Framer,
    pieces: impl IntoIterator<Item = &'p [u8]>,
) -> Vec<(Frame, Vec<u8>)> {
    let (mut received, mut frames) = (Vec::new(), Vec::new());
    for piece in pieces {
        received.extend_from_slice(piece);
        let mut at = 0;
        loop {
            let rest = &received[at..];
            let frame = framer.next(rest);
            let len = match frame {
                Frame::Incomplete => {
                    let again = framer.next(rest);
                    assert_eq!(again, frame, "asked twice, it says the same");
                    break;
                }
                Frame::Broken(_) => {
                    assert_eq!(framer.next(rest), frame, "broken it stays");
                    frames.push((frame, Vec::new()));
                    return frames;
                }
                Frame::Message { len } | Frame::Ping { len } | Frame::Pong { len } => len,
            };
            frames.push((frame, rest[..len].to_vec()));
            at += len;
        }
        received.drain(..at);
    }
    frames
}

/// What one frame says is true of its bytes.
fn holds(max_message: usize, frame: Frame, bytes: &[u8], stream: &[u8]) {
    match frame {
        Frame::Message { len } => {
            assert!(len <= max_message && len == bytes.len());
            let message = Message::read(bytes).expect("a start line");
            assert_eq!(message.trailing(), 0, "the frame ends with the body");
            if message.validate().is_ok() {
                assert!(bytes.ends_with(message.body()));
            }
        }
        Frame::Ping { len } => assert_eq!((len, bytes), (4, &b"\r\n\r\n"[..])),
        Frame::Pong { len } => assert_eq!((len, bytes), (2, &b"\r\n"[..])),
        Frame::Broken(error) => {
            assert!(error.head() <= stream.len());
            if let FrameError::TooLarge { head: 0 } = error {
                assert!(stream.len() >= max_message);
            }
        }
        Frame::Incomplete => unreachable!("that is no frame"),
    }
}

fn random_chunks(stream: &[u8], seed: u8) -> Vec<&[u8]> {
    let mut seed = Seed(seed.into());
    let (mut rest, mut chunks) = (stream, Vec::new());
    while !rest.is_empty() {
        let Ok(number) = seed.try_next_u64();
        let len = match number % 4 {
            0 => 1 + number / 4 % 3,
            1 => 1 + number / 4 % 30,
            _ => 1 + number / 4 % 300,
        };
        let (chunk, behind) = rest.split_at(usize::try_from(len).unwrap_or(1).min(rest.len()));
        chunks.push(chunk);
        rest = behind;
    }
    chunks
}
