//! One part: header fields and a body (RFC 2046 §5.1, §7.4).

use core::fmt;

use super::boundary::Boundary;
use super::{Multipart, SipFragment, default_disposition};
use crate::Message;
use crate::error::ParseError;
use crate::header::{ContentDisposition, ContentType, Handling, HeaderValue};
use crate::message::Headers;

/// Header fields and a body: a part of a multipart body, or a whole message as the part that it
/// is.
///
/// Offsets in errors count from the first byte of what the part was found in: of the message, or
/// of the body given to [`Multipart::new`], however deep the part lies in it.
#[derive(Clone, Copy)]
pub struct Part<'b> {
    headers: Headers<'b>,
    /// Where the part ends in the bytes of `headers`.
    end: usize,
}

impl<'b> Part<'b> {
    /// The part from `start` to the end of `bytes`, where a delimiter stands.
    pub(super) fn before_delimiter(bytes: &'b [u8], start: usize) -> Result<Self, ParseError> {
        // The CRLF belongs to the delimiter, but ends a header line where there is no body. It is
        // that of the delimiter before, if the part is nothing at all.
        let end = bytes.len().saturating_sub(2).max(start);
        Ok(Self { headers: Headers::of_part(bytes, start)?, end })
    }

    /// All of `bytes` as a part.
    pub(super) fn whole(bytes: &'b [u8]) -> Result<Self, ParseError> {
        Ok(Self { headers: Headers::of_part(bytes, 0)?, end: bytes.len() })
    }

