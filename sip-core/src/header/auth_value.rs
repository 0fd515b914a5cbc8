//! `token / quoted-string`: the value of an `auth-param` (§25.1).

use super::ValueWriter;
use crate::grammar::{Class, Unquoted};

/// The value of a parameter of a challenge or of credentials.
///
/// Two values are equal if they mean the same, whether one stood in quotes and the other did not.
///
/// ```
/// use sip_core::header::AuthValue;
///
/// let received = AuthValue::quoted(br#"a \"b\""#).expect("the inside of a quoted string");
/// assert_eq!(received.as_bytes(), br#"a \"b\""#);
/// assert!(received.unquoted().eq(*br#"a "b""#));
/// // A text is escaped when it is written.
/// let own = AuthValue::text(br#"a "b""#);
/// assert!(own.sent().eq(*br#"a \"b\""#));
/// assert_eq!(own, received);
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct AuthValue<'b> {
    text: &'b [u8],
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Without quotes. Received ones may hold more than a token does.
    Bare,
    /// The inside of a quoted string, escapes untouched.
    Quoted,
    /// Meant as it stands; to be escaped.
    Text,
}

impl<'b> AuthValue<'b> {
    /// A text, whatever its bytes: it is written in quotes, with a backslash before each quote
    /// and backslash. (A line break or NUL in it is refused by the writer of the message.)
    pub const fn text(text: &'b [u8]) -> Self {
        Self { text, form: Form::Text }
    }

    /// A token, written without quotes; `None` if `token` is none (§25.1).
    pub fn token(token: &'b [u8]) -> Option<Self> {
        is_token(token).then_some(Self { text: token, form: Form::Bare })
    }

    /// The inside of a quoted string as it was received, written as it stands. `None` if it would
    /// not end where it ends: a quote without a backslash before it, or a backslash at the end.
    pub fn quoted(escaped: &'b [u8]) -> Option<Self> {
        let mut bytes = escaped.iter();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => return None,
                b'\\' => {
                    bytes.next()?;
                }
                _ => {}
            }
        }
        Some(Self::received_quoted(escaped))
    }

    pub(super) const fn received_quoted(inside: &'b [u8]) -> Self {
        Self { text: inside, form: Form::Quoted }
    }

    pub(super) const fn received_bare(text: &'b [u8]) -> Self {
        Self { text, form: Form::Bare }
    }

    /// What stood in the message, without quotes around it and with its escapes; of a
    /// [`text`](Self::text), the text.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }

    /// Whether it stands in quotes when it is written by itself.
    pub const fn is_quoted(&self) -> bool {
        matches!(self.form, Form::Quoted | Form::Text)
    }

    /// What it means: escapes and folds undone.
    pub fn unquoted(&self) -> impl Iterator<Item = u8> + use<'b> {
        let (quoted, plain) = match self.form {
            Form::Quoted => (self.text, &[][..]),
            Form::Bare | Form::Text => (&[][..], self.text),
        };
        Unquoted::new(quoted).chain(plain.iter().copied())
    }

    /// What stands between the quotes on the wire: `unq(X)` of RFC 7616, §3.3, over which a
    /// digest is computed. For a received value that is [`as_bytes`](Self::as_bytes).
    pub fn sent(&self) -> impl Iterator<Item = u8> + use<'b> {
        let escape = self.form == Form::Text;
        self.text.iter().flat_map(move |byte| {
            let special = escape && matches!(byte, b'"' | b'\\');
            special.then_some(b'\\').into_iter().chain([*byte])
        })
    }

    /// Whether it means `text`, byte for byte.
    pub fn is(&self, text: &[u8]) -> bool {
        self.unquoted().eq(text.iter().copied())
    }

    /// Whether it means `text`, without regard to the case of ASCII letters.
    pub fn is_ignoring_case(&self, text: &[u8]) -> bool {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        self.unquoted().map(lower).eq(text.iter().copied().map(lower))
    }

    /// Writes it as it is: in quotes, or without if it is a token.
    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        match self.form {
            Form::Bare if is_token(self.text) => {
                out.put(self.text);
            }
            Form::Bare | Form::Quoted | Form::Text => self.write_quoted(out),
        }
    }

    /// Writes it in quotes.
    pub(super) fn write_quoted(&self, out: &mut ValueWriter<'_>) {
        match self.form {
            Form::Quoted => out.quoted(self.text),
            Form::Bare | Form::Text => out.quote(self.text),
        };
    }
}

impl PartialEq for AuthValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.unquoted().eq(other.unquoted())
    }
}

fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && Class::TOKEN.has_all(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn written(value: AuthValue<'_>) -> Vec<u8> {
        let mut text = Vec::new();
        value.write(&mut ValueWriter::new(&mut |piece| text.extend_from_slice(piece)));
        text
    }

    #[test]
    fn a_value_is_written_so_that_it_cannot_end_early() {
        assert_eq!(written(AuthValue::text(br#"a", x="\"#)), br#""a\", x=\"\\""#);
        assert_eq!(written(AuthValue::received_bare(b"a/b==")), br#""a/b==""#);
        assert_eq!(written(AuthValue::token(b"MD5").unwrap()), b"MD5");
        assert_eq!(written(AuthValue::quoted(br#"\""#).unwrap()), br#""\"""#);
    }

    #[test]
    fn a_token_is_one_and_the_inside_of_quotes_ends_where_it_ends() {
        for bad in [&b""[..], b"a b", b"a,b", b"a\"b"] {
            assert_eq!(AuthValue::token(bad), None);
        }
        for bad in [&br#"""#[..], br"\", br#"\\""#, br#"a" "#] {
            assert_eq!(AuthValue::quoted(bad), None);
        }
        assert!(AuthValue::quoted(br#"\\\""#).is_some());
    }

    #[test]
    fn a13_escapes_stay_where_a_digest_is_computed_and_go_where_values_are_compared() {
        let value = AuthValue::received_quoted(br"a\b");
        assert!(value.sent().eq(*br"a\b"));
        assert!(value.is(b"ab") && value.is_ignoring_case(b"AB") && !value.is(b"AB"));
        assert_eq!(value, AuthValue::token(b"ab").unwrap());
        // Without quotes around it a backslash is a byte like any other.
        assert!(AuthValue::received_bare(br"a\b").is(br"a\b"));
    }
}
