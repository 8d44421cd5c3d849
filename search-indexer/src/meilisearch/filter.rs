//! The filter in Meilisearch's filter language.
//!
//! Every value goes through [`quoted`]; no text of a person is ever part of an expression.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use domain::posting::{Employment, PostingId, Shift};
use domain::reference::Role;
use domain::search::{Cover, Facet, Filter, cover};

/// A superset of the documents that the filter admits at `now`: exact but for the circle, of which it takes the
/// cells. `roles` narrow further.
pub(super) fn expression(filter: &Filter, roles: &[Role], now: DateTime<Utc>) -> String {
    let mut clauses = vec![format!("expires_at > {}", now.timestamp_micros())];
    let mut any = |attribute: &str, keys: Vec<&str>| {
        if !keys.is_empty() {
            clauses.push(one_of(attribute, keys.into_iter().map(quoted)));
        }
    };
    any(Facet::Role.key(), filter.roles.iter().map(|role| role.key()).collect());
    any(Facet::Role.key(), roles.iter().map(|role| role.key()).collect());
    any("regions", filter.regions.iter().map(|region| region.key()).collect());
    any(Facet::Employment.key(), filter.employment.iter().map(Employment::key).collect());
    any(Facet::Shift.key(), filter.shifts.iter().map(Shift::key).collect());
    any(Facet::Lang.key(), filter.lang.iter().map(|lang| lang.code()).collect());
    any(Facet::Arrangement.key(), filter.arrangement.iter().map(|a| a.key()).collect());
    if let Some(since) = filter.posted_since {
        clauses.push(format!("live_at >= {}", since.timestamp_micros()));
    }
    if let Some(floor) = filter.floor_cents() {
        clauses.push(format!("pay_max >= {floor}"));
    }
    if let Some(Cover::Coarse(cells) | Cover::Fine(cells)) = filter.near.map(|circle| cover(&circle)) {
        clauses.push(one_of("cells", cells.iter().map(|cell| quoted(&format!("{cell:x}")))));
    }
    clauses.join(" AND ")
}

/// The documents of these postings.
pub(super) fn ids(ids: impl Iterator<Item = PostingId>) -> String {
    one_of("id", ids.map(|id| quoted(&id.0.to_string())))
}

fn one_of(attribute: &str, values: impl Iterator<Item = impl Display>) -> String {
    let values: Vec<String> = values.map(|value| value.to_string()).collect();
    format!("{attribute} IN [{}]", values.join(", "))
}

/// A value between double quotes, in which only the quote and the backslash mean something.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a quoted value as Meilisearch's grammar does: up to the first quote that no backslash precedes.
    fn read(text: &str) -> Option<(String, &str)> {
        let mut value = String::new();
        let mut chars = text.strip_prefix('"')?.char_indices();
        while let Some((i, c)) = chars.next() {
            match c {
                '"' => return Some((value, &text[i + 2..])),
                '\\' => value.push(chars.next()?.1),
                c => value.push(c),
            }
        }
        None
    }

    proptest! {
        #[test]
        fn no_value_ends_its_quotes(value in "[\\\\\" a-z=\\[\\]]{0,20}", other in "\\PC{0,10}") {
            let list = format!("{}, {}", quoted(&value), quoted(&other));
            let (first, rest) = read(&list).unwrap();
            let (second, end) = read(rest.strip_prefix(", ").unwrap()).unwrap();
            prop_assert_eq!((first, second, end), (value, other, ""));
        }
    }
}
