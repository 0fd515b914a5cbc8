//! Requests that an endpoint sends (§17.1), by their timers and by what comes back.

use sip_core::Method;
use sip_core::endpoint::{ClientTransaction, Event, SendError, Transaction};
use sip_core::transaction::Failure;
use sip_core::transport::{ConnectionId, Flow, Transport};
use sip_sim::bench::{Bench, Got, Sent, assert_valid, on_both, tcp, udp};

/// Sends an INVITE and takes it off the queue.
fn invite(bench: &mut Bench, flow: Flow) -> (ClientTransaction, Sent) {
    let transaction = bench.request(flow, Method::Invite);
    let sent = bench.sent_one();
    assert_valid(&sent);
    (transaction, sent)
}

fn options(bench: &mut Bench, flow: Flow) -> (ClientTransaction, Sent) {
    let transaction = bench.request(flow, Method::Options);
    (transaction, bench.sent_one())
}

fn ended(transaction: Transaction) -> Event {
    Event::Ended { transaction }
}

fn failed(transaction: Transaction, failure: Failure) -> Vec<Event> {
    vec![Event::Failed { transaction, failure }, ended(transaction)]
}

const CLIENT: fn(ClientTransaction) -> Transaction = Transaction::Client;

#[test]
fn the_via_of_a_request_says_where_it_comes_from_and_asks_for_rport_over_udp_only() {
    on_both(|bench| {
        let (_, sent) = options(bench, udp());
        let via = sent.one("Via").to_owned();
        assert!(via.starts_with("SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK"), "{via}");
        let (_, again) = options(bench, udp());
        assert_ne!(again.branch(), sent.branch(), "§8.1.1.7: a branch is unique");
        let (_, sent) = options(bench, tcp(1));
        let via = sent.one("Via").to_owned();
        assert!(via.starts_with("SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK"), "{via}");
        let flow = Flow::udp("[2001:db8::1]:5070".parse().unwrap(), "[::1]:5060".parse().unwrap());
        let (_, sent) = options(bench, flow);
        assert!(sent.one("Via").starts_with("SIP/2.0/UDP [2001:db8::1]:5070;rport;branch="));
        let mapped = "[::ffff:192.0.2.1]:5060".parse().unwrap();
        let (_, sent) = options(bench, Flow::udp(mapped, mapped));
        assert!(sent.one("Via").starts_with("SIP/2.0/UDP 192.0.2.1:5060;rport;"));
    });
}

#[test]
fn t8_an_unanswered_invite_is_sent_seven_times_and_times_out_by_timer_b() {
    on_both(|bench| {
        let transaction = bench.request(udp(), Method::Invite);
        let sent = bench.run_until(31_999);
        let times: Vec<u64> = sent.iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
        assert!(sent.iter().all(|(_, one)| *one == sent[0].1), "byte for byte the same");
        assert_eq!(bench.endpoint.counters().retransmitted, 6);
        assert_eq!((bench.live(), bench.events()), (1, vec![]));
        assert_eq!(bench.run_until(32_000), []);
        assert_eq!(bench.events(), failed(CLIENT(transaction), Failure::Timeout));
        assert_eq!((bench.live(), bench.deadline()), (0, None));
    });
}

#[test]
fn t8_a_1xx_stops_timers_a_and_b_and_a_phone_may_ring_for_ever() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, udp());
        bench.run_until(600);
        assert_eq!(bench.receive(&sent.answer(180, "bob")), Got::Response(transaction, 180));
        assert_eq!(bench.deadline(), None);
        assert_eq!(bench.timeline_until(1_000_000_000), []);
        assert_eq!((bench.live(), bench.events()), (1, vec![]));
        assert_eq!(bench.receive(&sent.answer(183, "bob")), Got::Response(transaction, 183));
        assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Response(transaction, 200));
    });
}

#[test]
fn t9_a_request_is_repeated_at_t2_after_a_1xx_and_timer_f_still_ends_it() {
    on_both(|bench| {
        let transaction = bench.request(udp(), Method::Options);
        let sent = bench.run_until(600)[0].1.clone();
        assert_eq!(bench.receive(&sent.answer(100, "")), Got::Response(transaction, 100));
        // Timer E runs on as it was set, and is T2 from its next firing on.
        let times: Vec<u64> = bench.run_until(32_000).iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [1500, 5500, 9500, 13_500, 17_500, 21_500, 25_500, 29_500]);
        assert_eq!(bench.events(), failed(CLIENT(transaction), Failure::Timeout));
    });
}

