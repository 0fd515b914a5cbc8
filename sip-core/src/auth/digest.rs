//! The computation of a digest (§22.4, RFC 7616 §3.4).

use super::ha1::Ha1;
use super::hash::{HashFunction, Hasher, HexDigest};
use crate::header::{AuthValue, NonceCount};
use crate::method::Method;

/// What goes into a digest beside the user's [`Ha1`].
///
/// Parameters are hashed as they stand on the wire. With a `-sess` algorithm, the key is
/// [`Ha1::session`].
///
/// ```
/// use sip_core::Method;
/// use sip_core::auth::{DigestInput, Ha1, HashFunction, Protection};
/// use sip_core::header::AuthValue;
///
/// let text = AuthValue::text;
/// let realm = text(b"testrealm@host.com");
/// let ha1 = Ha1::new(HashFunction::Md5, text(b"Mufasa"), realm, b"CircleOfLife");
/// let input = DigestInput {
///     nonce: text(b"dcd98b7102dd2f0e8b11d0f600bfb0c093"),
///     uri: text(b"/dir/index.html"),
///     protection: Protection::None,
/// };
/// let method = Method::parse(b"GET").expect("a token");
/// assert_eq!(input.response(&ha1, method).as_bytes(), b"1949323746fe6a43ef61f9606e7febea");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DigestInput<'a> {
    /// `nonce`.
    pub nonce: AuthValue<'a>,
    /// `uri`: the Request-URI as the client wrote it.
    pub uri: AuthValue<'a>,
    /// `qop`, and what belongs to it.
    pub protection: Protection<'a>,
}

/// The `qop` of a digest, with what it has hashed.
#[derive(Clone, Copy, Debug)]
pub enum Protection<'a> {
    /// No `qop`: a digest of RFC 2069.
    None,
    /// `auth`
    Auth {
        /// `cnonce`.
        cnonce: AuthValue<'a>,
        /// `nc`.
        nc: NonceCount,
    },
    /// `auth-int`
    AuthInt {
        /// `cnonce`.
        cnonce: AuthValue<'a>,
        /// `nc`.
        nc: NonceCount,
        /// The body, without the empty line before it; if there is none, it is empty.
        body: &'a [u8],
    },
}

impl DigestInput<'_> {
    /// `response`: what the client proves with.
    pub fn response(&self, ha1: &Ha1, method: Method<'_>) -> HexDigest {
        self.digest(ha1, method.as_bytes())
    }

    /// `rspauth`: what the server proves with. The URI, cnonce and nc are the request's, the body
    /// is the response's; there is no method in it.
    pub fn rspauth(&self, ha1: &Ha1) -> HexDigest {
        self.digest(ha1, b"")
    }

    fn digest(&self, ha1: &Ha1, method: &[u8]) -> HexDigest {
        let function = ha1.function();
        let mut ha2 = Hasher::new(function);
        ha2.put(method).put(b":").put_sent(self.uri);
        if let Protection::AuthInt { body, .. } = self.protection {
            let mut hasher = Hasher::new(function);
            hasher.put(body);
            ha2.put(b":").put(hasher.finish().hex().as_bytes());
        }
        let mut hasher = Hasher::new(function);
        hasher.put(ha1.hash().hex().as_bytes()).put(b":").put_sent(self.nonce).put(b":");
        match self.protection {
            Protection::None => {}
            Protection::Auth { cnonce, nc } => {
                hasher.put(nc.as_bytes()).put(b":").put_sent(cnonce).put(b":auth:");
            }
            Protection::AuthInt { cnonce, nc, .. } => {
                hasher.put(nc.as_bytes()).put(b":").put_sent(cnonce).put(b":auth-int:");
            }
        }
        hasher.put(ha2.finish().hex().as_bytes());
        hasher.finish().hex()
    }
}

