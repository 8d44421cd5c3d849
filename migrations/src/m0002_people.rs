//! Accounts and those who register, sessions, single-use tokens, throttles, the audit trail and replayable answers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{index, key, migration, of_account, unique};

migration!("m0002_people", up, [Account, Session, Token, Registration, Throttle, Audit, Idempotency]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    account(schema).await?;
    session(schema).await?;
    token(schema).await?;
    registration(schema).await?;
    schema.create_table(throttle()).await?;
    audit(schema).await?;
    idempotency(schema).await
}

async fn account(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Account::Table)
        .col(uuid(Account::Id))
        .primary_key(&mut key(Account::Table, [Account::Id]))
        .col(integer(Account::Version))
        .col(string(Account::Kind))
        .col(string_null(Account::Staff))
        .col(string(Account::Email))
        .col(string(Account::Name))
        .col(string(Account::Language))
        .col(text(Account::PasswordHash))
        .col(text_null(Account::TotpSecret))
        .col(boolean(Account::TotpProved))
        .col(big_integer(Account::TotpLastStep))
        .col(text(Account::RecoveryHashes))
        .col(timestamp_with_time_zone_null(Account::ConfirmedAt))
        .col(timestamp_with_time_zone(Account::CreatedAt))
        .to_owned();
    schema.create_table(table).await?;
    schema.create_index(unique(Account::Table, [Account::Email])).await
}

async fn session(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Session::Table)
        .col(uuid(Session::Id))
        .primary_key(&mut key(Session::Table, [Session::Id]))
        .col(uuid(Session::AccountId))
        .col(string(Session::TokenHash))
        .col(boolean(Session::SecondFactor))
        .col(string(Session::Agent))
        .col(timestamp_with_time_zone(Session::CreatedAt))
        .col(timestamp_with_time_zone(Session::SeenAt))
        .col(timestamp_with_time_zone(Session::ExpiresAt))
        .foreign_key(&mut of_account(Session::Table, Session::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    schema.create_index(unique(Session::Table, [Session::TokenHash])).await?;
    index(schema, "session_account", Session::Table, [Session::AccountId]).await?;
    index(schema, "session_end", Session::Table, [Session::ExpiresAt]).await
}

async fn token(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Token::Table)
        .col(string(Token::Hash))
        .primary_key(&mut key(Token::Table, [Token::Hash]))
        .col(string(Token::Purpose))
        // None: a token that opens nothing, made where an unknown address must look like a known one.
        .col(uuid_null(Token::AccountId))
        .col(timestamp_with_time_zone(Token::ExpiresAt))
        .foreign_key(&mut of_account(Token::Table, Token::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "token_account", Token::Table, [Token::AccountId]).await?;
    index(schema, "token_end", Token::Table, [Token::ExpiresAt]).await
}

/// Someone who has not yet confirmed their address: there is no account before.
async fn registration(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Registration::Table)
        .col(string(Registration::TokenHash))
        .primary_key(&mut key(Registration::Table, [Registration::TokenHash]))
        .col(string(Registration::Kind))
        .col(string(Registration::Email))
        .col(string(Registration::Name))
        .col(string(Registration::Language))
        .col(text(Registration::PasswordHash))
        .col(timestamp_with_time_zone(Registration::ExpiresAt))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "registration_email", Registration::Table, [Registration::Email]).await?;
    index(schema, "registration_end", Registration::Table, [Registration::ExpiresAt]).await
}

/// The theoretical arrival time of the generic cell rate algorithm, in microseconds of Unix time so that both
/// databases can reckon with it, by an opaque key. No index on it: every try writes it, and what is full again is
/// looked for once an hour.
fn throttle() -> TableCreateStatement {
    Table::create()
        .table(Throttle::Table)
        .col(string(Throttle::Key))
        .primary_key(&mut key(Throttle::Table, [Throttle::Key]))
        .col(big_integer(Throttle::FreeAt))
        .to_owned()
}

/// Opaque ids and names of changed fields; no values. No foreign keys: it outlives what it tells of.
async fn audit(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Audit::Table)
        .col(uuid(Audit::Id))
        .primary_key(&mut key(Audit::Table, [Audit::Id]))
        .col(timestamp_with_time_zone(Audit::At))
        .col(uuid_null(Audit::ActorId))
        .col(string(Audit::Action))
        .col(string(Audit::ObjectKind))
        .col(uuid(Audit::ObjectId))
        .col(text(Audit::Fields))
        .col(string_null(Audit::Reason))
        // Written when the line is sealed, not derived from an order: numbers and moments are drawn before the commit,
        // so that a line may become visible after later ones.
        .col(big_integer_null(Audit::Seal))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "audit_object", Audit::Table, [Audit::ObjectId, Audit::Id]).await?;
    index(schema, "audit_actor", Audit::Table, [Audit::ActorId, Audit::Id]).await?;
    // Finds what is not sealed yet, and walks what is in the order of the chain.
    index(schema, "audit_unsealed", Audit::Table, [Audit::Seal, Audit::At, Audit::Id]).await
}

async fn idempotency(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut primary = key(Idempotency::Table, [Idempotency::AccountId, Idempotency::Operation, Idempotency::Key]);
    let table = Table::create()
        .table(Idempotency::Table)
        .col(uuid(Idempotency::AccountId))
        .col(string(Idempotency::Operation))
        .col(string(Idempotency::Key))
        .primary_key(&mut primary)
        .col(string(Idempotency::Fingerprint))
        .col(string(Idempotency::Location))
        .col(integer(Idempotency::Version))
        .col(text(Idempotency::Body))
        .col(timestamp_with_time_zone(Idempotency::CreatedAt))
        .foreign_key(&mut of_account(Idempotency::Table, Idempotency::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "idempotency_age", Idempotency::Table, [Idempotency::CreatedAt]).await
}

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
    Version,
    Kind,
    Staff,
    Email,
    Name,
    Language,
    PasswordHash,
    TotpSecret,
    TotpProved,
    TotpLastStep,
    RecoveryHashes,
    ConfirmedAt,
    CreatedAt,
}

#[derive(DeriveIden)]
enum Session {
    Table,
    Id,
    AccountId,
    TokenHash,
    SecondFactor,
    Agent,
    CreatedAt,
    SeenAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Token {
    Table,
    Hash,
    Purpose,
    AccountId,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Registration {
    Table,
    TokenHash,
    Kind,
    Email,
    Name,
    Language,
    PasswordHash,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Throttle {
    Table,
    Key,
    FreeAt,
}

#[derive(DeriveIden)]
enum Audit {
    Table,
    Id,
    At,
    ActorId,
    Action,
    ObjectKind,
    ObjectId,
    Fields,
    Reason,
    Seal,
}

#[derive(DeriveIden)]
enum Idempotency {
    Table,
    AccountId,
    Operation,
    Key,
    Fingerprint,
    Location,
    Version,
    Body,
    CreatedAt,
}
