//! What happened, as lines of JSON on standard output.

use std::io::{self, Write};

use serde_json::{Map, Value};
use sip_core::{Instant, StatusCode};

/// One line.
pub(crate) struct Line(Map<String, Value>);

impl Line {
    pub(crate) fn new(event: &str) -> Self {
        Self(Map::new()).set("event", event)
    }

    pub(crate) fn status(self, status: StatusCode) -> Self {
        self.set("status", status.as_u16())
    }

    pub(crate) fn call_id(self, call_id: &str) -> Self {
        self.set("call_id", call_id)
    }

    pub(crate) fn reason(self, reason: impl Into<Value>) -> Self {
        self.set("reason", reason)
    }

    /// Sets a field; `None` leaves it out.
    pub(crate) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    pub(crate) fn print(self, now: Instant) {
        let line = Value::Object(self.set("at_ms", now.as_millis()).0);
        // Whoever read has seen enough: that is no reason to drop a call.
        let _ = writeln!(io::stdout(), "{line}");
    }
}

/// Bytes of a message as text.
pub(crate) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
