//! Connections.

use std::time::Duration;

use sip_core::transport::{FrameError, Transport, Transport::Tcp};

use super::toys::{ALICE, BOB, PROXY, Toy, message};
use crate::sim::{Net, NodeId, Outcome, Received, StreamConnection};

const LONG: Duration = Duration::from_secs(3600);

fn pair(net: Net) -> (Net, NodeId<Toy>, NodeId<Toy>) {
    let mut net = net;
    let alice = net.add(Toy::new("alice", ALICE));
    let bob = net.add(Toy::new("bob", BOB));
    (net, alice, bob)
}

fn idle(net: &mut Net) {
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle, "{net}");
}

#[test]
fn however_a_stream_is_cut_its_messages_arrive_whole_and_in_order() {
    for seed in 0..50 {
        let net = Net::new(seed).latency(1..=200).loss(1.0).duplicate(1.0).reorder(1.0);
        let (mut net, alice, bob) = pair(net);
        let sent: Vec<_> = (0..20).map(|n| message(&"body ".repeat(n * n))).collect();
        for few in sent.chunks(3) {
            net.with(alice, |alice, _| {
                few.iter().for_each(|one| alice.send(Tcp, BOB, one.clone()));
            });
            net.run_for(Duration::from_millis(30));
        }
        idle(&mut net);
        assert_eq!(net.get(bob).texts(), sent, "{net}");
        assert!(net.trace().records().iter().all(|record| !record.is_lost()), "{net}");
    }
}

#[test]
fn a_connection_takes_a_round_trip_to_open_and_is_used_again() {
    let (mut net, alice, bob) = pair(Net::new(1).latency(10..=10));
    for _ in 0..2 {
        net.with(alice, |alice, _| alice.send(Tcp, BOB, message("x")));
        idle(&mut net);
    }
    let received = &net.get(bob).received;
    let times: Vec<u64> = received.iter().map(|(at, ..)| at.as_millis()).collect();
    assert_eq!(times, [30, 40]);
    assert_eq!(received[0].1, received[1].1);
    assert!(received[0].1.connection.is_some());
}

#[test]
fn an_answer_goes_back_by_the_connection_of_its_request() {
    let (mut net, alice, bob) = pair(Net::new(1).latency(10..=10));
    net.with(alice, |alice, _| alice.send(Tcp, BOB, message("x")));
    idle(&mut net);
    let flow = net.get(bob).received[0].1;
    // Alice comes from a port of her connection, not from where she listens.
    assert_eq!(flow.remote.to_string(), "192.0.2.1:49152");
    net.with(bob, |bob, _| bob.reply(flow, message("y")));
    idle(&mut net);
    let back = net.get(alice).received[0].1;
    assert_eq!((back.local, back.remote), (ALICE.parse().unwrap(), BOB.parse().unwrap()));
    assert_ne!(back.connection, flow.connection);
    // By a flow without a connection, he opens his own.
    net.with(bob, |bob, _| bob.send(Tcp, ALICE, message("z")));
    idle(&mut net);
    assert_eq!(net.get(alice).received[1].1.remote.to_string(), "192.0.2.3:49153");
}

#[test]
fn a_node_can_call_itself() {
    let mut net = Net::new(1).latency(10..=10);
    let alice = net.add(Toy::new("alice", ALICE));
    net.with(alice, |alice, _| alice.send(Tcp, ALICE, message("x")));
    idle(&mut net);
    let flow = net.get(alice).received[0].1;
    net.with(alice, |alice, _| alice.reply(flow, message("y")));
    idle(&mut net);
    let other = net.get(alice).received[1].1;
    assert_ne!(flow.connection, other.connection);
    assert_eq!(net.get(alice).texts(), [message("x"), message("y")]);
}

