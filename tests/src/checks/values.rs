//! What must hold for the typed values of any message, whichever header field they are of.

use std::fmt::{Debug, Write};

use sip_core::header::{Cardinality, HeaderValue, KnownHeader, ValueWriter};
use sip_core::message::{Field, MessageWriter, WriteError};
use sip_core::{Message, Method, ParseError};

use super::message::{at, of_kind};
use crate::headers::{Visitor, visit_all};

/// Reads every typed value of `message`, which was read from `bytes`, by all ways that lead to it;
/// writes it, alone and into a message; and reads it back.
///
/// # Panics
/// If the ways disagree, or if a value that is written is not read back as an equal one.
pub fn check(bytes: &[u8], message: &Message<'_>) {
    let fields: Vec<Field<'_>> = message.headers().iter().collect();
    let mut written = Vec::new();
    let writer = MessageWriter::request(&mut written, Method::Options, b"sip:a@b");
    let mut reading = Reading { bytes, message, fields: &fields, texts: Vec::new(), writer };
    visit_all(&mut reading);
    let Reading { texts, writer, .. } = reading;
    let again = match writer.finish() {
        Ok(_) => Some(Message::parse(&written).expect("what is written is a message")),
        Err(error) => {
            assert_eq!(error, WriteError::Injection);
            assert!(message.fault().is_some(), "values without stray line breaks can be written");
            None
        }
    };
    // A second round, because only now there is a lifetime that all three have in common.
    let mut texts = texts.iter().map(Vec::as_slice);
    visit_all(&mut ReadingBack { message, texts: &mut texts, again: again.as_ref() });
    assert_eq!(texts.next(), None);
}

/// The values of a header field that can be read.
fn values<'b, T: HeaderValue<'b>>(message: &Message<'b>) -> Vec<T> {
    let headers = message.headers();
    if T::HEADER.cardinality() == Cardinality::List {
        headers.all::<T>().flatten().collect()
    } else {
        headers.texts(T::HEADER).filter_map(|text| T::from_value(text).ok()).collect()
    }
}

/// The first round: what is found, and what it writes.
struct Reading<'f, 'b, 'w> {
    bytes: &'b [u8],
    message: &'f Message<'b>,
    fields: &'f [Field<'b>],
    texts: Vec<Vec<u8>>,
    writer: MessageWriter<'w>,
}

impl<'b> Visitor<'b> for Reading<'_, 'b, '_> {
    fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
        let headers = self.message.headers();
        let lines = of_kind(self.fields, T::HEADER);
        let found = headers.find::<T>();
        match (&found, T::HEADER.cardinality()) {
            (found, Cardinality::List) => assert_eq!(*found, headers.all().next().transpose()),
            (Err(error), _) => lies_in_a_line(error, T::HEADER, &lines),
            (Ok(None), _) => assert!(lines.is_empty()),
            (Ok(Some(value)), cardinality) => {
                assert!(lines.len() == 1 || cardinality == Cardinality::Rows, "{value:?}");
                assert_eq!(T::from_value(lines[0].value()).as_ref(), Ok(value));
            }
        }
        assert_eq!(headers.require::<T>().ok(), found.ok().flatten());
        if let Err(error) = headers.require::<T>() {
            assert!(at(&error) <= self.bytes.len() && error.header == Some(T::HEADER));
        }
        let commas = |line: &&Field<'_>| line.value().iter().filter(|byte| **byte == b',').count();
        let mut left = lines.len() + lines.iter().map(commas).sum::<usize>();
        for value in headers.all::<T>() {
            left = left.checked_sub(1).expect("no more values than text for them");
            if let Err(error) = value {
                assert!(at(&error) <= self.bytes.len());
                lies_in_a_line(&error, T::HEADER, &lines);
            }
        }
        for value in values::<T>(self.message) {
            let text = written(&value);
            assert_eq!(value.display().to_string(), String::from_utf8_lossy(&text));
            self.texts.push(text);
            // Every message gets its own.
            if T::HEADER != KnownHeader::ContentLength {
                self.writer.value(&value);
            }
        }
    }
}

/// The second round: what was written is read as an equal value, which writes the same text.
struct ReadingBack<'f, 'b, I> {
    message: &'f Message<'b>,
    texts: &'f mut I,
    again: Option<&'f Message<'b>>,
}

impl<'b, I: Iterator<Item = &'b [u8]>> Visitor<'b> for ReadingBack<'_, 'b, I> {
    fn visit<T: HeaderValue<'b> + PartialEq + Debug>(&mut self) {
        let values = values::<T>(self.message);
        for value in &values {
            let text = self.texts.next().expect("a text for each value");
            let shown = text.escape_ascii();
            let again = T::from_value(text);
            assert_eq!(again.as_ref(), Ok(value), "{}: {shown}", T::HEADER);
            assert!(again.is_ok_and(|again| written(&again) == text), "{}: {shown}", T::HEADER);
        }
        if let Some(again) = self.again.filter(|_| T::HEADER != KnownHeader::ContentLength) {
            assert_eq!(self::values::<T>(again), values, "out of a message");
        }
    }
}

fn written<'b>(value: &impl HeaderValue<'b>) -> Vec<u8> {
    let mut text = Vec::new();
    value.write(&mut ValueWriter::new(&mut |piece| text.extend_from_slice(piece)));
    text
}

/// An error in a header field names it, and lies in one of its lines.
fn lies_in_a_line(error: &ParseError, known: KnownHeader, lines: &[&Field<'_>]) {
    assert_eq!(error.header, Some(known));
    let inside = |line: &&Field<'_>| {
        (line.offset()..=line.offset() + line.line().len()).contains(&at(error))
    };
    assert!(lines.iter().any(inside), "{error} is in none of {lines:?}");
    let mut shown = String::new();
    write!(shown, "{error}").expect("a String takes all");
    assert!(shown.contains(known.name()));
}
