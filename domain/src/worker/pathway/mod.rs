//! The next step towards each role, in each province where the worker would work.
//!
//! For the licensed, here or elsewhere, it is what [`mobility`](crate::mobility) answers. For students and the
//! internationally educated it also depends on how far they have come, and names the profession's entry examination
//! where one is known (`domain/data/entry_exams.csv`). Every step says who says so; no date is promised where no rule
//! gives one.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::lapse::{AHEAD_DAYS, Item, lapses_before};
use super::{Assessment, Profile, Record, Studies};
use crate::message::{Arg, Message};
use crate::mobility::{self, Answer, AnswerStatus, Route};
use crate::reference::table::{keep, provenance, rows};
use crate::reference::{Certainty, Provenance, Province, Region, Regulation, Role};
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// Where a worker stands on the way to a role in a province.
    Situation {
        /// May do the work.
        Ready = "ready",
        /// Holds a licence of the province that does not serve as it stands.
        Renewal = "renewal",
        /// Licensed elsewhere in Canada.
        LicensedElsewhere = "licensed_elsewhere",
        /// Studies for it, or has just finished.
        Student = "student",
        /// Educated outside Canada.
        InternationallyEducated = "internationally_educated",
        /// A first registration comes first.
        FirstRegistration = "first_registration",
        /// Only the regulator or the employer can say.
        Unclear = "unclear",
    }
}

/// One thing to do or to know, and who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// It in a sentence.
    pub message: Message,
    /// Who says so, as of when, and how sure that is.
    pub provenance: Provenance,
}

/// The way to one role in one province.
#[derive(Clone, Debug, PartialEq)]
pub struct Pathway {
    /// The role.
    pub role: Role,
    /// The province or territory.
    pub province: Province,
    /// Where the worker stands.
    pub situation: Situation,
    /// The first day on which the work could begin, where a rule gives one.
    pub earliest: Option<NaiveDate>,
    /// What to do, the next step first.
    pub steps: Vec<Step>,
}

struct Exam {
    profession: &'static str,
    /// Empty: all.
    provinces: BitSet<Province>,
    name: &'static str,
    provenance: Provenance,
}

#[derive(Deserialize)]
struct Row {
    profession: String,
    provinces: String,
    exam: String,
    source: String,
    url: Option<String>,
    as_of: String,
    certainty: Certainty,
}

static EXAMS: LazyLock<Vec<Exam>> = LazyLock::new(|| {
    let rows = rows::<Row>("entry_exams.csv", include_str!("../../../data/entry_exams.csv"));
    let exam = |row: Row| Exam {
        profession: keep(row.profession),
        provinces: row.provinces.split('|').filter_map(Province::parse).collect(),
        name: keep(row.exam),
        provenance: provenance(row.source, row.url, row.as_of, row.certainty),
    };
    rows.into_iter().map(exam).collect()
});

/// The pathways to every role of the record, in the order of its roles; of each role the home province first.
pub fn pathways(record: &Record, profile: &Profile, today: NaiveDate) -> Vec<Pathway> {
    let provinces = provinces(record);
    let of_role = |role: Role| {
        // Who was educated abroad for one profession was not for another.
        let internationally_educated = record.abroad.iter().any(|abroad| is_for(abroad.role, role));
        let profile = Profile { internationally_educated, ..profile.clone() };
        let of_province =
            |province: &Province| Case { record, profile: &profile, role, province: *province, today }.pathway();
        provinces.iter().map(of_province).collect::<Vec<_>>()
    };
    record.all_roles().into_iter().flat_map(of_role).collect()
}

/// Where the worker lives and would work; all of Canada where they name nothing, or the whole of it.
fn provinces(record: &Record) -> Vec<Province> {
    let regions = || record.reach.regions.iter().chain(&record.relocation).chain(&record.fly_in).copied();
    let mut found: Vec<Province> = Vec::new();
    let everywhere = regions().any(|region| region.province().is_none());
    let anywhere = Province::ALL.iter().copied().filter(|_| everywhere);
    for province in record.residence.into_iter().chain(regions().filter_map(Region::province)).chain(anywhere) {
        if !found.contains(&province) {
            found.push(province);
        }
    }
    if found.is_empty() { Province::ALL.to_vec() } else { found }
}

/// Whether an education for one role is one for another.
fn is_for(educated: Role, role: Role) -> bool {
    educated == role || educated.profession().is_some() && educated.profession() == role.profession()
}

struct Case<'a> {
    record: &'a Record,
    profile: &'a Profile,
    role: Role,
    province: Province,
    today: NaiveDate,
}

