//! What is not taken, and why.

use super::*;

#[test]
fn a_pdf_that_acts_is_refused_wherever_it_hides_it() {
    let action: &[u8] = b"<</S/JavaScript/JS(app.alert(1))>>";
    // Long enough to be worth packing: a short text would be kept as it is.
    let deflate = |content: &[u8]| deflate(&[b"4 0 <</Type/Annot>> ".repeat(20), content.to_vec()].concat());
    assert_eq!(find(&deflate(action), b"JavaScript"), None);
    let inflated = |entries: &str, content: &[u8]| packed(entries, &deflate(content));
    let flate = "/Filter/FlateDecode";
    for (what, bytes, fault) in [
        ("an action", pdf_with(&[action], ""), Fault::Active),
        ("its name escaped", pdf_with(&[b"<</S/J#61vaScript>>"], ""), Fault::Active),
        ("every letter escaped", pdf_with(&[b"<</S/#4a#61#76#61#53#63#72#69#70#74>>"], ""), Fault::Active),
        ("code alone", pdf_with(&[b"<</J#53 5 0 R>>"], ""), Fault::Active),
        ("a program", pdf_with(&[b"<</S/Launch/F(cmd.exe)>>"], ""), Fault::Active),
        ("a file", pdf_with(&[&stream("/Type/EmbeddedFile", b"MZ")], ""), Fault::Active),
        ("a list of files", pdf_with(&[b"<</EmbeddedFiles 5 0 R>>"], ""), Fault::Active),
        ("a carried file", pdf_with(&[b"<</Type/Filespec/EF<</F 5 0 R>>>>"], ""), Fault::Active),
        ("a form with scripts", pdf_with(&[b"<</AcroForm<</XFA 5 0 R>>>>"], ""), Fault::Active),
        ("a form that is sent", pdf_with(&[b"<</S/SubmitForm>>"], ""), Fault::Active),
        ("another file opened", pdf_with(&[b"<</S/GoToR/F(\\\\\\\\host\\\\share)>>"], ""), Fault::Active),
        ("in the data of a stream", pdf_with(&[&stream("", b"9 0 obj<</S/JavaScript>>endobj")], ""), Fault::Active),
        ("in a comment", pdf_with(&[b"1 % <</S/JavaScript>>"], ""), Fault::Active),
        ("in a text", pdf_with(&[b"(9 0 obj<</JS 1>>endobj)"], ""), Fault::Active),
        ("in packed objects", inflated(flate, action), Fault::Active),
        ("code in packed objects", inflated(flate, b"4 0 <</JS(x)>>"), Fault::Active),
        ("in packed objects, the filter in a list", inflated("/Filter [ /FlateDecode ]", action), Fault::Active),
        (
            "in packed objects without their type",
            pdf_with(&[&stream("/N 1/First 4/Filter/FlateDecode", &deflate(action))], ""),
            Fault::Active,
        ),
        (
            "in packed objects within a stream",
            pdf_with(
                &[&stream("", &[b"9 0 obj ", &*stream("/First 4/Filter/FlateDecode", &deflate(action))].concat())],
                "",
            ),
            Fault::Active,
        ),
        ("in packed objects of no length", replaced(&inflated(flate, action), b"/Length", b"/LengtX"), Fault::Active),
        ("packed in an odd way", inflated("/Filter/LZWDecode", action), Fault::Damaged(Format::Pdf)),
        ("packed twice", inflated("/Filter[/FlateDecode/FlateDecode]", &deflate(action)), Fault::Damaged(Format::Pdf)),
        (
            "packed with a predictor",
            inflated("/Filter/FlateDecode/DecodeParms<</Predictor 12>>", action),
            Fault::Damaged(Format::Pdf),
        ),
        ("packed, and not said plainly how", inflated("/Filter 9 0 R", action), Fault::Damaged(Format::Pdf)),
        ("packed, and damaged", packed(flate, b"\x78\x9cnot deflate"), Fault::Damaged(Format::Pdf)),
        ("a bomb of packed objects", inflated(flate, &vec![b' '; 5 << 20]), Fault::Damaged(Format::Pdf)),
        ("protected", pdf_with(&[b"<</Filter/Standard/V 2>>"], "/Encrypt 4 0 R"), Fault::Encrypted),
        ("protected, escaped", pdf_with(&[], "/#45ncrypt 4 0 R"), Fault::Encrypted),
    ] {
        assert_eq!(examine(&bytes), Err(fault), "{what}");
    }
}

