//! Nurses in the demo who may be found without a name, so that an employer sees candidates.

use chrono::{Duration, NaiveDate};
use domain::Lang;
use domain::account::Kind;
use domain::worker::Visibility;
use serde_json::json;

use super::accounts::Account;
use super::scene::write_about_oneself;
use super::workers::Example;
use crate::app::App;
use crate::app::worker::profile;

/// Key and names; they are invented. Seven: one more than five who look alike, and one who has hidden.
const NURSES: [(&str, [&str; 2]); 7] = [
    ("nurse-1", ["Amélie", "Fortin"]),
    ("nurse-2", ["Daniel", "Osei"]),
    ("nurse-3", ["Grace", "MacNeil"]),
    ("nurse-4", ["Ivan", "Kowalchuk"]),
    ("nurse-5", ["Mei", "Lam"]),
    ("nurse-6", ["Priya", "Nair"]),
    ("nurse-7", ["Tom", "Whitebear"]),
];

/// Makes them. All but the last may be found.
pub(super) async fn gather(app: &App) -> anyhow::Result<()> {
    for (key, name) in NURSES {
        let nurse = Account::register(app, key, Kind::Worker, &name.join(" "), Lang::En).await?;
        write_about_oneself(app, &nurse, example(key, name, app.today())).await?;
        if key != NURSES[NURSES.len() - 1].0 {
            let caller = nurse.caller(app).await?;
            let version = profile::read(app, &caller).await?.version;
            profile::set_visibility(app, &caller, version, Visibility::Anonymous).await?;
        }
    }
    Ok(())
}

/// They differ in nothing that a card shows.
fn example(key: &'static str, name: [&'static str; 2], today: NaiveDate) -> Example {
    Example {
        key,
        name,
        language: Lang::En,
        headline: "Registered nurse in Northern Ontario",
        profile: json!({
        "roles": [{ "role": "rn", "months": 30 }],
        "licences": [{ "role": "rn", "province": "ON" }],
        "credentials": [{ "credential": "bls", "issued": today - Duration::days(40) }],
        "residence": "ON", "languages": ["en"], "reach": { "regions": ["on"] } }),
    }
}
