//! Writing a SIP URI from its parts (§19.1.1, §19.1.2).

use core::fmt;

use super::component::{Component, UriText};
use super::output::write_into;
use super::pair::COMPARED;
use super::{
    Host, HostPort, Scheme, SipUri, TelephoneSubscriber, UriHeaders, UriParam, UriParams, letters,
};
use crate::grammar::Class;
use crate::header::ValueWriter;
use crate::message::{Sink, WriteError, ip_text};

/// A SIP or SIPS URI that is to be written.
///
/// What it is given plainly it escapes, each component by its own rule (§19.1.2), so that reading
/// gives back what was given. What cannot be a URI is an error before anything is written.
///
/// ```
/// use sip_core::uri::{Host, NewParam, Scheme, SipUriBuilder, UriText};
///
/// let host = Host::from_param(b"2001:db8::1").ok_or("no host")?;
/// let params = [NewParam::value(b"transport", b"tcp"), NewParam::name(b"lr")];
/// let uri = SipUriBuilder::new(Scheme::Sip, host)
///     .user(UriText::Plain(b"j@s0n"))
///     .port(5070)
///     .params(&params)
///     .headers(&[NewParam::value(b"Subject", b"a & b")])
///     .to_vec()?;
/// assert_eq!(uri, b"sip:j%40s0n@[2001:db8::1]:5070;transport=tcp;lr?Subject=a%20%26%20b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SipUriBuilder<'p> {
    scheme: Scheme,
    user: Option<User<'p>>,
    password: Option<Text<'p>>,
    host: HostText<'p>,
    port: Option<u16>,
    kept_params: UriParams<'p>,
    params: &'p [NewParam<'p>],
    kept_headers: UriHeaders<'p>,
    headers: &'p [NewParam<'p>],
}

