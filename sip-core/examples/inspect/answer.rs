//! What an element answers before its application sees a request (§8.2, §10.3, §16.3).

use std::str::FromStr;

use sip_core::header::{
    Accept, Contact, ContentDisposition, ContentEncoding, ContentType, Expires, Handling,
    HeaderValue, KnownHeader, MaxForwards, ProxyRequire, Require, To, Token,
};
use sip_core::message::Headers;
use sip_core::{Method, ParseErrorKind, Request, StatusCode};

use crate::fault::Fault;

/// Schemes of Request-URIs that are understood.
const SCHEMES: [&str; 3] = ["sip", "sips", "tel"];

/// Option tags that are understood in Require and Proxy-Require: RFC 3261 alone has none.
const EXTENSIONS: [&str; 0] = [];

/// Who has the request before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Uas,
    Proxy,
    Registrar,
}

impl FromStr for Role {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "uas" => Ok(Self::Uas),
            "proxy" => Ok(Self::Proxy),
            "registrar" => Ok(Self::Registrar),
            _ => Err("a role is uas, proxy or registrar"),
        }
    }
}

/// The status of the answer; `None` if the request passes, if the application has to decide, or
/// if there is no answer to it at all.
///
/// Without a role it is what any element answers: to a request with a fault.
pub(crate) fn answer(
    request: &Request<'_>,
    role: Option<Role>,
    fault: Option<Fault>,
) -> Option<StatusCode> {
    match (request.method(), role, fault) {
        (Method::Ack, _, _) => None,
        // §8.2.1 comes first: what cannot be understood need not be consistent either.
        (Method::Other(_), Some(Role::Uas | Role::Registrar), Some(Fault::Message(error)))
            if error.kind == ParseErrorKind::MethodMismatch =>
        {
            Some(StatusCode::NOT_IMPLEMENTED)
        }
        (_, _, Some(fault)) => fault.status(),
        (_, Some(Role::Uas), None) => uas(request),
        (_, Some(Role::Proxy), None) => proxy(request),
        (_, Some(Role::Registrar), None) => registrar(request),
        (_, None, None) => None,
    }
}

/// §8.2, in its order. All registered methods but REGISTER are left to the application.
fn uas(request: &Request<'_>) -> Option<StatusCode> {
    let headers = request.headers();
    match request.method() {
        Method::Other(_) => Some(StatusCode::NOT_IMPLEMENTED),
        Method::Register => Some(StatusCode::METHOD_NOT_ALLOWED),
        _ if !understands_scheme(request) => Some(StatusCode::UNSUPPORTED_URI_SCHEME),
        _ if !understands_all(request, |Require(tag)| tag) => Some(StatusCode::BAD_EXTENSION),
        _ if !understands_body(request) => Some(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        Method::Invite if !accepts_sdp(headers) => Some(StatusCode::NOT_ACCEPTABLE),
        _ => None,
    }
}

/// §16.3, in its order.
fn proxy(request: &Request<'_>) -> Option<StatusCode> {
    let hops = request.headers().find::<MaxForwards>().ok().flatten();
    if !understands_scheme(request) {
        Some(StatusCode::UNSUPPORTED_URI_SCHEME)
    } else if hops == Some(MaxForwards(0)) {
        Some(StatusCode::TOO_MANY_HOPS)
    } else if !understands_all(request, |ProxyRequire(tag)| tag) {
        Some(StatusCode::BAD_EXTENSION)
    } else {
        None
    }
}

/// §10.3, in its order. A registrar takes REGISTER and nothing else; a CANCEL is the transaction
/// layer's matter.
fn registrar(request: &Request<'_>) -> Option<StatusCode> {
    match request.method() {
        Method::Cancel => None,
        Method::Other(_) => Some(StatusCode::NOT_IMPLEMENTED),
        Method::Register => {
            if !understands_scheme(request) {
                Some(StatusCode::UNSUPPORTED_URI_SCHEME)
            } else if !understands_all(request, |Require(tag)| tag) {
                Some(StatusCode::BAD_EXTENSION)
            } else if !names_a_sip_user(request) || misuses_star(request) {
                Some(StatusCode::BAD_REQUEST)
            } else {
                None
            }
        }
        _ => Some(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// §8.2.2.1, §16.3 step 2.
fn understands_scheme(request: &Request<'_>) -> bool {
    request.uri().is_ok_and(|uri| {
        SCHEMES.iter().any(|scheme| uri.scheme().eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// Whether all option tags are known (§8.2.2.3, §16.3 step 5); in a CANCEL they mean nothing.
/// What is no option tag is not known either.
fn understands_all<'b, T: HeaderValue<'b>>(
    request: &Request<'b>,
    tag: impl Fn(T) -> Token<'b>,
) -> bool {
    let is_known = |tag: Token<'_>| EXTENSIONS.iter().any(|known: &&str| tag.is(known.as_bytes()));
    request.method() == Method::Cancel
        || request.headers().all().all(|value| value.map(&tag).is_ok_and(is_known))
}

/// §8.2.3. Bodies of other requests than INVITE are the application's.
fn understands_body(request: &Request<'_>) -> bool {
    let headers = request.headers();
    if request.body().is_empty() || is_optional(headers) {
        return true;
    }
    let mut encodings = headers.all::<ContentEncoding<'_>>();
    encodings.all(|encoding| encoding.is_ok_and(|encoding| encoding.0.is(b"identity")))
        && (!request.method().is_invite() || may_hold_sdp(headers))
}

/// Whether the session may be described in the body, or in a part of it.
fn may_hold_sdp(headers: &Headers<'_>) -> bool {
    headers.find::<ContentType<'_>>().ok().flatten().is_none_or(|content| {
        content.is(b"application", b"sdp") || content.kind().eq_ignore_ascii_case(b"multipart")
    })
}

/// Whether the body may be ignored: `Content-Disposition: ...;handling=optional` (§20.11).
fn is_optional(headers: &Headers<'_>) -> bool {
    let disposition = headers.find::<ContentDisposition<'_>>().ok().flatten();
    disposition.is_some_and(|disposition| disposition.handling() == Handling::Optional)
}

/// Whether the answer may carry a session description; without Accept it may (§20.1).
fn accepts_sdp(headers: &Headers<'_>) -> bool {
    !headers.has(KnownHeader::Accept)
        || headers
            .all::<Accept<'_>>()
            .flatten()
            .any(|range| range.q() > 0 && range.takes(b"application", b"sdp"))
}

/// Whether To is an address-of-record: a SIP or SIPS URI (§10.3 step 5).
fn names_a_sip_user(request: &Request<'_>) -> bool {
    let to = request.headers().find::<To<'_>>().ok().flatten();
    to.is_some_and(|to| to.address().uri().as_sip().is_some())
}

/// `Contact: *` stands alone, and with `Expires: 0` (§10.3 step 6).
fn misuses_star(request: &Request<'_>) -> bool {
    let headers = request.headers();
    let mut contacts = headers.all::<Contact<'_>>().filter_map(Result::ok);
    contacts.any(|contact| contact == Contact::Any)
        && (headers.all::<Contact<'_>>().count() > 1
            || headers.find::<Expires>().ok().flatten() != Some(Expires(0)))
}
