//! `History-Info` (RFC 7044 §5).

use super::once::once;
use super::{HeaderValue, HistoryIndex, KnownHeader, NameAddr, OtherParams, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Param, Params};
use crate::uri::Uri;

/// One URI that a request has been sent to, and the place of that in its history.
///
/// The reason why the next one was tried, and privacy, are header fields in the URI. An `index`,
/// `rc`, `mp` or `np` that is not an index, or stands twice, is refused.
///
/// ```
/// use sip_core::header::{HeaderValue, HistoryInfo, HistoryTarget};
///
/// let entry = HistoryInfo::from_value(b"<sip:bob@192.0.2.7>;index=1.1;rc=1")?;
/// assert_eq!(entry.uri().as_bytes(), b"sip:bob@192.0.2.7");
/// assert!(entry.index().is_some_and(|index| index.numbers().eq([1, 1])));
/// assert!(matches!(entry.target(), Some(HistoryTarget::Contact(from)) if from.as_bytes() == b"1"));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryInfo<'b> {
    address: NameAddr<'b>,
    index: Option<HistoryIndex<'b>>,
    target: Option<HistoryTarget<'b>>,
    other_params: OtherParams<'b>,
}

/// How the URI came about (RFC 7044 §5), and from which entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HistoryTarget<'b> {
    /// `rc`: it is a contact that the same user has registered.
    Contact(HistoryIndex<'b>),
    /// `mp`: it is another user's.
    Mapped(HistoryIndex<'b>),
    /// `np`: it was not changed, only sent on.
    Unchanged(HistoryIndex<'b>),
}

impl<'b> HistoryTarget<'b> {
    /// The entry of the URI that this one was made of.
    pub const fn index(&self) -> HistoryIndex<'b> {
        match self {
            Self::Contact(index) | Self::Mapped(index) | Self::Unchanged(index) => *index,
        }
    }
}

impl<'b> HistoryInfo<'b> {
    /// The entry `index` for `address`.
    pub fn new(address: NameAddr<'b>, index: HistoryIndex<'b>) -> Self {
        let other_params = OtherParams::default();
        Self { address, index: Some(index), target: None, other_params }
    }

    /// The same, with how it came about.
    pub const fn with_target(mut self, target: HistoryTarget<'b>) -> Self {
        self.target = Some(target);
        self
    }

    /// The address.
    pub const fn address(&self) -> NameAddr<'b> {
        self.address
    }

    /// The URI of the address.
    pub const fn uri(&self) -> Uri<'b> {
        self.address.uri()
    }

    /// The place in the history. Elements that do not know better leave it out.
    pub const fn index(&self) -> Option<HistoryIndex<'b>> {
        self.index
    }

    /// How the URI came about.
    pub const fn target(&self) -> Option<HistoryTarget<'b>> {
        self.target
    }

    /// The parameters besides `index`, `rc`, `mp` and `np`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }
}

impl<'b> HeaderValue<'b> for HistoryInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::HistoryInfo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let address = NameAddr::parse(cursor)?;
        let (mut index, mut target) = (None, None);
        let params = Params::parse(cursor, |param, at| {
            let kind = match param.name.len() {
                5 if param.is(b"index") => return once(&mut index, index_of(param, at)?, at),
                2 if param.is(b"rc") => HistoryTarget::Contact,
                2 if param.is(b"mp") => HistoryTarget::Mapped,
                2 if param.is(b"np") => HistoryTarget::Unchanged,
                _ => return Ok(()),
            };
            once(&mut target, kind(index_of(param, at)?), at)
        })?;
        let other_params = OtherParams::new(params, &[b"index", b"rc", b"mp", b"np"]);
        Ok(Self { address, index, target, other_params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.address.write(out);
        if let Some(index) = self.index {
            out.put(b";index=").put(index.as_bytes());
        }
        if let Some(target) = self.target {
            let name: &[u8] = match target {
                HistoryTarget::Contact(_) => b";rc=",
                HistoryTarget::Mapped(_) => b";mp=",
                HistoryTarget::Unchanged(_) => b";np=",
            };
            out.put(name).put(target.index().as_bytes());
        }
        self.other_params.write(out);
    }
}

fn index_of<'b>(param: &Param<'b>, at: &Cursor<'b>) -> Result<HistoryIndex<'b>, ParseError> {
    let index = param.value.and_then(HistoryIndex::new);
    index.ok_or_else(|| at.error(ParseErrorKind::Number))
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;

    #[test]
    fn entries_are_a_list_with_header_fields_in_their_uris() {
        let lines = "History-Info: <sip:a@h?Reason=SIP%3Bcause%3D302>;index=1,\r\n \
            \"B\" <sip:b@h>;index=1.1;mp=1;x=\"y\"";
        let entries = read_all::<HistoryInfo<'_>>(lines);
        assert_eq!(entries[0].uri().as_sip().unwrap().headers().iter().count(), 1);
        let mapped = HistoryTarget::Mapped(HistoryIndex::new(b"1").unwrap());
        assert_eq!(entries[1].target(), Some(mapped));
        assert_eq!(entries[1].other_params().iter().count(), 1);
    }

    #[test]
    fn every_target_is_written_as_it_is_read() {
        for text in [
            &b"<sip:a@h>;index=1;rc=1"[..],
            b"<sip:a@h> ; NP = 1.2 ; index=1.2.3;z",
            b"<sip:a@h>;mp=1",
            b"sip:a@h",
        ] {
            let value = read::<HistoryInfo<'_>>(text);
            let index = HistoryIndex::new(b"1.4").unwrap();
            survives(
                &HistoryInfo::new(value.address(), index)
                    .with_target(HistoryTarget::Unchanged(index)),
            );
        }
    }

    #[test]
    fn what_is_no_index_or_stands_twice_is_refused() {
        refuses::<HistoryInfo<'_>>(&[
            b"",
            b"<sip:a@h>;index",
            b"<sip:a@h>;index=",
            b"<sip:a@h>;index=1.",
            b"<sip:a@h>;index=1;index=1",
            b"<sip:a@h>;index=1;rc=x",
            b"<sip:a@h>;index=1;rc=1;mp=1",
        ]);
    }
}
