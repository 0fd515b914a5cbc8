//! What is wrong with a peer's bytes: kind, header field, byte offset, and the status to answer.

use core::fmt;

use crate::header::KnownHeader;
use crate::message::Oddity;
use crate::status::StatusCode;

/// A fault in a received message: a small fact, not a sentence.
///
/// ```
/// use sip_core::{Message, ParseErrorKind, StatusCode};
///
/// let error = Message::parse(b"OPTIONS sip:a@b SIP/7.0\r\n\r\n").unwrap_err();
/// assert_eq!(error.kind, ParseErrorKind::Version);
/// assert_eq!(error.offset, 16);
/// assert_eq!(error.status(), StatusCode::VERSION_NOT_SUPPORTED);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParseError {
    /// Which rule was broken.
    pub kind: ParseErrorKind,
    /// The header field in which it was broken, when it was in one that is known.
    pub header: Option<KnownHeader>,
    /// Where: bytes from the start of what was parsed.
    pub offset: u32,
}

const _: () = assert!(size_of::<ParseError>() <= 8);

impl ParseError {
    /// A fault at `offset`, outside of any known header field.
    pub(crate) fn new(kind: ParseErrorKind, offset: usize) -> Self {
        // A datagram cannot be larger than 4 GiB; a longer slice saturates its offsets.
        Self { kind, header: None, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }

    /// The same fault, found while reading `header`.
    pub(crate) const fn within(mut self, header: KnownHeader) -> Self {
        self.header = Some(header);
        self
    }

    /// The final response that a request with this fault deserves (§21.4.1, §21.5.6).
    pub const fn status(self) -> StatusCode {
        match self.kind {
            ParseErrorKind::Version => StatusCode::VERSION_NOT_SUPPORTED,
            ParseErrorKind::Scheme => StatusCode::UNSUPPORTED_URI_SCHEME,
            ParseErrorKind::Empty
            | ParseErrorKind::StartLine
            | ParseErrorKind::RequestUri
            | ParseErrorKind::StatusCode
            | ParseErrorKind::LineEnding
            | ParseErrorKind::HeaderLine
            | ParseErrorKind::Unterminated
            | ParseErrorKind::Missing
            | ParseErrorKind::Repeated
            | ParseErrorKind::Token
            | ParseErrorKind::Quote
            | ParseErrorKind::Escape
            | ParseErrorKind::Number
            | ParseErrorKind::Parameter
            | ParseErrorKind::Address
            | ParseErrorKind::Uri
            | ParseErrorKind::Host
            | ParseErrorKind::Port
            | ParseErrorKind::Trailing
            | ParseErrorKind::MethodMismatch
            | ParseErrorKind::BodyLength
            | ParseErrorKind::Delimiter
            | ParseErrorKind::Odd(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        if let Some(header) = self.header {
            write!(f, " in {}", header.name())?;
        }
        write!(f, " at byte {}", self.offset)
    }
}

impl core::error::Error for ParseError {}

/// The rule that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// Nothing but line breaks: a keep-alive, not a message (§7.5, RFC 5626 §3.5.1).
    Empty,
    /// The first line is neither a Request-Line nor a Status-Line (§7.1, §7.2).
    StartLine,
    /// A version other than `SIP/2.0` (§7.1).
    Version,
    /// The Request-URI is not one: spaces, angle brackets, or nothing (§7.1).
    RequestUri,
    /// A status code outside 100 to 699 (§7.2).
    StatusCode,
    /// A CR or LF that is not part of a CRLF (§7).
    LineEnding,
    /// A line that is not `name: value` (§7.3.1).
    HeaderLine,
    /// The header fields do not end in an empty line (§7).
    Unterminated,
    /// A header field that must be there is not (§8.1.1, §20).
    Missing,
    /// A header field that may stand once stands again (§7.3.1).
    Repeated,
    /// A token, or a word, was expected (§25.1).
    Token,
    /// A quoted string does not end (§25.1).
    Quote,
    /// A `%` that no two hexadecimal digits follow (§25.1).
    Escape,
    /// Not a number, or larger than its rule allows (§25.1).
    Number,
    /// A parameter without a name, or with a broken value (§25.1).
    Parameter,
    /// Neither `name-addr` nor `addr-spec`, or an `addr-spec` that needs angle brackets (§20).
    Address,
    /// Not a URI (§19.1.1, §25.1).
    Uri,
    /// A URI of a scheme that cannot be used here (§8.2.2.1).
    Scheme,
    /// Not a host name or address (§25.1).
    Host,
    /// Not a port: 0 to 65535 (§25.1).
    Port,
    /// Something follows a value that should end there.
    Trailing,
    /// The method in CSeq is not the request's (§8.1.1.5).
    MethodMismatch,
    /// Content-Length promises more than there is (§18.3), or is missing on a stream.
    BodyLength,
    /// A multipart body without the delimiter that is to begin its first part, or to end its last
    /// (RFC 2046 §5.1.1).
    Delimiter,
    /// Something that this element's [`Policy`](crate::message::Policy) does not tolerate.
    Odd(Oddity),
}

impl ParseErrorKind {
    /// A few words for a log or a Reason phrase.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "no message",
            Self::StartLine => "malformed start line",
            Self::Version => "unsupported SIP version",
            Self::RequestUri => "malformed Request-URI",
            Self::StatusCode => "status code out of range",
            Self::LineEnding => "stray CR or LF",
            Self::HeaderLine => "malformed header line",
            Self::Unterminated => "header fields do not end",
            Self::Missing => "missing header field",
            Self::Repeated => "repeated header field",
            Self::Token => "token expected",
            Self::Quote => "unterminated quoted string",
            Self::Escape => "broken escape",
            Self::Number => "number malformed or out of range",
            Self::Parameter => "malformed parameter",
            Self::Address => "malformed address",
            Self::Uri => "malformed URI",
            Self::Scheme => "unsupported URI scheme",
            Self::Host => "malformed host",
            Self::Port => "port out of range",
            Self::Trailing => "unexpected characters",
            Self::MethodMismatch => "CSeq method differs from the request's",
            Self::BodyLength => "Content-Length does not fit the message",
            Self::Delimiter => "multipart delimiter missing",
            Self::Odd(oddity) => oddity.as_str(),
        }
    }
}
