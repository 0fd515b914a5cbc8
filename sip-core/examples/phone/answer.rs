//! The job `answer`: take calls, or turn them away.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;

use sip_core::header::{CallId, From, KnownHeader};
use sip_core::ua::{Body, Call, Ending, UaEvent};
use sip_core::{Instant, Request, StatusCode};

use crate::args::{Answering, Refuse};
use crate::driver::Driver;
use crate::events::{Line, lossy};
use crate::job::{Job, Outcome, refuse};
use crate::sdp;

pub(crate) struct AnswerCalls {
    how: Answering,
    local: SocketAddr,
    /// The calls that live.
    calls: HashMap<Call, Taken>,
    /// When which call is to be answered; each rings equally long, so they stand in order.
    ringing: VecDeque<(Instant, Call)>,
    taken: u64,
    over: u64,
    /// A caller never confirmed the answer.
    failed: bool,
    interrupted: bool,
}

/// A call that was taken.
struct Taken {
    call_id: String,
    /// Its session, for the 200.
    session: String,
}

impl AnswerCalls {
    pub(crate) fn new(how: &Answering, local: SocketAddr) -> Self {
        Self {
            how: how.clone(),
            local,
            calls: HashMap::new(),
            ringing: VecDeque::new(),
            taken: 0,
            over: 0,
            failed: false,
            interrupted: false,
        }
    }

    fn incoming(&mut self, driver: &mut Driver<'_>, call: Call, request: &Request<'_>) {
        if self.interrupted || self.how.calls.is_some_and(|calls| self.taken >= calls) {
            refuse(driver, call, StatusCode::TEMPORARILY_UNAVAILABLE);
            return;
        }
        self.taken += 1;
        let now = driver.now();
        let headers = request.headers();
        let call_id = headers.find::<CallId<'_>>().ok().flatten();
        let call_id = call_id.map(|call_id| lossy(call_id.as_bytes())).unwrap_or_default();
        let from = headers.find::<From<'_>>().ok().flatten();
        Line::new("incoming")
            .call_id(&call_id)
            .set("from", from.map(|from| lossy(from.address().uri().as_bytes())))
            .print(now);
        match self.session_for(request) {
            Ok(session) => {
                // A 180 that cannot be sent is one that was lost: the 200 will do.
                let _ = driver.agent.ring(now, &mut driver.endpoint, call, StatusCode::RINGING);
                self.ringing.push_back((now + self.how.ring, call));
                self.calls.insert(call, Taken { call_id, session });
            }
            Err(refusal) => self.turn_away(driver, call, &call_id, &refusal),
        }
    }

