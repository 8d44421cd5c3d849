//! A small set of the variants of an enum, kept in one machine word.
//!
//! Employment types, shifts and languages are compared millions of times a second by the
//! [board](crate::board); a bit set makes that one `AND`. On the wire it is a plain list of keys.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An item with a fixed small number (below 32), usable in a [`BitSet`].
pub trait Member: Copy + 'static {
    /// Every item, in the order of its number.
    fn all() -> &'static [Self];
    /// The item's number.
    fn number(self) -> u32;
}

/// A set of [`Member`]s in 32 bits.
pub struct BitSet<T>(u32, PhantomData<T>);

impl<T: Member> BitSet<T> {
    /// The set without items.
    pub const EMPTY: Self = Self(0, PhantomData);

    /// The set of exactly these items.
    pub fn of(items: impl IntoIterator<Item = T>) -> Self {
        items.into_iter().collect()
    }

    /// The bits, item number *n* at bit *n*.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set with these bits, which came from [`BitSet::bits`].
    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits, PhantomData)
    }

    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `item` is in the set.
    pub fn contains(self, item: T) -> bool {
        self.0 & (1 << item.number()) != 0
    }

    /// Whether the two sets share an item.
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The items in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0, PhantomData)
    }

    /// The items in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0, PhantomData)
    }

    /// Adds an item.
    pub fn insert(&mut self, item: T) {
        self.0 |= 1 << item.number();
    }

    /// The items, by number.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::all().iter().copied().filter(move |item| self.contains(*item))
    }

    /// How many items.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }
}

impl<T> Clone for BitSet<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for BitSet<T> {}
impl<T> PartialEq for BitSet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for BitSet<T> {}
impl<T> Default for BitSet<T> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}
impl<T> std::hash::Hash for BitSet<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T: Member + fmt::Debug> fmt::Debug for BitSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
impl<T: Member> FromIterator<T> for BitSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::EMPTY;
        for item in items {
            set.insert(item);
        }
        set
    }
}
impl<T: Member + Serialize> Serialize for BitSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
impl<'de, T: Member + DeserializeOwned> Deserialize<'de> for BitSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<T>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Declares an enum whose variants have a snake-case key and can live in a [`BitSet`].
macro_rules! keyed_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key used in the API, in tables and in files.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The value with this key.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }

        impl $crate::set::Member for $name {
            fn all() -> &'static [Self] { Self::ALL }
            #[expect(clippy::as_conversions, reason = "the discriminant of a field-less enum")]
            fn number(self) -> u32 { self as u32 }
        }
    };
}
pub(crate) use keyed_enum;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::Shift;

    #[test]
    fn a_set_is_a_list_of_keys_on_the_wire() {
        let set = BitSet::of([Shift::Night, Shift::Day]);
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(json, r#"["day","night"]"#);
        assert_eq!(serde_json::from_str::<BitSet<Shift>>(&json).unwrap(), set);
        assert!(serde_json::from_str::<BitSet<Shift>>(r#"["noon"]"#).is_err());
        assert!(!set.is_empty() && set.len() == 2);
    }
}
