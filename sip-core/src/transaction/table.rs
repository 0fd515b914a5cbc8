//! How the machines are tested: against a table with one row per arrow, and by walking through
//! everything that can happen.

extern crate std;

use core::fmt::Debug;
use core::hash::Hash;
use std::collections::HashSet;
use std::vec;
use std::vec::Vec;

use super::action::NOTHING;
use super::{Action, Actions, Lane, Reliability, Timer};

/// On which transports, from, on, to, doing.
pub(super) type Row<S, I> = (&'static [Reliability], S, I, S, Actions);

/// For the first column of a [`Row`].
pub(super) const BOTH: &[Reliability] = &Reliability::ALL;
/// For the first column of a [`Row`].
pub(super) const UDP: &[Reliability] = &[Reliability::Unreliable];
/// For the first column of a [`Row`].
pub(super) const TCP: &[Reliability] = &[Reliability::Reliable];

/// All there is to say of one machine.
pub(super) struct Machine<S: 'static, I: 'static> {
    pub(super) states: &'static [S],
    pub(super) inputs: &'static [I],
    pub(super) start: fn(Reliability) -> (S, Actions),
    pub(super) step: fn(S, I, Reliability) -> (S, Actions),
    pub(super) fired: fn(Timer) -> Option<I>,
    pub(super) end: S,
    pub(super) rows: &'static [Row<S, I>],
    /// The states that may last for ever, as far as this layer knows.
    pub(super) open: &'static [S],
}

/// A state and the timers that run in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Moment<S> {
    state: S,
    pace: Option<Timer>,
    limit: Option<Timer>,
}

impl<S: Copy + Eq + Hash + Debug, I: Copy + Eq + Hash + Debug> Machine<S, I> {
    /// Every row holds, and every pair without one changes nothing and does nothing.
    pub(super) fn is_its_table(&self) {
        for &reliability in BOTH {
            for &from in self.states {
                for &input in self.inputs {
                    let mut rows = self.rows.iter().filter(|row| {
                        row.0.contains(&reliability) && (row.1, row.2) == (from, input)
                    });
                    let expected = rows.next().map_or((from, NOTHING), |row| (row.3, row.4));
                    let twice = rows.next();
                    let context = (reliability, from, input);
                    assert_eq!(twice, None, "{context:?} has two rows");
                    assert_eq!((self.step)(from, input, reliability), expected, "{context:?}");
                }
            }
        }
    }

    /// Everything that can happen, on both transports: each state is reached; a timer fires only
    /// where it means something; only the open states have no limit; and the end is the end.
    pub(super) fn is_alive_until_its_end(&self) {
        for &reliability in BOTH {
            let seen = self.walk(reliability);
            for &state in self.states {
                let moments = || seen.iter().filter(|moment| moment.state == state);
                assert!(moments().count() > 0, "{state:?} is out of reach, {reliability:?}");
                let lasts = state == self.end || self.open.contains(&state);
                for moment in moments() {
                    assert_eq!(moment.limit.is_none(), lasts, "{moment:?}, {reliability:?}");
                    assert!(state != self.end || moment.pace.is_none(), "{moment:?}");
                }
            }
        }
    }

    fn walk(&self, reliability: Reliability) -> HashSet<Moment<S>> {
        let (state, actions) = (self.start)(reliability);
        let nothing = Moment { state, pace: None, limit: None };
        let mut ahead = vec![self.after(nothing, None, state, actions)];
        let mut seen = HashSet::new();
        while let Some(moment) = ahead.pop() {
            if seen.insert(moment) {
                ahead.extend(self.messages(moment, reliability));
                ahead.extend(self.timers(moment, reliability));
            }
        }
        seen
    }

    /// What follows when any input comes that is no timer.
    fn messages(&self, now: Moment<S>, reliability: Reliability) -> Vec<Moment<S>> {
        let is_timer = |input| Timer::ALL.iter().any(|&timer| (self.fired)(timer) == Some(input));
        let inputs = self.inputs.iter().copied().filter(|&input| !is_timer(input));
        inputs
            .map(|input| {
                let (state, actions) = (self.step)(now.state, input, reliability);
                self.after(now, None, state, actions)
            })
            .collect()
    }

    /// What follows when any timer fires that runs.
    fn timers(&self, now: Moment<S>, reliability: Reliability) -> Vec<Moment<S>> {
        let running = [now.pace, now.limit].into_iter().flatten();
        running
            .map(|timer| {
                let input = (self.fired)(timer).unwrap_or_else(|| panic!("{timer:?} is foreign"));
                let (state, actions) = (self.step)(now.state, input, reliability);
                assert_ne!((state, actions), (now.state, NOTHING), "{now:?}: {timer:?} is in vain");
                let mut rest = now;
                *rest.lane(timer.lane()) = None;
                self.after(rest, Some(timer), state, actions)
            })
            .collect()
    }

    /// The timers after these actions, as a shell keeps them.
    fn after(&self, now: Moment<S>, fired: Option<Timer>, state: S, actions: Actions) -> Moment<S> {
        let mut next = Moment { state, ..now };
        for &action in actions {
            match action {
                Action::Start(timer) => *next.lane(timer.lane()) = Some(timer),
                Action::Restart(timer) | Action::RestartCapped(timer) => {
                    assert_eq!(fired, Some(timer), "{now:?} restarts what has not fired");
                    *next.lane(timer.lane()) = Some(timer);
                }
                Action::Stop(lane) => *next.lane(lane) = None,
                Action::Send | Action::Resend | Action::SendAck | Action::SendTrying => {}
                Action::Deliver | Action::Inform(_) => {}
            }
        }
        if state == self.end { Moment { state, pace: None, limit: None } } else { next }
    }
}

impl<S> Moment<S> {
    fn lane(&mut self, lane: Lane) -> &mut Option<Timer> {
        match lane {
            Lane::Pace => &mut self.pace,
            Lane::Limit => &mut self.limit,
        }
    }
}
