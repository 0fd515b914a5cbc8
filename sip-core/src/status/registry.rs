//! The table: every code that IANA has registered, and how to find one in it.

use super::{
    Companion, DialogEffect, DialogEffect::*, Need, Remedy, Remedy::*, StatusCode,
    StatusCode as Code,
};

/// What is known of one registered code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The code.
    pub code: StatusCode,
    /// The reason phrase that the RFC suggests.
    pub reason: &'static str,
    /// The RFC that defines it now, by number.
    pub rfc: u16,
    /// The section there, for RFC 3261.
    pub section: Option<&'static str>,
    /// See [`StatusCode::remedy`].
    pub remedy: Option<Remedy>,
    /// See [`StatusCode::companions`].
    pub companions: &'static [Companion],
    /// See [`StatusCode::dialog_effect`].
    pub dialog_effect: DialogEffect,
}

impl StatusCode {
    /// The row of this code in [`REGISTRY`]; `None` if nobody has registered it.
    ///
    /// ```
    /// use sip_core::status::StatusCode;
    ///
    /// let row = StatusCode::NOT_FOUND.registration().unwrap();
    /// assert_eq!((row.rfc, row.section), (3261, Some("21.4.5")));
    /// ```
    pub const fn registration(self) -> Option<&'static Registration> {
        let mut rows = REGISTRY;
        while let Some((below, [middle, above @ ..])) = rows.split_at_checked(rows.len() / 2) {
            if self.0 == middle.code.0 {
                return Some(middle);
            }
            rows = if self.0 < middle.code.0 { below } else { above };
        }
        None
    }
}

