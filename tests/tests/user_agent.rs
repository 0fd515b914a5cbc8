//! The user agent against a peer that is typed by hand: each case on both storages.

use std::time::Duration;

use sip_core::endpoint::{Config, Endpoint, Fixed, Growing, Secret, Storage};
use sip_core::transport::Flow;
use sip_core::ua::{Call, Ending, Reaction, UaEvent, UserAgent};
use sip_core::{Instant, Message, StatusCode};
use sip_sim::bench::Seed;

/// A user agent, its endpoint, and a clock.
struct Rig<S: Storage> {
    now: Instant,
    endpoint: Endpoint<S>,
    ua: UserAgent<'static, S>,
    events: Vec<String>,
    call: Option<Call>,
}

fn flow() -> Flow {
    Flow::udp("192.0.2.1:5060".parse().unwrap(), "192.0.2.9:5060".parse().unwrap())
}

impl<S: Storage> Rig<S> {
    fn new() -> Self {
        Self {
            now: Instant::ORIGIN,
            endpoint: Endpoint::new(Config::DEFAULT, Secret::new(&mut Seed(1))),
            ua: UserAgent::new(b"sip:alice@example.test", b"sip:alice@192.0.2.1"),
            events: Vec::new(),
            call: None,
        }
    }

    fn hear(&mut self, event: UaEvent<'_>) {
        self.events.push(match event {
            UaEvent::Incoming { call, .. } => {
                self.call = Some(call);
                "incoming".into()
            }
            UaEvent::Progress { response, .. } => format!("{}", response.status()),
            UaEvent::Established { .. } => "established".into(),
            UaEvent::Ended { why, .. } => format!("{why:?}"),
        });
    }

    /// Takes what happened so far.
    fn events(&mut self) -> Vec<String> {
        std::mem::take(&mut self.events)
    }

    /// A datagram from the peer; gives what is sent in return.
    fn receive(&mut self, text: &str) -> Vec<String> {
        let incoming = self.endpoint.receive(self.now, flow(), text.as_bytes());
        if let Reaction::Event(event) =
            self.ua.receive(self.now, &mut self.endpoint, flow(), incoming)
        {
            // The event borrows from `text`, not from the rig.
            self.hear(event);
        }
        self.sent()
    }

    /// What waits to be sent.
    fn sent(&mut self) -> Vec<String> {
        let mut sent = Vec::new();
        loop {
            while let Some(transmit) = self.endpoint.poll_transmit() {
                sent.push(String::from_utf8(transmit.bytes.to_vec()).unwrap());
            }
            let Some(event) = self.endpoint.poll_event() else { return sent };
            if let Some(event) = self.ua.handle_event(event) {
                self.hear(event);
            }
        }
    }

    /// Lets time pass, deadline by deadline; gives what is sent meanwhile.
    fn wait(&mut self, span: Duration) -> Vec<String> {
        let end = self.now + span;
        let mut sent = Vec::new();
        loop {
            let next =
                sip_core::time::sooner(self.endpoint.poll_deadline(), self.ua.poll_deadline());
            let Some(next) = next.filter(|next| *next <= end) else { break };
            self.now = self.now.max(next);
            self.endpoint.handle_deadline(self.now);
            while let Some(event) = self.ua.handle_deadline(self.now, &mut self.endpoint) {
                self.hear(event);
            }
            sent.extend(self.sent());
        }
        self.now = end;
        sent
    }

    /// Calls the peer and gives the INVITE.
    fn place_call(&mut self) -> String {
        let call = self.ua.call(self.now, &mut self.endpoint, flow(), b"sip:bob@192.0.2.9", None);
        self.call = Some(call.unwrap());
        self.sent().remove(0)
    }

    fn hang_up(&mut self) -> Vec<String> {
        self.ua.hang_up(self.now, &mut self.endpoint, self.call.unwrap()).unwrap();
        self.sent()
    }

    /// Takes an INVITE, answers it, and gives the 200.
    fn answer(&mut self) -> String {
        self.receive(INVITE);
        self.ua.answer(self.now, &mut self.endpoint, self.call.unwrap(), None).unwrap();
        self.sent().remove(0)
    }