#[derive(Clone, Copy, Debug)]
enum User<'p> {
    Text(Text<'p>),
    Telephone(TelephoneSubscriber<'p>),
}

#[derive(Clone, Copy, Debug)]
enum Text<'p> {
    New(UriText<'p>),
    /// As it stood in another URI.
    Kept(&'p [u8]),
}

#[derive(Clone, Copy, Debug)]
enum HostText<'p> {
    New(Host<'p>),
    /// As it stood in another URI.
    Kept(HostPort<'p>),
}

/// A parameter or header field that a [`SipUriBuilder`] is to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NewParam<'p> {
    /// The name.
    pub name: UriText<'p>,
    /// The value: of a parameter not empty, of a header field perhaps.
    pub value: Option<UriText<'p>>,
}

impl<'p> NewParam<'p> {
    /// Only a name, as in `;lr`.
    pub const fn name(name: &'p [u8]) -> Self {
        Self { name: UriText::Plain(name), value: None }
    }

    /// A name and a value, both without escapes.
    pub const fn value(name: &'p [u8], value: &'p [u8]) -> Self {
        Self { name: UriText::Plain(name), value: Some(UriText::Plain(value)) }
    }

    /// One that was read from a URI, with the escapes that it has.
    pub fn escaped(param: UriParam<'p>) -> Self {
        Self { name: UriText::Escaped(param.name), value: param.value.map(UriText::Escaped) }
    }
}

impl<'p> SipUriBuilder<'p> {
    /// A URI of a host and nothing else.
    pub const fn new(scheme: Scheme, host: Host<'p>) -> Self {
        Self {
            scheme,
            user: None,
            password: None,
            host: HostText::New(host),
            port: None,
            kept_params: UriParams::NONE,
            params: &[],
            kept_headers: UriHeaders::NONE,
            headers: &[],
        }
    }

    /// A URI with all parts of another one, some of which are then to be replaced. What is kept
    /// is written as it was.
    ///
    /// ```
    /// use sip_core::uri::{NewParam, Scheme, SipUri, SipUriBuilder};
    ///
    /// let bob = SipUri::parse(b"sip:b%6Fb@biloxi.example:5060;x=%31;transport=udp?Subject=x")?;
    /// let uri = SipUriBuilder::like(&bob)
    ///     .scheme(Scheme::Sips)
    ///     .no_port()
    ///     .params(&[NewParam::value(b"transport", b"tcp")])
    ///     .no_headers()
    ///     .to_vec()?;
    /// assert_eq!(uri, b"sips:b%6Fb@biloxi.example;x=%31;transport=tcp");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn like(uri: &SipUri<'p>) -> Self {
        Self {
            scheme: uri.scheme(),
            user: uri.user().map(|user| User::Text(Text::Kept(user))),
            password: uri.password().map(Text::Kept),
            host: HostText::Kept(uri.host_port()),
            port: uri.port(),
            kept_params: uri.params(),
            params: &[],
            kept_headers: uri.headers(),
            headers: &[],
        }
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// The user.
    #[must_use]
    pub const fn user(mut self, user: UriText<'p>) -> Self {
        self.user = Some(User::Text(Text::New(user)));
        self
    }

    /// A telephone number for a user, and `user=phone` (§19.1.6). No password goes with it.
    ///
    /// ```
    /// use sip_core::uri::{Host, Scheme, SipUri, SipUriBuilder, TelUri};
    ///
    /// let tel = TelUri::parse(b"tel:+358-555-1234567;POSTD=PP22")?;
    /// let gateway = Host::Name(b"foo.com");
    /// let uri = SipUriBuilder::new(Scheme::Sip, gateway).telephone(tel.subscriber()).to_vec()?;
    /// assert_eq!(uri, b"sip:+358-555-1234567;postd=pp22@foo.com;user=phone");
    /// // And back again.
    /// let number = SipUri::parse(&uri)?.telephone().ok_or("no number")?;
    /// assert!(number.is_equivalent(&tel.subscriber()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn telephone(mut self, number: TelephoneSubscriber<'p>) -> Self {
        self.user = Some(User::Telephone(number));
        self.password = None;
        self
    }

    /// No user, and so no password.
    #[must_use]
    pub const fn no_user(mut self) -> Self {
        self.user = None;
        self.password = None;
        self
    }

    /// The password. Sending one is not recommended (§19.1.1).
    #[must_use]
    pub const fn password(mut self, password: UriText<'p>) -> Self {
        self.password = Some(Text::New(password));
        self
    }

    /// The host.
    #[must_use]
    pub const fn host(mut self, host: Host<'p>) -> Self {
        self.host = HostText::New(host);
        self
    }

    /// The port.
    #[must_use]
    pub const fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// No port: the one that DNS or the transport has.
    #[must_use]
    pub const fn no_port(mut self) -> Self {
        self.port = None;
        self
    }

    /// Parameters, at most 32, behind those that are kept from another URI; one of the same name
    /// is not kept.
    #[must_use]
    pub const fn params(mut self, params: &'p [NewParam<'p>]) -> Self {
        self.params = params;
        self
    }

    /// Keeps no parameters of the other URI.
    #[must_use]
    pub const fn no_params(mut self) -> Self {
        self.kept_params = UriParams::NONE;
        self
    }

    /// Header fields, behind those that are kept from another URI.
    #[must_use]
    pub const fn headers(mut self, headers: &'p [NewParam<'p>]) -> Self {
        self.headers = headers;
        self
    }

    /// Keeps no header fields of the other URI.
    #[must_use]
    pub const fn no_headers(mut self) -> Self {
        self.kept_headers = UriHeaders::NONE;
        self
    }

    /// Whether this can be written.
    ///
    /// # Errors
    /// The first part that cannot. [`BuildError::NoRoom`] is none of those.
    pub fn check(&self) -> Result<(), BuildError> {
        match self.user {
            Some(User::Text(Text::New(text))) if text.is_empty() => return Err(BuildError::User),
            None if self.password.is_some() => return Err(BuildError::User),
            _ => {}
        }
        if let HostText::New(Host::Name(name)) = self.host
            && (name.is_empty() || !Class::HOST.has_all(name))
        {
            return Err(BuildError::Host);
        }
        if self.params.len() > COMPARED {
            return Err(BuildError::Param);
        }
        let mut rest = self.params;
        while let [param, behind @ ..] = rest {
            let repeated = behind.iter().any(|other| same_name(param.name, other.name))
                || self.is_replaced_by_number(param.name);
            let empty = param.value.is_some_and(UriText::is_empty);
            if param.name.is_empty() || empty || repeated {
                return Err(BuildError::Param);
            }
            rest = behind;
        }
        if self.headers.iter().any(|header| header.name.is_empty()) {
            return Err(BuildError::Header);
        }
        Ok(())
    }

    /// Writes the URI.
    ///
    /// # Errors
    /// As [`check`](Self::check); then nothing is written.
    pub fn write(&self, out: &mut ValueWriter<'_>) -> Result<(), BuildError> {
        self.check()?;
        self.write_parts(out);
        Ok(())
    }

    /// Writes the URI into `sink`, which is cleared first, and gives its length.
    ///
    /// # Errors
    /// As [`check`](Self::check), and [`BuildError::NoRoom`]; then the sink is empty.
    pub fn write_into(&self, sink: &mut dyn Sink) -> Result<usize, BuildError> {
        sink.clear();
        self.check()?;
        write_into(sink, |out| self.write_parts(out)).map_err(|error| match error {
            WriteError::NoRoom { needed } => BuildError::NoRoom { needed },
            _ => BuildError::NoRoom { needed: 0 },
        })
    }

    /// The URI's text.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> Result<alloc::vec::Vec<u8>, BuildError> {
        let mut text = alloc::vec::Vec::new();
        self.write_into(&mut text).map(|_| text)
    }

    fn write_parts(&self, out: &mut ValueWriter<'_>) {
        out.put(self.scheme.as_str().as_bytes()).put(b":");
        match self.user {
            Some(User::Text(user)) => user.write(Component::User, out),
            Some(User::Telephone(number)) => number.write_user(out),
            None => {}
        }
        if let Some(password) = self.password {
            out.put(b":");
            password.write(Component::Password, out);
        }
        if self.user.is_some() {
            out.put(b"@");
        }
        self.host.write(out);
        if let Some(port) = self.port {
            out.put(b":").number(port.into());
        }
        for param in self.kept_params.iter().filter(|param| !self.is_replaced(param)) {
            out.put(b";").put(param.name);
            if let Some(value) = param.value {
                out.put(b"=").put(value);
            }
        }
        for param in self.params {
            out.put(b";");
            param.name.within(Component::Param).write(out);
            if let Some(value) = param.value {
                out.put(b"=");
                value.within(Component::Param).write(out);
            }
        }
        if matches!(self.user, Some(User::Telephone(_))) {
            out.put(b";user=phone");
        }
        out.put(self.kept_headers.as_bytes());
        let mut separator: &[u8] = if self.kept_headers.is_empty() { b"?" } else { b"&" };
        for header in self.headers {
            out.put(separator);
            header.name.within(Component::Header).write(out);
            out.put(b"=");
            header.value.unwrap_or(UriText::Plain(b"")).within(Component::Header).write(out);
            separator = b"&";
        }
    }

    /// Whether a parameter of the other URI gives way to a new one of its name.
    fn is_replaced(&self, kept: &UriParam<'_>) -> bool {
        let kept = UriText::Escaped(kept.name);
        self.is_replaced_by_number(kept)
            || self.params.iter().any(|param| same_name(kept, param.name))
    }

    /// Whether `name` is `user`, and a telephone number brings its own.
    fn is_replaced_by_number(&self, name: UriText<'_>) -> bool {
        matches!(self.user, Some(User::Telephone(_))) && same_name(name, UriText::Plain(b"user"))
    }
}

