//! Whether a URI obeys the letter of the grammar (§25.1).
//!
//! Reading takes what can be understood: peers send raw `#` in users, underscores in host names,
//! empty parameters. Whoever wants the letter asks for the first fault. A parameter of which the
//! grammar has a rule of its own (`transport`, `user`, `method`, `ttl`, `maddr`, `lr`) is held to
//! that rule, although it would pass as an `other-param`.

use super::byte_set::ByteSet;
use super::pair::split_pair;
use super::{AbsoluteUri, Host, HostPort, SipUri, UriParam};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Class;
use crate::grammar::number::parse_u32;

/// Which rule is broken, and by which part of the URI.
pub(super) type Fault<'b> = (ParseErrorKind, &'b [u8]);

impl SipUri<'_> {
    /// Where the URI leaves the letter of the grammar first (§25.1, with the IPv6 addresses of
    /// RFC 5954), if it does. The offset counts from the start of the URI.
    ///
    /// ```
    /// use sip_core::uri::SipUri;
    ///
    /// let uri = SipUri::parse(b"sip:alice@my_host.example;transport=udp;")?;
    /// assert_eq!(uri.strict_fault().map(|fault| fault.offset), Some(10));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub fn strict_fault(&self) -> Option<ParseError> {
        Some(place(self.as_bytes(), self.first_fault()?))
    }

    fn first_fault(&self) -> Option<Fault<'_>> {
        use ParseErrorKind::{Host as BadHost, Parameter, Uri};
        let user = outside(ByteSet::USER, self.user().unwrap_or_default());
        let password = outside(ByteSet::PASSWORD, self.password().unwrap_or_default());
        if let Some(part) = user.or(password) {
            return Some((Uri, part));
        }
        if !is_host(self.host(), self.host_port().host_text()) {
            return Some((BadHost, self.host_port().host_text()));
        }
        if let Some(piece) = pieces(self.params().as_bytes(), b';').find(|p| !is_param(p)) {
            return Some((Parameter, piece));
        }
        pieces(self.headers().as_bytes(), b'&')
            .find(|piece| !is_header(piece))
            .map(|piece| (Parameter, piece))
    }
}

impl AbsoluteUri<'_> {
    /// Where the URI leaves the letter of `absoluteURI` first (§25.1), if it does. What its scheme
    /// asks for is not looked at.
    pub fn strict_fault(&self) -> Option<ParseError> {
        absolute_fault(self.as_bytes(), self.scheme())
    }
}

impl HostPort<'_> {
    /// Whether the host obeys the letter of `host`.
    pub(crate) fn is_by_the_letter(&self) -> bool {
        is_host(self.host, self.host_text())
    }
}

/// The first fault of an `absoluteURI`.
pub(super) fn absolute_fault(text: &[u8], scheme: &[u8]) -> Option<ParseError> {
    let behind = text.get(scheme.len().saturating_add(1)..).unwrap_or_default();
    // A slash begins a `hier-part`, two an authority in it, where alone an IPv6 address can stand.
    let path = match behind {
        [b'/', b'/', net_path @ ..] => {
            let len = net_path.iter().position(|byte| matches!(byte, b'/' | b'?'));
            let (authority, path) =
                net_path.split_at_checked(len.unwrap_or(net_path.len())).unwrap_or_default();
            if ByteSet::URIC.first_outside(authority).is_some() && !is_server(authority) {
                return Some(place(text, (ParseErrorKind::Host, authority)));
            }
            path
        }
        path => path,
    };
    outside(ByteSet::URIC, path).map(|part| place(text, (ParseErrorKind::Uri, part)))
}

/// `srvr`, with an IPv6 address: only of such an authority is it asked.
fn is_server(authority: &[u8]) -> bool {
    let at = memchr::memrchr(b'@', authority).map_or(0, |at| at.saturating_add(1));
    let (user, host_port) = authority.split_at_checked(at).unwrap_or_default();
    let mut cursor = crate::grammar::Cursor::new(host_port, 0);
    ByteSet::URIC.first_outside(user).is_none()
        && HostPort::parse(&mut cursor, super::Lws::Forbidden)
            .is_ok_and(|parsed| is_host(parsed.host, parsed.host_text()))
        && cursor.at_end()
}

/// `host`.
fn is_host(host: Host<'_>, text: &[u8]) -> bool {
    match host {
        Host::Name(name) => is_hostname(name),
        Host::V4(_) => true,
        // Read with tolerance: see RFC 5118 §4.10.
        Host::V6(_) => !text.windows(3).any(|window| window == b":::"),
    }
}

