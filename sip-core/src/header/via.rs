//! `Via` (§20.42).

use core::net::IpAddr;

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::cursor::trim;
use crate::grammar::number::parse_u32;
use crate::grammar::{Cursor, Params};
use crate::uri::{Host, HostPort};

/// What a branch of RFC 3261 begins with; compared without regard to case (§8.1.1.7, §7.3.1).
pub const BRANCH_COOKIE: &[u8] = b"z9hG4bK";

/// One hop that a request took, and its response takes back.
///
/// ```
/// use sip_core::header::{HeaderValue, Rport, Via};
///
/// let via = Via::from_value(b"SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bK74bf9")?;
/// assert_eq!(via.sent_by().port, Some(5070));
/// assert_eq!(via.rport(), Rport::Asked);
/// assert!(via.has_cookie());
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct Via<'b> {
    transport: &'b [u8],
    sent_by: HostPort<'b>,
    branch: Option<&'b [u8]>,
    received: Option<&'b [u8]>,
    maddr: Option<&'b [u8]>,
    rport: Rport,
    params: Params<'b>,
    text: &'b [u8],
}

/// The `rport` parameter (RFC 3581 §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rport {
    /// The client did not ask for the response to come to its source port.
    #[default]
    Absent,
    /// The client asks, and nobody has answered yet.
    Asked,
    /// The source port that the server saw.
    Filled(u16),
}

impl<'b> Via<'b> {
    /// The transport, as it was written; compared without regard to case.
    pub const fn transport(&self) -> &'b [u8] {
        self.transport
    }

    /// Where the sender says it is.
    pub const fn sent_by(&self) -> HostPort<'b> {
        self.sent_by
    }

    /// The identifier of the transaction; compared without regard to case, as the token that it
    /// is (§7.3.1, §8.1.1.7).
    pub const fn branch(&self) -> Option<&'b [u8]> {
        self.branch
    }

    /// Whether the branch was made by the rules of RFC 3261, and so is unique: it begins with
    /// the magic cookie and goes on behind it (§8.1.1.7; RFC 4475 §3.2.1).
    pub fn has_cookie(&self) -> bool {
        self.branch.and_then(|branch| branch.split_at_checked(BRANCH_COOKIE.len())).is_some_and(
            |(cookie, rest)| cookie.eq_ignore_ascii_case(BRANCH_COOKIE) && !rest.is_empty(),
        )
    }

    /// Where the next hop saw the message come from (§18.2.1). Names stand there in messages of
    /// RFC 2543; they are no address.
    pub fn received(&self) -> Option<IpAddr> {
        Host::from_param(self.received?)?.ip()
    }

    /// Where the sender wants its response instead (§18.2.2): a host or a multicast address.
    pub fn maddr(&self) -> Option<Host<'b>> {
        Host::from_param(self.maddr?)
    }

    /// The `rport` parameter.
    pub const fn rport(&self) -> Rport {
        self.rport
    }

    /// All parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }

    /// The value as it stands in the message.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}

/// Two hops are equal if their parts are, whatever white space stands between those.
impl PartialEq for Via<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.transport.eq_ignore_ascii_case(other.transport)
            && self.sent_by == other.sent_by
            && self.params == other.params
    }
}

impl<'b> HeaderValue<'b> for Via<'b> {
    const HEADER: KnownHeader = KnownHeader::Via;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        protocol_part(cursor, b"SIP")?;
        protocol_part(cursor, b"2.0")?;
        let transport = cursor.token()?;
        let after_transport = *cursor;
        cursor.skip_lws();
        if cursor.offset() == after_transport.offset() {
            return Err(cursor.error(ParseErrorKind::Token));
        }
        let sent_by = HostPort::parse(cursor, crate::uri::Lws::Allowed)?;
        let (mut branch, mut received, mut maddr) = (None, None, None);
        let mut rport = Rport::Absent;
        let params = Params::parse(cursor, |param, at| {
            let broken = || at.error(ParseErrorKind::Parameter);
            // Each stands once: with two branches nobody knows whose response it is.
            let once = |place: &mut Option<&'b [u8]>| match param.value {
                Some([_, ..]) if place.is_none() => {
                    *place = param.value;
                    Ok(())
                }
                _ => Err(broken()),
            };
            match param.name.len() {
                6 if param.is(b"branch") => once(&mut branch),
                8 if param.is(b"received") => once(&mut received),
                5 if param.is(b"maddr") => once(&mut maddr),
                5 if param.is(b"rport") => {
                    if rport != Rport::Absent {
                        return Err(broken());
                    }
                    rport = match param.value {
                        None | Some([]) => Rport::Asked,
                        Some(port) => parse_u32(port)
                            .and_then(|port| u16::try_from(port).ok())
                            .map(Rport::Filled)
                            .ok_or_else(broken)?,
                    };
                    Ok(())
                }
                _ => Ok(()),
            }
        })?;
        let text = trim(cursor.since(&start));
        Ok(Self { transport, sent_by, branch, received, maddr, rport, params, text })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(b"SIP/2.0/").put(self.transport).put(b" ");
        out.put(self.sent_by.host_text());
        if let Some(port) = self.sent_by.port {
            out.put(b":").number(port.into());
        }
        out.params(self.params);
    }
}

