//! The search document: one posting as both text engines index it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cells::{COARSE, FINE, of_points};
use super::facts::PostingFacts;
use crate::Lang;
use crate::posting::{Posting, PostingId, Text};
use crate::reference::{Province, Role};
use crate::set::BitSet;
use crate::text::fold;
use crate::title::{Synonym, synonyms};

/// One posting as both text engines index it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The posting.
    pub id: PostingId,
    /// Its version; an engine never overwrites a newer one by an older one.
    pub version: i32,
    /// The English text.
    pub en: Option<Text>,
    /// The French text.
    pub fr: Option<Text>,
    /// The employer's name as shown.
    pub employer: String,
    /// Names of its places, provinces and health regions, in both languages.
    pub places: Vec<String>,
    /// What its roles are called in English anywhere in Canada, so that `PSW` finds the health care aide.
    pub role_words_en: Vec<String>,
    /// What its roles are called in French.
    pub role_words_fr: Vec<String>,
    /// What filters, facets and sorts read.
    pub facts: PostingFacts,
    /// H3 cells of its points at [`COARSE`].
    pub coarse_cells: Vec<u64>,
    /// H3 cells of its points at [`FINE`].
    pub fine_cells: Vec<u64>,
}

/// The search document of a posting.
pub fn document(posting: &Posting) -> Document {
    let content = &posting.content;
    let facts = PostingFacts::of(posting);
    Document {
        id: posting.id,
        version: posting.version,
        en: content.en.clone(),
        fr: content.fr.clone(),
        employer: content.employer.name.clone(),
        places: places(posting, &facts),
        role_words_en: role_words(posting, Lang::En),
        role_words_fr: role_words(posting, Lang::Fr),
        coarse_cells: of_points(&facts.points, COARSE),
        fine_cells: of_points(&facts.points, FINE),
        facts,
    }
}

fn places(posting: &Posting, facts: &PostingFacts) -> Vec<String> {
    let shown = posting.content.locations.iter().map(|location| location.place.clone());
    // All of Canada would match every posting and say nothing.
    let regions = facts.regions.iter().filter(|region| region.parent().is_some());
    let named = regions.flat_map(|region| Lang::ALL.map(|lang| region.name(lang).to_owned()));
    distinct(shown.chain(named))
}

/// What the roles are called anywhere in Canada, but not by words that where the posting is mean another role: a
/// practical nurse of British Columbia is not found by `RPN`.
fn role_words(posting: &Posting, lang: Lang) -> Vec<String> {
    let provinces: BitSet<Province> = posting.content.provinces().collect();
    let roles = &posting.content.roles;
    let misleads = |word: &String| {
        let meanings = MEANINGS.get(&fold(word)).map_or(&[][..], Vec::as_slice);
        let here = || meanings.iter().filter(|synonym| is_said_in(synonym, provinces)).map(|synonym| synonym.role);
        here().next().is_some() && here().all(|role| !roles.contains(&role))
    };
    let words = roles.iter().flat_map(|role| called(*role, lang));
    distinct(words.filter(|word| !misleads(word)))
}

/// The synonyms by their folded phrase.
static MEANINGS: LazyLock<HashMap<String, Vec<&'static Synonym>>> = LazyLock::new(|| {
    let mut meanings: HashMap<String, Vec<&'static Synonym>> = HashMap::new();
    for synonym in Role::all().flat_map(synonyms) {
        meanings.entry(fold(synonym.phrase)).or_default().push(synonym);
    }
    meanings
});

fn is_said_in(synonym: &Synonym, provinces: BitSet<Province>) -> bool {
    synonym.provinces.is_empty() || synonym.provinces.iter().any(|province| provinces.contains(*province))
}

/// Everything a role is called in a language, anywhere in Canada.
pub(super) fn called(role: Role, lang: Lang) -> Vec<String> {
    let local = role.local_titles().filter(|(_, l, _)| *l == lang).map(|(_, _, title)| title);
    let known = synonyms(role).filter(|synonym| synonym.lang == lang).map(|synonym| synonym.phrase);
    let titles = std::iter::once(role.title(lang)).chain(local).chain(known);
    distinct(titles.flat_map(genders).map(str::to_owned))
}

/// Both genders of `Infirmière autorisée / infirmier autorisé`. A title that shares words between the two
/// (`Préposée / préposé aux bénéficiaires`) stays whole.
fn genders(title: &str) -> Vec<&str> {
    let words = |form: &str| form.split_whitespace().count();
    match title.split_once(" / ") {
        Some((she, he)) if words(she) == words(he) => vec![she, he],
        _ => vec![title],
    }
}

/// Each text once, in the order of first mention.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    texts.filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::testing;

    /// The words by which a posting of one role in one province is found.
    fn words(role: &str, province: Province) -> Vec<String> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mut posting = testing::posting(day).new_tree(&mut TestRunner::deterministic()).unwrap().current();
        posting.content.roles = vec![Role::parse(role).unwrap()];
        posting.content.locations.clear();
        posting.content.remote = vec![province];
        let document = document(&posting);
        document.role_words_en.iter().chain(&document.role_words_fr).map(|word| fold(word)).collect()
    }

    #[test]
    fn a_posting_is_found_by_what_its_role_is_called_elsewhere() {
        for province in [Province::Ab, Province::Qc, Province::On] {
            let words = words("psw", province);
            for word in ["psw", "health care aide", "prepose aux beneficiaires"] {
                assert!(words.iter().any(|known| known == word), "{province:?}: no {word} in {words:?}");
            }
        }
    }

    #[test]
    fn but_not_by_what_means_another_role_there() {
        let has = |role, province| words(role, province).contains(&"rpn".to_owned());
        assert!(has("lpn", Province::On) && has("rpsych", Province::Bc));
        assert!(!has("lpn", Province::Bc) && !has("rpsych", Province::On));
    }
}
