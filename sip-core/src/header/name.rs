//! The names of header fields: one table of the known ones, and what is not in it kept as it is.
//!
//! A name is a token (§25.1) and compares without regard to case; some have a compact form of one
//! letter that means the same (§7.3.3). The table gives for each known header field where it may
//! stand and how often; [`KnownHeader`] is its index, [`HeaderName`] is a known name or any other.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::grammar::Class;

/// A header field that this crate knows: all of §20, and the extensions in common use.
///
/// One byte, and the [`index`](Self::index) of its row in the registry.
///
/// ```
/// use sip_core::header::{Cardinality, KnownHeader, StandsIn};
///
/// let via = KnownHeader::Via;
/// assert_eq!(KnownHeader::from_name(b"v"), Some(via));
/// assert_eq!((via.name(), via.compact()), ("Via", Some(b'v')));
/// assert_eq!((via.cardinality(), via.stands_in()), (Cardinality::List, StandsIn::Both));
/// assert_eq!(via.source(), "RFC 3261 §20.42");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the name says which; its row says the rest")]
#[non_exhaustive]
#[repr(u8)]
pub enum KnownHeader {
    Accept,
    AcceptEncoding,
    AcceptLanguage,
    AlertInfo,
    Allow,
    AuthenticationInfo,
    Authorization,
    CallId,
    CallInfo,
    Contact,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentLength,
    ContentType,
    CSeq,
    Date,
    ErrorInfo,
    Expires,
    From,
    InReplyTo,
    MaxForwards,
    MinExpires,
    MimeVersion,
    Organization,
    Priority,
    ProxyAuthenticate,
    ProxyAuthorization,
    ProxyRequire,
    RecordRoute,
    ReplyTo,
    Require,
    RetryAfter,
    Route,
    Server,
    Subject,
    Supported,
    Timestamp,
    To,
    Unsupported,
    UserAgent,
    Via,
    Warning,
    WwwAuthenticate,
    AcceptContact,
    AcceptResourcePriority,
    AllowEvents,
    ContentId,
    Event,
    FeatureCaps,
    FlowTimer,
    Geolocation,
    GeolocationError,
    GeolocationRouting,
    HistoryInfo,
    Identity,
    InfoPackage,
    Join,
    MaxBreadth,
    MinSe,
    PAccessNetworkInfo,
    PAssertedIdentity,
    PPreferredIdentity,
    Path,
    Privacy,
    RAck,
    Reason,
    RecvInfo,
    ReferSub,
    ReferTo,
    ReferredBy,
    RejectContact,
    Replaces,
    RequestDisposition,
    ResourcePriority,
    RSeq,
    SecurityClient,
    SecurityServer,
    SecurityVerify,
    ServiceRoute,
    SessionExpires,
    SipETag,
    SipIfMatch,
    SubscriptionState,
    TargetDialog,
    UserToUser,
}

impl KnownHeader {
    /// How many there are: `[T; KnownHeader::COUNT]` has a place for each [`index`](Self::index).
    pub const COUNT: usize = TABLE.len();

    /// All of them, in the order of their [`index`](Self::index).
    pub const ALL: [Self; Self::COUNT] = HEADERS;

    /// The known header field of this name: full or compact, in any case (§7.3.1, §7.3.3).
    ///
    /// `name` is the bare name, without the colon and the white space before it.
    ///
    /// ```
    /// use sip_core::header::KnownHeader;
    ///
    /// assert_eq!(KnownHeader::from_name(b"Call-ID"), Some(KnownHeader::CallId));
    /// assert_eq!(KnownHeader::from_name(b"CALL-id"), Some(KnownHeader::CallId));
    /// assert_eq!(KnownHeader::from_name(b"I"), Some(KnownHeader::CallId));
    /// assert_eq!(KnownHeader::from_name(b"Call-IDs"), None);
    /// assert_eq!(KnownHeader::from_name(b"z"), None);
    /// ```
    #[inline]
    pub fn from_name(name: &[u8]) -> Option<Self> {
        if let [letter] = name {
            return *COMPACT.get(usize::from((letter | 0x20).wrapping_sub(b'a')))?;
        }
        let words = Words::of(name);
        let header = (*SLOTS.get(words.slot(MULTIPLIER))?)?;
        let known = WORDS.get(header.index())?;
        (*known == words && header.name().len() == name.len()).then_some(header)
    }

