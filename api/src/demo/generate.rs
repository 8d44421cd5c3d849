//! The seeded generator of sample postings, as schema.org JSON-LD: the demo imports them like any feed.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::Lang;
use domain::reference::{Place, Province, Role};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::{Value, json};

/// A text in English and French.
type Pair = [String; 2];

#[derive(Deserialize)]
struct Catalogue {
    roles: Vec<Template>,
    employers: BTreeMap<String, Vec<Pair>>,
    agencies: Vec<Pair>,
    openings: Vec<Pair>,
    sentences: BTreeMap<String, Pair>,
}

/// What postings of one role are made of.
#[derive(Deserialize)]
struct Template {
    role: Role,
    weight: u32,
    /// The usual range of pay, cents an hour.
    pay: [i64; 2],
    settings: Vec<String>,
    #[serde(default)]
    provinces: Vec<Province>,
    title: Pair,
    specialties: Vec<Pair>,
    required: Vec<String>,
    preferred: Vec<String>,
    /// Months of experience asked for: least and most.
    experience: [u16; 2],
}

/// Makes postings; the same seed, numbers and moment make the same postings.
pub struct Generator {
    catalogue: Catalogue,
    dice: Dice,
    /// Each place with the running sum of its weight.
    places: Vec<(&'static Place, u64)>,
    as_of: DateTime<Utc>,
}

/// What one posting was drawn to be.
struct Drawn<'a> {
    template: &'a Template,
    specialty: Pair,
    place: &'static Place,
    months: u16,
}

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.random_range(0..bound.max(1))
    }

    fn cents(&mut self, most: i64) -> i64 {
        self.0.random_range(0..=most.max(0))
    }

    /// One of `items`, which are never empty here.
    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.0.random_range(0..items.len())]
    }
}

/// The first `count` postings of a seed, published in the 25 days before `as_of`.
///
/// # Errors
/// When the compiled-in catalogue does not parse.
pub fn postings(seed: u64, count: usize, as_of: DateTime<Utc>) -> serde_json::Result<Vec<Value>> {
    let mut generator = Generator::new(seed, as_of)?;
    Ok((0..count).map(|number| generator.posting(number)).collect())
}

impl Generator {
    /// A generator of postings as of a moment.
    ///
    /// # Errors
    /// When the compiled-in catalogue does not parse.
    pub fn new(seed: u64, as_of: DateTime<Utc>) -> serde_json::Result<Self> {
        let catalogue: Catalogue = serde_json::from_str(include_str!("catalogue.json"))?;
        // By the square root of the population: large cities lead, small places are seen.
        let mut sum = 0;
        let places = Place::all().iter().map(|place| {
            sum += u64::from(place.population.isqrt()) + 1;
            (place, sum)
        });
        Ok(Self { catalogue, dice: Dice(ChaCha8Rng::seed_from_u64(seed)), places: places.collect(), as_of })
    }

    /// The next posting; `number` is its reference.
    pub fn posting(&mut self, number: usize) -> Value {
        let Self { catalogue, dice, places, as_of } = self;
        let place = draw_place(dice, places);
        let template = draw_template(dice, &catalogue.roles, place.province);
        let [least, most] = template.experience;
        let months = least + u16::try_from(dice.below(u64::from(most - least) + 1)).unwrap_or_default();
        // Experience is asked for in half years.
        let drawn =
            Drawn { template, specialty: dice.pick(&template.specialties).clone(), place, months: months / 6 * 6 };
        let published = *as_of - Duration::minutes(dice.cents(25 * 24 * 60));
        let mut posting = json!({
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "identifier": { "@type": "PropertyValue", "name": "demo", "value": format!("DEMO-{number:06}") },
            "url": format!("https://postings.example/{number:06}"),
            "title": both(titles(&drawn)),
            "description": both([Lang::En, Lang::Fr].map(|lang| describe(catalogue, &drawn, lang, number))),
            "inLanguage": if place.province == Province::Qc { "fr" } else { "en" },
            "hiringOrganization": { "@type": "Organization", "name": employer(dice, catalogue, &drawn) },
            "jobLocation": { "@type": "Place", "address": {
                "@type": "PostalAddress", "addressLocality": place.name, "addressRegion": place.province.key(),
                "addressCountry": "CA" } },
            "datePosted": published.to_rfc3339(),
            "totalJobOpenings": 1 + dice.below(5),
        });
        let terms = terms(dice, template, *as_of);
        if let (Value::Object(posting), Value::Object(terms)) = (&mut posting, terms) {
            posting.extend(terms);
        }
        posting
    }
}

fn both([en, fr]: Pair) -> Value {
    json!([{ "@language": "en", "@value": en }, { "@language": "fr", "@value": fr }])
}

/// Where a language stands in a [`Pair`].
const fn side(lang: Lang) -> usize {
    match lang {
        Lang::En => 0,
        Lang::Fr => 1,
    }
}