#[test]
fn t9_an_unanswered_request_is_sent_eleven_times_and_times_out_by_timer_f() {
    on_both(|bench| {
        let transaction = bench.request(udp(), Method::Register);
        let times: Vec<u64> = bench.run_until(32_000).iter().map(|(at, _)| *at).collect();
        assert_eq!(
            times,
            [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]
        );
        assert_eq!(bench.events(), failed(CLIENT(transaction), Failure::Timeout));
    });
}

#[test]
fn t10_over_tcp_nothing_is_sent_twice_and_timers_b_and_f_still_end_it() {
    on_both(|bench| {
        for method in [Method::Invite, Method::Options] {
            let start = bench.now().as_millis();
            let transaction = bench.request(tcp(1), method);
            assert_eq!(bench.run_until(start + 31_999).len(), 1);
            assert_eq!(bench.events(), []);
            bench.run_until(start + 32_000);
            assert_eq!(bench.events(), failed(CLIENT(transaction), Failure::Timeout));
        }
    });
}

#[test]
fn t1_a_repeated_486_gets_the_same_ack_again_and_is_told_once_until_timer_d() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, udp());
        let busy = sent.answer(486, "bob");
        assert_eq!(bench.receive(&busy), Got::Response(transaction, 486));
        let ack = bench.sent_one();
        assert_eq!(ack.what(), "ACK");
        for at in [500, 1500, 31_999] {
            bench.run_until(at);
            assert_eq!(bench.receive(&busy), Got::Absorbed, "at {at}");
            assert_eq!(bench.sent(), std::slice::from_ref(&ack), "at {at}");
        }
        assert_eq!(bench.deadline(), Some(32_000), "timer D");
        bench.run_until(32_000);
        assert_eq!(bench.events(), [ended(CLIENT(transaction))]);
        assert_eq!(bench.receive(&busy), Got::Stray);
        assert_eq!(bench.sent(), []);
    });
}

#[test]
fn t1_over_tcp_timer_d_is_zero_and_the_ack_is_sent_all_the_same() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, tcp(1));
        assert_eq!(bench.receive(&sent.answer(603, "bob")), Got::Response(transaction, 603));
        assert_eq!(bench.deadline(), Some(0), "timer D is due at once");
        bench.fire();
        // The ACK is to be sent though its transaction has ended.
        assert_eq!(bench.events(), [ended(CLIENT(transaction))]);
        let ack = bench.sent_one();
        assert_eq!((ack.what(), ack.flow, ack.transaction), ("ACK", tcp(1), None));
    });
}

#[test]
fn t2_the_ack_for_a_non_2xx_repeats_the_invite_with_the_to_of_the_response() {
    on_both(|bench| {
        let now = bench.now();
        bench
            .endpoint
            .request(now, udp(), Method::Invite, b"sip:bob@biloxi.example", &mut |headers| {
                use sip_core::header::KnownHeader::*;
                headers
                    .field(Route, &[b"<sip:p1.example;lr>"])
                    .field(Route, &[b"<sip:p2.example;lr>, <sip:p3.example;lr>"])
                    .field(From, &[b"<sip:alice@atlanta.example>;tag=alice"])
                    .field(To, &[b"<sip:bob@biloxi.example>"])
                    .field(CallId, &[b"a84b4c76e66710"])
                    .field(CSeq, &[b"314159 INVITE"])
                    .field(Require, &[b"100rel"])
                    .body(b"application/sdp", b"v=0");
            })
            .unwrap();
        let invite = bench.sent_one();
        bench.receive(&invite.answer(404, "bob"));
        let ack = bench.sent_one();
        assert_valid(&ack);
        assert_eq!(ack.start_line(), "ACK sip:bob@biloxi.example SIP/2.0");
        assert_eq!(ack.all("Via"), [invite.one("Via")], "one Via, the INVITE's");
        assert_eq!(ack.all("Route"), invite.all("Route"));
        assert_eq!(ack.one("To"), "<sip:bob@biloxi.example>;tag=bob");
        for name in ["From", "Call-ID"] {
            assert_eq!(ack.one(name), invite.one(name));
        }
        assert_eq!(ack.one("CSeq"), "314159 ACK");
        assert_eq!(ack.one("Content-Length"), "0");
        assert_eq!(ack.all("Require"), [""; 0]);
        assert_eq!(ack.flow, invite.flow);
    });
}

