//! The non-INVITE server transaction: §17.2.2 with RFC 4320.
//!
//! ```text
//! from        on                does                             to
//! ──────────  ────────────────  ───────────────────────────────  ──────────
//!             start             start LateTrying, start F,       Trying
//!                               deliver
//! Trying      timer LateTrying  send a 100                       Proceeding
//!             100 from TU**     send, stop LateTrying            Proceeding
//!             200-699 from TU   send, stop LateTrying, start J   Completed
//!             timer F           inform: timeout                  Terminated
//!             abandon                                            Terminated
//! Proceeding  request           resend                           Proceeding
//!             100 from TU       send                             Proceeding
//!             200-699, timer F, as in Trying
//!             abandon
//!             transport error   inform: transport                Proceeding
//! Completed   request           resend                           Completed
//!             timer J                                            Terminated
//!             transport error   inform: transport                Completed
//!
//! ** on reliable transports only
//! ```
//!
//! RFC 4320 adds three rules to the figure. A 100 slows the client's retransmissions, which carry
//! the final response, so over an unreliable transport none goes out before the client's own
//! pauses have grown to T2; from then on one must, on every transport (§4.1 there). A 100 that the
//! transaction user brings earlier is dropped over an unreliable transport, since the machine
//! sends its own in time. And when the transaction user is still silent 64*T1 after the request,
//! the client has given up: this side ends too, with timer F, and answers nothing (§4.2 there).
//!
//! That no 1xx but 100, and no 408, may answer such a request at all is for the shell to enforce,
//! which sees the status code. A retransmission in `Trying` is absorbed.
//!
//! A response that cannot be sent ends nothing, as RFC 6026 §8.8 has it for §17.2.4, which
//! speaks of both server transactions; Figure 8 of RFC 3261 would end it.

use super::action::{Action, Actions, NOTHING, TIMED_OUT, UNSENT};
use super::{Lane, Reliability, Timer};

/// Where the transaction stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// The request went up, nothing has been sent.
    Trying,
    /// A 100 was sent.
    Proceeding,
    /// A final response was sent.
    Completed,
    /// Over: to be destroyed at once.
    Terminated,
}

/// What may happen to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Input {
    /// The request was received again.
    Retransmission,
    /// The transaction user answers with a 100.
    Provisional,
    /// The transaction user answers with a 200 to 699.
    Final,
    /// [`Timer::LateTrying`] fired.
    TimerTrying,
    /// [`Timer::F`] fired.
    TimerF,
    /// [`Timer::J`] fired.
    TimerJ,
    /// The transport could not send what it was given, nor could a backup (§17.2.4).
    TransportError,
    /// The transaction user will never answer.
    Abandon,
}

/// Begins with the request at hand (§17.2.2).
pub const fn start() -> (State, Actions) {
    use Action::*;
    (State::Trying, &[Start(Timer::LateTrying), Start(Timer::F), Deliver])
}

/// The state after `input`, and what is to be done.
pub const fn step(state: State, input: Input, reliability: Reliability) -> (State, Actions) {
    use {Action::*, Input::*, State::*};
    match (state, input) {
        // RFC 4320 §4.1.
        (Trying, TimerTrying) => (Proceeding, &[SendTrying]),
        (Trying, Provisional) if !reliability.retransmits() => {
            (Proceeding, &[Send, Stop(Lane::Pace)])
        }

        // §17.2.2.
        (Proceeding, Provisional) => (Proceeding, &[Send]),
        (Trying | Proceeding, Final) => (Completed, &[Send, Stop(Lane::Pace), Start(Timer::J)]),
        (Proceeding | Completed, Retransmission) => (state, &[Resend]),
        (Completed, TimerJ) => (Terminated, NOTHING),

        // RFC 4320 §4.2.
        (Trying | Proceeding, TimerF) => (Terminated, &[TIMED_OUT]),

        // RFC 6026 §8.8.
        (Proceeding | Completed, TransportError) => (state, &[UNSENT]),

        // Not in the figure: a transaction user that goes away leaves nothing behind.
        (Trying | Proceeding, Abandon) => (Terminated, NOTHING),

        // No arrow.
        (Trying, Retransmission | Provisional | TimerJ | TransportError)
        | (Proceeding, TimerTrying | TimerJ)
        | (Completed, Provisional | Final | TimerTrying | TimerF | Abandon)
        | (Terminated, _) => (state, NOTHING),
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Trying, Self::Proceeding, Self::Completed, Self::Terminated];
}

impl Input {
    /// Every input.
    pub const ALL: [Self; 8] = [
        Self::Retransmission,
        Self::Provisional,
        Self::Final,
        Self::TimerTrying,
        Self::TimerF,
        Self::TimerJ,
        Self::TransportError,
        Self::Abandon,
    ];

