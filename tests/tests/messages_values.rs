//! What the header fields of our own messages say, by their accessors.

use sip_core::header::{
    Accept, AcceptEncoding, AcceptLanguage, Authorization, CSeq, Credentials, Date, Event,
    HeaderValue, HistoryInfo, Identity, PAccessNetworkInfo, RAck, RSeq, Reason, ReferredBy,
    SecurityServer, SipETag, UserToUser, Warning, WwwAuthenticate,
};
use sip_core::message::Headers;
use sip_core::{Message, Method};
use sip_sim::corpus::SAMPLES;

fn message(name: &str) -> Message<'static> {
    let sample = SAMPLES.iter().find(|sample| sample.name == name).expect("a sample");
    Message::parse(sample.bytes).expect("a message")
}

fn all<T: HeaderValue<'static>>(headers: &Headers<'static>) -> Vec<T> {
    headers.all().collect::<Result<_, _>>().expect("well-formed values")
}

fn one<T: HeaderValue<'static>>(headers: &Headers<'static>) -> T {
    headers.require().expect("a well-formed value")
}

#[test]
fn a_transfer_says_what_its_sender_takes_and_who_asked_for_it() {
    let message = message("refer");
    let headers = message.headers();
    let accept: Vec<Accept<'_>> = all(headers);
    assert_eq!(accept.iter().map(Accept::q).collect::<Vec<_>>(), [900, 100, 0]);
    assert!(accept[0].kind().is(b"message") && accept[0].subtype().is(b"sipfrag"));
    assert_eq!(accept[0].params().get(b"version").unwrap().value, Some(&b"2.0"[..]));
    let codings: Vec<AcceptEncoding<'_>> = all(headers);
    assert!(codings[0].coding().is(b"gzip") && codings[2].coding().is(b"*"));
    let languages: Vec<AcceptLanguage<'_>> = all(headers);
    assert!(languages[1].range().is(b"EN-GB") && languages[1].params().get(b"q").is_some());
    let referred_by: ReferredBy<'_> = one(headers);
    assert!(referred_by.params().get(b"cid").is_some());
}

#[test]
fn a_call_that_was_sent_on_tells_its_history_and_its_reasons() {
    let message = message("transfer");
    let headers = message.headers();
    let history: Vec<HistoryInfo<'_>> = all(headers);
    let indices: Vec<_> = history.iter().map(|entry| entry.index().unwrap().as_bytes()).collect();
    assert_eq!(indices, [&b"1"[..], b"1.1", b"1.1.1"]);
    let reasons: Vec<Reason<'_>> = all(headers);
    assert!(reasons[0].protocol().is(b"SIP") && reasons[1].protocol().is(b"q.850"));
    let identities: Vec<Identity<'_>> = all(headers);
    assert_eq!(identities[1].digest(), b"..sv5CTo05KqpSmtHt3dcEiO");
    let networks: Vec<PAccessNetworkInfo<'_>> = all(headers);
    assert!(networks[1].access_type().is(b"IEEE-802.11"));
    let data: Vec<UserToUser<'_>> = all(headers);
    assert!(data[0].purpose().unwrap().is(b"isdn-uui"));
    assert_eq!(data[0].encoding().map(|encoding| encoding.as_bytes()), Some(&b"hex"[..]));
    assert!(data[1].content().unwrap().is(b"x") && data[1].data().eq(*b"quoted \"data\""));
    let date: Date = one(headers);
    assert_eq!((date.hour(), date.minute(), date.second()), (23, 29, 0));
}

#[test]
fn a_challenge_names_its_scheme_and_its_realm() {
    let message = message("challenged");
    let headers = message.headers();
    let challenges: Vec<WwwAuthenticate<'_>> = all(headers);
    let schemes: Vec<_> = challenges.iter().map(|value| value.0.scheme().to_string()).collect();
    assert_eq!(schemes, ["Digest", "Basic", "Bearer"]);
    let realm = |at: usize| challenges[at].0.realm();
    assert!(realm(0).unwrap().is(b"a \"b\", c") && realm(0).unwrap().is_quoted());
    assert!(realm(1).unwrap().is(b"WallyWorld"));
    assert_eq!(realm(2), None);
    let warnings: Vec<Warning<'_>> = all(headers);
    assert!(warnings[1].text().unquoted().eq(*b"Incompatible \"address\""));
    let offers: Vec<SecurityServer<'_>> = all(headers);
    assert!(offers[2].0.name().is(b"ipsec-ike"));
    let tag: SipETag<'_> = one(headers);
    assert_eq!(tag.0.to_string(), "dx200xyz");
}

#[test]
fn credentials_of_another_scheme_are_one_opaque_token() {
    let credentials: Vec<Authorization<'_>> = all(message("authorized").headers());
    let Credentials::Other(bearer) = credentials[2].0 else {
        panic!("{:?} is no Bearer", credentials[2]);
    };
    assert_eq!(bearer.token68(), Some(&b"mF_9.B5f-4.1JqM=="[..]));
}

#[test]
fn a_prack_names_the_response_that_it_acknowledges() {
    let rack: RAck<'_> = one(message("prack").headers());
    assert_eq!((rack.rseq(), rack.method()), (RSeq(776_656), Method::Invite));
    assert_eq!(Some(rack.cseq()), CSeq::new(314_159, Method::Invite));
    assert_eq!(RAck::new(rack.rseq(), rack.cseq()), rack);
    assert_eq!(CSeq::new(1 << 31, Method::Invite), None);
}

#[test]
fn a_notification_names_the_event_and_the_subscription() {
    let event: Event<'_> = one(message("notify").headers());
    assert_eq!(event.event_type().as_bytes(), b"presence.winfo");
    assert_eq!(event.event_type().to_string(), "presence.winfo");
    assert_eq!(event.id(), Some(&b"7"[..]));
}
