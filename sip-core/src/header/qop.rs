//! `qop`, the quality of protection of a digest (RFC 7616 §3.3, §3.4).

use super::{AuthValue, ValueWriter};
use crate::grammar::cursor::trim;

/// What a digest protects, as the client chose it.
///
/// ```
/// use sip_core::header::{AuthValue, Qop};
///
/// assert_eq!(Qop::from(AuthValue::text(b"AUTH-int")), Qop::AuthInt);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qop<'b> {
    /// `auth`: method and URI.
    Auth,
    /// `auth-int`: the body, too.
    AuthInt,
    /// Any other, which nobody can check.
    Other(AuthValue<'b>),
}

impl<'b> Qop<'b> {
    /// The name, as it is written.
    pub const fn name(&self) -> AuthValue<'b> {
        match self {
            Self::Auth => AuthValue::received_bare(b"auth"),
            Self::AuthInt => AuthValue::received_bare(b"auth-int"),
            Self::Other(name) => *name,
        }
    }
}

/// Names are compared without regard to case.
impl<'b> From<AuthValue<'b>> for Qop<'b> {
    fn from(name: AuthValue<'b>) -> Self {
        if name.is_ignoring_case(b"auth") {
            Self::Auth
        } else if name.is_ignoring_case(b"auth-int") {
            Self::AuthInt
        } else {
            Self::Other(name)
        }
    }
}

/// What a server offers of `auth` and `auth-int`. Other offers are passed over, so that a set may
/// be empty: then the challenge is one that cannot be answered.
///
/// ```
/// use sip_core::header::{AuthValue, QopSet};
///
/// let offered = QopSet::from(AuthValue::text(b"auth, auth-int, x"));
/// assert!(offered.auth && offered.auth_int);
/// assert_eq!(QopSet::from(AuthValue::text(b"x")), QopSet::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QopSet {
    /// `auth`
    pub auth: bool,
    /// `auth-int`
    pub auth_int: bool,
}

impl QopSet {
    /// Only `auth`: what most servers offer.
    pub const AUTH: Self = Self { auth: true, auth_int: false };

    pub(super) fn write(self, out: &mut ValueWriter<'_>) {
        let names: &[u8] = match (self.auth, self.auth_int) {
            (true, true) => b"auth,auth-int",
            (true, false) => b"auth",
            (false, true) => b"auth-int",
            (false, false) => b"",
        };
        out.quoted(names);
    }
}

/// The offers are separated by commas.
impl From<AuthValue<'_>> for QopSet {
    fn from(list: AuthValue<'_>) -> Self {
        // None of the names has a character that would have to be escaped.
        let offers = list.as_bytes().split(|byte| *byte == b',').map(trim);
        let mut set = Self::default();
        for offer in offers {
            set.auth |= offer.eq_ignore_ascii_case(b"auth");
            set.auth_int |= offer.eq_ignore_ascii_case(b"auth-int");
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn every_set_is_read_as_it_is_written() {
        for (auth, auth_int) in [(true, true), (true, false), (false, true), (false, false)] {
            let set = QopSet { auth, auth_int };
            let mut text = Vec::new();
            set.write(&mut ValueWriter::new(&mut |piece| text.extend_from_slice(piece)));
            let inside = text.strip_prefix(b"\"").unwrap().strip_suffix(b"\"").unwrap();
            assert_eq!(QopSet::from(AuthValue::quoted(inside).unwrap()), set);
        }
    }

    #[test]
    fn offers_are_read_in_any_case_with_blanks_and_empty_elements() {
        let set = |text| QopSet::from(AuthValue::text(text));
        assert_eq!(set(b" AUTH ,,"), QopSet::AUTH);
        assert_eq!(set(b"authority,auth-integrity"), QopSet::default());
        assert_eq!(set(b""), QopSet::default());
    }
}
