//! schema.org `JobPosting` as search engines read it (developers.google.com, structured data for job postings, as of
//! 2026-11): texts in one language, pay in dollars.

use chrono::SecondsFormat;
use domain::posting::{Employment, Location, Pay, PayUnit, Posting, Shift};
use serde_json::{Map, Value, json};

use super::{Document, html};

pub(super) fn posting(document: &Document, posting: &Posting) -> Value {
    let Some((text, lang)) = document.text(posting) else { return json!({}) };
    let content = &posting.content;
    let mut said = Map::new();
    let mut say = |name: &str, value: Value| {
        if value.as_array().is_none_or(|list| !list.is_empty()) {
            said.insert(name.to_owned(), value);
        }
    };
    say("@context", json!("https://schema.org/"));
    say("@type", json!("JobPosting"));
    say("identifier", json!({ "@type": "PropertyValue", "name": "carematch", "value": posting.id.0 }));
    say("url", json!(document.link(posting)));
    say("title", json!(text.title));
    say("description", json!(html(text)));
    say("inLanguage", json!(lang.code()));
    say("hiringOrganization", json!({ "@type": "Organization", "name": content.employer.name }));
    say("datePosted", json!(posting.live_at.to_rfc3339_opts(SecondsFormat::Secs, true)));
    say("validThrough", json!(posting.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true)));
    say("jobLocation", content.locations.iter().map(place).collect());
    let remote = content.remote.iter();
    say(
        "applicantLocationRequirements",
        remote.map(|province| json!({ "@type": "AdministrativeArea", "name": province.key() })).collect(),
    );
    if !content.remote.is_empty() {
        say("jobLocationType", json!("TELECOMMUTE"));
    }
    say("employmentType", content.employment.iter().filter_map(employment).collect());
    let shifts: Vec<&str> = content.shifts.iter().map(Shift::key).collect();
    if !shifts.is_empty() {
        say("workHours", json!(shifts.join(", ")));
    }
    if let Some(pay) = content.pay {
        say("baseSalary", salary(pay));
    }
    if let Some(start) = content.start {
        say("jobStartDate", json!(start));
    }
    if let Some(count) = content.vacancies {
        say("totalJobOpenings", json!(count));
    }
    say("directApply", json!(true));
    Value::Object(said)
}

fn place(location: &Location) -> Value {
    let mut address = json!({ "@type": "PostalAddress", "addressLocality": location.place,
        "addressRegion": location.province.key(), "addressCountry": "CA" });
    if let Some(fsa) = &location.fsa {
        address["postalCode"] = json!(fsa);
    }
    json!({ "@type": "Place", "address": address })
}

/// In the words that search engines know.
fn employment(kind: Employment) -> Option<Value> {
    let word = match kind {
        Employment::FullTime => "FULL_TIME",
        Employment::PartTime => "PART_TIME",
        Employment::Casual => "PER_DIEM",
        Employment::Term | Employment::Seasonal => "TEMPORARY",
        Employment::Permanent => return None,
    };
    Some(json!(word))
}

fn salary(pay: Pay) -> Value {
    let dollars = |cents: i64| json!(format!("{}.{:02}", cents / 100, cents % 100).parse::<f64>().unwrap_or_default());
    let unit = match pay.unit {
        PayUnit::Hour => "HOUR",
        PayUnit::Year => "YEAR",
    };
    json!({ "@type": "MonetaryAmount", "currency": "CAD", "value": { "@type": "QuantitativeValue",
        "minValue": dollars(pay.min_cents), "maxValue": dollars(pay.max_cents), "unitText": unit } })
}