    /// The input that this timer becomes when it fires; `None` for the timers of other machines.
    pub const fn fired(timer: Timer) -> Option<Self> {
        match timer {
            Timer::LateTrying => Some(Self::TimerTrying),
            Timer::F => Some(Self::TimerF),
            Timer::J => Some(Self::TimerJ),
            _ => None,
        }
    }
}

const _: () = assert!(size_of::<State>() == 1 && size_of::<Input>() == 1);

#[cfg(test)]
mod tests {
    use super::super::table::{BOTH, Machine, Row, TCP};
    use super::*;
    use Reliability::{Reliable, Unreliable};
    use {Action::*, Input::*, State::*};

    const ANSWERED: Actions = &[Send, Stop(Lane::Pace), Start(Timer::J)];

    const ROWS: &[Row<State, Input>] = &[
        (BOTH, Trying, TimerTrying, Proceeding, &[SendTrying]),
        (TCP, Trying, Provisional, Proceeding, &[Send, Stop(Lane::Pace)]),
        (BOTH, Trying, Final, Completed, ANSWERED),
        (BOTH, Trying, TimerF, Terminated, &[TIMED_OUT]),
        (BOTH, Trying, Abandon, Terminated, NOTHING),
        (BOTH, Proceeding, Retransmission, Proceeding, &[Resend]),
        (BOTH, Proceeding, Provisional, Proceeding, &[Send]),
        (BOTH, Proceeding, Final, Completed, ANSWERED),
        (BOTH, Proceeding, TimerF, Terminated, &[TIMED_OUT]),
        (BOTH, Proceeding, TransportError, Proceeding, &[UNSENT]),
        (BOTH, Proceeding, Abandon, Terminated, NOTHING),
        (BOTH, Completed, Retransmission, Completed, &[Resend]),
        (BOTH, Completed, TimerJ, Terminated, NOTHING),
        (BOTH, Completed, TransportError, Completed, &[UNSENT]),
    ];

    const MACHINE: Machine<State, Input> = Machine {
        states: &State::ALL,
        inputs: &Input::ALL,
        start: |_| start(),
        step,
        fired: Input::fired,
        end: Terminated,
        rows: ROWS,
        open: &[],
    };

    #[test]
    fn the_machine_is_its_table() {
        MACHINE.is_its_table();
    }

    #[test]
    fn no_state_lasts_for_ever() {
        MACHINE.is_alive_until_its_end();
    }

    #[test]
    fn a_request_that_comes_again_gets_the_last_response_and_is_told_once_t13() {
        assert_eq!(start(), (Trying, &[Start(Timer::LateTrying), Start(Timer::F), Deliver][..]));
        assert_eq!(step(Trying, Retransmission, Unreliable), (Trying, NOTHING));
        for state in [Proceeding, Completed] {
            assert_eq!(step(state, Retransmission, Unreliable), (state, &[Resend][..]));
        }
    }

    #[test]
    fn over_udp_an_early_100_is_held_back_and_over_tcp_it_is_sent_t23() {
        assert_eq!(step(Trying, Provisional, Unreliable), (Trying, NOTHING));
        let sent = step(Trying, Provisional, Reliable);
        assert_eq!(sent, (Proceeding, &[Send, Stop(Lane::Pace)][..]));
    }

    #[test]
    fn a_slow_transaction_user_is_covered_by_one_100_on_any_transport_t23() {
        for reliability in Reliability::ALL {
            let sent = step(Trying, TimerTrying, reliability);
            assert_eq!(sent, (Proceeding, &[SendTrying][..]));
            assert_eq!(step(Proceeding, TimerTrying, reliability), (Proceeding, NOTHING));
        }
    }

    #[test]
    fn nothing_is_sent_once_the_client_has_given_up_t23() {
        for state in [Trying, Proceeding] {
            assert_eq!(step(state, TimerF, Unreliable), (Terminated, &[TIMED_OUT][..]));
        }
        assert_eq!(step(Terminated, Final, Unreliable), (Terminated, NOTHING));
    }

    #[test]
    fn the_transaction_user_cannot_take_back_its_final_response_t22() {
        for late in [Provisional, Final] {
            assert_eq!(step(Completed, late, Unreliable), (Completed, NOTHING), "{late:?}");
        }
    }

    #[test]
    fn a_response_that_cannot_be_sent_is_told_and_ends_nothing_t26() {
        for state in [Proceeding, Completed] {
            assert_eq!(step(state, TransportError, Unreliable), (state, &[UNSENT][..]));
        }
    }

    #[test]
    fn nothing_happens_after_the_end_t25() {
        for input in Input::ALL {
            assert_eq!(step(Terminated, input, Unreliable), (Terminated, NOTHING), "{input:?}");
        }
    }
}
