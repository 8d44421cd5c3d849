//! Two employers who tell each other everything, post and edit what they like and ask as often as they like: whether one
//! hidden worker exists shows in nothing they are answered, and no card of one posting can be told to be one of another.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::organization::{MemberRole, OrganizationId};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::Method;
use serde_json::{Value, json};
use tests::World;
use tests::answers::{read, said};
use tests::employers;
use tests::people::{Part, Person, sign_in};

use super::candidates::findable;
use super::{Site, form};
use crate::worlds;

/// One of the two, with its postings.
struct Employer {
    organization: OrganizationId,
    recruiter: Person,
    postings: Vec<String>,
    sent: Vec<Value>,
}

impl Employer {
    async fn new(site: &Site, name: &str) -> Self {
        let person = async || sign_in(&site.world, &site.server.url, Part::Employer).await.unwrap();
        let (owner, recruiter) = (person().await, person().await);
        let mut profile = employers::organization();
        profile["name"] = json!(name);
        let made = employers::make(&owner, &profile).await.unwrap();
        let organization = OrganizationId(made["id"].as_str().unwrap().parse().unwrap());
        employers::verify(&site.world, organization).await.unwrap();
        employers::join(&site.world, organization, &recruiter, MemberRole::Recruiter).await.unwrap();
        Self { organization, recruiter, postings: Vec::new(), sent: Vec::new() }
    }

    fn of(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", self.organization.0)
    }
}

/// What the two are answered, without moments, and with every id as the number of its first appearance.
#[derive(Default)]
struct Transcript {
    lines: Vec<String>,
    ids: HashMap<String, usize>,
}

impl Transcript {
    fn note(&mut self, asked: &str, status: u16, answer: &Value) {
        let answer = self.plain(answer);
        self.lines.push(format!("{asked}: {status} {answer}"));
    }

    fn plain(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let said =
                    fields.iter().filter(|(name, _)| !name.ends_with("_at") && *name != "as_of" && *name != "until");
                said.map(|(name, value)| (name.clone(), self.plain(value))).collect()
            }
            Value::Array(items) => items.iter().map(|item| self.plain(item)).collect(),
            Value::String(text) if text.len() == 43 || text.parse::<uuid::Uuid>().is_ok() => {
                let next = self.ids.len();
                json!(format!("#{}", self.ids.entry(text.clone()).or_insert(next)))
            }
            other => other.clone(),
        }
    }
}

/// Postings as the two write them.
fn variant(rng: &mut ChaCha8Rng) -> Value {
    let mut form = form();
    form["roles"] = [json!(["rn"]), json!(["lpn"]), json!(["rn", "lpn"])].choose(rng).unwrap().clone();
    let asked = ["bls", "acls", "pals"].iter().filter(|_| rng.random_bool(0.4));
    let asked: Vec<Value> =
        asked.map(|key| json!({ "kind": "credential", "what": key, "necessity": "required" })).collect();
    form["requirements"] = json!(asked);
    form["questions"] = json!([]);
    form
}

/// Something that one of the two asks.
struct Question {
    about: &'static str,
    /// Whether the posting is edited before.
    edits: bool,
    method: Method,
    path: String,
    body: Option<Value>,
}

/// A question about a posting whose cards are known. `None`: there is no card to invite.
fn question(employer: &Employer, posting: &str, cards: &[Value], rng: &mut ChaCha8Rng) -> Option<Question> {
    let path = |rest: &str| employer.of(&format!("postings/{posting}/{rest}"));
    let dice = rng.random_range(0..7);
    let (about, path, body) = match dice {
        0 => ("candidates", path("candidates"), None),
        1 => {
            let keys: Vec<_> = ["bls", "acls", "pals"].into_iter().filter(|_| rng.random_bool(0.5)).collect();
            ("what if", path("candidates/what-if"), Some(json!({ "preferred": keys })))
        }
        2 => {
            let card = cards.choose(rng)?;
            ("invite", path("candidate-invitations"), Some(json!({ "candidate": card["id"] })))
        }
        3 => ("invitations", employer.of("candidate-invitations"), None),
        4 => ("open", path("open-candidates"), None),
        5 => ("analytics", employer.of("analytics"), None),
        _ => ("after an edit", path("candidates"), None),
    };
    let method = if body.is_some() { Method::POST } else { Method::GET };
    Some(Question { about, edits: dice == 6, method, path, body })
}

