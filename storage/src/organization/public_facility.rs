//! Published facilities: a reference list that an import brings, to pick from.

use domain::organization::odhf::{PublicFacility, PublicKind};
use domain::reference::Province;
use domain::text::fold;
use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::location::{self, Columns};
use crate::connection::sealed::Sealed;
use crate::dialect::{KEYS_PER_LOOKUP, ROWS_PER_INSERT};
use crate::entity::public_facility::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// Those that have a word that begins with each word of `text`, in their name or place, whatever case and accents;
/// those whose name begins with it come first, else by name. The list has some thousands of rows and is read in a few
/// milliseconds; an index on the beginnings of words would be larger than it.
pub async fn search(
    c: &impl Connection,
    text: &str,
    province: Option<Province>,
    limit: u64,
) -> Result<Vec<PublicFacility>> {
    // Folded, so that it holds letters, digits and spaces only: nothing that `LIKE` would read otherwise.
    let folded = fold(text);
    let mut query = Entity::find();
    for word in folded.split_whitespace() {
        query = query.filter(Column::Words.like(format!("% {word}%")));
    }
    if let Some(province) = province {
        query = query.filter(Column::Province.eq(province.key()));
    }
    let name_first = Column::Words.like(format!(" {folded}%"));
    let rank: Expr = CaseStatement::new().case(name_first, 0).finally(1).into();
    let rows = query
        .order_by(rank, Order::Asc)
        .order_by_asc(Column::Words)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(c.inner())
        .await?;
    rows.into_iter().map(public_facility).collect()
}

/// Those with these ids.
pub async fn by_ids(c: &impl Connection, ids: &[&str]) -> Result<Vec<PublicFacility>> {
    let mut found = Vec::new();
    for ids in ids.chunks(KEYS_PER_LOOKUP) {
        let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(c.inner()).await?;
        for row in rows {
            found.push(public_facility(row)?);
        }
    }
    Ok(found)
}

/// Adds facilities.
///
/// # Errors
/// [`Error::Unique`] when one of the ids exists.
pub async fn insert(tx: &Transaction, facilities: &[&PublicFacility]) -> Result<()> {
    for facilities in facilities.chunks(ROWS_PER_INSERT) {
        Entity::insert_many(facilities.iter().map(|facility| row(facility))).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

/// Replaces a facility.
pub async fn update(tx: &Transaction, facility: &PublicFacility) -> Result<()> {
    Entity::update_many().set(row(facility)).filter(Column::Id.eq(&facility.id)).exec(tx.inner()).await?;
    Ok(())
}

fn row(facility: &PublicFacility) -> ActiveModel {
    let Columns { place, province, region, latitude, longitude, fsa } = Columns::from(&facility.location);
    ActiveModel {
        id: Set(facility.id.clone()),
        name: Set(facility.name.clone()),
        kind: Set(facility.kind.key().to_owned()),
        setting: Set(facility.setting.map(|setting| setting.key().to_owned())),
        street: Set(facility.street.clone()),
        postal_code: Set(facility.postal_code.clone()),
        words: Set(format!(" {} {}", fold(&facility.name), fold(&place))),
        place: Set(place),
        province: Set(province),
        region: Set(region),
        latitude: Set(latitude),
        longitude: Set(longitude),
        fsa: Set(fsa),
    }
}

fn public_facility(row: Model) -> Result<PublicFacility> {
    let id = row.id;
    let unreadable = |column| Error::Unreadable(format!("public_facility.{column} of {id}"));
    let Model { place, province, region, latitude, longitude, fsa, .. } = row;
    Ok(PublicFacility {
        name: row.name,
        kind: PublicKind::parse(&row.kind).ok_or_else(|| unreadable("kind"))?,
        setting: location::setting(row.setting.as_deref()).map_err(unreadable)?,
        street: row.street,
        postal_code: row.postal_code,
        location: Columns { place, province, region, latitude, longitude, fsa }.read().map_err(unreadable)?,
        id,
    })
}
