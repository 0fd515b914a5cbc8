//! SIP and SIPS URIs (§19.1.1).

use core::fmt;
use core::hash::{Hash, Hasher};

use super::host::Lws;
use super::{Host, HostPort, UriHeaders, UriParams};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::escape::Lossy;
use crate::grammar::{Class, Cursor};

/// The scheme of a [`SipUri`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `sip:`
    Sip,
    /// `sips:`: to be reached over secured hops only (§26.2.2).
    Sips,
}

impl Scheme {
    /// Steps over `sip:` or `sips:`, in any case.
    pub(super) fn eat(cursor: &mut Cursor<'_>) -> Option<Self> {
        let (scheme, len) = match cursor.rest() {
            [b's' | b'S', b'i' | b'I', b'p' | b'P', b':', ..] => (Self::Sip, 4),
            [b's' | b'S', b'i' | b'I', b'p' | b'P', b's' | b'S', b':', ..] => (Self::Sips, 5),
            _ => return None,
        };
        cursor.take(len);
        Some(scheme)
    }

    /// `sip` or `sips`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sip => "sip",
            Self::Sips => "sips",
        }
    }

    /// The port that is meant when none is given (§19.1.2).
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Sip => 5060,
            Self::Sips => 5061,
        }
    }
}

/// `sip:user:password@host:port;uri-parameters?headers` (§19.1.1).
///
/// Two values are `==` if they were written alike; whether two URIs mean the same (§19.1.4) is
/// another question: [`is_equivalent`](Self::is_equivalent).
#[derive(Clone, Copy, Debug, Eq)]
pub struct SipUri<'b> {
    text: &'b [u8],
    scheme: Scheme,
    user: Option<&'b [u8]>,
    password: Option<&'b [u8]>,
    host_port: HostPort<'b>,
    params: UriParams<'b>,
    headers: UriHeaders<'b>,
}

impl<'b> SipUri<'b> {
    /// Reads the whole of `text` as one SIP or SIPS URI.
    ///
    /// # Errors
    /// [`ParseErrorKind::Scheme`] for another scheme; else as [`Uri::parse`](super::Uri::parse).
    pub fn parse(text: &'b [u8]) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text, 0);
        match Scheme::eat(&mut cursor) {
            Some(scheme) => Self::parse_after_scheme(text, scheme, cursor),
            None => Err(cursor.error(ParseErrorKind::Scheme)),
        }
    }

    pub(super) fn parse_after_scheme(
        text: &'b [u8],
        scheme: Scheme,
        mut cursor: Cursor<'b>,
    ) -> Result<Self, ParseError> {
        let start = cursor;
        // Most users, and all names of hosts, are such a run: what follows tells which it is. No
        // host can hold an `@`, so wherever one stands, what lies before it is a user.
        let run = cursor.take_while(Class::HOST);
        let next = cursor.peek();
        let has_user =
            next == Some(b'@') || next.is_some() && memchr::memchr(b'@', cursor.rest()).is_some();
        let (mut user, mut password) = (None, None);
        let host_port = if has_user {
            (user, password) = user_info(&mut cursor, &start)?;
            HostPort::parse(&mut cursor, Lws::Forbidden)?
        } else if run.is_empty() {
            HostPort::parse(&mut cursor, Lws::Forbidden)?
        } else {
            let host = Host::without_brackets(run);
            HostPort::with_port(&mut cursor, host, run, Lws::Forbidden)?
        };
        let params = UriParams::parse(&mut cursor)?;
        let headers = UriHeaders::parse(&mut cursor)?;
        if !cursor.at_end() {
            return Err(cursor.error(ParseErrorKind::Uri));
        }
        Ok(Self { text, scheme, user, password, host_port, params, headers })
    }

    /// The URI as it stands in the message.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }

    /// The scheme.
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub(super) fn scheme_text(&self) -> &'b [u8] {
        self.text.get(..self.scheme.as_str().len()).unwrap_or_default()
    }

    /// The user part, escapes untouched. It is compared with regard to case (§19.1.4).
    pub const fn user(&self) -> Option<&'b [u8]> {
        self.user
    }

    /// The password, escapes untouched. Sending one is not recommended (§19.1.1).
    pub const fn password(&self) -> Option<&'b [u8]> {
        self.password
    }

    /// The host.
    pub const fn host(&self) -> Host<'b> {
        self.host_port.host
    }

    /// The port, if one was written.
    pub const fn port(&self) -> Option<u16> {
        self.host_port.port
    }

    /// Host and port as they were written.
    pub const fn host_port(&self) -> HostPort<'b> {
        self.host_port
    }

    /// The URI's parameters; those of a header field are not among them.
    pub const fn params(&self) -> UriParams<'b> {
        self.params
    }

    /// The URI's header fields.
    pub const fn headers(&self) -> UriHeaders<'b> {
        self.headers
    }
}

