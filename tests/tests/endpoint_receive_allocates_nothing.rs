//! Receiving touches no heap: not for what is absorbed, answered, stray or new, once the buffers
//! of a growing endpoint have been used before.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use sip_core::endpoint::{Config, Endpoint, Growing, Incoming, Secret};
use sip_core::header::KnownHeader;
use sip_core::{Instant, Method, StatusCode};
use sip_sim::bench::{Seed, Sent, Text, udp};

/// The system's allocator, and how often this thread has asked it for memory.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is left to the system's allocator; the counter is no part of the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that ends has no counter any more, and nothing to count.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` asks for memory.
fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

fn new_endpoint() -> Endpoint<Growing> {
    Endpoint::new(Config::DEFAULT, Secret::new(&mut Seed(1)))
}

fn request(endpoint: &mut Endpoint<Growing>, now: Instant, method: Method<'_>) {
    endpoint
        .request(now, udp(), method, b"sip:bob@biloxi.example", |headers| {
            headers
                .field(KnownHeader::From, &[b"<sip:alice@atlanta.example>;tag=alice"])
                .field(KnownHeader::To, &[b"<sip:bob@biloxi.example>"])
                .field(KnownHeader::CallId, &[b"call"])
                .field(KnownHeader::CSeq, &[b"1 ", method.as_bytes()]);
        })
        .expect("room");
}

fn sent(endpoint: &mut Endpoint<Growing>) -> Sent {
    let transmit = endpoint.poll_transmit().expect("a message");
    let text = String::from_utf8(transmit.bytes.to_vec()).expect("text");
    Sent { flow: transmit.flow, text, transaction: transmit.transaction }
}

#[test]
fn a_response_a_retransmission_and_what_is_stray_allocate_nothing_at_all() {
    let mut endpoint = new_endpoint();
    let now = Instant::from_millis(0);
    request(&mut endpoint, now, Method::Options);
    request(&mut endpoint, now, Method::Invite);
    let (options, invite) = (sent(&mut endpoint), sent(&mut endpoint));
    let served = Text::request("OPTIONS", "1");
    let Incoming::Request(transaction, _) =
        endpoint.receive(now, udp(), served.to_string().as_bytes())
    else {
        panic!("a new request");
    };
    endpoint.respond(now, transaction, StatusCode::OK, |_| {}).expect("a response");
    let messages = [
        invite.answer(100, ""),
        invite.answer(180, "bob"),
        invite.answer(200, "bob"),
        invite.answer(200, "carol"),
        invite.answer(486, "bob"),
        options.answer(200, "bob"),
        options.answer(200, "bob"),
        options.answer(200, "bob").but("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx"),
        served,
        Text::request("ACK", "9"),
        Text::new("nonsense"),
        Text::new("SIP/2.0 200 OK"),
    ]
    .map(|message| message.to_string());
    let count = allocations(|| {
        for message in &messages {
            endpoint.receive(now, udp(), message.as_bytes());
            while endpoint.poll_transmit().is_some() {}
        }
        endpoint.handle_deadline(Instant::from_millis(100_000));
        while endpoint.poll_event().is_some() {}
    });
    assert_eq!(count, 0);
    assert_eq!(endpoint.live_transactions(), 0);
}

#[test]
fn an_endpoint_that_has_been_busy_before_allocates_nothing_for_a_new_transaction() {
    let mut endpoint = new_endpoint();
    let rounds: Vec<[String; 3]> = (0..60)
        .map(|round| {
            let invite = Text::request("INVITE", &format!("i{round}"));
            let ack = invite.as_method("ACK").to_string();
            let options = Text::request("OPTIONS", &format!("o{round}")).to_string();
            [invite.to_string(), ack, options]
        })
        .collect();
    let mut clock = 0;
    let mut counts = Vec::new();
    for [invite, ack, options] in &rounds {
        counts.push(allocations(|| {
            let now = Instant::from_millis(clock);
            for message in [invite, options, invite] {
                if let Incoming::Request(transaction, _) =
                    endpoint.receive(now, udp(), message.as_bytes())
                {
                    let status = StatusCode::BUSY_HERE;
                    endpoint.respond(now, transaction, status, |_| {}).expect("a response");
                }
            }
            request(&mut endpoint, now, Method::Message);
            endpoint.receive(now, udp(), ack.as_bytes());
            endpoint.receive(now, udp(), b"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n");
            while endpoint.poll_transmit().is_some() {}
            // Time goes on: what ended makes room for what begins.
            clock += 40_000;
            while let Some(at) = endpoint.poll_deadline() {
                endpoint.handle_deadline(at);
                while endpoint.poll_transmit().is_some() {}
            }
            while endpoint.poll_event().is_some() {}
        }));
    }
    assert!(counts[0] > 0, "the counter counts");
    assert!(counts[30..].iter().all(|count| *count == 0), "{counts:?}");
}
