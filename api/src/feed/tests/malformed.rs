//! What is no feed, or a broken one, and what is nearly none.

use super::*;

#[test]
fn what_is_not_well_formed_is_refused_with_the_place() {
    let deep = |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
    let attributes = (0..5000).map(|n| format!(" a{n}='x'")).collect::<Vec<_>>().concat();
    let cases: Vec<(Format, String, &str)> = vec![
        (Format::IndeedXml, "<source>\n<job><title>RN</job></source>".into(), "line 2"),
        (Format::IndeedXml, "<source>\n<job><title>RN</title></job>\n".into(), "ends before"),
        (Format::IndeedXml, "<source/><source/>".into(), "second root"),
        (Format::IndeedXml, "plain text".into(), "outside the root"),
        (Format::IndeedXml, String::new(), "no element <source>"),
        (Format::IndeedXml, "<rss><job/></rss>".into(), "<rss> where"),
        (Format::JobBankXml, INDEED.into(), "<source> where"),
        (Format::IndeedXml, "<source><job><title>&undefined;</title></job></source>".into(), "not defined"),
        (
            Format::IndeedXml,
            "<!DOCTYPE source [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]><source><job><title>&b;</title></job></source>".into(),
            "document type",
        ),
        (Format::IndeedXml, format!("<source><job>{}</job></source>", deep("<a>", "</a>", 100)), "deeper than"),
        (Format::IndeedXml, format!("<source><job><title>{}</title></job></source>", "x".repeat(FIELD_BYTES + 1)), "holds more"),
        (Format::IndeedXml, format!("<source><job>{}</job></source>", "<a/>".repeat(30_000)), "an item of more"),
        (Format::IndeedXml, format!("<source><job{attributes}/></source>"), "a tag of more"),
        (Format::IndeedXml, "<source><job><title>\u{1}</title></job></source>".into(), "does not allow"),
        (Format::JsonLd, "{\n\"@type\": \"JobPosting\",\n".into(), "line 3"),
        (Format::JsonLd, deep("[", "]", 5000), "recursion limit"),
        (Format::JsonLd, "{\"@type\":\"Person\"}".into(), "no JobPosting"),
        (Format::JsonLd, "<html></html>".into(), "embeds no"),
        (Format::JsonLd, format!("{{\"@type\":\"JobPosting\",\"title\":\"{}\"}}", "x".repeat(FIELD_BYTES + 1)), "a text of"),
        (Format::JobBankCsv, format!("title,date_posted,province\nRN,2020-01-01,{}\n", "x".repeat(FIELD_BYTES + 1)), "a field of more"),
        (Format::JobBankCsv, format!("title,date_posted,province{}\n", ",x".repeat(1000)), "more than 400 columns"),
        (Format::JobBankCsv, String::new(), "no column"),
        (Format::JobBankCsv, "PK\u{3}\u{4}\0\0".into(), "not a text file"),
    ];
    for (format, file, reason) in cases {
        let error = read(format, file.as_bytes()).expect_err(&file.chars().take(80).collect::<String>());
        assert!(error.to_string().contains(reason), "{error} should say {reason:?}");
    }
}

#[test]
fn an_empty_feed_is_a_feed() {
    assert_eq!(read(Format::JsonLd, b"[]").unwrap(), Parsed::default());
    assert_eq!(read(Format::IndeedXml, b"<source></source>").unwrap(), Parsed::default());
    assert_eq!(read(Format::JobBankCsv, b"title,date_posted,province\n").unwrap(), Parsed::default());
}

/// Bytes that look like a feed: fragments of the formats with noise between them.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let fragments = [
        "<source>",
        "</source>",
        "<job>",
        "</job>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#",
        "<!DOCTYPE x [",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<SolrResponse><Documents><Document>",
        "{\"@type\":\"JobPosting\",",
        "\"title\":\"RN\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "\n",
        "\t",
        "title,date_posted,province\n",
        "RN,2020-01-01,ON\n",
        "<script type=\"application/ld+json\">",
        "</script>",
        "<a b='",
        "'/>",
        "\u{feff}",
        "é",
    ];
    let fragment = prop_oneof![
        4 => proptest::sample::select(fragments.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(fragment, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_reader_panics_and_every_item_is_read_or_rejected(bytes in noise()) {
        for format in [Format::JobBankCsv, Format::JobBankXml, Format::IndeedXml, Format::JsonLd] {
            if let Ok(parsed) = read(format, &bytes) {
                for raw in &parsed.rows {
                    let _ = intake(raw, as_of());
                }
            }
        }
    }

    #[test]
    fn a_cut_file_is_read_to_its_cut_or_refused(at in 0_usize..2000) {
        let cut = &INDEED.as_bytes()[..at.min(INDEED.len())];
        let parsed = read(Format::IndeedXml, cut);
        prop_assert!(parsed.is_err() || at >= INDEED.len());
        let utf16 = utf16(OPEN_DATA, false, true);
        let _ = read(Format::JobBankCsv, &utf16[..at.min(utf16.len())]);
    }
}
