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
    let national = roles.iter().map(|role| role.title(lang).to_owned());
    let local = roles.iter().flat_map(|role| role.local_titles()).filter(|(_, l, _)| *l == lang);
    distinct(national.chain(local.map(|(_, _, title)| title.to_owned())))
}

/// Each text once, in the order of first mention.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    texts.filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}
