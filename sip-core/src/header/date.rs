//! `Date` (§20.17).

use super::{HeaderValue, KnownHeader, ValueWriter};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::number::parse_u32;
use crate::grammar::{Class, Cursor};

/// When the message was first sent: a date of the Gregorian calendar and a time of day, in GMT
/// (§20.17).
///
/// Any other zone is refused, and so is a date that no calendar has. The day of the week is not
/// looked at: it says nothing that the date does not, and on writing it is the right one.
///
/// ```
/// use sip_core::header::{Date, HeaderValue};
///
/// let date = Date::from_value(b"Sat, 13 Nov 2010 23:29:00 GMT")?;
/// assert_eq!((date.year(), date.month(), date.day()), (2010, 11, 13));
/// assert_eq!(date.to_unix_seconds(), 1_289_690_940);
/// assert_eq!(Date::from_unix_seconds(1_289_690_940), Some(date));
/// # Ok::<(), sip_core::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // In this order, so that an earlier date is a smaller one.
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Date {
    /// A date and a time; `None` if there is no such day, or no such time on it (leap seconds
    /// are not). Years are 0 to 9999.
    pub fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        let is_day = year <= 9999 && (1..=days_in_month(year, month)).contains(&day);
        let is_time = hour <= 23 && minute <= 59 && second <= 59;
        (is_day && is_time).then_some(Self { year, month, day, hour, minute, second })
    }

    /// The moment `seconds` after 1970-01-01 00:00:00 GMT; `None` if it is not in the years 0 to
    /// 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let number = seconds.div_euclid(SECONDS_A_DAY).checked_add(EPOCH.into())?;
        let second = u32::try_from(seconds.rem_euclid(SECONDS_A_DAY)).ok()?;
        let (year, month, day) = civil(u32::try_from(number).ok()?)?;
        let part = |number: u32| u8::try_from(number).ok();
        let (hour, minute) = (part(second / 3600)?, part(second / 60 % 60)?);
        Self::new(year, month, day, hour, minute, part(second % 60)?)
    }

    /// How many seconds after 1970-01-01 00:00:00 GMT it is; below 0 if it is before.
    pub fn to_unix_seconds(&self) -> i64 {
        let days = i64::from(self.day_number()).saturating_sub(EPOCH.into());
        let minutes = i64::from(self.hour).saturating_mul(60).saturating_add(self.minute.into());
        let seconds = minutes.saturating_mul(60).saturating_add(self.second.into());
        days.saturating_mul(SECONDS_A_DAY).saturating_add(seconds)
    }

    /// The year: 0 to 9999.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The month: 1 to 12.
    pub const fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month: 1 to 31.
    pub const fn day(&self) -> u8 {
        self.day
    }

    /// The hour: 0 to 23.
    pub const fn hour(&self) -> u8 {
        self.hour
    }

    /// The minute: 0 to 59.
    pub const fn minute(&self) -> u8 {
        self.minute
    }

    /// The second: 0 to 59.
    pub const fn second(&self) -> u8 {
        self.second
    }

    fn day_number(&self) -> u32 {
        day_number(self.year.into(), self.month.into(), self.day.into())
    }
}

const SECONDS_A_DAY: i64 = 86_400;

const WEEKDAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// The [`day_number`] of 1970-01-01, a Thursday.
const EPOCH: u32 = day_number(1970, 1, 1);

/// What is added to the [`day_number`] of a Monday to make it divisible by 7.
const MONDAY: u32 = 7 - (EPOCH + 4) % 7;

/// Days in four hundred years, after which the calendar repeats itself.
const CYCLE: u32 = 400 * 365 + 97;

/// Days in the `months` since March began: 31, 30, 31, 30, 31, and again.
const fn days_since_march(months: u32) -> u32 {
    months.saturating_mul(153).saturating_add(2) / 5
}

/// Days in the `years` before one that begins with March, so that a leap day is the last of its
/// year.
const fn days_of_years(years: u32) -> u32 {
    let days = years.saturating_mul(365).saturating_add(years / 4);
    days.saturating_sub(years / 100).saturating_add(years / 400)
}

