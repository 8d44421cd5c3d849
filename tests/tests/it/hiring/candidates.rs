//! Anonymous candidates, and the way from an invitation to a name.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::mail;
use tests::people::{Part, Person, crowd};
use tests::{World, eventually};

use super::{Site, form};

/// Workers who may be found, all alike but for their names.
pub(super) async fn findable(world: &World, url: &str, size: usize, visibility: &str) -> Vec<Person> {
    let people = crowd(world, url, Part::Worker, size).await.unwrap();
    for (number, worker) in people.iter().enumerate() {
        let profile = json!({
            "given_name": format!("Quill{number}"), "family_name": "Vandermeer", "phone": "613 555-0199",
            "roles": [{ "role": "rn", "months": 30 }], "residence": "ON", "reach": { "regions": ["on"] } });
        said(worker.put("/api/v1/me/profile", 0, &profile).await.unwrap(), 200).await;
        let licence = json!({ "role": "rn", "province": "ON", "number": format!("4711-88{number}") });
        said(worker.post("/api/v1/me/licences", &licence).await.unwrap(), 201).await;
        choose(worker, 1, visibility).await;
    }
    people
}

async fn choose(worker: &Person, version: i32, visibility: &str) {
    let body = json!({ "visibility": visibility });
    said(worker.put("/api/v1/me/visibility", version, &body).await.unwrap(), 200).await;
}

impl Site {
    /// The candidates of a posting, once they are counted.
    pub(super) async fn counted(&self, posting: &str) -> Value {
        let path = self.of(&format!("postings/{posting}/candidates"));
        let seen = async || anyhow::Ok(!read(&self.recruiter, &path).await["as_of"].is_null());
        eventually(Duration::from_mins(1), seen).await.unwrap();
        read(&self.recruiter, &path).await
    }

    /// Waits until the pool has followed: an open worker is named at once.
    pub(super) async fn until_named(&self, posting: &str, names: usize) {
        let path = self.of(&format!("postings/{posting}/open-candidates"));
        let seen = async || {
            anyhow::Ok(read(&self.recruiter, &path).await["items"].as_array().is_some_and(|all| all.len() == names))
        };
        eventually(Duration::from_mins(1), seen).await.unwrap();
    }

    async fn invite(&self, posting: &str, candidate: &Value) -> Value {
        let path = self.of(&format!("postings/{posting}/candidate-invitations"));
        said(self.recruiter.post(&path, &json!({ "candidate": candidate })).await.unwrap(), 201).await
    }
}

/// Everything an organization can read of candidates, in one text.
async fn told(site: &Site, posting: &str) -> String {
    let mut all = String::new();
    for path in ["candidates", "open-candidates"] {
        all += &read(&site.recruiter, &site.of(&format!("postings/{posting}/{path}"))).await.to_string();
    }
    all + &read(&site.recruiter, &site.of("candidate-invitations")).await.to_string()
}

/// Five cards of whom the same is shown, and nothing that names anyone.
fn five_alike(shown: &Value) -> Vec<Value> {
    let cards = shown["items"].as_array().unwrap();
    let ids: HashSet<&str> = cards.iter().filter_map(|card| card["id"].as_str()).collect();
    assert_eq!((cards.len(), ids.len()), (5, 5), "{shown}");
    let mut faces = BTreeMap::<String, usize>::new();
    for card in cards {
        let mut face = card.clone();
        face["id"] = Value::Null;
        *faces.entry(face.to_string()).or_default() += 1;
    }
    assert!(faces.values().all(|alike| *alike >= 5), "{faces:?}");
    for private in ["Quill", "Vandermeer", "555-0199", "4711-88", "example.org"] {
        assert!(!shown.to_string().contains(private), "{private} in {shown}");
    }
    cards.clone()
}

