//! `delta-seconds` (§25.1): a span in whole seconds.

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32_saturating;
use crate::grammar::{Class, Cursor};

/// Steps over a number of seconds; one that does not fit 32 bits counts as the largest.
pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<u32, ParseError> {
    let start = *cursor;
    parse_u32_saturating(cursor.take_while(Class::DIGIT))
        .ok_or_else(|| start.error(ParseErrorKind::Number))
}
