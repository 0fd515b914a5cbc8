//! Full tables, full queues, small packets, and clocks that do what they like.

use sip_core::Method;
use sip_core::endpoint::{Config, Event, Fixed, Growing, Rejection, SendError, Transaction};
use sip_core::header::KnownHeader;
use sip_core::message::WriteError;
use sip_core::transaction::Failure;
use sip_sim::bench::{Bench, Got, Text, assert_valid, endpoint, limits, on_both, tcp, udp};

/// Fills all eight places with OPTIONS requests.
fn fill(bench: &mut Bench) -> Vec<sip_core::endpoint::ServerTransaction> {
    (0..8).map(|at| bench.accept(&Text::request("OPTIONS", &format!("full{at}")))).collect()
}

#[test]
fn t28_a_full_table_answers_503_without_a_transaction_and_goes_on_with_those_that_live() {
    on_both(|bench| {
        let living = fill(bench);
        let more = Text::request("INVITE", "more");
        assert_eq!(bench.receive(&more), Got::Rejected(Rejection::Full));
        let refusal = bench.sent_one();
        assert_valid(&refusal);
        assert_eq!((refusal.what(), refusal.transaction), ("503", None));
        assert!(refusal.to_tag().is_some());
        assert_eq!(bench.receive(&more), Got::Rejected(Rejection::Full));
        assert_eq!(bench.sent_one(), refusal, "§8.2.7: the same each time");
        assert_eq!(bench.receive(&more.as_method("ACK")), Got::Ack);
        assert_eq!(bench.try_request(udp(), Method::Options), Err(SendError::Full));
        let counters = bench.endpoint.counters();
        assert_eq!((counters.refused, counters.dropped), (2, 0));

        assert_eq!(bench.live(), 8);
        for (at, transaction) in living.iter().enumerate() {
            bench.respond(*transaction, 200);
            assert_eq!(bench.sent_whats(), ["200"]);
            let again = bench.receive(&Text::request("OPTIONS", &format!("full{at}")));
            assert_eq!(again, Got::Absorbed);
            assert_eq!(bench.sent_whats(), ["200"]);
        }
        // Recovery: all end, and there is room again.
        bench.run_until(32_000);
        assert_eq!((bench.live(), bench.events().len()), (0, 8));
        let transaction = bench.accept(&more);
        bench.respond(transaction, 200);
        assert_eq!(bench.sent_whats(), ["200"]);
        fill_up(bench, 7);
    });
}

fn fill_up(bench: &mut Bench, places: usize) {
    for _ in 0..places {
        bench.request(udp(), Method::Options);
    }
    assert_eq!(bench.try_request(udp(), Method::Options), Err(SendError::Full));
}

#[test]
fn t28_one_that_ends_makes_room_for_one_when_its_end_was_told_and_its_message_sent() {
    on_both(|bench| {
        let living = fill(bench);
        bench.abandon(Transaction::Server(living[3]));
        assert_eq!(bench.live(), 7);
        let more = Text::request("INVITE", "more");
        assert_eq!(
            bench.receive(&more),
            Got::Rejected(Rejection::Full),
            "its end is still to be told"
        );
        assert_eq!(bench.events(), [Event::Ended { transaction: Transaction::Server(living[3]) }]);
        let transaction = bench.accept(&more);
        assert_eq!(bench.sent_whats(), ["503"]);
        bench.respond(transaction, 486);
        bench.receive(&more.as_method("ACK"));
        bench.run_until(5_000);
        assert_eq!(
            bench.events(),
            [Event::Ended { transaction: Transaction::Server(transaction) }]
        );
        bench.accept(&more);
    });
}

