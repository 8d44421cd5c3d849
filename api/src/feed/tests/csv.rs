//! Job Bank open data and other tables.

use super::*;

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

#[test]
fn a_file_with_more_than_a_fifth_of_bad_rows_is_refused() {
    let csv =
        |good: usize| format!("title,date_posted,province\nPSW,last week,ON\n{}", "OT,2020-02-02,ON\n".repeat(good));
    assert_eq!(read(Format::JobBankCsv, csv(4).as_bytes()).unwrap().rejected.len(), 1);
    let error = read(Format::JobBankCsv, csv(3).as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "1 of 4 rows cannot be read; the first: line 2: unreadable date: \"last week\"");
}
