//! Writing messages: one pass, into whatever the caller gives.

use crate::grammar::number::Decimal;
use crate::grammar::{Class, Cursor};
use crate::header::{ContentLength, HeaderName, HeaderValue, KnownHeader, ValueWriter};
use crate::message::{Field, Headers};
use crate::method::Method;
use crate::status::StatusCode;

/// Where a message is written: a slice, a fixed buffer or a growing one.
pub trait Sink {
    /// Forgets what was written.
    fn clear(&mut self);

    /// Appends `bytes`.
    ///
    /// # Errors
    /// If there is no room for all of them; then any part of them may have been written.
    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkFull>;
}

/// There is no more room in a [`Sink`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SinkFull;

/// A [`Sink`] over a slice.
///
/// ```
/// use sip_core::message::{MessageWriter, SliceSink};
/// use sip_core::Method;
///
/// let mut buffer = [0; 10];
/// let mut sink = SliceSink::new(&mut buffer);
/// let error = MessageWriter::request(&mut sink, Method::Options, b"sip:a@b").finish();
/// // Too small a buffer is an error with the size that was needed, never a cut message.
/// assert_eq!(error, Err(sip_core::message::WriteError::NoRoom { needed: 46 }));
/// assert_eq!(sink.written(), b"");
/// ```
#[derive(Debug)]
pub struct SliceSink<'s> {
    slice: &'s mut [u8],
    len: usize,
}

impl<'s> SliceSink<'s> {
    /// Writes from the start of `slice`.
    pub const fn new(slice: &'s mut [u8]) -> Self {
        Self { slice, len: 0 }
    }

    /// What was written.
    pub fn written(&self) -> &[u8] {
        self.slice.get(..self.len).unwrap_or_default()
    }
}

impl Sink for SliceSink<'_> {
    fn clear(&mut self) {
        self.len = 0;
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkFull> {
        self.len = append(self.slice, self.len, bytes)?;
        Ok(())
    }
}

/// Writes `bytes` into `slice` at `len`, and gives the new length.
pub(super) fn append(slice: &mut [u8], len: usize, bytes: &[u8]) -> Result<usize, SinkFull> {
    let end = len.checked_add(bytes.len()).ok_or(SinkFull)?;
    let place = slice.get_mut(len..end).ok_or(SinkFull)?;
    // `copy_from_slice` in other words: where the compiler saves bytes, that one can panic as far as
    // a linker can see.
    place.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    Ok(end)
}

impl<const N: usize> Sink for heapless::Vec<u8, N> {
    fn clear(&mut self) {
        self.truncate(0);
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkFull> {
        self.extend_from_slice(bytes).map_err(|_| SinkFull)
    }
}

#[cfg(feature = "alloc")]
impl Sink for alloc::vec::Vec<u8> {
    fn clear(&mut self) {
        self.truncate(0);
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkFull> {
        self.try_reserve(bytes.len()).map_err(|_| SinkFull)?;
        self.extend_from_slice(bytes);
        Ok(())
    }
}

/// Why a message could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// The sink is too small for the message.
    NoRoom {
        /// How many bytes the message has.
        needed: usize,
    },
    /// A value has a CR, LF or NUL in it, or a Request-URI a blank, and so would have become
    /// something else than a value.
    Injection,
    /// A header field was written behind the body.
    AfterBody,
    /// A received value that was to be changed is malformed.
    Malformed,
    /// Content-Length was written by hand: the writer does that, and there can be only one.
    ContentLength,
    /// The boundary of a multipart body is none (RFC 2046 §5.1.1), or a line of a part begins with
    /// it: choose another.
    Boundary,
    /// A multipart body without a part.
    NoParts,
}

impl core::fmt::Display for WriteError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NoRoom { needed } => write!(f, "the message needs {needed} bytes"),
            Self::Injection => f.write_str("line break or NUL in a value"),
            Self::AfterBody => f.write_str("header field behind the body"),
            Self::Malformed => f.write_str("the value to be changed is malformed"),
            Self::ContentLength => f.write_str("Content-Length written by hand"),
            Self::Boundary => f.write_str("unusable boundary of a multipart body"),
            Self::NoParts => f.write_str("multipart body without a part"),
        }
    }
}

