//! The rules of the transport layer as functions (§18): no socket is opened here.
//!
//! * [`Flow`] names the path a message came by, or is to go by;
//! * [`Framer`] cuts a stream into messages (§18.3) and tells keep-alives apart (RFC 5626 §3.5.1);
//! * [`response_target`] says where a response goes (§18.2.2);
//! * [`needs_congestion_control`] says when a request is too large for UDP (§18.1.1).

mod flow;
mod framer;
mod target;

pub use flow::{ConnectionId, Flow, Transport};
pub use framer::{Frame, FrameError, Framer};
pub use target::{needs_congestion_control, response_target};
