//! sip-core beside its peers: the messages, the operations, and how they are measured.

pub mod allocations;
pub mod callgrind;
pub mod cases;
pub mod messages;
pub mod peers;
pub mod report;
