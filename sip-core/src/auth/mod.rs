//! Digest authentication (§22; RFC 7616, RFC 8760): the computation, and the client's side.
//!
//! * [`DigestInput`] and [`Ha1`] are the computation, over slices: MD5, SHA-256 and SHA-512/256,
//!   each with `-sess`; without qop (RFC 2069), with `auth` and with `auth-int`.
//! * [`DigestClient`] keeps what servers and proxies asked for, and proves it in each request.
//!
//! A realm of the client goes through these states; the others do not hear of it:
//!
//! | state    | challenge for it                                  | request                     |
//! |----------|---------------------------------------------------|-----------------------------|
//! | unknown  | an account for it → answered                      | says nothing of it          |
//! | answered | the request did not carry the credentials, or `stale`, or the password is another now → answered anew, three times for one request; otherwise → refused | carries them, `nc` one more each time |
//! | refused  | the password is another now → answered            | says nothing of it          |
//!
//! There is no way back to unknown. RFC 3261 has a client remember the credentials for one
//! Call-ID, and for longer only those of its own outbound proxy (§22.3): keep one
//! [`DigestClient`] for each call, registration or subscription, and it follows by itself.
//!
//! An ACK can be neither challenged nor proved anew: it repeats the credentials of its INVITE as
//! they stood there (§22.1), which is
//! [`MessageWriter::copy_all`](crate::message::MessageWriter::copy_all). A CANCEL is not
//! challenged either.
//!
//! ```
//! use sip_core::auth::{Account, Attempt, Decision, DigestClient, Password, RequestFacts};
//! use sip_core::message::{FixedBuffer, MessageWriter};
//! use sip_core::{Message, Method};
//! # struct Rng;
//! # impl rand_core::TryRng for Rng {
//! #     type Error = core::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(4) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { Ok(4) }
//! #     fn try_fill_bytes(&mut self, b: &mut [u8]) -> Result<(), Self::Error> { Ok(b.fill(4)) }
//! # }
//! # impl rand_core::TryCryptoRng for Rng {}
//! # let mut secret = sip_core::endpoint::Secret::new(&mut Rng);
//!
//! let accounts = [Account {
//!     realm: b"biloxi.example",
//!     user: b"bob",
//!     password: Password::Clear(b"zanzibar"),
//! }];
//! let mut client = DigestClient::<FixedBuffer<512>>::new();
//! let mut attempt = Attempt::new();
//!
//! let response = Message::parse(
//!     b"SIP/2.0 401 Unauthorized\r\n\
//!       WWW-Authenticate: Digest realm=\"biloxi.example\", nonce=\"84a4cc6f\", qop=\"auth\"\r\n\r\n",
//! )?;
//! let response = response.as_response().expect("a response");
//! assert_eq!(client.challenged(&mut attempt, response, &accounts), Decision::Retry);
//!
//! let mut bytes = Vec::new();
//! let uri = b"sip:biloxi.example";
//! let mut writer = MessageWriter::request(&mut bytes, Method::Register, uri);
//! let request = RequestFacts { method: Method::Register, uri, body: b"" };
//! client.write_credentials(&mut writer, &mut attempt, request, secret.identifier());
//! writer.finish()?;
//! let text = String::from_utf8(bytes)?;
//! assert!(text.contains("\r\nAuthorization: Digest username=\"bob\", realm=\"biloxi.example\""));
//! assert!(text.contains("nc=00000001"));
//!
//! // The same again: the password is wrong, and asking once more would not make it right.
//! assert!(matches!(client.challenged(&mut attempt, response, &accounts), Decision::GiveUp(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod attempt;
mod client;
mod decision;
mod digest;
mod ha1;
mod hash;
mod offer;
mod row;
mod slot;

pub use account::{Account, Password};
pub use attempt::Attempt;
pub use client::{DigestClient, RequestFacts, ServerProof};
pub use decision::{Decision, GiveUp};
pub use digest::{DigestInput, Protection, user_hash};
pub use ha1::{Ha1, Ha1Error};
pub use hash::{HashFunction, HexDigest};
