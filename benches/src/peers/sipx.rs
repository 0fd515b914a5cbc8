//! sipx-sip: header fields are slices of shared `Bytes`; typed values are parsed when asked for.

use bytes::Bytes;
use sipx_sip::error::ParseError;
use sipx_sip::headers::{Contact, ContentLength, From, MaxForwards, To};
use sipx_sip::{CSeq, CallId, Host, Limits, Message, Via, parse_datagram, validate};

use super::{Peer, Reader, Text};

pub struct Sipx;

fn host(host: &Host) -> String {
    String::from_utf8_lossy(&host.to_bytes()).into_owned()
}

/// Shown as text only by whoever compares.
struct Shown<'h>(&'h Host);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&host(self.0))
    }
}

impl Peer for Sipx {
    const NAME: &'static str = "sipx-sip 1.0.1";
    const VALIDATES: bool = true;
    type Message = Message;
    type Error = ParseError;

    fn index(wire: &'static [u8]) -> Result<Message, ParseError> {
        parse_datagram(Bytes::from_static(wire), &Limits::datagram())
    }

    fn read<R: Reader>(message: &Message, reader: &mut R) -> Option<()> {
        let headers = message.headers();
        match message {
            Message::Request(request) => {
                reader.see("method", Text(request.method.as_bytes()));
                reader.see("host", Shown(request.uri.host()?));
                reader.see_some("port", request.uri.port());
                reader.see("max-forwards", headers.typed::<MaxForwards>()?.ok()?.0);
            }
            Message::Response(response) => reader.see("status", response.status.code()),
        }
        let via = headers.typed::<Via>()?.ok()?;
        reader.see("via-transport", Text(&via.transport));
        reader.see("via-host", Shown(&via.host));
        reader.see_some("via-port", via.port);
        reader.see("branch", Text(via.branch()?));
        reader.see("from-tag", Text(headers.typed::<From>()?.ok()?.tag()?));
        reader.see_some("to-tag", headers.typed::<To>()?.ok()?.tag().map(Text));
        reader.see("call-id", Text(&headers.typed::<CallId>()?.ok()?.0));
        let cseq = headers.typed::<CSeq>()?.ok()?;
        reader.see("cseq", cseq.sequence);
        reader.see("cseq-method", Text(cseq.method.as_bytes()));
        reader.see("contact", Shown(headers.typed::<Contact>()?.ok()?.uri.host()?));
        reader.see("content-length", headers.typed::<ContentLength>()?.ok()?.0);
        Some(())
    }

    /// The stored start line and field by field, into the buffer it is given.
    fn write(message: &Message, out: &mut Vec<u8>) {
        message.write_to(out);
    }

    fn validate(message: &Message) -> bool {
        validate(message).is_empty()
    }
}
