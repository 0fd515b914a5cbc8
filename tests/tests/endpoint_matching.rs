//! To which transaction a message belongs (§17.1.3, §17.2.3).

use sip_core::Method;
use sip_core::endpoint::{Event, Transaction};
use sip_core::transport::Flow;
use sip_sim::bench::{Bench, Got, Text, local, on_both, tcp, udp, udp_from};

/// A request of a peer that knows RFC 2543 only: its Via has no branch, or one of its own kind.
fn legacy(method: &str) -> Text {
    Text::request(method, "").but("Via", "SIP/2.0/UDP 192.0.2.9:5060")
}

#[test]
fn t15_the_same_branch_with_another_method_is_another_transaction() {
    on_both(|bench| {
        let call = bench.accept(&Text::request("INVITE", "1"));
        let message = bench.accept(&Text::request("MESSAGE", "1"));
        let unknown = bench.accept(&Text::request("X-NEW", "1"));
        let other = bench.accept(&Text::request("X-NEWER", "1"));
        let all = [call, message, unknown, other];
        assert!((0..4).all(|a| (0..a).all(|b| all[a] != all[b])));
        assert_eq!(bench.live(), 4);
    });
}

#[test]
fn t16_the_same_branch_and_method_with_another_cseq_is_a_retransmission() {
    on_both(|bench| {
        let request = Text::request("OPTIONS", "1");
        let transaction = bench.accept(&request);
        bench.respond(transaction, 200);
        let sent = bench.sent_one();
        let other = request.but("CSeq", "2 OPTIONS").but("Call-ID", "other");
        assert_eq!(bench.receive(&other), Got::Absorbed);
        assert_eq!(bench.sent_one(), sent);
    });
}

#[test]
fn t16_the_same_call_id_and_cseq_with_another_branch_is_a_new_transaction() {
    on_both(|bench| {
        let first = bench.accept(&Text::request("INVITE", "1"));
        assert_ne!(bench.accept(&Text::request("INVITE", "2")), first);
    });
}

#[test]
fn the_sent_by_of_a_request_is_part_of_its_identity_and_its_source_is_not() {
    on_both(|bench| {
        let request = Text::request("OPTIONS", "1");
        let transaction = bench.accept(&request);
        for via in [
            "SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bK1",
            "SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
            "SIP/2.0/TLS 192.0.2.9;branch=z9hG4bK1",
        ] {
            let other = request.clone().but("Via", via);
            assert_ne!(bench.accept(&other), transaction, "{via}");
        }
        bench.respond(transaction, 200);
        let sent = bench.sent_one();
        let again = bench.receive_from(udp_from("198.51.100.1:9"), &request);
        assert_eq!(again, Got::Absorbed);
        assert_eq!(bench.sent_one(), sent, "the answer goes where it went");
        let spelled = request.but("Via", "sip/2.0/udp 192.0.2.9:5060 ;x=y; branch=Z9hG4Bk1");
        assert_eq!(bench.receive(&spelled), Got::Absorbed);
    });
}

#[test]
fn t17_a_response_with_its_branch_in_another_case_still_matches() {
    on_both(|bench| {
        for method in [Method::Invite, Method::Options] {
            let transaction = bench.request(udp(), method);
            let sent = bench.sent_one();
            let answer = sent.answer(200, "bob");
            let (head, branch) = sent.one("Via").split_once(";branch=").unwrap();
            let via = format!("{head};branch={}", branch.to_ascii_uppercase());
            assert_eq!(bench.receive(&answer.but("Via", &via)), Got::Response(transaction, 200));
        }
    });
}

#[test]
fn n7_a_response_whose_top_via_is_not_ours_is_stray_or_refused() {
    on_both(|bench| {
        bench.request(udp(), Method::Options);
        let sent = bench.sent_one();
        let answer = sent.answer(200, "bob");
        let branch = sent.branch();
        for via in [
            format!("SIP/2.0/UDP 192.0.2.2:5060;rport;branch={branch}"),
            format!("SIP/2.0/UDP 192.0.2.1:5061;rport;branch={branch}"),
            format!("SIP/2.0/UDP proxy.example:5060;rport;branch={branch}"),
            "SIP/2.0/UDP 192.0.2.1:5060".to_owned(),
            "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK".to_owned(),
        ] {
            assert_eq!(bench.receive(&answer.clone().but("Via", &via)), Got::Stray, "{via}");
        }
        let bare = bench.receive(&answer.clone().without("Via"));
        assert!(matches!(bare, Got::Rejected(_)));
        assert_eq!(bench.events(), []);
        // An element above us may have added to it, or filled it in.
        let filled =
            format!("{};received=192.0.2.1;x", sent.one("Via").replace("rport", "rport=9"));
        let got = bench.receive_from(tcp(9), &answer.but("Via", &filled));
        assert!(matches!(got, Got::Response(..)), "by whichever way it comes");
    });
}

