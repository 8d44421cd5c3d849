//! Applications, each with the steps it took; what was written and when the two met is in the modules below.

pub mod clock;
pub mod interview;
pub mod rates;
pub mod talk;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::application::{Actor, Answer, Application, ApplicationId, Lost, Party, Progress, Source, Stage, Step};
use domain::document::DocumentId;
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use domain::webhook::Happening;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::{KEYS_PER_LOOKUP, micros};
use crate::entity::application::{ActiveModel, Column, Entity, Model};
use crate::entity::application_step as step_row;
use crate::{Connection, Error, Result, Transaction, versioned, webhook};

/// The application with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: ApplicationId) -> Result<Application> {
    let found = all(c, Entity::find_by_id(id.0)).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The application with this id, if it is the worker's: another's is looked up as one that is not there.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_of(c: &impl Connection, worker: AccountId, id: ApplicationId) -> Result<Application> {
    let found = all(c, Entity::find_by_id(id.0).filter(Column::WorkerId.eq(worker.0))).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The application with this id, if it is to the organization: another's is looked up as one that is not there.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_to(c: &impl Connection, organization: OrganizationId, id: ApplicationId) -> Result<Application> {
    let found = all(c, Entity::find_by_id(id.0).filter(Column::OrganizationId.eq(organization.0))).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Those of a worker, latest first: the next `limit` before `before`.
pub async fn of_worker(
    c: &impl Connection,
    worker: AccountId,
    before: Option<ApplicationId>,
    limit: u64,
) -> Result<Vec<Application>> {
    let query = Entity::find().filter(Column::WorkerId.eq(worker.0));
    all(c, page(query, before, limit)).await
}

/// Which of an organization's applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// To this posting.
    pub posting: Option<PostingId>,
    /// That stand here.
    pub stage: Option<Stage>,
}

/// Those to an organization, latest first: the next `limit` before `before`.
pub async fn of_organization(
    c: &impl Connection,
    organization: OrganizationId,
    which: Which,
    before: Option<ApplicationId>,
    limit: u64,
) -> Result<Vec<Application>> {
    let mut query = Entity::find().filter(Column::OrganizationId.eq(organization.0));
    if let Some(posting) = which.posting {
        query = query.filter(Column::PostingId.eq(posting.0));
    }
    if let Some(stage) = which.stage {
        query = query.filter(Column::Stage.eq(stage.key()));
    }
    all(c, page(query, before, limit)).await
}

fn page(query: Select<Entity>, before: Option<ApplicationId>, limit: u64) -> Select<Entity> {
    let query = query.order_by_desc(Column::Id).limit(limit);
    match before {
        Some(before) => query.filter(Column::Id.lt(before.0)),
        None => query,
    }
}

/// Where a worker's applications to a posting stand, oldest first.
pub async fn former(c: &impl Connection, worker: AccountId, posting: PostingId) -> Result<Vec<Stage>> {
    let query = Entity::find().filter(Column::WorkerId.eq(worker.0)).filter(Column::PostingId.eq(posting.0));
    Ok(standing(c, query).await?.into_iter().map(|(_, stage)| stage).collect())
}

/// Where a worker's applications to an organization stand, oldest first.
pub async fn stages(
    c: &impl Connection,
    worker: AccountId,
    organization: OrganizationId,
) -> Result<Vec<(ApplicationId, Stage)>> {
    let query = Entity::find().filter(Column::WorkerId.eq(worker.0)).filter(Column::OrganizationId.eq(organization.0));
    standing(c, query).await
}

async fn standing(c: &impl Connection, query: Select<Entity>) -> Result<Vec<(ApplicationId, Stage)>> {
    let rows: Vec<(Uuid, String)> = query
        .select_only()
        .columns([Column::Id, Column::Stage])
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(c.inner())
        .await?;
    rows.into_iter().map(|(id, stage)| Ok((ApplicationId(id), stage_of(id, &stage)?))).collect()
}

/// The way of each application to an organization that came in at `since` or later, for what is counted.
pub async fn ways(
    c: &impl Connection,
    organization: OrganizationId,
    posting: Option<PostingId>,
    since: DateTime<Utc>,
) -> Result<Vec<(Source, Progress)>> {
    let mut query =
        Entity::find().filter(Column::OrganizationId.eq(organization.0)).filter(Column::SubmittedAt.gte(micros(since)));
    if let Some(posting) = posting {
        query = query.filter(Column::PostingId.eq(posting.0));
    }
    let found = all(c, query).await?;
    Ok(found.into_iter().map(|application| (application.source, application.progress)).collect())
}

