//! What workers keep and what they leave out: saved and hidden postings, hidden employers, saved searches. Personal; no
//! type shows it in `Debug`.

use std::collections::HashSet;
use std::fmt;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::organization::OrganizationId;
use domain::posting::{Posting, PostingId};
use domain::worker::Blocked;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::{hidden_employer as employer_row, posting_mark as mark_row, saved_search as search_row};
use crate::worker::Block;
use crate::{Connection, Error, Result, Transaction, organization, versioned};

/// What a worker thinks of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// They want to come back to it.
    Saved,
    /// They do not want to see it again.
    Hidden,
}

impl Mark {
    const fn key(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Hidden => "hidden",
        }
    }

    fn parse(key: &str) -> Option<Self> {
        [Self::Saved, Self::Hidden].into_iter().find(|mark| mark.key() == key)
    }
}

/// The postings that an account saved, and those it hid; latest first.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Saved, each since when.
    pub saved: Vec<(PostingId, DateTime<Utc>)>,
    /// Hidden, each since when.
    pub hidden: Vec<(PostingId, DateTime<Utc>)>,
}

/// The marks of an account.
pub async fn marks(c: &impl Connection, account: AccountId) -> Result<Marks> {
    let rows = mark_row::Entity::find()
        .filter(mark_row::Column::AccountId.eq(account.0))
        .order_by_desc(mark_row::Column::MarkedAt)
        .order_by_desc(mark_row::Column::PostingId)
        .all(c.inner())
        .await?;
    let mut marks = Marks::default();
    for row in rows {
        let kept = (PostingId(row.posting_id), row.marked_at);
        match Mark::parse(&row.mark) {
            Some(Mark::Saved) => marks.saved.push(kept),
            Some(Mark::Hidden) => marks.hidden.push(kept),
            None => return Err(Error::Unreadable(format!("posting_mark.mark of {}", row.posting_id))),
        }
    }
    Ok(marks)
}

/// What a worker does not want to see.
pub struct Hidden {
    postings: HashSet<PostingId>,
    /// By their normalized names; those that may not see the worker among them.
    employers: HashSet<String>,
}

impl Hidden {
    /// Whether they do not want to see this posting.
    pub fn hides(&self, posting: &Posting) -> bool {
        let employer = posting.content.employer.key.as_ref();
        self.postings.contains(&posting.id) || employer.is_some_and(|employer| self.employers.contains(employer))
    }
}

/// What an account with these marks and blocks does not want to see.
pub async fn hidden(c: &impl Connection, account: AccountId, marks: &Marks, blocks: &[Block]) -> Result<Hidden> {
    let known = hidden_employers(c, account).await?;
    let mut employers: HashSet<String> = known.into_iter().map(|hidden| hidden.employer).collect();
    let mut blocked: Vec<OrganizationId> = Vec::new();
    for block in blocks {
        match &block.blocked {
            Blocked::Employer(key) => {
                employers.insert(key.clone());
            }
            Blocked::Organization(id) => blocked.push(*id),
        }
    }
    if !blocked.is_empty() {
        for organization in organization::by_ids(c, &blocked).await? {
            employers.extend(organization.profile.employer_keys());
        }
    }
    Ok(Hidden { postings: marks.hidden.iter().map(|(id, _)| *id).collect(), employers })
}

