//! Employer names, normalized so that one employer has one key whichever source names it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, names_any};

/// Words that say nothing of who it is: articles, prepositions, legal forms.
const NOTHING: &str = "\
    the of and at for in de du des d l la le les et a au aux pour en s inc incorporated incorporee ltd limited \
    ltee limitee corp corporation co company cie compagnie lp llp llc ulc plc sec senc sencrl enr enrg gp lte";

/// French words of institutions in English, and spellings that vary.
const SAME: &str = "\
    hopital=hospital hospitals=hospital hopitaux=hospital hospitalier=hospital sante=health center=centre \
    ctr=centre centres=centre clinique=clinic pharmacie=pharmacy generale=general regionale=regional \
    universitaire=university universite=university reseau=network enfants=children childrens=children soins=care \
    st=saint ste=sainte est=eastern ouest=western nord=north sud=south services=service sciences=science \
    foyer=home commission=board scolaire=school agence=agency medicale=medical dentaire=dental \
    communautaire=community familiale=family";

/// Words that many employers share; a name of nothing else names nobody.
const GENERIC: &str = "\
    hospital health care home homes nursing clinic clinics centre pharmacy dental dentist medical office \
    retirement residence family private employer service staffing agency community long term seniors senior \
    group general employeur various multiple doctor physiotherapy optometry practice professional support \
    facility regional hiring healthcare client recruiter recruitment";

/// Phrases with which sources hide an employer.
const MASKS: &str = "\
    private household | private home | private residence | private employer | private family | confidential | \
    confidentiel | confidentielle | confidentielles | anonymous | anonyme | undisclosed | not disclosed | non \
    divulgue | menage prive | domicile prive | residence privee | employeur prive | n a | unknown | inconnu | \
    name withheld | not specified | non precise | individual employer | company name";

#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by the first test that reads an employer")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

/// A name in brackets repeats or explains: `The Hospital for Sick Children (SickKids)`.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\([^)]*\)|\[[^\]]*\]"));
/// What stands before "operating as" is a legal shell, often a number.
static OPERATING_AS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^.*?\b(?:o/a|d/?b/?a|operating as|doing business as|faisant affaires? sous(?: le nom)?(?: de)?)\b[:. ]*",
    )
});

static INITIALS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:\p{L}\.){2,}"));
static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)['’]s\b"));

/// The normalized name of an employer; `None` when it is masked, empty or too general to tell one employer from
/// another ("Dental Clinic").
///
/// Case, accents, punctuation, articles, legal forms and the order of words do not count, and French and English
/// forms of an institution's name share a key: `Hôpital d'Ottawa`, `The Ottawa Hospital`.
pub fn employer_key(name: &str) -> Option<String> {
    let masked = format!(" {} ", fold(name));
    if names_any(&masked, MASKS) {
        return None;
    }
    let name = BRACKETS.replace_all(name, " ");
    let name = OPERATING_AS.replace(&name, "");
    // `St. Joseph's` and `St Josephs` are one; initials (`S.E.N.C.`) are one word.
    let name = INITIALS.replace_all(&name, |found: &regex::Captures<'_>| {
        found.get(0).map_or(String::new(), |m| m.as_str().replace('.', ""))
    });
    let folded = fold(&POSSESSIVE.replace_all(&name, "s"))
        .replace("healthcare", "health care")
        .replace("homecare", "home care")
        .replace("centre hospitalier", "hospital");
    let words: BTreeSet<&str> =
        folded.split(' ').filter(|word| !listed(NOTHING, word) && !word.is_empty()).map(same).collect();
    let telling = words.iter().any(|word| !listed(GENERIC, word));
    telling.then(|| words.into_iter().collect::<Vec<_>>().join(" "))
}

fn same(word: &str) -> &str {
    let pairs = || SAME.split(' ').filter_map(|pair| pair.split_once('='));
    pairs().find(|(variant, _)| *variant == word).map_or(word, |(_, one)| one)
}

fn listed(words: &str, word: &str) -> bool {
    words.split(' ').any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_of_one_name_share_a_key() {
        let groups: &[&[&str]] = &[
            &[
                "The Ottawa Hospital",
                "Ottawa Hospital",
                "L'Hôpital d'Ottawa",
                "Hôpital d’Ottawa",
                "OTTAWA HOSPITAL, THE",
            ],
            &["Hôpital Montfort", "Montfort Hospital"],
            &[
                "Plan A Health Care Staffing Solutions Inc.",
                "Plan A Healthcare Staffing Solutions",
                "PLAN A HEALTH CARE STAFFING SOLUTIONS, INC",
            ],
            &["St. Joseph's Care Group", "St Josephs Care Group", "Saint Joseph's Care Group"],
            &["The Hospital for Sick Children (SickKids)", "Hospital for Sick Children"],
            &["Pharmacie Jean Coutu Ltée", "Pharmacie Jean Coutu"],
            &["Children's Hospital of Eastern Ontario", "Centre hospitalier pour enfants de l'est de l'Ontario (CHEO)"],
            &["1234567 Ontario Inc. o/a Maple Leaf Dental", "Maple Leaf Dental"],
            &["Horizon Health Network", "Réseau de santé Horizon"],
        ];
        let group = |names: &[&str]| names.iter().map(|name| employer_key(name)).collect::<BTreeSet<_>>();
        for names in groups {
            let keys = group(names);
            assert!(keys.len() == 1 && !keys.contains(&None), "{names:?}: {keys:?}");
        }
        let all: BTreeSet<_> = groups.iter().flat_map(|names| group(names)).collect();
        assert_eq!(all.len(), groups.len(), "different employers keep different keys");
    }

    #[test]
    fn a_masked_or_general_name_has_no_key() {
        let names = [
            "",
            "  ",
            "(private household)",
            "Private household",
            "Confidential",
            "Confidentiel",
            "Confidential Employer",
            "N/A",
            "Employeur anonyme",
            "Dental Clinic",
            "Nursing Home",
            "Private Home Care",
            "The Clinic",
            "Retirement Residence Ltd.",
        ];
        for name in names {
            assert_eq!(employer_key(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn case_and_a_legal_form_change_nothing(name in "[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}( Hospital| Care)?") {
            let key = employer_key(&name);
            prop_assert_eq!(employer_key(&name.to_uppercase()), key.clone());
            prop_assert_eq!(employer_key(&format!("The {name} Inc.")), key.clone());
            prop_assert_eq!(employer_key(&format!("{name} ltée")), key);
        }
    }
}
