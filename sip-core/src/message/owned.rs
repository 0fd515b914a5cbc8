//! Messages that own their bytes: with the feature `alloc`, on targets with atomic pointers.

use core::fmt;

use bytes::Bytes;

use super::headers::{Headers, Index};
use super::{Message, Parts, Request, Response};
use crate::error::ParseError;
use crate::method::Method;
use crate::status::StatusCode;

/// A message that owns its bytes: to keep it, to clone it, to send it to another thread.
///
/// The bytes are shared, so a clone copies none of them; the index that parsing made is kept
/// beside them, so a [`view`](Self::view) does not look at them again. What stood around the
/// message, line breaks before it and bytes behind it, is not kept: offsets count from the
/// message's first byte. Equal are messages of the same bytes.
///
/// ```
/// use bytes::Bytes;
/// use sip_core::Message;
/// use sip_core::header::MaxForwards;
/// use sip_core::message::OwnedMessage;
///
/// let received = Bytes::from_static(b"OPTIONS sip:a@b SIP/2.0\r\nMax-Forwards: 70\r\n\r\n");
/// let owned = OwnedMessage::parse(received)?;
/// let elsewhere = std::thread::spawn({
///     let owned = owned.clone();
///     move || owned.view().headers().find::<MaxForwards>()
/// });
/// assert_eq!(elsewhere.join().unwrap()?, Some(MaxForwards(70)));
///
/// // A view whose bytes belong to somebody else is copied.
/// let message = Message::parse(b"\r\nOPTIONS sip:a@b SIP/2.0\r\nMax-Forwards: 70\r\n\r\n")?;
/// assert_eq!(OwnedMessage::from(&message), owned);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone)]
pub struct OwnedMessage {
    /// The message, from the first byte of its start line to the last of its body.
    bytes: Bytes,
    line: Line,
    index: Index,
    fault: Option<ParseError>,
}

/// What the start line says and where, counted from the first byte of the message.
#[derive(Clone, Copy)]
enum Line {
    /// The method is at the start, and one blank lies between it and the Request-URI (§7.1).
    Request { method_len: usize, uri_len: usize },
    /// The Reason-Phrase is at the end of the line (§7.2).
    Response { status: StatusCode, reason_len: usize },
}

impl OwnedMessage {
    /// Reads a datagram or a frame, as [`Message::parse`] does, and keeps it without a copy.
    ///
    /// # Errors
    /// As [`Message::parse`].
    pub fn parse(bytes: Bytes) -> Result<Self, ParseError> {
        Message::parse(&bytes).map(|message| Self::share(&bytes, &message))
    }

    /// Reads what can be read, as [`Message::read`] does, and keeps it without a copy.
    ///
    /// # Errors
    /// As [`Message::read`].
    pub fn read(bytes: Bytes) -> Result<Self, ParseError> {
        Message::read(&bytes).map(|message| Self::share(&bytes, &message))
    }

    /// Keeps a view into `buffer`, which stays in memory as long as the message does.
    ///
    /// A view into other bytes is copied.
    pub fn share(buffer: &Bytes, message: &Message<'_>) -> Self {
        let (all, own) = (buffer.as_ptr_range(), message.as_bytes().as_ptr_range());
        if all.start <= own.start && own.end <= all.end {
            Self::new(buffer.slice_ref(message.as_bytes()), message)
        } else {
            Self::from(message)
        }
    }

    /// `bytes` are those of `message`.
    fn new(bytes: Bytes, message: &Message<'_>) -> Self {
        let (line, parts) = match message {
            Message::Request(request) => {
                let method_len = request.method().as_bytes().len();
                let uri_len = request.uri_text().len();
                (Line::Request { method_len, uri_len }, &request.parts)
            }
            Message::Response(response) => {
                let reason_len = response.reason().len();
                (Line::Response { status: response.status(), reason_len }, &response.parts)
            }
        };
        let mut owned = Self { bytes, line, index: parts.headers.index, fault: parts.fault };
        let before = parts.headers.bytes.len().saturating_sub(parts.trailing);
        let start = before.saturating_sub(parts.bytes.len());
        if start > 0 {
            owned.move_to_front(start);
        }
        owned
    }

    /// Corrects the offsets after `start` bytes before the message were cut off.
    fn move_to_front(&mut self, start: usize) {
        let offset = u32::try_from(start).unwrap_or(u32::MAX);
        let index = &mut self.index;
        index.start = index.start.saturating_sub(start);
        index.end = index.end.saturating_sub(start);
        for first in &mut index.first {
            // 0 says that there is none, and stays 0.
            *first = first.saturating_sub(offset);
        }
        for fault in [&mut index.fault, &mut self.fault].into_iter().flatten() {
            fault.offset = fault.offset.saturating_sub(offset);
        }
    }

    /// The message as a view: no byte of it is looked at, but for a method that is not registered.
    pub fn view(&self) -> Message<'_> {
        let bytes = self.as_bytes();
        let headers = Headers { bytes, index: self.index };
        let body = bytes.get(headers.end_of_head()..).unwrap_or_default();
        let parts = Parts { bytes, headers, body, trailing: 0, fault: self.fault };
        match self.line {
            Line::Request { method_len, uri_len } => {
                let (method, rest) = bytes.split_at_checked(method_len).unwrap_or_default();
                // It was read from these bytes before: it is a method.
                let method = Method::parse(method).unwrap_or(Method::Options);
                let uri = rest.get(1..).and_then(|rest| rest.get(..uri_len)).unwrap_or_default();
                Message::Request(Request::new(method, uri, method_len.saturating_add(1), parts))
            }
            Line::Response { status, reason_len } => {
                let line = bytes.get(..self.index.start).unwrap_or_default();
                let line = line.strip_suffix(b"\r\n").unwrap_or(line);
                let reason = line.get(line.len().saturating_sub(reason_len)..).unwrap_or_default();
                Message::Response(Response::new(status, reason, parts))
            }
        }
    }

    /// The message's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The message's bytes, shared.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }
}

