//! Names and objects of a PDF, as a reader that comes upon them anywhere would read them (ISO 32000-2 §7.2, §7.3).

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memchr_iter;

/// Bytes of one stream of objects at most: writers put one or two hundred objects into each.
const MAX_STREAM: usize = 4 * 1024 * 1024;

/// A name that is longer is none of ours; the standard's own bound is 127.
const MAX_NAME: usize = 128;

/// What an object is made of, as far as it matters here.
enum Token<'a> {
    /// A name, its escapes read.
    Name(Cow<'a, [u8]>),
    /// `[`
    Open,
    /// `]`
    Close,
    /// A number, a text, a keyword.
    Other,
}

/// How the data of a stream is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Filter {
    /// As it is.
    #[default]
    None,
    /// Deflate alone.
    Flate,
    /// In any other way, or it is not said plainly.
    Other,
}

/// Where reading the value of `/Filter` is: `/FlateDecode` or `[/FlateDecode]` is what we know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Awaited {
    #[default]
    Nothing,
    Value,
    Item,
    Close,
}

/// What stands after the keyword `obj`. Nothing of it is kept but what decides, so that memory does not grow with it.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// Whether one of its names acts.
    pub active: bool,
    /// Whether its stream would hold objects, §7.5.7. Readers may go by the offset of the first one alone.
    pub holds_objects: bool,
    /// How its stream is written.
    pub filter: Filter,
    /// Where the data of its stream begins.
    pub stream: Option<usize>,
    /// Where reading ended.
    pub end: usize,
    awaited: Awaited,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// How many regular characters stand at the start.
fn regular(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count()
}

/// A name without its slash, `#61` read as `a`.
fn unescape(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&byte, after)) = rest.split_first() {
        let escape = after.split_first_chunk::<2>().filter(|_| byte == b'#').and_then(|(digits, after)| {
            let code = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
            Some((code, after))
        });
        let (next, after) = escape.unwrap_or((byte, after));
        plain.push(next);
        rest = after;
    }
    Cow::Owned(plain)
}

/// Every name in these bytes, wherever it stands.
pub(super) fn names(bytes: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    memchr_iter(b'/', bytes).map(|at| {
        // Escaped, a name of ours is three times as long.
        let rest = &bytes[at + 1..bytes.len().min(at + 1 + MAX_NAME)];
        unescape(&rest[..regular(rest)])
    })
}

/// Unpacks a stream to its own end, whatever length it claims. `None`: it is damaged, or has more than `room` or
/// [`MAX_STREAM`] bytes.
pub(super) fn inflate(data: &[u8], room: usize) -> Option<Vec<u8>> {
    let most = room.min(MAX_STREAM);
    let mut content = Vec::new();
    let limit = u64::try_from(most).ok()?.checked_add(1)?;
    ZlibDecoder::new(data).take(limit).read_to_end(&mut content).ok()?;
    (content.len() <= most).then_some(content)
}

impl Object {
    /// Reads from `from` on, to the end of the object, its stream, or the next object.
    pub(super) fn read(bytes: &[u8], from: usize) -> Self {
        let mut object = Self { end: from, ..Self::default() };
        while let Some(&byte) = bytes.get(object.end) {
            let rest = &bytes[object.end..];
            object.end += match byte {
                b'%' => rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len()),
                b'(' => object.see(&Token::Other, text(rest)),
                b'[' => object.see(&Token::Open, 1),
                b']' => object.see(&Token::Close, 1),
                b'/' => {
                    let length = regular(&rest[1..]) + 1;
                    object.see(&Token::Name(unescape(&rest[1..length])), length)
                }
                _ if is_space(byte) || is_delimiter(byte) => 1,
                _ => match &rest[..regular(rest)] {
                    keyword if keyword.starts_with(b"stream") => {
                        object.stream = Some(object.end + data_start(rest));
                        break;
                    }
                    b"endobj" | b"obj" => break,
                    other => object.see(&Token::Other, other.len()),
                },
            };
        }
        if object.awaited != Awaited::Nothing {
            object.filter = Filter::Other;
        }
        object
    }

    /// Takes a token of this length into account.
    fn see(&mut self, token: &Token<'_>, length: usize) -> usize {
        let name = if let Token::Name(name) = token { &**name } else { &[] };
        self.active |= super::ACTIVE_IN_OBJECTS.contains(&name);
        self.holds_objects |= matches!(name, b"ObjStm" | b"First");
        let (filter, awaited) = match (self.awaited, token, name) {
            (Awaited::Nothing, _, b"Filter") if self.filter == Filter::None => (Filter::None, Awaited::Value),
            (Awaited::Nothing, _, b"Filter" | b"FFilter" | b"DecodeParms" | b"DP") => (Filter::Other, Awaited::Nothing),
            (Awaited::Nothing, ..) => (self.filter, Awaited::Nothing),
            (Awaited::Value, _, b"FlateDecode") | (Awaited::Close, Token::Close, _) => {
                (Filter::Flate, Awaited::Nothing)
            }
            (Awaited::Value, Token::Open, _) => (Filter::None, Awaited::Item),
            (Awaited::Item, _, b"FlateDecode") => (Filter::None, Awaited::Close),
            _ => (Filter::Other, Awaited::Nothing),
        };
        (self.filter, self.awaited) = (filter, awaited);
        length
    }
}

