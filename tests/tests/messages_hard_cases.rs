//! Where real SIP stacks broke: messages that must be refused, and odd ones that must not be.
//!
//! `pNN` is the number of a case in the list that the tests of `sip-core` share; cases without a
//! test here have theirs beside the code.

use std::time::Duration;

use sip_core::body::Part;
use sip_core::grammar::{Unescaped, Unquoted};
use sip_core::header::{
    Authorization, CSeq, CallId, Contact, Expires, From, HeaderValue, KnownHeader, MaxForwards,
    ProxyAuthorization, Route, To, Via,
};
use sip_core::message::MessageWriter;
use sip_core::uri::Uri;
use sip_core::{Message, Method, ParseError, ParseErrorKind, StatusCode};
use sip_sim::{checks, corpus};

const REQUEST: &str = "OPTIONS sip:carol@chicago.example SIP/2.0\r\n\
    Via: SIP/2.0/UDP pc33.example;branch=z9hG4bKhjhs8ass877\r\n\
    Max-Forwards: 70\r\n\
    To: <sip:carol@chicago.example>\r\n\
    From: Alice <sip:alice@atlanta.example>;tag=1928301774\r\n\
    Call-ID: a84b4c76e66710\r\n\
    CSeq: 63104 OPTIONS\r\n";

/// A valid request with `lines` behind its header fields.
fn with(lines: &str) -> String {
    format!("{REQUEST}{lines}\r\n")
}

/// A valid request with the line that begins with `name` replaced by `line`.
fn with_instead(name: &str, line: &str) -> String {
    assert!(REQUEST.contains(name));
    let lines = REQUEST.split_inclusive("\r\n").map(|l| if l.starts_with(name) { line } else { l });
    lines.collect::<String>() + "\r\n"
}

fn read(text: &str) -> Message<'_> {
    checks::message::check(text.as_bytes());
    Message::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A message on which an element may act.
fn valid(text: &str) -> Message<'_> {
    let message = read(text);
    assert_eq!(message.validate(), Ok(()), "{text}");
    message
}

/// What a message that can be read, and must not be acted on, is refused with.
fn refused(text: &str) -> ParseError {
    match read(text).validate() {
        Ok(()) => panic!("valid: {text}"),
        Err(error) => error,
    }
}

/// The kind of the fault of a request that is answered with 400.
fn bad_request(text: &str) -> ParseErrorKind {
    let error = refused(text);
    assert_eq!(error.status(), StatusCode::BAD_REQUEST, "{text}");
    error.kind
}

fn contacts<'b>(message: &Message<'b>) -> Vec<Contact<'b>> {
    message.headers().all().collect::<Result<_, _>>().expect("well-formed contacts")
}

#[test]
fn p1_a_control_character_before_the_colon_is_a_400_with_and_without_a_good_to() {
    for bad in ["To\x01: <sip:evil@h>\r\n", "To\0: <sip:evil@h>\r\n", "To\x0B: <sip:evil@h>\r\n"] {
        assert_eq!(bad_request(&with(bad)), ParseErrorKind::HeaderLine);
        let alone = with_instead("To:", bad);
        assert_eq!(bad_request(&alone), ParseErrorKind::HeaderLine);
        assert!(!read(&alone).headers().has(KnownHeader::To), "it is never taken for To");
    }
}

#[test]
fn p2_a_header_field_with_a_blank_before_its_colon_has_the_same_name() {
    let text = with("P-Asserted-Identity : <sip:evil@h>\r\np-asserted-identity\t: <sip:e@h>\r\n");
    let message = valid(&text);
    assert_eq!(message.headers().texts(KnownHeader::PAssertedIdentity).count(), 2);
    assert_eq!(bad_request(&with("To : <sip:evil@h>\r\n")), ParseErrorKind::Repeated);
}

#[test]
fn p3_a_second_header_field_in_compact_form_is_a_second_one() {
    for line in ["t: <sip:b@h>\r\n", "f: <sip:b@h>;tag=2\r\n", "i: other\r\n"] {
        assert_eq!(bad_request(&with(line)), ParseErrorKind::Repeated, "{line}");
    }
    let message = "Max-Forwards: 5\r\nMax-Forwards: 5\r\n";
    assert_eq!(bad_request(&with_instead("Max-Forwards", message)), ParseErrorKind::Repeated);
}

