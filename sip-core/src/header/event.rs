//! `Event` (RFC 6665 §8.2.1).

use super::{EventType, HeaderValue, KnownHeader, OtherParams, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Class, Cursor, Params};

/// What a subscription is to, and which of several in one dialog it is (RFC 6665 §8.2.1).
///
/// The `id` is one token and stands once; anything else is an error, since it says which
/// subscription is meant.
///
/// ```
/// use sip_core::header::{Event, EventType, HeaderValue};
///
/// let event = Event::from_value(b"presence.winfo;id=7")?;
/// assert_eq!(event.event_type().package(), b"presence");
/// let subscribed = EventType::new(b"presence.winfo").and_then(|it| Event::new(it, Some(b"7")));
/// assert!(event.matches(&subscribed.expect("a type and a token")));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<'b> {
    event_type: EventType<'b>,
    id: Option<&'b [u8]>,
    other_params: OtherParams<'b>,
}

impl<'b> Event<'b> {
    /// An event type and perhaps an `id`, without other parameters; `None` if the `id` is not a
    /// token.
    pub fn new(event_type: EventType<'b>, id: Option<&'b [u8]>) -> Option<Self> {
        let other_params = OtherParams::default();
        id.is_none_or(is_id).then_some(Self { event_type, id, other_params })
    }

    /// The package and its templates.
    pub const fn event_type(&self) -> EventType<'b> {
        self.event_type
    }

    /// Which of several subscriptions to the same in one dialog.
    pub const fn id(&self) -> Option<&'b [u8]> {
        self.id
    }

    /// The parameters but `id`.
    pub const fn other_params(&self) -> OtherParams<'b> {
        self.other_params
    }

    /// Whether both mean the same subscription of a dialog: type and `id` are equal byte for
    /// byte, whatever the other parameters (RFC 6665 §8.2.1).
    pub fn matches(&self, other: &Event<'_>) -> bool {
        self.event_type == other.event_type && self.id == other.id
    }
}

fn is_id(id: &[u8]) -> bool {
    !id.is_empty() && Class::TOKEN.has_all(id)
}

impl<'b> HeaderValue<'b> for Event<'b> {
    const HEADER: KnownHeader = KnownHeader::Event;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let event_type = EventType::parse(cursor)?;
        let mut id = None;
        let params = Params::parse(cursor, |param, at| {
            if param.is(b"id") {
                match param.value {
                    Some(value) if id.is_none() && !param.quoted && is_id(value) => {
                        id = Some(value);
                    }
                    _ => return Err(at.error(ParseErrorKind::Parameter)),
                }
            }
            Ok(())
        })?;
        Ok(Self { event_type, id, other_params: OtherParams::new(params, &[b"id"]) })
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        out.put(self.event_type.as_bytes());
        if let Some(id) = self.id {
            out.put(b";id=").put(id);
        }
        self.other_params.write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives};
    use super::*;

    #[test]
    fn type_and_id_say_which_subscription() {
        let event = read::<Event<'_>>(b"foo; param=abcd; ID=1234");
        assert!(event.matches(&read(b"foo; id=1234")));
        for other in [&b"Foo; id=1234"[..], b"foo", b"foo;id=123", b"foo.bar;id=1234"] {
            assert!(!event.matches(&read(other)), "{}", other.escape_ascii());
        }
        assert_eq!(event.other_params().get(b"param").unwrap().value, Some(&b"abcd"[..]));
    }

    #[test]
    fn an_id_is_one_token_and_stands_once() {
        survives(&Event::new(EventType::new(b"refer").unwrap(), Some(b"93809824")).unwrap());
        for bad in [&b""[..], b"a b", b"\"a\"", b"a\r\nX: y"] {
            assert_eq!(Event::new(EventType::new(b"refer").unwrap(), Some(bad)), None);
        }
        refuses::<Event<'_>>(&[
            b"",
            b"a,b",
            b"a.;id=1",
            b"a;id",
            b"a;id=",
            b"a;id=\"1\"",
            b"a;id=1@2",
            b"a;id=1;id=1",
        ]);
    }
}
