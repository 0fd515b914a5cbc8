//! `credentials`: what Authorization and Proxy-Authorization hold (§25.1; RFC 7616 §3.4).

use super::auth_params::AuthParamsWriter;
use super::once::once;
use super::other_scheme::{DIGEST, scheme};
use super::{
    AuthParams, AuthValue, DigestAlgorithm, NonceCount, OtherScheme, Qop, Token, ValueWriter,
};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// Who the sender says it is, and the proof.
///
/// Credentials with a parameter without `=`, a quote that does not end, or nothing behind
/// `Digest` are refused; so are, with Digest, a parameter of it that stands twice and an `nc` that
/// is not eight hexadecimal digits. What is missing is for the server to miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials<'b> {
    /// `Digest`, in any case: the only scheme of SIP (§22.4).
    Digest(DigestCredentials<'b>),
    /// Another scheme.
    Other(OtherScheme<'b>),
}

impl<'b> Credentials<'b> {
    /// The name of the scheme.
    pub const fn scheme(&self) -> Token<'b> {
        match self {
            Self::Digest(_) => Token::known("Digest"),
            Self::Other(other) => other.scheme(),
        }
    }

    /// The protection space that they are for.
    pub fn realm(&self) -> Option<AuthValue<'b>> {
        match self {
            Self::Digest(digest) => digest.realm,
            Self::Other(other) => other.params().get(b"realm"),
        }
    }

    /// The digest, if it is one.
    pub const fn as_digest(&self) -> Option<&DigestCredentials<'b>> {
        match self {
            Self::Digest(digest) => Some(digest),
            Self::Other(_) => None,
        }
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let scheme = scheme(cursor)?;
        if scheme.is(DIGEST) {
            DigestCredentials::parse(cursor).map(Self::Digest)
        } else {
            OtherScheme::parse(scheme, cursor).map(Self::Other)
        }
    }

    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        match self {
            Self::Digest(digest) => digest.write(out),
            Self::Other(other) => other.write(out),
        }
    }
}

/// The parameters of a digest, as the client sends them.
///
/// To write some, fill in the fields; they are written in quotes where the grammar has quotes,
/// and received with and without.
///
/// ```
/// use sip_core::header::{
///     AuthValue, Authorization, Credentials, DigestCredentials, HeaderValue, NonceCount, Qop,
/// };
///
/// let credentials = Authorization(Credentials::Digest(DigestCredentials {
///     username: Some(AuthValue::text(b"bob")),
///     realm: Some(AuthValue::text(b"biloxi.example")),
///     qop: Some(Qop::Auth),
///     nc: Some(NonceCount::new(1)),
///     ..DigestCredentials::default()
/// }));
/// let text = credentials.display().to_string();
/// assert_eq!(text, r#"Digest username="bob", realm="biloxi.example", qop=auth, nc=00000001"#);
/// assert_eq!(Authorization::from_value(text.as_bytes())?, credentials);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DigestCredentials<'b> {
    /// `username`: the user's name in the realm; hashed if [`userhash`](Self::userhash) says so.
    pub username: Option<AuthValue<'b>>,
    /// `realm`: as in the challenge.
    pub realm: Option<AuthValue<'b>>,
    /// `nonce`: as in the challenge.
    pub nonce: Option<AuthValue<'b>>,
    /// `uri`: the Request-URI that was hashed. Proxies change the one in the request, so that the
    /// two may differ (§22.4).
    pub uri: Option<AuthValue<'b>>,
    /// `response`: the digest, in hexadecimal digits. How many is not checked here.
    pub response: Option<AuthValue<'b>>,
    /// `algorithm`: MD5 if it is missing.
    pub algorithm: Option<DigestAlgorithm<'b>>,
    /// `cnonce`: the client's own nonce.
    pub cnonce: Option<AuthValue<'b>>,
    /// `opaque`: as in the challenge.
    pub opaque: Option<AuthValue<'b>>,
    /// `qop`: what is protected. Without it the digest is one of RFC 2069.
    pub qop: Option<Qop<'b>>,
    /// `nc`: how often the nonce has been used.
    pub nc: Option<NonceCount>,
    /// `userhash`: whether [`username`](Self::username) is a hash of name and realm.
    pub userhash: bool,
    /// All other parameters, such as `auts` and `username*`.
    pub other_params: AuthParams<'b>,
}

const KNOWN: [&[u8]; 11] = [
    b"username",
    b"realm",
    b"nonce",
    b"uri",
    b"response",
    b"algorithm",
    b"cnonce",
    b"opaque",
    b"qop",
    b"nc",
    b"userhash",
];

