//! Signs that a file is, to another reader, another kind of file too.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem::find;

/// Where web pages and scripts begin, in any case of letters. Each has at least five bytes: shorter ones appear by
/// chance in ten megabytes of compressed data.
const PAGES: [&[u8]; 9] = [
    b"<script",
    b"<html",
    b"<!doctype",
    b"<iframe",
    b"<svg ",
    b"<svg>",
    b"<?php",
    b"javascript:",
    b"this program cannot be run in dos mode",
];

/// Where archives begin that are found anywhere in a file: RAR, 7-Zip, Windows cabinet.
const ARCHIVES: [&[u8]; 3] = [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF\0\0\0\0"];

/// A ZIP archive is read from its end, so anything may stand before it: the header of an entry, and later the end of
/// the directory (APPNOTE.TXT 4.3.7 and 4.3.16). Either alone may appear by chance.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// What has its sign at a fixed place: POSIX tar; ISO 9660 in each of its first descriptors.
const FIXED: [(usize, &[u8]); 4] = [(257, b"ustar"), (0x8001, b"CD001"), (0x8801, b"CD001"), (0x9001, b"CD001")];

/// As a few hundred bytes of pattern, no larger than a thousand states.
static IN_ANY_CASE: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(PAGES).ok());
static EXACT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(ARCHIVES).ok());

/// Whether any such sign is in the file.
pub(super) fn is_another_file_too(bytes: &[u8]) -> bool {
    let any = |patterns: &LazyLock<Option<AhoCorasick>>| {
        // Patterns that could not be built would be a fault of ours: nothing is taken then.
        patterns.as_ref().is_none_or(|patterns| patterns.is_match(bytes))
    };
    let fixed = || FIXED.iter().any(|(at, sign)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    fixed() || any(&IN_ANY_CASE) || any(&EXACT) || holds_zip(bytes)
}

fn holds_zip(bytes: &[u8]) -> bool {
    let [entry, end] = ZIP;
    find(bytes, entry).is_some_and(|at| find(&bytes[at..], end).is_some())
}
