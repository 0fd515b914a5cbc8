//! The header fields of a message, and the index by which they are found (§7.3).

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::cursor::trim;
use crate::grammar::{Class, Cursor};
use crate::header::{Cardinality, HeaderValue, KnownHeader, parse_whole};

/// The header fields, in the order in which they came.
///
/// One pass over the message finds where each line ends, looks up its name in the table of known
/// header fields, and notes where the first of each kind begins. Nothing is stored per line: a
/// message may have any number of them.
#[derive(Clone, Copy)]
pub struct Headers<'b> {
    /// The message from its first byte, so that offsets in errors are offsets in the message.
    pub(super) bytes: &'b [u8],
    pub(super) index: Index,
}

/// What the pass over the lines found: offsets only, so that it can be kept apart from the bytes.
#[derive(Clone, Copy)]
pub(super) struct Index {
    /// Where the header lines begin, and where the empty line behind them does.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the value of the first field of each kind begins; 0 for none.
    pub(super) first: [u32; KnownHeader::COUNT],
    /// The kinds that stand more than once, a bit each.
    repeated: u128,
    pub(super) fault: Option<ParseError>,
}

const _: () = assert!(KnownHeader::COUNT <= 128, "one bit for each known header field");

impl Index {
    /// Indexes the lines from `start` to the empty line.
    fn of(bytes: &[u8], start: usize) -> Self {
        let mut index = Self {
            start,
            end: bytes.len(),
            first: [0; KnownHeader::COUNT],
            repeated: 0,
            fault: None,
        };
        let mut at = start;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            match rest {
                [b'\r', b'\n', ..] => {
                    index.end = at;
                    return index;
                }
                [] => {
                    index.note(ParseError::new(ParseErrorKind::Unterminated, at));
                    return index;
                }
                _ => {}
            }
            let line = Line::scan(rest);
            if let Some((kind, offset)) = line.fault {
                index.note(ParseError::new(kind, at.saturating_add(offset)));
            }
            if let Some(known) = line.name.and_then(KnownHeader::from_name) {
                index.enter(known, at.saturating_add(line.value_start));
            }
            at = at.saturating_add(line.len);
        }
    }

    fn note(&mut self, fault: ParseError) {
        self.fault.get_or_insert(fault);
    }

    fn enter(&mut self, known: KnownHeader, value_start: usize) {
        if let Some(first) = self.first.get_mut(known.index()) {
            if *first == 0 {
                // Offsets beyond 4 GiB are out of reach of any transport.
                *first = u32::try_from(value_start).unwrap_or(u32::MAX);
            } else {
                self.repeated |= bit(known);
            }
        }
    }
}

impl<'b> Headers<'b> {
    /// Indexes the lines from `start` to the empty line.
    pub(super) fn index(bytes: &'b [u8], start: usize) -> Self {
        Self { bytes, index: Index::of(bytes, start) }
    }

    /// The header fields of a body part that begins at `start` and reaches to the end of `bytes`.
    ///
    /// The empty line may be missing where no body is (RFC 2046 §5.1).
    pub(crate) fn of_part(bytes: &'b [u8], start: usize) -> Result<Self, ParseError> {
        let headers = Self::index(bytes, start);
        // It is the last fault that can be noted: where it is the first, there is no other.
        match headers.fault() {
            Some(fault) if fault.kind != ParseErrorKind::Unterminated => Err(fault),
            _ => Ok(headers),
        }
    }

    /// The same without the bytes from `end` on, which is behind the lines.
    pub(crate) fn until(mut self, end: usize) -> Self {
        self.bytes = self.bytes.get(..end).unwrap_or(self.bytes);
        self
    }

    /// All bytes in which the lines lie: offsets in errors count from the first of them.
    pub(crate) const fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// Where the lines begin.
    pub(crate) const fn start(&self) -> usize {
        self.index.start
    }

    /// The first fault in the form of the lines.
    pub(super) const fn fault(&self) -> Option<ParseError> {
        self.index.fault
    }

    /// Where the body begins.
    pub(crate) fn end_of_head(&self) -> usize {
        self.index.end.saturating_add(2).min(self.bytes.len())
    }

