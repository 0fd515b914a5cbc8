//! httparse: the yardstick. It splits header lines into names and values, and does nothing else;
//! the start line is skipped for it, since it knows none but HTTP's.

use std::hint::black_box;

use super::Peer;

pub struct Httparse;

impl Peer for Httparse {
    const NAME: &'static str = "httparse (split only)";
    const READS: bool = false;
    const WRITES: bool = false;
    type Message = ();

    #[inline(always)]
    fn index(wire: &'static [u8]) -> Option<()> {
        let end = wire.iter().position(|byte| *byte == b'\n')?;
        let mut headers = [httparse::EMPTY_HEADER; 48];
        let parsed = httparse::parse_headers(wire.get(end + 1..)?, &mut headers).ok()?;
        match black_box(parsed) {
            httparse::Status::Complete((_, [_, ..])) => Some(()),
            _ => None,
        }
    }
}
