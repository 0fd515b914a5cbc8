//! Where the state of an endpoint lives: fixed arrays, or vectors that grow.
//!
//! The logic is written once, over [`Storage`]; a user picks one of its two implementations with
//! a type parameter.

use crate::message::{FixedBuffer, Sink};

/// The storage of an [`Endpoint`](super::Endpoint): [`Fixed`], or with the feature `alloc`
/// [`Growing`].
pub trait Storage {
    /// A message that is kept to be sent again.
    type Packet: Packet;
    /// A list with room for one entry for each transaction.
    type Table<T>: List<T>;
    /// A list with room for one entry for each message that no transaction keeps.
    type Outbox<T>: List<T>;
}

/// A buffer for one message.
pub trait Packet: Sink + Default + AsRef<[u8]> {}

impl<P: Sink + Default + AsRef<[u8]>> Packet for P {}

/// A list that may be full.
pub trait List<T>: Default + AsRef<[T]> + AsMut<[T]> {
    /// Appends `item`.
    ///
    /// # Errors
    /// Gives it back if there is no room.
    fn push(&mut self, item: T) -> Result<(), T>;
}

/// Storage of a size that is fixed at compile time; no heap is needed.
///
/// It holds `TRANSACTIONS` transactions at once, each with a message of up to `PACKET` bytes, and
/// `OUTBOX` messages that wait to be sent and belong to no transaction. The bytes of the endpoint
/// are about `(TRANSACTIONS + OUTBOX + 1) * (PACKET + 280)`.
#[derive(Debug)]
pub struct Fixed<const TRANSACTIONS: usize, const PACKET: usize = 1500, const OUTBOX: usize = 4>;

impl<const TRANSACTIONS: usize, const PACKET: usize, const OUTBOX: usize> Storage
    for Fixed<TRANSACTIONS, PACKET, OUTBOX>
{
    type Packet = FixedBuffer<PACKET>;
    type Table<T> = heapless::Vec<T, TRANSACTIONS>;
    type Outbox<T> = heapless::Vec<T, OUTBOX>;
}

impl<T, const N: usize> List<T> for heapless::Vec<T, N> {
    fn push(&mut self, item: T) -> Result<(), T> {
        heapless::Vec::push(self, item)
    }
}

/// Storage that grows on the heap, up to the limits in [`Config`](super::Config).
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct Growing;

#[cfg(feature = "alloc")]
impl Storage for Growing {
    type Packet = alloc::vec::Vec<u8>;
    type Table<T> = alloc::vec::Vec<T>;
    type Outbox<T> = alloc::vec::Vec<T>;
}

#[cfg(feature = "alloc")]
impl<T> List<T> for alloc::vec::Vec<T> {
    fn push(&mut self, item: T) -> Result<(), T> {
        if self.try_reserve(1).is_err() {
            return Err(item);
        }
        alloc::vec::Vec::push(self, item);
        Ok(())
    }
}
