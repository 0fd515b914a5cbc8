//! The hash functions of a digest (RFC 7616 §3.2, RFC 8760 §2.1).

use core::fmt;

use md5::Md5;
use sha2::{Digest, Sha256, Sha512_256};
use subtle::ConstantTimeEq;

use crate::header::{AuthValue, DigestAlgorithm};

/// A hash function that this crate computes.
///
/// ```
/// use sip_core::auth::HashFunction;
/// use sip_core::header::DigestAlgorithm;
///
/// let function = HashFunction::of(DigestAlgorithm::Sha256Sess).expect("a known one");
/// assert_eq!(function, HashFunction::Sha256);
/// assert_eq!(function.digits(), 64);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HashFunction {
    /// MD5: broken as a hash, and still what most SIP servers ask for.
    Md5,
    /// SHA-256: what RFC 8760 (§2.3) wants everybody to have.
    Sha256,
    /// SHA-512/256 of FIPS 180-4: not SHA-512 cut short, since it begins from other values.
    Sha512_256,
}

impl HashFunction {
    /// The function of an algorithm, with `-sess` or without; `None` if it is not known here.
    pub const fn of(algorithm: DigestAlgorithm<'_>) -> Option<Self> {
        match algorithm {
            DigestAlgorithm::Md5 | DigestAlgorithm::Md5Sess => Some(Self::Md5),
            DigestAlgorithm::Sha256 | DigestAlgorithm::Sha256Sess => Some(Self::Sha256),
            DigestAlgorithm::Sha512_256 | DigestAlgorithm::Sha512_256Sess => Some(Self::Sha512_256),
            DigestAlgorithm::Other(_) => None,
        }
    }

    /// How many hexadecimal digits a hash has: 32 or 64.
    pub const fn digits(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha256 | Self::Sha512_256 => 64,
        }
    }
}

/// The hexadecimal digits of a hash, in lower case: a `response`, an `rspauth`, a hashed user.
#[derive(Clone, Copy)]
pub struct HexDigest {
    digits: [u8; 64],
    len: usize,
}

impl HexDigest {
    /// The digits.
    pub fn as_bytes(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }

    /// Whether a peer sent these digits, in any case. How long the answer takes does not depend
    /// on where the first difference is.
    ///
    /// ```
    /// use sip_core::auth::{HashFunction, user_hash};
    /// use sip_core::header::AuthValue;
    ///
    /// let text = AuthValue::text;
    /// let hash = user_hash(HashFunction::Md5, text(b"Mufasa"), text(b"testrealm@host.com"));
    /// assert!(hash.is(text(b"74F54FE2C8045A5FFDA7D02FD97F1716")));
    /// assert!(!hash.is(text(b"74f54fe2c8045a5ffda7d02fd97f171")));
    /// ```
    pub fn is(&self, received: AuthValue<'_>) -> bool {
        let mut digits = [0; 64];
        let mut bytes = received.unquoted();
        let Some(places) = digits.get_mut(..self.len) else { return false };
        for place in places.iter_mut() {
            let Some(byte) = bytes.next() else { return false };
            *place = byte.to_ascii_lowercase();
        }
        bytes.next().is_none() && bool::from(self.as_bytes().ct_eq(places))
    }
}

impl fmt::Debug for HexDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HexDigest({})", self.as_bytes().escape_ascii())
    }
}

/// A hash, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Hash {
    function: HashFunction,
    /// Those behind the hash are 0.
    bytes: [u8; 32],
}

impl Hash {
    fn new(function: HashFunction, hash: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(hash).for_each(|(place, byte)| *place = *byte);
        Self { function, bytes }
    }

    /// Reads digits of any case; `None` if they are too few, too many, or not digits.
    pub(super) fn from_hex(function: HashFunction, digits: &[u8]) -> Option<Self> {
        if digits.len() != function.digits() {
            return None;
        }
        let mut bytes = [0; 32];
        for (place, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16)?;
                *place = *place << 4 | u8::try_from(value).ok()?;
            }
        }
        Some(Self { function, bytes })
    }

    pub(super) const fn function(&self) -> HashFunction {
        self.function
    }

    pub(super) fn hex(&self) -> HexDigest {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.bytes) {
            if let [high, low] = pair {
                *high = digit(byte >> 4);
                *low = digit(byte & 0xF);
            }
        }
        HexDigest { digits, len: self.function.digits() }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.function == other.function && bool::from(self.bytes.ct_eq(&other.bytes))
    }
}

/// A hash that is being computed.
pub(super) enum Hasher {
    Md5(Md5),
    Sha256(Sha256),
    Sha512_256(Sha512_256),
}

