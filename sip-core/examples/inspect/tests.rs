//! What is printed for messages that are given here.

use serde_json::{Value, json};

use crate::answer::Role;
use crate::frames::{self, Carrier};
use crate::report::report;

const OPTIONS: &str = "OPTIONS sip:carol@chicago.example SIP/2.0\r\n\
    Via: SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bKhjhs8ass877\r\n\
    Max-Forwards: 70\r\n\
    To: <sip:carol@chicago.example>\r\n\
    From: Alice <sip:alice@atlanta.example>;tag=1928301774\r\n\
    Call-ID: a84b4c76e66710\r\n\
    CSeq: 63104 OPTIONS\r\n\
    Content-Length: 0\r\n\r\n";

fn datagram(text: &str) -> Value {
    inspect(text, Carrier::Datagram, None).remove(0)
}

fn stream(text: &str) -> Vec<Value> {
    inspect(text, Carrier::Stream, None)
}

fn inspect(text: &str, carrier: Carrier, role: Option<Role>) -> Vec<Value> {
    let messages = frames::split(text.as_bytes(), carrier);
    messages.into_iter().map(|(bytes, framing)| report("-", bytes, framing, role)).collect()
}

fn answer(text: &str, role: Role) -> Option<u64> {
    inspect(text, Carrier::Datagram, Some(role)).remove(0).get("answer").and_then(Value::as_u64)
}

/// The message with another method, which may hold any further header lines.
fn with(method: &str, lines: &str) -> String {
    OPTIONS.replace("OPTIONS", method).replace("Content-Length", &format!("{lines}Content-Length"))
}

/// The same with a body.
fn with_body(method: &str, lines: &str) -> String {
    with(method, lines).replace("Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\nv=")
}

#[test]
fn a_request_is_shown_field_by_field() {
    let mut report = datagram(OPTIONS);
    let fields = report.as_object_mut().unwrap();
    assert_eq!(fields.remove("headers").unwrap().as_array().unwrap().len(), 7);
    let carol = json!({
        "scheme": "sip", "user": "carol", "host": "chicago.example",
        "params": {}, "headers": {}, "text": "sip:carol@chicago.example",
    });
    let expected = json!({
        "source": "-",
        "verdict": "accept",
        "kind": "request",
        "method": "OPTIONS",
        "uri": carol,
        "via": [{
            "transport": "UDP", "host": "pc33.atlanta.example", "branch": "z9hG4bKhjhs8ass877",
            "params": {"branch": "z9hG4bKhjhs8ass877"},
        }],
        "from": {
            "display": "Alice",
            "uri": {
                "scheme": "sip", "user": "alice", "host": "atlanta.example",
                "params": {}, "headers": {}, "text": "sip:alice@atlanta.example",
            },
            "tag": "1928301774",
            "params": {"tag": "1928301774"},
        },
        "to": {"uri": carol, "params": {}},
        "call_id": "a84b4c76e66710",
        "cseq": {"number": 63104, "method": "OPTIONS"},
        "max_forwards": 70,
        "content_length": 0,
        "body_len": 0,
        "trailing": 0,
        "round_trip": true,
    });
    assert_eq!(report, expected);
}

#[test]
fn what_is_odd_is_named_and_taken_nevertheless() {
    let odd = OPTIONS.replace(";tag=1928301774", "").replace("z9hG4bKhjhs8ass877", "1");
    let report = datagram(&(odd + "behind"));
    assert_eq!(report["verdict"], "accept");
    assert_eq!(report["oddities"], json!(["no_cookie", "no_from_tag", "trailing_bytes"]));
    assert_eq!(datagram(OPTIONS).get("oddities"), None);
}

