//! What must hold for any bytes that are read as a message.

use sip_core::grammar::{Params, Unescaped, Unquoted};
use sip_core::header::{
    CSeq, CallId, Contact, ContentLength, ContentType, DisplayName, From, HeaderName, HeaderValue,
    KnownHeader, MaxForwards, NameAddr, RecordRoute, Route, Timestamp, To, Via,
};
use sip_core::message::{Field, MessageWriter, OwnedMessage, Policy, WriteError};
use sip_core::uri::Uri;
use sip_core::{Message, Method, ParseError};

/// Reads `bytes` in every way there is and compares what the ways say.
///
/// # Panics
/// If one of them panics, or if they disagree.
pub fn check(bytes: &[u8]) {
    let message = match Message::read(bytes) {
        Ok(message) => message,
        Err(error) => {
            assert!(at(&error) <= bytes.len(), "{error} in {} bytes", bytes.len());
            assert_eq!(Message::parse(bytes).err(), Some(error), "unreadable, so no message");
            return;
        }
    };
    assert_eq!(Message::parse(bytes).err(), message.fault(), "parse reports what read notes");
    let start = the_parts_make_up_the_whole(bytes, &message);
    let fields: Vec<Field<'_>> = message.headers().iter().collect();
    the_start_line_says_what_it_is(&message);
    the_fields_lie_in_order(bytes, start, &message, &fields);
    the_index_agrees_with_the_lines(&message, &fields);
    super::values::check(bytes, &message);
    typed_values_lie_in_the_bytes(bytes, &message);
    a_valid_message_has_what_it_needs(bytes, &message);
    without_its_surroundings_it_is_the_same(start, &message);
    the_lines_are_written_back_byte_for_byte(&message, &fields);
    super::body::check(&message);
    owned_it_is_the_same(&message);
    let shown = format!("{message:?}");
    assert!(shown.len() > 2);
}

/// Line breaks, message, trailing bytes: nothing else, nothing twice. Gives where the message
/// begins.
fn the_parts_make_up_the_whole(bytes: &[u8], message: &Message<'_>) -> usize {
    let own = message.as_bytes();
    let start = bytes.len() - message.trailing() - own.len();
    assert!(bytes[..start].iter().all(|byte| matches!(byte, b'\r' | b'\n')));
    assert_eq!(place(bytes, own), start);
    assert!(own.ends_with(message.body()));
    assert_eq!(place(own, message.body()) + message.body().len(), own.len());
    let length = message.headers().find::<ContentLength>().ok().flatten();
    if message.trailing() > 0 {
        assert_eq!(length.map(|length| length.0 as usize), Some(message.body().len()));
    }
    start
}

fn the_start_line_says_what_it_is(message: &Message<'_>) {
    let own = message.as_bytes();
    match message {
        Message::Request(request) => {
            let method = request.method();
            assert!(own.starts_with(method.as_bytes()));
            assert_eq!(Method::parse(method.as_bytes()), Some(method));
            lies_in(own, request.uri_text());
            match (request.uri(), Uri::parse(request.uri_text())) {
                (Ok(value), Ok(again)) => {
                    assert_eq!(value, again);
                    assert_eq!(value.as_bytes(), request.uri_text());
                    check_uri(own, &value);
                }
                (Err(error), Err(again)) => {
                    assert_eq!((error.kind, error.header), (again.kind, again.header));
                    // The Request-URI stands one blank behind the method.
                    let line_start = at(&error) - at(&again) - method.as_bytes().len() - 1;
                    assert!(line_start <= at(&error));
                }
                (value, again) => panic!("{value:?} is not {again:?}"),
            }
        }
        Message::Response(response) => {
            assert!((100..700).contains(&response.status().as_u16()));
            lies_in(own, response.reason());
        }
    }
}

