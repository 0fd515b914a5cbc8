//! sip-core: `write` copies [`Message::as_bytes`], since that is what was parsed.

use std::hint::black_box;

use sip_core::header::{
    CSeq, CallId, Contact, ContentLength, From, KnownHeader, MaxForwards, RecordRoute, To, Via,
};
use sip_core::message::{Edits, MessageWriter};
use sip_core::uri::Uri;
use sip_core::{Message, ParseError};

use super::{Peer, Reader, Text};

pub struct SipCore;

impl Peer for SipCore {
    const NAME: &'static str = "sip-core";
    const VALIDATES: bool = true;
    type Message = Message<'static>;
    type Error = ParseError;

    #[inline(always)]
    fn index(wire: &'static [u8]) -> Result<Self::Message, ParseError> {
        Message::parse(wire)
    }

    #[inline(always)]
    fn read<R: Reader>(message: &Self::Message, reader: &mut R) -> Option<()> {
        let headers = message.headers();
        match message {
            Message::Request(request) => {
                reader.see("method", request.method());
                let uri = request.uri().ok()?;
                let uri = uri.as_sip()?;
                reader.see("host", uri.host());
                reader.see_some("port", uri.port());
                reader.see("max-forwards", headers.find::<MaxForwards>().ok()??.0);
            }
            Message::Response(response) => reader.see("status", response.status().as_u16()),
        }
        let via = headers.all::<Via<'_>>().next()?.ok()?;
        reader.see("via-transport", Text(via.transport()));
        reader.see("via-host", via.sent_by().host);
        reader.see_some("via-port", via.sent_by().port);
        reader.see("branch", Text(via.branch()?));
        reader.see("from-tag", Text(headers.require::<From<'_>>().ok()?.tag()?));
        reader.see_some("to-tag", headers.require::<To<'_>>().ok()?.tag().map(Text));
        reader.see("call-id", Text(headers.require::<CallId<'_>>().ok()?.as_bytes()));
        let cseq = headers.require::<CSeq<'_>>().ok()?;
        reader.see("cseq", cseq.number());
        reader.see("cseq-method", cseq.method());
        let contact = headers.all::<Contact<'_>>().next()?.ok()?;
        reader.see("contact", contact.address()?.uri().as_sip()?.host());
        reader.see("content-length", headers.find::<ContentLength>().ok()??.0);
        Some(())
    }

    #[inline(always)]
    fn write(message: &Self::Message, out: &mut Vec<u8>) {
        out.extend_from_slice(message.as_bytes());
    }

    #[inline(always)]
    fn validate(message: &Self::Message) -> bool {
        message.validate().is_ok()
    }
}

/// sip-core, written as a proxy writes it that changes header fields: the head line by line.
pub struct Forwarded;

impl Peer for Forwarded {
    const NAME: &'static str = "sip-core, forwarded";
    const READS: bool = false;
    type Message = Message<'static>;
    type Error = ParseError;

    #[inline(always)]
    fn index(wire: &'static [u8]) -> Result<Self::Message, ParseError> {
        Message::parse(wire)
    }

    #[inline(always)]
    fn write(message: &Self::Message, out: &mut Vec<u8>) {
        let mut writer = match message {
            Message::Request(r) => MessageWriter::request(out, r.method(), r.uri_text()),
            Message::Response(r) => {
                MessageWriter::response_with_reason(out, r.status(), r.reason())
            }
        };
        writer.copy_message(message, &Edits::default());
        black_box(writer.finish()).ok();
    }
}

/// All that a busy element does with a message: for what grows.
pub fn everything(wire: &'static [u8], out: &mut Vec<u8>) {
    let Ok(message) = Message::read(wire) else { return };
    black_box(message.validate()).ok();
    SipCore::read(&message, &mut super::Gone);
    let headers = message.headers();
    for via in headers.all::<Via<'_>>().flatten() {
        all(via.params());
    }
    for contact in headers.all::<Contact<'_>>().flatten() {
        all(contact.params());
        black_box((contact.q(), contact.expires()));
        let address = contact.address();
        if let Some(Uri::Sip(uri)) = address.map(|address| address.uri()) {
            black_box((uri.transport(), uri.is_loose_router()));
        }
    }
    all(headers.all::<RecordRoute<'_>>());
    all(headers.texts(KnownHeader::Subject));
    out.clear();
    Forwarded::write(&message, out);
}

fn all<T>(values: impl IntoIterator<Item = T>) {
    for value in values {
        black_box(value);
    }
}