/// `username`, if the server takes it hashed (`userhash=true`, RFC 7616 §3.4.4).
///
/// ```
/// use sip_core::auth::{HashFunction, user_hash};
/// use sip_core::header::AuthValue;
///
/// let (user, realm) = (AuthValue::text(b"Mufasa"), AuthValue::text(b"testrealm@host.com"));
/// let hash = user_hash(HashFunction::Md5, user, realm);
/// assert_eq!(hash.as_bytes(), b"74f54fe2c8045a5ffda7d02fd97f1716");
/// ```
pub fn user_hash(function: HashFunction, user: AuthValue<'_>, realm: AuthValue<'_>) -> HexDigest {
    let mut hasher = Hasher::new(function);
    hasher.put_sent(user).put(b":").put_sent(realm);
    hasher.finish().hex()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::DigestAlgorithm;

    /// One computation and its published outcome.
    struct Vector {
        algorithm: DigestAlgorithm<'static>,
        user: &'static str,
        realm: &'static [u8],
        password: &'static [u8],
        method: &'static [u8],
        input: DigestInput<'static>,
        response: &'static [u8],
    }

    impl Vector {
        fn check(&self) {
            let text = AuthValue::text;
            let function = HashFunction::of(self.algorithm).unwrap();
            let (user, realm) = (text(self.user.as_bytes()), text(self.realm));
            let ha1 = Ha1::new(function, user, realm, self.password);
            let response = self.input.response(&ha1, Method::parse(self.method).unwrap());
            assert!(response.is(text(self.response)), "{response:?} {:?}", self.input);
        }
    }

    const fn text(text: &'static str) -> AuthValue<'static> {
        AuthValue::text(text.as_bytes())
    }

    #[test]
    fn the_examples_of_rfc_7616_are_met() {
        let vector = |algorithm, response: &'static str| Vector {
            algorithm,
            user: "Mufasa",
            realm: b"http-auth@example.org",
            password: b"Circle of Life",
            method: b"GET",
            input: DigestInput {
                nonce: text("7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
                uri: text("/dir/index.html"),
                protection: Protection::Auth {
                    cnonce: text("f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
                    nc: NonceCount::new(1),
                },
            },
            response: response.as_bytes(),
        };
        vector(DigestAlgorithm::Md5, "8ca523f5e9506fed4657c9700eebdbec").check();
        let sha_256 = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
        vector(DigestAlgorithm::Sha256, sha_256).check();
    }

    #[test]
    fn a7_the_example_of_rfc_7616_3_9_2_is_met_as_it_was_corrected() {
        // Erratum 4897: the printed values are those of SHA-512 cut short.
        let (user, realm) = ("J\u{e4}s\u{f8}n Doe", b"api@example.org");
        Vector {
            algorithm: DigestAlgorithm::Sha512_256,
            user,
            realm,
            password: b"Secret, or not?",
            method: b"GET",
            input: DigestInput {
                nonce: text("5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK"),
                uri: text("/doe.json"),
                protection: Protection::Auth {
                    cnonce: text("NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v"),
                    nc: NonceCount::new(1),
                },
            },
            response: b"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5",
        }
        .check();
        let hash = user_hash(HashFunction::Sha512_256, text(user), AuthValue::text(realm));
        let expected = "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b";
        assert_eq!(hash.as_bytes(), expected.as_bytes());
    }

    #[test]
    fn the_examples_of_rfc_2617_and_rfc_2069_are_met() {
        let vector = |password, protection, response| Vector {
            algorithm: DigestAlgorithm::default(),
            user: "Mufasa",
            realm: b"testrealm@host.com",
            password,
            method: b"GET",
            input: DigestInput {
                nonce: text("dcd98b7102dd2f0e8b11d0f600bfb0c093"),
                uri: text("/dir/index.html"),
                protection,
            },
            response,
        };
        let auth = Protection::Auth { cnonce: text("0a4f113b"), nc: NonceCount::new(1) };
        vector(b"Circle Of Life", auth, b"6629fae49393a05397450978507c4ef1").check();
        // As corrected: RFC 2069 prints another value, for another password.
        vector(b"CircleOfLife", Protection::None, b"1949323746fe6a43ef61f9606e7febea").check();
    }

    #[test]
    fn a9_each_qop_hashes_what_it_protects_and_no_body_is_an_empty_one() {
        // The values are those of JsSIP's tests.
        let (cnonce, nc) = (text("0a4f113b"), NonceCount::new(1));
        for (protection, response) in [
            (Protection::None, "f99e05f591f147facbc94ff23b4b1dee"),
            (Protection::Auth { cnonce, nc }, "a69b9c2ea0dea1437a21df6ddc9b05e4"),
            (Protection::AuthInt { cnonce, nc, body: b"" }, "82b3cab8b1c4df404434db6a0581650c"),
            (
                Protection::AuthInt { cnonce, nc, body: b"TEST BODY" },
                "7bf0e9de3fbb5da121974509d617f532",
            ),
        ] {
            Vector {
                algorithm: DigestAlgorithm::Md5,
                user: "testuser",
                realm: b"testrealm@host.com",
                password: b"testpassword",
                method: b"REGISTER",
                input: DigestInput {
                    nonce: text("5a071f75353f667787615249c62dcc7b15a4828f"),
                    uri: text("sip:testrealm@host.com"),
                    protection,
                },
                response: response.as_bytes(),
            }
            .check();
        }
    }

    /// Computed with Python's hashlib: without qop, with `auth`, with `auth-int`; of each the
    /// `response` and the `rspauth`.
    const TABLE: [(DigestAlgorithm<'static>, [&str; 6]); 6] = [
        (
            DigestAlgorithm::Md5,
            [
                "4c5feb586864cfa37cea3f15824305ce",
                "7f44125e064ed200356c17a63fc021bd",
                "82058528f5e3c2de98ff1bb73e49b763",
                "abf671eee73713a55094eeffaad9866d",
                "6306018a10d0bf71d273a423bec3d8a5",
                "0b67a528ecd5240478d77b21ea502c32",
            ],
        ),
        (
            DigestAlgorithm::Md5Sess,
            [
                "715451b9fa749573ed50994117f99915",
                "bac98bcb085e86855c822b4586a6ed92",
                "463676dc2cb86d565925dfb7e51f5e1c",
                "6c8fc502c85d354a8b913cc6c55b9616",
                "61f6ad0487ac855aa031c67a70548c82",
                "d0a30b26edbe7ad339c4da36bb12dbe4",
            ],
        ),
        (
            DigestAlgorithm::Sha256,
            [
                "d2d40b217aa6d53184d7843fde2d8fd1798c94a997aa5af536f730fc87545ad2",
                "985ac0489c8d63de4685efc932be89ca85acca6e31aab7e6b9c1bf80abcc183c",
                "f59bf343d7f63d1d656c60c96079d9bbd65cde42590734e13d23f6823364b3c4",
                "f8f785906870c27d1b951ec06862e9302c4728af614b1aa929e52db9ed8c3569",
                "0697fdef94effd6fda32f87d9b364f81d340b71f87d2caff0d7b5475e8f8dca7",
                "132d79b74ec7773545da29bf87c9f0019ab8f6f3b27ba8d18e51be5d9f719cf8",
            ],
        ),
        (
            DigestAlgorithm::Sha256Sess,
            [
                "144ec679059563a304fff829bba6062cdfd33a7dc02f04b37b24c6c6d7ca0749",
                "2a149f5ebc58cb7e12870b0abbe8413738c391ed0c10b2d173715b39a2d5b4ef",
                "378ca2255cd9b589839ca8fbbf4b5d18563d5793525fdd68864b6b9e3ea93742",
                "5203a3875097ed5ff004589432997ce993f763c33747f9c1eb852a2617fbe011",
                "c5b45d929a031514894e4104ae51974c42ea301f7416ff4292c8d2bffb4cf8c9",
                "15022f20979d894340c1f956a85653155b52143d5f487f5ace2776f56f31dfa2",
            ],
        ),
        (
            DigestAlgorithm::Sha512_256,
            [
                "99830c2f1532531abdc86e3e7935a43a91f117eacdf3855ff8d1a499f094a954",
                "b4a6d72fdf1283b8fbecfc681f3edc427a1ff23dd23b7822b1e29a9fe391b714",
                "86803f34b64ec80471b73b49de5c16c245d97f1f9c6be0d0421ca9d18d156f5c",
                "b4a9221c3fd41c944a85356052fae3d926bcdb065bb35c97f042d5a976e75f98",
                "8a3c7fae985fd9e6ced9d1674ecc229f851b8027af84a2211840b1eb354bd335",
                "ee85c477bbd9d83f0c7ae589521c574c63e72249cf2f22a1c1f3202d4f285d3b",
            ],
        ),
        (
            DigestAlgorithm::Sha512_256Sess,
            [
                "02ac720de9bcfcb1f114ff8e9db94c6582c5f372e2d0a636ecfb895b29842237",
                "0435a2cf5a65d56c8e4920633fbc22599ec76d270415f0c1c6e5df64ae0ea9b4",
                "80117bbba180ad33c43d986f2cab203716cfcde2923dfbcc7e13aef5b2f63ff9",
                "4e291d3f5a0d65eb4d1d5b1d33ef605af43c9de582a0115b62f05c0f521687d1",
                "209b8c66b781f1897625daf310d2a86082650d93e6a07adf28e6cb12069ff8cc",
                "ba638ad7d2157a6e59914c88f7d1d7324202e378b63e8f3d907fc7e9731cc79b",
            ],
        ),
    ];

    #[test]
    fn a9_each_algorithm_agrees_with_another_implementation() {
        let (cnonce, nc, body) = (text("0a4f113b00c0ffee"), NonceCount::new(2), &b"v=0\r\n"[..]);
        let nonce = text("84a4cc6f3082121f32b42a2187831a9e");
        for (algorithm, expected) in TABLE {
            let function = HashFunction::of(algorithm).unwrap();
            let mut ha1 = Ha1::new(function, text("bob"), text("biloxi.example"), b"zanzibar");
            if algorithm.is_session() {
                ha1 = ha1.session(nonce, cnonce);
            }
            let protections = [
                Protection::None,
                Protection::Auth { cnonce, nc },
                Protection::AuthInt { cnonce, nc, body },
            ];
            for (protection, expected) in protections.into_iter().zip(expected.chunks(2)) {
                let input = DigestInput { nonce, uri: text("sip:bob@biloxi.example"), protection };
                let both = [input.response(&ha1, Method::Invite), input.rspauth(&ha1)];
                for (digest, expected) in both.iter().zip(expected) {
                    assert!(
                        digest.is(AuthValue::text(expected.as_bytes())),
                        "{algorithm:?} {protection:?}: {digest:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a13_what_was_sent_is_hashed() {
        let quoted = |escaped| AuthValue::quoted(escaped).unwrap();
        let digest = |user, realm, nonce| {
            let ha1 = Ha1::new(HashFunction::Md5, user, realm, b"p");
            let uri = text("sip:a@b");
            let input = DigestInput { nonce, uri, protection: Protection::None };
            input.response(&ha1, Method::Register)
        };
        // hashlib: H(H(`a\"b:r\\:p`) ":" `n=\,` ":" H(`REGISTER:sip:a@b`)).
        let expected = "184fbf9f4fb5b5958d10c9ad724dab4b";
        let received = digest(quoted(br#"a\"b"#), quoted(br"r\\"), quoted(br"n=\,"));
        assert!(received.is(text(expected)), "{received:?}");
        // A name of the user's own is escaped when it is written, and so when it is hashed.
        let own = digest(text("a\"b"), quoted(br"r\\"), quoted(br"n=\,"));
        assert!(own.is(text(expected)), "{own:?}");
    }
}
