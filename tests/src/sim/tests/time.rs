//! Deadlines, and the bounds of a run.

use std::net::SocketAddr;
use std::time::Duration;

use sip_core::Instant;
use sip_core::endpoint::Transmit;
use sip_core::transport::{Flow, Transport::Udp};

use super::toys::{ALICE, BOB, Toy, addr};
use crate::sim::{Net, Node, Outcome, rng};

const LONG: Duration = Duration::from_secs(3600);

fn at(millis: u64) -> Instant {
    Instant::from_millis(millis)
}

#[test]
fn a_deadline_wakes_its_node_at_that_very_moment() {
    let mut net = Net::new(1).latency(3..=3);
    let mut alice = Toy::new("alice", ALICE);
    alice.alarm = Some((at(12_345), alice.flow(Udp, BOB), b"x".into()));
    let alice = net.add(alice);
    let bob = net.add(Toy::new("bob", BOB));
    assert_eq!(net.run_until(at(12_344)), Outcome::Reached);
    assert_eq!((net.now(), net.get(alice).woken.len()), (at(12_344), 0));
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    assert_eq!(net.get(alice).woken, [at(12_345)]);
    assert_eq!((net.get(bob).received[0].0, net.now()), (at(12_348), at(12_348)));
}

#[test]
fn a_deadline_in_the_past_is_due_at_once() {
    let mut net = Net::new(1);
    let alice = net.add(Toy::new("alice", ALICE));
    assert_eq!(net.run_for(Duration::from_secs(9)), Outcome::Idle);
    net.with(alice, |alice, _| alice.alarm = Some((at(5), alice.flow(Udp, BOB), b"x".into())));
    assert!(net.step());
    assert_eq!((net.now(), &net.get(alice).woken[..]), (at(9000), &[at(9000)][..]));
    assert!(!net.step());
}

#[test]
fn time_passes_in_a_network_where_nothing_happens() {
    let mut net = Net::new(1);
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    assert_eq!(net.now(), Instant::ORIGIN);
    assert_eq!(net.run_for(LONG), Outcome::Idle);
    assert_eq!(net.now(), at(3_600_000));
}

#[test]
fn a_run_ends_when_what_was_waited_for_is_there() {
    let mut net = Net::new(1).latency(10..=10);
    let alice = net.add(Toy::echo("alice", ALICE));
    let bob = net.add(Toy::echo("bob", BOB));
    net.with(alice, |alice, _| alice.send(Udp, BOB, "x"));
    let outcome = net.run_until_true(LONG, |net| net.get(bob).received.len() == 4);
    assert_eq!((outcome, net.now()), (Outcome::Reached, at(70)));
}

#[test]
fn a_run_without_end_runs_out_of_time_or_of_events() {
    let mut net = Net::new(1).latency(10..=10).max_events(50);
    let alice = net.add(Toy::echo("alice", ALICE));
    net.add(Toy::echo("bob", BOB));
    net.with(alice, |alice, _| alice.send(Udp, BOB, "x"));
    assert_eq!(net.run_until_idle(Duration::from_millis(105)), Outcome::OutOfTime);
    assert_eq!((net.now(), net.trace().records().len()), (at(105), 11));
    assert_eq!(net.run_until_idle(LONG), Outcome::OutOfEvents);
    assert_eq!(net.trace().records().len(), 61);
}

/// Always has a deadline that is over, or always something to send.
struct Restless {
    address: [SocketAddr; 1],
    babbles: bool,
}

impl Node for Restless {
    fn name(&self) -> &str {
        "restless"
    }

    fn addresses(&self) -> &[SocketAddr] {
        &self.address
    }

    fn receive(&mut self, _: Instant, _: Flow, _: &[u8]) {}

    fn handle_deadline(&mut self, _: Instant) {}

    fn poll_transmit(&mut self) -> Option<Transmit<'_>> {
        let flow = Flow::udp(self.address[0], addr(BOB));
        self.babbles.then_some(Transmit { flow, bytes: b"x", transaction: None })
    }

    fn poll_deadline(&self) -> Option<Instant> {
        Some(Instant::ORIGIN)
    }
}

#[test]
fn a_node_that_does_not_come_to_rest_is_found_out() {
    for babbles in [false, true] {
        let mut net = Net::new(1).max_events(1000);
        net.add(Restless { address: [addr(ALICE)], babbles });
        assert_eq!(net.run_until_idle(LONG), Outcome::OutOfEvents);
        assert_eq!(net.now(), Instant::ORIGIN);
    }
}

#[test]
fn a_generator_is_fixed_by_its_seed_and_stream() {
    use rand_chacha::rand_core::Rng;
    let first = |seed, stream| rng(seed, stream).next_u64();
    assert_eq!(first(1, 1), first(1, 1));
    assert_ne!(first(1, 1), first(1, 2));
    assert_ne!(first(1, 1), first(2, 1));
    // ChaCha8 of an all-zero key, as anyone has it.
    assert_eq!(rng(0, 0).next_u32().to_le_bytes(), [0x3e, 0x00, 0xef, 0x2f]);
}