#[test]
fn t28_a_user_that_never_polls_makes_nothing_grow() {
    on_both(|bench| {
        // Each ends at once, and nobody asks what became of it.
        for at in 0..100 {
            if let Ok(transaction) = bench.try_request(udp(), Method::Options) {
                bench.abandon(Transaction::Client(transaction));
            }
            let got = bench.receive(&Text::request("OPTIONS", &at.to_string()));
            if let Got::Request(transaction) = got {
                bench.abandon(Transaction::Server(transaction));
            }
        }
        assert_eq!(bench.live(), 0);
        let counters = bench.endpoint.counters();
        assert_eq!((counters.refused, counters.dropped), (96, 92), "four letters wait");
        assert_eq!(bench.events().len(), 8);
        let sent = bench.sent_whats();
        assert_eq!(sent.len(), 8, "{sent:?}");
        assert_eq!(bench.sent(), []);
        fill(bench);
    });
}

#[test]
fn a_full_outbox_drops_and_counts_and_what_waits_is_sent_in_its_order() {
    on_both(|bench| {
        let broken = |at: usize| {
            Text::request("OPTIONS", &format!("o{at}"))
                .without("From")
                .but("Call-ID", &at.to_string())
        };
        for at in 0..6 {
            assert!(matches!(bench.receive(&broken(at)), Got::Rejected(Rejection::Malformed(_))));
        }
        let branch = bench.endpoint.identifier();
        let ack = bench.endpoint.send_ack(udp(), b"sip:b@h", branch, &mut |_| {});
        assert_eq!(ack, Err(SendError::Full));
        assert_eq!(bench.endpoint.counters().dropped, 2);
        // What a transaction keeps needs no room there.
        let transaction = bench.accept(&Text::request("OPTIONS", "1"));
        bench.respond(transaction, 200);
        let sent = bench.sent();
        let ids: Vec<_> = sent.iter().map(|sent| sent.one("Call-ID")).collect();
        assert_eq!(ids, ["0", "1", "2", "3", "call"]);
        // The ring goes round.
        for at in 0..30 {
            for part in 0..3 {
                bench.receive(&broken(at * 3 + part));
            }
            let sent = bench.sent();
            let ids: Vec<_> = sent.iter().map(|sent| sent.one("Call-ID").to_owned()).collect();
            assert_eq!(ids, [0, 1, 2].map(|part| (at * 3 + part).to_string()));
        }
    });
}

#[test]
fn messages_are_sent_in_the_order_in_which_they_came_to_be() {
    on_both(|bench| {
        let first = bench.accept(&Text::request("OPTIONS", "1"));
        let second = bench.accept(&Text::request("OPTIONS", "2"));
        let branch = bench.endpoint.identifier();
        bench.respond(second, 202);
        bench.endpoint.send_ack(udp(), b"sip:b@h", branch, &mut |_| {}).unwrap();
        bench.respond(first, 200);
        bench.request(udp(), Method::Bye);
        bench.endpoint.send_ack(udp(), b"sip:b@h", branch, &mut |_| {}).unwrap();
        assert_eq!(bench.sent_whats(), ["202", "ACK", "200", "BYE", "ACK"]);
    });
}

#[test]
fn the_ring_of_letters_grows_in_the_middle_of_a_round_without_losing_its_order() {
    let mut bench = Bench::new(endpoint::<Growing>(limits(0, 100), 1));
    let (mut pushed, mut sent) = (0u32, 0u32);
    for round in 0..40 {
        // Two come and one goes: the ring is never empty and begins anywhere.
        for _ in 0..2 + round % 3 {
            let request = Text::request("OPTIONS", "1").but("Call-ID", &pushed.to_string());
            assert_eq!(bench.receive(&request), Got::Rejected(Rejection::Full));
            pushed += 1;
        }
        let one = bench.endpoint.poll_transmit().unwrap();
        let id = format!("Call-ID: {sent}\r\n");
        assert!(String::from_utf8_lossy(one.bytes).contains(&id), "{sent}");
        sent += 1;
    }
    let rest = bench.sent();
    let ids: Vec<u32> = rest.iter().map(|sent| sent.one("Call-ID").parse().unwrap()).collect();
    assert_eq!(ids, (sent..pushed).collect::<Vec<_>>()[..ids.len()], "in order, the last dropped");
    assert_eq!(bench.endpoint.counters().dropped, u64::from(pushed - sent) - ids.len() as u64);
}

