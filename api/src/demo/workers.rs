//! Example workers, each with a question that the platform answers.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

/// Example profiles as of a day: a file name and the profile as the API takes it.
pub fn workers(today: NaiveDate) -> Vec<(&'static str, Value)> {
    let day = |days: i64| (today + Duration::days(days)).to_string();
    vec![
        (
            "psw-hamilton.json",
            json!({
            "roles": [{ "role": "psw", "months": 30 }],
            "credentials": [
                { "credential": "cpr_c", "issued": day(-200) },
                { "credential": "vulnerable_sector_check", "issued": day(-40) },
                { "credential": "tb_test", "issued": day(-300) } ],
            "residence": "ON", "languages": ["en"],
            "reach": { "near": { "lat": 43.2557, "lon": -79.8711, "km": 60.0 } },
            "shifts": ["day", "evening", "weekend"],
            "pay_floor": { "cents": 2100, "unit": "hour" } }),
        ),
        (
            "lpn-alberta-to-ontario.json",
            json!({
            "roles": [{ "role": "lpn", "months": 48 }],
            "licences": [{ "role": "lpn", "province": "AB", "valid_until": day(300) }],
            "credentials": [
                { "credential": "cpr_c", "issued": day(-100) },
                { "credential": "vulnerable_sector_check", "issued": day(-20) } ],
            "residence": "AB", "languages": ["en"],
            "reach": { "regions": ["on"] } }),
        ),
        (
            "rn-bls-lapses.json",
            json!({
            "roles": [{ "role": "rn", "months": 60 }],
            "licences": [{ "role": "rn", "province": "ON" }],
            "credentials": [
                { "credential": "bls", "issued": day(-330) },
                { "credential": "vulnerable_sector_check", "issued": day(-30) } ],
            "residence": "ON", "languages": ["en", "fr"],
            "reach": { "regions": ["on"] },
            "employment": ["full_time", "permanent"] }),
        ),
        (
            "infirmiere-quebec.json",
            json!({
            "roles": [{ "role": "rn", "months": 24 }],
            "licences": [{ "role": "rn", "province": "QC" }],
            "credentials": [
                { "credential": "bls", "issued": day(-60) },
                { "credential": "vulnerable_sector_check", "issued": day(-60) } ],
            "residence": "QC", "languages": ["fr", "en"],
            "reach": { "regions": ["qc", "on", "nb"] } }),
        ),
        (
            "physio-from-bc.json",
            json!({
            "roles": [{ "role": "physio", "months": 36 }],
            "licences": [{ "role": "physio", "province": "BC" }],
            "credentials": [{ "credential": "vulnerable_sector_check", "issued": day(-10) }],
            "residence": "BC", "languages": ["en", "pa"],
            "reach": { "regions": ["ca"] } }),
        ),
    ]
}
