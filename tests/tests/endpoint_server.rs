//! Requests that an endpoint receives (§17.2), and how it answers them (§8.2.6, §18.2).

use sip_core::endpoint::{Event, SendError, ServerTransaction, Transaction};
use sip_core::transaction::Failure;
use sip_core::transport::{ConnectionId, Flow, Transport};
use sip_sim::bench::{Bench, Got, Text, assert_valid, flow_of, local, on_both, tcp, udp, udp_from};

const SERVER: fn(ServerTransaction) -> Transaction = Transaction::Server;

fn ended(transaction: ServerTransaction) -> Event {
    Event::Ended { transaction: SERVER(transaction) }
}

fn failed(transaction: ServerTransaction, failure: Failure) -> Event {
    Event::Failed { transaction: SERVER(transaction), failure }
}

fn invite() -> Text {
    Text::request("INVITE", "1")
}

/// The top Via of the response to a request that came from `source` with this Via.
fn via_in_answer(bench: &mut Bench, via: &str, flow: Flow) -> Vec<String> {
    let request = Text::request("OPTIONS", "1").but("Via", via);
    let transaction = bench.receive_from(flow, &request).server();
    bench.respond(transaction, 200);
    let sent = bench.sent_one();
    assert_valid(&sent);
    let now = bench.now().as_millis();
    bench.run_until(now + 32_000);
    bench.events();
    sent.all("Via").iter().map(|via| (*via).to_owned()).collect()
}

#[test]
fn t12_after_200_ms_of_silence_an_invite_gets_one_100_with_its_timestamp_and_no_to_tag() {
    on_both(|bench| {
        let invite = invite().with("Timestamp", "54.321");
        bench.accept(&invite);
        assert_eq!(bench.deadline(), Some(200));
        assert_eq!(bench.timeline_until(199), []);
        let sent = bench.run_until(200);
        assert_eq!((sent.len(), sent[0].1.what()), (1, "100"));
        let trying = &sent[0].1;
        assert_valid(trying);
        assert_eq!(trying.one("To"), "<sip:bob@192.0.2.1>");
        assert_eq!(trying.one("Timestamp"), "54.321 0.200", "§8.2.6.1: and the delay");
        assert_eq!(bench.timeline_until(1_000_000), [], "once");
        assert_eq!(bench.receive(&invite), Got::Absorbed);
        assert_eq!(bench.sent_one(), *trying, "an INVITE that comes again gets it again");
    });
}

#[test]
fn t12_a_100_by_the_user_echoes_the_timestamp_too_and_stops_the_automatic_one() {
    on_both(|bench| {
        let transaction = bench.accept(&invite().with("Timestamp", "54"));
        bench.respond(transaction, 100);
        let sent = bench.sent_one();
        assert_eq!((sent.one("Timestamp"), sent.to_tag()), ("54", None));
        assert_eq!(bench.deadline(), None);
        bench.respond(transaction, 180);
        assert_eq!(bench.sent_one().all("Timestamp"), [""; 0]);
        // Late, and with a delay that an upstream element wrote already: that is kept.
        let transaction = bench.accept(&Text::request("INVITE", "2").with("Timestamp", "7 1.5"));
        bench.run_until(1_000);
        bench.respond(transaction, 100);
        assert_eq!(bench.sent_one().one("Timestamp"), "7 1.5");
    });
}

#[test]
fn t12_a_late_call_of_the_timer_is_told_in_the_delay() {
    on_both(|bench| {
        bench.accept(&invite().with("Timestamp", ".5"));
        bench.set_clock(12_045);
        bench.fire();
        assert_eq!(bench.sent_one().one("Timestamp"), ".5 12.045");
    });
}

#[test]
fn t12_an_answer_within_200_ms_spares_the_100() {
    on_both(|bench| {
        for (branch, status) in ["1", "2", "3"].into_iter().zip([180, 200, 486]) {
            let start = bench.now().as_millis();
            let transaction = bench.accept(&Text::request("INVITE", branch));
            bench.run_until(start + 199);
            bench.respond(transaction, status);
            let sent = bench.timeline_until(start + 499);
            assert_eq!(sent, [(start + 199, status.to_string())]);
        }
    });
}

