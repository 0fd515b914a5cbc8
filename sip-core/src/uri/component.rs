//! Writing a text as a component of a SIP URI: what may not stand there is escaped (§19.1.2).

use core::fmt::{self, Write as _};

use super::byte_set::ByteSet;
use crate::grammar::Unescaped;
use crate::grammar::escape::escape_of;
use crate::header::ValueWriter;

/// A component of a SIP URI in which characters are escaped; the host is not one (§19.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Component {
    /// The user part.
    User,
    /// The password.
    Password,
    /// The name or value of a parameter.
    Param,
    /// The name or value of a header field.
    Header,
}

impl Component {
    const fn set(self) -> ByteSet {
        match self {
            Self::User => ByteSet::USER,
            Self::Password => ByteSet::PASSWORD,
            Self::Param => ByteSet::PARAM,
            Self::Header => ByteSet::HEADER,
        }
    }

    /// Whether `byte` may stand in the component as it is. This is the letter of the grammar
    /// (§25.1); what is read may be more.
    pub fn allows(self, byte: u8) -> bool {
        self.set().has(byte)
    }
}

/// A text for a component of a URI.
///
/// ```
/// use sip_core::uri::{Component, UriText};
///
/// let user = UriText::Plain(b"j@s0n;x");
/// assert_eq!(user.within(Component::User).to_string(), "j%40s0n;x");
/// // The same text, as a header field's value:
/// assert_eq!(user.within(Component::Header).to_string(), "j%40s0n%3Bx");
/// // What was taken from a URI has its escapes already, and keeps them.
/// let user = UriText::Escaped(b"j%40s0n \"x\"");
/// assert_eq!(user.within(Component::User).to_string(), "j%40s0n%20%22x%22");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UriText<'p> {
    /// What the text stands for. Its `%` is a percent sign, and becomes `%25`.
    Plain(&'p [u8]),
    /// A text as [`SipUri::user`](super::SipUri::user) and its like give it: an escape in it is
    /// one already. Whatever else may not stand in the component is escaped all the same.
    Escaped(&'p [u8]),
}

impl<'p> UriText<'p> {
    /// The text as it stands in a URI.
    pub const fn within(self, component: Component) -> ComponentText<'p> {
        ComponentText { text: self, component }
    }

    /// The bytes that the text stands for.
    pub fn unescaped(self) -> impl Iterator<Item = u8> + use<'p> {
        let (plain, escaped) = match self {
            Self::Plain(text) => (text, &[][..]),
            Self::Escaped(text) => (&[][..], text),
        };
        plain.iter().copied().chain(Unescaped::new(escaped))
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        match self {
            Self::Plain(text) | Self::Escaped(text) => text.is_empty(),
        }
    }
}

/// A text as it stands in a component of a URI: [`UriText::within`].
#[derive(Clone, Copy, Debug)]
pub struct ComponentText<'p> {
    text: UriText<'p>,
    component: Component,
}

impl ComponentText<'_> {
    /// Writes it.
    pub fn write(&self, out: &mut ValueWriter<'_>) {
        let set = self.component.set();
        let (mut rest, escapes) = match self.text {
            UriText::Plain(text) => (text, false),
            UriText::Escaped(text) => (text, true),
        };
        while !rest.is_empty() {
            let run = rest.iter().position(|byte| !set.has(*byte)).unwrap_or(rest.len());
            let (clean, behind) = rest.split_at_checked(run).unwrap_or_default();
            if !clean.is_empty() {
                out.put(clean);
            }
            rest = match behind {
                [b'%', high, low, after @ ..]
                    if escapes && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
                {
                    out.put(&[b'%', *high, *low]);
                    after
                }
                [byte, after @ ..] => {
                    out.put(&escape_of(*byte));
                    after
                }
                [] => behind,
            };
        }
    }
}

impl fmt::Display for ComponentText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(f, |out| self.write(out))
    }
}

/// Shows what `write` writes, which is ASCII.
pub(super) fn display(
    f: &mut fmt::Formatter<'_>,
    write: impl FnOnce(&mut ValueWriter<'_>),
) -> fmt::Result {
    let mut result = Ok(());
    write(&mut ValueWriter::new(&mut |piece| {
        for byte in piece {
            result = result.and_then(|()| f.write_char(char::from(*byte)));
        }
    }));
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;
    use std::vec::Vec;

    const ALL: [Component; 4] =
        [Component::User, Component::Password, Component::Param, Component::Header];

    #[test]
    fn every_byte_is_read_back_from_every_component() {
        let bytes: Vec<u8> = (0..=255).collect();
        for component in ALL {
            let text = UriText::Plain(&bytes).within(component).to_string();
            assert!(Unescaped::new(text.as_bytes()).eq(bytes.iter().copied()), "{component:?}");
            let again = UriText::Escaped(text.as_bytes()).within(component).to_string();
            assert_eq!(again, text, "{component:?}: what is escaped is not escaped again");
        }
    }

    #[test]
    fn each_component_has_its_own_special_characters() {
        let shown =
            |component| UriText::Plain(b"a:b@c;d=e?f&g/[h]+$,%").within(component).to_string();
        assert_eq!(shown(Component::User), "a%3Ab%40c;d=e?f&g/%5Bh%5D+$,%25");
        assert_eq!(shown(Component::Password), "a%3Ab%40c%3Bd=e%3Ff&g%2F%5Bh%5D+$,%25");
        assert_eq!(shown(Component::Param), "a:b%40c%3Bd%3De%3Ff&g/[h]+$%2C%25");
        assert_eq!(shown(Component::Header), "a:b%40c%3Bd%3De?f%26g/[h]+$%2C%25");
    }

    #[test]
    fn a_broken_escape_is_a_percent_sign() {
        let text = UriText::Escaped(b"%4g%").within(Component::User);
        assert_eq!(text.to_string(), "%254g%25");
    }
}