#[test]
fn a_response_is_shown_with_its_status() {
    let head = OPTIONS.replace("OPTIONS sip:carol@chicago.example SIP/2.0", "sip/2.0 180 Rïng");
    let report = datagram(&head);
    assert_eq!(report["verdict"], "accept");
    assert_eq!((&report["kind"], &report["status"]), (&json!("response"), &json!(180)));
    assert_eq!(report["reason"], "Rïng");
    assert_eq!(report["round_trip"], true);
    let bare = datagram(&head.replace(" Rïng", ""));
    assert_eq!((&bare["reason"], &bare["round_trip"]), (&json!(""), &json!(true)));
}

#[test]
fn escapes_are_undone_in_the_parts_of_a_uri_and_stay_in_its_text() {
    let uri = "SIPS:a%40b:p%3Aw@[::1]:5071;TRANSPORT=t%63p;lr?Subject=a%20b&Route=";
    let report = datagram(&OPTIONS.replace("sip:carol@chicago.example SIP", &format!("{uri} SIP")));
    let expected = json!({
        "scheme": "sips", "user": "a@b", "password": "p:w", "host": "[::1]", "port": 5071,
        "params": {"transport": "tcp", "lr": true},
        "headers": {"subject": "a b", "route": ""},
        "text": uri,
    });
    assert_eq!(report["uri"], expected);
    let other = datagram(&OPTIONS.replace("sip:carol@chicago.example SIP", "isbn:2983792873 SIP"));
    assert_eq!(other["uri"], json!({"scheme": "isbn", "text": "isbn:2983792873"}));
}

