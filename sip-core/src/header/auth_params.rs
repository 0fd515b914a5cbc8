//! `name=value, name=value`: the parameters of a challenge or of credentials (§25.1).

use core::slice;

use super::{AuthValue, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::cursor::trim;
use crate::grammar::{Class, Cursor};

/// A list of parameters separated by commas; each is read when it is asked for.
///
/// It is a view into a message, or, to be written, made of a slice. Two lists are equal if they
/// hold equal parameters in the same order.
///
/// ```
/// use sip_core::header::{AuthParam, AuthParams, AuthValue};
///
/// let list = [AuthParam::new(b"realm", AuthValue::text(b"atlanta.example")).expect("a token")];
/// let params = AuthParams::from(&list[..]);
/// assert!(params.get(b"Realm").expect("it is there").is(b"atlanta.example"));
/// ```
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct AuthParams<'b> {
    source: Source<'b>,
    /// Names that somebody else has read already: they are passed over.
    taken: &'static [&'static [u8]],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source<'b> {
    /// As it stands in a message, parsed once.
    Text(&'b [u8]),
    Slice(&'b [AuthParam<'b>]),
}

impl Default for Source<'_> {
    fn default() -> Self {
        Self::Slice(&[])
    }
}

/// One parameter of a challenge or of credentials.
#[derive(Clone, Copy, Debug, Eq)]
pub struct AuthParam<'b> {
    name: &'b [u8],
    value: AuthValue<'b>,
}

impl<'b> AuthParam<'b> {
    /// A parameter to be written; `None` if `name` is not a token (§25.1).
    pub fn new(name: &'b [u8], value: AuthValue<'b>) -> Option<Self> {
        (!name.is_empty() && Class::TOKEN.has_all(name)).then_some(Self { name, value })
    }

    /// The name, to be compared without regard to case.
    pub const fn name(&self) -> &'b [u8] {
        self.name
    }

    /// The value.
    pub const fn value(&self) -> AuthValue<'b> {
        self.value
    }

    /// Whether this is the parameter `name`.
    pub fn is(&self, name: &[u8]) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Names are compared without regard to case.
impl PartialEq for AuthParam<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.name) && self.value == other.value
    }
}

impl<'b> AuthParams<'b> {
    /// Steps over the parameters at `cursor`, showing each to `seen` with the place where it
    /// begins. What does not follow a comma is left.
    pub(super) fn parse(
        cursor: &mut Cursor<'b>,
        mut seen: impl FnMut(&AuthParam<'b>, &Cursor<'b>) -> Result<(), ParseError>,
    ) -> Result<Self, ParseError> {
        let start = *cursor;
        loop {
            skip_separators(cursor);
            if cursor.at_end() {
                break;
            }
            let at = *cursor;
            seen(&one(cursor)?, &at)?;
            cursor.skip_lws();
            if cursor.peek() != Some(b',') {
                break;
            }
        }
        let source = Source::Text(trim(cursor.since(&start)));
        Ok(Self { source, taken: &[] })
    }

    /// The same list without the parameters of these names.
    pub(super) const fn without(self, taken: &'static [&'static [u8]]) -> Self {
        Self { source: self.source, taken }
    }

    /// The parameters in their order.
    pub fn iter(&self) -> AuthParamsIter<'b> {
        let source = match self.source {
            Source::Text(text) => IterSource::Text(Cursor::new(text, 0)),
            Source::Slice(slice) => IterSource::Slice(slice.iter()),
        };
        AuthParamsIter { source, taken: self.taken }
    }

    /// The value of the first parameter of this name, compared without regard to case.
    pub fn get(&self, name: &[u8]) -> Option<AuthValue<'b>> {
        self.iter().find(|param| param.is(name)).map(|param| param.value)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl<'b> From<&'b [AuthParam<'b>]> for AuthParams<'b> {
    fn from(params: &'b [AuthParam<'b>]) -> Self {
        Self { source: Source::Slice(params), taken: &[] }
    }
}

