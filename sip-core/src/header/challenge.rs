//! `challenge`: what WWW-Authenticate and Proxy-Authenticate hold (§25.1; RFC 7616 §3.3).

use super::auth_params::AuthParamsWriter;
use super::once::once;
use super::other_scheme::{DIGEST, scheme};
use super::{AuthParams, AuthValue, DigestAlgorithm, OtherScheme, QopSet, Token, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// What a server wants to be proved before it serves.
///
/// A challenge with a parameter without `=`, a quote that does not end, or nothing behind
/// `Digest` is refused; so is, with Digest, one with a parameter of it that stands twice. One that
/// lacks what an answer needs is read: whoever would answer it sees that it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge<'b> {
    /// `Digest`, in any case: the only scheme of SIP (§22.4).
    Digest(DigestChallenge<'b>),
    /// Another scheme. A client passes it over and looks at the next challenge.
    Other(OtherScheme<'b>),
}

impl<'b> Challenge<'b> {
    /// The name of the scheme.
    pub const fn scheme(&self) -> Token<'b> {
        match self {
            Self::Digest(_) => Token::known("Digest"),
            Self::Other(other) => other.scheme(),
        }
    }

    /// The protection space: which of the user's passwords is asked for.
    pub fn realm(&self) -> Option<AuthValue<'b>> {
        match self {
            Self::Digest(digest) => digest.realm,
            Self::Other(other) => other.params().get(b"realm"),
        }
    }

    /// The digest, if it is one.
    pub const fn as_digest(&self) -> Option<&DigestChallenge<'b>> {
        match self {
            Self::Digest(digest) => Some(digest),
            Self::Other(_) => None,
        }
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let scheme = scheme(cursor)?;
        if scheme.is(DIGEST) {
            DigestChallenge::parse(cursor).map(Self::Digest)
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

/// The parameters of a challenge to prove by digest.
///
/// To write one, fill in the fields; they are written in quotes where the grammar has quotes, and
/// received with and without. A server offers one challenge for each algorithm, in rows of their
/// own, the one that it prefers first (RFC 8760 §2.3).
///
/// ```
/// use sip_core::header::{
///     AuthValue, Challenge, DigestAlgorithm, DigestChallenge, HeaderValue, QopSet, WwwAuthenticate,
/// };
///
/// let challenge = WwwAuthenticate(Challenge::Digest(DigestChallenge {
///     realm: Some(AuthValue::text(b"atlanta.example")),
///     nonce: Some(AuthValue::text(b"84a4cc6f3082")),
///     algorithm: Some(DigestAlgorithm::Sha256),
///     qop: Some(QopSet::AUTH),
///     ..DigestChallenge::default()
/// }));
/// let text = challenge.display().to_string();
/// let expected = r#"Digest realm="atlanta.example", nonce="84a4cc6f3082", "#;
/// assert_eq!(text, [expected, r#"algorithm=SHA-256, qop="auth""#].concat());
/// assert_eq!(WwwAuthenticate::from_value(text.as_bytes())?, challenge);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DigestChallenge<'b> {
    /// `realm`: the protection space, to be shown to the user.
    pub realm: Option<AuthValue<'b>>,
    /// `domain`: URIs that the same credentials open; [`domains`](Self::domains) reads them.
    pub domain: Option<AuthValue<'b>>,
    /// `nonce`: to be hashed, and sent back as it came.
    pub nonce: Option<AuthValue<'b>>,
    /// `opaque`: to be sent back as it came.
    pub opaque: Option<AuthValue<'b>>,
    /// `stale`: whether only the nonce was wrong, and the password need not be asked for again.
    /// Anything but `true`, in any case, is false.
    pub stale: bool,
    /// `algorithm`: MD5 if it is missing.
    pub algorithm: Option<DigestAlgorithm<'b>>,
    /// `qop`: what the server would have protected. Without it the digest is one of RFC 2069.
    pub qop: Option<QopSet>,
    /// `charset`: `UTF-8`, if the server says how it hashes names.
    pub charset: Option<AuthValue<'b>>,
    /// `userhash`: whether the server takes a hash in the place of the user's name.
    pub userhash: bool,
    /// All other parameters.
    pub other_params: AuthParams<'b>,
}

const KNOWN: [&[u8]; 9] = [
    b"realm",
    b"domain",
    b"nonce",
    b"opaque",
    b"stale",
    b"algorithm",
    b"qop",
    b"charset",
    b"userhash",
];

impl<'b> DigestChallenge<'b> {
    /// The URIs in `domain`, as they stand there.
    pub fn domains(&self) -> impl Iterator<Item = &'b [u8]> + use<'b> {
        let list = self.domain.map_or(&[][..], |domain| domain.as_bytes());
        list.split(u8::is_ascii_whitespace).filter(|uri| !uri.is_empty())
    }

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let mut digest = Self::default();
        let (mut stale, mut userhash) = (None, None);
        let mut count = 0usize;
        let params = AuthParams::parse(cursor, |param, at| {
            count = count.saturating_add(1);
            let value = param.value();
            match param.name().len() {
                5 if param.is(b"realm") => once(&mut digest.realm, value, at),
                6 if param.is(b"domain") => once(&mut digest.domain, value, at),
                5 if param.is(b"nonce") => once(&mut digest.nonce, value, at),
                6 if param.is(b"opaque") => once(&mut digest.opaque, value, at),
                5 if param.is(b"stale") => once(&mut stale, value, at),
                9 if param.is(b"algorithm") => once(&mut digest.algorithm, value.into(), at),
                3 if param.is(b"qop") => once(&mut digest.qop, value.into(), at),
                7 if param.is(b"charset") => once(&mut digest.charset, value, at),
                8 if param.is(b"userhash") => once(&mut userhash, value, at),
                _ => Ok(()),
            }
        })?;
        if count == 0 {
            return Err(start.error(ParseErrorKind::Parameter));
        }
        let is_true = |value: Option<AuthValue<'_>>| {
            value.is_some_and(|value| value.is_ignoring_case(b"true"))
        };
        digest.stale = is_true(stale);
        digest.userhash = is_true(userhash);
        digest.other_params = params.without(&KNOWN);
        Ok(digest)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(DIGEST);
        let mut list = AuthParamsWriter::new(out, b" ");
        list.quoted(b"realm", self.realm)
            .quoted(b"domain", self.domain)
            .quoted(b"nonce", self.nonce)
            .quoted(b"opaque", self.opaque)
            .flag(b"stale", self.stale)
            .token(b"algorithm", self.algorithm.map(|algorithm| algorithm.name()));
        if let Some(qop) = self.qop {
            qop.write(list.name(b"qop"));
        }
        list.token(b"charset", self.charset)
            .flag(b"userhash", self.userhash)
            .all(self.other_params.without(&KNOWN))
            .or_flag(b"stale");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{HeaderValue, WwwAuthenticate};
    use std::string::ToString;
    use std::vec::Vec;

    fn parse(text: &[u8]) -> Result<Challenge<'_>, ParseError> {
        WwwAuthenticate::from_value(text).map(|value| value.0)
    }

    fn digest(text: &[u8]) -> DigestChallenge<'_> {
        let value = WwwAuthenticate::from_value(text).unwrap();
        let written = value.display().to_string();
        let again = WwwAuthenticate::from_value(written.as_bytes()).unwrap();
        assert_eq!(again, value, "{written}");
        *parse(text).unwrap().as_digest().expect("a digest")
    }

    #[test]
    fn p19_every_parameter_of_a_folded_challenge_is_found() {
        let digest = digest(
            b"Digest realm=\"atlanta.example\",\r\n\tdomain=\"sip:ss1.example  sip:ss2.example\",\r\n \
            qop=\"auth-int , x\", nonce=\"f84f1cec41e6cbe5aea9c8e88d359==\",\r\n opaque=\"\", \
            stale=FALSE, algorithm=MD5-sess, charset=UTF-8, userhash=true, more=yes",
        );
        assert!(digest.realm.unwrap().is(b"atlanta.example"));
        let domains: Vec<_> = digest.domains().collect();
        assert_eq!(domains, [&b"sip:ss1.example"[..], b"sip:ss2.example"]);
        assert_eq!(digest.qop, Some(QopSet { auth: false, auth_int: true }));
        assert!(digest.nonce.unwrap().is(b"f84f1cec41e6cbe5aea9c8e88d359=="));
        assert!(digest.opaque.unwrap().is(b""));
        assert!(!digest.stale && digest.userhash);
        assert_eq!(digest.algorithm, Some(DigestAlgorithm::Md5Sess));
        assert!(digest.charset.unwrap().is(b"UTF-8"));
        assert!(digest.other_params.get(b"more").unwrap().is(b"yes"));
    }

    #[test]
    fn stale_is_true_in_any_case_and_in_quotes_and_nothing_else() {
        for text in [&b"Digest stale=true"[..], b"Digest stale=TRUE", b"Digest stale=\"True\""] {
            assert!(digest(text).stale);
        }
        for text in [&b"Digest stale=false"[..], b"Digest stale=1", b"Digest stale=\"\""] {
            assert!(!digest(text).stale);
        }
    }

    #[test]
    fn a2_a_challenge_that_lacks_what_an_answer_needs_is_read() {
        let digest = digest(br#"Digest nonce="??????????", stale=true, algorithm=MD5"#);
        assert_eq!((digest.realm, digest.qop), (None, None));
        let offers_nothing = super::tests::digest(br#"Digest qop="x""#);
        assert_eq!(offers_nothing.qop, Some(QopSet::default()));
    }

    #[test]
    fn a6_an_algorithm_that_nobody_knows_is_no_error() {
        let algorithm = digest(b"Digest algorithm=AKAv2-SHA-256").algorithm;
        assert!(
            matches!(algorithm, Some(DigestAlgorithm::Other(name)) if name.is(b"AKAv2-SHA-256"))
        );
    }

    #[test]
    fn a_realm_keeps_its_escapes_commas_and_marks() {
        for (text, inside) in [
            (&br#"Digest realm="%$s..c,\"", nonce="?""#[..], &br#"%$s..c,\""#[..]),
            (br#"Digest realm="%$s..c,\\\"", nonce ="?""#, br#"%$s..c,\\\""#),
        ] {
            assert_eq!(digest(text).realm.unwrap().as_bytes(), inside);
        }
    }

    #[test]
    fn p44_what_is_junk_is_refused() {
        for bad in [
            &b""[..],
            b"Digest",
            b"Digest realm",
            b"Digest realm=\"x",
            b"Digest realm=\"x\", nonce",
            b"Digest realm=\"x\", realm=\"y\"",
            b"Digest realm=\"x\" nonce=\"y\"",
            b"Digest realm=\"x\", Digest realm=\"y\"",
            b"Digest qop=auth,auth-int",
            b"Basic realm=\"x\", Digest realm=\"y\"",
        ] {
            assert!(parse(bad).is_err(), "{}", bad.escape_ascii());
        }
    }

    #[test]
    fn another_scheme_is_kept() {
        for text in [r#"Basic realm="jobs""#, r#"Basic realm="jobs", nonce="??""#, "Negotiate"] {
            let value = WwwAuthenticate::from_value(text.as_bytes()).unwrap();
            assert_eq!(value.display().to_string(), text);
            assert!(value.0.as_digest().is_none());
        }
    }
}
