//! rsipstack: a rewrite of rsip inside a stack; as rsip, header fields are Strings by kind.

use rsipstack::sip::prelude::*;
use rsipstack::sip::{Header, SipMessage};

use super::{Peer, Reader};

pub struct Rsipstack;

impl Peer for Rsipstack {
    const NAME: &'static str = "rsipstack 0.7.14";
    type Message = SipMessage;
    type Error = rsipstack::sip::Error;

    fn index(wire: &'static [u8]) -> Result<SipMessage, rsipstack::sip::Error> {
        SipMessage::try_from(wire)
    }

    fn read<R: Reader>(message: &SipMessage, reader: &mut R) -> Option<()> {
        match message {
            SipMessage::Request(request) => {
                reader.see("method", request.method());
                reader.see("host", request.uri().host());
                reader.see_some("port", request.uri().host_with_port.port.as_ref());
                reader.see(
                    "max-forwards",
                    request.max_forwards_header().ok()?.value().parse::<u32>().ok()?,
                );
            }
            SipMessage::Response(response) => reader.see("status", response.status_code.code()),
        }
        let via = message.via_header().ok()?.typed().ok()?;
        reader.see("via-transport", via.transport);
        reader.see("via-host", via.uri.host());
        reader.see_some("via-port", via.uri.host_with_port.port.as_ref());
        reader.see("branch", via.branch()?.value());
        reader.see("from-tag", message.from_header().ok()?.typed().ok()?.tag()?.value());
        reader.see_some(
            "to-tag",
            message.to_header().ok()?.typed().ok()?.tag().map(|t| t.value().to_owned()),
        );
        reader.see("call-id", message.call_id_header().ok()?.value());
        let cseq = message.cseq_header().ok()?.typed().ok()?;
        reader.see("cseq", cseq.seq);
        reader.see("cseq-method", cseq.method);
        reader.see("contact", message.contact_header().ok()?.typed().ok()?.uri.host());
        let length = message.headers().iter().find_map(|header| match header {
            Header::ContentLength(length) => length.value().parse::<u32>().ok(),
            _ => None,
        });
        reader.see("content-length", length?);
        Some(())
    }

    /// Through `Display`: there is nothing else.
    fn write(message: &SipMessage, _: &mut Vec<u8>) {
        std::hint::black_box(message.to_string());
    }
}