#[test]
fn p6_a_content_length_that_is_no_number_is_a_400_and_all_that_is_left_is_the_body() {
    for length in ["-999", "+0", "0x0", "five", "4294967296", "99999999999999999999", "", "1, 1"] {
        let text = with(&format!("Content-Length: {length}\r\n")) + "body";
        let error = refused(&text);
        assert_eq!(error.header, Some(KnownHeader::ContentLength), "{length}");
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        assert_eq!(read(&text).body(), b"body");
    }
}

#[test]
fn p7_a_content_length_of_4_gib_in_a_datagram_is_a_400() {
    let text = with("Content-Length: 4294967295\r\n");
    assert_eq!(bad_request(&text), ParseErrorKind::BodyLength);
}

#[test]
fn p8_a_sequence_number_of_2_to_the_31_is_a_400_and_in_a_response_a_reason_to_drop_it() {
    valid(&with_instead("CSeq", "CSeq: 2147483647 OPTIONS\r\n"));
    for number in ["2147483648", "4294967296", "115211521152"] {
        let text = with_instead("CSeq", &format!("CSeq: {number} OPTIONS\r\n"));
        assert_eq!(bad_request(&text), ParseErrorKind::Number);
        let response =
            text.replacen("OPTIONS sip:carol@chicago.example SIP/2.0", "SIP/2.0 200 OK", 1);
        assert_eq!(refused(&response).header, Some(KnownHeader::CSeq));
    }
}

#[test]
fn p9_a_span_of_time_that_does_not_fit_is_no_fault_of_the_request() {
    let text = with(
        "Expires: 4294967296\r\n\
        Min-Expires: 99999999999999999999\r\n\
        Retry-After: 949302838503028349304023988\r\n\
        Contact: <sip:a@h>;expires=280297596632815, <sip:b@h>;expires=-1\r\n",
    );
    let message = valid(&text);
    assert_eq!(message.headers().find::<Expires>(), Ok(Some(Expires(u32::MAX))));
    let longest = Duration::from_secs(u32::MAX.into());
    let spans: Vec<_> = contacts(&message).iter().map(Contact::expires).collect();
    assert_eq!(spans, [Some(longest), None]);
    valid(&with_instead("Max-Forwards", "Max-Forwards: 300\r\n"));
    valid(&with_instead("Via", "Via: SIP/2.0/UDP h;branch=z9hG4bK1;ttl=4294967296\r\n"));
}

#[test]
fn p10_a_port_above_65535_is_a_400_wherever_it_stands() {
    for port in ["65536", "99999", "50000000000000000000", "", "-1"] {
        let via = format!("Via: SIP/2.0/UDP h:{port};branch=z9hG4bK1\r\n");
        assert_eq!(bad_request(&with_instead("Via", &via)), ParseErrorKind::Port);
        let to = format!("To: <sip:a@h:{port}>\r\n");
        assert_eq!(bad_request(&with_instead("To", &to)), ParseErrorKind::Port);
        let line = format!("OPTIONS sip:a@h:{port} SIP/2.0\r\n");
        assert_eq!(bad_request(&with_instead("OPTIONS", &line)), ParseErrorKind::Port);
    }
    valid(&with_instead("Via", "Via: SIP/2.0/UDP h:0;branch=z9hG4bK1\r\n"));
}

#[test]
fn p12_a_request_without_branch_and_with_a_method_of_3000_characters_is_a_400() {
    let text = with_instead("CSeq", &format!("CSeq: 1 {}\r\n", "A".repeat(3000)))
        .replace(";branch=z9hG4bKhjhs8ass877", "");
    assert_eq!(bad_request(&text), ParseErrorKind::MethodMismatch);
}