#[test]
fn t5_an_invite_retransmission_after_a_2xx_is_absorbed_until_timer_l() {
    on_both(|bench| {
        let invite = invite();
        let transaction = bench.accept(&invite);
        bench.respond(transaction, 200);
        assert_eq!(bench.sent_whats(), ["200"]);
        let ack = invite.as_method("ACK").but("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKack");
        for at in [1, 500, 31_999] {
            bench.run_until(at);
            assert_eq!(bench.receive(&invite), Got::Absorbed, "at {at}");
            assert_eq!(bench.sent_whats(), [""; 0], "the core repeats the 2xx, not this");
            assert_eq!(bench.receive(&ack), Got::Ack);
        }
        bench.run_until(32_000);
        assert_eq!(bench.events(), [ended(transaction)]);
        assert_ne!(bench.accept(&invite), transaction, "now it is a new one");
    });
}

#[test]
fn t10_a_2xx_is_repeated_by_its_user_over_tcp_too() {
    on_both(|bench| {
        for flow in [udp(), tcp(1)] {
            let transaction = bench.receive_from(flow, &invite()).server();
            let start = bench.now().as_millis();
            assert_eq!(bench.repeat(transaction), Err(SendError::Early), "nothing was sent yet");
            bench.respond(transaction, 180);
            bench.repeat(transaction).unwrap();
            bench.respond(transaction, 200);
            let sent = bench.sent_one();
            for _ in 0..3 {
                bench.repeat(transaction).unwrap();
                assert_eq!(bench.sent_one(), sent);
            }
            bench.respond(transaction, 200);
            assert_eq!(bench.sent_one(), sent);
            bench.run_until(start + 32_000);
            assert_eq!(bench.events(), [ended(transaction)]);
            assert_eq!(bench.repeat(transaction), Err(SendError::Gone));
        }
    });
}

#[test]
fn t4_an_ack_for_a_2xx_with_the_branch_of_its_invite_goes_up() {
    on_both(|bench| {
        let invite = invite();
        let transaction = bench.accept(&invite);
        bench.respond(transaction, 200);
        assert_eq!(bench.receive(&invite.as_method("ACK")), Got::Ack);
        assert_eq!(bench.receive(&invite.as_method("ACK")), Got::Ack, "each time it comes");
        assert_eq!(bench.receive(&invite), Got::Absorbed);
    });
}

#[test]
fn t11_an_unacknowledged_486_is_repeated_by_timer_g_and_timer_h_tells_that_no_ack_came() {
    on_both(|bench| {
        let transaction = bench.accept(&invite());
        bench.respond(transaction, 486);
        let sent = bench.run_until(32_000);
        let times: Vec<u64> = sent.iter().map(|(at, _)| *at).collect();
        assert_eq!(
            times,
            [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]
        );
        assert!(sent.iter().all(|(_, one)| *one == sent[0].1));
        assert_eq!(bench.events(), [failed(transaction, Failure::Timeout), ended(transaction)]);
    });
}

#[test]
fn t11_over_tcp_a_486_is_sent_once_and_timer_h_runs_all_the_same() {
    on_both(|bench| {
        let transaction = bench.receive_from(tcp(1), &invite()).server();
        bench.respond(transaction, 486);
        assert_eq!(bench.timeline_until(32_000), [(0, "486".to_owned())]);
        assert_eq!(bench.events(), [failed(transaction, Failure::Timeout), ended(transaction)]);
    });
}

