//! The messages of RFC 4475 and single values with verdicts, where the optional data is there.
//!
//! The data lies in the folder that `SIP_CORE_SHARED` names, or beside the repository in `shared`;
//! it is no part of the repository. Our own samples, which are, carry the same checks always.

use std::fmt::Debug;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use sip_core::header::{
    CSeq, CallId, Contact, ContentLength, From, HeaderValue, KnownHeader, MaxForwards, RecordRoute,
    Route, To, Via,
};
use sip_core::uri::{HostPort, Uri};
use sip_core::{Message, ParseError};
use sip_sim::corpus::SAMPLES;
use sip_sim::headers::{Visitor, visit_all};

/// The optional data, or nothing and a word about it on stderr.
fn shared(test: &str) -> Option<PathBuf> {
    let folder = env::var_os("SIP_CORE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let torture = folder.join("torture");
    if torture.join("manifest.json").is_file() {
        return Some(torture);
    }
    let word = format!(
        "{test}: the optional data is not there: {} has no manifest.json. NOTHING WAS CHECKED; \
         name the folder above in SIP_CORE_SHARED.\n",
        torture.display()
    );
    // Not `eprintln!`, which a passing test swallows.
    io::stderr().write_all(word.as_bytes()).expect("stderr is open");
    None
}

fn json(file: &Path) -> Value {
    let text = fs::read_to_string(file).expect("a readable file");
    serde_json::from_str(&text).expect("JSON")
}

fn entries(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text<'v>(entry: &'v Value, key: &str) -> &'v str {
    entry[key].as_str().unwrap_or_else(|| panic!("{key} of {entry}"))
}

/// Fails with all that went wrong, not with the first.
fn report(what: &str, checked: usize, wrong: &[String]) {
    assert!(wrong.is_empty(), "{} of {checked} {what}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{checked} {what}, all as expected");
}

/// Whether `verdict` is what `expected` asks for: `accept`, `reject`, or `either`.
fn fits<T>(verdict: &Result<T, ParseError>, expected: &str) -> bool {
    match expected {
        "accept" => verdict.is_ok(),
        "reject" => verdict.is_err(),
        "either" => true,
        other => panic!("no such verdict: {other}"),
    }
}

#[test]
fn every_message_of_rfc_4475_gets_its_verdict_its_status_and_its_values() {
    let Some(folder) = shared("RFC 4475") else { return };
    let manifest = json(&folder.join("manifest.json"));
    let mut wrong = Vec::new();
    let mut either = Vec::new();
    for entry in entries(&manifest["entries"]) {
        let file = text(entry, "file");
        let bytes = fs::read(folder.join(file)).expect("a message");
        sip_sim::checks::message::check(&bytes);
        let read = Message::read(&bytes);
        let verdict = read.and_then(|message| message.validate().map(|()| message));
        let expected = text(entry, "expected");
        if !fits(&verdict, expected) {
            wrong.push(format!("{file}: {expected} expected: {:?}", verdict.as_ref().err()));
        }
        if expected == "either" {
            either.push(format!("{file}: {:?}", verdict.as_ref().err().map(ToString::to_string)));
        }
        if let (Err(error), Some(response)) = (&verdict, entry["response"].as_array()) {
            let status = u64::from(error.status().as_u16());
            if !response.iter().any(|allowed| allowed.as_u64() == Some(status)) {
                wrong.push(format!("{file}: {status} for {error}, not one of {response:?}"));
            }
        }
        // What can be read of a faulty message is read right as well.
        if let (Ok(message), Some(fields)) = (&read, entry["fields"].as_object()) {
            for (key, value) in fields {
                match field(message, key) {
                    Ok(found) if found == *value => {}
                    Ok(found) => wrong.push(format!("{file}: {key} is {found}, not {value}")),
                    Err(error) if verdict.is_err() => {
                        println!("{file}: no {key}: {error}");
                    }
                    Err(error) => wrong.push(format!("{file}: no {key}: {error}")),
                }
            }
        } else if entry.get("fields").is_some() {
            wrong.push(format!("{file}: unreadable: {:?}", read.err()));
        }
    }
    println!("left open by the RFC:\n  {}", either.join("\n  "));
    report("messages of RFC 4475", entries(&manifest["entries"]).len(), &wrong);
}

