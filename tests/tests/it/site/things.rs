//! The things of a side, by kind: made anew, in the state that an operation asks for.

use domain::access::Action;
use domain::organization::{MemberRole, OrganizationId};
use domain::testing::files::pdf;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::World;
use tests::people::{self, Part, Person};
use uuid::Uuid;

use super::cast::join;
use super::secrets::invite;
use super::{Side, bodies};
use crate::documents;

/// Which kind of thing a parameter of a path names.
pub(crate) fn kind(path: &str, parameter: &str) -> &'static str {
    const IDS: &[(&str, &str)] = &[
        ("/organizations/{id}/verification", "applicant"),
        ("/postings/{id}/applications", "vacancy"),
        ("/me/applications/", "application"),
        ("/moderation/organizations/", "waiting"),
        ("/moderation/licences/", "pending"),
        ("/moderation/postings/", "held"),
        ("/moderation/reports/", "report"),
        ("/moderation/staff/", "colleague"),
        ("/moderation/feeds/", "feed"),
        ("/moderation/reviews/", "review"),
        ("/organizations/", "organization"),
        ("/sessions/", "session"),
        ("/me/licences/", "licence"),
        ("/me/wallet/", "credential"),
        ("/me/documents/", "document"),
        ("/me/blocks/", "block"),
        ("/me/invitations/", "received"),
        ("/me/matches/", "public"),
        ("/me/saved-postings/", "saved"),
        ("/me/hidden-postings/", "hidden"),
        ("/me/hidden-employers/", "hidden employer"),
        ("/me/saved-searches/", "search"),
        ("/postings/", "public"),
    ];
    match parameter {
        "facility" => "facility",
        "posting" => "posting",
        "invitation" => "invitation",
        "candidate_invitation" => "sent",
        "api_key" => "api key",
        "webhook" if path.contains("/deliveries") => "told webhook",
        "webhook" => "webhook",
        "delivery" => "delivery",
        "account" => "member",
        "application" => "application",
        "interview" => "interview",
        "document" => "disclosed",
        "organization" => "organization",
        "link" => "subscription",
        "article" => "article",
        "slug" => "slug",
        _ => IDS.iter().find(|(part, _)| path.contains(part)).unwrap().1,
    }
}

