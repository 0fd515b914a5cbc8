//! What holds for all URIs: those that are nearly ones, and those that are written from parts.
//!
//! Where the optional data is there (see `messages_torture.rs`), its verdicts too.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::{env, fs};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use sip_core::Method;
use sip_core::grammar::Unescaped;
use sip_core::header::ValueWriter;
use sip_core::message::MessageWriter;
use sip_core::uri::{
    Component, Context, Host, NewParam, Scheme, SipUri, SipUriBuilder, TelUri, TelephoneSubscriber,
    Treatment, Uri, UriPart, UriText,
};

/// Pieces that mean something in a URI.
const PIECES: [&str; 44] = [
    "sip:",
    "sips:",
    "tel:",
    "TEL:+",
    "mailto:",
    "@",
    ":",
    ";",
    "?",
    "&",
    "=",
    "%",
    "%41",
    "%3B",
    "%00",
    "%0d%0a",
    "%4",
    "[::1]",
    "[",
    "]",
    "h",
    "H.",
    "a",
    "A",
    "+1-2",
    "(3)",
    "#",
    "*",
    ",",
    ";lr",
    ";transport=tcp",
    ";%74ransport=TCP",
    ";method=BYE",
    ";ttl=15",
    ";maddr=[::1]",
    ";user=phone",
    ";isub=1",
    ";ext=2",
    ";phone-context=a.b",
    "?Route=%3Csip:x%3E",
    "&body=x",
    "//",
    "\\",
    "\u{e9}",
];

fn near_uri() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        9 => select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..3),
    ];
    (
        select(&["", "sip:", "sips:a@", "sip:h;", "sip:+1@h", "tel:", "tel:+1;", "sip:h?"][..]),
        vec(piece, 0..12),
    )
        .prop_map(|(start, pieces)| [start.as_bytes(), &pieces.concat()].concat())
}

/// Some bytes, or some text.
fn part() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 1..12),
        "[a-zA-Z0-9.+;=&%@:/? -]{1,12}".prop_map(String::into_bytes),
    ]
}

fn host() -> impl Strategy<Value = OwnHost> {
    prop_oneof![
        "[a-z]([a-z0-9-]{0,5}[a-z0-9])?(\\.[a-z][a-z0-9]{0,5}){0,2}".prop_map(OwnHost::Name),
        any::<u32>().prop_map(|ip| OwnHost::V4(ip.into())),
        any::<u128>().prop_map(|ip| OwnHost::V6(ip.into())),
    ]
}

#[derive(Clone, Debug)]
enum OwnHost {
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl OwnHost {
    fn host(&self) -> Host<'_> {
        match self {
            Self::Name(name) => Host::Name(name.as_bytes()),
            Self::V4(ip) => Host::V4(*ip),
            Self::V6(ip) => Host::V6(*ip),
        }
    }
}

fn unescaped(text: &[u8]) -> Vec<u8> {
    Unescaped::new(text).collect()
}

fn hash(uri: &SipUri<'_>) -> u64 {
    let mut state = DefaultHasher::new();
    uri.hash_equivalent(&mut state);
    state.finish()
}

fn tel_of(number: &TelephoneSubscriber<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    number.write_tel(&mut ValueWriter::new(&mut |piece| text.extend_from_slice(piece)));
    text
}

/// What holds for whatever can be read.
fn check(text: &[u8]) {
    let Ok(uri) = Uri::parse(text) else { return };
    let shown = text.escape_ascii();
    assert_eq!(uri.as_bytes(), text);
    assert!(uri.is_equivalent(&uri), "{shown}: reflexive");
    if let Some(fault) = uri.strict_fault() {
        assert!(fault.offset as usize <= text.len(), "{shown}: {fault}");
    }
    match uri {
        Uri::Sip(sip) => check_sip(&sip),
        Uri::Tel(tel) => {
            assert_eq!(TelUri::parse(text), Ok(tel));
            if let Some(fault) = tel.strict_fault() {
                assert!(fault.offset as usize <= text.len(), "{shown}: {fault}");
            }
            check_number(&tel.subscriber());
        }
        Uri::Absolute(_) => {}
    }
}

