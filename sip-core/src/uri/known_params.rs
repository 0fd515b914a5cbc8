//! The parameters of a SIP URI that have a meaning (§19.1.1; `ob`: RFC 5626; `gr`: RFC 5627), as
//! typed values.
//!
//! A value that its rule does not allow is none. Whoever has to tell that from a parameter that is
//! not there asks [`SipUri::params`].

use super::unescape::short;
use super::{Host, SipUri, TelephoneSubscriber, UriParam, letters};
use crate::grammar::number::parse_u32;
use crate::method::Method;
use crate::transport::Transport;

impl<'b> SipUri<'b> {
    /// `transport`: how the URI is to be reached (§19.1.1). None also for a transport that nobody
    /// knows: then [`transport_text`](Self::transport_text) is some.
    ///
    /// ```
    /// use sip_core::transport::Transport;
    /// use sip_core::uri::SipUri;
    ///
    /// let uri = SipUri::parse(b"sip:h;transport=TCP;ttl=15;maddr=239.255.255.1")?;
    /// assert_eq!(uri.transport(), Some(Transport::Tcp));
    /// assert_eq!(uri.ttl(), Some(15));
    /// assert!(uri.maddr().and_then(|host| host.ip()).is_some_and(|ip| ip.is_multicast()));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub fn transport(&self) -> Option<Transport> {
        let name = self.transport_text()?;
        match Transport::from_name(name) {
            None if letters::has_escape(name) => Transport::from_name(&short(name)?),
            transport => transport,
        }
    }

    /// `transport`, as it was written.
    pub fn transport_text(&self) -> Option<&'b [u8]> {
        self.value(b"transport")
    }

    /// `maddr`: where to send to instead of the host (§19.1.1).
    pub fn maddr(&self) -> Option<Host<'b>> {
        Host::from_param(self.value(b"maddr")?)
    }

    /// `ttl`: how many routers a multicast packet may pass (§19.1.1).
    pub fn ttl(&self) -> Option<u8> {
        parse_u32(self.value(b"ttl")?).and_then(|ttl| u8::try_from(ttl).ok())
    }

    /// `method`: that of a request which is formed from the URI (§19.1.5).
    pub fn method(&self) -> Option<Method<'b>> {
        let name = self.value(b"method")?;
        if letters::has_escape(name) {
            let plain = short(name)?;
            let known = Method::KNOWN.into_iter().find(|method| method.as_bytes() == &plain[..]);
            if known.is_some() {
                return known;
            }
        }
        Method::parse(name)
    }

    /// Whether there is `user=phone`: the user is a telephone number (§19.1.1).
    pub fn is_phone(&self) -> bool {
        self.value(b"user").is_some_and(|value| letters::is_named(value, b"phone"))
    }

    /// The telephone number that the user is, if `user=phone` says so (§19.1.6).
    ///
    /// Without that parameter a user that looks like a number may be taken for one where the
    /// names of users allow it (§19.1.1): [`TelephoneSubscriber::parse`] of the user.
    pub fn telephone(&self) -> Option<TelephoneSubscriber<'b>> {
        if !self.is_phone() {
            return None;
        }
        TelephoneSubscriber::parse(self.user()?).ok()
    }

    /// `lr`: whether the URI is that of a loose router (§16.12.1.1). A value, as in the common
    /// `lr=on`, makes no difference.
    pub fn is_loose_router(&self) -> bool {
        self.params().get(b"lr").is_some()
    }

    /// `ob`: whether requests in the dialog are to take the flow of the registration (RFC 5626
    /// §4.3).
    pub fn is_outbound(&self) -> bool {
        self.params().get(b"ob").is_some()
    }

    /// `gr`: the URI is a GRUU; without a value a temporary one (RFC 5627 §3.1).
    ///
    /// By §19.1.4 a public GRUU is [equivalent](Self::is_equivalent) to its address-of-record:
    /// this is how to tell them apart.
    pub fn gruu(&self) -> Option<UriParam<'b>> {
        self.params().get(b"gr")
    }

    fn value(&self, name: &[u8]) -> Option<&'b [u8]> {
        self.params().get(name)?.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> SipUri<'_> {
        SipUri::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn each_parameter_has_its_value() {
        let uri =
            uri("sip:+1@h;Transport=sctp;user=PHONE;ttl=015;maddr=[::1];method=BYE;lr=on;ob;gr=x");
        assert_eq!(uri.transport(), Some(Transport::Sctp));
        assert!(uri.is_phone() && uri.is_loose_router() && uri.is_outbound());
        assert_eq!(uri.ttl(), Some(15));
        assert_eq!(uri.maddr(), Host::from_param(b"::1"));
        assert_eq!(uri.method(), Some(Method::Bye));
        assert_eq!(uri.gruu().and_then(|gr| gr.value), Some(&b"x"[..]));
        assert!(uri.telephone().is_some_and(|number| number.is_global()));
    }

    #[test]
    fn a_value_that_its_rule_does_not_allow_is_none() {
        let uri =
            uri("sip:alice@h;transport=carrier-pigeon;user=phone;ttl=256;maddr=a:b;method=[]");
        assert_eq!(
            (uri.transport(), uri.ttl(), uri.maddr(), uri.method()),
            (None, None, None, None)
        );
        assert_eq!(uri.transport_text(), Some(&b"carrier-pigeon"[..]));
        assert!(uri.telephone().is_none(), "alice is no number");
    }

    #[test]
    fn names_and_values_may_be_escaped() {
        let uri = uri("sip:h;%74ransport=t%63p;method=%4D%45%53%53%41%47%45;user=%70hone;%6cr");
        assert_eq!(uri.transport(), Some(Transport::Tcp));
        assert_eq!(uri.method(), Some(Method::Message));
        assert!(uri.is_phone() && uri.is_loose_router());
    }

    #[test]
    fn a_number_without_user_phone_is_a_name() {
        assert!(uri("sip:+1@h").telephone().is_none());
        assert!(uri("sip:+1@h;user=ip").telephone().is_none());
        assert!(uri("sip:h;user=phone").telephone().is_none());
    }
}