/// The length of the text here, §7.3.4.2: parentheses nest, and a backslash takes the next byte's meaning.
fn text(bytes: &[u8]) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    bytes.len()
}

/// Where data begins after the keyword `stream` and the end of its line, §7.3.8.1.
fn data_start(bytes: &[u8]) -> usize {
    let keyword = b"stream".len();
    match &bytes[keyword..] {
        [b'\r', b'\n', ..] => keyword + 2,
        [b'\r' | b'\n', ..] => keyword + 1,
        _ => keyword,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_wherever_they_stand_and_however_they_are_written() {
        let found: Vec<_> = names(b"x/A#42 (/C#)/#4ax%/D/").map(Cow::into_owned).collect();
        assert_eq!(found, [&b"AB"[..], b"C#", b"Jx", b"D", b""]);
    }

    #[test]
    fn an_object_is_read_to_its_stream() {
        let bytes = b"1 0 obj % /JS obj\n<</A[/B#43]/T(a\\)endobj(/JS))/H<2F>/F#69rst 9>>%\nstream\r\ndata";
        let object = Object::read(bytes, 7);
        assert_eq!(&bytes[object.stream.unwrap()..], b"data");
        assert!(object.holds_objects && !object.active, "{object:?}");
    }

    #[test]
    fn an_object_ends_where_it_says_or_where_the_file_does() {
        let ending: [(&[u8], bool); 5] = [
            (b" /A endobj /JS", false),
            (b"/A/J#53", true),
            (b"(/JS", false),
            (b"/A 2 0 obj /JS", false),
            (b"", false),
        ];
        for (bytes, active) in ending {
            let object = Object::read(bytes, 0);
            assert_eq!((object.active, object.stream), (active, None), "{bytes:?}");
        }
    }

    #[test]
    fn only_deflate_alone_is_deflate() {
        for (said, filter) in [
            ("", Filter::None),
            ("/Length 5", Filter::None),
            ("/Filter/FlateDecode", Filter::Flate),
            ("/Filter [ /Flate#44ecode ] /N 1", Filter::Flate),
            ("/Filter[]", Filter::Other),
            ("/Filter[/FlateDecode/FlateDecode]", Filter::Other),
            ("/Filter[/ASCIIHexDecode/FlateDecode]", Filter::Other),
            ("/Filter 7 0 R", Filter::Other),
            ("/Filter/LZWDecode", Filter::Other),
            ("/Filter/FlateDecode/Filter/LZWDecode", Filter::Other),
            ("/Filter/FlateDecode/DecodeParms<</Predictor 12>>", Filter::Other),
            ("/DecodeParms 3 0 R/Filter/FlateDecode", Filter::Other),
            ("/Filter", Filter::Other),
        ] {
            let object = format!("<<{said}>>stream\n");
            assert_eq!(Object::read(object.as_bytes(), 0).filter, filter, "{said}");
        }
    }

    #[test]
    fn a_stream_is_unpacked_to_its_end_and_no_further() {
        use std::io::Write;
        let packed = |content: &[u8]| {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(content).unwrap();
            encoder.finish().unwrap()
        };
        let small = packed(b"1 0 <</A 1>>");
        assert_eq!(inflate(&[&small, &b"\nendstream"[..]].concat(), 100).unwrap(), b"1 0 <</A 1>>");
        assert_eq!(inflate(&small, 11), None);
        assert_eq!(inflate(&small[..small.len() - 6], 100), None);
        assert_eq!(inflate(&packed(&vec![b' '; MAX_STREAM + 1]), usize::MAX), None);
    }
}
