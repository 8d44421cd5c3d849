//! What is sent about applications.

use chrono::{DateTime, FixedOffset};
use domain::application::{Decline, Event, Manner, Reply, Source, Stage, Withdrawal};
use domain::document::DocumentId;
use domain::message::Message;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::app::applications::interviews::Plan;
use crate::app::applications::notices::Notice;
use crate::app::applications::worker::Applying;
use crate::extract::{given, line, plain};
use crate::problem::Problem;
use crate::profile::Keys;

/// An answer to a question: exactly one of these, by the kind of the question.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerInput {
    /// To a question of kind `yes_no`.
    yes_no: Option<bool>,
    /// To a question of kind `text`.
    #[schema(max_length = 2000)]
    text: Option<String>,
    /// To a question of kind `choice`: its place in the list, from 0.
    #[schema(minimum = 0, maximum = 65535)]
    choice: Option<u16>,
}

/// An application.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationInput {
    /// To the posting's questions, in their order; `null` for one that is left out.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    answers: Vec<Option<AnswerInput>>,
    /// One of one's documents of purpose `resume`, to send along.
    resume: Option<Uuid>,
    /// How one came: `search`, `match`, `digest`, `invitation`, `feed` or `link`.
    #[serde(default = "link")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(search|match|digest|invitation|feed|link)$", default = "link")]
    source: String,
}

fn link() -> String {
    Source::Link.key().to_owned()
}

impl ApplicationInput {
    pub(super) fn read(self) -> Result<Applying, Problem> {
        let mut keys = Keys::default();
        let source = keys.one("/source", &self.source, Source::parse);
        let each = self.answers.into_iter().enumerate();
        let replies = each.map(|(i, answer)| answer.and_then(|answer| reply(answer, i, &mut keys))).collect();
        let source = keys.finish_some(source)?;
        Ok(Applying { replies, resume: self.resume.map(DocumentId), source })
    }
}

fn reply(answer: AnswerInput, i: usize, keys: &mut Keys) -> Option<Reply> {
    match (answer.yes_no, answer.text, answer.choice) {
        (Some(yes), None, None) => Some(Reply::YesNo(yes)),
        (None, Some(text), None) if plain(&text).is_ok() => Some(Reply::Text(text)),
        (None, Some(_), None) => {
            keys.wrong(&format!("/answers/{i}/text"), Message::new("field-not-plain"));
            None
        }
        (None, None, Some(choice)) => Some(Reply::Choice(choice)),
        _ => {
            keys.wrong(&format!("/answers/{i}"), Message::new("hiring-answer-other-kind"));
            None
        }
    }
}

/// How one came to a posting.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClickInput {
    /// `search`, `match`, `digest`, `invitation`, `feed` or `link`.
    #[serde(default = "link")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(search|match|digest|invitation|feed|link)$", default = "link")]
    source: String,
}

impl ClickInput {
    pub(super) fn read(&self) -> Result<Source, Problem> {
        let mut keys = Keys::default();
        let source = keys.one("/source", &self.source, Source::parse);
        keys.finish_some(source)
    }
}

/// Why one does not go on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawalInput {
    /// `another_position`, `too_slow`, `pay`, `schedule`, `place`, `not_as_described`, `other` or `unsaid`.
    #[serde(default = "unsaid")]
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(another_position|too_slow|pay|schedule|place|not_as_described|other|unsaid)$",
        default = "unsaid"
    )]
    reason: String,
}

fn unsaid() -> String {
    Withdrawal::Unsaid.key().to_owned()
}

impl WithdrawalInput {
    pub(super) fn read(&self) -> Result<Event, Problem> {
        let mut keys = Keys::default();
        let reason = keys.one("/reason", &self.reason, Withdrawal::parse);
        Ok(Event::Withdraw(keys.finish_some(reason)?))
    }
}

/// Where an application goes.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveInput {
    /// `reviewing`, `interview`, `offer`, `hired` or `declined`. From `declined`, `reviewing` takes the no back.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(reviewing|interview|offer|hired|declined)$", example = "interview")]
    to: String,
    /// For `declined`: why.
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(licence_missing|credential_missing|experience|availability|no_contact|another_chosen|filled|cancelled|not_confirmed|other)$"
    )]
    reason: Option<String>,
}

