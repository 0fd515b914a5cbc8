//! The boundary between the parts of a multipart body, and the lines that it makes (RFC 2046
//! §5.1.1).

use crate::error::ParseErrorKind;
use crate::grammar::Unquoted;
use crate::header::ContentType;

/// What the lines between the parts are made of, as it stands in Content-Type: escapes are undone
/// where it is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Boundary<'b> {
    text: &'b [u8],
    escaped: bool,
}

/// A line that ends a part, or the preamble.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delimiter {
    /// Where the line begins.
    pub(super) start: usize,
    /// Where the next line begins.
    pub(super) after: usize,
    /// Whether no part follows.
    pub(super) closes: bool,
}

impl<'b> Boundary<'b> {
    /// The parameter `boundary`, which must stand once: whoever took the first would see other
    /// parts than whoever takes the last.
    pub(super) fn of(content_type: &ContentType<'b>) -> Result<Self, ParseErrorKind> {
        let mut all = content_type.params().into_iter().filter(|param| param.is(b"boundary"));
        let param = all.next().ok_or(ParseErrorKind::Parameter)?;
        if all.next().is_some() {
            return Err(ParseErrorKind::Repeated);
        }
        let text = param.value.unwrap_or_default();
        let escaped = param.quoted && memchr::memchr2(b'\\', b'\r', text).is_some();
        let boundary = Self { text, escaped };
        if boundary.is_one() { Ok(boundary) } else { Err(ParseErrorKind::Parameter) }
    }

    /// 1 to 70 characters, of which the last is no blank. More characters are taken than the
    /// grammar has: they are in use, and make no line doubtful.
    fn is_one(&self) -> bool {
        // What is longer than 70 escapes is not read further: it is compared with every line.
        self.text.len() <= 2 * MAX_LEN
            && (1..=MAX_LEN).contains(&self.characters().count())
            && self.characters().all(|byte| matches!(byte, b' '..=b'~'))
            && self.characters().last() != Some(b' ')
    }

    pub(super) fn characters(&self) -> impl Iterator<Item = u8> + use<'b> {
        // Only one of the two has anything to give.
        let (plain, escaped): (&[u8], _) =
            if self.escaped { (&[], self.text) } else { (self.text, &[][..]) };
        plain.iter().copied().chain(Unquoted::new(escaped))
    }

    /// The first delimiter from `at` on, where a line begins.
    ///
    /// Lines end in CRLF, and nothing else: a part may be binary, and whoever takes a lone CR or
    /// LF for a line's end sees other parts than his neighbour.
    pub(super) fn find(&self, bytes: &[u8], mut at: usize) -> Option<Delimiter> {
        loop {
            let line = bytes.get(at..)?;
            if let Some((len, closes)) = self.delimiter(line) {
                return Some(Delimiter { start: at, after: at.saturating_add(len), closes });
            }
            at = at.saturating_add(next_line(line)?);
        }
    }

    /// How long the delimiter at the start of `text` is, with its line end, and whether it closes.
    ///
    /// It has to be the whole line but for blanks and tabs at the end: with the boundary `a`,
    /// `--ab` is a line like any other.
    fn delimiter(&self, text: &[u8]) -> Option<(usize, bool)> {
        let rest = self.strip(text.strip_prefix(b"--")?)?;
        let (rest, closes) = match rest.strip_prefix(b"--") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let after = match rest.get(padding..)? {
            [b'\r', b'\n', after @ ..] => after,
            [] if closes => &[],
            _ => return None,
        };
        Some((text.len().saturating_sub(after.len()), closes))
    }

    fn strip<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        if self.escaped {
            let mut all = self.characters();
            return all.try_fold(text, |text, byte| text.strip_prefix(&[byte]));
        }
        text.strip_prefix(self.text)
    }
}

/// How many characters a boundary may have.
pub(super) const MAX_LEN: usize = 70;

/// How far away the line behind the next CRLF begins.
fn next_line(text: &[u8]) -> Option<usize> {
    let mut ends = memchr::memchr_iter(b'\n', text);
    let end = ends.find(|at| at.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'\r'))?;
    Some(end.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::HeaderValue;
    use std::format;
    use std::string::String;

    fn boundary(params: &str) -> Result<String, ParseErrorKind> {
        let text = format!("multipart/mixed{params}");
        let content_type = ContentType::from_value(text.as_bytes()).unwrap();
        let boundary = Boundary::of(&content_type)?;
        Ok(boundary.characters().map(char::from).collect())
    }

    #[test]
    fn a_boundary_is_quoted_or_not_and_its_escapes_mean_what_they_escape() {
        for (params, expected) in [
            (";boundary=a", "a"),
            ("; x=y ; BOUNDARY = \"gc0pJq0M:08 jU534c0p\"", "gc0pJq0M:08 jU534c0p"),
            (";boundary=gc0pJq0M:08'()+_-./:=?", "gc0pJq0M:08'()+_-./:=?"),
            (";boundary=\"\\a\\\"\\\\b\"", "a\"\\b"),
            (";boundary=a\\b", "a\\b"),
            (";boundary=\"a\r\n\tb\"", "a b"),
            (";boundary=----=_Part_1#$~", "----=_Part_1#$~"),
        ] {
            assert_eq!(boundary(params).as_deref(), Ok(expected), "{params}");
        }
    }

    #[test]
    fn a_boundary_has_1_to_70_characters_and_does_not_end_in_a_blank() {
        let long = "a".repeat(71);
        assert_eq!(boundary(&format!(";boundary={}", &long[1..])).as_deref(), Ok(&long[1..]));
        let escaped = "\\a".repeat(70);
        assert_eq!(boundary(&format!(";boundary=\"{escaped}\"")).as_deref(), Ok(&long[1..]));
        for bad in ["", ";boundary", ";boundary=", ";boundary=\"\"", ";boundary=\"a \""] {
            assert_eq!(boundary(bad), Err(ParseErrorKind::Parameter), "{bad}");
        }
        let folded = format!("\"a\r\n{}b\"", " ".repeat(200));
        for bad in [&long, "\"\t\"", "\"\u{e9}\"", "\"\0\"", &folded] {
            assert_eq!(boundary(&format!(";boundary={bad}")), Err(ParseErrorKind::Parameter));
        }
    }

    #[test]
    fn p3_a_second_boundary_is_an_error_not_a_choice() {
        assert_eq!(boundary(";boundary=a;Boundary=a"), Err(ParseErrorKind::Repeated));
    }
}