/// Marks a posting, whatever its mark was.
pub async fn mark(
    tx: &Transaction,
    account: AccountId,
    posting: PostingId,
    mark: Mark,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = mark_row::ActiveModel {
        account_id: Set(account.0),
        posting_id: Set(posting.0),
        mark: Set(mark.key().to_owned()),
        marked_at: Set(micros(now)),
    };
    let known = OnConflict::columns([mark_row::Column::AccountId, mark_row::Column::PostingId])
        .update_columns([mark_row::Column::Mark, mark_row::Column::MarkedAt])
        .to_owned();
    mark_row::Entity::insert(row).on_conflict(known).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Takes a mark away.
///
/// # Errors
/// [`Error::NotFound`] where the posting does not have it.
pub async fn unmark(tx: &Transaction, account: AccountId, posting: PostingId, mark: Mark) -> Result<()> {
    let removed = mark_row::Entity::delete_many()
        .filter(mark_row::Column::AccountId.eq(account.0))
        .filter(mark_row::Column::PostingId.eq(posting.0))
        .filter(mark_row::Column::Mark.eq(mark.key()))
        .exec(tx.inner())
        .await?;
    if removed.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// An employer whose postings a worker does not want to see.
#[derive(Clone, PartialEq, Eq)]
pub struct HiddenEmployer {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// By its normalized name: [`employer_key`](domain::posting::employer_key).
    pub employer: String,
    /// As the worker wrote it.
    pub name: String,
    /// Since when.
    pub hidden_at: DateTime<Utc>,
}

/// Opaque: whom someone avoids is personal.
impl fmt::Debug for HiddenEmployer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HiddenEmployer").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The employers that an account hides, oldest first.
pub async fn hidden_employers(c: &impl Connection, account: AccountId) -> Result<Vec<HiddenEmployer>> {
    let query = employer_row::Entity::find()
        .filter(employer_row::Column::AccountId.eq(account.0))
        .order_by_asc(employer_row::Column::Id);
    let hidden = |row: employer_row::Model| HiddenEmployer {
        id: row.id,
        account: AccountId(row.account_id),
        employer: row.employer,
        name: row.name,
        hidden_at: row.hidden_at,
    };
    Ok(query.all(c.inner()).await?.into_iter().map(hidden).collect())
}

/// Hides an employer.
///
/// # Errors
/// [`Error::Unique`] when the account hides it already; then the transaction cannot go on.
pub async fn hide_employer(tx: &Transaction, hidden: &HiddenEmployer) -> Result<()> {
    let row = employer_row::ActiveModel {
        id: Set(hidden.id),
        account_id: Set(hidden.account.0),
        employer: Set(hidden.employer.clone()),
        name: Set(hidden.name.clone()),
        hidden_at: Set(micros(hidden.hidden_at)),
    };
    employer_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Shows an employer again that the account hides.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn show_employer(tx: &Transaction, account: AccountId, id: Uuid) -> Result<()> {
    let shown = employer_row::Entity::delete_many()
        .filter(employer_row::Column::Id.eq(id))
        .filter(employer_row::Column::AccountId.eq(account.0));
    if shown.exec(tx.inner()).await?.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// A search that a worker keeps.
#[derive(Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Counts its changes, from 1.
    pub version: i32,
    /// What the worker calls it.
    pub name: String,
    /// The parameters of the search, as a query string.
    pub query: String,
    /// Since when.
    pub saved_at: DateTime<Utc>,
}

/// Opaque: what someone looks for is personal.
impl fmt::Debug for SavedSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SavedSearch").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// The searches of an account, oldest first.
pub async fn searches(c: &impl Connection, account: AccountId) -> Result<Vec<SavedSearch>> {
    let query = search_row::Entity::find()
        .filter(search_row::Column::AccountId.eq(account.0))
        .order_by_asc(search_row::Column::Id);
    Ok(query.all(c.inner()).await?.into_iter().map(search).collect())
}

/// The search with this id, if it is the account's: another's is looked up as one that is not there.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_search(c: &impl Connection, account: AccountId, id: Uuid) -> Result<SavedSearch> {
    let query = search_row::Entity::find_by_id(id).filter(search_row::Column::AccountId.eq(account.0));
    query.one(c.inner()).await?.map(search).ok_or(Error::NotFound)
}

/// Adds a search.
pub async fn insert_search(tx: &Transaction, kept: &SavedSearch) -> Result<()> {
    search_row::Entity::insert(row(kept)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Replaces a search that is still at `kept.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update_search(tx: &Transaction, kept: &SavedSearch) -> Result<i32> {
    let key = search_row::Column::Id.eq(kept.id);
    let current = async { Ok(find_search(tx, kept.account, kept.id).await?.version) };
    versioned::replace::<search_row::Entity>(tx, row(kept), key, (search_row::Column::Version, kept.version), current)
        .await
}

/// Removes a search of the account's.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove_search(tx: &Transaction, account: AccountId, id: Uuid) -> Result<()> {
    let removed = search_row::Entity::delete_many()
        .filter(search_row::Column::Id.eq(id))
        .filter(search_row::Column::AccountId.eq(account.0));
    if removed.exec(tx.inner()).await?.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Removes everything that an account keeps and leaves out.
pub async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    let c = tx.inner();
    mark_row::Entity::delete_many().filter(mark_row::Column::AccountId.eq(account.0)).exec(c).await?;
    employer_row::Entity::delete_many().filter(employer_row::Column::AccountId.eq(account.0)).exec(c).await?;
    search_row::Entity::delete_many().filter(search_row::Column::AccountId.eq(account.0)).exec(c).await?;
    Ok(())
}

fn row(kept: &SavedSearch) -> search_row::ActiveModel {
    search_row::ActiveModel {
        id: Set(kept.id),
        account_id: Set(kept.account.0),
        version: Set(kept.version),
        name: Set(kept.name.clone()),
        query: Set(kept.query.clone()),
        saved_at: Set(micros(kept.saved_at)),
    }
}

fn search(row: search_row::Model) -> SavedSearch {
    SavedSearch {
        id: row.id,
        account: AccountId(row.account_id),
        version: row.version,
        name: row.name,
        query: row.query,
        saved_at: row.saved_at,
    }
}
