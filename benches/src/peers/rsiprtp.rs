//! rsiprtp: through its in-tree parser (public, though hidden from its docs), with which each
//! header field is parsed once; its public getters parse the whole field again for each value.

use rsiprtp::core::SipError;
use rsiprtp::sip::SipUri;
use rsiprtp::sip::parser::typed::{CSeq, Contact, From, To, Via};
use rsiprtp::sip::parser::{Headers, Message};

use super::{Peer, Reader};

pub struct Rsiprtp;

impl Peer for Rsiprtp {
    const NAME: &'static str = "rsiprtp 0.4.1";
    type Message = Message;
    type Error = SipError;

    fn index(wire: &'static [u8]) -> Result<Message, SipError> {
        Message::parse(wire)
    }

    fn read<R: Reader>(message: &Message, reader: &mut R) -> Option<()> {
        let headers: &Headers = match message {
            Message::Request(request) => {
                reader.see("method", request.method.as_str());
                let uri = SipUri::parse(&request.uri).ok()?;
                reader.see("host", uri.host());
                reader.see_some("port", uri.port());
                let hops = request.headers.get_first_value("Max-Forwards")?;
                reader.see("max-forwards", hops.trim().parse::<u32>().ok()?);
                &request.headers
            }
            Message::Response(response) => {
                reader.see("status", response.status_code.as_u16());
                &response.headers
            }
        };
        let via = Via::parse(headers.get_first_value("Via")?).ok()?;
        reader.see("via-transport", via.transport.as_str());
        // It keeps host and port together, as text.
        let (host, port) = match via.sent_by.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
            None => (via.sent_by.as_str(), None),
        };
        reader.see("via-host", host);
        reader.see_some("via-port", port);
        reader.see("branch", via.branch()?);
        reader.see("from-tag", From::parse(headers.get_first_value("From")?).ok()?.tag()?);
        let to = To::parse(headers.get_first_value("To")?).ok()?;
        reader.see_some("to-tag", to.tag());
        reader.see("call-id", headers.get_first_value("Call-ID")?);
        let cseq = CSeq::parse(headers.get_first_value("CSeq")?).ok()?;
        reader.see("cseq", cseq.seq);
        reader.see("cseq-method", cseq.method.as_str());
        let Contact::Addr(contact) = Contact::parse(headers.get_first_value("Contact")?).ok()?
        else {
            return None;
        };
        reader.see("contact", contact.uri.host());
        let length = headers.get_first_value("Content-Length")?;
        reader.see("content-length", length.trim().parse::<u32>().ok()?);
        Some(())
    }

    /// Field by field into a new `Vec`.
    fn write(message: &Message, _: &mut Vec<u8>) {
        std::hint::black_box(message.to_bytes());
    }
}
