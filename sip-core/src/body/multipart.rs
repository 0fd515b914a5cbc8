//! `multipart/*` bodies (RFC 2046 §5.1).

use core::fmt;

use super::Part;
use super::boundary::{Boundary, Delimiter};
use crate::error::{ParseError, ParseErrorKind};
use crate::header::{ContentType, KnownHeader};

/// A body of several parts, with lines between them that the boundary makes.
///
/// Lines end in CRLF, and nothing else: a part may be binary, and whoever takes a lone CR or LF
/// for a line's end sees other parts than his neighbour. A delimiter is a whole line, but for
/// blanks and tabs at its end: with the boundary `a`, `--ab` belongs to a part. The CRLF before a
/// delimiter belongs to the delimiter.
///
/// ```
/// use sip_core::body::Multipart;
/// use sip_core::header::{ContentType, HeaderValue};
///
/// let content_type = ContentType::from_value(b"multipart/mixed;boundary=b")?;
/// let multipart = Multipart::new(&content_type, b"--b\r\n\r\none\r\n\r\n--b \r\n\r\n--b--")?;
/// let bodies = multipart.parts().map(|part| part.map(|part| part.body()));
/// assert_eq!(bodies.collect::<Result<Vec<_>, _>>()?, [&b"one\r\n"[..], b""]);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Multipart<'b> {
    /// The body, and perhaps what it lies in: offsets in errors count from the first byte.
    bytes: &'b [u8],
    /// Where the body begins; it reaches to the end.
    start: usize,
    boundary: Boundary<'b>,
    /// The delimiter behind the preamble.
    first: Delimiter,
}

impl<'b> Multipart<'b> {
    /// Reads `body` up to its first delimiter, which the boundary in `content_type` makes.
    ///
    /// [`Part::multipart`] does that for a message or a part.
    ///
    /// # Errors
    /// If there is no boundary, or two, or one of other than 1 to 70 visible characters and blanks
    /// ([`ParseErrorKind::Parameter`], [`ParseErrorKind::Repeated`], both at offset 0); or if no
    /// delimiter is in the body ([`ParseErrorKind::Delimiter`] at its end).
    pub fn new(content_type: &ContentType<'b>, body: &'b [u8]) -> Result<Self, ParseError> {
        let boundary = Boundary::of(content_type)
            .map_err(|kind| ParseError::new(kind, 0).within(KnownHeader::ContentType))?;
        Self::within(boundary, body, 0)
    }

    /// The body from `start` to the end of `bytes`.
    pub(super) fn within(
        boundary: Boundary<'b>,
        bytes: &'b [u8],
        start: usize,
    ) -> Result<Self, ParseError> {
        match boundary.find(bytes, start) {
            Some(first) => Ok(Self { bytes, start, boundary, first }),
            None => Err(ParseError::new(ParseErrorKind::Delimiter, bytes.len())),
        }
    }

    /// The boundary, its escapes undone.
    pub fn boundary(&self) -> impl Iterator<Item = u8> + use<'b> {
        self.boundary.characters()
    }

    /// The parts in their order.
    pub const fn parts(&self) -> Parts<'b> {
        Parts { multipart: *self, at: self.start_of_first() }
    }

    /// What stands before the first delimiter: to be ignored (RFC 2046 §5.1.1).
    pub fn preamble(&self) -> &'b [u8] {
        self.bytes.get(self.start..).map_or(&[], |body| {
            let delimiter = self.first.start.saturating_sub(self.start);
            body.get(..delimiter.saturating_sub(2)).unwrap_or_default()
        })
    }

    /// What stands behind the closing delimiter: to be ignored (RFC 2046 §5.1.1); `None` if there
    /// is no such delimiter. Looks at the whole body.
    pub fn epilogue(&self) -> Option<&'b [u8]> {
        let mut delimiter = self.first;
        while !delimiter.closes {
            delimiter = self.boundary.find(self.bytes, delimiter.after)?;
        }
        self.bytes.get(delimiter.after..)
    }

    const fn start_of_first(&self) -> Option<usize> {
        if self.first.closes { None } else { Some(self.first.after) }
    }
}

impl<'b> IntoIterator for Multipart<'b> {
    type Item = Result<Part<'b>, ParseError>;
    type IntoIter = Parts<'b>;