    /// All header fields, known and unknown, in order.
    pub fn iter(&self) -> Fields<'b> {
        Fields { bytes: self.bytes, at: self.index.start, end: self.index.end }
    }

    /// Whether there is a field of this kind.
    pub fn has(&self, known: KnownHeader) -> bool {
        self.first_offset(known).is_some()
    }

    /// Whether there are several fields of this kind (each of which may hold several values).
    pub fn is_repeated(&self, known: KnownHeader) -> bool {
        self.index.repeated & bit(known) != 0
    }

    /// The values of the fields of this kind, trimmed and otherwise as they came, in order.
    pub fn texts(&self, known: KnownHeader) -> impl Iterator<Item = &'b [u8]> + use<'b> {
        self.places(known).map(|place| trim(place.text))
    }

    /// The value of the first field of this kind, trimmed and otherwise as it came.
    pub fn text(&self, known: KnownHeader) -> Option<&'b [u8]> {
        self.texts(known).next()
    }

    /// The value of the header field `T`, which may stand once.
    ///
    /// ```
    /// # use sip_core::{Message, header::MaxForwards};
    /// let message = Message::parse(b"OPTIONS sip:a@b SIP/2.0\r\nMax-Forwards: 70\r\n\r\n")?;
    /// assert_eq!(message.headers().find::<MaxForwards>()?, Some(MaxForwards(70)));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// If it is there and malformed, with the offset in the message; or if it is one that may
    /// stand once and stands again ([`ParseErrorKind::Repeated`]): whoever took the first would
    /// see another message than whoever takes the last.
    pub fn find<T: HeaderValue<'b>>(&self) -> Result<Option<T>, ParseError> {
        match T::HEADER.cardinality() {
            Cardinality::List => return self.all::<T>().next().transpose(),
            Cardinality::Single if self.is_repeated(T::HEADER) => {
                return Err(self.repeated(T::HEADER));
            }
            Cardinality::Single | Cardinality::Rows => {}
        }
        let Some(offset) = self.first_offset(T::HEADER) else { return Ok(None) };
        let rest = self.bytes.get(offset..self.index.end).unwrap_or_default();
        let (len, _) = line_end(rest, |_| {});
        parse_whole(Cursor::new(rest.get(..len).unwrap_or_default(), offset)).map(Some)
    }

    /// The fault of a field that may stand once, where it stands again.
    #[cold]
    fn repeated(&self, known: KnownHeader) -> ParseError {
        let again = self.places(known).nth(1).map_or(self.index.end, |place| place.offset);
        ParseError::new(ParseErrorKind::Repeated, again).within(known)
    }

    /// The value of the header field `T`, which must be there.
    ///
    /// # Errors
    /// As [`find`](Self::find); and [`ParseErrorKind::Missing`] if it is not there.
    pub fn require<T: HeaderValue<'b>>(&self) -> Result<T, ParseError> {
        self.find()?.ok_or_else(|| {
            ParseError::new(ParseErrorKind::Missing, self.index.end).within(T::HEADER)
        })
    }

    /// All values of the header field `T`: several fields, several values in one, in order.
    ///
    /// A value that is malformed is an error; what follows it in the same field is passed over.
    pub fn all<T: HeaderValue<'b>>(&self) -> Values<'b, T> {
        Values { places: self.places(T::HEADER), cursor: None, marker: core::marker::PhantomData }
    }

    /// A fault in the first field of this kind, which is well-formed by itself.
    pub(crate) fn fault_in(&self, kind: ParseErrorKind, known: KnownHeader) -> ParseError {
        ParseError::new(kind, self.first_offset(known).unwrap_or(self.index.end)).within(known)
    }

    /// The first value of a list, and the values behind it in the same field as they stand there.
    pub(crate) fn split_first<T: HeaderValue<'b>>(&self) -> Option<(T, &'b [u8])> {
        let mut places = self.places(T::HEADER);
        // As in `all`, a field that is empty holds no value.
        let mut cursor = loop {
            let place = places.next()?;
            let mut cursor = Cursor::new(place.text, place.offset);
            cursor.skip_lws();
            if !cursor.at_end() {
                break cursor;
            }
        };
        let first = T::parse(&mut cursor).ok()?;
        cursor.skip_lws();
        cursor.eat(b',');
        Some((first, trim(cursor.rest())))
    }

    fn first_offset(&self, known: KnownHeader) -> Option<usize> {
        let offset = self.index.first.get(known.index()).copied().unwrap_or(0);
        if offset == 0 { None } else { usize::try_from(offset).ok() }
    }

    fn places(&self, known: KnownHeader) -> Places<'b> {
        Places {
            known,
            next: self.first_offset(known),
            repeated: self.is_repeated(known),
            bytes: self.bytes.get(..self.index.end).unwrap_or_default(),
        }
    }
}

