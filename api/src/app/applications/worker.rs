//! A worker's side: applying, going on, withdrawing, taking an offer.

use chrono::{DateTime, Utc};
use domain::access::{Action, Owner};
use domain::application::{
    Actor, Application, ApplicationId, Event, NotOpen, Party, Progress, Reply, Source, check, may_apply,
};
use domain::document::{DocumentId, Purpose};
use domain::grant::{Basis, Grant, GrantId};
use domain::message::Message;
use domain::organization::MemberRole;
use domain::posting::authored::Authored;
use domain::posting::{Posting, PostingId};
use mailer::Letter;
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::{Error, Transaction, account, application, authored, document, grant, organization, posting};

use super::{APPLICATION, Case, advance, denied, is_current};
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::letters::{members, title, write_once, write_to};
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// One of the caller's applications.
pub struct Own {
    /// The application with what decides on it.
    pub case: Case,
    /// The employer's name.
    pub organization: String,
}

/// What an applicant sends.
pub struct Applying {
    /// To the posting's questions, in their order.
    pub replies: Vec<Option<Reply>>,
    /// The résumé to send along.
    pub resume: Option<DocumentId>,
    /// How they came.
    pub source: Source,
}

/// Applies to a posting of ours, which is a yes to its organization.
pub async fn apply<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    id: PostingId,
    applying: Applying,
    present: impl FnOnce(&Own) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::Apply, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now, me) = (work.tx(), work.now(), caller.account()?);
    account::lock(tx, me).await?;
    let (found, authored) = open(tx, id, now).await?;
    let former = application::former(tx, me, id).await?;
    may_apply(found.is_live(now), &found.content.apply, &former).map_err(not_open)?;
    let organization = authored.organization;
    if grant::between(tx, me, organization).await?.blocked {
        return Err(Problem::new(Kind::Conflict).because(Message::new("hiring-blocked")));
    }
    let answers = check(&authored.form.questions, applying.replies).map_err(flawed)?;
    own_resume(tx, caller, applying.resume).await?;
    let application = Application {
        id: ApplicationId(new_id(now)),
        posting: id,
        organization,
        worker: me,
        version: 1,
        source: applying.source,
        answers,
        resume: applying.resume,
        progress: Progress::submitted(me, now),
    };
    application::insert(tx, &application).await?;
    let basis = Basis::Application(application.id);
    grant::keep(tx, &[Grant::given(GrantId(new_id(now)), me, organization, basis, now)]).await?;
    audit::record(tx, &Entry::new(Some(me), Action::Apply, APPLICATION, application.id.0), now).await?;
    announce(app, tx, &authored, now).await?;
    let location = format!("/api/v1/me/applications/{}", application.id.0);
    let own = own(tx, Case::load(tx, application).await?).await?;
    let body = present(&own);
    work.finish(Created { location, version: 1, body }).await
}

/// A posting to which one could apply; one that nobody sees is absent.
async fn open(tx: &Transaction, id: PostingId, now: DateTime<Utc>) -> Result<(Posting, Authored), Problem> {
    let found = posting::find(tx, id).await?;
    let authored = match authored::find(tx, id).await {
        Ok(authored) => authored,
        // Only postings that were written here are applied to here.
        Err(Error::NotFound) if found.is_live(now) => return Err(not_open(NotOpen::Elsewhere)),
        Err(Error::NotFound) => return Err(not_open(NotOpen::Ended)),
        Err(error) => return Err(error.into()),
    };
    if authored.life.live_at.is_none() {
        return Err(Problem::new(Kind::NotFound));
    }
    Ok((found, authored))
}

fn not_open(why: NotOpen) -> Problem {
    let (kind, key) = match why {
        NotOpen::Ended => (Kind::Conflict, "hiring-posting-ended"),
        NotOpen::Elsewhere => (Kind::Conflict, "hiring-elsewhere"),
        NotOpen::Already => (Kind::Conflict, "hiring-already"),
    };
    Problem::new(kind).because(Message::new(key))
}

fn flawed(flaws: Vec<domain::application::Flaw>) -> Problem {
    let mut problem = Problem::new(Kind::Invalid);
    problem.fields = flaws.into_iter().map(|flaw| (flaw.at, flaw.message)).collect();
    problem
}

