//! What is taken and what is not, case by case; and that no bytes at all make the walks fail.

mod refused;

use chrono::NaiveDate;
use memchr::memmem::find;
use proptest::prelude::*;

use super::*;
use crate::Lang;
use crate::testing::files::{
    chunk, deflate, jpeg, jpeg_with, pdf, pdf_with, png, png_header, png_of, segment, stream, zip,
};

/// A JFIF segment, as most JPEGs begin.
fn jfif() -> Vec<u8> {
    segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")
}

fn grey(width: u32, height: u32) -> Vec<u8> {
    png_of(&[png_header(width, height), chunk(b"IDAT", &deflate(&[0, 0]))])
}

/// The header of a PNG with any bytes.
fn header(data: &[u8]) -> Vec<u8> {
    png_of(&[chunk(b"IHDR", data), chunk(b"IDAT", &deflate(&[0, 0]))])
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = find(bytes, from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// A PDF with a compressed stream of objects.
fn packed(entries: &str, objects: &[u8]) -> Vec<u8> {
    pdf_with(&[&stream(&format!("/Type/ObjStm/N 1/First 4{entries}"), objects)], "")
}

#[test]
fn true_files_are_taken() {
    let exif = segment(0xe1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0");
    let named = |name: &str| pdf_with(&[format!("<<{name}>>").as_bytes()], "");
    for (what, bytes, format) in [
        ("a PDF", pdf(), Format::Pdf),
        ("without the last end of line", pdf().trim_ascii_end().to_vec(), Format::Pdf),
        ("with spaces after it", [pdf(), b" \r\n\n".to_vec()].concat(), Format::Pdf),
        ("saved twice", twice(&pdf()), Format::Pdf),
        ("a link to a page and one to a site", named("/OpenAction[3 0 R/Fit]/URI(https://example.org)"), Format::Pdf),
        ("names that only resemble", named("/JSX 1/EFG 2/Launcher 3/JavaScripts 4/Encrypted 5"), Format::Pdf),
        ("packed objects", packed("/Filter/FlateDecode", &deflate(b"4 0 <</Type/Annot>>")), Format::Pdf),
        ("objects that are not packed", packed("", b"4 0 <</Type/Annot>>"), Format::Pdf),
        (
            "an odd filter of a picture",
            pdf_with(&[&stream("/Filter[/ASCII85Decode/LZWDecode]", b"x")], ""),
            Format::Pdf,
        ),
        ("half a ZIP by chance", pdf_with(&[&stream("", b"PK\x05\x06..PK\x03\x04")], ""), Format::Pdf),
        ("a JPEG", jpeg(), Format::Jpeg),
        ("of a camera", jpeg_with(&[exif], 8, 8), Format::Jpeg),
        ("with a comment", jpeg_with(&[jfif(), segment(0xfe, b"quality = 90\n")], 8, 8), Format::Jpeg),
        (
            "with restarts, stuffing and fill",
            replaced(&jpeg(), b"\x3f\xff\xd9", b"\xff\0\xff\xd0\x3f\xff\xff\xd9"),
            Format::Jpeg,
        ),
        ("as large as may be", jpeg_with(&[jfif()], 8000, 8000), Format::Jpeg),
        ("a PNG", png(), Format::Png),
        (
            "in several pieces",
            png_of(&[
                png_header(1, 1),
                chunk(b"gAMA", &[0; 4]),
                chunk(b"IDAT", b"x"),
                chunk(b"IDAT", b"y"),
                chunk(b"tEXt", b"Title\0Diploma"),
            ]),
            Format::Png,
        ),
        (
            "a long plain text",
            png_of(&[
                png_header(1, 1),
                chunk(b"iTXt", &[&b"XML\0\0\0\0\0"[..], &b" ".repeat(70_000)].concat()),
                chunk(b"IDAT", b"x"),
            ]),
            Format::Png,
        ),
        ("as large as may be", grey(8000, 8000), Format::Png),
    ] {
        assert_eq!(examine(&bytes), Ok(format), "{what}");
    }
}

/// A PDF that was changed: a second part follows the first.
fn twice(file: &[u8]) -> Vec<u8> {
    let table = format!("startxref\n{}\n%%EOF", file.len());
    [file, b"xref\n0 0\ntrailer<</Root 1 0 R>>\n", table.as_bytes()].concat()
}

#[test]
fn overlapping_objects_cannot_keep_a_reader_forever() {
    let nested = "1 0 obj ( ".repeat(20_000);
    let bytes = pdf_with(&[nested.as_bytes()], "");
    assert_eq!(examine(&bytes), Err(Fault::Damaged(Format::Pdf)));
}

#[test]
fn every_fault_is_said_in_both_languages() {
    let all = [
        Fault::Empty,
        Fault::TooLarge,
        Fault::Foreign(None),
        Fault::Foreign(Some("docx")),
        Fault::Damaged(Format::Pdf),
        Fault::Trailing(Format::Jpeg),
        Fault::Mixed,
        Fault::Active,
        Fault::Encrypted,
        Fault::Dimensions,
        Fault::TooMany,
        Fault::TooMuch,
    ];
    for fault in all {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| fault.message().render(lang));
        assert!(en.ends_with('.') && fr.ends_with('.') && en != fr, "{en} {fr}");
        assert!(!en.contains(['{', '$']) && !fr.contains(['{', '$']), "{en} {fr}");
    }
    assert_eq!(
        Fault::TooMuch.message().render(Lang::En),
        "Your documents together would have more than 50 MB. Remove one first."
    );
}

#[test]
fn an_account_keeps_no_more_than_its_share() {
    for (files, bytes, more, fault) in [
        (0, 0, MAX_BYTES, None),
        (19, 0, 1, None),
        (20, 0, 1, Some(Fault::TooMany)),
        (5, MAX_ACCOUNT_BYTES - 1, 1, None),
        (5, MAX_ACCOUNT_BYTES - 1, 2, Some(Fault::TooMuch)),
        (5, u64::MAX, u64::MAX, Some(Fault::TooMuch)),
    ] {
        assert_eq!(Usage { files, bytes }.admit(more).err(), fault, "{files} {bytes} {more}");
    }
}

#[test]
fn a_download_is_named_in_our_own_words() {
    let document = Document {
        id: DocumentId(Uuid::nil()),
        account: AccountId(Uuid::nil()),
        file: FileId(Uuid::nil()),
        purpose: Purpose::Resume,
        format: Format::Jpeg,
        bytes: 1,
        sha256: String::new(),
        label: Label::clean("Jane Doe.exe"),
        created_at: NaiveDate::from_ymd_opt(2026, 5, 1).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc(),
    };
    assert_eq!(document.download_name(), "resume-2026-05-01.jpg");
    assert!(!format!("{document:?}").contains("Jane"));
}

#[test]
fn labels_are_cleaned() {
    for (given, label) in [
        ("cv.pdf", Some("cv.pdf")),
        ("Curriculum vitæ – Zoé (2026).pdf", Some("Curriculum vitæ – Zoé (2026).pdf")),
        ("履歴書.pdf", Some("履歴書.pdf")),
        ("../../etc/passwd", Some("passwd")),
        ("..\\..\\boot.ini", Some("boot.ini")),
        ("/etc/", Some("etc")),
        ("C:\\Users\\me\\cv.pdf", Some("cv.pdf")),
        ("..", None),
        ("/", None),
        ("", None),
        (" \t\r\n", None),
        ("a\0b\r\nc\u{1b}[31m", Some("ab c[31m")),
        ("cv\u{202e}fdp.exe", Some("cvfdp.exe")),
        ("\u{2066}a\u{2069}\u{feff}\u{200b}b\u{e0041}", Some("ab")),
        ("\u{202e}\u{200f}", None),
        ("a\u{2044}b\u{2215}c\u{ff0f}d", Some("abcd")),
        ("e\u{301}", Some("é")),
    ] {
        assert_eq!(Label::clean(given).as_ref().map(Label::as_str), label, "{given:?}");
    }
    assert_eq!(Label::clean(&"é".repeat(300)).unwrap().as_str().chars().count(), 100);
}

proptest! {
    #[test]
    fn a_clean_label_is_short_plain_and_stays_as_it_is(given in "\\PC{0,40}(.|\u{202e}|/|\\\\|\0){0,120}") {
        if let Some(label) = Label::clean(&given) {
            let text = label.as_str();
            prop_assert!((1..=100).contains(&text.chars().count()));
            let plain = |c: char| !matches!(c, '/' | '\\' | '\u{202e}') && !c.is_control();
            prop_assert!(text.chars().all(plain), "{text:?}");
            prop_assert_eq!(Label::clean(text), Some(label.clone()));
        }
    }

    /// Any byte changed, any part cut out, anything put in: an answer, and never more than one true end.
    #[test]
    fn no_bytes_make_the_walks_fail(
        kind in 0_usize..4,
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        put in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let file = [pdf(), jpeg(), png(), packed("/Filter/FlateDecode", &deflate(b"4 0 <</A 1>>"))][kind].clone();
        let at = at.index(file.len());
        let rest = file.get(at + cut..).unwrap_or_default();
        let _ = examine(&[&file[..at], &put, rest].concat());
    }

    #[test]
    fn nothing_may_follow_a_picture_or_a_document(kind in 0_usize..3, tail in prop::collection::vec(any::<u8>(), 1..60)) {
        let file = [pdf(), jpeg(), png()][kind].clone();
        let outcome = examine(&[file, tail.clone()].concat());
        prop_assert!(outcome.is_err() || kind == 0 && tail.trim_ascii().is_empty(), "{outcome:?}");
    }

    /// Random data within a stream, a segment or a chunk is not taken for anything.
    #[test]
    fn what_is_within_does_not_matter(data in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert_eq!(examine(&png_of(&[png_header(1, 1), chunk(b"IDAT", &data)])), Ok(Format::Png));
        prop_assert_eq!(examine(&jpeg_with(&[jfif(), segment(0xe1, &data)], 8, 8)), Ok(Format::Jpeg));
        prop_assert_eq!(examine(&pdf_with(&[&stream("/Filter/DCTDecode", &data)], "")), Ok(Format::Pdf));
    }
}

#[test]
fn a_bare_picture_tells_nothing_beside_the_picture() {
    let exif = segment(0xe1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0 45.42 N 75.69 W");
    let colours = segment(0xe2, b"ICC_PROFILE\0\x01\x01profile");
    let telling = [jfif(), exif, colours, segment(0xed, b"Photoshop 3.0\0 by Ann"), segment(0xfe, b"of Ann's house")];
    let photo = jpeg_with(&telling, 8, 8);
    let found = bare(Format::Jpeg, &photo).unwrap();
    assert_eq!(examine(&found), Ok(Format::Jpeg));
    assert!(["75.69 W", "Ann"].iter().all(|word| find(&found, word.as_bytes()).is_none()));
    assert!(find(&found, b"ICC_PROFILE").is_some() && find(&found, b"JFIF").is_some());
    assert_eq!(bare(Format::Jpeg, &found).unwrap(), found);

    let parts = [png_header(1, 1), chunk(b"tEXt", b"Author\0Ann"), chunk(b"gAMA", &[0, 0, 0, 1])];
    let ends = [chunk(b"IDAT", &deflate(&[0, 0])), chunk(b"eXIf", b"MM 75.69 W"), chunk(b"tIME", &[7; 7])];
    let drawn = png_of(&[parts.as_slice(), ends.as_slice()].concat());
    let found = bare(Format::Png, &drawn).unwrap();
    assert_eq!(examine(&found), Ok(Format::Png));
    assert!(["Ann", "75.69 W", "tIME"].iter().all(|word| find(&found, word.as_bytes()).is_none()));
    assert!(find(&found, b"gAMA").is_some());
    assert!(bare(Format::Pdf, &pdf()).is_err());
}