fn same_name(a: UriText<'_>, b: UriText<'_>) -> bool {
    if let (UriText::Escaped(a), UriText::Escaped(b)) = (a, b) {
        return letters::same_in_any_case(a, b);
    }
    let lower = |byte: u8| byte.to_ascii_lowercase();
    a.unescaped().map(lower).eq(b.unescaped().map(lower))
}

impl Text<'_> {
    fn write(&self, component: Component, out: &mut ValueWriter<'_>) {
        match self {
            Self::New(text) => text.within(component).write(out),
            Self::Kept(text) => {
                out.put(text);
            }
        }
    }
}

impl HostText<'_> {
    fn write(&self, out: &mut ValueWriter<'_>) {
        match self {
            Self::Kept(host_port) => {
                out.put(host_port.host_text());
            }
            Self::New(Host::Name(name)) => {
                out.put(name);
            }
            Self::New(Host::V4(ip)) => {
                out.put(ip_text((*ip).into()).as_ref());
            }
            Self::New(Host::V6(ip)) => {
                out.put(b"[").put(ip_text((*ip).into()).as_ref()).put(b"]");
            }
        }
    }
}

/// Why a [`SipUriBuilder`] wrote nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// The user is empty, or there is a password and no user.
    User,
    /// The host is no name.
    Host,
    /// A parameter has no name, an empty value, or the name of another; or there are more than 32.
    Param,
    /// A header field has no name.
    Header,
    /// The sink is too small.
    NoRoom {
        /// How many bytes the URI has.
        needed: usize,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User => f.write_str("no user where one has to be"),
            Self::Host => f.write_str("not a host"),
            Self::Param => f.write_str("not a list of parameters"),
            Self::Header => f.write_str("header field without a name"),
            Self::NoRoom { needed } => write!(f, "the URI needs {needed} bytes"),
        }
    }
}

