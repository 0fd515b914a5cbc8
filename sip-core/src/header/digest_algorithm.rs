//! The `algorithm` of a digest (RFC 7616 §3.3, RFC 8760 §2.1).

use super::AuthValue;

/// The hash function of a digest. Where none is named, it is MD5.
///
/// ```
/// use sip_core::header::{AuthValue, DigestAlgorithm};
///
/// let name = AuthValue::text(b"sha-256-SESS");
/// assert_eq!(DigestAlgorithm::from(name), DigestAlgorithm::Sha256Sess);
/// assert!(DigestAlgorithm::Sha256Sess.is_session());
/// assert_eq!(DigestAlgorithm::default(), DigestAlgorithm::Md5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DigestAlgorithm<'b> {
    /// `MD5`
    #[default]
    Md5,
    /// `MD5-sess`
    Md5Sess,
    /// `SHA-256`
    Sha256,
    /// `SHA-256-sess`
    Sha256Sess,
    /// `SHA-512-256`: the function SHA-512/256 of FIPS 180-4, not SHA-512 cut short.
    Sha512_256,
    /// `SHA-512-256-sess`
    Sha512_256Sess,
    /// Any other, such as `AKAv1-MD5`. A challenge with one that is not supported is passed over
    /// (RFC 8760 §2.4).
    Other(AuthValue<'b>),
}

const NAMES: [(&[u8], DigestAlgorithm<'static>); 6] = [
    (b"MD5", DigestAlgorithm::Md5),
    (b"MD5-sess", DigestAlgorithm::Md5Sess),
    (b"SHA-256", DigestAlgorithm::Sha256),
    (b"SHA-256-sess", DigestAlgorithm::Sha256Sess),
    (b"SHA-512-256", DigestAlgorithm::Sha512_256),
    (b"SHA-512-256-sess", DigestAlgorithm::Sha512_256Sess),
];

impl<'b> DigestAlgorithm<'b> {
    /// Whether the hash of the password is bound to the first nonce and cnonce of a session.
    pub const fn is_session(&self) -> bool {
        matches!(self, Self::Md5Sess | Self::Sha256Sess | Self::Sha512_256Sess)
    }

    /// The name, as it is written.
    pub fn name(&self) -> AuthValue<'b> {
        match self {
            Self::Md5 => AuthValue::received_bare(b"MD5"),
            Self::Md5Sess => AuthValue::received_bare(b"MD5-sess"),
            Self::Sha256 => AuthValue::received_bare(b"SHA-256"),
            Self::Sha256Sess => AuthValue::received_bare(b"SHA-256-sess"),
            Self::Sha512_256 => AuthValue::received_bare(b"SHA-512-256"),
            Self::Sha512_256Sess => AuthValue::received_bare(b"SHA-512-256-sess"),
            Self::Other(name) => *name,
        }
    }
}

/// Names are compared without regard to case.
impl<'b> From<AuthValue<'b>> for DigestAlgorithm<'b> {
    fn from(name: AuthValue<'b>) -> Self {
        let known = NAMES.iter().find(|(known, _)| name.is_ignoring_case(known));
        known.map_or(Self::Other(name), |(_, algorithm)| *algorithm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_algorithm_and_back() {
        for (name, algorithm) in NAMES {
            assert!(algorithm.name().is(name));
            assert_eq!(DigestAlgorithm::from(AuthValue::text(name)), algorithm);
            assert_eq!(algorithm.is_session(), name.ends_with(b"-sess"));
        }
    }

    #[test]
    fn a6_an_algorithm_that_nobody_knows_is_kept() {
        let name = AuthValue::token(b"AKAv1-MD5").unwrap();
        assert_eq!(DigestAlgorithm::from(name), DigestAlgorithm::Other(name));
    }
}
