//! The ladder and the capture file.

use std::time::Duration;

use sip_core::transport::Transport::{Tcp, Udp};

use super::toys::{ALICE, BOB, PROXY, Toy, message, request, response};
use crate::sim::{Net, Outcome};

const LONG: Duration = Duration::from_secs(3600);

/// A call that loses the first INVITE and a 100, and takes the second hop over TCP.
fn small_call() -> Net {
    let mut net = Net::new(1).latency(20..=20);
    net.lose_first(1, |passing| passing.is_request("INVITE"));
    net.lose_first(1, |passing| passing.is_response(100, "INVITE"));
    let alice = net.add(Toy::new("alice", ALICE));
    let proxy = net.add(Toy::new("proxy", PROXY));
    let bob = net.add(Toy::new("bob", BOB));
    for _ in 0..2 {
        net.with(alice, |alice, _| alice.send(Udp, PROXY, request("INVITE", "")));
        net.run_for(Duration::from_millis(500));
    }
    net.with(proxy, |proxy, _| {
        proxy.send(Udp, ALICE, response("100 Trying", "INVITE"));
        proxy.send(Tcp, BOB, request("INVITE", ""));
    });
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    net.note("bob answers");
    let flow = net.get(bob).received[0].1;
    net.with(bob, |bob, _| bob.reply(flow, response("200 OK", "INVITE")));
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    net.with(proxy, |proxy, _| proxy.send(Udp, ALICE, response("200 OK", "INVITE")));
    net.with(alice, |alice, _| {
        alice.send(Udp, BOB, request("ACK", ""));
        alice.send(Udp, "192.0.2.99:5060", request("BYE", ""));
        alice.send(Udp, ALICE, request("OPTIONS", ""));
    });
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    net
}

#[test]
fn the_ladder_of_a_small_call() {
    let expected = include_str!("ladder.txt");
    let drawn = small_call().trace().ladder();
    assert_eq!(drawn, expected, "\n{drawn}");
}

#[test]
fn a_ladder_of_two_to_five_nodes_fits_into_100_columns() {
    for nodes in 2..=5 {
        let mut net = Net::new(9).latency(5..=60).loss(0.2).duplicate(0.2).reorder(0.2);
        let address = |node| format!("192.0.2.{}:5060", node + 1);
        let toys: Vec<_> = (0..nodes)
            .map(|n| net.add(Toy::new(&format!("node number {n}"), &address(n))))
            .collect();
        for (from, &id) in toys.iter().enumerate() {
            for to in 0..nodes {
                net.with(id, |toy, _| {
                    toy.send(Udp, &address(to), request("SUBSCRIBE", "long enough to be cut"));
                    toy.send(Tcp, &address(to), response("183 Session Progress", "INVITE"));
                    toy.send(Udp, &address(to), format!("\u{1b}[31m{from} {to} no SIP at all"));
                });
            }
        }
        net.note("a note that is much too long for one line of the ladder ".repeat(3));
        assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
        for line in net.trace().ladder().lines() {
            assert!(line.chars().count() <= 100 && !line.contains('\u{1b}'), "{net}");
        }
    }
}

#[test]
fn a_single_node_or_none_can_be_drawn() {
    assert_eq!(Net::new(1).trace().ladder(), "    time\n");
    let mut net = Net::new(1);
    let alice = net.add(Toy::new("alice", ALICE));
    net.with(alice, |alice, _| {
        alice.send(Udp, ALICE, "");
        alice.send(Udp, BOB, "x");
    });
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    assert_eq!(net.trace().ladder().lines().count(), 5, "{net}");
}

#[test]
fn a_capture_has_a_packet_for_each_arrow_and_opens() {
    let mut net = small_call();
    let alice = net.add(Toy::new("alice", "[2001:db8::1]:5060"));
    net.add(Toy::new("bob", "[2001:db8::2]:5060"));
    net.with(alice, |alice, _| {
        alice.send(Udp, "[2001:db8::2]:5060", message("six"));
        alice.send(Tcp, "[2001:db8::3]:5060", message("nobody there"));
    });
    assert_eq!(net.run_until_idle(LONG), Outcome::Idle);
    let file = net.pcap();
    // Little-endian microseconds, version 2.4, snaplen 262 144, link type 101.
    assert_eq!(file[..8], [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]);
    assert_eq!(file[16..24], [0, 0, 4, 0, 101, 0, 0, 0]);
    // The first packet: at 0 s, IPv4 with 5 words of header, UDP from Alice to the proxy.
    let first = &request("INVITE", "");
    let len = 20 + 8 + first.len();
    assert_eq!(file[24..32], [0; 8]);
    assert_eq!(file[32..40], [len as u8, 0, 0, 0, len as u8, 0, 0, 0]);
    let packet = &file[40..40 + len];
    assert_eq!((packet[0], packet[9]), (0x45, 17));
    assert_eq!(packet[12..20], [192, 0, 2, 1, 192, 0, 2, 2]);
    assert_eq!(&packet[28..], first);
    // The second: half a second later.
    assert_eq!(file[40 + len..48 + len], [0, 0, 0, 0, 0x20, 0xa1, 0x07, 0]);
}
