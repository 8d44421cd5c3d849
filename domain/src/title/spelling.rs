//! Spelling: one form of a word for both genders, singular and plural, Canadian, British and American.

/// Spellings brought to one, by the start of the word: (as written, as compared). A space makes two words of one.
const SPELLINGS: [(&str, &str); 21] = [
    ("healthcare", "health care"),
    ("homecare", "home care"),
    ("longterm", "long term"),
    ("daycare", "day care"),
    ("caregiver", "care giver"),
    ("xray", "x ray"),
    ("parttime", "part time"),
    ("fulltime", "full time"),
    ("behavior", "behaviour"),
    ("counselor", "counsellor"),
    ("counseling", "counselling"),
    ("dietician", "dietitian"),
    ("licenced", "licensed"),
    ("technologiste", "technologue"),
    ("orthopaedic", "orthopedic"),
    ("paediatric", "pediatric"),
    ("gynaecolog", "gynecolog"),
    ("haemato", "hemato"),
    ("haemodial", "hemodial"),
    ("anaesthe", "anesthe"),
    ("ultrasonograph", "sonograph"),
];
/// Feminine endings and the masculine ones to which they are brought, longest first. Folded.
const FEMININE: [(&str, &str); 15] = [
    ("trice", "teur"),
    ("cheffe", "chef"),
    ("ointe", "oint"),
    ("iere", "ier"),
    ("euse", "eur"),
    ("eure", "eur"),
    ("enne", "en"),
    ("onne", "on"),
    ("elle", "el"),
    ("ante", "ant"),
    ("ente", "ent"),
    ("ere", "er"),
    ("ive", "if"),
    ("ale", "al"),
    ("ee", "e"),
];

/// The word in the spelling compared; may be two words.
pub(super) fn spelled(word: &str) -> String {
    let found = SPELLINGS.iter().find_map(|(from, to)| word.strip_prefix(from).map(|rest| (to, rest)));
    found.map_or_else(|| word.to_owned(), |(to, rest)| format!("{to}{rest}"))
}

/// The word without gender and number: `auxiliaires` → `auxiliaire`, `éducatrice` → `educateur`, `sociaux` → `social`.
///
/// It only has to bring forms of one word together; that it also shortens words like `santé` does no harm, since
/// the phrases of the table are shortened alike.
pub(super) fn neutral(word: &str) -> String {
    let mut stem = singular(word);
    if let Some((end, masculine)) = FEMININE.iter().find(|(end, _)| stem.len() > end.len() + 1 && stem.ends_with(end)) {
        stem.truncate(stem.len() - end.len());
        stem.push_str(masculine);
    }
    stem
}

fn singular(word: &str) -> String {
    if word.len() <= 3 || word.bytes().any(|b| b.is_ascii_digit()) {
        // `PSWs`, `RNs` are four letters or more, or three of a two-letter abbreviation.
        return if word.len() == 3 && matches!(word, "rns" | "pts" | "ots" | "rts" | "nps" | "gps") {
            word[..2].to_owned()
        } else {
            word.to_owned()
        };
    }
    let without = |end: usize, plus: &str| format!("{}{plus}", &word[..word.len() - end]);
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word.to_owned()
    } else if word.ends_with("ches") || word.ends_with("sses") {
        without(2, "")
    } else if word.len() > 4 && word.ends_with("ies") {
        without(3, "y")
    } else if word.len() > 4 && word.ends_with("aux") {
        without(3, "al")
    } else if word.ends_with('s') {
        without(1, "")
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genders_and_numbers_of_a_word_are_one() {
        for forms in [
            ["infirmier", "infirmiere", "infirmiers", "infirmieres"],
            ["prepose", "preposee", "preposes", "preposees"],
            ["educateur", "educatrice", "educateurs", "educatrices"],
            ["travailleur", "travailleuse", "travailleurs", "travailleuses"],
            ["social", "sociale", "sociaux", "sociales"],
            ["technicien", "technicienne", "techniciens", "techniciennes"],
            ["administratif", "administrative", "administratifs", "administratives"],
            ["nurse", "nurse", "nurses", "nurses"],
        ] {
            assert!(forms.iter().all(|form| neutral(form) == neutral(forms[0])), "{forms:?}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (a, b) in [("medecin", "medecine"), ("nurse", "nursing"), ("care", "car"), ("bus", "bu"), ("aide", "aid")] {
            assert_ne!(neutral(a), neutral(b));
        }
    }
}
