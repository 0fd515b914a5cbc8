//! What a received message means.

use core::fmt;

use super::{ClientTransaction, ServerTransaction};
use crate::error::ParseError;
use crate::message::{Request, Response};
use crate::transport::FrameError;

/// What a received message means to its user: one message gives one of these, borrowed from the
/// bytes that were received.
#[derive(Clone, Debug)]
pub enum Incoming<'b> {
    /// A request that is new; answer it with [`respond`](super::Endpoint::respond).
    Request(ServerTransaction, Request<'b>),
    /// A CANCEL, which has a transaction of its own (§9.2): answer it with a 200, and the INVITE
    /// with a 487 if it has no final response yet; or with a 481 if nothing is cancelled.
    Cancel {
        /// The CANCEL's own transaction.
        transaction: ServerTransaction,
        /// The INVITE that it means, if that lives.
        invite: Option<ServerTransaction>,
        /// The CANCEL.
        request: Request<'b>,
    },
    /// A response to a request that this element sent.
    Response(ClientTransaction, Response<'b>),
    /// An ACK for a 2xx: the dialog's (§13.3.1.4). It has no transaction and gets no response.
    Ack(Request<'b>),
    /// A retransmission, dealt with; an ACK for another final response; a keep-alive.
    Absorbed,
    /// A response that no transaction waits for. A proxy does not forward it, and a UA drops it
    /// (RFC 6026 §7).
    Stray(Response<'b>),
    /// Nothing to act on.
    Rejected(Rejection),
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It is malformed. A request was answered as the error [says](ParseError::status) if it says
    /// where to; an ACK and a response never are.
    Malformed(ParseError),
    /// The table is full, or the packets of the storage are too small for what an answer takes
    /// over from its request; it was answered with a 503 or 513 if there was room for that.
    Full,
    /// The stream that it came by cannot be read on, and is to be closed.
    Stream(FrameError),
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::Full => f.write_str("too many transactions"),
            Self::Stream(error) => error.fmt(f),
        }
    }
}
