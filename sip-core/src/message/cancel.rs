//! CANCEL (§9.1).

use super::ack::write_same_transaction;
use super::{MessageWriter, Request, Sink, WriteError};
use crate::header::KnownHeader;
use crate::method::Method;

/// Writes the CANCEL for `invite`.
///
/// Request-URI, Call-ID, From, To, Route and the number in CSeq are the INVITE's, and its top Via
/// is the only one, so that each hop finds the transaction that is meant. Require and
/// Proxy-Require are not repeated (§9.1); credentials are, since a CANCEL cannot be challenged
/// (§22.1).
pub(crate) fn write_cancel(sink: &mut dyn Sink, invite: &Request<'_>) -> Result<usize, WriteError> {
    let mut writer = MessageWriter::request(sink, Method::Cancel, invite.uri_text());
    write_same_transaction(&mut writer, invite, Method::Cancel);
    writer.copy_all(invite.headers(), KnownHeader::To);
    writer.copy_all(invite.headers(), KnownHeader::Authorization);
    writer.copy_all(invite.headers(), KnownHeader::ProxyAuthorization);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Message;
    use std::string::String;
    use std::vec::Vec;

    #[test]
    fn u5_the_cancel_repeats_the_invite_without_what_it_requires() {
        let invite = b"INVITE sip:bob@biloxi.example SIP/2.0\r\n\
            v: SIP/2.0/UDP pc33.example;branch=z9hG4bKkjshdyff\r\n\
            Route: <sip:p1;lr>\r\n\
            t: Bob <sip:bob@biloxi.example>\r\n\
            f: Alice <sip:alice@atlanta.example>;tag=88sja8x\r\n\
            i: 987asjd97y7atg\r\n\
            Require: 100rel\r\n\
            Proxy-Require: foo\r\n\
            CSeq: 986759 INVITE\r\n\
            c: text/plain\r\n\r\nbody";
        let invite = Message::parse(invite).unwrap();
        let mut cancel = Vec::new();
        write_cancel(&mut cancel, invite.as_request().unwrap()).unwrap();
        assert_eq!(
            String::from_utf8(cancel).unwrap(),
            "CANCEL sip:bob@biloxi.example SIP/2.0\r\n\
            Via: SIP/2.0/UDP pc33.example;branch=z9hG4bKkjshdyff\r\n\
            Max-Forwards: 70\r\n\
            Route: <sip:p1;lr>\r\n\
            f: Alice <sip:alice@atlanta.example>;tag=88sja8x\r\n\
            i: 987asjd97y7atg\r\n\
            CSeq: 986759 CANCEL\r\n\
            t: Bob <sip:bob@biloxi.example>\r\n\
            Content-Length: 0\r\n\r\n"
        );
    }
}
