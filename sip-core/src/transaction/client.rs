//! The non-INVITE client transaction: §17.1.2.
//!
//! ```text
//! from        on                does                             to
//! ──────────  ────────────────  ───────────────────────────────  ──────────
//!             start             send, start E*, start F          Trying
//! Trying      timer E*          resend, restart E doubled        Trying
//!             1xx               deliver                          Proceeding
//!             200-699           stop E, start K, deliver         Completed
//!             timer F           inform: timeout                  Terminated
//!             transport error   inform: transport                Terminated
//!             abandon                                            Terminated
//! Proceeding  timer E*          resend, restart E at T2          Proceeding
//!             1xx               deliver                          Proceeding
//!             all others        as in Trying
//! Completed   timer K                                            Terminated
//!
//! * on unreliable transports only
//! ```
//!
//! Unlike an INVITE, a request is repeated after a 1xx too, because the server repeats its
//! final response only when asked; and timer F runs on, because no final response to it may take
//! longer. A second 2xx is a repetition like any other and stays here: of a forked request only
//! the first final response is heard (§17.1.2.1).

use super::action::{Action, Actions, NOTHING, TIMED_OUT, UNSENT};
use super::{Lane, Reliability, Timer};

/// Where the transaction stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// The request is out, nothing has come back.
    Trying,
    /// A provisional response came.
    Proceeding,
    /// A final response came.
    Completed,
    /// Over: to be destroyed at once.
    Terminated,
}

/// What may happen to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Input {
    /// A 1xx was received.
    Provisional,
    /// A 200 to 699 was received.
    Final,
    /// [`Timer::E`] fired.
    TimerE,
    /// [`Timer::F`] fired.
    TimerF,
    /// [`Timer::K`] fired.
    TimerK,
    /// The transport could not send what it was given.
    TransportError,
    /// The transaction user has given up on a final response and asks for no report.
    Abandon,
}

/// Begins with the request at hand (§17.1.2.2).
pub const fn start(reliability: Reliability) -> (State, Actions) {
    use Action::*;
    if reliability.retransmits() {
        (State::Trying, &[Send, Start(Timer::E), Start(Timer::F)])
    } else {
        (State::Trying, &[Send, Start(Timer::F)])
    }
}

/// The state after `input`, and what is to be done.
pub const fn step(state: State, input: Input, reliability: Reliability) -> (State, Actions) {
    use {Action::*, Input::*, State::*};
    match (state, input) {
        // §17.1.2.2: the pause doubles up to T2, and is T2 after a 1xx.
        (Trying, TimerE) if reliability.retransmits() => (Trying, &[Resend, Restart(Timer::E)]),
        (Proceeding, TimerE) if reliability.retransmits() => {
            (Proceeding, &[Resend, RestartCapped(Timer::E)])
        }

        // §17.1.2.2: a 1xx stops neither timer E nor timer F.
        (Trying | Proceeding, Provisional) => (Proceeding, &[Deliver]),
        (Trying | Proceeding, Final) => (Completed, &[Stop(Lane::Pace), Start(Timer::K), Deliver]),
        (Trying | Proceeding, TimerF) => (Terminated, &[TIMED_OUT]),
        (Completed, TimerK) => (Terminated, NOTHING),

        // §17.1.4.
        (Trying | Proceeding, TransportError) => (Terminated, &[UNSENT]),

        // The transaction user's right at any time before the final response.
        (Trying | Proceeding, Abandon) => (Terminated, NOTHING),

        // No arrow.
        (Trying | Proceeding, TimerE | TimerK)
        | (Completed, Provisional | Final | TimerE | TimerF | TransportError | Abandon)
        | (Terminated, _) => (state, NOTHING),
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Trying, Self::Proceeding, Self::Completed, Self::Terminated];
}

impl Input {
    /// Every input.
    pub const ALL: [Self; 7] = [
        Self::Provisional,
        Self::Final,
        Self::TimerE,
        Self::TimerF,
        Self::TimerK,
        Self::TransportError,
        Self::Abandon,
    ];

