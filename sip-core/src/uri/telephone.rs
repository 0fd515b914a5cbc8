//! A telephone number, as a `tel:` URI and the user part of a SIP URI hold it (RFC 3966 §3,
//! §19.1.6).

use core::hash::{Hash, Hasher};

use super::byte_set::ByteSet;
use super::compare::{Few, in_order};
use super::letters::{self, Letter, Letters};
use super::{UriParam, UriParams};
use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::{Cursor, Unescaped};

/// `telephone-subscriber`: a number and its parameters, escapes untouched.
///
/// `==` asks whether two were written alike; [`is_equivalent`](Self::is_equivalent) asks whether
/// they are the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TelephoneSubscriber<'b> {
    number: &'b [u8],
    params: UriParams<'b>,
}

impl<'b> TelephoneSubscriber<'b> {
    /// Reads the whole of `text`: what follows `tel:`, or the user part of a SIP URI that is to be
    /// understood as a number.
    ///
    /// ```
    /// use sip_core::uri::TelephoneSubscriber;
    ///
    /// let number = TelephoneSubscriber::parse(b"+1-201-555-0123")?;
    /// assert!(number.is_global());
    /// assert!(number.digits().eq(*b"12015550123"));
    /// assert!(TelephoneSubscriber::parse(b"alice").is_err());
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// [`ParseErrorKind::Number`] for what is no number; else of its parameters.
    pub fn parse(text: &'b [u8]) -> Result<Self, ParseError> {
        Self::parse_at(&mut Cursor::new(text, 0))
    }

    pub(super) fn parse_at(cursor: &mut Cursor<'b>) -> Result<Self, ParseError> {
        let start = *cursor;
        let len = memchr::memchr(b';', cursor.rest()).unwrap_or(cursor.rest().len());
        let number = cursor.take(len);
        let (allowed, digits) = match number {
            [b'+', digits @ ..] => (ByteSet::PHONE_DIGIT, digits),
            digits => (ByteSet::PHONE_DIGIT_HEX, digits),
        };
        let all_allowed = Unescaped::new(digits).all(|byte| allowed.has(byte));
        if !all_allowed || without_separators(digits).next().is_none() {
            return Err(start.error(ParseErrorKind::Number));
        }
        let params = UriParams::parse(cursor)?;
        if !cursor.at_end() {
            return Err(cursor.error(ParseErrorKind::Parameter));
        }
        Ok(Self { number, params })
    }

    /// The number as it was written, visual separators and `+` included.
    pub const fn number(&self) -> &'b [u8] {
        self.number
    }

    /// Whether the number is valid everywhere: it begins with `+` (RFC 3966 §5.1.4).
    pub fn is_global(&self) -> bool {
        self.number.first() == Some(&b'+')
    }

    /// The digits to dial, without `+` and visual separators (RFC 3966 §5.1.1). In a local number
    /// `*`, `#` and `A` to `F` are digits too.
    pub fn digits(&self) -> impl Iterator<Item = u8> + use<'b> {
        without_separators(self.number.strip_prefix(b"+").unwrap_or(self.number))
    }

    /// All parameters, those with a method of their own included.
    pub const fn params(&self) -> UriParams<'b> {
        self.params
    }

    /// Where a local number is valid. A local number without a context says nothing to anybody
    /// else (RFC 3966 §5.1.5).
    pub fn phone_context(&self) -> Option<PhoneContext<'b>> {
        self.value(b"phone-context").map(PhoneContext::of)
    }

    /// The ISDN subaddress, escapes untouched (RFC 3966 §5.2).
    pub fn isdn_subaddress(&self) -> Option<&'b [u8]> {
        self.value(b"isub")
    }

    /// The extension behind a PBX, as it was written (RFC 3966 §5.3).
    pub fn extension(&self) -> Option<&'b [u8]> {
        self.value(b"ext")
    }

    /// The parameters without whose meaning the number must not be used: they begin with `m-`
    /// (RFC 3966 §5.4).
    pub fn mandatory_params(&self) -> impl Iterator<Item = UriParam<'b>> + use<'b> {
        self.params.iter().filter(|param| Unescaped::new(param.name).take(2).map(lower).eq(*b"m-"))
    }

    /// Whether the two are the same number (RFC 3966 §4): both global or both local, of the same
    /// digits, with the same parameters in any order and case.
    ///
    /// A parameter in only one of them makes them different. Visual separators are passed over
    /// in the number, the extension, and a context that is a number. Of more than 32 parameters,
    /// the order has to be the same.
    pub fn is_equivalent(&self, other: &TelephoneSubscriber<'_>) -> bool {
        self.is_global() == other.is_global()
            && self.digits().map(lower).eq(other.digits().map(lower))
            && params_match(self.params, other.params)
    }

    /// Feeds `state` with what cannot differ between [equivalent](Self::is_equivalent) numbers.
    pub fn hash_equivalent<H: Hasher>(&self, state: &mut H) {
        self.is_global().hash(state);
        self.digits().for_each(|digit| state.write_u8(lower(digit)));
    }

    fn value(&self, name: &[u8]) -> Option<&'b [u8]> {
        self.params.get(name)?.value
    }
}

