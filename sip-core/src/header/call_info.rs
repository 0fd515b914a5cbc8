//! `Call-Info` (§20.9).

use super::{HeaderValue, InfoUri, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// Something to know about the caller or the callee: a picture, a page, a card (§20.9).
///
/// It comes from whoever is in the way: what it points to is to be fetched with care.
///
/// ```
/// use sip_core::header::{CallInfo, HeaderValue};
///
/// let info = CallInfo::from_value(b"<http://www.example.com/alice/photo.jpg> ;purpose=icon")?;
/// assert_eq!(info.purpose(), Some(&b"icon"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallInfo<'b>(pub InfoUri<'b>);

impl<'b> CallInfo<'b> {
    /// What it is for: `icon`, `info`, `card` or another token, compared without regard to case.
    pub fn purpose(&self) -> Option<&'b [u8]> {
        self.0.params().get(b"purpose")?.value
    }
}

impl<'b> HeaderValue<'b> for CallInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::CallInfo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        InfoUri::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses, survives};
    use super::*;
    use crate::uri::Uri;

    #[test]
    fn each_pointer_has_its_purpose() {
        let infos = read_all::<CallInfo<'_>>(
            "Call-Info: <http://wwww.example.com/alice/photo.jpg> ;purpose=icon,\r\n     \
             <http://www.example.com/alice/> ;purpose=info",
        );
        assert_eq!(infos[0].purpose(), Some(&b"icon"[..]));
        assert_eq!(infos[1].purpose(), Some(&b"info"[..]));
        infos.iter().for_each(survives);
        assert_eq!(read::<CallInfo<'_>>(b"<http://a.example/?a,b;c>").purpose(), None);
        survives(&CallInfo(InfoUri::new(Uri::parse(b"cid:1@a").unwrap())));
        refuses::<CallInfo<'_>>(&[b"", b"<>", b"<http://a", b"<http://a>x"]);
    }
}
