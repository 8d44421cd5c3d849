//! schema.org `JobPosting` as JSON-LD: one object, a list, a graph, newline-delimited objects, or web pages that
//! embed it in `<script type="application/ld+json">`.

use std::sync::LazyLock;

use domain::Lang;
use domain::posting::{Raw, RawPlace};
use regex::Regex;
use serde_json::{Deserializer, Value};

use super::{FIELD_BYTES, Malformed, Parsed, Rejected, date, decode, given, line_of};

static SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by the first test that reads a page")]
    Regex::new(r#"(?is)<script\b[^>]*\btype\s*=\s*["']?application/ld\+json\b[^>]*>(.*?)</script\s*>"#).unwrap()
});

/// Reads JSON-LD, alone or embedded in a page.
pub(super) fn read(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let text = decode::text(bytes, None, None)?;
    let mut found = Found::default();
    if text.trim_start().starts_with('<') {
        let blocks = SCRIPT.captures_iter(&text).filter_map(|page| page.get(1));
        let mut any = false;
        for block in blocks {
            any = true;
            found.values(block.as_str(), &text, block.start())?;
        }
        if !any {
            return Err(Malformed::NotThisFormat("the page embeds no application/ld+json".to_owned()));
        }
    } else {
        found.values(&text, &text, 0)?;
    }
    if found.number == 0 && !found.empty_list {
        return Err(Malformed::NotThisFormat("no JobPosting in the file".to_owned()));
    }
    Ok(found.parsed)
}

#[derive(Default)]
struct Found {
    parsed: Parsed,
    number: u64,
    empty_list: bool,
}

impl Found {
    /// Takes every JSON value of a text that begins at a byte of the file. Depth is limited by the parser (128).
    fn values(&mut self, json: &str, file: &str, start: usize) -> Result<(), Malformed> {
        let mut values = Deserializer::from_str(json).into_iter::<Value>();
        while let Some(value) = values.next() {
            let value = value.map_err(|error| {
                // The parser counts lines within its own text.
                let line = line_of(file, start) + u64::try_from(error.line()).unwrap_or_default().saturating_sub(1);
                Malformed::At { line, reason: error.to_string() }
            })?;
            if let Some(size) = longest(&value).filter(|size| *size > FIELD_BYTES) {
                let line = line_of(file, start + values.byte_offset());
                return Err(Malformed::At { line, reason: format!("a text of {} KiB", size >> 10) });
            }
            self.empty_list |= value.as_array().is_some_and(Vec::is_empty);
            self.walk(&value);
        }
        Ok(())
    }

    /// Takes the `JobPosting`s of lists, graphs and item lists.
    fn walk(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Object(object) if is_type(value, "JobPosting") => {
                self.number += 1;
                match posting(&Value::Object(object.clone())) {
                    Ok(raw) => self.parsed.rows.push(Raw { line: self.number, ..raw }),
                    Err(reason) => {
                        let rejected = Rejected { line: self.number, reference: reference(value), reason };
                        self.parsed.rejected.push(rejected);
                    }
                }
            }
            Value::Object(object) => {
                for key in ["@graph", "itemListElement", "item", "mainEntity"] {
                    if let Some(inner) = object.get(key) {
                        self.walk(inner);
                    }
                }
            }
            _ => {}
        }
    }
}

fn longest(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => Some(text.len()),
        Value::Array(items) => items.iter().filter_map(longest).max(),
        Value::Object(fields) => fields.values().filter_map(longest).max(),
        _ => None,
    }
}

fn is_type(value: &Value, name: &str) -> bool {
    let bare = |text: &str| text.rsplit(['/', ':', '#']).next() == Some(name);
    match value.get("@type") {
        Some(Value::String(text)) => bare(text),
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).any(bare),
        _ => false,
    }
}

fn posting(job: &Value) -> Result<Raw, String> {
    let date = |name: &str, read: fn(&str) -> Option<_>| match text(job.get(name)) {
        None => Ok(None),
        Some(text) => read(&text).map(Some).ok_or_else(|| format!("unreadable {name}: {text:?}")),
    };
    let first = |names: &[&str]| names.iter().find_map(|name| text(job.get(*name)));
    let lang = language(job);
    let (title, title_other) = localized(job.get("title"), lang);
    let (description, description_other) = localized(job.get("description"), lang);
    let asked = [
        ("", "qualifications"),
        ("Skills: ", "skills"),
        ("Education: ", "educationRequirements"),
        ("Experience: ", "experienceRequirements"),
    ];
    let qualifications = asked.iter().flat_map(|(label, name)| {
        list(job.get(*name)).into_iter().filter_map(requirement).map(move |text| format!("{label}{text}"))
    });
    let anywhere = list(job.get("jobLocationType")).into_iter().any(|kind| kind.as_str() == Some("TELECOMMUTE"));
    Ok(Raw {
        reference: reference(job),
        title: title.or_else(|| first(&["name"])).unwrap_or_default(),
        title_other,
        description_other,
        description: [description, first(&["responsibilities"])].into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
        qualifications: qualifications.collect(),
        lang,
        employer: first(&["hiringOrganization"]).unwrap_or_default(),
        places: list(job.get("jobLocation")).into_iter().map(place).collect(),
        remote: if anywhere {
            list(job.get("applicantLocationRequirements")).into_iter().filter_map(|place| text(Some(place))).collect()
        } else {
            Vec::new()
        },
        salaries: list(job.get("baseSalary")).into_iter().filter_map(salary).collect(),
        hours: first(&["workHours"]),
        employment: texts(job.get("employmentType")),
        shifts: texts(job.get("workHours")),
        start: first(&["jobStartDate"]).as_deref().and_then(date::day),
        vacancies: first(&["totalJobOpenings"]).and_then(|count| count.parse().ok()),
        url: first(&["url"]),
        published_at: date("datePosted", date::published)?,
        valid_through: date("validThrough", date::ends)?,
        ..Raw::default()
    })
}