fn check_sip(uri: &SipUri<'_>) {
    for context in Context::ALL {
        let mut stripped = Vec::new();
        uri.stripped(context).write_into(&mut stripped).expect("room");
        let again = SipUri::parse(&stripped).expect("what is left of a URI is a URI");
        assert_eq!(again.check_context(context), Ok(()), "{uri} in {context:?}");
        assert_eq!((again.user(), again.host()), (uri.user(), uri.host()));
        if let Some(piece) = uri.stripped(context).as_bytes() {
            assert_eq!(piece, stripped);
        }
        if uri.check_context(context).is_ok() {
            assert_eq!(stripped, uri.as_bytes());
        }
    }
    for param in uri.params().iter().take(32) {
        assert!(UriPart::ALL.contains(&UriPart::of(&param)));
        assert!(uri.params().get(&unescaped(param.name)).is_some(), "{uri}");
    }
    let _ = (uri.transport(), uri.ttl(), uri.maddr(), uri.method(), uri.gruu(), uri.is_outbound());
    if let Some(number) = uri.telephone() {
        check_number(&number);
    }
    let kept = SipUriBuilder::like(uri).to_vec().expect("what was a URI is one");
    let kept = SipUri::parse(&kept).expect("a URI");
    assert!(kept.is_equivalent(uri) && uri.is_equivalent(&kept), "{uri} became {kept}");
    assert_eq!(hash(&kept), hash(uri));
    check_request(uri);
}

/// What may be included can be written, and is the header field that it was said to be.
fn check_request(uri: &SipUri<'_>) {
    let request = uri.request();
    let _ = (request.method(), request.body().map(Iterator::count));
    for field in request.fields() {
        let mut bytes = Vec::new();
        let mut message = MessageWriter::request(&mut bytes, Method::Options, b"sip:h");
        field.write(&mut message);
        let result = message.finish();
        match field.treatment() {
            Treatment::Invalid => assert!(result.is_err(), "{uri}: {field:?}"),
            Treatment::Include => {
                result.expect("a header field");
                let message = sip_core::Message::parse(&bytes).expect("a message");
                let read = message.headers().iter().next().expect("the header field");
                assert_eq!(read.known(), field.known(), "{uri}");
                assert_eq!(message.headers().iter().count(), 2, "{uri}: Content-Length, and it");
            }
            Treatment::Verify | Treatment::Ignore => {}
        }
    }
}

