//! What the loop is run for.

use sip_core::endpoint::ClientTransaction;
use sip_core::transaction::Failure;
use sip_core::ua::{Call, UaEvent};
use sip_core::{Instant, Response, StatusCode};

use crate::driver::Driver;

/// One job of the phone. It is told what happens, and acts by what the driver has: its
/// `endpoint` and its user `agent`.
pub(crate) trait Job {
    /// The sockets are open.
    fn begin(&mut self, driver: &mut Driver<'_>);

    /// Something happened to a call.
    fn react(&mut self, driver: &mut Driver<'_>, event: UaEvent<'_>);

    /// A response came to a request that is no call's.
    fn answered(&mut self, _: &Driver<'_>, _: ClientTransaction, _: &Response<'_>) {}

    /// No response came to it, nor will one.
    fn failed(&mut self, _: &Driver<'_>, _: ClientTransaction, _: Failure) {}

    /// When [`wake`](Self::wake) is to be called.
    fn deadline(&self) -> Option<Instant> {
        None
    }

    /// The deadline is reached.
    fn wake(&mut self, _: &mut Driver<'_>) {}

    /// The user wants to go: what goes on is to be ended in good order.
    fn interrupt(&mut self, driver: &mut Driver<'_>);

    /// Set once the job is over.
    fn outcome(&self) -> Option<Outcome>;
}

/// What came of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Failed,
}

/// Refuses a call that came while the phone does something else.
pub(crate) fn refuse(driver: &mut Driver<'_>, call: Call, status: StatusCode) {
    let now = driver.now();
    // A refusal that cannot be written is one that was lost: the peer asks again, or gives up.
    let _ = driver.agent.reject(now, &mut driver.endpoint, call, status);
}

/// The status that "nobody answered" and "the way is blocked" are as good as (§8.1.3.1).
pub(crate) const fn status_of(failure: Failure) -> StatusCode {
    match failure {
        Failure::Timeout => StatusCode::REQUEST_TIMEOUT,
        Failure::Transport => StatusCode::SERVICE_UNAVAILABLE,
    }
}