#[test]
fn an_ack_stops_timer_g_and_timer_i_absorbs_what_still_comes() {
    on_both(|bench| {
        let invite = invite();
        let transaction = bench.accept(&invite);
        bench.respond(transaction, 486);
        bench.run_until(600);
        let ack = invite.as_method("ACK").but("To", "<sip:bob@192.0.2.1>;tag=x");
        assert_eq!(bench.receive(&ack), Got::Absorbed);
        assert_eq!(bench.deadline(), Some(5_600), "timer I");
        for message in [&ack, &invite, &ack] {
            assert_eq!(bench.receive(message), Got::Absorbed);
        }
        assert_eq!(bench.timeline_until(5_599), []);
        assert_eq!(bench.events(), []);
        bench.run_until(5_600);
        assert_eq!(bench.events(), [ended(transaction)]);
        assert_eq!(bench.receive(&ack), Got::Ack, "unmatched, so the core's, which drops it (T27)");

        let transaction = bench.receive_from(tcp(1), &invite).server();
        bench.respond(transaction, 486);
        assert_eq!(bench.receive_from(tcp(1), &ack), Got::Absorbed);
        assert_eq!(bench.deadline(), Some(5_600), "over TCP timer I is zero");
        bench.fire();
        assert_eq!(bench.events(), [ended(transaction)]);
    });
}

#[test]
fn t27_an_ack_begins_no_transaction_and_gets_no_answer_even_if_malformed() {
    on_both(|bench| {
        let ack = Text::request("ACK", "9");
        assert_eq!(bench.receive(&ack), Got::Ack);
        for broken in [
            ack.clone().without("To"),
            ack.clone().but("CSeq", "1 INVITE"),
            ack.clone().with("CSeq", "1 ACK"),
            ack.with_start("ACK sip:bob@192.0.2.1 SIP/7.0"),
        ] {
            assert!(matches!(bench.receive(&broken), Got::Rejected(_)), "{broken}");
        }
        assert_eq!((bench.live(), bench.sent(), bench.deadline()), (0, vec![], None));
    });
}

#[test]
fn t23_a_request_other_than_invite_gets_a_100_when_the_clients_timer_e_has_reached_t2() {
    on_both(|bench| {
        let request = Text::request("OPTIONS", "1").with("Timestamp", "1");
        let transaction = bench.accept(&request);
        assert_eq!(bench.try_respond(transaction, 100), Err(SendError::Late), "not yet over UDP");
        assert_eq!(bench.receive(&request), Got::Absorbed);
        assert_eq!(bench.sent(), [], "nothing to repeat yet");
        let sent = bench.run_until(31_999);
        assert_eq!((sent.len(), sent[0].0, sent[0].1.what()), (1, 3_500, "100"));
        assert_eq!(sent[0].1.one("Timestamp"), "1 3.500");
        bench.run_until(32_000);
        assert_eq!(bench.events(), [failed(transaction, Failure::Timeout), ended(transaction)]);
        assert_eq!(bench.sent(), [], "RFC 4320 §4.2: no 408, nothing");
        assert_eq!(bench.try_respond(transaction, 200), Err(SendError::Gone));
    });
}

#[test]
fn t23_no_1xx_but_100_and_no_408_answers_a_request_other_than_invite() {
    on_both(|bench| {
        for flow in [udp(), tcp(1)] {
            for (branch, method) in [("1", "OPTIONS"), ("2", "CANCEL"), ("3", "X-NEW")] {
                let transaction = bench.receive_from(flow, &Text::request(method, branch)).server();
                for status in [101, 180, 183, 199, 408] {
                    let result = bench.try_respond(transaction, status);
                    assert_eq!(result, Err(SendError::Forbidden), "{status} to {method}");
                }
                if flow == tcp(1) {
                    bench.respond(transaction, 100);
                }
                bench.respond(transaction, 200);
                bench.sent();
            }
            bench.run_until(bench.now().as_millis() + 32_000);
            bench.events();
        }
        let transaction = bench.accept(&invite());
        bench.respond(transaction, 199);
        bench.respond(transaction, 408);
        assert_eq!(bench.sent_whats(), ["408"]);
    });
}

