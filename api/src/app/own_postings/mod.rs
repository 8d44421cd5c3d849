//! An organization's own postings: written, published, kept up and ended by its members; taken over from elsewhere;
//! [let pass or sent back](ruling) by moderators; [expired](upkeep).

pub mod ruling;
pub mod upkeep;

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::message::Message;
use domain::organization::OrganizationId;
use domain::posting::authored::{Author, Authored, Check, Denied, Event, Form, Report, claim, doubt};
use domain::posting::{Origin, Posting, PostingId, Status};
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::authored::Version;
use storage::{Connection, Error, Transaction, authored, organization, posting, source};

use super::{App, day_of, new_id};
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// A posting with what is to be said of it now.
pub struct Own {
    /// The posting.
    pub authored: Authored,
    /// What it lacks, what the law says of it, what a moderator should see.
    pub report: Report,
}

/// What members do to a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Have it seen: at once, or once a moderator let it pass.
    Publish,
    /// Take it off for a while.
    Pause,
    /// Put it on again.
    Resume,
    /// Prolong it.
    Extend,
    /// Say that it is still open.
    Confirm,
    /// End it.
    Close {
        /// Whether someone was found.
        filled: bool,
    },
}

impl Step {
    const fn action(self) -> Action {
        match self {
            Self::Publish => Action::PublishPosting,
            Self::Pause => Action::PausePosting,
            Self::Resume => Action::ResumePosting,
            Self::Extend => Action::ExtendPosting,
            Self::Confirm => Action::ConfirmPosting,
            Self::Close { .. } => Action::ClosePosting,
        }
    }

    fn event(self, check: Check) -> Event {
        match self {
            Self::Publish => Event::Publish(check),
            Self::Pause => Event::Pause,
            Self::Resume => Event::Resume(check),
            Self::Extend => Event::Extend { applications_end: check.applications_end },
            Self::Confirm => Event::Confirm,
            Self::Close { filled } => Event::Close { filled },
        }
    }
}

/// An organization's postings, newest first: the next `limit` that are older than `before`.
pub async fn list(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    before: Option<PostingId>,
    limit: u64,
) -> Result<Vec<Authored>, Problem> {
    caller.admit_to(Action::ListOwnPostings, Owner::Organization(id))?;
    Ok(authored::of_organization(&app.db, id, before, limit).await?)
}

/// Writes a draft.
pub async fn create<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    id: OrganizationId,
    form: Form,
    present: impl FnOnce(&Own) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::CreatePosting, Owner::Organization(id))?;
    let work = match creation::begin(app, caller, Action::CreatePosting, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let author = author(tx, id).await?;
    let draft = Authored::draft(PostingId(new_id(now)), id, form, &author, now);
    add(tx, caller, Action::CreatePosting, &draft, now).await?;
    let report = Report::of(&draft.form, &author, day_of(now));
    let made = created(draft, report, present);
    work.finish(made).await
}

/// A draft that takes over an imported posting once it is live.
pub async fn claim_posting<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    posting: PostingId,
    id: OrganizationId,
    present: impl FnOnce(&Own) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::ClaimPosting, Owner::Organization(id))?;
    let work = match creation::begin(app, caller, Action::ClaimPosting, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let known = seen(tx, posting, now).await?;
    let author = author(tx, id).await?;
    claim(&known, &author, now).map_err(|why| denied(why, &[]))?;
    if authored::claiming(tx, id, posting).await?.is_some() {
        return Err(Problem::new(Kind::Conflict).because(Message::new("authored-claimed")));
    }
    let draft = Authored::claiming(PostingId(new_id(now)), id, &known, &author, now);
    add(tx, caller, Action::ClaimPosting, &draft, now).await?;
    let report = Report::of(&draft.form, &author, day_of(now));
    let made = created(draft, report, present);
    work.finish(made).await
}

