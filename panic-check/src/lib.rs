//! What the linker finds to be reachable from the functions of sip-core.
//!
//! Each function here is an entry. `check.sh` links it alone, throws away what it does not reach,
//! and looks whether the panic handler is among what is left. What is not linked cannot happen.
#![no_std]

mod endpoint;
mod machines;
mod messages;
mod streams;

#[panic_handler]
fn on_panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Control: panics if `at` is out of bounds, so that the check is known to see it.
#[unsafe(no_mangle)]
pub fn control_that_can_panic(bytes: &[u8], at: usize) -> u8 {
    bytes[at]
}

/// Control: cannot panic.
#[unsafe(no_mangle)]
pub fn control_that_cannot(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}
