//! JSON objects without nulls.

use serde_json::{Map, Value};

/// An object whose fields stay in the order in which they are set.
#[derive(Default)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Sets a field; `None` leaves it out.
    pub(crate) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// Sets a field unless it is set already.
    pub(crate) fn set_first(mut self, name: String, value: impl Into<Value>) -> Self {
        self.0.entry(name).or_insert(value.into());
        self
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
