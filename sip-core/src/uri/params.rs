//! The parameters of a SIP URI (§19.1.1); those of a `tel:` URI have the same shape.

use super::letters;
use super::pair::{COMPARED, List, Name, UriParam};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;

/// `;name=value` behind a URI's host, escapes untouched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct UriParams<'b> {
    text: &'b [u8],
}

impl<'b> UriParams<'b> {
    /// No parameters.
    pub(super) const NONE: Self = Self { text: b"" };

    /// Steps over the parameters at `cursor`.
    #[inline]
    pub(super) fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let mut seen = Seen::default();
        loop {
            let at = *cursor;
            if !cursor.eat(b';') {
                return Ok(Self { text: cursor.since(&start) });
            }
            let Some((param, kind)) = List::Params.pair(cursor)? else { continue };
            // §19.1.1: a parameter name stands once.
            if seen.perhaps(param.name, kind) {
                let before = Self { text: at.since(&start) };
                if before.iter().any(|p| letters::same_in_any_case(p.name, param.name)) {
                    return Err(at.error(ParseErrorKind::Parameter));
                }
            }
        }
    }

    /// The parameters in their order.
    pub fn iter(&self) -> impl Iterator<Item = UriParam<'b>> + use<'b> {
        List::Params.pairs(self.text)
    }

    /// The parameter of this name, in any case and however it is escaped (§19.1.4).
    pub fn get(&self, name: &[u8]) -> Option<UriParam<'b>> {
        if self.text.is_empty() {
            return None;
        }
        self.iter().find(|param| param.is(name))
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The list as it stands in the URI, leading `;` included.
    pub const fn as_bytes(&self) -> &'b [u8] {
        self.text
    }
}

/// Which names stood before: one bit for each kind of name, to look again only at those that may
/// be the same.
#[derive(Default)]
struct Seen {
    kinds: u64,
    count: usize,
}

impl Seen {
    /// Whether `name` may have stood before. No, without a look, from the 33rd parameter on.
    fn perhaps(&mut self, name: &[u8], kind: Name) -> bool {
        if self.count >= COMPARED {
            return false;
        }
        self.count = self.count.saturating_add(1);
        let [first, .., last] = name else { return true };
        let bits = match kind {
            Name::Plain => {
                // What the case of a letter does not change of its first and last letter.
                let letters = u32::from(first & 0x1F) ^ u32::from(last & 0x1F).rotate_left(1);
                1u64.rotate_left(letters)
            }
            // The escape hides which letters those are.
            Name::Escaped => u64::MAX,
        };
        let before = self.kinds & bits != 0;
        self.kinds |= bits;
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;
    use std::vec::Vec;

    fn parse(text: &[u8]) -> Result<Vec<UriParam<'_>>, ParseError> {
        let mut cursor = Cursor::new(text, 0);
        let params = UriParams::parse(&mut cursor)?;
        assert!(cursor.at_end());
        Ok(params.iter().collect())
    }

    #[test]
    fn a_parameter_stands_once_in_any_case_and_under_any_escape() {
        for bad in [";lr;ttl=1;LR", ";foo;b;%66oo", ";%66oo;b;foo", ";a-b=1;c;A-B=2"] {
            let error = parse(bad.as_bytes()).unwrap_err();
            assert_eq!(error.kind, ParseErrorKind::Parameter, "{bad}");
        }
        assert_eq!(parse(b";a=1;b=1;ab=1;ba=1;aa=1").unwrap().len(), 5);
    }

    #[test]
    fn each_of_the_first_parameters_is_held_against_all_before() {
        let names: Vec<String> = (0..COMPARED - 1).map(|n| std::format!(";p{n}")).collect();
        for name in &names {
            assert!(parse((names.concat() + name).as_bytes()).is_err(), "{name}");
        }
        assert_eq!(parse(names.concat().as_bytes()).unwrap().len(), COMPARED - 1);
    }

    #[test]
    fn p31_ten_thousand_parameters_are_read() {
        let many: String = (0..10_000).map(|n| std::format!(";a{n}")).collect();
        assert_eq!(parse(many.as_bytes()).unwrap().len(), 10_000);
    }

    #[test]
    fn a_name_without_a_value_is_one_and_an_empty_value_is_not() {
        assert_eq!(parse(b";lr").unwrap(), [UriParam { name: b"lr", value: None }]);
        assert!(parse(b";lr=").is_err() && parse(b";=1").is_err());
    }
}
