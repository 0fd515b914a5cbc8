//! What a client keeps of each realm as text: the credentials, but for what differs from request
//! to request.
//!
//! The rows stand in a message that is never sent. So they are read and written like any others,
//! escapes included, and how long a nonce may be is a matter of the buffer alone.

use super::offer::Offer;
use crate::endpoint::Packet;
use crate::header::{
    AuthValue, Authorization, Credentials, DigestCredentials, HeaderValue, KnownHeader,
    ProxyAuthorization,
};
use crate::message::{Message, MessageWriter, WriteError};
use crate::method::Method;

/// Who wants to be told, and so in which header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// A user agent server, a registrar: Authorization.
    Server,
    /// Proxy-Authorization.
    Proxy,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'b> {
    pub(super) asker: Asker,
    pub(super) digest: DigestCredentials<'b>,
}

impl<'b> Row<'b> {
    /// The rows in their order.
    pub(super) fn all(text: &'b [u8]) -> impl Iterator<Item = Self> + use<'b> {
        // A buffer that nothing was written into yet has none.
        let message = Message::read(text).ok();
        let fields = message.into_iter().flat_map(|message| message.headers().iter());
        fields.filter_map(|field| {
            let (asker, credentials) = match field.known()? {
                KnownHeader::Authorization => {
                    (Asker::Server, Authorization::from_value(field.value()).ok()?.0)
                }
                KnownHeader::ProxyAuthorization => {
                    (Asker::Proxy, ProxyAuthorization::from_value(field.value()).ok()?.0)
                }
                _ => return None,
            };
            Some(Self { asker, digest: *credentials.as_digest()? })
        })
    }

    /// The row that answers `offer` as `user`.
    pub(super) fn answering(offer: &Offer<'b>, user: AuthValue<'b>) -> Self {
        let digest = DigestCredentials {
            username: Some(user),
            realm: Some(offer.realm),
            nonce: Some(offer.nonce),
            algorithm: offer.algorithm,
            opaque: offer.opaque,
            qop: offer.qop,
            userhash: offer.userhash,
            ..DigestCredentials::default()
        };
        Self { asker: offer.asker, digest }
    }

    pub(super) fn is_for(&self, offer: &Offer<'_>) -> bool {
        self.asker == offer.asker && self.digest.realm == Some(offer.realm)
    }

    /// Whether an answer to both counts with the same `nc`.
    pub(super) fn has_nonce_of(&self, other: &Row<'_>) -> bool {
        let algorithm = self.digest.algorithm.unwrap_or_default();
        self.digest.nonce == other.digest.nonce
            && algorithm == other.digest.algorithm.unwrap_or_default()
    }

    pub(super) fn write(&self, writer: &mut MessageWriter<'_>) {
        let credentials = Credentials::Digest(self.digest);
        match self.asker {
            Asker::Server => writer.value(&Authorization(credentials)),
            Asker::Proxy => writer.value(&ProxyAuthorization(credentials)),
        };
    }

    /// The rows of `text` with this one in the place `index`, or behind the last.
    pub(super) fn put_into<P: Packet>(&self, text: &[u8], index: usize) -> Result<P, WriteError> {
        let mut packet = P::default();
        let mut writer = MessageWriter::request(&mut packet, Method::Options, b"*");
        let mut rows = Row::all(text);
        rows.by_ref().take(index).for_each(|row| row.write(&mut writer));
        self.write(&mut writer);
        rows.skip(1).for_each(|row| row.write(&mut writer));
        writer.finish()?;
        // One that could not be read back would bring all behind it out of their places.
        let count = Row::all(text).count().max(index.saturating_add(1));
        if Row::all(packet.as_ref()).count() != count {
            return Err(WriteError::Malformed);
        }
        Ok(packet)
    }
}