/// Adds an application with its first step.
pub async fn insert(tx: &Transaction, application: &Application) -> Result<()> {
    let answers = serde_json::to_string(&application.answers)
        .map_err(|_| Error::Unreadable("answers that have no JSON form".to_owned()))?;
    let row = ActiveModel {
        id: Set(application.id.0),
        posting_id: Set(application.posting.0),
        organization_id: Set(application.organization.0),
        worker_id: Set(application.worker.0),
        version: Set(application.version),
        source: Set(application.source.key().to_owned()),
        answers: Set(answers),
        resume_id: Set(application.resume.map(|resume| resume.0)),
        stage: Set(application.progress.stage().key().to_owned()),
        submitted_at: Set(micros(application.progress.submitted_at())),
        met_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx.inner()).await?;
    append(tx, application, true).await
}

/// Keeps the last step of an application that was at `application.version` before it, and returns its new version.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn advance(tx: &Transaction, application: &Application) -> Result<i32> {
    let row = ActiveModel { stage: Set(application.progress.stage().key().to_owned()), ..ActiveModel::default() };
    let (key, at) = (Column::Id.eq(application.id.0), (Column::Version, application.version));
    let current = async { Ok(find(tx, application.id).await?.version) };
    let version = versioned::replace::<Entity>(tx, row, key, at, current).await?;
    append(tx, application, false).await?;
    Ok(version)
}

/// Removes a worker's applications with all that belongs to them.
pub async fn erase(tx: &Transaction, worker: AccountId) -> Result<()> {
    Entity::delete_many().filter(Column::WorkerId.eq(worker.0)).exec(tx.inner()).await?;
    Ok(())
}

/// Adds the last step of a way, and tells webhooks of it: those before it are there.
async fn append(tx: &Transaction, application: &Application, new: bool) -> Result<()> {
    let Application { id, posting, progress, .. } = application;
    let step = progress.last();
    let row = step_row::ActiveModel {
        application_id: Set(id.0),
        number: Set(i32::try_from(progress.steps().count()).unwrap_or(i32::MAX)),
        from_stage: Set(step.from.map(|stage| stage.key().to_owned())),
        to_stage: Set(step.to.key().to_owned()),
        party: Set(step.by.party.key().to_owned()),
        by_id: Set(step.by.account.0),
        at: Set(micros(step.at)),
        reason: Set(step.reason.map(Lost::key)),
    };
    step_row::Entity::insert(row).exec_without_returning(tx.inner()).await?;
    let happening = Happening::Application { application: *id, posting: *posting, stage: step.to, new };
    webhook::tell(tx, application.organization, happening, step.at).await
}

/// What a query finds, each with its steps: one more query for some hundreds.
async fn all(c: &impl Connection, query: Select<Entity>) -> Result<Vec<Application>> {
    let rows = query.all(c.inner()).await?;
    let mut steps: HashMap<Uuid, Vec<Step>> = HashMap::new();
    for rows in rows.chunks(KEYS_PER_LOOKUP) {
        let found = step_row::Entity::find()
            .filter(step_row::Column::ApplicationId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(step_row::Column::ApplicationId)
            .order_by_asc(step_row::Column::Number)
            .all(c.inner())
            .await?;
        for row in found {
            steps.entry(row.application_id).or_default().push(step(&row)?);
        }
    }
    rows.iter()
        .map(|row| {
            let steps = steps.remove(&row.id).unwrap_or_default();
            application(row, steps)
        })
        .collect()
}

fn application(row: &Model, steps: Vec<Step>) -> Result<Application> {
    let unreadable = |column: &str| Error::Unreadable(format!("application.{column} of {}", row.id));
    let answers: Vec<Answer> = serde_json::from_str(&row.answers).map_err(|_| unreadable("answers"))?;
    Ok(Application {
        id: ApplicationId(row.id),
        posting: PostingId(row.posting_id),
        organization: OrganizationId(row.organization_id),
        worker: AccountId(row.worker_id),
        version: row.version,
        source: Source::parse(&row.source).ok_or_else(|| unreadable("source"))?,
        answers,
        resume: row.resume_id.map(DocumentId),
        progress: Progress::of(steps).map_err(|_| unreadable("steps"))?,
    })
}

fn step(row: &step_row::Model) -> Result<Step> {
    let unreadable = |column: &str| Error::Unreadable(format!("application_step.{column} of {}", row.application_id));
    let party = Party::parse(&row.party).ok_or_else(|| unreadable("party"))?;
    Ok(Step {
        from: row.from_stage.as_ref().map(|stage| stage_of(row.application_id, stage)).transpose()?,
        to: stage_of(row.application_id, &row.to_stage)?,
        by: Actor { party, account: AccountId(row.by_id) },
        at: row.at,
        reason: row
            .reason
            .as_ref()
            .map(|reason| Lost::parse(reason).ok_or_else(|| unreadable("reason")))
            .transpose()?,
    })
}

fn stage_of(id: Uuid, key: &str) -> Result<Stage> {
    Stage::parse(key).ok_or_else(|| Error::Unreadable(format!("application.stage of {id}")))
}