/// The number of a day, counted from a day long before the year 0.
const fn day_number(year: u32, month: u32, day: u32) -> u32 {
    // January and February are the last months of the year before.
    let is_late = month <= 2;
    let years = if is_late { year.saturating_add(399) } else { year.saturating_add(400) };
    let months = if is_late { month.saturating_add(9) } else { month.saturating_sub(3) };
    days_of_years(years).saturating_add(days_since_march(months)).saturating_add(day)
}

/// Year, month and day of a [`day_number`]; `None` if it is not in the years 0 to 9999.
fn civil(number: u32) -> Option<(u16, u8, u8)> {
    let days = number.checked_sub(1)?;
    let (cycles, days) = (days / CYCLE, days % CYCLE);
    // Leap days are taken out, to leave years of 365 days; the last day of the cycle is one.
    let leap_days = (days / 1460).saturating_sub(days / 36_524).saturating_add(days / (CYCLE - 1));
    let year = days.saturating_sub(leap_days) / 365;
    let days = days.checked_sub(days_of_years(year))?;
    let months = days.saturating_mul(5).saturating_add(2) / 153;
    let day = days.checked_sub(days_since_march(months))?.checked_add(1)?;
    let years = cycles.checked_mul(400)?.checked_add(year)?;
    let (year, month) = match months {
        0..10 => (years.checked_sub(400)?, months.checked_add(3)?),
        _ => (years.checked_sub(399)?, months.checked_sub(9)?),
    };
    Some((u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl<'b> HeaderValue<'b> for Date {
    const HEADER: KnownHeader = KnownHeader::Date;

    fn parse(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        name(cursor, &WEEKDAYS)?;
        punctuation(cursor, b',')?;
        cursor.skip_lws();
        let day = number(cursor, 2)?;
        cursor.skip_lws();
        let month = name(cursor, &MONTHS)?.saturating_add(1);
        cursor.skip_lws();
        let year = number(cursor, 4)?;
        cursor.skip_lws();
        let hour = number(cursor, 2)?;
        punctuation(cursor, b':')?;
        let minute = number(cursor, 2)?;
        punctuation(cursor, b':')?;
        let second = number(cursor, 2)?;
        cursor.skip_lws();
        name(cursor, &[b"GMT"])?;
        // Two digits fit a byte, so these cannot fail.
        let part = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
        Self::new(year, month, part(day), part(hour), part(minute), part(second))
            .ok_or_else(|| start.error(ParseErrorKind::Number))
    }

    fn write(&self, out: &mut ValueWriter<'_>) {
        let weekday = self.day_number().saturating_add(MONDAY) % 7;
        out.put(nth(&WEEKDAYS, weekday)).put(b", ");
        two_digits(out, self.day.into());
        out.put(b" ").put(nth(&MONTHS, u32::from(self.month).saturating_sub(1))).put(b" ");
        two_digits(out, self.year / 100);
        two_digits(out, self.year % 100);
        for (before, number) in [(b" ", self.hour), (b":", self.minute), (b":", self.second)] {
            out.put(before);
            two_digits(out, number.into());
        }
        out.put(b" GMT");
    }
}

fn nth(names: &[&'static [u8]], at: u32) -> &'static [u8] {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

fn two_digits(out: &mut ValueWriter<'_>, number: u16) {
    // Both are below 10, so the conversions cannot fail.
    let digit = |digit: u16| b'0'.wrapping_add(u8::try_from(digit % 10).unwrap_or(0));
    out.put(&[digit(number / 10), digit(number)]);
}

/// Steps over one of `names`, in any case, and gives its place.
fn name(cursor: &mut Cursor<'_>, names: &[&[u8]]) -> Result<u8, ParseError> {
    let start = *cursor;
    let text = cursor.token()?;
    let at = names.iter().position(|name| text.eq_ignore_ascii_case(name));
    at.and_then(|at| u8::try_from(at).ok()).ok_or_else(|| start.error(ParseErrorKind::Token))
}

/// Steps over a number of one digit to `most`.
fn number(cursor: &mut Cursor<'_>, most: usize) -> Result<u16, ParseError> {
    let start = *cursor;
    let digits = cursor.take_while(Class::DIGIT);
    parse_u32(digits)
        .filter(|_| digits.len() <= most)
        .and_then(|number| u16::try_from(number).ok())
        .ok_or_else(|| start.error(ParseErrorKind::Number))
}

/// Steps over `mark`.
fn punctuation(cursor: &mut Cursor<'_>, mark: u8) -> Result<(), ParseError> {
    if cursor.eat(mark) { Ok(()) } else { Err(cursor.error(ParseErrorKind::Token)) }
}

#[cfg(test)]
mod tests {
    use super::super::value::testing::{read, refuses, survives, written};
    use super::*;

    /// The first and the last second.
    const ENDS: [i64; 2] = [-62_167_219_200, 253_402_300_799];

    #[test]
    fn known_moments_are_written_as_they_are_known() {
        for (seconds, text) in [
            (0, &b"Thu, 01 Jan 1970 00:00:00 GMT"[..]),
            (-1, b"Wed, 31 Dec 1969 23:59:59 GMT"),
            (951_782_400, b"Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_800, b"Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_289_690_940, b"Sat, 13 Nov 2010 23:29:00 GMT"),
            (2_147_483_648, b"Tue, 19 Jan 2038 03:14:08 GMT"),
            (4_107_542_400, b"Mon, 01 Mar 2100 00:00:00 GMT"),
            (ENDS[0], b"Sat, 01 Jan 0000 00:00:00 GMT"),
            (ENDS[1], b"Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            let date = Date::from_unix_seconds(seconds).unwrap();
            assert_eq!(written(&date), text, "{seconds}");
            assert_eq!(read::<Date>(text), date);
            assert_eq!(date.to_unix_seconds(), seconds);
        }
    }

    #[test]
    fn every_day_follows_the_day_before() {
        let mut expected = (0, 1, 1);
        let mut seconds = ENDS[0];
        while let Some(date) = Date::from_unix_seconds(seconds) {
            assert_eq!((date.year(), date.month(), date.day()), expected);
            assert_eq!(date.to_unix_seconds(), seconds);
            let (year, month, day) = expected;
            expected = if day < days_in_month(year, month) {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
            seconds += SECONDS_A_DAY;
        }
        assert_eq!(seconds, ENDS[1] + 1);
    }

    #[test]
    fn a_moment_out_of_reach_is_none() {
        for seconds in [ENDS[0] - 1, ENDS[1] + 1, i64::MIN, i64::MAX] {
            assert_eq!(Date::from_unix_seconds(seconds), None, "{seconds}");
        }
        assert_eq!(Date::new(2010, 2, 29, 0, 0, 0), None);
        assert_eq!(Date::new(10_000, 1, 1, 0, 0, 0), None);
        assert_eq!(Date::new(2010, 1, 1, 0, 0, 60), None);
        survives(&Date::new(2000, 2, 29, 1, 2, 3).unwrap());
    }

    #[test]
    fn an_earlier_date_is_smaller() {
        let date = |text| read::<Date>(text);
        assert!(date(b"Fri, 31 Dec 1999 23:59:59 GMT") < date(b"Sat, 01 Jan 2000 00:00:00 GMT"));
    }

    #[test]
    fn spelling_is_free_and_the_zone_is_not() {
        let expected = read::<Date>(b"Sat, 06 Nov 2010 23:29:00 GMT");
        assert_eq!(read::<Date>(b"sat,6  nov\r\n 2010 23:29:00gmt "), expected);
        assert_eq!(read::<Date>(b"Mon, 06 Nov 2010 23:29:00 GMT"), expected);
        refuses::<Date>(&[
            b"",
            b"Fri, 01 Jan 2010 16:00:00 EST",
            b"Fri, 01 Jan 2010 16:00:00",
            b"Fri, 01 Jan 2010 16:00:00 GMT+1",
            b"01 Jan 2010 16:00:00 GMT",
            b"Fri, 32 Jan 2010 16:00:00 GMT",
            b"Fri, 00 Jan 2010 16:00:00 GMT",
            b"Fri, 31 Apr 2010 16:00:00 GMT",
            b"Fri, 01 Foo 2010 16:00:00 GMT",
            b"Fri, 01 Jan 20100 16:00:00 GMT",
            b"Fri, 01 Jan 2010 24:00:00 GMT",
            b"Fri, 01 Jan 2010 16:00:61 GMT",
            b"Fri, 001 Jan 2010 16:00:00 GMT",
            b"Friday, 01-Jan-10 16:00:00 GMT",
            b"Fri Jan  1 16:00:00 2010",
        ]);
    }
}