    /// The input that this timer becomes when it fires; `None` for the timers of other machines.
    pub const fn fired(timer: Timer) -> Option<Self> {
        match timer {
            Timer::E => Some(Self::TimerE),
            Timer::F => Some(Self::TimerF),
            Timer::K => Some(Self::TimerK),
            _ => None,
        }
    }
}

const _: () = assert!(size_of::<State>() == 1 && size_of::<Input>() == 1);

#[cfg(test)]
mod tests {
    use super::super::table::{BOTH, Machine, Row, UDP};
    use super::*;
    use Reliability::{Reliable, Unreliable};
    use {Action::*, Input::*, State::*};

    const ANSWERED: Actions = &[Stop(Lane::Pace), Start(Timer::K), Deliver];

    const ROWS: &[Row<State, Input>] = &[
        (UDP, Trying, TimerE, Trying, &[Resend, Restart(Timer::E)]),
        (BOTH, Trying, Provisional, Proceeding, &[Deliver]),
        (BOTH, Trying, Final, Completed, ANSWERED),
        (BOTH, Trying, TimerF, Terminated, &[TIMED_OUT]),
        (BOTH, Trying, TransportError, Terminated, &[UNSENT]),
        (BOTH, Trying, Abandon, Terminated, NOTHING),
        (UDP, Proceeding, TimerE, Proceeding, &[Resend, RestartCapped(Timer::E)]),
        (BOTH, Proceeding, Provisional, Proceeding, &[Deliver]),
        (BOTH, Proceeding, Final, Completed, ANSWERED),
        (BOTH, Proceeding, TimerF, Terminated, &[TIMED_OUT]),
        (BOTH, Proceeding, TransportError, Terminated, &[UNSENT]),
        (BOTH, Proceeding, Abandon, Terminated, NOTHING),
        (BOTH, Completed, TimerK, Terminated, NOTHING),
    ];

    const MACHINE: Machine<State, Input> = Machine {
        states: &State::ALL,
        inputs: &Input::ALL,
        start,
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
    fn a_1xx_slows_the_retransmissions_but_stops_neither_them_nor_timer_f_t9() {
        assert_eq!(step(Trying, Provisional, Unreliable), (Proceeding, &[Deliver][..]));
        let again = step(Proceeding, TimerE, Unreliable);
        assert_eq!(again, (Proceeding, &[Resend, RestartCapped(Timer::E)][..]));
        assert_eq!(step(Proceeding, TimerF, Unreliable), (Terminated, &[TIMED_OUT][..]));
    }

    #[test]
    fn over_tcp_a_request_is_sent_once_t10() {
        assert_eq!(start(Unreliable), (Trying, &[Send, Start(Timer::E), Start(Timer::F)][..]));
        assert_eq!(start(Reliable), (Trying, &[Send, Start(Timer::F)][..]));
        assert_eq!(step(Trying, TimerE, Reliable), (Trying, NOTHING));
        assert_eq!(step(Proceeding, TimerE, Reliable), (Proceeding, NOTHING));
    }

    #[test]
    fn a_second_200_is_absorbed_and_so_is_a_late_100_t22() {
        for late in [Final, Provisional] {
            assert_eq!(step(Completed, late, Unreliable), (Completed, NOTHING), "{late:?}");
        }
    }

    #[test]
    fn silence_is_a_timeout_and_a_dead_transport_an_error_t24() {
        for state in [Trying, Proceeding] {
            assert_eq!(step(state, TimerF, Unreliable), (Terminated, &[TIMED_OUT][..]));
            assert_eq!(step(state, TransportError, Unreliable), (Terminated, &[UNSENT][..]));
        }
    }

    #[test]
    fn a_transport_that_dies_after_the_final_response_is_no_news_t26() {
        assert_eq!(step(Completed, TransportError, Reliable), (Completed, NOTHING));
    }

    #[test]
    fn nothing_happens_after_the_end_t25() {
        for input in Input::ALL {
            assert_eq!(step(Terminated, input, Unreliable), (Terminated, NOTHING), "{input:?}");
        }
    }
}