    /// The full name, spelt as in its RFC.
    #[inline]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The compact form, in lower case (§7.3.3; IANA "SIP Parameters", Header Fields).
    pub const fn compact(self) -> Option<u8> {
        self.row().compact
    }

    /// How often it may stand in a message (§7.3.1).
    pub const fn cardinality(self) -> Cardinality {
        self.row().cardinality
    }

    /// In which messages it may stand (§20, Tables 2 and 3, and their like in later RFCs).
    pub const fn stands_in(self) -> StandsIn {
        self.row().stands_in
    }

    /// The RFC and section that define it.
    pub const fn source(self) -> &'static str {
        self.row().source
    }

    /// Its place in the registry: below [`COUNT`](Self::COUNT), without gaps.
    #[inline]
    pub const fn index(self) -> usize {
        #[expect(clippy::as_conversions, reason = "an enum of one byte has no other way to usize")]
        {
            self as usize
        }
    }

    #[inline]
    const fn row(self) -> &'static Row {
        // Each variant has its row, as `HEADERS` asserts: the other arm is there to need no panic.
        match TABLE.split_at_checked(self.index()) {
            Some((_, [row, ..])) => row,
            _ => &TABLE[0],
        }
    }
}

impl fmt::Display for KnownHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How often a header field may stand in one message (§7.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cardinality {
    /// Once, with one value.
    Single,
    /// Any number of values: commas separate them, and rows of the same name continue the list.
    List,
    /// Any number of rows of one value each, which commas must not join: credentials and
    /// challenges, whose own grammar uses the comma, and signatures.
    Rows,
}

/// In which messages a header field may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandsIn {
    /// In requests only.
    Request,
    /// In responses only.
    Response,
    /// In either.
    Both,
}

/// The name of a header field: a known one, or any other token.
///
/// Names are equal when they name the same header field, however they are spelt (§7.3.1). A known
/// name forgets its spelling; whoever forwards a message forwards its bytes.
///
/// ```
/// use sip_core::header::{HeaderName, KnownHeader};
///
/// assert_eq!(HeaderName::parse(b"f"), Some(HeaderName::Known(KnownHeader::From)));
/// assert_eq!(HeaderName::parse(b"X-Tag"), HeaderName::parse(b"x-tag"));
/// // `%` is a character like others here: this is some header field, but not Contact.
/// assert_eq!(HeaderName::parse(b"C%6Fntact").unwrap().as_str(), "C%6Fntact");
/// assert_eq!(HeaderName::parse(b"not a token"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderName<'b> {
    /// One of the registry.
    Known(KnownHeader),
    /// `extension-header` (§25.1).
    Other(ExtensionHeader<'b>),
}

impl<'b> HeaderName<'b> {
    /// Reads a name; `None` if it is not a token (§25.1).
    #[inline]
    pub fn parse(name: &'b [u8]) -> Option<Self> {
        match KnownHeader::from_name(name) {
            Some(known) => Some(Self::Known(known)),
            None => ExtensionHeader::new(name).map(Self::Other),
        }
    }

    /// The known header field that this is, if it is one.
    pub const fn known(self) -> Option<KnownHeader> {
        match self {
            Self::Known(known) => Some(known),
            Self::Other(_) => None,
        }
    }

    /// The name: as in its RFC when known, as received otherwise.
    pub const fn as_str(self) -> &'b str {
        match self {
            Self::Known(known) => known.name(),
            Self::Other(other) => other.0,
        }
    }

    /// [`as_str`](Self::as_str) in bytes.
    pub const fn as_bytes(self) -> &'b [u8] {
        self.as_str().as_bytes()
    }
}

impl From<KnownHeader> for HeaderName<'_> {
    fn from(known: KnownHeader) -> Self {
        Self::Known(known)
    }
}

impl fmt::Display for HeaderName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not in the registry, as received: made by [`HeaderName::parse`] only.
#[derive(Clone, Copy, Debug)]
pub struct ExtensionHeader<'b>(&'b str);

impl<'b> ExtensionHeader<'b> {
    fn new(name: &'b [u8]) -> Option<Self> {
        let token = !name.is_empty() && Class::TOKEN.has_all(name);
        if token { str::from_utf8(name).ok().map(Self) } else { None }
    }

