//! The anonymous candidates of a posting as they are shown for one period, questions about them, and invitations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer, string, text, timestamp_with_time_zone, uuid};

use crate::{index, key, migration, to_posting, unique};

migration!("m0014_candidates", up, [CandidateSnapshot, CandidateQuestion, CandidateInvitation]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    use {CandidateInvitation as Invitation, CandidateQuestion as Question, CandidateSnapshot as Snapshot};
    schema.create_table(snapshot()).await?;
    index(schema, "candidate_snapshot_of", Snapshot::Table, [Snapshot::OrganizationId, Snapshot::Period]).await?;
    index(schema, "candidate_snapshot_period", Snapshot::Table, [Snapshot::Period]).await?;
    schema.create_table(question()).await?;
    index(schema, "candidate_question_of", Question::Table, [Question::OrganizationId, Question::Period]).await?;
    schema.create_table(invitation()).await?;
    schema.create_index(unique(Invitation::Table, [Invitation::PostingId, Invitation::Candidate])).await?;
    index(schema, "candidate_invitation_for", Invitation::Table, [Invitation::PostingId, Invitation::Id]).await?;
    index(schema, "candidate_invitation_by", Invitation::Table, [Invitation::OrganizationId, Invitation::SentAt])
        .await?;
    index(schema, "candidate_invitation_to", Invitation::Table, [Invitation::WorkerId, Invitation::Id]).await
}

/// What only we may know of it is sealed: who the candidates are, and exact counts.
fn snapshot() -> TableCreateStatement {
    use CandidateSnapshot as Snapshot;
    Table::create()
        .table(Snapshot::Table)
        .col(uuid(Snapshot::PostingId))
        .col(big_integer(Snapshot::Period))
        .primary_key(&mut key(Snapshot::Table, [Snapshot::PostingId, Snapshot::Period]))
        .col(uuid(Snapshot::OrganizationId))
        .col(boolean(Snapshot::First))
        .col(timestamp_with_time_zone(Snapshot::MadeAt))
        .col(text(Snapshot::Shown))
        .col(text(Snapshot::Known))
        .foreign_key(to_posting(Snapshot::Table, Snapshot::PostingId).on_delete(ForeignKeyAction::Cascade))
        .to_owned()
}

/// `at_least`: the coarse answer; 0 where there are few.
fn question() -> TableCreateStatement {
    use CandidateQuestion as Question;
    Table::create()
        .table(Question::Table)
        .col(uuid(Question::PostingId))
        .col(big_integer(Question::Period))
        .col(string(Question::Ask))
        .primary_key(&mut key(Question::Table, [Question::PostingId, Question::Period, Question::Ask]))
        .col(uuid(Question::OrganizationId))
        .col(integer(Question::AtLeast))
        .foreign_key(to_posting(Question::Table, Question::PostingId).on_delete(ForeignKeyAction::Cascade))
        .to_owned()
}

/// The worker is no foreign key: an invitation outlives who was invited, as the organization must not learn that they
/// have gone.
fn invitation() -> TableCreateStatement {
    use CandidateInvitation as Invitation;
    Table::create()
        .table(Invitation::Table)
        .col(uuid(Invitation::Id))
        .primary_key(&mut key(Invitation::Table, [Invitation::Id]))
        .col(uuid(Invitation::PostingId))
        .col(uuid(Invitation::OrganizationId))
        .col(uuid(Invitation::ById))
        .col(string(Invitation::Candidate))
        .col(uuid(Invitation::WorkerId))
        .col(boolean(Invitation::Reaches))
        .col(timestamp_with_time_zone(Invitation::SentAt))
        .col(timestamp_with_time_zone(Invitation::ExpiresAt))
        .col(string(Invitation::State))
        .col(timestamp_with_time_zone(Invitation::Since))
        .foreign_key(to_posting(Invitation::Table, Invitation::PostingId).on_delete(ForeignKeyAction::Cascade))
        .to_owned()
}

#[derive(DeriveIden)]
enum CandidateSnapshot {
    Table,
    PostingId,
    Period,
    OrganizationId,
    First,
    MadeAt,
    Shown,
    Known,
}

#[derive(DeriveIden)]
enum CandidateQuestion {
    Table,
    PostingId,
    Period,
    Ask,
    OrganizationId,
    AtLeast,
}

#[derive(DeriveIden)]
enum CandidateInvitation {
    Table,
    Id,
    PostingId,
    OrganizationId,
    ById,
    Candidate,
    WorkerId,
    Reaches,
    SentAt,
    ExpiresAt,
    State,
    Since,
}
