//! The letters of a component as they are compared (§19.1.4).
//!
//! A character that is not `reserved` (RFC 2396 §2.2) means the same escaped and plain: `%61` is
//! `a`. A reserved one does not: `%3B` in a user part is a letter of the user's name, and `;` may
//! have a meaning to whoever owns the name.

use super::byte_set::ByteSet;
use crate::grammar::Unescaped;

/// One letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Letter {
    /// A character, plain or by an escape that makes no difference.
    Plain(u8),
    /// The escape of a reserved character.
    EscapedReserved(u8),
}

impl Letter {
    /// The same in lower case.
    pub(super) const fn lower(self) -> Self {
        match self {
            Self::Plain(byte) => Self::Plain(byte.to_ascii_lowercase()),
            // None of them is a letter of the alphabet.
            Self::EscapedReserved(byte) => Self::EscapedReserved(byte),
        }
    }
}

/// The letters of a text.
#[derive(Clone, Debug)]
pub(super) struct Letters<'b> {
    rest: Unescaped<'b>,
}

impl<'b> Letters<'b> {
    pub(super) const fn new(text: &'b [u8]) -> Self {
        Self { rest: Unescaped::new(text) }
    }
}

impl Iterator for Letters<'_> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        let before = self.rest.remaining();
        let byte = self.rest.next()?;
        // A lone `%` stands for itself and takes one byte away, an escape takes three.
        let escaped = before.saturating_sub(self.rest.remaining()) > 1;
        Some(if escaped && ByteSet::RESERVED.has(byte) {
            Letter::EscapedReserved(byte)
        } else {
            Letter::Plain(byte)
        })
    }
}

/// Whether two texts have the same letters.
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    a == b || perhaps(a, b) && Letters::new(a).eq(Letters::new(b))
}

/// Whether two texts have the same letters, in any case.
pub(super) fn same_in_any_case(a: &[u8], b: &[u8]) -> bool {
    a.eq_ignore_ascii_case(b)
        || perhaps(a, b)
            && Letters::new(a).map(Letter::lower).eq(Letters::new(b).map(Letter::lower))
}

/// Whether `name`, as it was written, stands for `plain`, in any case.
pub(super) fn is_named(name: &[u8], plain: &[u8]) -> bool {
    // An escape makes a name longer, so most names are told apart by their length.
    if name.len() <= plain.len() {
        return name.eq_ignore_ascii_case(plain);
    }
    has_escape(name) && lower_bytes(name).eq(plain.iter().map(u8::to_ascii_lowercase))
}

/// Whether two texts that are written differently may have the same letters.
fn perhaps(a: &[u8], b: &[u8]) -> bool {
    // An escape makes a text longer by two.
    (a.len() ^ b.len()) & 1 == 0 && (has_escape(a) || has_escape(b))
}

/// The bytes that a name stands for, in lower case: for putting names in order.
pub(super) fn lower_bytes(text: &[u8]) -> impl Iterator<Item = u8> {
    Unescaped::new(text).map(|byte| byte.to_ascii_lowercase())
}

/// Whether there is an escape in `text`.
pub(super) fn has_escape(text: &[u8]) -> bool {
    memchr::memchr(b'%', text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_the_character_unless_that_is_reserved() {
        assert!(same(b"%61lic%65", b"alice"));
        assert!(same(b"a%20b", b"a%20b") && !same(b"a%20b", b"a+b"));
        for reserved in b";/?:@&=+$," {
            let escaped = crate::grammar::escape::escape_of(*reserved);
            assert!(!same(&escaped, &[*reserved]), "{}", *reserved as char);
        }
    }

    #[test]
    fn an_escape_is_undone_once() {
        assert!(!same(b"%2541", b"A") && !same(b"%2541", b"%41"));
        assert!(!same(b"a%2540", b"a%40"));
    }

    #[test]
    fn the_digits_of_an_escape_have_no_case_and_an_escaped_letter_has() {
        assert!(same(b"%3b", b"%3B"));
        assert!(!same(b"%41", b"a"));
        assert!(same_in_any_case(b"%41", b"a"));
    }

    #[test]
    fn a_name_may_be_written_with_escapes() {
        assert!(is_named(b"%6dADDR", b"maddr") && is_named(b"Maddr", b"maddr"));
        assert!(!is_named(b"maddress", b"maddr") && !is_named(b"%6d", b"maddr"));
    }
}
