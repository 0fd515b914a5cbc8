//! Forming a request from a URI (§19.1.5).
//!
//! A URI on a web page or in a Contact can ask for a method, header fields and a body. It comes
//! from somebody else, so each header field is told with how far it can be trusted. In a request
//! that was *received*, the header fields of the Request-URI mean nothing: see
//! [`SipUri::stripped`].

use core::fmt;

use super::unescape::{Short, known_header, short};
use super::{Context, SipUri, StrippedUri, UriParam, letters};
use crate::grammar::{Class, Unescaped};
use crate::header::KnownHeader;
use crate::message::MessageWriter;
use crate::method::Method;

/// What a URI asks for in a request that is formed from it: [`SipUri::request`].
///
/// ```
/// use sip_core::Method;
/// use sip_core::header::KnownHeader;
/// use sip_core::message::MessageWriter;
/// use sip_core::uri::{SipUri, Treatment};
///
/// let link = SipUri::parse(b"sip:sales@h;method=MESSAGE?Subject=a%20b&Route=%3Csip:x%3E&body=hi")?;
/// let asked = link.request();
/// let mut uri = Vec::new();
/// asked.request_uri().write_into(&mut uri)?;
/// let mut bytes = Vec::new();
/// let mut message = MessageWriter::request(&mut bytes, asked.method().ok_or("invalid")?, &uri);
/// for field in asked.fields().filter(|field| field.treatment() == Treatment::Include) {
///     field.write(&mut message);
/// }
/// message.body(b"text/plain", &asked.body().ok_or("no body")?.collect::<Vec<u8>>());
/// message.finish()?;
/// assert!(bytes.starts_with(b"MESSAGE sip:sales@h SIP/2.0\r\nSubject: a b\r\n"));
/// assert!(!bytes.windows(5).any(|window| window == b"Route"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RequestFromUri<'b> {
    uri: SipUri<'b>,
}

impl<'b> SipUri<'b> {
    /// What the URI asks for in a request that is formed from it (§19.1.5).
    pub const fn request(&self) -> RequestFromUri<'b> {
        RequestFromUri { uri: *self }
    }
}

impl<'b> RequestFromUri<'b> {
    /// The method: that of the parameter `method`, else INVITE. None if the parameter names no
    /// method: then the URI is invalid, and no request can be formed from it.
    pub fn method(&self) -> Option<Method<'b>> {
        match self.uri.params().get(b"method") {
            Some(_) => self.uri.method(),
            None => Some(Method::Invite),
        }
    }

    /// The Request-URI: without `method` and header fields, with all other parameters.
    pub const fn request_uri(&self) -> StrippedUri<'b> {
        self.uri.stripped(Context::RequestUri)
    }

    /// The header fields that are asked for, in their order; `body` is not among them.
    pub fn fields(&self) -> impl Iterator<Item = UriField<'b>> + use<'b> {
        self.uri.headers().iter().filter(|pair| !is_body(pair)).map(UriField::of)
    }

    /// The body that is asked for; its Content-Type is one of the header fields, or the caller's
    /// guess.
    pub fn body(&self) -> Option<Unescaped<'b>> {
        let body = self.uri.headers().iter().find(is_body)?;
        Some(Unescaped::new(body.value.unwrap_or_default()))
    }
}

fn is_body(pair: &UriParam<'_>) -> bool {
    pair.is(b"body")
}

/// How far a header field that a URI asks for can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Treatment {
    /// Nothing speaks against it.
    Include,
    /// Only if it is true, or the sender can do what it asks for: the header fields that describe
    /// body and time, Require and Proxy-Require, and Max-Forwards.
    Verify,
    /// Not to be included: it would say who sends, where the request goes, or what the sender can
    /// do. These are From, Call-ID, CSeq, Via, Record-Route and Route; Accept, Accept-Encoding,
    /// Accept-Language, Allow, Contact, Organization, Supported and User-Agent.
    Ignore,
    /// No header field can have this name or value, so the URI is invalid, and no request can be
    /// formed from it.
    Invalid,
}

/// A header field that a URI asks for.
#[derive(Clone, PartialEq, Eq)]
pub struct UriField<'b> {
    name: Option<Short>,
    known: Option<KnownHeader>,
    value: &'b [u8],
}

impl<'b> UriField<'b> {
    fn of(pair: UriParam<'b>) -> Self {
        let name = short(pair.name).filter(|name| !name.is_empty() && Class::TOKEN.has_all(name));
        let known = known_header(pair.name);
        Self { name, known, value: pair.value.unwrap_or_default() }
    }

    /// The header field, if it is one that is known, by whatever name: `?%66=` asks for From.
    pub const fn known(&self) -> Option<KnownHeader> {
        self.known
    }

    /// The name, its escapes undone; none if no header field has such a name, or one of more than
    /// 40 bytes.
    pub fn name(&self) -> Option<&[u8]> {
        self.name.as_deref()
    }

