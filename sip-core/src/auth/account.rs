//! What the user is known by.

use core::fmt;

use super::ha1::Ha1;
use super::hash::HashFunction;
use super::offer::Offer;
use crate::header::AuthValue;

/// A user's name and password in one realm. They are never used in another: an answer to a
/// stranger's challenge lets him guess the password at leisure.
///
/// For a realm without an account, §22.2 allows `anonymous` with an empty password: that is an
/// account like any other. A user whose passwords are kept hashed has one for each function.
///
/// ```
/// use sip_core::auth::{Account, Ha1, Ha1Error, HashFunction, Password};
///
/// let stored = b"0b271c8b9b4a52c5a1ad6c4e9f96ac8e";
/// let account = Account {
///     realm: b"biloxi.example",
///     user: b"bob",
///     password: Password::Hashed(Ha1::from_hex(HashFunction::Md5, stored)?),
/// };
/// # Ok::<(), Ha1Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The realm, byte for byte as it is meant: without quotes and backslashes around it.
    pub realm: &'a [u8],
    /// The user's name there.
    pub user: &'a [u8],
    /// The password.
    pub password: Password<'a>,
}

/// A password, or what is kept in its place.
#[derive(Clone, Copy)]
pub enum Password<'a> {
    /// The password itself: it serves with each algorithm.
    Clear(&'a [u8]),
    /// Its hash for this user and realm: it serves with the algorithms of its function only.
    Hashed(Ha1),
}

impl<'a> Account<'a> {
    /// The first that can answer, and its hash.
    pub(super) fn find(accounts: &[Self], offer: &Offer<'_>) -> Option<(Self, Ha1)> {
        let mut known = Self::of_realm(accounts, offer);
        known.find_map(|account| Some((account, account.ha1(offer.function, offer.realm)?)))
    }

    pub(super) fn of_realm(accounts: &[Self], offer: &Offer<'_>) -> impl Iterator<Item = Self> {
        accounts.iter().copied().filter(|account| offer.realm.is(account.realm))
    }

    /// Its hash in `realm`, which is the account's, as the server wrote it; `None` if there is a
    /// hash only, of another function.
    pub(super) fn ha1(&self, function: HashFunction, realm: AuthValue<'_>) -> Option<Ha1> {
        match self.password {
            Password::Clear(password) => {
                Some(Ha1::new(function, AuthValue::text(self.user), realm, password))
            }
            Password::Hashed(ha1) => (ha1.function() == function).then_some(ha1),
        }
    }
}

/// Without the password: it is a secret.
impl fmt::Debug for Password<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clear(_) => f.write_str("Clear(..)"),
            Self::Hashed(ha1) => f.debug_tuple("Hashed").field(ha1).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[test]
    fn a_password_does_not_show_itself() {
        let ha1 = Ha1::from_hex(HashFunction::Md5, &[b'7'; 32]).unwrap();
        let account = |password| Account { realm: b"r", user: b"u", password };
        for password in [Password::Clear(b"777"), Password::Hashed(ha1)] {
            let text = format!("{:?}", account(password));
            assert!(!text.contains("77") && !text.contains("55"), "{text}");
        }
    }
}
