//! The ACK for a final response other than 2xx (§17.1.1.3).

use super::reply::write_received;
use super::{MessageWriter, Request, Response, Sink, WriteError};
use crate::grammar::number::Decimal;
use crate::header::{CSeq, KnownHeader, MaxForwards, Via};
use crate::method::Method;

/// Writes the ACK that the client transaction of `invite` sends for `response`.
///
/// Request-URI, Call-ID, From, Route and the number in CSeq are the INVITE's, and so is its top
/// Via, which is the only one; To is the response's. Credentials are repeated, since an ACK
/// cannot be challenged (§22.1).
pub(crate) fn write_ack(
    sink: &mut dyn Sink,
    invite: &Request<'_>,
    response: &Response<'_>,
) -> Result<usize, WriteError> {
    let mut writer = MessageWriter::request(sink, Method::Ack, invite.uri_text());
    write_same_transaction(&mut writer, invite, Method::Ack);
    writer.copy_all(response.headers(), KnownHeader::To);
    writer.copy_all(invite.headers(), KnownHeader::Authorization);
    writer.copy_all(invite.headers(), KnownHeader::ProxyAuthorization);
    writer.finish()
}

/// Writes what an ACK (§17.1.1.3) and a CANCEL (§9.1) both take over from their INVITE; To is
/// left to the caller.
pub(super) fn write_same_transaction(
    writer: &mut MessageWriter<'_>,
    invite: &Request<'_>,
    method: Method<'_>,
) {
    let headers = invite.headers();
    if let Some((via, _)) = headers.split_first::<Via<'_>>() {
        write_received(writer, KnownHeader::Via, via.as_bytes());
    }
    writer.number(KnownHeader::MaxForwards, MaxForwards::DEFAULT.0.into());
    writer.copy_all(headers, KnownHeader::Route);
    writer.copy_all(headers, KnownHeader::From);
    writer.copy_all(headers, KnownHeader::CallId);
    if let Ok(Some(cseq)) = headers.find::<CSeq<'_>>() {
        let number = Decimal::new(cseq.number());
        writer.field(KnownHeader::CSeq, &[number.as_bytes(), b" ", method.as_bytes()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Message;
    use std::string::String;
    use std::vec::Vec;

    #[test]
    fn t2_the_ack_repeats_the_invite_but_takes_to_from_the_response() {
        let invite = b"INVITE sip:bob@biloxi.example SIP/2.0\r\n\
            Via: SIP/2.0/UDP pc33.example;branch=z9hG4bKkjshdyff, SIP/2.0/UDP other\r\n\
            Route: <sip:p1;lr>\r\n\
            Route: <sip:p2;lr>\r\n\
            To: Bob <sip:bob@biloxi.example>\r\n\
            From: Alice <sip:alice@atlanta.example>;tag=88sja8x\r\n\
            Call-ID: 987asjd97y7atg\r\n\
            Require: 100rel\r\n\
            Proxy-Authorization: Digest username=\"a\"\r\n\
            CSeq: 986759 INVITE\r\n\r\n";
        let response = b"SIP/2.0 486 Busy Here\r\n\
            To: Bob <sip:bob@biloxi.example>;tag=99sa0xk\r\n\r\n";
        let invite = Message::parse(invite).unwrap();
        let response = Message::parse(response).unwrap();
        let mut ack = Vec::new();
        write_ack(&mut ack, invite.as_request().unwrap(), response.as_response().unwrap()).unwrap();
        assert_eq!(
            String::from_utf8(ack).unwrap(),
            "ACK sip:bob@biloxi.example SIP/2.0\r\n\
            Via: SIP/2.0/UDP pc33.example;branch=z9hG4bKkjshdyff\r\n\
            Max-Forwards: 70\r\n\
            Route: <sip:p1;lr>\r\n\
            Route: <sip:p2;lr>\r\n\
            From: Alice <sip:alice@atlanta.example>;tag=88sja8x\r\n\
            Call-ID: 987asjd97y7atg\r\n\
            CSeq: 986759 ACK\r\n\
            To: Bob <sip:bob@biloxi.example>;tag=99sa0xk\r\n\
            Proxy-Authorization: Digest username=\"a\"\r\n\
            Content-Length: 0\r\n\r\n"
        );
    }
}