/// Where a local number is valid (RFC 3966 §5.1.5).
///
/// Two are equal if they name the same context: domains in any case, numbers whatever visual
/// separators they have (RFC 3966 §4).
#[derive(Clone, Copy, Debug, Eq)]
pub enum PhoneContext<'b> {
    /// The first digits of a global number, with the `+`.
    Global(&'b [u8]),
    /// A domain name, which need not exist.
    Domain(&'b [u8]),
}

impl<'b> PhoneContext<'b> {
    const fn of(value: &'b [u8]) -> Self {
        match value {
            [b'+', ..] => Self::Global(value),
            _ => Self::Domain(value),
        }
    }
}

impl PartialEq for PhoneContext<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Global(a), Self::Global(b)) => same_digits(a, b),
            (Self::Domain(a), Self::Domain(b)) => letters::same_in_any_case(a, b),
            (Self::Global(_) | Self::Domain(_), _) => false,
        }
    }
}

fn params_match(a: UriParams<'_>, b: UriParams<'_>) -> bool {
    let same_name = |a: &UriParam<'_>, b: &UriParam<'_>| letters::same_in_any_case(a.name, b.name);
    let (Some(few_a), Some(few_b)) = (Few::of(a.iter()), Few::of(b.iter())) else {
        return in_order(a.iter(), b.iter(), |a, b| same_name(a, b) && values_match(a, b));
    };
    // Names stand once in each: as many, and each found, is the same set.
    few_a.iter().count() == few_b.iter().count()
        && few_a.iter().all(|param| {
            few_b.iter().any(|other| same_name(param, other) && values_match(param, other))
        })
}

