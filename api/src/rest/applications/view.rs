//! How applications are shown, to either side.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use domain::Lang;
use domain::application::clock::Owed;
use domain::application::{Answer, Reply, Stage, Step};
use domain::message::Message;
use domain::posting::authored::Twin;
use serde::Serialize;
use storage::application::interview::Kept;
use storage::application::talk::Written;
use utoipa::ToSchema;
use uuid::Uuid;

use super::applicant::SeenView;
use crate::app::applications::Case;
use crate::app::applications::employer::Applicant;
use crate::app::applications::interviews::local;
use crate::app::applications::worker::Own;
use crate::rest::reference::ProvenanceView;

/// One step of an application.
#[derive(Serialize, ToSchema)]
struct ApplicationStepView {
    /// Where it stood; none: it came in.
    from: Option<&'static str>,
    to: &'static str,
    /// `worker` or `employer`.
    by: &'static str,
    at: DateTime<Utc>,
    /// Why, where it ended without a hire, in the language of the answer.
    reason: Option<String>,
}

impl ApplicationStepView {
    fn of(step: &Step, lang: Lang) -> Self {
        Self {
            from: step.from.map(Stage::key),
            to: step.to.key(),
            by: step.by.party.key(),
            at: step.at,
            reason: step.reason.map(|reason| reason.message().render(lang)),
        }
    }
}

/// An answer that is owed to the applicant.
#[derive(Serialize, ToSchema)]
struct OwedView {
    /// The last day.
    due_on: NaiveDate,
    overdue: bool,
    /// `law` or `promise`.
    duty: &'static str,
    /// It in the language of the answer.
    sentence: String,
    /// Who says so, where it is the law.
    provenance: Option<ProvenanceView>,
}

impl OwedView {
    fn of(owed: &Owed, now: DateTime<Utc>, lang: Lang) -> Self {
        Self {
            due_on: owed.due_on,
            overdue: owed.is_overdue(now),
            duty: owed.duty.key(),
            sentence: owed.message(now).render(lang),
            provenance: owed.provenance().map(ProvenanceView::from),
        }
    }
}

/// An interview.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct InterviewView {
    pub(super) id: Uuid,
    version: i32,
    /// By the clock by which it was planned.
    starts_at: DateTime<FixedOffset>,
    minutes: u16,
    /// `in_person`, `telephone` or `video`.
    manner: &'static str,
    place: String,
    /// `planned` (also once it has been), `cancelled` or `missed`.
    state: &'static str,
}

impl InterviewView {
    pub(super) fn of(kept: &Kept) -> Self {
        let interview = &kept.interview;
        Self {
            id: interview.id.0,
            version: kept.version,
            starts_at: local(kept),
            minutes: interview.minutes,
            manner: interview.manner.key(),
            place: kept.place.clone(),
            state: interview.state.key(),
        }
    }
}

/// A question with its answer.
#[derive(Serialize, ToSchema)]
struct AnswerView {
    question: String,
    /// In words; none: not answered.
    answer: Option<String>,
}

impl AnswerView {
    fn of(answer: &Answer, lang: Lang) -> Self {
        let said = |twin: &Twin| twin.text(lang).unwrap_or_default().to_owned();
        let question = &answer.question;
        let reply = answer.reply.as_ref().map(|reply| match reply {
            Reply::YesNo(true) => Message::new("hiring-answer-yes").render(lang),
            Reply::YesNo(false) => Message::new("hiring-answer-no").render(lang),
            Reply::Text(text) => text.clone(),
            Reply::Choice(choice) => question.choices.get(usize::from(*choice)).map(said).unwrap_or_default(),
        });
        Self { question: said(&question.text), answer: reply }
    }
}

