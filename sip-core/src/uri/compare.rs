//! Whether two URIs mean the same (§19.1.4, RFC 5954 §4, RFC 3966 §4).
//!
//! This is not `==`, since it is no equivalence relation: `sip:a@h` is equivalent to
//! `sip:a@h;x=1` and to `sip:a@h;x=2`, which are not equivalent to each other. It is reflexive
//! and symmetric. `==` asks whether two URIs were written alike.
//!
//! What the text of §19.1.4 leaves open is decided here:
//!
//! * A `transport` in only one of the URIs makes a difference, as it does in the section's
//!   examples, although the list of parameters for which it does leaves it out.
//! * The value of `method` is compared with regard to case, as methods are (§7.1); that of
//!   `maddr` as a host.
//! * Header fields are compared by what they would add to a request: names as header names, the
//!   compact form included (§7.3.3), values byte for byte once their escapes are undone. The
//!   rules of §20 for each header field could call more of them equal.
//! * A host name with a dot at its end is another name: see [`Host::is_same_node`].
//!
//! The work is linear in the length of the URIs. For that, each parameter is looked for among
//! those of the other URI as long as neither has more than 32; beyond, the lists have to have the
//! same order. The same goes for header fields.

use core::hash::{Hash, Hasher};

use super::letters::{self, Letters};
use super::pair::COMPARED;
use super::unescape::known_header;
use super::{Host, SipUri, UriHeaders, UriParam, UriParams};
use crate::grammar::Unescaped;

impl SipUri<'_> {
    /// Whether the two URIs mean the same (§19.1.4): reflexive and symmetric, but not transitive.
    ///
    /// ```
    /// use sip_core::uri::SipUri;
    ///
    /// let carol = SipUri::parse(b"sip:carol@chicago.example")?;
    /// let on = SipUri::parse(b"sip:%63arol@CHICAGO.example;security=on")?;
    /// let off = SipUri::parse(b"sip:carol@chicago.example;security=off")?;
    /// assert!(carol.is_equivalent(&on) && carol.is_equivalent(&off) && !on.is_equivalent(&off));
    /// // The port that is the default is not the same as none: DNS may have another one.
    /// let port = SipUri::parse(b"sip:carol@chicago.example:5060")?;
    /// assert!(!carol.is_equivalent(&port));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub fn is_equivalent(&self, other: &SipUri<'_>) -> bool {
        self == other
            || self.scheme() == other.scheme()
                && self.host_port() == other.host_port()
                && same_letters(self.user(), other.user())
                && same_letters(self.password(), other.password())
                && params_match(self.params(), other.params())
                && headers_match(self.headers(), other.headers())
    }

    /// Feeds `state` with what cannot differ between [equivalent](Self::is_equivalent) URIs:
    /// scheme, user, password, host and port. For a table that is to find a URI among many.
    pub fn hash_equivalent<H: Hasher>(&self, state: &mut H) {
        self.scheme().hash(state);
        for part in [self.user(), self.password()] {
            part.is_some().hash(state);
            Letters::new(part.unwrap_or_default()).for_each(|letter| letter.hash(state));
        }
        self.host_port().hash(state);
    }
}

