//! The audit trail: who did what to what, when and why. Opaque ids and names of changed fields; never a value.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::account::AccountId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::audit::{ActiveModel, Entity};
use crate::{Error, Result, Transaction};

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
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}
