//! Suggestions as you type: roles by everything they are called, places and regions.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;

use super::document::called;
use crate::Lang;
use crate::reference::{Area, Place, Region, Role};
use crate::set::keyed_enum;
use crate::text::fold;

keyed_enum! {
    /// What a suggestion is.
    SuggestionKind {
        /// A role; its key is that of the role.
        Role = "role",
        /// A province or health region; its key is that of the region.
        Region = "region",
        /// An area people name, such as the GTA; its key is its name.
        Area = "area",
        /// A city or other place; its key is its name and province, `Sudbury, ON`.
        Place = "place",
    }
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// The key by which to search for it.
    pub key: String,
    /// What to show.
    pub label: String,
}

/// Up to `limit` suggestions of which some word, in any name they go by, starts what was typed, without regard to
/// case and accents. Roles come first, then regions, areas and places; in each what is called exactly so, then what
/// begins so, then the most populous.
pub fn suggest(typed: &str, lang: Lang, limit: usize) -> Vec<Suggestion> {
    static VOCABULARIES: LazyLock<[Vocabulary; 2]> = LazyLock::new(|| Lang::ALL.map(Vocabulary::new));
    let [en, fr] = &*VOCABULARIES;
    let vocabulary = match lang {
        Lang::En => en,
        Lang::Fr => fr,
    };
    vocabulary.suggest(&fold(typed), limit)
}

/// Everything that can be suggested in a language.
struct Vocabulary {
    entries: Vec<Entry>,
    /// The folded names, each from every start of a word, in order; with the entry and how well it fits.
    starts: Vec<Start>,
}

struct Entry {
    suggestion: Suggestion,
    /// People, for places.
    weight: u32,
}

struct Start {
    /// The folded name from here on.
    rest: String,
    entry: usize,
    /// Whether here is where the name begins.
    first: bool,
}

/// How well an entry fits, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Begins,
    Within,
}

impl Vocabulary {
    fn new(lang: Lang) -> Self {
        let mut vocabulary = Self { entries: Vec::new(), starts: Vec::new() };
        for role in Role::all() {
            // What a role is called in the other language finds it too: people type what they know.
            let names = Lang::ALL.into_iter().flat_map(|lang| called(role, lang));
            let (key, label) = (role.key().to_owned(), role.title(lang).to_owned());
            vocabulary.add(Suggestion { kind: SuggestionKind::Role, key, label }, 0, names);
        }
        for region in Region::all() {
            let names = Lang::ALL.map(|lang| region.name(lang).to_owned());
            let (key, label) = (region.key().to_owned(), region.name(lang).to_owned());
            vocabulary.add(Suggestion { kind: SuggestionKind::Region, key, label }, 0, names.into_iter());
        }
        for area in Area::all() {
            let names = area.names().map(str::to_owned);
            let (key, label) = (area.name.to_owned(), area.title(lang).to_owned());
            vocabulary.add(Suggestion { kind: SuggestionKind::Area, key, label }, 0, names);
        }
        for place in Place::all() {
            let label = format!("{}, {}", place.name, place.province.key());
            let names = std::iter::once(place.name.to_owned());
            vocabulary.add(
                Suggestion { kind: SuggestionKind::Place, key: label.clone(), label },
                place.population,
                names,
            );
        }
        vocabulary.starts.sort_by(|a, b| a.rest.cmp(&b.rest));
        vocabulary
    }

    fn add(&mut self, suggestion: Suggestion, weight: u32, names: impl Iterator<Item = String>) {
        let entry = self.entries.len();
        self.entries.push(Entry { suggestion, weight });
        for name in names.map(|name| fold(&name)) {
            let words = std::iter::once(0).chain(name.match_indices(' ').map(|(space, _)| space + 1));
            self.starts.extend(words.map(|at| Start { rest: name[at..].to_owned(), entry, first: at == 0 }));
        }
    }

    fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        if typed.is_empty() {
            return Vec::new();
        }
        let first = self.starts.partition_point(|start| start.rest.as_str() < typed);
        let mut fits: HashMap<usize, Fit> = HashMap::new();
        for start in self.starts[first..].iter().take_while(|start| start.rest.starts_with(typed)) {
            let fit = match start.first {
                true if start.rest == typed => Fit::Exact,
                true => Fit::Begins,
                false => Fit::Within,
            };
            let best = fits.entry(start.entry).or_insert(fit);
            *best = fit.min(*best);
        }
        let mut found: Vec<(usize, Fit)> = fits.into_iter().collect();
        // Roles stand in the order of their table, the commonest first.
        found.sort_unstable_by_key(|(entry, fit)| {
            let Entry { suggestion, weight } = &self.entries[*entry];
            (suggestion.kind, *fit, std::cmp::Reverse(*weight), *entry)
        });
        found.into_iter().take(limit).map(|(entry, _)| self.entries[entry].suggestion.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(typed: &str, lang: Lang) -> Vec<String> {
        suggest(typed, lang, 5).into_iter().map(|suggestion| suggestion.key).collect()
    }

    #[test]
    fn a_role_is_found_by_any_name_it_goes_by() {
        assert_eq!(keys("registered practical", Lang::En)[0], "lpn", "by what Ontario calls it");
        assert_eq!(keys("PRÉPOSÉ aux b", Lang::En)[0], "psw", "by its French name");
        assert_eq!(suggest("registered nurse", Lang::Fr, 1)[0].label, Role::parse("rn").unwrap().title(Lang::Fr));
    }

    #[test]
    fn exact_names_come_before_beginnings_and_those_before_later_words() {
        let found: Vec<_> = suggest("nurse p", Lang::En, 50).into_iter().map(|suggestion| suggestion.key).collect();
        assert_eq!(found[0], "np", "{found:?}");
        let exact = keys("nurse", Lang::En);
        assert_eq!(exact[..2], ["rn", "np"], "Quebec calls registered nurses just nurses");
    }

    #[test]
    fn places_come_by_their_people_and_areas_by_any_name() {
        let places = suggest("london", Lang::En, 9);
        assert_eq!(places[0].key, "London, ON", "{places:?}");
        assert!(suggest("gta", Lang::Fr, 5).iter().any(|found| found.kind == SuggestionKind::Area));
        assert!(keys("trois-riv", Lang::En).contains(&"Trois-Rivières, QC".to_owned()));
    }

    #[test]
    fn nothing_typed_or_nothing_found_is_no_suggestion() {
        assert!(keys("", Lang::En).is_empty() && keys(" -", Lang::En).is_empty() && keys("xyzzy", Lang::En).is_empty());
    }
}
