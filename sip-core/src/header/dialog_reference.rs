//! A dialog named by its Call-ID and tags: what Join, Replaces and Target-Dialog hold.

use super::{CallId, HeaderValue};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor, Param, Params};

/// Call-ID, the two tags, and all parameters.
pub(super) type DialogReference<'b> = (CallId<'b>, [&'b [u8]; 2], Params<'b>);

/// Steps over a Call-ID and its parameters; each of the two tags named in `names` must stand
/// once. `other` is shown what is not a tag.
pub(super) fn parse<'b>(
    cursor: &mut Cursor<'b>,
    names: [&[u8]; 2],
    mut other: impl FnMut(&Param<'b>),
) -> Result<DialogReference<'b>, ParseError> {
    let start = *cursor;
    let call_id = CallId::parse(cursor)?;
    let mut tags = [None; 2];
    let params = Params::parse(cursor, |param, at| {
        let found = names.iter().zip(&mut tags).find(|(name, _)| param.is(name));
        match (found, param.value) {
            (None, _) => other(param),
            (Some((_, tag @ None)), Some([_, ..])) if !param.quoted => *tag = param.value,
            (Some(_), _) => return Err(at.error(ParseErrorKind::Parameter)),
        }
        Ok(())
    })?;
    match tags {
        [Some(one), Some(two)] => Ok((call_id, [one, two], params)),
        _ => Err(start.error(ParseErrorKind::Parameter)),
    }
}

/// Whether `text` can be written as a tag: a token by the grammar, as wide as it is read.
pub(super) fn is_tag(text: &[u8]) -> bool {
    !text.is_empty() && Class::PARAM_VALUE.has_all(text)
}