impl core::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;
    use std::vec::Vec;

    fn text(builder: SipUriBuilder<'_>) -> Result<String, BuildError> {
        let mut bytes = Vec::new();
        builder.write_into(&mut bytes)?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    fn host() -> SipUriBuilder<'static> {
        SipUriBuilder::new(Scheme::Sip, Host::Name(b"h"))
    }

    #[test]
    fn no_part_can_become_another_one() {
        let hostile = b"a@b:c;d=e?f&g>\r\n%41\0";
        let param = [NewParam::value(hostile, hostile)];
        let uri = host()
            .user(UriText::Plain(hostile))
            .password(UriText::Plain(hostile))
            .params(&param)
            .headers(&param);
        let text = text(uri).unwrap();
        let read = SipUri::parse(text.as_bytes()).unwrap();
        assert_eq!(read.strict_fault(), None, "{text}");
        let unescaped = |text: &[u8]| crate::grammar::Unescaped::new(text).collect::<Vec<_>>();
        assert_eq!(unescaped(read.user().unwrap()), hostile);
        assert_eq!(unescaped(read.password().unwrap()), hostile);
        for pair in read.params().iter().chain(read.headers().iter()) {
            assert_eq!(unescaped(pair.name), hostile);
            assert_eq!(unescaped(pair.value.unwrap()), hostile);
        }
        assert_eq!((read.host(), read.port()), (Host::Name(b"h"), None));
    }

    #[test]
    fn what_cannot_be_a_uri_is_an_error() {
        let plain = UriText::Plain;
        assert_eq!(text(host().user(plain(b""))), Err(BuildError::User));
        assert_eq!(text(host().password(plain(b"x"))), Err(BuildError::User));
        assert_eq!(text(host().host(Host::Name(b""))), Err(BuildError::Host));
        assert_eq!(text(host().host(Host::Name(b"a b"))), Err(BuildError::Host));
        assert_eq!(text(host().host(Host::Name(b"a;lr"))), Err(BuildError::Host));
        for bad in [
            &[NewParam::name(b"")][..],
            &[NewParam::value(b"a", b"")],
            &[NewParam::name(b"lr"), NewParam::value(b"LR", b"x")],
            &[NewParam::name(b"a"), NewParam { name: UriText::Escaped(b"%61"), value: None }],
            &[NewParam::name(b"a"); 33],
        ] {
            assert_eq!(text(host().params(bad)), Err(BuildError::Param), "{bad:?}");
        }
        assert_eq!(text(host().headers(&[NewParam::name(b"")])), Err(BuildError::Header));
    }

    #[test]
    fn what_is_kept_from_another_uri_is_not_touched() {
        for uri in
            ["sip:h", "sips:a%61#:b%62@[2001:DB8::1]:05;a=%41;;lr?x=%42&y&z=", "sip:user@h_1:0"]
        {
            let read = SipUri::parse(uri.as_bytes()).unwrap();
            let again = text(SipUriBuilder::like(&read)).unwrap();
            let again = SipUri::parse(again.as_bytes()).unwrap();
            assert!(again.is_equivalent(&read), "{uri} {again}");
        }
    }

    #[test]
    fn a_new_parameter_takes_the_place_of_the_old_one() {
        let read = SipUri::parse(b"sip:h;a=1;%54ransport=udp;b?x=1").unwrap();
        let params = [NewParam::value(b"transport", b"tcp")];
        let headers = [NewParam::value(b"y", b"2")];
        let uri = SipUriBuilder::like(&read).params(&params).headers(&headers);
        assert_eq!(text(uri).unwrap(), "sip:h;a=1;b;transport=tcp?x=1&y=2");
        let uri = SipUriBuilder::like(&read).no_params().no_headers();
        assert_eq!(text(uri).unwrap(), "sip:h");
    }

    #[test]
    fn a_telephone_number_brings_user_phone() {
        let number = TelephoneSubscriber::parse(b"*21#;phone-context=a.b").unwrap();
        let old = SipUri::parse(b"sip:a:b@h;user=ip;lr").unwrap();
        let uri = SipUriBuilder::like(&old).telephone(number);
        assert_eq!(text(uri).unwrap(), "sip:*21%23;phone-context=a.b@h;lr;user=phone");
        let params = [NewParam::value(b"user", b"ip")];
        assert_eq!(text(uri.params(&params)), Err(BuildError::Param));
    }

    #[test]
    fn at_every_size_a_buffer_holds_the_whole_uri_or_nothing() {
        let uri = host().user(UriText::Plain(b"a b")).port(65_535);
        let whole = text(uri).unwrap();
        for size in 0..=whole.len() {
            let mut buffer = std::vec![0; size];
            let mut sink = crate::message::SliceSink::new(&mut buffer);
            let result = uri.write_into(&mut sink);
            if size == whole.len() {
                assert_eq!((result, sink.written()), (Ok(size), whole.as_bytes()));
            } else {
                assert_eq!(result, Err(BuildError::NoRoom { needed: whole.len() }));
                assert_eq!(sink.written(), b"");
            }
        }
    }
}