#[test]
fn an_endpoint_without_room_for_anything_still_says_so() {
    for config in [limits(0, 0), limits(0, 1)] {
        let fixed = endpoint::<Fixed<1, 1500, 1>>(config, 1);
        for endpoint in [endpoint::<Growing>(config, 1), fixed] {
            let mut bench = Bench::new(endpoint);
            assert_eq!(
                bench.receive(&Text::request("OPTIONS", "1")),
                Got::Rejected(Rejection::Full)
            );
            assert_eq!(bench.sent().len() as u32, config.max_outbox);
            assert_eq!(bench.try_request(udp(), Method::Options), Err(SendError::Full));
            assert_eq!((bench.deadline(), bench.events()), (None, vec![]));
        }
    }
    let mut none = Bench::new(endpoint::<Fixed<0, 0, 0>>(Config::DEFAULT, 1));
    assert_eq!(none.receive(&Text::request("OPTIONS", "1")), Got::Rejected(Rejection::Full));
    assert_eq!(none.endpoint.counters().dropped, 1);
}

#[test]
fn a_packet_too_small_for_a_request_says_how_many_bytes_it_needs() {
    let mut bench = Bench::new(endpoint::<Fixed<2, 200, 2>>(Config::DEFAULT, 1));
    let error = bench.try_request(udp(), Method::Options).unwrap_err();
    let SendError::Write(WriteError::NoRoom { needed }) = error else { panic!("{error}") };
    assert!(needed > 200);
    assert_eq!((bench.live(), bench.sent()), (0, vec![]));
}

#[test]
fn a_request_whose_record_route_has_no_room_is_answered_513() {
    let mut bench = Bench::new(endpoint::<Fixed<2, 300, 2>>(Config::DEFAULT, 1));
    let request = Text::request("INVITE", "1");
    let routes = request.clone().with("Record-Route", &format!("<sip:{}>", "r".repeat(200)));
    assert_eq!(bench.receive(&routes), Got::Rejected(Rejection::Full));
    let sent = bench.sent_one();
    assert_valid(&sent);
    assert_eq!((sent.what(), bench.live()), ("513", 0));
    let call_id = request.clone().but("Call-ID", &"c".repeat(300));
    assert_eq!(bench.receive(&call_id), Got::Rejected(Rejection::Full));
    assert_eq!((bench.sent(), bench.endpoint.counters().dropped), (vec![], 1));
    bench.accept(&request);
}

#[test]
fn a_response_too_large_for_its_packet_is_refused_and_a_smaller_one_may_follow() {
    let mut bench = Bench::new(endpoint::<Fixed<2, 400, 2>>(Config::DEFAULT, 1));
    let transaction = bench.accept(&Text::request("INVITE", "1"));
    let now = bench.now();
    let status = sip_core::StatusCode::new(200).unwrap();
    let error = bench
        .endpoint
        .respond(now, transaction, status, &mut |headers| {
            headers.body(b"application/sdp", &[b'x'; 400]);
        })
        .unwrap_err();
    assert!(matches!(error, SendError::Write(WriteError::NoRoom { needed }) if needed > 400));
    bench.respond(transaction, 500);
    assert_eq!(bench.sent_whats(), ["500"]);
}

#[test]
fn an_ack_that_has_no_room_is_counted_and_the_invite_is_not_sent_in_its_place() {
    let mut bench = Bench::new(endpoint::<Fixed<2, 400, 2>>(Config::DEFAULT, 1));
    let transaction = bench.request(udp(), Method::Invite);
    let invite = bench.sent_one();
    let long = invite.answer(486, &"t".repeat(300));
    assert_eq!(bench.receive(&long), Got::Response(transaction, 486));
    assert_eq!((bench.sent(), bench.endpoint.counters().dropped), (vec![], 1));
    assert_eq!(bench.receive(&long), Got::Absorbed);
    assert_eq!(bench.sent(), []);
    bench.run_until(32_000);
    assert_eq!(bench.live(), 0);
}

