//! Decisions of moderators, reports of fraud, the fraud policy, the seals of the audit trail.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date_null, integer, string, text, text_null, timestamp_with_time_zone, uuid,
};

use crate::{index, key, migration, to_posting, unique};

migration!("m0008_moderation", up, [Decision, Report, FraudPolicy, AuditSeal]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(decision()).await?;
    index(schema, "decision_object", Decision::Table, [Decision::ObjectId, Decision::Id]).await?;
    report(schema).await?;
    fraud_policy(schema).await?;
    schema.create_table(audit_seal()).await
}

/// The audit trail has who, what and the reason; here are the words that went to those concerned. No foreign keys:
/// an object may be of any kind.
fn decision() -> TableCreateStatement {
    Table::create()
        .table(Decision::Table)
        .col(uuid(Decision::Id))
        .primary_key(&mut key(Decision::Table, [Decision::Id]))
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
        .primary_key(&mut key(Report::Table, [Report::Id]))
        .col(uuid(Report::PostingId))
        .col(uuid(Report::GroupId))
        .col(string(Report::Concern))
        .col(text(Report::Note))
        .col(text_null(Report::Contact))
        .col(string(Report::Language))
        .col(string(Report::State))
        .col(timestamp_with_time_zone(Report::ReportedAt))
        // A posting is forgotten years after its end, and what was said of it with it.
        .foreign_key(to_posting(Report::Table, Report::PostingId).on_delete(ForeignKeyAction::Cascade))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "report_queue", Report::Table, [Report::State, Report::Id]).await?;
    index(schema, "report_group", Report::Table, [Report::GroupId, Report::State, Report::Id]).await?;
    index(schema, "report_posting", Report::Table, [Report::PostingId]).await
}

/// Only beginnings: a version ends where the next one begins.
async fn fraud_policy(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(FraudPolicy::Table)
        .col(uuid(FraudPolicy::Id))
        .primary_key(&mut key(FraudPolicy::Table, [FraudPolicy::Id]))
        .col(date_null(FraudPolicy::EffectiveFrom))
        .col(text(FraudPolicy::En))
        .col(text(FraudPolicy::Fr))
        .to_owned();
    schema.create_table(table).await?;
    schema.create_index(unique(FraudPolicy::Table, [FraudPolicy::EffectiveFrom])).await
}

fn audit_seal() -> TableCreateStatement {
    Table::create()
        .table(AuditSeal::Table)
        .col(big_integer(AuditSeal::Number))
        .primary_key(&mut key(AuditSeal::Table, [AuditSeal::Number]))
        .col(integer(AuditSeal::Lines))
        .col(string(AuditSeal::Hash))
        .col(timestamp_with_time_zone(AuditSeal::SealedAt))
        .to_owned()
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