#[test]
fn a_repeated_request_gets_the_final_response_again_until_timer_j() {
    on_both(|bench| {
        let request = Text::request("REGISTER", "1");
        let transaction = bench.accept(&request);
        bench.run_until(100);
        bench.respond(transaction, 200);
        let sent = bench.sent_one();
        for at in [500, 32_099] {
            bench.run_until(at);
            assert_eq!(bench.receive(&request), Got::Absorbed);
            assert_eq!(bench.sent(), std::slice::from_ref(&sent));
        }
        assert_eq!(bench.try_respond(transaction, 200), Err(SendError::Late));
        assert_eq!(bench.repeat(transaction), Err(SendError::Late), "it does so by itself");
        bench.run_until(32_100);
        assert_eq!(bench.events(), [ended(transaction)]);
        bench.accept(&request);
    });
}

#[test]
fn t10_over_tcp_timer_j_is_zero_and_the_response_is_sent_all_the_same() {
    on_both(|bench| {
        let transaction = bench.receive_from(tcp(7), &Text::request("BYE", "1")).server();
        bench.respond(transaction, 200);
        bench.fire();
        assert_eq!(bench.events(), [ended(transaction)]);
        let sent = bench.sent_one();
        assert_eq!((sent.what(), sent.flow.connection), ("200", Some(ConnectionId(7))));
        assert_eq!(sent.transaction, None, "there is nobody to tell that it failed");
    });
}

#[test]
fn t22_a_response_after_the_final_one_is_refused() {
    on_both(|bench| {
        let transaction = bench.accept(&invite());
        bench.respond(transaction, 486);
        for late in [100, 180, 200, 486, 603] {
            assert_eq!(bench.try_respond(transaction, late), Err(SendError::Late), "{late}");
        }
        assert_eq!(bench.sent_whats(), ["486"]);
        let transaction = bench.accept(&Text::request("INVITE", "2"));
        bench.respond(transaction, 200);
        for late in [100, 180, 486] {
            assert_eq!(bench.try_respond(transaction, late), Err(SendError::Late), "{late}");
        }
        assert_eq!(bench.sent_whats(), ["200"]);
    });
}

#[test]
fn t13_a_cancel_has_its_own_transaction_and_its_repetition_gets_the_same_200() {
    on_both(|bench| {
        let invite = invite();
        let call = bench.accept(&invite);
        bench.respond(call, 180);
        bench.sent();
        let cancel = invite.as_method("CANCEL");
        let Got::Cancel { transaction, invite: Some(meant) } = bench.receive(&cancel) else {
            panic!("a CANCEL for the INVITE");
        };
        assert_eq!(meant, call);
        assert_ne!(transaction, call);
        bench.respond(transaction, 200);
        bench.respond(call, 487);
        let sent = bench.sent();
        assert_eq!((sent[0].what(), sent[1].what()), ("200", "487"));
        assert_eq!(bench.receive(&cancel), Got::Absorbed);
        assert_eq!(bench.sent(), [sent[0].clone()], "not a 481, nor a second 487");
    });
}

#[test]
fn t14_a_cancel_finds_its_invite_by_branch_and_sent_by_with_its_port() {
    on_both(|bench| {
        let invite = invite();
        let call = bench.accept(&invite);
        let cancel = |via: &str| invite.as_method("CANCEL").but("Via", via);
        let meant = |got: Got| match got {
            Got::Cancel { invite, .. } => invite,
            other => panic!("{other:?}"),
        };
        for other in [
            "SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bK1",
            "SIP/2.0/UDP 192.0.2.8;branch=z9hG4bK1",
            "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK2",
        ] {
            assert_eq!(meant(bench.receive(&cancel(other))), None, "{other}");
        }
        // Neither the number in CSeq nor a port that is the default one makes a difference.
        let same = cancel("SIP/2.0/UDP 192.0.2.9:5060;branch=Z9HG4BK1").but("CSeq", "9 CANCEL");
        assert_eq!(meant(bench.receive(&same)), Some(call));
    });
}

