//! Request-Line and Status-Line (§7.1, §7.2).

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::method::Method;
use crate::status::StatusCode;

#[derive(Clone, Copy, Debug)]
pub(super) enum StartLine<'b> {
    Request { method: Method<'b>, uri: &'b [u8], uri_offset: usize },
    Response { status: StatusCode, reason: &'b [u8] },
}

impl<'b> StartLine<'b> {
    /// Reads the line at `start` and gives it with the first fault behind which it still makes
    /// sense, and the offset of the line after it.
    pub(super) fn read(
        bytes: &'b [u8],
        start: usize,
    ) -> Result<(Self, Option<ParseError>, usize), ParseError> {
        let from_start = bytes.get(start..).unwrap_or_default();
        let len = memchr::memchr2(b'\r', b'\n', from_start).unwrap_or(from_start.len());
        let (line, end) = from_start.split_at_checked(len).unwrap_or_default();
        let mut fault = None;
        let after = match end {
            [b'\r', b'\n', ..] => start.saturating_add(len).saturating_add(2),
            [] => {
                fault = Some(ParseError::new(ParseErrorKind::Unterminated, bytes.len()));
                bytes.len()
            }
            // A lone CR or LF ends no line (§7): whoever takes it for an end sees another
            // message than his neighbour.
            _ => {
                return Err(ParseError::new(ParseErrorKind::LineEnding, start.saturating_add(len)));
            }
        };
        let (line, line_fault) = if line.get(..4).is_some_and(|p| p.eq_ignore_ascii_case(b"SIP/")) {
            status_line(Cursor::new(line, start))?
        } else {
            request_line(line, start)?
        };
        Ok((line, line_fault.or(fault), after))
    }
}

type Read<'b> = Result<(StartLine<'b>, Option<ParseError>), ParseError>;

/// `Method SP Request-URI SP SIP-Version`
fn request_line(line: &[u8], base: usize) -> Read<'_> {
    let mut cursor = Cursor::new(line, base);
    let not_a_request = |at: &Cursor<'_>| at.error(ParseErrorKind::StartLine);
    let method = cursor.token().ok().and_then(Method::parse).ok_or(not_a_request(&cursor))?;
    if !cursor.eat(b' ') {
        return Err(not_a_request(&cursor));
    }
    let uri_offset = cursor.offset();
    let rest = cursor.rest();
    // The version is the last word: a Request-URI with blanks in it is broken, but can be shown.
    let last_blank = memchr::memrchr(b' ', rest).ok_or(not_a_request(&cursor))?;
    let uri = cursor.take(last_blank);
    cursor.take(1);
    let broken = memchr::memchr2(b' ', b'\t', uri).or_else(|| memchr::memchr2(b'<', b'>', uri));
    let fault = if uri.is_empty() || broken.is_some() {
        Some(ParseError::new(ParseErrorKind::RequestUri, uri_offset))
    } else {
        version_fault(&mut cursor)?
            .or_else(|| (!cursor.at_end()).then(|| cursor.error(ParseErrorKind::StartLine)))
    };
    Ok((StartLine::Request { method, uri, uri_offset }, fault))
}

