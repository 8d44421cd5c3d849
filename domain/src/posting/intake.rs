//! From a source's raw words to a [`Content`].

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::location::{self, locate};
use super::plain::plain;
use super::{Apply, Content, Employer, Employment, EmploymentSet, Hours, Location, Pay, Setting, ShiftSet, Text};
use super::{Raw, RawPlace};
use super::{employer_key, setting, terms};
use crate::Lang;
use crate::reference::{Language, Province, Regulation, RegulationStatus, Role};
use crate::requirement::{self, Ask, Basis, Necessity, Requirement};
use crate::set::BitSet;
use crate::text::fold;
use crate::title;

/// Why one raw posting cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The title is empty.
    #[error("no title")]
    NoTitle,
    /// A field is longer than any honest posting's.
    #[error("{field} is longer than {limit}")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// The limit with its unit.
        limit: &'static str,
    },
    /// More places than one posting has.
    #[error("more than {MOST_PLACES} places")]
    TooManyPlaces,
    /// The source's identifier has characters that no identifier has.
    #[error("the reference has control characters: {0:?}")]
    BadReference(String),
    /// No place, and not work from anywhere.
    #[error("no place")]
    NoPlace,
    /// The province, and so the licence that counts, cannot be told.
    #[error("unknown province or place: {0:?}")]
    UnknownProvince(String),
    /// The work is in another country.
    #[error("not in Canada: {0:?}")]
    NotInCanada(String),
    /// It ends before it was published.
    #[error("ends {ends} before its publication {published}")]
    EndsBeforePublication {
        /// Day of publication.
        published: NaiveDate,
        /// Last day.
        ends: NaiveDate,
    },
    /// It is dated so far in the future that the date must be wrong: it would stay live for years.
    #[error("published {0}, more than {FUTURE_DAYS} days ahead")]
    FarFuture(NaiveDate),
    /// The link is not `http` or `https`.
    #[error("the link is not http or https: {0:?}")]
    BadUrl(String),
}

/// Longest title and employer name, in characters.
const NAME_CHARS: usize = 300;
/// Longest description and sum of qualification texts, in bytes of plain text.
const TEXT_BYTES: usize = 100_000;
/// Longest reference, in characters.
const REFERENCE_CHARS: usize = 200;
/// Days by which a publication may lie ahead: real feeds are dated ahead, and are read as of an earlier day.
const FUTURE_DAYS: i64 = 366;
/// Most places of one posting.
const MOST_PLACES: usize = 50;
/// Longest link, in bytes.
const URL_BYTES: usize = 2000;

/// Reads a raw posting into the platform's terms. `as_of` stands for the publication where the source names none,
/// and is the day on which regulation is looked up for licences that go without saying.
///
/// # Errors
/// [`Rejection`] names the field that cannot be read.
pub fn intake(raw: &Raw, as_of: DateTime<Utc>) -> Result<Content, Rejection> {
    let (title, employer) = (one_line(&raw.title), one_line(&raw.employer));
    if title.is_empty() {
        return Err(Rejection::NoTitle);
    }
    limit("title", &title, NAME_CHARS, "300 characters")?;
    limit("employer", &employer, NAME_CHARS, "300 characters")?;
    raw.reference.as_deref().map_or(Ok(()), check_reference)?;
    let (locations, remote) = places(raw)?;
    let (published_at, valid_through) = dates(raw, as_of)?;
    let apply = apply(raw)?;
    let texts = texts(raw, title, &locations)?;
    let hours = raw.hours.as_deref().and_then(Hours::read);
    let mut content = Content {
        lang: texts.lang,
        en: texts.en,
        fr: texts.fr,
        arrangement: raw.arrangement,
        roles: Vec::new(),
        setting: raw.setting.or_else(|| guess_setting(&employer, raw)),
        employer: Employer { key: employer_key(&employer), name: employer },
        remote,
        locations,
        requirements: Vec::new(),
        pay: raw.salaries.iter().find_map(|text| Pay::read(text)),
        hours,
        employment: employment(raw),
        shifts: shifts(raw),
        languages: languages(raw),
        start: raw.start,
        vacancies: raw.vacancies.filter(|count| *count > 0),
        apply,
        published_at,
        valid_through,
    };
    recognize(&mut content);
    require(&mut content, as_of.date_naive());
    Ok(content)
}

fn one_line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn limit(field: &'static str, text: &str, chars: usize, limit: &'static str) -> Result<(), Rejection> {
    if text.chars().nth(chars).is_some() { Err(Rejection::TooLong { field, limit }) } else { Ok(()) }
}

