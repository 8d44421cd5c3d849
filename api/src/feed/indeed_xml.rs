//! XML as Indeed and most applicant tracking systems exchange it: `<source><job>…</job></source>`.

use domain::Lang;
use domain::posting::{Raw, RawPlace};

use super::xml::{self, Element};
use super::{Malformed, Parsed, Rejected, date, given};

/// Reads an Indeed feed.
pub(super) fn read(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let mut parsed = Parsed::default();
    xml::items(bytes, &["source", "jobs"], "job", |number, job| match posting(job) {
        Ok(raw) => parsed.rows.push(Raw { line: number, ..raw }),
        Err(reason) => parsed.rejected.push(Rejected { line: number, reference: reference(job), reason }),
    })?;
    Ok(parsed)
}

fn reference(job: &Element) -> Option<String> {
    ["referencenumber", "requisitionid", "id"].iter().find_map(|name| given(job.of(name)))
}

fn posting(job: &Element) -> Result<Raw, String> {
    let first = |names: &[&str]| names.iter().find_map(|name| given(job.of(name)));
    let date = |name: &str, read: fn(&str) -> Option<_>| match job.of(name) {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| format!("unreadable {name}: {text:?}")),
    };
    let fields = [("Experience", "experience"), ("Education", "education")];
    let remote = is_remote(job.of("remotetype"));
    let place = RawPlace {
        text: job.of("city").to_owned(),
        province: given(job.of("state")),
        country: given(job.of("country")),
        postal_code: given(job.of("postalcode")),
        point: first(&["latitude", "lat"])
            .zip(first(&["longitude", "lng", "lon"]))
            .and_then(|(lat, lon)| Some((lat.parse().ok()?, lon.parse().ok()?))),
    };
    Ok(Raw {
        reference: reference(job),
        title: job.of("title").to_owned(),
        description: job.of("description").to_owned(),
        qualifications: fields
            .iter()
            .filter_map(|(label, name)| Some(format!("{label}: {}", given(job.of(name))?)))
            .collect(),
        lang: first(&["language", "lang"]).as_deref().and_then(Lang::parse),
        employer: first(&["company", "employer"]).unwrap_or_default(),
        remote: if remote {
            place.province.clone().or(place.country.clone()).into_iter().collect()
        } else {
            Vec::new()
        },
        // Work from anywhere has no place; what the feed names is where it may be done from.
        places: if remote { Vec::new() } else { vec![place] },
        salaries: job.children("salary").filter_map(|salary| given(salary.text())).collect(),
        hours: first(&["hours", "workhours"]),
        employment: job.children("jobtype").filter_map(|jobtype| given(jobtype.text())).collect(),
        shifts: job.children("shift").chain(job.children("schedule")).filter_map(|shift| given(shift.text())).collect(),
        vacancies: first(&["vacancies", "positions"]).and_then(|count| count.parse().ok()),
        url: first(&["url", "link"]),
        published_at: date("date", date::published)?,
        valid_through: date("expirationdate", date::ends)?,
        ..Raw::default()
    })
}

/// Indeed's `remotetype`: "Fully remote"; hybrid and "COVID-19" remote work have a place.
fn is_remote(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("remote") && !text.contains("hybrid") && !text.contains("covid") && !text.contains("not ")
}