impl Site {
    /// Everything the two do and are answered; the cards they see, by posting.
    async fn attack(&self, seed: u64) -> (Vec<String>, BTreeMap<String, Vec<Value>>) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut employers = [Employer::new(self, "Harbour Clinic").await, Employer::new(self, "Prairie Manor").await];
        let mut told = Transcript::default();
        let mut cards = BTreeMap::<String, Vec<Value>>::new();
        for step in 0..40 {
            let employer = &mut employers[step % 2];
            if employer.postings.len() < 3 {
                let posting = self.publish_as(employer, &variant(&mut rng)).await;
                employer.postings.push(posting);
                continue;
            }
            let posting = employer.postings.choose(&mut rng).unwrap().clone();
            let known = cards.get(&posting).cloned().unwrap_or_default();
            let Some(question) = question(employer, &posting, &known, &mut rng) else { continue };
            if question.edits {
                self.edit(employer, &posting, &variant(&mut rng)).await;
            }
            let request = employer.recruiter.request(question.method, &question.path);
            let request = question.body.iter().fold(request, reqwest::RequestBuilder::json);
            let response = request.send().await.unwrap();
            let status = response.status().as_u16();
            let answer: Value = response.json().await.unwrap();
            told.note(question.about, status, &answer);
            match answer["items"].as_array() {
                Some(shown) if question.path.ends_with("/candidates") => {
                    cards.entry(posting).or_insert_with(|| shown.clone());
                }
                None if status == 201 => employer.sent.push(answer),
                _ => {}
            }
        }
        self.at_last(&employers, &mut told).await;
        (told.lines, cards)
    }

    /// What became of it all.
    async fn at_last(&self, employers: &[Employer], told: &mut Transcript) {
        for employer in employers {
            for sent in &employer.sent {
                let path = employer.of(&format!("candidate-invitations/{}", sent["id"].as_str().unwrap()));
                told.note("read", 200, &read(&employer.recruiter, &path).await);
            }
            for posting in &employer.postings {
                let path = employer.of(&format!("postings/{posting}/candidates"));
                told.note("at last", 200, &read(&employer.recruiter, &path).await);
            }
        }
        told.note("market", 200, &read(&employers[0].recruiter, "/api/v1/market?role=rn&region=on").await);
    }

    async fn publish_as(&self, employer: &Employer, form: &Value) -> String {
        let draft = said(employer.recruiter.post(&employer.of("postings"), form).await.unwrap(), 201).await;
        let id = draft["id"].as_str().unwrap().to_owned();
        let path = employer.of(&format!("postings/{id}/publish"));
        said(super::at(&employer.recruiter, &path, 1, None).await, 200).await;
        let counted = employer.of(&format!("postings/{id}/candidates"));
        let seen = async || anyhow::Ok(!read(&employer.recruiter, &counted).await["as_of"].is_null());
        tests::eventually(std::time::Duration::from_mins(1), seen).await.unwrap();
        id
    }

    async fn edit(&self, employer: &Employer, posting: &str, form: &Value) {
        let path = employer.of(&format!("postings/{posting}"));
        let found = employer.recruiter.get(&path).await.unwrap();
        let version = found.headers()["etag"].to_str().unwrap().trim_matches('"').parse().unwrap();
        said(employer.recruiter.put(&path, version, form).await.unwrap(), 200).await;
    }
}

/// A world with workers of three kinds; the last `hidden` are hidden.
async fn open(world: World, hidden: usize) -> Site {
    let site = Site::open(world).await;
    findable(&site.world, &site.server.url, 12, "anonymous").await;
    let others = findable(&site.world, &site.server.url, 6, "anonymous").await;
    for worker in &others {
        let card = json!({ "credential": "bls", "issued": crate::site::now().date_naive() });
        said(worker.post("/api/v1/me/wallet", &card).await.unwrap(), 201).await;
    }
    let planted = findable(&site.world, &site.server.url, hidden, "hidden").await;
    for worker in &planted {
        let card = json!({ "credential": "acls", "issued": crate::site::now().date_naive() });
        said(worker.post("/api/v1/me/wallet", &card).await.unwrap(), 201).await;
    }
    findable(&site.world, &site.server.url, 1, "open").await;
    site.until_named(&site.posting, 1).await;
    site
}

#[tokio::test]
async fn two_who_share_all_they_are_told_learn_of_no_hidden_worker_and_link_no_card() {
    const SEED: u64 = 20_261_123;
    let (without, with) = (worlds().await, worlds().await);
    for ((without, _one), (with, _two)) in without.into_iter().zip(with) {
        let (told, cards) = open(without, 0).await.attack(SEED).await;
        let (planted, _) = open(with, 2).await.attack(SEED).await;
        for (plain, planted) in told.iter().zip(&planted) {
            assert_eq!(plain, planted);
        }
        assert_eq!(told.len(), planted.len());
        assert!(told.iter().any(|line| line.starts_with("invite: 201")), "{told:#?}");
        // No id of one posting is one of another, and whatever a card shows it shows of five.
        assert!(cards.values().filter(|seen| seen.len() >= 5).count() >= 2, "too few cards: {cards:?}");
        let mut ids = HashSet::new();
        for seen in cards.values() {
            let mut faces = HashMap::<String, usize>::new();
            for card in seen {
                assert!(ids.insert(card["id"].as_str().unwrap().to_owned()), "an id in two postings");
                let mut face = card.clone();
                (face["id"], face["invited"]) = (Value::Null, Value::Null);
                *faces.entry(face.to_string()).or_default() += 1;
            }
            assert!(faces.values().all(|alike| alike % 5 == 0), "{faces:?}");
        }
        // Asked again after whatever edits, a posting answers as before, but for who was invited.
        let answers = told.iter().filter(|line| line.starts_with("candidates") || line.starts_with("after an edit"));
        assert!(answers.count() > 2);
    }
}
