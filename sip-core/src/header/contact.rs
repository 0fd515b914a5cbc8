//! `Contact` (§20.10).

use core::time::Duration;

use super::{HeaderValue, KnownHeader, NameAddr, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32_saturating;
use crate::grammar::{Cursor, Params, qvalue};

/// Where a user can be reached from now on; or, in a REGISTER, everything at once (`*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact<'b> {
    /// `*`: all bindings, to be removed (§10.2.2).
    Any,
    /// One address.
    Address {
        /// The address.
        address: NameAddr<'b>,
        /// The parameters of the header field.
        params: Params<'b>,
    },
}

impl<'b> Contact<'b> {
    /// The address, unless it is `*`.
    pub const fn address(&self) -> Option<NameAddr<'b>> {
        match self {
            Self::Any => None,
            Self::Address { address, .. } => Some(*address),
        }
    }

    /// The parameters; none for `*`.
    pub fn params(&self) -> Params<'b> {
        match self {
            Self::Any => Params::default(),
            Self::Address { params, .. } => *params,
        }
    }

    /// For how long the binding is to live (§10.2.1.1). A value that does not fit 32 bits is
    /// taken as 2**32 - 1 seconds; one that is not a number counts as missing.
    pub fn expires(&self) -> Option<Duration> {
        let value = self.params().get(b"expires")?.value?;
        parse_u32_saturating(value).map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The preference among several contacts, in thousandths: 0 to 1000 (§20.10). One that is
    /// not a number counts as missing.
    pub fn q(&self) -> Option<u16> {
        qvalue::of(self.params())
    }
}

impl<'b> HeaderValue<'b> for Contact<'b> {
    const HEADER: KnownHeader = KnownHeader::Contact;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        if cursor.peek() == Some(b'*') {
            let mut ahead = *cursor;
            ahead.take(1);
            ahead.skip_lws();
            // `*` may also begin a display name; alone it ends the header field.
            if ahead.at_end() {
                *cursor = ahead;
                return Ok(Self::Any);
            }
            if ahead.peek() == Some(b',') {
                return Err(cursor.error(ParseErrorKind::Address));
            }
        }
        let address = NameAddr::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self::Address { address, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        match self {
            Self::Any => {
                out.put(b"*");
            }
            Self::Address { address, params } => {
                address.write(out);
                out.params(*params);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_alone() {
        assert_eq!(Contact::from_value(b" * ").unwrap(), Contact::Any);
        assert!(Contact::from_value(b"*, <sip:a@h>").is_err());
        assert!(Contact::from_value(b"*;expires=0").is_err());
        assert!(Contact::from_value(b"* <sip:a@h>").unwrap().address().is_some());
    }

    #[test]
    fn p13_quoted_parameters_keep_their_commas() {
        let text = br#"<sip:a@h>;language="en,fr";+sip.instance="<urn:uuid:00>""#;
        let contact = Contact::from_value(text).unwrap();
        assert_eq!(contact.params().get(b"language").unwrap().value, Some(&b"en,fr"[..]));
        let instance = contact.params().get(b"+sip.instance").unwrap();
        assert_eq!(instance.value, Some(&b"<urn:uuid:00>"[..]));
    }

    #[test]
    fn p17_a_stray_angle_bracket_is_an_error() {
        assert!(Contact::from_value(b"sip:a@h;ob>").is_err());
    }

    #[test]
    fn a_broken_q_counts_as_missing() {
        let q = |text| Contact::from_value(text).unwrap().q();
        assert_eq!(q(b"<sip:a@h>;q=0.7"), Some(700));
        assert_eq!(q(b"<sip:a@h>;q=7"), None);
        assert_eq!(q(b"<sip:a@h>"), None);
    }

    #[test]
    fn p9_expires_is_clamped_and_a_broken_one_is_missing() {
        let expires = |text| Contact::from_value(text).unwrap().expires();
        assert_eq!(
            expires(b"<sip:a@h>;expires=4294967296"),
            Some(Duration::from_secs(u32::MAX.into()))
        );
        assert_eq!(expires(b"<sip:a@h>;expires=soon"), None);
        assert_eq!(expires(b"<sip:a@h>"), None);
    }
}
