//! The four transaction state machines of §17 as pure functions, with RFC 6026 and RFC 4320.
//!
//! A transaction is one request and its responses on one hop. Its machine repeats what an
//! unreliable transport may lose, absorbs what the peer repeats, and gives up in time:
//!
//! | module            | side   | request       | sections                               |
//! |-------------------|--------|---------------|----------------------------------------|
//! | [`invite_client`] | client | INVITE        | §17.1.1, RFC 6026 §7.2 and §8.4        |
//! | [`client`]        | client | any other     | §17.1.2                                |
//! | [`invite_server`] | server | INVITE        | §17.2.1, RFC 6026 §7.1, §8.5 to §8.8   |
//! | [`server`]        | server | any other     | §17.2.2, RFC 4320 §4.1 and §4.2        |
//!
//! An ACK has no machine: that for a 2xx travels alone (§13.2.2.4), that for any other final
//! response belongs to the INVITE's transaction.
//!
//! # A machine is a value
//!
//! Each module has a one-byte `State`, an `Input`, and two functions: `start` gives the first
//! state and what is to be done on entering it, `step` takes a state and an input to the next
//! state and what is to be done on the way. No bytes, no clock, no storage: whoever holds the
//! messages and the timers, the *shell*, does the [`Action`]s in their order. A pair of state and
//! input that the figures of §17 leave out changes nothing and does nothing, so late, repeated
//! and reordered inputs are harmless.
//!
//! # What the shell keeps
//!
//! * The message that was sent last, for [`Action::Resend`].
//! * What the messages that it writes itself copy from the request: [`Action::SendAck`] from the
//!   INVITE that was sent, [`Action::SendTrying`] from the request that came.
//! * Two deadlines, one per [`Lane`]: the *pace* of retransmissions and the *limit* of patience.
//!   Starting a timer replaces whatever ran in its lane, and `Terminated` clears both.
//! * How often the timer in the pace lane was restarted, for [`Timer::duration`].
//!
//! A message comes in as an input only after it was matched to the transaction (§17.1.3,
//! §17.2.3), and a transaction in `Terminated` is destroyed at once.
//!
//! ```
//! use sip_core::transaction::{Action, Lane, Reliability::Unreliable, Timer, Timings};
//! use sip_core::transaction::invite_client::{Input, State, start, step};
//!
//! let (state, actions) = start(Unreliable);
//! assert_eq!(actions, [Action::Send, Action::Start(Timer::A), Action::Start(Timer::B)]);
//! assert_eq!(Timer::A.duration(&Timings::DEFAULT, Unreliable, 0).as_millis(), 500);
//!
//! // Half a second later:
//! let (state, actions) = step(state, Input::TimerA, Unreliable);
//! assert_eq!((state, actions), (State::Calling, &[Action::Resend, Action::Restart(Timer::A)][..]));
//! assert_eq!(Timer::A.duration(&Timings::DEFAULT, Unreliable, 1).as_millis(), 1_000);
//!
//! // 180 Ringing:
//! let (state, actions) = step(state, Input::Provisional, Unreliable);
//! assert_eq!(state, State::Proceeding);
//! assert_eq!(actions, [Action::Stop(Lane::Pace), Action::Stop(Lane::Limit), Action::Deliver]);
//! ```

mod action;
pub mod client;
pub mod invite_client;
pub mod invite_server;
pub mod server;
#[cfg(test)]
mod table;
mod timer;

pub use action::{Action, Actions, Failure};
pub use timer::{Lane, Reliability, Timer, Timings};
