//! URIs: what a request is sent to, and what From, To, Contact and the routes name (§19.1).
//!
//! A [`Uri`] is a view into the text it was read from. `sip:` and `sips:` URIs are read into
//! their parts ([`SipUri`]), and so are `tel:` URIs ([`TelUri`], RFC 3966); any other absolute URI
//! is kept as it is ([`AbsoluteUri`]), since an element forwards what it does not understand
//! (§16.3).
//!
//! * Reading is wider than the grammar, where nothing can be mistaken; `strict_fault` tells
//!   whether the letter was kept.
//! * Escapes stay as they came; [`Unescaped`](crate::grammar::Unescaped) undoes them, once.
//! * [`SipUri::is_equivalent`] compares by §19.1.4, [`TelUri::is_equivalent`] by RFC 3966 §4; `==`
//!   compares the text.
//! * [`SipUriBuilder`] writes a URI from its parts and escapes what has to be (§19.1.2).
//! * [`Context`] says which parts may stand where (§19.1.1, Table 1), [`StrippedUri`] leaves out
//!   the others.
//! * [`RequestFromUri`] is what a URI asks for in a request that is formed from it (§19.1.5).
//! * [`TelephoneSubscriber`] is the telephone number in a `tel:` URI or in the user of a SIP URI,
//!   and writes itself as either (§19.1.6).

mod absolute;
mod any;
mod builder;
mod byte_set;
mod compare;
mod component;
mod context;
mod headers;
mod host;
mod ipv6;
mod known_params;
mod letters;
mod output;
mod pair;
mod params;
mod request;
mod sip;
mod strict;
mod stripped;
mod tel;
mod telephone;
mod telephone_text;
mod unescape;

pub use absolute::AbsoluteUri;
pub use any::Uri;
pub use builder::{BuildError, NewParam, SipUriBuilder};
pub use component::{Component, ComponentText, UriText};
pub use context::{Context, UriPart};
pub use headers::UriHeaders;
pub(crate) use host::Lws;
pub use host::{Host, HostPort};
pub use pair::UriParam;
pub use params::UriParams;
pub use request::{RequestFromUri, Treatment, UriField};
pub use sip::{Scheme, SipUri};
pub use stripped::StrippedUri;
pub use tel::TelUri;
pub use telephone::{PhoneContext, TelephoneSubscriber};
