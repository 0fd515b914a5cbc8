//! `Alert-Info` (§20.4).

use super::{HeaderValue, InfoUri, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// Another ring tone, or ringback tone in a 180 (§20.4): a URI, or a bare name, as phones write.
///
/// It comes from whoever is in the way: what it points to is to be fetched with care (§20.9).
///
/// ```
/// use sip_core::header::{AlertInfo, HeaderValue};
///
/// let tone = AlertInfo::from_value(b"<http://www.example.com/sounds/moo.wav>")?;
/// assert!(tone.0.uri().is_some());
/// let tone = AlertInfo::from_value(b"Bellcore-dr1")?;
/// assert_eq!((tone.0.uri(), tone.0.text().as_bytes()), (None, &b"Bellcore-dr1"[..]));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertInfo<'b>(pub InfoUri<'b>);

impl<'b> HeaderValue<'b> for AlertInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::AlertInfo;

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
    fn a_tone_is_a_uri() {
        let tone = read::<AlertInfo<'_>>(b"<http://wwww.example.com/sounds/moo.wav> ;a=\"b\"");
        let uri = Uri::parse(b"http://wwww.example.com/sounds/moo.wav").unwrap();
        assert_eq!(tone.0.uri(), Some(uri));
        assert_eq!(tone.0.params().get(b"a").unwrap().value, Some(&b"b"[..]));
        survives(&AlertInfo(InfoUri::new(uri)));
    }

    #[test]
    fn a_tone_may_be_a_bare_name() {
        let tone = read::<AlertInfo<'_>>(b"PolycomSpecialBug;param=blah");
        assert_eq!(tone.0.uri(), None);
        assert_eq!(tone.0.params().iter().count(), 1);
        let tone = read::<AlertInfo<'_>>(b"info=Auto\r\n Answer ;x");
        assert!(tone.0.text().unfolded().eq(*b"info=Auto Answer"));
        assert_eq!(read_all::<AlertInfo<'_>>("Alert-Info: <file://a>, Ring Answer,b;c").len(), 3);
    }

    #[test]
    fn nothing_and_an_open_bracket_are_no_tone() {
        refuses::<AlertInfo<'_>>(&[b"", b"<>", b"<http://a", b"<a b>", b"a <http://a>", b";x"]);
    }
}
