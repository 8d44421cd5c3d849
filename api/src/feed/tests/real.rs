//! Real files, each row of which is a posting or a rejection.

use super::*;

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
                // A virtual job names no place; every other has coordinates.
                let placed = content.locations.first().map_or(!content.remote.is_empty(), |at| at.point.is_some());
                assert!(placed, "{}", path.display());
                assert!(content.employment.contains(Employment::FullTime), "{}", path.display());
            }
            Err(why) => refused.push((raw.reference.clone(), why.to_string())),
        }
    }
    assert_eq!((taken, refused), (16, Vec::<(Option<String>, String)>::new()));
}
