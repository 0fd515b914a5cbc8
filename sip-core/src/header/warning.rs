//! `Warning` (§20.43).

use super::{HeaderValue, KnownHeader, QuotedText, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};

/// More about what is wrong than the status says: a code of three digits, who says so, and a text
/// for people (§20.43).
///
/// ```
/// use sip_core::header::{HeaderValue, Warning};
///
/// let warning = Warning::from_value(br#"307 isi.edu "Session parameter \"foo\"""#)?;
/// assert_eq!((warning.code(), warning.agent()), (307, &b"isi.edu"[..]));
/// assert!(warning.text().unquoted().eq(*br#"Session parameter "foo""#));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning<'b> {
    code: u16,
    agent: &'b [u8],
    text: QuotedText<'b>,
}

/// Three digits, the first of which tells whose code it is.
const CODES: core::ops::RangeInclusive<u16> = 100..=999;

impl<'b> Warning<'b> {
    /// A warning of `agent`, which is a host with or without port, or a pseudonym. `None` if
    /// `code` has not three digits, or `agent` something in it that cannot stand there: white
    /// space, comma, semicolon, quotes or angle brackets.
    pub fn new(code: u16, agent: &'b [u8], text: QuotedText<'b>) -> Option<Self> {
        let is_agent = !agent.is_empty() && Class::PARAM_VALUE.has_all(agent);
        (CODES.contains(&code) && is_agent).then_some(Self { code, agent, text })
    }

    /// What it is about: 100 to 999; in SIP 300 to 399, of which 399 is anything.
    pub const fn code(&self) -> u16 {
        self.code
    }

    /// Who says so: a host with or without port, or a pseudonym, as it was written.
    pub const fn agent(&self) -> &'b [u8] {
        self.agent
    }

    /// The text for people.
    pub const fn text(&self) -> QuotedText<'b> {
        self.text
    }
}

impl<'b> HeaderValue<'b> for Warning<'b> {
    const HEADER: KnownHeader = KnownHeader::Warning;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let code = match cursor.take_while(Class::DIGIT) {
            digits @ [_, _, _] => parse_u32(digits).and_then(|code| u16::try_from(code).ok()),
            _ => None,
        };
        let code = code
            .filter(|code| CODES.contains(code))
            .ok_or_else(|| start.error(ParseErrorKind::Number))?;
        let after_code = *cursor;
        cursor.skip_lws();
        if cursor.offset() == after_code.offset() {
            return Err(cursor.error(ParseErrorKind::Token));
        }
        let agent = cursor.take_while(Class::PARAM_VALUE);
        if agent.is_empty() {
            return Err(cursor.error(ParseErrorKind::Token));
        }
        cursor.skip_lws();
        let text = QuotedText::parse(cursor)?;
        Ok(Self { code, agent, text })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.number(self.code.into()).put(b" ").put(self.agent).put(b" ");
        self.text.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn a_warning_has_code_agent_and_text() {
        let warning = read::<Warning<'_>>(b"399 foo.bar.com \"hold requested\"");
        assert_eq!((warning.code(), warning.agent()), (399, &b"foo.bar.com"[..]));
        let warning = read::<Warning<'_>>(b"392\r\n [2001:db8::1]:5060\t\"a, b\"");
        assert_eq!(warning.agent(), b"[2001:db8::1]:5060");
        assert_eq!(read_all::<Warning<'_>>("Warning: 301 a \"b, c\", 399 d \"\"").len(), 2);
    }

    #[test]
    fn what_is_written_is_escaped() {
        let text = QuotedText::new(br#"a "b" \c"#).unwrap();
        survives(&Warning::new(399, b"example.com:5060", text).unwrap());
        for (code, agent) in [(99, &b"a"[..]), (1000, b"a"), (399, b""), (399, b"a b")] {
            assert_eq!(Warning::new(code, agent, text), None);
        }
        assert_eq!(Warning::new(399, b"a\r\nX: y", text), None);
    }

    #[test]
    fn p28_an_empty_warning_is_none() {
        assert_eq!(read_all::<Warning<'_>>("Warning:").len(), 0);
        refuses::<Warning<'_>>(&[
            b"",
            b"399",
            b"399 a",
            b"399 \"a\"",
            b"39 a \"b\"",
            b"039 a \"b\"",
            b"3999 a \"b\"",
            b"399a \"b\"",
            b"399 a \"b",
            b"399 a b",
        ]);
    }
}
