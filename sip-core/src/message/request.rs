//! Requests (§7.1).

use super::{Headers, Parts};
use crate::error::ParseError;
use crate::method::Method;
use crate::uri::Uri;

/// A request: a view into the bytes that were received.
#[derive(Clone, Copy, Debug)]
pub struct Request<'b> {
    method: Method<'b>,
    uri: &'b [u8],
    uri_offset: usize,
    pub(super) parts: Parts<'b>,
}

impl<'b> Request<'b> {
    pub(super) const fn new(
        method: Method<'b>,
        uri: &'b [u8],
        uri_offset: usize,
        parts: Parts<'b>,
    ) -> Self {
        Self { method, uri, uri_offset, parts }
    }

    /// The method.
    pub const fn method(&self) -> Method<'b> {
        self.method
    }

    /// The Request-URI as it stands in the message.
    pub const fn uri_text(&self) -> &'b [u8] {
        self.uri
    }

    /// The Request-URI.
    ///
    /// # Errors
    /// If it is none, with the offset in the message.
    pub fn uri(&self) -> Result<Uri<'b>, ParseError> {
        Uri::parse_at(self.uri, self.uri_offset)
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
