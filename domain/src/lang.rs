//! The two languages of the platform.

use serde::{Deserialize, Serialize};

/// A language in which the platform speaks: English or French.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Both languages, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Reads a language tag such as `fr`, `fr-CA` or `EN`; anything else is `None`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The language of a text by its commonest words, with those of care so that a title alone will do.
    /// `None`: no such words, or as many of either language.
    pub fn detect(text: &str) -> Option<Self> {
        let (mut english, mut french) = (0_u32, 0_u32);
        for word in crate::text::fold(text).split(' ') {
            english += u32::from(ENGLISH.contains(&word));
            french += u32::from(FRENCH.contains(&word));
        }
        match english.cmp(&french) {
            std::cmp::Ordering::Greater => Some(Self::En),
            std::cmp::Ordering::Less => Some(Self::Fr),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// Words of English that French does not have, folded.
const ENGLISH: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "for",
    "with",
    "in",
    "you",
    "we",
    "your",
    "our",
    "is",
    "are",
    "will",
    "must",
    "that",
    "by",
    "be",
    "this",
    "have",
    "nurse",
    "nurses",
    "nursing",
    "worker",
    "care",
    "health",
    "registered",
    "support",
    "therapist",
    "assistant",
    "pharmacist",
    "physician",
    "dental",
    "practical",
    "part",
    "full",
    "time",
    "required",
    "licensed",
    "manager",
    "technologist",
    "technician",
    "caregiver",
    "home",
    "school",
    "counsellor",
];

/// Words of French that English does not have, folded.
const FRENCH: &[&str] = &[
    "le",
    "la",
    "les",
    "des",
    "du",
    "de",
    "et",
    "un",
    "une",
    "pour",
    "avec",
    "dans",
    "au",
    "aux",
    "en",
    "vous",
    "nous",
    "votre",
    "notre",
    "est",
    "sont",
    "ou",
    "par",
    "sur",
    "qui",
    "que",
    "infirmier",
    "infirmiere",
    "infirmieres",
    "prepose",
    "preposee",
    "beneficiaires",
    "soins",
    "sante",
    "auxiliaire",
    "medecin",
    "pharmacien",
    "pharmacienne",
    "travailleur",
    "travailleuse",
    "temps",
    "plein",
    "partiel",
    "requis",
    "adjoint",
    "adjointe",
    "inhalotherapeute",
    "physiotherapeute",
    "ergotherapeute",
    "technologue",
    "autorise",
    "autorisee",
    "praticienne",
    "infirmiers",
    "clinicienne",
    "clinicien",
    "dentaire",
    "hygieniste",
    "dietetiste",
    "ambulancier",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_primary_part() {
        assert_eq!(Lang::parse("fr-CA"), Some(Lang::Fr));
        assert_eq!(Lang::parse("EN_us"), Some(Lang::En));
        assert_eq!(Lang::parse("de"), None);
    }

    #[test]
    fn the_language_of_a_text_is_seen_in_its_words() {
        let cases = [
            ("Registered nurse, medical unit", Some(Lang::En)),
            ("Préposé aux bénéficiaires", Some(Lang::Fr)),
            ("Infirmière clinicienne", Some(Lang::Fr)),
            ("We are looking for a caring person to join the team in Québec", Some(Lang::En)),
            ("Nous recherchons une personne pour notre équipe de soins à domicile", Some(Lang::Fr)),
            ("RN", None),
            ("", None),
        ];
        for (text, lang) in cases {
            assert_eq!(Lang::detect(text), lang, "{text}");
        }
    }
}
