//! Small true PDFs, JPEGs and PNGs, to be bent in tests.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Deflated.
///
/// # Panics
/// Never: it writes to memory.
#[expect(clippy::expect_used, reason = "writing to memory")]
pub fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).expect("memory")
}

/// A PDF of one empty page with these further objects, each what stands between `obj` and `endobj`; the first of them
/// has number 4. `trailer` goes into the trailer's dictionary.
pub fn pdf_with(objects: &[&[u8]], trailer: &str) -> Vec<u8> {
    let page: [&[u8]; 3] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
    ];
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(page.iter().chain(objects)) {
        table.extend([format!("{:010} 00000 n \n", file.len())]);
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (start, size) = (file.len(), 4 + objects.len());
    let end =
        format!("xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    file.extend(end.as_bytes());
    file
}

/// A PDF of one empty page.
pub fn pdf() -> Vec<u8> {
    pdf_with(&[], "")
}

/// A stream of a PDF: its dictionary's entries and its data.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A chunk of a PNG.
///
/// # Panics
/// When the data has 4 GB.
#[expect(clippy::expect_used, reason = "no test has as much")]
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let summed = [kind, data].concat();
    let mut crc = Crc::new();
    crc.update(&summed);
    let length = u32::try_from(data.len()).expect("under 4 GB");
    [&length.to_be_bytes()[..], &summed, &crc.sum().to_be_bytes()].concat()
}

/// A header of a PNG, eight bits of grey.
pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat())
}

/// A PNG of these chunks between its signature and its end.
pub fn png_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat(), chunk(b"IEND", b"")].concat()
}

/// A PNG of one black pixel.
pub fn png() -> Vec<u8> {
    png_of(&[png_header(1, 1), chunk(b"IDAT", &deflate(&[0, 0]))])
}

/// A segment of a JPEG.
///
/// # Panics
/// When the data has more than 65,533 bytes.
#[expect(clippy::expect_used, reason = "no test has as much")]
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a segment");
    [&[0xff, marker][..], &length.to_be_bytes(), data].concat()
}

/// A baseline JPEG of one grey block, with these segments after its start, of the size that its frame says.
pub fn jpeg_with(segments: &[Vec<u8>], width: u16, height: u16) -> Vec<u8> {
    let [h, w] = [height, width].map(u16::to_be_bytes);
    // One code of one bit: no difference, and no further coefficient.
    let codes = |class: u8| segment(0xc4, &[&[class, 1][..], &[0; 15], &[0]].concat());
    [
        b"\xff\xd8".to_vec(),
        segments.concat(),
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(0xc0, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]),
        codes(0x00),
        codes(0x10),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        b"\x3f\xff\xd9".to_vec(),
    ]
    .concat()
}

/// A JPEG of eight by eight grey pixels.
pub fn jpeg() -> Vec<u8> {
    jpeg_with(&[segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")], 8, 8)
}

/// A ZIP archive of one stored file.
///
/// # Panics
/// When name or content have 4 GB.
#[expect(clippy::expect_used, reason = "no test has as much")]
pub fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(content);
    let size = u32::try_from(content.len()).expect("a small file").to_le_bytes();
    let named = u16::try_from(name.len()).expect("a short name").to_le_bytes();
    // Version, flags, method, time, date; checksum and sizes; lengths of the name and of no extra field.
    let common =
        [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &size, &size, &named, &[0, 0]].concat();
    let entry = [b"PK\x03\x04", &common[..], name.as_bytes(), content].concat();
    let directory = [b"PK\x01\x02\x14\0", &common[..], &[0; 14], name.as_bytes()].concat();
    let [at, length] = [entry.len(), directory.len()].map(|n| u32::try_from(n).expect("a small file").to_le_bytes());
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &length[..], &at, &[0, 0]].concat();
    [entry, directory, end].concat()
}
