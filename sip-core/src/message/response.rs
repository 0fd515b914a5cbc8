//! Responses (§7.2).

use super::{Headers, Parts};
use crate::error::ParseError;
use crate::status::StatusCode;

/// A response: a view into the bytes that were received.
#[derive(Clone, Copy, Debug)]
pub struct Response<'b> {
    status: StatusCode,
    reason: &'b [u8],
    pub(super) parts: Parts<'b>,
}

impl<'b> Response<'b> {
    pub(super) const fn new(status: StatusCode, reason: &'b [u8], parts: Parts<'b>) -> Self {
        Self { status, reason, parts }
    }

    /// The status code.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The Reason-Phrase: UTF-8 by the grammar, and meant for people only.
    pub const fn reason(&self) -> &'b [u8] {
        self.reason
    }

    /// The header fields.
    pub const fn headers(&self) -> &Headers<'b> {
        &self.parts.headers
    }

    /// The body, as long as Content-Length says, or all that is left (§18.3).
    pub const fn body(&self) -> &'b [u8] {
        self.parts.body
    }

    /// The message's own bytes, from the start line to the end of the body.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.parts.bytes
    }

    /// How many bytes follow the message in its datagram; they mean nothing (§18.3).
    pub const fn trailing(&self) -> usize {
        self.parts.trailing
    }

    /// The first fault in the form of the message.
    pub const fn fault(&self) -> Option<ParseError> {
        self.parts.fault
    }
}