fn draw_place(dice: &mut Dice, places: &[(&'static Place, u64)]) -> &'static Place {
    let at = dice.below(places.last().map_or(1, |(_, sum)| *sum));
    let index = places.partition_point(|(_, sum)| *sum <= at);
    places[index.min(places.len() - 1)].0
}

/// A role by weight, among those that exist in the province.
fn draw_template<'a>(dice: &mut Dice, templates: &'a [Template], province: Province) -> &'a Template {
    let here = || templates.iter().filter(|t| t.provinces.is_empty() || t.provinces.contains(&province));
    let mut at = dice.below(here().map(|t| u64::from(t.weight)).sum());
    here()
        .find(|template| {
            let weight = u64::from(template.weight);
            let found = at < weight;
            at = at.saturating_sub(weight);
            found
        })
        .unwrap_or(&templates[0])
}

/// An employer of one of the role's settings; one in twenty is an agency.
fn employer(dice: &mut Dice, catalogue: &Catalogue, drawn: &Drawn<'_>) -> String {
    let setting = dice.pick(&drawn.template.settings);
    let names = match catalogue.employers.get(setting) {
        Some(names) if dice.below(20) > 0 => names,
        _ => &catalogue.agencies,
    };
    let lang = if drawn.place.province == Province::Qc { Lang::Fr } else { Lang::En };
    dice.pick(names)[side(lang)].replace("{place}", drawn.place.name)
}

/// The titles as people in the province write them.
fn titles(drawn: &Drawn<'_>) -> Pair {
    [Lang::En, Lang::Fr].map(|lang| {
        let role = drawn.template.role;
        let (local, national) = (role.title_in(drawn.place.province, lang), role.title(lang));
        let title = if local == national { &drawn.template.title[side(lang)] } else { local };
        format!("{title} – {}", drawn.specialty[side(lang)])
    })
}

/// The description in one language: an opening, what is required, what is an asset, a closing.
fn describe(catalogue: &Catalogue, drawn: &Drawn<'_>, lang: Lang, number: usize) -> String {
    let side = side(lang);
    let opening = &catalogue.openings[number % catalogue.openings.len()][side];
    let [required, asset] = [["required", "exigé"], ["an asset", "un atout"]].map(|pair| pair[side]);
    let say = |key: &str, necessity: &str| {
        let text = catalogue.sentences.get(key).map(|pair| pair[side].as_str()).unwrap_or_default();
        text.replace("{necessity}", necessity).replace("{months}", &drawn.months.to_string())
    };
    let mut lines = vec![opening.replace("{specialty}", &drawn.specialty[side]).replace("{place}", drawn.place.name)];
    lines.extend(drawn.template.required.iter().map(|key| say(key, required)));
    if drawn.months > 0 {
        lines.push(say("experience", required));
    }
    lines.extend(drawn.template.preferred.iter().map(|key| say(key, asset)));
    lines.push(say("closing", required));
    lines.join("\n")
}

/// Pay, hours, employment types, shifts and start.
fn terms(dice: &mut Dice, template: &Template, as_of: DateTime<Utc>) -> Value {
    let [low, high] = template.pay;
    let third = (high - low) / 3;
    let min = low + dice.cents(third);
    let max = min + third + dice.cents(third);
    let dollars = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let schedules = [("FULL_TIME", "37.5"), ("FULL_TIME", "40"), ("PART_TIME", "22.5"), ("PER_DIEM", "15")];
    let (schedule, hours) = dice.pick(&schedules);
    let tenure = dice.pick(&["PERMANENT", "PERMANENT", "CONTRACTOR", "TEMPORARY"]);
    let shift = dice.pick(&["Day", "Evening", "Night", "Day, Evening", "Rotating", "Weekend"]);
    let mut terms = json!({
        "baseSalary": { "@type": "MonetaryAmount", "currency": "CAD", "value": {
            "@type": "QuantitativeValue", "minValue": dollars(min), "maxValue": dollars(max), "unitText": "HOUR" } },
        "employmentType": [schedule, tenure],
        "workHours": format!("{hours} hours per week; {shift}"),
    });
    // A third can start at once.
    if dice.below(3) > 0 {
        let start = as_of + Duration::days(7 + dice.cents(90));
        terms["jobStartDate"] = json!(start.date_naive().to_string());
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_makes_one_set_of_postings() {
        let as_of = DateTime::parse_from_rfc3339("2026-11-22T12:00:00Z").unwrap().to_utc();
        let first = postings(7, 50, as_of).unwrap();
        assert_eq!(first, postings(7, 50, as_of).unwrap());
        assert_ne!(first, postings(8, 50, as_of).unwrap());
        let provinces: std::collections::HashSet<_> =
            first.iter().map(|p| p["jobLocation"]["address"]["addressRegion"].to_string()).collect();
        assert!(provinces.len() >= 4, "{provinces:?}");
    }
}
