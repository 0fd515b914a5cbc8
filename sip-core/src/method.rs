//! Methods (§7.1): the ones registered with IANA, and any other token.
//!
//! Unlike header names, methods are case-sensitive: `invite` is a method, but not INVITE.

use core::fmt;

use crate::grammar::Class;

/// The method of a request.
///
/// ```
/// use sip_core::Method;
///
/// assert_eq!(Method::parse(b"INVITE"), Some(Method::Invite));
/// assert_eq!(Method::Invite.as_str(), "INVITE");
/// // Some method of another name: in the end a 405 or a 501.
/// assert!(!Method::parse(b"invite").unwrap().is_known());
/// assert_eq!(Method::parse(b"IN VITE"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method<'b> {
    /// Offers a session (§13).
    Invite,
    /// Confirms the final response to an INVITE (§13, §17.1.1.3).
    Ack,
    /// Ends a session (§15).
    Bye,
    /// Gives up a pending request (§9).
    Cancel,
    /// Asks what the peer can do (§11).
    Options,
    /// Binds addresses to an address-of-record (§10).
    Register,
    /// Confirms a provisional response (RFC 3262).
    Prack,
    /// Changes a session before or after its answer (RFC 3311).
    Update,
    /// Carries application data within a dialog (RFC 6086).
    Info,
    /// Asks for a state and its changes (RFC 6665).
    Subscribe,
    /// Tells a state that was subscribed to (RFC 6665).
    Notify,
    /// Stores a state at its server (RFC 3903).
    Publish,
    /// Carries an instant message (RFC 3428).
    Message,
    /// Asks the peer to send a request elsewhere (RFC 3515).
    Refer,
    /// `extension-method` (§25.1).
    Other(ExtensionMethod<'b>),
}

impl<'b> Method<'b> {
    /// The registered methods (IANA "SIP Parameters", Methods).
    pub const KNOWN: [Method<'static>; 14] = [
        Method::Invite,
        Method::Ack,
        Method::Bye,
        Method::Cancel,
        Method::Options,
        Method::Register,
        Method::Prack,
        Method::Update,
        Method::Info,
        Method::Subscribe,
        Method::Notify,
        Method::Publish,
        Method::Message,
        Method::Refer,
    ];

    /// Reads a method; `None` if it is not a token (§25.1).
    #[inline]
    pub fn parse(name: &'b [u8]) -> Option<Self> {
        // Length and first letter leave one candidate.
        let candidate = match (name.len(), name.first()?) {
            (6, b'I') => Self::Invite,
            (3, b'A') => Self::Ack,
            (3, b'B') => Self::Bye,
            (6, b'C') => Self::Cancel,
            (7, b'O') => Self::Options,
            (8, b'R') => Self::Register,
            (5, b'P') => Self::Prack,
            (6, b'U') => Self::Update,
            (4, b'I') => Self::Info,
            (9, b'S') => Self::Subscribe,
            (6, b'N') => Self::Notify,
            (7, b'P') => Self::Publish,
            (7, b'M') => Self::Message,
            (5, b'R') => Self::Refer,
            _ => return ExtensionMethod::new(name).map(Self::Other),
        };
        if candidate.as_bytes() == name {
            Some(candidate)
        } else {
            ExtensionMethod::new(name).map(Self::Other)
        }
    }

    /// The method as it stands on the wire.
    #[inline]
    pub const fn as_str(self) -> &'b str {
        self.row().0
    }

    /// [`as_str`](Self::as_str) in bytes.
    #[inline]
    pub const fn as_bytes(self) -> &'b [u8] {
        self.as_str().as_bytes()
    }

    /// The RFC and section that define the method, if it is registered.
    pub const fn source(self) -> Option<&'static str> {
        self.row().1
    }

    /// Whether the method is registered with IANA.
    pub const fn is_known(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Whether this is INVITE, which has transactions of its own kind (§17.1.1, §17.2.1).
    pub const fn is_invite(self) -> bool {
        matches!(self, Self::Invite)
    }

    /// Whether a request with this method has a transaction of its own: all but ACK, which belongs
    /// to its INVITE's transaction or, after a 2xx, to none (§17).
    pub const fn has_transaction(self) -> bool {
        !matches!(self, Self::Ack)
    }

    /// Whether CANCEL may be sent for it. It makes sense for INVITE only: others are answered at
    /// once (§9.1).
    pub const fn may_be_cancelled(self) -> bool {
        self.is_invite()
    }

    /// Whether a request outside a dialog can create one: INVITE (§12.1), SUBSCRIBE (RFC 6665
    /// §4.4.1), and REFER by the subscription it implies (RFC 3515 §2.4.4).
    pub const fn creates_dialog(self) -> bool {
        matches!(self, Self::Invite | Self::Subscribe | Self::Refer)
    }

    /// Whether its Contact replaces the dialog's remote target (§12.2): INVITE, UPDATE (RFC 3311
    /// §5.1), SUBSCRIBE (RFC 6665 §3.1), NOTIFY (RFC 6665 §3.2) and REFER (RFC 5057 §5.4).
    pub const fn is_target_refresh(self) -> bool {
        matches!(self, Self::Invite | Self::Update | Self::Subscribe | Self::Notify | Self::Refer)
    }

    /// The registry: name and source.
    #[inline]
    const fn row(self) -> (&'b str, Option<&'static str>) {
        match self {
            Self::Invite => ("INVITE", Some("RFC 3261 §13")),
            Self::Ack => ("ACK", Some("RFC 3261 §13")),
            Self::Bye => ("BYE", Some("RFC 3261 §15")),
            Self::Cancel => ("CANCEL", Some("RFC 3261 §9")),
            Self::Options => ("OPTIONS", Some("RFC 3261 §11")),
            Self::Register => ("REGISTER", Some("RFC 3261 §10")),
            Self::Prack => ("PRACK", Some("RFC 3262 §6")),
            Self::Update => ("UPDATE", Some("RFC 3311 §7")),
            Self::Info => ("INFO", Some("RFC 6086 §4")),
            Self::Subscribe => ("SUBSCRIBE", Some("RFC 6665 §3.1")),
            Self::Notify => ("NOTIFY", Some("RFC 6665 §3.2")),
            Self::Publish => ("PUBLISH", Some("RFC 3903 §11.1.1")),
            Self::Message => ("MESSAGE", Some("RFC 3428 §9")),
            Self::Refer => ("REFER", Some("RFC 3515 §2")),
            Self::Other(extension) => (extension.0, None),
        }
    }
}

