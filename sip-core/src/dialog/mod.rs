//! Dialogs: what two user agents know of each other between requests (§12).
//!
//! A [`Dialog`] keeps the head of the next request that it would send: Request-URI, Route, From,
//! To and Call-ID stand there as they will be written, so the rules of §12.2.1.1 for loose and
//! strict routers are applied once, when the dialog begins, and sending is copying.

mod id;
mod route_set;

pub use id::DialogId;

use core::net::SocketAddr;

use crate::endpoint::{
    ClientTransaction, Endpoint, Identifier, Packet, Secret, SendError, Storage,
};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::Decimal;
use crate::header::{
    CSeq, CallId, Contact, From, HeaderValue, KnownHeader, MaxForwards, Route, To,
};
use crate::message::{Headers, Message, MessageWriter, Request, Response, WriteError};
use crate::method::Method;
use crate::time::Instant;
use crate::transport::Flow;
use crate::uri::{Scheme, SipUri, Uri};
use route_set::{Order, RouteSet};

/// One side of a dialog (§12).
#[derive(Clone, Debug)]
pub struct Dialog<P> {
    id: DialogId,
    /// The head of a request in this dialog; its method means nothing.
    template: P,
    flow: Flow,
    local_cseq: u32,
    remote_cseq: Option<u32>,
}

/// Why a dialog could not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogError {
    /// What the peer sent lacks something, or is malformed.
    Malformed(ParseError),
    /// The route set or the head of a request does not fit.
    Write(WriteError),
}

impl core::convert::From<ParseError> for DialogError {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

impl core::convert::From<WriteError> for DialogError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl<P: Packet> Dialog<P> {
    /// The dialog of a UAC, from the response that begins it (§12.1.2).
    ///
    /// # Errors
    /// If the response lacks what a dialog needs, or something does not fit.
    pub fn of_uac(
        secret: &Secret,
        flow: &Flow,
        response: &Response<'_>,
    ) -> Result<Self, DialogError> {
        let headers = response.headers();
        let (from, to) = (headers.require::<From<'_>>()?, headers.require::<To<'_>>()?);
        let call_id = headers.require::<CallId<'_>>()?;
        // A tag that is missing is a null tag (§12.1.2): a peer of RFC 2543.
        let id = DialogId::new(
            secret,
            call_id.as_bytes(),
            from.tag().unwrap_or_default(),
            to.tag().unwrap_or_default(),
        );
        let target = remote_target(headers)?.unwrap_or(to.address().uri());
        let routes = RouteSet::of(headers, Order::Reversed)?;
        let template = write_template(target, &routes, |writer| {
            writer.copy_all(headers, KnownHeader::From);
            writer.copy_all(headers, KnownHeader::To);
            writer.copy_all(headers, KnownHeader::CallId);
        })?;
        let local_cseq = headers.require::<CSeq<'_>>()?.number();
        let flow = next_hop(flow, &template);
        Ok(Self { id, template, flow, local_cseq, remote_cseq: None })
    }

