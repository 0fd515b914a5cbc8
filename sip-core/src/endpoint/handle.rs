//! Names of transactions that a user can keep.

/// A place in the table and which transaction of those that lived there is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Handle {
    pub(super) index: u32,
    pub(super) generation: u32,
}

/// A request that this element sent, and its responses (§17.1).
///
/// A handle that outlived its transaction is refused; it never names another one (until four
/// thousand million transactions have lived in the same place).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientTransaction(pub(super) Handle);

/// A request that this element received, and its responses (§17.2).
///
/// A handle that outlived its transaction is refused, like a [`ClientTransaction`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerTransaction(pub(super) Handle);

/// A transaction of either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transaction {
    /// One that this element began.
    Client(ClientTransaction),
    /// One that its peer began.
    Server(ServerTransaction),
}

impl Transaction {
    pub(super) const fn handle(self) -> Handle {
        match self {
            Self::Client(ClientTransaction(handle)) | Self::Server(ServerTransaction(handle)) => {
                handle
            }
        }
    }
}
