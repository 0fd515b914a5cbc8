//! What can be set on an endpoint.

use crate::transaction::Timings;

/// The settings of an [`Endpoint`](super::Endpoint).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// T1, T2 and T4 (§17.1.1.1, §17.1.2.2).
    pub timings: Timings,
    /// How many transactions may live at once; fixed storage may hold fewer. Default 65 536.
    pub max_transactions: u32,
    /// How many messages that belong to no transaction may wait to be sent; fixed storage may
    /// hold fewer. Default 1024.
    pub max_outbox: u32,
}

impl Config {
    /// The default settings.
    pub const DEFAULT: Self =
        Self { timings: Timings::DEFAULT, max_transactions: 65_536, max_outbox: 1024 };
}

impl Default for Config {
    fn default() -> Self {
        Self::DEFAULT
    }
}