    /// The dialog of a UAS, from the request that begins it and the tag that it gives (§12.1.1).
    ///
    /// # Errors
    /// If the request lacks what a dialog needs, Contact among it, or something does not fit.
    pub fn of_uas(
        secret: &Secret,
        flow: &Flow,
        request: &Request<'_>,
        local_tag: Identifier,
    ) -> Result<Self, DialogError> {
        let headers = request.headers();
        let (from, call_id) = (headers.require::<From<'_>>()?, headers.require::<CallId<'_>>()?);
        let id = DialogId::new(
            secret,
            call_id.as_bytes(),
            local_tag.as_bytes(),
            from.tag().unwrap_or_default(),
        );
        // §8.1.1.8: without Contact nobody could be called back.
        let missing = ParseError::new(ParseErrorKind::Missing, 0).within(Contact::HEADER);
        let target = remote_target(headers)?.ok_or(missing)?;
        let routes = RouteSet::of(headers, Order::AsWritten)?;
        let (to_text, from_text) = (headers.text(KnownHeader::To), headers.text(KnownHeader::From));
        let template = write_template(target, &routes, |writer| {
            let local = to_text.unwrap_or_default();
            writer.field(KnownHeader::From, &[local, b";tag=", local_tag.as_bytes()]);
            writer.field(KnownHeader::To, &[from_text.unwrap_or_default()]);
            writer.copy_all(headers, KnownHeader::CallId);
        })?;
        let remote_cseq = Some(headers.require::<CSeq<'_>>()?.number());
        let flow = next_hop(flow, &template);
        Ok(Self { id, template, flow, local_cseq: 0, remote_cseq })
    }

    /// Which dialog it is.
    pub const fn id(&self) -> DialogId {
        self.id
    }

    /// The Call-ID (§20.8).
    pub fn call_id(&self) -> Option<&[u8]> {
        let template = read_template(&self.template).ok()?;
        template.headers().find::<CallId<'_>>().ok()?.map(|call_id| call_id.as_bytes())
    }

    /// Takes note of the sequence number of a request from the peer; `false` if it is out of
    /// order, and the request to be answered with a 500 (§12.2.2).
    pub fn accept_cseq(&mut self, number: u32) -> bool {
        if self.remote_cseq.is_some_and(|last| number <= last) {
            return false;
        }
        self.remote_cseq = Some(number);
        true
    }

    /// Sends a request in this dialog (§12.2.1.1); `write` adds header fields and a body.
    ///
    /// # Errors
    /// As [`Endpoint::request`].
    pub fn request<S: Storage>(
        &mut self,
        now: Instant,
        endpoint: &mut Endpoint<S>,
        method: Method<'_>,
        write: impl FnOnce(&mut MessageWriter<'_>),
    ) -> Result<ClientTransaction, SendError> {
        let template = read_template(&self.template)?;
        let number = self.local_cseq.saturating_add(1).min(CSeq::MAX);
        let sent = endpoint.request(now, self.flow, method, template.uri_text(), |writer| {
            write_head(writer, template.headers(), number, method);
            write(writer);
        })?;
        self.local_cseq = number;
        Ok(sent)
    }

    /// Sends the ACK for a 2xx to the INVITE of this number; the same branch gives the same ACK
    /// again (§13.2.2.4).
    ///
    /// # Errors
    /// As [`Endpoint::send_ack`].
    pub fn ack<S: Storage>(
        &self,
        endpoint: &mut Endpoint<S>,
        cseq: u32,
        branch: Identifier,
    ) -> Result<(), SendError> {
        let template = read_template(&self.template)?;
        endpoint.send_ack(self.flow, template.uri_text(), branch, |writer| {
            write_head(writer, template.headers(), cseq, Method::Ack);
        })
    }
}

fn read_template<P: Packet>(template: &P) -> Result<Request<'_>, SendError> {
    // It was written here, and so can be read.
    match Message::read(template.as_ref()) {
        Ok(Message::Request(request)) => Ok(request),
        _ => Err(SendError::Gone),
    }
}

fn write_head(
    writer: &mut MessageWriter<'_>,
    template: &Headers<'_>,
    cseq: u32,
    method: Method<'_>,
) {
    writer.number(KnownHeader::MaxForwards, MaxForwards::DEFAULT.0.into());
    for header in [KnownHeader::Route, KnownHeader::From, KnownHeader::To, KnownHeader::CallId] {
        writer.copy_all(template, header);
    }
    let number = Decimal::new(cseq);
    writer.field(KnownHeader::CSeq, &[number.as_bytes(), b" ", method.as_bytes()]);
}

/// The URI of the first Contact (§12.1.1, §12.1.2).
fn remote_target<'b>(headers: &Headers<'b>) -> Result<Option<Uri<'b>>, ParseError> {
    let contact = headers.find::<Contact<'_>>()?;
    Ok(contact.and_then(|contact| contact.address()).map(|address| address.uri()))
}

/// Writes the head of a request by §12.2.1.1: to a loose router first, the remote target is the
/// Request-URI and the route set is Route; to a strict one, its URI is the Request-URI, and the
/// remote target stands last in Route.
fn write_template<P: Packet>(
    target: Uri<'_>,
    routes: &RouteSet<'_>,
    write: impl FnOnce(&mut MessageWriter<'_>),
) -> Result<P, DialogError> {
    let mut template = P::default();
    let strict = routes.first().and_then(|route| match route.uri() {
        Uri::Sip(uri) if !route.is_loose_router() => Some(uri),
        _ => None,
    });
    let uri = strict.map_or(target.as_bytes(), |router| without_headers(&router));
    let mut writer = MessageWriter::request(&mut template, Method::Invite, uri);
    for route in routes.iter().skip(usize::from(strict.is_some())) {
        writer.value(route);
    }
    if strict.is_some() {
        writer.field(KnownHeader::Route, &[b"<", target.as_bytes(), b">"]);
    }
    write(&mut writer);
    writer.finish()?;
    Ok(template)
}

/// A URI as it may stand in a request line: without header fields (§19.1.1).
fn without_headers<'b>(uri: &SipUri<'b>) -> &'b [u8] {
    let len = uri.as_bytes().len().saturating_sub(uri.headers().as_bytes().len());
    uri.as_bytes().get(..len).unwrap_or_default()
}

/// The flow for requests in the dialog: to the first route, or else the remote target (§8.1.2),
/// if that says an address; looking up a name is the caller's, and until then the way that the
/// first message took is as good as any.
fn next_hop<P: Packet>(flow: &Flow, template: &P) -> Flow {
    let Ok(template) = read_template(template) else { return *flow };
    let route = template.headers().find::<Route<'_>>().ok().flatten().map(|route| route.uri());
    let Some(Uri::Sip(uri)) = route.or(template.uri().ok()) else { return *flow };
    let Some(ip) = uri.host().ip() else { return *flow };
    let default =
        if flow.transport.is_secure() || uri.scheme() == Scheme::Sips { 5061 } else { 5060 };
    let remote = SocketAddr::new(ip, uri.port().unwrap_or(default));
    // An open connection is as good a way as a new one, and this is where a new one goes when it
    // is gone: the peer's end of an accepted connection listens to nobody.
    Flow { remote, ..*flow }
}
