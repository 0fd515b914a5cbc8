//! Whether a message is one that an element may act on (§8.1.1, §8.2.6.2, §16.3, §20).
//!
//! Parsing asks whether the bytes have the form of a message; this asks whether the header fields
//! without which no element can work are there, once, and readable.

use super::{Headers, Message, Request, Response};
use crate::error::{ParseError, ParseErrorKind};
use crate::header::{
    CSeq, CallId, Contact, ContentLength, ContentType, From, HeaderValue, KnownHeader, MaxForwards,
    RecordRoute, Route, To, Via,
};

impl Message<'_> {
    /// Checks what every element checks before it acts on a message.
    ///
    /// Mandatory header fields are there (§8.1.1, §8.2.6.2); those that may stand once do; they
    /// can be read; CSeq names the request's method; and the body is as long as Content-Length
    /// says. Max-Forwards may be missing, as it is in messages of RFC 2543, and so may the tags.
    ///
    /// # Errors
    /// The first fault, with its place and the [status](ParseError::status) to answer.
    pub fn validate(&self) -> Result<(), ParseError> {
        match self {
            Self::Request(request) => request.validate(),
            Self::Response(response) => response.validate(),
        }
    }
}

impl Request<'_> {
    /// As [`Message::validate`].
    ///
    /// # Errors
    /// The first fault.
    pub fn validate(&self) -> Result<(), ParseError> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        self.uri()?;
        let cseq = check_headers(self.headers(), self.body())?;
        if cseq.method() != self.method() {
            return Err(self.headers().fault_in(ParseErrorKind::MethodMismatch, CSeq::HEADER));
        }
        let headers = self.headers();
        headers.find::<MaxForwards>()?;
        headers.find::<ContentType<'_>>()?;
        check_all::<Contact<'_>>(headers)?;
        check_all::<Route<'_>>(headers)?;
        check_all::<RecordRoute<'_>>(headers).map(drop)
    }
}

impl Response<'_> {
    /// As [`Message::validate`].
    ///
    /// What only a dialog needs, Contact and Record-Route, is not looked at: a response that
    /// cannot be answered is dropped, and its transaction would wait in vain.
    ///
    /// # Errors
    /// The first fault.
    pub fn validate(&self) -> Result<(), ParseError> {
        match self.fault() {
            Some(fault) => Err(fault),
            None => check_headers(self.headers(), self.body()).map(drop),
        }
    }
}

/// What requests and responses have in common.
fn check_headers<'b>(headers: &Headers<'b>, body: &[u8]) -> Result<CSeq<'b>, ParseError> {
    if check_all::<Via<'_>>(headers)? == 0 {
        headers.require::<Via<'_>>()?;
    }
    headers.require::<From<'_>>()?;
    headers.require::<To<'_>>()?;
    headers.require::<CallId<'_>>()?;
    let cseq = headers.require::<CSeq<'_>>()?;
    let promised = headers.find::<ContentLength>()?.map(|length| length.0);
    // Where a promise is longer than any memory, it is longer than this body.
    let is_there = |promised| usize::try_from(promised).is_ok_and(|len| len <= body.len());
    if !promised.is_none_or(is_there) {
        return Err(headers.fault_in(ParseErrorKind::BodyLength, KnownHeader::ContentLength));
    }
    Ok(cseq)
}

/// Reads every value, and counts them.
fn check_all<'b, T: HeaderValue<'b>>(headers: &Headers<'b>) -> Result<usize, ParseError> {
    headers.all::<T>().try_fold(0usize, |count, value| value.map(|_| count.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;

    const GOOD: &str = "OPTIONS sip:carol@chicago.example SIP/2.0\r\n\
        Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bKhjhs8ass877\r\n\
        Max-Forwards: 70\r\n\
        To: <sip:carol@chicago.example>\r\n\
        From: Alice <sip:alice@atlanta.example>;tag=1928301774\r\n\
        Call-ID: a84b4c76e66710\r\n\
        CSeq: 63104 OPTIONS\r\n\
        Contact: <sip:alice@pc33.atlanta.example>\r\n\
        Content-Length: 0\r\n\r\n";

    fn fault(text: &str) -> (ParseErrorKind, Option<KnownHeader>) {
        let error = Message::read(text.as_bytes()).unwrap().validate().unwrap_err();
        (error.kind, error.header)
    }

    fn without(name: &str) -> String {
        GOOD.split_inclusive("\r\n").filter(|line| !line.starts_with(name)).collect()
    }

    #[test]
    fn a_request_with_all_that_it_needs_is_valid() {
        assert_eq!(Message::parse(GOOD.as_bytes()).unwrap().validate(), Ok(()));
    }

    #[test]
    fn p11_a_mandatory_header_field_that_is_missing_is_named() {
        for (name, header) in [
            ("Via", KnownHeader::Via),
            ("To", KnownHeader::To),
            ("From", KnownHeader::From),
            ("Call-ID", KnownHeader::CallId),
            ("CSeq", KnownHeader::CSeq),
        ] {
            assert_eq!(fault(&without(name)), (ParseErrorKind::Missing, Some(header)));
        }
    }

    #[test]
    fn max_forwards_and_contact_may_be_missing() {
        for name in ["Max-Forwards", "Contact", "Content-Length"] {
            let text = without(name);
            assert_eq!(Message::parse(text.as_bytes()).unwrap().validate(), Ok(()));
        }
    }

    #[test]
    fn p3_p4_what_may_stand_once_and_stands_twice_is_refused_even_if_both_agree() {
        for name in ["To", "From", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"] {
            let line = GOOD.split_inclusive("\r\n").find(|line| line.starts_with(name)).unwrap();
            let text = GOOD.replace(line, &[line, line].concat());
            assert_eq!(fault(&text).0, ParseErrorKind::Repeated, "{name}");
        }
        let compact = GOOD.replace("Content-Length: 0", "Content-Length: 0\r\nl: 0");
        assert_eq!(fault(&compact).0, ParseErrorKind::Repeated);
    }

    #[test]
    fn p5_a_body_shorter_than_promised_is_refused() {
        let text = GOOD.replace("Content-Length: 0", "Content-Length: 9999");
        let expected = (ParseErrorKind::BodyLength, Some(KnownHeader::ContentLength));
        assert_eq!(fault(&text), expected);
    }

    #[test]
    fn p46_the_method_in_cseq_is_the_requests_in_the_same_case() {
        for method in ["INVITE", "options"] {
            let text = GOOD.replace("63104 OPTIONS", &std::format!("63104 {method}"));
            let expected = (ParseErrorKind::MethodMismatch, Some(KnownHeader::CSeq));
            assert_eq!(fault(&text), expected);
        }
    }

    #[test]
    fn p12_a_method_of_3000_characters_is_a_mismatch_like_any_other() {
        let text = GOOD.replace("63104 OPTIONS", &std::format!("1 {}", "A".repeat(3000)));
        assert_eq!(fault(&text).0, ParseErrorKind::MethodMismatch);
    }

    #[test]
    fn a_request_uri_without_a_host_is_refused_where_it_stands() {
        let text = GOOD.replace("sip:carol@chicago.example SIP", "sip:carol@ SIP");
        let error = Message::parse(text.as_bytes()).unwrap().validate().unwrap_err();
        assert_eq!((error.kind, error.offset), (ParseErrorKind::Host, 18));
    }
}
