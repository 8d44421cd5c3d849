//! The columns of a place, the same for every facility.

use domain::posting::{Location, Setting};
use domain::reference::{Province, Region};

/// A place as its columns have it.
pub(super) struct Columns {
    pub(super) place: String,
    pub(super) province: String,
    pub(super) region: String,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) fsa: Option<String>,
}

impl From<&Location> for Columns {
    fn from(location: &Location) -> Self {
        Self {
            place: location.place.clone(),
            province: location.province.key().to_owned(),
            region: location.region.key().to_owned(),
            latitude: location.point.map(|(latitude, _)| latitude),
            longitude: location.point.map(|(_, longitude)| longitude),
            fsa: location.fsa.clone(),
        }
    }
}

impl Columns {
    /// The place; else the column that cannot be read.
    pub(super) fn read(self) -> Result<Location, &'static str> {
        Ok(Location {
            province: Province::parse(&self.province).ok_or("province")?,
            region: Region::parse(&self.region).ok_or("region")?,
            place: self.place,
            point: self.latitude.zip(self.longitude),
            fsa: self.fsa,
        })
    }
}

/// A setting; else the column that cannot be read.
pub(super) fn setting(key: Option<&str>) -> Result<Option<Setting>, &'static str> {
    key.map(|key| Setting::parse(key).ok_or("setting")).transpose()
}
