//! A pointer to something to show or to play: what Alert-Info, Call-Info and Error-Info hold.

use super::{FreeText, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor, Params};
use crate::uri::Uri;

/// `"<" absoluteURI ">"` and parameters (§20.4, §20.9, §20.18).
///
/// Phones put a bare name there, such as that of a ring tone (`Bellcore-dr1`, `Auto Answer`).
/// It is kept as text; only nothing at all, and an angle bracket that does not close, are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InfoUri<'b> {
    text: FreeText<'b>,
    bracketed: bool,
    params: Params<'b>,
}

impl<'b> InfoUri<'b> {
    /// Points to `uri`, without parameters.
    pub fn new(uri: Uri<'b>) -> Self {
        Self { text: FreeText::part(uri.as_bytes()), bracketed: true, params: Params::default() }
    }

    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let bracketed = cursor.eat(b'<');
        let text = if bracketed { in_brackets(cursor)? } else { bare(cursor)? };
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { text: FreeText::part(text), bracketed, params })
    }

    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        if self.bracketed {
            out.put(b"<").put(self.text.as_bytes()).put(b">");
        } else {
            out.put(self.text.as_bytes());
        }
        out.params(self.params);
    }

    /// The URI; `None` if what stands there is none.
    pub fn uri(&self) -> Option<Uri<'b>> {
        Uri::parse(self.text.as_bytes()).ok()
    }

    /// What stands there, URI or not, without angle brackets.
    pub const fn text(&self) -> FreeText<'b> {
        self.text
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

/// Steps over what stands in angle brackets, the opening one behind it, and the closing one.
fn in_brackets<'b>(cursor: &mut Cursor<'b>) -> Result<&'b [u8], ParseError> {
    match cursor.take_while(Class::URI) {
        [] => Err(cursor.error(ParseErrorKind::Uri)),
        text if cursor.eat(b'>') => Ok(text),
        _ => Err(cursor.error(ParseErrorKind::Uri)),
    }
}

/// Steps over words up to a `;` or `,`.
fn bare<'b>(cursor: &mut Cursor<'b>) -> Result<&'b [u8], ParseError> {
    let start = *cursor;
    while !cursor.take_while(Class::PARAM_VALUE).is_empty() {
        cursor.skip_lws();
    }
    match cursor.since(&start) {
        [] => Err(start.error(ParseErrorKind::Uri)),
        text => Ok(text),
    }
}
