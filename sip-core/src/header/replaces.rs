//! `Replaces` (RFC 3891 §6.1).

use super::dialog_reference::{self, is_tag};
use super::{CallId, HeaderValue, KnownHeader, OtherParams, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The dialog that a new one is to take the place of.
///
/// Without both tags, or with one of them twice, it is refused. In a Refer-To URI it stands
/// escaped: undo that first, with [`Unescaped`](crate::grammar::Unescaped).
///
/// ```
/// use sip_core::header::{HeaderValue, Replaces};
///
/// let replaces = Replaces::from_value(b"98732@sip.example;to-tag=ff87ff;from-tag=r33th4x0r")?;
/// assert_eq!(replaces.call_id().as_bytes(), b"98732@sip.example");
/// assert_eq!((replaces.to_tag(), replaces.from_tag()), (&b"ff87ff"[..], &b"r33th4x0r"[..]));
/// assert!(!replaces.is_early_only());
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaces<'b> {
    call_id: CallId<'b>,
    to_tag: &'b [u8],
    from_tag: &'b [u8],
    early_only: bool,
    other_params: OtherParams<'b>,
}

impl<'b> Replaces<'b> {
    /// Names a dialog; `None` if a tag cannot be one.
    pub fn new(call_id: CallId<'b>, to_tag: &'b [u8], from_tag: &'b [u8]) -> Option<Self> {
        let other_params = OtherParams::default();
        let value = Self { call_id, to_tag, from_tag, early_only: false, other_params };
        (is_tag(to_tag) && is_tag(from_tag)).then_some(value)
    }

    /// The Call-ID of the dialog.
    pub const fn call_id(&self) -> CallId<'b> {
        self.call_id
    }

    /// The tag of the side that receives this: its local tag. `0` may stand for none (RFC 3891 §3).
    pub const fn to_tag(&self) -> &'b [u8] {
        self.to_tag
    }

    /// The tag of the other side: the receiver's remote tag. `0` may stand for none.
    pub const fn from_tag(&self) -> &'b [u8] {
        self.from_tag
    }

    /// The same, for a dialog that is not confirmed yet only.
    pub const fn early_only(mut self) -> Self {
        self.early_only = true;
        self
    }

    /// Whether a dialog that is confirmed already must not be replaced.
    pub const fn is_early_only(&self) -> bool {
        self.early_only
    }

    /// The parameters besides the tags and `early-only`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for Replaces<'b> {
    const HEADER: KnownHeader = KnownHeader::Replaces;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let mut early_only = false;
        let (call_id, [to_tag, from_tag], params) =
            dialog_reference::parse(cursor, [b"to-tag", b"from-tag"], |param| {
                early_only |= param.is(b"early-only");
            })?;
        let other_params = OtherParams::new(params, &[b"to-tag", b"from-tag", b"early-only"]);
        Ok(Self { call_id, to_tag, from_tag, early_only, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.call_id.as_bytes());
        out.put(b";to-tag=").put(self.to_tag).put(b";from-tag=").put(self.from_tag);
        if self.early_only {
            out.put(b";early-only");
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn call_id_and_tags_are_found_in_any_order() {
        let value = read::<Replaces<'_>>(b"a@h ; from-tag = 2;x=\"y\"; to-tag=1.a$b");
        assert_eq!(value.call_id().as_bytes(), b"a@h");
        assert_eq!((value.to_tag(), value.from_tag()), (&b"1.a$b"[..], &b"2"[..]));
        assert_eq!(value.other_params().iter().count(), 1);
        assert_eq!(value.call_id(), CallId::from_value(b"a@h").unwrap());
        survives(&Replaces::new(value.call_id(), b"1", b"2").unwrap());
        assert_eq!(Replaces::new(value.call_id(), b"1;x", b"2"), None);
    }

    #[test]
    fn early_only_is_a_flag() {
        let value = read::<Replaces<'_>>(b"a;to-tag=1;Early-Only;from-tag=2");
        assert!(value.is_early_only());
        assert_eq!(Replaces::new(value.call_id(), b"1", b"2").unwrap().early_only(), value);
    }

    #[test]
    fn each_tag_stands_once() {
        refuses::<Replaces<'_>>(&[
            b"",
            b"a",
            b"a;to-tag=1",
            b"a;from-tag=1",
            b"a;to-tag=1;from-tag=2;to-tag=1",
            b"a;to-tag;from-tag=2",
            b"a;to-tag=;from-tag=2",
            b"a;to-tag=\"1\";from-tag=2",
            b"a;to-tag=1;from-tag=2, b;to-tag=1;from-tag=2",
        ]);
    }
}