    /// The name, as received.
    pub const fn as_str(self) -> &'b str {
        self.0
    }
}

impl PartialEq for ExtensionHeader<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for ExtensionHeader<'_> {}

impl Hash for ExtensionHeader<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
        // No token has this byte: one name's end never reads as the start of what is hashed next.
        state.write_u8(0xFF);
    }
}

struct Row {
    header: KnownHeader,
    name: &'static str,
    compact: Option<u8>,
    stands_in: StandsIn,
    cardinality: Cardinality,
    source: &'static str,
}

const fn row(
    header: KnownHeader,
    name: &'static str,
    compact: Option<u8>,
    stands_in: StandsIn,
    cardinality: Cardinality,
    source: &'static str,
) -> Row {
    Row { header, name, compact, stands_in, cardinality, source }
}

/// IANA "SIP Parameters", Header Fields: §20 in its order, then extensions by name. Where they
/// stand is from Tables 2 and 3 and the extensions' own; whether they are lists, from the grammar.
static TABLE: [Row; 86] = {
    use Cardinality::{List, Rows, Single};
    use KnownHeader::*;
    use StandsIn::{Both, Request, Response};
    [
        row(Accept, "Accept", None, Both, List, "RFC 3261 §20.1"),
        row(AcceptEncoding, "Accept-Encoding", None, Both, List, "RFC 3261 §20.2"),
        row(AcceptLanguage, "Accept-Language", None, Both, List, "RFC 3261 §20.3"),
        row(AlertInfo, "Alert-Info", None, Both, List, "RFC 3261 §20.4"),
        row(Allow, "Allow", None, Both, List, "RFC 3261 §20.5"),
        row(AuthenticationInfo, "Authentication-Info", None, Response, List, "RFC 3261 §20.6"),
        row(Authorization, "Authorization", None, Request, Rows, "RFC 3261 §20.7"),
        row(CallId, "Call-ID", Some(b'i'), Both, Single, "RFC 3261 §20.8"),
        row(CallInfo, "Call-Info", None, Both, List, "RFC 3261 §20.9"),
        row(Contact, "Contact", Some(b'm'), Both, List, "RFC 3261 §20.10"),
        row(ContentDisposition, "Content-Disposition", None, Both, Single, "RFC 3261 §20.11"),
        row(ContentEncoding, "Content-Encoding", Some(b'e'), Both, List, "RFC 3261 §20.12"),
        row(ContentLanguage, "Content-Language", None, Both, List, "RFC 3261 §20.13"),
        row(ContentLength, "Content-Length", Some(b'l'), Both, Single, "RFC 3261 §20.14"),
        row(ContentType, "Content-Type", Some(b'c'), Both, Single, "RFC 3261 §20.15"),
        row(CSeq, "CSeq", None, Both, Single, "RFC 3261 §20.16"),
        row(Date, "Date", None, Both, Single, "RFC 3261 §20.17"),
        row(ErrorInfo, "Error-Info", None, Response, List, "RFC 3261 §20.18"),
        row(Expires, "Expires", None, Both, Single, "RFC 3261 §20.19"),
        row(From, "From", Some(b'f'), Both, Single, "RFC 3261 §20.20"),
        row(InReplyTo, "In-Reply-To", None, Request, List, "RFC 3261 §20.21"),
        row(MaxForwards, "Max-Forwards", None, Request, Single, "RFC 3261 §20.22"),
        row(MinExpires, "Min-Expires", None, Response, Single, "RFC 3261 §20.23"),
        row(MimeVersion, "MIME-Version", None, Both, Single, "RFC 3261 §20.24"),
        row(Organization, "Organization", None, Both, Single, "RFC 3261 §20.25"),
        row(Priority, "Priority", None, Request, Single, "RFC 3261 §20.26"),
        row(ProxyAuthenticate, "Proxy-Authenticate", None, Response, Rows, "RFC 3261 §20.27"),
        row(ProxyAuthorization, "Proxy-Authorization", None, Request, Rows, "RFC 3261 §20.28"),
        row(ProxyRequire, "Proxy-Require", None, Request, List, "RFC 3261 §20.29"),
        row(RecordRoute, "Record-Route", None, Both, List, "RFC 3261 §20.30"),
        row(ReplyTo, "Reply-To", None, Both, Single, "RFC 3261 §20.31"),
        row(Require, "Require", None, Both, List, "RFC 3261 §20.32"),
        row(RetryAfter, "Retry-After", None, Response, Single, "RFC 3261 §20.33"),
        row(Route, "Route", None, Request, List, "RFC 3261 §20.34"),
        row(Server, "Server", None, Response, Single, "RFC 3261 §20.35"),
        row(Subject, "Subject", Some(b's'), Request, Single, "RFC 3261 §20.36"),
        row(Supported, "Supported", Some(b'k'), Both, List, "RFC 3261 §20.37"),
        row(Timestamp, "Timestamp", None, Both, Single, "RFC 3261 §20.38"),
        row(To, "To", Some(b't'), Both, Single, "RFC 3261 §20.39"),
        row(Unsupported, "Unsupported", None, Response, List, "RFC 3261 §20.40"),
        row(UserAgent, "User-Agent", None, Both, Single, "RFC 3261 §20.41"),
        row(Via, "Via", Some(b'v'), Both, List, "RFC 3261 §20.42"),
        row(Warning, "Warning", None, Response, List, "RFC 3261 §20.43"),
        row(WwwAuthenticate, "WWW-Authenticate", None, Response, Rows, "RFC 3261 §20.44"),
        row(AcceptContact, "Accept-Contact", Some(b'a'), Request, List, "RFC 3841 §9.2"),
        row(
            AcceptResourcePriority,
            "Accept-Resource-Priority",
            None,
            Response,
            List,
            "RFC 4412 §3.2",
        ),
        row(AllowEvents, "Allow-Events", Some(b'u'), Both, List, "RFC 6665 §8.2.2"),
        row(ContentId, "Content-ID", None, Both, Single, "RFC 8262 §3"),
        row(Event, "Event", Some(b'o'), Request, Single, "RFC 6665 §8.2.1"),
        row(FeatureCaps, "Feature-Caps", None, Both, List, "RFC 6809 §4"),
        row(FlowTimer, "Flow-Timer", None, Response, Single, "RFC 5626 §10"),
        row(Geolocation, "Geolocation", None, Both, List, "RFC 6442 §4.1"),
        row(GeolocationError, "Geolocation-Error", None, Response, Single, "RFC 6442 §4.4"),
        row(GeolocationRouting, "Geolocation-Routing", None, Both, Single, "RFC 6442 §4.2"),
        row(HistoryInfo, "History-Info", None, Both, List, "RFC 7044 §5"),
        row(Identity, "Identity", Some(b'y'), Request, Rows, "RFC 8224 §4"),
        row(InfoPackage, "Info-Package", None, Request, Single, "RFC 6086 §7.2"),
        row(Join, "Join", None, Request, Single, "RFC 3911 §7.1"),
        row(MaxBreadth, "Max-Breadth", None, Request, Single, "RFC 5393 §5.3.1"),
        row(MinSe, "Min-SE", None, Both, Single, "RFC 4028 §5"),
        row(PAccessNetworkInfo, "P-Access-Network-Info", None, Both, List, "RFC 7315 §4.4"),
        row(PAssertedIdentity, "P-Asserted-Identity", None, Both, List, "RFC 3325 §9.1"),
        row(PPreferredIdentity, "P-Preferred-Identity", None, Both, List, "RFC 3325 §9.2"),
        row(Path, "Path", None, Both, List, "RFC 3327 §4"),
        row(Privacy, "Privacy", None, Both, Single, "RFC 3323 §4.2"),
        row(RAck, "RAck", None, Request, Single, "RFC 3262 §7.2"),
        row(Reason, "Reason", None, Both, List, "RFC 3326 §2"),
        row(RecvInfo, "Recv-Info", None, Both, List, "RFC 6086 §7.3"),
        row(ReferSub, "Refer-Sub", None, Both, Single, "RFC 4488 §4"),
        row(ReferTo, "Refer-To", Some(b'r'), Request, Single, "RFC 3515 §2.1"),
        row(ReferredBy, "Referred-By", Some(b'b'), Request, Single, "RFC 3892 §3"),
        row(RejectContact, "Reject-Contact", Some(b'j'), Request, List, "RFC 3841 §9.2"),
        row(Replaces, "Replaces", None, Request, Single, "RFC 3891 §6.1"),
        row(RequestDisposition, "Request-Disposition", Some(b'd'), Request, List, "RFC 3841 §9.1"),
        row(ResourcePriority, "Resource-Priority", None, Request, List, "RFC 4412 §3.1"),
        row(RSeq, "RSeq", None, Response, Single, "RFC 3262 §7.1"),
        row(SecurityClient, "Security-Client", None, Request, List, "RFC 3329 §2.2"),
        row(SecurityServer, "Security-Server", None, Response, List, "RFC 3329 §2.2"),
        row(SecurityVerify, "Security-Verify", None, Request, List, "RFC 3329 §2.2"),
        row(ServiceRoute, "Service-Route", None, Response, List, "RFC 3608 §5"),
        row(SessionExpires, "Session-Expires", Some(b'x'), Both, Single, "RFC 4028 §4"),
        row(SipETag, "SIP-ETag", None, Response, Single, "RFC 3903 §11.3.1"),
        row(SipIfMatch, "SIP-If-Match", None, Request, Single, "RFC 3903 §11.3.2"),
        row(SubscriptionState, "Subscription-State", None, Request, Single, "RFC 6665 §8.2.3"),
        row(TargetDialog, "Target-Dialog", None, Request, Single, "RFC 4538 §7"),
        row(UserToUser, "User-to-User", None, Both, List, "RFC 7433 §4"),
    ]
};

