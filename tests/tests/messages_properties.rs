//! What holds for all messages: those that are no messages, those that are nearly, and those that
//! the writer makes.

use std::fmt::{Debug, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sip_core::header::{
    CSeq, CallId, Contact, ContentLength, ContentType, From, HeaderValue, KnownHeader, MaxForwards,
    NameAddr, RecordRoute, Route, To, Via,
};
use sip_core::message::MessageWriter;
use sip_core::uri::Uri;
use sip_core::{Message, Method, ParseErrorKind, StatusCode};
use sip_sim::checks;
use sip_sim::corpus::{self, SAMPLES};
use sip_sim::headers::{Visitor, visit_all};

/// Pieces that mean something to the parser.
const PIECES: [&str; 40] = [
    "\r\n",
    "\r\n ",
    "\r\n\t",
    "\r\n\r\n",
    "\r",
    "\n",
    "\0",
    " ",
    "\t",
    ":",
    ";",
    ",",
    "<",
    ">",
    "\"",
    "\\",
    "=",
    "@",
    "?",
    "&",
    "%",
    "%00",
    "*",
    "[::1]",
    "[",
    "]",
    "sip:",
    "sips:h",
    "SIP/2.0/UDP h",
    "INVITE",
    "\r\nVia:",
    "\r\nv: SIP/2.0/UDP h",
    "\r\nTo: <sip:a@h>",
    "\r\nCSeq: 1 INVITE",
    "\r\nm: *",
    "\r\nl: 3\r\n",
    "4294967296",
    ";branch=",
    ";tag=1",
    "\u{e9}",
];

/// Reads a value as that of any header field.
struct Alone<'b>(&'b [u8]);

impl<'b> Visitor<'b> for Alone<'b> {
    fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
        let _ = T::from_value(self.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        checks::message::check(&bytes);
        let mut lines = b"OPTIONS sip:a@b SIP/2.0\r\n".to_vec();
        lines.extend_from_slice(&bytes);
        checks::message::check(&lines);
    }

    #[test]
    fn any_pieces_of_sip_are_read_or_refused(pieces in vec(select(&PIECES), 0..40)) {
        checks::message::check(pieces.concat().as_bytes());
        checks::message::check(format!("SIP/2.0 200 OK{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn a_message_with_a_few_bytes_replaced_is_read_or_refused(
        sample in select(&SAMPLES),
        edits in vec((any::<Index>(), 0usize..8, select(&PIECES)), 1..4),
    ) {
        let mut bytes = sample.bytes.to_vec();
        for (at, removed, inserted) in edits {
            let at = at.index(bytes.len());
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, inserted.bytes());
        }
        checks::message::check(&bytes);
    }

    #[test]
    fn a_single_value_is_read_alone_as_it_is_in_a_message(
        known in select(&KnownHeader::ALL),
        pieces in vec(select(&PIECES), 0..12),
    ) {
        let text = format!("SIP/2.0 200 OK\r\n{}:{}\r\n\r\n", known.name(), pieces.concat());
        checks::message::check(text.as_bytes());
        // Alone a value may be broken in ways that a message's lines cannot be.
        let value = pieces.concat().into_bytes();
        visit_all(&mut Alone(&value));
        let _ = Uri::parse(&value);
    }

    #[test]
    fn what_is_written_is_read_back(written in a_message()) {
        written.is_read_back();
    }

    #[test]
    fn what_stands_around_a_message_in_its_datagram_changes_nothing(
        sample in select(corpus::valid().copied().collect::<Vec<_>>()),
        breaks in "(\r\n){0,3}",
        behind in vec(any::<u8>(), 0..50),
    ) {
        let alone = Message::parse(sample.bytes).expect("a valid sample");
        prop_assume!(alone.headers().has(KnownHeader::ContentLength));
        let bytes = [breaks.as_bytes(), alone.as_bytes(), &behind].concat();
        checks::message::check(&bytes);
        let message = Message::parse(&bytes).expect("a valid sample");
        prop_assert_eq!(message.as_bytes(), alone.as_bytes());
        prop_assert_eq!(message.trailing(), behind.len());
    }

    #[test]
    fn how_values_are_spread_over_lines_and_how_the_lines_are_spelled_does_not_matter(
        contacts in vec((an_address(), any_params()), 1..8),
        joints in vec(select(&JOINTS), 8),
    ) {
        let mut text = String::from("OPTIONS sip:a@b SIP/2.0\r\nContact: ");
        let values: Vec<String> = contacts.iter().map(|(a, p)| format!("{}{}", a.text, p.text)).collect();
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                text += joints[at];
            }
            text += value;
        }
        text += "\r\n\r\n";
        checks::message::check(text.as_bytes());
        let message = Message::parse(text.as_bytes()).expect("well-formed");
        let read: Vec<Contact<'_>> =
            message.headers().all().collect::<Result<_, _>>().expect("well-formed");
        prop_assert_eq!(read.len(), contacts.len());
        for (read, (address, params)) in read.iter().zip(&contacts) {
            address.is(&read.address().expect("an address"));
            params.are(read.params());
        }
    }
}

