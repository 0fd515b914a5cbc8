//! The timers of §17 (Table 4, with L and M of RFC 6026 §8.11) and how long each runs.

use core::time::Duration;

/// Whether the transport itself repeats what was lost (§17).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reliability {
    /// UDP: the transaction layer retransmits, and waits for stragglers.
    Unreliable,
    /// TCP, TLS, SCTP, WebSocket: neither is needed.
    Reliable,
}

impl Reliability {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Unreliable, Self::Reliable];

    /// Whether retransmissions are the transaction layer's work.
    pub const fn retransmits(self) -> bool {
        matches!(self, Self::Unreliable)
    }
}

/// One of the two clocks of a transaction; each runs at most one [`Timer`] at a time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Lane {
    /// When to send next: retransmissions and the automatic 100.
    Pace,
    /// When to stop waiting: time-outs, and the farewell of a finished transaction.
    Limit,
}

/// A timer of §17, by its letter.
///
/// Timer C is missing because it is the proxy's, not the transaction's (§16.6 step 11).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Timer {
    /// INVITE client: time to send the INVITE again; doubles without a cap (§17.1.1.2).
    A,
    /// INVITE client: no response at all (§17.1.1.2).
    B,
    /// INVITE client: stragglers of a non-2xx final response (§17.1.1.2).
    D,
    /// Client: time to send the request again; doubles up to T2 (§17.1.2.2).
    E,
    /// Client: no final response (§17.1.2.2). Server: none from the transaction user either, and
    /// the client, whose timer F was started earlier, listens no more (RFC 4320 §4.2).
    F,
    /// INVITE server: time to send the final response again; doubles up to T2 (§17.2.1).
    G,
    /// INVITE server: no ACK (§17.2.1).
    H,
    /// INVITE server: stragglers of the ACK (§17.2.1).
    I,
    /// Server: stragglers of the request (§17.2.2).
    J,
    /// Client: stragglers of the final response (§17.1.2.2).
    K,
    /// INVITE server: 2xx responses to pass on, INVITEs to absorb (RFC 6026 §7.1).
    L,
    /// INVITE client: 2xx responses, repeated or of other branches (RFC 6026 §7.2).
    M,
    /// INVITE server: time for a 100, if the transaction user sent nothing (§17.2.1).
    Trying,
    /// Server: time for a 100, if the transaction user sent nothing (RFC 4320 §4.1).
    LateTrying,
}

impl Timer {
    /// Every timer.
    pub const ALL: [Self; 14] = [
        Self::A,
        Self::B,
        Self::D,
        Self::E,
        Self::F,
        Self::G,
        Self::H,
        Self::I,
        Self::J,
        Self::K,
        Self::L,
        Self::M,
        Self::Trying,
        Self::LateTrying,
    ];

    /// A number of repeats at which a doubling timer has reached its cap.
    pub const CAPPED: u8 = u8::MAX;

    /// The clock on which this timer runs.
    pub const fn lane(self) -> Lane {
        match self {
            Self::A | Self::E | Self::G | Self::Trying | Self::LateTrying => Lane::Pace,
            Self::B | Self::D | Self::F | Self::H => Lane::Limit,
            Self::I | Self::J | Self::K | Self::L | Self::M => Lane::Limit,
        }
    }

    /// How long this timer runs.
    ///
    /// `repeats` tells how often it was restarted since it was started; only A, E and G, which
    /// double, look at it. On a reliable transport there is nothing to wait for after the final
    /// response, and D, I, J and K are zero; L and M are not, since a forked INVITE has more
    /// than one 2xx on any transport. The result saturates at [`Duration::MAX`].
    pub fn duration(self, timings: &Timings, reliability: Reliability, repeats: u8) -> Duration {
        let Timings { t1, t2, t4 } = *timings;
        let patience = t1.saturating_mul(64);
        let farewell = |span| if reliability.retransmits() { span } else { Duration::ZERO };
        match self {
            Self::A => doubled(t1, repeats, Duration::MAX),
            Self::E | Self::G => doubled(t1, repeats, t2),
            Self::B | Self::F | Self::H | Self::L | Self::M => patience,
            // It outlasts timer H of a peer whose T1 is not ours (§17.1.1.2).
            Self::D => farewell(patience.max(Duration::from_secs(32))),
            Self::J => farewell(patience),
            Self::I | Self::K => farewell(t4),
            Self::Trying => Duration::from_millis(200),
            Self::LateTrying => until_timer_e_is_set_to_t2(t1, t2),
        }
    }
}

/// The three spans from which all others follow (§17.1.1.1, Table 4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Timings {
    t1: Duration,
    t2: Duration,
    t4: Duration,
}

