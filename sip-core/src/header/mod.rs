//! Header fields: their names in one table, their values as typed views (§20).
//!
//! [`KnownHeader`] is the table. Each header field with a grammar of its own has a file and a
//! type here, which is a view into the message: [`Via`], [`Contact`], [`CSeq`] and so on. They
//! are read when they are asked for, from [`Headers`](crate::message::Headers):
//!
//! ```
//! use sip_core::Message;
//! use sip_core::header::{CSeq, Via};
//!
//! let message = Message::parse(
//!     b"OPTIONS sip:carol@chicago.example SIP/2.0\r\n\
//!       Via: SIP/2.0/UDP pc33.example;branch=z9hG4bKhjhs8ass877, SIP/2.0/TCP [2001:db8::1]\r\n\
//!       CSeq: 63104 OPTIONS\r\n\
//!       \r\n",
//! )?;
//! let headers = message.headers();
//! let vias = headers.all::<Via>().collect::<Result<Vec<_>, _>>()?;
//! assert_eq!(vias[0].branch(), Some(&b"z9hG4bKhjhs8ass877"[..]));
//! assert_eq!(vias[1].transport(), b"TCP");
//! assert_eq!(headers.require::<CSeq>()?.number(), 63104);
//! # Ok::<(), sip_core::ParseError>(())
//! ```

mod address;
mod auth_params;
mod auth_value;
mod authentication_info;
mod authorization;
mod call_id;
mod challenge;
mod contact;
mod content_length;
mod content_type;
mod credentials;
mod cseq;
mod digest_algorithm;
mod expires;
mod from;
mod max_forwards;
mod name;
mod nonce_count;
mod other_scheme;
mod proxy_authenticate;
mod proxy_authorization;
mod qop;
mod record_route;
mod route;
mod timestamp;
mod to;
mod value;
mod via;
mod www_authenticate;

pub use address::{DisplayName, NameAddr};
pub use auth_params::{AuthParam, AuthParams, AuthParamsIter};
pub use auth_value::AuthValue;
pub use authentication_info::AuthenticationInfo;
pub use authorization::Authorization;
pub use call_id::CallId;
pub use challenge::{Challenge, DigestChallenge};
pub use contact::Contact;
pub use content_length::ContentLength;
pub use content_type::ContentType;
pub use credentials::{Credentials, DigestCredentials};
pub use cseq::CSeq;
pub use digest_algorithm::DigestAlgorithm;
pub use expires::Expires;
pub use from::From;
pub use max_forwards::MaxForwards;
pub use name::*;
pub use nonce_count::NonceCount;
pub use other_scheme::OtherScheme;
pub use proxy_authenticate::ProxyAuthenticate;
pub use proxy_authorization::ProxyAuthorization;
pub use qop::{Qop, QopSet};
pub use record_route::RecordRoute;
pub use route::Route;
pub use timestamp::Timestamp;
pub use to::To;
pub use value::ValueWriter;
pub use via::{BRANCH_COOKIE, Rport, Via};
pub use www_authenticate::WwwAuthenticate;

use core::fmt;
use core::marker::PhantomData;

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::grammar::escape::Lossy;

/// A typed view of one value of a header field.
///
/// Implemented by the types of this module only.
pub trait HeaderValue<'b>: Sized {
    /// The header field whose value this is.
    const HEADER: KnownHeader;

    /// Steps over one value, up to the comma behind it or the end.
    #[doc(hidden)]
    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError>;

    /// Writes the value as it stands in a message: what it writes is read back as an equal value.
    fn write(&self, out: &mut ValueWriter<'_>);

    /// The value as text, for people: bytes that are not UTF-8 are replaced.
    fn display(&self) -> impl fmt::Display {
        Shown { value: self, marker: PhantomData::<&'b ()> }
    }

    /// Reads the whole of `value`, which is what stands behind the colon, as one value.
    ///
    /// # Errors
    /// What the grammar of the header field does not allow, with its offset in `value`.
    fn from_value(value: &'b [u8]) -> Result<Self, ParseError> {
        parse_whole(Cursor::new(value, 0))
    }
}

/// Reads one value that reaches to the end.
pub(crate) fn parse_whole<'b, T: HeaderValue<'b>>(mut cursor: Cursor<'b>) -> Result<T, ParseError> {
    cursor.skip_lws();
    let value = T::parse(&mut cursor).map_err(|error| error.within(T::HEADER))?;
    cursor.skip_lws();
    if cursor.at_end() {
        Ok(value)
    } else {
        Err(cursor.error(ParseErrorKind::Trailing).within(T::HEADER))
    }
}

/// A value as [`HeaderValue::display`] shows it.
struct Shown<'v, 'b, T> {
    value: &'v T,
    marker: PhantomData<&'b ()>,
}

impl<'b, T: HeaderValue<'b>> fmt::Display for Shown<'_, 'b, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.value.write(&mut ValueWriter::new(&mut |piece| {
            result = result.and_then(|()| Lossy(piece).fmt(f));
        }));
        result
    }
}