impl<'b> DigestCredentials<'b> {
    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let mut digest = Self::default();
        let mut userhash = None;
        let mut count = 0usize;
        let params = AuthParams::parse(cursor, |param, at| {
            count = count.saturating_add(1);
            let value = param.value();
            match param.name().len() {
                8 if param.is(b"username") => once(&mut digest.username, value, at),
                5 if param.is(b"realm") => once(&mut digest.realm, value, at),
                5 if param.is(b"nonce") => once(&mut digest.nonce, value, at),
                3 if param.is(b"uri") => once(&mut digest.uri, value, at),
                8 if param.is(b"response") => once(&mut digest.response, value, at),
                9 if param.is(b"algorithm") => once(&mut digest.algorithm, value.into(), at),
                6 if param.is(b"cnonce") => once(&mut digest.cnonce, value, at),
                6 if param.is(b"opaque") => once(&mut digest.opaque, value, at),
                3 if param.is(b"qop") => once(&mut digest.qop, value.into(), at),
                2 if param.is(b"nc") => {
                    let nc = NonceCount::parse(value.as_bytes());
                    once(&mut digest.nc, nc.ok_or_else(|| at.error(ParseErrorKind::Number))?, at)
                }
                8 if param.is(b"userhash") => once(&mut userhash, value, at),
                _ => Ok(()),
            }
        })?;
        if count == 0 {
            return Err(start.error(ParseErrorKind::Parameter));
        }
        digest.userhash = userhash.is_some_and(|value| value.is_ignoring_case(b"true"));
        digest.other_params = params.without(&KNOWN);
        Ok(digest)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(DIGEST);
        let mut list = AuthParamsWriter::new(out, b" ");
        list.quoted(b"username", self.username)
            .quoted(b"realm", self.realm)
            .quoted(b"nonce", self.nonce)
            .quoted(b"uri", self.uri)
            .quoted(b"response", self.response)
            .token(b"algorithm", self.algorithm.map(|algorithm| algorithm.name()))
            .quoted(b"cnonce", self.cnonce)
            .quoted(b"opaque", self.opaque)
            .token(b"qop", self.qop.map(|qop| qop.name()));
        if let Some(nc) = self.nc {
            list.name(b"nc").put(nc.as_bytes());
        }
        list.flag(b"userhash", self.userhash)
            .all(self.other_params.without(&KNOWN))
            .or_flag(b"userhash");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{AuthParam, Authorization, HeaderValue};
    use std::string::ToString;