#[test]
fn u3_a_cancel_finds_an_invite_that_has_its_final_response_too() {
    on_both(|bench| {
        for (branch, status) in [("1", 200), ("2", 404)] {
            let invite = Text::request("INVITE", branch);
            let call = bench.accept(&invite);
            bench.respond(call, status);
            let got = bench.receive(&invite.as_method("CANCEL"));
            assert!(matches!(got, Got::Cancel { invite: Some(meant), .. } if meant == call));
            assert_eq!(bench.try_respond(call, 487), Err(SendError::Late));
        }
    });
}

#[test]
fn u4_all_responses_to_an_invite_and_its_cancel_have_the_same_to_tag() {
    on_both(|bench| {
        let invite = invite();
        let call = bench.accept(&invite);
        let tag = bench.endpoint.local_tag(call).unwrap();
        let tag = core::str::from_utf8(tag.as_bytes()).unwrap();
        let cancel = |bench: &mut Bench| {
            let cancel = bench.receive(&invite.as_method("CANCEL")).server();
            bench.respond(cancel, 200);
            bench.sent_one()
        };
        for status in [180, 183, 487] {
            bench.respond(call, status);
            let sent = bench.sent_one();
            assert_valid(&sent);
            assert_eq!(sent.to_tag(), Some(tag), "{status}");
        }
        assert_eq!(cancel(bench).to_tag(), Some(tag));
        let other = bench.accept(&Text::request("INVITE", "2"));
        assert_ne!(bench.endpoint.local_tag(other).unwrap().as_bytes(), tag.as_bytes());
    });
}

#[test]
fn a_to_tag_that_the_request_has_stays_as_it_is() {
    on_both(|bench| {
        let to = "\"Bob\" <sip:bob@192.0.2.1;tag=x> ; TAG=Mine ;p";
        for request in [Text::request("BYE", "1"), invite()] {
            let transaction = bench.accept(&request.but("To", to));
            bench.respond(transaction, 200);
            assert_eq!(bench.sent_one().one("To"), to);
        }
    });
}

#[test]
fn a_response_takes_record_route_over_where_a_dialog_may_begin() {
    on_both(|bench| {
        let invite = invite()
            .with("Record-Route", "<sip:p2.example;lr>, <sip:p1.example;lr>;x=\"a,b\"")
            .with("Record-Route", "<sip:p0.example;lr>");
        let routes = ["<sip:p2.example;lr>, <sip:p1.example;lr>;x=\"a,b\"", "<sip:p0.example;lr>"];
        let transaction = bench.accept(&invite);
        for status in [180, 183, 200] {
            bench.respond(transaction, status);
            assert_eq!(bench.sent_one().all("Record-Route"), routes, "{status}");
        }
        let transaction = bench.accept(&invite.but("Via", "SIP/2.0/UDP h;branch=z9hG4bK2"));
        bench.respond(transaction, 180);
        bench.respond(transaction, 404);
        assert_eq!(bench.sent_one().all("Record-Route"), [""; 0]);
    });
}

#[test]
fn what_the_user_writes_into_a_response_stands_in_it_and_is_repeated_with_it() {
    on_both(|bench| {
        let request = invite();
        let transaction = bench.accept(&request);
        let now = bench.now();
        let status = sip_core::StatusCode::new(488).unwrap();
        bench
            .endpoint
            .respond(now, transaction, status, &mut |headers| {
                headers
                    .field_named(b"Warning", &[b"304 biloxi.example \"no\""])
                    .body(b"text/plain", b"sorry");
            })
            .unwrap();
        let sent = bench.sent_one();
        assert_valid(&sent);
        assert_eq!(sent.one("Warning"), "304 biloxi.example \"no\"");
        assert!(sent.text.ends_with("Content-Length: 5\r\n\r\nsorry"));
        assert_eq!(bench.receive(&request), Got::Absorbed);
        assert_eq!(bench.sent_one(), sent);
    });
}

