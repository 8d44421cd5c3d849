use chrono::{TimeZone, Utc};
use domain::Lang;
use domain::posting::{Apply, Arrangement, Employment, EmploymentSet, PayUnit, RawPlace, Shift, ShiftSet, intake};
use domain::reference::Province;
use domain::testing::real_data;
use proptest::prelude::*;

use super::*;

fn as_of() -> chrono::DateTime<Utc> {
    Utc.with_ymd_and_hms(2020, 9, 1, 12, 0, 0).unwrap()
}

/// The open data's columns that matter, in its order and with its names of 2026.
const OPEN_DATA: &str = "WIC Job Location Snapshot ID\tJob Title\tOriginal Job Title\tNOC21 Code\tFirst Posting Date\tVacancy Count\t\
    Placement Agency\tProvince/Territory\tCity\tWork Location Postal Code\tEconomic  Region\tEmployment Type\tEmployment Term\t\
    Employment Term Start Date\tEmployment Term Oncall\tEmployment Term Night\tEmployment Term Telework\tSalary Per\tSalary Minimum\t\
    Salary Maximum\tHours Per\tHours Minimum\tHours Maximum\n\
    41000001\tregistered nurse (R.N.)\tRN - ICU\t31301\t2026/07/03\t2\tNo\tOntario\tOttawa\tK1H 8L6\tOttawa\tFull time\tPermanent\tNA\tNA\tYes\tNA\t\
    Hour\t39.07\t56\tWeek\t37.5\t37.5\n\
    41000002\tpréposé/préposée aux bénéficiaires\tNA\t33102\t2026-07-04\t1\tYes\tQuébec\tMontréal\tNA\tMontréal\tPart time\tCasual\tNA\tYes\tNA\tNA\t\
    Hour\t25.28\tNA\tBi-weekly\t30\t60\n";

