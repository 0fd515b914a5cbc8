//! Our own messages: the seeds of the fuzz target `message`, and the material of other tests.

/// A message and what to expect of it.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The file's name without its extension.
    pub name: &'static str,
    /// The datagram.
    pub bytes: &'static [u8],
    /// Whether an element may act on it.
    pub valid: bool,
}

macro_rules! sample {
    ($name:literal, $valid:literal) => {
        Sample {
            name: $name,
            bytes: include_bytes!(concat!("../../fuzz/corpus/message/", $name, ".sip")),
            valid: $valid,
        }
    };
}

/// All of them.
pub const SAMPLES: [Sample; 26] = [
    sample!("authorized", true),
    sample!("challenged", true),
    sample!("crlf_and_tail", true),
    sample!("extension", true),
    sample!("folded", true),
    sample!("invite", true),
    sample!("ipv6", true),
    sample!("ipv6_everywhere", true),
    sample!("ipv6_port_in_brackets", true),
    sample!("notify", true),
    sample!("prack", true),
    sample!("refer", true),
    sample!("register", true),
    sample!("ringing", true),
    sample!("terminated", true),
    sample!("transfer", true),
    sample!("unregister", true),
    sample!("faulty_cut", false),
    sample!("faulty_ipv6_bare", false),
    sample!("faulty_ipv6_forms", false),
    sample!("faulty_lines", false),
    sample!("faulty_repeated", false),
    sample!("faulty_request_uri", false),
    sample!("faulty_stray_lf", false),
    sample!("faulty_values", false),
    sample!("faulty_version", false),
];

/// Those on which an element may act.
pub fn valid() -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().filter(|sample| sample.valid)
}
