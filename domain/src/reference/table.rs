//! Reading of the compiled-in CSV tables.

use serde::de::DeserializeOwned;

use super::{Certainty, Provenance};

/// Reads every row of a compiled-in table.
///
/// A table that does not parse is a defect of the build, caught by the first test that touches it.
#[expect(clippy::panic, reason = "a broken compiled-in table cannot be continued from")]
pub(crate) fn rows<T: DeserializeOwned>(name: &str, csv: &'static str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv.as_bytes());
    reader
        .deserialize()
        .enumerate()
        .map(|(i, row)| row.unwrap_or_else(|error| panic!("domain/data/{name}, row {}: {error}", i + 2)))
        .collect()
}

/// Keeps a text of a table for the life of the process; tables are read once.
pub(crate) fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Keeps the four provenance columns that every table has.
pub(crate) fn provenance(source: String, url: Option<String>, as_of: String, certainty: Certainty) -> Provenance {
    Provenance { source: keep(source), url: url.filter(|url| !url.is_empty()).map(keep), as_of: keep(as_of), certainty }
}

/// Declares a small copyable key into a table: its number is its row.
macro_rules! table_key {
    ($(#[$meta:meta])* $name:ident in $table:ident of $info:ty) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u16);

        impl $name {
            /// Every row of the table, in order.
            pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
                (0..u16::try_from($table.len()).unwrap_or(u16::MAX)).map(Self)
            }

            /// The row with this key.
            pub fn parse(key: &str) -> Option<Self> {
                static BY_KEY: std::sync::LazyLock<std::collections::HashMap<&'static str, $name>> =
                    std::sync::LazyLock::new(|| $name::all().map(|row| (row.key(), row)).collect());
                BY_KEY.get(key).copied()
            }

            /// The stable key used in the API, in tables and in files.
            pub fn key(self) -> &'static str {
                self.info().key
            }

            /// The number of the row: dense, from 0, and only stable within one build.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }

            /// The row with this number.
            pub fn from_index(index: usize) -> Option<Self> {
                (index < $table.len()).then(|| u16::try_from(index).ok().map(Self)).flatten()
            }

            fn info(self) -> &'static $info {
                &$table[self.index()]
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let key = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&key).ok_or_else(|| {
                    serde::de::Error::custom(format!(concat!("unknown ", stringify!($name), " `{}`"), key))
                })
            }
        }
    };
}
pub(crate) use table_key;
