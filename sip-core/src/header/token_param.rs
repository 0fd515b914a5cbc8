//! The value of a parameter that is one token.

use super::Token;
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Param};

/// The token that `param` has for a value; quotes around it are passed over.
pub(super) fn of<'b>(param: &Param<'b>, at: &Cursor<'b>) -> Result<Token<'b>, ParseError> {
    let token = param.value.and_then(Token::new);
    token.ok_or_else(|| at.error(ParseErrorKind::Parameter))
}