/// User or password: both are there or neither is, and their letters are the same.
fn same_letters(a: Option<&[u8]>, b: Option<&[u8]>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => letters::same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn params_match(a: UriParams<'_>, b: UriParams<'_>) -> bool {
    if a == b {
        return true;
    }
    let (Some(few_a), Some(few_b)) = (Few::of(a.iter()), Few::of(b.iter())) else {
        return in_order(a.iter(), b.iter(), |a, b| same_name(a, b) && values_match(a, b));
    };
    let same_of = |param: &UriParam<'_>, others: &Few<'_>| {
        others.iter().find(|other| same_name(param, other)).map(|other| values_match(param, other))
    };
    // Names stand once in each, so what matches from one side need not be held against it again.
    few_a.iter().all(|param| same_of(param, &few_b).unwrap_or_else(|| !counts_alone(param)))
        && few_b.iter().all(|param| !counts_alone(param) || same_of(param, &few_a).is_some())
}

/// Whether a URI with this parameter never matches one without it.
fn counts_alone(param: &UriParam<'_>) -> bool {
    [&b"transport"[..], b"user", b"ttl", b"method", b"maddr"].iter().any(|name| param.is(name))
}

fn same_name(a: &UriParam<'_>, b: &UriParam<'_>) -> bool {
    letters::same_in_any_case(a.name, b.name)
}

/// Whether the values of one parameter, which both URIs have, are the same.
fn values_match(a: &UriParam<'_>, b: &UriParam<'_>) -> bool {
    let (Some(value_a), Some(value_b)) = (a.value, b.value) else {
        return a.value == b.value;
    };
    if a.is(b"method") {
        return letters::same(value_a, value_b);
    }
    letters::same_in_any_case(value_a, value_b)
        || a.is(b"maddr")
            && Host::from_param(value_a).is_some_and(|host| Host::from_param(value_b) == Some(host))
}

fn headers_match(a: UriHeaders<'_>, b: UriHeaders<'_>) -> bool {
    if a == b {
        return true;
    }
    let (Some(few_a), Some(few_b)) = (Few::of(a.iter()), Few::of(b.iter())) else {
        return in_order(a.iter(), b.iter(), same_header);
    };
    if few_a.iter().count() != few_b.iter().count() {
        return false;
    }
    // A header field may stand more than once; each takes a partner of its own.
    let mut taken = [false; COMPARED];
    few_a.iter().all(|header| {
        let partner = few_b
            .iter()
            .zip(&mut taken)
            .find(|(other, taken)| !**taken && same_header(header, other));
        partner.is_some_and(|(_, taken)| {
            *taken = true;
            true
        })
    })
}

/// Whether two header fields of a URI would be the same in a request.
fn same_header(a: &UriParam<'_>, b: &UriParam<'_>) -> bool {
    let same_name = match (known_header(a.name), known_header(b.name)) {
        (None, None) => same_unescaped(a.name, b.name, |byte| byte.to_ascii_lowercase()),
        (a, b) => a == b,
    };
    // A missing `=`, which the grammar does not allow, stands for an empty value.
    let (a, b) = (a.value.unwrap_or_default(), b.value.unwrap_or_default());
    same_name && same_unescaped(a, b, core::convert::identity)
}

fn same_unescaped(a: &[u8], b: &[u8], fold: fn(u8) -> u8) -> bool {
    Unescaped::new(a).map(fold).eq(Unescaped::new(b).map(fold))
}

/// What two lists that are too long to be searched are held to: the same in the same order.
pub(super) fn in_order<'a, 'b>(
    a: impl Iterator<Item = UriParam<'a>>,
    mut b: impl Iterator<Item = UriParam<'b>>,
    same: impl Fn(&UriParam<'a>, &UriParam<'b>) -> bool,
) -> bool {
    let mut a = a;
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) if same(&a, &b) => {}
            (a, b) => return a.is_none() && b.is_none(),
        }
    }
}

/// A short list of parameters or header fields, split once.
pub(super) struct Few<'b>(heapless::Vec<UriParam<'b>, COMPARED>);