#[test]
fn p14_quoted_brackets_and_commas_neither_split_nor_join_contacts() {
    let text =
        with("Contact: \"a, <b>\" <sip:a@h>;x=\">,\\\"<\" , \"<sip:c@h>,\"<sip:d@h;y=,>\r\n");
    let message = valid(&text);
    let uris: Vec<_> =
        contacts(&message).iter().map(|c| c.address().unwrap().uri().as_bytes()).collect();
    assert_eq!(uris, [&b"sip:a@h"[..], b"sip:d@h;y=,"]);
}

#[test]
fn p15_a_comma_in_quotes_belongs_to_the_name_and_without_brackets_it_is_a_400() {
    let text = with_instead("To", "To: \"Bond, James\" <sip:bond@x>\r\n");
    let to = valid(&text).headers().require::<To<'_>>().unwrap();
    assert!(to.address().display_name().unwrap().unquoted().eq(*b"Bond, James"));
    for line in ["To: sip:bond,james@x\r\n", "To: <sip:a@x>, <sip:b@x>\r\n"] {
        assert_eq!(bad_request(&with_instead("To", line)), ParseErrorKind::Trailing);
    }
    assert!(read(&with("Contact: sip:bond,james@x\r\n")).validate().is_err(), "never two values");
}

#[test]
fn p16_a_comma_in_a_bracketed_uri_splits_no_list() {
    let text = with("Contact: <sip:9700,2@h:50000>\r\nRoute: <sip:a,b@h;lr>, <sip:c,d@h;lr>\r\n");
    let message = valid(&text);
    assert_eq!(contacts(&message).len(), 1);
    assert_eq!(message.headers().all::<Route<'_>>().count(), 2);
}

#[test]
fn p17_a_stray_quote_or_bracket_behind_a_contact_is_a_400() {
    for bad in
        ["<sip:a@h;ob>\"", "<sip:a@h;ob>>", "<<sip:a@h>", "<sip:a@h", "sip:a@h>", "\"<sip:a@h>"]
    {
        let error = refused(&with(&format!("Contact: {bad}\r\n")));
        assert_eq!(error.header, Some(KnownHeader::Contact), "{bad}");
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
    }
}

#[test]
fn p18_a_from_whose_uri_has_no_host_is_a_400_and_an_error_value() {
    let text = with_instead("From", "From: <sip:>;sip:;1001@h;tag=1\r\n");
    assert_eq!(bad_request(&text), ParseErrorKind::Host);
    assert_eq!(read(&text).headers().find::<From<'_>>(), Err(refused(&text)));
}

#[test]
fn p19_a_challenge_over_four_lines_is_written_with_single_blanks() {
    let text = with(
        "WWW-Authenticate: Digest realm=\"a b\",\r\n\tnonce=\"1\",\r\n   qop=\"auth\",\r\n \topaque=\"\"\r\n",
    );
    let message = valid(&text);
    let challenge = message.headers().text(KnownHeader::WwwAuthenticate).unwrap();
    let mut bytes = Vec::new();
    let mut writer = MessageWriter::response(&mut bytes, StatusCode::UNAUTHORIZED);
    writer.field(KnownHeader::WwwAuthenticate, &[challenge]);
    writer.finish().unwrap();
    let written = Message::parse(&bytes).unwrap();
    assert_eq!(
        written.headers().text(KnownHeader::WwwAuthenticate).unwrap(),
        b"Digest realm=\"a b\", nonce=\"1\", qop=\"auth\", opaque=\"\""
    );
}

#[test]
fn p20_a_message_with_other_line_ends_than_crlf_is_refused() {
    for end in ["\n", "\r", "\n\r"] {
        let text = with("").replace("\r\n", end);
        assert_eq!(Message::read(text.as_bytes()).unwrap_err().kind, ParseErrorKind::LineEnding);
    }
    for bad in ["Subject: a\nTo: <sip:evil@h>\r\n", "Subject: a\n\r\n", "Subject: a\r\r\n"] {
        assert_eq!(bad_request(&with(bad)), ParseErrorKind::LineEnding, "{bad:?}");
    }
    assert_eq!(bad_request(&format!("{REQUEST}\n")), ParseErrorKind::HeaderLine);
    let folded = with_instead("OPTIONS", "OPTIONS sip:carol@chicago.example\r\n SIP/2.0\r\n");
    let error = Message::read(folded.as_bytes()).unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::StartLine, "a start line is never folded (§7.3.1)");
}

#[test]
fn p24_a_truncated_escape_in_a_header_field_is_a_400_at_its_place() {
    let text = with("Contact: <sip:a@h;x=%4>\r\n");
    let error = refused(&text);
    assert_eq!((error.kind, error.header), (ParseErrorKind::Escape, Some(KnownHeader::Contact)));
    let uri = text.find("sip:a@h").unwrap();
    assert!((uri..text.len()).contains(&(error.offset as usize)));
}

#[test]
fn p25_users_that_differ_behind_an_escaped_nul_are_two_contacts() {
    let text = with("Contact: <sip:%00@h>\r\nContact: <sip:%00%00@h>\r\n");
    let message = valid(&text);
    let users: Vec<Vec<u8>> = contacts(&message)
        .iter()
        .map(|contact| contact.address().unwrap().uri())
        .map(|uri| Unescaped::new(uri.as_sip().unwrap().user().unwrap()).collect())
        .collect();
    assert_eq!(users, [&b"\0"[..], b"\0\0"]);
}

#[test]
fn p26_a_percent_sign_in_a_method_or_a_header_name_is_no_escape() {
    let text = with("C%6Fntact: <sip:a@h>\r\n").replace("OPTIONS", "RE%47IST%45R");
    let message = valid(&text);
    assert_ne!(message.as_request().unwrap().method(), Method::Register);
    assert!(!message.headers().has(KnownHeader::Contact));
    let last = message.headers().iter().last().unwrap();
    assert_eq!((last.name(), last.known()), (&b"C%6Fntact"[..], None));
}

#[test]
fn p28_values_of_one_character_and_of_none_can_be_unquoted() {
    valid(&with_instead("From", "From: \"\" <sip:a@h>;tag=1;x=\"\";y=\"a\"\r\n"));
    for bad in ["tag=\"", "tag=\"\"", "tag=\"a\"", "tag="] {
        let text = with_instead("From", &format!("From: <sip:a@h>;{bad}\r\n"));
        assert_eq!(refused(&text).header, Some(KnownHeader::From), "{bad}");
    }
    valid(&with("Warning:\r\nSupported:\r\nAccept: \r\nAllow:\t\r\n"));
    assert_eq!(Unquoted::new(b"\\").count(), 1);
}

#[test]
fn p30_forty_accepts_400_vias_and_a_call_id_of_4096_characters_are_taken() {
    let vias: String =
        (0..400).map(|hop| format!("Via: SIP/2.0/UDP h{hop};branch=z9hG4bK{hop}\r\n")).collect();
    let id = "c".repeat(4096);
    let text = with_instead("Via", &vias)
        .replace("a84b4c76e66710", &id)
        .replace("\r\n\r\n", &("\r\nAccept: application/sdp".repeat(40) + "\r\n\r\n"));
    let message = valid(&text);
    assert_eq!(message.headers().all::<Via<'_>>().filter(Result::is_ok).count(), 400);
    assert_eq!(message.headers().texts(KnownHeader::Accept).count(), 40);
    let call_id = message.headers().require::<CallId<'_>>().unwrap();
    assert_eq!(call_id.as_bytes(), id.as_bytes());
}

#[test]
fn p32_another_version_of_sip_is_a_505_and_the_case_of_its_name_does_not_matter() {
    for version in ["SIP/7.0", "SIP/2.1", "SIP/1.0", "sip/3.0"] {
        let text = with_instead("OPTIONS", &format!("OPTIONS sip:a@h {version}\r\n"));
        assert_eq!(refused(&text).status(), StatusCode::VERSION_NOT_SUPPORTED, "{version}");
    }
    valid(&with_instead("OPTIONS", "OPTIONS sip:a@h sIp/2.0\r\n"));
}

#[test]
fn p33_an_unknown_status_means_what_the_first_of_its_class_means() {
    let text = with_instead("OPTIONS", "SIP/2.0 499 Odd\r\n");
    let status = valid(&text).as_response().unwrap().status();
    assert_eq!(status.as_u16(), 499);
    assert_eq!(status.class_default(), StatusCode::BAD_REQUEST);
    for line in ["SIP/2.0 099 x", "SIP/2.0 700 x", "SIP/2.0 4294967301 x", "SIP/2.0 20 x"] {
        let text = with_instead("OPTIONS", &format!("{line}\r\n"));
        let error = Message::read(text.as_bytes()).unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::StatusCode, "there is nothing to act on: {line}");
    }
}

#[test]
fn p34_a_header_field_in_the_request_uri_is_none_of_the_request() {
    let text = with_instead("OPTIONS", "OPTIONS sip:u@h?Route=%3Csip:evil@h%3E SIP/2.0\r\n");
    let message = valid(&text);
    assert!(!message.headers().has(KnownHeader::Route));
    assert_eq!(message.headers().all::<Route<'_>>().count(), 0);
    let uri = message.as_request().unwrap().uri().unwrap();
    assert!(!uri.as_sip().unwrap().headers().is_empty(), "a proxy sees what it has to strip");
}

#[test]
fn p35_a_contact_with_header_fields_needs_brackets_and_is_kept_as_it_is() {
    let bare = with("Contact: sip:u@h?Route=%3Csip:sip.example.com%3E\r\n");
    assert_eq!(bad_request(&bare), ParseErrorKind::Address);
    let bracketed = with("Contact: <sip:u@h?Route=%3Csip:sip.example.com%3E>\r\n");
    let message = valid(&bracketed);
    let uri = contacts(&message)[0].address().unwrap().uri();
    assert_eq!(uri.as_bytes(), b"sip:u@h?Route=%3Csip:sip.example.com%3E");
}

#[test]
fn p36_a_display_name_that_is_neither_quoted_nor_tokens_is_a_400() {
    for name in ["Bell, Alexander", "A@b", "a;b", "a\\b", "\"a\" b", "a \"b\"", "(c)"] {
        let text = with_instead("From", &format!("From: {name} <sip:a@h>;tag=1\r\n"));
        assert_eq!(refused(&text).header, Some(KnownHeader::From), "{name}");
        assert_eq!(refused(&text).status(), StatusCode::BAD_REQUEST);
    }
}

#[test]
fn p38_a_datagram_of_line_breaks_or_of_nuls_holds_nothing_to_be_answered() {
    for nothing in ["\0\0\0\0", "\r\n\r\n\0\0", " ", "\0", "jaK", "\r\n\r\n"] {
        checks::message::check(nothing.as_bytes());
        assert!(Message::read(nothing.as_bytes()).is_err(), "{nothing:?}");
    }
}

#[test]
fn p39_the_compact_forms_of_rfc_3261_mean_what_the_full_names_mean() {
    let text = "INVITE sip:a@h SIP/2.0\r\n\
        v: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\
        t: <sip:a@h>\r\n\
        F: <sip:b@h>;tag=1\r\n\
        i: 1\r\n\
        CSeq: 1 INVITE\r\n\
        M: <sip:b@h>\r\n\
        s: Hi\r\n\
        k: 100rel\r\n\
        e: gzip\r\n\
        c: text/plain\r\n\
        z: unknown\r\n\
        L: 2\r\n\r\nHiNot a part of it";
    let message = valid(text);
    assert_eq!(message.body(), b"Hi");
    let unknown: Vec<_> = message.headers().iter().filter(|f| f.known().is_none()).collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!(message.headers().text(KnownHeader::Subject), Some(&b"Hi"[..]));
    assert_eq!(message.headers().text(KnownHeader::ContentEncoding), Some(&b"gzip"[..]));
    assert_eq!(message.headers().text(KnownHeader::Supported), Some(&b"100rel"[..]));
}

#[test]
fn p41_addresses_of_a_scheme_that_nobody_knows_are_kept_to_be_echoed() {
    let text = with_instead("From", "From: b0119:532@h;tag=1\r\n")
        .replace("To: <sip:carol@chicago.example>", "To: isbn:2983792873");
    let message = valid(&text);
    let mut bytes = Vec::new();
    let mut writer = MessageWriter::response(&mut bytes, StatusCode::OK);
    writer.copy_all(message.headers(), KnownHeader::From);
    writer.copy_all(message.headers(), KnownHeader::To);
    writer.finish().unwrap();
    let written = Message::parse(&bytes).unwrap();
    let from = written.headers().require::<From<'_>>().unwrap();
    assert!(matches!(from.address().uri(), Uri::Absolute(_)));
    assert_eq!(from.address().uri().as_bytes(), b"b0119:532@h");
    assert_eq!(from.tag(), Some(&b"1"[..]));
    let to = written.headers().require::<To<'_>>().unwrap();
    assert_eq!(to.address().uri().scheme(), b"isbn");
}

#[test]
fn p42_a_nul_in_a_header_field_ends_nothing() {
    let text = with("Subject: a\0b\r\nX: \"\\\0c\" \0\r\n");
    let message = valid(&text);
    assert_eq!(message.headers().text(KnownHeader::Subject), Some(&b"a\0b"[..]));
    assert_eq!(message.headers().iter().last().unwrap().value(), b"\"\\\0c\" \0");
    let text = with_instead("From", "From: \"NUL:\\\0 more\" <sip:a@h>;tag=1\r\n");
    let from = valid(&text).headers().require::<From<'_>>().unwrap();
    let name: Vec<u8> = from.address().display_name().unwrap().unquoted().collect();
    assert_eq!(name, b"NUL:\0 more");
    for bad in ["From: <sip:a\0b@h>;tag=1\r\n", "From: a\0b <sip:a@h>;tag=1\r\n"] {
        assert_eq!(refused(&with_instead("From", bad)).header, Some(KnownHeader::From));
    }
    assert!(refused(&with_instead("Call-ID", "Call-ID: a\0b\r\n")).header.is_some());
}

#[test]
fn p43_http_on_the_sip_port_is_no_message_and_its_via_no_via() {
    let get = "GET / HTTP/1.1\r\nVia: 1.1 proxy\r\nHost: h\r\n\r\n";
    assert_eq!(Message::read(get.as_bytes()).unwrap_err().kind, ParseErrorKind::StartLine);
    let response = "HTTP/1.1 200 OK\r\n\r\n";
    assert_eq!(Message::read(response.as_bytes()).unwrap_err().kind, ParseErrorKind::StartLine);
    for via in ["Via: 1.1 proxy\r\n", "Via: HTTP/1.1 proxy\r\n", "Via: HTTP/2.0/TCP proxy\r\n"] {
        assert_eq!(bad_request(&with_instead("Via", via)), ParseErrorKind::Token);
    }
}

#[test]
fn p44_credentials_that_are_junk_are_an_error_value_and_no_fault_of_the_request() {
    let junk = [
        "Digest",
        "Digest ",
        "Digest junk",
        "Digest username",
        "Digest username=",
        "Digest username=\"alice",
        "Digest username=\"alice\\",
        "Digest username=\"alice\\\"",
        "Digest username=\"a\" realm=\"b\"",
        "Digest =x",
        "Digest ,",
        "Digest realm=\"a\", realm=\"b\"",
        "Digest nc=1g, realm=\"a\"",
        "\"",
        ",",
        "\0",
    ];
    for value in junk {
        for name in ["Authorization", "Proxy-Authorization"] {
            // What only some elements look at is their business: a proxy forwards it.
            let text = with(&format!("{name}: {value}\r\n{name}: Digest realm=\"a\"\r\n"));
            let message = valid(&text);
            let headers = message.headers();
            let credentials: Vec<_> = if name == "Authorization" {
                headers.all::<Authorization<'_>>().map(|value| value.map(|a| a.0)).collect()
            } else {
                headers.all::<ProxyAuthorization<'_>>().map(|value| value.map(|a| a.0)).collect()
            };
            let realm = credentials.last().unwrap().unwrap().realm().unwrap();
            assert!(realm.is(b"a"), "the next row is read: {value}");
            let Some(Err(error)) = credentials.first() else {
                panic!("{name}: {value} was read as {:?}", credentials[0]);
            };
            assert_eq!(error.status(), StatusCode::BAD_REQUEST, "{value}");
            assert_eq!(error.header.unwrap().name(), name);
            assert!(error.offset as usize <= text.find(value).unwrap() + value.len(), "{error}");
        }
    }
}

#[test]
fn p29_a_multipart_body_that_is_cut_or_empty_gives_empty_parts_or_an_error() {
    let bodies: [(&str, Option<usize>); 15] = [
        ("", None),
        ("--", None),
        ("--b", None),
        ("--b--", Some(0)),
        ("--b--\r\n", Some(0)),
        ("--b\r\n", None),
        ("--b\r\n\r\n", None),
        ("--b\r\n--b--", Some(1)),
        ("--b\r\n\r\n--b--", Some(1)),
        ("--b\r\n\r\n\r\n--b\r\n\r\n--b--", Some(2)),
        ("--b\r\nContent-Type: text/plain\r\n--b--", Some(1)),
        ("--b\r\nContent-Type: text/plain\r\n\r\n--b--", Some(1)),
        ("--b\r\n\r\nx\r\n--b", None),
        ("--b\r\n\r\nx", None),
        ("x", None),
    ];
    let parts = |boundary: &str, body: &str| {
        let kind = format!("Content-Type: multipart/mixed;boundary={boundary}\r\n");
        let text = with(&kind) + body;
        let message = valid(&text);
        let multipart = Part::from(&message).multipart().map(Option::unwrap);
        let parts: Result<Vec<_>, _> = multipart.and_then(|multipart| multipart.parts().collect());
        parts.map(|parts| parts.len()).map_err(|error| error.kind)
    };
    for (body, expected) in bodies {
        for boundary in ["b", "\"b\""] {
            assert_eq!(
                parts(boundary, body),
                expected.ok_or(ParseErrorKind::Delimiter),
                "{body:?}"
            );
        }
    }
    assert_eq!(parts(&"b".repeat(70), "--b--"), Err(ParseErrorKind::Delimiter));
}

#[test]
fn p45_a_forwarded_message_has_one_content_length_and_every_other_line_as_it_came() {
    for sample in corpus::valid() {
        let message = Message::parse(sample.bytes).unwrap();
        let Some(request) = message.as_request() else { continue };
        let mut bytes = Vec::new();
        let mut writer = MessageWriter::request(&mut bytes, request.method(), request.uri_text());
        for field in message.headers() {
            if !matches!(field.known(), Some(KnownHeader::ContentLength | KnownHeader::ContentType))
            {
                writer.copy(&field);
            }
        }
        if let Some(kind) = message.headers().text(KnownHeader::ContentType) {
            writer.body(kind, message.body());
        }
        writer.finish().unwrap();
        let written = Message::parse(&bytes).unwrap();
        assert_eq!(written.validate(), Ok(()), "{}", sample.name);
        assert_eq!(written.headers().texts(KnownHeader::ContentLength).count(), 1);
        if message.headers().has(KnownHeader::ContentType) {
            assert_eq!(written.body(), message.body(), "{}", sample.name);
        }
        for field in message.headers() {
            let known = field.known();
            if known != Some(KnownHeader::ContentLength) && known != Some(KnownHeader::ContentType)
            {
                assert!(written.headers().iter().any(|other| other.line() == field.line()));
            }
        }
    }
}

#[test]
fn p46_all_but_the_method_is_compared_without_regard_to_case() {
    let text = with("").to_ascii_uppercase().replace("OPTIONS SIP:", "OPTIONS siP:");
    let message = valid(&text);
    let headers = message.headers();
    let via = headers.require::<Via<'_>>().unwrap();
    assert!(via.has_cookie());
    assert_eq!(headers.require::<MaxForwards>(), Ok(MaxForwards(70)));
    assert_eq!(headers.require::<From<'_>>().unwrap().tag(), Some(&b"1928301774"[..]));
    assert!(headers.require::<To<'_>>().unwrap().address().uri().as_sip().is_some());
    let lower = text.replace("OPTIONS", "options");
    let method = valid(&lower).as_request().unwrap().method();
    assert_ne!(method, Method::Options);
    assert_ne!(CSeq::from_value(b"1 options").unwrap().method(), Method::Options);
}