#[test]
fn lists_are_split_and_compact_forms_and_folds_resolved() {
    let report = datagram(&with(
        "OPTIONS",
        "v: SIP / 2.0 / TCP [::1] : 5062;received=10.0.0.1;rport=9 ,\r\n  SIP/2.0/UDP h;rport\r\n\
         m: \"A \\\"B\\\"\" <sip:a@h>;q=0.5;x=\"1,2\", <sip:b@h>\r\n\
         Route: <sip:p1;lr>,<sip:p2;lr>\r\nRoute: <sip:p3;lr>\r\n\
         Record-Route: <sip:p4;lr>\r\n\
         c: text/plain ;\r\n\tcharset=utf-8\r\n\
         Subject:\r\n one \t\r\n \t two\r\n\
         Expires: 99999999999\r\n",
    ));
    assert_eq!(report["verdict"], "accept");
    let vias = report["via"].as_array().unwrap();
    assert_eq!(vias.len(), 3);
    assert_eq!(vias[1]["host"], "[::1]");
    assert_eq!(vias[1]["port"], 5062);
    assert_eq!(vias[1]["received"], "10.0.0.1");
    assert_eq!((&vias[1]["rport"], &vias[2]["rport"]), (&json!(9), &json!(true)));
    assert_eq!(report["contact"][0]["display"], "A \"B\"");
    assert_eq!(report["contact"][0]["params"], json!({"q": "0.5", "x": "1,2"}));
    assert_eq!(report["contact"][1]["uri"]["user"], "b");
    assert_eq!(report["route"].as_array().unwrap().len(), 3);
    assert_eq!(report["record_route"][0]["uri"]["params"], json!({"lr": true}));
    assert_eq!(report["content_type"], "text/plain ; charset=utf-8");
    assert_eq!(report["expires"], u32::MAX);
    let headers = report["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["Subject", "one two"])));
    assert_eq!(report["round_trip"], true);
}

#[test]
fn what_is_not_utf8_is_shown_with_the_replacement_character_and_comes_back_as_it_was() {
    let text = with("OPTIONS", "Subject: caf#\r\n");
    let bytes: Vec<u8> = text.bytes().map(|b| if b == b'#' { 0xE9 } else { b }).collect();
    let report = report("-", &bytes, frames::Framing::Whole, None);
    assert!(report["headers"].as_array().unwrap().contains(&json!(["Subject", "caf\u{FFFD}"])));
    assert_eq!(report["round_trip"], true);
}

#[test]
fn a_star_is_a_contact() {
    assert_eq!(datagram(&with("REGISTER", "Contact: *\r\n"))["contact"], "*");
}

#[test]
fn what_can_be_read_of_a_rejected_message_is_shown() {
    let report = datagram(&OPTIONS.replace("63104 OPTIONS", "63104 INVITE"));
    assert_eq!(report["verdict"], "reject");
    let expected = json!({
        "kind": "method_mismatch",
        "message": "CSeq method differs from the request's",
        "offset": OPTIONS.find(" 63104").unwrap(),
        "header": "CSeq",
    });
    assert_eq!(report["error"], expected);
    assert_eq!(report["answer"], 400);
    assert_eq!(report["cseq"], json!({"number": 63104, "method": "INVITE"}));
    let repeated = datagram(&with("OPTIONS", "Call-ID: other\r\n"));
    assert_eq!(repeated["error"]["kind"], "repeated");
    assert_eq!(repeated["call_id"], "a84b4c76e66710");
    let broken_uri = datagram(&OPTIONS.replace("sip:carol@chicago.example SIP", "sip: x SIP"));
    assert_eq!(broken_uri["uri"], json!({"text": "sip: x"}));
}

#[test]
fn a_message_with_a_line_that_is_no_header_field_does_not_come_back_as_it_was() {
    let report = datagram(&with("OPTIONS", "no header field\r\n"));
    assert_eq!((&report["verdict"], &report["round_trip"]), (&json!("reject"), &json!(false)));
}

#[test]
fn without_a_start_line_there_is_only_the_fault() {
    let report = datagram("GET / HTTP/1.1\r\n\r\n");
    assert_eq!(report["error"]["kind"], "start_line");
    let names: Vec<_> = report.as_object().unwrap().keys().collect();
    assert_eq!(names, ["source", "verdict", "error", "body_len", "trailing", "round_trip"]);
}

#[test]
fn offsets_count_from_the_start_line_and_trailing_bytes_are_counted() {
    let text = format!("\r\n\r\n{}more", OPTIONS.replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"));
    let report = datagram(&text);
    assert_eq!(report["error"]["offset"], OPTIONS.find("SIP/2.0").unwrap());
    assert_eq!((&report["answer"], &report["trailing"]), (&json!(505), &json!(4)));
}

#[test]
fn a_stream_holds_messages_and_keep_alives() {
    let reports = stream(&format!("\r\n\r\n{OPTIONS}\r\n{}\r\n\r\n", with_body("OPTIONS", "")));
    assert_eq!(reports.len(), 2);
    assert!(reports.iter().all(|report| report["verdict"] == "accept"));
    assert_eq!(reports[1]["body_len"], 2);
    assert_eq!(stream("\r\n\r\n").len(), 0);
}

#[test]
fn a_stream_that_ends_within_a_message_is_not_answered() {
    let whole = with_body("OPTIONS", "");
    let reports = stream(&format!("{OPTIONS}{}", &whole[..whole.len() - 1]));
    assert_eq!(reports[1]["error"]["kind"], "incomplete");
    assert_eq!(reports[1]["error"]["offset"], whole.len() - 1);
    assert_eq!(reports[1].get("answer"), None);
}

#[test]
fn a_stream_is_not_read_on_behind_a_message_without_a_length() {
    let reports = stream(&format!("{}{OPTIONS}", OPTIONS.replace("Content-Length: 0\r\n", "")));
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0]["error"]["kind"], "no_content_length");
    assert_eq!(reports[0]["answer"], 400);
    let reports = stream(&OPTIONS.replace("Content-Length: 0", "Content-Length: -1"));
    assert_eq!(reports[0]["error"]["kind"], "number");
    assert_eq!(reports[0]["error"]["header"], "Content-Length");
    assert_eq!(stream("what?\r\n\r\n")[0]["error"]["kind"], "start_line");
}

