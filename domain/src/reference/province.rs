//! Provinces and territories.

use crate::Lang;
use crate::set::keyed_enum;

keyed_enum! {
    /// One of Canada's ten provinces and three territories.
    Province {
        /// Alberta
        Ab = "AB",
        /// British Columbia
        Bc = "BC",
        /// Manitoba
        Mb = "MB",
        /// New Brunswick
        Nb = "NB",
        /// Newfoundland and Labrador
        Nl = "NL",
        /// Nova Scotia
        Ns = "NS",
        /// Northwest Territories
        Nt = "NT",
        /// Nunavut
        Nu = "NU",
        /// Ontario
        On = "ON",
        /// Prince Edward Island
        Pe = "PE",
        /// Québec
        Qc = "QC",
        /// Saskatchewan
        Sk = "SK",
        /// Yukon
        Yt = "YT",
    }
}

impl Province {
    /// The name in a language.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Ab, _) => "Alberta",
            (Self::Bc, Lang::En) => "British Columbia",
            (Self::Bc, Lang::Fr) => "Colombie-Britannique",
            (Self::Mb, _) => "Manitoba",
            (Self::Nb, Lang::En) => "New Brunswick",
            (Self::Nb, Lang::Fr) => "Nouveau-Brunswick",
            (Self::Nl, Lang::En) => "Newfoundland and Labrador",
            (Self::Nl, Lang::Fr) => "Terre-Neuve-et-Labrador",
            (Self::Ns, Lang::En) => "Nova Scotia",
            (Self::Ns, Lang::Fr) => "Nouvelle-Écosse",
            (Self::Nt, Lang::En) => "Northwest Territories",
            (Self::Nt, Lang::Fr) => "Territoires du Nord-Ouest",
            (Self::Nu, _) => "Nunavut",
            (Self::On, _) => "Ontario",
            (Self::Pe, Lang::En) => "Prince Edward Island",
            (Self::Pe, Lang::Fr) => "Île-du-Prince-Édouard",
            (Self::Qc, Lang::En) => "Quebec",
            (Self::Qc, Lang::Fr) => "Québec",
            (Self::Sk, _) => "Saskatchewan",
            (Self::Yt, _) => "Yukon",
        }
    }

    /// Reads a code (`ON`), or an English or French name, in any case and without regard to accents.
    pub fn read(text: &str) -> Option<Self> {
        let folded = crate::text::fold(text);
        Self::ALL.iter().copied().find(|province| {
            folded == crate::text::fold(province.key())
                || Lang::ALL.iter().any(|lang| folded == crate::text::fold(province.name(*lang)))
        })
    }
}