    /// The header fields. There may be none, which says `text/plain` (RFC 2046 §5.1).
    pub const fn headers(&self) -> &Headers<'b> {
        &self.headers
    }

    /// The body: any bytes, exactly as they came.
    pub fn body(&self) -> &'b [u8] {
        self.headers.bytes().get(self.headers.end_of_head()..self.end).unwrap_or_default()
    }

    /// Header fields, empty line and body, exactly as they came: what a signature over the part
    /// is about (§23.3, RFC 1847 §2.1).
    pub fn as_bytes(&self) -> &'b [u8] {
        self.headers.bytes().get(self.headers.start()..self.end).unwrap_or_default()
    }

    /// What the body is, if that is said.
    ///
    /// # Errors
    /// If Content-Type is malformed or stands twice.
    pub fn content_type(&self) -> Result<Option<ContentType<'b>>, ParseError> {
        self.headers.find()
    }

    /// Whether the body is `kind/subtype`, and says so in a form that can be read.
    pub fn is(&self, kind: &[u8], subtype: &[u8]) -> bool {
        matches!(self.content_type(), Ok(Some(content_type)) if content_type.is(kind, subtype))
    }

    /// What the body is for, if that is said.
    ///
    /// # Errors
    /// If Content-Disposition is malformed or stands twice.
    pub fn content_disposition(&self) -> Result<Option<ContentDisposition<'b>>, ParseError> {
        self.headers.find()
    }

    /// What the body is for: as it says, or the [default](default_disposition) of its type. To be
    /// compared without regard to case.
    ///
    /// # Errors
    /// If Content-Disposition or Content-Type is malformed or stands twice.
    pub fn disposition_type(&self) -> Result<&'b [u8], ParseError> {
        match self.content_disposition()? {
            Some(disposition) => Ok(disposition.kind().as_bytes()),
            None => Ok(default_disposition(self.content_type()?.as_ref())),
        }
    }

    /// Whether a request with this part must be refused with 415 if the part's type or purpose is
    /// not understood (§20.11): unless it says `handling=optional`, in a form that can be read.
    pub fn is_required(&self) -> bool {
        let disposition = self.content_disposition();
        !matches!(disposition, Ok(Some(value)) if value.handling() == Handling::Optional)
    }

    /// The body as parts, if it is `multipart/*`.
    ///
    /// # Errors
    /// If Content-Type is malformed or stands twice; then as [`Multipart::new`].
    pub fn multipart(&self) -> Result<Option<Multipart<'b>>, ParseError> {
        let Some(content_type) = self.content_type()? else { return Ok(None) };
        if !content_type.kind().eq_ignore_ascii_case(b"multipart") {
            return Ok(None);
        }
        let boundary = Boundary::of(&content_type)
            .map_err(|kind| self.headers.fault_in(kind, ContentType::HEADER))?;
        let bytes = self.headers.bytes().get(..self.end).unwrap_or_default();
        Multipart::within(boundary, bytes, self.headers.end_of_head().min(self.end)).map(Some)
    }

    /// The body as a message, if it is `message/sip` (§23.4).
    ///
    /// Offsets in it count from the first byte of the body. Whether it says the same as the
    /// message around it (§23.4.1) is for the caller to compare.
    ///
    /// # Errors
    /// If Content-Type is malformed or stands twice; then as [`Message::parse`].
    pub fn sip_message(&self) -> Result<Option<Message<'b>>, ParseError> {
        match self.content_type()? {
            Some(content_type) if content_type.is(b"message", b"sip") => {
                Message::parse(self.body()).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The body as a piece of a message, if it is `message/sipfrag` (RFC 3420).
    ///
    /// # Errors
    /// If Content-Type is malformed or stands twice; then as [`SipFragment::read`].
    pub fn sip_fragment(&self) -> Result<Option<SipFragment<'b>>, ParseError> {
        match self.content_type()? {
            Some(content_type) if content_type.is(b"message", b"sipfrag") => {
                SipFragment::read(self.body()).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// The header fields and the body of a message.
impl<'b> From<&Message<'b>> for Part<'b> {
    fn from(message: &Message<'b>) -> Self {
        let headers = *message.headers();
        let end = headers.bytes().len().saturating_sub(message.trailing());
        Self { headers: headers.until(end), end }
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} \"{}\"", self.headers, self.body().escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ParseErrorKind;
    use crate::header::KnownHeader;
    use std::vec::Vec;

    fn only_part<'b>(body: &'b [u8]) -> Part<'b> {
        let content_type = ContentType::from_value(b"multipart/mixed;boundary=b").unwrap();
        Multipart::new(&content_type, body).unwrap().parts().next().unwrap().unwrap()
    }

    #[test]
    fn a_message_is_a_part_without_what_stands_around_it() {
        let bytes = b"\r\nOPTIONS sip:a@b SIP/2.0\r\nX: y\r\nl: 2\r\n\r\nabtrailing";
        let message = Message::parse(bytes).unwrap();
        let part = Part::from(&message);
        assert_eq!(part.body(), b"ab");
        assert_eq!(part.as_bytes(), b"X: y\r\nl: 2\r\n\r\nab");
        assert!(part.multipart().unwrap().is_none() && part.content_type().unwrap().is_none());
        assert_eq!(part.disposition_type().unwrap(), b"render");
    }

    #[test]
    fn s1_the_bytes_of_a_part_are_those_between_the_delimiters() {
        for content in ["", "A: b", "A: b\r\n", "\r\nx", "A:\t b\r\n c\r\n\r\n\0\r\n\r\n"] {
            let body = std::format!("--b\r\n{content}\r\n--b--\r\n");
            assert_eq!(only_part(body.as_bytes()).as_bytes(), content.as_bytes());
        }
        assert_eq!(only_part(b"--b\r\n--b--").as_bytes(), b"");
    }

    #[test]
    fn parts_within_parts_end_where_the_outer_ones_do_and_count_from_the_message() {
        let bytes = b"INVITE sip:a@b SIP/2.0\r\nc: multipart/mixed;boundary=a\r\n\r\n\
            --a\r\nContent-Type: multipart/alternative;boundary=ab\r\n\r\n\
            --ab\r\n\r\none\r\n--ab\r\nno header\r\n--ab\r\n\r\ncut\r\n\
            --a\r\n\r\n--ab--\r\n--a--\r\n--ab--\r\n";
        let message = Message::parse(bytes).unwrap();
        let outer: Vec<_> = Part::from(&message).multipart().unwrap().unwrap().parts().collect();
        assert_eq!(outer.len(), 2);
        assert_eq!(outer[1].unwrap().body(), b"--ab--");
        let inner = outer[0].unwrap().multipart().unwrap().unwrap();
        let inner: Vec<_> = inner.parts().collect();
        assert_eq!(inner.len(), 3);
        assert_eq!(inner[0].unwrap().body(), b"one");
        let at = |text: &[u8]| {
            u32::try_from(bytes.windows(text.len()).position(|w| w == text).unwrap()).unwrap()
        };
        let error = inner[1].unwrap_err();
        assert_eq!((error.kind, error.offset), (ParseErrorKind::HeaderLine, at(b"no header") + 3));
        let error = inner[2].unwrap_err();
        assert_eq!((error.kind, error.offset), (ParseErrorKind::Delimiter, at(b"cut") + 3));
    }

    #[test]
    fn a_multipart_without_a_boundary_is_an_error_at_its_content_type() {
        for (value, kind) in [
            ("multipart/mixed", ParseErrorKind::Parameter),
            ("Multipart/x;boundary=a;boundary=b", ParseErrorKind::Repeated),
            ("multipart/mixed;boundary=a", ParseErrorKind::Delimiter),
            ("multipart", ParseErrorKind::Token),
        ] {
            let text = std::format!("SIP/2.0 200 OK\r\nContent-Type: {value}\r\n\r\n");
            let message = Message::parse(text.as_bytes()).unwrap();
            let error = Part::from(&message).multipart().unwrap_err();
            assert_eq!(error.kind, kind, "{value}");
            if kind != ParseErrorKind::Delimiter {
                assert_eq!(error.header, Some(KnownHeader::ContentType));
                assert!(usize::try_from(error.offset).unwrap() >= text.find("Type").unwrap() + 5);
            }
        }
    }

    #[test]
    fn what_a_part_is_for_follows_from_its_type_unless_it_says_so() {
        for (head, purpose, required) in [
            ("", "render", true),
            ("Content-Type: application/sdp\r\n", "session", true),
            ("c: Application/SDP;a=b\r\nContent-Disposition: Alert\r\n", "Alert", true),
            ("c: text/plain\r\n", "render", true),
            ("Content-Disposition: icon; HANDLING=Optional\r\n", "icon", false),
            ("Content-Disposition: icon; handling=whatever\r\n", "icon", true),
        ] {
            let body = std::format!("--b\r\n{head}\r\nx\r\n--b--");
            let part = only_part(body.as_bytes());
            assert_eq!(part.disposition_type(), Ok(purpose.as_bytes()), "{head}");
            assert_eq!(part.is_required(), required, "{head}");
        }
        let part = only_part(b"--b\r\nContent-Disposition: ;handling=optional\r\n\r\n\r\n--b--");
        assert!(part.is_required() && part.disposition_type().is_err());
    }

    #[test]
    fn a_message_in_a_body_is_read_where_the_type_says_so() {
        let body = b"--b\r\nContent-Type: message/sip\r\n\r\n\
            BYE sip:a@b SIP/2.0\r\nl: 0\r\n\r\n\r\n--b--";
        let part = only_part(body);
        let message = part.sip_message().unwrap().unwrap();
        assert_eq!(message.as_request().unwrap().method(), crate::Method::Bye);
        assert!(part.sip_fragment().unwrap().is_none());
        let body = b"--b\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 603 Declined\r\n--b--";
        let part = only_part(body);
        let status = part.sip_fragment().unwrap().unwrap().status();
        assert_eq!(status, Some(crate::StatusCode::DECLINE));
        assert!(part.sip_message().unwrap().is_none());
    }
}
