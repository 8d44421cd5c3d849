//! The Open Database of Healthcare Facilities of Statistics Canada (catalogue 13-26-0001, version 1.1 of August 2020,
//! Open Government Licence – Canada): published facilities to pick from.

use super::facility::spaced;
use crate::posting::{Location, RawPlace, Rejection, Setting, locate, setting};
use crate::set::keyed_enum;
use crate::text::fold;

keyed_enum! {
    /// The type that Statistics Canada gives a facility.
    PublicKind {
        /// Ambulatory health care services.
        Ambulatory = "ambulatory",
        /// Hospitals.
        Hospital = "hospital",
        /// Nursing and residential care facilities: care homes of every kind.
        Residential = "residential",
    }
}

/// A published facility.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicFacility {
    /// The list's own identifier, after `odhf:`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its published type.
    pub kind: PublicKind,
    /// The kind of place that this proposes; whoever picks it can say otherwise.
    pub setting: Option<Setting>,
    /// Number and street.
    pub street: Option<String>,
    /// The postal code, as `A1A 1A1`.
    pub postal_code: Option<String>,
    /// Place, province, health region and coordinates.
    pub location: Location,
}

/// A row of the published file, unread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'r> {
    /// The list's own identifier.
    pub index: &'r str,
    /// The name.
    pub name: &'r str,
    /// Statistics Canada's type.
    pub kind: &'r str,
    /// The type in the words of who supplied the datum, in either language.
    pub source_kind: &'r str,
    /// Unit, number and street.
    pub street: &'r str,
    /// The city.
    pub city: &'r str,
    /// The province's code.
    pub province: &'r str,
    /// The postal code.
    pub postal_code: &'r str,
    /// Degrees north.
    pub latitude: &'r str,
    /// Degrees east.
    pub longitude: &'r str,
}

/// Why a row cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// No identifier, or one longer than any.
    #[error("no index")]
    Index,
    /// No name, or one longer than 200 characters.
    #[error("no name, or a longer one than 200 characters")]
    Name,
    /// A type that the published file does not have.
    #[error("unknown facility type: {0:?}")]
    Kind(String),
    /// A place that cannot be told.
    #[error(transparent)]
    Place(Rejection),
}

/// Reads a row.
///
/// # Errors
/// [`RowError`].
pub fn read(row: &Row<'_>) -> Result<PublicFacility, RowError> {
    let index = row.index.trim();
    if index.is_empty() || index.len() > 64 || !index.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(RowError::Index);
    }
    let name = words(row.name).filter(|name| name.chars().count() <= 200).ok_or(RowError::Name)?;
    let kind = kind(row.kind).ok_or_else(|| RowError::Kind(row.kind.chars().take(100).collect()))?;
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    let location = locate(&RawPlace {
        text: words(row.city).unwrap_or_default(),
        province: Some(row.province.to_owned()),
        country: None,
        postal_code: words(row.postal_code),
        point: degrees(row.latitude).zip(degrees(row.longitude)),
    })
    .map_err(RowError::Place)?;
    Ok(PublicFacility {
        id: format!("odhf:{index}"),
        setting: proposed(kind, row.source_kind, &name),
        name,
        kind,
        street: words(row.street).filter(|street| street.chars().count() <= 200),
        // A code of another province than the row's is a slip; it would send people elsewhere.
        postal_code: words(row.postal_code).filter(|_| location.fsa.is_some()).map(|code| spaced(&code)),
        location,
    })
}

/// The text with single spaces; `None` when it says nothing. The published file writes `..` for nothing.
fn words(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text != "..").then_some(text)
}

fn kind(text: &str) -> Option<PublicKind> {
    match fold(text).as_str() {
        "hospitals" => Some(PublicKind::Hospital),
        "ambulatory health care services" => Some(PublicKind::Ambulatory),
        "nursing and residential care facilities" => Some(PublicKind::Residential),
        _ => None,
    }
}

/// The setting that type and names propose. A hospital is one by its published type; of the residential ones only
/// those that are named a nursing home are proposed as long-term care, as a lawful licence may depend on it.
fn proposed(kind: PublicKind, source_kind: &str, name: &str) -> Option<Setting> {
    let named = || setting(&[source_kind]).or_else(|| setting(&[name]));
    match kind {
        PublicKind::Hospital => Some(Setting::Hospital),
        PublicKind::Residential => named().filter(|setting| *setting != Setting::Hospital),
        PublicKind::Ambulatory => {
            named().filter(|setting| !matches!(setting, Setting::Hospital | Setting::LongTermCare))
        }
    }
}
