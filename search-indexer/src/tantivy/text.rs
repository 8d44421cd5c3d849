//! The words of a query as clauses.
//!
//! A word may be found stemmed in either language, as the beginning of a word where it is the last one typed, or,
//! where next to nothing is spelled like it, with typos (none up to three letters, one up to seven, then two).

use domain::Lang;
use domain::search::Facet;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::analysis::{EN, FR, PLAIN, analyzer, terms};
use super::schema::Fields;
use crate::words::{Part, Word, Words};

/// How much a match in each place counts.
const TITLE: f32 = 3.0;
const ROLE_WORDS: f32 = 1.5;
const NAMES: f32 = 2.0;
const BODY: f32 = 1.0;
/// A posting of the role that the words name, whatever its title says.
const ROLE: f32 = 6.0;
/// The words of the query next to each other in the title.
const PHRASE: f32 = 2.0;
/// The beginning of a word.
const PREFIX: f32 = 1.0;
/// A word with typos.
const TYPO: f32 = 0.5;
/// What a match in the language not searched in counts.
const OTHER_LANGUAGE: f32 = 0.8;
/// Of a match in a description that is not of the whole word.
const BODY_GUESS: f32 = 0.3;

/// A word is taken as misspelt when at most one posting in this many is spelled like it.
const RARE: u64 = 1_000;
/// Letters from which the last word is completed in titles and names, and in descriptions.
const COMPLETED_FROM: usize = 2;
const COMPLETED_IN_BODY_FROM: usize = 4;

/// A word of the query in the terms of the index.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    /// Without accents.
    pub plain: String,
    /// Stems, English and French.
    pub stems: [Vec<String>; 2],
    /// Whether longer words that begin with it count.
    pub completed: bool,
    /// How many typos count.
    pub typos: u8,
    letters: usize,
}

/// The words of a query against one state of the index.
pub(super) struct TextQuery<'a> {
    fields: &'a Fields,
    lang: Lang,
    parts: Vec<Group>,
}

/// Words that are found together, or the role that they name.
struct Group {
    role: Option<Box<dyn Query>>,
    words: Vec<Sought>,
}