/// The variants, read off the table; asserts that each stands at its index.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
const HEADERS: [KnownHeader; TABLE.len()] = {
    let mut headers = [KnownHeader::Accept; TABLE.len()];
    let mut at = 0;
    while at < TABLE.len() {
        headers[at] = TABLE[at].header;
        assert!(headers[at].index() == at, "a row is out of order");
        at += 1;
    }
    headers
};

/// Compact forms, `a` to `z`.
#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "at compile time")]
static COMPACT: [Option<KnownHeader>; 26] = {
    let mut forms = [None; 26];
    let mut at = 0;
    while at < TABLE.len() {
        if let Some(letter) = TABLE[at].compact {
            let form = &mut forms[(letter - b'a') as usize];
            assert!(form.is_none(), "two header fields have the same compact form");
            *form = Some(TABLE[at].header);
        }
        at += 1;
    }
    forms
};

/// A name as three numbers. For a known name and any other of its length they are equal exactly
/// if the names are, case aside; comparing them takes no loop and no call, and `call-id` costs the
/// peer that writes it no more than `Call-ID`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Words {
    /// Bytes 0 to 7; of a shorter name, all there is.
    first: u64,
    /// The last eight bytes, if there are eight.
    last: u64,
    /// Bytes 8 to 15, if there are as many.
    middle: u64,
}