fn the_fields_lie_in_order(
    bytes: &[u8],
    start: usize,
    message: &Message<'_>,
    fields: &[Field<'_>],
) {
    let end_of_head = start + message.as_bytes().len() - message.body().len();
    let mut end_of_last = start;
    for field in fields {
        assert!(end_of_last <= field.offset(), "{field:?} overlaps the one before");
        assert_eq!(place(bytes, field.line()), field.offset());
        end_of_last = field.offset() + field.line().len();
        assert!(end_of_last <= end_of_head, "{field:?} reaches into the body");
        assert!(field.line().starts_with(field.name()));
        assert!(HeaderName::parse(field.name()).is_some(), "{field:?}");
        assert_eq!(field.known(), KnownHeader::from_name(field.name()));
        lies_in(field.line(), field.value());
        let edges = [field.value().first(), field.value().last()];
        assert!(!edges.iter().flatten().any(|byte| b" \t\r\n".contains(byte)), "{field:?}");
    }
    if message.fault().is_none() {
        let own = message.as_bytes();
        let first_line = own.windows(2).position(|pair| pair == b"\r\n").map_or(0, |len| len + 2);
        let lines: usize = fields.iter().map(|field| field.line().len()).sum();
        assert_eq!(start + first_line + lines + 2, end_of_head, "and an empty line, and no more");
        assert!(fields.iter().all(|field| is_one_line(field.line())));
    }
}

fn the_index_agrees_with_the_lines(message: &Message<'_>, fields: &[Field<'_>]) {
    let headers = message.headers();
    for known in KnownHeader::ALL {
        let lines = of_kind(fields, known);
        assert!(headers.texts(known).eq(lines.iter().map(|line| line.value())), "{known:?}");
        assert_eq!(headers.text(known), lines.first().map(|line| line.value()), "{known:?}");
        assert_eq!(headers.has(known), !lines.is_empty(), "{known:?}");
        assert_eq!(headers.is_repeated(known), lines.len() > 1, "{known:?}");
    }
}

fn typed_values_lie_in_the_bytes(bytes: &[u8], message: &Message<'_>) {
    if let Some(value) = single::<From<'_>>(message) {
        check_address(bytes, &value.address());
        check_params(bytes, value.params());
        assert_eq!(value.tag(), value.params().get(b"tag").and_then(|tag| tag.value));
    }
    if let Some(value) = single::<To<'_>>(message) {
        check_address(bytes, &value.address());
        check_params(bytes, value.params());
        assert_eq!(value.tag(), value.params().get(b"tag").and_then(|tag| tag.value));
    }
    if let Some(value) = single::<CallId<'_>>(message) {
        assert_eq!(Some(value.as_bytes()), message.headers().text(KnownHeader::CallId));
    }
    if let Some(value) = single::<CSeq<'_>>(message) {
        assert!(value.number() <= CSeq::MAX);
        assert_eq!(Method::parse(value.method().as_bytes()), Some(value.method()));
    }
    if let Some(value) = single::<ContentType<'_>>(message) {
        lies_in(bytes, value.kind());
        lies_in(bytes, value.subtype());
        check_params(bytes, value.params());
    }
    if let Some(value) = single::<Timestamp<'_>>(message) {
        lies_in(bytes, value.sent());
        lies_in(bytes, value.delay().unwrap_or_default());
    }
    for value in list::<Via<'_>>(message) {
        check_via(bytes, &value);
    }
    for value in list::<Contact<'_>>(message) {
        check_params(bytes, value.params());
        if let Some(address) = value.address() {
            check_address(bytes, &address);
        }
        assert!(value.q().is_none_or(|q| q <= 1000));
        assert!(value.expires().is_none_or(|expires| expires.subsec_nanos() == 0));
    }
    for value in list::<Route<'_>>(message) {
        check_route(bytes, &value);
    }
    for RecordRoute(value) in list::<RecordRoute<'_>>(message) {
        check_route(bytes, &value);
    }
}

/// The value of a header field that stands once.
fn single<'b, T: HeaderValue<'b>>(message: &Message<'b>) -> Option<T> {
    message.headers().find().ok().flatten()
}

/// The values of a header field that is a list, up to the first that is broken.
fn list<'b, T: HeaderValue<'b>>(message: &Message<'b>) -> impl Iterator<Item = T> {
    message.headers().all().map_while(Result::ok)
}

fn check_via(bytes: &[u8], via: &Via<'_>) {
    lies_in(bytes, via.as_bytes());
    assert_eq!(Via::from_value(via.as_bytes()).as_ref(), Ok(via));
    lies_in(via.as_bytes(), via.transport());
    check_params(via.as_bytes(), via.params());
    assert!(via.as_bytes().ends_with(via.params().as_bytes()), "so that it can be cut off");
    assert_eq!(via.branch(), via.params().get(b"branch").and_then(|branch| branch.value));
    assert!(!via.has_cookie() || via.branch().is_some());
    assert!(via.received().is_none() || via.params().get(b"received").is_some());
    assert!(via.maddr().is_none() || via.params().get(b"maddr").is_some());
    let shown = via.sent_by().to_string();
    if let Ok(again) = Via::from_value(format!("SIP/2.0/UDP {shown}").as_bytes()) {
        assert_eq!(again.sent_by().to_string(), shown);
    }
}

