//! rvoip-sip-core: parses every header field into its type at once.

use rvoip_sip_core::types::headers::TypedHeader;
use rvoip_sip_core::types::sip_message::Message;
use rvoip_sip_core::types::via::ViaHeader;
use rvoip_sip_core::validation::{validate_wire_request, validate_wire_response};

use super::{Peer, Reader};

pub struct Rvoip;

impl Peer for Rvoip {
    const NAME: &'static str = "rvoip-sip-core 0.4.0";
    const VALIDATES: bool = true;
    type Message = Message;
    type Error = rvoip_sip_core::Error;

    fn index(wire: &'static [u8]) -> Result<Message, rvoip_sip_core::Error> {
        rvoip_sip_core::parse_message(wire)
    }

    fn read<R: Reader>(message: &Message, reader: &mut R) -> Option<()> {
        match message {
            Message::Request(request) => {
                reader.see("method", &request.method);
                reader.see("host", &request.uri().host);
                reader.see_some("port", request.uri().port);
            }
            Message::Response(response) => reader.see("status", response.status_code()),
        }
        // Its getters are for requests or for responses, and some copy; this is one walk over what
        // they walk over once each.
        let mut seen_via = false;
        let mut seen_contact = false;
        for header in message.all_headers() {
            match header {
                TypedHeader::Via(via) if !seen_via => {
                    seen_via = true;
                    let hop: &ViaHeader = via.headers().first()?;
                    reader.see("via-transport", hop.transport());
                    reader.see("via-host", hop.host());
                    reader.see_some("via-port", hop.port());
                    reader.see("branch", hop.branch()?);
                }
                TypedHeader::From(from) => reader.see("from-tag", from.tag()?),
                TypedHeader::To(to) => reader.see_some("to-tag", to.tag()),
                TypedHeader::CallId(id) => reader.see("call-id", id.as_str()),
                TypedHeader::CSeq(cseq) => {
                    reader.see("cseq", cseq.sequence());
                    reader.see("cseq-method", cseq.method());
                }
                TypedHeader::MaxForwards(hops) => reader.see("max-forwards", hops.0),
                TypedHeader::Contact(contact) if !seen_contact => {
                    seen_contact = true;
                    reader.see("contact", &contact.addresses().next()?.uri.host);
                }
                TypedHeader::ContentLength(length) => reader.see("content-length", length.0),
                _ => {}
            }
        }
        Some(())
    }

    /// Through `Display`, into a new `Vec`.
    fn write(message: &Message, _: &mut Vec<u8>) {
        std::hint::black_box(message.to_bytes());
    }

    /// Its check of what is about to be sent; it has none for what came.
    fn validate(message: &Message) -> bool {
        match message {
            Message::Request(request) => validate_wire_request(request).is_ok(),
            Message::Response(response) => validate_wire_response(response).is_ok(),
        }
    }
}
