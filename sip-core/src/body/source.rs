//! Writing `multipart/*` bodies (RFC 2046 §5.1).

use super::boundary::MAX_LEN;
use crate::grammar::Class;
use crate::header::KnownHeader;
use crate::message::{MessageWriter, Sink, WriteError};

/// A part that is to be written.
#[derive(Clone, Copy, Debug)]
pub enum PartSource<'a> {
    /// One that is made here.
    New {
        /// Names and values of the header fields, such as Content-Type and Content-Disposition.
        fields: &'a [(&'a [u8], &'a [u8])],
        /// Any bytes.
        body: &'a [u8],
    },
    /// One that was received: [`Part::as_bytes`](super::Part::as_bytes), which goes on byte for
    /// byte, header fields included.
    Received(&'a [u8]),
}

/// A multipart body that is to be written: parts, and the boundary between them.
///
/// Its length is known before a byte of it is written, so that Content-Length can stand before
/// it. A body within a part, multipart or not, is given as bytes; [`write`](Self::write) makes
/// them.
///
/// ```
/// use sip_core::Method;
/// use sip_core::body::{MultipartSource, PartSource};
/// use sip_core::message::MessageWriter;
///
/// let parts = [
///     PartSource::New { fields: &[(b"Content-Type", b"application/sdp")], body: b"v=0\r\n" },
///     PartSource::New {
///         fields: &[
///             (b"Content-Type", b"image/png"),
///             (b"Content-Disposition", b"icon;handling=optional"),
///         ],
///         body: b"\x89PNG",
///     },
/// ];
/// let multipart = MultipartSource::new(b"unique", &parts)?;
///
/// let mut bytes = Vec::new();
/// let mut message = MessageWriter::request(&mut bytes, Method::Invite, b"sip:bob@biloxi.example");
/// message.multipart(b"mixed", &multipart);
/// message.finish()?;
/// assert!(bytes.ends_with(
///     b"Content-Type: multipart/mixed;boundary=unique\r\n\
///       Content-Length: 150\r\n\
///       \r\n\
///       --unique\r\n\
///       Content-Type: application/sdp\r\n\
///       \r\n\
///       v=0\r\n\
///       \r\n\
///       --unique\r\n\
///       Content-Type: image/png\r\n\
///       Content-Disposition: icon;handling=optional\r\n\
///       \r\n\
///       \x89PNG\r\n\
///       --unique--\r\n"
/// ));
/// # Ok::<(), sip_core::message::WriteError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MultipartSource<'a> {
    boundary: &'a [u8],
    parts: &'a [PartSource<'a>],
}

impl<'a> MultipartSource<'a> {
    /// Puts `parts` between lines that `boundary` makes.
    ///
    /// # Errors
    /// * [`WriteError::Boundary`] if the boundary is not 1 to 70 characters of letters, digits,
    ///   `'()+_,-./:=?` and blanks, the last of them no blank; or if a line of a part begins with
    ///   it, whatever follows there, and whether CRLF, CR or LF ends the line before: some take
    ///   that for a delimiter;
    /// * [`WriteError::Injection`] if a header field is none: another name than a token that does
    ///   not begin with `--`, or a value with CR, LF or NUL;
    /// * [`WriteError::NoParts`] if there are no parts.
    pub fn new(boundary: &'a [u8], parts: &'a [PartSource<'a>]) -> Result<Self, WriteError> {
        if !is_boundary(boundary) {
            return Err(WriteError::Boundary);
        }
        if parts.is_empty() {
            return Err(WriteError::NoParts);
        }
        parts.iter().try_for_each(|part| part.check(boundary))?;
        Ok(Self { boundary, parts })
    }

    /// How many bytes the body has: what Content-Length says.
    pub fn byte_len(&self) -> usize {
        let mut len = 0usize;
        self.pieces(&mut |piece| len = len.saturating_add(piece.len()));
        len
    }

    /// Writes the body alone, to become the body of a part or to be encrypted, and gives its
    /// length.
    ///
    /// # Errors
    /// [`WriteError::NoRoom`]; then the sink is empty.
    pub fn write(&self, sink: &mut dyn Sink) -> Result<usize, WriteError> {
        sink.clear();
        let mut full = false;
        self.pieces(&mut |piece| full = full || sink.put(piece).is_err());
        if full {
            sink.clear();
            return Err(WriteError::NoRoom { needed: self.byte_len() });
        }
        Ok(self.byte_len())
    }

    fn pieces(&self, put: &mut dyn FnMut(&[u8])) {
        for part in self.parts {
            put(b"--");
            put(self.boundary);
            put(b"\r\n");
            part.pieces(put);
            put(b"\r\n");
        }
        put(b"--");
        put(self.boundary);
        put(b"--\r\n");
    }
}

impl PartSource<'_> {
    fn check(&self, boundary: &[u8]) -> Result<(), WriteError> {
        let (fields, rest) = match self {
            Self::New { fields, body } => (*fields, *body),
            Self::Received(bytes) => (&[][..], *bytes),
        };
        for (name, value) in fields {
            let is_name =
                !name.is_empty() && Class::TOKEN.has_all(name) && !name.starts_with(b"--");
            if !is_name || memchr::memchr3(b'\r', b'\n', b'\0', value).is_some() {
                return Err(WriteError::Injection);
            }
        }
        let begins =
            |line: &[u8]| line.strip_prefix(b"--").is_some_and(|line| line.starts_with(boundary));
        let mut ends = memchr::memchr2_iter(b'\r', b'\n', rest);
        let next_begins = |end: usize| rest.get(end.saturating_add(1)..).is_some_and(begins);
        if begins(rest) || ends.any(next_begins) {
            return Err(WriteError::Boundary);
        }
        Ok(())
    }

