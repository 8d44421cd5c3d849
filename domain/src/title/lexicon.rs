//! The phrases that name roles, as a tree of words.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::words::{Word, words};
use crate::Lang;
use crate::reference::table::{keep, rows};
use crate::reference::{Province, Role};
use crate::set::keyed_enum;

keyed_enum! {
    /// What a phrase is good for.
    Kind {
        /// Names the role.
        Title = "title",
        /// An abbreviation; words that say otherwise prevail.
        Abbreviation = "abbreviation",
        /// An abbreviation that means other things too: counts only beside another role, or alone.
        Ambiguous = "ambiguous",
        /// A general word: counts only where nothing else does.
        General = "general",
        /// A field of work: names no role, but decides between the meanings of an abbreviation.
        Field = "field",
        /// An example title of the National Occupational Classification.
        Noc = "noc",
    }
}

/// A phrase for a role.
#[derive(Clone, Debug)]
pub struct Synonym {
    /// The role.
    pub role: Role,
    /// The language.
    pub lang: Lang,
    /// The provinces where it means the role; empty: everywhere.
    pub provinces: Vec<Province>,
    /// The words, as people write them.
    pub phrase: &'static str,
    /// What it is good for.
    pub kind: Kind,
}

#[derive(Deserialize)]
struct Row {
    role: Role,
    lang: Lang,
    provinces: String,
    phrase: String,
    kind: Kind,
}

static SYNONYMS: LazyLock<Vec<Synonym>> = LazyLock::new(|| {
    let ours: Vec<Row> = rows("role_synonyms.csv", include_str!("../../data/role_synonyms.csv"));
    let noc: Vec<Row> = rows("noc_titles.csv", include_str!("../../data/noc_titles.csv"));
    let mut all: Vec<Synonym> = ours.into_iter().chain(noc).map(Synonym::from).collect();
    for role in Role::all() {
        let national = Lang::ALL.into_iter().map(|lang| (lang, role.title(lang)));
        let local = role.local_titles().map(|(_, lang, title)| (lang, title));
        for (lang, title) in national.chain(local) {
            // Québec says "Nurse", which elsewhere is a general word.
            if all.iter().any(|s| s.kind == Kind::General && s.phrase.eq_ignore_ascii_case(title)) {
                continue;
            }
            all.push(Synonym { role, lang, provinces: Vec::new(), phrase: title, kind: Kind::Title });
        }
    }
    all
});

impl From<Row> for Synonym {
    fn from(row: Row) -> Self {
        Self {
            role: row.role,
            lang: row.lang,
            provinces: row.provinces.split('|').filter_map(Province::parse).collect(),
            phrase: keep(row.phrase),
            kind: row.kind,
        }
    }
}

/// Every phrase for a role that people search by: titles and abbreviations, not the examples of the classification.
pub fn synonyms(role: Role) -> impl Iterator<Item = &'static Synonym> {
    let searched = |s: &&Synonym| matches!(s.kind, Kind::Title | Kind::Abbreviation | Kind::Ambiguous);
    SYNONYMS.iter().filter(move |synonym| synonym.role == role).filter(searched)
}

/// What ends at a node of the tree.
#[derive(Default)]
pub(super) struct Entries {
    /// Phrases for roles.
    pub(super) synonyms: Vec<&'static Synonym>,
    /// A phrase that looks like a role's and is none ("nurse call").
    pub(super) is_veto: bool,
}

impl Entries {
    fn is_empty(&self) -> bool {
        self.synonyms.is_empty() && !self.is_veto
    }
}

/// The tree: each node has the words that may follow and what ends there.
#[derive(Default)]
struct Tree {
    nodes: Vec<(HashMap<String, usize>, Entries)>,
}

static TREE: LazyLock<Tree> = LazyLock::new(|| {
    let mut tree = Tree { nodes: vec![Default::default()] };
    for synonym in SYNONYMS.iter() {
        let words = words(synonym.phrase);
        if let Some(entries) = tree.at(&words) {
            entries.synonyms.push(synonym);
        }
        // "X-ray tech" is a technologist or technician, whichever the tables know.
        if let Some(short) = with_tech(words)
            && let Some(entries) = tree.at(&short)
        {
            entries.synonyms.push(synonym);
        }
    }
    for veto in vetoes().iter().filter(|veto| veto.scope == Scope::Phrase) {
        if let Some(entries) = tree.at(&words(veto.phrase)) {
            entries.is_veto = true;
        }
    }
    tree
});

/// The words with "tech" for "technologist" or "technician"; `None` where neither is said.
fn with_tech(mut words: Vec<Word>) -> Option<Vec<Word>> {
    let long = words.iter_mut().find(|word| word.stem == "technologist" || word.stem == "technician")?;
    "tech".clone_into(&mut long.stem);
    Some(words)
}

impl Tree {
    /// The entries of a phrase, made where missing; `None` for a phrase without words.
    fn at(&mut self, words: &[Word]) -> Option<&mut Entries> {
        let mut node = 0;
        for word in words {
            let next = self.nodes.len();
            let found = *self.nodes[node].0.entry(word.stem.clone()).or_insert(next);
            if found == next {
                self.nodes.push(Default::default());
            }
            node = found;
        }
        (node != 0).then(|| &mut self.nodes[node].1)
    }
}

/// The longest phrase that begins the words: how many words, and what it is.
pub(super) fn longest(words: &[Word]) -> Option<(usize, &'static Entries)> {
    let tree: &'static Tree = &TREE;
    let mut node = 0;
    let mut best = None;
    for (i, word) in words.iter().enumerate() {
        let Some(next) = tree.nodes[node].0.get(&word.stem) else { break };
        node = *next;
        if !tree.nodes[node].1.is_empty() {
            best = Some((i + 1, &tree.nodes[node].1));
        }
    }
    best
}

/// What a veto rules out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scope {
    /// The whole title ("veterinary").
    Title,
    /// The phrase itself ("nurse call"), unless a longer phrase covers it.
    Phrase,
    /// A role named before it in the same part: the word is the new head ("nurse recruiter").
    Before,
    /// The same, for support and care roles only ("PSW coordinator").
    BeforeCare,
    /// A role named after it in the same part (« recruteur d'infirmières »), or anywhere when it heads the title.
    After,
}

/// A word or phrase that rules something out.
pub(super) struct Veto {
    pub(super) phrase: &'static str,
    pub(super) scope: Scope,
}

#[derive(Deserialize)]
struct VetoRow {
    phrase: String,
    scope: Scope,
}

fn vetoes() -> &'static [Veto] {
    static VETOES: LazyLock<Vec<Veto>> = LazyLock::new(|| {
        let rows: Vec<VetoRow> = rows("title_vetoes.csv", include_str!("../../data/title_vetoes.csv"));
        rows.into_iter().map(|row| Veto { phrase: keep(row.phrase), scope: row.scope }).collect()
    });
    &VETOES
}

/// The scopes of a single word's vetoes.
pub(super) fn vetoes_of(stem: &str) -> &'static [Scope] {
    static BY_WORD: LazyLock<HashMap<String, Vec<Scope>>> = LazyLock::new(|| {
        let mut by_word: HashMap<String, Vec<Scope>> = HashMap::new();
        for veto in vetoes().iter().filter(|veto| veto.scope != Scope::Phrase) {
            for word in words(veto.phrase) {
                by_word.entry(word.stem).or_default().push(veto.scope);
            }
        }
        by_word
    });
    BY_WORD.get(stem).map_or(&[], Vec::as_slice)
}
