//! From a form to the [`Content`] that board, search and matching read; and back, for a posting that is claimed.

use chrono::{DateTime, Utc};

use super::{Author, Form, Site, Wanted, Way, Words};
use crate::Lang;
use crate::posting::intake::imply_licence;
use crate::posting::location::locate;
use crate::posting::{Apply, Content, Employer, Location, RawPlace, Setting, Text, employer_key};
use crate::reference::Province;
use crate::requirement::{Ask, Basis, Necessity, Requirement};
use crate::set::BitSet;

impl Site {
    /// Where it is; `None`: the place has no name, or the organization has no such facility.
    pub fn locate(&self, author: &Author) -> Option<Location> {
        match self {
            Self::Facility { facility } => author.facility(*facility).map(|facility| facility.location.clone()),
            Self::Place { name, province, postal_code } => locate(&RawPlace {
                text: name.trim().to_owned(),
                province: Some(province.key().to_owned()),
                postal_code: postal_code.clone(),
                ..RawPlace::default()
            })
            .ok()
            .filter(|_| !name.trim().is_empty()),
        }
    }
}

impl Form {
    /// What the posting says as of `now`, which stands for its publication until it is live. Requirements are those of
    /// the form: nothing is read from its text, and only the licence that role × province implies is added. What cannot
    /// be located is left out; [`gaps`](super::gaps) names it.
    pub fn content(&self, author: &Author, now: DateTime<Utc>) -> Content {
        let mut content = Content {
            lang: Lang::En,
            en: self.words(Lang::En).map(text),
            fr: self.words(Lang::Fr).map(text),
            employer: Employer { name: author.name.clone(), key: employer_key(&author.name) },
            arrangement: Some(author.arrangement),
            roles: distinct(&self.roles),
            locations: self.locations(author),
            remote: BitSet::<Province>::of(self.remote.iter().copied()).iter().collect(),
            setting: self.setting.or_else(|| self.facility_setting(author)),
            requirements: self.requirements.iter().map(Requirement::from).collect(),
            pay: self.pay,
            hours: self.hours,
            employment: self.employment,
            shifts: self.shifts,
            languages: BitSet::EMPTY,
            start: self.start,
            vacancies: self.positions,
            apply: Apply::from(&self.apply),
            published_at: now,
            valid_through: None,
        };
        content.lang = language(&content);
        imply_licence(&mut content, now.date_naive());
        content
    }

    /// The kind of place that all its facilities are.
    fn facility_setting(&self, author: &Author) -> Option<Setting> {
        let mut settings = self.sites.iter().map(|site| match site {
            Site::Facility { facility } => author.facility(*facility)?.setting,
            Site::Place { .. } => None,
        });
        let first = settings.next()??;
        settings.all(|setting| setting == Some(first)).then_some(first)
    }

    /// Its places, each once.
    fn locations(&self, author: &Author) -> Vec<Location> {
        let mut locations: Vec<Location> = Vec::new();
        for location in self.sites.iter().filter_map(|site| site.locate(author)) {
            if !locations.contains(&location) {
                locations.push(location);
            }
        }
        locations
    }

    /// The form of a posting that says this, for an employer who claims it. Requirements that were read in its words
    /// become lines of the form; an implied licence stays implied. A place keeps what is known of it.
    pub fn of(content: &Content) -> Self {
        let site = |location: &Location| Site::Place {
            name: location.place.clone(),
            province: location.province,
            postal_code: location.fsa.clone(),
        };
        let mut form = Self {
            en: content.en.as_ref().map(words),
            fr: content.fr.as_ref().map(words),
            roles: content.roles.clone(),
            sites: content.locations.iter().map(site).collect(),
            remote: content.remote.clone(),
            setting: content.setting,
            pay: content.pay,
            employment: content.employment,
            shifts: content.shifts,
            hours: content.hours,
            start: content.start,
            positions: content.vacancies,
            apply: match &content.apply {
                Apply::External { url } => Way::External { url: url.clone() },
                Apply::Internal | Apply::NotGiven => Way::Internal,
            },
            ..Self::default()
        };
        let stated = content.requirements.iter().filter(|line| line.basis != Basis::Implied);
        let stated = stated.map(|line| Wanted { ask: line.ask, necessity: line.necessity });
        let spoken = content.languages.iter();
        let spoken = spoken.map(|language| Wanted { ask: Ask::Language { language }, necessity: Necessity::Required });
        for wanted in stated.chain(spoken) {
            if !form.requirements.iter().any(|known| known.ask == wanted.ask) {
                form.requirements.push(wanted);
            }
        }
        form
    }
}

/// English, unless it is in French only or all its work is in Québec.
fn language(content: &Content) -> Lang {
    let mut provinces = content.provinces().peekable();
    let quebec = provinces.peek().is_some() && provinces.all(|province| province == Province::Qc);
    match (&content.en, &content.fr) {
        (None, Some(_)) => Lang::Fr,
        (Some(_), Some(_)) if quebec => Lang::Fr,
        _ => Lang::En,
    }
}

impl From<&Wanted> for Requirement {
    fn from(wanted: &Wanted) -> Self {
        Self { ask: wanted.ask, necessity: wanted.necessity, basis: Basis::Form }
    }
}

/// The text that is shown and searched: benefits follow the description.
fn text(words: &Words) -> Text {
    let parts = [words.description.trim(), words.benefits.trim()];
    let description = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    Text { title: words.title.trim().to_owned(), description, qualifications: Vec::new() }
}

/// Bytes of a description in a form. What other sources say can be longer.
const DESCRIPTION_BYTES: usize = 100_000;

/// The words of a posting from elsewhere: what its fields say of qualifications goes on below the description, as far
/// as there is room.
fn words(text: &Text) -> Words {
    let mut description = text.description.clone();
    for more in text.qualifications.iter().filter(|more| !more.trim().is_empty()) {
        if description.len() + more.len() + 2 <= DESCRIPTION_BYTES {
            let gap = if description.is_empty() { "" } else { "\n\n" };
            description.extend([gap, more]);
        }
    }
    Words { title: text.title.clone(), description, benefits: String::new() }
}

fn distinct<T: PartialEq + Copy>(items: &[T]) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(item) {
            seen.push(*item);
        }
    }
    seen
}