impl MoveInput {
    /// Where to, and why.
    pub(super) fn read(&self) -> Result<(Stage, Option<Decline>), Problem> {
        let mut keys = Keys::default();
        let to = keys.one("/to", &self.to, Stage::parse);
        let reason = self.reason.as_ref().and_then(|reason| keys.one("/reason", reason, Decline::parse));
        let to = keys.finish_some(to)?;
        match to {
            Stage::Submitted | Stage::Withdrawn | Stage::OfferDeclined => {
                Err(Problem::field("/to", Message::new("hiring-other-side")))
            }
            Stage::Declined if reason.is_none() => Err(no_reason()),
            _ => Ok((to, reason)),
        }
    }
}

fn no_reason() -> Problem {
    Problem::field("/reason", Message::new("hiring-decline-why"))
}

/// Something to write.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TextInput {
    #[validate(length(min = 1, max = 5000), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 5000)]
    pub(super) text: String,
}

/// When and how to meet.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InterviewInput {
    /// When it begins, with the difference of the clock that it is planned by (RFC 3339).
    #[schema(example = "2027-01-14T14:30:00-05:00")]
    starts_at: DateTime<FixedOffset>,
    /// How many minutes it takes.
    #[validate(range(min = 5, max = 600))]
    #[schema(minimum = 5, maximum = 600)]
    minutes: u16,
    /// `in_person`, `telephone` or `video`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(in_person|telephone|video)$", example = "video")]
    manner: String,
    /// Where, or by which number or link.
    #[validate(length(min = 1, max = 500), custom(function = "line"))]
    #[schema(min_length = 1, max_length = 500)]
    place: String,
}

impl InterviewInput {
    pub(super) fn read(self) -> Result<Plan, Problem> {
        let mut keys = Keys::default();
        let manner: Option<Manner> = keys.one("/manner", &self.manner, Manner::parse);
        let manner = keys.finish_some(manner)?;
        Ok(Plan { starts_at: self.starts_at, minutes: self.minutes, manner, place: self.place })
    }
}

/// What is told to many.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeInput {
    /// `undecided`: to those who were interviewed and wait. `declined`: a no, to all whose application is open.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(undecided|declined)$", example = "undecided")]
    notice: String,
    /// For `declined`: why, as when one application is moved.
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(licence_missing|credential_missing|experience|availability|no_contact|another_chosen|filled|cancelled|not_confirmed|other)$"
    )]
    reason: Option<String>,
}

impl NoticeInput {
    pub(super) fn read(&self) -> Result<Notice, Problem> {
        let mut keys = Keys::default();
        let reason = self.reason.as_ref().and_then(|reason| keys.one("/reason", reason, Decline::parse));
        if !matches!(self.notice.as_str(), "undecided" | "declined") {
            keys.wrong("/notice", Message::new("field-no-such-key"));
        }
        keys.finish(())?;
        if self.notice == "undecided" {
            return Ok(Notice::Undecided);
        }
        reason.map(Notice::Declined).ok_or_else(no_reason)
    }
}

/// A page of applications.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    /// How many a page.
    #[serde(default = "twenty")]
    #[validate(range(min = 1, max = 50))]
    #[param(minimum = 1, maximum = 50, default = 20)]
    pub(super) limit: u64,
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    pub(super) cursor: Option<Uuid>,
}

/// Which applications to an organization.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ListParams {
    /// To this posting.
    #[serde(default, deserialize_with = "given")]
    pub(super) posting: Option<Uuid>,
    /// That stand here: `submitted`, `reviewing`, `interview`, `offer`, `hired`, `declined`, `withdrawn` or
    /// `offer_declined`.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 40))]
    #[param(
        max_length = 40,
        pattern = "^(submitted|reviewing|interview|offer|hired|declined|withdrawn|offer_declined)$"
    )]
    pub(super) stage: Option<String>,
    /// How many a page.
    #[serde(default = "twenty")]
    #[validate(range(min = 1, max = 50))]
    #[param(minimum = 1, maximum = 50, default = 20)]
    pub(super) limit: u64,
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    pub(super) cursor: Option<Uuid>,
}

const fn twenty() -> u64 {
    20
}
