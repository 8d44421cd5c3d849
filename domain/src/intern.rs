//! Interning: a million rows share a few thousand places, sets of roles and lists of requirements.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Distinct values by dense number.
pub(crate) struct Interner<T> {
    numbers: HashMap<Arc<T>, u32>,
    values: Vec<Arc<T>>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), values: Vec::new() }
    }
}

impl<T: Eq + Hash> Interner<T> {
    /// The number of a value, given now if it is new.
    pub(crate) fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        self.keep(Arc::new(value))
    }

    /// The number of a value that another interner holds, without a copy of it.
    pub(crate) fn adopt(&mut self, value: &Arc<T>) -> u32 {
        match self.numbers.get(value) {
            Some(number) => *number,
            None => self.keep(Arc::clone(value)),
        }
    }

    fn keep(&mut self, value: Arc<T>) -> u32 {
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(Arc::clone(&value));
        self.numbers.insert(value, number);
        number
    }
}

impl<T> Interner<T> {
    /// The value with a number given here.
    pub(crate) fn get(&self, number: u32) -> &Arc<T> {
        &self.values[at(number)]
    }

    /// Every value, by number.
    pub(crate) fn values(&self) -> &[Arc<T>] {
        &self.values
    }
}

/// A row or interned number as an index; `usize` has at least 32 bits wherever the standard library runs.
pub(crate) fn at(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
