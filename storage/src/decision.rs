//! What moderators decided, with the words for those concerned.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::moderation::{Decision, Queue, Reason, Ruling};
use domain::verification::Evidence;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::decision::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// A decision that was taken.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which. UUIDv7.
    pub id: Uuid,
    /// On what: the id of an organization, licence, posting or report.
    pub object: Uuid,
    /// What.
    pub decision: Decision,
    /// Where a licence was looked up and what stood there.
    pub evidence: Option<Evidence>,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Opaque: a note may name people.
impl fmt::Debug for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taken").field("id", &self.id).field("object", &self.object).finish_non_exhaustive()
    }
}

/// Writes a decision down.
pub async fn record(tx: &Transaction, taken: &Taken) -> Result<()> {
    let evidence = taken.evidence.as_ref().map(serde_json::to_string).transpose();
    let row = ActiveModel {
        id: Set(taken.id),
        queue: Set(taken.decision.queue().key().to_owned()),
        object_id: Set(taken.object),
        ruling: Set(taken.decision.ruling().key().to_owned()),
        reason: Set(taken.decision.reason().key().to_owned()),
        note: Set(taken.decision.note().to_owned()),
        evidence: Set(evidence.map_err(|_| Error::Unreadable("decision.evidence".to_owned()))?),
        decided_by: Set(taken.by.0),
        decided_at: Set(micros(taken.at)),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// The last decisions on an object, last first.
pub async fn of_object(c: &impl Connection, object: Uuid, limit: u64) -> Result<Vec<Taken>> {
    let query = Entity::find().filter(Column::ObjectId.eq(object)).order_by_desc(Column::Id).limit(limit);
    query.all(c.inner()).await?.iter().map(taken).collect()
}

/// Forgets what was decided on objects that are gone, such as the licences of an account that was deleted.
pub async fn forget(tx: &Transaction, objects: &[Uuid]) -> Result<()> {
    Entity::delete_many().filter(Column::ObjectId.is_in(objects.iter().copied())).exec(tx.inner()).await?;
    Ok(())
}

fn taken(row: &Model) -> Result<Taken> {
    let unreadable = |column| Error::Unreadable(format!("decision.{column} of {}", row.id));
    let queue = Queue::parse(&row.queue).ok_or_else(|| unreadable("queue"))?;
    let ruling = Ruling::parse(&row.ruling).ok_or_else(|| unreadable("ruling"))?;
    let reason = Reason::parse(&row.reason).ok_or_else(|| unreadable("reason"))?;
    let evidence = row.evidence.as_deref().map(serde_json::from_str).transpose();
    Ok(Taken {
        id: row.id,
        object: row.object_id,
        decision: Decision::new(queue, ruling, reason, &row.note).map_err(|_| unreadable("reason"))?,
        evidence: evidence.map_err(|_| unreadable("evidence"))?,
        by: AccountId(row.decided_by),
        at: row.decided_at,
    })
}