/// A posting that anyone may see; another is absent, whosever it is.
async fn seen(tx: &Transaction, id: PostingId, now: DateTime<Utc>) -> Result<Posting, Problem> {
    let found = posting::find(tx, id).await?;
    if found.is_live(now) { Ok(found) } else { Err(Problem::new(Kind::NotFound)) }
}

fn created<V>(draft: Authored, report: Report, present: impl FnOnce(&Own) -> V) -> Created<V> {
    let (id, organization, version) = (draft.id, draft.organization, draft.version);
    let location = format!("/api/v1/organizations/{}/postings/{}", organization.0, id.0);
    Created { location, version, body: present(&Own { authored: draft, report }) }
}

async fn add(
    tx: &Transaction,
    caller: &Caller,
    action: Action,
    draft: &Authored,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let account = caller.account()?;
    authored::insert(tx, draft, account, now).await?;
    Ok(audit::record(tx, &Entry::new(Some(account), action, "posting", draft.id.0), now).await?)
}

/// One posting, with what is to be said of it today.
pub async fn read(app: &App, caller: &Caller, id: OrganizationId, posting: PostingId) -> Result<Own, Problem> {
    caller.admit_to(Action::ReadOwnPosting, Owner::Organization(id))?;
    let authored = of_organization(authored::find(&app.db, posting).await?, id)?;
    let author = author(&app.db, id).await?;
    let report = Report::of(&authored.form, &author, app.today());
    Ok(Own { authored, report })
}

/// The forms that a posting had, newest first: the next `limit` before version `before`.
pub async fn versions(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    posting: PostingId,
    before: Option<i32>,
    limit: u64,
) -> Result<Vec<Version>, Problem> {
    caller.admit_to(Action::ListPostingVersions, Owner::Organization(id))?;
    of_organization(authored::find(&app.db, posting).await?, id)?;
    Ok(authored::versions(&app.db, posting, before, limit).await?)
}

