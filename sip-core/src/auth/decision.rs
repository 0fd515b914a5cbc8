//! What comes of a challenge.

use crate::message::WriteError;

/// What to do about a 401 or a 407.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Send the request again, with
    /// [`write_credentials`](super::DigestClient::write_credentials): as it was, To without a tag
    /// if it had none, but with the next CSeq and a new branch (§22.2, §8.1.3.5).
    Retry,
    /// The response is the last word.
    GiveUp(GiveUp),
}

/// Why a challenge is not answered. Of several, it is that of the realm that came nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GiveUp {
    /// There is none that could be read.
    NoChallenge,
    /// None that could be answered: other schemes, algorithms and qops than those known, or a
    /// parameter missing; or an account has only the hash of another algorithm.
    Unusable,
    /// There is no account for the realm. It may be shown to the user (§22.1); it stands in
    /// [`Challenge::realm`](crate::header::Challenge::realm).
    NoAccount,
    /// One realm more than the client keeps.
    TooManyRealms,
    /// The credentials do not fit into the client's buffer, or the user's name has a line break
    /// or NUL in it.
    Write(WriteError),
    /// The nonce was stale, and stale again.
    TooOften,
    /// The server refuses the user or the password: this one is not sent in this realm again.
    Refused,
}

impl GiveUp {
    /// How near it came.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::NoChallenge => 0,
            Self::Unusable => 1,
            Self::NoAccount => 2,
            Self::TooManyRealms => 3,
            Self::Write(_) => 4,
            Self::TooOften => 5,
            Self::Refused => 6,
        }
    }
}

impl core::fmt::Display for GiveUp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NoChallenge => "no challenge",
            Self::Unusable => "no challenge that is supported",
            Self::NoAccount => "no account for the realm",
            Self::TooManyRealms => "too many realms",
            Self::Write(error) => return error.fmt(f),
            Self::TooOften => "challenged too often",
            Self::Refused => "user or password refused",
        })
    }
}
