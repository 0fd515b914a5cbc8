//! The jobs `options` and `message`: one request outside of a dialog, one answer.

use sip_core::endpoint::ClientTransaction;
use sip_core::header::CallId;
use sip_core::message::MessageWriter;
use sip_core::transaction::Failure;
use sip_core::transport::Flow;
use sip_core::ua::UaEvent;
use sip_core::{Method, Response, StatusCode};

use crate::driver::Driver;
use crate::events::{Line, lossy};
use crate::job::{Job, Outcome, refuse, status_of};

/// What the request has beside what each request has.
pub(crate) type Write<'j> = &'j dyn Fn(&mut MessageWriter<'_>);

pub(crate) struct Ask<'j> {
    flow: Flow,
    method: Method<'j>,
    uri: &'j str,
    write: Write<'j>,
    transaction: Option<ClientTransaction>,
    outcome: Option<Outcome>,
}

impl<'j> Ask<'j> {
    pub(crate) fn new(flow: Flow, method: Method<'j>, uri: &'j str, write: Write<'j>) -> Self {
        Self { flow, method, uri, write, transaction: None, outcome: None }
    }
}

impl Job for Ask<'_> {
    fn begin(&mut self, driver: &mut Driver<'_>) {
        let (now, uri) = (driver.now(), self.uri.as_bytes());
        let endpoint = &mut driver.endpoint;
        match driver.agent.request(now, endpoint, self.flow, self.method, uri, self.write) {
            Ok(transaction) => self.transaction = Some(transaction),
            Err(error) => {
                Line::new("failed").reason(error.to_string()).print(now);
                self.outcome = Some(Outcome::Failed);
            }
        }
    }

    fn react(&mut self, driver: &mut Driver<'_>, event: UaEvent<'_>) {
        if let UaEvent::Incoming { call, .. } = event {
            refuse(driver, call, StatusCode::BUSY_HERE);
        }
    }

    fn answered(
        &mut self,
        driver: &Driver<'_>,
        transaction: ClientTransaction,
        response: &Response<'_>,
    ) {
        let status = response.status();
        if self.transaction != Some(transaction) || status.is_provisional() {
            return;
        }
        let call_id = response.headers().find::<CallId<'_>>().ok().flatten();
        let line = Line::new("answer").status(status);
        match call_id {
            Some(call_id) => line.call_id(&lossy(call_id.as_bytes())),
            None => line,
        }
        .reason(lossy(response.reason()))
        .print(driver.now());
        self.outcome = Some(if status.is_success() { Outcome::Done } else { Outcome::Failed });
    }

    fn failed(&mut self, driver: &Driver<'_>, transaction: ClientTransaction, failure: Failure) {
        if self.transaction == Some(transaction) && self.outcome.is_none() {
            let status = status_of(failure);
            Line::new("failed").status(status).reason(status.reason()).print(driver.now());
            self.outcome = Some(Outcome::Failed);
        }
    }

    fn interrupt(&mut self, driver: &mut Driver<'_>) {
        // Nothing was begun that would have to be ended.
        if self.outcome.is_none() {
            Line::new("failed").reason("interrupted").print(driver.now());
            self.outcome = Some(Outcome::Failed);
        }
    }

    fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }
}