impl Words {
    /// What eight bytes at either end and eight in between can cover.
    const LONGEST: usize = 24;

    #[inline]
    const fn of(name: &[u8]) -> Self {
        if let (Some(first), Some(last)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            let middle = match name.split_at_checked(8) {
                Some((_, [a, b, c, d, e, f, g, h, ..])) => word([*a, *b, *c, *d, *e, *f, *g, *h]),
                _ => 0,
            };
            return Self { first: word(*first), last: word(*last), middle };
        }
        // What is shorter fits into one word: its first half and its last, which may overlap.
        let first = match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            (Some([a, b, c, d]), Some([e, f, g, h])) => word([*a, *b, *c, *d, *e, *f, *g, *h]),
            _ => match (name.first_chunk::<2>(), name.last_chunk::<2>()) {
                (Some([a, b]), Some([c, d])) => word([*a, *b, *c, *d, 0, 0, 0, 0]),
                _ => 0,
            },
        };
        Self { first, last: 0, middle: 0 }
    }

    /// The slot of the name in [`SLOTS`].
    #[inline]
    const fn slot(self, multiplier: u64) -> usize {
        let product = self.first.wrapping_add(self.last).wrapping_mul(multiplier);
        #[expect(clippy::as_conversions, reason = "nine bits")]
        {
            (product >> (u64::BITS - SLOT_BITS)) as usize
        }
    }
}

/// Eight bytes as a number, letters in lower case. Bit 6 tells a letter from a digit or a hyphen;
/// what else has it (`@`, `_`, brackets) may change too, but into no letter and no hyphen.
const fn word(bytes: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(bytes);
    word | ((word & 0x4040_4040_4040_4040) >> 1)
}

