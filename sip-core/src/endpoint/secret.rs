//! One random secret, and all that is derived from it: branches, tags, hashes (§19.3, §8.1.1.7).

use core::hash::Hasher;

use rand_core::CryptoRng;
use siphasher::sip128::{Hasher128, SipHasher24};

/// A secret of 128 bits, drawn once from the caller's generator.
///
/// Branches, tags and Call-IDs are SipHash values of a counter under this secret, so that nobody
/// can guess the next one (§19.3), no generator has to be kept, and the same seed gives the same
/// messages. Transactions are found by a hash under it, so that nobody can make two keys collide.
#[derive(Clone)]
pub struct Secret {
    key: [u8; 16],
    counter: u64,
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What a hash is for: the same bytes give another value for another purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Key,
    Identifier,
    StatelessTag,
    Dialog,
}

impl Secret {
    /// Draws the secret.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        let mut key = [0; 16];
        rng.fill_bytes(&mut key);
        Self { key, counter: 0 }
    }

    /// An identifier that was never given before: for branches, tags and Call-IDs.
    pub fn identifier(&mut self) -> Identifier {
        self.counter = self.counter.wrapping_add(1);
        let mut hasher = self.hasher(Purpose::Identifier);
        hasher.write_u64(self.counter);
        Identifier::of(hasher)
    }

    pub(crate) fn hasher(&self, purpose: Purpose) -> SipHasher24 {
        let mut hasher = SipHasher24::new_with_key(&self.key);
        hasher.write_u8(match purpose {
            Purpose::Key => 1,
            Purpose::Identifier => 2,
            Purpose::StatelessTag => 3,
            Purpose::Dialog => 4,
        });
        hasher
    }
}

/// 64 unguessable bits as 16 hexadecimal digits: a tag, or what follows the cookie in a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identifier([u8; 16]);

impl Identifier {
    pub(crate) fn of(hasher: SipHasher24) -> Self {
        let mut digits = [0; 16];
        let bytes = hasher.finish128().as_u64().0.to_be_bytes();
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            if let [high, low] = pair {
                *high = hex_digit(byte >> 4);
                *low = hex_digit(byte & 0xF);
            }
        }
        Self(digits)
    }

    /// The digits.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The digit for a number below 16.
const fn hex_digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0'.wrapping_add(nibble),
        _ => b'a'.wrapping_sub(10).wrapping_add(nibble),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use core::convert::Infallible;
    use std::collections::HashSet;

    /// A generator for tests: counts.
    #[derive(Debug)]
    pub(crate) struct CountingRng(pub(crate) u8);

    impl rand_core::TryRng for CountingRng {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            self.0 = self.0.wrapping_add(1);
            Ok(self.0.into())
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            self.try_next_u32().map(u64::from)
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.iter_mut().for_each(|byte| *byte = self.0);
            Ok(())
        }
    }

    impl rand_core::TryCryptoRng for CountingRng {}

    #[test]
    fn identifiers_do_not_repeat_and_depend_on_the_secret() {
        let mut secret = Secret::new(&mut CountingRng(1));
        let mut seen: HashSet<_> = (0..1000).map(|_| secret.identifier()).collect();
        assert_eq!(seen.len(), 1000);
        let mut other = Secret::new(&mut CountingRng(2));
        assert!(seen.insert(other.identifier()));
        let mut again = Secret::new(&mut CountingRng(2));
        other = Secret::new(&mut CountingRng(2));
        assert_eq!(again.identifier(), other.identifier());
    }

    #[test]
    fn an_identifier_is_sixteen_hexadecimal_digits() {
        let id = Secret::new(&mut CountingRng(7)).identifier();
        assert!(id.as_bytes().iter().all(u8::is_ascii_hexdigit));
    }
}
