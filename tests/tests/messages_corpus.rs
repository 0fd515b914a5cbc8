//! The seeds of the fuzz target `message`, replayed: what holds for any bytes holds for them.

use std::fmt::Debug;
use std::path::Path;

use sip_core::Message;
use sip_core::header::{HeaderValue, KnownHeader};
use sip_sim::checks;
use sip_sim::corpus::{self, SAMPLES};
use sip_sim::headers::{Visitor, visit_all};

#[test]
fn a_message_is_valid_or_not_as_its_sample_says() {
    for sample in &SAMPLES {
        let verdict = Message::read(sample.bytes).and_then(|message| message.validate());
        assert_eq!(verdict.is_ok(), sample.valid, "{}: {verdict:?}", sample.name);
    }
}

#[test]
fn every_known_header_field_stands_in_a_valid_sample_and_all_its_values_are_well_formed() {
    struct Values<'f, 'b> {
        sample: &'static str,
        message: &'f Message<'b>,
        seen: &'f mut Vec<KnownHeader>,
    }

    impl<'b> Visitor<'b> for Values<'_, 'b> {
        fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
            for value in self.message.headers().all::<T>() {
                value.unwrap_or_else(|error| panic!("{}: {error}", self.sample));
                self.seen.push(T::HEADER);
            }
        }
    }

    let mut seen = Vec::new();
    for sample in corpus::valid() {
        let message = Message::parse(sample.bytes).expect("a message");
        visit_all(&mut Values { sample: sample.name, message: &message, seen: &mut seen });
    }
    for header in KnownHeader::ALL {
        assert!(seen.contains(&header), "{header} is in none of the samples");
    }
}

#[test]
fn every_seed_of_the_fuzz_target_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/message");
    let mut seeds = 0;
    for entry in std::fs::read_dir(&folder).expect("the seeds are part of the repository") {
        let path = entry.expect("a file").path();
        println!("{}", path.display());
        checks::message::check(&std::fs::read(&path).expect("a readable file"));
        seeds += 1;
    }
    assert!(seeds >= SAMPLES.len(), "each sample is a seed");
}

#[test]
fn a_message_that_is_cut_at_any_byte_holds_and_is_never_valid_without_its_whole_head() {
    for sample in &SAMPLES {
        let whole = Message::read(sample.bytes).expect("every sample has a start line");
        let body_start = sample.bytes.len() - whole.trailing() - whole.body().len();
        for end in 0..sample.bytes.len() {
            let cut = &sample.bytes[..end];
            checks::message::check(cut);
            let verdict = Message::read(cut).and_then(|message| {
                assert!(message.body().len() <= whole.body().len() + whole.trailing());
                message.validate()
            });
            if end < body_start {
                assert!(verdict.is_err(), "{} cut at {end}", sample.name);
            }
        }
    }
}