#[test]
fn a_ping_is_answered_by_the_network() {
    let (mut net, alice, bob) = pair(Net::new(5).latency(1..=9));
    net.with(alice, |alice, _| {
        alice.send(Tcp, BOB, "\r\n\r\n");
        alice.send(Tcp, BOB, message("x"));
    });
    idle(&mut net);
    assert_eq!(net.get(bob).texts(), [message("x")]);
    let labels: Vec<String> = net.trace().records().iter().map(|r| r.label()).collect();
    assert_eq!(labels, ["ping", "MESSAGE sip:bob@example.com", "pong"]);
    // The framer tells the pong from half a ping when something follows.
    let flow = net.get(bob).received[0].1;
    net.with(bob, |bob, _| bob.reply(flow, message("y")));
    idle(&mut net);
    assert_eq!(net.get(alice).texts(), [b"\r\n".to_vec(), message("y")]);
}

#[test]
fn nobody_there_is_a_transport_error_after_a_round_trip() {
    let (mut net, alice, _) = pair(Net::new(1).latency(10..=10));
    net.with(alice, |alice, _| alice.send(Tcp, PROXY, message("x")));
    idle(&mut net);
    assert_eq!((net.get(alice).failed.len(), net.now().as_millis()), (1, 20));
    assert!(net.trace().records()[0].is_lost());
}

#[test]
fn a_broken_stream_is_answered_and_closed() {
    let (mut net, alice, bob) = pair(Net::new(1).latency(1..=9));
    net.with(alice, |alice, _| alice.send(Tcp, BOB, "OPTIONS sip:bob SIP/2.0\r\nTo: x\r\n\r\n"));
    idle(&mut net);
    assert!(matches!(net.get(bob).broken[..], [FrameError::ContentLength { .. }]));
    assert_eq!(net.get(alice).texts(), [message("goodbye")], "{net}");
    assert_eq!((net.get(alice).disconnected.len(), net.get(bob).disconnected.len()), (1, 1));
    net.with(alice, |alice, _| alice.send(Tcp, BOB, message("again")));
    idle(&mut net);
    assert_eq!(net.get(bob).texts(), [message("again")]);
}

#[test]
fn a_connection_that_breaks_loses_what_is_under_way() {
    let (mut net, alice, bob) = pair(Net::new(1).latency(10..=10));
    net.with(alice, |alice, _| alice.send(Tcp, BOB, message("first")));
    idle(&mut net);
    net.with(alice, |alice, _| alice.send(Tcp, BOB, message("sent")));
    net.run_for(Duration::from_millis(5));
    net.with(alice, |alice, _| alice.send(Tcp, BOB, message("unsent")));
    net.disconnect(alice, bob);
    idle(&mut net);
    assert_eq!(net.get(bob).texts(), [message("first")]);
    assert_eq!(net.trace().count(|record| record.is_lost()), 2, "{net}");
    assert_eq!((net.get(alice).failed.len(), net.get(bob).failed.len()), (1, 0));
    assert_eq!((net.get(alice).disconnected.len(), net.get(bob).disconnected.len()), (1, 1));
}

#[test]
fn transports_do_not_share_connections() {
    let (mut net, alice, bob) = pair(Net::new(1));
    for transport in [Tcp, Transport::Tls, Transport::Ws, Tcp] {
        net.with(alice, |alice, _| alice.send(transport, BOB, message("x")));
        idle(&mut net);
    }
    let received = net.get(bob).received.iter();
    let flows: Vec<_> = received.map(|(_, flow, _)| (flow.transport, flow.connection)).collect();
    assert_eq!(flows[0], flows[3]);
    assert!(flows[0].1 != flows[1].1 && flows[1].1 != flows[2].1);
}

#[test]
fn a_stream_gives_the_same_however_it_comes() {
    let wire = [b"\r\n\r\n".to_vec(), message("a"), b"\r\n".to_vec(), message("b")].concat();
    for size in 1..=wire.len() {
        let mut stream = StreamConnection::new(65_535);
        let mut messages = Vec::new();
        for piece in wire.chunks(size) {
            stream.push(piece);
            while let Some(received) = stream.poll_received() {
                messages.extend(match received {
                    Received::Message(bytes) => Some(bytes),
                    _ => None,
                });
            }
        }
        assert_eq!(messages, [message("a"), message("b")], "pieces of {size}");
    }
}
