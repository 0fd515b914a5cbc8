//! Short texts with their escapes undone, for what has to be looked up.

use super::letters;
use crate::grammar::Unescaped;
use crate::header::KnownHeader;

/// A text of at most 40 bytes: longer than any name in a registry.
pub(super) type Short = heapless::Vec<u8, 40>;

/// `text` with its escapes undone; none if it is longer than what is ever looked up.
pub(super) fn short(text: &[u8]) -> Option<Short> {
    let mut short = Short::new();
    for byte in Unescaped::new(text) {
        short.push(byte).ok()?;
    }
    Some(short)
}

/// The known header field of this name, full or compact, in any case and however it is escaped.
pub(super) fn known_header(name: &[u8]) -> Option<KnownHeader> {
    if !letters::has_escape(name) {
        return KnownHeader::from_name(name);
    }
    KnownHeader::from_name(&short(name)?)
}
