//! Any bytes as a stream, which is cut in several ways.
//!
//! ```text
//! mkdir -p /tmp/found
//! cargo +nightly fuzz run stream /tmp/found corpus/stream -- -dict=sip.dict -max_len=2048
//! ```
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sip_sim::checks::stream::check(bytes));