/// Copies the bytes of a view, and its index.
impl From<&Message<'_>> for OwnedMessage {
    fn from(message: &Message<'_>) -> Self {
        Self::new(Bytes::copy_from_slice(message.as_bytes()), message)
    }
}

impl From<OwnedMessage> for Bytes {
    fn from(message: OwnedMessage) -> Self {
        message.into_bytes()
    }
}

impl AsRef<[u8]> for OwnedMessage {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl PartialEq for OwnedMessage {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for OwnedMessage {}

impl fmt::Debug for OwnedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnedMessage({})", self.bytes.escape_ascii())
    }
}

const _: () = {
    const fn is_send_and_sync<T: Send + Sync + 'static>() {}
    is_send_and_sync::<OwnedMessage>();
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{CSeq, KnownHeader, Via};
    use std::format;

    const REQUEST: &[u8] = b"FLY sip:a@b SIP/2.0\r\n\
        Via: SIP/2.0/UDP a\r\nCSeq: 1 FLY\r\nv: SIP/2.0/UDP b\r\nl: 2\r\n\r\nhi";
    const RESPONSES: [&[u8]; 3] = [
        b"SIP/2.0 200 Fine, thanks\r\nCSeq: 1 FLY\r\nl: 0\r\n\r\n",
        b"SIP/2.0 200 \r\n\r\nbody",
        b"SIP/2.0 200\r\nX:\r\n\r\n",
    ];

    fn same(a: &Message<'_>, b: &Message<'_>) {
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
        for known in KnownHeader::ALL {
            assert!(a.headers().texts(known).eq(b.headers().texts(known)), "{known:?}");
            assert_eq!(a.headers().is_repeated(known), b.headers().is_repeated(known));
        }
        assert_eq!(a.validate(), b.validate());
    }

    #[test]
    fn a_view_is_what_parsing_gave() {
        for bytes in RESPONSES.into_iter().chain([REQUEST]) {
            let owned = OwnedMessage::parse(Bytes::from_static(bytes)).unwrap();
            same(&owned.view(), &Message::parse(bytes).unwrap());
            assert_eq!(owned.as_bytes(), bytes);
            assert_eq!(owned.clone().into_bytes(), bytes);
        }
        let owned = OwnedMessage::parse(Bytes::from_static(REQUEST)).unwrap();
        assert_eq!(owned.view().headers().all::<Via<'_>>().count(), 2);
    }

    #[test]
    fn p37_p38_what_stands_around_a_message_is_not_kept() {
        for own in RESPONSES.into_iter().chain([REQUEST]) {
            let alone = OwnedMessage::parse(Bytes::from_static(own)).unwrap();
            let has_length = alone.view().headers().has(KnownHeader::ContentLength);
            let behind: &[u8] = if has_length { b"\0more" } else { b"" };
            let bytes = Bytes::from([b"\r\n\r\n", own, behind].concat());
            let owned = OwnedMessage::parse(bytes.clone()).unwrap();
            assert_eq!(owned, alone);
            same(&owned.view(), &alone.view());
            assert_eq!(OwnedMessage::from(&Message::parse(&bytes).unwrap()), alone);
        }
    }

    #[test]
    fn a_fault_and_its_place_are_kept() {
        for bad in [
            &b"\r\nOPTIONS sip:a@b SIP/2.0\r\nX: y\r\nnonsense\r\n\r\n"[..],
            b"\r\nOPTIONS sip:a@b SIP/7.0\r\n\r\n",
            b"\r\nSIP/2.0 100 Trying",
            b"\r\nSIP/2.0 100 Trying\r\nX: y",
        ] {
            let owned = OwnedMessage::read(Bytes::from_static(bad)).unwrap();
            same(&owned.view(), &Message::read(&bad[2..]).unwrap());
            assert!(owned.view().fault().is_some());
            let error = OwnedMessage::parse(Bytes::from_static(bad)).unwrap_err();
            assert_eq!(error.offset, owned.view().fault().unwrap().offset + 2);
        }
        let bytes = b"\r\nFLY sip:a@b SIP/2.0\r\nX: y\r\nCSeq: 1 \r\n\r\n";
        let owned = OwnedMessage::parse(Bytes::from_static(bytes)).unwrap();
        assert_eq!(owned.view().headers().find::<CSeq<'_>>().unwrap_err().offset, 35);
    }

    #[test]
    fn a_view_is_shared_where_it_lies_in_the_buffer_and_copied_elsewhere() {
        let buffer = Bytes::from([b"\r\n", REQUEST, b"tail"].concat());
        let message = Message::parse(&buffer).unwrap();
        let shared = OwnedMessage::share(&buffer, &message);
        assert_eq!(shared.as_bytes().as_ptr(), message.as_bytes().as_ptr());
        let copied = OwnedMessage::share(&Bytes::from_static(b"other"), &message);
        assert_ne!(copied.as_bytes().as_ptr(), message.as_bytes().as_ptr());
        assert_eq!(shared, copied);
        assert_eq!(shared.clone().as_bytes().as_ptr(), shared.as_bytes().as_ptr());
        assert_ne!(shared, OwnedMessage::parse(Bytes::from_static(RESPONSES[0])).unwrap());
        assert!(format!("{shared:?}").contains("FLY sip:a@b"));
    }
}