#[test]
fn nobody_answers_a_response_or_an_ack() {
    let response = OPTIONS.replace("OPTIONS sip:carol@chicago.example SIP/2.0", "SIP/2.0 200 OK");
    for role in [Role::Uas, Role::Proxy, Role::Registrar] {
        assert_eq!(answer(&response, role), None);
        assert_eq!(answer(&with("ACK", "Require: x\r\nMax-Forwards: 0\r\n"), role), None);
    }
}

#[test]
fn a_user_agent_answers_for_method_scheme_extensions_and_content() {
    let uas = |text: &str| answer(text, Role::Uas);
    assert_eq!(uas(OPTIONS), None);
    assert_eq!(uas(&with("NEWMETHOD", "")), Some(501));
    assert_eq!(uas(&OPTIONS.replace("OPTIONS sip", "NEWMETHOD sip")), Some(501));
    assert_eq!(uas(&with("REGISTER", "")), Some(405));
    assert_eq!(uas(&OPTIONS.replace("sip:carol@chicago.example SIP", "isbn:1 SIP")), Some(416));
    assert_eq!(uas(&with("OPTIONS", "Require: foo, bar\r\n")), Some(420));
    assert_eq!(uas(&with("OPTIONS", "Require: \r\nProxy-Require: foo\r\n")), None);
    assert_eq!(uas(&with("CANCEL", "Require: foo\r\n")), None);
    assert_eq!(uas(&with_body("INVITE", "Content-Type: application/sdp;x=y\r\n")), None);
    assert_eq!(uas(&with_body("INVITE", "c: text/plain\r\n")), Some(415));
    assert_eq!(uas(&with("INVITE", "c: text/plain\r\n")), None);
    assert_eq!(uas(&with_body("OPTIONS", "c: text/plain\r\ne: gzip\r\n")), Some(415));
    assert_eq!(
        uas(&with_body("INVITE", "c: a/b\r\nContent-Disposition: x; handling = Optional\r\n")),
        None
    );
    assert_eq!(uas(&with("INVITE", "Accept: text/html\r\n")), Some(406));
    assert_eq!(uas(&with("INVITE", "Accept: application/sdp;q=0.0, a/b\r\n")), Some(406));
    assert_eq!(uas(&with("INVITE", "Accept: \r\n")), Some(406));
    assert_eq!(uas(&with("INVITE", "Accept: text/html, Application/*;q=0.1\r\n")), None);
}

#[test]
fn a_proxy_answers_for_scheme_hops_and_extensions() {
    let proxy = |text: &str| answer(text, Role::Proxy);
    assert_eq!(proxy(&with("NEWMETHOD", "Require: foo\r\n")), None);
    assert_eq!(proxy(&OPTIONS.replace("sip:carol@chicago.example SIP", "isbn:1 SIP")), Some(416));
    assert_eq!(proxy(&OPTIONS.replace("Max-Forwards: 70", "Max-Forwards: 0")), Some(483));
    assert_eq!(proxy(&with("OPTIONS", "Proxy-Require: foo\r\n")), Some(420));
    assert_eq!(proxy(&OPTIONS.replace("OPTIONS sip", "NEWMETHOD sip")), Some(400));
}

#[test]
fn a_registrar_answers_for_what_is_no_registration_of_a_sip_user() {
    let registrar = |text: &str| answer(text, Role::Registrar);
    let register = with("REGISTER", "");
    assert_eq!(registrar(&register), None);
    assert_eq!(registrar(OPTIONS), Some(405));
    assert_eq!(
        registrar(&register.replace("To: <sip:carol@chicago.example>", "To: isbn:1")),
        Some(400)
    );
    assert_eq!(registrar(&with("REGISTER", "Contact: *\r\nExpires: 0\r\n")), None);
    assert_eq!(registrar(&with("REGISTER", "Contact: *\r\nExpires: 1\r\n")), Some(400));
    assert_eq!(
        registrar(&with("REGISTER", "Contact: *\r\nContact: <sip:a@h>\r\nExpires: 0\r\n")),
        Some(400)
    );
}