/// Who got an invitation, each with its id; a letter tells of it.
async fn reached<'a>(world: &World, workers: &'a [Person]) -> Vec<(&'a Person, String)> {
    let mut reached = Vec::new();
    for worker in workers {
        let got = read(worker, "/api/v1/me/invitations").await;
        if let Some(first) = got["items"].as_array().unwrap().first() {
            let letters = mail::take(world, &worker.email).await.unwrap();
            assert!(letters.iter().any(|letter| letter.subject.contains("would like to get to know you")));
            reached.push((worker, first["id"].as_str().unwrap().to_owned()));
        }
    }
    reached
}

async fn answer(worker: &Person, invitation: &str, how: &str) -> reqwest::Response {
    let path = format!("/api/v1/me/invitations/{invitation}/{how}");
    worker.request(Method::POST, &path).send().await.unwrap()
}

#[tokio::test]
async fn candidates_are_anonymous_fives_and_ids_are_good_for_one_posting() {
    for (site, _database) in Site::each().await {
        findable(&site.world, &site.server.url, 7, "anonymous").await;
        findable(&site.world, &site.server.url, 1, "open").await;
        site.until_named(&site.posting, 1).await;
        let [one, other] = [site.publish(form()).await, site.publish(form()).await];
        let (shown, elsewhere) = (site.counted(&one).await, site.counted(&other).await);
        assert_eq!((&shown["total"]["at_least"], &shown["total"]["sentence"]), (&json!(5), &json!("at least 5")));
        let (cards, others) = (five_alike(&shown), five_alike(&elsewhere));
        assert!(others.iter().all(|card| cards.iter().all(|known| known["id"] != card["id"])));
        let path = site.of(&format!("postings/{one}/candidate-invitations"));
        let foreign = json!({ "candidate": others[0]["id"] });
        refused(site.recruiter.post(&path, &foreign).await.unwrap(), 422, "invalid").await;
        site.invite(&one, &cards[0]["id"]).await;
        let again = json!({ "candidate": cards[0]["id"] });
        refused(site.recruiter.post(&path, &again).await.unwrap(), 409, "conflict").await;
        let shown = read(&site.recruiter, &site.of(&format!("postings/{one}/candidates"))).await;
        let invited = shown["items"].as_array().unwrap().iter().filter(|card| card["invited"] == json!(true));
        assert_eq!(invited.map(|card| &card["id"]).collect::<Vec<_>>(), [&cards[0]["id"]]);
        let analytics = read(&site.recruiter, &site.of(&format!("analytics?posting={one}"))).await;
        let matched = analytics["funnel"].as_array().unwrap().iter().find(|line| line["source"] == "match").unwrap();
        assert_eq!(matched["matches"], shown["total"], "{analytics}");
    }
}

#[tokio::test]
async fn whoever_accepts_is_named_until_they_take_it_back() {
    for (site, _database) in Site::each().await {
        let workers = findable(&site.world, &site.server.url, 5, "anonymous").await;
        findable(&site.world, &site.server.url, 1, "open").await;
        site.until_named(&site.posting, 1).await;
        let posting = site.publish(form()).await;
        let shown = site.counted(&posting).await;
        for card in &five_alike(&shown)[..2] {
            let sent = site.invite(&posting, &card["id"]).await;
            assert_eq!((&sent["state"], &sent["accepted_by"]), (&json!("sent"), &Value::Null));
        }
        let reached = reached(&site.world, &workers).await;
        let [(yes, accepted), (no, declined)] = &reached[..] else { panic!("{}", reached.len()) };
        refused(answer(no, accepted, "accept").await, 404, "not-found").await;
        assert_eq!(said(answer(yes, accepted, "accept").await, 200).await["state"], "accepted");
        assert_eq!(said(answer(no, declined, "decline").await, 200).await["state"], "declined");
        refused(answer(no, declined, "accept").await, 409, "conflict").await;
        let sent = async |id: &str| read(&site.recruiter, &site.of(&format!("candidate-invitations/{id}"))).await;
        let seen = sent(accepted).await["accepted_by"].clone();
        assert_eq!((&seen["contact"]["email"], &seen["licences"][0]["number"]), (&json!(yes.email), &Value::Null));
        assert_eq!(sent(declined).await["accepted_by"], Value::Null);
        site.until_named(&posting, 2).await;
        // They can read who saw them, and take it back: then nothing of them is anywhere.
        let looks = read(yes, "/api/v1/me/looks").await;
        assert_eq!(looks["items"].as_array().unwrap().len(), 1, "{looks}");
        let gone = yes.delete(&format!("/api/v1/me/grants/{}", site.organization.0)).await.unwrap();
        assert_eq!(gone.status(), 204);
        assert_eq!(sent(accepted).await["accepted_by"], Value::Null);
        site.until_named(&posting, 1).await;
        assert!(!told(&site, &posting).await.contains(&yes.email));
        // Who took a yes back is no candidate of theirs any more, and the whole five go, so that nobody goes alone.
        let left = read(&site.recruiter, &site.of(&format!("postings/{posting}/candidates"))).await;
        assert_eq!((&left["items"], &left["total"]), (&json!([]), &shown["total"]));
    }
}

