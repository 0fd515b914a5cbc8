//! A challenge that can be answered.

use super::hash::HashFunction;
use super::row::Asker;
use crate::header::{AuthValue, Challenge, DigestAlgorithm, DigestChallenge, Qop};

/// A challenge that has all that an answer needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<'b> {
    pub(super) asker: Asker,
    pub(super) realm: AuthValue<'b>,
    pub(super) nonce: AuthValue<'b>,
    pub(super) opaque: Option<AuthValue<'b>>,
    /// As it was named, or not.
    pub(super) algorithm: Option<DigestAlgorithm<'b>>,
    pub(super) function: HashFunction,
    pub(super) qop: Option<Qop<'b>>,
    pub(super) stale: bool,
    pub(super) userhash: bool,
}

impl<'b> Offer<'b> {
    /// `None` if it has another scheme, an algorithm or only qops that nobody here knows, or
    /// something is missing.
    pub(super) fn of(asker: Asker, challenge: &Challenge<'b>) -> Option<Self> {
        let challenge = challenge.as_digest()?;
        let algorithm = challenge.algorithm.unwrap_or_default();
        let qop = choose_qop(challenge)?;
        // The first cnonce makes the session, and without qop there is none (§22.4, item 8).
        if algorithm.is_session() && qop.is_none() {
            return None;
        }
        Some(Self {
            asker,
            realm: challenge.realm?,
            nonce: challenge.nonce?,
            opaque: challenge.opaque,
            algorithm: challenge.algorithm,
            function: HashFunction::of(algorithm)?,
            qop,
            stale: challenge.stale,
            userhash: challenge.userhash,
        })
    }
}

/// `auth` where it is offered: what stands in the way of a call changes bodies more often than
/// an attacker does. `None` if something is offered, but nothing that is known.
fn choose_qop<'b>(challenge: &DigestChallenge<'b>) -> Option<Option<Qop<'b>>> {
    match challenge.qop {
        None => Some(None),
        Some(offered) if offered.auth => Some(Some(Qop::Auth)),
        Some(offered) if offered.auth_int => Some(Some(Qop::AuthInt)),
        Some(_) => None,
    }
}
