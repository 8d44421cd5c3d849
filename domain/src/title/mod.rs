//! Titles: which roles a free-text title names.
//!
//! The rules are data: what roles are called stands in `domain/data/role_synonyms.csv`, what other words do to a
//! title in `domain/data/title_words.csv`. A title is read in four steps:
//!
//! 1. its words are folded and made neutral in gender and number, and what stands between them is noted;
//! 2. the longest phrases of the tables are found, also across "or", and after a comma that turns them round;
//! 3. a phrase is dropped where the title is about something else: another occupation is its head
//!    (`nurse recruiter`, `professor of nursing`), or a veto word stands anywhere (`veterinary`);
//! 4. letters that may mean something else and words broader than another phrase are dropped.
//!
//! Unknown is no role, never a guess.

use crate::reference::{Province, Role};

mod find;
mod guard;
mod spelling;
mod synonyms;
#[cfg(test)]
mod tests;
mod token;
mod vocabulary;

pub use synonyms::{Kind, Synonym, synonyms};
pub use vocabulary::Class;

use find::{Found, Title};

/// What a title was recognised as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognition {
    /// The roles named, in the order of the title; empty: nothing, never a guess.
    pub roles: Vec<Role>,
    /// Why, in one short line for people who check the rules: the phrase and the rule, or why nothing.
    pub reason: String,
}

/// Recognises the roles that a title names; `province` resolves abbreviations that collide.
///
/// ```
/// use domain::reference::Province;
/// let roles = |title, province| domain::title::recognize(title, province).roles.iter().map(|r| r.key()).collect::<Vec<_>>();
/// assert_eq!(roles("RPN - Float Pool, nights", Some(Province::On)), ["lpn"]);
/// assert_eq!(roles("RPN", Some(Province::Bc)), ["rpsych"]);
/// assert!(roles("RPN", None).is_empty());
/// assert_eq!(roles("Infirmier(ère) auxiliaire ou préposé·e aux bénéficiaires", None), ["lpn", "psw"]);
/// assert!(roles("Nurse recruiter", None).is_empty());
/// ```
pub fn recognize(title: &str, province: Option<Province>) -> Recognition {
    let title = Title::new(vocabulary::vocabulary(), token::tokens(title), province);
    if let Some(token) = title.first_of(Class::Veto) {
        return nothing(format!("“{}” is not of human health care", token.word));
    }
    let (phrases, refused) = guard::sought(&title, title.found());
    let mut roles = Vec::new();
    let mut reasons = Vec::new();
    for phrase in &phrases {
        for sense in &phrase.senses {
            let role = sense.synonym.role;
            if !roles.contains(&role) {
                roles.push(role);
                reasons.push(reason(phrase, role, province));
            }
        }
    }
    match (roles.is_empty(), refused) {
        (false, _) => Recognition { roles, reason: reasons.join("; ") },
        (true, Some(word)) => nothing(format!("“{word}” makes it another occupation")),
        (true, None) => nothing("no phrase of the table counts here".to_owned()),
    }
}

fn nothing(reason: String) -> Recognition {
    Recognition { roles: Vec::new(), reason }
}

fn reason(phrase: &Found<'_>, role: Role, province: Option<Province>) -> String {
    let Some(synonym) = phrase.senses.iter().map(|sense| sense.synonym).find(|synonym| synonym.role == role) else {
        return String::new();
    };
    let place = province.filter(|_| !synonym.provinces.is_empty()).map(|province| format!(" in {}", province.key()));
    format!("“{}”{} is {role}", synonym.phrase, place.unwrap_or_default())
}
