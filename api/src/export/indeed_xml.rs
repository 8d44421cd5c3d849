//! XML as Indeed takes it: `<source><job>…</job></source>`; one job for each place.

use chrono::SecondsFormat;
use domain::posting::{Pay, PayUnit, Posting};

use super::{Document, element, html};

pub(super) fn head(document: &Document) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<source>{}{}{}\n",
        element("publisher", "carematch"),
        element("publisherurl", &document.public_url),
        element("lastBuildDate", &document.now.to_rfc2822()),
    )
}

pub(super) fn job(document: &Document, posting: &Posting) -> String {
    let Some((text, lang)) = document.text(posting) else { return String::new() };
    let content = &posting.content;
    let mut said = vec![
        element("title", &text.title),
        element("date", &posting.live_at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        element("expirationdate", &posting.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        element("referencenumber", &posting.id.0.to_string()),
        element("url", &document.link(posting)),
        element("company", &content.employer.name),
        element("country", "CA"),
        element("language", lang.code()),
        element("description", &html(text)),
    ];
    said.extend(content.pay.map(|pay| element("salary", &salary(pay))));
    said.extend(content.employment.iter().map(|kind| element("jobtype", &kind.key().replace('_', "-"))));
    said.extend(content.shifts.iter().map(|shift| element("shift", shift.key())));
    said.extend(content.vacancies.map(|count| element("vacancies", &count.to_string())));
    match (content.locations.first(), content.remote.first()) {
        (Some(location), _) => {
            said.push(element("city", &location.place));
            said.push(element("state", location.province.key()));
            said.extend(location.fsa.as_ref().map(|fsa| element("postalcode", fsa)));
        }
        (None, Some(province)) => {
            said.push(element("state", province.key()));
            said.push(element("remotetype", "Fully remote"));
        }
        (None, None) => {}
    }
    format!("<job>{}</job>\n", said.concat())
}

/// "$40.00 - $55.00 per hour".
fn salary(pay: Pay) -> String {
    let dollars = |cents: i64| format!("${}.{:02}", cents / 100, cents % 100);
    let unit = match pay.unit {
        PayUnit::Hour => "hour",
        PayUnit::Year => "year",
    };
    if pay.min_cents == pay.max_cents {
        format!("{} per {unit}", dollars(pay.min_cents))
    } else {
        format!("{} - {} per {unit}", dollars(pay.min_cents), dollars(pay.max_cents))
    }
}