impl PartialEq for AuthParams<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'b> IntoIterator for AuthParams<'b> {
    type Item = AuthParam<'b>;
    type IntoIter = AuthParamsIter<'b>;

    fn into_iter(self) -> AuthParamsIter<'b> {
        self.iter()
    }
}

/// Iterator over [`AuthParams`].
#[derive(Clone, Debug)]
pub struct AuthParamsIter<'b> {
    source: IterSource<'b>,
    taken: &'static [&'static [u8]],
}

#[derive(Clone, Debug)]
enum IterSource<'b> {
    Text(Cursor<'b>),
    Slice(slice::Iter<'b, AuthParam<'b>>),
}

impl<'b> Iterator for AuthParamsIter<'b> {
    type Item = AuthParam<'b>;

    fn next(&mut self) -> Option<AuthParam<'b>> {
        loop {
            let param = match &mut self.source {
                IterSource::Text(cursor) => {
                    skip_separators(cursor);
                    if cursor.at_end() {
                        return None;
                    }
                    // The list was parsed once, so this cannot fail.
                    one(cursor).ok()?
                }
                IterSource::Slice(params) => *params.next()?,
            };
            if !self.taken.iter().any(|name| param.is(name)) {
                return Some(param);
            }
        }
    }
}

/// Writes parameters as a list, with a comma between any two.
pub(super) struct AuthParamsWriter<'o, 'w> {
    out: &'o mut ValueWriter<'w>,
    /// What stands before the next parameter.
    separator: &'static [u8],
    has_written: bool,
}

impl<'o, 'w> AuthParamsWriter<'o, 'w> {
    /// `separator` stands before the first parameter: a blank behind a scheme, or nothing.
    pub(super) fn new(out: &'o mut ValueWriter<'w>, separator: &'static [u8]) -> Self {
        Self { out, separator, has_written: false }
    }

    /// Writes a value that must stand in quotes, if there is one.
    pub(super) fn quoted(&mut self, name: &[u8], value: Option<AuthValue<'_>>) -> &mut Self {
        if let Some(value) = value {
            value.write_quoted(self.name(name));
        }
        self
    }

    /// Writes a value that is a token as a rule, if there is one.
    pub(super) fn token(&mut self, name: &[u8], value: Option<AuthValue<'_>>) -> &mut Self {
        if let Some(value) = value {
            value.write(self.name(name));
        }
        self
    }

    /// Writes `name=true` if it is.
    pub(super) fn flag(&mut self, name: &[u8], value: bool) -> &mut Self {
        if value {
            self.name(name).put(b"true");
        }
        self
    }

    /// Writes a list.
    pub(super) fn all(&mut self, params: AuthParams<'_>) -> &mut Self {
        for param in params {
            self.token(param.name, Some(param.value));
        }
        self
    }

    /// Writes `name=false`, which says nothing, if nothing has been written: the grammar wants a
    /// parameter.
    pub(super) fn or_flag(&mut self, name: &[u8]) {
        if !self.has_written {
            self.name(name).put(b"false");
        }
    }

    /// Writes `name=`; the value is to follow.
    pub(super) fn name(&mut self, name: &[u8]) -> &mut ValueWriter<'w> {
        self.out.put(self.separator).put(name).put(b"=");
        self.separator = b", ";
        self.has_written = true;
        self.out
    }
}

/// Steps over commas and white space: an empty element says nothing.
fn skip_separators(cursor: &mut Cursor<'_>) {
    loop {
        cursor.skip_lws();
        if !cursor.eat(b',') {
            return;
        }
    }
}

