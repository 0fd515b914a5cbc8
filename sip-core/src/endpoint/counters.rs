//! What an endpoint counts.

/// Numbers of things that happened since the endpoint was made. Each wraps at 2**64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Messages received, of any kind.
    pub received: u64,
    /// Messages handed out to be sent.
    pub sent: u64,
    /// Those among them that repeat an earlier one.
    pub retransmitted: u64,
    /// Messages received that repeated an earlier one, or were of no use.
    pub absorbed: u64,
    /// Messages received that were malformed.
    pub malformed: u64,
    /// Requests refused with a 503 since the table was full.
    pub refused: u64,
    /// Responses that matched no transaction.
    pub stray: u64,
    /// Messages that were not sent since there was no room to write them.
    pub dropped: u64,
}
