//! A body and a query that are good for every operation that takes one: what is refused is refused for who asks.

use api::caller::new_token;
use domain::access::Action;
use serde_json::{Value, json};
use tests::people::PASSWORD;

use super::{Side, in_days};

/// What an operation is given that only some know.
#[derive(Clone, Debug)]
pub(crate) struct Secrets {
    pub(crate) email: String,
    pub(crate) password: String,
    /// A token that was mailed.
    pub(crate) token: String,
    /// A code of the second factor.
    pub(crate) code: String,
}

impl Secrets {
    /// What opens nothing.
    pub(crate) fn none() -> Self {
        let password = "la tuque verte de grand-papa".to_owned();
        Self { email: "nobody@example.org".to_owned(), password, token: new_token().0, code: "000000".to_owned() }
    }
}

pub(crate) fn organization() -> Value {
    json!({ "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
            "contact": { "name": "Ann", "email": "ann@maple.example" },
            "arrangement": "direct", "province": "ON", "headcount": "from_25" })
}

pub(crate) fn facility() -> Value {
    json!({ "name": "Manor", "place": "Ottawa", "province": "ON" })
}

pub(crate) fn profile() -> Value {
    json!({ "given_name": "Zoé", "family_name": "Tremblay", "roles": [{ "role": "rn", "months": 12 }],
            "residence": "ON", "reach": { "regions": ["on"] } })
}

pub(crate) fn licence() -> Value {
    json!({ "role": "rn", "province": "ON", "number": "A123456" })
}

pub(crate) fn credential() -> Value {
    json!({ "credential": "bls", "issued": "2026-01-01" })
}

/// A lawful posting.
pub(crate) fn form() -> Value {
    json!({
        "en": { "title": "Registered nurse", "description": "Care before and after surgery." },
        "fr": { "title": "Infirmière autorisée", "description": "Soins avant et après la chirurgie." },
        "roles": ["rn"], "sites": [{ "place": "Sudbury", "province": "ON" }],
        "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" },
        "employment": ["full_time"], "shifts": ["day"], "vacancy": true, "positions": 1 })
}

/// A search to keep.
pub(crate) fn search() -> Value {
    json!({ "name": "Near home", "query": "role=rn&near=L8P&radius_km=20" })
}

/// What mail someone wants.
pub(crate) fn mail() -> Value {
    json!({ "purposes": ["digest"], "query": "role=rn&near=L8P&radius_km=20", "language": "fr",
            "schedule": { "frequency": "weekly", "day": "monday", "hour": 8, "zone": "America/Toronto" } })
}

/// A webhook that nobody answers at.
pub(crate) fn webhook() -> Value {
    json!({ "url": "http://127.0.0.1:9/hook", "events": ["posting.changed", "application.moved"] })
}

/// An interview that is yet to be.
pub(crate) fn interview() -> Value {
    json!({ "starts_at": format!("{}T14:30:00-05:00", in_days(20)), "minutes": 45, "manner": "video",
            "place": "https://meet.example/1" })
}

/// One whose wording a moderator has to see.
pub(crate) fn chatty() -> Value {
    let mut form = form();
    form["en"]["description"] = "Reach us on WhatsApp.".into();
    form
}