/// Whether the values of one parameter are the same.
fn values_match(a: &UriParam<'_>, b: &UriParam<'_>) -> bool {
    match (a.value, b.value) {
        (Some(value_a), Some(value_b)) if a.is(b"phone-context") => {
            PhoneContext::of(value_a) == PhoneContext::of(value_b)
        }
        (Some(value_a), Some(value_b)) if a.is(b"ext") => same_digits(value_a, value_b),
        (Some(value_a), Some(value_b)) => letters::same_in_any_case(value_a, value_b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn same_digits(a: &[u8], b: &[u8]) -> bool {
    let letters = |text| {
        Letters::new(text).map(Letter::lower).filter(
            |letter| !matches!(letter, Letter::Plain(byte) if ByteSet::SEPARATOR.has(*byte)),
        )
    };
    letters(a).eq(letters(b))
}

fn without_separators(text: &[u8]) -> impl Iterator<Item = u8> + use<'_> {
    Unescaped::new(text).filter(|byte| !ByteSet::SEPARATOR.has(*byte))
}

fn lower(byte: u8) -> u8 {
    byte.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::hash_map::DefaultHasher;
    use std::format;
    use std::string::String;

    fn number(text: &str) -> TelephoneSubscriber<'_> {
        TelephoneSubscriber::parse(text.as_bytes()).unwrap()
    }

    fn equivalent(a: &str, b: &str) -> bool {
        let (a, b) = (number(a), number(b));
        assert!(a.is_equivalent(&a) && b.is_equivalent(&b), "{a:?}, {b:?}: reflexive");
        let verdict = a.is_equivalent(&b);
        assert_eq!(b.is_equivalent(&a), verdict, "{a:?}, {b:?}: symmetric");
        let hash = |number: &TelephoneSubscriber<'_>| {
            let mut state = DefaultHasher::new();
            number.hash_equivalent(&mut state);
            state.finish()
        };
        assert!(!verdict || hash(&a) == hash(&b), "{a:?}, {b:?}: one hash");
        verdict
    }

    #[test]
    fn a_global_number_has_decimal_digits_and_a_local_one_has_more() {
        for good in ["+1", "+(1).2-3", "*21#", "aBc", "7;ext=1", "%2A21%23", "1;isub=a%3Bb"] {
            assert!(TelephoneSubscriber::parse(good.as_bytes()).is_ok(), "{good}");
        }
        for bad in ["", "+", "-", "+-", "+A", "+*1", "g", "1 2", "%2B1", "++1", "1;", "1;x=", "1?x"]
        {
            let result = TelephoneSubscriber::parse(bad.as_bytes());
            // An empty parameter is passed over, as everywhere.
            assert_eq!(result.is_ok(), bad == "1;", "{bad}");
        }
    }

    #[test]
    fn each_part_is_found() {
        let local = number("863-1234;isub=12%203;Phone-Context=+1-914;ext=4.5;m-x=1;y");
        assert!(!local.is_global());
        assert!(local.digits().eq(*b"8631234"));
        assert_eq!(local.phone_context(), Some(PhoneContext::Global(b"+1914")));
        assert_eq!(local.isdn_subaddress(), Some(&b"12%203"[..]));
        assert_eq!(local.extension(), Some(&b"4.5"[..]));
        assert!(local.mandatory_params().map(|param| param.name).eq([&b"m-x"[..]]));
        let domain = number("7042;phone-context=example.com").phone_context();
        assert_eq!(domain, Some(PhoneContext::Domain(b"EXAMPLE.com")));
        assert_ne!(domain, Some(PhoneContext::Global(b"+1")));
    }

    #[test]
    fn visual_separators_and_case_make_no_difference() {
        assert!(equivalent("+1-201-555-0123", "+12015550123"));
        assert!(equivalent("+(1)201.555", "+1201555"));
        assert!(equivalent("aB*#", "Ab*%23"));
        assert!(equivalent("7042;phone-context=example.com", "70-42;PHONE-context=EXAMPLE.com"));
        assert!(equivalent("7;phone-context=+1-914-555", "7;phone-context=+1914555"));
        assert!(equivalent("7;ext=1-2", "7;EXT=12"));
        assert!(equivalent("+358-555-1234567;postd=pp22", "+358-555-1234567;POSTD=PP22"));
    }

    #[test]
    fn a_global_number_is_no_local_one() {
        assert!(!equivalent("+1", "1"));
        assert!(!equivalent("+1", "+2"));
    }

    #[test]
    fn parameters_have_any_order_and_are_the_same_in_both() {
        assert!(equivalent("1;postd=pp22;isub=1411", "1;isub=1411;postd=pp22"));
        assert!(!equivalent("911;p1=p1;p2=p2", "911;p1=p1"));
        assert!(!equivalent("911;p1", "911;p2"));
        assert!(!equivalent("911;p1", "911;p1=1"));
        assert!(!equivalent("911;p1=1-2", "911;p1=12"), "only numbers have visual separators");
        assert!(!equivalent("7;phone-context=+1", "7;phone-context=1"));
        assert!(!equivalent("7;x=%3A", "7;x=:"), "the escape of a reserved character");
        assert!(equivalent("7;x=%41", "7;x=a"));
    }

    #[test]
    fn p31_long_lists_are_compared_in_their_order() {
        let list: String = (0..10_000).map(|n| format!(";a{n}")).collect();
        assert!(equivalent(&format!("1{list}"), &format!("1-{list}")));
        assert!(!equivalent(&format!("1{list}"), &format!("1{list};b")));
    }
}