#[test]
fn a_response_that_cannot_be_written_changes_nothing() {
    use sip_core::message::WriteError;
    on_both(|bench| {
        let transaction = bench.accept(&invite());
        let now = bench.now();
        let status = sip_core::StatusCode::new(200).unwrap();
        let result = bench.endpoint.respond(now, transaction, status, &mut |headers| {
            headers.field_named(b"X", &[b"a\r\nEvil: 1"]);
        });
        assert_eq!(result, Err(SendError::Write(WriteError::Injection)));
        assert_eq!(bench.timeline_until(200), [(200, "100".to_owned())], "it is still silent");
        bench.respond(transaction, 200);
        assert_valid(&bench.sent_one());
    });
}

#[test]
fn t26_a_server_transaction_outlives_transport_errors_and_says_so_each_time() {
    on_both(|bench| {
        for (branch, method, status) in
            [("1", "INVITE", 180), ("2", "INVITE", 486), ("3", "INVITE", 200), ("4", "BYE", 200)]
        {
            let transaction = bench.accept(&Text::request(method, branch));
            bench.fail_transport(SERVER(transaction));
            assert_eq!(bench.events(), [], "nothing was sent that could have failed");
            bench.respond(transaction, status);
            let sent = bench.sent_one();
            for _ in 0..2 {
                bench.fail_transport(sent.transaction.unwrap());
                bench.fail_transport(sent.transaction.unwrap());
                assert_eq!(bench.events(), [failed(transaction, Failure::Transport)]);
            }
        }
        assert_eq!(bench.live(), 4);
    });
}

#[test]
fn n5_a_response_goes_back_by_its_connection_and_without_it_to_the_port_in_sent_by() {
    on_both(|bench| {
        let request = invite().but("Via", "SIP/2.0/TCP client.example:5070;branch=z9hG4bK1");
        let transaction = bench.receive_from(tcp(7), &request).server();
        bench.respond(transaction, 180);
        let sent = bench.sent_one();
        assert_eq!(sent.flow.connection, Some(ConnectionId(7)));
        assert_eq!(sent.flow.remote, "192.0.2.9:5070".parse().unwrap(), "if it is gone: there");
        bench.endpoint.handle_disconnect(bench.now(), ConnectionId(7));
        assert_eq!((bench.events(), bench.live()), (vec![], 1));
        bench.respond(transaction, 200);
        let sent = bench.sent_one();
        assert_eq!(sent.flow.connection, None);
        assert_eq!(sent.flow.remote, "192.0.2.9:5070".parse().unwrap());
        assert_eq!(sent.flow.transport, Transport::Tcp);
    });
}

#[test]
fn n6_a_datagram_is_answered_to_maddr_then_by_rport_then_to_sent_by() {
    on_both(|bench| {
        for (at, (via, target)) in [
            ("SIP/2.0/UDP h:5070;maddr=192.0.2.77;rport", "192.0.2.77:5070"),
            ("SIP/2.0/UDP h:5070;rport", "203.0.113.7:40000"),
            ("SIP/2.0/UDP h:5070;received=198.51.100.1", "203.0.113.7:5070"),
            ("SIP/2.0/UDP 203.0.113.7", "203.0.113.7:5060"),
        ]
        .into_iter()
        .enumerate()
        {
            let request = Text::request("OPTIONS", "1");
            let request = request.but("Via", &format!("{via};branch=z9hG4bK{at}"));
            let transaction = bench.receive_from(udp_from("203.0.113.7:40000"), &request).server();
            bench.respond(transaction, 200);
            let sent = bench.sent_one();
            assert_eq!(sent.flow.remote, target.parse().unwrap(), "{via}");
            assert_eq!(sent.flow.local, local(), "RFC 3581 §4: from where it was received");
            bench.run_until(bench.now().as_millis() + 32_000);
            bench.events();
        }
    });
}