#[test]
fn t7_a_response_that_no_transaction_waits_for_is_stray_and_changes_nothing() {
    on_both(|bench| {
        let ours = bench.request(udp(), Method::Options);
        let sent = bench.sent_one();
        for status in [100, 180, 200, 404] {
            let answer = sent.answer(status, "x");
            let stray = answer.but("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKother");
            assert_eq!(bench.receive(&stray), Got::Stray);
        }
        assert_eq!((bench.live(), bench.sent(), bench.events()), (1, vec![], vec![]));
        assert_eq!(bench.endpoint.counters().stray, 4);
        assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Response(ours, 200));
    });
}

#[test]
fn u13_a_malformed_1xx_is_dropped_and_the_call_goes_on() {
    on_both(|bench| {
        let transaction = bench.request(udp(), Method::Invite);
        let sent = bench.run_until(100)[0].1.clone();
        let broken = sent.answer(180, "bob").but("CSeq", "x INVITE");
        assert!(matches!(bench.receive(&broken), Got::Rejected(_)));
        assert_eq!(bench.timeline_until(500), [(500, "INVITE".to_owned())], "it is still Calling");
        assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Response(transaction, 200));
    });
}

#[test]
fn t21_a_request_of_our_own_that_comes_back_is_a_new_server_transaction() {
    on_both(|bench| {
        let reflected = |bench: &mut Bench, method: Method<'_>| {
            let transaction = bench.request(Flow::udp(local(), local()), method);
            let sent = bench.sent_one();
            let now = bench.now();
            let flow = Flow::udp(local(), local());
            let got = Got::from(bench.endpoint.receive(now, flow, sent.text.as_bytes()));
            (transaction, sent, got.server())
        };
        let (client, _, server) = reflected(bench, Method::Invite);
        bench.respond(server, 486);
        let answer = bench.sent_one();
        let now = bench.now();
        let flow = Flow::udp(local(), local());
        let got = Got::from(bench.endpoint.receive(now, flow, answer.text.as_bytes()));
        assert_eq!(got, Got::Response(client, 486));
        let ack = bench.sent_one();
        assert_eq!(
            Got::from(bench.endpoint.receive(now, flow, ack.text.as_bytes())),
            Got::Absorbed
        );
        bench.run_until(40_000);
        let mut ended = bench.events();
        ended.sort_by_key(|event| {
            matches!(event, Event::Ended { transaction: Transaction::Client(_) })
        });
        assert_eq!(
            ended,
            [
                Event::Ended { transaction: Transaction::Server(server) },
                Event::Ended { transaction: Transaction::Client(client) },
            ],
            "neither was taken for the other"
        );
        let (_, sent, server) = reflected(bench, Method::Options);
        let now = bench.now();
        let got = Got::from(bench.endpoint.receive(now, flow, sent.text.as_bytes()));
        assert_eq!(got, Got::Absorbed, "{server:?} takes its retransmission");
    });
}

#[test]
fn t18_a_request_of_rfc_2543_is_known_by_uri_tags_call_id_cseq_and_via() {
    on_both(|bench| {
        let request = legacy("OPTIONS");
        let transaction = bench.accept(&request);
        bench.respond(transaction, 200);
        let sent = bench.sent_one();
        assert_eq!(bench.receive(&request), Got::Absorbed);
        assert_eq!(bench.sent_one(), sent);
        for other in [
            request.clone().with_start("OPTIONS sip:carol@192.0.2.1 SIP/2.0"),
            request.clone().but("From", "<sip:alice@192.0.2.9>;tag=other"),
            request.clone().but("To", "<sip:bob@192.0.2.1>;tag=other"),
            request.clone().but("Call-ID", "other"),
            request.clone().but("CSeq", "2 OPTIONS"),
            request.clone().but("Via", "SIP/2.0/UDP 192.0.2.9:5060;branch=other"),
        ] {
            assert_ne!(bench.accept(&other), transaction, "{other}");
        }
        // What §17.2.3 does not name makes no difference.
        assert_eq!(bench.receive(&request.but("Max-Forwards", "7")), Got::Absorbed);
    });
}

#[test]
fn t18_an_ack_of_rfc_2543_belongs_to_the_response_whose_to_tag_it_has() {
    on_both(|bench| {
        let invite = legacy("INVITE");
        let transaction = bench.accept(&invite);
        bench.respond(transaction, 486);
        let tag = bench.sent_one().to_tag().unwrap().to_owned();
        let ack = invite.as_method("ACK");
        let to = |tag: &str| ack.clone().but("To", &format!("<sip:bob@192.0.2.1>;tag={tag}"));
        assert_eq!(bench.receive(&to("other")), Got::Ack, "another response's");
        assert_eq!(bench.receive(&to(&tag).but("CSeq", "2 ACK")), Got::Ack);
        assert_eq!(bench.timeline_until(500), [(500, "486".to_owned())]);
        assert_eq!(bench.receive(&to(&tag)), Got::Absorbed);
        assert_eq!(bench.timeline_until(5_499), []);
        bench.run_until(5_500);
        assert_eq!(bench.live(), 0);
    });
}

