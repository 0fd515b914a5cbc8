//! The client's side: what was asked for, and what each request says to it.

use super::account::Account;
use super::attempt::{Attempt, Carried, Serial};
use super::decision::{Decision, GiveUp};
use super::digest::user_hash;
use super::offer::Offer;
use super::row::{Asker, Row};
use super::slot::{Proved, Slot};
use crate::endpoint::{Identifier, Packet};
use crate::header::{
    AuthValue, AuthenticationInfo, DigestCredentials, NonceCount, ProxyAuthenticate,
    WwwAuthenticate,
};
use crate::message::{MessageWriter, Response, WriteError};
use crate::method::Method;
use crate::status::StatusCode;

/// What servers and proxies want to be proved, and proves it. See the [module](super).
///
/// It keeps the credentials of up to `REALMS` realms of servers and of proxies; their names,
/// nonces and `opaque`s lie as text in a `P`: a [`FixedBuffer`](crate::message::FixedBuffer), of
/// which 512 bytes do for two realms as they are found, or with a heap a `Vec<u8>`. Passwords are
/// kept as [`Ha1`](super::Ha1); beside its text, a realm takes 92 bytes.
#[derive(Clone)]
pub struct DigestClient<P, const REALMS: usize = 4> {
    rows: P,
    /// One for each row.
    slots: heapless::Vec<Slot, REALMS>,
    /// Of the next nonce.
    serial: Serial,
}

/// What of a request is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestFacts<'a> {
    /// The method.
    pub method: Method<'a>,
    /// The Request-URI, as it is written.
    pub uri: &'a [u8],
    /// The body, or nothing.
    pub body: &'a [u8],
}

/// Whether a server has proved that it knows the password itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerProof {
    /// It did not try.
    Missing,
    /// It did.
    Valid,
    /// It tried and does not: somebody may have answered in its place, or changed the response.
    Wrong,
    /// That cannot be told: the nonce has been replaced since the request was sent, the request
    /// carried no credentials, or what the server wrote is malformed.
    Unchecked,
}

/// How often one request answers the challenges for one realm: once, and twice again if the nonce
/// was stale. So a request is sent again three times for each realm at most.
const MAX_ANSWERS: u8 = 3;

impl<P: Packet, const REALMS: usize> DigestClient<P, REALMS> {
    /// A client of whom nothing was asked yet.
    pub fn new() -> Self {
        Self { rows: P::default(), slots: heapless::Vec::new(), serial: Serial::FIRST }
    }

    /// Reads the challenges in a 401 or a 407 to a request that is sent, if it is, with the
    /// credentials of `accounts`.
    ///
    /// Each realm is answered, of the challenges for it the first that can be (RFC 8760 §2.4);
    /// one that cannot be answered does not keep the request from being sent again if another is
    /// answered newly.
    pub fn challenged(
        &mut self,
        attempt: &mut Attempt<REALMS>,
        response: &Response<'_>,
        accounts: &[Account<'_>],
    ) -> Decision {
        let status = response.status();
        if status != StatusCode::UNAUTHORIZED && status != StatusCode::PROXY_AUTHENTICATION_REQUIRED
        {
            return Decision::GiveUp(GiveUp::NoChallenge);
        }
        // Both may stand in either, if they come from the branches of a fork (§22.3).
        let headers = response.headers();
        let of_servers = headers.all::<WwwAuthenticate<'_>>().flatten();
        let of_proxies = headers.all::<ProxyAuthenticate<'_>>().flatten();
        let challenges = of_servers
            .map(|value| (Asker::Server, value.0))
            .chain(of_proxies.map(|value| (Asker::Proxy, value.0)));

        let mut settled = [None; REALMS];
        let mut decision = Decision::GiveUp(GiveUp::NoChallenge);
        for (asker, challenge) in challenges {
            let offer = Offer::of(asker, &challenge).ok_or(GiveUp::Unusable);
            let answer = offer.and_then(|offer| {
                let index = self.index(&offer);
                if let Some(Some(before)) = settled.get(index) {
                    return *before;
                }
                let answer = self.answer(attempt, index, &offer, accounts);
                if matches!(answer, Ok(()) | Err(GiveUp::Refused | GiveUp::TooOften))
                    && let Some(place) = settled.get_mut(index)
                {
                    *place = Some(answer);
                }
                answer
            });
            decision = match (decision, answer) {
                (Decision::Retry, _) | (_, Ok(())) => Decision::Retry,
                (Decision::GiveUp(a), Err(b)) if b.rank() > a.rank() => Decision::GiveUp(b),
                (unchanged, Err(_)) => unchanged,
            };
        }
        decision
    }

    /// Writes Authorization and Proxy-Authorization for each realm that asked for them, and
    /// counts. It belongs before the body of the message, once in each.
    ///
    /// `cnonce` is to be a fresh one: it is used with a nonce that is new, and so long as that
    /// lasts. An ACK and a CANCEL get nothing; see the [module](super).
    pub fn write_credentials(
        &mut self,
        writer: &mut MessageWriter<'_>,
        attempt: &mut Attempt<REALMS>,
        request: RequestFacts<'_>,
        cnonce: Identifier,
    ) {
        if matches!(request.method, Method::Ack | Method::Cancel) {
            return;
        }
        let places = self.slots.iter_mut().zip(attempt.realms.iter_mut());
        for (row, (slot, carried)) in Row::all(self.rows.as_ref()).zip(places) {
            carried.nonce = None;
            let Some(nc) = slot.nc.checked_add(1) else { continue };
            if slot.refused {
                continue;
            }
            slot.nc = nc;
            *carried = Carried { nonce: Some(slot.serial), nc, ..*carried };
            let cnonce = *slot.cnonce.get_or_insert(cnonce);
            let proved = Proved { uri: request.uri, body: request.body, nc, cnonce };
            let response = proved
                .input(&row.digest, row.digest.qop)
                .response(&slot.key(&row.digest, cnonce), request.method);
            let has_qop = row.digest.qop.is_some();
            let digest = DigestCredentials {
                uri: Some(AuthValue::text(request.uri)),
                response: Some(AuthValue::text(response.as_bytes())),
                cnonce: has_qop.then_some(AuthValue::text(cnonce.as_bytes())),
                nc: has_qop.then_some(NonceCount::new(nc)),
                ..row.digest
            };
            Row { digest, ..row }.write(writer);
        }
    }

    /// Reads Authentication-Info, if there is one, in a 2xx to a request for `uri`: adopts the
    /// next nonce, and says whether the server has proved itself (RFC 7616 §3.5).
    ///
    /// With a wrong proof the nonce is not adopted; the rest is the caller's to judge.
    pub fn accepted(
        &mut self,
        attempt: &Attempt<REALMS>,
        response: &Response<'_>,
        uri: &[u8],
    ) -> ServerProof {
        let info = match response.headers().find::<AuthenticationInfo<'_>>() {
            Ok(Some(info)) => info,
            Ok(None) => return ServerProof::Missing,
            Err(_) => return ServerProof::Unchecked,
        };
        let (proof, index) = self.judge(attempt, &info, uri, response.body());
        if let (Some(index), Some(nonce)) = (index, info.nextnonce) {
            self.adopt(index, nonce);
        }
        proof
    }