/// What may stand between two values of a list.
const JOINTS: [&str; 8] = [
    ",",
    " , ",
    ",\r\n ",
    "\r\n\t,\t",
    "\r\nContact: ",
    "\r\nm:",
    "\r\nX: ,\r\nCONTACT \t:\r\n ",
    ";;\r\nSubject: a, b\r\ncontact:\t",
];

/// A message as it was asked for.
#[derive(Clone, Debug)]
struct Written {
    start: Start,
    vias: Vec<Hop>,
    from: (Address, AnyParams),
    to: (Address, AnyParams, Option<String>),
    call_id: String,
    cseq: u32,
    max_forwards: u8,
    contacts: Vec<(Address, AnyParams, Option<u16>, Option<u32>)>,
    routes: Vec<Address>,
    others: Vec<(String, String)>,
    body: Option<(String, Vec<u8>)>,
}

#[derive(Clone, Debug)]
enum Start {
    Request(String, String),
    Response(u16, String),
}

#[derive(Clone, Debug)]
struct Hop {
    transport: String,
    host: String,
    port: Option<u16>,
    branch: Option<String>,
    params: AnyParams,
}

/// An address in one of its forms.
#[derive(Clone, Debug)]
struct Address {
    text: String,
    uri: String,
    name: Option<String>,
}

#[derive(Clone, Debug)]
struct AnyParams {
    text: String,
    /// Names, and values without quotes and escapes.
    pairs: Vec<(String, Option<String>)>,
}

impl Address {
    fn is(&self, read: &NameAddr<'_>) {
        assert_eq!(read.uri().as_bytes(), self.uri.as_bytes());
        let name: Option<Vec<u8>> = read.display_name().map(|name| name.unquoted().collect());
        assert_eq!(name, self.name.as_ref().map(|name| name.clone().into_bytes()));
    }
}

impl AnyParams {
    fn are(&self, read: sip_core::grammar::Params<'_>) {
        for (name, value) in &self.pairs {
            let param = read.get(name.as_bytes()).unwrap_or_else(|| panic!("no {name}"));
            let unquoted: Option<Vec<u8>> =
                param.value.map(|value| sip_core::grammar::Unquoted::new(value).collect());
            assert_eq!(unquoted, value.as_ref().map(|value| value.clone().into_bytes()));
        }
    }
}

