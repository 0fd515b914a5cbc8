//! What is tolerated in a message though a rule is against it.

use super::{Headers, Message, Request};
use crate::grammar::{Class, Param, Params};
use crate::header::{
    Cardinality, Contact, DisplayName, From, HeaderValue, KnownHeader, MaxForwards, NameAddr,
    RecordRoute, Route, To, Via,
};
use crate::uri::{Host, Uri};

/// Something in a message that a rule is against, and that changes neither where the message ends
/// nor where it goes: seen from old or sloppy peers, and taken by a lenient
/// [`Policy`](super::Policy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Oddity {
    /// The topmost branch does not begin with the magic cookie: a peer of RFC 2543 (§8.1.1.7).
    NoCookie,
    /// The topmost branch is the magic cookie and nothing else (RFC 4475 §3.2.1).
    BareCookie,
    /// From has no tag: a peer of RFC 2543 (§8.1.1.3).
    NoFromTag,
    /// A request without Max-Forwards: a peer of RFC 2543 (§8.1.1.6).
    NoMaxForwards,
    /// Max-Forwards is above 255, and taken as 255 (§20.22).
    LargeMaxForwards,
    /// The Request-URI has header fields, which mean nothing there (§19.1.1, Table 1).
    RequestUriHeaders,
    /// A URI that is not spelt by the letter of the grammar (§25.1).
    UriSpelling,
    /// A host name with an underscore, or one that does not begin its last label with a letter
    /// (§25.1).
    HostSpelling,
    /// A display name with other characters than those of tokens, and no quotes (§25.1).
    DisplayNameSpelling,
    /// `;;`, or a `;` at the end (§25.1).
    EmptyParameter,
    /// A parameter value that is neither a token, a host nor a quoted string (§25.1).
    ParameterSpelling,
    /// A Route or Record-Route without angle brackets (§20.34).
    BareRoute,
    /// A field of a header field that may stand once stands again, and is one that no element
    /// needs to act on the message (§7.3.1).
    RepeatedField,
    /// Bytes behind the body, in a datagram (§18.3).
    TrailingBytes,
}

impl Oddity {
    /// Every oddity.
    pub const ALL: [Self; 14] = [
        Self::NoCookie,
        Self::BareCookie,
        Self::NoFromTag,
        Self::NoMaxForwards,
        Self::LargeMaxForwards,
        Self::RequestUriHeaders,
        Self::UriSpelling,
        Self::HostSpelling,
        Self::DisplayNameSpelling,
        Self::EmptyParameter,
        Self::ParameterSpelling,
        Self::BareRoute,
        Self::RepeatedField,
        Self::TrailingBytes,
    ];

    /// A few words for a log or a Reason phrase.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCookie => "branch without the magic cookie",
            Self::BareCookie => "branch of nothing but the magic cookie",
            Self::NoFromTag => "no tag in From",
            Self::NoMaxForwards => "no Max-Forwards",
            Self::LargeMaxForwards => "Max-Forwards above 255",
            Self::RequestUriHeaders => "header fields in the Request-URI",
            Self::UriSpelling => "URI against the grammar",
            Self::HostSpelling => "host name against the grammar",
            Self::DisplayNameSpelling => "display name that needs quotes",
            Self::EmptyParameter => "empty parameter",
            Self::ParameterSpelling => "parameter value against the grammar",
            Self::BareRoute => "route without angle brackets",
            Self::RepeatedField => "header field repeated",
            Self::TrailingBytes => "bytes behind the body",
        }
    }

    const fn bit(self) -> u32 {
        // Below 32, as the assertion beside `Oddities` shows.
        match self {
            Self::NoCookie => 1,
            Self::BareCookie => 1 << 1,
            Self::NoFromTag => 1 << 2,
            Self::NoMaxForwards => 1 << 3,
            Self::LargeMaxForwards => 1 << 4,
            Self::RequestUriHeaders => 1 << 5,
            Self::UriSpelling => 1 << 6,
            Self::HostSpelling => 1 << 7,
            Self::DisplayNameSpelling => 1 << 8,
            Self::EmptyParameter => 1 << 9,
            Self::ParameterSpelling => 1 << 10,
            Self::BareRoute => 1 << 11,
            Self::RepeatedField => 1 << 12,
            Self::TrailingBytes => 1 << 13,
        }
    }
}

/// A set of oddities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Oddities(u32);

impl Oddities {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// The set with `oddity`.
    #[must_use]
    pub const fn with(self, oddity: Oddity) -> Self {
        Self(self.0 | oddity.bit())
    }

    /// The set without `oddity`.
    #[must_use]
    pub const fn without(self, oddity: Oddity) -> Self {
        Self(self.0 & !oddity.bit())
    }

