//! A message as a JSON object.

use serde_json::{Value, json};
use sip_core::header::{
    CSeq, CallId, Contact, ContentLength, Expires, From, HeaderValue, KnownHeader, MaxForwards,
    RecordRoute, To,
};
use sip_core::message::Headers;
use sip_core::{Message, Request};

use crate::answer::{Role, answer};
use crate::fault::Fault;
use crate::frames::Framing;
use crate::json::Object;
use crate::text::{lossy, snake_case, unfolded};
use crate::values;
use crate::written::written;

/// Everything that can be read of a message, whether it is refused or not.
pub(crate) fn report(source: &str, bytes: &[u8], framing: Framing, role: Option<Role>) -> Value {
    let message = Message::read(bytes);
    let fault = Fault::find(&message, framing, bytes);
    let skipped = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let object = Object::new()
        .set("source", source)
        .set("verdict", if fault.is_none() { "accept" } else { "reject" })
        .set("error", fault.map(|fault| fault.to_json(skipped)));
    let Ok(message) = message else { return nothing_else(object).into() };
    let request = message.as_request();
    let status = request.and_then(|request| answer(request, role, fault));
    let object = start_line(object.set("answer", status.map(|status| status.as_u16())), &message);
    header_fields(object, message.headers())
        .set("body_len", message.body().len())
        .set("trailing", message.trailing())
        .set("oddities", oddities(&message))
        .set("round_trip", written(&message) == message.as_bytes())
        .into()
}

/// What is odd in it, `no_from_tag` and the like; nothing for a message that has nothing odd.
fn oddities(message: &Message<'_>) -> Option<Vec<String>> {
    let names: Vec<_> = message.oddities().iter().map(|oddity| snake_case(&oddity)).collect();
    (!names.is_empty()).then_some(names)
}

/// Without a start line nothing is known to belong to the message.
fn nothing_else(object: Object) -> Object {
    object.set("body_len", 0).set("trailing", 0).set("round_trip", false)
}

fn start_line(object: Object, message: &Message<'_>) -> Object {
    match message {
        Message::Request(request) => object
            .set("kind", "request")
            .set("method", request.method().as_str())
            .set("uri", request_uri(request)),
        Message::Response(response) => object
            .set("kind", "response")
            .set("status", response.status().as_u16())
            .set("reason", lossy(response.reason())),
    }
}

/// The Request-URI; of a broken one its text.
fn request_uri(request: &Request<'_>) -> Value {
    match request.uri() {
        Ok(uri) => values::uri(uri),
        Err(_) => json!({ "text": lossy(request.uri_text()) }),
    }
}

fn header_fields(object: Object, headers: &Headers<'_>) -> Object {
    let names_and_values = headers.iter().map(|f| json!([lossy(f.name()), unfolded(f.value())]));
    object
        .set("via", list(headers, values::via))
        .set(
            "from",
            single(headers, |from: From<'_>| values::address(from.address(), from.params())),
        )
        .set("to", single(headers, |to: To<'_>| values::address(to.address(), to.params())))
        .set("contact", contacts(headers))
        .set("route", list(headers, values::route))
        .set("record_route", list(headers, |RecordRoute(route)| values::route(route)))
        .set("call_id", single(headers, |id: CallId<'_>| lossy(id.as_bytes())))
        .set("cseq", single(headers, |cseq: CSeq<'_>| values::cseq(cseq)))
        .set("max_forwards", single(headers, |MaxForwards(hops)| hops))
        .set("expires", single(headers, |Expires(seconds)| seconds))
        .set("content_length", single(headers, |ContentLength(length)| length))
        .set("content_type", headers.text(KnownHeader::ContentType).map(unfolded))
        .set("headers", names_and_values.collect::<Vec<_>>())
}

/// The first value of a header field, even if there is another one that should not be there.
fn single<'b, T: HeaderValue<'b>, V>(headers: &Headers<'b>, show: impl Fn(T) -> V) -> Option<V> {
    T::from_value(headers.text(T::HEADER)?).ok().map(show)
}

/// All values of a header field that can be read.
fn list<'b, T: HeaderValue<'b>>(
    headers: &Headers<'b>,
    show: impl Fn(T) -> Value,
) -> Option<Vec<Value>> {
    let values: Vec<_> = headers.all().filter_map(Result::ok).map(show).collect();
    (!values.is_empty()).then_some(values)
}

/// The contacts, or `"*"`.
fn contacts(headers: &Headers<'_>) -> Option<Value> {
    let contacts = list(headers, |contact: Contact<'_>| values::contact(contact))?;
    match contacts.as_slice() {
        [star @ Value::String(_)] => Some(star.clone()),
        _ => Some(contacts.into()),
    }
}
