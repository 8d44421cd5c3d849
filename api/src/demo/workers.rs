//! Example workers, each with a question that the platform answers.

use chrono::{Duration, NaiveDate};
use domain::Lang;
use serde_json::{Value, json};

/// An example worker. They are invented.
pub struct Example {
    /// What their files and their account are called.
    pub key: &'static str,
    /// Given and family name.
    pub name: [&'static str; 2],
    /// The language they read.
    pub language: Lang,
    /// What they say of themselves in a line.
    pub headline: &'static str,
    /// Their profile as the API takes it.
    pub profile: Value,
}

/// The example workers as of a day.
pub fn workers(today: NaiveDate) -> Vec<Example> {
    [support_worker, practical_nurse, nurse, nurse_of_quebec, physiotherapist].map(|worker| worker(today)).into()
}

/// A day so many days from today.
fn day(today: NaiveDate, days: i64) -> String {
    (today + Duration::days(days)).to_string()
}

/// In Hamilton, and ready.
fn support_worker(today: NaiveDate) -> Example {
    Example {
        key: "psw-hamilton",
        name: ["Amina", "Diallo"],
        language: Lang::En,
        headline: "PSW, long-term care and home care",
        profile: json!({
        "roles": [{ "role": "psw", "months": 30 }],
        "credentials": [
            { "credential": "cpr_c", "issued": day(today, -200) },
            { "credential": "vulnerable_sector_check", "issued": day(today, -40) },
            { "credential": "tb_test", "issued": day(today, -300) } ],
        "residence": "ON", "languages": ["en"],
        "reach": { "near": { "lat": 43.2557, "lon": -79.8711, "km": 60.0 } },
        "shifts": ["day", "evening", "weekend"],
        "pay_floor": { "cents": 2100, "unit": "hour" } }),
    }
}

/// Licensed in Alberta, bound for Ontario: the shortest way.
fn practical_nurse(today: NaiveDate) -> Example {
    Example {
        key: "lpn-alberta-to-ontario",
        name: ["Jordan", "Fraser"],
        language: Lang::En,
        headline: "LPN moving to Ontario",
        profile: json!({
        "roles": [{ "role": "lpn", "months": 48 }],
        "licences": [{ "role": "lpn", "province": "AB", "valid_until": day(today, 300) }],
        "credentials": [
            { "credential": "cpr_c", "issued": day(today, -100) },
            { "credential": "vulnerable_sector_check", "issued": day(today, -20) } ],
        "residence": "AB", "languages": ["en"],
        "reach": { "regions": ["on"] } }),
    }
}

/// Whose life support course lapses before many a start.
fn nurse(today: NaiveDate) -> Example {
    Example {
        key: "rn-bls-lapses",
        name: ["Mei", "Chen"],
        language: Lang::En,
        headline: "RN, full time, anywhere in Ontario",
        profile: json!({
        "roles": [{ "role": "rn", "months": 60 }],
        "licences": [{ "role": "rn", "province": "ON" }],
        "credentials": [
            { "credential": "bls", "issued": day(today, -330) },
            { "credential": "vulnerable_sector_check", "issued": day(today, -30) } ],
        "residence": "ON", "languages": ["en", "fr"],
        "reach": { "regions": ["on"] },
        "employment": ["full_time", "permanent"] }),
    }
}

/// In two languages, also for Ontario and New Brunswick.
fn nurse_of_quebec(today: NaiveDate) -> Example {
    Example {
        key: "infirmiere-quebec",
        name: ["Sophie", "Gagnon"],
        language: Lang::Fr,
        headline: "Infirmière, Québec ou ailleurs",
        profile: json!({
        "roles": [{ "role": "rn", "months": 24 }],
        "licences": [{ "role": "rn", "province": "QC" }],
        "credentials": [
            { "credential": "bls", "issued": day(today, -60) },
            { "credential": "vulnerable_sector_check", "issued": day(today, -60) } ],
        "residence": "QC", "languages": ["fr", "en"],
        "reach": { "regions": ["qc", "on", "nb"] } }),
    }
}

/// Registered in British Columbia, open to all of Canada.
fn physiotherapist(today: NaiveDate) -> Example {
    Example {
        key: "physio-from-bc",
        name: ["Harpreet", "Gill"],
        language: Lang::En,
        headline: "Physiotherapist, anywhere in Canada",
        profile: json!({
        "roles": [{ "role": "physio", "months": 36 }],
        "licences": [{ "role": "physio", "province": "BC" }],
        "credentials": [{ "credential": "vulnerable_sector_check", "issued": day(today, -10) }],
        "residence": "BC", "languages": ["en", "pa"],
        "reach": { "regions": ["ca"] } }),
    }
}