impl Written {
    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let method = match &self.start {
            Start::Request(method, _) => method,
            Start::Response(..) => "INVITE",
        };
        let mut writer = match &self.start {
            Start::Request(method, uri) => {
                let method = Method::parse(method.as_bytes()).expect("a token");
                MessageWriter::request(&mut bytes, method, uri.as_bytes())
            }
            Start::Response(status, reason) => {
                let status = StatusCode::new(*status).expect("100 to 699");
                MessageWriter::response_with_reason(&mut bytes, status, reason.as_bytes())
            }
        };
        for via in &self.vias {
            let mut value = format!("SIP/2.0/{} {}", via.transport, via.host);
            if let Some(port) = via.port {
                write!(value, ":{port}").expect("a String takes all");
            }
            if let Some(branch) = &via.branch {
                write!(value, ";branch={branch}").expect("a String takes all");
            }
            writer.field(KnownHeader::Via, &[value.as_bytes(), via.params.text.as_bytes()]);
        }
        let (from, params) = &self.from;
        writer.field(KnownHeader::From, &[from.text.as_bytes(), params.text.as_bytes()]);
        let (to, params, tag) = &self.to;
        let tag = tag.as_ref().map(|tag| format!(";tag={tag}")).unwrap_or_default();
        let pieces = [to.text.as_bytes(), params.text.as_bytes(), tag.as_bytes()];
        writer.field(KnownHeader::To, &pieces);
        writer.field(KnownHeader::CallId, &[self.call_id.as_bytes()]);
        writer.field(KnownHeader::CSeq, &[format!("{} {method}", self.cseq).as_bytes()]);
        writer.number(KnownHeader::MaxForwards, self.max_forwards.into());
        for (contact, params, q, expires) in &self.contacts {
            let q = q.map(|q| format!(";q={}.{:03}", q / 1000, q % 1000)).unwrap_or_default();
            let expires = expires.map(|e| format!(" ; Expires = {e}")).unwrap_or_default();
            let text = [&contact.text, &q, &params.text, &expires].map(|piece| piece.as_bytes());
            writer.field(KnownHeader::Contact, &text);
        }
        for route in &self.routes {
            writer.field(KnownHeader::Route, &[route.text.as_bytes()]);
            writer.field(KnownHeader::RecordRoute, &[route.text.as_bytes()]);
        }
        for (name, value) in &self.others {
            writer.field_named(name.as_bytes(), &[value.as_bytes()]);
        }
        if let Some((kind, body)) = &self.body {
            writer.body(kind.as_bytes(), body);
        }
        let len = writer.finish().expect("a growing sink and clean values");
        assert_eq!(len, bytes.len());
        bytes
    }

    fn is_read_back(&self) {
        let bytes = self.write();
        checks::message::check(&bytes);
        let message = Message::parse(&bytes).expect("what is written is a message");
        assert_eq!(message.validate(), Ok(()));
        assert_eq!(message.as_bytes(), bytes);
        match (&self.start, &message) {
            (Start::Request(method, uri), Message::Request(request)) => {
                assert_eq!(request.method().as_str(), method);
                assert_eq!(request.uri_text(), uri.as_bytes());
            }
            (Start::Response(status, reason), Message::Response(response)) => {
                assert_eq!(response.status().as_u16(), *status);
                assert_eq!(response.reason(), reason.as_bytes());
            }
            (start, _) => panic!("not {start:?}"),
        }
        let headers = message.headers();
        let vias: Vec<Via<'_>> = headers.all().collect::<Result<_, _>>().expect("Vias");
        assert_eq!(vias.len(), self.vias.len());
        for (read, via) in vias.iter().zip(&self.vias) {
            assert_eq!(read.transport(), via.transport.as_bytes());
            assert_eq!(read.sent_by().host.to_string(), via.host);
            assert_eq!(read.sent_by().port, via.port);
            assert_eq!(read.branch(), via.branch.as_ref().map(|branch| branch.as_bytes()));
            via.params.are(read.params());
        }
        let from = headers.require::<From<'_>>().expect("From");
        self.from.0.is(&from.address());
        self.from.1.are(from.params());
        assert_eq!(from.tag(), None);
        let to = headers.require::<To<'_>>().expect("To");
        self.to.0.is(&to.address());
        self.to.1.are(to.params());
        assert_eq!(to.tag(), self.to.2.as_ref().map(|tag| tag.as_bytes()));
        let call_id = headers.require::<CallId<'_>>().expect("Call-ID");
        assert_eq!(call_id.as_bytes(), self.call_id.as_bytes());
        assert_eq!(headers.require::<CSeq<'_>>().expect("CSeq").number(), self.cseq);
        assert_eq!(headers.require::<MaxForwards>(), Ok(MaxForwards(self.max_forwards)));
        let contacts: Vec<Contact<'_>> = headers.all().collect::<Result<_, _>>().expect("Contacts");
        assert_eq!(contacts.len(), self.contacts.len());
        for (read, (address, params, q, expires)) in contacts.iter().zip(&self.contacts) {
            address.is(&read.address().expect("an address"));
            params.are(read.params());
            assert_eq!(read.q(), *q);
            assert_eq!(read.expires().map(|e| e.as_secs()), expires.map(u64::from));
        }
        let routes: Vec<Route<'_>> = headers.all().collect::<Result<_, _>>().expect("Routes");
        let recorded = headers.all::<RecordRoute<'_>>().map(|route| route.expect("a route").0);
        assert!(recorded.eq(routes.iter().copied()));
        assert_eq!(routes.len(), self.routes.len());
        for (read, address) in routes.iter().zip(&self.routes) {
            address.is(&read.address());
        }
        let others: Vec<_> = headers.iter().filter(|field| field.known().is_none()).collect();
        assert_eq!(others.len(), self.others.len());
        for (read, (name, value)) in others.iter().zip(&self.others) {
            assert_eq!(read.name(), name.as_bytes());
            assert_eq!(read.value(), value.trim_matches([' ', '\t']).as_bytes());
        }
        let (kind, body) = self.body.clone().unzip();
        assert_eq!(message.body(), body.unwrap_or_default());
        let length = u32::try_from(message.body().len()).expect("a small body");
        assert_eq!(headers.require::<ContentLength>(), Ok(ContentLength(length)));
        let read = headers.find::<ContentType<'_>>().expect("well-formed, if there");
        assert_eq!(
            read.map(|read| [read.kind(), b"/", read.subtype()].concat()),
            kind.map(String::into_bytes)
        );
    }
}

