//! The Session Initiation Protocol (RFC 3261) as a sans-IO core: bytes and time go in; bytes to
//! send, events and the next deadline come out.
//!
//! Nothing here opens a socket, reads a clock, draws a random number or keeps a global. What a
//! call needs it is given: the moment ([`Instant`]), the way a message took
//! ([`Flow`](transport::Flow)), a secret from the caller's generator
//! ([`Secret`](endpoint::Secret)). So the same code runs in a phone on a microcontroller, a
//! browser tab, a fuzzer and a carrier's server.
//!
//! # Floors
//!
//! Each uses only those below it, and is useful on its own.
//!
//! | floor | modules |
//! |---|---|
//! | 5 transaction users | [`ua`] |
//! | 4 long-lived state | [`dialog`], [`auth`] |
//! | 3 the transaction layer | [`endpoint`] |
//! | 2 machines and rules | [`transaction`], [`transport`] |
//! | 1 messages | [`message`], [`header`], [`uri`], [`method`], [`status`], [`body`] |
//! | 0 letters | [`grammar`] |
//!
//! # Memory
//!
//! Parsing borrows; writing goes into whatever the caller gives; state lives in
//! [`Fixed`](endpoint::Fixed) storage without a heap, or in `Growing` storage with the feature
//! `alloc`, which is on by default. A full table is an answer, never a panic.
//!
//! # Reading the docs
//!
//! A section sign alone, as in §17.1.1, means RFC 3261. Where that was corrected (RFC 6026, 4320,
//! 3581, 5393, 8760), the code follows the correction and says so.
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

pub mod auth;
pub mod body;
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

/// The README's examples are tests, too.
#[cfg(all(doctest, feature = "alloc"))]
#[doc = include_str!("../../README.md")]
mod readme {}