#[test]
fn t3_a_2xx_gets_no_ack_from_its_transaction_and_the_ack_of_the_core_has_its_own_branch() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, udp());
        assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Response(transaction, 200));
        assert_eq!(bench.sent(), []);
        let branch = bench.endpoint.identifier();
        for _ in 0..2 {
            bench
                .endpoint
                .send_ack(udp(), b"sip:bob@192.0.2.9", branch, &mut |headers| {
                    headers.field(sip_core::header::KnownHeader::CSeq, &[b"1 ACK"]);
                })
                .unwrap();
        }
        let acks = bench.sent();
        assert_eq!(acks[0], acks[1], "the same branch gives the same ACK");
        assert_eq!((acks[0].what(), acks[0].transaction), ("ACK", None));
        assert_ne!(acks[0].branch(), sent.branch());
        assert_eq!(bench.live(), 1, "an ACK has no transaction");
    });
}

#[test]
fn t6_every_2xx_of_a_forked_invite_goes_up_until_timer_m() {
    on_both(|bench| {
        for flow in [udp(), tcp(1)] {
            let start = bench.now().as_millis();
            let (transaction, sent) = invite(bench, flow);
            for tag in ["bob", "carol", "bob"] {
                let got = bench.receive(&sent.answer(200, tag));
                assert_eq!(got, Got::Response(transaction, 200));
            }
            assert_eq!(bench.timeline_until(start + 31_999), []);
            assert_eq!(bench.receive(&sent.answer(202, "dave")), Got::Response(transaction, 202));
            assert_eq!(bench.deadline(), Some(start + 32_000), "timer M is not set again");
            bench.run_until(start + 32_000);
            assert_eq!(bench.events(), [ended(CLIENT(transaction))]);
            assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Stray);
        }
    });
}

#[test]
fn t20_a_response_of_another_method_is_stray() {
    on_both(|bench| {
        let (_, sent) = options(bench, udp());
        let wrong = sent.answer(200, "bob").but("CSeq", "1 INFO");
        assert_eq!(bench.receive(&wrong), Got::Stray);
        let (_, sent) = invite(bench, udp());
        let wrong = sent.answer(200, "bob").but("CSeq", "1 CANCEL");
        assert_eq!(bench.receive(&wrong), Got::Stray);
        assert_eq!(bench.endpoint.counters().stray, 2);
    });
}

#[test]
fn t22_what_comes_after_the_final_response_is_absorbed() {
    on_both(|bench| {
        let (_, sent) = invite(bench, udp());
        bench.receive(&sent.answer(200, "bob"));
        for late in [100, 180, 486, 603] {
            assert_eq!(bench.receive(&sent.answer(late, "bob")), Got::Absorbed, "{late}");
        }
        assert_eq!(bench.sent(), [], "no ACK for a 4xx after a 2xx");

        let (_, sent) = invite(bench, udp());
        bench.receive(&sent.answer(404, "bob"));
        let ack = bench.sent_one();
        for late in [100, 180, 200] {
            assert_eq!(bench.receive(&sent.answer(late, "bob")), Got::Absorbed, "{late}");
        }
        assert_eq!(bench.sent(), []);
        // Another final response is one more repetition: it gets the ACK that is there.
        assert_eq!(bench.receive(&sent.answer(486, "carol")), Got::Absorbed);
        assert_eq!(bench.sent(), [ack]);

        let (transaction, sent) = options(bench, udp());
        assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Response(transaction, 200));
        for late in [100, 200, 404] {
            assert_eq!(bench.receive(&sent.answer(late, "bob")), Got::Absorbed, "{late}");
        }
    });
}

