//! `Identity` (RFC 8224 §4).

use super::once::once;
use super::{HeaderValue, KnownHeader, Token, ValueWriter, token_param};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Param, Params};
use crate::uri::Uri;

/// A signature over who calls whom: a PASSporT (RFC 8225), and where the signer's certificate is.
///
/// Each stands in a row of its own. A signature in quotes, as RFC 4474 had it, is taken, and so is
/// one without `info`. `info`, `alg` and `ppt` that are not what they must be, or stand twice, are
/// refused.
///
/// ```
/// use sip_core::header::{HeaderValue, Identity};
///
/// let identity = Identity::from_value(
///     b"eyJhbGciOi.eyJhdHQi.rq3pjT1h;info=<https://cert.example/p.cer>;alg=ES256;ppt=shaken",
/// )?;
/// assert_eq!(identity.digest(), b"eyJhbGciOi.eyJhdHQi.rq3pjT1h");
/// assert!(identity.info().is_some_and(|uri| uri.as_bytes() == b"https://cert.example/p.cer"));
/// assert!(identity.ppt().is_some_and(|ppt| ppt.is(b"shaken")));
/// assert!(!identity.is_compact());
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct Identity<'b> {
    digest: &'b [u8],
    info: Option<Uri<'b>>,
    alg: Option<Token<'b>>,
    ppt: Option<Token<'b>>,
    /// What stands before and behind the angle brackets of `info`.
    params: [Params<'b>; 2],
}

const KNOWN: [&[u8]; 3] = [b"info", b"alg", b"ppt"];

impl<'b> Identity<'b> {
    /// The signature `digest`, by the owner of the certificate at `info`; `None` if `digest` is
    /// not base 64 and dots.
    pub fn new(digest: &'b [u8], info: Uri<'b>) -> Option<Self> {
        let value =
            Self { digest, info: Some(info), alg: None, ppt: None, params: [Params::default(); 2] };
        is_digest(digest).then_some(value)
    }

    /// The same, signed with the algorithm `alg` (`ES256` if none is named).
    pub const fn with_alg(mut self, alg: Token<'b>) -> Self {
        self.alg = Some(alg);
        self
    }

    /// The same, of the type `ppt`.
    pub const fn with_ppt(mut self, ppt: Token<'b>) -> Self {
        self.ppt = Some(ppt);
        self
    }

    /// The signature: a whole PASSporT, or in the compact form two dots and its last part.
    pub const fn digest(&self) -> &'b [u8] {
        self.digest
    }

    /// Whether header and claims of the PASSporT are left out, for the receiver to make up from
    /// the message.
    pub fn is_compact(&self) -> bool {
        self.digest.starts_with(b"..")
    }

    /// Where the signer's certificate is.
    pub const fn info(&self) -> Option<Uri<'b>> {
        self.info
    }

    /// The algorithm of the signature.
    pub const fn alg(&self) -> Option<Token<'b>> {
        self.alg
    }

    /// The type of the PASSporT, such as `shaken` or `div`.
    pub const fn ppt(&self) -> Option<Token<'b>> {
        self.ppt
    }

    /// The parameters besides `info`, `alg` and `ppt`.
    pub fn other_params(&self) -> impl Iterator<Item = Param<'b>> + use<'b> {
        let all = self.params.into_iter().flatten();
        all.filter(|param| !KNOWN.iter().any(|name| param.is(name)))
    }

    /// Takes a parameter; whether it is an `info` whose URI is to follow.
    fn take(&mut self, param: &Param<'b>, at: &Cursor<'b>) -> Result<bool, ParseError> {
        match param.name.len() {
            4 if param.is(b"info") => match param.value {
                _ if self.info.is_some() => Err(at.error(ParseErrorKind::Parameter)),
                Some([]) if !param.quoted => Ok(true),
                Some(uri) => {
                    let behind = uri.len().saturating_add(usize::from(param.quoted));
                    self.info = Some(Uri::parse_at(uri, at.offset().saturating_sub(behind))?);
                    Ok(false)
                }
                None => Err(at.error(ParseErrorKind::Parameter)),
            },
            3 if param.is(b"alg") => {
                once(&mut self.alg, token_param::of(param, at)?, at).map(|()| false)
            }
            3 if param.is(b"ppt") => {
                once(&mut self.ppt, token_param::of(param, at)?, at).map(|()| false)
            }
            _ => Ok(false),
        }
    }
}

impl PartialEq for Identity<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.digest, self.info, self.alg, self.ppt)
            == (other.digest, other.info, other.alg, other.ppt)
            && self.other_params().eq(other.other_params())
    }
}

