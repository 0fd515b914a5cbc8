//! ezk-sip-types: lines by its pull parser, put into its map as in the example of its docs.

use std::io::Write as _;

use bytes::Bytes;
use ezk_sip_types::header::typed::{
    CSeq, CallID, Contact, ContentLength, FromTo, MaxForwards, Via,
};
use ezk_sip_types::host::Host;
use ezk_sip_types::msg::{Line, MessageLine, PullParser};
use ezk_sip_types::parse::Parse;
use ezk_sip_types::print::AppendCtx;
use ezk_sip_types::{Headers, Name};

use super::{Peer, Reader};

pub struct Ezk;

pub struct Message {
    line: MessageLine,
    headers: Headers,
    body: Bytes,
}

struct Shown<'h>(&'h Host);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Host::IP6(ip) => write!(f, "[{ip}]"),
            Host::IP4(ip) => ip.fmt(f),
            Host::Name(name) => name.fmt(f),
        }
    }
}

impl Peer for Ezk {
    const NAME: &'static str = "ezk-sip-types 0.6.5";
    type Message = Message;
    type Error = ();

    fn index(wire: &'static [u8]) -> Result<Message, ()> {
        index(wire).ok_or(())
    }

    fn read<R: Reader>(message: &Message, reader: &mut R) -> Option<()> {
        let headers = &message.headers;
        match &message.line {
            MessageLine::Request(line) => {
                reader.see("method", &line.method);
                reader.see("host", Shown(&line.uri.host_port.host));
                reader.see_some("port", line.uri.host_port.port);
                reader.see("max-forwards", headers.get_named::<MaxForwards>().ok()?.0);
            }
            MessageLine::Response(line) => reader.see("status", line.code.into_u16()),
        }
        let via = headers.get_named::<Via>().ok()?;
        reader.see("via-transport", &via.transport);
        reader.see("via-host", Shown(&via.sent_by.host));
        reader.see_some("via-port", via.sent_by.port);
        reader.see("branch", via.params.get_val("branch")?);
        reader.see("from-tag", headers.get::<FromTo>(Name::FROM).ok()?.tag?);
        reader.see_some("to-tag", headers.get::<FromTo>(Name::TO).ok()?.tag);
        reader.see("call-id", headers.get_named::<CallID>().ok()?.0);
        let cseq = headers.get_named::<CSeq>().ok()?;
        reader.see("cseq", cseq.cseq);
        reader.see("cseq-method", cseq.method);
        let contact = headers.get_named::<Contact>().ok()?;
        reader.see("contact", Shown(&contact.uri.uri.host_port.host));
        reader.see("content-length", headers.get_named::<ContentLength>().ok()?.0);
        Some(())
    }

    /// Through `Display`, into the buffer it is given.
    fn write(message: &Message, out: &mut Vec<u8>) {
        let line = message.line.default_print_ctx();
        write!(out, "{line}\r\n{}\r\n", message.headers).ok();
        out.extend_from_slice(&message.body);
    }
}

#[inline]
fn index(wire: &'static [u8]) -> Option<Message> {
    let source = Bytes::from_static(wire);
    let mut parser = PullParser::new(&source, 0);
    let line = std::str::from_utf8(parser.next()?.ok()?).ok()?;
    let (_, line) = MessageLine::parse(&source)(line).ok()?;
    let mut headers = Headers::new();
    for item in &mut parser {
        let (_, item) = Line::parse(&source, std::str::from_utf8(item.ok()?).ok()?).ok()?;
        headers.insert(item.name, item.value);
    }
    let body = source.slice(parser.head_end()..);
    Some(Message { line, headers, body })
}
