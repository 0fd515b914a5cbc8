//! The INVITE server transaction: §17.2.1 with the `Accepted` state of RFC 6026 §7.1.
//!
//! ```text
//! from        on                does                             to
//! ──────────  ────────────────  ───────────────────────────────  ──────────
//!             start             start Trying, deliver            Trying
//! Trying      timer Trying      send a 100                       Proceeding
//!             1xx from TU       send, stop Trying                Proceeding
//!             2xx from TU       send, stop Trying, start L       Accepted
//!             300-699 from TU   send, stop Trying,               Completed
//!                               start G*, start H
//!             abandon                                            Terminated
//! Proceeding  INVITE            resend                           Proceeding
//!             1xx from TU       send                             Proceeding
//!             2xx, 300-699,     as in Trying
//!             abandon
//!             transport error   inform: transport                Proceeding
//! Completed   INVITE            resend                           Completed
//!             timer G*          resend, restart G doubled        Completed
//!             ACK               stop G, start I                  Confirmed
//!             timer H           inform: timeout (no ACK)         Terminated
//!             transport error   inform: transport                Completed
//! Confirmed   timer I                                            Terminated
//! Accepted    2xx from TU       send                             Accepted
//!             ACK               deliver                          Accepted
//!             timer L                                            Terminated
//!             transport error   inform: transport                Accepted
//!
//! * on unreliable transports only
//! ```
//!
//! `Trying` and `Proceeding` together are the RFC's Proceeding: the first has sent nothing yet,
//! so a retransmitted INVITE finds nothing to repeat and is absorbed.
//!
//! A 2xx is repeated by the core until its ACK comes (§13.3.1.4), on every transport, and passes
//! through here each time; timer L bounds how long. `Accepted` is there to keep a late
//! retransmission of the INVITE from being taken for a new call. It repeats nothing, so what was
//! kept for repeating may be dropped. An ACK goes up from there if it carries the INVITE's
//! branch, against §13.2.2.4, as some peers send it.
//!
//! A response that cannot be sent ends nothing: RFC 6026 §8.8 has the transaction stay where it
//! is, since the retransmission may fare better.

use super::action::{Action, Actions, NOTHING, TIMED_OUT, UNSENT};
use super::{Lane, Reliability, Timer};

/// Where the transaction stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// The INVITE went up, nothing has been sent.
    Trying,
    /// A provisional response was sent.
    Proceeding,
    /// A final response other than 2xx was sent, no ACK has come.
    Completed,
    /// Its ACK came.
    Confirmed,
    /// A 2xx was sent.
    Accepted,
    /// Over: to be destroyed at once.
    Terminated,
}

/// What may happen to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Input {
    /// The INVITE was received again.
    Retransmission,
    /// An ACK was received.
    Ack,
    /// The transaction user answers with a 1xx.
    Provisional,
    /// The transaction user answers with a 2xx.
    Success,
    /// The transaction user answers with a 300 to 699.
    Failure,
    /// [`Timer::Trying`] fired.
    TimerTrying,
    /// [`Timer::G`] fired.
    TimerG,
    /// [`Timer::H`] fired.
    TimerH,
    /// [`Timer::I`] fired.
    TimerI,
    /// [`Timer::L`] fired.
    TimerL,
    /// The transport could not send what it was given, nor could a backup (§17.2.4).
    TransportError,
    /// The transaction user will never answer.
    Abandon,
}

/// Begins with the INVITE at hand (§17.2.1).
pub const fn start() -> (State, Actions) {
    (State::Trying, &[Action::Start(Timer::Trying), Action::Deliver])
}

