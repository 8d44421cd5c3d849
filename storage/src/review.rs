//! Reviews by a person.

use domain::account::AccountId;
use domain::application::ApplicationId;
use domain::posting::PostingId;
use domain::review::{Answer, Finding, Review, ReviewId, Subject};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::review::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// The review with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: ReviewId) -> Result<Review> {
    Entity::find_by_id(id.0).one(c.inner()).await?.as_ref().ok_or(Error::NotFound).and_then(review)
}

/// The reviews that a worker asked for, latest first.
pub async fn of_worker(c: &impl Connection, worker: AccountId) -> Result<Vec<Review>> {
    let query = Entity::find().filter(Column::WorkerId.eq(worker.0)).order_by_desc(Column::Id);
    query.all(c.inner()).await?.iter().map(review).collect()
}

/// Reviews that wait for a person, oldest first: the next `limit` after `after`.
pub async fn waiting(c: &impl Connection, after: Option<ReviewId>, limit: u64) -> Result<Vec<Review>> {
    let mut query = Entity::find().filter(Column::AnsweredAt.is_null()).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after.0));
    }
    query.all(c.inner()).await?.iter().map(review).collect()
}

/// Adds a review.
pub async fn insert(tx: &Transaction, review: &Review) -> Result<()> {
    let (posting, application) = match review.subject {
        Subject::Match(posting) => (posting, None),
        Subject::Rejection(application, posting) => (posting, Some(application.0)),
    };
    let row = ActiveModel {
        id: Set(review.id.0),
        worker_id: Set(review.worker.0),
        posting_id: Set(posting.0),
        application_id: Set(application),
        words: Set(review.words.clone()),
        asked_at: Set(micros(review.asked_at)),
        finding: Set(None),
        answer: Set(None),
        by_id: Set(None),
        answered_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Keeps the answer to a review.
///
/// # Errors
/// [`Error::NotFound`] when it waits no more.
pub async fn answer(tx: &Transaction, id: ReviewId, answer: &Answer) -> Result<()> {
    let row = ActiveModel {
        finding: Set(Some(answer.finding.key().to_owned())),
        answer: Set(Some(answer.words.clone())),
        by_id: Set(Some(answer.by.0)),
        answered_at: Set(Some(micros(answer.at))),
        ..Default::default()
    };
    let waiting = Entity::update_many().set(row).filter(Column::Id.eq(id.0)).filter(Column::AnsweredAt.is_null());
    if waiting.exec(tx.inner()).await?.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Removes what a worker asked.
pub(crate) async fn erase(tx: &Transaction, worker: AccountId) -> Result<()> {
    Entity::delete_many().filter(Column::WorkerId.eq(worker.0)).exec(tx.inner()).await?;
    Ok(())
}

fn review(row: &Model) -> Result<Review> {
    let posting = PostingId(row.posting_id);
    let subject = match row.application_id {
        Some(application) => Subject::Rejection(ApplicationId(application), posting),
        None => Subject::Match(posting),
    };
    let answer = match (&row.finding, &row.answer, row.by_id, row.answered_at) {
        (Some(finding), Some(words), Some(by), Some(at)) => {
            let finding =
                Finding::parse(finding).ok_or_else(|| Error::Unreadable(format!("review.finding of {}", row.id)))?;
            Some(Answer { finding, words: words.clone(), by: AccountId(by), at })
        }
        _ => None,
    };
    Ok(Review {
        id: ReviewId(row.id),
        worker: AccountId(row.worker_id),
        subject,
        words: row.words.clone(),
        asked_at: row.asked_at,
        answer,
    })
}