    fn into_iter(self) -> Parts<'b> {
        self.parts()
    }
}

impl fmt::Debug for Multipart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.parts()).finish()
    }
}

/// Iterator over the parts of a [`Multipart`] body; each byte is looked at once.
///
/// A part whose header fields are malformed is an error, and the next part follows. A last part
/// without a delimiter behind it is [`ParseErrorKind::Delimiter`], at the end of the body: it may
/// have been cut, and is not given out as if it were whole.
#[derive(Clone)]
pub struct Parts<'b> {
    multipart: Multipart<'b>,
    /// Where the next part begins.
    at: Option<usize>,
}

impl<'b> Iterator for Parts<'b> {
    type Item = Result<Part<'b>, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at.take()?;
        let Multipart { bytes, boundary, .. } = self.multipart;
        let Some(delimiter) = boundary.find(bytes, start) else {
            return Some(Err(ParseError::new(ParseErrorKind::Delimiter, bytes.len())));
        };
        if !delimiter.closes {
            self.at = Some(delimiter.after);
        }
        Some(Part::before_delimiter(bytes.get(..delimiter.start).unwrap_or_default(), start))
    }
}

impl core::iter::FusedIterator for Parts<'_> {}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::HeaderValue;
    use std::string::{String, ToString};
    use std::vec::Vec;

    fn multipart<'b>(params: &'b str, body: &'b [u8]) -> Result<Multipart<'b>, ParseError> {
        Multipart::new(&ContentType::from_value(params.as_bytes()).unwrap(), body)
    }

    /// Header fields and body of each part of a body with the boundary `b`.
    fn parts(body: &[u8]) -> Vec<Result<(String, String), ParseErrorKind>> {
        let multipart = match multipart("multipart/mixed;boundary=b", body) {
            Ok(multipart) => multipart,
            Err(error) => return std::vec![Err(error.kind)],
        };
        let read = |part: Part<'_>| {
            let lines: Vec<_> = part.headers().iter().map(|f| std::format!("{f:?}")).collect();
            (lines.join("|"), part.body().escape_ascii().to_string())
        };
        multipart.parts().map(|part| part.map(read).map_err(|error| error.kind)).collect()
    }

    fn part(head: &str, body: &str) -> Result<(String, String), ParseErrorKind> {
        Ok((head.into(), body.into()))
    }

    #[test]
    fn a_part_is_header_fields_an_empty_line_and_all_bytes_up_to_the_crlf_of_the_delimiter() {
        let body = b"--b\r\nA: b\r\nC:d\r\n\r\n\0\r\n\xFF\r\n\r\n--b\r\n\r\n\r\r\n--b--\r\n";
        assert_eq!(parts(body), [part("A: b|C: d", r"\x00\r\n\xff\r\n"), part("", r"\r")]);
    }

    #[test]
    fn p29_a_part_may_have_no_header_fields_no_body_or_nothing() {
        for (content, head, body) in [
            ("", "", ""),
            ("\r\n", "", ""),
            ("\r\n\r\n", "", ""),
            ("\r\n\r\n\r\n", "", r"\r\n"),
            ("A: b\r\n", "A: b", ""),
            ("A: b\r\n\r\n", "A: b", ""),
            ("A: b\r\n\r\n\r\n", "A: b", ""),
            ("A: b\r\n c\r\n", r"A: b\r\n c", ""),
        ] {
            let text = std::format!("--b\r\n{content}--b--");
            assert_eq!(parts(text.as_bytes()), [part(head, body)], "{content:?}");
        }
    }

    #[test]
    fn p29_without_a_delimiter_there_is_no_part_and_a_part_without_an_end_is_an_error() {
        let missing = Err(ParseErrorKind::Delimiter);
        for body in [&b""[..], b"-", b"--", b"--b", b"--b ", b"b--", b"--b-\r\n", b"x--b--"] {
            assert!(parts(body).iter().eq([&missing]), "{}", body.escape_ascii());
        }
        for body in [&b"--b\r\n"[..], b"--b\r\n\r\nx", b"--b\r\n\r\nx\r\n--b", b"--b\r\n\r\n--b-"] {
            assert!(parts(body).iter().eq([&missing]), "{}", body.escape_ascii());
        }
        assert_eq!(parts(b"--b\r\n\r\nx\r\n--b\r\n\r\ny"), [part("", "x"), missing]);
        let error = multipart("multipart/mixed;boundary=bb", b"--b").unwrap_err();
        assert_eq!((error.kind, error.offset), (ParseErrorKind::Delimiter, 3));
    }

    #[test]
    fn a_delimiter_is_a_whole_line_but_for_blanks_and_tabs_at_its_end() {
        let body =
            b"--b\t \r\n\r\n--bb\r\n--b-\r\n--b x\r\n --b\r\n-- b\r\n--B\r\n--b--x\r\n--b-- ";
        let text = r"--bb\r\n--b-\r\n--b x\r\n --b\r\n-- b\r\n--B\r\n--b--x";
        assert_eq!(parts(body), [part("", text)]);
    }

    #[test]
    fn p20_a_lone_cr_or_lf_ends_no_line() {
        let body = b"--b\r\n\r\nx\n--b--\nx\r--b--\rx\r\n--b\n\r\n--b--\r\n";
        assert_eq!(parts(body), [part("", r"x\n--b--\nx\r--b--\rx\r\n--b\n")]);
        assert_eq!(parts(b"--b\n\nx\n--b--\n"), [Err(ParseErrorKind::Delimiter)]);
        let faulty = b"--b\r\nA: b\nC: d\r\n\r\nx\r\n--b\r\nno header\r\n--b\r\n\r\ny\r\n--b--";
        let faults = [Err(ParseErrorKind::LineEnding), Err(ParseErrorKind::HeaderLine)];
        assert_eq!(parts(faulty), [faults[0].clone(), faults[1].clone(), part("", "y")]);
    }

    #[test]
    fn what_stands_before_the_first_delimiter_and_behind_the_last_is_no_part() {
        let read = |body| {
            let multipart = multipart("multipart/mixed;boundary=b", body).unwrap();
            assert!(multipart.parts().all(|part| part.unwrap().body() == b"x"));
            (multipart.preamble(), multipart.epilogue())
        };
        let none: &[u8] = b"";
        assert_eq!(read(b"--b\r\n\r\nx\r\n--b--"), (none, Some(none)));
        assert_eq!(read(b"\r\n--b\r\n\r\nx\r\n--b--\r\n"), (none, Some(none)));
        assert_eq!(
            read(b"pre\r\n\r\n--b\r\n\r\nx\r\n--b-- \r\n--b\r\n\r\npost"),
            (&b"pre\r\n"[..], Some(&b"--b\r\n\r\npost"[..]))
        );
        assert_eq!(read(b"--b--\r\n"), (none, Some(none)));
        let cut = multipart("multipart/mixed;boundary=b", b"--b\r\n\r\nx").unwrap();
        assert_eq!(cut.epilogue(), None);
        let mut parts = cut.parts();
        assert!(parts.next().is_some_and(|part| part.is_err()) && parts.next().is_none());
    }

    #[test]
    fn an_escaped_boundary_is_compared_by_what_it_stands_for() {
        let body = b"--a\"\\ c\r\n\r\nx\r\n--a\\\"\\\\ c\r\n--a\"\\ c--";
        let multipart = multipart(r#"multipart/mixed;boundary="\a\"\\ c""#, body).unwrap();
        let bodies: Vec<_> = multipart.parts().map(|part| part.unwrap().body()).collect();
        assert_eq!(bodies, [&b"x\r\n--a\\\"\\\\ c"[..]]);
        assert!(multipart.boundary().eq(*b"a\"\\ c"));
    }

    #[test]
    fn an_error_has_its_offset_in_the_body() {
        let body = b"--b\r\nX: y\r\nno header\r\n\r\n\r\n--b\r\nContent-Type: x\r\n\r\n\r\n--b--";
        let multipart = multipart("multipart/mixed;boundary=b", body).unwrap();
        let mut parts = multipart.parts();
        assert_eq!(parts.next().unwrap().unwrap_err().offset, 14);
        let error = parts.next().unwrap().unwrap().content_type().unwrap_err();
        assert_eq!((error.kind, error.offset), (ParseErrorKind::Token, 46));
    }
}
