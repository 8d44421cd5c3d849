//! One PDF without anything that acts (ISO 32000-2:2020).
//!
//! A reader jumps to objects by offset, so an object may hide inside the data of a stream, a text or a comment.
//! Hence nothing here rests on knowing where objects lie: names are looked for in every byte, every place that could
//! be an object with a stream is read as one, and streams that hold further objects are unpacked.

mod object;

use std::borrow::Cow;

use memchr::memmem::find;
use object::{Filter, Object};

use super::{Fault, Format};

/// The header, §7.5.2, at the very first byte: readers take it within the first kilobyte, which leaves room for
/// another file's beginning.
pub(super) const START: &[u8] = b"%PDF-";

const DAMAGED: Fault = Fault::Damaged(Format::Pdf);

/// Names of what acts, opens other files or carries them: §12.6.4 actions, §7.11.4 embedded files, §13 multimedia.
/// Long enough not to appear by chance in compressed data.
const ACTIVE: [&[u8]; 12] = [
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"Rendition",
    b"RichMedia",
    b"RichMediaExecute",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"GoToR",
];

/// Short names of the same: code of an action, a form with scripts, a file that is carried. Meant only where a name
/// stands in an object.
const ACTIVE_IN_OBJECTS: [&[u8]; 3] = [b"JS", b"XFA", b"EF"];

/// Bytes that all streams of objects unpack to at most: hundreds of pages have less than a tenth of it.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;

/// Holds a file to be one PDF, readable by anyone and inert.
pub(super) fn walk(bytes: &[u8]) -> Result<(), Fault> {
    header(bytes)?;
    end(bytes)?;
    let mut has_root = false;
    for name in object::names(bytes) {
        match &*name {
            b"Encrypt" => return Err(Fault::Encrypted),
            name if ACTIVE.contains(&name) => return Err(Fault::Active),
            name => has_root |= name == b"Root",
        }
    }
    if !has_root {
        return Err(DAMAGED);
    }
    objects(bytes)
}

/// `%PDF-1.7` and the end of a line.
fn header(bytes: &[u8]) -> Result<(), Fault> {
    match &bytes[START.len()..] {
        [b'1' | b'2', b'.', b'0'..=b'9', b'\r' | b'\n' | b' ', ..] => Ok(()),
        _ => Err(DAMAGED),
    }
}

/// `startxref`, an offset and `%%EOF` at the end, §7.5.5; and at the offset what it promises.
fn end(bytes: &[u8]) -> Result<(), Fault> {
    let before = bytes
        .trim_ascii_end()
        .strip_suffix(b"%%EOF")
        .ok_or_else(|| if find(bytes, b"%%EOF").is_some() { Fault::Trailing(Format::Pdf) } else { DAMAGED })?;
    let before = before.trim_ascii_end();
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, offset) = before.split_at(before.len() - digits);
    if !before.trim_ascii_end().ends_with(b"startxref") {
        return Err(DAMAGED);
    }
    let offset: usize = str::from_utf8(offset).ok().and_then(|digits| digits.parse().ok()).ok_or(DAMAGED)?;
    let table = bytes.get(offset..).ok_or(DAMAGED)?.trim_ascii_start();
    if table.starts_with(b"xref") || table.first().is_some_and(u8::is_ascii_digit) { Ok(()) } else { Err(DAMAGED) }
}

/// Reads every place that could be an object, and unpacks those that hold further ones.
fn objects(bytes: &[u8]) -> Result<(), Fault> {
    // Objects do not overlap in an honest file. In another they may, so that reading them all takes forever.
    let mut work = 4 * bytes.len();
    let mut room = MAX_UNPACKED;
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], b"obj") {
        let keyword = from + at;
        from = keyword + 3;
        if bytes[..keyword].ends_with(b"end") {
            continue;
        }
        let object = Object::read(bytes, from);
        work = work.checked_sub(object.end - from).ok_or(DAMAGED)?;
        if object.active {
            return Err(Fault::Active);
        }
        if let Some(data) = object.stream.filter(|_| object.holds_objects) {
            let content = unpack(object.filter, &bytes[data..], room).ok_or(DAMAGED)?;
            room -= content.len();
            inert(&content)?;
        }
    }
    Ok(())
}

/// Unpacks a stream of objects. Writers compress it with deflate or not at all; anything else would be there to hide.
/// `None`: it is one of those, damaged, or too much.
fn unpack(filter: Filter, data: &[u8], room: usize) -> Option<Cow<'_, [u8]>> {
    match filter {
        Filter::None => data.get(..find(data, b"endstream")?).filter(|found| found.len() <= room).map(Cow::from),
        Filter::Flate => object::inflate(data, room).map(Cow::from),
        Filter::Other => None,
    }
}

/// Holds unpacked objects to be without any active name.
fn inert(content: &[u8]) -> Result<(), Fault> {
    let active = |name: &[u8]| ACTIVE.contains(&name) || ACTIVE_IN_OBJECTS.contains(&name);
    if object::names(content).any(|name| active(&name)) { Err(Fault::Active) } else { Ok(()) }
}