fn utf16(text: &str, big_endian: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some('\u{feff}').into_iter().chain(text.chars()).collect::<String>();
    units.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn the_open_data_is_read_in_every_encoding_it_comes_in() {
    let comma = OPEN_DATA.replace('\t', ",");
    let latin_1: Vec<u8> = comma.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let marked = [b"\xef\xbb\xbf".as_slice(), OPEN_DATA.as_bytes()].concat();
    let files = [
        utf16(OPEN_DATA, false, true),
        utf16(OPEN_DATA, true, true),
        utf16(OPEN_DATA, false, false),
        OPEN_DATA.as_bytes().to_vec(),
        marked,
        latin_1,
        OPEN_DATA.replace('\n', "\r\n").into_bytes(),
    ];
    let expected = read(Format::JobBankCsv, &files[0]).unwrap();
    assert_eq!((expected.rows.len(), expected.rejected.len()), (2, 0));
    for (at, file) in files.iter().enumerate() {
        assert_eq!(read(Format::JobBankCsv, file).unwrap(), expected, "file {at}");
    }
}

#[test]
fn a_row_of_the_open_data_becomes_a_posting() {
    let parsed = read(Format::JobBankCsv, &utf16(OPEN_DATA, false, true)).unwrap();
    let [nurse, aide] = parsed.rows.as_slice() else { panic!("two postings") };
    assert_eq!(
        (nurse.reference.as_deref(), nurse.title.as_str(), nurse.line),
        (Some("41000001"), "registered nurse (R.N.)", 2)
    );
    let nurse = intake(nurse, as_of()).unwrap();
    assert_eq!(nurse.employer.key, None, "the open data has no employer, so nothing can be merged");
    assert_eq!(nurse.locations[0].province, Province::On);
    let pay = nurse.pay.unwrap();
    assert_eq!((pay.min_cents, pay.max_cents, pay.unit), (3907, 5600, PayUnit::Hour));
    assert_eq!(nurse.hours.map(|h| (h.min_minutes, h.max_minutes)), Some((2250, 2250)));
    assert_eq!(nurse.employment, EmploymentSet::of([Employment::FullTime, Employment::Permanent]));
    assert_eq!((nurse.shifts, nurse.vacancies), (ShiftSet::of([Shift::Night]), Some(2)));
    assert_eq!(nurse.published_at.to_rfc3339(), "2026-07-03T12:00:00+00:00");

    let aide = intake(aide, as_of()).unwrap();
    assert_eq!((aide.lang, aide.arrangement), (Lang::Fr, Some(Arrangement::Agency)));
    assert_eq!(aide.shifts, ShiftSet::of([Shift::OnCall]));
    assert_eq!(aide.hours.map(|h| (h.min_minutes, h.max_minutes)), Some((900, 1800)));
}

#[test]
fn french_headers_are_found_by_name() {
    let csv = "Appellation d'emploi\tVille\tProvinces/Territoires\tDate de première publication\tSalaire par\tSalaire Minimum\tSalaire Maximum\n\
        infirmier autorisé/infirmière autorisée\tGatineau\tQuébec\t2026-07-01\tHeure\t29,10\t49,50\n\
        inhalothérapeute\tLaval\tQuébec\t2026-07-02\tAnnée\t51000\t89000\n";
    let parsed = read(Format::JobBankCsv, csv.as_bytes()).unwrap();
    let raw = &parsed.rows[1];
    assert_eq!((raw.lang, raw.places[0].text.as_str()), (Some(Lang::Fr), "Laval"));
    let pay = intake(raw, as_of()).unwrap().pay.unwrap();
    assert_eq!((pay.min_cents, pay.unit), (5_100_000, PayUnit::Year));
    let pay = intake(&parsed.rows[0], as_of()).unwrap().pay.unwrap();
    assert_eq!((pay.min_cents, pay.max_cents), (2910, 4950));
}

#[test]
fn a_file_without_a_needed_column_is_refused_and_says_which() {
    let error = read(Format::JobBankCsv, b"title,city,province\nRN,Ottawa,ON\n").unwrap_err();
    assert!(matches!(error, Malformed::MissingColumn { column: "date", .. }), "{error}");
    assert!(error.to_string().contains("first posting date"), "{error}");
}

#[test]
fn a_bad_row_is_rejected_alone_with_its_line() {
    let bad =
        "title,date_posted,city,province\nRN,2020-02-01,Ottawa,ON\nPSW,last week,Ottawa,ON\nLPN,2020-02-01,Ottawa\n\n";
    let csv = format!("{bad}{}", "OT,2020-02-02,Barrie,ON\n".repeat(7));
    let parsed = read(Format::JobBankCsv, csv.as_bytes()).unwrap();
    assert_eq!(parsed.rows.iter().map(|raw| raw.line).collect::<Vec<_>>(), [2, 6, 7, 8, 9, 10, 11, 12]);
    let rejected: Vec<_> = parsed.rejected.iter().map(|r| (r.line, r.reason.as_str())).collect();
    assert_eq!(rejected, [(3, "unreadable date: \"last week\""), (4, "3 fields where the header has 4")]);
}

const INDEED: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<source>
  <publisher>ATS</publisher>
  <job>
    <title><![CDATA[Registered Nurse (RN) – Emergency]]></title>
    <date><![CDATA[Mon, 03 Feb 2020 15:00:00 GMT]]></date>
    <referencenumber><![CDATA[R-1001]]></referencenumber>
    <url><![CDATA[https://careers.example.ca/jobs/1001?src=indeed&amp=1]]></url>
    <company><![CDATA[Kenora District Hospital]]></company>
    <city>Kenora</city><state>ON</state><country>CA</country><postalcode>P9N 2L4</postalcode>
    <description><![CDATA[<p>Join us.</p><ul><li>Current registration with the CNO</li><li>ACLS an asset</li></ul>]]></description>
    <salary>$37.93 to $54.37 per hour</salary>
    <jobtype>fulltime, permanent</jobtype>
    <experience>2+ years</experience>
    <expirationdate>2020-03-03</expirationdate>
  </job>
  <job>
    <title>Inhaloth&#233;rapeute &amp; formateur</title>
    <date>2020-02-04</date>
    <referencenumber>R-1002</referencenumber>
    <company>H&#xF4;pital Montfort</company>
    <city>Ottawa</city><state>Ontario</state><country>Canada</country>
    <remotetype>Fully remote</remotetype>
  </job>
  <job><title>Dateless</title><date>tomorrow</date></job>
  <job><title>Pharmacist</title><date>2020-02-04</date></job>
  <job><title>Dietitian</title><date>2020-02-04</date></job>
</source>"#;

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

const JOB_POSTING: &str = r#"{
  "@context": "https://schema.org/", "@type": "JobPosting", "title": "Préposé aux bénéficiaires",
  "identifier": {"@type": "PropertyValue", "name": "CISSS", "value": "QC-77"},
  "description": "<p>Soins aux r&eacute;sidents</p>", "datePosted": "2026-07-01", "validThrough": "2026-08-01T00:00",
  "employmentType": ["PART_TIME", "TEMPORARY"], "inLanguage": "fr-CA",
  "hiringOrganization": {"@type": "Organization", "name": "CHSLD Sainte-Monique"},
  "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Québec", "addressRegion": "QC",
    "postalCode": "G1L 3L5", "addressCountry": {"@type": "Country", "name": "CA"}}, "geo": {"latitude": "46.83", "longitude": -71.24}},
  "baseSalary": {"@type": "MonetaryAmount", "currency": "CAD", "value": {"@type": "QuantitativeValue", "minValue": 25.28, "maxValue": 27.60, "unitText": "HOUR"}},
  "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 12},
  "url": "https://emplois.example.ca/77", "totalJobOpenings": "3"
}"#;

