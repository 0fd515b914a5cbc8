//! What is measured: each operation of each peer on each message.

use std::hint::black_box;

use crate::messages;
use crate::peers::{self, Gone, Peer};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// From bytes to a message whose header fields can be found, and freeing it.
    Index,
    /// The same, and reading what routes the message.
    Read,
    /// From a parsed message to bytes.
    Write,
    /// Checking a parsed message.
    Validate,
    /// All of that, on messages that grow: only ours.
    Everything,
}

pub struct Case {
    pub peer: &'static str,
    pub operation: Operation,
    pub message: String,
    /// Whether the peer took the message; what it refuses is not measured.
    pub works: bool,
    pub run: Box<dyn FnMut()>,
}

/// All cases, always in the same order: that is how a count finds its case.
pub fn all() -> Vec<Case> {
    let mut cases = vec![Case {
        peer: "nothing",
        operation: Operation::Index,
        message: String::new(),
        works: true,
        run: Box::new(|| {}),
    }];
    of::<peers::sip_core::SipCore>(&mut cases);
    of::<peers::sip_core::Forwarded>(&mut cases);
    #[cfg(feature = "peers")]
    {
        of::<peers::ezk::Ezk>(&mut cases);
        of::<peers::rsip::Rsip>(&mut cases);
        of::<peers::rsiprtp::Rsiprtp>(&mut cases);
        of::<peers::rsipstack::Rsipstack>(&mut cases);
        of::<peers::rvoip::Rvoip>(&mut cases);
        of::<peers::sipx::Sipx>(&mut cases);
    }
    #[cfg(feature = "c-peers")]
    {
        peers::c::start();
        of::<peers::c::Osip>(&mut cases);
        of::<peers::c::Sofia>(&mut cases);
    }
    of::<peers::httparse::Httparse>(&mut cases);
    for (name, message) in messages::GROWING {
        for count in GROWTH {
            let wire = message(count);
            let mut out = Vec::with_capacity(2 * wire.len());
            cases.push(Case {
                peer: peers::sip_core::SipCore::NAME,
                operation: Operation::Everything,
                message: format!("{count} {name}"),
                works: true,
                run: Box::new(move || peers::sip_core::everything(black_box(wire), &mut out)),
            });
        }
    }
    cases
}

/// How many of what grows.
pub const GROWTH: [usize; 2] = [1_000, 10_000];

fn of<P: Peer<Message: 'static> + 'static>(cases: &mut Vec<Case>) {
    for (name, wire) in messages::all() {
        let mut push = |operation, works, run| {
            cases.push(Case { peer: P::NAME, operation, message: name.into(), works, run });
        };
        let Ok(message) = P::index(wire) else {
            push(Operation::Index, false, Box::new(|| {}));
            continue;
        };
        // Leaked: `write` and `validate` borrow it for as long as there are cases.
        let message: &'static P::Message = Box::leak(Box::new(message));
        if P::READS || !P::WRITES {
            push(
                Operation::Index,
                true,
                Box::new(move || {
                    // By reference: a message may be large, and moving it is no part of this.
                    black_box(&P::index(black_box(wire)));
                }),
            );
        }
        if P::READS {
            let works = P::read(message, &mut Gone).is_some();
            push(
                Operation::Read,
                works,
                Box::new(move || {
                    if let Ok(message) = &P::index(black_box(wire)) {
                        black_box(P::read(message, &mut Gone));
                    }
                }),
            );
        }
        if P::WRITES {
            let mut out = Vec::with_capacity(2 * wire.len());
            push(
                Operation::Write,
                true,
                Box::new(move || {
                    out.clear();
                    P::write(black_box(message), black_box(&mut out));
                }),
            );
        }
        if P::VALIDATES {
            let works = P::validate(message);
            push(
                Operation::Validate,
                works,
                Box::new(move || {
                    black_box(P::validate(black_box(message)));
                }),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::Kept;

    fn values<P: Peer>(wire: &'static [u8]) -> Option<Kept> {
        let mut kept = Kept::default();
        P::read(&P::index(wire).ok()?, &mut kept)?;
        Some(kept)
    }

    fn compare<P: Peer>() {
        for (name, wire) in messages::all() {
            let ours = values::<peers::sip_core::SipCore>(wire).expect("ours reads all");
            assert!(ours.0.len() >= 10, "{name}: {:?}", ours.0);
            match values::<P>(wire) {
                Some(theirs) => assert_eq!(theirs.0, ours.0, "{} {name}", P::NAME),
                None => println!("{} does not read {name}", P::NAME),
            }
        }
    }

    #[test]
    #[cfg(feature = "peers")]
    fn every_peer_reads_the_same_values() {
        compare::<peers::ezk::Ezk>();
        compare::<peers::rsip::Rsip>();
        compare::<peers::rsiprtp::Rsiprtp>();
        compare::<peers::rsipstack::Rsipstack>();
        compare::<peers::rvoip::Rvoip>();
        compare::<peers::sipx::Sipx>();
    }

    #[test]
    #[cfg(feature = "c-peers")]
    fn every_peer_in_c_reads_the_same_values() {
        peers::c::start();
        compare::<peers::c::Osip>();
        compare::<peers::c::Sofia>();
    }

    #[test]
    fn what_is_written_is_the_message() {
        for (name, wire) in messages::all() {
            let message = peers::sip_core::SipCore::index(wire).expect("a message");
            for write in [peers::sip_core::SipCore::write, peers::sip_core::Forwarded::write] {
                let mut out = Vec::new();
                write(&message, &mut out);
                assert_eq!(out, wire, "{name}");
            }
        }
    }
}