#[test]
fn a_100_that_has_no_room_for_the_delay_goes_out_without() {
    let request = Text::request("INVITE", "1").with("Timestamp", "54");
    let size = {
        let mut bench = Bench::new(endpoint::<Growing>(Config::DEFAULT, 1));
        bench.accept(&request);
        bench.run_until(200)[0].1.text.len()
    };
    assert_eq!(size, 201, "the array below is one byte less");
    let mut bench = Bench::new(endpoint::<Fixed<1, 200, 1>>(Config::DEFAULT, 1));
    bench.accept(&request);
    let sent = bench.run_until(200).remove(0).1;
    assert_eq!((sent.what(), sent.one("Timestamp")), ("100", "54"));
}

#[test]
fn time_that_goes_backwards_counts_as_standing_still() {
    on_both(|bench| {
        bench.set_clock(10_000);
        let transaction = bench.request(udp(), Method::Options);
        assert_eq!(bench.sent().len(), 1);
        for earlier in [0, 9_999, 5_000] {
            bench.set_clock(earlier);
            bench.fire();
            assert_eq!((bench.sent(), bench.deadline()), (vec![], Some(10_500)));
        }
        // What begins now begins at the latest moment that was told.
        let server = bench.accept(&Text::request("INVITE", "1"));
        assert_eq!(bench.deadline(), Some(10_200));
        bench.respond(server, 486);
        assert_eq!(bench.sent().len(), 1);
        let times: Vec<u64> = bench.run_until(42_000).iter().map(|(at, _)| *at).collect();
        assert!(times.iter().all(|at| *at >= 10_500) && times.len() == 20, "{times:?}");
        assert_eq!(bench.live(), 0);
        assert!(bench.events().contains(&Event::Failed {
            transaction: Transaction::Client(transaction),
            failure: Failure::Timeout
        }));
    });
}

#[test]
fn a_deadline_that_is_handled_early_or_twice_does_nothing_more() {
    on_both(|bench| {
        bench.request(udp(), Method::Invite);
        bench.sent();
        for early in [0, 1, 250, 499] {
            bench.set_clock(early);
            bench.fire();
            assert_eq!((bench.sent(), bench.deadline()), (vec![], Some(500)));
        }
        bench.set_clock(500);
        bench.fire();
        bench.fire();
        assert_eq!(bench.sent().len(), 1);
        bench.fire();
        assert_eq!((bench.sent(), bench.deadline()), (vec![], Some(1_500)));
    });
}

#[test]
fn a_deadline_that_is_handled_late_sends_one_message_not_all_that_were_missed() {
    on_both(|bench| {
        bench.request(udp(), Method::Invite);
        let server = bench.accept(&Text::request("INVITE", "1"));
        bench.respond(server, 486);
        bench.sent();
        bench.set_clock(20_000);
        bench.fire();
        let mut sent = bench.sent_whats();
        sent.sort();
        assert_eq!(sent, ["486", "INVITE"], "in any order: both were due at the same moment");
        assert_eq!(bench.deadline(), Some(21_000), "the pause is counted from now");
        // So late that all is over: nothing is sent any more.
        bench.set_clock(100_000);
        bench.fire();
        assert_eq!((bench.sent(), bench.live(), bench.events().len()), (vec![], 0, 4));
    });
}

#[test]
fn polls_may_come_in_any_order_and_more_often_than_there_is_something() {
    on_both(|bench| {
        assert_eq!((bench.events(), bench.sent(), bench.deadline()), (vec![], vec![], None));
        let transaction = bench.receive_from(tcp(1), &Text::request("BYE", "1")).server();
        let more = bench.receive_from(tcp(1), &Text::request("BYE", "2")).server();
        bench.respond(transaction, 200);
        bench.respond(more, 200);
        bench.fire();
        // An event first, then one message, then the rest.
        let ended =
            |transaction| Some(Event::Ended { transaction: Transaction::Server(transaction) });
        assert_eq!(bench.endpoint.poll_event(), ended(transaction));
        assert!(bench.endpoint.poll_transmit().is_some());
        assert_eq!(bench.deadline(), None);
        // The place of the first is free, and the second's is not: its message waits.
        let third = bench.receive_from(tcp(1), &Text::request("BYE", "3")).server();
        assert_ne!(third, transaction);
        let second = bench.sent_one();
        assert_eq!(second.branch(), "z9hG4bK2");
        assert_eq!(bench.endpoint.poll_event(), ended(more));
        assert_eq!((bench.endpoint.poll_event(), bench.sent()), (None, vec![]));
        bench.respond(third, 200);
        assert_eq!(bench.sent_one().branch(), "z9hG4bK3");
    });
}

