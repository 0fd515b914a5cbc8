//! Calls between two phones over a network that loses, doubles and reorders: whatever happens,
//! both ends agree on what became of the call, and nothing is left alive.

use std::net::SocketAddr;
use std::time::Duration;

use sip_core::StatusCode;
use sip_core::endpoint::{Fixed, Growing, Storage};
use sip_core::transport::Transport;
use sip_core::ua::Ending;
use sip_sim::phone::{Phone, Plan, WhenCalled};
use sip_sim::sim::{Net, NodeId, Outcome};

/// Longer than all timers of §17 and §13.3.1.4 one after the other.
const PATIENCE: Duration = Duration::from_secs(600);
const ALICE: ([u8; 4], u16) = ([192, 0, 2, 1], 5060);
const BOB: ([u8; 4], u16) = ([192, 0, 2, 2], 5060);

struct Scene<S: Storage> {
    net: Net,
    alice: NodeId<Phone<S>>,
    bob: NodeId<Phone<S>>,
}

impl<S: Storage + 'static> Scene<S> {
    fn new(seed: u64, net: Net, alice: Plan, bob: Plan) -> Self {
        let mut net = net;
        let alice = net.add(Phone::<S>::new("alice", ALICE.into(), alice, seed, 1));
        let bob = net.add(Phone::<S>::new("bob", BOB.into(), bob, seed, 2));
        Self { net, alice, bob }
    }

    fn run(&mut self, transport: Transport) -> (Option<Ending>, Option<Ending>) {
        let to: SocketAddr = BOB.into();
        self.net.with(self.alice, |phone, now| phone.call(now, transport, to));
        let outcome = self.net.run_until_idle(PATIENCE);
        let (alice, bob) = (self.net.get(self.alice), self.net.get(self.bob));
        assert_eq!(outcome, Outcome::Idle, "{}", self.net.trace());
        assert_eq!((alice.live(), bob.live()), (0, 0), "{}", self.net.trace());
        (alice.ending(), bob.ending())
    }
}

/// Whether both ends tell the same story. `None` from the callee: it never heard of the call.
fn agree(alice: Option<Ending>, bob: Option<Ending>) -> bool {
    use Ending::{Cancelled, HungUp, NeverConfirmed, PeerHungUp, Refused, Rejected};
    matches!(
        (alice, bob),
        (Some(HungUp | PeerHungUp), Some(HungUp | PeerHungUp))
            | (Some(Refused(_)), None | Some(Rejected | NeverConfirmed | Cancelled))
            // The answer may have overtaken the CANCEL: then Bob was called and left at once.
            | (Some(Cancelled), None | Some(Cancelled | PeerHungUp | NeverConfirmed | Rejected))
    )
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Runs the scene for each seed, on both storages; `lossy` makes the network.
fn for_each_seed(seeds: u64, plans: impl Fn(u64) -> (Plan, Plan), lossy: impl Fn(u64) -> Net) {
    for seed in 1..=seeds {
        let (alice, bob) = plans(seed);
        let mut growing = Scene::<Growing>::new(seed, lossy(seed), alice, bob);
        let endings = growing.run(Transport::Udp);
        let trace = growing.net.trace();
        assert!(agree(endings.0, endings.1), "seed {seed}: {endings:?}\n{trace}");
        // Two transactions for the call, and one more for a CANCEL and the like.
        let mut fixed = Scene::<Fixed<4, 1500, 4>>::new(seed, lossy(seed), alice, bob);
        assert_eq!(
            fixed.run(Transport::Udp),
            endings,
            "seed {seed}: the storage made a difference"
        );
        assert_eq!(fixed.net.trace().to_string(), trace.to_string(), "seed {seed}");
    }
}

fn bad_network(seed: u64) -> Net {
    Net::new(seed).latency(20..=80).loss(0.3)
}

fn wild_network(seed: u64) -> Net {
    Net::new(seed).latency(5..=400).loss(0.2).duplicate(0.2).reorder(0.3)
}

fn talks() -> Plan {
    Plan { talk: Some(seconds(5)), ..Plan::default() }
}

#[test]
fn a_thousand_calls_at_30_percent_loss_end_in_agreement_and_leave_nothing_alive() {
    for_each_seed(1000, |_| (talks(), Plan::default()), bad_network);
}

#[test]
fn the_callee_may_hang_up_as_well_as_the_caller_and_both_at_once() {
    for_each_seed(200, |_| (Plan::default(), talks()), bad_network);
    for_each_seed(200, |_| (talks(), talks()), wild_network);
}

#[test]
fn datagrams_that_come_twice_or_late_or_out_of_order_change_nothing() {
    for_each_seed(300, |_| (talks(), Plan::default()), wild_network);
}

#[test]
fn a_call_given_up_at_any_moment_is_cancelled_or_taken_and_left() {
    let plans = |seed: u64| {
        // Bob answers after one second: the hang-up comes before, about then, and after.
        let give_up = Some(Duration::from_millis(400 + 4 * seed));
        (Plan { give_up, ..Plan::default() }, Plan::default())
    };
    for_each_seed(300, plans, bad_network);
    for_each_seed(300, plans, wild_network);
}

#[test]
fn a_call_that_nobody_takes_can_be_given_up() {
    let plans = |_| {
        let alice = Plan { give_up: Some(seconds(20)), ..Plan::default() };
        (alice, Plan { when_called: WhenCalled::Ignore, ..Plan::default() })
    };
    for_each_seed(200, plans, bad_network);
}

#[test]
fn a_call_that_is_refused_is_over_on_both_sides() {
    let plans = |_| {
        let refuses = WhenCalled::Reject(StatusCode::BUSY_HERE);
        (talks(), Plan { when_called: refuses, ..Plan::default() })
    };
    for_each_seed(300, plans, bad_network);
}

#[test]
fn over_streams_a_call_needs_no_retransmission_however_the_bytes_are_cut() {
    for seed in 1..=100 {
        let net = Net::new(seed).latency(20..=80).loss(0.3);
        let mut scene = Scene::<Growing>::new(seed, net, talks(), Plan::default());
        let endings = scene.run(Transport::Tcp);
        let trace = scene.net.trace();
        assert_eq!(endings, (Some(Ending::HungUp), Some(Ending::PeerHungUp)), "{trace}");
        // INVITE, 180, 200, ACK, BYE, 200.
        assert_eq!(trace.records().len(), 6, "seed {seed}\n{trace}");
    }
}

#[test]
fn the_same_seed_draws_the_same_ladder() {
    let ladder = |seed| {
        let mut scene = Scene::<Growing>::new(seed, wild_network(seed), talks(), Plan::default());
        scene.run(Transport::Udp);
        scene.net.trace().ladder()
    };
    assert_eq!(ladder(7), ladder(7));
    assert_ne!(ladder(7), ladder(8));
}
