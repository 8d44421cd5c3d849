//! The vocabulary as one trie of words: what roles are called and what other words do to a title.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::spelling::neutral;
use super::synonyms::{self, Synonym, alternatives};
use super::token::{Token, tokens};
use crate::reference::Place;
use crate::reference::table::rows;
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// What a word or phrase of `domain/data/title_words.csv` does to a title.
    Class {
        /// Anywhere in the title: nothing is recognised.
        Veto = "veto",
        /// Names another occupation by itself: `installer`, `professeur`.
        Head = "head",
        /// Names another occupation when an occupation is its complement: `assistant to the surgeon`.
        HeadOf = "head_of",
        /// After an occupation makes a thing of it: `nurse scheduling system`.
        Thing = "thing",
        /// Leads or teaches care and support workers, who are then not what is sought: `PSW coordinator`.
        Lead = "lead",
        /// Looks like an occupation by its ending and is none, or changes none: `senior`, `cancer`, `specialist`.
        Plain = "plain",
        /// Says nothing about the occupation: `full time`, `nights`, `urgent`.
        Noise = "noise",
        /// Where health care is given or to whom: `hospital`, `CHSLD`.
        Health = "health",
        /// A phrase that contains the name of an occupation and means another thing: `physician office`.
        Other = "other",
    }
}

#[derive(serde::Deserialize)]
struct ClassRow {
    phrase: String,
    class: Class,
}

/// The number of a word.
pub(super) type WordId = u32;
/// The number of words that no phrase has.
pub(super) const UNKNOWN: WordId = WordId::MAX;

/// What a title must or must not have besides.
#[derive(Debug, Default)]
pub(super) struct Condition {
    words: Vec<WordId>,
    classes: BitSet<Class>,
}

impl Condition {
    /// Whether the title has any of the words or classes.
    pub(super) fn met(&self, words: &[WordId], classes: BitSet<Class>) -> bool {
        self.classes.overlaps(classes) || words.iter().any(|word| self.words.contains(word))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.classes.is_empty()
    }
}

/// A synonym with its conditions resolved.
#[derive(Debug)]
pub(super) struct Sense {
    pub(super) synonym: &'static Synonym,
    pub(super) needs: Condition,
    pub(super) unless: Condition,
}

/// What the words up to here are.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    pub(super) senses: Vec<Sense>,
    pub(super) classes: BitSet<Class>,
}

/// The trie.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashMap<String, WordId>,
    next: HashMap<(usize, WordId), usize>,
    leaves: Vec<Leaf>,
    /// Words of place names that end like an occupation: `Windsor`, `Vancouver`.
    places: std::collections::HashSet<String>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::read);

/// The vocabulary of titles.
pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

impl Vocabulary {
    fn read() -> Self {
        let mut vocabulary = Self { leaves: vec![Leaf::default()], ..Self::default() };
        let classes: Vec<ClassRow> = rows("title_words.csv", include_str!("../../data/title_words.csv"));
        for row in classes {
            for phrase in alternatives(&row.phrase) {
                vocabulary.leaf(&phrase).classes.insert(row.class);
            }
        }
        for synonym in synonyms::all() {
            let needs = vocabulary.condition(&synonym.needs);
            let unless = vocabulary.condition(&synonym.unless);
            vocabulary.leaf(synonym.phrase).senses.push(Sense { synonym, needs, unless });
        }
        let names = Place::all().iter().flat_map(|place| tokens(place.name));
        vocabulary.places = names.map(|token| token.stem).filter(|stem| ends_like_an_occupation(stem)).collect();
        vocabulary
    }

    fn leaf(&mut self, phrase: &str) -> &mut Leaf {
        let mut node = 0;
        for token in tokens(phrase) {
            let word = self.number(token.stem);
            let fresh = self.leaves.len();
            node = *self.next.entry((node, word)).or_insert(fresh);
            if node == fresh {
                self.leaves.push(Leaf::default());
            }
        }
        &mut self.leaves[node]
    }

    fn number(&mut self, stem: String) -> WordId {
        let fresh = WordId::try_from(self.words.len()).unwrap_or(UNKNOWN);
        *self.words.entry(stem).or_insert(fresh)
    }

    fn condition(&mut self, items: &[&str]) -> Condition {
        let mut condition = Condition::default();
        for item in items {
            match item.strip_prefix('@') {
                Some(class) => Class::parse(class).into_iter().for_each(|class| condition.classes.insert(class)),
                None => condition.words.push(self.number(neutral(&crate::text::fold(item)))),
            }
        }
        condition
    }

    /// The number of a word of a title.
    pub(super) fn word(&self, stem: &str) -> WordId {
        self.words.get(stem).copied().unwrap_or(UNKNOWN)
    }

    /// Every phrase that starts the words: its length and what it is.
    pub(super) fn phrases(&self, words: impl Iterator<Item = WordId>) -> impl Iterator<Item = (usize, &Leaf)> {
        let mut node = 0;
        let nodes = words.map_while(move |word| {
            node = *self.next.get(&(node, word))?;
            Some(&self.leaves[node])
        });
        let leaves = nodes.enumerate().map(|(i, leaf)| (i + 1, leaf));
        leaves.filter(|(_, leaf)| !leaf.senses.is_empty() || !leaf.classes.is_empty())
    }

    /// Whether an English word that no table has names an occupation, by its ending: `upholsterer`, `machinist`.
    pub(super) fn is_like_an_occupation(&self, token: &Token) -> bool {
        ends_like_an_occupation(&token.stem) && !self.places.contains(&token.stem)
    }
}

fn ends_like_an_occupation(stem: &str) -> bool {
    stem.len() > 4 && ["er", "or", "ist", "ian"].iter().any(|end| stem.ends_with(end))
}