/// The text says it all.
impl PartialEq for SipUri<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Hash for SipUri<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<'b> TryFrom<&'b [u8]> for SipUri<'b> {
    type Error = ParseError;

    fn try_from(text: &'b [u8]) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl fmt::Display for SipUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Lossy(self.text).fmt(f)
    }
}

type UserInfo<'b> = (Option<&'b [u8]>, Option<&'b [u8]>);

/// Steps over what is left of `user[:password]@`, which began at `start`.
#[inline]
fn user_info<'b>(cursor: &mut Cursor<'b>, start: &Cursor<'b>) -> Result<UserInfo<'b>, ParseError> {
    cursor.take_escaped(Class::USER)?;
    let user = cursor.since(start);
    if user.is_empty() {
        return Err(cursor.error(ParseErrorKind::Uri));
    }
    let password = if cursor.eat(b':') {
        let start = *cursor;
        cursor.take_escaped(Class::USER)?;
        // A colon is against the grammar here, and there is nothing that it could be mistaken for.
        while cursor.eat(b':') {
            cursor.take_escaped(Class::USER)?;
        }
        Some(cursor.since(&start))
    } else {
        None
    };
    if !cursor.eat(b'@') {
        return Err(cursor.error(ParseErrorKind::Uri));
    }
    Ok((Some(user), password))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &[u8]) -> ParseErrorKind {
        SipUri::parse(text).unwrap_err().kind
    }

    #[test]
    fn every_part_is_found() {
        let uri =
            SipUri::parse(b"SIPS:a%40b:pw@[::1]:5071;transport=tcp;lr?subject=x&to=").unwrap();
        assert_eq!(uri.scheme(), Scheme::Sips);
        assert_eq!(uri.user(), Some(&b"a%40b"[..]));
        assert_eq!(uri.password(), Some(&b"pw"[..]));
        assert_eq!(uri.port(), Some(5071));
        assert_eq!(uri.transport_text(), Some(&b"tcp"[..]));
        assert!(uri.is_loose_router());
        let headers: std::vec::Vec<_> = uri.headers().iter().collect();
        assert_eq!(headers.len(), 2);
        assert_eq!(headers[1].value, Some(&b""[..]));
    }

    #[test]
    fn p16_commas_and_semicolons_belong_to_the_user_part() {
        assert_eq!(SipUri::parse(b"sip:9700,2@h:50000").unwrap().user(), Some(&b"9700,2"[..]));
        let uri = SipUri::parse(b"sip:+358;postd=pp22@foo.com;user=phone").unwrap();
        assert_eq!(uri.user(), Some(&b"+358;postd=pp22"[..]));
        assert_eq!(uri.params().iter().count(), 1);
    }

    #[test]
    fn p18_a_uri_without_a_host_is_refused() {
        for bad in [&b"sip:"[..], b"sip:@", b"sip:user@", b"sip:;qsde", b"sip:@atlanta.org"] {
            assert!(SipUri::parse(bad).is_err());
        }
    }

    #[test]
    fn p24_a_truncated_escape_is_refused() {
        assert_eq!(kind(b"sip:a@h;x=%4"), ParseErrorKind::Escape);
        assert_eq!(kind(b"sip:a%@h"), ParseErrorKind::Escape);
        assert_eq!(kind(b"sip:a@h?x=%4g"), ParseErrorKind::Escape);
    }

    #[test]
    fn a_parameter_stands_once() {
        assert_eq!(kind(b"sip:a@h;lr;ttl=1;LR"), ParseErrorKind::Parameter);
    }

    #[test]
    fn an_empty_parameter_is_passed_over() {
        let uri = SipUri::parse(b"sip:a@h;;ttl=1;transport=udp;").unwrap();
        assert_eq!(uri.transport_text(), Some(&b"udp"[..]));
        assert_eq!(uri.params().iter().count(), 2);
    }

    #[test]
    fn what_follows_the_host_is_a_port_parameters_or_header_fields() {
        for bad in [&b"sip:test@127.0.0.1::55"[..], b"sip:test@127.0.0.1:55:", b"sip:a@b@c"] {
            assert!(SipUri::parse(bad).is_err());
        }
    }
}