#[test]
fn what_is_not_whole_or_not_alone_is_refused() {
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    let archive = zip("a.html", &html);
    let after = |file: Vec<u8>, tail: &[u8]| [file, tail.to_vec()].concat();
    let [pdf_fault, jpeg_fault, png_fault] = Format::ALL else { unreachable!() };
    let damaged = |format: &Format| Fault::Damaged(*format);
    let trailing = |format: &Format| Fault::Trailing(*format);
    for (what, bytes, fault) in [
        ("nothing", Vec::new(), Fault::Empty),
        ("junk before a PDF", [b"\n".to_vec(), pdf()].concat(), damaged(pdf_fault)),
        ("a page before a PDF", [html.clone(), pdf()].concat(), damaged(pdf_fault)),
        ("a page", html.clone(), Fault::Foreign(Some("html"))),
        ("a start only", b"%PDF-1.7\n".to_vec(), damaged(pdf_fault)),
        ("a version that is none", replaced(&pdf(), b"1.7", b"X.7"), damaged(pdf_fault)),
        ("a PDF that is cut", pdf()[..pdf().len() - 9].to_vec(), damaged(pdf_fault)),
        ("a table elsewhere", replaced(&pdf(), b"startxref\n", b"startxref\n9"), damaged(pdf_fault)),
        ("no table", replaced(&pdf(), b"startxref", b"startyref"), damaged(pdf_fault)),
        ("no root", replaced(&pdf(), b"/Root", b"/Ruut"), damaged(pdf_fault)),
        ("a page after a PDF", after(pdf(), &html), trailing(pdf_fault)),
        ("an archive after a PDF", after(pdf(), &archive), trailing(pdf_fault)),
        ("an archive in a PDF", pdf_with(&[&stream("", &archive)], ""), Fault::Mixed),
        ("a page in a PDF", pdf_with(&[&stream("", b"<HtmL>")], ""), Fault::Mixed),
        ("a link that is a script", pdf_with(&[b"<</S/URI/URI(JavaScript:alert(1))>>"], ""), Fault::Mixed),
        ("an archive that begins as a PDF", tar(&pdf()), Fault::Mixed),
        ("an archive after a JPEG", after(jpeg(), &archive), trailing(jpeg_fault)),
        ("two JPEGs", after(jpeg(), &jpeg()), trailing(jpeg_fault)),
        ("one byte after a JPEG", after(jpeg(), b"\0"), trailing(jpeg_fault)),
        ("a JPEG that is cut", jpeg()[..jpeg().len() - 1].to_vec(), damaged(jpeg_fault)),
        ("a JPEG without a picture", b"\xff\xd8\xff\xd9".to_vec(), damaged(jpeg_fault)),
        ("a picture without a frame", replaced(&jpeg(), b"\xff\xc0", b"\xff\xef"), damaged(jpeg_fault)),
        ("two frames", jpeg_with(&[jfif(), segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0])], 8, 8), damaged(jpeg_fault)),
        ("a height that is told later", jpeg_with(&[jfif()], 8, 0), damaged(jpeg_fault)),
        ("a segment over the end", replaced(&jpeg(), b"\xff\xdb\0", b"\xff\xdb\xf0"), damaged(jpeg_fault)),
        ("a script in the first segment", jpeg_with(&[segment(0xe0, &[b'/'; 0x2f2a - 2])], 8, 8), Fault::Mixed),
        ("a script in the first length", jpeg_with(&[segment(0xe1, &[0; 0x3d27 - 2])], 8, 8), Fault::Mixed),
        (
            "more than a thumbnail",
            jpeg_with(&[segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0x")], 8, 8),
            damaged(jpeg_fault),
        ),
        ("a comment that ends one", jpeg_with(&[jfif(), segment(0xfe, b"*/=alert(1);/*")], 8, 8), Fault::Mixed),
        ("a page in a camera's data", jpeg_with(&[jfif(), segment(0xe1, &html)], 8, 8), Fault::Mixed),
        ("a JPEG of too many pixels", jpeg_with(&[jfif()], 8001, 8000), Fault::Dimensions),
        ("a JPEG that is too wide", jpeg_with(&[jfif()], 16_385, 1), Fault::Dimensions),
        ("a JPEG of too many scans", replaced(&jpeg(), b"\x3f\xff\xd9", &scans()), damaged(jpeg_fault)),
        ("an archive after a PNG", after(png(), &archive), trailing(png_fault)),
        ("one byte after a PNG", after(png(), b"\n"), trailing(png_fault)),
        ("a PNG that is cut", png()[..png().len() - 1].to_vec(), damaged(png_fault)),
        ("a false checksum", replaced(&png(), b"IDAT", b"IDAX"), damaged(png_fault)),
        ("no picture", png_of(&[png_header(1, 1)]), damaged(png_fault)),
        ("no header", png_of(&[chunk(b"IDAT", b"x")]), damaged(png_fault)),
        ("a second header", png_of(&[png_header(1, 1), png_header(9, 9), chunk(b"IDAT", b"x")]), damaged(png_fault)),
        (
            "a picture in two places",
            png_of(&[png_header(1, 1), chunk(b"IDAT", b"x"), chunk(b"tIME", b""), chunk(b"IDAT", b"x")]),
            damaged(png_fault),
        ),
        (
            "a chunk that one must know",
            png_of(&[png_header(1, 1), chunk(b"EViL", b""), chunk(b"IDAT", b"x")]),
            damaged(png_fault),
        ),
        ("no width", grey(0, 1), damaged(png_fault)),
        ("a colour that is none", header(&[0, 0, 0, 1, 0, 0, 0, 1, 8, 5, 0, 0, 0]), damaged(png_fault)),
        ("a depth that is none", header(&[0, 0, 0, 1, 0, 0, 0, 1, 4, 2, 0, 0, 0]), damaged(png_fault)),
        (
            "an archive in a PNG",
            png_of(&[png_header(1, 1), chunk(b"zIPa", &archive), chunk(b"IDAT", b"x")]),
            Fault::Mixed,
        ),
        (
            "a script in a PNG",
            png_of(&[png_header(1, 1), chunk(b"tEXt", b"a\0<?php x"), chunk(b"IDAT", b"x")]),
            Fault::Mixed,
        ),
        ("a PNG of too many pixels", grey(8001, 8000), Fault::Dimensions),
        ("a PNG that is too high", grey(1, 16_385), Fault::Dimensions),
        ("a PNG of the largest size", grey(u32::MAX, u32::MAX), Fault::Dimensions),
        ("a PNG of too many bits", header(&[0, 0, 0x1f, 0x40, 0, 0, 0x1f, 0x40, 16, 6, 0, 0, 0]), Fault::Dimensions),
        (
            "a bomb in a text",
            png_of(&[png_header(1, 1), chunk(b"zTXt", &vec![0; 65_537]), chunk(b"IDAT", b"x")]),
            Fault::Dimensions,
        ),
        (
            "a bomb in another text",
            png_of(&[
                png_header(1, 1),
                chunk(b"iTXt", &[&b"a\0\x01"[..], &b"\0".repeat(65_537)].concat()),
                chunk(b"IDAT", b"x"),
            ]),
            Fault::Dimensions,
        ),
        (
            "more beside the picture than in it",
            png_of(&[png_header(1, 1), chunk(b"prVt", &vec![0; 1_048_577]), chunk(b"IDAT", b"x")]),
            Fault::Dimensions,
        ),
        ("over the limit", vec![b'x'; usize::try_from(MAX_BYTES).unwrap() + 1], Fault::TooLarge),
        ("a ZIP", archive.clone(), Fault::Foreign(Some("zip"))),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), Fault::Foreign(Some("gif"))),
        ("a program", b"\x7fELF\x02\x01\x01\0".repeat(8), Fault::Foreign(Some("elf"))),
        ("a picture of lines", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), Fault::Foreign(None)),
    ] {
        assert_eq!(examine(&bytes), Err(fault), "{what}");
    }
}

/// A tar archive whose first name is the start of a PDF.
fn tar(file: &[u8]) -> Vec<u8> {
    let end = format!("xref\n0 0\ntrailer<</Root 1 0 R>>\nstartxref\n{}\n%%EOF", 600);
    let mut archive = file.to_vec();
    archive.resize(600, b' ');
    archive[257..262].copy_from_slice(b"ustar");
    [archive, end.into_bytes()].concat()
}

/// A hundred scans more than the first.
fn scans() -> Vec<u8> {
    let mut scans = b"\x3f".to_vec();
    for _ in 0..100 {
        scans.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
        scans.push(0x3f);
    }
    [scans, b"\xff\xd9".to_vec()].concat()
}
