//! Two hundred files that nobody should have to open, and names that nobody should have to trust.

use domain::testing::files::{
    chunk, deflate, jpeg, jpeg_with, pdf, pdf_with, png, png_header, png_of, segment, stream, zip,
};

/// A file that must be refused.
pub(super) struct Hostile {
    pub what: String,
    pub bytes: Vec<u8>,
}

const PAGE: &[u8] = b"<!DOCTYPE html><html><script>alert(document.domain)</script></html>";

/// The true files, by the end of their name.
pub(super) fn true_files() -> [(&'static str, Vec<u8>); 3] {
    [("pdf", pdf()), ("jpg", jpeg()), ("png", png())]
}

/// All of them.
pub(super) fn all() -> Vec<Hostile> {
    let mut all = Vec::new();
    let mut add = |what: String, bytes: Vec<u8>| all.push(Hostile { what, bytes });
    for (kind, file) in true_files() {
        for (what, other) in others().iter().chain(&[("one byte", b"\0".to_vec())]) {
            add(format!("{what} after {kind}"), [&file[..], other].concat());
            add(format!("{what} before {kind}"), [other, &file[..]].concat());
        }
        for tenth in 1..10 {
            add(format!("{tenth}/10 of {kind}"), file[..file.len() * tenth / 10].to_vec());
        }
        for (what, bytes) in within(kind) {
            add(what, bytes);
        }
    }
    for (what, bytes) in foreign().into_iter().chain(others()).chain(active()).chain(bombs()) {
        add(what.to_owned(), bytes);
    }
    all
}

/// Other kinds of file.
fn others() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a page", PAGE.to_vec()),
        ("a script", b"/*x*/=alert(1);//".to_vec()),
        ("a server's script", b"<?php system($_GET['c']); ?>".to_vec()),
        ("a picture of lines", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("a ZIP", zip("index.html", PAGE)),
        ("a JAR", zip("META-INF/MANIFEST.MF", b"Main-Class: Evil\n")),
        ("a Word file", zip("word/document.xml", b"<w:document/>")),
        ("a Windows program", [b"MZ\x90\0".to_vec(), b"This program cannot be run in DOS mode.\r\n".to_vec()].concat()),
        ("a Linux program", b"\x7fELF\x02\x01\x01\0".repeat(8)),
        ("a RAR", b"Rar!\x1a\x07\x01\0".to_vec()),
        ("a 7-Zip", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec()),
    ]
}