fn reference(job: &Value) -> Option<String> {
    list(job.get("identifier")).into_iter().find_map(identifier)
}

/// An identifier: the value of a `PropertyValue`, whose name says who gave it, or a bare text.
fn identifier(value: &Value) -> Option<String> {
    text(value.get("value")).or_else(|| text(Some(value)))
}

/// A value as a list: itself, its items, or nothing.
fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
    }
}

/// A text, a number, or the `name`, `value` or `@value` of an object.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => given(text.as_str()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.iter().find_map(|item| text(Some(item))),
        Value::Object(fields) => ["name", "value", "@value", "alternateName"]
            .iter()
            .find_map(|key| text(fields.get(*key).filter(|v| !v.is_object()))),
        _ => None,
    }
}

/// A text that may be given in two languages, as JSON-LD writes it: `[{"@language": "fr", "@value": "…"}, …]`.
/// The one in `lang` first, or the one given, then the other.
fn localized(value: Option<&Value>, lang: Option<Lang>) -> (Option<String>, Option<String>) {
    let of = |item: &Value| item.get("@language").and_then(Value::as_str).and_then(Lang::parse);
    let items = list(value);
    let own = items.iter().position(|item| lang.is_some() && of(item) == lang).unwrap_or_default();
    let other = items.iter().enumerate().find(|(at, item)| *at != own && of(item).is_some());
    (items.get(own).and_then(|item| text(Some(item))), other.and_then(|(_, item)| text(Some(item))))
}

/// The language of the posting: stated, or that of its only or first title with a language.
fn language(job: &Value) -> Option<Lang> {
    let stated = text(job.get("inLanguage")).as_deref().and_then(Lang::parse);
    let title = || list(job.get("title")).into_iter().find_map(|title| Lang::parse(title.get("@language")?.as_str()?));
    stated.or_else(title)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    list(value).into_iter().filter_map(|item| text(Some(item))).collect()
}

/// A text, or what an object for experience or education states.
fn requirement(value: &Value) -> Option<String> {
    let months = value.get("monthsOfExperience").and_then(|months| text(Some(months)));
    let category = value.get("credentialCategory").and_then(|category| text(Some(category)));
    months.map(|months| format!("{months} months")).or(category).or_else(|| text(Some(value)))
}

fn place(value: &Value) -> RawPlace {
    let address = list(value.get("address")).into_iter().next();
    let of = |name: &str| address.and_then(|address| text(address.get(name)));
    let number = |name: &str| {
        let geo = list(value.get("geo")).into_iter().next()?;
        text(geo.get(name))?.parse::<f64>().ok()
    };
    let whole = || address.and_then(Value::as_str).or_else(|| value.as_str()).map(str::to_owned);
    RawPlace {
        text: of("addressLocality").or_else(whole).or_else(|| text(value.get("name"))).unwrap_or_default(),
        province: of("addressRegion"),
        country: of("addressCountry"),
        postal_code: of("postalCode"),
        point: number("latitude").zip(number("longitude")),
    }
}

/// `35 to 40 HOUR`; nothing where the currency is another.
fn salary(value: &Value) -> Option<String> {
    let Value::Object(fields) = value else { return text(Some(value)) };
    let amount = fields.get("value").unwrap_or(value);
    let currency = text(fields.get("currency")).or_else(|| text(amount.get("currency")));
    if currency.is_some_and(|currency| !currency.eq_ignore_ascii_case("CAD")) {
        return None;
    }
    let of = |name: &str| text(amount.get(name)).or_else(|| text(fields.get(name)));
    let unit = of("unitText").map(|unit| format!(" {unit}")).unwrap_or_default();
    let single = || text(Some(amount)).filter(|text| !text.is_empty());
    match (of("minValue"), of("maxValue")) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}{unit}")),
        (Some(one), None) | (None, Some(one)) => Some(format!("{one}{unit}")),
        (None, None) => single().map(|one| format!("{one}{unit}")),
    }
}
