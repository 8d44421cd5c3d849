//! API keys and webhooks, as a partner of an organization uses them.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::organization::{MemberRole, OrganizationId};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::employers;
use tests::people::{Part, Person, sign_in};
use tests::{Server, World, eventually};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::site::bodies;
use crate::worlds;

/// A verified organization with its owner.
struct Site {
    world: World,
    server: Server,
    owner: Person,
    organization: OrganizationId,
}

impl Site {
    async fn open(world: World) -> Self {
        let server = world.serve(&[]).unwrap();
        let owner = sign_in(&world, &server.url, Part::Employer).await.unwrap();
        let made = employers::make(&owner, &employers::organization()).await.unwrap();
        let organization = OrganizationId(made["id"].as_str().unwrap().parse().unwrap());
        employers::verify(&world, organization).await.unwrap();
        Self { world, server, owner, organization }
    }

    fn of(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", self.organization.0)
    }

    async fn key(&self, by: &Person, scopes: &[&str]) -> Value {
        let body = json!({ "name": "Partner", "scopes": scopes });
        said(by.post(&self.of("api-keys"), &body).await.unwrap(), 201).await
    }

    async fn ask(&self, key: &Value, method: Method, path: &str, body: Option<&Value>) -> reqwest::Response {
        let token = key["token"].as_str().unwrap();
        let request = Client::new().request(method, format!("{}{path}", self.server.url)).bearer_auth(token);
        let request = request.header("if-match", "\"1\"");
        body.into_iter().fold(request, reqwest::RequestBuilder::json).send().await.unwrap()
    }

    /// A webhook at an address: its id and the secret of its signatures.
    async fn hook(&self, url: &str) -> (String, Vec<u8>) {
        let body = json!({ "url": url, "events": ["posting.changed"] });
        let made = said(self.owner.post(&self.of("webhooks"), &body).await.unwrap(), 201).await;
        let secret = made["secret"].as_str().unwrap().strip_prefix("whsec_").unwrap();
        (made["id"].as_str().unwrap().to_owned(), STANDARD.decode(secret).unwrap())
    }

    /// Something that webhooks are told of.
    async fn publish(&self) -> String {
        let draft = said(self.owner.post(&self.of("postings"), &bodies::form()).await.unwrap(), 201).await;
        let id = draft["id"].as_str().unwrap();
        let path = self.of(&format!("postings/{id}/publish"));
        let request = self.owner.request(Method::POST, &path).header("if-match", "\"1\"");
        said(request.send().await.unwrap(), 200).await;
        id.to_owned()
    }

    /// The only message to a webhook, once it is as asked for.
    async fn until(&self, hook: &str, is: impl Fn(&Value) -> bool) -> Value {
        let path = self.of(&format!("webhooks/{hook}/deliveries"));
        let last = async || read(&self.owner, &path).await["items"][0].clone();
        let told = eventually(Duration::from_secs(90), async || Ok(is(&last().await))).await;
        assert!(told.is_ok(), "{}", last().await);
        last().await
    }
}

#[tokio::test]
async fn a_key_writes_postings_and_ends_with_its_member() {
    for (world, _database) in worlds().await {
        let site = Site::open(world).await;
        let key = site.key(&site.owner, &["postings:write"]).await;
        let draft = site.ask(&key, Method::POST, &site.of("postings"), Some(&bodies::form())).await;
        let id = said(draft, 201).await["id"].as_str().unwrap().to_owned();
        let publish = site.of(&format!("postings/{id}/publish"));
        assert_eq!(said(site.ask(&key, Method::POST, &publish, None).await, 200).await["status"], "live");
        let reader = site.key(&site.owner, &["postings:read"]).await;
        said(site.ask(&reader, Method::GET, &site.of(&format!("postings/{id}")), None).await, 200).await;
        let refusal = site.ask(&reader, Method::POST, &site.of("postings"), Some(&bodies::form())).await;
        refused(refusal, 403, "forbidden").await;
        for path in ["/api/v1/me/account", &site.of("applications"), &site.of("members"), &site.of("api-keys")] {
            refused(site.ask(&key, Method::GET, path, None).await, 403, "forbidden").await;
        }
        // What was shown once is shown no more, and is in no log.
        let listed = read(&site.owner, &site.of("api-keys")).await.to_string();
        for secret in [&key["token"], &reader["token"]] {
            let secret = secret.as_str().unwrap();
            assert!(!listed.contains(secret) && !site.server.log().contains(secret));
        }
        let gone = site.owner.delete(&site.of(&format!("api-keys/{}", reader["id"].as_str().unwrap()))).await.unwrap();
        assert_eq!(gone.status(), 204);
        refused(site.ask(&reader, Method::GET, &site.of("postings"), None).await, 401, "sign-in").await;
        // A key acts for its member: with another owner there, the first may go.
        let second = sign_in(&site.world, &site.server.url, Part::Employer).await.unwrap();
        employers::join(&site.world, site.organization, &second, MemberRole::Owner).await.unwrap();
        let members = site.of(&format!("members/{}", site.owner.account.0));
        assert_eq!(second.delete(&members).await.unwrap().status(), 204);
        refused(site.ask(&key, Method::GET, &site.of("postings"), None).await, 401, "sign-in").await;
        assert_eq!(read(&second, &site.of("api-keys")).await["items"], json!([]));
    }
}

