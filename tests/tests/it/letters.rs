//! Where the letters about an account lead: by the link as it stands in the mail, and forms alone.

use domain::account::Kind;
use domain::organization::OrganizationId;
use serde_json::json;
use tests::answers::said;
use tests::employers::{self, organization};
use tests::mail;
use tests::people::{PASSWORD, Part, sign_in};

use crate::newsletter::Site;
use crate::pages::path;
use crate::worlds;

const EMAIL: &str = "zoe.gagnon@example.org";
const OTHER: &str = "eight green canoes turn south";

impl Site {
    async fn send(&self, path: &str, body: serde_json::Value) -> u16 {
        let url = format!("{}/api/v1{path}", self.server.url);
        self.client.post(url).json(&body).send().await.unwrap().status().as_u16()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_confirmed_given_a_password_and_made_a_member_by_the_links_of_its_letters() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let applicant = json!({ "kind": Kind::Employer.key(), "name": "Zoé", "email": EMAIL, "language": "fr", "password": PASSWORD });
        assert_eq!(site.send("/accounts", applicant).await, 202);
        let letter = mail::take_one(&site.world, EMAIL).await.unwrap();
        let (link, token) = (path(&letter.text).to_owned(), letter.token().unwrap().to_owned());
        for _ in 0..3 {
            assert_eq!(site.look(&link).await.0, 200, "to look uses nothing up");
        }
        assert_eq!(site.fill_in("/fr/account/confirm", &[("token", "none")]).await.0, 422);
        let (status, html) = site.fill_in("/fr/account/confirm", &[("token", &token)]).await;
        assert_eq!((status, html.contains("role=\"status\"")), (200, true), "{html}");

        assert_eq!(site.send("/accounts/password-resets", json!({ "email": EMAIL })).await, 202);
        let letter = mail::take_one(&site.world, EMAIL).await.unwrap();
        let (status, form) = site.look(path(&letter.text)).await;
        assert_eq!((status, form.contains("type=\"password\"")), (200, true), "{form}");
        let token = letter.token().unwrap();
        let (status, short) = site.fill_in("/fr/account/password", &[("token", token), ("password", "short")]).await;
        assert_eq!((status, short.contains("15 caractères")), (422, true), "and the token is still good: {short}");
        assert!(!short.contains("value=\"short\""), "{short}");
        assert_eq!(site.fill_in("/fr/account/password", &[("token", token), ("password", OTHER)]).await.0, 200);
        mail::take(&site.world, EMAIL).await.unwrap();

        let owner = sign_in(&site.world, &site.server.url, Part::Employer).await.unwrap();
        let made = employers::make(&owner, &organization()).await.unwrap();
        let id = OrganizationId(made["id"].as_str().unwrap().parse().unwrap());
        employers::verify(&site.world, id).await.unwrap();
        let invitations = format!("/api/v1/organizations/{}/invitations", id.0);
        let body = json!({ "address": EMAIL, "role": "recruiter" });
        said(owner.post(&invitations, &body).await.unwrap(), 201).await;
        let letter = mail::take_one(&site.world, EMAIL).await.unwrap();
        assert_eq!(site.look(path(&letter.text)).await.0, 200);
        let token = letter.token().unwrap();
        let with = |password| [("token", token), ("email", EMAIL), ("password", password), ("code", "")];
        let (status, refused) = site.fill_in("/member-invitations", &with(PASSWORD)).await;
        assert_eq!((status, refused.contains(EMAIL), refused.contains(PASSWORD)), (401, true, false), "{refused}");
        let (status, html) = site.fill_in("/member-invitations", &with(OTHER)).await;
        assert_eq!(status, 200, "{html}");
        assert_eq!(site.fill_in("/member-invitations", &with(OTHER)).await.0, 404, "used");
        let path = format!("/api/v1/organizations/{}/members", id.0);
        let members = said(owner.get(&path).await.unwrap(), 200).await;
        assert_eq!(members["items"].as_array().unwrap().len(), 2, "{members}");
        for secret in [PASSWORD, OTHER, token] {
            assert!(!site.server.log().contains(secret), "in the log");
        }
    }
}
