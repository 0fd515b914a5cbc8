//! What may stand once.

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// Takes the value of a parameter that may stand once: with two realms nobody knows whose password
/// it is.
pub(super) fn once<T>(place: &mut Option<T>, value: T, at: &Cursor<'_>) -> Result<(), ParseError> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(at.error(ParseErrorKind::Parameter)),
    }
}
