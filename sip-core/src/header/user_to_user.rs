//! `User-to-User` (RFC 7433 §4).

use super::once::once;
use super::{AuthValue, HeaderValue, KnownHeader, OtherParams, Token, ValueWriter, token_param};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor, Params};

/// Data that one user's application has for the other's, of the kind and form that the parameters
/// say.
///
/// A `purpose`, `content` or `encoding` that is not a token, or stands twice, is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, Token, UserToUser};
///
/// let token = |text| Token::new(text).expect("a token");
/// let value = UserToUser::new(b"56a390f3d2b7310023").with_encoding(token(b"hex"));
/// assert_eq!(value.display().to_string(), "56a390f3d2b7310023;encoding=hex");
/// let value = UserToUser::from_value(b"\"an \\\"a\\\"\";purpose=foo")?;
/// assert!(value.data().eq(*b"an \"a\""));
/// assert_eq!((value.purpose(), value.encoding()), (Some(token(b"foo")), None));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserToUser<'b> {
    data: AuthValue<'b>,
    purpose: Option<Token<'b>>,
    content: Option<Token<'b>>,
    encoding: Option<Token<'b>>,
    other_params: OtherParams<'b>,
}

impl<'b> UserToUser<'b> {
    /// The data `data`: written in quotes unless it is a token.
    pub fn new(data: &'b [u8]) -> Self {
        let data = AuthValue::token(data).unwrap_or(AuthValue::text(data));
        let other_params = OtherParams::default();
        Self { data, purpose: None, content: None, encoding: None, other_params }
    }

    /// The same, for the application `purpose`.
    pub const fn with_purpose(mut self, purpose: Token<'b>) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// The same, with data of the kind `content`.
    pub const fn with_content(mut self, content: Token<'b>) -> Self {
        self.content = Some(content);
        self
    }

    /// The same, with data that is encoded as `encoding`.
    pub const fn with_encoding(mut self, encoding: Token<'b>) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// The data, its quotes and escapes undone, its encoding not.
    pub fn data(&self) -> impl Iterator<Item = u8> + use<'b> {
        self.data.unquoted()
    }

    /// The data, as it stands in the message, without quotes.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.data.as_bytes()
    }

    /// The application that the data is for; `isdn-uui` if it is missing (RFC 7434).
    pub const fn purpose(&self) -> Option<Token<'b>> {
        self.purpose
    }

    /// The kind of the data.
    pub const fn content(&self) -> Option<Token<'b>> {
        self.content
    }

    /// How the data is encoded: `hex` is the one encoding of RFC 7433.
    pub const fn encoding(&self) -> Option<Token<'b>> {
        self.encoding
    }

    /// The parameters besides `purpose`, `content` and `encoding`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for UserToUser<'b> {
    const HEADER: KnownHeader = KnownHeader::UserToUser;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let data = match cursor.peek() {
            Some(b'"') => AuthValue::received_quoted(cursor.quoted()?),
            _ => match cursor.take_while(Class::PARAM_VALUE) {
                [] => return Err(cursor.error(ParseErrorKind::Token)),
                text => AuthValue::received_bare(text),
            },
        };
        let (mut purpose, mut content, mut encoding) = (None, None, None);
        let params = Params::parse(cursor, |param, at| match param.name.len() {
            7 if param.is(b"purpose") => once(&mut purpose, token_param::of(param, at)?, at),
            7 if param.is(b"content") => once(&mut content, token_param::of(param, at)?, at),
            8 if param.is(b"encoding") => once(&mut encoding, token_param::of(param, at)?, at),
            _ => Ok(()),
        })?;
        let other_params = OtherParams::new(params, &[b"purpose", b"content", b"encoding"]);
        Ok(Self { data, purpose, content, encoding, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.data.write(out);
        let known = [
            (&b";purpose="[..], self.purpose),
            (b";content=", self.content),
            (b";encoding=", self.encoding),
        ];
        for (name, value) in known {
            if let Some(value) = value {
                out.put(name).put(value.as_bytes());
            }
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn data_and_its_parameters_are_found() {
        let value = read::<UserToUser<'_>>(
            b"56a390f3d2b7310023a2 ; encoding=\"hex\";Purpose=isdn-uui;x;content=isdn-uui",
        );
        assert_eq!(value.as_bytes(), b"56a390f3d2b7310023a2");
        assert_eq!(value.encoding(), Token::new(b"hex"));
        assert_eq!(value.purpose(), value.content());
        assert_eq!(value.other_params().iter().count(), 1);
        // Base 64 is no token, and comes without quotes nevertheless.
        assert_eq!(read::<UserToUser<'_>>(b"a/b=="), UserToUser::new(b"a/b=="));
        assert_eq!(read_all::<UserToUser<'_>>("User-to-User: a;encoding=hex, \"b,c\"").len(), 2);
    }

    #[test]
    fn any_text_can_be_written() {
        let token = Token::new(b"t").unwrap();
        for text in [&b"a"[..], b"", b"a;b,c \"d\" \\"] {
            let value = UserToUser::new(text).with_purpose(token).with_content(token);
            survives(&value);
        }
    }

    #[test]
    fn what_is_broken_is_refused() {
        refuses::<UserToUser<'_>>(&[
            b"",
            b";encoding=hex",
            b"a b",
            b"\"a",
            b"a;encoding",
            b"a;encoding=hex;encoding=hex",
            b"a;purpose=\"x y\"",
        ]);
    }
}