/// Whether a message is signed with the secret, as Standard Webhooks says.
fn is_signed(message: &Request, secret: &[u8]) -> bool {
    use hmac::{Hmac, KeyInit, Mac};
    let header = |name: &str| message.headers[name].to_str().unwrap().to_owned();
    let body = String::from_utf8(message.body.clone()).unwrap();
    let text = format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp"));
    let signature = STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
    Hmac::<sha2::Sha256>::new_from_slice(secret).unwrap().chain_update(text).verify_slice(&signature).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_receiver_does_not_take_is_sent_again_and_none_is_lost() {
    for (world, _database) in worlds().await {
        let site = Site::open(world).await;
        let receiver = MockServer::start().await;
        let at = |name: &'static str| Mock::given(method("POST")).and(path(name));
        at("/broken").respond_with(ResponseTemplate::new(500)).up_to_n_times(1).mount(&receiver).await;
        at("/broken").respond_with(ResponseTemplate::new(204)).mount(&receiver).await;
        let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
        at("/slow").respond_with(slow).up_to_n_times(1).mount(&receiver).await;
        at("/slow").respond_with(ResponseTemplate::new(200)).mount(&receiver).await;
        let elsewhere = format!("{}/inside", receiver.uri());
        at("/away")
            .respond_with(ResponseTemplate::new(307).insert_header("location", elsewhere))
            .mount(&receiver)
            .await;
        let (broken, secret) = site.hook(&format!("{}/broken", receiver.uri())).await;
        let (slow, _) = site.hook(&format!("{}/slow", receiver.uri())).await;
        let (away, _) = site.hook(&format!("{}/away", receiver.uri())).await;
        // Nobody is there yet.
        let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (down, _) = site.hook(&format!("http://{unused}/down")).await;
        let posting = site.publish().await;
        let failed =
            site.until(&down, |message| message["attempts"] == 1 && message["last_error"] == "not connected").await;
        assert_eq!(failed["state"], "pending");
        let up = MockServer::builder().listener(std::net::TcpListener::bind(unused).unwrap()).start().await;
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&up).await;
        for hook in [&broken, &slow, &down] {
            let message = site.until(hook, |message| message["state"] == "delivered").await;
            assert_eq!((&message["attempts"], &message["last_error"]), (&json!(2), &Value::Null), "{message}");
        }
        let redirected = site.until(&away, |message| message["last_status"] == 307).await;
        assert_eq!(redirected["state"], "pending");
        let got = receiver.received_requests().await.unwrap();
        assert!(got.iter().all(|message| message.url.path() != "/inside"));
        let of_broken: Vec<&Request> = got.iter().filter(|message| message.url.path() == "/broken").collect();
        let said: Value = serde_json::from_slice(&of_broken[0].body).unwrap();
        assert_eq!(said["data"], json!({ "posting": posting, "version": 2, "status": "live" }));
        let [first, again] = &of_broken[..] else { panic!("{}", of_broken.len()) };
        assert_eq!(first.headers["webhook-id"], again.headers["webhook-id"]);
        assert!(is_signed(first, &secret) && is_signed(again, &secret) && !is_signed(first, b"another"));
        // Sent once more on demand, under the same id.
        let id = site.until(&broken, |message| message["state"] == "delivered").await["id"].clone();
        let replay = site.of(&format!("webhooks/{broken}/deliveries/{}/replay", id.as_str().unwrap()));
        assert_eq!(said_of(&site.owner, &replay).await["state"], "pending");
        site.until(&broken, |message| message["state"] == "delivered").await;
        let got = receiver.received_requests().await.unwrap();
        assert_eq!(got.iter().filter(|message| message.headers["webhook-id"] == *id.as_str().unwrap()).count(), 3);
    }
}

async fn said_of(person: &Person, path: &str) -> Value {
    said(person.request(Method::POST, path).send().await.unwrap(), 200).await
}

#[tokio::test]
async fn an_address_inside_is_refused() {
    let world = crate::carematch().with("CAREMATCH_OUTBOUND_LOOPBACK", "false");
    let site = Site::open(world).await;
    for url in [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "https://localhost/",
        "https://db.internal/",
        "https://a@example.org/",
    ] {
        let body = json!({ "url": url, "events": ["posting.changed"] });
        let problem = refused(site.owner.post(&site.of("webhooks"), &body).await.unwrap(), 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], "/url", "{problem}");
    }
    let twice = json!({ "url": "https://partner.example/hook", "events": ["posting.changed", "posting.changed"] });
    let made = said(site.owner.post(&site.of("webhooks"), &twice).await.unwrap(), 201).await;
    assert_eq!(made["events"], json!(["posting.changed"]));
    let output =
        site.world.with("CAREMATCH_PRODUCTION", "true").with("CAREMATCH_OUTBOUND_LOOPBACK", "true").run(&["config"]);
    assert!(!output.unwrap().status.success());
}