    /// The place of a realm; behind the last if it is new.
    fn index(&self, offer: &Offer<'_>) -> usize {
        let mut rows = Row::all(self.rows.as_ref());
        rows.position(|row| row.is_for(offer)).unwrap_or(self.slots.len())
    }

    fn answer(
        &mut self,
        attempt: &mut Attempt<REALMS>,
        index: usize,
        offer: &Offer<'_>,
        accounts: &[Account<'_>],
    ) -> Result<(), GiveUp> {
        let Some((account, ha1)) = Account::find(accounts, offer) else {
            let has_account = Account::of_realm(accounts, offer).next().is_some();
            return Err(if has_account { GiveUp::Unusable } else { GiveUp::NoAccount });
        };
        let carried = attempt.realms.get_mut(index).ok_or(GiveUp::TooManyRealms)?;
        if let Some(slot) = self.slots.get_mut(index) {
            let was_tried = slot.refused || carried.nonce.is_some();
            // A hash of another function cannot be compared: then it counts as the same.
            let tried = account.ha1(slot.ha1.function(), offer.realm);
            let is_same = tried.is_none_or(|ha1| ha1.is(&slot.ha1));
            if was_tried && is_same && (slot.refused || !offer.stale) {
                slot.refused = true;
                return Err(GiveUp::Refused);
            }
        }
        if carried.answers >= MAX_ANSWERS {
            return Err(GiveUp::TooOften);
        }

        // The writer sees to line breaks; a NUL it must let pass, since a received value may have one.
        if account.user.contains(&b'\0') {
            return Err(GiveUp::Write(WriteError::Injection));
        }
        let user = AuthValue::text(account.user);
        let hash = offer.userhash.then(|| user_hash(offer.function, user, offer.realm));
        let user = hash.as_ref().map_or(user, |hash| AuthValue::text(hash.as_bytes()));
        let row = Row::answering(offer, user);
        let rows = row.put_into(self.rows.as_ref(), index).map_err(GiveUp::Write)?;
        let old = Row::all(self.rows.as_ref()).nth(index);
        let has_same_nonce = old.is_some_and(|old| old.has_nonce_of(&row));
        match self.slots.get_mut(index) {
            Some(slot) if has_same_nonce && slot.ha1.is(&ha1) => slot.refused = false,
            Some(slot) => *slot = Slot::new(ha1, self.serial),
            None => {
                let pushed = self.slots.push(Slot::new(ha1, self.serial));
                pushed.map_err(|_| GiveUp::TooManyRealms)?;
            }
        }
        self.serial = self.serial.next();
        self.rows = rows;
        carried.answers = carried.answers.saturating_add(1);
        Ok(())
    }

    /// Whether the server is proved, and in which realm. The header field does not say which; a
    /// proxy has no such.
    fn judge(
        &self,
        attempt: &Attempt<REALMS>,
        info: &AuthenticationInfo<'_>,
        uri: &[u8],
        body: &[u8],
    ) -> (ServerProof, Option<usize>) {
        let places = self.slots.iter().zip(&attempt.realms).enumerate();
        let all = Row::all(self.rows.as_ref()).zip(places);
        let mut candidates = all.filter(|(row, (_, (slot, carried)))| {
            row.asker == Asker::Server && carried.nonce == Some(slot.serial)
        });
        if info.rspauth.is_none() {
            let only = candidates.next().filter(|_| candidates.next().is_none());
            return (ServerProof::Missing, only.map(|(_, (index, _))| index));
        }
        let mut proof = ServerProof::Unchecked;
        for (row, (index, (slot, carried))) in candidates {
            if slot.is_proved(info, &row.digest, carried.nc, uri, body) {
                return (ServerProof::Valid, Some(index));
            }
            proof = ServerProof::Wrong;
        }
        (proof, None)
    }

    /// Takes `nonce` for the next request. One that does not fit is passed over: then the server
    /// says in time that the old one is stale.
    fn adopt(&mut self, index: usize, nonce: AuthValue<'_>) {
        let rows = self.rows.as_ref();
        let Some(mut row) = Row::all(rows).nth(index) else { return };
        if row.digest.nonce == Some(nonce) {
            return;
        }
        row.digest.nonce = Some(nonce);
        let Ok(rows) = row.put_into(rows, index) else { return };
        let Some(slot) = self.slots.get_mut(index) else { return };
        slot.nc = 0;
        slot.serial = self.serial;
        // A session goes on as it began; one that did not begin has no cnonce yet.
        if slot.session.is_none() {
            slot.cnonce = None;
        }
        self.serial = self.serial.next();
        self.rows = rows;
    }
}

impl<P: Packet, const REALMS: usize> Default for DigestClient<P, REALMS> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P, const REALMS: usize> core::fmt::Debug for DigestClient<P, REALMS> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("DigestClient").field("realms", &self.slots.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{DigestInput, Ha1, HashFunction, Password, Protection};
    use crate::endpoint::Secret;
    use crate::header::{Authorization, DigestAlgorithm, HeaderValue, Qop};
    use crate::message::{FixedBuffer, Message};
    use core::convert::Infallible;
    use std::boxed::Box;
    use std::format;
    use std::string::{String, ToString};
    use std::vec::Vec;

    const URI: &[u8] = b"sip:biloxi.example";
    const REFUSED: Decision = Decision::GiveUp(GiveUp::Refused);
    const ACCOUNTS: [Account<'static>; 3] = [account(b"a", b"pa"), account(b"b", b"pb"), ACCOUNT_C];
    const ACCOUNT_C: Account<'static> = account(b"c", b"pc");

    const fn account(realm: &'static [u8], password: &'static [u8]) -> Account<'static> {
        Account { realm, user: b"bob", password: Password::Clear(password) }
    }

    struct Rng;

    impl rand_core::TryRng for Rng {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            Ok(4)
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            Ok(4)
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.fill(4);
            Ok(())
        }
    }