#[tokio::test]
async fn whoever_hides_blocks_or_leaves_is_reached_by_nothing() {
    for (site, _database) in Site::each().await {
        let workers = findable(&site.world, &site.server.url, 5, "anonymous").await;
        findable(&site.world, &site.server.url, 1, "open").await;
        site.until_named(&site.posting, 1).await;
        let posting = site.publish(form()).await;
        let cards = site.counted(&posting).await["items"].clone();
        choose(&workers[0], 2, "hidden").await;
        let block = json!({ "organization": site.organization.0.to_string() });
        said(workers[1].post("/api/v1/me/blocks", &block).await.unwrap(), 201).await;
        let path = site.of(&format!("postings/{posting}/candidates"));
        assert_eq!(read(&site.recruiter, &path).await["items"], json!([]));
        // To invite them is answered like any other.
        for card in cards.as_array().unwrap() {
            assert_eq!(site.invite(&posting, &card["id"]).await["state"], "sent");
        }
        for (number, worker) in workers.iter().enumerate() {
            let got = read(worker, "/api/v1/me/invitations").await["items"].as_array().unwrap().len();
            assert_eq!(got, usize::from(number >= 2), "worker {number}");
        }
        // And after they have gone it still is.
        let gone = workers[2].request(Method::DELETE, "/api/v1/me/account");
        let gone = gone.json(&json!({ "password": tests::people::PASSWORD })).send().await.unwrap();
        assert!(gone.status().is_success(), "{}", gone.text().await.unwrap());
        let sent = read(&site.recruiter, &site.of("candidate-invitations")).await;
        let states: HashSet<&str> =
            sent["items"].as_array().unwrap().iter().filter_map(|sent| sent["state"].as_str()).collect();
        assert_eq!(states, HashSet::from(["sent"]));
    }
}

#[tokio::test]
async fn questions_are_few_and_answered_the_same() {
    for (site, _database) in Site::each().await {
        let mut required = form();
        required["requirements"] = json!([{ "kind": "credential", "what": "bls", "necessity": "required" }]);
        let posting = site.publish(required).await;
        site.counted(&posting).await;
        let path = site.of(&format!("postings/{posting}/candidates/what-if"));
        let ask = async |keys: &[&str]| site.recruiter.post(&path, &json!({ "preferred": keys })).await.unwrap();
        let first = said(ask(&["bls"]).await, 200).await;
        assert_eq!((&first["more"]["at_least"], &first["questions_left"]), (&Value::Null, &json!(2)));
        assert_eq!(said(ask(&["bls"]).await, 200).await, first);
        said(ask(&["acls"]).await, 200).await;
        said(ask(&["bls", "acls"]).await, 200).await;
        let enough = ask(&["pals"]).await;
        assert!(enough.headers().contains_key("retry-after"));
        refused(enough, 429, "too-many-requests").await;
        assert_eq!(said(ask(&["bls"]).await, 200).await["questions_left"], json!(0));
        refused(ask(&["no such thing"]).await, 422, "invalid").await;
        refused(ask(&[]).await, 422, "invalid").await;
    }
}
