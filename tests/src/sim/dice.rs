//! Chance from a seed.

use std::ops::RangeInclusive;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{CryptoRng, Rng, SeedableRng};

/// A generator for tests: ChaCha8, so that the values are the same everywhere and for ever.
///
/// Streams of one seed are independent of each other: give each node its own, for the
/// [`Secret`](sip_core::endpoint::Secret) of its endpoint. The network has one that nobody else
/// can ask for.
pub fn rng(seed: u64, stream: u32) -> impl CryptoRng + Clone + std::fmt::Debug {
    generator(seed, stream.into())
}

fn generator(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut rng = ChaCha8Rng::from_seed(key);
    rng.set_stream(stream);
    rng
}

/// The network's own chance.
#[derive(Debug)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(generator(seed, u64::MAX))
    }

    /// Whether something of this probability happens: never for 0, always for 1.
    ///
    /// Draws one value whatever the probability, so that a network that loses more does not
    /// delay otherwise.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        const STEPS: f64 = (1_u64 << 53) as f64;
        ((self.0.next_u64() >> 11) as f64 / STEPS) < probability
    }

    /// A number in the range, each as likely as the other.
    pub(super) fn within(&mut self, range: RangeInclusive<u64>) -> u64 {
        let (low, high) = (*range.start(), *range.end());
        let span = u128::from(high.saturating_sub(low)) + 1;
        let drawn = (u128::from(self.0.next_u64()) * span) >> 64;
        low.saturating_add(u64::try_from(drawn).unwrap_or(u64::MAX))
    }
}