fn check_route(bytes: &[u8], route: &Route<'_>) {
    check_address(bytes, &route.address());
    check_params(bytes, route.params());
}

fn check_address(bytes: &[u8], address: &NameAddr<'_>) {
    check_uri(bytes, &address.uri());
    if let Some(name) = address.display_name() {
        if let DisplayName::Tokens(text) = name {
            lies_in(bytes, text);
        }
        assert!(name.unquoted().count() <= bytes.len());
        assert_eq!(name.to_string().starts_with('"'), name.is_quoted());
    }
}

fn check_params(bytes: &[u8], params: Params<'_>) {
    lies_in(bytes, params.as_bytes());
    assert!(params.as_bytes().first().is_none_or(|first| *first == b';'), "{params:?}");
    for param in params {
        lies_in(params.as_bytes(), param.name);
        assert!(HeaderName::parse(param.name).is_some(), "a parameter's name is a token");
        let value = param.value.unwrap_or_default();
        lies_in(params.as_bytes(), value);
        assert!(Unquoted::new(value).count() <= value.len());
        assert!(params.get(param.name).is_some_and(|first| first.is(param.name)));
    }
}

fn check_uri(bytes: &[u8], uri: &Uri<'_>) {
    lies_in(bytes, uri.as_bytes());
    assert_eq!(Uri::parse(uri.as_bytes()).as_ref(), Ok(uri));
    assert!(uri.as_bytes().starts_with(uri.scheme()));
    let outside = |byte: &u8| *byte <= b' ' || *byte == 0x7F || b"<>\"".contains(byte);
    assert!(!uri.as_bytes().iter().any(outside), "{uri:?} would end where it stands");
    if uri.as_bytes().is_ascii() {
        assert_eq!(uri.to_string().as_bytes(), uri.as_bytes());
    }
    let Some(sip) = uri.as_sip() else { return };
    for part in [sip.user(), sip.password(), sip.transport_text()].into_iter().flatten() {
        lies_in(uri.as_bytes(), part);
        assert!(Unescaped::new(part).count() <= part.len());
    }
    assert!(sip.user().is_none_or(|user| !user.is_empty()));
    lies_in(uri.as_bytes(), sip.params().as_bytes());
    lies_in(uri.as_bytes(), sip.headers().as_bytes());
    assert!(uri.as_bytes().ends_with(sip.headers().as_bytes()));
    for param in sip.params().iter() {
        lies_in(sip.params().as_bytes(), param.name);
        assert!(sip.params().get(param.name).is_some());
        assert!(param.value.is_none_or(|value| !value.is_empty()));
    }
    for header in sip.headers().iter() {
        lies_in(sip.headers().as_bytes(), header.name);
    }
}

