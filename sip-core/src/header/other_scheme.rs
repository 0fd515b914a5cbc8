//! `auth-scheme` other than Digest: kept, not understood (§25.1).

use super::auth_params::AuthParamsWriter;
use super::{AuthParams, Token, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// A challenge or credentials of another scheme than Digest: its name, and its parameters or one
/// opaque token (`Bearer` of RFC 8898).
///
/// ```
/// use sip_core::header::{Authorization, Credentials, HeaderValue};
///
/// let value = Authorization::from_value(b"NoOneKnowsThisScheme opaque-data=here")?;
/// let Credentials::Other(other) = value.0 else { panic!("not a digest") };
/// assert!(other.scheme().is(b"NoOneKnowsThisScheme"));
/// assert!(other.params().get(b"opaque-data").expect("it is there").is(b"here"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherScheme<'b> {
    scheme: Token<'b>,
    params: AuthParams<'b>,
    token68: Option<&'b [u8]>,
}

/// The one scheme that is understood.
pub(super) const DIGEST: &[u8] = b"Digest";

impl<'b> OtherScheme<'b> {
    /// A scheme with parameters, to be written; `None` if it is Digest.
    pub fn new(scheme: Token<'b>, params: AuthParams<'b>) -> Option<Self> {
        (!scheme.is(DIGEST)).then_some(Self { scheme, params, token68: None })
    }

    /// A scheme with one opaque token, to be written; `None` if it is Digest, or the token is none.
    pub fn with_token68(scheme: Token<'b>, token: &'b [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(token, 0);
        let whole = token68(&mut cursor).is_some();
        (whole && !scheme.is(DIGEST)).then_some(Self {
            scheme,
            params: AuthParams::default(),
            token68: Some(token),
        })
    }

    /// Steps over what stands behind the name of the scheme, which may be nothing.
    pub(super) fn parse(scheme: Token<'b>, cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let token68 = token68(cursor);
        let params = match token68 {
            Some(_) => AuthParams::default(),
            None => AuthParams::parse(cursor, |_, _| Ok(()))?,
        };
        Ok(Self { scheme, params, token68 })
    }

    /// The name of the scheme.
    pub const fn scheme(&self) -> Token<'b> {
        self.scheme
    }

    /// The parameters: none if there is a token in their place.
    pub const fn params(&self) -> AuthParams<'b> {
        self.params
    }

    /// The opaque token that stands in the place of parameters (RFC 7235 §2.1).
    pub const fn token68(&self) -> Option<&'b [u8]> {
        self.token68
    }

    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.scheme.as_bytes());
        match self.token68 {
            Some(token) => {
                out.put(b" ").put(token);
            }
            None => {
                AuthParamsWriter::new(out, b" ").all(self.params);
            }
        }
    }
}

/// Steps over the name of a scheme and the white space behind it.
pub(super) fn scheme<'b>(cursor: &mut Cursor<'b>) -> Result<Token<'b>, ParseError> {
    let scheme = Token::parse(cursor)?;
    let behind = *cursor;
    cursor.skip_lws();
    if cursor.offset() == behind.offset() && !cursor.at_end() {
        return Err(cursor.error(ParseErrorKind::Token));
    }
    Ok(scheme)
}

/// Steps over a `token68` if nothing follows it: a parameter cannot be taken for one.
fn token68<'b>(cursor: &mut Cursor<'b>) -> Option<&'b [u8]> {
    let mut ahead = *cursor;
    let in_it = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
    };
    let len = ahead.rest().iter().take_while(|byte| in_it(byte)).count();
    if ahead.take(len).is_empty() {
        return None;
    }
    while ahead.eat(b'=') {}
    let token = ahead.since(cursor);
    ahead.skip_lws();
    ahead.at_end().then(|| {
        *cursor = ahead;
        token
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_the_place_of_parameters_reaches_to_the_end() {
        let token = |text| token68(&mut Cursor::new(text, 0));
        assert_eq!(token(b"abc/d+e== "), Some(&b"abc/d+e=="[..]));
        for bad in [&b""[..], b"=", b"a=b", b"a=\"b\"", b"a, b", b"a b", b"a=,"] {
            assert_eq!(token(bad), None);
        }
    }

    #[test]
    fn another_scheme_is_not_digest_and_its_token_is_whole() {
        let token = |text| Token::new(text).unwrap();
        assert_eq!(OtherScheme::new(token(b"dIGEST"), AuthParams::default()), None);
        assert_eq!(OtherScheme::with_token68(token(b"Digest"), b"x"), None);
        for bad in [&b""[..], b"a b", b"a=b", b"a,b"] {
            assert_eq!(OtherScheme::with_token68(token(b"Bearer"), bad), None);
        }
    }
}
