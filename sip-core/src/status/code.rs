//! The number: its range, its class, how it is read and written.

use core::{fmt, str};

/// The status code of a response: 100 to 699 (§7.2, §21).
///
/// Open: a value that nobody has registered is as good as any other, and [`StatusCode::treated_as`]
/// says how to act on it. A number outside the six classes is no SIP status at all and cannot be
/// made into one.
///
/// The constants bear the names of their reason phrases, save [`Self::NOT_ACCEPTABLE_ANYWHERE`]
/// for 606, which shares its phrase with 406. `Display` writes the three digits, `Debug` adds the
/// reason phrase.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode(pub(super) u16);

impl StatusCode {
    /// The code with this number; `None` below 100 and above 699.
    pub const fn new(code: u16) -> Option<Self> {
        match code {
            100..=699 => Some(Self(code)),
            _ => None,
        }
    }

    /// Reads `Status-Code` (§25.1): exactly three digits, and nothing around them.
    ///
    /// ```
    /// use sip_core::status::StatusCode;
    ///
    /// assert_eq!(StatusCode::from_bytes(b"200"), Some(StatusCode::OK));
    /// assert_eq!(StatusCode::from_bytes(b"4294967301"), None);
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        // Looked at before `parse`, which would also take `+20` and `00200`.
        if bytes.len() != 3 || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        str::from_utf8(bytes).ok()?.parse().ok().and_then(Self::new)
    }

    /// The number itself, 100 to 699.
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// The class, which the first digit gives.
    pub const fn class(self) -> StatusClass {
        match self.0 {
            ..=199 => StatusClass::Provisional,
            200..=299 => StatusClass::Success,
            300..=399 => StatusClass::Redirection,
            400..=499 => StatusClass::ClientError,
            500..=599 => StatusClass::ServerError,
            _ => StatusClass::GlobalFailure,
        }
    }

    /// 1xx: a final response is still to come. Any of them, not 100 alone, stops the
    /// retransmission of an INVITE (§17.1.1.2); that of other requests it only slows (§17.1.2.2).
    pub const fn is_provisional(self) -> bool {
        matches!(self.class(), StatusClass::Provisional)
    }

    /// 2xx to 6xx: this response ends the transaction.
    pub const fn is_final(self) -> bool {
        !self.is_provisional()
    }

    /// 2xx: the request was carried out.
    pub const fn is_success(self) -> bool {
        matches!(self.class(), StatusClass::Success)
    }

    /// The code that stands for the whole class: the one an unknown code is taken for (§8.1.3.2).
    ///
    /// It is x00, but for 1xx it is 183: 100 speaks for the next hop alone, while a 1xx that we do
    /// not know comes from further away and travels on.
    ///
    /// ```
    /// use sip_core::status::StatusCode;
    ///
    /// assert_eq!(StatusCode::BUSY_HERE.class_default(), StatusCode::BAD_REQUEST);
    /// assert_eq!(StatusCode::RINGING.class_default(), StatusCode::SESSION_PROGRESS);
    /// ```
    pub const fn class_default(self) -> Self {
        match self.class() {
            StatusClass::Provisional => Self::SESSION_PROGRESS,
            StatusClass::Success => Self::OK,
            StatusClass::Redirection => Self::MULTIPLE_CHOICES,
            StatusClass::ClientError => Self::BAD_REQUEST,
            StatusClass::ServerError => Self::SERVER_INTERNAL_ERROR,
            StatusClass::GlobalFailure => Self::BUSY_EVERYWHERE,
        }
    }
}

/// The six classes of responses, by the first digit of the code (§7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusClass {
    /// 1xx: received, and being worked on.
    Provisional,
    /// 2xx: received, understood and carried out.
    Success,
    /// 3xx: someone has to try elsewhere.
    Redirection,
    /// 4xx: the request is at fault, or not for this server; another server may take it.
    ClientError,
    /// 5xx: the server is at fault; another may be better off.
    ServerError,
    /// 6xx: the request will fail wherever it is sent.
    GlobalFailure,
}

