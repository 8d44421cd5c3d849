//! Terms of employment: what texts on employment type and shifts mean, English and French.

use super::{Employment, EmploymentSet, Shift, ShiftSet};
use crate::text::{fold, names_any};

/// Phrases (folded, whole words) for each employment type, with the codes of Indeed and schema.org feeds.
/// "Regular" and « régulier » mean without an end date in Canadian collective agreements.
const EMPLOYMENT: &[(Employment, &str)] = &[
    (Employment::FullTime, "full time | fulltime | temps plein | temps complet | plein temps | tps plein"),
    (Employment::PartTime, "part time | parttime | temps partiel | tps partiel | mi temps"),
    (
        Employment::Casual,
        "casual | per diem | prn | relief | occasionnel | occasionnelle | occasionnels | tpo | tco | liste de rappel \
         | as needed",
    ),
    (
        Employment::Permanent,
        "permanent | permanente | permanents | regular | regulier | reguliere | duree indeterminee | indefinite",
    ),
    (
        Employment::Term,
        "term | contract | contractor | contractual | contrat | contractuel | contractuelle | temporary | temp \
         | temporaire | fixed term | duree determinee | locum | remplacement | remplacements | maternity leave \
         | secondment",
    ),
    (Employment::Seasonal, "seasonal | saisonnier | saisonniere | summer student | emploi d ete"),
];

const SHIFTS: &[(Shift, &str)] = &[
    (
        Shift::Day,
        "day | days | daytime | jour | jours | morning | mornings | matin | monday to friday | lundi au vendredi",
    ),
    (Shift::Evening, "evening | evenings | soir | soirs | soiree | afternoons"),
    (Shift::Night, "night | nights | nuit | nuits | overnight | overnights"),
    (Shift::Weekend, "weekend | weekends | week end | week ends | fin de semaine | fins de semaine"),
    (
        Shift::Rotating,
        "shift | rotating | rotation | rotations | rotatif | rotatifs | rotative | rotational | alternating \
         | en alternance",
    ),
    (Shift::OnCall, "on call | oncall | sur appel | de garde | standby | stand by"),
];

/// Shifts that a title may name without meaning a programme or clinic ("day surgery", « centre de jour »).
const TITLE_SHIFTS: &[(Shift, &str)] = &[
    (Shift::Evening, "evenings | evening shift | de soir | quart de soir | soirs"),
    (Shift::Night, "nights | night shift | overnight | overnights | de nuit | nuits"),
    (Shift::Weekend, "weekend | weekends | week ends | fin de semaine | fins de semaine"),
];

/// The employment types that a text names. "Part time leading to full time" names both.
pub(super) fn employment(text: &str) -> EmploymentSet {
    // The word is there, the tenure is not.
    let others = [" non permanent", " not permanent", " long term", " short term"];
    let words = others.iter().fold(format!(" {} ", fold(text)), |words, other| words.replace(other, " "));
    named(&words, EMPLOYMENT).collect()
}

/// The shifts that a text of a shift field names.
pub(super) fn shifts(text: &str) -> ShiftSet {
    // `7.5 hours per day` says how long, not when.
    let words = format!(" {} ", fold(text)).replace(" per day", " ").replace(" par jour", " ");
    named(&words, SHIFTS).collect()
}

/// The shifts that a title names beyond doubt.
pub(super) fn title_shifts(title: &str) -> ShiftSet {
    named(&format!(" {} ", fold(title)), TITLE_SHIFTS).collect()
}

fn named<T: Copy>(words: &str, phrases: &'static [(T, &str)]) -> impl Iterator<Item = T> {
    phrases.iter().filter(move |(_, any)| names_any(words, any)).map(|(item, _)| *item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Employment::{Casual, FullTime, PartTime, Permanent, Seasonal, Term};
    use Shift::{Day, Evening, Night, OnCall, Rotating, Weekend};

    #[test]
    fn employment_texts_are_understood_in_both_languages() {
        let cases: &[(&str, &[Employment])] = &[
            ("Full time", &[FullTime]),
            ("Part time leading to full time", &[FullTime, PartTime]),
            ("Permanent", &[Permanent]),
            ("Term or contract (ending: 2021-03-31)", &[Term]),
            ("Casual", &[Casual]),
            ("Seasonal", &[Seasonal]),
            ("FULL_TIME", &[FullTime]),
            ("PER_DIEM", &[Casual]),
            ("CONTRACTOR", &[Term]),
            ("fulltime", &[FullTime]),
            ("Temps plein", &[FullTime]),
            ("Temps partiel, occasionnel", &[PartTime, Casual]),
            ("Remplacement à temps complet", &[FullTime, Term]),
            ("Poste permanent à temps partiel", &[PartTime, Permanent]),
            ("Regular Full-Time", &[FullTime, Permanent]),
            ("Temporaire", &[Term]),
            ("RPN, Long-Term Care", &[]),
            ("Telework", &[]),
            ("OTHER", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(employment(text), EmploymentSet::of(expected.iter().copied()), "{text}");
        }
    }

    #[test]
    fn shift_texts_are_understood_in_both_languages() {
        let cases: &[(&str, &[Shift])] = &[
            ("Day, Evening, Night", &[Day, Evening, Night]),
            ("Weekend", &[Weekend]),
            ("Shift", &[Rotating]),
            ("On call", &[OnCall]),
            ("Quart de nuit", &[Night]),
            ("Jour / soir, une fin de semaine sur deux", &[Day, Evening, Weekend]),
            ("Quarts rotatifs", &[Rotating]),
            ("Sur appel", &[OnCall]),
            ("Monday to Friday", &[Day]),
            ("37.5 hours per week; Night", &[Night]),
            ("7.5 hours per day", &[]),
            ("Flexible hours", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(shifts(text), ShiftSet::of(expected.iter().copied()), "{text}");
        }
    }

    #[test]
    fn a_title_names_a_shift_only_beyond_doubt() {
        assert_eq!(title_shifts("Part-time PSW, nights"), ShiftSet::of([Night]));
        assert_eq!(title_shifts("Préposé aux bénéficiaires – quart de soir"), ShiftSet::of([Evening]));
        assert_eq!(title_shifts("RN, Day Surgery"), ShiftSet::EMPTY);
        assert_eq!(title_shifts("Infirmière, centre de jour"), ShiftSet::EMPTY);
    }
}
