//! `Reason` (RFC 3326 §2).

use super::{HeaderValue, KnownHeader, OtherParams, QuotedText, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::number::parse_u32;
use crate::grammar::{Cursor, Params};
use crate::status::StatusCode;

/// Why a request was sent, as one protocol puts it: a BYE, or a CANCEL of a call that was
/// answered elsewhere (RFC 3326 §2).
///
/// A `cause` that is not a number of 32 bits counts as missing.
///
/// ```
/// use sip_core::StatusCode;
/// use sip_core::header::{HeaderValue, QuotedText, Reason};
///
/// let reason = Reason::from_value(br#"Q.850;cause=16;text="Terminated""#)?;
/// assert!(reason.protocol().is(b"Q.850"));
/// assert_eq!((reason.cause(), reason.status()), (Some(16), None));
///
/// let elsewhere = QuotedText::new(b"Call completed elsewhere").expect("one line");
/// let reason = Reason::sip(StatusCode::OK).with_text(elsewhere);
/// let expected = r#"SIP;cause=200;text="Call completed elsewhere""#;
/// assert_eq!(reason.display().to_string(), expected);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason<'b> {
    protocol: Token<'b>,
    cause: Option<u32>,
    text: Option<QuotedText<'b>>,
    other_params: OtherParams<'b>,
}

impl<'b> Reason<'b> {
    /// A reason of `protocol`, without parameters.
    pub fn new(protocol: Token<'b>) -> Self {
        Self { protocol, cause: None, text: None, other_params: OtherParams::default() }
    }

    /// The status of SIP that this is.
    pub fn sip(status: StatusCode) -> Self {
        Self::new(Token::known("SIP")).with_cause(status.as_u16().into())
    }

    /// The same with the parameter `cause`.
    #[must_use]
    pub const fn with_cause(mut self, cause: u32) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The same with the parameter `text`.
    #[must_use]
    pub const fn with_text(mut self, text: QuotedText<'b>) -> Self {
        self.text = Some(text);
        self
    }

    /// Whose `cause` it is: `SIP`, `Q.850` or another token.
    pub const fn protocol(&self) -> Token<'b> {
        self.protocol
    }

    /// The number of the reason in that protocol.
    pub const fn cause(&self) -> Option<u32> {
        self.cause
    }

    /// The status, if the protocol is SIP and the cause a status.
    pub fn status(&self) -> Option<StatusCode> {
        let cause = self.cause.filter(|_| self.protocol.is(b"SIP"))?;
        StatusCode::new(u16::try_from(cause).ok()?)
    }

    /// The text for people.
    pub const fn text(&self) -> Option<QuotedText<'b>> {
        self.text
    }

    /// The parameters but `cause` and `text`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for Reason<'b> {
    const HEADER: KnownHeader = KnownHeader::Reason;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let protocol = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        let cause = params.get(b"cause").and_then(|param| parse_u32(param.value?));
        let text = params.get(b"text").and_then(QuotedText::of_param);
        let other_params = OtherParams::new(params, &[b"cause", b"text"]);
        Ok(Self { protocol, cause, text, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.protocol.as_bytes());
        if let Some(cause) = self.cause {
            out.put(b";cause=").number(cause);
        }
        if let Some(text) = self.text {
            out.put(b";text=");
            text.write(out);
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn each_protocol_has_its_reason() {
        let line = "Reason: SIP ;cause=580 ;text=\"Precondition; Failure, \\\"x\\\"\"\r\n\
                    Reason: Q.850;cause=16, preemption;cause=1;x";
        let reasons = read_all::<Reason<'_>>(line);
        assert_eq!(reasons.len(), 3);
        assert_eq!(reasons[0].status(), StatusCode::new(580));
        assert!(reasons[0].text().unwrap().unquoted().eq(*b"Precondition; Failure, \"x\""));
        assert_eq!((reasons[1].cause(), reasons[1].status()), (Some(16), None));
        assert_eq!(reasons[2].other_params().iter().count(), 1);
        reasons.iter().for_each(survives);
    }

    #[test]
    fn a_broken_cause_counts_as_missing() {
        for text in [&b"SIP"[..], b"SIP;cause", b"SIP;cause=ok", b"SIP;cause=4294967296"] {
            assert_eq!(read::<Reason<'_>>(text).cause(), None);
        }
        assert_eq!(read::<Reason<'_>>(b"sip;cause=\"200\"").status(), Some(StatusCode::OK));
        assert_eq!(read::<Reason<'_>>(b"SIP;cause=999999").status(), None);
        let text = read::<Reason<'_>>(b"SIP;text=Terminated").text().unwrap();
        assert!(text.unquoted().eq(*b"Terminated"));
        refuses::<Reason<'_>>(&[b"", b"SIP cause=200", b"SIP;text=\"a", b";cause=200", b"a/b"]);
    }

    #[test]
    fn what_is_written_is_escaped() {
        let text = QuotedText::new(br#"a;b,"c\"#).unwrap();
        survives(&Reason::sip(StatusCode::OK).with_text(text));
        survives(&Reason::new(Token::new(b"Q.850").unwrap()).with_cause(u32::MAX));
    }
}
