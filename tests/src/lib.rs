//! What the tests of sip-core share.

pub mod bench;
pub mod checks;
pub mod corpus;
pub mod headers;
pub mod phone;
pub mod sim;