/// A number goes from `tel:` to SIP and back, and stays the same.
fn check_number(number: &TelephoneSubscriber<'_>) {
    let sip = SipUriBuilder::new(Scheme::Sip, Host::Name(b"gw.example"))
        .telephone(*number)
        .to_vec()
        .expect("a URI");
    let sip = SipUri::parse(&sip).expect("a SIP URI");
    assert_eq!(sip.host(), Host::Name(b"gw.example"), "{sip}");
    let in_sip = sip.telephone().unwrap_or_else(|| panic!("{sip} is a number"));
    let tel = tel_of(&in_sip);
    let back = TelUri::parse(&tel).expect("a tel: URI").subscriber();
    // The escape of a reserved character is not the character, and a SIP URI holds some of them
    // escaped only.
    if !number.params().as_bytes().iter().any(|byte| b"%@".contains(byte)) {
        assert!(back.is_equivalent(number), "{number:?} came back as {back:?}");
    }
    // Once written, it has its form.
    assert_eq!(tel_of(&back), tel);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_read_or_refused(text in vec(any::<u8>(), 0..64)) {
        check(&text);
        check(&[b"sip:", &text[..]].concat());
        check(&[b"tel:+1;", &text[..]].concat());
    }

    #[test]
    fn what_is_nearly_a_uri_is_read_or_refused(text in near_uri()) {
        check(&text);
    }

    #[test]
    fn equivalence_is_symmetric(a in near_uri(), b in near_uri()) {
        // Most pairs differ in everything: the tail of one on the head of the other differs less.
        let mixed = [&a[..], &b[b.len().min(4)..]].concat();
        for (a, b) in [(&a, &b), (&a, &mixed), (&mixed, &b)] {
            let (Ok(a), Ok(b)) = (Uri::parse(a), Uri::parse(b)) else { continue };
            prop_assert_eq!(a.is_equivalent(&b), b.is_equivalent(&a), "{} {}", a, b);
            if let (true, Uri::Sip(a), Uri::Sip(b)) = (a.is_equivalent(&b), a, b) {
                prop_assert_eq!(hash(&a), hash(&b), "{} {}", a, b);
            }
        }
    }

    #[test]
    fn the_order_of_parameters_and_header_fields_makes_no_difference(
        names in prop::collection::hash_set("[a-z]{1,6}", 0..8),
        values in vec(option::of(part()), 8),
        turn in 0usize..8,
    ) {
        let host = Host::Name(b"h");
        let mut pairs: Vec<NewParam<'_>> = names.iter().zip(&values).map(|(name, value)| NewParam {
            name: UriText::Plain(name.as_bytes()),
            value: value.as_deref().map(UriText::Plain),
        }).collect();
        let build = |pairs: &[NewParam<'_>]| {
            SipUriBuilder::new(Scheme::Sip, host).params(pairs).headers(pairs).to_vec().expect("a URI")
        };
        let before = build(&pairs);
        let len = pairs.len().max(1);
        pairs.rotate_left(turn % len);
        pairs.reverse();
        let after = build(&pairs);
        let (a, b) = (SipUri::parse(&before).expect("a URI"), SipUri::parse(&after).expect("a URI"));
        prop_assert!(a.is_equivalent(&b), "{} {}", a, b);
    }

    #[test]
    fn what_is_built_from_parts_has_these_parts(
        secure in any::<bool>(),
        user in option::of((part(), option::of(vec(any::<u8>(), 0..8)))),
        host in host(),
        port in option::of(any::<u16>()),
        params in vec((part(), option::of(part())), 0..4),
        headers in vec((part(), vec(any::<u8>(), 0..8)), 0..4),
    ) {
        let scheme = if secure { Scheme::Sips } else { Scheme::Sip };
        let new_params: Vec<_> = params.iter().map(|(name, value)| NewParam {
            name: UriText::Plain(name),
            value: value.as_deref().map(UriText::Plain),
        }).collect();
        let new_headers: Vec<_> =
            headers.iter().map(|(name, value)| NewParam::value(name, value)).collect();
        let mut builder =
            SipUriBuilder::new(scheme, host.host()).params(&new_params).headers(&new_headers);
        if let Some((user, password)) = &user {
            builder = builder.user(UriText::Plain(user));
            if let Some(password) = password {
                builder = builder.password(UriText::Plain(password));
            }
        }
        if let Some(port) = port {
            builder = builder.port(port);
        }
        let built = builder.to_vec();
        let repeated = params.iter().enumerate().any(|(at, (name, _))| {
            params[..at].iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
        });
        prop_assert_eq!(built.is_err(), repeated);
        let Ok(text) = built else { return Ok(()) };
        let uri = SipUri::parse(&text).expect("a URI");
        prop_assert_eq!(uri.scheme(), scheme);
        prop_assert_eq!(uri.user().map(unescaped), user.as_ref().map(|(user, _)| user.clone()));
        prop_assert_eq!(uri.password().map(unescaped), user.and_then(|(_, password)| password));
        prop_assert_eq!((uri.host(), uri.port()), (host.host(), port));
        let read: Vec<_> =
            uri.params().iter().map(|p| (unescaped(p.name), p.value.map(unescaped))).collect();
        prop_assert_eq!(read, params);
        let read: Vec<_> = uri
            .headers()
            .iter()
            .map(|p| (unescaped(p.name), unescaped(p.value.unwrap_or_default())))
            .collect();
        prop_assert_eq!(read, headers);
        check(&text);
    }

    #[test]
    fn a_text_is_escaped_once_and_only_where_it_has_to_be(text in vec(any::<u8>(), 0..32)) {
        for component in
            [Component::User, Component::Password, Component::Param, Component::Header]
        {
            let written = UriText::Plain(&text).within(component).to_string();
            prop_assert_eq!(unescaped(written.as_bytes()), text.clone());
            let escapes = text.iter().filter(|byte| !component.allows(**byte)).count();
            prop_assert_eq!(written.len(), text.len() + 2 * escapes);
            let again = UriText::Escaped(written.as_bytes()).within(component).to_string();
            prop_assert_eq!(again, written);
        }
    }

    #[test]
    fn a_number_is_the_same_as_tel_and_as_sip_uri(
        global in any::<bool>(),
        digits in "[0-9().-]{0,4}[0-9][0-9().-]{0,8}",
        more in "[A-Fa-f0-9*#]{0,4}",
        params in prop::collection::btree_map(
            prop_oneof![
                Just("isub".to_owned()),
                Just("ext".to_owned()),
                Just("phone-context".to_owned()),
                Just("postd".to_owned()),
                "[a-zA-Z][a-z0-9-]{0,5}",
            ],
            option::of("[a-zA-Z0-9:/+$.!~*'()\\[\\]&_-]{1,6}"),
            0..5,
        ),
    ) {
        let mut text = if global { format!("+{digits}") } else { format!("{digits}{more}") };
        for (name, value) in &params {
            text.push(';');
            text.push_str(name);
            if let Some(value) = value {
                text.push('=');
                text.push_str(value);
            }
        }
        // Two names of the list may differ in case only.
        let Ok(number) = TelephoneSubscriber::parse(text.as_bytes()) else { return Ok(()) };
        prop_assert_eq!(number.is_global(), global);
        check_number(&number);
    }
}