impl core::error::Error for WriteError {}

/// Writes one message, start line first, in one pass.
///
/// Each value is given as pieces that are written one after the other. The first fault is kept,
/// and told by [`finish`](Self::finish); what is written behind it changes nothing.
///
/// ```
/// use sip_core::header::KnownHeader;
/// use sip_core::message::MessageWriter;
/// use sip_core::Method;
///
/// let mut bytes = Vec::new();
/// let mut message = MessageWriter::request(&mut bytes, Method::Message, b"sip:bob@biloxi.example");
/// message.field(KnownHeader::To, &[b"<", b"sip:bob@biloxi.example", b">"]);
/// message.body(b"text/plain", b"Hello");
/// message.finish()?;
/// assert!(bytes.ends_with(b"Content-Length: 5\r\n\r\nHello"));
/// # Ok::<(), sip_core::message::WriteError>(())
/// ```
pub struct MessageWriter<'w> {
    sink: &'w mut dyn Sink,
    /// How many bytes the message has so far, whether or not there was room for them.
    len: usize,
    full: bool,
    has_body: bool,
    error: Option<WriteError>,
}

impl core::fmt::Debug for MessageWriter<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("MessageWriter")
            .field("len", &self.len)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl<'w> MessageWriter<'w> {
    fn new(sink: &'w mut dyn Sink) -> Self {
        sink.clear();
        Self { sink, len: 0, full: false, has_body: false, error: None }
    }

    /// Begins a request.
    pub fn request(sink: &'w mut dyn Sink, method: Method<'_>, uri: &[u8]) -> Self {
        let mut writer = Self::new(sink);
        writer.put(method.as_bytes());
        writer.put(b" ");
        // The Request-URI ends at the next blank, and stands in no brackets (§7.1).
        if uri.is_empty() || !Class::URI.has_all(uri) {
            writer.fail(WriteError::Injection);
        }
        writer.put(uri);
        writer.put(b" SIP/2.0\r\n");
        writer
    }

    /// Begins a response, with the default Reason-Phrase of its status.
    pub fn response(sink: &'w mut dyn Sink, status: StatusCode) -> Self {
        Self::response_with_reason(sink, status, status.reason().as_bytes())
    }

    /// Begins a response with a Reason-Phrase of its own.
    pub fn response_with_reason(sink: &'w mut dyn Sink, status: StatusCode, reason: &[u8]) -> Self {
        let mut writer = Self::new(sink);
        writer.put(b"SIP/2.0 ");
        writer.put(Decimal::new(status.as_u16().into()).as_bytes());
        writer.put(b" ");
        writer.piece(reason);
        writer.put(b"\r\n");
        writer
    }

    /// Writes a header field; the value is `pieces`, one after the other.
    pub fn field(&mut self, header: KnownHeader, pieces: &[&[u8]]) -> &mut Self {
        self.field_named(header.name().as_bytes(), pieces)
    }

    /// Writes a header field with a typed value.
    ///
    /// ```
    /// # use sip_core::header::MaxForwards;
    /// # use sip_core::message::MessageWriter;
    /// # use sip_core::Method;
    /// # let mut bytes = Vec::new();
    /// let mut message = MessageWriter::request(&mut bytes, Method::Options, b"sip:a@b");
    /// message.value(&MaxForwards::DEFAULT);
    /// # message.finish()?;
    /// # Ok::<(), sip_core::message::WriteError>(())
    /// ```
    pub fn value<'b, T: HeaderValue<'b>>(&mut self, value: &T) -> &mut Self {
        self.begin_field(T::HEADER.name().as_bytes());
        // A view of a received value may hold a NUL, in quotes.
        value.write(&mut ValueWriter::new(&mut |piece| self.received_piece(piece)));
        self.end_field()
    }

    /// Writes a header field of any name.
    pub fn field_named(&mut self, name: &[u8], pieces: &[&[u8]]) -> &mut Self {
        match HeaderName::parse(name) {
            Some(HeaderName::Known(KnownHeader::ContentLength)) => {
                self.fail(WriteError::ContentLength);
            }
            Some(_) => {}
            None => {
                self.fail(WriteError::Injection);
            }
        }
        self.begin_field(name);
        for piece in pieces {
            self.piece(piece);
        }
        self.end_field()
    }

    /// Writes a header field's name; [`piece`](Self::piece)s and
    /// [`end_field`](Self::end_field) are to follow.
    pub(crate) fn begin_field(&mut self, name: &[u8]) {
        if self.has_body {
            self.fail(WriteError::AfterBody);
        }
        self.put(name);
        self.put(b": ");
    }

    pub(crate) fn end_field(&mut self) -> &mut Self {
        self.put(b"\r\n");
        self
    }

    /// Writes a header field whose value is a number.
    pub fn number(&mut self, header: KnownHeader, number: u32) -> &mut Self {
        self.field(header, &[Decimal::new(number).as_bytes()])
    }

    /// Writes a header field of a received message once more, byte for byte; but not its
    /// Content-Length, since this message has its own.
    ///
    /// A line with a stray CR or LF in it, or without a line break at its end, as a message with
    /// a [fault](crate::Message::fault) may have, is a [`WriteError::Injection`]: it would not
    /// stay one line.
    pub fn copy(&mut self, field: &Field<'_>) -> &mut Self {
        if self.has_body {
            self.fail(WriteError::AfterBody);
        }
        if field.known() != Some(KnownHeader::ContentLength) {
            self.copy_line(field);
        }
        self
    }

    pub(super) fn copy_line(&mut self, field: &Field<'_>) {
        if !field.is_whole() {
            self.fail(WriteError::Injection);
        }
        self.put(field.line());
    }

    /// Writes all header fields of one kind of a received message once more, byte for byte.
    pub fn copy_all(&mut self, headers: &Headers<'_>, header: KnownHeader) -> &mut Self {
        if headers.has(header) {
            for field in headers.iter().filter(|field| field.known() == Some(header)) {
                self.copy(&field);
            }
        }
        self
    }

    /// Writes Content-Type, Content-Length and the body, and so ends the message.
    pub fn body(&mut self, content_type: &[u8], body: &[u8]) -> &mut Self {
        self.field(KnownHeader::ContentType, &[content_type]);
        self.end_of_head(body)
    }

    /// Ends the message with a body whose Content-Type was written, or copied, before.
    pub fn body_as_typed(&mut self, body: &[u8]) -> &mut Self {
        self.end_of_head(body)
    }

    /// Ends the message with a body whose Content-Length was copied.
    pub(super) fn copy_body(&mut self, body: &[u8]) {
        self.put(b"\r\n");
        self.put(body);
        self.has_body = true;
    }

    /// Ends the message, with an empty body if it has none yet, and gives its length.
    ///
    /// # Errors
    /// The first fault; then the sink is empty.
    pub fn finish(mut self) -> Result<usize, WriteError> {
        if !self.has_body {
            self.end_of_head(&[]);
        }
        if self.full {
            self.fail(WriteError::NoRoom { needed: self.len });
        }
        match self.error {
            Some(error) => {
                self.sink.clear();
                Err(error)
            }
            None => Ok(self.len),
        }
    }

    fn end_of_head(&mut self, body: &[u8]) -> &mut Self {
        self.begin_body(body.len());
        self.put(body);
        self
    }

    /// Writes Content-Length and the empty line; a body of `len` bytes is to follow.
    pub(crate) fn begin_body(&mut self, len: usize) {
        if self.has_body {
            self.fail(WriteError::AfterBody);
        }
        match u32::try_from(len) {
            Ok(len) => {
                self.value(&ContentLength(len));
            }
            Err(_) => {
                self.fail(WriteError::NoRoom { needed: len });
            }
        }
        self.copy_body(&[]);
    }

    pub(super) fn fail(&mut self, error: WriteError) -> &mut Self {
        self.error.get_or_insert(error);
        self
    }

    /// Writes a piece of a body, or what was checked to be a piece of a head.
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.len = self.len.saturating_add(bytes.len());
        self.full = self.full || self.sink.put(bytes).is_err();
    }

    /// Writes a piece of a value. A fold in it, as a received value may have, becomes a blank.
    pub(crate) fn piece(&mut self, piece: &[u8]) {
        if memchr::memchr(b'\0', piece).is_some() {
            self.fail(WriteError::Injection);
        }
        self.received_piece(piece);
    }

    /// Writes a piece of a value that was received, where a NUL may stand in quotes
    /// (`quoted-pair`, §25.1), and goes back to where it came from.
    pub(crate) fn received_piece(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while let Some(at) = memchr::memchr2(b'\r', b'\n', rest) {
            let (clean, behind) = rest.split_at_checked(at).unwrap_or_default();
            let [b'\r', b'\n', b' ' | b'\t', ..] = behind else {
                self.fail(WriteError::Injection);
                return;
            };
            self.put(clean);
            self.put(b" ");
            let mut cursor = Cursor::new(behind, 0);
            cursor.skip_lws();
            rest = cursor.rest();
        }
        self.put(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn written(write: impl Fn(&mut MessageWriter<'_>)) -> Result<Vec<u8>, WriteError> {
        let mut bytes = Vec::new();
        let mut writer = MessageWriter::request(&mut bytes, Method::Options, b"sip:a@b");
        write(&mut writer);
        writer.finish().map(|_| bytes)
    }

    #[test]
    fn a_value_with_a_line_break_or_nul_is_an_error() {
        for bad in [&b"a\r\nX: y"[..], b"a\nb", b"a\rb", b"a\0b", b"a\r\n"] {
            let result = written(|w| {
                w.field(KnownHeader::Subject, &[b"x", bad]);
            });
            assert_eq!(result, Err(WriteError::Injection), "{}", bad.escape_ascii());
        }
        let result = written(|w| {
            w.field_named(b"X: y\r\nZ", &[]);
        });
        assert_eq!(result, Err(WriteError::Injection));
    }

    #[test]
    fn a_request_uri_with_a_blank_or_nothing_in_it_is_an_error() {
        for bad in [&b""[..], b"sip:a b", b"sip:a\tb", b"sip:a@b\r\n c", b"sip:a@b\r\nX: y"] {
            let mut bytes = Vec::new();
            let result = MessageWriter::request(&mut bytes, Method::Options, bad).finish();
            assert_eq!(result, Err(WriteError::Injection), "{}", bad.escape_ascii());
        }
    }

    #[test]
    fn p20_a_received_line_that_would_not_stay_one_line_is_not_copied() {
        for bad in [&b"A: b\nC: d\r\n\r\n"[..], b"A: b\rC: d\r\n\r\n", b"A: b", b"A: b\r"] {
            let bytes = [b"OPTIONS sip:a@b SIP/2.0\r\n", bad].concat();
            let message = crate::Message::read(&bytes).unwrap();
            let field = message.headers().iter().next().unwrap();
            let result = written(|w| {
                w.copy(&field);
            });
            assert_eq!(result, Err(WriteError::Injection), "{}", bad.escape_ascii());
        }
    }

    #[test]
    fn a_fold_in_a_received_value_becomes_a_blank() {
        let bytes = written(|w| {
            w.field(KnownHeader::Subject, &[b"a\r\n\t b"]);
        });
        assert!(bytes.unwrap().windows(14).any(|w| w == b"Subject: a b\r\n"));
    }

    #[test]
    fn a_header_field_behind_the_body_is_an_error() {
        let result = written(|w| {
            w.body(b"text/plain", b"x").field(KnownHeader::Subject, &[b"late"]);
        });
        assert_eq!(result, Err(WriteError::AfterBody));
    }

    #[test]
    fn at_every_size_a_buffer_holds_the_whole_message_or_nothing() {
        let whole = written(|w| {
            w.body(b"text/plain", b"hello");
        })
        .unwrap();
        for size in 0..=whole.len() {
            let mut buffer = std::vec![0; size];
            let mut sink = SliceSink::new(&mut buffer);
            let mut writer = MessageWriter::request(&mut sink, Method::Options, b"sip:a@b");
            writer.body(b"text/plain", b"hello");
            let result = writer.finish();
            if size == whole.len() {
                assert_eq!(result, Ok(whole.len()));
                assert_eq!(sink.written(), whole);
            } else {
                assert_eq!(result, Err(WriteError::NoRoom { needed: whole.len() }));
                assert_eq!(sink.written(), b"");
            }
        }
    }
}