/// Steps over one `name=value`.
fn one<'b>(cursor: &mut Cursor<'b>) -> Result<AuthParam<'b>, ParseError> {
    let start = *cursor;
    let name = cursor.take_while(Class::TOKEN);
    cursor.skip_lws();
    if name.is_empty() || !cursor.eat(b'=') {
        return Err(start.error(ParseErrorKind::Parameter));
    }
    cursor.skip_lws();
    if cursor.peek() == Some(b'"') {
        let value = AuthValue::received_quoted(cursor.quoted()?);
        return Ok(AuthParam { name, value });
    }
    // Wider than a token: nonces in base 64 and URIs come without their quotes, too (RFC 2617
    // forgot those of `uri`; §22.4). A comma ends them.
    let ends = |byte: &u8| *byte == b',' || !Class::URI.has(*byte);
    let len = cursor.rest().iter().position(ends).unwrap_or(cursor.rest().len());
    match cursor.take(len) {
        [] => Err(start.error(ParseErrorKind::Parameter)),
        text => Ok(AuthParam { name, value: AuthValue::received_bare(text) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn parse(text: &[u8]) -> Result<(AuthParams<'_>, &[u8]), ParseError> {
        let mut cursor = Cursor::new(text, 0);
        let mut seen = Vec::new();
        let params = AuthParams::parse(&mut cursor, |param, _| {
            seen.push(*param);
            Ok(())
        })?;
        assert!(params.iter().eq(seen), "read again, they are the same");
        Ok((params, cursor.rest()))
    }

    fn error(text: &[u8]) -> (ParseErrorKind, u32) {
        let error = parse(text).unwrap_err();
        (error.kind, error.offset)
    }

    #[test]
    fn white_space_may_stand_anywhere_and_elements_may_be_empty() {
        let (params, rest) = parse(b", a = 1\r\n ,\t,b=\"x,\\\"y\" , ,").unwrap();
        let pairs: Vec<_> = params.iter().map(|p| (p.name(), p.value().as_bytes())).collect();
        assert_eq!(pairs, [(&b"a"[..], &b"1"[..]), (b"b", b"x,\\\"y")]);
        assert_eq!(rest, b"");
    }

    #[test]
    fn a13_a_nonce_keeps_its_equals_signs_and_commas() {
        let (params, _) = parse(b"nonce=\"ab==,cd=\", b=ef==, uri=sip:a@b;x=y").unwrap();
        assert!(params.get(b"nonce").unwrap().is(b"ab==,cd="));
        assert!(params.get(b"b").unwrap().is(b"ef=="));
        assert!(params.get(b"uri").unwrap().is(b"sip:a@b;x=y"));
    }

    #[test]
    fn p44_a_parameter_has_a_name_an_equals_sign_and_a_whole_value() {
        assert_eq!(error(b"a=1, junk"), (ParseErrorKind::Parameter, 5));
        assert_eq!(error(b"a=1, junk, b=2"), (ParseErrorKind::Parameter, 5));
        assert_eq!(error(b"=1"), (ParseErrorKind::Parameter, 0));
        assert_eq!(error(b"a="), (ParseErrorKind::Parameter, 0));
        assert_eq!(error(b"a=,b=1"), (ParseErrorKind::Parameter, 0));
        assert_eq!(error(b"a=\"1, b=2"), (ParseErrorKind::Quote, 2));
        assert_eq!(error(b"a=\"1\\\""), (ParseErrorKind::Quote, 2));
    }

    #[test]
    fn what_no_comma_separates_is_left() {
        assert_eq!(parse(b"a=\"1\" b=2").unwrap().1, b"b=2");
        assert_eq!(parse(b"a=\"1\"x").unwrap().1, b"x");
    }

    #[test]
    fn names_that_are_taken_are_passed_over() {
        let (params, _) = parse(b"a=1, REALM=x, b=2").unwrap();
        let rest = params.without(&[b"realm"]);
        assert_eq!(rest, parse(b"a=1,b=\"2\"").unwrap().0);
        assert_eq!(rest.get(b"realm"), None);
    }

    #[test]
    fn a_list_of_ten_thousand_is_read_in_one_pass() {
        let text = b"a=b,,".repeat(10_000);
        assert_eq!(parse(&text).unwrap().0.iter().count(), 10_000);
    }
}
