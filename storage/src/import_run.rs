//! Imports, so that a killed one goes on where it stopped.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::micros;
use crate::entity::import_run::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result};

/// Identifies an import. UUIDv7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportRunId(pub Uuid);

/// One import.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRun {
    /// Its identity.
    pub id: ImportRunId,
    /// The source's name.
    pub source: String,
    /// The format read.
    pub format: String,
    /// A digest of the whole input and of what else decides its result.
    pub digest: String,
    /// The moment as of which it is taken.
    pub as_of: DateTime<Utc>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended; `None`: running, or killed.
    pub finished_at: Option<DateTime<Utc>>,
    /// How many batches are applied.
    pub applied_batches: i32,
    /// What it did so far, in the importer's terms.
    pub counts: Value,
}

/// Writes down that an import begins.
pub async fn start(c: &impl Connection, run: &ImportRun) -> Result<()> {
    let row = Model {
        id: run.id.0,
        source: run.source.clone(),
        format: run.format.clone(),
        digest: run.digest.clone(),
        as_of: micros(run.as_of),
        started_at: micros(run.started_at),
        finished_at: run.finished_at.map(micros),
        applied_batches: run.applied_batches,
        counts: run.counts.to_string(),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(c.inner()).await?;
    Ok(())
}

/// The latest import from this source, if it is of this very input, as of this moment where one is demanded, and has
/// not ended: to be gone on with. Once a later import from the source has begun, an earlier one would put its older
/// data over newer.
pub async fn resume(
    c: &impl Connection,
    source: &str,
    digest: &str,
    as_of: Option<DateTime<Utc>>,
) -> Result<Option<ImportRun>> {
    // By identity, which is in the order of beginning; the moment as of which a run is taken may be any.
    let query = Entity::find().filter(Column::Source.eq(source)).order_by_desc(Column::Id);
    let latest = query.one(c.inner()).await?.map(run).transpose()?;
    let goes_on = |latest: &ImportRun| {
        latest.finished_at.is_none()
            && latest.digest == digest
            && as_of.is_none_or(|as_of| micros(as_of) == micros(latest.as_of))
    };
    Ok(latest.filter(goes_on))
}

/// Notes how far an import has come. In the transaction of a batch, so that the batch is applied once.
pub async fn progress(c: &impl Connection, id: ImportRunId, applied_batches: i32, counts: &Value) -> Result<()> {
    let change =
        ActiveModel { applied_batches: Set(applied_batches), counts: Set(counts.to_string()), ..Default::default() };
    update(c, id, change).await
}

/// Notes that an import has ended.
pub async fn finish(c: &impl Connection, id: ImportRunId, counts: &Value, now: DateTime<Utc>) -> Result<()> {
    let change =
        ActiveModel { finished_at: Set(Some(micros(now))), counts: Set(counts.to_string()), ..Default::default() };
    update(c, id, change).await
}

async fn update(c: &impl Connection, id: ImportRunId, change: ActiveModel) -> Result<()> {
    let changed = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).exec(c.inner()).await?.rows_affected;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn run(row: Model) -> Result<ImportRun> {
    let counts = serde_json::from_str(&row.counts);
    Ok(ImportRun {
        id: ImportRunId(row.id),
        source: row.source,
        format: row.format,
        digest: row.digest,
        as_of: row.as_of,
        started_at: row.started_at,
        finished_at: row.finished_at,
        applied_batches: row.applied_batches,
        counts: counts.map_err(|_| Error::Unreadable(format!("import_run.counts of {}", row.id)))?,
    })
}
