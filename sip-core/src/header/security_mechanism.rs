//! `sec-mechanism`: what Security-Client, Security-Server and Security-Verify list (RFC 3329 §2.2).

use super::{Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params, qvalue};

/// One way to secure the hop between a client and its first proxy, and how much it is preferred.
///
/// ```
/// use sip_core::header::{HeaderValue, SecurityServer};
///
/// let offer = SecurityServer::from_value(b"digest;q=0.1;d-alg=SHA-256;d-qop=auth")?.0;
/// assert!(offer.name().is(b"digest"));
/// assert_eq!(offer.q(), Some(100));
/// assert_eq!(offer.digest_algorithm(), Some(&b"SHA-256"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityMechanism<'b> {
    name: Token<'b>,
    params: Params<'b>,
}

impl<'b> SecurityMechanism<'b> {
    /// The mechanism `name`, without parameters.
    pub fn new(name: Token<'b>) -> Self {
        Self { name, params: Params::default() }
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let name = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { name, params })
    }

    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.name.as_bytes()).params(self.params);
    }

    /// The name: `digest`, `tls`, `ipsec-3gpp` and so on.
    pub const fn name(&self) -> Token<'b> {
        self.name
    }

    /// The preference among several, in thousandths: 0 to 1000. One that is not a number counts
    /// as missing.
    pub fn q(&self) -> Option<u16> {
        qvalue::of(self.params)
    }

    /// `d-alg`: the algorithm of a digest.
    pub fn digest_algorithm(&self) -> Option<&'b [u8]> {
        self.params.get(b"d-alg")?.value
    }

    /// `d-qop`: the quality of protection of a digest.
    pub fn digest_qop(&self) -> Option<&'b [u8]> {
        self.params.get(b"d-qop")?.value
    }

    /// `d-ver`: the digest over the server's list, without its quotes.
    pub fn digest_verify(&self) -> Option<&'b [u8]> {
        self.params.get(b"d-ver")?.value
    }

    /// All parameters, these among them.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}