/// Replaces the form of a posting that is at `version`. A live one stays live where the new form is sound, and goes
/// back to a moderator where its wording asks for one.
pub async fn update(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    posting: PostingId,
    version: i32,
    form: Form,
) -> Result<Own, Problem> {
    caller.admit_to(Action::UpdatePosting, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let before = at_version(&tx, id, posting, version).await?;
    let author = author(&tx, id).await?;
    let written = before.clone().written(form, &author, now);
    let (report, check) = looked_at(&tx, &written, &author, now).await?;
    let mut after = happened(written, &Event::Edit(check), &report, now)?;
    let account = caller.account()?;
    after.version = authored::rewrite(&tx, &after, version, account, now).await?;
    let entry = Entry::new(Some(account), Action::UpdatePosting, "posting", posting.0);
    audit::record(&tx, &entry.fields(&after.form.changed(&before.form)), now).await?;
    tx.commit().await?;
    Ok(Own { authored: after, report })
}

/// Moves a posting that is at `version`.
pub async fn step(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    posting: PostingId,
    version: i32,
    step: Step,
) -> Result<Own, Problem> {
    caller.admit_to(step.action(), Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let before = at_version(&tx, id, posting, version).await?;
    let author = author(&tx, id).await?;
    let (report, check) = looked_at(&tx, &before, &author, now).await?;
    let account = Some(caller.account()?);
    let authored = moved(&tx, before, &author, &step.event(check), &report, now).await?;
    audit::record(&tx, &Entry::new(account, step.action(), "posting", posting.0).fields(&["status"]), now).await?;
    tx.commit().await?;
    Ok(Own { authored, report })
}

/// The organization as the author of its postings.
async fn author(c: &impl Connection, id: OrganizationId) -> Result<Author, Error> {
    let organization = organization::find(c, id).await?;
    Ok(Author::of(&organization, organization::facility::list(c, id).await?))
}

/// A posting of another organization is absent.
fn of_organization(authored: Authored, id: OrganizationId) -> Result<Authored, Problem> {
    if authored.organization == id { Ok(authored) } else { Err(Problem::new(Kind::NotFound)) }
}

async fn at_version(
    tx: &Transaction,
    id: OrganizationId,
    posting: PostingId,
    version: i32,
) -> Result<Authored, Problem> {
    let found = of_organization(authored::find(tx, posting).await?, id)?;
    if found.version == version { Ok(found) } else { Err(Problem::new(Kind::Stale)) }
}

/// What is to be said of a posting, and what its publication depends on: also whose the posting is that it takes over.
async fn looked_at(
    tx: &Transaction,
    authored: &Authored,
    author: &Author,
    now: DateTime<Utc>,
) -> Result<(Report, Check), Error> {
    let mut report = Report::of(&authored.form, author, day_of(now));
    if let (Some(claimed), None) = (authored.claimed, authored.life.live_at) {
        let known = posting::by_ids(tx, &[claimed]).await?;
        report.holds.extend(known.iter().filter_map(|known| doubt(known, author)));
    }
    let check = report.check(&authored.form, author);
    Ok((report, check))
}

fn happened(authored: Authored, event: &Event, report: &Report, now: DateTime<Utc>) -> Result<Authored, Problem> {
    authored.after(event, now).map_err(|why| denied(why, &errors(report)))
}

/// After an event, kept. What goes live is read anew, as its organization is called now, and takes over what it claims.
async fn moved(
    tx: &Transaction,
    before: Authored,
    author: &Author,
    event: &Event,
    report: &Report,
    now: DateTime<Utc>,
) -> Result<Authored, Problem> {
    let (version, first) = (before.version, before.life.live_at.is_none());
    let mut after = happened(before, event, report, now)?;
    if matches!(event, Event::Publish(_) | Event::Approve(_) | Event::Resume(_) | Event::Restore(_)) {
        let form = after.form.clone();
        after = after.written(form, author, now);
    }
    if first && after.life.status == Status::Live {
        take_over(tx, &after, now).await?;
    }
    after.version = authored::update(tx, &after, version, now).await?;
    Ok(after)
}

/// The imported posting is withdrawn, and its entries belong to the authored one: what its source says of it further
/// on changes nothing.
async fn take_over(tx: &Transaction, authored: &Authored, now: DateTime<Utc>) -> Result<(), Error> {
    let claimed: Vec<PostingId> = authored.claimed.into_iter().collect();
    for known in posting::by_ids(tx, &claimed).await? {
        if known.origin == Origin::Imported {
            source::adopt(tx, &known, authored.id).await?;
            let withdrawn = Posting { status: Status::Withdrawn, ..known };
            posting::update(tx, &withdrawn, withdrawn.version, now).await?;
        }
    }
    Ok(())
}

/// What keeps a form from being published, field by field.
fn errors(report: &Report) -> Vec<(String, Message)> {
    let gaps = report.gaps.iter().map(|gap| (gap.at.clone(), gap.message.clone()));
    let unlawful = report.findings.iter().filter(|finding| finding.severity == domain::compliance::Severity::Error);
    gaps.chain(unlawful.map(|finding| (finding.pointer.clone(), finding.message.clone()))).collect()
}

fn denied(why: Denied, errors: &[(String, Message)]) -> Problem {
    let (kind, key) = match why {
        Denied::Ended => (Kind::Conflict, "authored-ended"),
        Denied::NotNow(_) => (Kind::Conflict, "authored-not-now"),
        Denied::Unverified => (Kind::Conflict, "authored-unverified"),
        Denied::Unsound => (Kind::Invalid, "authored-unsound"),
        Denied::ApplicationsEnd => (Kind::Conflict, "authored-applications-end"),
    };
    let mut problem = Problem::new(kind).because(Message::new(key));
    if why == Denied::Unsound {
        problem.fields = errors.to_vec();
    }
    problem
}