/// Whether a text can be what a posting is known by in its source. It is kept as it is, so it is not cleaned but refused.
///
/// # Errors
/// [`Rejection`] when it is too long or holds control characters.
pub fn check_reference(reference: &str) -> Result<(), Rejection> {
    limit("reference", reference, REFERENCE_CHARS, "200 characters")?;
    if reference.chars().any(char::is_control) {
        return Err(Rejection::BadReference(reference.to_owned()));
    }
    Ok(())
}

/// Locations in the feed's order without repeats, and provinces served from anywhere. One readable place is enough.
fn places(raw: &Raw) -> Result<(Vec<Location>, Vec<Province>), Rejection> {
    if raw.places.len() > MOST_PLACES {
        return Err(Rejection::TooManyPlaces);
    }
    let mut locations: Vec<Location> = Vec::new();
    let mut failure = Rejection::NoPlace;
    for place in &raw.places {
        let place = RawPlace { text: one_line(&place.text), ..place.clone() };
        let found = limit("place", &place.text, NAME_CHARS, "300 characters").and_then(|()| locate(&place));
        match found {
            Ok(found)
                if locations
                    .iter()
                    .any(|l| l.place == found.place && l.province == found.province && l.fsa == found.fsa) => {}
            Ok(found) => locations.push(found),
            Err(why) => failure = why,
        }
    }
    let anywhere = |text: &String| matches!(fold(text).as_str(), "canada" | "ca" | "can" | "anywhere in canada");
    let remote: BitSet<Province> = if raw.remote.iter().any(anywhere) {
        Province::ALL.iter().copied().collect()
    } else {
        raw.remote.iter().filter_map(|text| location::province(text)).collect()
    };
    if locations.is_empty() && remote.is_empty() { Err(failure) } else { Ok((locations, remote.iter().collect())) }
}

fn dates(raw: &Raw, as_of: DateTime<Utc>) -> Result<(DateTime<Utc>, Option<DateTime<Utc>>), Rejection> {
    let published = raw.published_at.unwrap_or(as_of);
    if published - as_of > TimeDelta::days(FUTURE_DAYS) {
        return Err(Rejection::FarFuture(published.date_naive()));
    }
    match raw.valid_through {
        Some(ends) if raw.published_at.is_some_and(|published| ends < published) => {
            Err(Rejection::EndsBeforePublication { published: published.date_naive(), ends: ends.date_naive() })
        }
        ends => Ok((published, ends)),
    }
}

fn apply(raw: &Raw) -> Result<Apply, Rejection> {
    let Some(url) = raw.url.as_deref().map(str::trim).filter(|url| !url.is_empty()) else {
        return Ok(Apply::NotGiven);
    };
    if url.len() > URL_BYTES {
        return Err(Rejection::TooLong { field: "link", limit: "2000 bytes" });
    }
    let lower = url.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let sound = host.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    if !sound || url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"')) {
        return Err(Rejection::BadUrl(url.chars().take(100).collect()));
    }
    Ok(Apply::External { url: url.to_owned() })
}

struct Texts {
    lang: Lang,
    en: Option<Text>,
    fr: Option<Text>,
}

/// The texts by language. Where the source does not say which, the words do; where they do not either, the province.
fn texts(raw: &Raw, title: String, locations: &[Location]) -> Result<Texts, Rejection> {
    let description = bounded(plain(&raw.description))?;
    let in_quebec = locations.first().is_some_and(|location| location.province == Province::Qc);
    let detected = || Lang::detect(&format!("{title} {description}"));
    let lang = raw.lang.or_else(detected).unwrap_or(if in_quebec { Lang::Fr } else { Lang::En });
    let own = Some(Text { title, description, qualifications: qualifications(raw)? });
    let other = match raw.title_other.as_deref().map(one_line).filter(|title| !title.is_empty()) {
        Some(title) => {
            limit("title", &title, NAME_CHARS, "300 characters")?;
            let description = bounded(plain(raw.description_other.as_deref().unwrap_or_default()))?;
            Some(Text { title, description, qualifications: Vec::new() })
        }
        None => None,
    };
    Ok(match lang {
        Lang::En => Texts { lang, en: own, fr: other },
        Lang::Fr => Texts { lang, en: other, fr: own },
    })
}

fn bounded(text: String) -> Result<String, Rejection> {
    if text.len() > TEXT_BYTES { Err(Rejection::TooLong { field: "description", limit: "100 kB" }) } else { Ok(text) }
}

fn qualifications(raw: &Raw) -> Result<Vec<String>, Rejection> {
    let texts: Vec<String> =
        raw.qualifications.iter().map(|text| plain(text)).filter(|text| !text.is_empty()).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    if bytes > TEXT_BYTES { Err(Rejection::TooLong { field: "qualifications", limit: "100 kB" }) } else { Ok(texts) }
}