impl<'b> IntoIterator for &Headers<'b> {
    type Item = Field<'b>;
    type IntoIter = Fields<'b>;

    fn into_iter(self) -> Fields<'b> {
        self.iter()
    }
}

impl core::fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

const fn bit(known: KnownHeader) -> u128 {
    1 << known.index()
}

/// One header line as the scan sees it; offsets from its first byte.
struct Line<'b> {
    name: Option<&'b [u8]>,
    value_start: usize,
    value_end: usize,
    /// To the first byte of the next line.
    len: usize,
    fault: Option<(ParseErrorKind, usize)>,
}

impl<'b> Line<'b> {
    /// [`scan`](Self::scan) for whoever comes after the index: there the code is not worth its
    /// room a second time.
    #[inline(never)]
    fn scan_again(rest: &'b [u8]) -> Self {
        Self::scan(rest)
    }

    /// Reads one line, folds included (§7.3.1). A broken one is stepped over.
    #[inline(always)]
    fn scan(rest: &'b [u8]) -> Self {
        let (name, behind) = rest.split_at_checked(Class::TOKEN.run(rest)).unwrap_or_default();
        let mut fault = None;
        let (name, value) = match behind {
            [b':', value @ ..] if !name.is_empty() => (Some(name), value),
            // Blanks and tabs, and nothing else, may stand before the colon (P1 of the hard cases).
            _ => match behind_blanks(behind) {
                [b':', value @ ..] if !name.is_empty() => (Some(name), value),
                broken => {
                    let offset = rest.len().saturating_sub(broken.len());
                    fault = Some((ParseErrorKind::HeaderLine, offset));
                    (None, broken)
                }
            },
        };
        let value_start = rest.len().saturating_sub(value.len());
        let (value_len, len) = line_end(value, |stray| {
            fault.get_or_insert((ParseErrorKind::LineEnding, value_start.saturating_add(stray)));
        });
        Self {
            name,
            value_start,
            value_end: value_start.saturating_add(value_len),
            len: value_start.saturating_add(len),
            fault,
        }
    }
}

#[cold]
fn behind_blanks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', behind @ ..] = text {
        text = behind;
    }
    text
}

/// How long the value at `text` is, and how far away the next line begins; folds belong to the
/// value. `stray` hears of each CR or LF that is not part of a CRLF.
#[inline]
fn line_end(text: &[u8], stray: impl FnMut(usize)) -> (usize, usize) {
    // Nearly every line ends at the first CR.
    if let Some(len) = memchr::memchr2(b'\r', b'\n', text)
        && let Some([b'\r', b'\n', next @ ..]) = text.get(len..)
        && !matches!(next, [b' ' | b'\t', ..])
    {
        return (len, len.saturating_add(2));
    }
    folded_line_end(text, stray)
}

/// The same, of a line that is folded or broken.
#[cold]
fn folded_line_end(text: &[u8], mut stray: impl FnMut(usize)) -> (usize, usize) {
    let mut at = 0usize;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(len) = memchr::memchr2(b'\r', b'\n', rest) else {
            return (text.len(), text.len());
        };
        let end = at.saturating_add(len);
        match rest.get(len..) {
            Some([b'\r', b'\n', b' ' | b'\t', ..]) => at = end.saturating_add(3),
            Some([b'\r', b'\n', ..]) => return (end, end.saturating_add(2)),
            _ => {
                stray(end);
                at = end.saturating_add(1);
            }
        }
    }
}

/// One header field as it came.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Field<'b> {
    name: &'b [u8],
    value: &'b [u8],
    line: &'b [u8],
    whole: bool,
    offset: usize,
}

impl<'b> Field<'b> {
    /// The name as it was written: any case, full or compact form.
    pub const fn name(&self) -> &'b [u8] {
        self.name
    }

    /// The header field, if it is a known one.
    pub fn known(&self) -> Option<KnownHeader> {
        KnownHeader::from_name(self.name)
    }

    /// The value, trimmed, and otherwise as it was written: folds are still in it.
    pub const fn value(&self) -> &'b [u8] {
        self.value
    }

    /// The whole line, or lines if it is folded, with the CRLF at the end, unless the message
    /// ends before it.
    pub const fn line(&self) -> &'b [u8] {
        self.line
    }

    /// Whether the line ends in a line break, and has no other in it but folds.
    pub(super) const fn is_whole(&self) -> bool {
        self.whole
    }

    /// Where the line begins: bytes from the start of what was parsed.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl core::fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.name.escape_ascii(), self.value.escape_ascii())
    }
}

