//! The checks that the fuzz targets `endpoint` and `stream` call, on their seeds and on random
//! input.

use std::path::Path;

use proptest::prelude::*;
use rand_core::Rng;
use sip_sim::bench::Seed;
use sip_sim::checks;

/// Calls `check` on each seed of a fuzz target.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut seeds = 0;
    for entry in std::fs::read_dir(&folder).expect("the seeds are part of the repository") {
        let path = entry.expect("a file").path();
        println!("{}", path.display());
        check(&std::fs::read(&path).expect("a readable file"));
        seeds += 1;
    }
    assert!(seeds > 0);
}

#[test]
fn every_seed_of_the_fuzz_target_endpoint_holds() {
    replay("endpoint", checks::endpoint::check);
}

#[test]
fn every_seed_of_the_fuzz_target_stream_holds() {
    replay("stream", checks::stream::check);
}

#[test]
fn a_hundred_thousand_operations_in_a_row_go_as_the_naive_model_says() {
    for seed in 0..4 {
        println!("seed {seed}");
        let mut operations = vec![0; 60_000];
        Seed(seed).fill_bytes(&mut operations);
        operations[0] = 0;
        checks::endpoint::check(&operations);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_in_whatever_order_goes_as_the_naive_model_says(
        operations in proptest::collection::vec(any::<u8>(), 0..1500)
    ) {
        checks::endpoint::check(&[&[0], &operations[..]].concat());
    }

    #[test]
    fn wherever_a_stream_is_cut_its_frames_are_the_same(
        max_message in 0u16..400,
        seed: u8,
        parts in proptest::collection::vec(stream_part(), 0..12),
    ) {
        let mut bytes = max_message.to_le_bytes().to_vec();
        bytes.push(seed);
        bytes.extend(parts.concat().bytes());
        checks::stream::check(&bytes);
    }
}

/// What may stand in a stream, whole or broken.
fn stream_part() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\r\n".to_owned()),
        Just("\r\n\r\n".to_owned()),
        "[\r\n a:]{0,6}",
        (0usize..40, 0usize..40).prop_map(|(promised, there)| {
            format!("INFO sip:a@b SIP/2.0\r\nl: {promised}\r\n\r\n{}", "\r\n".repeat(there / 2))
        }),
        "SIP/2\\.0 200 OK\r\n(X: [ -~]{0,20}\r\n( [ -~]{0,5}\r\n)?){0,3}l: 0\r\n\r\n",
    ]
}