fn a_valid_message_has_what_it_needs(bytes: &[u8], message: &Message<'_>) {
    let oddities = message.oddities();
    let strict = message.validate_by(&Policy::STRICT);
    assert_eq!(strict.is_ok(), message.validate().is_ok() && oddities.is_empty());
    assert!(strict.err().is_none_or(|error| at(&error) <= bytes.len()));
    if let Err(error) = message.validate() {
        assert!(at(&error) <= bytes.len());
        assert!(error.status().as_u16() >= 400);
        return;
    }
    assert_eq!(message.validate_by(&Policy::LENIENT), Ok(oddities));
    assert_eq!(message.fault(), None);
    let headers = message.headers();
    let vias: Result<Vec<Via<'_>>, ParseError> = headers.all().collect();
    assert!(!vias.expect("a Via each").is_empty());
    headers.require::<From<'_>>().expect("From");
    headers.require::<To<'_>>().expect("To");
    headers.require::<CallId<'_>>().expect("Call-ID");
    let cseq = headers.require::<CSeq<'_>>().expect("CSeq");
    if let Some(length) = headers.find::<ContentLength>().expect("Content-Length, if any") {
        assert_eq!(length.0 as usize, message.body().len());
    }
    if let Some(request) = message.as_request() {
        assert_eq!(cseq.method(), request.method());
        assert!(request.uri().is_ok());
        assert!(headers.find::<MaxForwards>().is_ok());
        assert!(headers.find::<ContentType<'_>>().is_ok());
        assert!(headers.all::<Contact<'_>>().all(|value| value.is_ok()));
        assert!(headers.all::<RecordRoute<'_>>().all(|value| value.is_ok()));
        assert!(headers.all::<Route<'_>>().all(|value| value.is_ok()));
    }
}

/// What stands before and behind a message changes nothing in it but offsets.
fn without_its_surroundings_it_is_the_same(start: usize, message: &Message<'_>) {
    let alone = Message::read(message.as_bytes()).expect("it was read before");
    assert_eq!(alone.as_bytes(), message.as_bytes());
    assert_eq!(alone.body(), message.body());
    assert_eq!(alone.trailing(), 0);
    let moved = |mut error: ParseError| {
        error.offset += u32::try_from(start).expect("a small message");
        error
    };
    assert_eq!(alone.fault().map(moved), message.fault());
    assert_eq!(alone.validate().map_err(moved), message.validate());
    let lines = alone.headers().iter().map(|field| field.line());
    assert!(lines.eq(message.headers().iter().map(|field| field.line())));
}

fn owned_it_is_the_same(message: &Message<'_>) {
    let owned = OwnedMessage::from(message);
    assert_eq!(owned.as_bytes(), message.as_bytes());
    let alone = Message::read(message.as_bytes()).expect("it was read before");
    assert_eq!(format!("{:?}", owned.view()), format!("{alone:?}"));
    assert_eq!(owned.view().validate(), alone.validate());
    for known in KnownHeader::ALL {
        assert!(owned.view().headers().texts(known).eq(message.headers().texts(known)));
    }
    let again = OwnedMessage::read(owned.clone().into_bytes());
    assert_eq!(again, Ok(owned));
}

fn the_lines_are_written_back_byte_for_byte(message: &Message<'_>, fields: &[Field<'_>]) {
    let mut bytes = Vec::new();
    let mut writer = match message {
        Message::Request(request) => match request.uri() {
            Ok(uri) => MessageWriter::request(&mut bytes, request.method(), uri.as_bytes()),
            Err(_) => return,
        },
        Message::Response(response) => MessageWriter::response(&mut bytes, response.status()),
    };
    let carried = |field: &&Field<'_>| field.known() != Some(KnownHeader::ContentLength);
    for field in fields.iter().filter(carried) {
        writer.copy(field);
    }
    match writer.finish() {
        Ok(len) => {
            assert_eq!(len, bytes.len());
            let written = Message::parse(&bytes).expect("what is written is a message");
            let lines = written.headers().iter().map(|field| field.line().to_vec());
            let copied = fields.iter().filter(carried).map(|field| field.line().to_vec());
            assert!(lines.eq(copied.chain([b"Content-Length: 0\r\n".to_vec()])));
            if let (Some(request), Some(original)) = (written.as_request(), message.as_request()) {
                assert_eq!(request.method(), original.method());
                assert_eq!(request.uri_text(), original.uri_text());
            }
            assert!(message.validate().is_err() || written.validate().is_ok());
        }
        Err(error) => {
            assert_eq!(error, WriteError::Injection);
            assert!(message.fault().is_some(), "a message without faults can be forwarded");
            assert!(bytes.is_empty());
        }
    }
}

pub(super) fn of_kind<'f, 'b>(fields: &'f [Field<'b>], known: KnownHeader) -> Vec<&'f Field<'b>> {
    fields.iter().filter(|field| field.known() == Some(known)).collect()
}

pub(super) fn at(error: &ParseError) -> usize {
    error.offset as usize
}

/// Where `inner` lies in `outer`; its end if `inner` is empty, and so lies nowhere.
fn place(outer: &[u8], inner: &[u8]) -> usize {
    if inner.is_empty() {
        return outer.len();
    }
    let offset = (inner.as_ptr() as usize).checked_sub(outer.as_ptr() as usize);
    let offset = offset.expect("a part does not begin before the whole");
    assert!(offset + inner.len() <= outer.len(), "a part does not end behind the whole");
    offset
}

fn lies_in(outer: &[u8], inner: &[u8]) {
    place(outer, inner);
}

/// Whether `line` ends in the only CRLF in it that begins no fold, and has no lone CR or LF.
fn is_one_line(line: &[u8]) -> bool {
    let Some(inner) = line.strip_suffix(b"\r\n") else { return false };
    inner.iter().enumerate().all(|(at, byte)| match byte {
        b'\r' => matches!(inner.get(at + 1..), Some([b'\n', b' ' | b'\t', ..])),
        b'\n' => at > 0 && inner[at - 1] == b'\r',
        _ => true,
    })
}
