//! A buffer of fixed size.

use super::writer::append;
use super::{Sink, SinkFull};

/// A [`Sink`] that holds up to `N` bytes of its own: a message without a heap.
///
/// ```
/// use sip_core::message::{FixedBuffer, MessageWriter};
/// use sip_core::Method;
///
/// let mut buffer = FixedBuffer::<64>::new();
/// MessageWriter::request(&mut buffer, Method::Options, b"sip:a@b").finish()?;
/// assert!(buffer.as_ref().starts_with(b"OPTIONS sip:a@b SIP/2.0\r\n"));
/// # Ok::<(), sip_core::message::WriteError>(())
/// ```
// Not `heapless::Vec`, which copies byte by byte, and counts in a way that can panic where overflow
// is looked for.
#[derive(Clone, Debug)]
pub struct FixedBuffer<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> FixedBuffer<N> {
    /// An empty buffer.
    pub const fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }
}

impl<const N: usize> Default for FixedBuffer<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> AsRef<[u8]> for FixedBuffer<N> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl<const N: usize> Sink for FixedBuffer<N> {
    fn clear(&mut self) {
        self.len = 0;
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkFull> {
        self.len = append(&mut self.bytes, self.len, bytes)?;
        Ok(())
    }
}
