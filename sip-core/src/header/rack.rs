//! `RAck` (RFC 3262 §7.2).

use super::{CSeq, HeaderValue, KnownHeader, RSeq, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::Cursor;
use crate::method::Method;

/// Which provisional response a PRACK acknowledges: its RSeq and its CSeq (RFC 3262 §7.2).
///
/// Numbers that an RSeq or CSeq cannot have are refused.
///
/// ```
/// use sip_core::Method;
/// use sip_core::header::{CSeq, HeaderValue, RAck, RSeq};
///
/// let rack = RAck::from_value(b"776656 1 INVITE")?;
/// assert_eq!((rack.rseq(), rack.cseq().number()), (RSeq(776_656), 1));
/// assert_eq!(rack.method(), Method::Invite);
/// assert_eq!(RAck::new(RSeq(776_656), CSeq::from_value(b"1 INVITE")?), rack);
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RAck<'b> {
    rseq: RSeq,
    cseq: CSeq<'b>,
}

impl<'b> RAck<'b> {
    /// Acknowledges the response that has these.
    pub const fn new(rseq: RSeq, cseq: CSeq<'b>) -> Self {
        Self { rseq, cseq }
    }

    /// The response's RSeq.
    pub const fn rseq(&self) -> RSeq {
        self.rseq
    }

    /// The response's CSeq.
    pub const fn cseq(&self) -> CSeq<'b> {
        self.cseq
    }

    /// The method of the request that was responded to.
    pub const fn method(&self) -> Method<'b> {
        self.cseq.method()
    }
}

impl<'b> HeaderValue<'b> for RAck<'b> {
    const HEADER: KnownHeader = KnownHeader::RAck;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let rseq = RSeq::parse(cursor)?;
        let after_rseq = *cursor;
        cursor.skip_lws();
        if cursor.offset() == after_rseq.offset() {
            return Err(cursor.error(ParseErrorKind::Number));
        }
        let cseq = CSeq::parse(cursor)?;
        Ok(Self { rseq, cseq })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        self.rseq.write(out);
        out.put(b" ");
        self.cseq.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses};
    use super::*;

    #[test]
    fn an_acknowledgement_names_rseq_and_cseq() {
        let rack = read::<RAck<'_>>(b"4294967295\r\n 2147483647\tINVITE ");
        assert_eq!((rack.rseq().0, rack.cseq().number()), (u32::MAX, CSeq::MAX));
        refuses::<RAck<'_>>(&[
            b"",
            b"1",
            b"1 2",
            b"1 INVITE",
            b"1 2INVITE",
            b"1 2 INVITE 3",
            b"4294967296 1 INVITE",
            b"1 2147483648 INVITE",
        ]);
    }
}
