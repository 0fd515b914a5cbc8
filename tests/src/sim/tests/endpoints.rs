//! An endpoint with a transaction user on top is a node.

use std::net::SocketAddr;
use std::time::Duration;

use sip_core::endpoint::{
    Config, Endpoint, Event, Growing, Incoming, Secret, Transaction, Transmit,
};
use sip_core::header::KnownHeader;
use sip_core::transport::{ConnectionId, Flow, Transport};
use sip_core::{Instant, Method, StatusCode};

use super::toys::{ALICE, BOB, addr};
use crate::sim::{Net, Node, Outcome, rng};

/// Asks what others can do, and answers when asked.
struct Asker {
    name: &'static str,
    address: [SocketAddr; 1],
    endpoint: Endpoint<Growing>,
    answers: Vec<StatusCode>,
    failures: u32,
}

impl Asker {
    fn new(name: &'static str, address: &str, seed: u64, stream: u32) -> Self {
        let secret = Secret::new(&mut rng(seed, stream));
        let endpoint = Endpoint::new(Config::DEFAULT, secret);
        Self { name, address: [addr(address)], endpoint, answers: Vec::new(), failures: 0 }
    }

    fn ask(&mut self, now: Instant, transport: Transport, to: &str) {
        let flow = Flow { transport, ..Flow::udp(self.address[0], addr(to)) };
        let uri = format!("sip:{to}");
        let id = self.endpoint.identifier();
        let asked = self.endpoint.request(now, flow, Method::Options, uri.as_bytes(), |message| {
            message.field(KnownHeader::MaxForwards, &[b"70"]);
            message.field(KnownHeader::From, &[b"<sip:a@example.com>;tag=", id.as_bytes()]);
            message.field(KnownHeader::To, &[b"<", uri.as_bytes(), b">"]);
            message.field(KnownHeader::CallId, &[id.as_bytes()]);
            message.field(KnownHeader::CSeq, &[b"1 OPTIONS"]);
        });
        asked.expect("a place");
    }
}

impl Node for Asker {
    fn name(&self) -> &str {
        self.name
    }

    fn addresses(&self) -> &[SocketAddr] {
        &self.address
    }

    fn receive(&mut self, now: Instant, flow: Flow, bytes: &[u8]) {
        match self.endpoint.receive(now, flow, bytes) {
            Incoming::Request(transaction, _) => {
                let answered = self.endpoint.respond(now, transaction, StatusCode::OK, |_| {});
                answered.expect("the first answer");
            }
            Incoming::Response(_, response) => self.answers.push(response.status()),
            Incoming::Rejected(why) => panic!("{why}"),
            _ => {}
        }
    }

    fn handle_disconnect(&mut self, now: Instant, connection: ConnectionId) {
        self.endpoint.handle_disconnect(now, connection);
    }

    fn handle_transport_error(&mut self, now: Instant, _: Flow, of: Option<Transaction>) {
        if let Some(transaction) = of {
            self.endpoint.handle_transport_error(now, transaction);
        }
    }

    fn handle_deadline(&mut self, now: Instant) {
        self.endpoint.handle_deadline(now);
    }

    fn poll_transmit(&mut self) -> Option<Transmit<'_>> {
        self.endpoint.poll_transmit()
    }

    fn react(&mut self, _: Instant) -> bool {
        let Some(event) = self.endpoint.poll_event() else { return false };
        self.failures += u32::from(matches!(event, Event::Failed { .. }));
        true
    }

    fn poll_deadline(&self) -> Option<Instant> {
        self.endpoint.poll_deadline()
    }
}

fn ask(seed: u64, transport: Transport, to: &str) -> (Net, Vec<StatusCode>, u32) {
    let mut net = Net::new(seed).latency(20..=80).loss(0.2).duplicate(0.1).reorder(0.1);
    let alice = net.add(Asker::new("alice", ALICE, seed, 1));
    let bob = net.add(Asker::new("bob", BOB, seed, 2));
    net.with(alice, |alice, now| alice.ask(now, transport, to));
    assert_eq!(net.run_until_idle(Duration::from_secs(100)), Outcome::Idle, "{net}");
    let live = [alice, bob].map(|node| net.get(node).endpoint.live_transactions());
    assert_eq!(live, [0, 0], "{net}");
    let (answers, failures) = (net.get(alice).answers.clone(), net.get(alice).failures);
    (net, answers, failures)
}

#[test]
fn an_endpoint_is_answered_in_spite_of_loss_copies_and_disorder() {
    for seed in 0..100 {
        for transport in [Transport::Udp, Transport::Tcp] {
            let (net, answers, failures) = ask(seed, transport, BOB);
            assert_eq!((&answers[..], failures), (&[StatusCode::OK][..], 0), "{net}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_ladder() {
    let ladder = |seed| ask(seed, Transport::Udp, BOB).0.to_string();
    assert_eq!(ladder(3), ladder(3));
    assert_ne!(ladder(3), ladder(4));
}

#[test]
fn nobody_there_is_a_timeout_by_datagram_and_an_error_by_stream() {
    let nobody = "192.0.2.99:5060";
    let (net, answers, failures) = ask(1, Transport::Udp, nobody);
    assert_eq!((answers.len(), failures, net.trace().records().len()), (0, 1, 11), "{net}");
    let (net, answers, failures) = ask(1, Transport::Tcp, nobody);
    assert_eq!((answers.len(), failures, net.trace().records().len()), (0, 1, 1), "{net}");
}