/// Iterator over all header fields of a message; lines that are none are passed over.
#[derive(Clone, Debug)]
pub struct Fields<'b> {
    bytes: &'b [u8],
    at: usize,
    end: usize,
}

impl<'b> Iterator for Fields<'b> {
    type Item = Field<'b>;

    fn next(&mut self) -> Option<Field<'b>> {
        while self.at < self.end {
            let offset = self.at;
            let rest = self.bytes.get(offset..self.end)?;
            let line = Line::scan_again(rest);
            self.at = offset.saturating_add(line.len);
            if let Some(name) = line.name {
                let value = trim(rest.get(line.value_start..line.value_end).unwrap_or_default());
                let whole = line.fault.is_none() && line.value_end < line.len;
                return Some(Field { name, value, line: rest.get(..line.len)?, whole, offset });
            }
        }
        None
    }
}

/// The values of one kind of header field, untrimmed, with their offsets.
#[derive(Clone, Debug)]
struct Places<'b> {
    known: KnownHeader,
    /// Where the next value begins.
    next: Option<usize>,
    repeated: bool,
    /// The message up to the end of the header fields.
    bytes: &'b [u8],
}

#[derive(Clone, Copy, Debug)]
struct Place<'b> {
    text: &'b [u8],
    offset: usize,
}

impl<'b> Iterator for Places<'b> {
    type Item = Place<'b>;

    fn next(&mut self) -> Option<Place<'b>> {
        let offset = self.next.take()?;
        let rest = self.bytes.get(offset..)?;
        let (len, to_next_line) = line_end(rest, |_| {});
        if self.repeated {
            let mut at = offset.saturating_add(to_next_line);
            while let Some(rest @ [_, ..]) = self.bytes.get(at..) {
                let line = Line::scan_again(rest);
                if line.name.and_then(KnownHeader::from_name) == Some(self.known) {
                    self.next = Some(at.saturating_add(line.value_start));
                    break;
                }
                at = at.saturating_add(line.len);
            }
        }
        Some(Place { text: rest.get(..len)?, offset })
    }
}

/// Iterator over the values of a header field: several fields, several values in one.
#[derive(Clone, Debug)]
pub struct Values<'b, T> {
    places: Places<'b>,
    /// In a field, behind a value and its comma.
    cursor: Option<Cursor<'b>>,
    marker: core::marker::PhantomData<T>,
}

