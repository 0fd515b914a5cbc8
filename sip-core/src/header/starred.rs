//! `*` and parameters: what Accept-Contact, Feature-Caps and Reject-Contact hold.

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Params};

/// Steps over the star and its parameters.
pub(super) fn parse<'b>(cursor: &mut Cursor<'b>) -> Result<Params<'b>, ParseError> {
    if !cursor.eat(b'*') {
        return Err(cursor.error(ParseErrorKind::Token));
    }
    Params::parse(cursor, |_, _| Ok(()))
}
