//! The phrases, cues and headings of `domain/data/requirement_*.csv`, compiled once into one automaton each.

use std::sync::LazyLock;

use crate::Lang;
use crate::reference::table::rows;
use crate::text::lexicon::Lexicon;

/// Compiles a pattern written in the code.
#[expect(clippy::panic, reason = "a broken compiled-in pattern cannot be continued from")]
pub(super) fn pattern(text: &str) -> regex::Regex {
    regex::Regex::new(text).unwrap_or_else(|error| panic!("{error}"))
}

/// What a row of `requirement_phrases.csv` names.
#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PhraseKind {
    /// The same words meaning something else: French fries, a grade average.
    Other,
    /// A credential.
    Credential,
    /// A language, or being bilingual.
    Language,
    /// A licence without naming who issues it.
    Licence,
    /// A regulator, with the roles it licenses; `*` marks the one its name says.
    Regulator,
    /// A role, where a licence is spoken of.
    Role,
    /// Words that show what the words around them mean.
    Context,
}

#[derive(serde::Deserialize)]
struct PhraseRow {
    kind: PhraseKind,
    key: String,
    lang: String,
    strength: String,
    pattern: String,
}

/// A row of the phrase table.
#[derive(Clone)]
pub(super) struct Phrase {
    pub(super) kind: PhraseKind,
    pub(super) key: String,
    /// Whether the words can mean nothing else; weak ones count only in company.
    pub(super) strong: bool,
}

fn phrase_rows() -> Vec<PhraseRow> {
    rows("requirement_phrases.csv", include_str!("../../../data/requirement_phrases.csv"))
}

fn phrases(lang: Lang, kinds: &[PhraseKind]) -> Lexicon<Phrase> {
    let spoken = |row: &PhraseRow| row.lang == "any" || row.lang == lang.code();
    let wanted = phrase_rows().into_iter().filter(|row| spoken(row) && kinds.contains(&row.kind));
    Lexicon::new(
        wanted.map(|row| (row.pattern, Phrase { kind: row.kind, key: row.key, strong: row.strength == "strong" })),
    )
}

/// What can be asked: credentials, languages, licences, regulators.
pub(super) fn asks(lang: Lang) -> &'static Lexicon<Phrase> {
    const KINDS: [PhraseKind; 5] =
        [PhraseKind::Other, PhraseKind::Credential, PhraseKind::Language, PhraseKind::Licence, PhraseKind::Regulator];
    static EN: LazyLock<Lexicon<Phrase>> = LazyLock::new(|| phrases(Lang::En, &KINDS));
    static FR: LazyLock<Lexicon<Phrase>> = LazyLock::new(|| phrases(Lang::Fr, &KINDS));
    match lang {
        Lang::En => &EN,
        Lang::Fr => &FR,
    }
}

/// Names of roles, in both languages.
pub(super) static ROLES: LazyLock<Lexicon<Phrase>> = LazyLock::new(|| phrases(Lang::Fr, &[PhraseKind::Role]));

/// Context words under a key.
pub(super) fn context(key: &str) -> Lexicon<()> {
    let wanted = phrase_rows().into_iter().filter(|row| row.kind == PhraseKind::Context && row.key == key);
    Lexicon::new(wanted.map(|row| (row.pattern, ())))
}

/// What a cue says of the asks it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CueClass {
    /// No cue after all: "as required".
    Ignore,
    /// Asked for, must be met.
    Require,
    /// Held by the person sought; says that something is asked, not how strongly.
    Have,
    /// An asset.
    Prefer,
    /// Not asked.
    Negate,
    /// Not asked, right before the words: "no car".
    No,
    /// "But not required": still an asset.
    Waive,
    /// Handed in by the person sought, or given by them to others: "provide a police check", "provide first aid".
    HandIn,
    /// Given by the employer.
    Provide,
    /// Part of the work.
    Duty,
    /// What follows is another thought.
    Boundary,
}

/// Which words a cue governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Side {
    /// Those after it.
    Pre,
    /// Those before it.
    Post,
}

#[derive(serde::Deserialize)]
struct CueRow {
    class: CueClass,
    side: Side,
    pattern: String,
}

/// The cues, in both languages.
pub(super) static CUES: LazyLock<Lexicon<(CueClass, Side)>> = LazyLock::new(|| {
    let rows: Vec<CueRow> = rows("requirement_cues.csv", include_str!("../../../data/requirement_cues.csv"));
    Lexicon::new(rows.into_iter().map(|row| (row.pattern, (row.class, row.side))))
});

/// What stands under a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stance {
    /// Not said.
    Neutral,
    /// What is asked.
    Required,
    /// What is an asset.
    Preferred,
    /// Duties, benefits, the house: nothing is asked unless the words say so.
    Aside,
}

/// What a heading is about, where a bare word or figure under it then says enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Topic {
    /// Languages of work.
    Language,
    /// Experience.
    Experience,
}

#[derive(serde::Deserialize)]
struct HeadingRow {
    section: Stance,
    topic: Option<Topic>,
    pattern: String,
}

/// The words of headings, in both languages.
pub(super) static HEADINGS: LazyLock<Lexicon<(Stance, Option<Topic>)>> = LazyLock::new(|| {
    let rows: Vec<HeadingRow> =
        rows("requirement_headings.csv", include_str!("../../../data/requirement_headings.csv"));
    Lexicon::new(rows.into_iter().map(|row| (row.pattern, (row.section, row.topic))))
});
