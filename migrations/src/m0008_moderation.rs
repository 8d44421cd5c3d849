//! Decisions of moderators, reports of fraud, the fraud policy, the seals of the audit trail.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date_null, integer, string, text, text_null, timestamp_with_time_zone, uuid,
};

use crate::{index, key};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_moderation"
    }
}

#[async_trait::async_trait]
#[expect(elided_lifetimes_in_paths, reason = "the trait's macro demands its very signature")]
impl MigrationTrait for Migration {
    /// SQLite too: half a migration is worse than none.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.create_table(decision()).await?;
        index(schema, "decision_object", Decision::Table, [Decision::ObjectId, Decision::Id]).await?;
        report(schema).await?;
        // A report that is right takes down the whole job group.
        index(schema, "posting_group", Posting::Table, [Posting::GroupId]).await?;
        fraud_policy(schema).await?;
        audit_seal(schema).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in ["audit_unsealed", "audit_actor"] {
            schema.drop_index(Index::drop().name(name).table(Audit::Table).to_owned()).await?;
        }
        schema.alter_table(Table::alter().table(Audit::Table).drop_column(Audit::Seal).to_owned()).await?;
        schema.drop_table(Table::drop().table(AuditSeal::Table).to_owned()).await?;
        schema.drop_table(Table::drop().table(FraudPolicy::Table).to_owned()).await?;
        schema.drop_index(Index::drop().name("posting_group").table(Posting::Table).to_owned()).await?;
        schema.drop_table(Table::drop().table(Report::Table).to_owned()).await?;
        schema.drop_table(Table::drop().table(Decision::Table).to_owned()).await
    }
}

/// The audit trail has who, what and the reason; here are the words that went to those concerned. No foreign keys:
/// an object may be of any kind.
fn decision() -> TableCreateStatement {
    Table::create()
        .table(Decision::Table)
        .col(uuid(Decision::Id))
        .primary_key(&mut key("unique_decision_id", Decision::Id))
        .col(string(Decision::Queue))
        .col(uuid(Decision::ObjectId))
        .col(string(Decision::Ruling))
        .col(string(Decision::Reason))
        .col(text(Decision::Note))
        .col(text_null(Decision::Evidence))
        .col(uuid(Decision::DecidedBy))
        .col(timestamp_with_time_zone(Decision::DecidedAt))
        .to_owned()
}

async fn report(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Report::Table)
        .col(uuid(Report::Id))
        .primary_key(&mut key("unique_report_id", Report::Id))
        .col(uuid(Report::PostingId))
        .col(uuid(Report::GroupId))
        .col(string(Report::Concern))
        .col(text(Report::Note))
        .col(text_null(Report::Contact))
        .col(string(Report::Language))
        .col(string(Report::State))
        .col(timestamp_with_time_zone(Report::ReportedAt))
        .foreign_key(
            ForeignKey::create()
                .name("report_posting")
                .from(Report::Table, Report::PostingId)
                .to(Posting::Table, Posting::Id)
                // A posting is forgotten years after its end, and what was said of it with it.
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "report_queue", Report::Table, [Report::State, Report::Id]).await?;
    index(schema, "report_group", Report::Table, [Report::GroupId, Report::State]).await?;
    index(schema, "report_posting", Report::Table, [Report::PostingId]).await
}

/// Only beginnings: a version ends where the next one begins.
async fn fraud_policy(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(FraudPolicy::Table)
        .col(uuid(FraudPolicy::Id))
        .primary_key(&mut key("unique_fraud_policy_id", FraudPolicy::Id))
        .col(date_null(FraudPolicy::EffectiveFrom))
        .col(text(FraudPolicy::En))
        .col(text(FraudPolicy::Fr))
        .to_owned();
    schema.create_table(table).await?;
    let by_day = Index::create()
        .name("unique_fraud_policy_effective_from")
        .unique()
        .table(FraudPolicy::Table)
        .col(FraudPolicy::EffectiveFrom)
        .to_owned();
    schema.create_index(by_day).await
}

/// Which seal a line of the trail is under is written when it is sealed, not derived from an order: numbers and
/// moments are drawn before the commit, so that a line may become visible after later ones.
async fn audit_seal(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(AuditSeal::Table)
        .col(big_integer(AuditSeal::Number))
        .primary_key(&mut key("unique_audit_seal_number", AuditSeal::Number))
        .col(integer(AuditSeal::Lines))
        .col(string(AuditSeal::Hash))
        .col(timestamp_with_time_zone(AuditSeal::SealedAt))
        .to_owned();
    schema.create_table(table).await?;
    let column = Table::alter().table(Audit::Table).add_column(big_integer_null(Audit::Seal)).to_owned();
    schema.alter_table(column).await?;
    // Finds what is not sealed yet, and walks what is in the order of the chain.
    index(schema, "audit_unsealed", Audit::Table, [Audit::Seal, Audit::At, Audit::Id]).await?;
    index(schema, "audit_actor", Audit::Table, [Audit::ActorId, Audit::Id]).await
}

#[derive(DeriveIden)]
enum Decision {
    Table,
    Id,
    Queue,
    ObjectId,
    Ruling,
    Reason,
    Note,
    Evidence,
    DecidedBy,
    DecidedAt,
}

#[derive(DeriveIden)]
enum Report {
    Table,
    Id,
    PostingId,
    GroupId,
    Concern,
    Note,
    Contact,
    Language,
    State,
    ReportedAt,
}

#[derive(DeriveIden)]
enum Posting {
    Table,
    Id,
    GroupId,
}

#[derive(DeriveIden)]
enum FraudPolicy {
    Table,
    Id,
    EffectiveFrom,
    En,
    Fr,
}

#[derive(DeriveIden)]
enum AuditSeal {
    Table,
    Number,
    Lines,
    Hash,
    SealedAt,
}

#[derive(DeriveIden)]
enum Audit {
    Table,
    Id,
    At,
    ActorId,
    Seal,
}
