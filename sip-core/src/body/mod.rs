//! Bodies: their parts, what those are for, and messages within messages (§7.4, §23, RFC 5621).
//!
//! A [`Part`] is header fields and a body: a part of a multipart body, or a whole message as the
//! part that it is. So a tree of parts is walked in one way from its root, and as deep as the
//! caller cares to: nothing here recurses.
//!
//! ```
//! use sip_core::Message;
//! use sip_core::body::Part;
//!
//! let message = Message::parse(
//!     b"INVITE sip:bob@biloxi.example SIP/2.0\r\n\
//!       Content-Type: multipart/mixed;boundary=\"b 1\"\r\n\
//!       \r\n\
//!       --b 1\r\n\
//!       Content-Type: application/sdp\r\n\
//!       \r\n\
//!       v=0\r\n\
//!       --b 1\r\n\
//!       Content-Type: image/png\r\n\
//!       Content-Disposition: icon;handling=optional\r\n\
//!       \r\n\
//!       \x89PNG\r\n\
//!       --b 1--\r\n",
//! )?;
//! let multipart = Part::from(&message).multipart()?.expect("it is one");
//! let parts = multipart.parts().collect::<Result<Vec<_>, _>>()?;
//! assert_eq!(parts[0].body(), b"v=0");
//! assert_eq!(parts[0].disposition_type()?, b"session");
//! assert!(parts[0].is_required());
//! assert!(!parts[1].is_required());
//! # Ok::<(), sip_core::ParseError>(())
//! ```
//!
//! * [`Multipart`] reads `multipart/*` (RFC 2046 §5.1), [`MultipartSource`] writes it;
//! * [`default_disposition`] is what a body is for that does not say so (§20.11);
//! * [`Part::sip_message`] and [`SipFragment`] read a message in a body (§23.4, RFC 3420).

mod boundary;
mod disposition;
mod fragment;
mod multipart;
mod part;
mod source;

pub use disposition::default_disposition;
pub use fragment::SipFragment;
pub use multipart::{Multipart, Parts};
pub use part::Part;
pub use source::{MultipartSource, PartSource};
