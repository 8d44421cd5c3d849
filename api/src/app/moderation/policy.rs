//! The fraud policy: reading the version of a day, publishing the next one.

use chrono::NaiveDate;
use domain::access::Action;
use domain::fraud_policy::{History, NotPublished, PolicyId, Version};
use domain::message::Message;
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::policy;

use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, day_of, new_id};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// Where the policy is read; its link stands beside every posting (Working for Workers Seven Act, 2025, Ontario, as of
/// 2025-12).
pub const PATH: &str = "/api/v1/fraud-policy";

/// Every version.
pub async fn history(app: &App) -> Result<History, Problem> {
    Ok(policy::history(&app.db).await?)
}

/// Publishes a version that begins today or later, after every other.
pub async fn publish<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    from: NaiveDate,
    texts: (String, String),
    present: impl FnOnce(&History, PolicyId) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::PublishFraudPolicy, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let now = work.now();
    let before = policy::history(work.tx()).await?;
    before.check_next(from, day_of(now)).map_err(refused)?;
    if !policy::has_room(work.tx()).await? {
        return Err(Problem::new(Kind::Quota));
    }
    let (en, fr) = texts;
    let version = Version { id: PolicyId(new_id(now)), from: Some(from), en, fr };
    match policy::publish(work.tx(), &version).await {
        // Another moderator was quicker.
        Err(storage::Error::Unique(_)) => return Err(refused(NotPublished::NotLast)),
        published => published?,
    }
    let entry = Entry::new(Some(caller.account()?), Action::PublishFraudPolicy, "fraud_policy", version.id.0);
    audit::record(work.tx(), &entry.fields(&["en", "fr", "effective_from"]), now).await?;
    let after = policy::history(work.tx()).await?;
    let location = format!("{PATH}?at={from}");
    work.finish(Created { location, version: 1, body: present(&after, version.id) }).await
}

fn refused(why: NotPublished) -> Problem {
    let because = match why {
        NotPublished::Past => "fraud-policy-past",
        NotPublished::NotLast => "fraud-policy-not-last",
    };
    Problem::new(Kind::Conflict).because(Message::new(because))
}
