//! Facilities of organizations.

use domain::organization::{Facility, FacilityId, OrganizationId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::location::{self, Columns};
use crate::connection::sealed::Sealed;
use crate::entity::facility::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction, versioned};

/// The facilities of an organization, oldest first.
pub async fn list(c: &impl Connection, organization: OrganizationId) -> Result<Vec<Facility>> {
    let rows = Entity::find()
        .filter(Column::OrganizationId.eq(organization.0))
        .order_by_asc(Column::Id)
        .all(c.inner())
        .await?;
    rows.into_iter().map(facility).collect()
}

/// How many facilities an organization has.
pub async fn count(c: &impl Connection, organization: OrganizationId) -> Result<u64> {
    Ok(Entity::find().filter(Column::OrganizationId.eq(organization.0)).count(c.inner()).await?)
}

/// The facility with this id.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(c: &impl Connection, id: FacilityId) -> Result<Facility> {
    Entity::find_by_id(id.0).one(c.inner()).await?.ok_or(Error::NotFound).and_then(facility)
}

/// Adds a facility.
pub async fn insert(tx: &Transaction, facility: &Facility) -> Result<()> {
    Entity::insert(row(facility)).exec_without_returning(tx.inner()).await?;
    Ok(())
}

/// Replaces a facility that is still at `facility.version` and returns its new version, one higher.
///
/// # Errors
/// [`Error::Conflict`] when it is at another version, [`Error::NotFound`] when it is gone.
pub async fn update(tx: &Transaction, facility: &Facility) -> Result<i32> {
    let (key, at) = (Column::Id.eq(facility.id.0), (Column::Version, facility.version));
    let current = async { Ok(find(tx, facility.id).await?.version) };
    versioned::replace::<Entity>(tx, row(facility), key, at, current).await
}

/// Removes a facility. Postings keep the place they were given.
pub async fn remove(tx: &Transaction, id: FacilityId) -> Result<()> {
    Entity::delete_by_id(id.0).exec(tx.inner()).await?;
    Ok(())
}

fn row(facility: &Facility) -> ActiveModel {
    let Columns { place, province, region, latitude, longitude, fsa } = Columns::from(&facility.location);
    ActiveModel {
        id: Set(facility.id.0),
        organization_id: Set(facility.organization.0),
        version: Set(facility.version),
        name: Set(facility.name.clone()),
        setting: Set(facility.setting.map(|setting| setting.key().to_owned())),
        street: Set(facility.street.clone()),
        postal_code: Set(facility.postal_code.clone()),
        place: Set(place),
        province: Set(province),
        region: Set(region),
        latitude: Set(latitude),
        longitude: Set(longitude),
        fsa: Set(fsa),
        public_id: Set(facility.public.clone()),
    }
}

fn facility(row: Model) -> Result<Facility> {
    let id = row.id;
    let unreadable = |column| Error::Unreadable(format!("facility.{column} of {id}"));
    let Model { place, province, region, latitude, longitude, fsa, .. } = row;
    Ok(Facility {
        id: FacilityId(id),
        organization: OrganizationId(row.organization_id),
        version: row.version,
        name: row.name,
        setting: location::setting(row.setting.as_deref()).map_err(unreadable)?,
        street: row.street,
        postal_code: row.postal_code,
        location: Columns { place, province, region, latitude, longitude, fsa }.read().map_err(unreadable)?,
        public: row.public_id,
    })
}
