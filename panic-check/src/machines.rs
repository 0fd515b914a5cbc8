//! The state machines and their timers.

use core::time::Duration;

use sip_core::transaction::{
    Reliability, Timer, Timings, client, invite_client, invite_server, server,
};

macro_rules! machine {
    ($name:ident, $module:ident) => {
        #[unsafe(no_mangle)]
        pub fn $name(state: usize, input: usize, reliable: bool) -> usize {
            let reliability =
                if reliable { Reliability::Reliable } else { Reliability::Unreliable };
            let Some(state) = $module::State::ALL.get(state) else { return 0 };
            let Some(input) = $module::Input::ALL.get(input) else { return 0 };
            $module::step(*state, *input, reliability).1.len()
        }
    };
}

machine!(machine_invite_client, invite_client);
machine!(machine_client, client);
machine!(machine_invite_server, invite_server);
machine!(machine_server, server);

#[unsafe(no_mangle)]
pub fn timer_duration(timer: usize, spans: [Duration; 3], repeats: u8) -> Option<Duration> {
    let timings = Timings::new(spans[0], spans[1], spans[2]);
    let timer = Timer::ALL.get(timer)?;
    Some(timer.duration(&timings, Reliability::Unreliable, repeats))
}

#[unsafe(no_mangle)]
pub fn instant_add(at: u64, span: Duration) -> u64 {
    (sip_core::Instant::from_millis(at) + span).as_millis()
}
