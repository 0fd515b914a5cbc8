//! The Session Initiation Protocol (RFC 3261) as a sans-IO core.
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations, unreachable_pub)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::todo,
        clippy::unimplemented,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::as_conversions
    )
)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod dialog;
pub mod endpoint;
pub mod error;
pub mod grammar;
pub mod header;
pub mod message;
pub mod method;
pub mod status;
pub mod time;
pub mod transaction;
pub mod transport;
pub mod ua;
pub mod uri;

pub use error::{ParseError, ParseErrorKind};
pub use message::{Message, Request, Response};
pub use method::Method;
pub use status::StatusCode;
pub use time::Instant;