#[test]
fn a_final_response_stops_timer_e_and_timer_k_ends_the_transaction() {
    on_both(|bench| {
        let (transaction, sent) = options(bench, udp());
        bench.run_until(700);
        bench.receive(&sent.answer(200, "bob"));
        assert_eq!(bench.timeline_until(5_699), []);
        assert_eq!(bench.events(), []);
        bench.run_until(5_700);
        assert_eq!(bench.events(), [ended(CLIENT(transaction))]);

        let (transaction, sent) = options(bench, tcp(1));
        bench.receive(&sent.answer(200, "bob"));
        assert_eq!(bench.deadline(), Some(5_700), "timer K is zero");
        bench.fire();
        assert_eq!(bench.events(), [ended(CLIENT(transaction))]);
    });
}

#[test]
fn t24_a_transport_error_ends_a_client_transaction_that_waits() {
    on_both(|bench| {
        for (method, flow) in [Method::Invite, Method::Options]
            .into_iter()
            .flat_map(|method| [udp(), tcp(1)].map(|flow| (method, flow)))
        {
            let transaction = bench.request(flow, method);
            let sent = bench.sent_one();
            bench.fail_transport(sent.transaction.expect("its transaction"));
            assert_eq!(bench.events(), failed(CLIENT(transaction), Failure::Transport));
            assert_eq!(bench.receive(&sent.answer(200, "bob")), Got::Stray);
            assert_eq!((bench.deadline(), bench.live()), (None, 0));
        }
    });
}

#[test]
fn t25_nothing_that_is_asked_of_an_ended_transaction_does_anything() {
    on_both(|bench| {
        let (transaction, _) = invite(bench, udp());
        bench.abandon(CLIENT(transaction));
        assert_eq!(bench.events(), [ended(CLIENT(transaction))]);
        for _ in 0..2 {
            bench.abandon(CLIENT(transaction));
            bench.fail_transport(CLIENT(transaction));
            bench.set_clock(40_000);
            bench.fire();
            assert_eq!(bench.cancel(transaction), Err(SendError::Gone));
        }
        assert_eq!((bench.sent(), bench.events(), bench.live()), (vec![], vec![], 0));
    });
}

#[test]
fn t26_per_state_a_transport_error_is_news_only_where_something_may_be_lost() {
    on_both(|bench| {
        // Proceeding: what was sent was answered.
        let (transaction, sent) = invite(bench, udp());
        bench.receive(&sent.answer(180, "bob"));
        bench.fail_transport(CLIENT(transaction));
        assert_eq!((bench.events(), bench.live()), (vec![], 1));
        // Completed: the ACK could not be sent (Figure 5 of RFC 6026).
        bench.receive(&sent.answer(486, "bob"));
        assert_eq!(bench.sent_whats(), ["ACK"]);
        bench.fail_transport(CLIENT(transaction));
        assert_eq!(bench.events(), failed(CLIENT(transaction), Failure::Transport));
        // Accepted: nothing is sent from there.
        let (transaction, sent) = invite(bench, udp());
        bench.receive(&sent.answer(200, "bob"));
        bench.fail_transport(CLIENT(transaction));
        assert_eq!((bench.events(), bench.live()), (vec![], 1));
    });
}

#[test]
fn n8_when_a_connection_is_lost_those_that_wait_for_an_answer_hear_of_it() {
    on_both(|bench| {
        let (waiting, _) = options(bench, tcp(1));
        let (other, _) = options(bench, tcp(2));
        let (ringing, sent) = invite(bench, tcp(1));
        bench.receive(&sent.answer(180, "bob"));
        bench.endpoint.handle_disconnect(bench.now(), ConnectionId(1));
        assert_eq!(bench.events(), failed(CLIENT(waiting), Failure::Transport));
        assert_eq!(bench.live(), 2);
        // The peer answers by another connection (§18.2.2), and the ACK asks for any.
        let answer = sent.answer(486, "bob");
        assert_eq!(bench.receive_from(tcp(3), &answer), Got::Response(ringing, 486));
        let ack = bench.sent_one();
        assert_eq!((ack.what(), ack.flow.connection), ("ACK", None));
        assert_eq!(ack.flow.remote, tcp(1).remote);
        bench.endpoint.handle_disconnect(bench.now(), ConnectionId(1));
        bench.endpoint.handle_disconnect(bench.now(), ConnectionId(2));
        assert!(bench.events().contains(&ended(CLIENT(other))));
    });
}

