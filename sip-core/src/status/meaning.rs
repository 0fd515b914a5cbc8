//! What a code asks of the program that receives or sends it.
//!
//! The words are here; which code says which stands in the table ([`super::REGISTRY`]). All of it
//! is knowledge about the number alone: what depends on the method or on the header fields of the
//! response is said at the word and left to the caller.

use super::{StatusClass, StatusCode};

impl StatusCode {
    /// The code to act on: itself if registered, or else [`Self::class_default`] (§8.1.3.2).
    pub const fn treated_as(self) -> Self {
        match self.registration() {
            Some(_) => self,
            None => self.class_default(),
        }
    }

    /// The reason phrase to write behind the code. For an unregistered code it names the class:
    /// the phrase of x00, say `Bad Request`, would claim something that nobody said.
    ///
    /// For human eyes only; what comes in may be any text in any language (§7.2).
    pub const fn reason(self) -> &'static str {
        match self.registration() {
            Some(row) => row.reason,
            None => self.class().reason(),
        }
    }

    /// The header fields that a response with this code brings along beyond the usual ones. What
    /// any response may carry (`Warning`, `Error-Info`, `Reason`) is listed only where it is asked
    /// for.
    ///
    /// ```
    /// use sip_core::status::{Need, StatusCode};
    ///
    /// let [allow] = StatusCode::METHOD_NOT_ALLOWED.companions() else { panic!() };
    /// assert_eq!((allow.name, allow.need), ("Allow", Need::Must));
    /// ```
    pub const fn companions(self) -> &'static [Companion] {
        match self.treated_as().registration() {
            Some(row) => row.companions,
            None => &[],
        }
    }

    /// What to change so that a new request may succeed where this one failed. `None`: the code
    /// knows of nothing, though after a 4xx or 5xx another server may still say yes, as after a 6xx
    /// none will (§21.4, §21.6).
    ///
    /// The new request is a new transaction: the same Call-ID, To and From, the next CSeq
    /// (§8.1.3.5).
    pub const fn remedy(self) -> Option<Remedy> {
        match self.treated_as().registration() {
            Some(row) => row.remedy,
            None => None,
        }
    }

    /// What this final response to a request *within* a dialog does to the dialog and to the usage
    /// (the session, the subscription) that the request belonged to: RFC 5057 §5.1.
    ///
    /// A request that was to start a usage has merely failed, whatever this says. A BYE ends its
    /// session with any answer or none (§15.1.1).
    pub const fn dialog_effect(self) -> DialogEffect {
        match self.treated_as().registration() {
            Some(row) => row.dialog_effect,
            None => DialogEffect::Transaction,
        }
    }

    /// How good this response is among those that a forking proxy has gathered: it forwards the
    /// least (§16.7 step 6). Between equals the choice is free.
    ///
    /// ```
    /// use sip_core::status::StatusCode;
    ///
    /// let gathered = [503, 404, 407, 408].map(|code| StatusCode::new(code).unwrap());
    /// let best = gathered.into_iter().min_by_key(|code| code.forward_rank());
    /// assert_eq!(best, Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED));
    /// ```
    pub const fn forward_rank(self) -> ForwardRank {
        match self {
            Self::UNAUTHORIZED
            | Self::PROXY_AUTHENTICATION_REQUIRED
            | Self::UNSUPPORTED_MEDIA_TYPE
            | Self::BAD_EXTENSION
            | Self::ADDRESS_INCOMPLETE => ForwardRank::Resubmission,
            Self::REQUEST_TIMEOUT | Self::REQUEST_TERMINATED => ForwardRank::GivenUp,
            Self::SERVICE_UNAVAILABLE => ForwardRank::Unavailable,
            _ => match self.class() {
                StatusClass::Success => ForwardRank::Success,
                StatusClass::GlobalFailure => ForwardRank::GlobalFailure,
                StatusClass::Redirection => ForwardRank::Redirection,
                StatusClass::ClientError => ForwardRank::ClientError,
                StatusClass::ServerError => ForwardRank::ServerError,
                StatusClass::Provisional => ForwardRank::Provisional,
            },
        }
    }

    /// The code under which a stateful proxy passes this response upstream.
    ///
    /// `None` for 100, which never leaves the hop it was sent on (§16.7 step 5). 500 for 503: the
    /// element upstream would take a 503 for *this proxy's* and leave it alone for a while, so only
    /// a proxy that can serve no request at all forwards it as it is (§16.7 step 6). Every other
    /// code stays.
    pub const fn forwarded_as(self) -> Option<Self> {
        match self {
            Self::TRYING => None,
            Self::SERVICE_UNAVAILABLE => Some(Self::SERVER_INTERNAL_ERROR),
            other => Some(other),
        }
    }
}