#[test]
fn a_long_uri_is_no_more_work_than_its_length() {
    // Each would take hours if it were quadratic.
    let times = 200_000;
    for text in [
        [b"sip:h".to_vec(), b";a".repeat(times)].concat(),
        [b"sip:h".to_vec(), b";".repeat(times)].concat(),
        [b"sip:h?".to_vec(), b"a=b&".repeat(times)].concat(),
        [b"sip:".to_vec(), b"%41".repeat(times), b"@h".to_vec()].concat(),
        [b"sip:".to_vec(), b":".repeat(times), b"@h".to_vec()].concat(),
        [b"sip:h;".to_vec(), b"%".repeat(times)].concat(),
        [b"sip:[".to_vec(), b":".repeat(times)].concat(),
        [b"tel:1".to_vec(), b";".repeat(times)].concat(),
    ] {
        let _ = Uri::parse(&text).map(|uri| (uri.strict_fault(), uri.is_equivalent(&uri)));
    }
    let many = |sign: char| -> String { (0..times).map(|n| format!(";a{n}{sign}")).collect() };
    for start in ["sip:h", "tel:1"] {
        let (a, b) = (format!("{start}{}", many('a')), format!("{start}{}", many('A')));
        let (a, b) = (Uri::parse(a.as_bytes()).unwrap(), Uri::parse(b.as_bytes()).unwrap());
        assert!(a.is_equivalent(&b));
    }
    check(format!("sip:h{}", many('a')).as_bytes());
}

/// The optional data, or nothing and a word about it on stderr.
fn shared(file: &str) -> Option<Vec<Value>> {
    let folder = env::var_os("SIP_CORE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let file = folder.join("torture").join(file);
    let Ok(text) = fs::read_to_string(&file) else {
        let word = format!(
            "the optional data is not there: {}. NOTHING WAS CHECKED; name the folder above \
             `torture` in SIP_CORE_SHARED.\n",
            file.display()
        );
        // Not `eprintln!`, which a passing test swallows.
        io::stderr().write_all(word.as_bytes()).expect("stderr is open");
        return None;
    };
    Some(serde_json::from_str(&text).expect("a list in JSON"))
}

#[test]
fn every_uri_gets_the_verdict_of_the_letter() {
    let Some(uris) = shared("uris.json") else { return };
    let mut wrong = Vec::new();
    for entry in &uris {
        let text = entry["uri"].as_str().expect("a URI");
        check(text.as_bytes());
        let fault = Uri::parse(text.as_bytes()).map_or_else(Some, |uri| uri.strict_fault());
        let verdict = if fault.is_some() { "reject" } else { "accept" };
        if entry["strict"] != verdict {
            wrong.push(format!("{text}: {fault:?}, not {}", entry["strict"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), uris.len(), wrong.join("\n"));
}

#[test]
fn every_pair_of_uris_gets_its_verdict() {
    let Some(pairs) = shared("uri_equality.json") else { return };
    for pair in &pairs {
        let uri =
            |key: &str| Uri::parse(pair[key].as_str().expect("a URI").as_bytes()).expect("a URI");
        let (a, b) = (uri("a"), uri("b"));
        assert_eq!(Some(a.is_equivalent(&b)), pair["equal"].as_bool(), "{pair}");
        assert_eq!(Some(b.is_equivalent(&a)), pair["equal"].as_bool(), "{pair}, the other way");
    }
    println!("{} pairs of URIs, all as expected", pairs.len());
}
