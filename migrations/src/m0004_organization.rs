//! Organizations with their members, invitations and facilities, and the published facilities to pick from.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    double_null, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::{index, key, migration, of_account, of_organization, unique};

migration!("m0004_organization", up, [Organization, Member, MemberInvitation, Facility, PublicFacility]);

async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    organization(schema).await?;
    member(schema).await?;
    invitation(schema).await?;
    facility(schema).await?;
    schema.create_table(public_facility()).await
}

async fn organization(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Organization::Table)
        .col(uuid(Organization::Id))
        .primary_key(&mut key(Organization::Table, [Organization::Id]))
        .col(integer(Organization::Version))
        .col(string(Organization::Name))
        .col(string(Organization::LegalName))
        .col(text_null(Organization::Website))
        .col(text_null(Organization::Contact))
        .col(string(Organization::Arrangement))
        .col(text(Organization::Licences))
        .col(string(Organization::Province))
        .col(string(Organization::Headcount))
        .col(string(Organization::Verification))
        .col(timestamp_with_time_zone_null(Organization::VerificationAt))
        .col(text_null(Organization::VerificationReason))
        .col(timestamp_with_time_zone(Organization::CreatedAt))
        .to_owned();
    schema.create_table(table).await?;
    // The moderators' queue: who waits longest comes first.
    index(
        schema,
        "organization_verification",
        Organization::Table,
        [Organization::Verification, Organization::VerificationAt, Organization::Id],
    )
    .await
}

async fn member(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Member::Table)
        .col(uuid(Member::OrganizationId))
        .col(uuid(Member::AccountId))
        .primary_key(&mut key(Member::Table, [Member::OrganizationId, Member::AccountId]))
        .col(string(Member::Role))
        .col(integer(Member::Version))
        .col(timestamp_with_time_zone(Member::Since))
        .foreign_key(&mut of_organization(Member::Table, Member::OrganizationId))
        .foreign_key(&mut of_account(Member::Table, Member::AccountId))
        .to_owned();
    schema.create_table(table).await?;
    // Read for every request of someone who is signed in.
    index(schema, "member_account", Member::Table, [Member::AccountId]).await
}

async fn invitation(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(MemberInvitation::Table)
        .col(uuid(MemberInvitation::Id))
        .primary_key(&mut key(MemberInvitation::Table, [MemberInvitation::Id]))
        .col(uuid(MemberInvitation::OrganizationId))
        .col(string(MemberInvitation::Address))
        .col(string(MemberInvitation::Role))
        .col(string(MemberInvitation::TokenHash))
        .col(timestamp_with_time_zone(MemberInvitation::InvitedAt))
        .col(timestamp_with_time_zone(MemberInvitation::ExpiresAt))
        .foreign_key(&mut of_organization(MemberInvitation::Table, MemberInvitation::OrganizationId))
        .to_owned();
    schema.create_table(table).await?;
    schema.create_index(unique(MemberInvitation::Table, [MemberInvitation::TokenHash])).await?;
    // By address first: a deleted account's invitations are found by it.
    schema
        .create_index(unique(MemberInvitation::Table, [MemberInvitation::Address, MemberInvitation::OrganizationId]))
        .await?;
    index(schema, "member_invitation_organization", MemberInvitation::Table, [MemberInvitation::OrganizationId]).await
}

async fn facility(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(Facility::Table)
        .col(uuid(Facility::Id))
        .primary_key(&mut key(Facility::Table, [Facility::Id]))
        .col(uuid(Facility::OrganizationId))
        .col(integer(Facility::Version))
        .col(string(Facility::Name))
        .col(string_null(Facility::Setting))
        .col(string_null(Facility::Street))
        .col(string_null(Facility::PostalCode))
        .col(string(Facility::Place))
        .col(string(Facility::Province))
        .col(string(Facility::Region))
        .col(double_null(Facility::Latitude))
        .col(double_null(Facility::Longitude))
        .col(string_null(Facility::Fsa))
        .col(string_null(Facility::PublicId))
        .foreign_key(&mut of_organization(Facility::Table, Facility::OrganizationId))
        .to_owned();
    schema.create_table(table).await?;
    index(schema, "facility_organization", Facility::Table, [Facility::OrganizationId]).await
}

fn public_facility() -> TableCreateStatement {
    Table::create()
        .table(PublicFacility::Table)
        .col(string(PublicFacility::Id))
        .primary_key(&mut key(PublicFacility::Table, [PublicFacility::Id]))
        .col(string(PublicFacility::Name))
        .col(string(PublicFacility::Kind))
        .col(string_null(PublicFacility::Setting))
        .col(string_null(PublicFacility::Street))
        .col(string_null(PublicFacility::PostalCode))
        .col(string(PublicFacility::Place))
        .col(string(PublicFacility::Province))
        .col(string(PublicFacility::Region))
        .col(double_null(PublicFacility::Latitude))
        .col(double_null(PublicFacility::Longitude))
        .col(string_null(PublicFacility::Fsa))
        // Name and place, folded, with a space before each word.
        .col(text(PublicFacility::Words))
        .to_owned()
}

#[derive(DeriveIden)]
enum Organization {
    Table,
    Id,
    Version,
    Name,
    LegalName,
    Website,
    Contact,
    Arrangement,
    Licences,
    Province,
    Headcount,
    Verification,
    VerificationAt,
    VerificationReason,
    CreatedAt,
}

#[derive(DeriveIden)]
enum Member {
    Table,
    OrganizationId,
    AccountId,
    Role,
    Version,
    Since,
}

#[derive(DeriveIden)]
enum MemberInvitation {
    Table,
    Id,
    OrganizationId,
    Address,
    Role,
    TokenHash,
    InvitedAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Facility {
    Table,
    Id,
    OrganizationId,
    Version,
    Name,
    Setting,
    Street,
    PostalCode,
    Place,
    Province,
    Region,
    Latitude,
    Longitude,
    Fsa,
    PublicId,
}

#[derive(DeriveIden)]
enum PublicFacility {
    Table,
    Id,
    Name,
    Kind,
    Setting,
    Street,
    PostalCode,
    Place,
    Province,
    Region,
    Latitude,
    Longitude,
    Fsa,
    Words,
}
