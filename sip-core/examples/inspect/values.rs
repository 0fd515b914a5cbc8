//! The parts that header fields are made of: URIs, addresses, parameters, Via.

use serde_json::Value;
use sip_core::grammar::{Params, Unquoted};
use sip_core::header::{CSeq, Contact, NameAddr, Route, Rport, Via};
use sip_core::uri::{SipUri, Uri, UriParam};

use crate::json::Object;
use crate::text::{collected, lossy, unescaped};

/// `{"scheme","user","password","host","port","params","headers","text"}`; of a URI of another
/// scheme than SIP's, `scheme` and `text`.
pub(crate) fn uri(uri: Uri<'_>) -> Value {
    let object = Object::new().set("scheme", lossy(uri.scheme()).to_ascii_lowercase());
    let object = match uri.as_sip() {
        Some(sip) => sip_parts(object, sip),
        None => object,
    };
    object.set("text", lossy(uri.as_bytes())).into()
}

fn sip_parts(object: Object, uri: &SipUri<'_>) -> Object {
    object
        .set("user", uri.user().map(unescaped))
        .set("password", uri.password().map(unescaped))
        .set("host", uri.host().to_string())
        .set("port", uri.port())
        .set("params", uri_params(uri.params().iter()))
        .set("headers", uri_params(uri.headers().iter()))
}

fn uri_params<'b>(params: impl Iterator<Item = UriParam<'b>>) -> Value {
    named(params.map(|param| (unescaped(param.name), param.value.map(unescaped))))
}

/// `{"display","uri","tag","params"}`.
pub(crate) fn address(address: NameAddr<'_>, params: Params<'_>) -> Value {
    Object::new()
        .set("display", address.display_name().map(|name| collected(name.unquoted())))
        .set("uri", uri(address.uri()))
        .set("tag", text_of(params, "tag"))
        .set("params", header_params(params))
        .into()
}

/// An address, or `"*"`.
pub(crate) fn contact(contact: Contact<'_>) -> Value {
    match contact {
        Contact::Any => "*".into(),
        Contact::Address { address: name_addr, params } => address(name_addr, params),
    }
}

/// An address of a Route or Record-Route.
pub(crate) fn route(route: Route<'_>) -> Value {
    address(route.address(), route.params())
}

/// `{"transport","host","port","branch","received","rport","params"}`.
pub(crate) fn via(via: Via<'_>) -> Value {
    Object::new()
        .set("transport", lossy(via.transport()))
        .set("host", via.sent_by().host.to_string())
        .set("port", via.sent_by().port)
        .set("branch", via.branch().map(lossy))
        .set("received", text_of(via.params(), "received"))
        .set(
            "rport",
            match via.rport() {
                Rport::Absent => Value::Null,
                Rport::Asked => Value::Bool(true),
                Rport::Filled(port) => port.into(),
            },
        )
        .set("params", header_params(via.params()))
        .into()
}

/// `{"number","method"}`.
pub(crate) fn cseq(cseq: CSeq<'_>) -> Value {
    Object::new().set("number", cseq.number()).set("method", cseq.method().as_str()).into()
}

fn text_of(params: Params<'_>, name: &str) -> Option<String> {
    params.get(name.as_bytes())?.value.map(lossy)
}

fn header_params(params: Params<'_>) -> Value {
    named(params.iter().map(|param| {
        let value = param.value.map(|value| match param.quoted {
            true => collected(Unquoted::new(value)),
            false => lossy(value),
        });
        (lossy(param.name), value)
    }))
}

/// Parameters by name. Without a value they are `true`; of two with one name the first counts.
fn named(params: impl Iterator<Item = (String, Option<String>)>) -> Value {
    params
        .fold(Object::new(), |object, (name, value)| {
            object
                .set_first(name.to_ascii_lowercase(), value.map_or(Value::Bool(true), Value::from))
        })
        .into()
}
