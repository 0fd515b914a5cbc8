//! Any bytes as a message; the checks are those that `cargo test` replays on the seeds.
//!
//! ```text
//! mkdir -p /tmp/found
//! cargo +nightly fuzz run message /tmp/found corpus/message -- -dict=sip.dict -max_len=4096
//! ```
//!
//! What is found goes to the first folder, so that `corpus/message` keeps the seeds only. A crash
//! becomes a seed there, under a name that says what it shows.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sip_sim::checks::message::check(bytes));
