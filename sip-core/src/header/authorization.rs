//! `Authorization` (§20.7).

use super::{Credentials, HeaderValue, KnownHeader, ValueWriter};
use crate::error::ParseError;
use crate::grammar::Cursor;

/// Credentials for a user agent server or a registrar (§22.2). Each stands in a row of its own:
/// [`Headers::all`](crate::message::Headers::all) gives them one by one.
///
/// ```
/// use sip_core::header::{Authorization, HeaderValue};
///
/// let value = Authorization::from_value(
///     br#"Digest username="Alice", realm="atlanta.example", nonce="84a4cc6f", response="7587""#,
/// )?;
/// let digest = value.0.as_digest().expect("a digest");
/// assert!(digest.username.is_some_and(|name| name.is(b"Alice")));
/// assert_eq!(digest.qop, None);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorization<'b>(pub Credentials<'b>);

impl<'b> HeaderValue<'b> for Authorization<'b> {
    const HEADER: KnownHeader = KnownHeader::Authorization;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        Credentials::parse(cursor).map(Self)
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ParseErrorKind;
    use crate::message::{Headers, Message};
    use std::vec::Vec;

    fn with(headers: &str, check: impl Fn(&Headers<'_>)) {
        let text = std::format!("REGISTER sip:a SIP/2.0\r\n{headers}\r\n");
        check(Message::parse(text.as_bytes()).unwrap().headers());
    }

    #[test]
    fn a5_each_row_is_one_value_whatever_its_commas() {
        let rows = "Authorization: Digest realm=\"a, b\", nonce=\"1\"\r\n\
            Authorization: Basic x==\r\nAuthorization: Digest realm=\"c\",\r\n nonce=\"2\"\r\n";
        with(rows, |headers| {
            let realms: Vec<_> = headers
                .all::<Authorization<'_>>()
                .map(|value| value.unwrap().0.realm().map(|realm| realm.as_bytes()))
                .collect();
            assert_eq!(realms, [Some(&b"a, b"[..]), None, Some(b"c")]);
        });
    }

    #[test]
    fn p44_a_broken_row_is_an_error_and_the_next_is_read() {
        let rows = "Authorization: Digest junk\r\nAuthorization: Digest realm=\"a\"\r\n";
        with(rows, |headers| {
            let values: Vec<_> = headers.all::<Authorization<'_>>().collect();
            let error = values[0].unwrap_err();
            assert_eq!(error.kind, ParseErrorKind::Parameter);
            assert_eq!(error.header, Some(KnownHeader::Authorization));
            assert!(values[1].is_ok());
        });
    }
}
