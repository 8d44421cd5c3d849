//! What waits for a moderator, longest waiting first.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::organization::{Organization, OrganizationId};
use domain::posting::authored::Authored;
use domain::posting::{Posting, PostingId};
use domain::report::{Report, ReportId};
use storage::worker::licence::Licence;
use storage::{authored, organization, posting, report, worker};
use uuid::Uuid;

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// Where a page of a queue ends: since when its last item waits, and its id.
pub type After = (DateTime<Utc>, Uuid);

/// Organizations that ask to be verified.
pub async fn organizations(
    app: &App,
    caller: &Caller,
    after: Option<After>,
    limit: u64,
) -> Result<Vec<Organization>, Problem> {
    caller.admit(Action::ReadQueue)?;
    let after = after.map(|(at, id)| (at, OrganizationId(id)));
    Ok(organization::queue(&app.db, after, limit).await?)
}

/// Licences whose check was asked for.
pub async fn licences(app: &App, caller: &Caller, after: Option<After>, limit: u64) -> Result<Vec<Licence>, Problem> {
    caller.admit(Action::ReadQueue)?;
    Ok(worker::licence::pending(&app.db, after, limit).await?)
}

/// Postings that rules held.
pub async fn postings(app: &App, caller: &Caller, after: Option<After>, limit: u64) -> Result<Vec<Authored>, Problem> {
    caller.admit(Action::ReadQueue)?;
    Ok(authored::in_review(&app.db, after.map(|(_, id)| PostingId(id)), limit).await?)
}

/// A report with what it is about.
pub struct Reported {
    /// The report.
    pub report: Report,
    /// The posting.
    pub posting: Posting,
    /// How many reports there are on the posting's job group, this one too.
    pub in_group: u64,
}

/// Reports of fraud.
pub async fn reports(app: &App, caller: &Caller, after: Option<After>, limit: u64) -> Result<Vec<Reported>, Problem> {
    caller.admit(Action::ReadQueue)?;
    let open = report::open(&app.db, after.map(|(_, id)| ReportId(id)), limit).await?;
    let ids: Vec<PostingId> = open.iter().map(|report| report.posting).collect();
    let groups: Vec<PostingId> = open.iter().map(|report| report.group).collect();
    let counts = report::counts(&app.db, &groups).await?;
    let postings: HashMap<PostingId, Posting> =
        posting::by_ids(&app.db, &ids).await?.into_iter().map(|posting| (posting.id, posting)).collect();
    let reported = |report: Report| {
        let in_group = counts.get(&report.group).copied().unwrap_or_default();
        Some(Reported { posting: postings.get(&report.posting)?.clone(), in_group, report })
    };
    Ok(open.into_iter().filter_map(reported).collect())
}
