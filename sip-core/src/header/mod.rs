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

mod accept;
mod accept_contact;
mod accept_encoding;
mod accept_language;
mod accept_resource_priority;
mod address;
mod alert_info;
mod allow;
mod allow_events;
mod auth_params;
mod auth_value;
mod authentication_info;
mod authorization;
mod call_id;
mod call_info;
mod challenge;
mod comment;
mod contact;
mod content_disposition;
mod content_encoding;
mod content_id;
mod content_language;
mod content_length;
mod content_type;
mod credentials;
mod cseq;
mod date;
mod delta_seconds;
mod dialog_reference;
mod digest_algorithm;
mod entity_tag;
mod error_info;
mod event;
mod event_type;
mod expires;
mod feature_caps;
mod flow_timer;
mod free_text;
mod from;
mod geolocation;
mod geolocation_error;
mod geolocation_routing;
mod history_index;
mod history_info;
mod identity;
mod in_reply_to;
mod info_package;
mod info_uri;
mod join;
mod max_breadth;
mod max_forwards;
mod mime_version;
mod min_expires;
mod min_se;
mod name;
mod nonce_count;
mod once;
mod organization;
mod other_params;
mod other_scheme;
mod p_access_network_info;
mod p_asserted_identity;
mod p_preferred_identity;
mod path;
mod priority;
mod privacy;
mod proxy_authenticate;
mod proxy_authorization;
mod proxy_require;
mod qop;
mod quoted_text;
mod rack;
mod reason;
mod record_route;
mod recv_info;
mod refer_sub;
mod refer_to;
mod referred_by;
mod reject_contact;
mod replaces;
mod reply_to;
mod request_disposition;
mod require;
mod resource_priority;
mod retry_after;
mod route;
mod rseq;
mod security_client;
mod security_mechanism;
mod security_server;
mod security_verify;
mod server;
mod service_route;
mod session_expires;
mod sip_etag;
mod sip_if_match;
mod starred;
mod subject;
mod subscription_state;
mod supported;
mod target_dialog;
mod timestamp;
mod to;
mod token;
mod token_param;
mod unsupported;
mod user_agent;
mod user_to_user;
mod value;
mod via;
mod warning;
mod www_authenticate;

pub use accept::Accept;
pub use accept_contact::AcceptContact;
pub use accept_encoding::AcceptEncoding;
pub use accept_language::AcceptLanguage;
pub use accept_resource_priority::AcceptResourcePriority;
pub use address::{DisplayName, NameAddr};
pub use alert_info::AlertInfo;
pub use allow::Allow;
pub use allow_events::AllowEvents;
pub use auth_params::{AuthParam, AuthParams, AuthParamsIter};
pub use auth_value::AuthValue;
pub use authentication_info::AuthenticationInfo;
pub use authorization::Authorization;
pub use call_id::CallId;
pub use call_info::CallInfo;
pub use challenge::{Challenge, DigestChallenge};
pub use comment::Comment;
pub use contact::Contact;
pub use content_disposition::{ContentDisposition, Handling};
pub use content_encoding::ContentEncoding;
pub use content_id::ContentId;
pub use content_language::ContentLanguage;
pub use content_length::ContentLength;
pub use content_type::ContentType;
pub use credentials::{Credentials, DigestCredentials};
pub use cseq::CSeq;
pub use date::Date;
pub use digest_algorithm::DigestAlgorithm;
pub use entity_tag::EntityTag;
pub use error_info::ErrorInfo;
pub use event::Event;
pub use event_type::EventType;
pub use expires::Expires;
pub use feature_caps::FeatureCaps;
pub use flow_timer::FlowTimer;
pub use free_text::FreeText;
pub use from::From;
pub use geolocation::Geolocation;
pub use geolocation_error::GeolocationError;
pub use geolocation_routing::GeolocationRouting;
pub use history_index::HistoryIndex;
pub use history_info::{HistoryInfo, HistoryTarget};
pub use identity::Identity;
pub use in_reply_to::InReplyTo;
pub use info_package::InfoPackage;
pub use info_uri::InfoUri;
pub use join::Join;
pub use max_breadth::MaxBreadth;
pub use max_forwards::MaxForwards;
pub use mime_version::MimeVersion;
pub use min_expires::MinExpires;
pub use min_se::MinSe;
pub use name::*;
pub use nonce_count::NonceCount;
pub use organization::Organization;
pub use other_params::OtherParams;
pub use other_scheme::OtherScheme;
pub use p_access_network_info::PAccessNetworkInfo;
pub use p_asserted_identity::PAssertedIdentity;
pub use p_preferred_identity::PPreferredIdentity;
pub use path::Path;
pub use priority::Priority;
pub use privacy::{Privacy, PrivacyValue};
pub use proxy_authenticate::ProxyAuthenticate;
pub use proxy_authorization::ProxyAuthorization;
pub use proxy_require::ProxyRequire;
pub use qop::{Qop, QopSet};
pub use quoted_text::QuotedText;
pub use rack::RAck;
pub use reason::Reason;
pub use record_route::RecordRoute;
pub use recv_info::RecvInfo;
pub use refer_sub::ReferSub;
pub use refer_to::ReferTo;
pub use referred_by::ReferredBy;
pub use reject_contact::RejectContact;
pub use replaces::Replaces;
pub use reply_to::ReplyTo;
pub use request_disposition::RequestDisposition;
pub use require::Require;
pub use resource_priority::ResourcePriority;
pub use retry_after::RetryAfter;
pub use route::Route;
pub use rseq::RSeq;
pub use security_client::SecurityClient;
pub use security_mechanism::SecurityMechanism;
pub use security_server::SecurityServer;
pub use security_verify::SecurityVerify;
pub use server::Server;
pub use service_route::ServiceRoute;
pub use session_expires::{Refresher, SessionExpires};
pub use sip_etag::SipETag;
pub use sip_if_match::SipIfMatch;
pub use subject::Subject;
pub use subscription_state::{EventReason, SubscriptionState, Substate};
pub use supported::Supported;
pub use target_dialog::TargetDialog;
pub use timestamp::Timestamp;
pub use to::To;
pub use token::Token;
pub use unsupported::Unsupported;
pub use user_agent::UserAgent;
pub use user_to_user::UserToUser;
pub use value::ValueWriter;
pub use via::{BRANCH_COOKIE, Rport, Via};
pub use warning::Warning;
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