#[test]
fn u1_a_cancel_waits_for_a_provisional_response_and_comes_too_late_after_a_final_one() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, udp());
        assert_eq!(bench.cancel(transaction), Err(SendError::Early));
        assert_eq!(bench.sent(), []);
        bench.receive(&sent.answer(180, "bob"));
        let cancel = bench.cancel(transaction).unwrap();
        let cancel_sent = bench.sent_one();
        assert_valid(&cancel_sent);
        assert_eq!(cancel_sent.all("Via"), [sent.one("Via")]);
        assert_eq!(cancel_sent.one("CSeq"), "1 CANCEL");
        assert_eq!(cancel_sent.one("To"), sent.one("To"), "§9.1: without the tag of a response");
        // A 200 for the CANCEL is the CANCEL's, and the INVITE is answered by itself.
        let done = cancel_sent.answer(200, "bob");
        assert_eq!(bench.receive(&done), Got::Response(cancel, 200));
        assert_eq!(bench.receive(&sent.answer(487, "bob")), Got::Response(transaction, 487));
        assert_eq!(bench.sent_one().what(), "ACK");
        assert_eq!(bench.cancel(transaction), Err(SendError::Late));
    });
}

#[test]
fn u1_an_invite_is_cancelled_once() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, udp());
        bench.receive(&sent.answer(100, ""));
        let cancel = bench.cancel(transaction).unwrap();
        assert_eq!(bench.cancel(transaction), Err(SendError::Late));
        assert_eq!(bench.sent_whats(), ["CANCEL"]);
        assert_eq!(bench.cancel(cancel), Err(SendError::Late), "§9.1: nor is a CANCEL");
        assert_eq!(bench.live(), 2);
    });
}

#[test]
fn a_cancel_is_repeated_and_times_out_like_any_request_and_leaves_the_invite_alone() {
    on_both(|bench| {
        let (transaction, sent) = invite(bench, udp());
        bench.receive(&sent.answer(180, "bob"));
        let cancel = bench.cancel(transaction).unwrap();
        assert_eq!(bench.run_until(32_000).len(), 11);
        assert_eq!(bench.events(), failed(CLIENT(cancel), Failure::Timeout));
        assert_eq!(bench.live(), 1);
        // §9.1: 64*T1 later its user gives the INVITE up.
        bench.abandon(CLIENT(transaction));
        assert_eq!(bench.events(), [ended(CLIENT(transaction))]);
        assert_eq!(bench.sent(), []);
    });
}

#[test]
fn t27_an_ack_begins_no_transaction() {
    on_both(|bench| {
        assert_eq!(bench.try_request(udp(), Method::Ack), Err(SendError::Forbidden));
        assert_eq!((bench.live(), bench.sent()), (0, vec![]));
    });
}

#[test]
fn a_request_that_would_not_be_one_is_refused_and_nothing_is_sent() {
    use sip_core::message::WriteError;
    on_both(|bench| {
        for uri in [&b""[..], b"sip:a b", b"sip:a\r\nVia: x", b" sip:a", b"sip:a "] {
            let now = bench.now();
            let result =
                bench.endpoint.request(now, udp(), Method::Options, uri, &mut |_| {}).unwrap_err();
            assert_eq!(result, SendError::Write(WriteError::Injection), "{}", uri.escape_ascii());
        }
        assert_eq!((bench.live(), bench.sent()), (0, vec![]));
    });
}

#[test]
fn t10_every_transport_but_udp_is_reliable() {
    on_both(|bench| {
        for transport in Transport::ALL {
            let start = bench.now().as_millis();
            let flow = Flow { transport, ..udp() };
            let transaction = bench.request(flow, Method::Options);
            let times = bench.run_until(start + 5_000).len();
            assert_eq!(times, if transport == Transport::Udp { 4 } else { 1 }, "{transport:?}");
            bench.abandon(CLIENT(transaction));
            bench.events();
        }
    });
}