#[test]
fn json_ld_is_read_in_every_wrapping() {
    let wrappings = [
        JOB_POSTING.to_owned(),
        format!("[{JOB_POSTING}]"),
        format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"WebSite\"}},{JOB_POSTING}]}}"),
        format!("{{\"@type\":\"ItemList\",\"itemListElement\":[{{\"@type\":\"ListItem\",\"item\":{JOB_POSTING}}}]}}"),
        format!("<!doctype html><html><head><script type=\"application/ld+json\">{JOB_POSTING}</script></head></html>"),
        JOB_POSTING.replace('\n', " "),
    ];
    for json in &wrappings {
        let parsed = read(Format::JsonLd, json.as_bytes()).unwrap();
        assert_eq!((parsed.rows.len(), parsed.rejected.len()), (1, 0), "{json}");
        let raw = &parsed.rows[0];
        assert_eq!(raw.reference.as_deref(), Some("QC-77"), "the value, not who gave it");
        assert_eq!(raw.places[0].point, Some((46.83, -71.24)));
        let content = intake(raw, as_of()).unwrap();
        assert_eq!((content.lang, content.vacancies), (Lang::Fr, Some(3)));
        assert_eq!(content.pay.map(|pay| (pay.min_cents, pay.max_cents)), Some((2528, 2760)));
        assert_eq!(content.employment, EmploymentSet::of([Employment::PartTime, Employment::Term]));
        assert_eq!(content.fr.unwrap().qualifications, ["Experience: 12 months"]);
    }
    let lines = format!("{0}\n{0}\n", JOB_POSTING.replace('\n', " "));
    assert_eq!(read(Format::JsonLd, lines.as_bytes()).unwrap().rows.len(), 2);
}