impl<'b> HeaderValue<'b> for Identity<'b> {
    const HEADER: KnownHeader = KnownHeader::Identity;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let digest = match cursor.peek() {
            Some(b'"') => cursor.quoted()?,
            _ => {
                let len = cursor.rest().iter().take_while(|byte| in_digest(**byte)).count();
                cursor.take(len)
            }
        };
        if !is_digest(digest) {
            return Err(start.error(ParseErrorKind::Token));
        }
        let params = [Params::default(); 2];
        let mut value = Self { digest, info: None, alg: None, ppt: None, params };
        let mut uri_follows = false;
        let before = Params::parse(cursor, |param, at| {
            uri_follows |= value.take(param, at)?;
            Ok(())
        })?;
        let mut behind = Params::default();
        if uri_follows {
            value.info = Some(uri_in_brackets(cursor)?);
            behind = Params::parse(cursor, |param, at| match value.take(param, at)? {
                true => Err(at.error(ParseErrorKind::Parameter)),
                false => Ok(()),
            })?;
        }
        value.params = [before, behind];
        Ok(value)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.digest);
        if let Some(info) = self.info {
            out.put(b";info=<").put(info.as_bytes()).put(b">");
        }
        if let Some(alg) = self.alg {
            out.put(b";alg=").put(alg.as_bytes());
        }
        if let Some(ppt) = self.ppt {
            out.put(b";ppt=").put(ppt.as_bytes());
        }
        for param in self.other_params() {
            out.param(param);
        }
    }
}

/// Base 64 of either alphabet, and the dots between the parts.
fn in_digest(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=' | b'.')
}

fn is_digest(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| in_digest(*byte))
}

/// Steps over `<URI>`.
fn uri_in_brackets<'b>(cursor: &mut Cursor<'b>) -> Result<Uri<'b>, ParseError> {
    let wrong = cursor.error(ParseErrorKind::Uri);
    cursor.skip_lws();
    if !cursor.eat(b'<') {
        return Err(wrong);
    }
    let start = *cursor;
    let len = memchr::memchr(b'>', cursor.rest()).ok_or(wrong)?;
    let uri = Uri::parse_at(cursor.take(len), start.offset())?;
    cursor.take(1);
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn the_uri_keeps_its_semicolons_and_parameters_stand_on_either_side() {
        let value = read::<Identity<'_>>(
            b"..a-b_c== ; x=1;PPT=\"div\";info = <https://c.example/a;b,c?d=e> ;alg=ES256;y",
        );
        assert!(value.is_compact());
        assert_eq!(value.info().unwrap().as_bytes(), b"https://c.example/a;b,c?d=e");
        assert_eq!((value.alg(), value.ppt()), (Token::new(b"ES256"), Token::new(b"div")));
        assert_eq!(value.other_params().count(), 2);
    }

    #[test]
    fn a_signature_of_rfc_4474_is_taken() {
        let value = read::<Identity<'_>>(b"\"ZYNBbHC00VMZr2kZt6VmCvPonWJMGvQTBDqghoWeLxJ=\"");
        assert_eq!((value.info(), value.alg()), (None, None));
    }

    #[test]
    fn info_without_brackets_is_taken_and_mended() {
        let mended = read::<Identity<'_>>(b"a.b.c;info=<https://c.example/a>;ppt=shaken");
        for sloppy in [
            &b"a.b.c;info=https://c.example/a;ppt=shaken"[..],
            b"a.b.c;info=\"https://c.example/a\";ppt=shaken",
        ] {
            assert_eq!(read::<Identity<'_>>(sloppy), mended);
        }
    }

    #[test]
    fn one_is_made_of_a_signature_and_a_certificate() {
        let info = Uri::parse(b"https://c.example/a;b").unwrap();
        let token = |text| Token::new(text).unwrap();
        let value = Identity::new(b"a.b.c", info).unwrap();
        survives(&value.with_alg(token(b"ES256")).with_ppt(token(b"shaken")));
        assert_eq!(Identity::new(b"a;b", info), None);
    }

    #[test]
    fn what_is_broken_is_refused() {
        refuses::<Identity<'_>>(&[
            b"",
            b";info=<https://c.example>",
            b"a b;info=<https://c.example>",
            b"a;info",
            b"a;info=",
            b"a;info=<https://c.example",
            b"a;info=<>",
            b"a;info=<https://c>;info=<https://d>",
            b"a;info=<https://c>;alg=a;alg=b",
            b"a;info=<https://c>;ppt=\"a b\"",
            b"\"a",
        ]);
    }
}
