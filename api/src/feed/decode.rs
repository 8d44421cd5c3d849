//! Bytes of a feed → text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Malformed;

/// The text of a file: by its byte order mark, else by `declared`, else UTF-8, else `fallback`.
///
/// # Errors
/// [`Malformed::Encoding`] when the bytes are not text in that encoding.
pub(super) fn text<'b>(
    bytes: &'b [u8],
    declared: Option<&'static Encoding>,
    fallback: Option<&'static Encoding>,
) -> Result<Cow<'b, str>, Malformed> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let encoding = declared.or_else(|| unmarked_utf16(bytes)).unwrap_or(UTF_8);
    match (strict(encoding, bytes), fallback) {
        (Err(_), Some(fallback)) => strict(fallback, bytes),
        (result, _) => result,
    }
}

/// The encoding of older files of the Job Bank's open data.
pub(super) const LATIN_1: &Encoding = WINDOWS_1252;

fn strict<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, Malformed> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(Malformed::Encoding { encoding: encoding.name() })
}

/// UTF-16 that lost its byte order mark: every other byte of the Latin text at its start is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zero = |skip: usize| bytes.iter().take(64).skip(skip).step_by(2).all(|byte| *byte == 0);
    match bytes {
        [_, _, _, _, ..] if zero(1) => Some(UTF_16LE),
        [_, _, _, _, ..] if zero(0) => Some(UTF_16BE),
        _ => None,
    }
}
