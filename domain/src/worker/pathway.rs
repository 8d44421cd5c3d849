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
use crate::mobility::{self, Answer, AnswerStatus, Route, licenses};
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
    let rows = rows::<Row>("entry_exams.csv", include_str!("../../data/entry_exams.csv"));
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
    let of_role = |role: Role| provinces.iter().map(move |province| (role, *province));
    let each = record.all_roles().into_iter().flat_map(of_role);
    each.map(|(role, province)| Case { record, profile, role, province, today }.pathway()).collect()
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
        let studies =
            self.record.studies.iter().find(|studies| licenses(studies.role, self.role) || studies.role == self.role);
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
        let abroad = self.record.abroad.iter().find(|abroad| licenses(abroad.role, self.role));
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Lang;
    use crate::reference::Credential;
    use crate::testing;
    use crate::worker::{Abroad, Held, Licence, LicenceClass, Practice, Reach, Standing};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn role(key: &str) -> Role {
        Role::parse(key).unwrap()
    }

    fn licence(key: &str, province: Province) -> Licence {
        Licence {
            role: role(key),
            province,
            class: LicenceClass::General,
            standing: Standing::Active,
            valid_from: None,
            valid_until: None,
        }
    }

    fn living_in(province: Province) -> Record {
        Record { residence: Some(province), ..Record::default() }
    }

    fn studying(key: &str, province: Province, finishes: &str) -> Record {
        let studies = Studies {
            role: role(key),
            programme: "P".to_owned(),
            institution: "I".to_owned(),
            province,
            finishes: day(finishes),
        };
        Record { studies: vec![studies], ..living_in(province) }
    }

    fn abroad(key: &str, province: Province, assessment: Assessment) -> Record {
        Record { abroad: vec![Abroad { role: role(key), assessment }], ..living_in(province) }
    }

    fn doing(key: &str, province: Province) -> Record {
        Record { roles: vec![Practice { role: role(key), months: 1 }], ..living_in(province) }
    }

    #[test]
    fn each_situation_has_its_next_steps() {
        use Assessment::{Done, NotBegun, UnderWay};
        use Province::{Ab, On, Qc, Sk};
        let cases: Vec<(Record, Vec<Licence>, Situation, &[&str])> = vec![
            (doing("rn", On), vec![licence("rn", On)], Situation::Ready, &["mobility-licensed"]),
            (doing("psw", Sk), vec![], Situation::Ready, &["mobility-unregulated"]),
            (doing("rn", On), vec![licence("rn", Ab)], Situation::LicensedElsewhere, &["mobility-cno"]),
            (doing("rn", On), vec![], Situation::FirstRegistration, &["mobility-first", "pathway-exam"]),
            (doing("lpn", Ab), vec![], Situation::FirstRegistration, &["mobility-first"]),
            (
                studying("rn", On, "2027-04-30"),
                vec![],
                Situation::Student,
                &["pathway-student", "pathway-exam", "pathway-student-work"],
            ),
            (studying("rn", On, "2026-11-01"), vec![], Situation::Student, &["pathway-graduate", "pathway-exam"]),
            (studying("pharmacist", Qc, "2027-04-30"), vec![], Situation::Student, &["pathway-student"]),
            (studying("psw", Sk, "2027-04-30"), vec![], Situation::Student, &["pathway-student-unlicensed"]),
            (studying("psw", Sk, "2026-04-30"), vec![], Situation::Ready, &["mobility-unregulated"]),
            (
                abroad("rn", On, NotBegun),
                vec![],
                Situation::InternationallyEducated,
                &["mobility-assessment-nnas", "pathway-exam"],
            ),
            (
                abroad("rn", Qc, NotBegun),
                vec![],
                Situation::InternationallyEducated,
                &["mobility-assessment-qc", "pathway-exam"],
            ),
            (
                abroad("rn", On, UnderWay),
                vec![],
                Situation::InternationallyEducated,
                &["pathway-assessment-under-way", "pathway-exam"],
            ),
            (
                abroad("lpn", On, Done),
                vec![],
                Situation::InternationallyEducated,
                &["pathway-assessment-done", "pathway-exam"],
            ),
            (doing("rpsych", On), vec![], Situation::Unclear, &["mobility-absent"]),
        ];
        for (record, licences, situation, keys) in cases {
            let profile = record.profile(licences, vec![]);
            let found = pathways(&record, &profile, day("2026-11-23"));
            assert_eq!(found.len(), 1);
            let found_keys: Vec<_> = found[0].steps.iter().map(|step| step.message.key).collect();
            assert_eq!((found[0].situation, found_keys.as_slice()), (situation, keys), "{:?}", found[0].role);
        }
    }

    #[test]
    fn the_examination_is_that_of_the_province() {
        let exam = |key: &str, province| {
            let record = studying(key, province, "2027-04-30");
            let found = pathways(&record, &record.profile(vec![], vec![]), day("2026-11-23"));
            let step = found[0].steps.iter().find(|step| step.message.key == "pathway-exam")?;
            Some(step.message.render(Lang::En))
        };
        assert!(exam("lpn", Province::Bc).unwrap().contains("REx-PN"));
        assert!(exam("rn", Province::Nu).unwrap().contains("NCLEX-RN"));
        assert_eq!(exam("lpn", Province::Ns), None);
    }

    #[test]
    fn one_who_is_ready_hears_what_soon_ends() {
        let record = doing("rn", Province::On);
        let held = |key: &str, expires: &str| Held {
            credential: Credential::parse(key).unwrap(),
            issued: None,
            expires: Some(day(expires)),
        };
        let wallet = vec![held("bls", "2027-01-10"), held("cpr_c", "2027-03-10")];
        let profile = record.profile(vec![licence("rn", Province::On)], wallet);
        let steps = &pathways(&record, &profile, day("2026-11-23"))[0].steps;
        let said: Vec<_> = steps.iter().map(|step| step.message.render(Lang::En)).collect();
        assert_eq!(said[1..], ["Basic Life Support (BLS): ends on 10 January 2027."]);
    }

    #[test]
    fn home_comes_first_and_canada_means_every_province() {
        let region = |key| Region::parse(key).unwrap();
        let mut record = doing("psw", Province::Ns);
        record.reach = Reach { regions: vec![region("on-toronto"), region("on")], ..Reach::default() };
        record.fly_in = vec![region("nu")];
        assert_eq!(provinces(&record), [Province::Ns, Province::On, Province::Nu]);
        record.relocation = vec![region("ca")];
        assert_eq!(provinces(&record).len(), 13);
        assert_eq!(provinces(&record)[0], Province::Ns);
        assert_eq!(provinces(&Record::default()).len(), 13);
    }

    #[test]
    fn every_examination_is_of_a_profession_and_provinces_that_exist() {
        let raw = rows::<Row>("entry_exams.csv", include_str!("../../data/entry_exams.csv"));
        assert_eq!(raw.len(), EXAMS.len());
        for (row, exam) in raw.iter().zip(EXAMS.iter()) {
            assert!(Role::all().any(|role| role.profession() == Some(exam.profession)), "{}", exam.profession);
            let named = row.provinces.split('|').filter(|code| !code.is_empty()).count();
            assert_eq!(named, exam.provinces.iter().count(), "{}", row.exam);
        }
    }

    proptest! {
        /// Whoever asks: every role has a step in every province asked about, said in both languages, and a day is
        /// promised only where mobility gives one.
        #[test]
        fn there_is_always_a_next_step(
            (today, profile) in testing::today().prop_flat_map(|today| (Just(today), testing::profile(today))),
            studied in testing::role(),
            abroad in testing::role(),
            finishes in testing::today(),
        ) {
            let mut record = studying(studied.key(), Province::On, &finishes.to_string());
            record.roles = profile.roles.clone();
            record.abroad = vec![Abroad { role: abroad, assessment: Assessment::UnderWay }];
            record.reach = profile.reach.clone();
            let profile = record.profile(profile.licences, profile.credentials);
            let found = pathways(&record, &profile, today);
            prop_assert_eq!(found.len(), record.all_roles().len() * provinces(&record).len());
            for pathway in found {
                prop_assert!(!pathway.steps.is_empty());
                for step in &pathway.steps {
                    for lang in Lang::ALL {
                        let said = step.message.render(lang);
                        prop_assert!(said != step.message.key && !said.contains("{$"), "{said}");
                    }
                }
                prop_assert!(pathway.earliest.is_none_or(|day| day >= today));
                if pathway.situation == Situation::Ready {
                    prop_assert!(pathway.earliest.is_some());
                }
            }
        }
    }
}