#[test]
fn at_the_end_of_time_everything_ends() {
    on_both(|bench| {
        for now in [u64::MAX - 1, u64::MAX] {
            bench.set_clock(now);
            bench.request(udp(), Method::Invite);
            bench.request(tcp(1), Method::Options);
            let call = bench.accept(&Text::request("INVITE", "1"));
            let busy = bench.accept(&Text::request("INVITE", "2"));
            bench.respond(busy, 486);
            bench.accept(&Text::request("OPTIONS", "3"));
            bench.set_clock(u64::MAX);
            bench.fire();
            bench.fire();
            assert_eq!((bench.live(), bench.deadline()), (1, None), "the call has its 100");
            bench.abandon(Transaction::Server(call));
            assert_eq!(bench.live(), 0);
            bench.sent();
            bench.events();
        }
    });
}

#[test]
fn a_slow_network_may_have_its_own_timers() {
    use core::time::Duration;
    let mut config = limits(8, 4);
    config.timings = sip_core::transaction::Timings::new(
        Duration::from_millis(1_000),
        Duration::from_millis(2_000),
        Duration::from_millis(3_000),
    );
    for endpoint in [endpoint::<Growing>(config, 1), endpoint::<Fixed<8>>(config, 1)] {
        let mut bench = Bench::new(endpoint);
        bench.request(udp(), Method::Options);
        let times: Vec<u64> = bench.run_until(9_000).iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [0, 1_000, 3_000, 5_000, 7_000, 9_000]);
        bench.run_until(64_000);
        assert_eq!(bench.live(), 0);
        bench.events();
        bench.accept(&Text::request("OPTIONS", "1"));
        assert_eq!(bench.timeline_until(65_000), [(65_000, "100".to_owned())]);
    }
}

#[test]
fn a_thousand_transactions_are_each_found_and_each_end_once() {
    let mut bench = Bench::new(endpoint::<Growing>(Config::DEFAULT, 1));
    for round in 0..3 {
        let start = bench.now().as_millis();
        let all: Vec<_> = (0..1000)
            .map(|at| {
                bench.set_clock(start + at);
                bench.accept(&Text::request("OPTIONS", &format!("{round}-{at}")))
            })
            .collect();
        assert_eq!(bench.live(), 1000);
        for (at, transaction) in all.iter().enumerate().rev() {
            bench.respond(*transaction, 200);
            let again = Text::request("OPTIONS", &format!("{round}-{at}"));
            assert_eq!(bench.receive(&again), Got::Absorbed);
            let sent = bench.sent_one();
            assert_eq!(sent.branch(), format!("z9hG4bK{round}-{at}"));
        }
        bench.run_until(start + 40_000);
        let mut ended: Vec<_> = bench.events();
        assert_eq!(ended.len(), 1000);
        ended.sort_by_key(|event| match event {
            Event::Ended { transaction } => *transaction,
            other => panic!("{other:?}"),
        });
        ended.dedup();
        assert_eq!((ended.len(), bench.live()), (1000, 0));
    }
}

#[test]
fn a_full_outbox_is_no_reason_to_forget_the_header_fields_that_were_asked_for() {
    on_both(|bench| {
        let branch = bench.endpoint.identifier();
        bench
            .endpoint
            .send_ack(tcp(3), b"sip:b@h", branch, &mut |headers| {
                headers.number(KnownHeader::MaxForwards, 70);
            })
            .unwrap();
        let sent = bench.sent_one();
        assert_eq!((sent.flow, sent.one("Max-Forwards")), (tcp(3), "70"));
        assert_eq!(sent.branch().len(), "z9hG4bK".len() + 16);
    });
}
