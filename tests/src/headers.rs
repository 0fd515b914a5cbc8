//! Every typed header field once, in the order of the registry: what holds for all of them is asked
//! of all of them.

use std::fmt::Debug;

use sip_core::header::{
    Accept, AcceptContact, AcceptEncoding, AcceptLanguage, AcceptResourcePriority, AlertInfo,
    Allow, AllowEvents, AuthenticationInfo, Authorization, CSeq, CallId, CallInfo, Contact,
    ContentDisposition, ContentEncoding, ContentId, ContentLanguage, ContentLength, ContentType,
    Date, ErrorInfo, Event, Expires, FeatureCaps, FlowTimer, From, Geolocation, GeolocationError,
    GeolocationRouting, HeaderValue, HistoryInfo, Identity, InReplyTo, InfoPackage, Join,
    MaxBreadth, MaxForwards, MimeVersion, MinExpires, MinSe, Organization, PAccessNetworkInfo,
    PAssertedIdentity, PPreferredIdentity, Path, Priority, Privacy, ProxyAuthenticate,
    ProxyAuthorization, ProxyRequire, RAck, RSeq, Reason, RecordRoute, RecvInfo, ReferSub, ReferTo,
    ReferredBy, RejectContact, Replaces, ReplyTo, RequestDisposition, Require, ResourcePriority,
    RetryAfter, Route, SecurityClient, SecurityServer, SecurityVerify, Server, ServiceRoute,
    SessionExpires, SipETag, SipIfMatch, Subject, SubscriptionState, Supported, TargetDialog,
    Timestamp, To, Unsupported, UserAgent, UserToUser, Via, Warning, WwwAuthenticate,
};

/// What is asked of the type of each header field.
pub trait Visitor<'b> {
    /// Asks it of `T`.
    fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self);
}

/// Shows the types of all known header fields to `visitor`.
pub fn visit_all<'b>(visitor: &mut impl Visitor<'b>) {
    visitor.visit::<Accept<'b>>();
    visitor.visit::<AcceptEncoding<'b>>();
    visitor.visit::<AcceptLanguage<'b>>();
    visitor.visit::<AlertInfo<'b>>();
    visitor.visit::<Allow<'b>>();
    visitor.visit::<AuthenticationInfo<'b>>();
    visitor.visit::<Authorization<'b>>();
    visitor.visit::<CallId<'b>>();
    visitor.visit::<CallInfo<'b>>();
    visitor.visit::<Contact<'b>>();
    visitor.visit::<ContentDisposition<'b>>();
    visitor.visit::<ContentEncoding<'b>>();
    visitor.visit::<ContentLanguage<'b>>();
    visitor.visit::<ContentLength>();
    visitor.visit::<ContentType<'b>>();
    visitor.visit::<CSeq<'b>>();
    visitor.visit::<Date>();
    visitor.visit::<ErrorInfo<'b>>();
    visitor.visit::<Expires>();
    visitor.visit::<From<'b>>();
    visitor.visit::<InReplyTo<'b>>();
    visitor.visit::<MaxForwards>();
    visitor.visit::<MinExpires>();
    visitor.visit::<MimeVersion>();
    visitor.visit::<Organization<'b>>();
    visitor.visit::<Priority<'b>>();
    visitor.visit::<ProxyAuthenticate<'b>>();
    visitor.visit::<ProxyAuthorization<'b>>();
    visitor.visit::<ProxyRequire<'b>>();
    visitor.visit::<RecordRoute<'b>>();
    visitor.visit::<ReplyTo<'b>>();
    visitor.visit::<Require<'b>>();
    visitor.visit::<RetryAfter<'b>>();
    visitor.visit::<Route<'b>>();
    visitor.visit::<Server<'b>>();
    visitor.visit::<Subject<'b>>();
    visitor.visit::<Supported<'b>>();
    visitor.visit::<Timestamp<'b>>();
    visitor.visit::<To<'b>>();
    visitor.visit::<Unsupported<'b>>();
    visitor.visit::<UserAgent<'b>>();
    visitor.visit::<Via<'b>>();
    visitor.visit::<Warning<'b>>();
    visitor.visit::<WwwAuthenticate<'b>>();
    visitor.visit::<AcceptContact<'b>>();
    visitor.visit::<AcceptResourcePriority<'b>>();
    visitor.visit::<AllowEvents<'b>>();
    visitor.visit::<ContentId<'b>>();
    visitor.visit::<Event<'b>>();
    visitor.visit::<FeatureCaps<'b>>();
    visitor.visit::<FlowTimer>();
    visitor.visit::<Geolocation<'b>>();
    visitor.visit::<GeolocationError<'b>>();
    visitor.visit::<GeolocationRouting<'b>>();
    visitor.visit::<HistoryInfo<'b>>();
    visitor.visit::<Identity<'b>>();
    visitor.visit::<InfoPackage<'b>>();
    visitor.visit::<Join<'b>>();
    visitor.visit::<MaxBreadth>();
    visitor.visit::<MinSe<'b>>();
    visitor.visit::<PAccessNetworkInfo<'b>>();
    visitor.visit::<PAssertedIdentity<'b>>();
    visitor.visit::<PPreferredIdentity<'b>>();
    visitor.visit::<Path<'b>>();
    visitor.visit::<Privacy<'b>>();
    visitor.visit::<RAck<'b>>();
    visitor.visit::<Reason<'b>>();
    visitor.visit::<RecvInfo<'b>>();
    visitor.visit::<ReferSub<'b>>();
    visitor.visit::<ReferTo<'b>>();
    visitor.visit::<ReferredBy<'b>>();
    visitor.visit::<RejectContact<'b>>();
    visitor.visit::<Replaces<'b>>();
    visitor.visit::<RequestDisposition<'b>>();
    visitor.visit::<ResourcePriority<'b>>();
    visitor.visit::<RSeq>();
    visitor.visit::<SecurityClient<'b>>();
    visitor.visit::<SecurityServer<'b>>();
    visitor.visit::<SecurityVerify<'b>>();
    visitor.visit::<ServiceRoute<'b>>();
    visitor.visit::<SessionExpires<'b>>();
    visitor.visit::<SipETag<'b>>();
    visitor.visit::<SipIfMatch<'b>>();
    visitor.visit::<SubscriptionState<'b>>();
    visitor.visit::<TargetDialog<'b>>();
    visitor.visit::<UserToUser<'b>>();
}

#[cfg(test)]
mod tests {
    use sip_core::header::KnownHeader;

    use super::*;

    #[test]
    fn every_known_header_field_has_one_type() {
        struct Headers(Vec<KnownHeader>);
        impl<'b> Visitor<'b> for Headers {
            fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
                self.0.push(T::HEADER);
            }
        }
        let mut headers = Headers(Vec::new());
        visit_all(&mut headers);
        assert_eq!(headers.0, KnownHeader::ALL);
    }
}