#[test]
fn t18_in_a_dialog_the_ack_of_rfc_2543_has_the_tag_that_its_invite_had() {
    on_both(|bench| {
        let invite = legacy("INVITE").but("To", "<sip:bob@192.0.2.1>;tag=mine");
        let transaction = bench.accept(&invite);
        bench.respond(transaction, 488);
        assert_eq!(bench.sent_one().to_tag(), Some("mine"));
        assert_eq!(bench.receive(&invite.as_method("ACK")), Got::Absorbed);
        assert_eq!(bench.timeline_until(1_000), []);
    });
}

#[test]
fn t18_an_ack_of_rfc_2543_for_a_2xx_goes_up() {
    on_both(|bench| {
        let invite = legacy("INVITE");
        let transaction = bench.accept(&invite);
        bench.respond(transaction, 200);
        let to = bench.sent_one().one("To").to_owned();
        assert_eq!(bench.receive(&invite.as_method("ACK").but("To", &to)), Got::Ack);
        assert_eq!(bench.receive(&invite), Got::Absorbed);
    });
}

#[test]
fn t18_a_cancel_of_rfc_2543_finds_its_invite() {
    on_both(|bench| {
        let invite = legacy("INVITE");
        let call = bench.accept(&invite);
        let cancel = invite.as_method("CANCEL");
        let got = bench.receive(&cancel);
        let Got::Cancel { transaction, invite: Some(meant) } = got else { panic!("{got:?}") };
        assert_eq!(meant, call);
        bench.respond(transaction, 200);
        bench.respond(call, 487);
        let sent = bench.sent();
        assert_eq!(sent[0].to_tag(), sent[1].to_tag());
        let other = invite.as_method("CANCEL").but("CSeq", "2 CANCEL");
        assert!(matches!(bench.receive(&other), Got::Cancel { invite: None, .. }));
    });
}

#[test]
fn t19_the_cookie_alone_is_no_branch_that_all_share() {
    on_both(|bench| {
        let request = Text::request("OPTIONS", "");
        assert!(request.value("Via").ends_with(";branch=z9hG4bK"));
        let first = bench.accept(&request);
        let second = bench.accept(&request.clone().but("Call-ID", "other"));
        assert_ne!(first, second);
        assert_eq!(bench.receive(&request), Got::Absorbed);
    });
}

#[test]
fn p12_a_method_of_3000_characters_and_no_branch_matches_itself() {
    let method = "M".repeat(3000);
    let request = legacy(&method);
    let endpoint = sip_sim::bench::endpoint::<sip_core::endpoint::Growing>;
    let mut bench = Bench::new(endpoint(sip_core::endpoint::Config::DEFAULT, 1));
    let transaction = bench.accept(&request);
    bench.respond(transaction, 501);
    assert_eq!(bench.sent_whats(), ["501"]);
    assert_eq!(bench.receive(&request), Got::Absorbed);
    assert!(matches!(bench.receive(&request.but("CSeq", "1 M")), Got::Rejected(_)));
}

#[test]
fn a_handle_that_outlived_its_transaction_is_refused_and_never_anothers() {
    use sip_core::endpoint::SendError;
    on_both(|bench| {
        let mut old = Vec::new();
        for round in 0..20 {
            let branch = round.to_string();
            let server = bench.accept(&Text::request("INVITE", &branch));
            let client = bench.request(udp(), Method::Invite);
            bench.sent();
            for (old_server, old_client) in &old {
                assert_eq!(bench.try_respond(*old_server, 200), Err(SendError::Gone));
                assert_eq!(bench.repeat(*old_server), Err(SendError::Gone));
                assert_eq!(bench.cancel(*old_client), Err(SendError::Gone));
                assert_eq!(bench.endpoint.local_tag(*old_server), None);
                for handle in [Transaction::Server(*old_server), Transaction::Client(*old_client)] {
                    bench.abandon(handle);
                    bench.fail_transport(handle);
                }
            }
            assert_eq!((bench.live(), bench.sent(), bench.events()), (2, vec![], vec![]));
            bench.abandon(Transaction::Server(server));
            bench.abandon(Transaction::Client(client));
            // Refused at once, before the end of it was polled, and after.
            assert_eq!(bench.try_respond(server, 200), Err(SendError::Gone));
            assert_eq!(bench.events().len(), 2);
            old.push((server, client));
        }
        let mut all: Vec<_> = old.iter().map(|(server, _)| *server).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20, "no handle is given twice");
    });
}