impl Hasher {
    pub(super) fn new(function: HashFunction) -> Self {
        match function {
            HashFunction::Md5 => Self::Md5(Md5::new()),
            HashFunction::Sha256 => Self::Sha256(Sha256::new()),
            HashFunction::Sha512_256 => Self::Sha512_256(Sha512_256::new()),
        }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> &mut Self {
        match self {
            Self::Md5(hasher) => hasher.update(bytes),
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha512_256(hasher) => hasher.update(bytes),
        }
        self
    }

    /// A parameter as it stands on the wire, with its backslashes (`unq` of RFC 7616, §3.3). A
    /// fold counts as the one blank that it is when it is sent on (§7.3.1).
    pub(super) fn put_sent(&mut self, value: AuthValue<'_>) -> &mut Self {
        let mut in_fold = false;
        for byte in value.sent() {
            match byte {
                b'\r' | b'\n' => in_fold = true,
                b' ' | b'\t' if in_fold => {}
                _ => {
                    if in_fold {
                        self.put(b" ");
                        in_fold = false;
                    }
                    self.put(&[byte]);
                }
            }
        }
        if in_fold {
            self.put(b" ");
        }
        self
    }

    pub(super) fn finish(self) -> Hash {
        match self {
            Self::Md5(hasher) => Hash::new(HashFunction::Md5, &hasher.finalize()),
            Self::Sha256(hasher) => Hash::new(HashFunction::Sha256, &hasher.finalize()),
            Self::Sha512_256(hasher) => Hash::new(HashFunction::Sha512_256, &hasher.finalize()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn hash(function: HashFunction, feed: impl FnOnce(&mut Hasher)) -> std::string::String {
        let mut hasher = Hasher::new(function);
        feed(&mut hasher);
        hasher.finish().hex().as_bytes().escape_ascii().to_string()
    }

    #[test]
    fn the_hash_of_nothing_is_the_published_one() {
        for (function, expected) in [
            // §22.4, item 7.
            (HashFunction::Md5, "d41d8cd98f00b204e9800998ecf8427e"),
            (
                HashFunction::Sha256,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                HashFunction::Sha512_256,
                "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a",
            ),
        ] {
            assert_eq!(hash(function, |_| {}), expected);
            assert_eq!(expected.len(), function.digits());
        }
    }

    #[test]
    fn a7_sha_512_256_is_not_sha_512_cut_short() {
        let sha_512 = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a";
        let digits = hash(HashFunction::Sha512_256, |hasher| {
            hasher.put(b"abc");
        });
        assert_eq!(digits, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
        assert_ne!(digits, sha_512);
    }

    #[test]
    fn a13_backslashes_are_hashed_and_a_fold_is_a_blank() {
        let quoted = |text| AuthValue::quoted(text).unwrap();
        let of = |value| {
            hash(HashFunction::Md5, |hasher| {
                hasher.put_sent(value);
            })
        };
        let plain = |bytes: &[u8]| {
            hash(HashFunction::Md5, |hasher| {
                hasher.put(bytes);
            })
        };
        assert_eq!(of(quoted(br#"a\"b"#)), plain(br#"a\"b"#));
        assert_eq!(of(AuthValue::text(br#"a"b"#)), plain(br#"a\"b"#));
        assert_eq!(of(quoted(b"a\r\n \t b")), plain(b"a b"));
        assert_eq!(of(quoted(b"a \r\n b")), plain(b"a  b"));
        assert_eq!(of(quoted(b"a\r\n ")), plain(b"a "));
    }

    #[test]
    fn digits_are_compared_in_any_case_and_only_as_a_whole() {
        let hash = Hasher::new(HashFunction::Md5).finish().hex();
        let text = AuthValue::text;
        assert!(hash.is(text(b"d41d8cd98f00b204e9800998ecf8427e")));
        assert!(hash.is(text(b"D41D8CD98F00B204E9800998ECF8427E")));
        for wrong in [
            &b""[..],
            b"d41d8cd98f00b204e9800998ecf8427",
            b"d41d8cd98f00b204e9800998ecf8427e0",
            b"d41d8cd98f00b204e9800998ecf8427f",
            b"041d8cd98f00b204e9800998ecf8427e",
            &[b'0'; 100],
        ] {
            assert!(!hash.is(text(wrong)), "{}", wrong.escape_ascii());
        }
    }

    #[test]
    fn a6_an_algorithm_that_nobody_knows_has_no_function() {
        let other = DigestAlgorithm::from(AuthValue::text(b"AKAv1-MD5"));
        assert_eq!(HashFunction::of(other), None);
    }
}