/// A value of a message under the name that the manifest has for it.
fn field(message: &Message<'_>, key: &str) -> Result<Value, ParseError> {
    let headers = message.headers();
    let uri = || message.as_request().map(|request| request.uri()).transpose();
    let via = || headers.require::<Via<'_>>();
    Ok(match key {
        "method" => message.as_request().map(|r| r.method().as_str()).into(),
        "status" => message.as_response().map(|r| r.status().as_u16()).into(),
        "ruri" => shown(message.as_request().map(|request| request.uri_text())),
        "host" => uri()?.as_ref().and_then(Uri::as_sip).map(|uri| uri.host().to_string()).into(),
        "port" => uri()?.as_ref().and_then(Uri::as_sip).and_then(|uri| uri.port()).into(),
        "call_id" => shown(Some(headers.require::<CallId<'_>>()?.as_bytes())),
        "cseq" => headers.require::<CSeq<'_>>()?.number().into(),
        "from_tag" => shown(headers.require::<From<'_>>()?.tag()),
        "to_tag" => shown(headers.require::<To<'_>>()?.tag()),
        "via_transport" => shown(Some(via()?.transport())),
        "via_host" => via()?.sent_by().host.to_string().into(),
        "via_port" => via()?.sent_by().port.into(),
        "branch" => shown(via()?.branch()),
        "max_forwards" => headers.require::<MaxForwards>()?.0.into(),
        "content_length" => headers.require::<ContentLength>()?.0.into(),
        "body_len" => message.body().len().into(),
        "n_via" => count::<Via<'_>>(message)?,
        "n_contact" => count::<Contact<'_>>(message)?,
        "n_route" => count::<Route<'_>>(message)?,
        "n_record_route" => count::<RecordRoute<'_>>(message)?,
        other => panic!("the manifest has a new field: {other}"),
    })
}

fn count<'b, T: HeaderValue<'b>>(message: &Message<'b>) -> Result<Value, ParseError> {
    let values: Result<Vec<T>, ParseError> = message.headers().all::<T>().collect();
    values.map(|values| values.len().into())
}

fn shown(text: Option<&[u8]>) -> Value {
    text.map(|text| String::from_utf8_lossy(text).into_owned()).into()
}

#[test]
fn every_uri_gets_its_verdict_and_its_parts() {
    let Some(folder) = shared("URIs") else { return };
    let uris = json(&folder.join("uris.json"));
    let mut wrong = Vec::new();
    for entry in entries(&uris) {
        let uri = text(entry, "uri");
        let verdict = Uri::parse(uri.as_bytes());
        if !fits(&verdict, text(entry, "expected")) {
            wrong.push(format!("{uri}: {} expected: {verdict:?}", text(entry, "expected")));
        }
        let (Ok(value), Some(fields)) = (verdict, entry["fields"].as_object()) else { continue };
        let sip = value.as_sip().expect("only SIP URIs have parts");
        for (key, expected) in fields {
            let found = match key.as_str() {
                "scheme" => sip.scheme().as_str().into(),
                "user" => shown(sip.user()),
                "host" => sip.host().to_string().into(),
                "port" => sip.port().into(),
                other => panic!("the list has a new field: {other}"),
            };
            if !same(key, &found, expected) {
                wrong.push(format!("{uri}: {key} is {found}, not {expected}"));
            }
        }
    }
    report("URIs", entries(&uris).len(), &wrong);
}

/// Hosts may be written in several ways; other values in one.
fn same(key: &str, found: &Value, expected: &Value) -> bool {
    let host = |value: &Value| {
        let text = format!("sip:{}", value.as_str().unwrap_or_default());
        Uri::parse(text.as_bytes())
            .ok()
            .and_then(|uri| uri.as_sip().map(|uri| HostPort::to_string(&uri.host_port())))
    };
    found == expected || key == "host" && host(found) == host(expected)
}

#[test]
fn every_header_line_gets_its_verdict() {
    let Some(folder) = shared("header lines") else { return };
    let lines = json(&folder.join("header_lines.json"));
    let mut wrong = Vec::new();
    let mut typed = 0;
    for entry in entries(&lines) {
        let line = text(entry, "header");
        let bytes = format!("OPTIONS sip:a@b SIP/2.0\r\n{line}\r\n\r\n").into_bytes();
        sip_sim::checks::message::check(&bytes);
        let verdict = Message::parse(&bytes).and_then(|message| match values(&message) {
            Some(result) => {
                typed += 1;
                result
            }
            None => Ok(()),
        });
        if !fits(&verdict, text(entry, "expected")) {
            wrong.push(format!("{line}: {} expected: {verdict:?}", text(entry, "expected")));
        }
    }
    println!("{typed} of the header fields have a type");
    report("header lines", entries(&lines).len(), &wrong);
}

/// Reads all values of the only header field as its type, if it is a known one.
fn values(message: &Message<'_>) -> Option<Result<(), ParseError>> {
    struct Only<'f, 'b> {
        message: &'f Message<'b>,
        header: KnownHeader,
        verdict: Option<Result<(), ParseError>>,
    }

    impl<'b> Visitor<'b> for Only<'_, 'b> {
        fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
            if T::HEADER == self.header {
                let headers = self.message.headers();
                let all = || headers.all::<T>().try_for_each(|value| value.map(drop));
                self.verdict = Some(headers.find::<T>().and_then(|_| all()));
            }
        }
    }

    let header = message.headers().iter().next()?.known()?;
    let mut only = Only { message, header, verdict: None };
    visit_all(&mut only);
    only.verdict
}

/// The same table for our own samples, which are always there.
const OWN: &[(&str, &[(&str, &str)])] = &[
    (
        "invite",
        &[
            ("method", "\"INVITE\""),
            ("ruri", "\"sip:bob@192.0.2.4:5062;transport=tcp\""),
            ("host", "\"192.0.2.4\""),
            ("port", "5062"),
            ("n_via", "2"),
            ("via_transport", "\"TCP\""),
            ("via_host", "\"proxy.biloxi.example\""),
            ("via_port", "5060"),
            ("branch", "\"z9hG4bK2d4790.1\""),
            ("cseq", "2147483647"),
            ("from_tag", "\"9fxced76sl\""),
            ("to_tag", "null"),
            ("call_id", "\"3848276298220188511@pc33.atlanta.example\""),
            ("max_forwards", "68"),
            ("n_record_route", "2"),
            ("n_route", "1"),
            ("n_contact", "1"),
            ("content_length", "123"),
            ("body_len", "123"),
        ],
    ),
    (
        "register",
        &[("method", "\"REGISTER\""), ("n_contact", "3"), ("via_port", "5061"), ("cseq", "1826")],
    ),
    ("unregister", &[("n_contact", "1"), ("from_tag", "\"ja743ks76zlflH\""), ("to_tag", "null")]),
    (
        "ringing",
        &[("status", "180"), ("n_via", "3"), ("n_record_route", "2"), ("to_tag", "\"a6c85cf\"")],
    ),
    (
        "folded",
        &[
            ("host", "\"chicago.example\""),
            ("via_host", "\"pc33.example\""),
            ("via_port", "5060"),
            ("branch", "\"z9hG4bKhjhs8ass877\""),
            ("from_tag", "\"1928\""),
            ("cseq", "9"),
            ("max_forwards", "70"),
            ("body_len", "7"),
        ],
    ),
    (
        "ipv6",
        &[
            ("host", "\"[2001:db8::4]\""),
            ("via_host", "\"[2001:db8::9:1]\""),
            ("via_port", "null"),
            ("n_route", "3"),
            ("cseq", "0"),
        ],
    ),
    (
        "extension",
        &[
            ("method", "\"!odd-Method+1'~\""),
            ("host", "null"),
            ("max_forwards", "255"),
            ("from_tag", "\"_~1'+`*%!-.\""),
            ("body_len", "15"),
        ],
    ),
    ("crlf_and_tail", &[("method", "\"MESSAGE\""), ("max_forwards", "0"), ("body_len", "18")]),
];

#[test]
fn our_own_messages_have_the_values_that_were_written_into_them() {
    let mut wrong = Vec::new();
    for (name, fields) in OWN {
        let sample = SAMPLES.iter().find(|sample| sample.name == *name).expect("a sample");
        let message = Message::parse(sample.bytes).expect("a message");
        assert_eq!(message.validate(), Ok(()), "{name}");
        for (key, expected) in *fields {
            let found = field(&message, key).map(|value| value.to_string());
            if found.as_deref() != Ok(expected) {
                wrong.push(format!("{name}: {key} is {found:?}, not {expected}"));
            }
        }
    }
    report("own messages", OWN.len(), &wrong);
}
