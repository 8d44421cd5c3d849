//! Languages of work.

use crate::Lang;
use crate::set::keyed_enum;

keyed_enum! {
    /// A language that work may ask for: the official ones, sign languages, and those most asked for in care.
    Language {
        /// English
        English = "en",
        /// French
        French = "fr",
        /// American Sign Language
        Asl = "ase",
        /// Langue des signes québécoise
        Lsq = "fcs",
        /// Arabic
        Arabic = "ar",
        /// Cantonese
        Cantonese = "yue",
        /// Cree
        Cree = "cr",
        /// Farsi
        Farsi = "fa",
        /// Hindi
        Hindi = "hi",
        /// Inuktitut
        Inuktitut = "iu",
        /// Italian
        Italian = "it",
        /// Korean
        Korean = "ko",
        /// Mandarin
        Mandarin = "cmn",
        /// Polish
        Polish = "pl",
        /// Portuguese
        Portuguese = "pt",
        /// Punjabi
        Punjabi = "pa",
        /// Russian
        Russian = "ru",
        /// Spanish
        Spanish = "es",
        /// Tagalog
        Tagalog = "tl",
        /// Tamil
        Tamil = "ta",
        /// Ukrainian
        Ukrainian = "uk",
        /// Urdu
        Urdu = "ur",
        /// Vietnamese
        Vietnamese = "vi",
    }
}

impl Language {
    /// Its name.
    pub const fn name(self, lang: Lang) -> &'static str {
        let (en, fr) = match self {
            Self::English => ("English", "anglais"),
            Self::French => ("French", "français"),
            Self::Asl => ("American Sign Language", "American Sign Language (ASL)"),
            Self::Lsq => ("Quebec Sign Language", "langue des signes québécoise"),
            Self::Arabic => ("Arabic", "arabe"),
            Self::Cantonese => ("Cantonese", "cantonais"),
            Self::Cree => ("Cree", "cri"),
            Self::Farsi => ("Farsi", "persan"),
            Self::Hindi => ("Hindi", "hindi"),
            Self::Inuktitut => ("Inuktitut", "inuktitut"),
            Self::Italian => ("Italian", "italien"),
            Self::Korean => ("Korean", "coréen"),
            Self::Mandarin => ("Mandarin", "mandarin"),
            Self::Polish => ("Polish", "polonais"),
            Self::Portuguese => ("Portuguese", "portugais"),
            Self::Punjabi => ("Punjabi", "pendjabi"),
            Self::Russian => ("Russian", "russe"),
            Self::Spanish => ("Spanish", "espagnol"),
            Self::Tagalog => ("Tagalog", "tagalog"),
            Self::Tamil => ("Tamil", "tamoul"),
            Self::Ukrainian => ("Ukrainian", "ukrainien"),
            Self::Urdu => ("Urdu", "ourdou"),
            Self::Vietnamese => ("Vietnamese", "vietnamien"),
        };
        match lang {
            Lang::En => en,
            Lang::Fr => fr,
        }
    }
}
