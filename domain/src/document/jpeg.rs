//! One JPEG from its start to its end (ITU-T T.81 annex B; JFIF 1.02).

use memchr::memchr_iter;
use memchr::memmem::find;

use super::{Fault, Format, within_bounds};

/// SOI and the marker that must follow.
pub(super) const START: &[u8] = b"\xff\xd8\xff";

/// Scans of a progressive picture at most; encoders make about ten. Each costs the reader a pass over the whole
/// picture, so thousands of tiny ones are a bomb.
const MAX_SCANS: usize = 100;

const DAMAGED: Fault = Fault::Damaged(Format::Jpeg);

/// What the walk has seen.
#[derive(Default)]
struct Seen {
    frame: bool,
    scans: usize,
    segments: usize,
}

/// Holds a file to be one JPEG that unpacks to a reasonable size.
pub(super) fn walk(bytes: &[u8]) -> Result<(), Fault> {
    let mut seen = Seen::default();
    let mut rest = &bytes[2..];
    loop {
        let (marker, after) = next_marker(rest).ok_or(DAMAGED)?;
        match marker {
            EOI if !seen.frame || seen.scans == 0 => return Err(DAMAGED),
            EOI if after.is_empty() => return Ok(()),
            EOI => return Err(Fault::Trailing(Format::Jpeg)),
            // Within a scan these stand among its data; outside they mean nothing. So does a second start.
            RST0..=SOI | 0..=0xbf => return Err(DAMAGED),
            _ => {}
        }
        let (length, data) = segment(after).ok_or(DAMAGED)?;
        seen.take(marker, data)?;
        rest = &after[length..];
        if marker == SOS {
            rest = past_scan(rest);
        }
    }
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const RST0: u8 = 0xd0;
const RST7: u8 = 0xd7;
const COM: u8 = 0xfe;
const APP0: u8 = 0xe0;

/// The marker here, after any number of fill bytes (B.1.1.2), and what follows it.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let after = bytes.strip_prefix(b"\xff")?;
    let fill = after.iter().take_while(|byte| **byte == 0xff).count();
    after[fill..].split_first().map(|(marker, rest)| (*marker, rest))
}

/// The segment here: its length with the two bytes that say it, and its data.
fn segment(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (length, _) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    Some((length, bytes.get(2..length)?))
}

/// What follows the coded data of a scan: the next marker that is neither a stuffed byte nor a restart (B.1.1.5).
fn past_scan(bytes: &[u8]) -> &[u8] {
    let is_end = |at: &usize| bytes.get(at + 1).is_some_and(|next| !matches!(next, 0 | RST0..=RST7 | 0xff));
    memchr_iter(0xff, bytes).find(is_end).map_or(&[], |at| &bytes[at..])
}

impl Seen {
    fn take(&mut self, marker: u8, data: &[u8]) -> Result<(), Fault> {
        self.segments += 1;
        match marker {
            // The length of the first segment may spell the start of a comment, "/*" or "//", or of a text that is
            // assigned: then the whole file is also a script.
            _ if self.segments == 1 && begins_script(data.len() + 2) => Err(Fault::Mixed),
            APP0 if data.starts_with(b"JFIF\0") && !is_whole_jfif(data) => Err(DAMAGED),
            COM if data.contains(&b'<') || find(data, b"*/").is_some() => Err(Fault::Mixed),
            // SOF0 to SOF15 without the tables that have numbers among them: DHT, JPG, DAC.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => self.frame(data),
            SOS if !self.frame || self.scans == MAX_SCANS => Err(DAMAGED),
            SOS => {
                self.scans += 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The one frame (B.2.2). A height of zero would be told later, and is never used.
    fn frame(&mut self, data: &[u8]) -> Result<(), Fault> {
        let [precision, h0, h1, w0, w1, components, specification @ ..] = data else { return Err(DAMAGED) };
        let (width, height) = (u16::from_be_bytes([*w0, *w1]), u16::from_be_bytes([*h0, *h1]));
        let whole = specification.len() == 3 * usize::from(*components);
        if self.frame || !whole || width == 0 || height == 0 || !(1..=4).contains(components) {
            return Err(DAMAGED);
        }
        self.frame = true;
        within_bounds(width.into(), height.into(), u64::from(*components) * u64::from(*precision))
    }
}

/// A segment's length that makes the bytes after the start read as `ÿØÿà/*…`, `ÿØÿà//…` or `ÿØÿà='…`.
fn begins_script(length: usize) -> bool {
    [b"/*", b"//", b"='", b"=\"", b"=`"].iter().any(|text| usize::from(u16::from_be_bytes(**text)) == length)
}

/// A JFIF segment holds its thumbnail and nothing more (JFIF 1.02, p. 5).
fn is_whole_jfif(data: &[u8]) -> bool {
    data.get(12..14).is_some_and(|size| data.len() == 14 + 3 * usize::from(size[0]) * usize::from(size[1]))
}
