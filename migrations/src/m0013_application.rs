//! Applications: where they stand and which way they came, what was said and when the two met; how many saw a posting.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, integer, small_integer, string, string_null, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, of_account, reference};

migration!(
    "m0013_application",
    up,
    [Application, ApplicationStep, ApplicationNote, ApplicationMessage, Interview, Notice, ClockMark, PostingReach]
);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    application(schema).await?;
    schema.create_table(step()).await?;
    schema.create_table(note()).await?;
    index(schema, "application_note_of", ApplicationNote::Table, [ApplicationNote::ApplicationId, ApplicationNote::Id])
        .await?;
    schema.create_table(message()).await?;
    index(
        schema,
        "application_message_of",
        ApplicationMessage::Table,
        [ApplicationMessage::ApplicationId, ApplicationMessage::Id],
    )
    .await?;
    schema.create_table(interview()).await?;
    index(schema, "interview_of", Interview::Table, [Interview::ApplicationId, Interview::Id]).await?;
    schema.create_table(notice()).await?;
    index(schema, "notice_of", Notice::Table, [Notice::ApplicationId, Notice::Id]).await?;
    schema.create_table(clock_mark()).await?;
    schema.create_table(posting_reach()).await
}

/// Neither posting nor organization is a foreign key: an application survives both. It goes with its worker.
async fn application(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Application::Table)
        .col(uuid(Application::Id))
        .primary_key(&mut key(Application::Table, [Application::Id]))
        .col(uuid(Application::PostingId))
        .col(uuid(Application::OrganizationId))
        .col(uuid(Application::WorkerId))
        .col(integer(Application::Version))
        .col(string(Application::Source))
        .col(text(Application::Answers))
        .col(uuid_null(Application::ResumeId))
        .col(string(Application::Stage))
        .col(timestamp_with_time_zone(Application::SubmittedAt))
        .col(timestamp_with_time_zone_null(Application::MetAt))
        .foreign_key(&mut of_account(Application::Table, Application::WorkerId))
        .to_owned();
    schema.create_table(table).await?;
    let table = || Application::Table;
    index(schema, "application_organization", table(), [Application::OrganizationId, Application::Id]).await?;
    index(schema, "application_posting", table(), [Application::PostingId, Application::Id]).await?;
    index(schema, "application_worker", table(), [Application::WorkerId, Application::Id]).await?;
    // Who may be owed an answer: met someone, and still open.
    index(schema, "application_clock", table(), [Application::Stage, Application::MetAt, Application::Id]).await
}

/// Steps are only ever added.
fn step() -> TableCreateStatement {
    Table::create()
        .table(ApplicationStep::Table)
        .col(uuid(ApplicationStep::ApplicationId))
        .col(integer(ApplicationStep::Number))
        .primary_key(&mut key(ApplicationStep::Table, [ApplicationStep::ApplicationId, ApplicationStep::Number]))
        .col(string_null(ApplicationStep::FromStage))
        .col(string(ApplicationStep::ToStage))
        .col(string(ApplicationStep::Party))
        .col(uuid(ApplicationStep::ById))
        .col(timestamp_with_time_zone(ApplicationStep::At))
        .col(string_null(ApplicationStep::Reason))
        .foreign_key(&mut of_application(ApplicationStep::Table, ApplicationStep::ApplicationId))
        .to_owned()
}

fn note() -> TableCreateStatement {
    Table::create()
        .table(ApplicationNote::Table)
        .col(uuid(ApplicationNote::Id))
        .primary_key(&mut key(ApplicationNote::Table, [ApplicationNote::Id]))
        .col(uuid(ApplicationNote::ApplicationId))
        .col(uuid(ApplicationNote::ById))
        .col(timestamp_with_time_zone(ApplicationNote::At))
        .col(text(ApplicationNote::Text))
        .foreign_key(&mut of_application(ApplicationNote::Table, ApplicationNote::ApplicationId))
        .to_owned()
}

fn message() -> TableCreateStatement {
    Table::create()
        .table(ApplicationMessage::Table)
        .col(uuid(ApplicationMessage::Id))
        .primary_key(&mut key(ApplicationMessage::Table, [ApplicationMessage::Id]))
        .col(uuid(ApplicationMessage::ApplicationId))
        .col(string(ApplicationMessage::Party))
        .col(uuid(ApplicationMessage::ById))
        .col(timestamp_with_time_zone(ApplicationMessage::At))
        .col(text(ApplicationMessage::Text))
        .foreign_key(&mut of_application(ApplicationMessage::Table, ApplicationMessage::ApplicationId))
        .to_owned()
}