    /// The value, its escapes undone.
    pub fn value(&self) -> Unescaped<'b> {
        Unescaped::new(self.value)
    }

    /// How far it can be trusted (§19.1.5).
    pub fn treatment(&self) -> Treatment {
        use KnownHeader as H;
        // A line break would begin a header field that nobody looked at.
        if self.name.is_none() || self.value().any(|byte| matches!(byte, b'\r' | b'\n' | b'\0')) {
            return Treatment::Invalid;
        }
        match self.known {
            Some(
                H::From
                | H::CallId
                | H::CSeq
                | H::Via
                | H::RecordRoute
                | H::Route
                | H::Accept
                | H::AcceptEncoding
                | H::AcceptLanguage
                | H::Allow
                | H::Contact
                | H::Organization
                | H::Supported
                | H::UserAgent,
            ) => Treatment::Ignore,
            Some(
                H::ContentDisposition
                | H::ContentEncoding
                | H::ContentLanguage
                | H::ContentLength
                | H::ContentType
                | H::Date
                | H::MimeVersion
                | H::Timestamp
                | H::Require
                | H::ProxyRequire
                | H::MaxForwards,
            ) => Treatment::Verify,
            Some(_) | None => Treatment::Include,
        }
    }

    /// Writes the header field. One that is [`Invalid`](Treatment::Invalid), or Content-Length,
    /// which a message has from its body, becomes an error of the writer.
    pub fn write(&self, message: &mut MessageWriter<'_>) {
        let known = self.known.map(|known| known.name().as_bytes());
        let name = known.or(self.name()).unwrap_or_default();
        let plain = !letters::has_escape(self.value);
        if plain || name.is_empty() || self.known == Some(KnownHeader::ContentLength) {
            message.field_named(name, &[self.value]);
            return;
        }
        message.begin_field(name);
        // Byte by byte, so that no escapes can make up a fold.
        self.value().for_each(|byte| message.piece(&[byte]));
        message.end_field();
    }
}

impl fmt::Debug for UriField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UriField")
            .field("known", &self.known)
            .field("treatment", &self.treatment())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::WriteError;
    use std::format;
    use std::vec::Vec;

    fn treatments(headers: &str) -> Vec<Treatment> {
        let text = format!("sip:h?{headers}");
        let uri = SipUri::parse(text.as_bytes()).unwrap();
        uri.request().fields().map(|field| field.treatment()).collect()
    }

    #[test]
    fn p34_what_would_steer_the_request_or_lie_about_its_sender_is_not_honoured() {
        for name in [
            "From",
            "Call-ID",
            "CSeq",
            "Via",
            "Record-Route",
            "Route",
            "ROUTE",
            "f",
            "i",
            "v",
            "%52oute",
            "%66",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Allow",
            "Contact",
            "m",
            "Organization",
            "Supported",
            "k",
            "User-Agent",
        ] {
            assert_eq!(treatments(&format!("{name}=x")), [Treatment::Ignore], "{name}");
        }
    }

    #[test]
    fn what_describes_the_message_is_to_be_verified() {
        for name in [
            "Content-Disposition",
            "Content-Encoding",
            "e",
            "Content-Language",
            "Content-Length",
            "Content-Type",
            "c",
            "Date",
            "MIME-Version",
            "Timestamp",
            "Require",
            "Max-Forwards",
        ] {
            assert_eq!(treatments(&format!("{name}=x")), [Treatment::Verify], "{name}");
        }
        for name in ["Subject", "s", "Priority", "X-Anything", "To", "In-Reply-To"] {
            assert_eq!(treatments(&format!("{name}=x")), [Treatment::Include], "{name}");
        }
    }

    #[test]
    fn no_header_field_is_smuggled_in_by_an_escape() {
        for bad in ["Subject=x%0d%0aRoute:%20a", "Subject=%0A", "Subject=%00", "%0aa=x", "a%3A=b"] {
            let text = format!("sip:h?{bad}");
            let uri = SipUri::parse(text.as_bytes()).unwrap();
            let field = uri.request().fields().next().unwrap();
            assert_eq!(field.treatment(), Treatment::Invalid, "{bad}");
            let mut bytes = Vec::new();
            let mut message = MessageWriter::request(&mut bytes, Method::Options, b"sip:h");
            field.write(&mut message);
            assert_eq!(message.finish(), Err(WriteError::Injection), "{bad}");
        }
        let long = format!("{}=x", "a".repeat(41));
        assert_eq!(treatments(&long), [Treatment::Invalid]);
    }

    #[test]
    fn the_method_is_that_of_its_parameter() {
        for (text, method) in [
            ("sip:h", Some(Method::Invite)),
            ("sip:h;method=REGISTER", Some(Method::Register)),
            ("sip:h;Method=%42YE", Some(Method::Bye)),
            ("sip:h;method", None),
            ("sip:h;method=a[", None),
        ] {
            let uri = SipUri::parse(text.as_bytes()).unwrap();
            assert_eq!(uri.request().method(), method, "{text}");
        }
    }

    #[test]
    fn the_body_is_no_header_field() {
        let uri = SipUri::parse(b"sip:h?a=b&BODY=x%0d%0ay&c=d").unwrap();
        assert!(uri.request().body().unwrap().eq(*b"x\r\ny"));
        assert_eq!(uri.request().fields().count(), 2);
        assert!(SipUri::parse(b"sip:h").unwrap().request().body().is_none());
    }

    #[test]
    fn the_request_uri_keeps_what_says_where_to_send() {
        let text = b"sip:a@h;transport=tcp;maddr=m;ttl=1;user=ip;method=BYE;x=y?a=b";
        let uri = SipUri::parse(text).unwrap();
        let mut bytes = Vec::new();
        uri.request().request_uri().write_into(&mut bytes).unwrap();
        assert_eq!(bytes, b"sip:a@h;transport=tcp;maddr=m;ttl=1;user=ip;x=y");
    }
}
