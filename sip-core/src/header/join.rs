//! `Join` (RFC 3911 §7.1).

use super::dialog_reference::{self, is_tag};
use super::{CallId, HeaderValue, KnownHeader, OtherParams, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// The dialog that a new one is to be joined with, in a conference.
///
/// Without both tags, or with one of them twice, it is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, Join};
///
/// let join = Join::from_value(b"12adf2f34456gs5;to-tag=12345;from-tag=54321")?;
/// assert_eq!((join.to_tag(), join.from_tag()), (&b"12345"[..], &b"54321"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Join<'b> {
    call_id: CallId<'b>,
    to_tag: &'b [u8],
    from_tag: &'b [u8],
    other_params: OtherParams<'b>,
}

impl<'b> Join<'b> {
    /// Names a dialog; `None` if a tag cannot be one.
    pub fn new(call_id: CallId<'b>, to_tag: &'b [u8], from_tag: &'b [u8]) -> Option<Self> {
        let other_params = OtherParams::default();
        let value = Self { call_id, to_tag, from_tag, other_params };
        (is_tag(to_tag) && is_tag(from_tag)).then_some(value)
    }

    /// The Call-ID of the dialog.
    pub const fn call_id(&self) -> CallId<'b> {
        self.call_id
    }

    /// The tag of the side that receives this: its local tag.
    pub const fn to_tag(&self) -> &'b [u8] {
        self.to_tag
    }

    /// The tag of the other side: the receiver's remote tag.
    pub const fn from_tag(&self) -> &'b [u8] {
        self.from_tag
    }

    /// The parameters besides the tags.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for Join<'b> {
    const HEADER: KnownHeader = KnownHeader::Join;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let (call_id, [to_tag, from_tag], params) =
            dialog_reference::parse(cursor, [b"to-tag", b"from-tag"], |_| {})?;
        let other_params = OtherParams::new(params, &[b"to-tag", b"from-tag"]);
        Ok(Self { call_id, to_tag, from_tag, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.call_id.as_bytes());
        out.put(b";to-tag=").put(self.to_tag).put(b";from-tag=").put(self.from_tag);
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn call_id_and_tags_are_found_in_any_order() {
        let value = read::<Join<'_>>(b"a@h ; from-tag = 2;x=\"y\"; to-tag=1.a$b");
        assert_eq!(value.call_id().as_bytes(), b"a@h");
        assert_eq!((value.to_tag(), value.from_tag()), (&b"1.a$b"[..], &b"2"[..]));
        assert_eq!(value.other_params().iter().count(), 1);
        assert_eq!(value.call_id(), CallId::from_value(b"a@h").unwrap());
        survives(&Join::new(value.call_id(), b"1", b"2").unwrap());
        assert_eq!(Join::new(value.call_id(), b"1;x", b"2"), None);
    }

    #[test]
    fn each_tag_stands_once() {
        refuses::<Join<'_>>(&[
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