/// The body of an operation; `None`: it takes none, or no JSON.
pub(crate) fn body(action: Action, side: &Side, secrets: &Secrets) -> Option<Value> {
    let Secrets { email, password, token, code } = secrets;
    let worker = json!({ "roles": [{ "role": "rn" }], "reach": { "regions": ["ca"] } });
    let body = match action {
        Action::MatchProfile | Action::ReadVerdict => json!({ "profile": worker }),
        Action::LintPosting => json!({ "form": form() }),
        Action::ReportPosting => json!({ "concern": "other" }),
        Action::Register => json!({ "kind": "worker", "name": "Ann", "email": "ann.new@example.org",
            "password": PASSWORD, "language": "en" }),
        Action::ConfirmEmail | Action::AcceptMemberInvitation | Action::ConfirmSubscription => {
            json!({ "token": token })
        }
        Action::RequestPasswordReset => json!({ "email": email }),
        Action::ResetPassword => json!({ "token": token, "password": "two red canoes go up the river" }),
        Action::SignIn => json!({ "email": email, "password": password }),
        Action::UpdateAccount => json!({ "name": "Ann", "language": "fr" }),
        Action::ChangePassword => json!({ "current": password, "new": "two red canoes go up the river" }),
        Action::StartSecondFactor | Action::RemoveSecondFactor | Action::DeleteAccount => {
            json!({ "password": password })
        }
        Action::ProveSecondFactor => json!({ "code": code }),
        Action::UpdateProfile => profile(),
        Action::AddApiKey => json!({ "name": "Partner", "scopes": ["postings:read"] }),
        Action::AddWebhook => webhook(),
        Action::AddFeed => json!({ "source": format!("partner {}", uuid::Uuid::now_v7()), "format": "json-ld",
            "url": "http://127.0.0.1:9/feed.json" }),
        Action::AskReview => json!({ "posting": side.ids["public"], "words": "I do hold that." }),
        Action::AnswerReview => json!({ "finding": "your_data", "answer": "Add the card to your wallet." }),
        Action::FetchFeed => json!({ "accept_shrink": true }),
        Action::AskWhatIf => json!({ "preferred": ["bls"] }),
        Action::InviteCandidate => json!({ "candidate": side.ids["candidate"] }),
        Action::SetVisibility => json!({ "visibility": "anonymous" }),
        Action::AddLicence | Action::UpdateLicence => licence(),
        Action::AddWalletCredential | Action::UpdateWalletCredential => credential(),
        Action::AddBlock => json!({ "employer": "Southern Hospital" }),
        Action::CreateOrganization | Action::UpdateOrganization => organization(),
        Action::UpdateMember => json!({ "role": "viewer" }),
        Action::InviteMember => json!({ "address": "new@example.org", "role": "viewer" }),
        Action::AddFacility | Action::UpdateFacility => facility(),
        Action::CreatePosting | Action::UpdatePosting => form(),
        Action::ClosePosting => json!({ "filled": true }),
        Action::ClaimPosting => json!({ "organization": side.organization.0 }),
        Action::DecideOrganization => json!({ "ruling": "approve", "reason": "in_business_register" }),
        Action::DecideLicence => json!({ "ruling": "approve", "reason": "in_register",
            "register_url": "https://register.example", "seen": "Active" }),
        Action::DecidePosting => json!({ "ruling": "approve", "reason": "meets_rules" }),
        Action::DecideReport => json!({ "ruling": "dismiss", "reason": "genuine" }),
        Action::PublishFraudPolicy => json!({ "effective_from": in_days(40), "en": "# Two", "fr": "# Deux" }),
        Action::SetStaff => json!({ "role": "editor" }),
        Action::FollowApplyLink | Action::Apply => json!({ "source": "search" }),
        Action::WithdrawApplication => json!({ "reason": "pay" }),
        Action::MoveApplication => json!({ "to": "reviewing" }),
        Action::WriteOwnMessage | Action::WriteMessage | Action::WriteNote => json!({ "text": "Good morning." }),
        Action::HideEmployer => json!({ "employer": "Eastern Hospital" }),
        Action::SaveSearch | Action::UpdateSavedSearch => search(),
        Action::PlanInterview | Action::MoveInterview => interview(),
        Action::SendNotices => json!({ "notice": "undecided" }),
        _ => return to_readers(action),
    };
    Some(body)
}

/// An article as an editor writes it.
pub(crate) fn article() -> Value {
    let words = json!({ "title": "Moving", "summary": "In short.", "body": "## At length" });
    json!({ "kind": "article", "slug": format!("article-{}", uuid::Uuid::now_v7().simple()), "tags": ["licence"],
            "author": { "name": "Ann", "role_en": "nurse", "role_fr": "infirmière" },
            "en": words, "fr": words, "origin": null })
}

/// The body of an operation about mail that someone wants, or about the blog.
fn to_readers(action: Action) -> Option<Value> {
    Some(match action {
        Action::Subscribe => json!({ "email": "ann.reads@example.org", "wanted": mail() }),
        Action::PreviewDigest => json!({ "query": "role=rn&near=L8P&radius_km=20" }),
        Action::SetAlert | Action::SetSearchAlert => json!({ "schedule": mail()["schedule"], "paused_until": null }),
        Action::CreateArticle | Action::UpdateArticle => article(),
        Action::PublishArticle => json!({ "at": null }),
        Action::GiveFeedback => json!({ "say": "pause_two_weeks" }),
        Action::UpdateSubscription => json!({ "wanted": mail(), "paused_until": null }),
        _ => return None,
    })
}

/// The parameters of the query without which an operation does nothing.
pub(crate) const fn query(action: Action) -> &'static [(&'static str, &'static str)] {
    match action {
        Action::AddDocument => &[("purpose", "resume")],
        Action::ListLapses => &[("before", "2030-01-01")],
        Action::Suggest => &[("prefix", "nurse")],
        _ => &[],
    }
}