    /// Whether `oddity` is in the set.
    pub const fn has(self, oddity: Oddity) -> bool {
        self.0 & oddity.bit() != 0
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in the set, in the order of [`Oddity::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Oddity> {
        Oddity::ALL.into_iter().filter(move |oddity| self.has(*oddity))
    }
}

/// An oddity and the header field it is in; `None` for the start line and the end.
pub(super) type Found = (Oddity, Option<KnownHeader>);

impl Message<'_> {
    /// What a rule is against in this message, though an element can act on it.
    ///
    /// Meant for a message that [`validate`](Self::validate) takes; of another one, what can be
    /// read is looked at.
    pub fn oddities(&self) -> Oddities {
        let mut oddities = Oddities::NONE;
        self.find_oddities(&mut |(oddity, _)| oddities = oddities.with(oddity));
        oddities
    }

    pub(super) fn find_oddities(&self, found: &mut impl FnMut(Found)) {
        let headers = self.headers();
        if let Self::Request(request) = self {
            in_request(request, found);
        }
        in_vias(headers, found);
        in_party(
            headers.find::<From<'_>>().ok().flatten().map(|f| (f.address(), f.params())),
            KnownHeader::From,
            found,
        );
        in_party(
            headers.find::<To<'_>>().ok().flatten().map(|t| (t.address(), t.params())),
            KnownHeader::To,
            found,
        );
        if headers.find::<From<'_>>().is_ok_and(|from| from.is_some_and(|f| f.tag().is_none())) {
            found((Oddity::NoFromTag, Some(KnownHeader::From)));
        }
        for contact in headers.all::<Contact<'_>>().flatten() {
            let party = contact.address().map(|address| (address, contact.params()));
            in_party(party, KnownHeader::Contact, found);
        }
        in_routes(headers, found);
        for known in KnownHeader::ALL {
            if known.cardinality() == Cardinality::Single && headers.is_repeated(known) {
                found((Oddity::RepeatedField, Some(known)));
            }
        }
        if self.trailing() > 0 {
            found((Oddity::TrailingBytes, None));
        }
    }
}

fn in_request(request: &Request<'_>, found: &mut impl FnMut(Found)) {
    if let Ok(uri) = request.uri() {
        in_uri(&uri, None, found);
        if uri.as_sip().is_some_and(|sip| !sip.headers().is_empty()) {
            found((Oddity::RequestUriHeaders, None));
        }
    }
    let max_forwards = request.headers().text(MaxForwards::HEADER);
    match max_forwards {
        None => found((Oddity::NoMaxForwards, None)),
        Some(digits) => {
            let number = crate::grammar::number::parse_u32_saturating(digits);
            if number.is_some_and(|number| number > u32::from(u8::MAX)) {
                found((Oddity::LargeMaxForwards, Some(KnownHeader::MaxForwards)));
            }
        }
    }
}

fn in_vias(headers: &Headers<'_>, found: &mut impl FnMut(Found)) {
    for (index, via) in headers.all::<Via<'_>>().flatten().enumerate() {
        if index == 0 && !via.has_cookie() {
            let bare = via
                .branch()
                .is_some_and(|branch| branch.eq_ignore_ascii_case(crate::header::BRANCH_COOKIE));
            let oddity = if bare { Oddity::BareCookie } else { Oddity::NoCookie };
            found((oddity, Some(KnownHeader::Via)));
        }
        if !via.sent_by().is_by_the_letter() {
            found((Oddity::HostSpelling, Some(KnownHeader::Via)));
        }
        in_params(via.params(), KnownHeader::Via, found);
    }
}

fn in_routes(headers: &Headers<'_>, found: &mut impl FnMut(Found)) {
    let routes = headers.all::<Route<'_>>().flatten().map(|route| (route, KnownHeader::Route));
    let recorded = headers.all::<RecordRoute<'_>>().flatten();
    for (route, header) in routes.chain(recorded.map(|r| (r.0, KnownHeader::RecordRoute))) {
        if !route.address().is_bracketed() {
            found((Oddity::BareRoute, Some(header)));
        }
        in_party(Some((route.address(), route.params())), header, found);
    }
}

fn in_party(
    party: Option<(NameAddr<'_>, Params<'_>)>,
    header: KnownHeader,
    found: &mut impl FnMut(Found),
) {
    let Some((address, params)) = party else { return };
    let plain = |byte: &u8| Class::TOKEN.has(*byte) || matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    if let Some(DisplayName::Tokens(name)) = address.display_name()
        && !name.iter().all(plain)
    {
        found((Oddity::DisplayNameSpelling, Some(header)));
    }
    in_uri(&address.uri(), Some(header), found);
    in_params(params, header, found);
}

fn in_uri(uri: &Uri<'_>, header: Option<KnownHeader>, found: &mut impl FnMut(Found)) {
    if uri.strict_fault().is_some() {
        found((Oddity::UriSpelling, header));
    }
}

fn in_params(params: Params<'_>, header: KnownHeader, found: &mut impl FnMut(Found)) {
    if params.has_empty() {
        found((Oddity::EmptyParameter, Some(header)));
    }
    if params.iter().any(|param| !is_gen_value(&param)) {
        found((Oddity::ParameterSpelling, Some(header)));
    }
}

/// Whether an unquoted value is a token or a host, as `gen-value` has it (§25.1).
fn is_gen_value(param: &Param<'_>) -> bool {
    match param.value {
        Some(value) if !param.quoted => {
            !value.is_empty() && Class::TOKEN.has_all(value) || Host::from_param(value).is_some()
        }
        _ => true,
    }
}
