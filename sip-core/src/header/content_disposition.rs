//! `Content-Disposition` (§20.11).

use super::{HeaderValue, KnownHeader, OtherParams, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// What the body is there for: `session`, `render`, `icon`, `alert` or another token (§20.11).
///
/// Without the header field a body of `application/sdp` is a `session`, and any other is to
/// `render`.
///
/// ```
/// use sip_core::header::{ContentDisposition, Handling, HeaderValue, Token};
///
/// let value = ContentDisposition::from_value(b"session;handling=optional")?;
/// assert!(value.kind().is(b"session"));
/// assert_eq!(value.handling(), Handling::Optional);
/// let session = Token::new(b"session").expect("a token");
/// assert_eq!(ContentDisposition::new(session).with_handling(Handling::Optional), value);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentDisposition<'b> {
    kind: Token<'b>,
    handling: Option<Handling<'b>>,
    other_params: OtherParams<'b>,
}

/// What to do with a body that is not understood (§20.11, RFC 3204 §6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling<'b> {
    /// Ignore it.
    Optional,
    /// Refuse the request with 415.
    #[default]
    Required,
    /// Something that is not known here.
    Other(Token<'b>),
}

impl<'b> ContentDisposition<'b> {
    /// A body for `kind`, without parameters.
    pub fn new(kind: Token<'b>) -> Self {
        Self { kind, handling: None, other_params: OtherParams::default() }
    }

    /// The same with the parameter `handling`.
    #[must_use]
    pub const fn with_handling(mut self, handling: Handling<'b>) -> Self {
        self.handling = Some(handling);
        self
    }

    /// What the body is there for.
    pub const fn kind(&self) -> Token<'b> {
        self.kind
    }

    /// What to do if it is not understood. A parameter that is missing, or is not a token, is
    /// [`Handling::Required`].
    pub fn handling(&self) -> Handling<'b> {
        self.handling.unwrap_or_default()
    }

    /// The parameters but `handling`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> Handling<'b> {
    const KNOWN: [Handling<'static>; 2] = [Handling::Optional, Handling::Required];

    fn of(token: Token<'b>) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| token.is(known.as_bytes()))
            .unwrap_or(Self::Other(token))
    }

    /// The value as it stands on the wire.
    pub const fn as_bytes(&self) -> &'b [u8] {
        match self {
            Self::Optional => b"optional",
            Self::Required => b"required",
            Self::Other(token) => token.as_bytes(),
        }
    }
}

impl<'b> HeaderValue<'b> for ContentDisposition<'b> {
    const HEADER: KnownHeader = KnownHeader::ContentDisposition;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let kind = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        let handling = params.get(b"handling").and_then(|param| Token::new(param.value?));
        let other_params = OtherParams::new(params, &[b"handling"]);
        Ok(Self { kind, handling: handling.map(Handling::of), other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.kind.as_bytes());
        if let Some(handling) = self.handling {
            out.put(b";handling=").put(handling.as_bytes());
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn handling_is_required_unless_it_says_otherwise() {
        let handling = |text| read::<ContentDisposition<'_>>(text).handling();
        assert_eq!(handling(b"session"), Handling::Required);
        assert_eq!(handling(b"session;handling=REQUIRED"), Handling::Required);
        assert_eq!(handling(b"session; Handling = Optional"), Handling::Optional);
        assert_eq!(handling(b"session;handling"), Handling::Required);
        let other = Handling::Other(Token::new(b"x").unwrap());
        assert_eq!(handling(b"session;handling=\"x\""), other);
    }

    #[test]
    fn other_parameters_are_kept() {
        let value = read::<ContentDisposition<'_>>(b"render;filename=\"a;b\";handling=optional");
        assert_eq!(value.other_params().iter().count(), 1);
        for handling in Handling::KNOWN {
            survives(&ContentDisposition::new(value.kind()).with_handling(handling));
        }
        refuses::<ContentDisposition<'_>>(&[b"", b"a b", b"a,b", b"a/b", b"a;=b"]);
    }
}
