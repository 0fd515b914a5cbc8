//! Delay, loss, copies and order.

use std::time::Duration;

use sip_core::transport::Transport::Udp;

use super::toys::{ALICE, BOB, Toy, request};
use crate::sim::{Net, NodeId, Outcome, Verdict};

const LONG: Duration = Duration::from_secs(3600);

/// Alice sends `count` datagrams to Bob, who echoes each.
fn talk(net: Net, count: u32) -> (Net, NodeId<Toy>, NodeId<Toy>) {
    let mut net = net;
    let alice = net.add(Toy::new("alice", ALICE));
    let bob = net.add(Toy::echo("bob", BOB));
    for number in 0..count {
        net.with(alice, |alice, _| alice.send(Udp, BOB, number.to_string()));
        net.run_for(Duration::from_millis(1));
    }
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle, "{net}");
    (net, alice, bob)
}

fn bad(seed: u64) -> Net {
    Net::new(seed).latency(10..=90).loss(0.2).duplicate(0.2).reorder(0.2)
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    let [a, b, other] = [7, 7, 8].map(|seed| talk(bad(seed), 40).0);
    assert_eq!(a.trace().records(), b.trace().records());
    assert_eq!((a.to_string(), a.pcap()), (b.to_string(), b.pcap()));
    assert_ne!(a.trace().records(), other.trace().records());
}

#[test]
fn without_faults_everything_arrives_once_and_in_order() {
    let (net, alice, _) = talk(Net::new(1).latency(20..=20), 10);
    let sent: Vec<String> = (0..10).map(|number| number.to_string()).collect();
    let texts = net.get(alice).texts();
    assert_eq!(texts, sent.iter().map(String::as_bytes).collect::<Vec<_>>());
    assert_eq!(net.get(alice).received[0].0.as_millis(), 40);
}

#[test]
fn a_loss_of_one_delivers_nothing() {
    let (net, alice, bob) = talk(Net::new(1).loss(1.0), 10);
    assert!(net.get(alice).received.is_empty() && net.get(bob).received.is_empty());
    assert_eq!(net.trace().count(|record| record.is_lost()), 10);
}

#[test]
fn a_duplication_of_one_delivers_twice() {
    let (net, alice, bob) = talk(Net::new(1).latency(5..=50).duplicate(1.0), 10);
    assert_eq!((net.get(bob).received.len(), net.get(alice).received.len()), (20, 40));
    assert_eq!(net.trace().count(|record| record.copy), 10 + 20);
}

#[test]
fn what_is_held_back_is_overtaken() {
    let (net, _, bob) = talk(Net::new(3).latency(5..=5).reorder(0.3), 30);
    let texts = net.get(bob).texts();
    assert_eq!(texts.len(), 30);
    assert!(!texts.is_sorted_by_key(|text| (text.len(), *text)), "{net}");
    assert!(net.trace().count(|record| record.overtaken) > 0, "{net}");
}

#[test]
fn loss_is_as_likely_as_asked_for() {
    let (net, ..) = talk(Net::new(4).loss(0.25), 2000);
    let from_alice = net.trace().records().iter().filter(|record| record.from == 0);
    let lost = from_alice.filter(|record| record.is_lost()).count();
    assert!((400..600).contains(&lost), "{lost}");
}

#[test]
fn more_loss_does_not_change_the_delay_of_the_first() {
    let arrival =
        |loss| talk(Net::new(11).latency(1..=1000).loss(loss), 1).0.trace().records()[0].fate;
    assert_eq!(arrival(0.0), arrival(0.01));
}

#[test]
fn the_receiver_sees_the_flow_from_its_side() {
    let (net, alice, bob) = talk(Net::new(1), 1);
    let flow = net.get(alice).flow(Udp, BOB);
    let seen = net.get(bob).received[0].1;
    assert_eq!((seen.local, seen.remote), (flow.remote, flow.local));
}

#[test]
fn a_rule_loses_what_it_means_and_nothing_else() {
    let mut net = Net::new(1);
    net.lose_first(2, |passing| passing.is_request("ACK"));
    let alice = net.add(Toy::new("alice", ALICE));
    let bob = net.add(Toy::new("bob", BOB));
    net.with(alice, |alice, _| {
        for method in ["ACK", "INVITE", "ACK", "ACK"] {
            alice.send(Udp, BOB, request(method, ""));
        }
    });
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    assert_eq!(net.get(bob).texts(), [request("INVITE", ""), request("ACK", "")]);
    let again: Vec<bool> = net.trace().records().iter().map(|r| r.retransmission).collect();
    assert_eq!(again, [false, false, true, true]);
}

#[test]
fn a_rule_may_say_when_something_arrives() {
    let mut net = Net::new(1).loss(1.0);
    net.rule(|passing| match passing.label().as_str() {
        "late" => Verdict::Deliver(Duration::from_millis(700)),
        _ => Verdict::Pass,
    });
    let alice = net.add(Toy::new("alice", ALICE));
    let bob = net.add(Toy::new("bob", BOB));
    net.with(alice, |alice, _| alice.send(Udp, BOB, "late"));
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    assert_eq!(net.get(bob).received[0].0.as_millis(), 700);
}

#[test]
fn what_a_socket_would_refuse_is_a_transport_error() {
    let mut net = Net::new(1);
    let alice = net.add(Toy::new("alice", ALICE));
    net.with(alice, |alice, _| {
        alice.send(Udp, "[2001:db8::1]:5060", "x");
        alice.send(Udp, BOB, vec![b'x'; 70_000]);
        let flow = alice.flow(Udp, BOB);
        alice.reply(sip_core::transport::Flow { local: flow.remote, ..flow }, "x");
        // Nobody listens there, but nobody says so.
        alice.send(Udp, BOB, "x");
    });
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    assert_eq!(net.get(alice).failed.len(), 3);
    assert_eq!(net.trace().count(|record| record.is_lost()), 4, "{net}");
}