/// A header field that belongs to a status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Companion {
    /// The name in its canonical spelling.
    pub name: &'static str,
    /// How strongly the RFC asks for it.
    pub need: Need,
}

/// How much a response wants a [`Companion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// The response is wrong without it.
    Must,
    /// The response is wrong without at least one of those marked so.
    MustOneOf,
    /// It should be there, if the sender has anything to say in it.
    Should,
    /// It has a meaning here and is optional.
    May,
}

/// The change after which a new request may succeed.
///
/// Each says what the response asks for, not that the caller can or wants to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// 300 to 302: send it to the URIs in `Contact`, one after the other (§8.1.3.4).
    FollowContacts,
    /// 305: send this one request through the proxy in `Contact` (§21.3.4).
    ThroughProxy,
    /// 401: with credentials for the challenges in `WWW-Authenticate` (§22.2). The response of a
    /// forking proxy may carry the other kind of challenge too (§16.7 step 7).
    Authenticate,
    /// 407: with credentials for the challenges in `Proxy-Authenticate` (§22.3); as above.
    AuthenticateProxy,
    /// 412: as a first PUBLISH, without `SIP-If-Match`: the server has forgotten the entity (RFC
    /// 3903 §4).
    PublishAnew,
    /// 413: with a shorter body or none (§8.1.3.5); the same one later if the response carries
    /// `Retry-After` (§21.4.11).
    SmallerBody,
    /// 415: with a body as `Accept`, `Accept-Encoding` and `Accept-Language` allow (§8.1.3.5).
    OtherContent,
    /// 416: with a SIP URI as Request-URI (§8.1.3.5).
    OtherScheme,
    /// 417: without `Resource-Priority`, or with a value from `Accept-Resource-Priority` (RFC
    /// 4412 §4).
    OtherPriority,
    /// 420: without the extensions in `Unsupported` (§8.1.3.5).
    DropExtensions,
    /// 421: with the extensions in `Require`, listed in `Supported` (§21.4.16).
    AddExtensions,
    /// 422: with a `Session-Expires` no shorter than `Min-SE`, and that `Min-SE` (RFC 4028 §7).
    LongerSession,
    /// 423: with an expiry no shorter than `Min-Expires` (§10.2.8).
    LongerInterval,
    /// 428, 429, 433: with its originator known. A signed `Identity` (RFC 8224 §6.2.2), a
    /// `Referred-By` token (RFC 3892 §5), no anonymity (RFC 5079), in this order.
    Identify,
    /// 430: over another flow to the same user agent (RFC 5626 §5). For the proxy that chose the
    /// flow; other clients take it as 400.
    OtherFlow,
    /// 439, 555: a REGISTER without what could not be had: outbound (RFC 5626 §4.2), push (RFC
    /// 8599 §4).
    PlainRegister,
    /// 404, 408, 480, 486, 500, 600, 603: unchanged, not before `Retry-After` has passed (§20.33).
    /// When the response has none, only 408 and 500 leave hope, after a time of the client's choice
    /// (§21.4.9, §21.5.1).
    RetryLater,
    /// 484: with more digits, which the user is still dialling (§21.4.22).
    LongerAddress,
    /// 485: to the one of the `Contact` URIs that the *user* picks (§21.4.23).
    ChooseContact,
    /// 488, 606: with another session description; after 488, the same one elsewhere (§21.4.26).
    OtherOffer,
    /// 491: unchanged, after a random time that depends on who made the Call-ID (§14.1).
    LaterAfterGlare,
    /// 493: with the body encrypted for the key in the response's body, or not at all (§23.2).
    OtherKey,
    /// 494: with a security mechanism from `Security-Server` (RFC 3329 §2.3).
    SecurityAgreement,
    /// 503: to another server at once; to this one not before `Retry-After` has passed. Without
    /// that field it is a 500 (§21.5.4).
    OtherServer,
}

