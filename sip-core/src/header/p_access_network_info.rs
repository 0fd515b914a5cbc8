//! `P-Access-Network-Info` (RFC 7315 §4.4).

use super::{HeaderValue, KnownHeader, Token, ValueWriter};
use crate::error::ParseError;
use crate::grammar::{Cursor, Param, Params};

/// Through which access network the sender is connected, as it or its network says.
///
/// ```
/// use sip_core::header::{HeaderValue, PAccessNetworkInfo};
///
/// let access = PAccessNetworkInfo::from_value(b"3GPP-UTRAN-TDD;utran-cell-id-3gpp=\"C359A39\"")?;
/// assert!(access.access_type().is(b"3gpp-utran-tdd"));
/// assert!(access.get(b"utran-cell-id-3gpp").is_some());
/// assert!(!access.is_network_provided());
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PAccessNetworkInfo<'b> {
    access_type: Token<'b>,
    params: Params<'b>,
}

impl<'b> PAccessNetworkInfo<'b> {
    /// The type or class of the access network.
    pub const fn access_type(&self) -> Token<'b> {
        self.access_type
    }

    /// The parameter `name`.
    pub fn get(&self, name: &[u8]) -> Option<Param<'b>> {
        self.params.get(name)
    }

    /// Whether the network, and not the device, says it (`network-provided`).
    pub fn is_network_provided(&self) -> bool {
        self.get(b"network-provided").is_some()
    }

    /// All parameters.
    pub const fn params(&self) -> Params<'b> {
        self.params
    }
}

impl<'b> HeaderValue<'b> for PAccessNetworkInfo<'b> {
    const HEADER: KnownHeader = KnownHeader::PAccessNetworkInfo;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let access_type = Token::parse(cursor)?;
        let params = Params::parse(cursor, |_, _| Ok(()))?;
        Ok(Self { access_type, params })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.access_type.as_bytes()).params(self.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, read_all, refuses};
    use super::*;

    #[test]
    fn networks_are_a_list() {
        let value =
            read::<PAccessNetworkInfo<'_>>(b"IEEE-802.11 ; network-provided;i-wlan-node-id=x");
        assert!(value.is_network_provided());
        assert_eq!(value.params().iter().count(), 2);
        let lines = "P-Access-Network-Info: ADSL;dsl-location=\"a,b\", 3GPP-GERAN";
        assert_eq!(read_all::<PAccessNetworkInfo<'_>>(lines).len(), 2);
        refuses::<PAccessNetworkInfo<'_>>(&[b"", b";np", b"A B"]);
    }
}
