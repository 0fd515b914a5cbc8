//! The ladder: nodes side by side, time downwards, an arrow for each thing that was sent.

use sip_core::Instant;
use sip_core::transport::Transport;

use super::trace::{Fate, Note, Record};

/// How wide the drawing is, if there are not too many nodes.
const WIDTH: usize = 100;
/// Before the first lifeline: the time, how long it was under way, a gap.
const GUTTER: usize = 16;
const TIME: usize = 8;
/// Between two lifelines.
const MAX_GAP: usize = 42;
const MIN_GAP: usize = 14;

const LIFELINE: char = '│';
const LOST: char = '×';
const AGAIN: char = '↻';
const COPY: char = '⇉';
const OVERTAKEN: char = '⇄';

pub(super) fn draw(names: &[String], records: &[Record], notes: &[Note]) -> String {
    let ladder = Ladder::new(names.len());
    let mut lines = vec![ladder.header(names)];
    let mut notes = notes.iter().peekable();
    for (index, record) in records.iter().enumerate() {
        while let Some(note) = notes.next_if(|note| note.before <= index) {
            lines.push(ladder.note(note));
        }
        lines.push(ladder.arrow(record));
    }
    lines.extend(notes.map(|note| ladder.note(note)));
    lines.extend(legend(records));
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Where the lifelines stand.
struct Ladder {
    columns: Vec<usize>,
    gap: usize,
}

impl Ladder {
    fn new(nodes: usize) -> Self {
        let room = WIDTH - 1 - GUTTER;
        let gap = (room / nodes.saturating_sub(1).max(1)).clamp(MIN_GAP, MAX_GAP);
        Self { columns: (0..nodes).map(|node| GUTTER + node * gap).collect(), gap }
    }

    fn header(&self, names: &[String]) -> String {
        let mut row = self.blank(' ');
        put(&mut row, TIME - 4, "time");
        for (name, &column) in names.iter().zip(&self.columns) {
            let name = cut(name, self.gap - 2);
            let len = name.chars().count();
            let last = row.len().saturating_sub(len);
            put(&mut row, (column - (len / 2).min(column)).clamp(TIME + 1, last), &name);
        }
        row.into_iter().collect()
    }

    fn note(&self, note: &Note) -> String {
        let mut row = self.blank(LIFELINE);
        put(&mut row, 0, &seconds(note.at));
        let start = GUTTER + 2;
        let text = format!(" {} ", cut(&note.text, WIDTH - start - 2));
        if row.len() < start + text.chars().count() {
            row.resize(start + text.chars().count(), ' ');
        }
        put(&mut row, start, &text);
        row.into_iter().collect()
    }

    fn arrow(&self, record: &Record) -> String {
        let mut row = self.blank(LIFELINE);
        put(&mut row, 0, &format!("{}{:>6}", seconds(record.sent_at), under_way(record)));
        let (from, to) = self.between(record);
        let (left, right) = (from.min(to) + 1, from.max(to));
        let room = (right - left).saturating_sub(4);
        let text = format!("{}{}", marks(record), shorten(record, room - 2 * mark_count(record)));
        let reach = self.reach(record, right - left, text.chars().count() + 4);
        let line = if record.flow.transport == Transport::Udp { '─' } else { '═' };
        let range = if from < to { left..left + reach } else { right - reach..right };
        row[range.clone()].fill(line);
        let slack = reach.saturating_sub(text.chars().count() + 4) / 2;
        let (head, start) = if from < to {
            (range.end - 1, range.start + 1 + slack)
        } else {
            (range.start, range.start + 1 + slack)
        };
        put(&mut row, start, &format!(" {text} "));
        row[head] = head_of(record, from < to);
        row.into_iter().collect()
    }

    /// The columns that an arrow goes between. What has no receiver, and what goes to its sender,
    /// points at a neighbour and ends on the way.
    fn between(&self, record: &Record) -> (usize, usize) {
        let from = self.columns[record.from];
        let beside = || match self.columns.get(record.from + 1) {
            Some(&column) => column,
            None if record.from > 0 => self.columns[record.from - 1],
            None => from + self.gap,
        };
        match record.to {
            Some(to) if to != record.from => (from, self.columns[to]),
            _ => (from, beside()),
        }
    }

    /// How long an arrow is: what is lost ends on its way.
    fn reach(&self, record: &Record, whole: usize, least: usize) -> usize {
        match (record.fate, record.to) {
            (Fate::Lost, _) => (whole * 3 / 4).max(least).min(whole),
            (_, Some(to)) if to == record.from => least.min(whole),
            _ => whole,
        }
    }

    /// A row without an arrow.
    fn blank(&self, lifeline: char) -> Vec<char> {
        let last = self.columns.last().copied().unwrap_or(GUTTER);
        // A single node draws into the room beside it.
        let width = if self.columns.len() < 2 { last + self.gap } else { last };
        let mut row = vec![' '; (width + 1).max(WIDTH.min(last + self.gap / 2))];
        for &column in &self.columns {
            row[column] = lifeline;
        }
        row
    }
}

/// Writes into a row, as far as it goes.
fn put(row: &mut [char], at: usize, text: &str) {
    for (place, letter) in row.iter_mut().skip(at).zip(text.chars()) {
        *place = letter;
    }
}

fn seconds(at: Instant) -> String {
    let millis = at.as_millis();
    format!("{:>TIME$}", format!("{}.{:03}", millis / 1000, millis % 1000))
}

/// The milliseconds that it took.
fn under_way(record: &Record) -> String {
    match record.fate {
        Fate::Arrives(at) => format!("+{}", at.saturating_since(record.sent_at).as_millis()),
        Fate::Waiting | Fate::Lost => String::new(),
    }
}

fn head_of(record: &Record, rightwards: bool) -> char {
    match (record.fate, rightwards) {
        (Fate::Lost, _) => LOST,
        _ if record.to == Some(record.from) => '↩',
        (_, true) => '►',
        (_, false) => '◄',
    }
}

const fn marked(record: &Record) -> [(bool, char); 3] {
    [(record.retransmission, AGAIN), (record.copy, COPY), (record.overtaken, OVERTAKEN)]
}

fn mark_count(record: &Record) -> usize {
    marked(record).iter().filter(|(is_marked, _)| *is_marked).count()
}

fn marks(record: &Record) -> String {
    let marks = marked(record).into_iter().filter(|(is_marked, _)| *is_marked);
    marks.map(|(_, mark)| format!("{mark} ")).collect()
}

/// What fits of a record's label, and of where it goes if no node is there.
fn shorten(record: &Record, room: usize) -> String {
    if record.to.is_some() {
        return shorten_label(record, room);
    }
    let target = format!(" → {}", record.flow.remote);
    match room.checked_sub(target.chars().count()) {
        Some(left) if left > 0 => shorten_label(record, left) + &target,
        _ => shorten_label(record, room),
    }
}

/// All of a label, or a response without its reason and a URI without its scheme, or what fits.
fn shorten_label(record: &Record, room: usize) -> String {
    let whole = record.label();
    if whole.chars().count() <= room {
        return whole;
    }
    let is_response = record.bytes.starts_with(b"SIP/2.0 ");
    match (whole.split_once(' '), whole.rsplit_once(" (")) {
        (Some((status, _)), Some((_, method))) if is_response => {
            cut(&format!("{status} ({method}"), room)
        }
        _ => cut(&whole.replacen(" sip:", " ", 1), room),
    }
}

fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

/// What the marks mean that were used.
fn legend(records: &[Record]) -> Option<String> {
    let any = |meant: fn(&Record) -> bool| records.iter().any(meant);
    let entries = [
        (any(|record| record.flow.transport != Transport::Udp), "═ stream"),
        (any(Record::is_lost), "× lost"),
        (any(|record| record.retransmission), "↻ sent again"),
        (any(|record| record.copy), "⇉ copied by the network"),
        (any(|record| record.overtaken), "⇄ overtaken"),
    ];
    let used: Vec<&str> = entries.iter().filter(|entry| entry.0).map(|entry| entry.1).collect();
    (!used.is_empty()).then(|| format!("\n{:GUTTER$}{}", "", used.join("   ")))
}
