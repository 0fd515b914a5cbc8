//! Which dialog a message belongs to (§12).

use core::hash::Hasher;

use siphasher::sip128::Hasher128;

use crate::endpoint::{Purpose, Secret};
use crate::header::{CallId, From, To};
use crate::message::{Request, Response};

/// Call-ID, local tag and remote tag, as a keyed hash of 128 bits: two dialogs have the same by
/// chance about never, and nobody can make them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DialogId(u128);

impl DialogId {
    pub(super) fn new(
        secret: &Secret,
        call_id: &[u8],
        local_tag: &[u8],
        remote_tag: &[u8],
    ) -> Self {
        let mut hasher = secret.hasher(Purpose::Dialog);
        for part in [call_id, local_tag, remote_tag] {
            hasher.write(part);
            hasher.write_u8(0);
        }
        Self(hasher.finish128().as_u128())
    }

    /// The dialog that a request from the peer belongs to; `None` if it has no To tag, and so
    /// belongs to none.
    pub fn of_request(secret: &Secret, request: &Request<'_>) -> Option<Self> {
        let headers = request.headers();
        let local_tag = headers.require::<To<'_>>().ok()?.tag()?;
        let remote_tag = headers.require::<From<'_>>().ok()?.tag().unwrap_or_default();
        let call_id = headers.require::<CallId<'_>>().ok()?;
        Some(Self::new(secret, call_id.as_bytes(), local_tag, remote_tag))
    }

    /// The dialog that a response to this side's request belongs to, or begins.
    pub fn of_response(secret: &Secret, response: &Response<'_>) -> Option<Self> {
        let headers = response.headers();
        let local_tag = headers.require::<From<'_>>().ok()?.tag().unwrap_or_default();
        let remote_tag = headers.require::<To<'_>>().ok()?.tag().unwrap_or_default();
        let call_id = headers.require::<CallId<'_>>().ok()?;
        Some(Self::new(secret, call_id.as_bytes(), local_tag, remote_tag))
    }
}
