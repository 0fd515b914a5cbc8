//! `Target-Dialog` (RFC 4538 §7).

use super::dialog_reference::{self, is_tag};
use super::{CallId, HeaderValue, KnownHeader, OtherParams, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// A dialog that the sender of a request shares with its receiver, as the reason to be trusted.
///
/// Without both tags, or with one of them twice, it is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, TargetDialog};
///
/// let target = TargetDialog::from_value(b"fa77as7dad8-sd98ajzz@host;local-tag=kkaz-;remote-tag=6544")?;
/// assert_eq!((target.local_tag(), target.remote_tag()), (&b"kkaz-"[..], &b"6544"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetDialog<'b> {
    call_id: CallId<'b>,
    local_tag: &'b [u8],
    remote_tag: &'b [u8],
    other_params: OtherParams<'b>,
}

impl<'b> TargetDialog<'b> {
    /// Names a dialog; `None` if a tag cannot be one.
    pub fn new(call_id: CallId<'b>, local_tag: &'b [u8], remote_tag: &'b [u8]) -> Option<Self> {
        let other_params = OtherParams::default();
        let value = Self { call_id, local_tag, remote_tag, other_params };
        (is_tag(local_tag) && is_tag(remote_tag)).then_some(value)
    }

    /// The Call-ID of the dialog.
    pub const fn call_id(&self) -> CallId<'b> {
        self.call_id
    }

    /// The tag of the side that sends this: the receiver's remote tag.
    pub const fn local_tag(&self) -> &'b [u8] {
        self.local_tag
    }

    /// The tag of the side that receives this: its local tag.
    pub const fn remote_tag(&self) -> &'b [u8] {
        self.remote_tag
    }

    /// The parameters besides the tags.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for TargetDialog<'b> {
    const HEADER: KnownHeader = KnownHeader::TargetDialog;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let (call_id, [local_tag, remote_tag], params) =
            dialog_reference::parse(cursor, [b"local-tag", b"remote-tag"], |_| {})?;
        let other_params = OtherParams::new(params, &[b"local-tag", b"remote-tag"]);
        Ok(Self { call_id, local_tag, remote_tag, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.call_id.as_bytes());
        out.put(b";local-tag=").put(self.local_tag).put(b";remote-tag=").put(self.remote_tag);
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn call_id_and_tags_are_found_in_any_order() {
        let value = read::<TargetDialog<'_>>(b"a@h ; remote-tag = 2;x=\"y\"; local-tag=1.a$b");
        assert_eq!(value.call_id().as_bytes(), b"a@h");
        assert_eq!((value.local_tag(), value.remote_tag()), (&b"1.a$b"[..], &b"2"[..]));
        assert_eq!(value.other_params().iter().count(), 1);
        assert_eq!(value.call_id(), CallId::from_value(b"a@h").unwrap());
        survives(&TargetDialog::new(value.call_id(), b"1", b"2").unwrap());
        assert_eq!(TargetDialog::new(value.call_id(), b"1;x", b"2"), None);
    }

    #[test]
    fn each_tag_stands_once() {
        refuses::<TargetDialog<'_>>(&[
            b"",
            b"a",
            b"a;local-tag=1",
            b"a;remote-tag=1",
            b"a;local-tag=1;remote-tag=2;local-tag=1",
            b"a;local-tag;remote-tag=2",
            b"a;local-tag=;remote-tag=2",
            b"a;local-tag=\"1\";remote-tag=2",
            b"a;local-tag=1;remote-tag=2, b;local-tag=1;remote-tag=2",
        ]);
    }
}