fn interview() -> TableCreateStatement {
    Table::create()
        .table(Interview::Table)
        .col(uuid(Interview::Id))
        .primary_key(&mut key(Interview::Table, [Interview::Id]))
        .col(uuid(Interview::ApplicationId))
        .col(integer(Interview::Version))
        .col(timestamp_with_time_zone(Interview::StartsAt))
        .col(small_integer(Interview::UtcOffset))
        .col(small_integer(Interview::Minutes))
        .col(string(Interview::Manner))
        .col(text(Interview::Place))
        .col(string(Interview::State))
        .col(integer(Interview::Sequence))
        .foreign_key(&mut of_application(Interview::Table, Interview::ApplicationId))
        .to_owned()
}

/// That there is no decision yet; other notices are steps.
fn notice() -> TableCreateStatement {
    Table::create()
        .table(Notice::Table)
        .col(uuid(Notice::Id))
        .primary_key(&mut key(Notice::Table, [Notice::Id]))
        .col(uuid(Notice::ApplicationId))
        .col(uuid(Notice::ById))
        .col(timestamp_with_time_zone(Notice::At))
        .foreign_key(&mut of_application(Notice::Table, Notice::ApplicationId))
        .to_owned()
}

/// What the clock sent: each once.
fn clock_mark() -> TableCreateStatement {
    Table::create()
        .table(ClockMark::Table)
        .col(uuid(ClockMark::ApplicationId))
        .col(date(ClockMark::DueOn))
        .col(string(ClockMark::Mark))
        .primary_key(&mut key(ClockMark::Table, [ClockMark::ApplicationId, ClockMark::DueOn, ClockMark::Mark]))
        .foreign_key(&mut of_application(ClockMark::Table, ClockMark::ApplicationId))
        .to_owned()
}

/// Sums a day: nothing of who it was.
fn posting_reach() -> TableCreateStatement {
    Table::create()
        .table(PostingReach::Table)
        .col(uuid(PostingReach::PostingId))
        .col(date(PostingReach::Day))
        .col(string(PostingReach::Source))
        .primary_key(&mut key(PostingReach::Table, [PostingReach::PostingId, PostingReach::Day, PostingReach::Source]))
        .col(big_integer(PostingReach::Views))
        .col(big_integer(PostingReach::Clicks))
        .col(big_integer(PostingReach::Matches))
        .to_owned()
}

/// What belongs to an application goes with it.
fn of_application<T: IntoIden>(table: T, column: T) -> ForeignKeyCreateStatement {
    reference([table, column], [Application::Table, Application::Id]).on_delete(ForeignKeyAction::Cascade).to_owned()
}

#[derive(DeriveIden)]
enum Application {
    Table,
    Id,
    PostingId,
    OrganizationId,
    WorkerId,
    Version,
    Source,
    Answers,
    ResumeId,
    Stage,
    SubmittedAt,
    MetAt,
}

#[derive(DeriveIden)]
enum ApplicationStep {
    Table,
    ApplicationId,
    Number,
    FromStage,
    ToStage,
    Party,
    ById,
    At,
    Reason,
}

#[derive(DeriveIden)]
enum ApplicationNote {
    Table,
    Id,
    ApplicationId,
    ById,
    At,
    Text,
}

#[derive(DeriveIden)]
enum ApplicationMessage {
    Table,
    Id,
    ApplicationId,
    Party,
    ById,
    At,
    Text,
}

#[derive(DeriveIden)]
enum Interview {
    Table,
    Id,
    ApplicationId,
    Version,
    StartsAt,
    UtcOffset,
    Minutes,
    Manner,
    Place,
    State,
    Sequence,
}

#[derive(DeriveIden)]
enum Notice {
    Table,
    Id,
    ApplicationId,
    ById,
    At,
}

#[derive(DeriveIden)]
enum ClockMark {
    Table,
    ApplicationId,
    DueOn,
    Mark,
}

#[derive(DeriveIden)]
enum PostingReach {
    Table,
    PostingId,
    Day,
    Source,
    Views,
    Clicks,
    Matches,
}
