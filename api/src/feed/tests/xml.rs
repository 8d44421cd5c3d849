//! Feeds in XML.

use super::*;

#[test]
fn an_indeed_feed_becomes_postings() {
    let parsed = read(Format::IndeedXml, INDEED.as_bytes()).unwrap();
    let [nurse, therapist, ..] = parsed.rows.as_slice() else { panic!("postings") };
    assert_eq!(
        parsed.rejected,
        [Rejected { line: 3, reference: None, reason: "unreadable date: \"tomorrow\"".to_owned() }]
    );
    assert_eq!((nurse.reference.as_deref(), nurse.line), (Some("R-1001"), 1));
    let content = intake(nurse, as_of()).unwrap();
    assert_eq!(
        content.en.as_ref().unwrap().description,
        "Join us.\n\n- Current registration with the CNO\n\n- ACLS an asset"
    );
    assert_eq!(
        content.apply,
        Apply::External { url: "https://careers.example.ca/jobs/1001?src=indeed&amp=1".to_owned() }
    );
    assert_eq!(content.valid_through.unwrap().to_rfc3339(), "2020-03-03T23:59:59+00:00");
    assert_eq!(therapist.title, "Inhalothérapeute & formateur");
    let remote = intake(therapist, as_of()).unwrap();
    assert_eq!((remote.locations.len(), remote.remote), (0, vec![Province::On]));
}

#[test]
fn xml_is_read_in_the_encoding_it_declares() {
    let xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><source><job><title>Infirmière</title><date>2020-02-04</date></job></source>";
    let latin_1: Vec<u8> = xml.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read(Format::IndeedXml, &latin_1).unwrap().rows[0].title, "Infirmière");
    assert_eq!(
        read(Format::IndeedXml, &utf16(&xml.replace("ISO-8859-1", "UTF-16"), false, true)).unwrap().rows[0].title,
        "Infirmière"
    );
    let lying =
        xml.replace("ISO-8859-1", "UTF-8").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>();
    assert_eq!(read(Format::IndeedXml, &lying), Err(Malformed::Encoding { encoding: "UTF-8" }));
}