impl<'b> Few<'b> {
    /// The whole of `pairs`; none if there are too many.
    pub(super) fn of(pairs: impl Iterator<Item = UriParam<'b>>) -> Option<Self> {
        let mut few = Self(heapless::Vec::new());
        for pair in pairs {
            few.0.push(pair).ok()?;
        }
        Some(few)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &UriParam<'b>> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::hash_map::DefaultHasher;
    use std::format;
    use std::string::String;

    fn hash(uri: &SipUri<'_>) -> u64 {
        let mut state = DefaultHasher::new();
        uri.hash_equivalent(&mut state);
        state.finish()
    }

    /// Both ways, and each URI with itself.
    fn equivalent(a: &str, b: &str) -> bool {
        let (a, b) = (SipUri::parse(a.as_bytes()).unwrap(), SipUri::parse(b.as_bytes()).unwrap());
        assert!(a.is_equivalent(&a) && b.is_equivalent(&b), "{a}, {b}: reflexive");
        let verdict = a.is_equivalent(&b);
        assert_eq!(b.is_equivalent(&a), verdict, "{a}, {b}: symmetric");
        assert!(!verdict || hash(&a) == hash(&b), "{a}, {b}: equivalent, so of one hash");
        verdict
    }

    #[test]
    fn the_sets_that_the_section_calls_equivalent_are() {
        for (a, b) in [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"),
            (
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
            ),
            (
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
            ),
        ] {
            assert!(equivalent(a, b), "{a} {b}");
        }
    }

    #[test]
    fn the_sets_that_the_section_calls_different_are() {
        for (a, b) in [
            ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"),
            ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
        ] {
            assert!(!equivalent(a, b), "{a} {b}");
        }
    }

    #[test]
    fn scheme_user_password_host_and_port_have_to_match() {
        for (a, b) in [
            ("sip:a@h", "sips:a@h"),
            ("sip:a@h", "sip:h"),
            ("sip:a@h", "sip:A@h"),
            ("sip:a:x@h", "sip:a@h"),
            ("sip:a:@h", "sip:a@h"),
            ("sip:a:x@h", "sip:a:X@h"),
            ("sip:a@h", "sip:a@i"),
            ("sip:a@h:1", "sip:a@h:2"),
            ("sip:a@h", "sip:a@h."),
        ] {
            assert!(!equivalent(a, b), "{a} {b}");
        }
        assert!(equivalent("SIP:a@h:5060", "sip:a@H:05060"));
    }

    #[test]
    fn the_escape_of_a_reserved_character_is_not_the_character() {
        assert!(!equivalent("sip:a%3Bb@h", "sip:a;b@h"));
        assert!(!equivalent("sip:a@h;x=%2B", "sip:a@h;x=+"));
        assert!(equivalent("sip:a%3bb@h", "sip:a%3Bb@h"));
        assert!(equivalent("sip:%41@h;x=%61", "sip:A@h;%58=A"));
        assert!(!equivalent("sip:%00@h", "sip:%00%00@h"));
    }

    #[test]
    fn parameters_that_change_the_destination_or_the_request_count_alone() {
        for name in ["transport=x", "user=x", "ttl=1", "method=x", "maddr=x", "%4Daddr=x"] {
            assert!(!equivalent("sip:a@h", &format!("sip:a@h;{name}")), "{name}");
        }
        for name in ["lr", "gr=x", "x", "userr=x"] {
            assert!(equivalent("sip:a@h;y=1", &format!("sip:a@h;{name};Y=1")), "{name}");
        }
    }

    #[test]
    fn a_parameter_in_both_has_one_value() {
        assert!(!equivalent("sip:a@h;lr", "sip:a@h;lr=on"));
        assert!(equivalent("sip:a@h;x=ABC", "sip:a@h;X=abc"));
        assert!(!equivalent("sip:a@h;method=INVITE", "sip:a@h;method=invite"));
        assert!(equivalent("sip:h;maddr=[2001:DB8::0:1]", "sip:h;maddr=[2001:db8::1]"));
        assert!(!equivalent("sip:h;x=[2001:DB8::0:1]", "sip:h;x=[2001:db8::1]"));
    }

    #[test]
    fn an_ipv6_address_has_many_spellings_and_none_of_them_is_an_ipv4_address() {
        assert!(equivalent("sip:a@[2001:DB8:0:0::1]", "sip:a@[2001:db8::1]"));
        assert!(equivalent("sip:a@[::ffff:192.0.2.1]", "sip:a@[::FFFF:c000:201]"));
        assert!(!equivalent("sip:a@[::ffff:192.0.2.1]", "sip:a@192.0.2.1"));
    }

    #[test]
    fn header_fields_are_never_passed_over() {
        assert!(equivalent("sip:h?s=x&Route=a&Route=b", "sip:h?route=b&Subject=%78&ROUTE=a"));
        assert!(!equivalent("sip:h?route=a&route=a", "sip:h?route=a&route=b"));
        assert!(!equivalent("sip:h?route=a&route=a", "sip:h?route=a"));
        assert!(!equivalent("sip:h?subject=x", "sip:h?subject=X"));
        assert!(equivalent("sip:h?x-y=%3A", "sip:h?%58-y=:"));
    }

    #[test]
    fn p31_long_lists_are_compared_in_their_order_and_in_linear_time() {
        let list = |name: &dyn Fn(usize) -> usize| -> String {
            (0..10_000).map(|n| format!(";a{}=1", name(n))).collect()
        };
        let (up, down) = (list(&|n| n), list(&|n| 9_999 - n));
        let (a, b) = (format!("sip:h{up}"), format!("sip:h{down}"));
        assert!(equivalent(&a, &format!("sip:H{up}")));
        assert!(!equivalent(&a, &b), "beyond the bound, another order is another list");
        assert!(equivalent("sip:h;b;a", "sip:h;a;b"));
        // Beyond the bound a name may stand twice.
        assert!(equivalent(&format!("{a};x=1;x=2"), &format!("sip:H{up};x=1;x=2")));
    }
}
