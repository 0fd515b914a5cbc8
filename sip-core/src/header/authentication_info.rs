//! `Authentication-Info` (§20.6).

use super::auth_params::AuthParamsWriter;
use super::once::once;
use super::{AuthParams, AuthValue, HeaderValue, KnownHeader, NonceCount, Qop, Token, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// What a server says of a digest that it has accepted: the next nonce, and the proof that it
/// knows the password itself (RFC 7616 §3.5).
///
/// The commas in it separate parameters, so that a field is read as one value. Its grammar has no
/// scheme; one that is there is kept. A parameter without `=`, a quote that does not end, a
/// parameter that stands twice and an `nc` that is not eight hexadecimal digits are refused.
///
/// ```
/// use sip_core::header::{AuthValue, AuthenticationInfo, HeaderValue};
///
/// let info = AuthenticationInfo::from_value(br#"nextnonce="47364c23432d2e131a5fb210812c""#)?;
/// assert!(info.nextnonce.is_some_and(|nonce| nonce.is(b"47364c23432d2e131a5fb210812c")));
/// assert_eq!(info.rspauth, None);
/// let next = AuthenticationInfo {
///     nextnonce: Some(AuthValue::text(b"a1")),
///     ..AuthenticationInfo::default()
/// };
/// assert_eq!(next.display().to_string(), r#"nextnonce="a1""#);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuthenticationInfo<'b> {
    /// The name of a scheme, which some servers write before the parameters.
    pub scheme: Option<Token<'b>>,
    /// `nextnonce`: the nonce for the next request.
    pub nextnonce: Option<AuthValue<'b>>,
    /// `qop`: what `rspauth` protects.
    pub qop: Option<Qop<'b>>,
    /// `rspauth`: the server's digest, in hexadecimal digits.
    pub rspauth: Option<AuthValue<'b>>,
    /// `cnonce`: as in the request.
    pub cnonce: Option<AuthValue<'b>>,
    /// `nc`: as in the request.
    pub nc: Option<NonceCount>,
    /// All other parameters.
    pub other_params: AuthParams<'b>,
}

const KNOWN: [&[u8]; 5] = [b"nextnonce", b"qop", b"rspauth", b"cnonce", b"nc"];

impl<'b> HeaderValue<'b> for AuthenticationInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::AuthenticationInfo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let mut info = Self { scheme: scheme(cursor), ..Self::default() };
        let start = *cursor;
        let mut count = 0usize;
        let params = AuthParams::parse(cursor, |param, at| {
            count = count.saturating_add(1);
            let value = param.value();
            match param.name().len() {
                9 if param.is(b"nextnonce") => once(&mut info.nextnonce, value, at),
                3 if param.is(b"qop") => once(&mut info.qop, value.into(), at),
                7 if param.is(b"rspauth") => once(&mut info.rspauth, value, at),
                6 if param.is(b"cnonce") => once(&mut info.cnonce, value, at),
                2 if param.is(b"nc") => {
                    let nc = NonceCount::parse(value.as_bytes());
                    once(&mut info.nc, nc.ok_or_else(|| at.error(ParseErrorKind::Number))?, at)
                }
                _ => Ok(()),
            }
        })?;
        if count == 0 {
            return Err(start.error(ParseErrorKind::Parameter));
        }
        info.other_params = params.without(&KNOWN);
        Ok(info)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        let separator: &[u8] = match self.scheme {
            Some(scheme) => {
                out.put(scheme.as_bytes());
                b" "
            }
            None => b"",
        };
        let mut list = AuthParamsWriter::new(out, separator);
        list.quoted(b"nextnonce", self.nextnonce)
            .token(b"qop", self.qop.map(|qop| qop.name()))
            .quoted(b"rspauth", self.rspauth)
            .quoted(b"cnonce", self.cnonce);
        if let Some(nc) = self.nc {
            list.name(b"nc").put(nc.as_bytes());
        }
        list.all(self.other_params.without(&KNOWN));
    }
}

/// Steps over the name of a scheme: a token that another token follows, not `=`.
fn scheme<'b>(cursor: &mut Cursor<'b>) -> Option<Token<'b>> {
    let mut ahead = *cursor;
    let scheme = Token::parse(&mut ahead).ok()?;
    ahead.skip_lws();
    let behind = ahead;
    ahead.token().ok()?;
    *cursor = behind;
    Some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn parse(text: &str) -> AuthenticationInfo<'_> {
        let value = AuthenticationInfo::from_value(text.as_bytes()).unwrap();
        let written = value.display().to_string();
        assert_eq!(AuthenticationInfo::from_value(written.as_bytes()).unwrap(), value);
        value
    }

    #[test]
    fn a15_every_parameter_is_found() {
        let info =
            parse("qop=auth, rspauth=\"12ab\",\r\n cnonce=\"c\", nc=00000002,nextnonce=\"n==\"");
        assert!(info.rspauth.unwrap().is(b"12ab"));
        assert!(info.cnonce.unwrap().is(b"c"));
        assert!(info.nextnonce.unwrap().is(b"n=="));
        assert_eq!((info.qop, info.nc), (Some(Qop::Auth), Some(NonceCount::new(2))));
        assert_eq!(info.scheme, None);
        assert!(info.other_params.is_empty());
    }

    #[test]
    fn a_scheme_before_the_parameters_is_kept() {
        let info = parse(
            "NTLM opaque=\"O\",snum=\"N\",srand=\"*\",realm=\"R\",targetname=\"T\",rspauth=\"hello\"",
        );
        assert_eq!(info.scheme, Token::new(b"ntlm"));
        assert!(info.rspauth.unwrap().is(b"hello"));
        assert_eq!(info.other_params.iter().count(), 5);
    }

    #[test]
    fn what_is_junk_is_refused() {
        for bad in [
            &b""[..],
            b",",
            b"nextnonce",
            b"NTLM",
            b"NTLM opaque",
            b"nextnonce=\"x",
            b"nextnonce=\"x\", nextnonce=\"y\"",
            b"nc=1",
            b"a=b c=d",
        ] {
            assert!(AuthenticationInfo::from_value(bad).is_err(), "{}", bad.escape_ascii());
        }
    }
}