fn token() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9.!%*_+`'~-]{1,12}"
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][a-z0-9-]{0,8}(\\.[a-z]{2,5}){0,2}\\.?",
        any::<Ipv4Addr>().prop_map(|ip| ip.to_string()),
        any::<Ipv6Addr>().prop_map(|ip| format!("[{ip}]")),
    ]
}

/// What may stand in quotes: any text of one line.
fn words() -> impl Strategy<Value = String> {
    "[^\\x00\r\n]{0,12}"
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted + "\""
}

fn uri() -> impl Strategy<Value = String> {
    let user = "([a-zA-Z0-9_.!~*'()&=+$,;?/-]|%[0-9a-fA-F]{2}){1,10}(:[a-z0-9&=+$,]{0,6})?@";
    let headers = "\\?[a-z]{1,5}=([a-z0-9]|%[0-9A-F]{2}){0,5}(&[a-z]{1,5}=[a-z]{0,3}){0,2}";
    let sip = (
        select(&["sip", "sips", "SIP", "Sips"]),
        option::of(user),
        host(),
        option::of(any::<u16>()),
        vec(option::of("([a-z0-9\\[\\]/:&+$]|%[0-9A-F]{2}){1,6}"), 0..4),
        option::of(headers),
    )
        .prop_map(|(scheme, user, host, port, params, headers)| {
            let mut text = format!("{scheme}:{}{host}", user.unwrap_or_default());
            if let Some(port) = port {
                write!(text, ":{port}").expect("a String takes all");
            }
            for (at, value) in params.into_iter().enumerate() {
                match value {
                    Some(value) => write!(text, ";p{at}={value}"),
                    None => write!(text, ";p{at}"),
                }
                .expect("a String takes all");
            }
            text + &headers.unwrap_or_default()
        });
    prop_oneof![4 => sip, 1 => "(tel:\\+[0-9-]{1,9}|urn:[a-z:.]{1,9}|x[a-z0-9+.-]{0,4}:[!#-;=?-~]{1,9})"]
}

fn an_address() -> impl Strategy<Value = Address> {
    let bare = uri().prop_map(|uri| {
        // Without brackets `;`, `,` and `?` would end the URI (§20).
        let plain = !uri.contains([';', ',', '?']);
        let text = if plain { uri.clone() } else { format!("<{uri}>") };
        Address { text, uri, name: None }
    });
    let gap = || select(&["", " ", "\t", "\r\n "]);
    let bracketed = uri().prop_map(|uri| Address { text: format!("<{uri}>"), uri, name: None });
    let quoted = (words(), gap(), uri()).prop_map(|(name, gap, uri)| Address {
        text: format!("{}{gap}<{uri}>", quote(&name)),
        uri,
        name: Some(name),
    });
    let tokens = (vec(token(), 1..4), gap(), uri()).prop_map(|(name, gap, uri)| {
        let name = name.join(" ");
        Address { text: format!("{name}{gap}<{uri}>"), uri, name: Some(name) }
    });
    prop_oneof![bare, bracketed, quoted, tokens]
}

/// Parameters whose names no header field knows.
fn any_params() -> impl Strategy<Value = AnyParams> {
    let value = prop_oneof![
        Just(None),
        token().prop_map(|value| Some((value.clone(), value))),
        words().prop_map(|value| Some((quote(&value), value))),
    ];
    vec((select(&[";", " ; ", ";\t", ";;"]), value), 0..4).prop_map(|params| {
        let mut text = String::new();
        let mut pairs = Vec::new();
        for (at, (separator, value)) in params.into_iter().enumerate() {
            let name = format!("x{at}");
            text = text + separator + &name;
            if let Some((written, _)) = &value {
                text = text + "=" + written;
            }
            pairs.push((name.to_uppercase(), value.map(|(_, value)| value)));
        }
        AnyParams { text, pairs }
    })
}

fn a_hop() -> impl Strategy<Value = Hop> {
    (token(), host(), option::of(any::<u16>()), option::of(token()), any_params()).prop_map(
        |(transport, host, port, branch, params)| Hop { transport, host, port, branch, params },
    )
}

fn a_message() -> impl Strategy<Value = Written> {
    let method =
        prop_oneof![token(), select(&Method::KNOWN).prop_map(|method| method.as_str().to_owned()),];
    let start = prop_oneof![
        (method, uri()).prop_map(|(method, uri)| Start::Request(method, uri)),
        (100u16..700, words()).prop_map(|(status, reason)| Start::Response(status, reason)),
    ];
    let contact = (an_address(), any_params(), option::of(0u16..=1000), option::of(any::<u32>()));
    let route = an_address();
    let other = (
        token().prop_filter("unknown", |name| KnownHeader::from_name(name.as_bytes()).is_none()),
        "[^\\x00\r\n]{0,20}",
    );
    let body = ("[a-z]{1,8}/[a-z0-9.+-]{1,8}", vec(any::<u8>(), 0..40));
    let ends = (
        vec(a_hop(), 1..4),
        (an_address(), any_params()),
        (an_address(), any_params(), option::of(token())),
        "[a-zA-Z0-9.!%*_+`'~()<>:\\\\\"/\\[\\]?{}@-]{1,20}",
    );
    let rest = (
        0..=CSeq::MAX,
        any::<u8>(),
        vec(contact, 0..3),
        vec(route, 0..3),
        vec(other, 0..4),
        option::of(body),
    );
    (start, ends, rest).prop_map(
        |(
            start,
            (vias, from, to, call_id),
            (cseq, max_forwards, contacts, routes, others, body),
        )| {
            Written {
                start,
                vias,
                from,
                to,
                call_id,
                cseq,
                max_forwards,
                contacts,
                routes,
                others,
                body,
            }
        },
    )
}

