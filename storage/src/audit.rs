//! The audit trail: who did what to what, when and why. Opaque ids and names of changed fields; never a value.

mod seal;

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::account::AccountId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::audit::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

pub use seal::{Break, Seal, Trail, has_unsealed, seal, verify};

/// One line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Who; `None`: a process of ours, or someone without an account.
    pub actor: Option<AccountId>,
    /// What, by the [access table](domain::access).
    pub action: &'a str,
    /// The kind of the object: `posting`, `licence`, `account`.
    pub kind: &'static str,
    /// The object.
    pub object: Uuid,
    /// Names of the fields that changed.
    pub fields: &'a [&'a str],
    /// The key of the reason, where the action has one.
    pub reason: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// An action on an object.
    pub const fn new(actor: Option<AccountId>, action: Action, kind: &'static str, object: Uuid) -> Self {
        Self { actor, action: action.key(), kind, object, fields: &[], reason: None }
    }

    /// With the names of the fields that changed.
    #[must_use]
    pub const fn fields(mut self, fields: &'a [&'a str]) -> Self {
        self.fields = fields;
        self
    }

    /// With a reason.
    #[must_use]
    pub const fn reason(mut self, reason: &'a str) -> Self {
        self.reason = Some(reason);
        self
    }
}

/// Writes a line, in the transaction of what it tells of.
pub async fn record(tx: &Transaction, entry: &Entry<'_>, now: DateTime<Utc>) -> Result<()> {
    let fields = serde_json::to_string(entry.fields).map_err(|_| Error::Unreadable("audit.fields".to_owned()))?;
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(micros(now)),
        actor_id: Set(entry.actor.map(|actor| actor.0)),
        action: Set(entry.action.to_owned()),
        object_kind: Set(entry.kind.to_owned()),
        object_id: Set(entry.object),
        fields: Set(fields),
        reason: Set(entry.reason.map(str::to_owned)),
        seal: NotSet,
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// A line as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None`: a process of ours, or someone without an account.
    pub actor: Option<AccountId>,
    /// What.
    pub action: String,
    /// The kind of the object.
    pub kind: String,
    /// The object.
    pub object: Uuid,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
    /// The key of the reason.
    pub reason: Option<String>,
    /// The number of its seal; `None`: not sealed yet.
    pub seal: Option<i64>,
}

/// Which lines to read: all that hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By this account.
    pub actor: Option<AccountId>,
    /// On this object.
    pub object: Option<Uuid>,
    /// Before this line, in the order of writing.
    pub before: Option<Uuid>,
}

/// Lines, last written first.
pub async fn page(c: &impl Connection, filter: &Filter, limit: u64) -> Result<Vec<Line>> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(actor) = filter.actor {
        query = query.filter(Column::ActorId.eq(actor.0));
    }
    if let Some(object) = filter.object {
        query = query.filter(Column::ObjectId.eq(object));
    }
    if let Some(before) = filter.before {
        query = query.filter(Column::Id.lt(before));
    }
    query.all(c.inner()).await?.into_iter().map(line).collect()
}

fn line(row: Model) -> Result<Line> {
    let fields = serde_json::from_str(&row.fields);
    Ok(Line {
        id: row.id,
        at: row.at,
        actor: row.actor_id.map(AccountId),
        action: row.action,
        kind: row.object_kind,
        object: row.object_id,
        fields: fields.map_err(|_| Error::Unreadable(format!("audit.fields of {}", row.id)))?,
        reason: row.reason,
        seal: row.seal,
    })
}