fn guess_setting(employer: &str, raw: &Raw) -> Option<Setting> {
    let places = raw.places.iter().map(|place| place.text.as_str());
    // The raw name: a masked "(private household)" is a home all the same.
    setting::setting(&std::iter::once(employer).chain(places).collect::<Vec<_>>())
}

/// Hours and tenure from the fields, and from the title what the fields leave open.
fn employment(raw: &Raw) -> EmploymentSet {
    let stated = raw.employment.iter().map(|text| terms::employment(text)).fold(EmploymentSet::EMPTY, BitSet::union);
    let titled = terms::employment(&raw.title);
    [&Employment::SCHEDULES, &Employment::TENURES].into_iter().fold(stated, |set, axis| {
        let axis = EmploymentSet::of(axis.iter().copied());
        if set.overlaps(axis) { set } else { set.union(titled.intersection(axis)) }
    })
}

fn shifts(raw: &Raw) -> ShiftSet {
    let stated = raw.shifts.iter().map(|text| terms::shifts(text)).fold(ShiftSet::EMPTY, BitSet::union);
    if stated.is_empty() { terms::title_shifts(&raw.title) } else { stated }
}

/// The languages of work that a field names. "English or French" demands neither.
fn languages(raw: &Raw) -> BitSet<Language> {
    let mut set = BitSet::EMPTY;
    for text in &raw.languages {
        let words = format!(" {} ", fold(text));
        if words.contains(" or ") || words.contains(" ou ") {
            continue;
        }
        if words.contains(" bilingu") {
            set = set.union(BitSet::of([Language::English, Language::French]));
        }
        let named = |l: &Language| Lang::ALL.iter().any(|lang| words.contains(&format!(" {} ", fold(l.name(*lang)))));
        set = set.union(Language::ALL.iter().copied().filter(named).collect());
    }
    set
}

/// The roles of the title in the provinces of the work; where it names none, those of the title in the other language.
fn recognize(content: &mut Content) {
    let provinces: Vec<Province> = content.provinces().collect();
    let (own, other) = match content.lang {
        Lang::En => (&content.en, &content.fr),
        Lang::Fr => (&content.fr, &content.en),
    };
    let roles = [own, other].into_iter().flatten().map(|text| titled(&text.title, &provinces));
    content.roles = roles.into_iter().find(|roles| !roles.is_empty()).unwrap_or_default();
}

/// The roles that a title names in all provinces of the work; where they disagree ("RPN"), what it names without one.
fn titled(title: &str, provinces: &[Province]) -> Vec<Role> {
    let mut local = provinces.iter().map(|province| title::recognize(title, Some(*province)).roles);
    match local.next() {
        Some(first) if local.all(|roles| roles == first) => first,
        _ => title::recognize(title, None).roles,
    }
}

/// What the texts ask, and the licence that role × province implies where they do not ask for one.
fn require(content: &mut Content, on: NaiveDate) {
    content.requirements = requirement::read(&source(content));
    imply_licence(content, on);
}

/// Adds the licence that role × province implies where the posting does not ask for one itself.
pub(super) fn imply_licence(content: &mut Content, on: NaiveDate) {
    let regulated = |role, province| {
        Regulation::of(role, province, on).is_some_and(|row| row.status == RegulationStatus::Regulated)
    };
    let implied = content.roles.iter().any(|role| content.provinces().any(|province| regulated(*role, province)));
    let own_licence = |r: &Requirement| match r.ask {
        Ask::Licence { role } => role.is_none_or(|role| content.roles.contains(&role)),
        _ => false,
    };
    if implied && !content.requirements.iter().any(own_licence) {
        let ask = Ask::Licence { role: None };
        content.requirements.push(Requirement { ask, necessity: Necessity::Required, basis: Basis::Implied });
    }
}

/// The texts in the order in which they are read: the posting's own language first.
fn source(content: &Content) -> requirement::Source<'_> {
    let (own, other) = match content.lang {
        Lang::En => ((Lang::En, &content.en), (Lang::Fr, &content.fr)),
        Lang::Fr => ((Lang::Fr, &content.fr), (Lang::En, &content.en)),
    };
    // In several provinces an "RPN licence" may be either's, and is read as neither's.
    let mut provinces = content.provinces();
    let sole = provinces.next().filter(|_| provinces.next().is_none());
    let start = requirement::Source::default().province(sole);
    [own, other].into_iter().fold(start, |source, (lang, text)| match text {
        Some(text) => {
            let source = source.title(lang, &text.title).description(lang, &text.description);
            text.qualifications.iter().fold(source, |source, text| source.qualification(lang, text))
        }
        None => source,
    })
}

#[cfg(test)]
#[path = "intake_tests.rs"]
mod tests;
