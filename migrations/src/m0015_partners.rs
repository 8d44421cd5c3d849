//! Partners: API keys of organizations, webhooks, feeds that are fetched.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, integer_null, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::{index, key, migration, of_account, of_organization, reference, unique};

migration!("m0015_partners", up, [ApiKey, Webhook, WebhookDelivery, Feed]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create_table(api_key()).await?;
    schema.create_index(unique(ApiKey::Table, [ApiKey::TokenHash])).await?;
    index(schema, "api_key_of", ApiKey::Table, [ApiKey::OrganizationId, ApiKey::Id]).await?;
    schema.create_table(webhook()).await?;
    index(schema, "webhook_of", Webhook::Table, [Webhook::OrganizationId, Webhook::Id]).await?;
    schema.create_table(webhook_delivery()).await?;
    index(schema, "webhook_delivery_of", WebhookDelivery::Table, [WebhookDelivery::WebhookId, WebhookDelivery::Id])
        .await?;
    index(schema, "webhook_delivery_due", WebhookDelivery::Table, [WebhookDelivery::State, WebhookDelivery::NextAt])
        .await?;
    schema.create_table(feed()).await?;
    schema.create_index(unique(Feed::Table, [Feed::Source])).await?;
    index(schema, "feed_due", Feed::Table, [Feed::NextAt]).await
}

/// Of the token only the hash is kept. A key goes with the account that made it.
fn api_key() -> TableCreateStatement {
    Table::create()
        .table(ApiKey::Table)
        .col(uuid(ApiKey::Id))
        .primary_key(&mut key(ApiKey::Table, [ApiKey::Id]))
        .col(uuid(ApiKey::OrganizationId))
        .col(uuid(ApiKey::AccountId))
        .col(string(ApiKey::Name))
        .col(string(ApiKey::TokenHash))
        .col(string(ApiKey::Scopes))
        .col(timestamp_with_time_zone(ApiKey::CreatedAt))
        .col(timestamp_with_time_zone(ApiKey::ExpiresAt))
        .foreign_key(&mut of_account(ApiKey::Table, ApiKey::AccountId))
        .foreign_key(&mut of_organization(ApiKey::Table, ApiKey::OrganizationId))
        .to_owned()
}

/// `secret`: sealed; the receiver checks signatures with it.
fn webhook() -> TableCreateStatement {
    Table::create()
        .table(Webhook::Table)
        .col(uuid(Webhook::Id))
        .primary_key(&mut key(Webhook::Table, [Webhook::Id]))
        .col(uuid(Webhook::OrganizationId))
        .col(text(Webhook::Url))
        .col(string(Webhook::Events))
        .col(text(Webhook::Secret))
        .col(timestamp_with_time_zone(Webhook::CreatedAt))
        .foreign_key(&mut of_organization(Webhook::Table, Webhook::OrganizationId))
        .to_owned()
}

/// `next_at`: when to try, or to try again once whoever took it has been silent for too long.
fn webhook_delivery() -> TableCreateStatement {
    use WebhookDelivery as Delivery;
    Table::create()
        .table(Delivery::Table)
        .col(uuid(Delivery::Id))
        .primary_key(&mut key(Delivery::Table, [Delivery::Id]))
        .col(uuid(Delivery::WebhookId))
        .col(string(Delivery::Event))
        .col(text(Delivery::Payload))
        .col(string(Delivery::State))
        .col(integer(Delivery::Attempts))
        .col(timestamp_with_time_zone(Delivery::CreatedAt))
        .col(timestamp_with_time_zone(Delivery::NextAt))
        .col(timestamp_with_time_zone_null(Delivery::EndedAt))
        .col(integer_null(Delivery::LastStatus))
        .col(string_null(Delivery::LastError))
        .foreign_key(
            reference([Delivery::Table, Delivery::WebhookId], [Webhook::Table, Webhook::Id])
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// `validator` and `modified`: what the server said of what was imported last (RFC 9110 s. 8.8). `report`: JSON.
fn feed() -> TableCreateStatement {
    Table::create()
        .table(Feed::Table)
        .col(uuid(Feed::Id))
        .primary_key(&mut key(Feed::Table, [Feed::Id]))
        .col(string(Feed::Source))
        .col(text(Feed::Url))
        .col(string(Feed::Format))
        .col(boolean(Feed::Complete))
        .col(integer(Feed::EveryHours))
        .col(uuid(Feed::ById))
        .col(timestamp_with_time_zone(Feed::CreatedAt))
        .col(timestamp_with_time_zone(Feed::NextAt))
        .col(boolean(Feed::AcceptShrink))
        .col(integer(Feed::Failures))
        .col(text_null(Feed::Validator))
        .col(text_null(Feed::Modified))
        .col(timestamp_with_time_zone_null(Feed::LastAt))
        .col(string_null(Feed::LastOutcome))
        .col(text_null(Feed::Report))
        .to_owned()
}

#[derive(DeriveIden)]
enum ApiKey {
    Table,
    Id,
    OrganizationId,
    AccountId,
    Name,
    TokenHash,
    Scopes,
    CreatedAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Webhook {
    Table,
    Id,
    OrganizationId,
    Url,
    Events,
    Secret,
    CreatedAt,
}

#[derive(DeriveIden)]
enum WebhookDelivery {
    Table,
    Id,
    WebhookId,
    Event,
    Payload,
    State,
    Attempts,
    CreatedAt,
    NextAt,
    EndedAt,
    LastStatus,
    LastError,
}

#[derive(DeriveIden)]
enum Feed {
    Table,
    Id,
    Source,
    Url,
    Format,
    Complete,
    EveryHours,
    ById,
    CreatedAt,
    NextAt,
    AcceptShrink,
    Failures,
    Validator,
    Modified,
    LastAt,
    LastOutcome,
    Report,
}