/// The id of what was made.
pub(crate) async fn made(response: Response) -> String {
    let (status, body) = (response.status(), response.text().await.unwrap());
    assert_eq!(status, 201, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    body["id"].as_str().unwrap().to_owned()
}

pub(super) async fn post(person: &Person, path: &str, body: Value) -> String {
    made(person.post(path, &body).await.unwrap()).await
}

impl Side {
    /// What makes one thing of every kind that a path names.
    pub(super) const EVERY_KIND: &[Action] = &[
        Action::ReadFacility,
        Action::UpdateMember,
        Action::RevokeMemberInvitation,
        Action::ReadOwnPosting,
        Action::DecidePosting,
        Action::RequestVerification,
        Action::DecideOrganization,
        Action::ReadLicence,
        Action::ReadLicenceCheck,
        Action::ReadWalletCredential,
        Action::ReadDocument,
        Action::RemoveBlock,
        Action::DecideReport,
        Action::SetStaff,
        Action::UnsavePosting,
        Action::UnhidePosting,
        Action::UnhideEmployer,
        Action::UpdateSavedSearch,
        Action::Apply,
        Action::ReadApplicantDocument,
        Action::CancelInterview,
        Action::InviteCandidate,
        Action::ReadCandidateInvitation,
        Action::AcceptInvitation,
        Action::RemoveWebhook,
        Action::ReplayWebhookDelivery,
        Action::RemoveFeed,
        Action::ReadReview,
        Action::ReadSubscription,
        Action::ReadArticle,
        Action::ReadDraft,
    ];

    /// Makes the thing anew that an operation is about: the last one may be used up, or in no state for it.
    pub(crate) async fn renew(&mut self, world: &World, action: Action) {
        self.of_others(world, action).await;
        let worker = &self.worker;
        let (kind, id) = match action {
            Action::ReadFacility | Action::UpdateFacility | Action::RemoveFacility => {
                ("facility", post(&self.owner, &self.of("facilities"), bodies::facility()).await)
            }
            Action::UpdateMember | Action::RemoveMember => ("member", self.member(world).await),
            Action::RevokeMemberInvitation => {
                let address = format!("{}@example.org", Uuid::now_v7().simple());
                ("invitation", invite(world, self, &address).await.0)
            }
            Action::ReadOwnPosting
            | Action::SendNotices
            | Action::UpdatePosting
            | Action::ListPostingVersions
            | Action::PublishPosting => ("posting", self.posting(bodies::form(), &[]).await),
            Action::PausePosting | Action::ExtendPosting | Action::ConfirmPosting | Action::ClosePosting => {
                ("posting", self.posting(bodies::form(), &["publish"]).await)
            }
            Action::ResumePosting => ("posting", self.posting(bodies::form(), &["publish", "pause"]).await),
            Action::DecidePosting => ("held", self.posting(bodies::chatty(), &["publish"]).await),
            Action::RequestVerification => ("applicant", self.organization(world).await),
            Action::DecideOrganization => {
                let waiting = self.organization(world).await;
                ask(&self.owner, &format!("/api/v1/organizations/{waiting}/verification")).await;
                ("waiting", waiting)
            }
            Action::ReadLicence | Action::UpdateLicence | Action::RemoveLicence | Action::RequestLicenceCheck => {
                ("licence", post(worker, "/api/v1/me/licences", bodies::licence()).await)
            }
            Action::ReadLicenceCheck | Action::DecideLicence => {
                let pending = post(worker, "/api/v1/me/licences", bodies::licence()).await;
                ask(worker, &format!("/api/v1/me/licences/{pending}/check")).await;
                ("pending", pending)
            }
            Action::ReadWalletCredential | Action::UpdateWalletCredential | Action::RemoveWalletCredential => {
                ("credential", post(worker, "/api/v1/me/wallet", bodies::credential()).await)
            }
            Action::ReadDocument | Action::RemoveDocument => {
                ("document", made(documents::send(worker, "resume", "cv.pdf", pdf()).await).await)
            }
            Action::RemoveBlock => {
                let employer = format!("Hospital {}", Uuid::now_v7().simple());
                ("block", post(worker, "/api/v1/me/blocks", json!({ "employer": employer })).await)
            }
            Action::DecideReport => {
                let at = format!("/api/v1/postings/{}/reports", self.ids["public"]);
                ("report", post(worker, &at, json!({ "concern": "other" })).await)
            }
            Action::SetStaff => {
                let colleague = people::sign_in(world, "", Part::Employer).await.unwrap();
                ("colleague", colleague.account.0.to_string())
            }
            _ => return,
        };
        self.ids.insert(kind, id);
    }

    async fn of_others(&mut self, world: &World, action: Action) {
        self.keep(action).await;
        self.hire(world, action).await;
        self.search(world, action).await;
        self.partner(world, action).await;
        self.doubt(world, action).await;
        self.subscribe(world, action).await;
        self.write_article(world, action).await;
    }

    pub(super) fn of(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", self.organization.0)
    }

    async fn member(&self, world: &World) -> String {
        let member = people::sign_in(world, "", Part::Employer).await.unwrap();
        join(world, self.organization, &member, MemberRole::Viewer).await;
        member.account.0.to_string()
    }

    /// Another organization with the same members.
    async fn organization(&self, world: &World) -> String {
        let id = post(&self.owner, "/api/v1/organizations", bodies::organization()).await;
        let organization = OrganizationId(id.parse().unwrap());
        join(world, organization, &self.recruiter, MemberRole::Recruiter).await;
        join(world, organization, &self.viewer, MemberRole::Viewer).await;
        id
    }

    /// A posting that has gone these steps.
    pub(super) async fn posting(&self, form: Value, steps: &[&str]) -> String {
        let id = post(&self.owner, &self.of("postings"), form).await;
        for (step, version) in steps.iter().zip(1..) {
            let path = self.of(&format!("postings/{id}/{step}"));
            let request = self.owner.request(Method::POST, &path).header("if-match", format!("\"{version}\""));
            let moved = request.send().await.unwrap();
            assert_eq!(moved.status(), 200, "{step}: {}", moved.text().await.unwrap());
        }
        id
    }

    /// The version of what an operation changes, as `If-Match` names it; `asker` is who changes what is their own.
    pub(crate) async fn version(&self, action: Action, path: &str, asker: &Person) -> Option<String> {
        let id = |kind: &str| self.ids[kind].as_str();
        let (person, at) = match action {
            Action::UpdateAccount => (asker, "/api/v1/me/account".to_owned()),
            Action::UpdateProfile | Action::SetVisibility => (asker, "/api/v1/me/profile".to_owned()),
            Action::SetAlert => (asker, "/api/v1/me/alert".to_owned()),
            Action::UpdateLicence | Action::UpdateWalletCredential => (&self.worker, path.to_owned()),
            Action::UpdateOrganization | Action::UpdateFacility | Action::UpdatePosting => {
                (&self.owner, path.to_owned())
            }
            Action::PublishPosting
            | Action::PausePosting
            | Action::ResumePosting
            | Action::ExtendPosting
            | Action::ConfirmPosting
            | Action::ClosePosting => (&self.owner, self.of(&format!("postings/{}", id("posting")))),
            Action::WithdrawApplication | Action::AcceptOffer => {
                (&self.worker, format!("/api/v1/me/applications/{}", id("application")))
            }
            Action::MoveApplication => (&self.owner, self.of(&format!("applications/{}", id("application")))),
            // There is none yet.
            Action::SetSearchAlert => return Some("\"0\"".to_owned()),
            // Just made, and read on its own nowhere.
            Action::UpdateSavedSearch
            | Action::MoveInterview
            | Action::CancelInterview
            | Action::MissInterview
            | Action::UpdateArticle
            | Action::PublishArticle
            | Action::WithdrawArticle => {
                return Some("\"1\"".to_owned());
            }
            Action::DecidePosting => (&self.owner, self.of(&format!("postings/{}", id("held")))),
            Action::DecideOrganization => (&self.owner, format!("/api/v1/organizations/{}", id("waiting"))),
            Action::DecideLicence => (&self.worker, format!("/api/v1/me/licences/{}", id("pending"))),
            _ => return None,
        };
        let found = person.get(&at).await.unwrap();
        assert_eq!(found.status(), 200, "{at}");
        Some(found.headers()["etag"].to_str().unwrap().to_owned())
    }
}

/// A request that says nothing but what it asks.
async fn ask(person: &Person, path: &str) {
    assert_eq!(person.request(Method::POST, path).send().await.unwrap().status(), 200, "{path}");
}