/// Steps over `expected` and the slash behind it, in any case, with white space around both.
fn protocol_part(cursor: &mut Cursor<'_>, expected: &[u8]) -> Result<(), ParseError> {
    let start = *cursor;
    if !cursor.take(expected.len()).eq_ignore_ascii_case(expected) {
        return Err(start.error(ParseErrorKind::Token));
    }
    cursor.skip_lws();
    if !cursor.eat(b'/') {
        return Err(cursor.error(ParseErrorKind::Token));
    }
    cursor.skip_lws();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &[u8]) -> Result<Via<'_>, ParseError> {
        Via::from_value(text)
    }

    #[test]
    fn p40_white_space_may_stand_anywhere() {
        let text = b"SIP  / 2.0\r\n /UDP\r\n    192.0.2.2 : 5070 ; branch = 390skdjuw ; rport = 9";
        let via = parse(text).unwrap();
        assert_eq!(via.transport(), b"UDP");
        assert_eq!(via.sent_by().port, Some(5070));
        assert_eq!(via.branch(), Some(&b"390skdjuw"[..]));
        assert_eq!(via.rport(), Rport::Filled(9));
        assert_eq!(via.as_bytes(), text);
    }

    #[test]
    fn p40_an_empty_rport_asks_like_a_bare_one() {
        assert_eq!(parse(b"SIP/2.0/UDP h;rport=").unwrap().rport(), Rport::Asked);
        assert!(parse(b"SIP/2.0/UDP h;rport=70000").is_err());
    }

    #[test]
    fn p21_received_is_an_address_with_or_without_brackets() {
        let expected: IpAddr = "2001:db8::1".parse().unwrap();
        for text in
            [&b"SIP/2.0/UDP h;received=2001:db8::1"[..], b"SIP/2.0/UDP h;received=[2001:db8::1]"]
        {
            assert_eq!(parse(text).unwrap().received(), Some(expected));
        }
        let name = parse(b"SIP/2.0/UDP 129.6.55.9:7060;received=stinkbug.antd.nist.gov").unwrap();
        assert_eq!(name.received(), None);
    }

    #[test]
    fn p22_an_ipv6_sent_by_needs_brackets() {
        assert!(parse(b"SIP/2.0/UDP FFFF:67C::8:5060").is_err());
        assert_eq!(parse(b"SIP/2.0/UDP [2001:67c::192]:5060").unwrap().sent_by().port, Some(5060));
    }

    #[test]
    fn t19_the_cookie_alone_is_no_unique_branch() {
        assert!(!parse(b"SIP/2.0/UDP h;branch=z9hG4bK").unwrap().has_cookie());
        assert!(parse(b"SIP/2.0/UDP h;branch=Z9HG4BKx").unwrap().has_cookie());
        assert!(!parse(b"SIP/2.0/UDP h").unwrap().has_cookie());
    }

    #[test]
    fn what_routes_a_response_stands_once() {
        for params in
            ["branch=1;branch=2", "rport;rport=1", "maddr=a;maddr=a", "received=a;received=b"]
        {
            let text = std::format!("SIP/2.0/UDP h;{params}");
            assert_eq!(parse(text.as_bytes()).unwrap_err().kind, ParseErrorKind::Parameter);
        }
    }

    #[test]
    fn another_protocol_is_refused() {
        for bad in [&b"HTTP/1.1 h"[..], b"SIP/3.0/UDP h", b"SIP/2.0/UDP", b"SIP/2.0/UDP ", b""] {
            assert!(parse(bad).is_err());
        }
    }
}