    fn live(&self) -> usize {
        self.ua.live_calls() + self.endpoint.live_transactions() as usize
    }
}

/// Runs a case on both storages.
fn on_both(growing: impl Fn(Rig<Growing>), fixed: impl Fn(Rig<Fixed<6, 1500, 4>>)) {
    growing(Rig::new());
    fixed(Rig::new());
}

const INVITE: &str = "INVITE sip:alice@192.0.2.1 SIP/2.0\r\n\
    Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKin\r\n\
    From: <sip:bob@example.test>;tag=bobs\r\n\
    To: <sip:alice@example.test>\r\n\
    Call-ID: in@192.0.2.9\r\n\
    CSeq: 10 INVITE\r\n\
    Contact: <sip:bob@192.0.2.9>\r\n\r\n";

fn value<'m>(message: &'m str, name: &str) -> &'m str {
    let prefix = format!("{name}: ");
    let line = message.lines().find(|line| line.starts_with(&prefix));
    line.map_or("", |line| &line[prefix.len()..])
}

fn tag_of(value: &str) -> &str {
    value.split(";tag=").nth(1).unwrap_or("")
}

/// A response to `request` as the peer would write it.
fn response(request: &str, status: &str, to_tag: &str, more: &str) -> String {
    let to = value(request, "To");
    let to = if to.contains(";tag=") { to.to_owned() } else { format!("{to}{to_tag}") };
    format!(
        "SIP/2.0 {status}\r\nVia: {}\r\nFrom: {}\r\nTo: {to}\r\nCall-ID: {}\r\nCSeq: {}\r\n{more}\r\n",
        value(request, "Via"),
        value(request, "From"),
        value(request, "Call-ID"),
        value(request, "CSeq"),
    )
}

const BOBS_CONTACT: &str = "Contact: <sip:bob@192.0.2.9>\r\n";

/// A request of the peer in the dialog of [`INVITE`] and the 200 that answered it.
fn in_dialog(ok: &str, method: &str, cseq: u32) -> String {
    format!(
        "{method} sip:alice@192.0.2.1 SIP/2.0\r\n\
         Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK{method}{cseq}\r\n\
         From: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {cseq} {method}\r\n\r\n",
        value(ok, "From"),
        value(ok, "To"),
        value(ok, "Call-ID"),
    )
}

fn first_lines(messages: &[String]) -> Vec<&str> {
    messages.iter().map(|message| message.lines().next().unwrap()).collect()
}

#[test]
fn t3_the_ack_for_a_2xx_has_a_branch_of_its_own_and_the_number_of_its_invite() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        let sent = rig.receive(&response(&invite, "200 OK", ";tag=b1", BOBS_CONTACT));
        assert_eq!(first_lines(&sent), ["ACK sip:bob@192.0.2.9 SIP/2.0"]);
        assert_ne!(value(&sent[0], "Via"), value(&invite, "Via"));
        assert_eq!(value(&sent[0], "CSeq"), "1 ACK");
        assert_eq!(tag_of(value(&sent[0], "To")), "b1");
        assert_eq!(rig.events(), ["established"]);
    }
    on_both(case, case);
}

#[test]
fn d8_each_2xx_that_comes_again_gets_the_same_ack_again() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        let ok = response(&invite, "200 OK", ";tag=b1", BOBS_CONTACT);
        let first = rig.receive(&ok);
        assert_eq!(rig.receive(&ok), first);
        assert_eq!(rig.events(), ["established"]);
    }
    on_both(case, case);
}

#[test]
fn d1_a_second_2xx_of_a_fork_is_acknowledged_and_then_left() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        rig.receive(&response(&invite, "200 OK", ";tag=b1", BOBS_CONTACT));
        let other = "Contact: <sip:bob@192.0.2.77>\r\n";
        let sent = rig.receive(&response(&invite, "200 OK", ";tag=b2", other));
        assert_eq!(
            first_lines(&sent),
            ["ACK sip:bob@192.0.2.77 SIP/2.0", "BYE sip:bob@192.0.2.77 SIP/2.0"]
        );
        assert!(sent.iter().all(|message| tag_of(value(message, "To")) == "b2"));
        assert_eq!(rig.events(), ["established"]);
    }
    on_both(case, case);
}