impl<'a> TextQuery<'a> {
    /// Looks the words up.
    pub(super) fn new(searcher: &Searcher, fields: &'a Fields, lang: Lang, words: &Words) -> tantivy::Result<Self> {
        let mut parts = Vec::new();
        for part in &words.parts {
            parts.push(match part {
                Part::Word(word) => Group { role: None, words: vec![Sought::guessing(word, searcher, fields)?] },
                Part::Role { roles, words } => {
                    let keys = roles.iter().map(|role| Term::from_field_text(fields.facet(Facet::Role), role.key()));
                    let role = ConstScoreQuery::new(Box::new(TermSetQuery::new(keys)), ROLE);
                    let role: Box<dyn Query> = Box::new(role);
                    Group { role: Some(role), words: words.iter().map(Sought::exactly).collect() }
                }
            });
        }
        Ok(Self { fields, lang, parts })
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Every word sought.
    pub(super) fn sought(&self) -> impl Iterator<Item = &Sought> {
        self.parts.iter().flat_map(|group| &group.words)
    }

    /// Documents in which at least `required` of the parts are found.
    pub(super) fn query(&self, required: usize) -> Box<dyn Query> {
        let clauses = self.parts.iter().map(|group| (Occur::Should, self.group(group)));
        let found = BooleanQuery::with_minimum_required_clauses(clauses.collect(), required);
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(found))];
        all.extend(Lang::ALL.into_iter().filter_map(|lang| self.phrase(lang)).map(|phrase| (Occur::Should, phrase)));
        Box::new(BooleanQuery::new(all))
    }

    fn group(&self, group: &Group) -> Box<dyn Query> {
        let all = BooleanQuery::intersection(group.words.iter().map(|word| self.word(word)).collect());
        match &group.role {
            Some(role) => Box::new(BooleanQuery::union(vec![role.box_clone(), Box::new(all)])),
            None => Box::new(all),
        }
    }

    /// The best of all ways in which a word is found.
    fn word(&self, word: &Sought) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        for (lang, stems) in Lang::ALL.into_iter().zip(&word.stems) {
            let fields = self.fields.of(lang);
            let weight = if lang == self.lang { 1.0 } else { OTHER_LANGUAGE };
            for stem in stems {
                ways.push(term(fields.title, stem, TITLE * weight));
                ways.push(term(fields.role_words, stem, ROLE_WORDS * weight));
                ways.push(term(fields.body, stem, BODY * weight));
            }
        }
        ways.push(term(self.fields.plain, &word.plain, NAMES));
        if word.completed {
            ways.push(guess(self.fields.plain, word, 0, PREFIX));
            if word.letters >= COMPLETED_IN_BODY_FROM {
                ways.push(guess(self.fields.plain_body, word, 0, PREFIX * BODY_GUESS));
            }
        }
        if word.typos > 0 {
            ways.push(guess(self.fields.plain, word, word.typos, TYPO));
            ways.push(guess(self.fields.plain_body, word, word.typos, TYPO * BODY_GUESS));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.1))
    }

    /// The words next to each other in a title.
    fn phrase(&self, lang: Lang) -> Option<Box<dyn Query>> {
        let title = self.fields.of(lang).title;
        let index = usize::from(lang == Lang::Fr);
        let stems: Vec<Term> = self
            .sought()
            .filter_map(|word| word.stems[index].first())
            .map(|stem| Term::from_field_text(title, stem))
            .collect();
        if stems.len() < 2 {
            return None;
        }
        let mut phrase = PhraseQuery::new(stems);
        // Stop words in between, and words in another order, still count.
        phrase.set_slop(2);
        Some(Box::new(BoostQuery::new(Box::new(phrase), PHRASE)))
    }
}

impl Sought {
    /// The word as it is.
    fn exactly(word: &Word) -> Self {
        let plain = terms(&mut analyzer(PLAIN), &word.text).concat();
        let stems = [EN, FR].map(|name| terms(&mut analyzer(name), &word.text));
        Self { letters: plain.chars().count(), plain, stems, completed: false, typos: 0 }
    }

    /// The word, its completions if it is the last one, and what it may be a misspelling of.
    fn guessing(word: &Word, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut sought = Self::exactly(word);
        sought.completed = word.last && sought.letters >= COMPLETED_FROM;
        let known = known(searcher, &[fields.plain, fields.plain_body], &sought)?;
        sought.typos = match sought.letters {
            _ if known => 0,
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        Ok(sought)
    }
}

/// Whether a word is spelled so in more postings than would misspell it, or is the beginning of such words.
fn known(searcher: &Searcher, fields: &[Field], word: &Sought) -> tantivy::Result<bool> {
    let few = searcher.num_docs() / RARE;
    let mut postings = 0;
    for field in fields {
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(*field)?;
            let from = index.terms().range().ge(&word.plain);
            let mut stream = from.into_stream()?;
            while postings <= few && stream.advance() {
                let term = stream.key();
                let same = if word.completed {
                    term.starts_with(word.plain.as_bytes())
                } else {
                    term == word.plain.as_bytes()
                };
                if !same {
                    break;
                }
                postings += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(postings > few)
}

fn term(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}

/// The query that a guess at a word stands for.
pub(super) fn fuzzy(field: Field, word: &Sought, typos: u8) -> FuzzyTermQuery {
    let term = Term::from_field_text(field, &word.plain);
    if word.completed { FuzzyTermQuery::new_prefix(term, typos, true) } else { FuzzyTermQuery::new(term, typos, true) }
}

fn guess(field: Field, word: &Sought, typos: u8, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(fuzzy(field, word, typos)), weight))
}
