//! `;name=value` lists: `generic-param` and its kin (§25.1).

use super::cursor::trim;
use super::{Class, Cursor, Unquoted};
use crate::error::{ParseError, ParseErrorKind};

/// A list of parameters, as it stands in the message; each is read when it is asked for.
///
/// Two lists are equal if they hold equal parameters in the same order, whatever white space
/// stands between those.
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct Params<'b> {
    text: &'b [u8],
}

/// One parameter.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Param<'b> {
    /// The name, to be compared without regard to case (§7.3.1).
    pub name: &'b [u8],
    /// The value: `None` without `=`; without its quotes, if it had any.
    pub value: Option<&'b [u8]>,
    /// Whether the value stood in quotes; then [`Unquoted`] reads it.
    pub quoted: bool,
}

impl Param<'_> {
    /// Whether this is the parameter `name`.
    pub fn is(&self, name: &[u8]) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Names are compared without regard to case, values with (§7.3.1 leaves that to each), and a
/// quoted value by what it stands for.
impl PartialEq for Param<'_> {
    fn eq(&self, other: &Self) -> bool {
        let same_value = match (self.value, other.value) {
            (Some(a), Some(b)) if self.quoted => Unquoted::new(a).eq(Unquoted::new(b)),
            (a, b) => a == b,
        };
        self.is(other.name) && self.quoted == other.quoted && same_value
    }
}

impl PartialEq for Params<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'b> Params<'b> {
    /// Steps over the parameters at `cursor`, showing each to `seen`.
    pub(crate) fn parse(
        cursor: &mut Cursor<'b>,
        mut seen: impl FnMut(&Param<'b>, &Cursor<'b>) -> Result<(), ParseError>,
    ) -> Result<Self, ParseError> {
        let start = *cursor;
        while let Some(param) = next(cursor)? {
            seen(&param, cursor)?;
        }
        // Empty parameters at the end belong to the list: whoever cuts it off cuts them off too.
        Ok(Self { text: trim(cursor.since(&start)) })
    }

    /// The parameters in their order.
    pub fn iter(&self) -> Iter<'b> {
        Iter { cursor: Cursor::new(self.text, 0) }
    }

    /// The first parameter of this name, compared without regard to case.
    pub fn get(&self, name: &[u8]) -> Option<Param<'b>> {
        self.iter().find(|param| param.is(name))
    }

    /// The list as it stands in the message, leading `;` included.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}

impl Params<'_> {
    /// Whether there is an empty parameter among them: `;;`, or a `;` at the end.
    pub(crate) fn has_empty(&self) -> bool {
        let mut cursor = Cursor::new(self.text, 0);
        loop {
            cursor.skip_lws();
            if !cursor.eat(b';') {
                return false;
            }
            cursor.skip_lws();
            if matches!(cursor.peek(), None | Some(b';')) {
                return true;
            }
            if named_param(&mut cursor).is_err() {
                return false;
            }
        }
    }
}

impl<'b> IntoIterator for Params<'b> {
    type Item = Param<'b>;
    type IntoIter = Iter<'b>;

    fn into_iter(self) -> Iter<'b> {
        self.iter()
    }
}

/// Iterator over [`Params`].
#[derive(Clone, Debug)]
pub struct Iter<'b> {
    cursor: Cursor<'b>,
}

impl<'b> Iterator for Iter<'b> {
    type Item = Param<'b>;

    fn next(&mut self) -> Option<Param<'b>> {
        // The list was parsed once, so this cannot fail.
        next(&mut self.cursor).ok().flatten()
    }
}

/// Steps over one `;name[=value]`; none if no `;` is next.
fn next<'b>(cursor: &mut Cursor<'b>) -> Result<Option<Param<'b>>, ParseError> {
    loop {
        cursor.skip_lws();
        if !cursor.eat(b';') {
            return Ok(None);
        }
        cursor.skip_lws();
        // `;;` and a `;` at the end say nothing; seen from many peers, and harmless.
        if !matches!(cursor.peek(), None | Some(b';' | b',')) {
            break;
        }
    }
    named_param(cursor).map(Some)
}

/// Steps over `name[=value]`, behind the `;`.
fn named_param<'b>(cursor: &mut Cursor<'b>) -> Result<Param<'b>, ParseError> {
    cursor.skip_lws();
    let name = match cursor.take_while(Class::TOKEN) {
        [] => return Err(cursor.error(ParseErrorKind::Parameter)),
        name => name,
    };
    let after_name = *cursor;
    cursor.skip_lws();
    if !cursor.eat(b'=') {
        *cursor = after_name;
        return Ok(Param { name, value: None, quoted: false });
    }
    cursor.skip_lws();
    let quoted = cursor.peek() == Some(b'"');
    let value = if quoted { cursor.quoted()? } else { cursor.take_while(Class::PARAM_VALUE) };
    Ok(Param { name, value: Some(value), quoted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn parse(text: &[u8]) -> Result<(Vec<Param<'_>>, &[u8]), ParseError> {
        let mut cursor = Cursor::new(text, 0);
        let mut seen = Vec::new();
        let params = Params::parse(&mut cursor, |param, _| {
            seen.push(*param);
            Ok(())
        })?;
        assert_eq!(params.iter().collect::<Vec<_>>(), seen, "read again, they are the same");
        Ok((seen, cursor.rest()))
    }

    fn param<'b>(name: &'b [u8], value: Option<&'b [u8]>, quoted: bool) -> Param<'b> {
        Param { name, value, quoted }
    }

    #[test]
    fn parameters_with_white_space_anywhere_are_read() {
        let (params, rest) = parse(b" ; a = b;c\r\n ;d=\"e;\\\"f\" , next").unwrap();
        assert_eq!(
            params,
            [
                param(b"a", Some(b"b"), false),
                param(b"c", None, false),
                param(b"d", Some(b"e;\\\"f"), true),
            ]
        );
        assert_eq!(rest, b", next");
    }

    #[test]
    fn empty_parameters_are_passed_over() {
        let (params, rest) = parse(b";;a;;b=1;").unwrap();
        assert_eq!(params, [param(b"a", None, false), param(b"b", Some(b"1"), false)]);
        assert_eq!(rest, b"");
    }

    #[test]
    fn a_list_is_kept_from_its_first_semicolon_to_its_last_without_white_space_around() {
        let mut cursor = Cursor::new(b"\r\n ;a ; b=1 ;; , next", 0);
        let params = Params::parse(&mut cursor, |_, _| Ok(())).unwrap();
        assert_eq!(params.as_bytes(), b";a ; b=1 ;;");
        assert_eq!(cursor.rest(), b", next");
    }

    #[test]
    fn a_parameter_needs_a_name() {
        assert_eq!(parse(b";=1").unwrap_err(), ParseError::new(ParseErrorKind::Parameter, 1));
        assert_eq!(parse(b"; a=\"b").unwrap_err(), ParseError::new(ParseErrorKind::Quote, 4));
    }

    #[test]
    fn an_ipv6_address_is_a_value_with_and_without_brackets() {
        let (params, _) = parse(b";received=[2001:db8::1];received=2001:db8::1").unwrap();
        assert_eq!(params[0].value, Some(&b"[2001:db8::1]"[..]));
        assert_eq!(params[1].value, Some(&b"2001:db8::1"[..]));
    }
}