/// The state after `input`, and what is to be done.
pub const fn step(state: State, input: Input, reliability: Reliability) -> (State, Actions) {
    use {Action::*, Input::*, State::*};
    match (state, input) {
        // §17.2.1: within 200 ms the client hears something.
        (Trying, TimerTrying) => (Proceeding, &[SendTrying]),
        (Trying, Provisional) => (Proceeding, &[Send, Stop(Lane::Pace)]),
        (Proceeding, Provisional) => (Proceeding, &[Send]),
        (Proceeding | Completed, Retransmission) => (state, &[Resend]),

        // §17.2.1: timer H runs on every transport; it guards against a peer that never ACKs.
        (Trying | Proceeding, Failure) if reliability.retransmits() => {
            (Completed, &[Send, Start(Timer::G), Start(Timer::H)])
        }
        (Trying | Proceeding, Failure) => (Completed, &[Send, Stop(Lane::Pace), Start(Timer::H)]),
        (Completed, TimerG) if reliability.retransmits() => {
            (Completed, &[Resend, Restart(Timer::G)])
        }
        (Completed, TimerH) => (Terminated, &[TIMED_OUT]),
        (Completed, Ack) => (Confirmed, &[Stop(Lane::Pace), Start(Timer::I)]),
        (Confirmed, TimerI) => (Terminated, NOTHING),

        // RFC 6026 §7.1, §8.5, §8.7.
        (Trying | Proceeding, Success) => (Accepted, &[Send, Stop(Lane::Pace), Start(Timer::L)]),
        (Accepted, Success) => (Accepted, &[Send]),
        (Accepted, Ack) => (Accepted, &[Deliver]),
        (Accepted, TimerL) => (Terminated, NOTHING),

        // RFC 6026 §8.8.
        (Proceeding | Completed | Accepted, TransportError) => (state, &[UNSENT]),

        // Not in the figure: a transaction user that goes away must not leave its call behind.
        (Trying | Proceeding, Abandon) => (Terminated, NOTHING),

        // No arrow. In Trying nothing was sent that could have failed, in Confirmed it arrived.
        (Trying, Retransmission | Ack | TimerG | TimerH | TimerI | TimerL | TransportError)
        | (Proceeding, Ack | TimerTrying | TimerG | TimerH | TimerI | TimerL)
        | (Completed, Provisional | Success | Failure | TimerTrying | TimerG | TimerI | TimerL)
        | (Completed, Abandon)
        | (Confirmed, Retransmission | Ack | Provisional | Success | Failure | TimerTrying)
        | (Confirmed, TimerG | TimerH | TimerL | TransportError | Abandon)
        | (Accepted, Retransmission | Provisional | Failure | TimerTrying | TimerG | TimerH)
        | (Accepted, TimerI | Abandon)
        | (Terminated, _) => (state, NOTHING),
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Trying,
        Self::Proceeding,
        Self::Completed,
        Self::Confirmed,
        Self::Accepted,
        Self::Terminated,
    ];
}

impl Input {
    /// Every input.
    pub const ALL: [Self; 12] = [
        Self::Retransmission,
        Self::Ack,
        Self::Provisional,
        Self::Success,
        Self::Failure,
        Self::TimerTrying,
        Self::TimerG,
        Self::TimerH,
        Self::TimerI,
        Self::TimerL,
        Self::TransportError,
        Self::Abandon,
    ];

    /// The input that this timer becomes when it fires; `None` for the timers of other machines.
    pub const fn fired(timer: Timer) -> Option<Self> {
        match timer {
            Timer::Trying => Some(Self::TimerTrying),
            Timer::G => Some(Self::TimerG),
            Timer::H => Some(Self::TimerH),
            Timer::I => Some(Self::TimerI),
            Timer::L => Some(Self::TimerL),
            _ => None,
        }
    }
}

const _: () = assert!(size_of::<State>() == 1 && size_of::<Input>() == 1);

#[cfg(test)]
mod tests {
    use super::super::table::{BOTH, Machine, Row, TCP, UDP};
    use super::*;
    use Reliability::{Reliable, Unreliable};
    use {Action::*, Input::*, State::*};

    const TAKEN: Actions = &[Send, Stop(Lane::Pace), Start(Timer::L)];
    const REFUSED_UDP: Actions = &[Send, Start(Timer::G), Start(Timer::H)];
    const REFUSED_TCP: Actions = &[Send, Stop(Lane::Pace), Start(Timer::H)];

    const ROWS: &[Row<State, Input>] = &[
        (BOTH, Trying, TimerTrying, Proceeding, &[SendTrying]),
        (BOTH, Trying, Provisional, Proceeding, &[Send, Stop(Lane::Pace)]),
        (BOTH, Trying, Success, Accepted, TAKEN),
        (UDP, Trying, Failure, Completed, REFUSED_UDP),
        (TCP, Trying, Failure, Completed, REFUSED_TCP),
        (BOTH, Trying, Abandon, Terminated, NOTHING),
        (BOTH, Proceeding, Retransmission, Proceeding, &[Resend]),
        (BOTH, Proceeding, Provisional, Proceeding, &[Send]),
        (BOTH, Proceeding, Success, Accepted, TAKEN),
        (UDP, Proceeding, Failure, Completed, REFUSED_UDP),
        (TCP, Proceeding, Failure, Completed, REFUSED_TCP),
        (BOTH, Proceeding, TransportError, Proceeding, &[UNSENT]),
        (BOTH, Proceeding, Abandon, Terminated, NOTHING),
        (BOTH, Completed, Retransmission, Completed, &[Resend]),
        (UDP, Completed, TimerG, Completed, &[Resend, Restart(Timer::G)]),
        (BOTH, Completed, Ack, Confirmed, &[Stop(Lane::Pace), Start(Timer::I)]),
        (BOTH, Completed, TimerH, Terminated, &[TIMED_OUT]),
        (BOTH, Completed, TransportError, Completed, &[UNSENT]),
        (BOTH, Confirmed, TimerI, Terminated, NOTHING),
        (BOTH, Accepted, Success, Accepted, &[Send]),
        (BOTH, Accepted, Ack, Accepted, &[Deliver]),
        (BOTH, Accepted, TimerL, Terminated, NOTHING),
        (BOTH, Accepted, TransportError, Accepted, &[UNSENT]),
    ];