/// What is sent along is a résumé of the caller's.
async fn own_resume(tx: &Transaction, caller: &Caller, resume: Option<DocumentId>) -> Result<(), Problem> {
    let Some(id) = resume else { return Ok(()) };
    let me = caller.account()?;
    match document::find(tx, id).await {
        Ok(found) if found.account == me && found.purpose == Purpose::Resume => Ok(()),
        Ok(_) | Err(Error::NotFound) => Err(Problem::field("/resume", Message::new("hiring-no-resume"))),
        Err(error) => Err(error.into()),
    }
}

/// Tells those who may hire, once a day and posting.
async fn announce(app: &App, tx: &Transaction, authored: &Authored, now: DateTime<Utc>) -> Result<(), Problem> {
    for member in members(tx, authored.organization, MemberRole::Recruiter).await? {
        let letter = Letter::ApplicationReceived { title: title(&authored.content, member.language) };
        let key = format!("applications:{}:{}:{}", authored.id.0, now.date_naive(), member.id.0);
        write_once(app, tx, &member, letter, key, now).await?;
    }
    Ok(())
}

/// The caller's applications, latest first: the next `limit` before `before`.
pub async fn list(app: &App, caller: &Caller, before: Option<ApplicationId>, limit: u64) -> Result<Vec<Own>, Problem> {
    caller.admit(Action::ListOwnApplications)?;
    all(&app.db, caller, before, limit).await
}

/// The same, for whoever was admitted already.
pub async fn all(
    c: &impl storage::Connection,
    caller: &Caller,
    before: Option<ApplicationId>,
    limit: u64,
) -> Result<Vec<Own>, Problem> {
    let mut owns = Vec::new();
    for application in application::of_worker(c, caller.account()?, before, limit).await? {
        owns.push(own(c, Case::load(c, application).await?).await?);
    }
    Ok(owns)
}

/// One of the caller's applications.
pub async fn read(app: &App, caller: &Caller, id: ApplicationId) -> Result<Own, Problem> {
    let application = found(&app.db, caller, Action::ReadOwnApplication, id).await?;
    own(&app.db, Case::load(&app.db, application).await?).await
}

/// An application of the caller's; another's is absent.
pub(super) async fn found(
    c: &impl storage::Connection,
    caller: &Caller,
    action: Action,
    id: ApplicationId,
) -> Result<Application, Problem> {
    caller.admit(action)?;
    let application = application::find_of(c, caller.account()?, id).await?;
    caller.admit_to(action, Owner::Account(application.worker))?;
    Ok(application)
}

async fn own(c: &impl storage::Connection, case: Case) -> Result<Own, Problem> {
    let organization = match organization::find(c, case.application.organization).await {
        Ok(found) => found.profile.name,
        Err(Error::NotFound) => String::new(),
        Err(error) => return Err(error.into()),
    };
    Ok(Own { case, organization })
}

/// What a worker does to an application that is at `version`.
pub async fn step(
    app: &App,
    caller: &Caller,
    action: Action,
    id: ApplicationId,
    version: i32,
    event: Event,
) -> Result<Own, Problem> {
    caller.admit(action)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    account::lock(&tx, caller.account()?).await?;
    let application = found(&tx, caller, action, id).await?;
    is_current(&application, version)?;
    let case = ended(app, &tx, Case::load(&tx, application).await?, event, now).await?;
    let entry = Entry::new(Some(caller.account()?), action, APPLICATION, id.0).fields(&["stage"]);
    audit::record(&tx, &entry, now).await?;
    let own = own(&tx, case).await?;
    tx.commit().await?;
    Ok(own)
}

/// The worker ends an application, by going or by taking the offer; those who hire are told.
pub async fn ended(
    app: &App,
    tx: &Transaction,
    mut case: Case,
    event: Event,
    now: DateTime<Utc>,
) -> Result<Case, Problem> {
    let by = Actor { party: Party::Worker, account: case.application.worker };
    case.application.progress = case.application.progress.after(event, by, now).map_err(denied)?;
    advance(tx, &mut case, now).await?;
    let stage = case.application.progress.stage();
    let reason = case.application.progress.last().reason;
    for member in members(tx, case.application.organization, MemberRole::Recruiter).await? {
        let reason = reason.map(|reason| reason.message().render(member.language));
        let letter = Letter::ApplicantDecided { title: case.title(member.language), stage, reason };
        write_to(app, tx, &member, letter, now).await?;
    }
    Ok(case)
}
