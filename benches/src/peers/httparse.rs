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
    type Error = httparse::Error;

    #[inline(always)]
    fn index(wire: &'static [u8]) -> Result<(), httparse::Error> {
        let end = wire.iter().position(|byte| *byte == b'\n').unwrap_or(0);
        let mut headers = [httparse::EMPTY_HEADER; 48];
        let parsed =
            httparse::parse_headers(wire.get(end + 1..).unwrap_or_default(), &mut headers)?;
        match black_box(parsed) {
            httparse::Status::Complete((_, [_, ..])) => Ok(()),
            _ => Err(httparse::Error::Status),
        }
    }
}