    impl rand_core::TryCryptoRng for Rng {}

    /// A client over either storage, with room for two realms.
    trait Client {
        fn challenged(
            &mut self,
            attempt: &mut Attempt<2>,
            response: &Response<'_>,
            accounts: &[Account<'_>],
        ) -> Decision;
        fn write(
            &mut self,
            writer: &mut MessageWriter<'_>,
            attempt: &mut Attempt<2>,
            facts: RequestFacts<'_>,
            cnonce: Identifier,
        );
        fn accepted(&mut self, attempt: &Attempt<2>, response: &Response<'_>) -> ServerProof;
    }

    impl<P: Packet> Client for DigestClient<P, 2> {
        fn challenged(
            &mut self,
            attempt: &mut Attempt<2>,
            response: &Response<'_>,
            accounts: &[Account<'_>],
        ) -> Decision {
            self.challenged(attempt, response, accounts)
        }

        fn write(
            &mut self,
            writer: &mut MessageWriter<'_>,
            attempt: &mut Attempt<2>,
            facts: RequestFacts<'_>,
            cnonce: Identifier,
        ) {
            self.write_credentials(writer, attempt, facts, cnonce);
        }

        fn accepted(&mut self, attempt: &Attempt<2>, response: &Response<'_>) -> ServerProof {
            self.accepted(attempt, response, URI)
        }
    }

    /// A user agent that sends one request at a time, unless it says otherwise.
    struct Ua {
        client: Box<dyn Client>,
        attempt: Attempt<2>,
        secret: Secret,
        accounts: Vec<Account<'static>>,
    }

    fn on_both_storages(test: impl Fn(&mut Ua)) {
        let fixed = DigestClient::<FixedBuffer<512>, 2>::new();
        #[cfg(feature = "alloc")]
        let other = DigestClient::<Vec<u8>, 2>::new();
        #[cfg(not(feature = "alloc"))]
        let other = DigestClient::<FixedBuffer<513>, 2>::new();
        for client in [Box::new(fixed) as Box<dyn Client>, Box::new(other)] {
            test(&mut Ua {
                client,
                attempt: Attempt::new(),
                secret: Secret::new(&mut Rng),
                accounts: ACCOUNTS.to_vec(),
            });
        }
    }

    fn with_response<T>(status: u16, rows: &[String], then: impl FnOnce(&Response<'_>) -> T) -> T {
        let mut text = format!("SIP/2.0 {status} x\r\n");
        rows.iter().for_each(|row| text += &format!("{row}\r\n"));
        text += "Content-Length: 4\r\n\r\nbody";
        let message = Message::parse(text.as_bytes()).unwrap();
        then(message.as_response().unwrap())
    }

    impl Ua {
        /// A 401 with these challenges.
        fn server_asks(&mut self, challenges: &[&str]) -> Decision {
            let row = |challenge: &&str| format!("WWW-Authenticate: {challenge}");
            self.is_answered(401, &challenges.iter().map(row).collect::<Vec<_>>())
        }

        /// A 407 with these challenges.
        fn proxy_asks(&mut self, challenges: &[&str]) -> Decision {
            let row = |challenge: &&str| format!("Proxy-Authenticate: {challenge}");
            self.is_answered(407, &challenges.iter().map(row).collect::<Vec<_>>())
        }

        fn is_answered(&mut self, status: u16, rows: &[String]) -> Decision {
            with_response(status, rows, |response| {
                self.client.challenged(&mut self.attempt, response, &self.accounts)
            })
        }

        /// A 200 with this Authentication-Info.
        fn is_accepted(&mut self, info: &str) -> ServerProof {
            let row = format!("Authentication-Info: {info}");
            with_response(200, &[row], |it| self.client.accepted(&self.attempt, it))
        }

        /// Sends a request, and gives its rows of credentials.
        fn sends(&mut self, method: Method<'_>, body: &[u8]) -> Vec<Sent> {
            let mut bytes = heapless::Vec::<u8, 2048>::new();
            let mut writer = MessageWriter::request(&mut bytes, method, URI);
            let facts = RequestFacts { method, uri: URI, body };
            let cnonce = self.secret.identifier();
            self.client.write(&mut writer, &mut self.attempt, facts, cnonce);
            writer.finish().unwrap();
            let message = Message::parse(&bytes).unwrap();
            let rows = message.headers().iter().filter(|row| row.name() != b"Content-Length");
            rows.map(|row| Sent(row.name().to_vec(), row.value().to_vec())).collect()
        }

        fn registers(&mut self) -> Sent {
            let mut rows = self.sends(Method::Register, b"");
            assert_eq!(rows.len(), 1, "{rows:?}");
            rows.remove(0)
        }

        /// Begins another request, and gives what belongs to the one before.
        fn begins(&mut self) -> Attempt<2> {
            core::mem::take(&mut self.attempt)
        }
    }

    /// The name and the value of a row of credentials.
    #[derive(Debug)]
    struct Sent(Vec<u8>, Vec<u8>);

    impl Sent {
        fn digest(&self) -> DigestCredentials<'_> {
            *Authorization::from_value(&self.1).unwrap().0.as_digest().unwrap()
        }

        fn text(&self) -> &str {
            str::from_utf8(&self.1).unwrap()
        }

        fn cnonce(&self) -> String {
            self.digest().cnonce.unwrap().as_bytes().escape_ascii().to_string()
        }

        fn nc(&self) -> u32 {
            self.digest().nc.unwrap().number()
        }

        /// The key as a server without a memory computes it, and what it hashes.
        fn checked<'a>(&'a self, password: &[u8], body: &'a [u8]) -> (Ha1, DigestInput<'a>) {
            let digest = self.digest();
            let algorithm = digest.algorithm.unwrap_or_default();
            let function = HashFunction::of(algorithm).unwrap();
            let (user, nonce) = (AuthValue::text(b"bob"), digest.nonce.unwrap());
            let mut ha1 = Ha1::new(function, user, digest.realm.unwrap(), password);
            if algorithm.is_session() {
                ha1 = ha1.session(nonce, digest.cnonce.unwrap());
            }
            let counted = digest.cnonce.zip(digest.nc);
            let protection = match (digest.qop, counted) {
                (None, None) => Protection::None,
                (Some(Qop::Auth), Some((cnonce, nc))) => Protection::Auth { cnonce, nc },
                (Some(Qop::AuthInt), Some((cnonce, nc))) => {
                    Protection::AuthInt { cnonce, nc, body }
                }
                strange => panic!("{strange:?}"),
            };
            (ha1, DigestInput { nonce, uri: digest.uri.unwrap(), protection })
        }

        fn proves(&self, password: &[u8], method: Method<'_>, body: &[u8]) -> bool {
            let (ha1, input) = self.checked(password, body);
            assert!(self.digest().uri.unwrap().is(URI));
            input.response(&ha1, method).is(self.digest().response.unwrap())
        }

        /// What the server proves itself with.
        fn rspauth(&self, password: &[u8]) -> String {
            let (ha1, input) = self.checked(password, b"body");
            input.rspauth(&ha1).as_bytes().escape_ascii().to_string()
        }
    }

    const A: &str = r#"Digest realm="a", nonce="n1", qop="auth""#;
    const A_AGAIN: &str = r#"Digest realm="a", nonce="n2", qop="auth""#;
    const A_STALE: &str = r#"Digest realm="a", nonce="n2", qop="auth", stale=true"#;

    #[test]
    fn a_challenge_is_answered_and_the_answer_is_right() {
        on_both_storages(|ua| {
            assert!(ua.sends(Method::Register, b"").is_empty());
            assert_eq!(ua.server_asks(&[A]), Decision::Retry);
            let sent = ua.registers();
            assert_eq!(sent.0, b"Authorization");
            assert!(sent.proves(b"pa", Method::Register, b""));
            assert!(!sent.proves(b"pb", Method::Register, b""));
        });
    }

    #[test]
    fn a1_stale_again_and_again_is_answered_three_times() {
        on_both_storages(|ua| {
            assert_eq!(ua.server_asks(&[A]), Decision::Retry);
            for (round, expected) in
                [Decision::Retry, Decision::Retry, Decision::GiveUp(GiveUp::TooOften)]
                    .into_iter()
                    .enumerate()
            {
                ua.registers();
                let stale =
                    format!(r#"Digest realm="a", nonce="s{round}", qop="auth", stale=true"#);
                assert_eq!(ua.server_asks(&[&stale]), expected, "round {round}");
            }
            // The next request has its own three.
            ua.begins();
            ua.registers();
            assert_eq!(ua.server_asks(&[A_STALE]), Decision::Retry);
        });
    }

    #[test]
    fn a1_a_new_nonce_that_is_not_stale_means_that_the_password_is_wrong() {
        on_both_storages(|ua| {
            ua.server_asks(&[A]);
            ua.registers();
            assert_eq!(ua.server_asks(&[A_AGAIN]), REFUSED);
            // §22.1: they are not tried again, with the next request either, not even as stale.
            ua.begins();
            assert!(ua.sends(Method::Register, b"").is_empty());
            assert_eq!(ua.server_asks(&[A]), REFUSED);
            assert_eq!(ua.server_asks(&[A_STALE]), REFUSED);
        });
    }

    #[test]
    fn a1_another_password_is_tried_after_one_that_was_refused() {
        on_both_storages(|ua| {
            ua.server_asks(&[A]);
            ua.registers();
            assert_eq!(ua.server_asks(&[A_AGAIN]), REFUSED);
            ua.accounts = [account(b"a", b"better")].to_vec();
            assert_eq!(ua.server_asks(&[A_AGAIN]), Decision::Retry);
            assert!(ua.registers().proves(b"better", Method::Register, b""));
            assert_eq!(ua.server_asks(&[A]), REFUSED);
        });
    }

    #[test]
    fn a1_a_caller_that_forgets_to_write_the_credentials_does_not_ask_for_ever() {
        on_both_storages(|ua| {
            let answers = (0..10).filter(|_| ua.server_asks(&[A]) == Decision::Retry).count();
            assert_eq!(answers, 3);
        });
    }

    #[test]
    fn a2_without_a_usable_challenge_the_response_is_final() {
        on_both_storages(|ua| {
            let mut why = |challenges: &[&str]| match ua.server_asks(challenges) {
                Decision::GiveUp(why) => why,
                Decision::Retry => panic!("{challenges:?}"),
            };
            assert_eq!(why(&[]), GiveUp::NoChallenge);
            assert_eq!(why(&["Digest"]), GiveUp::NoChallenge);
            assert_eq!(why(&["Digest realm=\"a"]), GiveUp::NoChallenge);
            assert_eq!(why(&[r#"Digest realm="a", realm="a", nonce="n""#]), GiveUp::NoChallenge);
            for unusable in [
                r#"Basic realm="a""#,
                r#"regaut01 realm="a", nonce="n""#,
                r#"Digest realm="a""#,
                r#"Digest nonce="n""#,
                r#"Digest realm="a", nonce="n", qop="x""#,
                r#"Digest realm="a", nonce="n", algorithm=AKAv1-MD5"#,
                // §22.4: a session needs a cnonce, and a cnonce needs qop.
                r#"Digest realm="a", nonce="n", algorithm=MD5-sess"#,
            ] {
                assert_eq!(why(&[unusable]), GiveUp::Unusable, "{unusable}");
            }
            assert_eq!(why(&[r#"Basic realm="a""#, "Digest"]), GiveUp::Unusable);
            assert!(ua.sends(Method::Register, b"").is_empty());
        });
    }

    #[test]
    fn a2_only_a_401_and_a_407_challenge() {
        on_both_storages(|ua| {
            let row = format!("WWW-Authenticate: {A}");
            for status in [200, 400, 403, 408, 500, 600] {
                let decision = ua.is_answered(status, core::slice::from_ref(&row));
                assert_eq!(decision, Decision::GiveUp(GiveUp::NoChallenge));
            }
        });
    }

    #[test]
    fn a4_ack_and_cancel_get_no_credentials_of_their_own() {
        on_both_storages(|ua| {
            ua.server_asks(&[A]);
            assert_eq!(ua.sends(Method::Invite, b"").len(), 1);
            assert!(ua.sends(Method::Ack, b"").is_empty());
            assert!(ua.sends(Method::Cancel, b"").is_empty());
            // They did not count, and the INVITE is still known to have carried some.
            assert_eq!(ua.server_asks(&[A_AGAIN]), REFUSED);
        });
    }

    #[test]
    fn a5_each_realm_is_answered_and_all_are_sent_from_then_on() {
        on_both_storages(|ua| {
            let b = r#"Digest realm="b", nonce="nb", qop="auth""#;
            assert_eq!(ua.proxy_asks(&[A]), Decision::Retry);
            assert_eq!(ua.sends(Method::Invite, b"").len(), 1);
            // The first proxy is content, the second asks, too.
            assert_eq!(ua.proxy_asks(&[b]), Decision::Retry);
            for count in [1, 2] {
                let rows = ua.sends(Method::Invite, b"");
                let realms: Vec<_> = rows.iter().map(|row| row.digest().realm.unwrap()).collect();
                assert_eq!(realms, [AuthValue::text(b"a"), AuthValue::text(b"b")]);
                assert_eq!([rows[0].nc(), rows[1].nc()], [count + 1, count]);
                assert!(rows[0].proves(b"pa", Method::Invite, b""));
                assert!(rows[1].proves(b"pb", Method::Invite, b""));
                assert!(rows.iter().all(|row| row.0 == b"Proxy-Authorization"));
            }
        });
    }

    #[test]
    fn a5_the_challenges_of_a_fork_are_answered_at_once_whoever_asks() {
        on_both_storages(|ua| {
            let rows = [format!("Proxy-Authenticate: {A}"), format!("WWW-Authenticate: {A}")];
            assert_eq!(ua.is_answered(401, &rows), Decision::Retry);
            let rows = ua.sends(Method::Invite, b"");
            let names: Vec<_> = rows.iter().map(|row| row.0.as_slice()).collect();
            assert_eq!(names, [&b"Authorization"[..], b"Proxy-Authorization"]);
            assert!(rows.iter().all(|row| row.proves(b"pa", Method::Invite, b"")));
        });
    }

    #[test]
    fn a5_a_realm_that_refuses_is_left_out_and_the_others_go_on() {
        on_both_storages(|ua| {
            let b = r#"Digest realm="b", nonce="nb", qop="auth""#;
            ua.proxy_asks(&[A]);
            ua.sends(Method::Invite, b"");
            assert_eq!(ua.proxy_asks(&[A_AGAIN, b]), Decision::Retry);
            let rows = ua.sends(Method::Invite, b"");
            assert_eq!(rows.len(), 1);
            assert!(rows[0].proves(b"pb", Method::Invite, b""));
            // Nothing new to say: the end.
            assert_eq!(ua.proxy_asks(&[A_AGAIN]), REFUSED);
        });
    }

    #[test]
    fn a5_one_realm_too_many_is_an_answer() {
        on_both_storages(|ua| {
            let of = |realm| format!(r#"Digest realm="{realm}", nonce="n""#);
            assert_eq!(ua.proxy_asks(&[&of("a"), &of("b"), &of("c")]), Decision::Retry);
            assert_eq!(ua.sends(Method::Invite, b"").len(), 2);
            let too_many = Decision::GiveUp(GiveUp::TooManyRealms);
            assert_eq!(ua.proxy_asks(&[&of("c")]), too_many);
        });
    }

    #[test]
    fn a6_the_first_algorithm_that_is_known_is_used_and_nothing_below_it() {
        on_both_storages(|ua| {
            let of = |algorithm| {
                format!(
                    r#"Digest realm="a", nonce="{algorithm}", qop="auth", algorithm={algorithm}"#
                )
            };
            let offers = [of("AKAv2-SHA-256"), of("SHA-256"), of("MD5")];
            let offers = offers.each_ref().map(String::as_str);
            assert_eq!(ua.server_asks(&offers), Decision::Retry);
            let sent = ua.registers();
            assert_eq!(sent.digest().algorithm, Some(DigestAlgorithm::Sha256));
            assert!(sent.proves(b"pa", Method::Register, b""));
            // Refused is refused: the password is not tried once more over a weaker hash.
            assert_eq!(ua.server_asks(&offers), REFUSED);
            assert_eq!(ua.server_asks(&[&of("MD5")]), REFUSED);
        });
    }

    #[test]
    fn every_algorithm_and_qop_is_proved() {
        for algorithm in ["MD5", "SHA-256", "SHA-512-256", "MD5-sess", "SHA-256-sess"] {
            for qop in ["auth", "auth-int", "auth-int,auth"] {
                on_both_storages(|ua| {
                    let challenge = format!(
                        r#"Digest realm="a", nonce="n", qop="{qop}", algorithm={algorithm}"#
                    );
                    assert_eq!(ua.server_asks(&[&challenge]), Decision::Retry);
                    for (count, body) in [(1, &b"v=0\r\n"[..]), (2, b"")] {
                        let rows = ua.sends(Method::Message, body);
                        assert!(rows[0].proves(b"pa", Method::Message, body), "{rows:?}");
                        assert_eq!(rows[0].nc(), count);
                        assert_eq!(
                            rows[0].proves(b"pa", Method::Message, b"changed"),
                            qop != "auth-int"
                        );
                    }
                });
            }
        }
    }

    #[test]
    fn a7_a_hashed_password_serves_with_its_own_function_only() {
        on_both_storages(|ua| {
            let text = AuthValue::text;
            let ha1 = Ha1::new(HashFunction::Sha256, text(b"bob"), text(b"a"), b"pa");
            ua.accounts =
                [Account { password: Password::Hashed(ha1), ..account(b"a", b"") }].to_vec();
            let of = |algorithm| {
                format!(r#"Digest realm="a", nonce="n", qop="auth", algorithm={algorithm}"#)
            };
            for other in ["MD5", "SHA-512-256", "SHA-512-256-sess"] {
                let unusable = Decision::GiveUp(GiveUp::Unusable);
                assert_eq!(ua.server_asks(&[&of(other)]), unusable);
            }
            assert_eq!(ua.server_asks(&[&of("MD5"), &of("SHA-256-sess")]), Decision::Retry);
            assert!(ua.registers().proves(b"pa", Method::Register, b""));
        });
    }

    #[test]
    fn a8_nc_counts_for_each_nonce_and_the_wire_form_is_the_grammars() {
        on_both_storages(|ua| {
            ua.server_asks(&[r#"Digest realm="a", nonce="n1", qop="auth", algorithm=md5"#]);
            let first = ua.registers();
            let text = first.text();
            assert!(text.contains(", qop=auth, nc=00000001"), "{text}");
            assert!(text.contains(", algorithm=MD5,"), "{text}");
            assert!(text.contains(r#", uri="sip:biloxi.example", "#), "{text}");
            assert_eq!(first.cnonce().len(), 16);
            assert_eq!([ua.registers().nc(), ua.registers().nc()], [2, 3]);
            let third = ua.registers();
            assert_eq!(third.cnonce(), first.cnonce());
            ua.server_asks(&[A_STALE]);
            let renewed = ua.registers();
            assert_eq!(renewed.nc(), 1);
            assert_ne!(renewed.cnonce(), first.cnonce());
            // The same nonce once more: the count goes on, or the server would see a replay.
            assert_eq!(ua.server_asks(&[A_STALE]), Decision::Retry);
            assert_eq!(ua.registers().nc(), 2);
        });
    }

    #[test]
    fn a8_without_qop_there_is_no_cnonce_and_no_count() {
        on_both_storages(|ua| {
            ua.server_asks(&[r#"Digest realm="a", nonce="n", opaque="""#]);
            let sent = ua.registers();
            let digest = sent.digest();
            assert_eq!((digest.cnonce, digest.nc, digest.qop), (None, None, None));
            assert_eq!(digest.algorithm, None);
            assert!(digest.opaque.unwrap().is(b""));
            assert!(sent.proves(b"pa", Method::Register, b""));
            // It was carried all the same.
            assert_eq!(ua.server_asks(&[r#"Digest realm="a", nonce="m""#]), REFUSED);
        });
    }

    #[test]
    fn a9_a_session_keeps_its_first_nonce_and_cnonce() {
        on_both_storages(|ua| {
            let challenge = r#"Digest realm="a", nonce="n1", qop="auth", algorithm=MD5-sess"#;
            ua.server_asks(&[challenge]);
            let first = ua.registers();
            assert!(first.proves(b"pa", Method::Register, b""));
            ua.is_accepted("nextnonce=\"n2\"");
            ua.begins();
            let next = ua.registers();
            assert_eq!((next.nc(), next.cnonce()), (1, first.cnonce()));
            // The key is that of n1, what is hashed under it is n2's.
            let (key, _) = first.checked(b"pa", b"");
            let (_, input) = next.checked(b"pa", b"");
            assert!(next.digest().nonce.unwrap().is(b"n2"));
            assert!(input.response(&key, Method::Register).is(next.digest().response.unwrap()));
            // A challenge begins another session.
            let stale =
                r#"Digest realm="a", nonce="n3", qop="auth", algorithm=MD5-sess, stale=true"#;
            assert_eq!(ua.server_asks(&[stale]), Decision::Retry);
            let renewed = ua.registers();
            assert_ne!(renewed.cnonce(), first.cnonce());
            assert!(renewed.proves(b"pa", Method::Register, b""));
        });
    }

    #[test]
    fn a11_a_strangers_challenge_gets_nothing() {
        on_both_storages(|ua| {
            let no_account = Decision::GiveUp(GiveUp::NoAccount);
            for stranger in ["evil", "A", "", "a ", "aa"] {
                let challenge = format!(r#"Digest realm="{stranger}", nonce="n", qop="auth""#);
                assert_eq!(ua.server_asks(&[&challenge]), no_account, "{stranger}");
                assert!(ua.sends(Method::Bye, b"").is_empty());
            }
            // Beside one that is known, it does not hold that up; and is not told of it.
            let stranger = r#"Digest realm="evil", nonce="n""#;
            assert_eq!(ua.proxy_asks(&[stranger, A]), Decision::Retry);
            assert_eq!(ua.sends(Method::Bye, b"").len(), 1);
            assert_eq!(ua.proxy_asks(&[stranger]), no_account);
        });
    }

    #[test]
    fn a13_what_stands_in_quotes_goes_back_as_it_came() {
        on_both_storages(|ua| {
            ua.accounts = [account(br#"a"b\"#, b"p")].to_vec();
            let (realm, nonce) = (r#"realm="a\"b\\""#, r#"nonce="x=,/+==, y""#);
            let challenge = format!(r#"Digest {realm}, {nonce}, opaque="\o,=\"", qop="auth""#);
            assert_eq!(ua.server_asks(&[&challenge]), Decision::Retry);
            let sent = ua.registers();
            for part in [realm, nonce, r#"opaque="\o,=\"""#] {
                assert!(sent.text().contains(part), "{part} in {}", sent.text());
            }
            assert!(sent.proves(b"p", Method::Register, b""));
        });
    }

    #[test]
    fn a13_what_was_folded_or_bare_is_hashed_as_it_goes_back() {
        on_both_storages(|ua| {
            ua.accounts = [account(b"a b", b"p")].to_vec();
            let challenge = "Digest realm=\"a\r\n b\",\r\n\tnonce=x/y==, qop=auth";
            assert_eq!(ua.server_asks(&[challenge]), Decision::Retry);
            let sent = ua.registers();
            assert!(sent.text().contains(r#"realm="a b", nonce="x/y==""#), "{}", sent.text());
            assert!(sent.proves(b"p", Method::Register, b""));
        });
    }

    #[test]
    fn a_users_name_is_hashed_where_the_server_takes_it_hashed() {
        on_both_storages(|ua| {
            ua.server_asks(&[r#"Digest realm="a", nonce="n", qop="auth", userhash=true"#]);
            let sent = ua.registers();
            let hash = user_hash(HashFunction::Md5, AuthValue::text(b"bob"), AuthValue::text(b"a"));
            assert!(sent.digest().userhash);
            assert!(hash.is(sent.digest().username.unwrap()));
            assert!(sent.proves(b"pa", Method::Register, b""));
        });
    }

    #[test]
    fn a15_the_next_nonce_is_adopted_and_counts_from_one() {
        on_both_storages(|ua| {
            ua.server_asks(&[A]);
            let first = ua.registers();
            assert_eq!(ua.is_accepted("nextnonce=\"n1\""), ServerProof::Missing);
            assert_eq!(ua.registers().nc(), 2, "the same nonce goes on");
            assert_eq!(ua.is_accepted("nextnonce=\"n2\""), ServerProof::Missing);
            ua.begins();
            let next = ua.registers();
            assert!(next.digest().nonce.unwrap().is(b"n2"));
            assert_eq!(next.nc(), 1);
            assert_ne!(next.cnonce(), first.cnonce());
            assert!(next.proves(b"pa", Method::Register, b""));
        });
    }

    #[test]
    fn a15_a_server_that_proves_itself_is_believed_and_another_is_not() {
        for qop in ["auth", "auth-int"] {
            for algorithm in ["MD5", "SHA-256-sess"] {
                on_both_storages(|ua| {
                    let challenge = format!(
                        r#"Digest realm="a", nonce="n1", qop="{qop}", algorithm={algorithm}"#
                    );
                    ua.server_asks(&[&challenge]);
                    let sent = ua.registers();
                    let (rspauth, cnonce) = (sent.rspauth(b"pa"), sent.cnonce());
                    let others = sent.rspauth(b"pb");
                    let zeros = "0".repeat(16);
                    for wrong in [
                        r#"rspauth="""#.to_string(),
                        format!(r#"rspauth="{others}""#),
                        format!(r#"rspauth="{rspauth}", nc=00000002"#),
                        format!(r#"rspauth="{rspauth}", cnonce="{zeros}""#),
                    ] {
                        let info = format!(r#"{wrong}, nextnonce="evil""#);
                        assert_eq!(ua.is_accepted(&info), ServerProof::Wrong, "{info}");
                    }
                    let info = format!(
                        r#"qop={qop}, rspauth="{rspauth}", cnonce="{cnonce}", nc=00000001, nextnonce="n2""#
                    );
                    assert_eq!(ua.is_accepted(&info), ServerProof::Valid);
                    // The response came again: its nonce is gone.
                    assert_eq!(ua.is_accepted(&info), ServerProof::Unchecked);
                    ua.begins();
                    assert!(ua.registers().digest().nonce.unwrap().is(b"n2"));
                });
            }
        }
    }

    #[test]
    fn a15_without_credentials_in_the_request_nothing_is_believed() {
        on_both_storages(|ua| {
            assert_eq!(ua.is_accepted(r#"rspauth="00", nextnonce="x""#), ServerProof::Unchecked);
            assert_eq!(ua.is_accepted(r#"nextnonce="x""#), ServerProof::Missing);
            assert_eq!(ua.is_accepted(r#"nextnonce="x"#), ServerProof::Unchecked);
            ua.proxy_asks(&[A]);
            ua.registers();
            // A proxy has no say in it.
            assert_eq!(ua.is_accepted(r#"nextnonce="x""#), ServerProof::Missing);
            assert!(ua.registers().digest().nonce.unwrap().is(b"n1"));
        });
    }

    #[test]
    fn requests_that_overlap_do_not_take_each_other_for_refused() {
        on_both_storages(|ua| {
            // Two requests without credentials; both are challenged.
            ua.sends(Method::Invite, b"");
            let mut other = ua.begins();
            assert_eq!(ua.server_asks(&[A]), Decision::Retry);
            ua.sends(Method::Invite, b"");
            core::mem::swap(&mut ua.attempt, &mut other);
            assert_eq!(ua.server_asks(&[A_AGAIN]), Decision::Retry);
            assert_eq!(ua.sends(Method::Info, b"")[0].nc(), 1);
            // The first was sent with the nonce before: its server can no longer be checked.
            core::mem::swap(&mut ua.attempt, &mut other);
            assert_eq!(ua.is_accepted(r#"rspauth="00""#), ServerProof::Unchecked);
            assert_eq!(ua.is_accepted(r#"nextnonce="n0""#), ServerProof::Missing);
            assert!(ua.sends(Method::Info, b"")[0].digest().nonce.unwrap().is(b"n2"));
        });
    }

    #[test]
    fn what_does_not_fit_is_an_error_and_changes_nothing() {
        let mut client = DigestClient::<FixedBuffer<128>, 2>::new();
        let mut attempt = Attempt::new();
        let mut asks = |nonce: &str| {
            let row = format!("WWW-Authenticate: Digest realm=\"a\", nonce=\"{nonce}\"");
            with_response(401, &[row], |it| client.challenged(&mut attempt, it, &ACCOUNTS))
        };
        assert_eq!(asks("short"), Decision::Retry);
        let long = asks(&"n".repeat(100));
        let Decision::GiveUp(GiveUp::Write(WriteError::NoRoom { needed })) = long else {
            panic!("{long:?}");
        };
        assert!(needed > 128);
        let row = Row::all(client.rows.as_ref()).next().unwrap();
        assert!(row.digest.nonce.unwrap().is(b"short"));
        assert_eq!(client.slots.len(), 1);
    }

    #[test]
    fn a_name_that_would_break_the_line_is_an_error() {
        on_both_storages(|ua| {
            for user in [&b"bob\r\nX: y"[..], b"bob\n", b"bob\0"] {
                ua.accounts = [Account { user, ..account(b"a", b"p") }].to_vec();
                let decision = ua.server_asks(&[A]);
                let is_error = matches!(decision, Decision::GiveUp(GiveUp::Write(_)));
                assert!(is_error, "{decision:?} {}", user.escape_ascii());
                assert!(ua.sends(Method::Register, b"").is_empty());
            }
        });
    }

    #[test]
    fn ten_thousand_challenges_in_one_response_are_one_answer() {
        on_both_storages(|ua| {
            let row = |n| format!("WWW-Authenticate: Digest realm=\"a\", nonce=\"{n}\"");
            let rows: Vec<_> = (0..10_000).map(row).collect();
            assert_eq!(ua.is_answered(401, &rows), Decision::Retry);
            assert!(ua.registers().digest().nonce.unwrap().is(b"0"));
        });
    }
}
