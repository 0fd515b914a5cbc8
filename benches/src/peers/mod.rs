//! One file per crate: how it does each operation.

pub mod httparse;
pub mod sip_core;

#[cfg(feature = "c-peers")]
pub mod c;
#[cfg(feature = "peers")]
pub mod ezk;
#[cfg(feature = "peers")]
pub mod rsip;
#[cfg(feature = "peers")]
pub mod rsiprtp;
#[cfg(feature = "peers")]
pub mod rsipstack;
#[cfg(feature = "peers")]
pub mod rvoip;
#[cfg(feature = "peers")]
pub mod sipx;

use std::fmt::{self, Display};
use std::hint::black_box;

/// A library that reads SIP messages.
pub trait Peer {
    const NAME: &'static str;
    /// What it can do besides [`index`](Self::index).
    const READS: bool = true;
    const WRITES: bool = true;
    const VALIDATES: bool = false;
    /// What it makes of a message.
    type Message;
    type Error;

    /// From bytes to a message whose header fields can be found.
    fn index(wire: &'static [u8]) -> Result<Self::Message, Self::Error>;

    /// Shows what routes the message to `reader`; see [`Reader`].
    fn read<R: Reader>(message: &Self::Message, reader: &mut R) -> Option<()> {
        let _ = (message, reader);
        None
    }

    /// Makes wire bytes of the message, in `out` if it can write into a buffer it is given.
    fn write(message: &Self::Message, out: &mut Vec<u8>) {
        let _ = (message, out);
    }

    /// Checks the message; whether it is good.
    fn validate(message: &Self::Message) -> bool {
        let _ = message;
        false
    }
}

/// Takes the values that route a message: of a request `method`, `host` and `port` of the
/// Request-URI and `max-forwards`; of a response `status`; of both the top Via's
/// `via-transport`, `via-host`, `via-port` and `branch`, `from-tag`, `to-tag`, `call-id`, `cseq`,
/// `cseq-method`, `content-length`, and `contact` (host of the first Contact's URI).
pub trait Reader {
    fn see(&mut self, what: &'static str, value: impl Display);

    fn see_some(&mut self, what: &'static str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.see(what, value);
        }
    }
}

/// For measuring: the value is there, and nobody looks at it.
pub struct Gone;

impl Reader for Gone {
    #[inline(always)]
    fn see(&mut self, _: &'static str, value: impl Display) {
        black_box(&value);
    }
}

/// For comparing what the peers read.
#[derive(Default)]
pub struct Kept(pub std::collections::BTreeMap<&'static str, String>);

impl Reader for Kept {
    fn see(&mut self, what: &'static str, value: impl Display) {
        match what {
            // libosip2 gives it in two parts.
            "call-id-host" => self.0.entry("call-id").or_default().push_str(&format!("@{value}")),
            _ => drop(self.0.insert(what, value.to_string())),
        }
    }
}

/// Bytes that are shown as text.
pub struct Text<'b>(pub &'b [u8]);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        String::from_utf8_lossy(self.0).fmt(f)
    }
}
