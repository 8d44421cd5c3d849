//! Everything that is to be said of a form: what it lacks, what the law says, what a moderator should see.

use chrono::NaiveDate;

use super::hold::holds;
use super::{Author, Check, Form, Gap, Hold, gaps};
use crate::Lang;
use crate::compliance::{self, AgencyLicence, Finding, Poster, Subject};
use crate::organization::Headcount;
use crate::posting::Arrangement;
use crate::requirement::{Ask, Necessity};
use crate::set::BitSet;

/// All that was found in a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What it lacks.
    pub gaps: Vec<Gap>,
    /// What the law says of it.
    pub findings: Vec<Finding>,
    /// What a moderator should see first.
    pub holds: Vec<Hold>,
}

impl Report {
    /// Looks at a form as of `today`.
    pub fn of(form: &Form, author: &Author, today: NaiveDate) -> Self {
        let subject = subject(form, author);
        let findings = compliance::check(&subject, today);
        Self { gaps: gaps(form, author, today), findings, holds: holds(&subject, form, author) }
    }

    /// Whether it may be published, as far as it says.
    pub fn is_sound(&self) -> bool {
        self.gaps.is_empty() && !compliance::stops(&self.findings)
    }

    /// What its publication depends on.
    pub fn check(&self, form: &Form, author: &Author) -> Check {
        Check {
            verified: author.verified,
            sound: self.is_sound(),
            holds: self.holds.clone(),
            applications_end: form.applications_end(),
        }
    }
}

/// The form as the law looks at it. The statement on artificial intelligence is ours and always made; texts in both
/// languages go public together.
fn subject<'a>(form: &'a Form, author: &'a Author) -> Subject<'a> {
    Subject {
        places: form.sites.iter().filter_map(|site| site.locate(author)).map(|location| location.province).collect(),
        remote: form.remote.iter().copied().collect(),
        poster: poster(form, author),
        exemptions: form.exemptions,
        pay: form.pay,
        hours: form.hours,
        vacancy: form.vacancy,
        uses_ai: true,
        states_ai: true,
        languages: languages(form),
        language_reason: form.other_language_reason.text(Lang::Fr).unwrap_or_default(),
        language_steps: form.language_steps,
        french_later: false,
        passages: form.texts(),
    }
}

fn poster<'a>(form: &Form, author: &'a Author) -> Poster<'a> {
    let licence = |licence: &'a crate::organization::AgencyLicence| AgencyLicence {
        province: licence.province,
        number: &licence.number,
        valid_until: licence.valid_to,
    };
    let agency = author.arrangement == Arrangement::Agency;
    Poster {
        has_25_employees: form
            .twenty_five_employees
            .or_else(|| author.headcount.map(|count| count == Headcount::From25)),
        agency: agency.then(|| author.licences.iter().map(licence).collect()),
    }
}

/// The languages that must be known.
fn languages(form: &Form) -> BitSet<crate::reference::Language> {
    let required = form.requirements.iter().filter(|wanted| wanted.necessity == Necessity::Required);
    required
        .filter_map(|wanted| if let Ask::Language { language } = wanted.ask { Some(language) } else { None })
        .collect()
}
