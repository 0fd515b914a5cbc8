//! libosip2 and Sofia-SIP, of Debian's packages, through the shims in `c/`.
//!
//! Both parse every header field into its structure at once, and write through their encoders.

use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::fmt::{self, Display};
use std::ptr::NonNull;

use super::{Peer, Reader};

type See = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_long);

/// What `what` means in the shims. Part 12 is what libosip2 cuts off a Call-ID.
const WHAT: [&str; 17] = [
    "method",
    "host",
    "port",
    "max-forwards",
    "status",
    "via-transport",
    "via-host",
    "via-port",
    "branch",
    "from-tag",
    "to-tag",
    "call-id",
    "call-id-host",
    "cseq",
    "cseq-method",
    "contact",
    "content-length",
];

/// A text of C's; its length is looked for only by whoever shows it.
struct Text(*const c_char);

impl Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the shims hand over strings that live as long as their message.
        unsafe { CStr::from_ptr(self.0) }.to_string_lossy().fmt(f)
    }
}

unsafe extern "C" fn see<R: Reader>(
    reader: *mut c_void,
    what: c_int,
    text: *const c_char,
    number: c_long,
) {
    // SAFETY: `reader` is what `read` handed to the shim, whose call it is.
    let reader = unsafe { &mut *reader.cast::<R>() };
    let what = WHAT[what as usize];
    if text.is_null() {
        reader.see(what, number);
    } else {
        reader.see(what, Text(text));
    }
}

macro_rules! peer {
    ($peer:ident, $message:ident, $name:literal, $index:ident, $free:ident, $read:ident, $write:ident) => {
        pub struct $peer;

        pub struct $message(NonNull<c_void>);

        impl Drop for $message {
            fn drop(&mut self) {
                // SAFETY: it came from the shim and is freed once.
                unsafe { $free(self.0.as_ptr()) }
            }
        }

        unsafe extern "C" {
            fn $index(wire: *const c_char, length: usize) -> *mut c_void;
            fn $free(message: *mut c_void);
            fn $read(message: *mut c_void, see: See, reader: *mut c_void) -> c_int;
            fn $write(message: *mut c_void);
        }

        impl Peer for $peer {
            const NAME: &'static str = $name;
            type Message = $message;
            type Error = ();

            fn index(wire: &'static [u8]) -> Result<$message, ()> {
                // SAFETY: the shim reads `length` bytes and keeps none.
                let message = unsafe { $index(wire.as_ptr().cast(), wire.len()) };
                NonNull::new(message).map($message).ok_or(())
            }

            fn read<R: Reader>(message: &$message, reader: &mut R) -> Option<()> {
                let reader = (&raw mut *reader).cast();
                // SAFETY: `see::<R>` casts back to what this is.
                let all = unsafe { $read(message.0.as_ptr(), see::<R>, reader) };
                (all != 0).then_some(())
            }

            fn write(message: &$message, _: &mut Vec<u8>) {
                // SAFETY: the message lives.
                unsafe { $write(message.0.as_ptr()) }
            }
        }
    };
}

peer!(
    Osip,
    OsipMessage,
    "libosip2 5.3.0 (C)",
    osip_bench_index,
    osip_bench_free,
    osip_bench_read,
    osip_bench_write
);
peer!(
    Sofia,
    SofiaMessage,
    "sofia-sip 1.12.11 (C)",
    sofia_bench_index,
    sofia_bench_free,
    sofia_bench_read,
    sofia_bench_write
);

/// Once, before anything else.
pub fn start() {
    unsafe extern "C" {
        fn parser_init() -> c_int;
    }
    // SAFETY: it fills tables of libosip2's own.
    unsafe { parser_init() };
}
