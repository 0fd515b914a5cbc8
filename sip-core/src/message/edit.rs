//! Forwarding: a message once more, byte for byte but for what a proxy changes (§16.6, §16.7).

use super::{Field, Message, MessageWriter, WriteError};
use crate::grammar::Cursor;
use crate::header::{HeaderValue, KnownHeader, MaxForwards, RecordRoute, Route, Via};

/// What is changed in a message that is forwarded. Everything else stays as it came: order,
/// spelling, folds, unknown header fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// How many Via values are taken off the top: 1 of a response that goes upstream (§16.7
    /// step 3).
    pub pop_via: usize,
    /// How many Route values are taken off the top: 1 if the first is this proxy (§16.4).
    pub pop_route: usize,
    /// How many Record-Route values are taken off the top.
    pub pop_record_route: usize,
    /// The new Max-Forwards, in place of the old one, or at the end if there was none (§16.6
    /// step 3).
    pub max_forwards: Option<MaxForwards>,
}

impl MessageWriter<'_> {
    /// Writes all header fields of `message`, edited, and its body, and so ends the message.
    ///
    /// What is pushed on top (Via, Route, Record-Route) is written before. A message that came
    /// without Content-Length gets one (§16.6 step 9).
    ///
    /// ```
    /// use sip_core::header::{KnownHeader, MaxForwards};
    /// use sip_core::message::{Edits, Message, MessageWriter};
    ///
    /// let request = b"BYE sip:bob@192.0.2.4 SIP/2.0\r\n\
    ///     v:SIP/2.0/UDP pc33.example;branch=z9hG4bK1\r\n\
    ///     ROUTE: <sip:this;lr>, <sip:next;lr>\r\n\
    ///     max-forwards: 70\r\n\
    ///     X-Odd:\ta ; b\r\n\r\n";
    /// let message = Message::parse(request)?;
    /// let bye = message.as_request().unwrap();
    /// let edits = Edits { pop_route: 1, max_forwards: Some(MaxForwards(69)), ..Edits::default() };
    /// let mut bytes = Vec::new();
    /// let mut writer = MessageWriter::request(&mut bytes, bye.method(), bye.uri_text());
    /// writer.field(KnownHeader::Via, &[b"SIP/2.0/UDP this;branch=z9hG4bK2"]);
    /// writer.copy_message(&message, &edits);
    /// writer.finish()?;
    /// assert_eq!(
    ///     String::from_utf8(bytes)?,
    ///     "BYE sip:bob@192.0.2.4 SIP/2.0\r\n\
    ///     Via: SIP/2.0/UDP this;branch=z9hG4bK2\r\n\
    ///     v:SIP/2.0/UDP pc33.example;branch=z9hG4bK1\r\n\
    ///     Route: <sip:next;lr>\r\n\
    ///     Max-Forwards: 69\r\n\
    ///     X-Odd:\ta ; b\r\n\
    ///     Content-Length: 0\r\n\r\n"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_message(&mut self, message: &Message<'_>, edits: &Edits) -> &mut Self {
        let headers = message.headers();
        let mut left = *edits;
        for field in headers {
            match field.known() {
                Some(KnownHeader::Via) => pop::<Via<'_>>(self, &field, &mut left.pop_via),
                Some(KnownHeader::Route) => pop::<Route<'_>>(self, &field, &mut left.pop_route),
                Some(KnownHeader::RecordRoute) => {
                    pop::<RecordRoute<'_>>(self, &field, &mut left.pop_record_route);
                }
                Some(KnownHeader::MaxForwards) if edits.max_forwards.is_some() => {
                    // One that came twice goes on once, as the new one.
                    if let Some(new) = left.max_forwards.take() {
                        self.value(&new);
                    }
                }
                _ => self.copy_line(&field),
            }
        }
        if let Some(new) = left.max_forwards {
            self.value(&new);
        }
        if headers.has(KnownHeader::ContentLength) {
            self.copy_body(message.body());
        } else {
            self.body_as_typed(message.body());
        }
        self
    }
}

/// Copies a field without its first values, as many as are `left` to be taken off.
fn pop<'b, T: HeaderValue<'b>>(
    writer: &mut MessageWriter<'_>,
    field: &Field<'b>,
    left: &mut usize,
) {
    if *left == 0 {
        writer.copy_line(field);
        return;
    }
    let mut cursor = Cursor::new(field.value(), 0);
    while let Some(fewer) = left.checked_sub(1) {
        if T::parse(&mut cursor).is_err() {
            // What cannot be read cannot be taken off: it would go on broken.
            writer.fail(WriteError::Malformed);
            return;
        }
        *left = fewer;
        cursor.skip_lws();
        if !cursor.eat(b',') {
            // The whole field is gone; the next one is asked.
            return;
        }
        cursor.skip_lws();
    }
    writer.begin_field(T::HEADER.name().as_bytes());
    writer.received_piece(cursor.rest());
    writer.end_field();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;
    use std::vec::Vec;

    fn edited(text: &str, edits: &Edits) -> Result<String, WriteError> {
        let message = Message::parse(text.as_bytes()).unwrap();
        let response = message.as_response().unwrap();
        let mut bytes = Vec::new();
        let mut writer =
            MessageWriter::response_with_reason(&mut bytes, response.status(), response.reason());
        writer.copy_message(&message, edits);
        writer.finish()?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    const RESPONSE: &str = "SIP/2.0 200 Fine\r\n\
        VIA: SIP/2.0/UDP a, SIP/2.0/UDP b;x=\",\"\r\n , SIP/2.0/UDP c\r\n\
        Subject: one\r\n\ttwo\r\n\
        v: SIP/2.0/UDP d\r\n\
        l:  2\r\n\r\nab";

    #[test]
    fn without_edits_a_message_goes_on_byte_for_byte() {
        assert_eq!(edited(RESPONSE, &Edits::default()).unwrap(), RESPONSE);
    }

    #[test]
    fn values_are_taken_off_the_top_across_fields() {
        let vias = |pop_via| {
            let edits = Edits { pop_via, ..Edits::default() };
            let text = edited(RESPONSE, &edits).unwrap();
            let message = Message::parse(text.as_bytes()).unwrap();
            assert_eq!(message.body(), b"ab");
            let hosts = message.headers().all::<Via<'_>>();
            hosts.map(|via| via.unwrap().sent_by().host_text()[0]).collect::<Vec<u8>>()
        };
        assert_eq!(vias(1), b"bcd");
        assert_eq!(vias(2), b"cd");
        assert_eq!(vias(3), b"d");
        assert_eq!(vias(4), b"");
        assert_eq!(vias(9), b"");
    }

    #[test]
    fn what_cannot_be_read_cannot_be_taken_off() {
        let text = RESPONSE.replace("SIP/2.0/UDP a,", "HTTP a,");
        let edits = Edits { pop_via: 1, ..Edits::default() };
        assert_eq!(edited(&text, &edits), Err(WriteError::Malformed));
    }
}
