//! The queues.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::moderation::Queue;
use domain::organization::Organization;
use domain::posting::authored::Authored;
use serde::{Deserialize, Serialize};
use storage::worker::Licence;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{cursor, parse_cursor};
use crate::app::App;
use crate::app::moderation::queues::{self, After, Reported};
use crate::caller::Caller;
use crate::extract::{Id, Speaks, ValidQuery, given};
use crate::problem::{Kind, Problem, ToRead};

/// Which page.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueParams {
    /// `next` of the page before.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    cursor: Option<String>,
    /// How many a page.
    #[serde(default = "fifty")]
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: u64,
}

const fn fifty() -> u64 {
    50
}

/// Why a posting waits.
#[derive(Serialize, ToSchema)]
pub(super) struct HoldView {
    /// The rule that held it.
    rule: &'static str,
    /// The field: a JSON pointer into the form.
    pointer: String,
    /// What the rule found, in a sentence.
    message: String,
}

/// Something that waits. Decisions name its `version` where it has one.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum QueueItem {
    /// An organization that asks to be verified; read more under `/organizations/{id}`.
    Organization {
        /// The organization.
        id: Uuid,
        /// Its version.
        version: i32,
        /// Since when it waits.
        since: DateTime<Utc>,
        /// Its name.
        name: String,
    },
    /// A licence whose check was asked for; read more under `/moderation/licences/{id}`.
    Licence {
        /// The licence.
        id: Uuid,
        /// Its version.
        version: i32,
        /// Since when it waits.
        since: DateTime<Utc>,
        /// What it licenses.
        role: &'static str,
        /// Who issued it.
        province: &'static str,
    },
    /// A posting that rules held; read more under `/organizations/{organization}/postings/{id}`.
    Posting {
        /// The posting.
        id: Uuid,
        /// Its version.
        version: i32,
        /// When it was first written.
        since: DateTime<Utc>,
        /// Whose.
        organization: Uuid,
        /// Its title.
        title: String,
        /// Why it waits.
        holds: Vec<HoldView>,
    },
    /// A report of fraud.
    Report {
        /// The report.
        id: Uuid,
        /// When it came in.
        since: DateTime<Utc>,
        /// The posting.
        posting: Uuid,
        /// Its title.
        title: String,
        /// Its employer.
        employer: String,
        /// `authored`, `partner` or `imported`.
        origin: &'static str,
        /// Where it stands: `live`, or how it ended.
        status: &'static str,
        /// What is wrong.
        concern: &'static str,
        /// In the reporter's words.
        note: String,
        /// How many reports there are on it and its reposts, this one too.
        reports: u64,
    },
}

/// A page of a queue.
#[derive(Serialize, ToSchema)]
pub(super) struct QueuePage {
    /// `organizations`, `licences`, `postings` or `reports`.
    queue: &'static str,
    /// Longest waiting first.
    items: Vec<QueueItem>,
    /// `cursor` of the next page.
    next: Option<String>,
}

/// What waits for a moderator, longest waiting first.
#[utoipa::path(get, path = "/moderation/queues/{queue}", tag = "moderation", operation_id = "read_queue",
    params(("queue" = String, Path, description = "`organizations`, `licences`, `postings` or `reports`"), QueueParams),
    responses((status = 200, body = QueuePage), ToRead))]
pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    Id(queue): Id<String>,
    ValidQuery(params): ValidQuery<QueueParams>,
) -> Result<Json<QueuePage>, Problem> {
    caller.admit(domain::access::Action::ReadQueue)?;
    let queue = Queue::parse(&queue).ok_or_else(|| Problem::new(Kind::NotFound))?;
    let after = params.cursor.as_deref().map(parse_cursor).transpose()?;
    let limit = params.limit;
    let items: Vec<(After, QueueItem)> = match queue {
        Queue::Organizations => {
            queues::organizations(&app, &caller, after, limit).await?.into_iter().map(of_organization).collect()
        }
        Queue::Licences => queues::licences(&app, &caller, after, limit).await?.iter().map(of_licence).collect(),
        Queue::Postings => {
            let held = queues::postings(&app, &caller, after, limit).await?;
            held.iter().map(|held| of_posting(held, lang)).collect()
        }
        Queue::Reports => {
            let open = queues::reports(&app, &caller, after, limit).await?;
            open.into_iter().map(|reported| of_report(reported, lang)).collect()
        }
    };
    let full = usize::try_from(limit).is_ok_and(|limit| items.len() == limit);
    let next = items.last().filter(|_| full).map(|(after, _)| cursor(*after));
    Ok(Json(QueuePage { queue: queue.key(), items: items.into_iter().map(|(_, item)| item).collect(), next }))
}

fn of_organization(organization: Organization) -> (After, QueueItem) {
    let (id, version) = (organization.id.0, organization.version);
    let since = organization.verification.since().unwrap_or(organization.created_at);
    ((since, id), QueueItem::Organization { id, version, since, name: organization.profile.name })
}

fn of_licence(licence: &Licence) -> (After, QueueItem) {
    let (id, version, fields) = (licence.id, licence.version, &licence.fields);
    let since = licence.requested_at.unwrap_or_default();
    let (role, province) = (fields.role.key(), fields.province.key());
    ((since, id), QueueItem::Licence { id, version, since, role, province })
}

fn of_posting(held: &Authored, lang: Lang) -> (After, QueueItem) {
    let why = |hold: &domain::posting::authored::Hold| HoldView {
        rule: hold.rule.key(),
        pointer: hold.at.clone(),
        message: hold.message().render(lang),
    };
    let (id, version, since) = (held.id.0, held.version, held.created_at);
    let item = QueueItem::Posting {
        id,
        version,
        since,
        organization: held.organization.0,
        title: held.content.text(lang).map(|text| text.title.clone()).unwrap_or_default(),
        holds: held.life.holds.iter().map(why).collect(),
    };
    ((since, id), item)
}

fn of_report(reported: Reported, lang: Lang) -> (After, QueueItem) {
    let Reported { report, posting, in_group } = reported;
    let (id, since) = (report.id.0, report.at);
    let item = QueueItem::Report {
        id,
        since,
        posting: posting.id.0,
        title: posting.content.text(lang).map(|text| text.title.clone()).unwrap_or_default(),
        employer: posting.content.employer.name,
        origin: posting.origin.key(),
        status: posting.status.key(),
        concern: report.concern.key(),
        note: report.note,
        reports: in_group,
    };
    ((since, id), item)
}
