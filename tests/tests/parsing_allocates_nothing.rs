//! Parsing, validating and reading header fields touches no heap.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Debug;
use std::hint::black_box;

use sip_core::grammar::{Unescaped, Unquoted};
use sip_core::header::{
    Contact, From, HeaderValue, KnownHeader, NameAddr, RecordRoute, Route, To, ValueWriter, Via,
};
use sip_core::message::{MessageWriter, SliceSink};
use sip_core::{Message, StatusCode};
use sip_sim::corpus::SAMPLES;
use sip_sim::headers::{Visitor, visit_all};

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

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1u8)))), 1);
}

#[test]
fn reading_all_of_a_message_allocates_nothing() {
    for sample in &SAMPLES {
        let count = allocations(|| {
            let Ok(message) = Message::read(sample.bytes) else { return };
            let _ = black_box((message.validate(), message.body(), message.fault()));
            read_all(&message);
        });
        assert_eq!(count, 0, "{}", sample.name);
    }
}

#[test]
fn writing_a_message_into_a_slice_allocates_nothing() {
    for sample in &SAMPLES {
        let mut buffer = [0; 2048];
        let count = allocations(|| {
            let Ok(message) = Message::parse(sample.bytes) else { return };
            let mut sink = SliceSink::new(&mut buffer);
            let mut writer = MessageWriter::response(&mut sink, StatusCode::OK);
            for field in message.headers() {
                writer.copy(&field);
            }
            writer.number(KnownHeader::Expires, 3600).body(b"text/plain", message.body());
            let _ = black_box(writer.finish());
        });
        assert_eq!(count, 0, "{}", sample.name);
    }
}

fn read_all(message: &Message<'_>) {
    let headers = message.headers();
    for known in KnownHeader::ALL {
        black_box(headers.texts(known).count());
    }
    for field in headers {
        black_box((field.known(), field.value(), field.line()));
    }
    if let Some(Ok(uri)) = message.as_request().map(|request| request.uri()) {
        black_box(uri.as_sip().map(|uri| uri.params().iter().count()));
    }
    for_each::<From<'_>>(message, |from| address(&from.address()));
    for_each::<To<'_>>(message, |to| address(&to.address()));
    for_each::<Contact<'_>>(message, |contact| {
        black_box((contact.q(), contact.expires()));
        contact.address().iter().for_each(address);
    });
    for_each::<Route<'_>>(message, |route| address(&route.address()));
    for_each::<RecordRoute<'_>>(message, |route| address(&route.0.address()));
    for_each::<Via<'_>>(message, |via| {
        black_box((via.received(), via.maddr(), via.rport(), via.has_cookie()));
        for param in via.params() {
            black_box(Unquoted::new(param.value.unwrap_or_default()).count());
        }
    });
    visit_all(&mut All(message));
}

/// Reads and writes all values of every header field.
struct All<'f, 'b>(&'f Message<'b>);

impl<'b> Visitor<'b> for All<'_, 'b> {
    fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
        for_each::<T>(self.0, |value| {
            let mut len = 0;
            value.write(&mut ValueWriter::new(&mut |piece| len += piece.len()));
            black_box((len, *black_box(&value) == value));
        });
    }
}

fn for_each<'b, T: HeaderValue<'b>>(message: &Message<'b>, read: impl Fn(&T)) {
    let _ = black_box(message.headers().find::<T>().is_ok());
    for value in message.headers().all::<T>().flatten() {
        read(&black_box(value));
    }
}

fn address(address: &NameAddr<'_>) {
    if let Some(name) = address.display_name() {
        black_box(name.unquoted().count());
    }
    if let Some(uri) = address.uri().as_sip() {
        black_box(Unescaped::new(uri.user().unwrap_or_default()).count());
        black_box((uri.transport(), uri.is_loose_router(), uri.headers().iter().count()));
    }
}
