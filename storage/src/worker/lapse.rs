//! What ends soon, for reminders.

use chrono::NaiveDate;
use domain::account::AccountId;
use domain::worker::{Item, Reminded, Subject};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{licence, wallet};
use crate::connection::sealed::Sealed;
use crate::entity;
use crate::{Connection, Result, Transaction};

/// A licence or credential that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Whose.
    pub account: AccountId,
    /// What.
    pub item: Item,
    /// The last reminder of it.
    pub reminded: Option<Reminded>,
}

/// From which of the two tables to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Licences.
    Licences,
    /// The wallet.
    Wallet,
}

/// What ends from the first to the last day of a span, soonest first: the next `limit` after the last day and id of
/// the page before.
pub async fn ending(
    c: &impl Connection,
    of: Of,
    span: (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, Uuid)>,
    limit: u64,
) -> Result<Vec<Ending>> {
    match of {
        Of::Licences => licence::ending(c, span, after, limit).await,
        Of::Wallet => wallet::ending(c, span, after, limit).await,
    }
}

/// Writes down that a reminder was sent. No new version: nothing that the worker sees has changed.
pub async fn reminded(tx: &Transaction, item: &Item, sent: Reminded) -> Result<()> {
    let ahead = i16::try_from(sent.ahead).unwrap_or(i16::MAX);
    match item.subject {
        Subject::Licence(..) => {
            use entity::licence::{Column, Entity};
            Entity::update_many()
                .col_expr(Column::RemindedDay, Expr::value(sent.last_day))
                .col_expr(Column::RemindedAhead, Expr::value(ahead))
                .filter(Column::Id.eq(item.id))
                .exec(tx.inner())
                .await?;
        }
        Subject::Credential(_) => {
            use entity::wallet_credential::{Column, Entity};
            Entity::update_many()
                .col_expr(Column::RemindedDay, Expr::value(sent.last_day))
                .col_expr(Column::RemindedAhead, Expr::value(ahead))
                .filter(Column::Id.eq(item.id))
                .exec(tx.inner())
                .await?;
        }
    }
    Ok(())
}

pub(super) fn of_columns(last_day: Option<NaiveDate>, ahead: Option<i16>) -> Option<Reminded> {
    Some(Reminded { last_day: last_day?, ahead: u16::try_from(ahead?).ok()? })
}
