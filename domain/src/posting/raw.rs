//! What a feed says of one posting, and what it is known by where the feed does not name it.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Arrangement, Setting};
use crate::Lang;

/// What a feed says of one posting, field by field and unread. Every feed reader fills this and nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raw {
    /// The source's own identifier, where it has one.
    pub reference: Option<String>,
    /// The title in the source's language.
    pub title: String,
    /// The title in the other language, where given.
    pub title_other: Option<String>,
    /// The description, plain text or HTML.
    pub description: String,
    /// The description in the other language.
    pub description_other: Option<String>,
    /// Qualification fields, one text each, in the source's language.
    pub qualifications: Vec<String>,
    /// The language of the posting; `None`: detected from the text.
    pub lang: Option<Lang>,
    /// The employer's name as given.
    pub employer: String,
    /// Whether the source says that an agency or recruiter posts.
    pub arrangement: Option<Arrangement>,
    /// Place texts: `Sudbury`, `Sudbury, ON`, `Toronto (Downtown)`.
    pub places: Vec<RawPlace>,
    /// Provinces served from anywhere, as texts.
    pub remote: Vec<String>,
    /// The kind of place of work, where the source has a field for it.
    pub setting: Option<Setting>,
    /// Salary texts, tried in order: `$48.27 to $62.91`, `30 HOUR`, `bi-weekly ($87,148 - $117,276/year)`.
    pub salaries: Vec<String>,
    /// Text on hours: `30 to 75 hours bi-weekly`.
    pub hours: Option<String>,
    /// Texts on employment type: `Full time`, `Permanent`, `Term or contract (ending: 2021-03-31)`.
    pub employment: Vec<String>,
    /// Texts on shifts: `Day, Evening, Night`, `Quart de nuit`.
    pub shifts: Vec<String>,
    /// Language-of-work texts: `Bilingual`, `English`.
    pub languages: Vec<String>,
    /// First day of work.
    pub start: Option<NaiveDate>,
    /// How many are sought.
    pub vacancies: Option<u16>,
    /// The original link.
    pub url: Option<String>,
    /// When the source published it.
    pub published_at: Option<DateTime<Utc>>,
    /// When the source ends it.
    pub valid_through: Option<DateTime<Utc>>,
    /// The line (CSV) or element number (XML, JSON) in its file, from 1, for reports.
    pub line: u64,
}

/// A place as a feed says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawPlace {
    /// City or place text.
    pub text: String,
    /// Province text, code or name, where it has a field of its own.
    pub province: Option<String>,
    /// Country text, where it has a field of its own; anything but Canada is rejected.
    pub country: Option<String>,
    /// Postal code or FSA.
    pub postal_code: Option<String>,
    /// Coordinates, where the source gives them.
    pub point: Option<(f64, f64)>,
}

impl Raw {
    /// A hash (SHA-256, hexadecimal) of every field but the line: equal while the source says the same. It identifies
    /// a posting without a reference, so that the same row is the same posting on whichever line it comes.
    ///
    /// It is kept in databases, so what is hashed is a form of its own, with a version, whatever becomes of this type.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(format!("v1{}", self.canonical()).as_bytes());
        digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The first version of what is hashed: names in the order of the alphabet.
    fn canonical(&self) -> Value {
        let at = |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.timestamp_micros());
        json!({
            "arrangement": self.arrangement.map(Arrangement::key),
            "description": self.description,
            "description_other": self.description_other,
            "employer": self.employer,
            "employment": self.employment,
            "hours": self.hours,
            "lang": self.lang.map(Lang::code),
            "languages": self.languages,
            "places": self.places.iter().map(RawPlace::canonical).collect::<Vec<_>>(),
            "published_at": at(self.published_at),
            "qualifications": self.qualifications,
            "reference": self.reference,
            "remote": self.remote,
            "salaries": self.salaries,
            "setting": self.setting.map(Setting::key),
            "shifts": self.shifts,
            "start": self.start.map(|day| day.to_string()),
            "title": self.title,
            "title_other": self.title_other,
            "url": self.url,
            "vacancies": self.vacancies,
            "valid_through": at(self.valid_through),
        })
    }
}

impl RawPlace {
    fn canonical(&self) -> Value {
        json!({
            "country": self.country,
            "point": self.point,
            "postal_code": self.postal_code,
            "province": self.province,
            "text": self.text,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    /// Databases keep fingerprints: this one may never change.
    #[test]
    fn a_fingerprint_is_of_the_first_version_for_ever() {
        let at = |hour| Some(Utc.with_ymd_and_hms(2020, 5, 20, hour, 0, 0).unwrap());
        let raw = Raw {
            reference: Some("R1".into()),
            title: "Infirmière \"de nuit\"".into(),
            arrangement: Some(Arrangement::Agency),
            lang: Some(Lang::Fr),
            places: vec![RawPlace { text: "Sudbury".into(), point: Some((46.49, -81.01)), ..RawPlace::default() }],
            shifts: vec!["Nuit".into()],
            start: NaiveDate::from_ymd_opt(2020, 6, 1),
            vacancies: Some(2),
            published_at: at(12),
            line: 7,
            ..Raw::default()
        };
        let said = concat!(
            r#"v1{"arrangement":"agency","description":"","description_other":null,"employer":"","employment":[],"#,
            r#""hours":null,"lang":"fr","languages":[],"places":[{"country":null,"point":[46.49,-81.01],"#,
            r#""postal_code":null,"province":null,"text":"Sudbury"}],"published_at":1589976000000000,"#,
            r#""qualifications":[],"reference":"R1","remote":[],"salaries":[],"setting":null,"shifts":["Nuit"],"#,
            r#""start":"2020-06-01","title":"Infirmière \"de nuit\"","title_other":null,"url":null,"vacancies":2,"#,
            r#""valid_through":null}"#,
        );
        assert_eq!(format!("v1{}", raw.canonical()), said);
        assert_eq!(raw.fingerprint(), "bcb7f0e545166e5bedd4c04d7bb1db7bb6e07e87681de99a45f856cb9b0f0468");
    }
}
