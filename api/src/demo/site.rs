//! What the demo's people write: invented employers, postings and names.

use domain::Lang;
use serde_json::{Value, json};

/// Name, address before the @, language, and the example whose profile is theirs.
pub(super) const WORKERS: [(&str, &str, Lang, &str); 5] = [
    ("Amara Osei", "amara.osei", Lang::En, "psw-hamilton.json"),
    ("Jordan Cardinal", "jordan.cardinal", Lang::En, "lpn-alberta-to-ontario.json"),
    ("Priya Nair", "priya.nair", Lang::En, "rn-bls-lapses.json"),
    ("Geneviève Tremblay", "genevieve.tremblay", Lang::Fr, "infirmiere-quebec.json"),
    ("Minh Tran", "minh.tran", Lang::En, "physio-from-bc.json"),
];

/// What a worker writes of themselves: the example without what has a list of its own.
pub(super) fn profile(name: &str, example: &Value) -> Value {
    let (given, family) = name.split_once(' ').unwrap_or((name, ""));
    let mut profile = example.clone();
    if let Some(fields) = profile.as_object_mut() {
        fields.retain(|field, _| !["licences", "credentials"].contains(&field.as_str()));
        fields.insert("given_name".to_owned(), given.into());
        fields.insert("family_name".to_owned(), family.into());
        fields.insert("phone".to_owned(), "+1 416 555 0142".into());
    }
    profile
}

/// The example's licences, each with an invented number.
pub(super) fn licences(example: &Value) -> Vec<Value> {
    let licences = example["licences"].as_array().cloned().unwrap_or_default();
    let numbered = licences.into_iter().enumerate().map(|(i, mut licence)| {
        licence["number"] = format!("DEMO-{:04}", 1001 + i).into();
        licence
    });
    numbered.collect()
}

/// The example's credentials.
pub(super) fn credentials(example: &Value) -> Vec<Value> {
    example["credentials"].as_array().cloned().unwrap_or_default()
}

/// An employer that is verified.
pub(super) fn organization() -> Value {
    json!({ "name": "Maple Shore Health", "legal_name": "Maple Shore Health Inc.",
            "website": "https://maple-shore.example",
            "contact": { "name": "Claire Dubois", "email": "claire.dubois@example.org" },
            "arrangement": "direct", "province": "ON", "headcount": "from_25" })
}

/// An agency that waits to be verified.
pub(super) fn newcomer() -> Value {
    json!({ "name": "Northern Relief Staffing", "legal_name": "Northern Relief Staffing Ltd.",
            "contact": { "name": "Tom Fraser", "email": "tom.fraser@example.org" },
            "arrangement": "agency", "licences": [{ "province": "ON", "number": "THA-DEMO-0001" }],
            "province": "ON", "headcount": "under_25" })
}

/// A facility of an employer.
pub(super) fn facility(organization: &Value) -> Value {
    let name = organization["name"].as_str().unwrap_or_default();
    json!({ "name": format!("{name}, Hamilton"), "place": "Hamilton", "province": "ON" })
}

/// Two postings that may go live and one that a moderator must see first.
pub(super) fn postings() -> [Value; 3] {
    [
        json!({
            "en": { "title": "Registered nurse, surgical unit",
                    "description": "You care for patients before and after surgery in a team of twelve." },
            "fr": { "title": "Infirmière autorisée ou infirmier autorisé, unité de chirurgie",
                    "description": "Vous soignez avant et après la chirurgie, dans une équipe de douze." },
            "roles": ["rn"], "sites": [{ "place": "Hamilton", "province": "ON" }], "setting": "hospital",
            "requirements": [{ "kind": "credential", "what": "bls", "necessity": "required" },
                             { "kind": "credential", "what": "acls", "necessity": "preferred" }],
            "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
            "employment": ["full_time", "permanent"], "shifts": ["day", "night"],
            "vacancy": true, "positions": 2,
            "questions": [{ "en": "Have you worked on a surgical unit?",
                            "fr": "Avez-vous travaillé dans une unité de chirurgie?",
                            "kind": "yes_no", "required": true }] }),
        json!({
            "fr": { "title": "Infirmière ou infirmier, soins à domicile",
                    "description": "Vous visitez huit personnes par jour à Gatineau et les environs." },
            "en": { "title": "Registered nurse, home care",
                    "description": "You visit eight people a day in and around Gatineau." },
            "roles": ["rn"], "sites": [{ "place": "Gatineau", "province": "QC" }], "setting": "home",
            "pay": { "min_cents": 3200, "max_cents": 4600, "unit": "hour" },
            "employment": ["part_time", "permanent"], "shifts": ["day"], "vacancy": true, "positions": 1 }),
        json!({
            "en": { "title": "Personal support worker",
                    "description": "Care in a residence of forty people. Contact us on WhatsApp." },
            "fr": { "title": "Préposée ou préposé aux services de soutien à la personne",
                    "description": "Soins dans une résidence de quarante personnes." },
            "roles": ["psw"], "sites": [{ "place": "Hamilton", "province": "ON" }], "setting": "long_term_care",
            "pay": { "min_cents": 2200, "max_cents": 2600, "unit": "hour" },
            "employment": ["casual"], "shifts": ["evening", "weekend"], "vacancy": true, "positions": 3 }),
    ]
}

/// A draft that may not be published yet: no pay, and experience in Canada is asked.
pub(super) fn draft() -> Value {
    json!({ "en": { "title": "Physiotherapist", "description": "Canadian experience required." },
            "roles": ["physio"], "sites": [{ "place": "Hamilton", "province": "ON" }], "vacancy": true })
}
