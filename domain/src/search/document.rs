//! The search document: one posting as both text engines index it.

use super::cells::{COARSE, FINE, of_points};
use super::facts::PostingFacts;
use crate::Lang;
use crate::posting::{Posting, PostingId, Text};
use crate::reference::Role;

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
        role_words_en: role_words(&content.roles, Lang::En),
        role_words_fr: role_words(&content.roles, Lang::Fr),
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

fn role_words(roles: &[Role], lang: Lang) -> Vec<String> {
    distinct(roles.iter().flat_map(|role| called(*role, lang)))
}

/// What a role is called in a language, anywhere in Canada.
pub(super) fn called(role: Role, lang: Lang) -> Vec<String> {
    let local = role.local_titles().filter(|(_, l, _)| *l == lang).map(|(_, _, title)| title);
    let titles = std::iter::once(role.title(lang)).chain(local);
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
