//! Character classes of §25.1 as bits in one table.

/// A set of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class(u16);

impl Class {
    /// `token`: names of methods, header fields and parameters.
    pub(crate) const TOKEN: Self = Self(1);
    /// `word`: what a Call-ID is made of.
    pub(crate) const WORD: Self = Self(1 << 1);
    /// `DIGIT`.
    pub(crate) const DIGIT: Self = Self(1 << 2);
    /// A host name: letters, digits, `-`, `.`; and `_`, which the grammar forbids and networks use.
    pub(crate) const HOST: Self = Self(1 << 3);
    /// The user part of a SIP URI, and the password; wider than the grammar: anything visible but
    /// what would end the part (`:`, `@`) or the address around it (`<`, `>`, `"`). The three
    /// classes of a SIP URI's components do not have `%`: see [`take_escaped`].
    ///
    /// [`take_escaped`]: super::Cursor::take_escaped
    pub(crate) const USER: Self = Self(1 << 4);
    /// `pname` and `pvalue` of a SIP URI, as wide.
    pub(crate) const URI_PARAM: Self = Self(1 << 5);
    /// `hname` and `hvalue` of a SIP URI, as wide.
    pub(crate) const URI_HEADER: Self = Self(1 << 6);
    /// What may stand in a URI of any scheme.
    pub(crate) const URI: Self = Self(1 << 7);
    /// An unquoted parameter value: token, host, IPv6 address, and what else ends nothing.
    pub(crate) const PARAM_VALUE: Self = Self(1 << 8);
    /// `scheme` after its first letter.
    pub(crate) const SCHEME: Self = Self(1 << 9);
    /// A URI that stands without angle brackets: `;`, `,` and `?` end it (§20).
    pub(crate) const BARE_URI: Self = Self(1 << 10);
    /// `HEXDIG`.
    pub(crate) const HEX: Self = Self(1 << 11);
    /// What stands for itself in a quoted string: neither its end, nor an escape, nor a line end.
    pub(crate) const QUOTED_TEXT: Self = Self(1 << 12);

    /// Whether `byte` is in the set.
    #[inline]
    pub(crate) fn has(self, byte: u8) -> bool {
        // The table has 256 rows, so `get` is always `Some`, and compiles to a plain load.
        TABLE.get(usize::from(byte)).is_some_and(|bits| bits & self.0 != 0)
    }

    /// How many bytes at the start of `text` are in the set.
    ///
    /// Most of what is read of a message is read here: four bytes in each turn.
    #[inline]
    pub(crate) fn run(self, text: &[u8]) -> usize {
        let (fours, last) = text.as_chunks::<4>();
        // A multiple of four in the loop, so that `|` adds what is below four.
        let mut len = 0usize;
        for [a, b, c, d] in fours {
            if !self.has(*a) {
                return len;
            }
            if !self.has(*b) {
                return len | 1;
            }
            if !self.has(*c) {
                return len | 2;
            }
            if !self.has(*d) {
                return len | 3;
            }
            len = len.wrapping_add(4);
        }
        len | last.iter().take_while(|byte| self.has(**byte)).count()
    }

    /// Whether every byte of `text` is in the set.
    pub(crate) fn has_all(self, text: &[u8]) -> bool {
        self.run(text) == text.len()
    }
}

const TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0u16; 256];
    let mut byte = 0u8;
    loop {
        #[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "at compile time")]
        {
            table[byte as usize] = bits(byte);
        }
        if byte == 255 {
            return table;
        }
        byte = byte.wrapping_add(1);
    }
}

const fn bits(byte: u8) -> u16 {
    let alphanum = byte.is_ascii_alphanumeric();
    // Bytes above 0x7F stand for UTF-8, which quoted strings and sloppy peers use.
    let visible = byte > 0x20 && byte != 0x7F;
    let mut set = 0;
    let token = alphanum
        || matches!(byte, b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~');
    if token {
        set |= Class::TOKEN.0;
    }
    let separator = matches!(
        byte,
        b'(' | b')'
            | b'<'
            | b'>'
            | b':'
            | b'\\'
            | b'"'
            | b'/'
            | b'['
            | b']'
            | b'?'
            | b'{'
            | b'}'
            | b'@'
    );
    if token || separator {
        set |= Class::WORD.0;
    }
    if byte.is_ascii_digit() {
        set |= Class::DIGIT.0;
    }
    if byte.is_ascii_hexdigit() {
        set |= Class::HEX.0;
    }
    if !matches!(byte, b'"' | b'\\' | b'\r' | b'\n') {
        set |= Class::QUOTED_TEXT.0;
    }
    if alphanum || matches!(byte, b'-' | b'.' | b'_') {
        set |= Class::HOST.0;
    }
    if alphanum || matches!(byte, b'+' | b'-' | b'.') {
        set |= Class::SCHEME.0;
    }
    let delimits = matches!(byte, b'<' | b'>' | b'"');
    if visible && !delimits {
        set |= Class::URI.0;
        if !matches!(byte, b'@' | b':' | b'%') {
            set |= Class::USER.0;
        }
        if !matches!(byte, b';' | b'?' | b'=' | b'%') {
            set |= Class::URI_PARAM.0;
        }
        if !matches!(byte, b'&' | b'=' | b'%') {
            set |= Class::URI_HEADER.0;
        }
        if !matches!(byte, b';' | b',' | b'?') {
            set |= Class::BARE_URI.0;
        }
        if !matches!(byte, b';' | b',') {
            set |= Class::PARAM_VALUE.0;
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(class: Class) -> usize {
        (0..=255).filter(|byte| class.has(*byte)).count()
    }

    #[test]
    fn a_token_is_alphanumeric_or_one_of_ten_marks() {
        assert_eq!(members(Class::TOKEN), 62 + 10);
        assert!(!Class::TOKEN.has(b'@') && !Class::TOKEN.has(b':') && !Class::TOKEN.has(b' '));
    }

    #[test]
    fn no_class_holds_a_control_character_or_white_space() {
        let all = [
            Class::TOKEN,
            Class::WORD,
            Class::HOST,
            Class::USER,
            Class::URI_PARAM,
            Class::URI_HEADER,
            Class::URI,
            Class::PARAM_VALUE,
            Class::SCHEME,
            Class::BARE_URI,
        ];
        for class in all {
            for byte in (0..=b' ').chain([0x7F]) {
                assert!(!class.has(byte), "{class:?} has {byte:#x}");
            }
        }
    }
}
