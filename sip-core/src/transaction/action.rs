//! What a machine asks of the shell that runs it.

use super::{Lane, Timer};

/// What is to be done on one arrow of a machine, in this order.
///
/// A slice of constants: it needs no storage, is `Copy`, can be made in a `const fn`, compared
/// and printed, and no arrow can ask for more than its list has room for.
pub type Actions = &'static [Action];

/// One thing to do. "The message at hand" is the one that came with the input, or with the
/// transaction's start.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// Send the message at hand and keep it for [`Self::Resend`], in place of what was kept.
    Send,
    /// Send what this transaction sent last once more, byte for byte.
    Resend,
    /// Write the ACK for the final response at hand (§17.1.1.3), then as [`Self::Send`].
    ///
    /// It goes where the INVITE went, on every transport (§17.1.1.2).
    SendAck,
    /// Write a 100 (Trying) for the request of this transaction (§8.2.6), then as [`Self::Send`].
    ///
    /// It echoes the `Timestamp` and adds no To tag (§8.2.6.1, §17.2.1).
    SendTrying,
    /// Hand the message at hand to the transaction user.
    Deliver,
    /// Start this timer with no repeats.
    Start(Timer),
    /// Start the timer that has just fired again, with one more repeat: it doubles up to its cap.
    Restart(Timer),
    /// Start the timer that has just fired again, with [`Timer::CAPPED`] repeats: at its cap.
    RestartCapped(Timer),
    /// Stop the timer in this lane; none may run there.
    Stop(Lane),
    /// Tell the transaction user that something failed.
    Inform(Failure),
}

/// What a transaction user hears in place of a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Failure {
    /// Nobody answered in time. To a client as good as a 408 (§8.1.3.1), to an INVITE server the
    /// missing ACK (§17.2.1), to any other server its own silence (RFC 4320 §4.2).
    Timeout,
    /// The transport could not send. To a client as good as a 503 (§8.1.3.1); a server lives on
    /// (RFC 6026 §8.8) and may say it again for each response that fails.
    Transport,
}

/// What a machine asks for where its figure has no arrow, or an arrow without an action.
pub(super) const NOTHING: Actions = &[];
/// The one report of a timer.
pub(super) const TIMED_OUT: Action = Action::Inform(Failure::Timeout);
/// The one report of a transport.
pub(super) const UNSENT: Action = Action::Inform(Failure::Transport);

const _: () = assert!(size_of::<Action>() == 2);
