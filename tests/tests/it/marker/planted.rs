//! What is planted: a worker and a recruiter whose every word can be told from any other.

use domain::access::Action;
use domain::organization::MemberRole;
use domain::testing::files::{pdf_with, stream};
use reqwest::Method;
use serde_json::{Value, json};
use tests::mail;
use tests::people::Person;

use crate::documents;
use crate::site::{Site, join, made};

pub(super) const PASSWORD: &str = "zqsecret blue kayaks drift north";
pub(super) const WORKER: &str = "zqaddress@example.org";
pub(super) const MEMBER: &str = "zqmember@example.org";

/// Words that occur in nothing but in what was planted, in lower case, by what they are.
pub(super) struct Planted(Vec<(&'static str, String)>);

impl Planted {
    /// The worker of the other side and its recruiter, who come through the front door.
    pub(super) async fn into(site: &mut Site) -> Self {
        let mut planted = Self(vec![("password", "zqsecret".to_owned())]);
        site.foreign.worker = planted.register(site, "worker", WORKER, "Zqname Called").await;
        site.foreign.recruiter = planted.register(site, "employer", MEMBER, "Zqcolleague").await;
        planted.add("name", "zqname");
        planted.add("address", WORKER);
        planted.add("member's name", "zqcolleague");
        planted.add("member's address", MEMBER);
        join(&site.world, site.foreign.organization, &site.foreign.recruiter, MemberRole::Recruiter).await;
        planted.profile(site).await;
        planted.things(site).await;
        planted.application(site).await;
        planted.secrets(site).await;
        planted
    }

    fn add(&mut self, what: &'static str, text: &str) {
        self.0.push((what, text.to_lowercase()));
    }

    /// What of it can be read in a text.
    pub(super) fn found_in(&self, text: &str) -> Vec<&'static str> {
        let text = text.to_lowercase();
        self.0.iter().filter(|(_, marker)| text.contains(marker.as_str())).map(|(what, _)| *what).collect()
    }

    /// All of it.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(what, _)| *what)
    }

    async fn register(&mut self, site: &Site, kind: &str, email: &str, name: &str) -> Person {
        let applicant = json!({ "kind": kind, "name": name, "email": email, "password": PASSWORD, "language": "en" });
        assert_eq!(post(site, "/accounts", &applicant).await.0, 202);
        let token = mailed(site, email).await;
        assert_eq!(post(site, "/accounts/confirm", &json!({ "token": token })).await.0, 204);
        self.add("token of a registration", &token);
        let (status, session) = post(site, "/sessions", &json!({ "email": email, "password": PASSWORD })).await;
        assert_eq!(status, 200, "{session}");
        let mut person = site.foreign.worker.clone();
        email.clone_into(&mut person.email);
        session["token"].as_str().unwrap().clone_into(&mut person.token);
        self.add("token of a session", &person.token);
        let account: Value = person.get("/api/v1/me/account").await.unwrap().json().await.unwrap();
        person.account = serde_json::from_value(account["id"].clone()).unwrap();
        person
    }

    async fn profile(&mut self, site: &Site) {
        let profile = json!({
            "headline": "Zqheadline", "given_name": "Zqgiven", "family_name": "Zqfamily", "phone": "+1 416 555-0199",
            "roles": [{ "role": "rn", "months": 120 }], "residence": "ON", "reach": { "regions": ["on-toronto"] },
            "education": [{ "programme": "Zqeducation", "institution": "Zqschool", "province": "ON", "year": 2014 }],
            "experience": [{ "title": "Zqtitle", "employer": "Zqemployer", "description": "Zqduties",
                "from": "2014-09-01", "until": null }],
            "studies": [{ "role": "np", "programme": "Zqstudies", "institution": "U", "province": "ON",
                "finishes": "2028-04-30" }],
            "video": "https://videos.example/zqvideo" });
        let written = site.foreign.worker.put("/api/v1/me/profile", 0, &profile).await.unwrap();
        assert_eq!(written.status(), 200, "{}", written.text().await.unwrap());
        self.add("phone", "416 555-0199");
        for (what, text) in [
            ("headline", "zqheadline"),
            ("given name", "zqgiven"),
            ("family name", "zqfamily"),
            ("education", "zqeducation"),
            ("school", "zqschool"),
            ("title", "zqtitle"),
            ("employer", "zqemployer"),
            ("duties", "zqduties"),
            ("studies", "zqstudies"),
            ("video", "zqvideo"),
        ] {
            self.add(what, text);
        }
    }

    async fn things(&mut self, site: &mut Site) {
        let worker = site.foreign.worker.clone();
        let add = async |path: &str, thing: Value| {
            let request = worker.request(Method::POST, path).header("idempotency-key", "planted");
            made(request.json(&thing).send().await.unwrap()).await
        };
        let licence = json!({ "role": "rn", "province": "ON", "number": "ZQ-77310482" });
        let licence = add("/api/v1/me/licences", licence).await;
        let check = worker.request(Method::POST, &format!("/api/v1/me/licences/{licence}/check"));
        assert_eq!(check.send().await.unwrap().status(), 200);
        let words = stream("", b"BT /F1 12 Tf (Zqresume) Tj ET");
        let document = made(documents::send(&worker, "resume", "zqfile.pdf", pdf_with(&[&words], "")).await).await;
        let card = json!({ "credential": "bls", "issuer": "Zqissuer", "document": document });
        let card = add("/api/v1/me/wallet", card).await;
        add("/api/v1/me/hidden-employers", json!({ "employer": "Zqhidden Valley Hospital" })).await;
        add("/api/v1/me/saved-searches", json!({ "name": "Zqsearch", "query": "text=zqwords" })).await;
        let block = add("/api/v1/me/blocks", json!({ "employer": "Zqblocked Valley Hospital" })).await;
        // It waits for a moderator too.
        site.foreign.ids.extend([("licence", licence.clone()), ("pending", licence)]);
        site.foreign.ids.extend([("document", document), ("credential", card), ("block", block)]);
        for (what, text) in [
            ("licence number", "77310482"),
            ("resume", "zqresume"),
            ("file name", "zqfile"),
            ("issuer", "zqissuer"),
            ("blocked employer", "zqblocked"),
            ("hidden employer", "zqhidden"),
            ("saved search", "zqsearch"),
            ("words looked for", "zqwords"),
        ] {
            self.add(what, text);
        }
    }

    /// They apply, and write to the employer.
    async fn application(&mut self, site: &mut Site) {
        // The one before them sent another's résumé along.
        site.foreign.ids.remove("disclosed");
        site.foreign.renew(&site.world, Action::ReadCalendar).await;
        let path = format!("/api/v1/me/applications/{}/messages", site.foreign.ids["application"]);
        let said = site.foreign.worker.post(&path, &json!({ "text": "Zqmessage" })).await.unwrap();
        assert_eq!(said.status(), 201);
        self.add("message", "zqmessage");
    }

    async fn secrets(&mut self, site: &Site) {
        assert_eq!(post(site, "/accounts/password-resets", &json!({ "email": WORKER })).await.0, 202);
        self.add("token of a reset", &mailed(site, WORKER).await);
        let password = json!({ "password": PASSWORD });
        let begun = site.foreign.worker.post("/api/v1/me/account/second-factor", &password);
        let begun: Value = begun.await.unwrap().json().await.unwrap();
        let secret = begun["url"].as_str().unwrap().split_once("secret=").unwrap().1;
        self.add("second factor", secret.split('&').next().unwrap());
    }
}

/// Sends a body as nobody.
pub(super) async fn post(site: &Site, path: &str, body: &Value) -> (u16, Value) {
    let request = site.client.post(format!("{}/api/v1{path}", site.server.url)).json(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default())
}

/// The token of the letter that an address just got.
async fn mailed(site: &Site, to: &str) -> String {
    let mails = mail::take(&site.world, to).await.unwrap();
    mails.last().unwrap().token().unwrap().to_owned()
}
