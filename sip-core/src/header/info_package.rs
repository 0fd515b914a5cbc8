//! `Info-Package` (RFC 6086 §7.2).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Params};

/// What the body of an INFO request is about.
///
/// ```
/// use sip_core::header::{HeaderValue, InfoPackage, Token};
///
/// let package = InfoPackage::from_value(b"foo")?;
/// assert_eq!(package, InfoPackage::new(Token::new(b"foo").expect("a token")));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InfoPackage<'b> {
    name: Token<'b>,
    params: Params<'b>,
}

impl<'b> InfoPackage<'b> {
    /// The package `name`, without parameters.
    pub fn new(name: Token<'b>) -> Self {
        Self { name, params: Params::default() }
    }

    /// The name of the package.
    pub const fn name(&self) -> Token<'b> {
        self.name
    }

    /// The parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for InfoPackage<'b> {
    const HEADER: KnownHeader = KnownHeader::InfoPackage;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let name = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { name, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.name.as_bytes()).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn a_package_has_a_name_and_perhaps_parameters() {
        let value = read::<InfoPackage<'_>>(b"infoDtmf ; a=\"b\"");
        assert!(value.name().is(b"infodtmf"));
        assert_eq!(value.params().iter().count(), 1);
        refuses::<InfoPackage<'_>>(&[b"", b";a", b"a b", b"a, b"]);
    }
}