impl<'b, T: HeaderValue<'b>> Iterator for Values<'b, T> {
    type Item = Result<T, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut cursor = match self.cursor.take() {
            Some(cursor) => cursor,
            None => loop {
                let place = self.places.next()?;
                let mut cursor = Cursor::new(place.text, place.offset);
                cursor.skip_lws();
                // A field may be empty where a list may: `Supported:` says "nothing" (§20.37).
                if !cursor.at_end() {
                    break cursor;
                }
            },
        };
        let value = match T::parse(&mut cursor) {
            Ok(value) => value,
            Err(error) => return Some(Err(error.within(T::HEADER))),
        };
        cursor.skip_lws();
        if cursor.eat(b',') {
            cursor.skip_lws();
            self.cursor = Some(cursor);
        } else if !cursor.at_end() {
            return Some(Err(cursor.error(ParseErrorKind::Trailing).within(T::HEADER)));
        }
        Some(Ok(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Message;
    use crate::header::{CSeq, Contact, MaxForwards, Via};
    use std::vec::Vec;

    fn headers(lines: &str) -> Headers<'_> {
        let headers = Headers::index(lines.as_bytes(), 0);
        assert_eq!(headers.fault(), None);
        headers
    }

    fn fault(lines: &[u8]) -> ParseErrorKind {
        Headers::index(lines, 0).fault().unwrap().kind
    }

    #[test]
    fn fields_come_in_order_with_their_names_as_written() {
        let headers = headers("x: 1\r\nVIA  : SIP/2.0/UDP a\r\nX-Y:\r\n\r\n");
        let fields: Vec<_> = headers.iter().map(|f| (f.name(), f.value())).collect();
        assert_eq!(fields, [(&b"x"[..], &b"1"[..]), (b"VIA", b"SIP/2.0/UDP a"), (b"X-Y", b"")]);
    }

    #[test]
    fn p2_blanks_before_the_colon_do_not_change_the_name() {
        let headers = headers("Via \t: SIP/2.0/UDP a\r\nv: SIP/2.0/UDP b\r\n\r\n");
        assert_eq!(headers.all::<Via>().count(), 2);
        assert!(headers.is_repeated(KnownHeader::Via));
    }

    #[test]
    fn p1_a_control_character_before_the_colon_breaks_the_line() {
        assert_eq!(fault(b"To\x01: <sip:evil>\r\n\r\n"), ParseErrorKind::HeaderLine);
        let message = Message::read(b"OPTIONS sip:a SIP/2.0\r\nTo\x01: x\r\nTo: <sip:b>\r\n\r\n");
        assert!(!message.unwrap().headers().is_repeated(KnownHeader::To));
    }

    #[test]
    fn several_values_in_one_field_and_several_fields_are_one_list() {
        let headers = headers(
            "Contact: <sip:a@h>,\r\n \"x, y\" <sip:b@h>\r\nMax-Forwards: 1\r\nm: <sip:c@h>\r\n\r\n",
        );
        let uris: Vec<_> = headers
            .all::<Contact>()
            .map(|contact| contact.unwrap().address().unwrap().uri().as_bytes())
            .collect();
        assert_eq!(uris, [&b"sip:a@h"[..], b"sip:b@h", b"sip:c@h"]);
    }

    #[test]
    fn an_empty_list_element_is_an_error() {
        for bad in ["Via: SIP/2.0/UDP a,\r\n\r\n", "Via: SIP/2.0/UDP a,,SIP/2.0/UDP b\r\n\r\n"] {
            let headers = headers(bad);
            assert!(headers.all::<Via>().any(|via| via.is_err()), "{bad}");
        }
        assert_eq!(headers("Via:\r\n\r\n").all::<Via>().count(), 0);
    }

    #[test]
    fn p3_a_second_field_where_one_may_stand_is_an_error_not_a_choice() {
        let headers = headers("Max-Forwards: 70\r\nCSeq: 1 A\r\nCSeq: 2 A\r\n\r\n");
        let error = headers.find::<CSeq>().unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::Repeated);
        assert_eq!(error.offset, 34);
        assert_eq!(headers.find::<MaxForwards>(), Ok(Some(MaxForwards(70))));
    }

    #[test]
    fn an_error_has_its_offset_in_the_message() {
        let error = headers("X: y\r\nCSeq: 7 \r\n\r\n").find::<CSeq>().unwrap_err();
        assert_eq!((error.kind, error.offset), (ParseErrorKind::Token, 14));
        assert_eq!(error.header, Some(KnownHeader::CSeq));
    }

    #[test]
    fn p19_a_folded_value_is_one_value() {
        let headers = headers("Subject: I know\r\n\tyou're\r\n  there\r\nTo: <sip:a>\r\n\r\n");
        let subject = headers.text(KnownHeader::Subject).unwrap();
        assert_eq!(subject, b"I know\r\n\tyou're\r\n  there");
        assert_eq!(headers.iter().count(), 2);
    }

    #[test]
    fn p20_a_lone_cr_or_lf_is_a_fault_and_never_a_line_end() {
        assert_eq!(fault(b"A: b\nC: d\r\n\r\n"), ParseErrorKind::LineEnding);
        assert_eq!(fault(b"A: b\rC: d\r\n\r\n"), ParseErrorKind::LineEnding);
        assert_eq!(Headers::index(b"A: b\nC: d\r\n\r\n", 0).iter().count(), 1);
    }

    #[test]
    fn the_header_fields_end_in_an_empty_line() {
        assert_eq!(fault(b"A: b\r\n"), ParseErrorKind::Unterminated);
        assert_eq!(fault(b"A: b"), ParseErrorKind::Unterminated);
        assert_eq!(fault(b""), ParseErrorKind::Unterminated);
    }

    #[test]
    fn a_line_without_a_colon_is_stepped_over_and_noted() {
        let headers = Headers::index(b"A: b\r\nnonsense\r\nC: d\r\n\r\n", 0);
        assert_eq!(headers.fault().unwrap().kind, ParseErrorKind::HeaderLine);
        assert_eq!(headers.fault().unwrap().offset, 14);
        assert_eq!(headers.iter().count(), 2);
    }
}