impl Case<'_> {
    fn pathway(&self) -> Pathway {
        let start = self.profile.available_from.map_or(self.today, |from| from.max(self.today));
        let answer = mobility::answer(self.profile, self.role, self.province, None, false, start, self.today);
        let earliest = match answer.status {
            AnswerStatus::Met { .. } => Some(start),
            AnswerStatus::Obtainable { from } => Some(from),
            AnswerStatus::Unknown | AnswerStatus::Missing | AnswerStatus::OutOfReach => None,
        };
        let (situation, steps) = self.steps(answer, start);
        let earliest = earliest.filter(|_| situation != Situation::Student);
        Pathway { role: self.role, province: self.province, situation, earliest, steps }
    }

    fn steps(&self, answer: Answer, start: NaiveDate) -> (Situation, Vec<Step>) {
        let answered = Step { message: answer.message, provenance: answer.provenance };
        let studies = self.record.studies.iter().find(|studies| is_for(studies.role, self.role));
        match (answer.route, answer.status, studies) {
            (Route::FirstRegistration | Route::Assessment, _, Some(studies)) => {
                (Situation::Student, self.student(studies, answered.provenance))
            }
            (Route::Unregulated | Route::Registry, _, Some(studies)) if start < studies.finishes => {
                let message = self.sentence("pathway-student-unlicensed").with("date", Arg::Day(studies.finishes));
                (Situation::Student, vec![Step { message, ..answered }])
            }
            (Route::FirstRegistration, ..) => (Situation::FirstRegistration, self.with_exam(answered)),
            (Route::Assessment, ..) => (Situation::InternationallyEducated, self.assessment(answered)),
            (Route::Unlisted | Route::NotPractised, ..) => (Situation::Unclear, vec![answered]),
            (_, AnswerStatus::Met { .. }, _) => (Situation::Ready, self.with_lapses(answered, start)),
            (Route::Licensed | Route::Renewal, ..) => (Situation::Renewal, vec![answered]),
            (Route::Unregulated | Route::Registry, ..) => (Situation::Unclear, vec![answered]),
            _ => (Situation::LicensedElsewhere, vec![answered]),
        }
    }

    /// A programme of the profession is under way or finished.
    fn student(&self, studies: &Studies, provenance: Provenance) -> Vec<Step> {
        let message = if self.today < studies.finishes {
            self.sentence("pathway-student").with("date", Arg::Day(studies.finishes))
        } else {
            self.sentence("pathway-graduate")
        };
        let mut steps = self.with_exam(Step { message, provenance });
        let employed = Role::parse("nurse_student").filter(|_| self.is_nursing() && self.today < studies.finishes);
        steps.extend(employed.map(|role| Step {
            message: Message::new("pathway-student-work").with("role", Arg::Role(role, Some(self.province))),
            provenance: role.provenance(),
        }));
        steps
    }

    fn is_nursing(&self) -> bool {
        matches!(self.role.profession(), Some("rn" | "lpn" | "rpsych"))
    }

    /// The answer of `mobility` is the first step of an assessment; later ones follow from how far it has come.
    fn assessment(&self, answered: Step) -> Vec<Step> {
        let abroad = self.record.abroad.iter().find(|abroad| is_for(abroad.role, self.role));
        let key = match abroad.map_or(Assessment::NotBegun, |abroad| abroad.assessment) {
            Assessment::NotBegun => return self.with_exam(answered),
            Assessment::UnderWay => "pathway-assessment-under-way",
            Assessment::Done => "pathway-assessment-done",
        };
        self.with_exam(Step { message: self.sentence(key), ..answered })
    }

    /// What of the wallet ends within the time of the first reminder.
    fn with_lapses(&self, answered: Step, start: NaiveDate) -> Vec<Step> {
        let soon = start + Days::new(AHEAD_DAYS.into_iter().max().unwrap_or_default().into());
        let ends = self.profile.credentials.iter().filter_map(|held| {
            let item = Item { young_until: None, ..Item::of_credential(uuid::Uuid::nil(), held) };
            let message = lapses_before(&[item], soon).first()?.message();
            Some(Step { message, provenance: held.credential.provenance() })
        });
        std::iter::once(answered).chain(ends).collect()
    }

    fn with_exam(&self, step: Step) -> Vec<Step> {
        let ours = |exam: &&Exam| {
            let here = exam.provinces.is_empty() || exam.provinces.contains(self.province);
            here && Some(exam.profession) == self.role.profession()
                && exam.provenance.certainty != Certainty::Unverified
        };
        let exam = EXAMS.iter().find(ours).map(|exam| Step {
            message: self.sentence("pathway-exam").with("exam", Arg::Text(exam.name.to_owned())),
            provenance: exam.provenance,
        });
        std::iter::once(step).chain(exam).collect()
    }

    fn sentence(&self, key: &'static str) -> Message {
        let regulator = Regulation::of(self.role, self.province, self.today).and_then(|row| row.regulator);
        Message::new(key)
            .with("role", Arg::Role(self.role, Some(self.province)))
            .with("province", Arg::Province(self.province))
            .with("regulator", Arg::Text(regulator.map_or("none", |regulator| regulator.name).to_owned()))
    }
}

#[cfg(test)]
mod tests;