/// IANA "SIP Parameters", Response Codes: 50 from RFC 3261 §21 and 25 from later RFCs, ascending.
///
/// A row that says no more has no remedy and no companions, and ends only its transaction.
pub const REGISTRY: &[Registration] = &[
    rfc3261(Code::TRYING, "Trying", "21.1.1"),
    rfc3261(Code::RINGING, "Ringing", "21.1.2"),
    rfc3261(Code::CALL_IS_BEING_FORWARDED, "Call Is Being Forwarded", "21.1.3"),
    rfc3261(Code::QUEUED, "Queued", "21.1.4"),
    rfc3261(Code::SESSION_PROGRESS, "Session Progress", "21.1.5"),
    later(Code::EARLY_DIALOG_TERMINATED, "Early Dialog Terminated", 6228)
        .carries(&[should("Reason")]),
    rfc3261(Code::OK, "OK", "21.2.1"),
    later(Code::ACCEPTED, "Accepted", 6665),
    later(Code::NO_NOTIFICATION, "No Notification", 5839),
    rfc3261(Code::MULTIPLE_CHOICES, "Multiple Choices", "21.3.1")
        .remedy(FollowContacts)
        .carries(CONTACT),
    rfc3261(Code::MOVED_PERMANENTLY, "Moved Permanently", "21.3.2")
        .remedy(FollowContacts)
        .carries(CONTACT),
    rfc3261(Code::MOVED_TEMPORARILY, "Moved Temporarily", "21.3.3")
        .remedy(FollowContacts)
        .carries(CONTACT),
    rfc3261(Code::USE_PROXY, "Use Proxy", "21.3.4").remedy(ThroughProxy).carries(CONTACT),
    rfc3261(Code::ALTERNATIVE_SERVICE, "Alternative Service", "21.3.5"),
    rfc3261(Code::BAD_REQUEST, "Bad Request", "21.4.1"),
    rfc3261(Code::UNAUTHORIZED, "Unauthorized", "21.4.2")
        .remedy(Authenticate)
        .carries(&[must("WWW-Authenticate"), may("Proxy-Authenticate")]),
    rfc3261(Code::PAYMENT_REQUIRED, "Payment Required", "21.4.3"),
    rfc3261(Code::FORBIDDEN, "Forbidden", "21.4.4"),
    rfc3261(Code::NOT_FOUND, "Not Found", "21.4.5")
        .remedy(RetryLater)
        .carries(RETRY_AFTER)
        .effect(EndsDialog),
    rfc3261(Code::METHOD_NOT_ALLOWED, "Method Not Allowed", "21.4.6")
        .carries(&[must("Allow")])
        .effect(EndsUsageOfMethod),
    rfc3261(Code::NOT_ACCEPTABLE, "Not Acceptable", "21.4.7"),
    rfc3261(Code::PROXY_AUTHENTICATION_REQUIRED, "Proxy Authentication Required", "21.4.8")
        .remedy(AuthenticateProxy)
        .carries(&[must("Proxy-Authenticate"), may("WWW-Authenticate")]),
    rfc3261(Code::REQUEST_TIMEOUT, "Request Timeout", "21.4.9")
        .remedy(RetryLater)
        .effect(EndsUsage),
    rfc3261(Code::GONE, "Gone", "21.4.10").effect(EndsDialog),
    later(Code::CONDITIONAL_REQUEST_FAILED, "Conditional Request Failed", 3903).remedy(PublishAnew),
    rfc3261(Code::REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large", "21.4.11")
        .remedy(SmallerBody)
        .carries(&[should("Retry-After")]),
    rfc3261(Code::REQUEST_URI_TOO_LONG, "Request-URI Too Long", "21.4.12"),
    rfc3261(Code::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", "21.4.13")
        .remedy(OtherContent)
        .carries(&[one_of("Accept"), one_of("Accept-Encoding"), one_of("Accept-Language")]),
    rfc3261(Code::UNSUPPORTED_URI_SCHEME, "Unsupported URI Scheme", "21.4.14")
        .remedy(OtherScheme)
        .effect(EndsDialog),
    later(Code::UNKNOWN_RESOURCE_PRIORITY, "Unknown Resource-Priority", 4412)
        .remedy(OtherPriority)
        .carries(&[may("Accept-Resource-Priority")]),
    rfc3261(Code::BAD_EXTENSION, "Bad Extension", "21.4.15")
        .remedy(DropExtensions)
        .carries(&[must("Unsupported")]),
    rfc3261(Code::EXTENSION_REQUIRED, "Extension Required", "21.4.16")
        .remedy(AddExtensions)
        .carries(&[must("Require")]),
    later(Code::SESSION_INTERVAL_TOO_SMALL, "Session Interval Too Small", 4028)
        .remedy(LongerSession)
        .carries(&[must("Min-SE")]),
    rfc3261(Code::INTERVAL_TOO_BRIEF, "Interval Too Brief", "21.4.17")
        .remedy(LongerInterval)
        .carries(&[must("Min-Expires")]),
    later(Code::BAD_LOCATION_INFORMATION, "Bad Location Information", 6442)
        .carries(&[must("Geolocation-Error")]),
    later(Code::BAD_ALERT_MESSAGE, "Bad Alert Message", 8876).carries(&[must("AlertMsg-Error")]),
    later(Code::USE_IDENTITY_HEADER, "Use Identity Header", 8224).remedy(Identify),
    later(Code::PROVIDE_REFERRER_IDENTITY, "Provide Referrer Identity", 3892).remedy(Identify),
    later(Code::FLOW_FAILED, "Flow Failed", 5626).remedy(OtherFlow),
    later(Code::ANONYMITY_DISALLOWED, "Anonymity Disallowed", 5079).remedy(Identify),
    later(Code::BAD_IDENTITY_INFO, "Bad Identity Info", 8224),
    later(Code::UNSUPPORTED_CREDENTIAL, "Unsupported Credential", 8224),
    later(Code::INVALID_IDENTITY_HEADER, "Invalid Identity Header", 8224),
    later(Code::FIRST_HOP_LACKS_OUTBOUND_SUPPORT, "First Hop Lacks Outbound Support", 5626)
        .remedy(PlainRegister),
    later(Code::MAX_BREADTH_EXCEEDED, "Max-Breadth Exceeded", 5393),
    later(Code::BAD_INFO_PACKAGE, "Bad Info Package", 6086).carries(&[must("Recv-Info")]),
    later(Code::CONSENT_NEEDED, "Consent Needed", 5360).carries(&[should("Permission-Missing")]),
    rfc3261(Code::TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable", "21.4.18")
        .remedy(RetryLater)
        .carries(RETRY_AFTER)
        .effect(EndsUsage),
    rfc3261(Code::CALL_TRANSACTION_DOES_NOT_EXIST, "Call/Transaction Does Not Exist", "21.4.19")
        .effect(EndsUsage),
    rfc3261(Code::LOOP_DETECTED, "Loop Detected", "21.4.20").effect(EndsDialog),
    rfc3261(Code::TOO_MANY_HOPS, "Too Many Hops", "21.4.21").effect(EndsDialog),
    rfc3261(Code::ADDRESS_INCOMPLETE, "Address Incomplete", "21.4.22")
        .remedy(LongerAddress)
        .effect(EndsDialog),
    rfc3261(Code::AMBIGUOUS, "Ambiguous", "21.4.23")
        .remedy(ChooseContact)
        .carries(&[may("Contact")])
        .effect(EndsDialog),
    rfc3261(Code::BUSY_HERE, "Busy Here", "21.4.24").remedy(RetryLater).carries(RETRY_AFTER),
    rfc3261(Code::REQUEST_TERMINATED, "Request Terminated", "21.4.25"),
    rfc3261(Code::NOT_ACCEPTABLE_HERE, "Not Acceptable Here", "21.4.26")
        .remedy(OtherOffer)
        .carries(&[should("Warning")]),
    later(Code::BAD_EVENT, "Bad Event", 6665)
        .carries(&[must("Allow-Events")])
        .effect(EndsSubscription),
    rfc3261(Code::REQUEST_PENDING, "Request Pending", "21.4.27").remedy(LaterAfterGlare),
    rfc3261(Code::UNDECIPHERABLE, "Undecipherable", "21.4.28").remedy(OtherKey),
    later(Code::SECURITY_AGREEMENT_REQUIRED, "Security Agreement Required", 3329)
        .remedy(SecurityAgreement)
        .carries(&[must("Security-Server")]),
    rfc3261(Code::SERVER_INTERNAL_ERROR, "Server Internal Error", "21.5.1")
        .remedy(RetryLater)
        .carries(RETRY_AFTER),
    rfc3261(Code::NOT_IMPLEMENTED, "Not Implemented", "21.5.2").effect(EndsUsageOfMethod),
    rfc3261(Code::BAD_GATEWAY, "Bad Gateway", "21.5.3").effect(EndsDialog),
    rfc3261(Code::SERVICE_UNAVAILABLE, "Service Unavailable", "21.5.4")
        .remedy(OtherServer)
        .carries(RETRY_AFTER),
    rfc3261(Code::SERVER_TIME_OUT, "Server Time-out", "21.5.5"),
    rfc3261(Code::VERSION_NOT_SUPPORTED, "Version Not Supported", "21.5.6"),
    rfc3261(Code::MESSAGE_TOO_LARGE, "Message Too Large", "21.5.7"),
    later(
        Code::PUSH_NOTIFICATION_SERVICE_NOT_SUPPORTED,
        "Push Notification Service Not Supported",
        8599,
    )
    .remedy(PlainRegister),
    later(Code::PRECONDITION_FAILURE, "Precondition Failure", 3312),
    rfc3261(Code::BUSY_EVERYWHERE, "Busy Everywhere", "21.6.1")
        .remedy(RetryLater)
        .carries(RETRY_AFTER),
    rfc3261(Code::DECLINE, "Decline", "21.6.2").remedy(RetryLater).carries(RETRY_AFTER),
    rfc3261(Code::DOES_NOT_EXIST_ANYWHERE, "Does Not Exist Anywhere", "21.6.3").effect(EndsDialog),
    rfc3261(Code::NOT_ACCEPTABLE_ANYWHERE, "Not Acceptable", "21.6.4")
        .remedy(OtherOffer)
        .carries(&[may("Warning")]),
    later(Code::UNWANTED, "Unwanted", 8197),
    later(Code::REJECTED, "Rejected", 8688).carries(&[should("Call-Info")]),
];

const CONTACT: &[Companion] = &[should("Contact")];
// All of Table 3's codes but 413, where it is a "should". It is optional even on 500, save in the
// one case of §14.2.
const RETRY_AFTER: &[Companion] = &[may("Retry-After")];

const fn rfc3261(code: StatusCode, reason: &'static str, section: &'static str) -> Registration {
    Registration { section: Some(section), ..later(code, reason, 3261) }
}

const fn later(code: StatusCode, reason: &'static str, rfc: u16) -> Registration {
    Registration {
        code,
        reason,
        rfc,
        section: None,
        remedy: None,
        companions: &[],
        dialog_effect: Transaction,
    }
}

impl Registration {
    const fn remedy(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
    }

    const fn carries(self, companions: &'static [Companion]) -> Self {
        Self { companions, ..self }
    }

    const fn effect(self, dialog_effect: DialogEffect) -> Self {
        Self { dialog_effect, ..self }
    }
}

const fn must(name: &'static str) -> Companion {
    Companion { name, need: Need::Must }
}

const fn one_of(name: &'static str) -> Companion {
    Companion { name, need: Need::MustOneOf }
}

const fn should(name: &'static str) -> Companion {
    Companion { name, need: Need::Should }
}

const fn may(name: &'static str) -> Companion {
    Companion { name, need: Need::May }
}

#[cfg(test)]
mod tests {
    use std::borrow::ToOwned;
    use std::format;
    use std::vec::Vec;

    use super::*;

    #[test]
    fn the_table_ascends_without_repetition_and_a_code_finds_its_row() {
        assert!(REGISTRY.is_sorted_by(|a, b| a.code < b.code));
        for code in (100..=699).filter_map(StatusCode::new) {
            let row = REGISTRY.iter().find(|row| row.code == code);
            assert_eq!(code.registration(), row, "{code}");
        }
    }

    #[test]
    fn every_reason_phrase_fits_on_a_status_line() {
        for row in REGISTRY {
            assert!(!row.reason.is_empty(), "{}", row.code);
            assert!(row.reason.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{}", row.code);
            assert_eq!(row.reason, row.reason.trim(), "{}", row.code);
        }
    }

    #[test]
    fn every_class_default_is_registered() {
        for class in 1..=6 {
            let default = StatusCode(class * 100).class_default();
            assert!(default.registration().is_some(), "{default}");
        }
    }

    #[test]
    fn fifty_codes_are_of_rfc_3261_and_have_a_section_of_their_own() {
        let own: Vec<_> = REGISTRY.iter().filter(|row| row.rfc == 3261).collect();
        assert_eq!((REGISTRY.len(), own.len()), (75, 50));
        for row in REGISTRY {
            assert_eq!(row.section.is_some(), row.rfc == 3261, "{}", row.code);
        }
        // §21.1.1, 21.1.2, … in the order of the codes, one chapter for each class.
        let mut previous = (0, 0);
        for row in own {
            let mut parts = row.section.unwrap().split('.').map(|part| part.parse().unwrap());
            let (chapter, class, item) = (parts.next(), parts.next(), parts.next());
            let at = (class.unwrap(), item.unwrap());
            assert_eq!((chapter, at.0), (Some(21), row.code.as_u16() / 100), "{}", row.code);
            let next = if at.0 == previous.0 { (at.0, previous.1 + 1) } else { (at.0, 1) };
            assert_eq!(at, next, "{}", row.code);
            previous = at;
        }
    }

    #[test]
    fn every_row_has_a_constant_and_every_constant_a_row() {
        // The constants' source is read, since a program cannot list its own constants.
        let source = include_str!("names.rs");
        let mut lines = source
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("///") || line.starts_with("pub const"));
        for row in REGISTRY {
            let name = match row.code.as_u16() {
                606 => "NOT_ACCEPTABLE_ANYWHERE".to_owned(),
                _ => row.reason.to_uppercase().replace([' ', '-', '/'], "_"),
            };
            let (code, reason) = (row.code, row.reason);
            assert_eq!(lines.next(), Some(&*format!("/// `{code} {reason}`.")));
            assert_eq!(lines.next(), Some(&*format!("pub const {name}: Self = Self({code});")));
        }
        assert_eq!(lines.next(), None, "a constant that is not in the table");
    }
}
