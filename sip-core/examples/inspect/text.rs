//! Bytes of a message as text.

use std::fmt::Debug;

use sip_core::grammar::Unescaped;

/// The text as it stands; what is not UTF-8 is shown as the replacement character.
pub(crate) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The text that an iterator of bytes gives.
pub(crate) fn collected(bytes: impl Iterator<Item = u8>) -> String {
    lossy(&bytes.collect::<Vec<_>>())
}

/// A part of a URI with its escapes undone.
pub(crate) fn unescaped(bytes: &[u8]) -> String {
    collected(Unescaped::new(bytes))
}

/// A header field's value on one line: each fold, with the white space around it, is a blank.
pub(crate) fn unfolded(value: &[u8]) -> String {
    let text = lossy(value);
    let lines = text.split("\r\n").map(|line| line.trim_matches([' ', '\t']));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name of a variant: `MethodMismatch` becomes `method_mismatch`.
pub(crate) fn snake_case(variant: &impl Debug) -> String {
    let mut text = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