/// `hostname`: labels of letters, digits and inner hyphens; the last begins with a letter, and a
/// dot may end it.
pub(super) fn is_hostname(name: &[u8]) -> bool {
    let name = name.strip_suffix(b".").unwrap_or(name);
    let label = |label: &[u8]| {
        label.first().is_some_and(u8::is_ascii_alphanumeric)
            && label.last().is_some_and(u8::is_ascii_alphanumeric)
            && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    let top = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    top.first().is_some_and(u8::is_ascii_alphabetic) && name.split(|b| *b == b'.').all(label)
}

/// `uri-parameter`.
fn is_param(piece: &[u8]) -> bool {
    let param = split_pair(piece);
    let clean = |text: &[u8]| !text.is_empty() && ByteSet::PARAM.first_outside(text).is_none();
    clean(param.name) && param.value.is_none_or(clean) && obeys_its_own_rule(&param)
}

/// Whether a parameter of which the grammar has a rule obeys that.
fn obeys_its_own_rule(param: &UriParam<'_>) -> bool {
    let value = param.value.unwrap_or_default();
    if [&b"transport"[..], b"user", b"method"].iter().any(|name| param.is(name)) {
        return !value.is_empty() && Class::TOKEN.has_all(value);
    }
    if param.is(b"ttl") {
        return value.len() <= 3 && parse_u32(value).is_some_and(|ttl| ttl <= 255);
    }
    if param.is(b"maddr") {
        return Host::from_param(value).is_some_and(|host| is_host(host, value));
    }
    !param.is(b"lr") || param.value.is_none()
}

/// `header`.
fn is_header(piece: &[u8]) -> bool {
    let header = split_pair(piece);
    let clean = |text: &[u8]| ByteSet::HEADER.first_outside(text).is_none();
    !header.name.is_empty() && clean(header.name) && header.value.is_some_and(clean)
}

/// The pieces of a list, the empty ones too.
pub(super) fn pieces(list: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let inner = list.split_first().map(|(_, inner)| inner);
    inner.into_iter().flat_map(move |inner| inner.split(move |byte| *byte == separator))
}

/// What begins with the first byte of `text` that is not in `set`.
fn outside(set: ByteSet, text: &[u8]) -> Option<&[u8]> {
    text.get(set.first_outside(text)?..)
}

/// The fault, with the place of its part in the whole.
pub(super) fn place(whole: &[u8], (kind, part): Fault<'_>) -> ParseError {
    let offset = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    ParseError::new(kind, offset.min(whole.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uri::Uri;

    fn fault(text: &str) -> Option<(ParseErrorKind, u32)> {
        let uri = Uri::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {e}"));
        uri.strict_fault().map(|fault| (fault.kind, fault.offset))
    }

    #[test]
    fn every_kind_of_character_that_the_grammar_has_is_no_fault() {
        for good in [
            "sip:a-_.!~*'()&=+$,;?/%00:a-_.!~*'()&=+$,%FF@h",
            "sips:a:@1.2-3.x9.:0;[]/:&+$=[]/:&+$;%01?[]/?:+$=&a=[]/?:+$",
            "sip:[::1]:5060;transport=other;user=x;ttl=255;maddr=[::1];method=a;lr;x",
            "sip:192.000.2.1;maddr=h.example.",
            "tel:46317014291",
            "mailto:a@b?c",
            "http://u:p@[::1]:8080/a;b=c?d",
            "http:///",
            "x:a//b",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn what_only_tolerance_reads_is_told_with_its_place() {
        use ParseErrorKind::{Host, Parameter, Uri};
        for (bad, expected) in [
            ("sip:a#b@h", (Uri, 5)),
            ("sip:\u{e9}@h", (Uri, 4)),
            ("sip:a:p:q@h", (Uri, 7)),
            ("sip:a:p/@h", (Uri, 7)),
            ("sip:a@h_i", (Host, 6)),
            ("sip:a@h..", (Host, 6)),
            ("sip:a@-h", (Host, 6)),
            ("sip:a@1", (Host, 6)),
            ("sip:a@1.2.3.256", (Host, 6)),
            ("sip:a@[1:::1.2.3.4]", (Host, 6)),
            ("sip:h;", (Parameter, 6)),
            ("sip:h;;a", (Parameter, 6)),
            ("sip:h;a=,", (Parameter, 6)),
            ("sip:h;lr=on", (Parameter, 6)),
            ("sip:h;a;ttl=256", (Parameter, 8)),
            ("sip:h;transport=[]", (Parameter, 6)),
            ("sip:h;maddr=a_b", (Parameter, 6)),
            ("sip:h?a", (Parameter, 6)),
            ("sip:h?", (Parameter, 6)),
            ("sip:h?a=b&&c=d", (Parameter, 10)),
            ("sip:h?a=;", (Parameter, 6)),
            ("tel:+1;isub=[1]", (Uri, 12)),
            ("x:a\\b", (Uri, 3)),
            ("x:%4", (Uri, 2)),
            ("http://[::x]/", (Host, 7)),
        ] {
            assert_eq!(fault(bad), Some(expected), "{bad}");
        }
    }
}
