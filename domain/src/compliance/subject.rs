//! What the rules look at in a posting, independent of how it is stored or entered.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::Lang;
use crate::posting::{Hours, Pay};
use crate::reference::{Language, Province};
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// A fact that takes a posting out of a rule on publicly advertised postings (O. Reg. 476/24 s. 2, as of
    /// 2024-11-29; work outside Ontario is known from the places).
    Exemption {
        /// A general campaign or help-wanted notice that advertises no specific position.
        GeneralCampaign = "general_campaign",
        /// Open only to the employer's own employees.
        OwnEmployees = "own_employees",
        /// Work is also done outside Ontario, and that part is not a continuation of the part in Ontario.
        OutsideIsSeparate = "outside_is_separate",
        /// The expected pay, or the top of its range, is above the equivalent of $200,000 a year.
        PayAboveLimit = "pay_above_limit",
    }
}

keyed_enum! {
    /// What an employer in Québec must have done before asking for a language other than French
    /// (Charter of the French language s. 46, as of 2022-06).
    LanguageStep {
        /// Assessed what the duties really need.
        NeedAssessed = "need_assessed",
        /// Made sure that the language skills of the rest of the staff do not suffice.
        StaffNotEnough = "staff_not_enough",
        /// Kept the positions that ask for it as few as possible.
        KeptFew = "kept_few",
    }
}

keyed_enum! {
    /// The part of a posting or of its application form that a text belongs to.
    Part {
        /// The title.
        Title = "title",
        /// The description.
        Description = "description",
        /// What comes with the pay.
        Benefits = "benefits",
        /// One requirement or qualification, in the employer's words.
        Qualification = "qualification",
        /// One screening question, or a choice of answers to it.
        Question = "question",
        /// One field or question of the employer's own application form.
        Form = "form",
        /// Why a language other than French is needed.
        LanguageReason = "language_reason",
        /// The name of the employer for which an agency posts.
        Client = "client",
    }
}

impl Part {
    /// Whether its wording is what posting law speaks of. Names are not, and reasons are asked for by law; signs of
    /// fraud are sought in them all the same.
    pub const fn is_worded_freely(self) -> bool {
        !matches!(self, Self::LanguageReason | Self::Client)
    }

    /// Whether it asks the applicant for an answer.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Question | Self::Form)
    }
}

/// One text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'a> {
    /// What it belongs to.
    pub part: Part,
    /// Its language.
    pub lang: Lang,
    /// Where it stands: a JSON pointer (RFC 6901) such as `/en/description`, given back in findings.
    pub pointer: Cow<'a, str>,
    /// The text, without markup.
    pub text: &'a str,
}

/// A licence to run a temporary help agency or to recruit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgencyLicence<'a> {
    /// The province that gave it.
    pub province: Province,
    /// Its number; blank counts as none.
    pub number: &'a str,
    /// Its last day, where known.
    pub valid_until: Option<NaiveDate>,
}

/// Who posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poster<'a> {
    /// Whether the employer has 25 or more employees on the day of posting; `None`: not answered, and then
    /// the rules for those who have are applied.
    pub has_25_employees: Option<bool>,
    /// The licences of a temporary help agency or recruiter, perhaps none; `None`: the employer posts for itself.
    pub agency: Option<Vec<AgencyLicence<'a>>>,
}

/// The facts of one posting that rules look at.
///
/// The default is a posting about which nothing is known: no place, no text, no pay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject<'a> {
    /// The provinces in which the work is done at a place.
    pub places: BitSet<Province>,
    /// The provinces whose patients are served by work that can be done from anywhere.
    pub remote: BitSet<Province>,
    /// Who posts.
    pub poster: Poster<'a>,
    /// What takes the posting out of a rule.
    pub exemptions: BitSet<Exemption>,
    /// Its texts, in any order.
    pub passages: Vec<Passage<'a>>,
    /// The expected pay, where stated; what is not a positive, ordered range counts as not stated.
    pub pay: Option<Pay>,
    /// The hours a week, where stated.
    pub hours: Option<Hours>,
    /// Whether the posting is for an existing vacancy; `None`: not said.
    pub vacancy: Option<bool>,
    /// Whether applicants are screened, assessed or ranked by software that infers: ours or the employer's.
    pub uses_ai: bool,
    /// Whether the posting says so.
    pub states_ai: bool,
    /// Languages that must be known to do the work.
    pub languages: BitSet<Language>,
    /// Why a language other than French is needed, as the posting says it; blank counts as not said.
    pub language_reason: &'a str,
    /// What was done before asking for it.
    pub language_steps: BitSet<LanguageStep>,
    /// Whether the French text goes public later than the text in another language.
    pub french_later: bool,
}

impl<'a> Subject<'a> {
    /// Adds a text.
    #[must_use]
    pub fn with(mut self, part: Part, lang: Lang, pointer: impl Into<Cow<'a, str>>, text: &'a str) -> Self {
        self.passages.push(Passage { part, lang, pointer: pointer.into(), text });
        self
    }

    /// Every province in which the work counts as done.
    pub fn work(&self) -> BitSet<Province> {
        self.places.union(self.remote)
    }

    /// The stated pay, if it says anything: a positive lower figure, and an upper one not below it.
    pub(super) fn stated_pay(&self) -> Option<Pay> {
        self.pay.filter(|pay| 0 < pay.min_cents && pay.min_cents <= pay.max_cents)
    }

    /// How many texts of a part say something in a language.
    pub(super) fn count(&self, part: Part, lang: Lang) -> usize {
        let says = |passage: &&Passage<'_>| !passage.text.trim().is_empty();
        self.passages.iter().filter(|passage| passage.part == part && passage.lang == lang).filter(says).count()
    }
}