#[test]
fn d11_a_strict_router_gets_its_uri_as_request_uri_and_the_target_goes_last() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        // The caller visits them in the reverse order (§12.1.2): p1, which is strict, first.
        let more = "Record-Route: <sip:192.0.2.52;lr>, <sip:192.0.2.51;x=y>\r\n\
                    Contact: <sip:bob@192.0.2.9>\r\n";
        let ack = rig.receive(&response(&invite, "200 OK", ";tag=b1", more)).remove(0);
        assert!(ack.starts_with("ACK sip:192.0.2.51;x=y SIP/2.0\r\n"), "{ack}");
        let routes: Vec<_> = ack.lines().filter(|line| line.starts_with("Route: ")).collect();
        assert_eq!(routes, ["Route: <sip:192.0.2.52;lr>", "Route: <sip:bob@192.0.2.9>"]);
    }
    on_both(case, case);
}

#[test]
fn d12_the_route_set_of_the_caller_is_reversed_and_of_the_callee_it_is_not() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let routes = "Record-Route: <sip:192.0.2.52;lr>\r\nRecord-Route: <sip:192.0.2.51;lr>\r\n";
        let route_lines = |message: &str| -> Vec<String> {
            message.lines().filter(|line| line.starts_with("Route: ")).map(str::to_owned).collect()
        };
        let invite = rig.place_call();
        let ok = response(&invite, "200 OK", ";tag=b1", &format!("{routes}{BOBS_CONTACT}"));
        let ack = rig.receive(&ok).remove(0);
        assert_eq!(route_lines(&ack), ["Route: <sip:192.0.2.51;lr>", "Route: <sip:192.0.2.52;lr>"]);

        let text = INVITE.replace("Contact", &format!("{routes}Contact"));
        rig.receive(&text);
        let call = rig.call.unwrap();
        rig.ua.answer(rig.now, &mut rig.endpoint, call, None).unwrap();
        let ok = rig.sent().remove(0);
        // §12.1.1: the response carries them, so that the caller learns of them.
        assert_eq!(ok.matches("Record-Route: ").count(), 2);
        rig.receive(&in_dialog(&ok, "ACK", 10));
        let bye = rig.hang_up().remove(0);
        assert_eq!(route_lines(&bye), ["Route: <sip:192.0.2.52;lr>", "Route: <sip:192.0.2.51;lr>"]);
    }
    on_both(case, case);
}

#[test]
fn d5_a_peer_without_tags_has_a_dialog_with_null_tags() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        let ack = rig.receive(&response(&invite, "200 OK", "", BOBS_CONTACT));
        assert_eq!(first_lines(&ack), ["ACK sip:bob@192.0.2.9 SIP/2.0"]);
        let bye = rig.hang_up();
        assert_eq!(first_lines(&bye), ["BYE sip:bob@192.0.2.9 SIP/2.0"]);
    }
    on_both(case, case);
}

#[test]
fn d6_a_request_with_a_lower_or_equal_number_is_out_of_order() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        rig.receive(&in_dialog(&ok, "ACK", 10));
        for number in [9, 10] {
            let sent = rig.receive(&in_dialog(&ok, "BYE", number));
            assert_eq!(first_lines(&sent), ["SIP/2.0 500 Server Internal Error"]);
        }
        // A gap is none of the callee's business.
        let sent = rig.receive(&in_dialog(&ok, "BYE", 99));
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK"]);
        assert_eq!(rig.events(), ["incoming", "established", "PeerHungUp"]);
    }
    on_both(case, case);
}

#[test]
fn d13_without_an_ack_the_2xx_is_repeated_for_64_t1_and_then_comes_a_bye() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        let sent = rig.wait(Duration::from_secs(31));
        // At 0.5, 1.5, 3.5 s, and every 4 s from there.
        assert_eq!(sent.len(), 9);
        assert!(sent.iter().all(|message| *message == ok));
        let sent = rig.wait(Duration::from_secs(2));
        assert!(first_lines(&sent).contains(&"BYE sip:bob@192.0.2.9 SIP/2.0"), "{sent:?}");
        rig.wait(Duration::from_secs(64));
        assert_eq!(rig.events(), ["incoming", "NeverConfirmed"]);
        assert_eq!(rig.live(), 0);
    }
    on_both(case, case);
}

