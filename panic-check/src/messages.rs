//! Reading and writing messages.

use core::hint::black_box;

use sip_core::grammar::{Params, Unescaped, Unquoted};
use sip_core::header::{
    CSeq, CallId, Contact, ContentLength, ContentType, Expires, From, HeaderValue, KnownHeader,
    MaxForwards, NameAddr, RecordRoute, Route, Timestamp, To, Via,
};
use sip_core::message::{MessageWriter, SliceSink};
use sip_core::uri::Uri;
use sip_core::{Message, Method, StatusCode};

#[unsafe(no_mangle)]
pub fn message_parse(bytes: &[u8]) -> bool {
    let Ok(message) = Message::parse(bytes) else { return false };
    black_box(message.body());
    message.headers().iter().for_each(|field| {
        black_box((field.name(), field.value(), field.known(), field.line()));
    });
    true
}

#[unsafe(no_mangle)]
pub fn message_validate(bytes: &[u8]) -> bool {
    Message::read(bytes).and_then(|message| message.validate()).is_ok()
}

/// All typed header fields, and all that can be asked of them.
#[unsafe(no_mangle)]
pub fn message_headers(bytes: &[u8]) {
    let Ok(message) = Message::read(bytes) else { return };
    if let Some(request) = message.as_request()
        && let Ok(value) = request.uri()
    {
        uri(&value);
    }
    every(&message, |via: Via<'_>| {
        black_box((via.transport(), via.sent_by(), via.branch(), via.has_cookie()));
        black_box((via.received(), via.maddr(), via.rport()));
        params(via.params());
    });
    every(&message, |from: From<'_>| {
        black_box(from.tag());
        address(&from.address());
        params(from.params());
    });
    every(&message, |to: To<'_>| {
        black_box(to.tag());
        address(&to.address());
        params(to.params());
    });
    every(&message, |contact: Contact<'_>| {
        if let Some(value) = contact.address() {
            address(&value);
        }
        params(contact.params());
    });
    every(&message, |route: Route<'_>| address(&route.address()));
    every(&message, |route: RecordRoute<'_>| address(&route.0.address()));
    every(&message, |call_id: CallId<'_>| _ = black_box(call_id.as_bytes()));
    every(&message, |cseq: CSeq<'_>| _ = black_box((cseq.number(), cseq.method())));
    every(&message, |length: ContentLength| _ = black_box(length));
    every(&message, |content: ContentType<'_>| _ = black_box(content));
    every(&message, |expires: Expires| _ = black_box(expires));
    every(&message, |hops: MaxForwards| _ = black_box(hops));
    every(&message, |time: Timestamp<'_>| _ = black_box((time.sent(), time.delay())));
}

/// Writes a response with fields of a message.
#[unsafe(no_mangle)]
pub fn message_write(bytes: &[u8], buffer: &mut [u8]) -> Option<usize> {
    let message = Message::read(bytes).ok()?;
    let mut sink = SliceSink::new(buffer);
    let mut writer = MessageWriter::response(&mut sink, StatusCode::OK);
    writer.copy_all(message.headers(), KnownHeader::Via);
    for field in message.headers() {
        writer.field_named(field.name(), &[field.value()]);
    }
    writer.number(KnownHeader::Expires, 3600).body(b"text/plain", message.body());
    writer.finish().ok()
}

/// Writes a request.
#[unsafe(no_mangle)]
pub fn message_write_request(uri: &[u8], value: &[u8], buffer: &mut [u8]) -> Option<usize> {
    let mut sink = SliceSink::new(buffer);
    let mut writer = MessageWriter::request(&mut sink, Method::Message, uri);
    writer.field(KnownHeader::To, &[b"<", value, b">"]);
    writer.finish().ok()
}

/// Two URIs, compared by §19.1.4.
#[unsafe(no_mangle)]
pub fn uri_compare(a: &[u8], b: &[u8]) -> bool {
    match (Uri::parse(a), Uri::parse(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// All that is said of a status code.
#[unsafe(no_mangle)]
pub fn status(code: u16) -> Option<&'static str> {
    let status = StatusCode::new(code)?;
    black_box((status.is_final(), status.is_success(), status.is_provisional()));
    Some(status.reason())
}

fn every<'b, T: HeaderValue<'b>>(message: &Message<'b>, mut with: impl FnMut(T)) {
    if let Ok(Some(value)) = message.headers().find::<T>() {
        with(value);
    }
    for value in message.headers().all::<T>().flatten() {
        with(value);
    }
}

fn address(address: &NameAddr<'_>) {
    if let Some(name) = address.display_name() {
        name.unquoted().for_each(|byte| _ = black_box(byte));
    }
    uri(&address.uri());
}

fn uri(uri: &Uri<'_>) {
    black_box(uri.as_bytes());
    Unescaped::new(uri.as_bytes()).for_each(|byte| _ = black_box(byte));
}

fn params(params: Params<'_>) {
    for param in params {
        black_box((param.name, param.is(b"tag")));
        Unquoted::new(param.value.unwrap_or_default()).for_each(|byte| _ = black_box(byte));
    }
}
