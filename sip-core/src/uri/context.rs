//! Which parts of a SIP URI may stand where (§19.1.1, Table 1).

use super::{SipUri, UriParam};

/// Where a URI stands: a column of Table 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The request line.
    RequestUri,
    /// To.
    To,
    /// From.
    From,
    /// Contact in REGISTER, in its 2xx, and in a 3xx.
    RegistrationContact,
    /// Contact where it makes or refreshes a dialog, Record-Route and Route.
    Dialog,
    /// Outside of SIP: a web page, a business card.
    External,
}

impl Context {
    /// All of them, in the table's order.
    pub const ALL: [Self; 6] = [
        Self::RequestUri,
        Self::To,
        Self::From,
        Self::RegistrationContact,
        Self::Dialog,
        Self::External,
    ];
}

/// A part of a SIP URI: a row of Table 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UriPart {
    /// The user.
    User,
    /// The password.
    Password,
    /// The host, which has to be there.
    Host,
    /// The port.
    Port,
    /// The parameter `user`.
    UserParam,
    /// The parameter `method`.
    Method,
    /// The parameter `maddr`.
    Maddr,
    /// The parameter `ttl`.
    Ttl,
    /// The parameter `transport`.
    Transport,
    /// The parameter `lr`.
    Lr,
    /// Any other parameter.
    OtherParam,
    /// The header fields.
    Headers,
}

impl UriPart {
    /// All of them, in the table's order.
    pub const ALL: [Self; 12] = [
        Self::User,
        Self::Password,
        Self::Host,
        Self::Port,
        Self::UserParam,
        Self::Method,
        Self::Maddr,
        Self::Ttl,
        Self::Transport,
        Self::Lr,
        Self::OtherParam,
        Self::Headers,
    ];

    /// Which part a parameter is.
    pub fn of(param: &UriParam<'_>) -> Self {
        const NAMED: [(&[u8], UriPart); 6] = [
            (b"transport", UriPart::Transport),
            (b"lr", UriPart::Lr),
            (b"user", UriPart::UserParam),
            (b"method", UriPart::Method),
            (b"maddr", UriPart::Maddr),
            (b"ttl", UriPart::Ttl),
        ];
        let named = NAMED.iter().find(|(name, _)| param.is(name));
        named.map_or(Self::OtherParam, |(_, part)| *part)
    }

    /// Whether it may stand in `context`.
    pub const fn may_stand_in(self, context: Context) -> bool {
        use Context::{Dialog, External, From, RegistrationContact, RequestUri, To};
        match self {
            Self::User | Self::Password | Self::Host | Self::UserParam | Self::OtherParam => true,
            Self::Port | Self::Maddr | Self::Transport => !matches!(context, To | From),
            Self::Method => matches!(context, External),
            Self::Ttl => matches!(context, RequestUri | RegistrationContact | External),
            Self::Lr => matches!(context, RequestUri | Dialog | External),
            Self::Headers => matches!(context, RegistrationContact | External),
        }
    }
}

impl SipUri<'_> {
    /// Whether each part of the URI may stand in `context` (§19.1.1, Table 1).
    ///
    /// A part that may not is to be passed over by whoever receives it, so this is for what is to
    /// be sent; [`stripped`](Self::stripped) leaves it out.
    ///
    /// ```
    /// use sip_core::uri::{Context, SipUri, UriPart};
    ///
    /// let uri = SipUri::parse(b"sip:atlanta.example;method=REGISTER?to=alice%40atlanta.example")?;
    /// assert_eq!(uri.check_context(Context::External), Ok(()));
    /// assert_eq!(uri.check_context(Context::RequestUri), Err(UriPart::Method));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// The first part that may not stand there.
    pub fn check_context(&self, context: Context) -> Result<(), UriPart> {
        let port = self.port().map(|_| UriPart::Port);
        let params = self.params().iter().map(|param| UriPart::of(&param));
        let headers = (!self.headers().is_empty()).then_some(UriPart::Headers);
        let mut parts = port.into_iter().chain(params).chain(headers);
        parts.find(|part| !part.may_stand_in(context)).map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    /// Table 1, as it is printed: rows are parts, columns contexts.
    const TABLE: [(UriPart, &str, &str); 12] = [
        (UriPart::User, "a@h", "oooooo"),
        (UriPart::Password, "a:b@h", "oooooo"),
        (UriPart::Host, "h", "mmmmmm"),
        (UriPart::Port, "h:1", "o--ooo"),
        (UriPart::UserParam, "h;user=ip", "oooooo"),
        (UriPart::Method, "h;METHOD=BYE", "-----o"),
        (UriPart::Maddr, "h;maddr=a", "o--ooo"),
        (UriPart::Ttl, "h;ttl=1", "o--o-o"),
        (UriPart::Transport, "h;transport=tcp", "o--ooo"),
        (UriPart::Lr, "h;lr", "o---oo"),
        (UriPart::OtherParam, "h;x=y", "oooooo"),
        (UriPart::Headers, "h?a=b", "---o-o"),
    ];

    #[test]
    fn a_part_stands_where_the_table_says() {
        for ((part, text, row), listed) in TABLE.into_iter().zip(UriPart::ALL) {
            assert_eq!(part, listed);
            for (context, entry) in Context::ALL.into_iter().zip(row.bytes()) {
                let text = format!("sip:{text}");
                let uri = SipUri::parse(text.as_bytes()).unwrap();
                let expected = if entry == b'-' { Err(part) } else { Ok(()) };
                assert_eq!(uri.check_context(context), expected, "{text} in {context:?}");
            }
        }
    }
}
