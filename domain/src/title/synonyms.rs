//! What roles are called: `domain/data/role_synonyms.csv`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Lang;
use crate::reference::table::{keep, rows};
use crate::reference::{Province, Role};
use crate::set::keyed_enum;

keyed_enum! {
    /// How a phrase of the table relates to its role.
    Kind {
        /// Names the role and nothing else: `health care aide`.
        Title = "title",
        /// Its abbreviation, unmistakable where it is used: `PSW`.
        Abbreviation = "abbreviation",
        /// Letters that also mean other things: `PT`. They count where they stand for the whole title.
        Initials = "initials",
        /// Names a part of the role: `cardiologist` of the specialist physicians.
        Narrower = "narrower",
        /// Names more than the role: `nurse`. It counts unless the title says it more precisely.
        Broader = "broader",
    }
}

/// A phrase by which a role is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// The role.
    pub role: Role,
    /// The language in which it is said.
    pub lang: Lang,
    /// The provinces where it is said; empty: anywhere.
    pub provinces: Vec<Province>,
    /// The phrase, in the masculine or feminine form.
    pub phrase: &'static str,
    /// How it relates to the role.
    pub kind: Kind,
    /// Words (or `@class` of `title_words.csv`) one of which the title must have for the phrase to count.
    pub(super) needs: Vec<&'static str>,
    /// Words (or classes) any of which keeps the phrase from counting.
    pub(super) unless: Vec<&'static str>,
}

#[derive(Deserialize)]
struct Row {
    role: String,
    lang: Lang,
    provinces: String,
    phrase: String,
    kind: Kind,
    needs: String,
    unless: String,
}

static SYNONYMS: LazyLock<Vec<Synonym>> = LazyLock::new(|| {
    let rows = rows::<Row>("role_synonyms.csv", include_str!("../../data/role_synonyms.csv"));
    rows.iter().flat_map(synonyms_of).collect()
});

/// Every phrase of the table, alternatives and genders written out.
pub(super) fn all() -> &'static [Synonym] {
    &SYNONYMS
}

/// What a role is called, its titles and abbreviations only: exactly what a search for the role may be widened by.
pub fn synonyms(role: Role) -> impl Iterator<Item = &'static Synonym> {
    all().iter().filter(move |synonym| {
        let exact = matches!(synonym.kind, Kind::Title | Kind::Abbreviation);
        synonym.role == role && exact && synonym.needs.is_empty()
    })
}

/// The words of a list in a cell.
pub(super) fn list(cell: &str) -> Vec<&'static str> {
    cell.split('|').filter(|word| !word.is_empty()).map(|word| keep(word.to_owned())).collect()
}

fn synonyms_of(row: &Row) -> Vec<Synonym> {
    let phrases = alternatives(&row.phrase).into_iter().flat_map(|phrase| genders(&phrase));
    let Some(role) = Role::parse(&row.role) else { return Vec::new() };
    let synonym = |phrase| Synonym {
        role,
        lang: row.lang,
        provinces: row.provinces.split('|').filter_map(Province::parse).collect(),
        phrase: keep(phrase),
        kind: row.kind,
        needs: list(&row.needs),
        unless: list(&row.unless),
    };
    phrases.map(synonym).collect()
}

/// `{head|charge} nurse` → `head nurse`, `charge nurse`; an alternative may be empty.
pub(super) fn alternatives(phrase: &str) -> Vec<String> {
    let parts = phrase.rsplit_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (options, after))) = parts else {
        return vec![phrase.split_whitespace().collect::<Vec<_>>().join(" ")];
    };
    options.split('|').flat_map(|option| alternatives(&format!("{before}{option}{after}"))).collect()
}

/// `éducateur(trice) spécialisé(e)` → `éducateur spécialisé`, `éducatrice spécialisée`.
fn genders(phrase: &str) -> Vec<String> {
    let form = |feminine: bool| phrase.split(' ').map(|word| gender(word, feminine)).collect::<Vec<_>>().join(" ");
    if phrase.contains('(') { vec![form(false), form(true)] } else { vec![phrase.to_owned()] }
}

fn gender(word: &str, feminine: bool) -> String {
    let Some((masculine, ending)) = word.split_once('(') else { return word.to_owned() };
    let ending = ending.trim_end_matches(')');
    let cut = match ending {
        _ if !feminine => return masculine.to_owned(),
        "ère" => "er".len(),
        "euse" => "eur".len(),
        "trice" => "teur".len(),
        "ve" => "f".len(),
        "ale" => "al".len(),
        _ => 0,
    };
    let kept: String = masculine.chars().take(masculine.chars().count() - cut).collect();
    kept + ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genders_and_alternatives_are_written_out() {
        for (written, forms) in [
            ("infirmier(ère) auxiliaire", ["infirmier auxiliaire", "infirmière auxiliaire"]),
            ("éducateur(trice) spécialisé(e)", ["éducateur spécialisé", "éducatrice spécialisée"]),
            ("travailleur(euse) social(e)", ["travailleur social", "travailleuse sociale"]),
            ("technicien(ne)", ["technicien", "technicienne"]),
            ("agent(e) administratif(ve)", ["agent administratif", "agente administrative"]),
        ] {
            assert_eq!(genders(written), forms);
        }
        assert_eq!(alternatives("{a|} b {c|d}"), ["a b c", "b c", "a b d", "b d"]);
    }

    #[test]
    fn every_row_is_of_a_known_role_and_its_provinces_exist() {
        for row in rows::<Row>("role_synonyms.csv", include_str!("../../data/role_synonyms.csv")) {
            assert!(Role::parse(&row.role).is_some(), "unknown role `{}`", row.role);
            for province in row.provinces.split('|').filter(|key| !key.is_empty()) {
                assert!(Province::parse(province).is_some(), "`{}`: unknown province `{province}`", row.phrase);
            }
        }
    }

    #[test]
    fn every_role_is_called_something() {
        for role in Role::all() {
            assert!(synonyms(role).next().is_some() || all().iter().any(|synonym| synonym.role == role), "{role}");
        }
    }
}