#[test]
fn a_text_in_two_languages_is_taken_in_both() {
    let both = |en: &str, fr: &str| {
        format!(r#"[{{"@language":"en","@value":"{en}"}},{{"@language":"fr-CA","@value":"{fr}"}}]"#)
    };
    let (title, text) = (both("Registered nurse", "Infirmière"), both("Nights.", "De nuit."));
    let job = |lang: &str| {
        format!(
            r#"{{"@type":"JobPosting","title":{title},"description":{text},"inLanguage":"{lang}","workHours":"37.5 hours per week; Night"}}"#
        )
    };
    for (lang, titles, descriptions) in [
        ("fr", ("Infirmière", "Registered nurse"), ("De nuit.", "Nights.")),
        ("en", ("Registered nurse", "Infirmière"), ("Nights.", "De nuit.")),
    ] {
        let raw = read(Format::JsonLd, job(lang).as_bytes()).unwrap().rows.remove(0);
        assert_eq!(raw.lang, Lang::parse(lang));
        assert_eq!((raw.title.as_str(), raw.title_other.as_deref()), (titles.0, Some(titles.1)));
        assert_eq!(
            (raw.description.as_str(), raw.description_other.as_deref()),
            (descriptions.0, Some(descriptions.1))
        );
        assert_eq!(raw.hours.as_deref(), Some("37.5 hours per week; Night"));
    }
}

#[test]
fn pay_in_another_currency_is_not_canadian_pay() {
    let parsed = read(Format::JsonLd, JOB_POSTING.replace("CAD", "USD").as_bytes()).unwrap();
    assert!(parsed.rows[0].salaries.is_empty());
}

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
fn a_file_with_more_than_a_fifth_of_bad_rows_is_refused() {
    let csv =
        |good: usize| format!("title,date_posted,province\nPSW,last week,ON\n{}", "OT,2020-02-02,ON\n".repeat(good));
    assert_eq!(read(Format::JobBankCsv, csv(4).as_bytes()).unwrap().rejected.len(), 1);
    let error = read(Format::JobBankCsv, csv(3).as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "1 of 4 rows cannot be read; the first: line 2: unreadable date: \"last week\"");
}

#[test]
fn an_empty_feed_is_a_feed() {
    assert_eq!(read(Format::JsonLd, b"[]").unwrap(), Parsed::default());
    assert_eq!(read(Format::IndeedXml, b"<source></source>").unwrap(), Parsed::default());
    assert_eq!(read(Format::JobBankCsv, b"title,date_posted,province\n").unwrap(), Parsed::default());
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

#[test]
fn every_row_of_the_real_csv_files_is_a_posting_or_a_rejection() {
    let Some(folder) = real_data("every_row_of_the_real_csv_files_is_a_posting_or_a_rejection") else { return };
    for (file, rows) in [("ontario_2020_health.csv", 956), ("ontario_2020_other.csv", 7743)] {
        let bytes = std::fs::read(folder.join("postings").join(file)).unwrap();
        let parsed = read(Format::JobBankCsv, &bytes).unwrap();
        assert_eq!(parsed.rows.len() + parsed.rejected.len(), rows, "{file}");
        assert_eq!(parsed.rejected, [], "{file}");
        let contents: Vec<_> = parsed.rows.iter().map(|raw| (raw, intake(raw, as_of()))).collect();
        let refused: Vec<_> = contents.iter().filter_map(|(raw, c)| Some((raw.line, c.as_ref().err()?))).collect();
        assert!(refused.is_empty(), "{file}: {refused:?}");
        let unpaid = contents.iter().filter(|(_, c)| c.as_ref().is_ok_and(|c| c.pay.is_none())).count();
        let unread_hours =
            contents.iter().filter(|(raw, c)| raw.hours.is_some() && c.as_ref().is_ok_and(|c| c.hours.is_none()));
        let unread_hours: Vec<_> = unread_hours.map(|(raw, _)| (raw.line, raw.hours.clone())).collect();
        println!("{file}: {unpaid} without believable pay, hours not read: {unread_hours:?}");
        assert!(unpaid * 200 <= rows && unread_hours.len() * 200 <= rows, "{file}");
    }
}

#[test]
fn every_real_job_bank_document_is_a_posting_or_a_rejection() {
    let Some(folder) = real_data("every_real_job_bank_document_is_a_posting_or_a_rejection") else { return };
    let files = std::fs::read_dir(folder.join("feeds/jobbank_federal_xml")).unwrap();
    let (mut taken, mut refused) = (0, Vec::new());
    for file in files {
        let path = file.unwrap().path();
        let parsed = read(Format::JobBankXml, &std::fs::read(&path).unwrap()).unwrap();
        let [raw] = parsed.rows.as_slice() else { panic!("{}: one posting", path.display()) };
        assert_eq!(path.file_stem().unwrap().to_str(), raw.reference.as_deref());
        assert!(raw.description.contains("- ") || !raw.qualifications.is_empty(), "{}", path.display());
        match intake(raw, as_of()) {
            Ok(content) => {
                taken += 1;
                assert!(content.pay.is_some() && content.hours.is_some());
                // 40207035 is a virtual job: done from anywhere, at no place.
                let virtual_job = raw.reference.as_deref() == Some("40207035");
                assert_eq!(content.remote.len() == 13, virtual_job);
                assert_eq!(content.locations.first().is_some_and(|place| place.point.is_some()), !virtual_job);
                assert!(content.employment.contains(Employment::FullTime), "{}", path.display());
            }
            Err(why) => refused.push((raw.reference.clone(), why.to_string())),
        }
    }
    assert_eq!((taken, refused), (16, vec![]));
}

#[test]
fn the_same_row_has_the_same_fingerprint_on_any_line() {
    let raw = Raw { title: "RN".into(), places: vec![RawPlace::default()], line: 3, ..Raw::default() };
    let moved = Raw { line: 9, ..raw.clone() };
    let other = Raw { hours: Some("40".into()), ..raw.clone() };
    assert_eq!(raw.fingerprint(), moved.fingerprint());
    assert_ne!(raw.fingerprint(), other.fingerprint());
    assert_eq!(raw.fingerprint().len(), 64);
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
