//! What a client keeps of each realm beside the text.

use super::attempt::Serial;
use super::digest::{DigestInput, Protection};
use super::ha1::Ha1;
use crate::endpoint::Identifier;
use crate::header::{AuthValue, AuthenticationInfo, DigestCredentials, NonceCount, Qop};

/// What is known of one realm beside its row.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) ha1: Ha1,
    /// Of the nonce in the row.
    pub(super) serial: Serial,
    /// How many requests were sent with the nonce.
    pub(super) nc: u32,
    /// Since the first of them.
    pub(super) cnonce: Option<Identifier>,
    /// With `-sess`, since the first request that answered the challenge.
    pub(super) session: Option<Ha1>,
    pub(super) refused: bool,
}

const _: () = assert!(size_of::<Slot>() <= 92);

impl Slot {
    pub(super) const fn new(ha1: Ha1, serial: Serial) -> Self {
        Self { ha1, serial, nc: 0, cnonce: None, session: None, refused: false }
    }

    /// The hash to prove with.
    pub(super) fn key(&mut self, row: &DigestCredentials<'_>, cnonce: Identifier) -> Ha1 {
        if !row.algorithm.unwrap_or_default().is_session() {
            return self.ha1;
        }
        let nonce = row.nonce.unwrap_or(AuthValue::text(b""));
        let cnonce = AuthValue::text(cnonce.as_bytes());
        *self.session.get_or_insert_with(|| self.ha1.session(nonce, cnonce))
    }

    /// Whether the server's proof is right for the request that it answers.
    pub(super) fn is_proved(
        &self,
        info: &AuthenticationInfo<'_>,
        row: &DigestCredentials<'_>,
        nc: u32,
        uri: &[u8],
        body: &[u8],
    ) -> bool {
        let (Some(rspauth), Some(cnonce)) = (info.rspauth, self.cnonce) else { return false };
        let is_of_request = info.nc.is_none_or(|echo| echo.number() == nc)
            && info.cnonce.is_none_or(|echo| echo.is(cnonce.as_bytes()));
        let proved = Proved { uri, body, nc, cnonce };
        let input = proved.input(row, info.qop.or(row.qop));
        is_of_request && input.rspauth(&self.session.unwrap_or(self.ha1)).is(rspauth)
    }
}

/// What is proved, by either side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proved<'a> {
    pub(super) uri: &'a [u8],
    pub(super) body: &'a [u8],
    pub(super) nc: u32,
    pub(super) cnonce: Identifier,
}

impl Proved<'_> {
    pub(super) fn input<'a>(
        &'a self,
        row: &DigestCredentials<'a>,
        qop: Option<Qop<'_>>,
    ) -> DigestInput<'a> {
        let nc = NonceCount::new(self.nc);
        let cnonce = AuthValue::text(self.cnonce.as_bytes());
        let protection = match qop {
            None => Protection::None,
            Some(Qop::AuthInt) => Protection::AuthInt { cnonce, nc, body: self.body },
            Some(Qop::Auth | Qop::Other(_)) => Protection::Auth { cnonce, nc },
        };
        let nonce = row.nonce.unwrap_or(AuthValue::text(b""));
        DigestInput { nonce, uri: AuthValue::text(self.uri), protection }
    }
}
