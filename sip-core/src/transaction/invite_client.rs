//! The INVITE client transaction: §17.1.1 with the `Accepted` state of RFC 6026 §7.2.
//!
//! ```text
//! from        on                does                             to
//! ──────────  ────────────────  ───────────────────────────────  ──────────
//!             start             send, start A*, start B          Calling
//! Calling     timer A*          resend, restart A doubled        Calling
//!             1xx               stop A, stop B, deliver          Proceeding
//!             2xx               stop A, start M, deliver         Accepted
//!             300-699           ACK, stop A, start D, deliver    Completed
//!             timer B           inform: timeout                  Terminated
//!             transport error   inform: transport                Terminated
//!             abandon                                            Terminated
//! Proceeding  1xx               deliver                          Proceeding
//!             2xx, 300-699,     as in Calling
//!             abandon
//! Completed   300-699           resend (the ACK)                 Completed
//!             timer D                                            Terminated
//!             transport error   inform: transport                Terminated
//! Accepted    2xx               deliver                          Accepted
//!             timer M                                            Terminated
//!
//! * on unreliable transports only
//! ```
//!
//! Three things are easily overlooked. A phone may ring for ever: after a 1xx nothing but a
//! final response or the transaction user ends the wait. A 300 to 699 gets its ACK from here, on
//! reliable transports too. A 2xx never does: its ACK is the core's (§13.2.2.4), and a forked
//! INVITE may bring several, with different To tags, all of which go up while `Accepted` lasts.
//!
//! CANCEL is a transaction of its own. When the cancelled INVITE has no final response 64*T1
//! after it, the transaction user abandons this one (§9.1), and a proxy does so after its
//! timer C (§16.8).

use super::action::{Action, Actions, NOTHING, TIMED_OUT, UNSENT};
use super::{Lane, Reliability, Timer};

/// Where the transaction stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// The INVITE is out, nothing has come back.
    Calling,
    /// A provisional response came.
    Proceeding,
    /// A final response other than 2xx came and got its ACK.
    Completed,
    /// A 2xx came.
    Accepted,
    /// Over: to be destroyed at once.
    Terminated,
}

/// What may happen to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Input {
    /// A 1xx was received.
    Provisional,
    /// A 2xx was received.
    Success,
    /// A 300 to 699 was received.
    Failure,
    /// [`Timer::A`] fired.
    TimerA,
    /// [`Timer::B`] fired.
    TimerB,
    /// [`Timer::D`] fired.
    TimerD,
    /// [`Timer::M`] fired.
    TimerM,
    /// The transport could not send what it was given.
    TransportError,
    /// The transaction user has given up on a final response and asks for no report.
    Abandon,
}

/// Begins with the INVITE at hand (§17.1.1.2).
pub const fn start(reliability: Reliability) -> (State, Actions) {
    use Action::*;
    if reliability.retransmits() {
        (State::Calling, &[Send, Start(Timer::A), Start(Timer::B)])
    } else {
        (State::Calling, &[Send, Start(Timer::B)])
    }
}

/// The state after `input`, and what is to be done.
pub const fn step(state: State, input: Input, reliability: Reliability) -> (State, Actions) {
    use {Action::*, Input::*, State::*};
    match (state, input) {
        // §17.1.1.2: the INVITE is repeated in Calling only.
        (Calling, TimerA) if reliability.retransmits() => (Calling, &[Resend, Restart(Timer::A)]),
        (Calling, TimerB) => (Terminated, &[TIMED_OUT]),
        (Calling, Provisional) => (Proceeding, &[Stop(Lane::Pace), Stop(Lane::Limit), Deliver]),
        (Proceeding, Provisional) => (Proceeding, &[Deliver]),

        // §17.1.1.2: the ACK is this transaction's, whatever the transport.
        (Calling | Proceeding, Failure) => {
            (Completed, &[SendAck, Stop(Lane::Pace), Start(Timer::D), Deliver])
        }
        (Completed, Failure) => (Completed, &[Resend]),
        (Completed, TimerD) => (Terminated, NOTHING),

        // RFC 6026 §7.2, §8.4: every 2xx goes up, none is ACKed.
        (Calling | Proceeding, Success) => {
            (Accepted, &[Stop(Lane::Pace), Start(Timer::M), Deliver])
        }
        (Accepted, Success) => (Accepted, &[Deliver]),
        (Accepted, TimerM) => (Terminated, NOTHING),

        // §17.1.4, Figure 5 of RFC 6026 §8.4.
        (Calling | Completed, TransportError) => (Terminated, &[UNSENT]),

        // §9.1, §16.8.
        (Calling | Proceeding, Abandon) => (Terminated, NOTHING),

        // No arrow. What was sent in Proceeding and Accepted has been answered, so an error that
        // is reported there is stale; and a final response leaves nothing to abandon.
        (Calling, TimerA | TimerD | TimerM)
        | (Proceeding, TimerA | TimerB | TimerD | TimerM | TransportError)
        | (Completed, Provisional | Success | TimerA | TimerB | TimerM | Abandon)
        | (Accepted, Provisional | Failure | TimerA | TimerB | TimerD | TransportError | Abandon)
        | (Terminated, _) => (state, NOTHING),
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Calling, Self::Proceeding, Self::Completed, Self::Accepted, Self::Terminated];
}

impl Input {
    /// Every input.
    pub const ALL: [Self; 9] = [
        Self::Provisional,
        Self::Success,
        Self::Failure,
        Self::TimerA,
        Self::TimerB,
        Self::TimerD,
        Self::TimerM,
        Self::TransportError,
        Self::Abandon,
    ];