/// The full names as [`Words`], by index.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
static WORDS: [Words; TABLE.len()] = {
    let mut words = [Words::of(b""); TABLE.len()];
    let mut at = 0;
    while at < TABLE.len() {
        assert!(TABLE[at].name.len() <= Words::LONGEST, "a name is too long for `Words`");
        words[at] = Words::of(TABLE[at].name.as_bytes());
        at += 1;
    }
    words
};

/// Known headers by the slot of their full names. The hash is perfect: no two share a slot, so a
/// look-up is one load and one comparison.
static SLOTS: [Option<KnownHeader>; 1 << SLOT_BITS] = slots(MULTIPLIER).0;

const SLOT_BITS: u32 = 9;

/// An odd multiplier that gives each known name a slot of its own: the first from here on. (A new
/// row may need a longer search; then start it where it ended, for the sake of compile time.)
const MULTIPLIER: u64 = {
    let mut multiplier = 0x9E37_79B9_7F4A_8FE5;
    while slots(multiplier).1 < TABLE.len() {
        multiplier = multiplier.wrapping_add(2);
    }
    multiplier
};

/// The slots, and how many header fields found theirs empty before one did not.
#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "at compile time")]
const fn slots(multiplier: u64) -> ([Option<KnownHeader>; 1 << SLOT_BITS], usize) {
    let mut slots = [None; 1 << SLOT_BITS];
    let mut at = 0;
    while at < TABLE.len() {
        let slot = &mut slots[WORDS[at].slot(multiplier)];
        if slot.is_some() {
            break;
        }
        *slot = Some(TABLE[at].header);
        at += 1;
    }
    (slots, at)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::collections::HashSet;
    use std::format;
    use std::string::{String, ToString};
    use std::vec::Vec;

    use super::*;

    /// What `from_name` is to do, slowly.
    fn look_up(name: &[u8]) -> Option<KnownHeader> {
        let same = |row: &&Row| {
            let compact = row.compact.is_some_and(|letter| name.eq_ignore_ascii_case(&[letter]));
            compact || name.eq_ignore_ascii_case(row.name.as_bytes())
        };
        TABLE.iter().find(same).map(|row| row.header)
    }

    fn mixed_case(name: &str) -> String {
        let flip = |(at, c): (usize, char)| match at % 2 {
            0 => c.to_ascii_lowercase(),
            _ => c.to_ascii_uppercase(),
        };
        name.chars().enumerate().map(flip).collect()
    }

    #[test]
    fn every_name_leads_to_its_header_field_in_any_case() {
        for (at, header) in KnownHeader::ALL.into_iter().enumerate() {
            let name = header.name();
            assert_eq!(header.index(), at, "{header}");
            assert_eq!(header.to_string(), name);
            for name in [
                name.to_string(),
                name.to_lowercase(),
                name.to_uppercase(),
                mixed_case(name),
                mixed_case(&name.to_uppercase()),
            ] {
                assert_eq!(KnownHeader::from_name(name.as_bytes()), Some(header), "{name}");
            }
        }
    }

    #[test]
    fn a_variant_is_called_as_its_header_field() {
        for header in KnownHeader::ALL {
            let name: String = header.name().chars().filter(|c| *c != '-').collect();
            assert!(format!("{header:?}").eq_ignore_ascii_case(&name), "{header:?} is {name}");
        }
    }

    #[test]
    fn every_name_is_of_letters_and_hyphens_and_stands_once_in_the_table() {
        let names: HashSet<_> = KnownHeader::ALL.iter().map(|h| h.name().to_lowercase()).collect();
        assert_eq!(names.len(), KnownHeader::COUNT);
        for name in names {
            let plain = name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
            assert!(name.len() > 1 && plain, "{name}");
        }
    }

    #[test]
    fn the_single_letters_are_the_nineteen_of_iana_and_no_more() {
        let mut letters = Vec::new();
        for byte in 0..=u8::MAX {
            let known = KnownHeader::from_name(&[byte]);
            assert_eq!(known, look_up(&[byte]), "{byte:#x}");
            if let Some(header) = known {
                assert_eq!(header.compact(), Some(byte.to_ascii_lowercase()), "{header}");
                letters.push(byte);
            }
        }
        assert_eq!(letters, b"ABCDEFIJKLMORSTUVXYabcdefijklmorstuvxy");
        assert!(matches!(HeaderName::parse(b"z"), Some(HeaderName::Other(_))));
    }

    #[test]
    fn the_compact_forms_of_rfc_3261_mean_what_it_says() {
        use KnownHeader::*;
        let ten = [
            (b'c', ContentType),
            (b'e', ContentEncoding),
            (b'f', From),
            (b'i', CallId),
            (b'k', Supported),
            (b'l', ContentLength),
            (b'm', Contact),
            (b's', Subject),
            (b't', To),
            (b'v', Via),
        ];
        for (letter, header) in ten {
            assert_eq!(KnownHeader::from_name(&[letter]), Some(header));
        }
        let of_3261 = KnownHeader::ALL.into_iter().filter(|h| h.source().starts_with("RFC 3261"));
        assert_eq!(of_3261.filter(|h| h.compact().is_some()).count(), ten.len());
    }

    #[test]
    fn a_near_miss_is_not_a_known_name() {
        let check = |name: &[u8]| {
            let shown = name.escape_ascii();
            assert_eq!(KnownHeader::from_name(name), look_up(name), "{shown}");
        };
        check(b"");
        for header in KnownHeader::ALL {
            let name = header.name().as_bytes();
            for at in 0..name.len() {
                check(&name[..at]);
                check(&name[at..]);
                let mut changed = name.to_vec();
                for byte in 0..=u8::MAX {
                    changed[at] = byte;
                    check(&changed);
                }
                changed.remove(at);
                check(&changed);
            }
            for more in [&b" "[..], b":", b"s", b"\0", &[b'x'; 256]] {
                check(&[name, more].concat());
                check(&[more, name].concat());
            }
        }
    }

    #[test]
    fn random_tokens_are_found_as_by_a_slow_search() {
        let alphabet = b"ACEPRStacdehilnoprstu-";
        let mut state = 1u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        for _ in 0..50_000 {
            let length = random(24);
            let name: Vec<u8> = (0..length).map(|_| alphabet[random(alphabet.len())]).collect();
            let shown = name.escape_ascii();
            assert_eq!(KnownHeader::from_name(&name), look_up(&name), "{shown}");
        }
    }

    #[test]
    fn a_percent_sign_in_a_name_is_no_escape() {
        let name = HeaderName::parse(b"C%6Fntact").unwrap();
        assert_eq!((name.known(), name.as_bytes()), (None, &b"C%6Fntact"[..]));
    }

    #[test]
    fn what_is_not_a_token_is_not_a_name() {
        for name in [&b""[..], b" ", b"To ", b" To", b"T o", b"a:b", b"\xC3\xA9", b"a\0", b"\r\n"] {
            assert_eq!(HeaderName::parse(name), None, "{}", name.escape_ascii());
        }
    }

    #[test]
    fn unknown_names_are_equal_and_hash_alike_in_any_case() {
        let name = |text: &'static str| HeaderName::parse(text.as_bytes()).unwrap();
        let mut seen = HashSet::new();
        assert!(seen.insert(name("X-Custom")));
        assert!(!seen.insert(name("x-cUSTOM")));
        assert!(seen.insert(name("X-Custom1")));
        assert!(seen.insert(name("Via")));
        assert!(!seen.insert(name("v")));
        assert_eq!(name("X-Custom").to_string(), "X-Custom");
        assert_eq!(name("v").to_string(), "Via");
        assert_eq!(HeaderName::from(KnownHeader::To), name("t"));
    }

    #[test]
    fn the_four_exceptions_of_7_3_1_are_rows() {
        use KnownHeader::*;
        let rows = |h: &KnownHeader| h.cardinality() == Cardinality::Rows;
        let of_3261 = KnownHeader::ALL.into_iter().filter(|h| h.source().starts_with("RFC 3261"));
        assert_eq!(
            of_3261.filter(rows).collect::<Vec<_>>(),
            [Authorization, ProxyAuthenticate, ProxyAuthorization, WwwAuthenticate]
        );
    }

    #[test]
    fn section_20_is_there_in_its_order() {
        for (at, header) in KnownHeader::ALL.into_iter().take(44).enumerate() {
            assert_eq!(header.source(), format!("RFC 3261 §20.{}", at + 1), "{header}");
        }
    }
}