#[test]
fn d13_the_callee_holds_its_bye_back_until_the_ack_came() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        assert!(rig.hang_up().is_empty());
        let sent = rig.receive(&in_dialog(&ok, "ACK", 10));
        assert_eq!(first_lines(&sent), ["BYE sip:bob@192.0.2.9 SIP/2.0"]);
        rig.receive(&response(&sent[0], "200 OK", "", ""));
        assert_eq!(rig.events(), ["incoming", "HungUp"]);
    }
    on_both(case, case);
}

#[test]
fn d21_a_bye_that_is_refused_ends_the_session_all_the_same() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        rig.receive(&response(&invite, "200 OK", ";tag=b1", BOBS_CONTACT));
        let bye = rig.hang_up().remove(0);
        rig.receive(&response(&bye, "481 Call/Transaction Does Not Exist", "", ""));
        assert_eq!(rig.events(), ["established", "HungUp"]);
    }
    on_both(case, case);
}

#[test]
fn d22_a_request_for_a_dialog_that_is_not_gets_a_481_and_an_ack_gets_nothing() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let stranger = INVITE.replace("To: <sip:alice@example.test>", "To: <sip:a@b>;tag=nobody");
        for method in ["BYE", "INVITE", "INFO"] {
            let sent = rig.receive(&in_dialog(&stranger, method, 5));
            assert_eq!(first_lines(&sent), ["SIP/2.0 481 Call/Transaction Does Not Exist"]);
        }
        assert!(rig.receive(&in_dialog(&stranger, "ACK", 5)).is_empty());
        assert!(rig.events().is_empty());
    }
    on_both(case, case);
}

#[test]
fn u1_a_cancel_waits_for_a_provisional_response() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        assert!(rig.hang_up().is_empty());
        let sent = rig.receive(&response(&invite, "180 Ringing", ";tag=b1", ""));
        assert_eq!(first_lines(&sent), ["CANCEL sip:bob@192.0.2.9 SIP/2.0"]);
        assert_eq!(value(&sent[0], "Via"), value(&invite, "Via"));
        rig.receive(&response(&sent[0], "200 OK", ";tag=b1", ""));
        let ack = rig.receive(&response(&invite, "487 Request Terminated", ";tag=b1", ""));
        assert_eq!(first_lines(&ack), ["ACK sip:bob@192.0.2.9 SIP/2.0"]);
        assert_eq!(rig.events(), ["Cancelled"]);
    }
    on_both(case, case);
}

#[test]
fn u1_if_no_response_ever_comes_the_cancel_is_never_sent() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        rig.place_call();
        rig.hang_up();
        let sent = rig.wait(Duration::from_secs(40));
        assert!(sent.iter().all(|message| message.starts_with("INVITE ")), "{sent:?}");
        assert_eq!(rig.events(), ["Cancelled"]);
        assert_eq!(rig.live(), 0);
    }
    on_both(case, case);
}

#[test]
fn u2_an_invite_that_was_cancelled_is_given_up_after_64_t1() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        rig.receive(&response(&invite, "180 Ringing", ";tag=b1", ""));
        let cancel = rig.hang_up().remove(0);
        rig.receive(&response(&cancel, "200 OK", ";tag=b1", ""));
        assert!(rig.wait(Duration::from_millis(31_999)).is_empty());
        assert_eq!(rig.live(), 2, "the call and its INVITE");
        rig.wait(Duration::from_millis(1));
        assert_eq!(rig.events(), ["180", "Cancelled"]);
        assert_eq!(rig.live(), 0);
    }
    on_both(case, case);
}

