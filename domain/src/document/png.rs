//! One PNG from its signature to its end (W3C Portable Network Graphics, Third Edition, as of 2025-06).

use flate2::Crc;

use super::{Fault, Format, within_bounds};

/// The signature, §5.2.
pub(super) const START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Bytes of what is not the picture itself, such as its profile of colours or its date, at most.
const MAX_ANCILLARY: usize = 1024 * 1024;
/// Bytes of one compressed profile or text at most: at the best ratio of deflate, 1,032 to 1, it unpacks to 66 MB.
const MAX_COMPRESSED: usize = 64 * 1024;

const DAMAGED: Fault = Fault::Damaged(Format::Png);

/// One chunk, §5.3.
struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    rest: &'a [u8],
}

/// Reads the chunk at the start of `bytes`; its checksum must hold.
fn chunk(bytes: &[u8]) -> Option<Chunk<'_>> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (summed, _) = rest.split_at_checked(length.checked_add(4)?)?;
    let (kind, data) = summed.split_first_chunk::<4>()?;
    let (sum, rest) = rest[summed.len()..].split_first_chunk::<4>()?;
    let mut crc = Crc::new();
    crc.update(summed);
    let sound = crc.sum() == u32::from_be_bytes(*sum) && kind.iter().all(u8::is_ascii_alphabetic);
    sound.then_some(Chunk { kind: *kind, data, rest })
}

/// Holds a file to be one PNG that unpacks to a reasonable size.
pub(super) fn walk(bytes: &[u8]) -> Result<(), Fault> {
    let mut next = chunk(&bytes[START.len()..]).ok_or(DAMAGED)?;
    if next.kind != *b"IHDR" {
        return Err(DAMAGED);
    }
    header(next.data)?;
    let mut picture = Picture::Awaited;
    let mut ancillary = 0;
    loop {
        next = chunk(next.rest).ok_or(DAMAGED)?;
        match &next.kind {
            b"IEND" if picture == Picture::Awaited || !next.data.is_empty() => return Err(DAMAGED),
            b"IEND" if next.rest.is_empty() => return Ok(()),
            b"IEND" => return Err(Fault::Trailing(Format::Png)),
            b"IDAT" if picture == Picture::Past => return Err(DAMAGED),
            b"IDAT" => picture = Picture::Here,
            b"PLTE" if picture == Picture::Awaited && next.data.len() <= 768 && next.data.len() % 3 == 0 => {}
            // A capital first letter: one that a reader must know, §5.4. There are no others.
            [b'A'..=b'Z', ..] => return Err(DAMAGED),
            kind => {
                ancillary += next.data.len();
                if ancillary > MAX_ANCILLARY || next.data.len() > MAX_COMPRESSED && is_compressed(*kind, next.data) {
                    return Err(Fault::Dimensions);
                }
                if picture == Picture::Here {
                    picture = Picture::Past;
                }
            }
        }
    }
}

/// Whether a chunk unpacks to more than it is, §11.3.
fn is_compressed(kind: [u8; 4], data: &[u8]) -> bool {
    // In an international text a flag after the keyword says so.
    let flagged = || data.iter().position(|byte| *byte == 0).is_some_and(|at| data.get(at + 1) != Some(&0));
    matches!(&kind, b"iCCP" | b"zTXt") || kind == *b"iTXt" && flagged()
}

/// Where the walk is: the chunks of the picture follow one another, §5.6.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Picture {
    Awaited,
    Here,
    Past,
}

/// Holds the header to the table of §11.2.1, and the size to what may be unpacked.
fn header(data: &[u8]) -> Result<(), Fault> {
    let Ok([w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, 0, 0, 0 | 1]) = <[u8; 13]>::try_from(data) else {
        return Err(DAMAGED);
    };
    let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    let samples = match (colour, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
        (4, 8 | 16) => 2,
        (2, 8 | 16) => 3,
        (6, 8 | 16) => 4,
        _ => return Err(DAMAGED),
    };
    if width == 0 || height == 0 {
        return Err(DAMAGED);
    }
    within_bounds(width, height, samples * u64::from(depth))
}
