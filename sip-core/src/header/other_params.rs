//! The parameters of a header field that its type does not read into fields of its own.

use super::ValueWriter;
use crate::grammar::number::parse_u32_saturating;
use crate::grammar::{Param, Params};

/// Parameters without an accessor of their own, in their order.
///
/// Two lists are equal if they hold equal parameters in the same order.
///
/// ```
/// use sip_core::header::{Event, HeaderValue};
///
/// let event = Event::from_value(b"dialog;id=7;include-session-description")?;
/// assert_eq!(event.id(), Some(&b"7"[..]));
/// assert!(event.other_params().get(b"include-session-description").is_some());
/// assert!(event.other_params().get(b"id").is_none());
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct OtherParams<'b> {
    all: Params<'b>,
    known: &'static [&'static [u8]],
}

impl<'b> OtherParams<'b> {
    /// What is in `all` and not in `known`.
    pub(super) const fn new(all: Params<'b>, known: &'static [&'static [u8]]) -> Self {
        Self { all, known }
    }

    /// The parameters in their order.
    pub fn iter(&self) -> impl Iterator<Item = Param<'b>> + use<'b> {
        let known = self.known;
        self.all.iter().filter(move |param| !known.iter().any(|name| param.is(name)))
    }

    /// The first parameter of this name, compared without regard to case.
    pub fn get(&self, name: &[u8]) -> Option<Param<'b>> {
        self.iter().find(|param| param.is(name))
    }

    /// Writes the parameters, each with its `;`.
    pub(super) fn write(&self, out: &mut ValueWriter<'_>) {
        for param in self.iter() {
            out.param(param);
        }
    }
}

impl PartialEq for OtherParams<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// The first parameter `name` as a number of seconds: one that does not fit 32 bits counts as the
/// largest, one that is not a number as missing.
pub(super) fn seconds(params: Params<'_>, name: &[u8]) -> Option<u32> {
    parse_u32_saturating(params.get(name)?.value?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Cursor;

    fn others(text: &[u8]) -> OtherParams<'_> {
        let all = Params::parse(&mut Cursor::new(text, 0), |_, _| Ok(())).unwrap();
        OtherParams::new(all, &[b"known"])
    }

    #[test]
    fn known_parameters_are_left_out_in_any_case() {
        let params = others(b";a;KNOWN=1;b=2;known");
        assert_eq!(params, others(b"; a ; b = 2"));
        assert_ne!(params, others(b";b=2;a"));
        assert_eq!(params.get(b"Known"), None);
        assert_eq!(OtherParams::default().iter().count(), 0);
    }
}
