//! Any bytes as one datagram, or as a sequence of operations, for an endpoint on either storage.
//!
//! ```text
//! mkdir -p /tmp/found
//! cargo +nightly fuzz run endpoint /tmp/found corpus/endpoint -- -dict=sip.dict -max_len=2048
//! ```
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sip_sim::checks::endpoint::check(bytes));