/// What a final response to a request within a dialog puts an end to, besides the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DialogEffect {
    /// Nothing. That goes for 403 too: after a re-INVITE that failed, the session stays as it was
    /// (§14.1). After a 5xx or a 600 without `Retry-After` the caller may want to hang up properly.
    Transaction,
    /// 489: the subscription whose SUBSCRIBE or NOTIFY this answers. To another method it is a 400.
    EndsSubscription,
    /// 405, 501: the usage, if it lives by the method that was refused: INVITE for a session,
    /// SUBSCRIBE or NOTIFY for a subscription. An INFO that is refused does not end a call.
    EndsUsageOfMethod,
    /// 408, 480, 481: the usage that the request belonged to, and the dialog if it was the last. A
    /// 408 does what no answer at all does (RFC 5057 §5.2). For 408 and 481, §12.2.1.2 ends
    /// the dialog, which is the same where a dialog has one usage; a session is ended with a BYE.
    EndsUsage,
    /// 404, 410, 416, 482 to 485, 502, 604: the dialog and every usage in it. Its remote target or
    /// its route set leads nowhere. (After a 483, more `Max-Forwards` are worth one try.)
    EndsDialog,
}

/// The order of preference among gathered responses; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ForwardRank {
    /// 2xx: forwarded at once and never gathered; first, so that the order holds of all codes.
    Success,
    /// 6xx: it speaks for all branches, so it goes before every other failure.
    GlobalFailure,
    /// 3xx: then the lowest class.
    Redirection,
    /// 401, 407, 415, 420, 484: tells the client how to ask again.
    Resubmission,
    /// Any other 4xx.
    ClientError,
    /// 408, 487: the branch was silent or cancelled. Any 4xx that somebody meant says more; the
    /// choice within a class is the proxy's.
    GivenUp,
    /// 5xx.
    ServerError,
    /// 503: about one server, not about the request.
    Unavailable,
    /// 1xx: no candidate at all.
    Provisional,
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::status::REGISTRY;

    /// All codes that are registered, which is all that a table test needs to walk.
    fn registered() -> impl Iterator<Item = StatusCode> {
        REGISTRY.iter().map(|row| row.code)
    }

    fn numbers(keep: impl Fn(StatusCode) -> bool) -> Vec<u16> {
        registered().filter(|&code| keep(code)).map(StatusCode::as_u16).collect()
    }

    #[test]
    fn an_unknown_code_is_taken_for_the_general_one_of_its_class() {
        for code in (100..=699).filter_map(StatusCode::new) {
            let known = registered().any(|row| row == code);
            let expected = if known { code } else { code.class_default() };
            assert_eq!(code.treated_as(), expected, "{code:?}");
            assert_eq!(code.remedy(), expected.remedy(), "{code:?}");
            assert_eq!(code.companions(), expected.companions(), "{code:?}");
            assert_eq!(code.dialog_effect(), expected.dialog_effect(), "{code:?}");
            assert_eq!(code.reason() == code.class().reason(), !known, "{code:?}");
        }
    }

    #[test]
    fn each_remedy_is_offered_by_the_codes_that_its_documentation_names() {
        use Remedy::*;
        let offered: [(Remedy, &[u16]); 24] = [
            (FollowContacts, &[300, 301, 302]),
            (ThroughProxy, &[305]),
            (Authenticate, &[401]),
            (AuthenticateProxy, &[407]),
            (PublishAnew, &[412]),
            (SmallerBody, &[413]),
            (OtherContent, &[415]),
            (OtherScheme, &[416]),
            (OtherPriority, &[417]),
            (DropExtensions, &[420]),
            (AddExtensions, &[421]),
            (LongerSession, &[422]),
            (LongerInterval, &[423]),
            (Identify, &[428, 429, 433]),
            (OtherFlow, &[430]),
            (PlainRegister, &[439, 555]),
            (RetryLater, &[404, 408, 480, 486, 500, 600, 603]),
            (LongerAddress, &[484]),
            (ChooseContact, &[485]),
            (OtherOffer, &[488, 606]),
            (LaterAfterGlare, &[491]),
            (OtherKey, &[493]),
            (SecurityAgreement, &[494]),
            (OtherServer, &[503]),
        ];
        for (remedy, codes) in offered {
            assert_eq!(numbers(|code| code.remedy() == Some(remedy)), codes, "{remedy:?}");
        }
        let helped: usize = offered.iter().map(|(_, codes)| codes.len()).sum();
        assert_eq!(numbers(|code| code.remedy().is_some()).len(), helped);
    }

    #[test]
    fn each_header_field_accompanies_the_codes_of_its_row_in_the_header_tables() {
        use Need::*;
        let carried: [(&str, Need, &[u16]); 25] = [
            ("Contact", Should, &[300, 301, 302, 305]),
            ("Contact", May, &[485]),
            ("Reason", Should, &[199]),
            ("WWW-Authenticate", Must, &[401]),
            ("WWW-Authenticate", May, &[407]),
            ("Proxy-Authenticate", Must, &[407]),
            ("Proxy-Authenticate", May, &[401]),
            ("Allow", Must, &[405]),
            ("Accept", MustOneOf, &[415]),
            ("Accept-Encoding", MustOneOf, &[415]),
            ("Accept-Language", MustOneOf, &[415]),
            ("Accept-Resource-Priority", May, &[417]),
            ("Unsupported", Must, &[420]),
            ("Require", Must, &[421]),
            ("Min-SE", Must, &[422]),
            ("Min-Expires", Must, &[423]),
            ("Geolocation-Error", Must, &[424]),
            ("AlertMsg-Error", Must, &[425]),
            ("Recv-Info", Must, &[469]),
            ("Permission-Missing", Should, &[470]),
            ("Warning", Should, &[488]),
            ("Warning", May, &[606]),
            ("Allow-Events", Must, &[489]),
            ("Security-Server", Must, &[494]),
            ("Call-Info", Should, &[608]),
        ];
        for (name, need, codes) in carried {
            let companion = Companion { name, need };
            assert_eq!(numbers(|c| c.companions().contains(&companion)), codes, "{companion:?}");
        }
        let retry_after = |c: StatusCode| c.companions().iter().any(|h| h.name == "Retry-After");
        assert_eq!(numbers(retry_after), [404, 413, 480, 486, 500, 503, 600, 603]);

        let listed: usize = carried.iter().map(|(.., codes)| codes.len()).sum();
        let in_table: usize = registered().map(|code| code.companions().len()).sum();
        assert_eq!(in_table, listed + 8, "a companion in the table that no row above expects");
    }

    #[test]
    fn a_failure_within_a_dialog_ends_what_rfc_5057_says_it_ends() {
        use DialogEffect::*;
        let ends: [(DialogEffect, &[u16]); 4] = [
            (EndsSubscription, &[489]),
            (EndsUsageOfMethod, &[405, 501]),
            (EndsUsage, &[408, 480, 481]),
            (EndsDialog, &[404, 410, 416, 482, 483, 484, 485, 502, 604]),
        ];
        for (effect, codes) in ends {
            assert_eq!(numbers(|code| code.dialog_effect() == effect), codes, "{effect:?}");
        }
        assert_eq!(numbers(|code| code.dialog_effect() != Transaction).len(), 15);
    }

    #[test]
    fn a_proxy_prefers_6xx_then_the_lowest_class_then_what_helps_the_client() {
        let best_first: [&[u16]; 9] = [
            &[200, 202, 299],
            &[600, 603, 604, 699],
            &[300, 302, 399],
            &[401, 407, 415, 420, 484],
            &[400, 403, 404, 421, 481, 486, 488, 499],
            &[408, 487],
            &[500, 501, 502, 504, 599],
            &[503],
            &[100, 180, 199],
        ];
        let mut above = None;
        for codes in best_first {
            let ranks = codes.iter().map(|&code| StatusCode(code).forward_rank());
            let rank = ranks.clone().next();
            assert!(ranks.clone().all(|other| Some(other) == rank), "{codes:?} are not equal");
            assert!(above < rank, "{codes:?} are not below {above:?}");
            above = rank;
        }
    }

    #[test]
    fn the_proxy_of_16_7_step_6_chooses_the_407_of_its_four_responses() {
        let gathered = [503, 407, 501, 404].map(StatusCode);
        let best = gathered.into_iter().min_by_key(|code| code.forward_rank());
        assert_eq!(best, Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED));
    }

    #[test]
    fn a_proxy_keeps_100_to_itself_and_turns_503_into_500() {
        for code in (100..=699).filter_map(StatusCode::new) {
            let expected = match code.as_u16() {
                100 => None,
                503 => Some(StatusCode::SERVER_INTERNAL_ERROR),
                _ => Some(code),
            };
            assert_eq!(code.forwarded_as(), expected, "{code:?}");
        }
    }
}
