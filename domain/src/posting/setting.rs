//! The kind of place of work, guessed from names only where they leave no doubt.

use super::Setting;
use crate::text::{fold, names_any};

/// Words (folded) that name a kind of place.
const WORDS: &[(Setting, &str)] = &[
    (Setting::Hospital, "hospital | hopital | hospitals | hospitalier | infirmary"),
    (
        Setting::LongTermCare,
        "nursing home | long term care | ltc | longterm care | chsld | soins de longue duree | foyer de soins \
         | special care home",
    ),
    (
        Setting::Home,
        "home care | homecare | home health | home healthcare | private household | soins a domicile \
         | maintien a domicile | soutien a domicile",
    ),
    (
        Setting::Clinic,
        "clinic | clinics | clinique | cliniques | pharmacy | pharmacie | dental | dentaire | drug mart | pharmasave \
         | dentistry | orthodontics | laboratory | laboratoire",
    ),
    (
        Setting::Community,
        "public health | sante publique | health unit | group home | community health centre | clsc | school \
         | school board | centre de services scolaire | community living",
    ),
];

/// A hospital of this kind is none in the sense of a rule: for animals, or not public.
const NOT: &str = "animal | veterinary | veterinaire | pet | private hospital | hopital prive";

/// The setting that the employer's name or the place names; `None` where they name none or several.
pub(crate) fn setting(texts: &[&str]) -> Option<Setting> {
    let words = format!(" {} ", texts.iter().map(|text| fold(text)).collect::<Vec<_>>().join(" | "));
    if names_any(&words, NOT) {
        return None;
    }
    let mut named = WORDS.iter().filter(|(_, any)| names_any(&words, any)).map(|(setting, _)| *setting);
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clear_names_give_a_setting() {
        let cases = [
            ("The Ottawa Hospital", Some(Setting::Hospital)),
            ("Hôpital Montfort", Some(Setting::Hospital)),
            ("CHSLD Sainte-Monique", Some(Setting::LongTermCare)),
            ("Maple Manor Nursing Home", Some(Setting::LongTermCare)),
            ("Bayshore Home Health", Some(Setting::Home)),
            ("(private household)", Some(Setting::Home)),
            ("Clinique médicale du Plateau", Some(Setting::Clinic)),
            ("Shoppers Drug Mart", Some(Setting::Clinic)),
            ("Algoma Public Health", Some(Setting::Community)),
            ("Yorkville Animal Hospital", None),
            ("Extendicare", None),
            ("Hospital and Nursing Home of the North", None),
            ("Sunrise Retirement Home", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(setting(&[name]), expected, "{name}");
        }
    }
}
