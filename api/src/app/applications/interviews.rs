//! Interviews: planned, moved, cancelled or missed by the employer; an entry for the calendar of either side.

use chrono::{DateTime, FixedOffset, Utc};
use domain::access::{Action, Owner};
use domain::application::{ApplicationId, Interview, InterviewId, Manner, NotPossible, Stage, State, can_be_planned};
use domain::message::Message;
use domain::organization::OrganizationId;
use icalendar::{Calendar, Component, EventLike, EventStatus};
use mailer::{InterviewChange, Letter};
use serde::Serialize;
use storage::application::interview::{self, Kept};
use storage::audit::{self, Entry};
use storage::{Transaction, account, application, organization};

use super::employer::{locked, reachable};
use super::{Case, worker};
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::letters::write_to;
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

const INTERVIEW: &str = "interview";
/// Interviews of one application.
const MOST: usize = 20;

/// When and how the two meet.
pub struct Plan {
    /// When it begins, by the clock of whoever plans it.
    pub starts_at: DateTime<FixedOffset>,
    /// How long it takes.
    pub minutes: u16,
    /// How they meet.
    pub manner: Manner,
    /// Where, or by which number or link.
    pub place: String,
}

impl Plan {
    /// Its clock in minutes ahead of UTC: at most 26 hours either way.
    fn utc_offset(&self) -> i16 {
        i16::try_from(self.starts_at.offset().local_minus_utc() / 60).unwrap_or_default()
    }
}

/// Plans an interview of an applicant who is at that stage.
pub async fn plan<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    (id, application): (OrganizationId, ApplicationId),
    plan: Plan,
    present: impl FnOnce(&Kept) -> V,
) -> Result<Made, Problem> {
    caller.admit_to(Action::PlanInterview, Owner::Organization(id))?;
    let work = match creation::begin(app, caller, Action::PlanInterview, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (tx, now) = (work.tx(), work.now());
    let case = locked(tx, id, application).await?;
    reachable(tx, &case, now).await?;
    if case.application.progress.stage() != Stage::Interview {
        return Err(Problem::new(Kind::Conflict).because(Message::new("hiring-not-to-meet")));
    }
    if case.interviews.len() >= MOST {
        return Err(Problem::new(Kind::Quota));
    }
    in_time(&plan, now)?;
    let interview = Interview {
        id: InterviewId(new_id(now)),
        starts_at: plan.starts_at.to_utc(),
        minutes: plan.minutes,
        manner: plan.manner,
        state: State::Planned,
        sequence: 0,
    };
    let utc_offset = plan.utc_offset();
    let kept = Kept { application, version: 1, interview, utc_offset, place: plan.place };
    interview::insert(tx, &kept).await?;
    tell(app, tx, &case, &kept, InterviewChange::Planned, now).await?;
    record(tx, caller, Action::PlanInterview, &kept, now).await?;
    let base = format!("/api/v1/organizations/{}/applications/{}/interviews", id.0, application.0);
    let body = present(&kept);
    work.finish(Created { location: format!("{base}/{}", kept.interview.id.0), version: 1, body }).await
}

fn in_time(plan: &Plan, now: DateTime<Utc>) -> Result<(), Problem> {
    if can_be_planned(plan.starts_at.to_utc(), now) {
        return Ok(());
    }
    Err(Problem::field("/starts_at", Message::new("hiring-interview-when")))
}

/// What becomes of an interview.
pub enum Change {
    /// It is at another time or place.
    Move(Plan),
    /// It is not to be.
    Cancel,
    /// The applicant did not come.
    Miss,
}

impl Change {
    const fn action(&self) -> Action {
        match self {
            Self::Move(_) => Action::MoveInterview,
            Self::Cancel => Action::CancelInterview,
            Self::Miss => Action::MissInterview,
        }
    }
}

/// Changes an interview that is at `version`.
pub async fn change(
    app: &App,
    caller: &Caller,
    (id, application, wanted): (OrganizationId, ApplicationId, InterviewId),
    version: i32,
    change: Change,
) -> Result<Kept, Problem> {
    let action = change.action();
    caller.admit_to(action, Owner::Organization(id))?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let case = locked(&tx, id, application).await?;
    let mut kept = of_case(&case, wanted)?.clone();
    if kept.version != version {
        return Err(Problem::new(Kind::Stale));
    }
    let told = match change {
        Change::Move(plan) => {
            reachable(&tx, &case, now).await?;
            in_time(&plan, now)?;
            let starts_at = plan.starts_at.to_utc();
            let moved = kept.interview.moved(starts_at, plan.minutes, now).map_err(not_possible)?;
            kept.interview = Interview { manner: plan.manner, ..moved };
            kept.utc_offset = plan.utc_offset();
            kept.place = plan.place;
            Some(InterviewChange::Moved)
        }
        Change::Cancel => {
            kept.interview = kept.interview.cancelled(now).map_err(not_possible)?;
            Some(InterviewChange::Cancelled)
        }
        Change::Miss => {
            kept.interview = kept.interview.missed(now).map_err(not_possible)?;
            None
        }
    };
    kept.version = interview::update(&tx, &kept).await?;
    if let Some(told) = told {
        tell(app, &tx, &case, &kept, told, now).await?;
    }
    record(&tx, caller, action, &kept, now).await?;
    tx.commit().await?;
    Ok(kept)
}

fn of_case(case: &Case, wanted: InterviewId) -> Result<&Kept, Problem> {
    let found = case.interviews.iter().find(|kept| kept.interview.id == wanted);
    found.ok_or_else(|| Problem::new(Kind::NotFound))
}

fn not_possible(why: NotPossible) -> Problem {
    Problem::new(Kind::Conflict).because(Message::new(match why {
        NotPossible::Over => "hiring-interview-over",
        NotPossible::Begun => "hiring-interview-begun",
        NotPossible::NotYet => "hiring-interview-not-yet",
    }))
}

async fn record(
    tx: &Transaction,
    caller: &Caller,
    action: Action,
    kept: &Kept,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let entry = Entry::new(Some(caller.account()?), action, INTERVIEW, kept.interview.id.0);
    Ok(audit::record(tx, &entry, now).await?)
}

/// Tells the applicant.
async fn tell(
    app: &App,
    tx: &Transaction,
    case: &Case,
    kept: &Kept,
    change: InterviewChange,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let to = account::find(tx, case.application.worker).await?;
    let local = local(kept);
    let letter = Letter::InterviewSet {
        title: case.title(to.language),
        organization: organization::find(tx, case.application.organization).await?.profile.name,
        change,
        day: local.date_naive(),
        time: format!("{} (UTC{})", local.format("%H:%M"), local.format("%:z")),
        place: kept.place.clone(),
    };
    write_to(app, tx, &to, letter, now).await
}

/// When it begins, by the clock by which it was planned.
pub fn local(kept: &Kept) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(i32::from(kept.utc_offset) * 60);
    kept.interview.starts_at.with_timezone(&offset.unwrap_or_else(|| chrono::Offset::fix(&Utc)))
}

