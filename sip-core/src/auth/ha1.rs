//! `H(A1)`: what a password becomes before it is used (RFC 7616 §3.4.2).

use core::fmt;

use super::hash::{Hash, HashFunction, Hasher};
use crate::header::AuthValue;

/// The hash of a user's name, realm and password: as good as the password in this realm, and
/// worth nothing with another hash function.
///
/// ```
/// use sip_core::auth::{Ha1, Ha1Error, HashFunction};
///
/// let stored = b"939e7578ed9e3c518a452acee763bce9";
/// assert!(Ha1::from_hex(HashFunction::Md5, stored).is_ok());
/// let error = Ha1::from_hex(HashFunction::Sha256, stored).unwrap_err();
/// assert_eq!(error, Ha1Error::Length);
/// ```
#[derive(Clone, Copy)]
pub struct Ha1(Hash);

impl Ha1 {
    /// Computes it; `user` and `realm` as they stand in the credentials, `password` as it is.
    pub fn new(
        function: HashFunction,
        user: AuthValue<'_>,
        realm: AuthValue<'_>,
        password: &[u8],
    ) -> Self {
        let mut hasher = Hasher::new(function);
        hasher.put_sent(user).put(b":").put_sent(realm).put(b":").put(password);
        Self(hasher.finish())
    }

    /// Reads one that was computed before, and kept in the place of a password: hexadecimal
    /// digits, in any case.
    ///
    /// # Errors
    /// If there are fewer digits than the function gives, or more; or something else is in them.
    pub fn from_hex(function: HashFunction, digits: &[u8]) -> Result<Self, Ha1Error> {
        if digits.len() != function.digits() {
            return Err(Ha1Error::Length);
        }
        Hash::from_hex(function, digits).map(Self).ok_or(Ha1Error::Digit)
    }

    /// That of a session (`-sess`), which is bound to the nonce and cnonce of its first request.
    pub fn session(&self, nonce: AuthValue<'_>, cnonce: AuthValue<'_>) -> Self {
        let mut hasher = Hasher::new(self.function());
        hasher.put(self.0.hex().as_bytes()).put(b":").put_sent(nonce).put(b":").put_sent(cnonce);
        Self(hasher.finish())
    }

    /// The function that it was computed with.
    pub const fn function(&self) -> HashFunction {
        self.0.function()
    }

    pub(super) const fn hash(&self) -> &Hash {
        &self.0
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }
}

/// Without the hash: it is a secret.
impl fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ha1({:?}, ..)", self.function())
    }
}

/// Why a text is not an [`Ha1`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ha1Error {
    /// The function gives another number of digits.
    Length,
    /// Something in it is not a hexadecimal digit.
    Digit,
}

impl fmt::Display for Ha1Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "wrong length for its hash function",
            Self::Digit => "not hexadecimal digits",
        })
    }
}

impl core::error::Error for Ha1Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    const MUFASA: &[u8] = b"939e7578ed9e3c518a452acee763bce9";

    #[test]
    fn it_is_the_one_of_rfc_2617_read_or_computed() {
        let text = AuthValue::text;
        let realm = text(b"testrealm@host.com");
        let computed = Ha1::new(HashFunction::Md5, text(b"Mufasa"), realm, b"Circle Of Life");
        assert!(computed.is(&Ha1::from_hex(HashFunction::Md5, MUFASA).unwrap()));
        let upper = MUFASA.to_ascii_uppercase();
        assert!(computed.is(&Ha1::from_hex(HashFunction::Md5, &upper).unwrap()));
    }

    #[test]
    fn a14_a_hash_of_the_wrong_length_is_an_error() {
        for (function, text, expected) in [
            (HashFunction::Md5, &b""[..], Ha1Error::Length),
            (HashFunction::Md5, &MUFASA[1..], Ha1Error::Length),
            (HashFunction::Md5, &[b'0'; 64], Ha1Error::Length),
            (HashFunction::Sha256, MUFASA, Ha1Error::Length),
            (HashFunction::Sha512_256, MUFASA, Ha1Error::Length),
            (HashFunction::Sha512_256, &[b'0'; 65], Ha1Error::Length),
            (HashFunction::Md5, b"939e7578ed9e3c518a452acee763bceg", Ha1Error::Digit),
            (HashFunction::Md5, b"0x9e7578ed9e3c518a452acee763bce9", Ha1Error::Digit),
        ] {
            assert_eq!(Ha1::from_hex(function, text).unwrap_err(), expected);
        }
    }

    #[test]
    fn a7_the_same_digits_under_another_function_are_another_hash() {
        let digits = [b'a'; 64];
        let sha_256 = Ha1::from_hex(HashFunction::Sha256, &digits).unwrap();
        let sha_512_256 = Ha1::from_hex(HashFunction::Sha512_256, &digits).unwrap();
        assert!(!sha_256.is(&sha_512_256));
    }

    #[test]
    fn it_does_not_show_itself() {
        let ha1 = Ha1::from_hex(HashFunction::Md5, MUFASA).unwrap();
        assert_eq!(format!("{ha1:?}"), "Ha1(Md5, ..)");
    }
}