/// A request with `lines` in it, read with the checks that hold for any.
fn large(lines: &str) -> Vec<u8> {
    let bytes = format!(
        "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nTo: <sip:a@b>\r\n\
        From: <sip:c@d>;tag=1\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n{lines}\r\n"
    )
    .into_bytes();
    assert_eq!(Message::read(&bytes).and_then(|message| message.validate()), Ok(()));
    bytes
}

#[test]
fn p31_a_thousand_folds_are_one_value() {
    let bytes = large(&format!("Subject: a{}\r\n", "\r\n b".repeat(1000)));
    let message = Message::parse(&bytes).expect("valid");
    assert_eq!(message.headers().iter().count(), 6);
    let bytes = large(&format!("Contact:{}<sip:a@b>\r\n", "\r\n ".repeat(1000)));
    let message = Message::parse(&bytes).expect("valid");
    assert_eq!(message.headers().all::<Contact<'_>>().count(), 1);
}

#[test]
fn p31_ten_thousand_header_lines_of_one_kind_are_ten_thousand_values() {
    let bytes = large(&"Route: <sip:a;lr>\r\n".repeat(10_000));
    let message = Message::parse(&bytes).expect("valid");
    assert_eq!(message.headers().all::<Route<'_>>().filter(Result::is_ok).count(), 10_000);
    let bytes = large(&"X: y\r\nSubject: z\r\n".repeat(5_000));
    let message = Message::parse(&bytes).expect("valid");
    assert_eq!(message.headers().iter().count(), 10_005);
}

#[test]
fn p31_ten_thousand_parameters_are_one_value() {
    let bytes = large(&format!("Contact: <sip:a@b>{}\r\n", ";a".repeat(10_000)));
    let message = Message::parse(&bytes).expect("valid");
    let contact = message.headers().require::<Contact<'_>>().expect("well-formed");
    assert_eq!(contact.params().iter().count(), 10_000);
    let bytes = large(&format!("Route: <sip:a@b{}>\r\n", ";".repeat(10_000)));
    assert!(Message::parse(&bytes).is_ok());
    let params: String = (0..10_000).fold(String::new(), |text, at| text + &format!(";a{at}=1"));
    let bytes = large(&format!("Route: <sip:a@b{params}>\r\n"));
    let message = Message::parse(&bytes).expect("valid");
    let route = message.headers().require::<Route<'_>>().expect("well-formed");
    assert_eq!(route.uri().as_sip().expect("a SIP URI").params().iter().count(), 10_000);
}

#[test]
fn p31_ten_thousand_commas_are_ten_thousand_values_or_one_error() {
    let bytes = large(&format!("Route: <sip:a@b>{}\r\n", ",<sip:a@b>".repeat(10_000)));
    let message = Message::parse(&bytes).expect("valid");
    assert_eq!(message.headers().all::<Route<'_>>().filter(Result::is_ok).count(), 10_001);
    let text = format!("OPTIONS sip:a@b SIP/2.0\r\nRoute: {}\r\n\r\n", ",".repeat(10_000));
    let message = Message::parse(text.as_bytes()).expect("the lines are well-formed");
    assert_eq!(message.headers().all::<Route<'_>>().count(), 1, "one error for the field");
}

#[test]
fn p31_nested_quotes_brackets_and_escapes_are_read_once() {
    for hard in [
        "\\\"".repeat(10_000),
        "<\\\"".repeat(10_000),
        "\\\\".repeat(10_000),
        ",;<>".repeat(10_000),
    ] {
        let bytes = large(&format!("Contact: \"{hard}\" <sip:a@b>;x=\"{hard}\"\r\n"));
        let message = Message::parse(&bytes).expect("valid");
        assert_eq!(message.headers().all::<Contact<'_>>().filter(Result::is_ok).count(), 1);
    }
    for open in ["\"", "<", "<\"", "a ", "\"\"", "[", "\\", "sip:a@", "%"] {
        let text = format!("OPTIONS sip:a@b SIP/2.0\r\nm: {}\r\n\r\n", open.repeat(10_000));
        let message = Message::parse(text.as_bytes()).expect("the lines are well-formed");
        assert!(message.headers().find::<Contact<'_>>().is_err(), "{open}");
    }
}

#[test]
fn a_head_of_a_megabyte_without_an_end_is_unterminated() {
    let text = format!("OPTIONS sip:a@b SIP/2.0\r\n{}", "X: y\r\n".repeat(1 << 17));
    let error = Message::parse(text.as_bytes()).expect_err("no empty line");
    assert_eq!(error.kind, ParseErrorKind::Unterminated);
}
