//! By what a message is matched to its transaction (§17.1.3, §17.2.3).

use core::hash::{Hash, Hasher};

use siphasher::sip128::{Hasher128, SipHasher24};

use super::secret::{Purpose, Secret};
use crate::error::ParseError;
use crate::header::{CSeq, CallId, From, To, Via};
use crate::message::{Request, Response};
use crate::method::Method;
use crate::transport::Transport;

/// The identity of a transaction: a keyed hash of all that §17 compares.
///
/// 128 bits under a secret key: two transactions share one by chance about never, and nobody can
/// make them, so nothing else is compared and no identifier has to be stored, however long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(u128);

/// Whose transaction: an element that calls itself has both (T21 of the hard cases).
const CLIENT: u8 = 0;
const SERVER: u8 = 1;
const LEGACY_SERVER: u8 = 2;

impl Key {
    /// The client transaction that `response` belongs to: top branch and sent-by, which are ours
    /// (§18.1.2), and the method in CSeq (§17.1.3).
    pub(crate) fn of_response(
        secret: &Secret,
        response: &Response<'_>,
    ) -> Result<Self, ParseError> {
        let via = response.headers().require::<Via<'_>>()?;
        let cseq = response.headers().require::<CSeq<'_>>()?;
        Ok(Self::client(secret, &via, cseq.method()))
    }

    /// The client transaction of a request that is sent with this top Via.
    pub(crate) fn client(secret: &Secret, via: &Via<'_>, method: Method<'_>) -> Self {
        let mut hasher = secret.hasher(Purpose::Key);
        hasher.write_u8(CLIENT);
        method.hash(&mut hasher);
        hash_branch(&mut hasher, via);
        hash_sent_by(&mut hasher, via);
        Self::finish(hasher)
    }

    /// The server transaction that `request` belongs to or begins, as one of `method`: an ACK
    /// belongs to its INVITE, and so, for the question what it cancels, does a CANCEL (§9.2).
    pub(crate) fn of_request(
        secret: &Secret,
        request: &Request<'_>,
        method: Method<'_>,
    ) -> Result<ServerKey, ParseError> {
        let headers = request.headers();
        let via = headers.require::<Via<'_>>()?;
        let mut hasher = secret.hasher(Purpose::Key);
        if via.has_cookie() {
            hasher.write_u8(SERVER);
            method.hash(&mut hasher);
            hash_branch(&mut hasher, &via);
            hash_sent_by(&mut hasher, &via);
            return Ok(ServerKey { key: Self::finish(hasher), legacy_to_tag: None });
        }
        // §17.2.3, for peers of RFC 2543: Request-URI, From tag, Call-ID, CSeq and top Via. The
        // To tag is compared apart, since an ACK's is the one in the response.
        hasher.write_u8(LEGACY_SERVER);
        method.hash(&mut hasher);
        hash_text(&mut hasher, request.uri_text());
        hash_text(&mut hasher, headers.require::<From<'_>>()?.tag().unwrap_or_default());
        hash_text(&mut hasher, headers.require::<CallId<'_>>()?.as_bytes());
        hasher.write_u32(headers.require::<CSeq<'_>>()?.number());
        hash_text(&mut hasher, via.as_bytes());
        let key = Self::finish(hasher);
        let mut hasher = secret.hasher(Purpose::Key);
        hash_text(&mut hasher, headers.require::<To<'_>>()?.tag().unwrap_or_default());
        Ok(ServerKey { key, legacy_to_tag: Some(hasher.finish()) })
    }

    fn finish(hasher: SipHasher24) -> Self {
        Self(hasher.finish128().as_u128())
    }

    /// A number below `buckets`, evenly spread.
    pub(crate) fn bucket(self, buckets: usize) -> usize {
        let hash = u64::try_from(self.0 & u128::from(u64::MAX)).unwrap_or(0);
        let buckets = u64::try_from(buckets).unwrap_or(u64::MAX);
        usize::try_from(hash.checked_rem(buckets).unwrap_or(0)).unwrap_or(0)
    }
}

/// What finds a server transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ServerKey {
    pub(crate) key: Key,
    /// A hash of the To tag, if the peer is one of RFC 2543.
    pub(crate) legacy_to_tag: Option<u64>,
}

/// A tag as it is compared for peers of RFC 2543.
pub(crate) fn hash_tag(secret: &Secret, tag: &[u8]) -> u64 {
    let mut hasher = secret.hasher(Purpose::Key);
    hash_text(&mut hasher, tag);
    hasher.finish()
}

/// A branch is a token, and so compared without regard to case (§7.3.1).
fn hash_branch(hasher: &mut SipHasher24, via: &Via<'_>) {
    for byte in via.branch().unwrap_or_default() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.write_u8(0);
}

/// Host and port; a port that is not written is the transport's default one.
fn hash_sent_by(hasher: &mut SipHasher24, via: &Via<'_>) {
    let default = Transport::from_name(via.transport()).unwrap_or(Transport::Udp).default_port();
    via.sent_by().host.hash(hasher);
    hasher.write_u16(via.sent_by().port.unwrap_or(default));
}

fn hash_text(hasher: &mut SipHasher24, text: &[u8]) {
    hasher.write(text);
    hasher.write_u8(0);
}
