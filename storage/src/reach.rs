//! How many a posting matched, how many saw it, and how many went on to where one applies: sums a day and way, nothing of
//! who it was.

use chrono::NaiveDate;
use domain::application::Source;
use domain::posting::PostingId;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::connection::sealed::Sealed;
use crate::entity::posting_reach::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// How many, on one day by one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Which posting.
    pub posting: PostingId,
    /// On which day.
    pub day: NaiveDate,
    /// By which way.
    pub source: Source,
    /// How often it was looked at.
    pub views: u64,
    /// How often someone went on to where one applies.
    pub clicks: u64,
    /// How many workers it matched, rounded down as its organization was told.
    pub matches: u64,
}

/// Adds to the sums.
pub async fn add(tx: &Transaction, sums: &[Sum]) -> Result<()> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    // In one order, so that two processes never wait for each other.
    let mut sums = sums.to_vec();
    sums.sort_unstable_by_key(|sum| (sum.posting, sum.day, sum.source));
    for sum in sums {
        let row = ActiveModel {
            posting_id: Set(sum.posting.0),
            day: Set(sum.day),
            source: Set(sum.source.key().to_owned()),
            views: Set(count(sum.views)),
            clicks: Set(count(sum.clicks)),
            matches: Set(count(sum.matches)),
        };
        let more = |column: Column, by: u64| (column, Expr::col((Entity, column)).add(count(by)));
        let known = OnConflict::columns([Column::PostingId, Column::Day, Column::Source])
            .values([
                more(Column::Views, sum.views),
                more(Column::Clicks, sum.clicks),
                more(Column::Matches, sum.matches),
            ])
            .to_owned();
        Entity::insert(row).on_conflict(known).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

/// The sums of some postings since a day.
pub async fn of(c: &impl Connection, postings: &[PostingId], since: NaiveDate) -> Result<Vec<Sum>> {
    let query = Entity::find()
        .filter(Column::PostingId.is_in(postings.iter().map(|posting| posting.0)))
        .filter(Column::Day.gte(since));
    query.all(c.inner()).await?.iter().map(sum).collect()
}

fn sum(row: &Model) -> Result<Sum> {
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    let source = Source::parse(&row.source)
        .ok_or_else(|| Error::Unreadable(format!("posting_reach.source of {}", row.posting_id)))?;
    let posting = PostingId(row.posting_id);
    Ok(Sum {
        posting,
        day: row.day,
        source,
        views: count(row.views),
        clicks: count(row.clicks),
        matches: count(row.matches),
    })
}
