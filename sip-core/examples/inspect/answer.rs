//! What an element answers before its application sees a request (§8.2, §10.3, §16.3).

use std::str::FromStr;

use sip_core::header::{Contact, ContentType, Expires, HeaderValue, KnownHeader, MaxForwards, To};
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
        _ if !understands_all(request, KnownHeader::Require) => Some(StatusCode::BAD_EXTENSION),
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
    } else if !understands_all(request, KnownHeader::ProxyRequire) {
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
            } else if !understands_all(request, KnownHeader::Require) {
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
fn understands_all(request: &Request<'_>, header: KnownHeader) -> bool {
    request.method() == Method::Cancel
        || elements(request.headers(), header).all(|tag| {
            EXTENSIONS.iter().any(|known: &&str| tag.eq_ignore_ascii_case(known.as_bytes()))
        })
}

/// §8.2.3. Bodies of other requests than INVITE are the application's.
fn understands_body(request: &Request<'_>) -> bool {
    let headers = request.headers();
    if request.body().is_empty() || is_optional(headers) {
        return true;
    }
    let mut encodings = elements(headers, KnownHeader::ContentEncoding);
    encodings.all(|encoding| encoding.eq_ignore_ascii_case(b"identity"))
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
    headers.text(KnownHeader::ContentDisposition).is_some_and(|disposition| {
        disposition.split(|byte| *byte == b';').any(|param| {
            let param: Vec<u8> = param.iter().copied().filter(u8::is_ascii_graphic).collect();
            param.eq_ignore_ascii_case(b"handling=optional")
        })
    })
}

/// Whether the answer may carry a session description; without Accept it may (§20.1).
fn accepts_sdp(headers: &Headers<'_>) -> bool {
    !headers.has(KnownHeader::Accept)
        || elements(headers, KnownHeader::Accept)
            .filter_map(|range| ContentType::from_value(range).ok())
            .filter(|range| !is_refused(range))
            .any(|range| {
                range.is(b"application", b"sdp")
                    || range.is(b"application", b"*")
                    || range.is(b"*", b"*")
            })
}

/// `;q=0`, `;q=0.0`: not acceptable (§20.1).
fn is_refused(range: &ContentType<'_>) -> bool {
    let weight = range.params().get(b"q").and_then(|q| q.value);
    weight.is_some_and(|weight| weight.iter().all(|digit| matches!(digit, b'0' | b'.')))
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

/// The elements of a comma-separated list, trimmed, without those that are empty.
fn elements<'b>(headers: &Headers<'b>, header: KnownHeader) -> impl Iterator<Item = &'b [u8]> {
    headers
        .texts(header)
        .flat_map(|value| value.split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|element| !element.is_empty())
}
