//! Postings as schema.org has them.

use super::*;

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
