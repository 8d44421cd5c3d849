//! Everything that is held about one's account.

use domain::access::Action;
use domain::account::AccountId;
use domain::document::Document;
use domain::organization::{MemberRole, Organization};
use domain::review::Review;
use storage::account::{self, Account};
use storage::application::talk::{self, Written};
use storage::audit::{self, Filter, Line};
use storage::delivery::{self, Delivery};
use storage::interest::{self, HiddenEmployer, Marks, SavedSearch};
use storage::session::Session;
use storage::worker::Worker;

use crate::app::applications::worker::Own;
use crate::app::grants::{Given, Looked};
use crate::app::subscriptions::Opened;
use crate::app::worker::invitations::{self, Received};
use crate::app::worker::licences;
use crate::app::{App, applications, documents, grants, organizations, subscriptions, worker};
use crate::caller::Caller;
use crate::problem::Problem;

/// Lines of the trail read at a time.
const PAGE: u64 = 1000;

/// Everything that is held about an account. The bytes of documents are read one by one.
pub struct Everything {
    /// The account.
    pub account: Account,
    /// Sessions that have not ended.
    pub sessions: Vec<Session>,
    /// Organizations, with the part in each.
    pub memberships: Vec<(Organization, MemberRole)>,
    /// Profile, wallet and blocked employers; empty of an employer.
    pub worker: Worker,
    /// Licences with their numbers.
    pub licences: Vec<licences::Opened>,
    /// Postings they saved or hid.
    pub marks: Marks,
    /// Employers they hide.
    pub hidden_employers: Vec<HiddenEmployer>,
    /// Searches they keep.
    pub searches: Vec<SavedSearch>,
    /// When they are told of new postings.
    pub alerts: Vec<Opened>,
    /// Applications, latest first, each with its messages.
    pub applications: Vec<(Own, Vec<Written>)>,
    /// Invitations that reached them.
    pub invitations: Vec<Received>,
    /// Reviews that they asked for.
    pub reviews: Vec<Review>,
    /// To whom they said yes.
    pub grants: Vec<Given>,
    /// Who saw them, latest first.
    pub looks: Vec<Looked>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Mail that was sent or is to be.
    pub mail: Vec<Delivery>,
    /// What they did, as the audit trail tells it, latest first.
    pub trail: Vec<Line>,
}

/// Everything about the caller.
pub async fn export(app: &App, caller: &Caller) -> Result<Everything, Problem> {
    caller.admit(Action::ExportAccount)?;
    let id = caller.account()?;
    let account = account::find(&app.db, id).await?;
    let mut worker = storage::worker::whole(&app.db, id).await?;
    let licences = std::mem::take(&mut worker.licences);
    Ok(Everything {
        sessions: storage::session::of_account(&app.db, id, app.clock.now()).await?,
        memberships: organizations::list(app, caller).await?,
        licences: licences
            .into_iter()
            .map(|licence| worker::licences::opened(app, licence))
            .collect::<Result<_, _>>()?,
        marks: interest::marks(&app.db, id).await?,
        hidden_employers: interest::hidden_employers(&app.db, id).await?,
        searches: interest::searches(&app.db, id).await?,
        alerts: alerts(app, id).await?,
        applications: applications(app, caller).await?,
        invitations: all_invitations(app, id).await?,
        reviews: storage::review::of_worker(&app.db, id).await?,
        grants: grants::of_worker(&app.db, id).await?,
        looks: looks(app, id).await?,
        documents: documents::export(app, id).await?,
        mail: delivery::to(&app.db, &account.email).await?,
        trail: trail(app, id).await?,
        worker,
        account,
    })
}

async fn alerts(app: &App, id: AccountId) -> Result<Vec<Opened>, Problem> {
    let mut alerts = Vec::new();
    for kept in storage::subscription::of_account(&app.db, id).await? {
        alerts.push(subscriptions::opened(app, kept).await?);
    }
    Ok(alerts)
}

async fn applications(app: &App, caller: &Caller) -> Result<Vec<(Own, Vec<Written>)>, Problem> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = applications::worker::all(&app.db, caller, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        before = Some(last.case.application.id);
        for own in page {
            let messages = talk::messages(&app.db, own.case.application.id).await?;
            all.push((own, messages));
        }
    }
}

async fn all_invitations(app: &App, id: AccountId) -> Result<Vec<Received>, Problem> {
    let mut received: Vec<Received> = Vec::new();
    loop {
        let last = received.last().map(|last| last.invitation.id);
        let page = invitations::of_worker(&app.db, id, last, PAGE).await?;
        if page.is_empty() {
            return Ok(received);
        }
        received.extend(page);
    }
}

async fn looks(app: &App, id: AccountId) -> Result<Vec<Looked>, Problem> {
    let mut looks: Vec<Looked> = Vec::new();
    loop {
        let page = grants::of(&app.db, id, looks.last().map(|look| look.id), PAGE).await?;
        if page.is_empty() {
            return Ok(looks);
        }
        looks.extend(page);
    }
}

async fn trail(app: &App, id: AccountId) -> Result<Vec<Line>, Problem> {
    let mut lines: Vec<Line> = Vec::new();
    loop {
        let filter = Filter { actor: Some(id), before: lines.last().map(|line| line.id), ..Filter::default() };
        let page = audit::page(&app.db, &filter, PAGE).await?;
        if page.is_empty() {
            return Ok(lines);
        }
        lines.extend(page);
    }
}