impl fmt::Display for Method<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A method that is not registered, as received: made by [`Method::parse`] only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExtensionMethod<'b>(&'b str);

impl<'b> ExtensionMethod<'b> {
    fn new(name: &'b [u8]) -> Option<Self> {
        let token = !name.is_empty() && Class::TOKEN.has_all(name);
        if token { str::from_utf8(name).ok().map(Self) } else { None }
    }

    /// The method as it stands on the wire.
    pub const fn as_str(self) -> &'b str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::collections::HashSet;
    use std::string::ToString;

    use super::*;

    fn names_where(fact: fn(Method<'static>) -> bool) -> std::vec::Vec<&'static str> {
        Method::KNOWN.into_iter().filter(|m| fact(*m)).map(Method::as_str).collect()
    }

    #[test]
    fn every_registered_method_is_read_as_it_is_written() {
        for method in Method::KNOWN {
            let name = method.to_string();
            assert_eq!(Method::parse(name.as_bytes()), Some(method), "{name}");
            assert_eq!(method.as_bytes(), name.as_bytes());
            assert!(method.is_known() && method.source().is_some(), "{name}");
        }
        assert_eq!(Method::KNOWN.iter().collect::<HashSet<_>>().len(), Method::KNOWN.len());
    }

    #[test]
    fn a_method_in_lower_case_is_another_method() {
        for method in Method::KNOWN {
            let name = method.as_str().to_lowercase();
            let read = Method::parse(name.as_bytes()).unwrap();
            assert!(!read.is_known() && read != method, "{name}");
            assert_eq!((read.as_str(), read.source()), (&*name, None));
        }
    }

    #[test]
    fn a_near_miss_is_a_method_that_is_not_registered_or_none() {
        for method in Method::KNOWN {
            let name = method.as_bytes();
            for at in 0..name.len() {
                let mut changed = name.to_vec();
                for byte in (0..=u8::MAX).filter(|b| *b != name[at]) {
                    changed[at] = byte;
                    let read = Method::parse(&changed);
                    let shown = changed.escape_ascii();
                    assert_eq!(read.is_some(), Class::TOKEN.has(byte), "{shown}");
                    assert!(!read.is_some_and(Method::is_known), "{shown}");
                }
                let prefix = Method::parse(&name[..at]);
                assert!(!prefix.is_some_and(Method::is_known), "{at} bytes of {method}");
            }
            let longer = [name, b"S"].concat();
            assert!(!Method::parse(&longer).unwrap().is_known(), "{method}S");
        }
    }

    #[test]
    fn a_percent_sign_in_a_method_is_no_escape() {
        let method = Method::parse(b"RE%47IST%45R").unwrap();
        assert_eq!((method.is_known(), method.as_str()), (false, "RE%47IST%45R"));
    }

    #[test]
    fn what_is_not_a_token_is_not_a_method() {
        for name in [&b""[..], b" ", b"INVITE ", b"\0", b"INVITE\r\n", b"a/b", b"\xC3\xA9"] {
            assert_eq!(Method::parse(name), None, "{}", name.escape_ascii());
        }
    }

    #[test]
    fn the_facts_name_the_methods_that_the_rfcs_name() {
        assert_eq!(names_where(Method::is_invite), ["INVITE"]);
        assert_eq!(names_where(Method::may_be_cancelled), ["INVITE"]);
        assert_eq!(names_where(|m| !m.has_transaction()), ["ACK"]);
        assert_eq!(names_where(Method::creates_dialog), ["INVITE", "SUBSCRIBE", "REFER"]);
        assert_eq!(
            names_where(Method::is_target_refresh),
            ["INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER"]
        );
    }
}