impl Timings {
    /// The defaults of RFC 3261: T1 = 500 ms, T2 = 4 s, T4 = 5 s.
    pub const DEFAULT: Self = Self {
        t1: Duration::from_millis(500),
        t2: Duration::from_secs(4),
        t4: Duration::from_secs(5),
    };

    /// Timings for another network: T1 is the round trip, T2 the longest pause between two
    /// retransmissions, T4 how long a message may linger on the way.
    ///
    /// A T1 below one millisecond is raised to it, lest a transaction send without pause, and a
    /// T2 below T1 is raised to T1. T1 may be larger than the default where the round trip is;
    /// smaller is for closed networks only (§17.1.1.2).
    pub const fn new(t1: Duration, t2: Duration, t4: Duration) -> Self {
        let t1 = longer(t1, Duration::from_millis(1));
        Self { t1, t2: longer(t2, t1), t4 }
    }

    /// The estimate of the round trip; the first pause before a retransmission.
    pub const fn t1(&self) -> Duration {
        self.t1
    }

    /// The longest pause between two retransmissions, of an INVITE excepted.
    pub const fn t2(&self) -> Duration {
        self.t2
    }

    /// How long a message may linger in the network.
    pub const fn t4(&self) -> Duration {
        self.t4
    }
}

impl Default for Timings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// `first` doubled so many times, at most `cap`.
fn doubled(first: Duration, times: u8, cap: Duration) -> Duration {
    // The span is never zero, so either the count or the cap ends this within 75 turns.
    (0..times)
        .try_fold(first, |span, _| (span < cap).then(|| span.saturating_mul(2)))
        .map_or(cap, |span| span.min(cap))
}

/// From a client's request until its timer E is set to T2 for the first time, at timer E's own
/// pace: 500 + 1000 + 2000 ms by default. Not before then may a server say 100 over UDP, and not
/// after it may it keep silent (RFC 4320 §4.1).
fn until_timer_e_is_set_to_t2(t1: Duration, t2: Duration) -> Duration {
    let (mut elapsed, mut pause) = (t1, t1.saturating_mul(2));
    while pause < t2 {
        elapsed = elapsed.saturating_add(pause);
        pause = pause.saturating_mul(2);
    }
    elapsed
}

/// `Ord::max`, which is not `const`.
const fn longer(a: Duration, b: Duration) -> Duration {
    if a.as_nanos() < b.as_nanos() { b } else { a }
}

const _: () = assert!(size_of::<Timer>() == 1);

#[cfg(test)]
mod tests {
    use super::*;
    use Reliability::{Reliable, Unreliable};

    const MS: Duration = Duration::from_millis(1);

    fn millis(timer: Timer, reliability: Reliability, repeats: u8) -> u128 {
        timer.duration(&Timings::DEFAULT, reliability, repeats).as_millis()
    }

    /// When a request or response goes out again until `limit` fires, at the pace of `timer`.
    fn retransmissions(timer: Timer, limit: Timer) -> impl Iterator<Item = u128> {
        (0..=u8::MAX)
            .scan(0, move |at, repeats| {
                *at += millis(timer, Unreliable, repeats);
                Some(*at)
            })
            .take_while(move |at| *at < millis(limit, Unreliable, 0))
    }

    #[test]
    fn table_4_holds_for_the_defaults() {
        use Timer::*;
        // In the order of `Timer::ALL`: over UDP, over TCP.
        let table = [
            (A, 500, 500),
            (B, 32_000, 32_000),
            (D, 32_000, 0),
            (E, 500, 500),
            (F, 32_000, 32_000),
            (G, 500, 500),
            (H, 32_000, 32_000),
            (I, 5_000, 0),
            (J, 32_000, 0),
            (K, 5_000, 0),
            (L, 32_000, 32_000),
            (M, 32_000, 32_000),
            (Trying, 200, 200),
            (LateTrying, 3_500, 3_500),
        ];
        assert_eq!(table.map(|row| row.0), Timer::ALL);
        for (timer, udp, tcp) in table {
            assert_eq!(millis(timer, Unreliable, 0), udp, "{timer:?} over UDP");
            assert_eq!(millis(timer, Reliable, 0), tcp, "{timer:?} over TCP (T10)");
        }
    }

    #[test]
    fn an_unanswered_invite_is_sent_seven_times_and_its_pause_has_no_cap_t8() {
        assert!(retransmissions(Timer::A, Timer::B).eq([500, 1500, 3500, 7500, 15_500, 31_500]));
        assert_eq!(millis(Timer::A, Unreliable, 10), 512_000);
    }

    #[test]
    fn an_unanswered_request_is_sent_eleven_times_with_pauses_up_to_t2_t9() {
        let sent = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
        assert!(retransmissions(Timer::E, Timer::F).eq(sent));
    }