impl StatusClass {
    /// The reason phrase for a code of this class that has none of its own.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Provisional => "Provisional",
            Self::Success => "Success",
            Self::Redirection => "Redirection",
            Self::ClientError => "Client Error",
            Self::ServerError => "Server Error",
            Self::GlobalFailure => "Global Failure",
        }
    }
}

/// A number that is no SIP status code: not three digits, or outside 100 to 699.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InvalidStatusCode;

impl fmt::Display for InvalidStatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a SIP status code: three digits from 100 to 699 are wanted")
    }
}

impl core::error::Error for InvalidStatusCode {}

impl TryFrom<u16> for StatusCode {
    type Error = InvalidStatusCode;

    fn try_from(code: u16) -> Result<Self, InvalidStatusCode> {
        Self::new(code).ok_or(InvalidStatusCode)
    }
}

impl TryFrom<&[u8]> for StatusCode {
    type Error = InvalidStatusCode;

    fn try_from(bytes: &[u8]) -> Result<Self, InvalidStatusCode> {
        Self::from_bytes(bytes).ok_or(InvalidStatusCode)
    }
}

impl str::FromStr for StatusCode {
    type Err = InvalidStatusCode;

    fn from_str(text: &str) -> Result<Self, InvalidStatusCode> {
        Self::try_from(text.as_bytes())
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.reason())
    }
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use super::*;

    #[test]
    fn a_status_code_is_any_number_from_100_to_699() {
        for code in 0..=u16::MAX {
            let made = StatusCode::new(code);
            assert_eq!(made.is_some(), (100..=699).contains(&code), "{code}");
            assert_eq!(made.map(StatusCode::as_u16), made.map(|_| code));
            assert_eq!(StatusCode::try_from(code).ok(), made, "{code}");
        }
    }

    #[test]
    fn three_digits_and_nothing_else_are_read_as_a_status_code() {
        for code in 0..=999 {
            let text = format!("{code:03}");
            assert_eq!(StatusCode::from_bytes(text.as_bytes()), StatusCode::new(code), "{text}");
        }
        let refused: [&[u8]; 18] = [
            b"",
            b"2",
            b"20",
            b"2 0",
            b"20 ",
            b" 20",
            b"+20",
            b"-20",
            b"2.0",
            b"2000",
            b"0200",
            b"099",
            b"000",
            b"700",
            b"999",
            b"20\xb2",
            b"2O0",
            b"4294967301",
        ];
        for bytes in refused {
            assert_eq!(StatusCode::from_bytes(bytes), None, "{}", bytes.escape_ascii());
            assert_eq!(StatusCode::try_from(bytes), Err(InvalidStatusCode));
        }
    }

    #[test]
    fn what_is_displayed_parses_back() {
        for code in (100..=699).filter_map(StatusCode::new) {
            let text = code.to_string();
            assert_eq!((text.len(), text.parse()), (3, Ok(code)), "{code:?}");
        }
        assert_eq!(format!("{:>5}", StatusCode::OK), "  200");
    }

    #[test]
    fn debug_adds_the_reason_phrase() {
        assert_eq!(format!("{:?}", StatusCode::OK), "200 OK");
        assert_eq!(format!("{:?}", StatusCode(299)), "299 Success");
        assert_eq!(format!("{:?}", StatusCode(431)), "431 Client Error");
    }

    #[test]
    fn the_class_begins_and_ends_with_its_hundred() {
        use StatusClass::*;
        let classes = [Provisional, Success, Redirection, ClientError, ServerError, GlobalFailure];
        for (class, first) in classes.into_iter().zip((100..).step_by(100)) {
            for code in [first, first + 1, first + 99].map(StatusCode) {
                assert_eq!(code.class(), class, "{code:?}");
                assert_eq!(code.is_provisional(), class == Provisional, "{code:?}");
                assert_eq!(code.is_final(), class != Provisional, "{code:?}");
                assert_eq!(code.is_success(), class == Success, "{code:?}");
                let x00 = if class == Provisional { 183 } else { first };
                assert_eq!(code.class_default(), StatusCode(x00), "{code:?}");
            }
        }
    }
}