#[test]
fn n6_received_is_added_where_sent_by_is_a_name_or_another_address() {
    on_both(|bench| {
        for (via, answered) in [
            // RFC 3261 §18.2.1.
            (
                "SIP/2.0/UDP bobspc.biloxi.com:5060;branch=z9hG4bK1",
                "SIP/2.0/UDP bobspc.biloxi.com:5060;branch=z9hG4bK1;received=192.0.2.9",
            ),
            ("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1"),
            (
                "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1",
                "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1;received=192.0.2.9",
            ),
            // RFC 3581 §4: with rport always.
            (
                "SIP/2.0/UDP 192.0.2.9;rport;branch=z9hG4bK1",
                "SIP/2.0/UDP 192.0.2.9;rport=5060;branch=z9hG4bK1;received=192.0.2.9",
            ),
            (
                "SIP/2.0/UDP 10.1.1.1:4540;RPORT=;x;branch=z9hG4bK1",
                "SIP/2.0/UDP 10.1.1.1:4540;RPORT=5060;x;branch=z9hG4bK1;received=192.0.2.9",
            ),
            // What the client says of itself is not to be believed.
            (
                "SIP/2.0/UDP 192.0.2.9;received=198.51.100.7;branch=z9hG4bK1",
                "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1",
            ),
            (
                "SIP/2.0/UDP h;received=198.51.100.7;rport=9;branch=z9hG4bK1",
                "SIP/2.0/UDP h;rport=5060;branch=z9hG4bK1;received=192.0.2.9",
            ),
        ] {
            assert_eq!(via_in_answer(bench, via, udp()), [answered]);
        }
    });
}

#[test]
fn n6_received_is_an_ipv6_address_without_brackets_and_never_a_mapped_one() {
    on_both(|bench| {
        let v6 =
            Flow::udp("[2001:db8::1]:5060".parse().unwrap(), "[2001:db8::9]:6000".parse().unwrap());
        assert_eq!(
            via_in_answer(bench, "SIP/2.0/UDP [2001:db8::9];branch=z9hG4bK1", v6),
            ["SIP/2.0/UDP [2001:db8::9];branch=z9hG4bK1"]
        );
        // The same address in another spelling.
        assert_eq!(
            via_in_answer(bench, "SIP/2.0/UDP [2001:DB8:0::9];branch=z9hG4bK1", v6),
            ["SIP/2.0/UDP [2001:DB8:0::9];branch=z9hG4bK1"]
        );
        assert_eq!(
            via_in_answer(bench, "SIP/2.0/UDP [2001:db8::8];rport;branch=z9hG4bK1", v6),
            ["SIP/2.0/UDP [2001:db8::8];rport=6000;branch=z9hG4bK1;received=2001:db8::9"]
        );
        let mapped =
            Flow::udp("[::]:5060".parse().unwrap(), "[::ffff:192.0.2.9]:6000".parse().unwrap());
        assert_eq!(
            via_in_answer(bench, "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1", mapped),
            ["SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1"]
        );
        assert_eq!(
            via_in_answer(bench, "SIP/2.0/UDP h;rport;branch=z9hG4bK1", mapped),
            ["SIP/2.0/UDP h;rport=6000;branch=z9hG4bK1;received=192.0.2.9"]
        );
    });
}

#[test]
fn n6_only_the_top_via_is_completed_wherever_the_others_stand() {
    on_both(|bench| {
        let request = Text::request("OPTIONS", "1")
            .but(
                "Via",
                "SIP/2.0/UDP h;branch=z9hG4bK1, SIP/2.0/UDP i;rport;branch=\"a,b\" , SIP/2.0/TCP j",
            )
            .with("Via", "SIP/2.0/TLS k ; rport")
            .with("v", "SIP/2.0/UDP l");
        let transaction = bench.accept(&request);
        bench.respond(transaction, 200);
        let sent = bench.sent_one();
        assert_eq!(
            sent.all("Via"),
            [
                "SIP/2.0/UDP h;branch=z9hG4bK1;received=192.0.2.9",
                "SIP/2.0/UDP i;rport;branch=\"a,b\" , SIP/2.0/TCP j",
                "SIP/2.0/TLS k ; rport",
            ]
        );
        assert_eq!(sent.all("v"), ["SIP/2.0/UDP l"]);
    });
}

