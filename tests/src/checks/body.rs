//! What must hold for any body: its parts, their parts, and messages within it.

use sip_core::Message;
use sip_core::ParseErrorKind;
use sip_core::body::{Multipart, MultipartSource, Part, PartSource};

/// Reads the body of `message` in every way there is, and as deep as it goes.
///
/// # Panics
/// If one of the ways panics, or if they disagree.
pub fn check(message: &Message<'_>) {
    let part = Part::from(message);
    assert_eq!(part.body(), message.body());
    assert!(message.as_bytes().ends_with(part.as_bytes()));
    check_part(&part, 0);
}

fn check_part(part: &Part<'_>, depth: usize) {
    assert!(part.as_bytes().ends_with(part.body()));
    for field in part.headers() {
        assert!(!field.name().is_empty());
    }
    let disposition = part.disposition_type();
    assert!(!disposition.is_ok_and(<[u8]>::is_empty));
    assert!(part.is_required() || part.content_disposition().is_ok());
    if let Ok(Some(message)) = part.sip_message() {
        assert_eq!(message.fault(), None);
    }
    if let Ok(Some(fragment)) = part.sip_fragment() {
        assert!(
            part.body().ends_with(fragment.body()) || fragment.body().len() < part.body().len()
        );
        assert!(format!("{fragment:?}").len() > 2);
    }
    match part.multipart() {
        Ok(Some(multipart)) => check_multipart(part.body(), &multipart, depth),
        Ok(None) => assert!(!part.is(b"multipart", b"mixed")),
        Err(error) => assert!(error.status().as_u16() == 400),
    }
}

/// The parts of `body`, and what is between them.
///
/// # Panics
/// If they overlap, or are not what the delimiters make of the body.
pub fn check_multipart(body: &[u8], multipart: &Multipart<'_>, depth: usize) {
    let boundary: Vec<u8> = multipart.boundary().collect();
    assert!((1..=70).contains(&boundary.len()));
    assert!(body.starts_with(multipart.preamble()));
    assert!(!has_delimiter(multipart.preamble(), &boundary));
    if let Some(epilogue) = multipart.epilogue() {
        assert!(body.ends_with(epilogue));
    }
    let parts: Vec<_> = multipart.parts().collect();
    assert!(parts.len() <= body.len() / 4, "each has a delimiter");
    assert!(format!("{multipart:?}").len() >= 2);
    let cut = |part: &Result<Part<'_>, sip_core::ParseError>| {
        part.is_err_and(|error| error.kind == ParseErrorKind::Delimiter)
    };
    let last_is_cut = parts.last().is_some_and(cut);
    assert_eq!(last_is_cut, multipart.epilogue().is_none());
    assert_eq!(parts.iter().filter(|part| cut(part)).count(), usize::from(last_is_cut));
    let whole: Vec<Part<'_>> = parts.into_iter().flatten().collect();
    let mut rest = body;
    for part in &whole {
        assert!(!has_delimiter(part.as_bytes(), &boundary));
        let at = offset(body, rest, part.as_bytes());
        rest = &body[at..];
        if depth < 4 {
            check_part(part, depth + 1);
        }
    }
    they_are_written_back(&boundary, &whole);
}

/// Where `part` begins in `body`, which must be in `rest`, what is left of it.
fn offset(body: &[u8], rest: &[u8], part: &[u8]) -> usize {
    if part.is_empty() {
        return body.len() - rest.len();
    }
    let offset = part.as_ptr() as usize - body.as_ptr() as usize;
    assert!(offset >= body.len() - rest.len(), "a part overlaps the one before");
    assert!(offset + part.len() <= body.len(), "a part ends behind the body");
    offset
}

/// Whether one of the lines is a delimiter.
fn has_delimiter(text: &[u8], boundary: &[u8]) -> bool {
    let mut rest = text;
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n").unwrap_or(rest.len());
        let line = rest[..end].trim_ascii_end();
        if let Some(behind) = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary))
            && (behind.is_empty() || behind == b"--")
            && rest[line.len()..end].iter().all(|byte| b" \t".contains(byte))
            && (end < rest.len() || behind == b"--")
        {
            return true;
        }
        match rest.get(end + 2..) {
            Some(next) => rest = next,
            None => return false,
        }
    }
}

fn they_are_written_back(boundary: &[u8], parts: &[Part<'_>]) {
    let sources: Vec<PartSource<'_>> =
        parts.iter().map(|part| PartSource::Received(part.as_bytes())).collect();
    // What another reader could take for a delimiter is not written, though it was read.
    let Ok(source) = MultipartSource::new(boundary, &sources) else { return };
    let mut bytes = Vec::new();
    assert_eq!(source.write(&mut bytes), Ok(source.byte_len()));
    assert_eq!(bytes.len(), source.byte_len());
    let content_type = format!(
        "multipart/mixed;boundary=\"{}\"",
        std::str::from_utf8(boundary).expect("a boundary that is written is ASCII")
    );
    let content_type = sip_core::header::HeaderValue::from_value(content_type.as_bytes());
    let content_type = content_type.expect("no character of it needs an escape");
    let again = Multipart::new(&content_type, &bytes).expect("what is written is read");
    let again: Vec<_> = again.parts().map(|part| part.expect("a part").as_bytes()).collect();
    assert!(again.iter().eq(parts.iter().map(Part::as_bytes).collect::<Vec<_>>().iter()));
}