/// `SIP-Version SP Status-Code SP Reason-Phrase`
fn status_line(mut cursor: Cursor<'_>) -> Read<'_> {
    let fault = version_fault(&mut cursor)?;
    if !cursor.eat(b' ') {
        return Err(cursor.error(ParseErrorKind::StartLine));
    }
    let start = cursor;
    let status = StatusCode::from_bytes(cursor.take(3))
        .filter(|_| !cursor.peek().is_some_and(|byte| byte.is_ascii_digit()))
        .ok_or_else(|| start.error(ParseErrorKind::StatusCode))?;
    // The blank is part of the grammar even before an empty phrase; its lack hurts nobody.
    if !cursor.eat(b' ') && !cursor.at_end() {
        return Err(cursor.error(ParseErrorKind::StartLine));
    }
    Ok((StartLine::Response { status, reason: cursor.rest() }, fault))
}

/// Steps over `SIP/2.0`, in any case; another SIP version is a fault, another protocol an error.
fn version_fault(cursor: &mut Cursor<'_>) -> Result<Option<ParseError>, ParseError> {
    let start = *cursor;
    let word = cursor.take(memchr::memchr(b' ', cursor.rest()).unwrap_or(cursor.rest().len()));
    if word.eq_ignore_ascii_case(b"SIP/2.0") {
        return Ok(None);
    }
    match word {
        [b's' | b'S', b'i' | b'I', b'p' | b'P', b'/', version @ ..]
            if version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') =>
        {
            Ok(Some(start.error(ParseErrorKind::Version)))
        }
        _ => Err(start.error(ParseErrorKind::StartLine)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(line: &[u8]) -> Option<ParseErrorKind> {
        match StartLine::read(line, 0) {
            Ok((_, fault, _)) => fault.map(|fault| fault.kind),
            Err(error) => Some(error.kind),
        }
    }

    #[test]
    fn a_request_line_has_three_words_and_two_blanks() {
        assert_eq!(kind(b"INVITE sip:a@b SIP/2.0\r\n"), None);
        for bad in [
            &b"INVITE sip:a@b\r\n"[..],
            b"INVITE\r\n",
            b" INVITE sip:a@b SIP/2.0\r\n",
            b"INVITE\tsip:a@b SIP/2.0\r\n",
            b"IN(ITE sip:a@b SIP/2.0\r\n",
        ] {
            assert_eq!(kind(bad), Some(ParseErrorKind::StartLine), "{}", bad.escape_ascii());
        }
        for bad in [
            &b"INVITE  sip:a@b SIP/2.0\r\n"[..],
            b"INVITE sip:a@b  SIP/2.0\r\n",
            b"INVITE sip:a@b; lr SIP/2.0\r\n",
            b"INVITE <sip:a@b> SIP/2.0\r\n",
            b"INVITE  SIP/2.0\r\n",
            b"INVITE sip:a@b SIP/2.0 \r\n",
        ] {
            assert_eq!(kind(bad), Some(ParseErrorKind::RequestUri), "{}", bad.escape_ascii());
        }
    }

    #[test]
    fn p32_the_version_is_2_0_in_any_case() {
        assert_eq!(kind(b"INVITE sip:a@b sip/2.0\r\n"), None);
        assert_eq!(kind(b"sip/2.0 200 OK\r\n"), None);
        for other in [&b"INVITE sip:a@b SIP/7.0\r\n"[..], b"INVITE sip:a@b SIP/2.00\r\n"] {
            assert_eq!(kind(other), Some(ParseErrorKind::Version));
        }
    }

    #[test]
    fn p43_another_protocol_is_not_sip() {
        assert_eq!(kind(b"GET / HTTP/1.1\r\n"), Some(ParseErrorKind::StartLine));
    }

    #[test]
    fn p33_a_status_code_is_100_to_699() {
        assert_eq!(kind(b"SIP/2.0 699 \r\n"), None);
        assert_eq!(kind(b"SIP/2.0 200\r\n"), None);
        for bad in [&b"SIP/2.0 099 x\r\n"[..], b"SIP/2.0 700 x\r\n", b"SIP/2.0 4294967301 x\r\n"] {
            assert_eq!(kind(bad), Some(ParseErrorKind::StatusCode));
        }
    }

    #[test]
    fn p20_a_lone_cr_or_lf_ends_no_line() {
        assert_eq!(kind(b"INVITE sip:a@b SIP/2.0\nVia: x"), Some(ParseErrorKind::LineEnding));
        assert_eq!(kind(b"INVITE sip:a@b SIP/2.0\rVia: x"), Some(ParseErrorKind::LineEnding));
    }
}