    fn pieces(&self, put: &mut dyn FnMut(&[u8])) {
        match self {
            Self::New { fields, body } => {
                for (name, value) in *fields {
                    put(name);
                    put(b": ");
                    put(value);
                    put(b"\r\n");
                }
                put(b"\r\n");
                put(body);
            }
            Self::Received(bytes) => put(bytes),
        }
    }
}

impl MessageWriter<'_> {
    /// Writes Content-Type, Content-Length and a multipart body, and so ends the message.
    ///
    /// `subtype` is `mixed`, or `related;type="application/sdp"`: parameters may follow it. The
    /// boundary is added.
    pub fn multipart(&mut self, subtype: &[u8], multipart: &MultipartSource<'_>) -> &mut Self {
        let boundary = multipart.boundary;
        let quote: &[u8] = if Class::TOKEN.has_all(boundary) { b"" } else { b"\"" };
        let pieces = [b"multipart/", subtype, b";boundary=", quote, boundary, quote];
        self.field(KnownHeader::ContentType, &pieces);
        self.begin_body(multipart.byte_len());
        multipart.pieces(&mut |piece| self.put(piece));
        self
    }
}

/// `boundary` of RFC 2046 §5.1.1, whose characters need no escape in quotes.
fn is_boundary(text: &[u8]) -> bool {
    let may_stand = |byte: &u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(byte);
    (1..=MAX_LEN).contains(&text.len()) && text.iter().all(may_stand) && text.last() != Some(&b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Part;
    use crate::message::{Message, SliceSink};
    use crate::{Method, StatusCode};
    use std::vec::Vec;

    const HELLO: PartSource<'_> = PartSource::New { fields: &[], body: b"hello" };

    fn with_body(body: &[u8]) -> Result<(), WriteError> {
        MultipartSource::new(b"b", &[PartSource::New { fields: &[], body }]).map(drop)
    }

    #[test]
    fn a_boundary_that_begins_a_line_of_a_part_is_refused_and_elsewhere_it_hurts_nobody() {
        for bad in [&b"--b"[..], b"--bc", b"x\r\n--b--", b"x\n--b", b"x\r--b\r\n", b"\r\n--b"] {
            assert_eq!(with_body(bad), Err(WriteError::Boundary), "{}", bad.escape_ascii());
        }
        for good in [&b""[..], b"b", b"-b", b"x--b", b"--", b" --b", b"--B", b"---b", b"\r\n--"] {
            assert_eq!(with_body(good), Ok(()), "{}", good.escape_ascii());
        }
    }

    #[test]
    fn a_boundary_is_of_the_characters_of_rfc_2046_and_is_quoted_if_it_is_no_token() {
        let parts = [HELLO];
        for bad in [&b""[..], b"a ", b"a\"", b"a\\", b"a\r\n", b"\xE9", b"a;b", &[b'a'; 71]] {
            assert_eq!(MultipartSource::new(bad, &parts).map(drop), Err(WriteError::Boundary));
        }
        for good in [&b"a"[..], b"a b:(c)'+_,-./:=?", &[b'a'; 70], b"--"] {
            let multipart = MultipartSource::new(good, &parts).unwrap();
            let mut bytes = Vec::new();
            let mut writer = MessageWriter::response(&mut bytes, StatusCode::OK);
            writer.multipart(b"mixed;x=y", &multipart);
            writer.finish().unwrap();
            let message = Message::parse(&bytes).unwrap();
            let read = Part::from(&message).multipart().unwrap().unwrap();
            assert!(read.boundary().eq(good.iter().copied()));
            assert!(read.parts().all(|part| part.unwrap().body() == b"hello"));
        }
    }

    #[test]
    fn a_header_field_that_would_be_more_than_one_is_refused() {
        for (name, value) in [
            (&b"A"[..], &b"x\r\ny"[..]),
            (b"A", b"x\ny"),
            (b"A", b"x\0"),
            (b"", b"x"),
            (b"A:", b"x"),
            (b"--b", b"x"),
        ] {
            let parts = [PartSource::New { fields: &[(name, value)], body: b"" }];
            assert_eq!(MultipartSource::new(b"b: x", &parts).map(drop), Err(WriteError::Injection));
        }
        assert_eq!(MultipartSource::new(b"b", &[]).map(drop), Err(WriteError::NoParts));
    }

    #[test]
    fn s1_a_received_part_goes_on_byte_for_byte() {
        for content in ["", "A: b", "A: b\r\n", "\r\nx", "A:\t b\r\n c\r\n\r\n\0\r\n\r\n"] {
            let text = std::format!(
                "SIP/2.0 200 OK\r\nc: multipart/x;boundary=b\r\n\r\n--b\r\n{content}\r\n--b--\r\n"
            );
            let message = Message::parse(text.as_bytes()).unwrap();
            let part = Part::from(&message).multipart().unwrap().unwrap().parts().next();
            let parts = [PartSource::Received(part.unwrap().unwrap().as_bytes())];
            let mut body = Vec::new();
            let len = MultipartSource::new(b"b", &parts).unwrap().write(&mut body).unwrap();
            assert_eq!((len, &body[..]), (message.body().len(), message.body()));
            assert_eq!(
                MultipartSource::new(b"hello", &[HELLO, parts[0]]).unwrap().byte_len(),
                2 * b"--hello\r\n\r\n".len() + 7 + content.len() + b"--hello--\r\n".len()
            );
        }
    }

    #[test]
    fn at_every_size_a_buffer_holds_the_whole_body_or_nothing() {
        let parts = [HELLO, HELLO];
        let multipart = MultipartSource::new(b"b", &parts).unwrap();
        for size in 0..=multipart.byte_len() {
            let mut buffer = std::vec![0; size];
            let mut sink = SliceSink::new(&mut buffer);
            let needed = multipart.byte_len();
            if size == needed {
                assert_eq!(multipart.write(&mut sink), Ok(needed));
                assert_eq!(sink.written().len(), needed);
            } else {
                assert_eq!(multipart.write(&mut sink), Err(WriteError::NoRoom { needed }));
                assert_eq!(sink.written(), b"");
            }
        }
    }

    #[test]
    fn a_message_ends_with_its_multipart_body() {
        let parts = [HELLO];
        let multipart = MultipartSource::new(b"b", &parts).unwrap();
        let mut bytes = Vec::new();
        let mut writer = MessageWriter::request(&mut bytes, Method::Options, b"sip:a@b");
        writer.multipart(b"mixed", &multipart).multipart(b"mixed", &multipart);
        assert_eq!(writer.finish(), Err(WriteError::AfterBody));
        let mut writer = MessageWriter::request(&mut bytes, Method::Options, b"sip:a@b");
        writer.multipart(b"mixed\r\nX: y", &multipart);
        assert_eq!(writer.finish(), Err(WriteError::Injection));
    }
}