    /// The session to answer with, or why the call is not to be answered.
    fn session_for(&self, request: &Request<'_>) -> Result<String, Refuse> {
        if let Some(refusal) = &self.how.refuse {
            return Err(refusal.clone());
        }
        if request.body().is_empty() {
            // §13.2.1: the offer is then in the 2xx, and its answer in the ACK.
            return Ok(sdp::offer(self.local.ip()));
        }
        let content_type = request.headers().text(KnownHeader::ContentType).unwrap_or_default();
        let media_type = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
        if !media_type.trim_ascii().eq_ignore_ascii_case(sdp::CONTENT_TYPE) {
            return Err(Refuse::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        sdp::answer(request.body(), self.local.ip())
            .ok_or(Refuse::Status(StatusCode::NOT_ACCEPTABLE_HERE))
    }

    fn turn_away(&mut self, driver: &mut Driver<'_>, call: Call, call_id: &str, refusal: &Refuse) {
        let now = driver.now();
        let (event, status) = match refusal {
            Refuse::Status(status) => ("rejected", *status),
            Refuse::Redirect(_) => ("redirected", StatusCode::MOVED_TEMPORARILY),
        };
        let endpoint = &mut driver.endpoint;
        // What cannot be sent is as good as lost: the caller asks again, or gives up.
        let _ = driver.agent.reject_with(now, endpoint, call, status, |headers| match refusal {
            Refuse::Redirect(uri) => {
                headers.field(KnownHeader::Contact, &[b"<", uri.as_bytes(), b">"]);
            }
            Refuse::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE) => {
                headers.field(KnownHeader::Accept, &[sdp::CONTENT_TYPE]);
            }
            Refuse::Status(_) => {}
        });
        Line::new(event).status(status).call_id(call_id).reason(status.reason()).print(now);
        self.over += 1;
    }

    fn answer(&self, driver: &mut Driver<'_>, call: Call) {
        // It may have been cancelled since.
        let Some(taken) = self.calls.get(&call) else { return };
        let session = taken.session.as_bytes();
        let body = Body { content_type: sdp::CONTENT_TYPE, bytes: session };
        let now = driver.now();
        if let Err(error) = driver.agent.answer(now, &mut driver.endpoint, call, Some(body)) {
            eprintln!("phone: cannot answer: {error}");
        }
    }

    fn ended(&mut self, now: Instant, call: Call, why: Ending) {
        let Some(taken) = self.calls.remove(&call) else { return };
        self.over += 1;
        let (event, status, reason) = match why {
            Ending::PeerHungUp => ("ended", StatusCode::OK, "the peer hung up"),
            Ending::HungUp => ("ended", StatusCode::OK, "hung up"),
            Ending::Cancelled => ("ended", StatusCode::REQUEST_TERMINATED, "cancelled"),
            Ending::Rejected => ("rejected", StatusCode::BUSY_HERE, "rejected"),
            Ending::NeverConfirmed => ("failed", StatusCode::REQUEST_TIMEOUT, "no ACK came"),
            Ending::Refused(status) => ("failed", status, status.reason()),
        };
        self.failed |= event == "failed";
        Line::new(event).status(status).call_id(&taken.call_id).reason(reason).print(now);
    }
}

impl Job for AnswerCalls {
    fn begin(&mut self, driver: &mut Driver<'_>) {
        Line::new("listening").set("address", self.local.to_string()).print(driver.now());
    }

    fn react(&mut self, driver: &mut Driver<'_>, event: UaEvent<'_>) {
        match event {
            UaEvent::Incoming { call, request } => self.incoming(driver, call, &request),
            UaEvent::Established { call, .. } => {
                if let Some(taken) = self.calls.get(&call) {
                    Line::new("established")
                        .status(StatusCode::OK)
                        .call_id(&taken.call_id)
                        .print(driver.now());
                }
            }
            UaEvent::Ended { call, why, .. } => self.ended(driver.now(), call, why),
            // Nobody was called.
            UaEvent::Progress { .. } => {}
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.ringing.front().map(|(at, _)| *at)
    }

    fn wake(&mut self, driver: &mut Driver<'_>) {
        let now = driver.now();
        while let Some((_, call)) = self.ringing.pop_front_if(|(at, _)| *at <= now) {
            self.answer(driver, call);
        }
    }

    fn interrupt(&mut self, driver: &mut Driver<'_>) {
        self.interrupted = true;
        self.ringing.clear();
        let calls: Vec<Call> = self.calls.keys().copied().collect();
        for call in calls {
            let now = driver.now();
            // What cannot be said is left unsaid: the call ends all the same, and says so.
            let _ = driver.agent.hang_up(now, &mut driver.endpoint, call);
            // One that rang is over at once, without an event.
            if driver.agent.call_id(call).is_none() {
                self.ended(now, call, Ending::Rejected);
            }
        }
    }

    fn outcome(&self) -> Option<Outcome> {
        let all = self.how.calls.is_some_and(|calls| self.over >= calls);
        let is_over = all || self.interrupted && self.calls.is_empty();
        is_over.then_some(if self.failed { Outcome::Failed } else { Outcome::Done })
    }
}
