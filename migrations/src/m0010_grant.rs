//! Grants: what workers said yes to, and who looked at them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null};

use crate::{index, key, migration, of_account};

migration!("m0010_grant", up, [WorkerGrant, Look]);

/// The organization is no foreign key: what a worker may read of who saw them outlives it.
async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(worker_grant()).await?;
    index(
        schema,
        "worker_grant_between",
        WorkerGrant::Table,
        [WorkerGrant::WorkerId, WorkerGrant::OrganizationId, WorkerGrant::Id],
    )
    .await?;
    index(schema, "worker_grant_to", WorkerGrant::Table, [WorkerGrant::OrganizationId, WorkerGrant::WorkerId]).await?;
    schema.create_table(look()).await?;
    index(schema, "look_worker", Look::Table, [Look::WorkerId, Look::Id]).await
}

fn worker_grant() -> TableCreateStatement {
    Table::create()
        .table(WorkerGrant::Table)
        .col(uuid(WorkerGrant::Id))
        .primary_key(&mut key(WorkerGrant::Table, [WorkerGrant::Id]))
        .col(uuid(WorkerGrant::WorkerId))
        .col(uuid(WorkerGrant::OrganizationId))
        .col(string(WorkerGrant::Basis))
        .col(uuid_null(WorkerGrant::BasisId))
        .col(timestamp_with_time_zone(WorkerGrant::GrantedAt))
        .col(timestamp_with_time_zone_null(WorkerGrant::ExpiresAt))
        .col(timestamp_with_time_zone_null(WorkerGrant::RevokedAt))
        .foreign_key(&mut of_account(WorkerGrant::Table, WorkerGrant::WorkerId))
        .to_owned()
}

fn look() -> TableCreateStatement {
    Table::create()
        .table(Look::Table)
        .col(uuid(Look::Id))
        .primary_key(&mut key(Look::Table, [Look::Id]))
        .col(uuid(Look::WorkerId))
        .col(uuid(Look::OrganizationId))
        .col(uuid(Look::ById))
        .col(timestamp_with_time_zone(Look::At))
        .col(string(Look::What))
        .col(uuid(Look::GrantId))
        .foreign_key(&mut of_account(Look::Table, Look::WorkerId))
        .to_owned()
}

#[derive(DeriveIden)]
enum WorkerGrant {
    Table,
    Id,
    WorkerId,
    OrganizationId,
    Basis,
    BasisId,
    GrantedAt,
    ExpiresAt,
    RevokedAt,
}

#[derive(DeriveIden)]
enum Look {
    Table,
    Id,
    WorkerId,
    OrganizationId,
    ById,
    At,
    What,
    GrantId,
}