/// Kinds that are not taken, on their own.
fn foreign() -> Vec<(&'static str, Vec<u8>)> {
    let padded = |start: &[u8]| [start, &[0; 64]].concat();
    vec![
        ("nothing", Vec::new()),
        ("zeros", vec![0; 1000]),
        ("text", b"Jane Doe, RN".to_vec()),
        ("GIF", padded(b"GIF89a\x01\0\x01\0")),
        ("BMP", padded(b"BM\x40\0\0\0")),
        ("TIFF", padded(b"II*\0")),
        ("WebP", padded(b"RIFF\x40\0\0\0WEBPVP8 ")),
        ("HEIC", padded(b"\0\0\0\x18ftypheic")),
        ("MP4", padded(b"\0\0\0\x18ftypmp42")),
        ("MP3", padded(b"ID3\x03")),
        ("GZIP", padded(b"\x1f\x8b\x08")),
        ("BZIP2", padded(b"BZh91AY")),
        ("RTF", b"{\\rtf1\\ansi{\\object\\objemb}}".to_vec()),
        ("old Word", padded(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
        ("PostScript", b"%!PS-Adobe-3.0\n(%pipe%id) (w) file".to_vec()),
        ("WebAssembly", padded(b"\0asm\x01\0\0\0")),
        ("a shell script", b"#!/bin/sh\nrm -rf /\n".to_vec()),
        ("XML with an entity", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>".to_vec()),
        ("FDF", b"%FDF-1.2\n1 0 obj<</FDF<<>>>>endobj".to_vec()),
    ]
}

/// Other files and code within the structure of a true one.
fn within(kind: &str) -> Vec<(String, Vec<u8>)> {
    let hidden = [
        ("a page", PAGE.to_vec()),
        ("a server's script", b"<?php system('id'); ?>".to_vec()),
        ("a ZIP", zip("a.html", PAGE)),
        ("a RAR", b"Rar!\x1a\x07\x01\0".to_vec()),
        ("a script's address", b"javascript:alert(1)".to_vec()),
    ];
    let mut all = Vec::new();
    for (what, other) in hidden {
        let wrapped = match kind {
            "pdf" => vec![pdf_with(&[&stream("", &other)], ""), pdf_with(&[&[b"% ", &*other].concat()], "")],
            "jpg" => [0xe1, 0xed, 0xfe].map(|marker| jpeg_with(&[segment(marker, &other)], 8, 8)).to_vec(),
            _ => [b"tEXt", b"eXIf", b"prVt"]
                .map(|name| png_of(&[png_header(1, 1), chunk(name, &other), chunk(b"IDAT", &deflate(&[0, 0]))]))
                .to_vec(),
        };
        all.extend(wrapped.into_iter().map(|bytes| (format!("{what} within {kind}"), bytes)));
    }
    all
}

/// PDFs that act, carry files or cannot be looked into.
fn active() -> Vec<(&'static str, Vec<u8>)> {
    let acts = [
        "/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        "/AA<</O<</S/JavaScript/JS 9 0 R>>>>",
        "/Names<</JavaScript 9 0 R>>",
        "/JS(app.alert(1))",
        "/S/Launch/F(cmd.exe)",
        "/Type/EmbeddedFile",
        "/Names<</EmbeddedFiles 9 0 R>>",
        "/Subtype/FileAttachment",
        "/EF<</F 9 0 R>>",
        "/S/Rendition/OP 0",
        "/Subtype/RichMedia",
        "/S/SubmitForm/F(http://example.org)",
        "/S/ImportData/F(a.fdf)",
        "/S/GoToE/D[0/Fit]",
        "/S/GoToR/F(\\\\\\\\host\\\\share)",
        "/AcroForm<</XFA 9 0 R>>",
    ];
    let mut all = Vec::new();
    for act in acts {
        let dictionary = format!("<<{act}>>");
        all.push((act, pdf_with(&[dictionary.as_bytes()], "")));
        all.push((act, pdf_with(&[escaped(&dictionary).as_bytes()], "")));
        let objects = format!("9 0 {dictionary}{}", "<</Type/Annot>> ".repeat(40));
        let packed = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &deflate(objects.as_bytes()));
        all.push((act, pdf_with(&[&packed], "")));
        // Deeper still: the object that holds objects lies in the data of another.
        all.push((act, pdf_with(&[&stream("", &[b"8 0 obj".to_vec(), packed].concat())], "")));
    }
    for filter in ["/LZWDecode", "[/ASCIIHexDecode/FlateDecode]", "7 0 R", "/Crypt"] {
        let packed = stream(&format!("/Type/ObjStm/N 1/First 4/Filter {filter}"), &deflate(b"9 0 <<>>"));
        all.push(("objects packed to hide", pdf_with(&[&packed], "")));
    }
    for how in ["/Encrypt 4 0 R", "/#45ncrypt 4 0 R", "/Encrypt<</Filter/Standard>>"] {
        all.push((how, pdf_with(&[b"<</Filter/Standard/V 4>>"], how)));
    }
    all
}

/// Every letter of every name written as its code.
fn escaped(text: &str) -> String {
    let mut in_name = false;
    let mut escaped = String::new();
    for c in text.chars() {
        let letter = c.is_ascii_alphabetic();
        in_name = c == '/' || in_name && letter;
        match c {
            c if in_name && letter => escaped.extend(format!("#{:02x}", u32::from(c)).chars()),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Small files that become large.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let picture = || chunk(b"IDAT", &deflate(&[0; 1 << 10]));
    let mut all = Vec::new();
    for (width, height) in
        [(16_385, 1), (1, 16_385), (8001, 8000), (65_535, 65_535), (1 << 31, 1), (u32::MAX, u32::MAX)]
    {
        all.push(("a PNG that is too large", png_of(&[png_header(width, height), picture()])));
    }
    for (width, height) in [(16_385, 1), (1, 16_385), (65_535, 65_535), (10_000, 10_000)] {
        all.push(("a JPEG that is too large", jpeg_with(&[], width, height)));
    }
    for name in [b"zTXt", b"iCCP"] {
        let bomb = [b"a\0\0".to_vec(), deflate(&vec![0; 80 << 20])].concat();
        all.push(("a PNG with a bomb", png_of(&[png_header(1, 1), chunk(name, &bomb), picture()])));
    }
    let objects = deflate(&vec![b' '; 50 << 20]);
    let bomb = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &objects);
    all.push(("a PDF with a bomb", pdf_with(&[&bomb], "")));
    all.push((
        "a PDF with many",
        pdf_with(&[&*stream("/First 1/Filter/FlateDecode", &deflate(&vec![b' '; 4 << 20])); 17], ""),
    ));
    all.push(("a PDF that nests", pdf_with(&["1 0 obj ( ".repeat(10_000).as_bytes()], "")));
    all
}

/// Names of benign files, and what is left of them.
pub(super) const NAMES: [(&str, Option<&str>); 31] = [
    ("../../../../etc/passwd", Some("passwd")),
    ("..\\..\\windows\\system32\\cmd.exe", Some("cmd.exe")),
    ("/etc/shadow", Some("shadow")),
    ("C:\\autoexec.bat", Some("autoexec.bat")),
    ("\\\\host\\share\\cv.pdf", Some("cv.pdf")),
    ("....//....//cv.pdf", Some("cv.pdf")),
    ("%2e%2e%2f%2e%2e%2fcv.pdf", Some("%2e%2e%2f%2e%2e%2fcv.pdf")),
    ("..", None),
    (".", None),
    ("", None),
    ("///", None),
    ("cv.pdf\0.exe", Some("cv.pdf.exe")),
    ("\0", None),
    ("cv.pdf.exe", Some("cv.pdf.exe")),
    ("cv.php.pdf", Some("cv.php.pdf")),
    ("shell.jsp;.png", Some("shell.jsp;.png")),
    (".htaccess", Some(".htaccess")),
    ("cv\u{202e}fdp.exe", Some("cvfdp.exe")),
    ("\u{2066}cv\u{2069}\u{200b}.pdf", Some("cv.pdf")),
    ("\u{202e}\u{200f}\u{feff}", None),
    ("cv\r\nSet-Cookie: a=b.pdf", Some("cv Set-Cookie: a=b.pdf")),
    ("cv\"; filename=\"evil.exe", Some("cv\"; filename=\"evil.exe")),
    ("<script>alert(1)<\u{2215}script>.pdf", Some("<script>alert(1)<script>.pdf")),
    ("$(rm -rf ~).pdf", Some("$(rm -rf ~).pdf")),
    ("'; DROP TABLE document; --", Some("'; DROP TABLE document; --")),
    ("{{7*7}}${7*7}", Some("{{7*7}}${7*7}")),
    ("CON", Some("CON")),
    ("cv.pdf:evil.exe", Some("cv.pdf:evil.exe")),
    ("a\u{2044}b\u{ff0f}c", Some("abc")),
    ("\u{1b}[2Jcv.pdf", Some("[2Jcv.pdf")),
    ("file:///etc/hosts", Some("hosts")),
];
