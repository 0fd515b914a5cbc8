//! The job `call`: ring somebody, talk, hang up.

use std::time::Duration;

use sip_core::header::Contact;
use sip_core::transport::Flow;
use sip_core::ua::{Body, Call, Ending, UaEvent};
use sip_core::{Instant, Response, StatusCode};

use crate::driver::Driver;
use crate::events::{Line, lossy};
use crate::job::{Job, Outcome, refuse};
use crate::sdp;

pub(crate) struct CallOut<'j> {
    flow: Flow,
    uri: &'j str,
    talk: Duration,
    cancel_after: Option<Duration>,
    call: Option<Call>,
    call_id: String,
    /// When to hang up: since the call goes on too long unanswered, or answered.
    hang_up_at: Option<Instant>,
    outcome: Option<Outcome>,
}

impl<'j> CallOut<'j> {
    pub(crate) fn new(
        flow: Flow,
        uri: &'j str,
        talk: Duration,
        cancel_after: Option<Duration>,
    ) -> Self {
        Self {
            flow,
            uri,
            talk,
            cancel_after,
            call: None,
            call_id: String::new(),
            hang_up_at: None,
            outcome: None,
        }
    }

    fn hang_up(&mut self, driver: &mut Driver<'_>) {
        self.hang_up_at = None;
        if let Some(call) = self.call {
            let now = driver.now();
            // What cannot be said is left unsaid: the call ends all the same, and says so.
            let _ = driver.agent.hang_up(now, &mut driver.endpoint, call);
        }
    }

    fn line(&self, event: &str, status: StatusCode) -> Line {
        Line::new(event).status(status).call_id(&self.call_id)
    }

    fn over(&mut self, now: Instant, why: Ending, response: Option<Response<'_>>) {
        let said = response.map(|response| lossy(response.reason()));
        let (line, outcome) = match why {
            Ending::Refused(status) => (
                self.line("failed", status)
                    .reason(said.unwrap_or_else(|| status.reason().to_owned()))
                    .set("contact", response.and_then(|response| contact(&response))),
                Outcome::Failed,
            ),
            Ending::Cancelled => (
                self.line("ended", StatusCode::REQUEST_TERMINATED).reason("cancelled"),
                Outcome::Done,
            ),
            Ending::HungUp => (self.line("ended", StatusCode::OK).reason("hung up"), Outcome::Done),
            Ending::PeerHungUp => {
                (self.line("ended", StatusCode::OK).reason("the peer hung up"), Outcome::Done)
            }
            // This side placed the call, so it is the 2xx that was of no use.
            Ending::NeverConfirmed | Ending::Rejected => (
                self.line("failed", StatusCode::BAD_GATEWAY).reason("unusable answer"),
                Outcome::Failed,
            ),
        };
        line.print(now);
        self.outcome = Some(outcome);
    }
}

impl Job for CallOut<'_> {
    fn begin(&mut self, driver: &mut Driver<'_>) {
        let now = driver.now();
        let offer = sdp::offer(self.flow.local.ip());
        let body = Body { content_type: sdp::CONTENT_TYPE, bytes: offer.as_bytes() };
        let (endpoint, uri) = (&mut driver.endpoint, self.uri.as_bytes());
        match driver.agent.call(now, endpoint, self.flow, uri, Some(body)) {
            Ok(call) => {
                self.call = Some(call);
                self.call_id = driver.agent.call_id(call).map(lossy).unwrap_or_default();
                self.hang_up_at = self.cancel_after.map(|after| now + after);
            }
            Err(error) => {
                Line::new("failed").reason(error.to_string()).print(now);
                self.outcome = Some(Outcome::Failed);
            }
        }
    }

    fn react(&mut self, driver: &mut Driver<'_>, event: UaEvent<'_>) {
        let now = driver.now();
        match event {
            UaEvent::Incoming { call, .. } => refuse(driver, call, StatusCode::BUSY_HERE),
            UaEvent::Progress { response, .. } => {
                let status = response.status();
                let event = match status {
                    // From the next hop, and for its transaction only.
                    StatusCode::TRYING => return,
                    StatusCode::RINGING => "ringing",
                    _ => "progress",
                };
                self.line(event, status).reason(lossy(response.reason())).print(now);
            }
            UaEvent::Established { response, .. } => {
                let status = response.map_or(StatusCode::OK, |response| response.status());
                self.line("established", status).print(now);
                self.hang_up_at = Some(now + self.talk);
            }
            UaEvent::Ended { why, response, .. } => self.over(now, why, response),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.hang_up_at
    }

    fn wake(&mut self, driver: &mut Driver<'_>) {
        self.hang_up(driver);
    }

    fn interrupt(&mut self, driver: &mut Driver<'_>) {
        self.hang_up(driver);
    }

    fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }
}

/// Where a redirection leads (§21.3).
fn contact(response: &Response<'_>) -> Option<String> {
    let contact = response.headers().find::<Contact<'_>>().ok()??;
    Some(lossy(contact.address()?.uri().as_bytes()))
}