    fn parse(text: &[u8]) -> Result<Credentials<'_>, ParseError> {
        Authorization::from_value(text).map(|value| value.0)
    }

    fn digest(text: &[u8]) -> DigestCredentials<'_> {
        *parse(text).unwrap().as_digest().expect("a digest")
    }

    fn again(text: &str) -> std::string::String {
        let value = Authorization::from_value(text.as_bytes()).unwrap();
        let written = value.display().to_string();
        assert_eq!(Authorization::from_value(written.as_bytes()).unwrap(), value);
        written
    }

    /// RFC 7616 §3.9.1, with a fold.
    const FULL: &[u8] = b"Digest username=\"Mufasa\",\r\n realm=\"http-auth@example.org\", \
        uri=\"/dir/index.html\", algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv==,\", nc=00000001, \
        cnonce=\"f2/wE4q74E6z\", qop=auth, response=\"753927fa0e85\", opaque=\"\", auts=\"x\"";

    #[test]
    fn every_parameter_of_a_digest_is_found() {
        let digest = digest(FULL);
        assert!(digest.username.unwrap().is(b"Mufasa"));
        assert!(digest.realm.unwrap().is(b"http-auth@example.org"));
        assert!(digest.uri.unwrap().is(b"/dir/index.html"));
        assert!(digest.nonce.unwrap().is(b"7ypf/xlj9XXwfDPEoM4URrv==,"));
        assert!(digest.cnonce.unwrap().is(b"f2/wE4q74E6z"));
        assert!(digest.response.unwrap().is(b"753927fa0e85"));
        assert!(digest.opaque.unwrap().is(b""));
        assert_eq!(digest.algorithm, Some(DigestAlgorithm::Sha256));
        assert_eq!(digest.qop, Some(Qop::Auth));
        assert_eq!(digest.nc, Some(NonceCount::new(1)));
        assert!(!digest.userhash);
        assert_eq!(digest.other_params.iter().count(), 1);
        again(str::from_utf8(FULL).unwrap());
    }

    #[test]
    fn a8_the_wire_form_is_mended_when_it_is_written() {
        let sloppy =
            "dIGEST NC=\"00000001\",QOP=\"auth\",ALGORITHM=\"md5\",Nonce=a==,userhash=TRUE";
        let mended = "Digest nonce=\"a==\", algorithm=MD5, qop=auth, nc=00000001, userhash=true";
        assert_eq!(again(sloppy), mended);
    }

    #[test]
    fn p44_what_is_junk_is_refused() {
        let kind = |text: &[u8]| parse(text).unwrap_err().kind;
        for (text, expected) in [
            (&b""[..], ParseErrorKind::Token),
            (b"Digest", ParseErrorKind::Parameter),
            (b"Digest ", ParseErrorKind::Parameter),
            (b"Digest ,", ParseErrorKind::Parameter),
            (b"Digest username", ParseErrorKind::Parameter),
            (b"Digest username=", ParseErrorKind::Parameter),
            (b"Digest username=\"bob", ParseErrorKind::Quote),
            (b"Digest username=\"bob\\\"", ParseErrorKind::Quote),
            (b"Digest username=\"bob\" realm=\"x\"", ParseErrorKind::Trailing),
            (b"Digest username=\"bob\";realm=\"x\"", ParseErrorKind::Trailing),
            (b"Digest@x", ParseErrorKind::Token),
            (b"\"Digest\" a=b", ParseErrorKind::Token),
            // A second value behind a comma: rows of credentials cannot be joined.
            (b"Digest realm=\"a\", Digest realm=\"b\"", ParseErrorKind::Parameter),
        ] {
            assert_eq!(kind(text), expected, "{}", text.escape_ascii());
        }
    }

    #[test]
    fn what_counts_stands_once() {
        for name in KNOWN {
            let param = [name, b"=00000001"].concat();
            let text = [b"Digest ", &param[..], b", ", &param[..]].concat();
            let error = parse(&text).unwrap_err();
            assert_eq!(error.kind, ParseErrorKind::Parameter, "{}", text.escape_ascii());
            assert_eq!(usize::try_from(error.offset).unwrap(), 7 + param.len() + 2);
        }
        assert!(parse(b"Digest x=1, x=2").is_ok());
    }

    #[test]
    fn a_nonce_count_that_is_none_is_refused() {
        for bad in ["1", "0000000g", "100000000", "\"\""] {
            let text = std::format!("Digest nc={bad}");
            assert_eq!(parse(text.as_bytes()).unwrap_err().kind, ParseErrorKind::Number);
        }
    }

    #[test]
    fn a14_a_scheme_that_nobody_knows_is_kept() {
        for text in ["NoOneKnowsThisScheme opaque-data=here", "Bearer mF_9.B5f-4.1JqM==", "Basic"] {
            assert!(parse(text.as_bytes()).unwrap().as_digest().is_none());
            assert_eq!(again(text), text);
        }
        let basic = parse(b"Basic realm=\"jobs\"").unwrap();
        assert!(basic.scheme().is(b"basic"));
        assert!(basic.realm().unwrap().is(b"jobs"));
        let bearer =
            OtherScheme::with_token68(Token::new(b"Bearer").unwrap(), b"mF_9.B5f-4.1JqM==")
                .unwrap();
        assert_eq!(parse(b"Bearer mF_9.B5f-4.1JqM== ").unwrap(), Credentials::Other(bearer));
    }

    #[test]
    fn credentials_without_anything_are_read_back_too() {
        assert_eq!(again("Digest userhash=no"), "Digest userhash=false");
        let nothing = Authorization(Credentials::Digest(DigestCredentials::default()));
        let text = nothing.display().to_string();
        assert_eq!(Authorization::from_value(text.as_bytes()).unwrap(), nothing);
    }

    #[test]
    fn other_params_are_written_once_and_escaped() {
        let other_params = [
            AuthParam::new(b"auts", AuthValue::text(b"a\"b")).unwrap(),
            AuthParam::new(b"Realm", AuthValue::text(b"twice?")).unwrap(),
        ];
        let credentials = Authorization(Credentials::Digest(DigestCredentials {
            realm: Some(AuthValue::text(b"r")),
            other_params: other_params[..].into(),
            ..DigestCredentials::default()
        }));
        let text = credentials.display().to_string();
        assert_eq!(text, r#"Digest realm="r", auts="a\"b""#);
    }
}