/// An interview of one of the caller's applications, as an entry for their calendar.
pub async fn calendar_of_worker(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    wanted: InterviewId,
) -> Result<String, Problem> {
    let application = worker::found(&app.db, caller, Action::ReadOwnCalendar, id).await?;
    entry(app, Case::load(&app.db, application).await?, wanted, caller).await
}

/// An interview of an application to an organization, as an entry for a calendar: without the applicant's name.
pub async fn calendar_of_employer(
    app: &App,
    caller: &Caller,
    (id, application, wanted): (OrganizationId, ApplicationId, InterviewId),
) -> Result<String, Problem> {
    caller.admit_to(Action::ReadCalendar, Owner::Organization(id))?;
    let application = application::find_to(&app.db, id, application).await?;
    entry(app, Case::load(&app.db, application).await?, wanted, caller).await
}

/// A calendar with one entry (RFC 5545 §3.6.1). Its `UID` is the interview's, so that a change replaces it.
async fn entry(app: &App, case: Case, wanted: InterviewId, caller: &Caller) -> Result<String, Problem> {
    let kept = of_case(&case, wanted)?;
    let language = account::find(&app.db, caller.account()?).await?.language;
    let organization = organization::find(&app.db, case.application.organization).await?.profile.name;
    let status = if kept.interview.state == State::Planned { EventStatus::Confirmed } else { EventStatus::Cancelled };
    let sequence = u32::try_from(kept.interview.sequence).unwrap_or_default();
    let event = icalendar::Event::new()
        .uid(&kept.interview.id.0.to_string())
        .sequence(sequence)
        .timestamp(app.clock.now())
        .starts(kept.interview.starts_at)
        .ends(kept.interview.ends_at())
        .summary(&format!("{}, {organization}", case.title(language)))
        .location(&kept.place)
        .status(status)
        .done();
    Ok(Calendar::new().push(event).done().to_string())
}