    const MACHINE: Machine<State, Input> = Machine {
        states: &State::ALL,
        inputs: &Input::ALL,
        start: |_| start(),
        step,
        fired: Input::fired,
        end: Terminated,
        rows: ROWS,
        open: &[Trying, Proceeding],
    };

    #[test]
    fn the_machine_is_its_table() {
        MACHINE.is_its_table();
    }

    #[test]
    fn no_state_lasts_for_ever_once_the_call_is_answered() {
        MACHINE.is_alive_until_its_end();
    }

    #[test]
    fn a_silent_transaction_user_is_covered_by_one_100_t12() {
        assert_eq!(start(), (Trying, &[Start(Timer::Trying), Deliver][..]));
        assert_eq!(step(Trying, TimerTrying, Unreliable), (Proceeding, &[SendTrying][..]));
        assert_eq!(step(Proceeding, TimerTrying, Unreliable), (Proceeding, NOTHING));
    }

    #[test]
    fn an_invite_that_comes_again_gets_the_last_response_and_is_told_once() {
        assert_eq!(step(Trying, Retransmission, Unreliable), (Trying, NOTHING));
        for state in [Proceeding, Completed] {
            assert_eq!(step(state, Retransmission, Unreliable), (state, &[Resend][..]));
        }
    }

    #[test]
    fn an_invite_that_comes_again_after_the_2xx_is_absorbed_before_and_after_the_ack_t5() {
        assert_eq!(step(Accepted, Retransmission, Unreliable), (Accepted, NOTHING));
        assert_eq!(step(Accepted, Ack, Unreliable).0, Accepted);
    }

    #[test]
    fn an_ack_to_the_2xx_with_the_invites_branch_goes_up_t4() {
        assert_eq!(step(Accepted, Ack, Unreliable), (Accepted, &[Deliver][..]));
    }

    #[test]
    fn a_2xx_that_the_core_repeats_is_sent_each_time_on_any_transport_t10() {
        for reliability in Reliability::ALL {
            assert_eq!(step(Accepted, Success, reliability), (Accepted, &[Send][..]));
        }
    }

    #[test]
    fn over_tcp_a_486_is_sent_once_but_still_waits_for_its_ack_t10() {
        assert_eq!(step(Proceeding, Failure, Reliable), (Completed, REFUSED_TCP));
        assert_eq!(step(Completed, TimerG, Reliable), (Completed, NOTHING));
        assert_eq!(step(Completed, TimerH, Reliable), (Terminated, &[TIMED_OUT][..]));
    }

    #[test]
    fn a_486_is_repeated_until_its_ack_or_timer_h_t11() {
        assert_eq!(step(Proceeding, Failure, Unreliable), (Completed, REFUSED_UDP));
        let again = step(Completed, TimerG, Unreliable);
        assert_eq!(again, (Completed, &[Resend, Restart(Timer::G)][..]));
        let acked = step(Completed, Ack, Unreliable);
        assert_eq!(acked, (Confirmed, &[Stop(Lane::Pace), Start(Timer::I)][..]));
        assert_eq!(step(Confirmed, Ack, Unreliable), (Confirmed, NOTHING));
        assert_eq!(step(Completed, TimerH, Unreliable), (Terminated, &[TIMED_OUT][..]));
    }

    #[test]
    fn the_transaction_user_cannot_take_back_its_final_response_t22() {
        for late in [Provisional, Success, Failure] {
            for state in [Completed, Confirmed] {
                assert_eq!(step(state, late, Unreliable), (state, NOTHING), "{late:?}");
            }
        }
        for late in [Provisional, Failure] {
            assert_eq!(step(Accepted, late, Unreliable), (Accepted, NOTHING), "{late:?}");
        }
    }

    #[test]
    fn a_response_that_cannot_be_sent_is_told_and_ends_nothing_t26() {
        for state in [Proceeding, Completed, Accepted] {
            for reliability in Reliability::ALL {
                assert_eq!(step(state, TransportError, reliability), (state, &[UNSENT][..]));
            }
        }
    }

    #[test]
    fn nothing_happens_after_the_end_t25() {
        for input in Input::ALL {
            assert_eq!(step(Terminated, input, Unreliable), (Terminated, NOTHING), "{input:?}");
        }
    }
}