#[test]
fn r2_d4_a_200_that_crosses_a_cancel_is_acked_and_then_byed() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let invite = rig.place_call();
        rig.receive(&response(&invite, "180 Ringing", ";tag=b1", ""));
        rig.hang_up();
        let sent = rig.receive(&response(&invite, "200 OK", ";tag=b1", BOBS_CONTACT));
        assert_eq!(
            first_lines(&sent),
            ["ACK sip:bob@192.0.2.9 SIP/2.0", "BYE sip:bob@192.0.2.9 SIP/2.0"]
        );
        rig.receive(&response(&sent[1], "200 OK", "", ""));
        assert_eq!(rig.events(), ["180", "Cancelled"]);
    }
    on_both(case, case);
}

/// A CANCEL by the peer for [`INVITE`].
fn cancel() -> String {
    let lines = INVITE.replace("INVITE", "CANCEL");
    lines.split_inclusive("\r\n").filter(|line| !line.starts_with("Contact")).collect()
}

#[test]
fn u4_a_cancel_gets_a_200_and_its_invite_a_487_with_the_same_tag() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        rig.receive(INVITE);
        let sent = rig.receive(&cancel());
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"]);
        assert_eq!(value(&sent[0], "CSeq"), "10 CANCEL");
        assert_eq!(value(&sent[0], "To"), value(&sent[1], "To"));
        assert!(!tag_of(value(&sent[0], "To")).is_empty());
        assert_eq!(rig.events(), ["incoming", "Cancelled"]);
    }
    on_both(case, case);
}

#[test]
fn u4_a_cancel_of_nothing_gets_a_481() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let sent = rig.receive(&cancel());
        assert_eq!(first_lines(&sent), ["SIP/2.0 481 Call/Transaction Does Not Exist"]);
    }
    on_both(case, case);
}

#[test]
fn u3_a_cancel_after_the_answer_gets_a_200_and_changes_nothing() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        let sent = rig.receive(&cancel());
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK"]);
        rig.receive(&in_dialog(&ok, "ACK", 10));
        assert_eq!(rig.events(), ["incoming", "established"]);
    }
    on_both(case, case);
}

#[test]
fn u11_an_invite_without_contact_is_refused_and_a_2xx_has_one() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let text = INVITE.replace("Contact: <sip:bob@192.0.2.9>\r\n", "");
        let sent = rig.receive(&text.replace("z9hG4bKin", "z9hG4bKother"));
        assert_eq!(first_lines(&sent), ["SIP/2.0 400 Bad Request"]);
        assert_eq!(value(&rig.answer(), "Contact"), "<sip:alice@192.0.2.1>");
    }
    on_both(case, case);
}

#[test]
fn u12_a_bye_before_the_answer_gets_a_200_and_the_invite_a_487() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        rig.receive(INVITE);
        let call = rig.call.unwrap();
        rig.ua.ring(rig.now, &mut rig.endpoint, call, StatusCode::RINGING).unwrap();
        let ringing = rig.sent().remove(0);
        let sent = rig.receive(&in_dialog(&ringing, "BYE", 11));
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"]);
        assert_eq!(rig.events(), ["incoming", "Cancelled"]);
    }
    on_both(case, case);
}

#[test]
fn u8_options_is_answered_with_what_can_be_done() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let text = INVITE.replace("INVITE", "OPTIONS");
        let sent = rig.receive(&text).remove(0);
        assert!(sent.starts_with("SIP/2.0 200 OK\r\n"));
        assert_eq!(value(&sent, "Allow"), "INVITE, ACK, BYE, CANCEL, OPTIONS");
        assert_eq!(rig.ua.live_calls(), 0);
    }
    on_both(case, case);
}

#[test]
fn a_method_that_is_not_taken_gets_a_405_and_one_that_is_not_known_a_501() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        for (method, line) in [
            ("MESSAGE", "SIP/2.0 405 Method Not Allowed"),
            ("DANCE", "SIP/2.0 501 Not Implemented"),
        ] {
            let sent = rig.receive(&INVITE.replace("INVITE", method));
            assert_eq!(first_lines(&sent), [line]);
            assert!(!value(&sent[0], "Allow").is_empty());
        }
    }
    on_both(case, case);
}