    #[test]
    fn an_unacknowledged_486_is_sent_eleven_times_with_pauses_up_to_t2_t11() {
        assert!(
            retransmissions(Timer::G, Timer::H).eq(retransmissions(Timer::E, Timer::F)),
            "§17.2.1: the pace of timer G is that of timer E"
        );
    }

    #[test]
    fn at_their_cap_the_pauses_are_t2_whatever_t1_is() {
        for t1 in [Duration::ZERO, MS, 500 * MS, Duration::from_secs(1 << 40), Duration::MAX] {
            let timings = Timings::new(t1, 4_000 * MS, 5_000 * MS);
            for timer in [Timer::E, Timer::G] {
                assert_eq!(timer.duration(&timings, Unreliable, Timer::CAPPED), timings.t2());
            }
        }
    }

    #[test]
    fn only_the_doubling_timers_look_at_the_repeats() {
        for timer in Timer::ALL {
            let doubles = matches!(timer, Timer::A | Timer::E | Timer::G);
            assert_eq!(millis(timer, Unreliable, 1) != millis(timer, Unreliable, 0), doubles);
        }
    }

    #[test]
    fn timer_d_outlasts_timer_h_of_a_peer_with_the_default_t1_t1() {
        let d = |t1| Timer::D.duration(&Timings::new(t1, t1, t1), Unreliable, 0);
        assert_eq!((d(10 * MS), d(1_000 * MS)), (32_000 * MS, 64_000 * MS));
    }

    #[test]
    fn a_late_100_goes_out_when_the_clients_timer_e_has_reached_t2_t23() {
        let late = |t1: u32, t2: u32| {
            let timings = Timings::new(t1 * MS, t2 * MS, 5_000 * MS);
            Timer::LateTrying.duration(&timings, Unreliable, 0)
        };
        assert_eq!(late(500, 4_000), 3_500 * MS);
        assert_eq!(late(500, 3_000), 3_500 * MS, "500, 1000, 2000, then min(4000, T2)");
        assert_eq!(late(500, 4_001), 7_500 * MS, "4000 is not yet T2");
        assert_eq!(late(500, 500), 500 * MS, "the first restart is already at T2");
        assert_eq!(late(1, 4_000), 4_095 * MS);
    }

    #[test]
    fn a_late_100_agrees_with_timer_e() {
        for (t1, t2) in [(500, 4_000), (500, 3_000), (1, 60_000), (7, 7), (300, 1_000)] {
            let timings = Timings::new(t1 * MS, t2 * MS, MS);
            let e = |repeats| Timer::E.duration(&timings, Unreliable, repeats);
            let capped = (1..).find(|&repeats| e(repeats) == timings.t2()).unwrap();
            let elapsed: Duration = (0..capped).map(e).sum();
            assert_eq!(Timer::LateTrying.duration(&timings, Unreliable, 0), elapsed);
        }
    }

    #[test]
    fn no_timings_overflow_or_send_without_pause() {
        let spans = [Duration::ZERO, Duration::from_nanos(1), MS, Duration::MAX];
        let pairs = spans.iter().flat_map(|t1| spans.each_ref().map(|t2| (*t1, *t2)));
        for timings in pairs.map(|(t1, t2)| Timings::new(t1, t2, t1)) {
            for timer in Timer::ALL {
                for repeats in [0, 1, 31, 32, 64, 128, Timer::CAPPED] {
                    let span = timer.duration(&timings, Unreliable, repeats);
                    let may_be_zero = matches!(timer, Timer::I | Timer::K);
                    assert!(may_be_zero || span >= MS, "{timer:?} × {repeats} in {timings:?}");
                }
            }
        }
        let endless = Timings::new(Duration::MAX, Duration::MAX, Duration::MAX);
        assert_eq!(Timer::B.duration(&endless, Reliable, 0), Duration::MAX);
        let timings = Timings::DEFAULT;
        assert_eq!(Timer::A.duration(&timings, Unreliable, Timer::CAPPED), Duration::MAX);
    }

    #[test]
    fn timings_are_raised_to_what_makes_sense() {
        let timings = Timings::new(Duration::ZERO, Duration::ZERO, Duration::ZERO);
        assert_eq!((timings.t1(), timings.t2(), timings.t4()), (MS, MS, Duration::ZERO));
        let slow = Timings::new(6_000 * MS, 4_000 * MS, 5_000 * MS);
        assert_eq!((slow.t1(), slow.t2()), (6_000 * MS, 6_000 * MS));
        let same = Timings::new(500 * MS, 4_000 * MS, 5_000 * MS);
        assert_eq!((same, same), (Timings::DEFAULT, Timings::default()));
    }
}