/// Where an application stands, for either side.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ProgressView {
    pub(super) id: Uuid,
    version: i32,
    posting: Uuid,
    /// What the posting is called, in the language of the answer.
    title: String,
    /// `search`, `match`, `digest`, `invitation`, `feed` or `link`.
    source: &'static str,
    /// `submitted`, `reviewing`, `interview`, `offer`, `hired`, `declined`, `withdrawn` or `offer_declined`.
    stage: &'static str,
    /// It in a few words, in the language of the answer.
    summary: String,
    submitted_at: DateTime<Utc>,
    steps: Vec<ApplicationStepView>,
    interviews: Vec<InterviewView>,
    owed: Option<OwedView>,
    /// What is done by people and what is computed, in the language of the answer.
    how: String,
}

impl ProgressView {
    fn of(case: &Case, now: DateTime<Utc>, lang: Lang) -> Self {
        let application = &case.application;
        let progress = &application.progress;
        Self {
            id: application.id.0,
            version: application.version,
            posting: application.posting.0,
            title: case.title(lang),
            source: application.source.key(),
            stage: progress.stage().key(),
            summary: progress.stage().message().render(lang),
            submitted_at: progress.submitted_at(),
            steps: progress.steps().map(|step| ApplicationStepView::of(step, lang)).collect(),
            interviews: case.interviews.iter().map(InterviewView::of).collect(),
            owed: case.owed(now).map(|owed| OwedView::of(&owed, now, lang)),
            how: Message::new("hiring-steps-by-people").render(lang),
        }
    }
}

/// One of one's applications.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct OwnApplicationView {
    #[serde(flatten)]
    pub(super) progress: ProgressView,
    /// The employer.
    organization: Uuid,
    organization_name: String,
    answers: Vec<AnswerView>,
    /// The document that was sent along.
    resume: Option<Uuid>,
}

impl OwnApplicationView {
    pub(in crate::rest) fn of(own: &Own, now: DateTime<Utc>, lang: Lang) -> Self {
        let application = &own.case.application;
        Self {
            progress: ProgressView::of(&own.case, now, lang),
            organization: application.organization.0,
            organization_name: own.organization.clone(),
            answers: application.answers.iter().map(|answer| AnswerView::of(answer, lang)).collect(),
            resume: application.resume.map(|resume| resume.0),
        }
    }
}

/// An application to an organization.
#[derive(Serialize, ToSchema)]
pub(super) struct ApplicationView {
    #[serde(flatten)]
    pub(super) progress: ProgressView,
    applicant: SeenView,
    /// None: not disclosed any more.
    answers: Option<Vec<AnswerView>>,
}

impl ApplicationView {
    pub(super) fn of(applicant: &Applicant, now: DateTime<Utc>, lang: Lang) -> Self {
        let answers = &applicant.case.application.answers;
        Self {
            progress: ProgressView::of(&applicant.case, now, lang),
            applicant: SeenView::of(&applicant.seen, lang),
            answers: applicant.answers.then(|| answers.iter().map(|answer| AnswerView::of(answer, lang)).collect()),
        }
    }
}

/// A page of one's applications, latest first.
#[derive(Serialize, ToSchema)]
pub(super) struct OwnApplications {
    pub(super) items: Vec<OwnApplicationView>,
    /// `cursor` of the next page.
    pub(super) next: Option<Uuid>,
}

/// A page of applications to an organization, latest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Applications {
    pub(super) items: Vec<ApplicationView>,
    /// `cursor` of the next page.
    pub(super) next: Option<Uuid>,
}

/// Something that was written: a message, or a note.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct WrittenView {
    id: Uuid,
    /// `worker` or `employer`.
    by: &'static str,
    at: DateTime<Utc>,
    text: String,
}

impl WrittenView {
    pub(in crate::rest) fn of(written: &Written) -> Self {
        Self { id: written.id, by: written.party.key(), at: written.at, text: written.text.clone() }
    }
}

/// Who was told.
#[derive(Serialize, ToSchema)]
pub(super) struct Told {
    /// The applications whose applicants are told by this.
    pub(super) applications: Vec<Uuid>,
}

/// Where one applies.
#[derive(Serialize, ToSchema)]
pub(super) struct ApplyLink {
    /// `external`: at `url`; `internal`: here; `not_given`: the posting does not say.
    pub(super) apply: &'static str,
    pub(super) url: Option<String>,
}
