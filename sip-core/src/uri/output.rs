//! Writing a URI into a sink.

use crate::header::ValueWriter;
use crate::message::{Sink, WriteError};

/// Writes into `sink`, which is cleared first, and gives the length.
pub(super) fn write_into(
    sink: &mut dyn Sink,
    write: impl FnOnce(&mut ValueWriter<'_>),
) -> Result<usize, WriteError> {
    sink.clear();
    let (mut len, mut full) = (0usize, false);
    write(&mut ValueWriter::new(&mut |piece| {
        len = len.saturating_add(piece.len());
        full = full || sink.put(piece).is_err();
    }));
    if full {
        sink.clear();
        return Err(WriteError::NoRoom { needed: len });
    }
    Ok(len)
}