#[test]
fn n6_a_folded_via_is_one_line_in_the_response() {
    on_both(|bench| {
        let answered = via_in_answer(
            bench,
            "SIP  / 2.0\r\n /UDP\r\n\th : 5070 ; rport\r\n ;branch = z9hG4bK1;x=\"a\r\n b\"",
            udp(),
        );
        let expected =
            "SIP  / 2.0 /UDP h : 5070 ;rport=5060;branch=z9hG4bK1;x=\"a b\";received=192.0.2.9";
        assert_eq!(answered, [expected]);
    });
}

#[test]
fn header_fields_in_their_compact_forms_are_taken_over() {
    on_both(|bench| {
        let request = Text::new("MESSAGE sip:bob@192.0.2.1 SIP/2.0")
            .with("v", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1")
            .with("f", "<sip:a@h>;tag=1")
            .with("t", "<sip:b@h>")
            .with("i", "call")
            .with("CSEQ", "7 MESSAGE");
        let transaction = bench.accept(&request);
        bench.respond(transaction, 202);
        let sent = bench.sent_one();
        assert_valid(&sent);
        assert!(sent.to_tag().is_some());
        assert_eq!((sent.one("i"), sent.one("CSEQ")), ("call", "7 MESSAGE"));
    });
}

#[test]
fn n10_a_malformed_request_gets_one_stateless_answer_with_the_same_tag_each_time() {
    on_both(|bench| {
        for (request, status) in [
            (Text::request("OPTIONS", "1").without("From"), "400"),
            (Text::request("OPTIONS", "1").but("CSeq", "1 INVITE"), "400"),
            (Text::request("OPTIONS", "1").with("Content-Length", "9"), "400"),
            (Text::request("X", "1").with_start("X sip:b@h SIP/3.0"), "505"),
        ] {
            assert!(matches!(bench.receive(&request), Got::Rejected(_)));
            let first = bench.sent_one();
            assert_eq!((first.what(), first.transaction), (status, None));
            assert!(first.to_tag().is_some());
            assert!(matches!(bench.receive(&request), Got::Rejected(_)));
            assert_eq!(bench.sent_one(), first, "§8.2.7: the same tag");
        }
        assert_eq!((bench.live(), bench.deadline()), (0, None));
    });
}

#[test]
fn n10_what_says_not_where_to_answer_and_any_response_gets_no_answer() {
    on_both(|bench| {
        for silent in [
            Text::request("OPTIONS", "1").without("Via"),
            Text::request("OPTIONS", "1").but("Via", "nonsense"),
            Text::new("nonsense"),
            Text::new("SIP/2.0 200 OK").with("Via", "SIP/2.0/UDP h;branch=z9hG4bK1"),
            Text::new("SIP/2.0 999 Out of range").with("Via", "SIP/2.0/UDP h"),
        ] {
            assert!(matches!(bench.receive(&silent), Got::Rejected(_)), "{silent}");
        }
        let counters = bench.endpoint.counters();
        assert_eq!((counters.received, counters.malformed, counters.sent), (5, 5, 0));
        assert_eq!(bench.sent(), []);
    });
}

#[test]
fn p38_a_datagram_of_line_breaks_is_absorbed() {
    on_both(|bench| {
        let now = bench.now();
        for nothing in [&b""[..], b"\r\n", b"\r\n\r\n"] {
            assert_eq!(Got::from(bench.endpoint.receive(now, udp(), nothing)), Got::Absorbed);
        }
        assert_eq!(bench.sent(), []);
    });
}

#[test]
fn every_transport_answers_by_the_way_that_the_request_came() {
    on_both(|bench| {
        for transport in Transport::ALL {
            let flow = flow_of(transport);
            let request = Text::request("OPTIONS", transport.as_str());
            let transaction = bench.receive_from(flow, &request).server();
            bench.respond(transaction, 200);
            let sent = bench.sent_one();
            assert_eq!((sent.flow.transport, sent.flow.connection), (transport, flow.connection));
            bench.run_until(bench.now().as_millis() + 32_000);
            bench.events();
        }
    });
}
