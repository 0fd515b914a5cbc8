//! `auth-scheme` other than Digest: kept, not understood (§25.1).

use super::auth_params::AuthParamsWriter;
use super::{AuthParams, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor};

/// A challenge or credentials of another scheme than Digest: its name, and its parameters or one
/// opaque token (`Bearer` of RFC 8898).
///
/// ```
/// use sip_core::header::{Authorization, Credentials, HeaderValue};
///
/// let value = Authorization::from_value(b"NoOneKnowsThisScheme opaque-data=here")?;
/// let Credentials::Other(other) = value.0 else { panic!("not a digest") };
/// assert_eq!(other.scheme(), b"NoOneKnowsThisScheme");
/// assert!(other.params().get(b"opaque-data").expect("it is there").is(b"here"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherScheme<'b> {
    scheme: &'b [u8],
    params: AuthParams<'b>,
    token68: Option<&'b [u8]>,
}

/// The one scheme that is understood.
pub(super) const DIGEST: &[u8] = b"Digest";

impl<'b> OtherScheme<'b> {
    /// A scheme with parameters, to be written; `None` if its name is not a token, or is Digest.
    pub fn new(scheme: &'b [u8], params: AuthParams<'b>) -> Option<Self> {
        is_other(scheme).then_some(Self { scheme, params, token68: None })
    }

    /// A scheme with one opaque token, to be written; `None` if either is not what it must be.
    pub fn with_token68(scheme: &'b [u8], token: &'b [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(token, 0);
        let whole = token68(&mut cursor).is_some();
        (is_other(scheme) && whole).then_some(Self {
            scheme,
            params: AuthParams::default(),
            token68: Some(token),
        })
    }

    /// Steps over what stands behind the name of the scheme, which may be nothing.
    pub(super) fn parse(scheme: &'b [u8], cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let token68 = token68(cursor);
        let params = match token68 {
            Some(_) => AuthParams::default(),
            None => AuthParams::parse(cursor, |_, _| Ok(()))?,
        };
        Ok(Self { scheme, params, token68 })
    }

    /// The name of the scheme, to be compared without regard to case.
    pub const fn scheme(&self) -> &'b [u8] {
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
        out.put(self.scheme);
        match self.token68 {
            Some(token) => {
                out.put(b" ").put(token);
            }
            None => AuthParamsWriter::new(out, b" ").all(self.params),
        }
    }
}

/// Steps over the name of a scheme and the white space behind it.
pub(super) fn scheme<'b>(cursor: &mut Cursor<'b>) -> Result<&'b [u8], ParseError> {
    let scheme = cursor.token()?;
    let behind = *cursor;
    cursor.skip_lws();
    if cursor.offset() == behind.offset() && !cursor.at_end() {
        return Err(cursor.error(ParseErrorKind::Token));
    }
    Ok(scheme)
}

fn is_other(scheme: &[u8]) -> bool {
    let token = !scheme.is_empty() && Class::TOKEN.has_all(scheme);
    token && !scheme.eq_ignore_ascii_case(DIGEST)
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
    fn another_scheme_is_a_token_and_not_digest() {
        for bad in [&b""[..], b"a b", b"dIGEST"] {
            assert_eq!(OtherScheme::new(bad, AuthParams::default()), None);
            assert_eq!(OtherScheme::with_token68(bad, b"x"), None);
        }
        assert_eq!(OtherScheme::with_token68(b"Bearer", b"a b"), None);
        assert_eq!(OtherScheme::with_token68(b"Bearer", b"a=b"), None);
    }
}