#[test]
fn r6_a_bye_before_the_ack_ends_the_call_and_the_repetition_of_the_2xx() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        let sent = rig.receive(&in_dialog(&ok, "BYE", 11));
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK"]);
        assert!(rig.receive(&in_dialog(&ok, "ACK", 10)).is_empty());
        assert!(rig.wait(Duration::from_secs(40)).is_empty());
        assert_eq!(rig.live(), 0);
    }
    on_both(case, case);
}

#[test]
fn r7_when_both_say_bye_at_once_both_get_a_200() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        rig.receive(&in_dialog(&ok, "ACK", 10));
        let bye = rig.hang_up().remove(0);
        let sent = rig.receive(&in_dialog(&ok, "BYE", 11));
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK"]);
        rig.receive(&response(&bye, "200 OK", "", ""));
        assert_eq!(rig.events(), ["incoming", "established", "HungUp"]);
        assert_eq!(rig.ua.live_calls(), 0);
    }
    on_both(case, case);
}

#[test]
fn r1_an_invite_that_comes_again_is_no_second_call() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        rig.answer();
        rig.receive(INVITE);
        assert_eq!(rig.events(), ["incoming"]);
        assert_eq!(rig.ua.live_calls(), 1);
    }
    on_both(case, case);
}

#[test]
fn a_re_invite_is_refused_and_the_session_goes_on() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let ok = rig.answer();
        rig.receive(&in_dialog(&ok, "ACK", 10));
        let sent = rig.receive(&in_dialog(&ok, "INVITE", 11));
        assert_eq!(first_lines(&sent), ["SIP/2.0 488 Not Acceptable Here"]);
        assert_eq!(rig.ua.live_calls(), 1);
        let sent = rig.receive(&in_dialog(&ok, "BYE", 12));
        assert_eq!(first_lines(&sent), ["SIP/2.0 200 OK"]);
    }
    on_both(case, case);
}

#[test]
fn when_the_table_of_calls_is_full_the_next_caller_finds_it_busy() {
    let mut rig = Rig::<Fixed<2, 1500, 4>>::new();
    rig.receive(INVITE);
    let calls = |rig: &mut Rig<_>, n: u32| {
        let text = INVITE
            .replace("z9hG4bKin", &format!("z9hG4bK{n}"))
            .replace("in@192.0.2.9", &format!("{n}@192.0.2.9"));
        rig.receive(&text)
    };
    assert!(calls(&mut rig, 1).is_empty());
    // Both places of the endpoint are taken, too: nothing of the living is given up.
    let sent = calls(&mut rig, 2);
    assert_eq!(first_lines(&sent), ["SIP/2.0 503 Service Unavailable"]);
    assert_eq!(rig.ua.live_calls(), 2);
}

#[test]
fn a_handle_that_outlived_its_call_is_refused() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        rig.receive(INVITE);
        let old = rig.call.unwrap();
        rig.receive(&cancel());
        rig.receive(&INVITE.replace("z9hG4bKin", "z9hG4bKnew").replace("in@", "new@"));
        assert_ne!(rig.call.unwrap(), old);
        assert!(rig.ua.answer(rig.now, &mut rig.endpoint, old, None).is_err());
        assert!(rig.ua.hang_up(rig.now, &mut rig.endpoint, old).is_err());
        assert_eq!(rig.ua.live_calls(), 1);
    }
    on_both(case, case);
}

#[test]
fn every_message_that_the_user_agent_sends_is_valid() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        let mut all = vec![rig.place_call()];
        let invite = all[0].clone();
        all.extend(rig.receive(&response(&invite, "200 OK", ";tag=b1", BOBS_CONTACT)));
        all.extend(rig.hang_up());
        all.push(rig.answer());
        for text in all {
            Message::parse(text.as_bytes()).unwrap().validate().expect(&text);
        }
    }
    on_both(case, case);
}

#[test]
fn t24_a_call_that_nobody_answers_ends_as_one_refused_with_a_408() {
    fn case<S: Storage>(mut rig: Rig<S>) {
        rig.place_call();
        rig.wait(Duration::from_secs(32));
        let refused = Ending::Refused(StatusCode::REQUEST_TIMEOUT);
        assert_eq!(rig.events(), [format!("{refused:?}")]);
        assert_eq!(rig.live(), 0);
    }
    on_both(case, case);
}