    /// The input that this timer becomes when it fires; `None` for the timers of other machines.
    pub const fn fired(timer: Timer) -> Option<Self> {
        match timer {
            Timer::A => Some(Self::TimerA),
            Timer::B => Some(Self::TimerB),
            Timer::D => Some(Self::TimerD),
            Timer::M => Some(Self::TimerM),
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

    const REFUSED: Actions = &[SendAck, Stop(Lane::Pace), Start(Timer::D), Deliver];
    const TAKEN: Actions = &[Stop(Lane::Pace), Start(Timer::M), Deliver];

    const ROWS: &[Row<State, Input>] = &[
        (UDP, Calling, TimerA, Calling, &[Resend, Restart(Timer::A)]),
        (BOTH, Calling, TimerB, Terminated, &[TIMED_OUT]),
        (BOTH, Calling, Provisional, Proceeding, &[Stop(Lane::Pace), Stop(Lane::Limit), Deliver]),
        (BOTH, Calling, Success, Accepted, TAKEN),
        (BOTH, Calling, Failure, Completed, REFUSED),
        (BOTH, Calling, TransportError, Terminated, &[UNSENT]),
        (BOTH, Calling, Abandon, Terminated, NOTHING),
        (BOTH, Proceeding, Provisional, Proceeding, &[Deliver]),
        (BOTH, Proceeding, Success, Accepted, TAKEN),
        (BOTH, Proceeding, Failure, Completed, REFUSED),
        (BOTH, Proceeding, Abandon, Terminated, NOTHING),
        (BOTH, Completed, Failure, Completed, &[Resend]),
        (BOTH, Completed, TimerD, Terminated, NOTHING),
        (BOTH, Completed, TransportError, Terminated, &[UNSENT]),
        (BOTH, Accepted, Success, Accepted, &[Deliver]),
        (BOTH, Accepted, TimerM, Terminated, NOTHING),
    ];

    const MACHINE: Machine<State, Input> = Machine {
        states: &State::ALL,
        inputs: &Input::ALL,
        start,
        step,
        fired: Input::fired,
        end: Terminated,
        rows: ROWS,
        open: &[Proceeding],
    };

    /// The state and the last actions after these inputs.
    fn after(reliability: Reliability, inputs: &[Input]) -> (State, Actions) {
        let begin = start(reliability);
        inputs.iter().fold(begin, |(state, _), &input| step(state, input, reliability))
    }

    #[test]
    fn the_machine_is_its_table() {
        MACHINE.is_its_table();
    }

    #[test]
    fn no_state_lasts_for_ever_but_a_ringing_phone_t8() {
        MACHINE.is_alive_until_its_end();
    }

    #[test]
    fn over_tcp_an_invite_is_sent_once_t10() {
        assert_eq!(start(Unreliable), (Calling, &[Send, Start(Timer::A), Start(Timer::B)][..]));
        assert_eq!(start(Reliable), (Calling, &[Send, Start(Timer::B)][..]));
        assert_eq!(step(Calling, TimerA, Reliable), (Calling, NOTHING));
    }

    #[test]
    fn a_486_that_comes_again_gets_the_same_ack_and_is_told_once_t1_t2() {
        for reliability in Reliability::ALL {
            assert_eq!(after(reliability, &[Provisional, Failure]), (Completed, REFUSED));
            let again = after(reliability, &[Provisional, Failure, Failure]);
            assert_eq!(again, (Completed, &[Resend][..]));
        }
    }

    #[test]
    fn every_2xx_of_a_forked_invite_goes_up_and_none_is_acked_here_t3_t6() {
        assert_eq!(after(Unreliable, &[Success]), (Accepted, TAKEN));
        assert_eq!(after(Unreliable, &[Success, Success]), (Accepted, &[Deliver][..]));
        let acks = ROWS.iter().filter(|row| row.2 == Success && row.4.contains(&SendAck));
        assert_eq!(acks.count(), 0);
    }

    #[test]
    fn neither_a_1xx_nor_another_final_response_undoes_the_first_t22() {
        for late in [Provisional, Success] {
            assert_eq!(step(Completed, late, Unreliable), (Completed, NOTHING), "{late:?}");
        }
        for late in [Provisional, Failure] {
            assert_eq!(step(Accepted, late, Unreliable), (Accepted, NOTHING), "{late:?}");
        }
    }

    #[test]
    fn silence_is_a_timeout_and_never_acked_t24() {
        assert_eq!(after(Unreliable, &[TimerA, TimerA, TimerB]), (Terminated, &[TIMED_OUT][..]));
    }

    #[test]
    fn an_invite_or_an_ack_that_cannot_be_sent_ends_the_transaction_t24_t26() {
        for state in [Calling, Completed] {
            assert_eq!(step(state, TransportError, Reliable), (Terminated, &[UNSENT][..]));
        }
    }

    #[test]
    fn a_stale_transport_error_does_not_hang_up_on_a_ringing_phone_t26() {
        assert_eq!(after(Reliable, &[Provisional, TransportError]), (Proceeding, NOTHING));
        assert_eq!(after(Reliable, &[Success, TransportError]), (Accepted, NOTHING));
    }

    #[test]
    fn a_cancelled_invite_without_a_final_response_is_destroyed_in_silence_u2() {
        assert_eq!(after(Unreliable, &[Provisional, Abandon]), (Terminated, NOTHING));
        assert_eq!(after(Unreliable, &[Failure, Abandon]), (Completed, NOTHING), "still ACKs");
        assert_eq!(after(Unreliable, &[Success, Abandon]), (Accepted, NOTHING), "still delivers");
    }

    #[test]
    fn nothing_happens_after_the_end_t25() {
        for input in Input::ALL {
            assert_eq!(step(Terminated, input, Unreliable), (Terminated, NOTHING), "{input:?}");
        }
    }
}
