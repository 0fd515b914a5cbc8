//! Why a message is refused.

use serde_json::Value;
use sip_core::transport::FrameError;
use sip_core::{Message, ParseError, StatusCode};

use crate::frames::Framing;
use crate::json::Object;
use crate::text::snake_case;

/// What is wrong with a message, or with how it came.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// Its bytes.
    Message(ParseError),
    /// Its end cannot be found in the stream.
    Stream(FrameError),
    /// The stream ended before it did.
    Cut { after: usize },
}

impl Fault {
    /// The first fault of what was read from `bytes`; `None` if it is well-formed.
    pub(crate) fn find(
        message: &Result<Message<'_>, ParseError>,
        framing: Framing,
        bytes: &[u8],
    ) -> Option<Self> {
        let in_message = match message {
            Ok(message) => message.validate().err(),
            Err(error) => Some(*error),
        };
        match (framing, in_message) {
            (Framing::Cut, _) => Some(Self::Cut { after: bytes.len() }),
            // Only the header fields are there, so what `validate` says of the body is wrong.
            (Framing::Broken(error @ FrameError::TooLarge { .. }), _)
            | (Framing::Broken(error), None) => Some(Self::Stream(error)),
            // What the message itself tells says more, and where.
            (Framing::Broken(_) | Framing::Whole, in_message) => in_message.map(Self::Message),
        }
    }

    /// The status to answer; `None` if all that can be done is to close the connection.
    pub(crate) fn status(self) -> Option<StatusCode> {
        match self {
            Self::Message(error) => Some(error.status()),
            Self::Stream(FrameError::TooLarge { .. }) => Some(StatusCode::MESSAGE_TOO_LARGE),
            Self::Stream(FrameError::ContentLength { .. }) => Some(StatusCode::BAD_REQUEST),
            Self::Stream(FrameError::NotSip) | Self::Cut { .. } => None,
        }
    }

    /// `{"kind","message","offset","header"}`; the message begins behind `skipped` bytes.
    pub(crate) fn to_json(self, skipped: usize) -> Value {
        let object = Object::new();
        match self {
            Self::Message(error) => object
                .set("kind", snake_case(&error.kind))
                .set("message", error.kind.as_str())
                .set(
                    "offset",
                    usize::try_from(error.offset).ok().map(|at| at.saturating_sub(skipped)),
                )
                .set("header", error.header.map(|header| header.name())),
            Self::Stream(error) => object
                .set(
                    "kind",
                    match error {
                        FrameError::TooLarge { .. } => "too_large",
                        FrameError::ContentLength { .. } => "no_content_length",
                        FrameError::NotSip => "not_sip",
                    },
                )
                .set("message", error.to_string())
                .set("offset", error.head().saturating_sub(skipped)),
            Self::Cut { after } => object
                .set("kind", "incomplete")
                .set("message", "the stream ends within the message")
                .set("offset", after.saturating_sub(skipped)),
        }
        .into()
    }
}
