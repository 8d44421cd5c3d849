//! Subscriptions as their owners see them.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::digest::Job;
use domain::posting::Posting;
use domain::subscription::{Consent, Purpose, Rhythm, Schedule, Subject};
use serde::Serialize;
use utoipa::ToSchema;

use super::ScheduleInput;
use crate::app::subscriptions::{Opened, Preview};
use crate::rest::view::Summary;

impl From<Schedule> for ScheduleInput {
    fn from(schedule: Schedule) -> Self {
        let (frequency, day) = match schedule.rhythm {
            Rhythm::Daily => ("daily", None),
            Rhythm::Weekly { day } => ("weekly", Some(day.key().to_owned())),
        };
        Self { frequency: frequency.to_owned(), day, hour: schedule.hour, zone: schedule.zone.name().to_owned() }
    }
}

/// A yes or a no.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ConsentView {
    purpose: &'static str,
    /// Whether it is a yes.
    given: bool,
    /// `confirmation`, `preferences`, `page`, `one_click`, `account`, `bounce`, `complaint` or `deletion`.
    means: &'static str,
    at: DateTime<Utc>,
    /// What was agreed to, in the language in which it was read.
    sentence: String,
    /// The version of these words, and their language.
    words: u16,
    language: &'static str,
    /// From which address of the network.
    ip: Option<String>,
}

impl ConsentView {
    pub(in crate::rest) fn of((consent, ip): &(Consent, Option<IpAddr>)) -> Self {
        Self {
            purpose: consent.purpose.key(),
            given: consent.given,
            means: consent.means.key(),
            at: consent.at,
            sentence: consent.purpose.words().render(consent.language),
            words: consent.words,
            language: consent.language.code(),
            ip: ip.map(|ip| ip.to_string()),
        }
    }
}

/// A subscription with all that is held about it.
#[derive(Serialize, ToSchema)]
pub(super) struct SubscriptionView {
    /// The token of its link: what is in every mail.
    link: String,
    version: i32,
    email: Option<String>,
    /// `asked`, `active`, `ended` or `suppressed`.
    state: &'static str,
    since: DateTime<Utc>,
    /// What is sent.
    purposes: Vec<&'static str>,
    /// What digests are about.
    query: Option<String>,
    schedule: ScheduleInput,
    language: &'static str,
    paused_until: Option<DateTime<Utc>>,
    /// When the next digest is due; it is sent if there is anything new.
    due_at: Option<DateTime<Utc>>,
    /// When the last digest was sent.
    sent_at: Option<DateTime<Utc>>,
    /// How many jobs it was sent in the last half year: kept so that none is sent twice.
    jobs_sent: usize,
    /// What was said of single jobs, in sentences; it shapes the next digests.
    feedback: Vec<String>,
    /// Every yes and no, oldest first.
    consents: Vec<ConsentView>,
}

impl SubscriptionView {
    pub(super) fn of(opened: &Opened) -> Self {
        let (kept, subscription) = (&opened.kept, &opened.kept.subscription);
        let query = match &kept.subject {
            Subject::Search { query, .. } => Some(query.clone()),
            Subject::Profile => None,
        };
        Self {
            link: opened.token.clone(),
            version: kept.version,
            email: kept.email.clone(),
            state: subscription.state.key(),
            since: subscription.since,
            purposes: subscription.purposes.iter().map(Purpose::key).collect(),
            query,
            schedule: subscription.schedule.into(),
            language: subscription.language.code(),
            paused_until: subscription.paused_until,
            due_at: subscription.due_at,
            sent_at: subscription.sent_at,
            jobs_sent: opened.jobs,
            feedback: kept.taste.render(subscription.language),
            consents: opened.consents.iter().map(ConsentView::of).collect(),
        }
    }
}

/// A job of a digest.
#[derive(Serialize, ToSchema)]
struct JobView {
    #[serde(flatten)]
    posting: Summary,
    /// Whole kilometres from the middle of the circle that was asked for.
    km: Option<u32>,
}

/// What a digest would hold.
#[derive(Serialize, ToSchema)]
pub(super) struct PreviewView {
    /// Since when what is in it has been live.
    since: DateTime<Utc>,
    /// Newest first.
    items: Vec<JobView>,
    /// How many others fit.
    rest: u64,
}

impl PreviewView {
    pub(super) fn of(preview: &Preview, lang: Lang) -> Self {
        let job = |(job, posting): &(Job, Arc<Posting>)| JobView { posting: Summary::of(posting, lang), km: job.km };
        Self { since: preview.since, items: preview.jobs.iter().map(job).collect(), rest: preview.rest }
    }
}
