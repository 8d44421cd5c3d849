//! How complete a worker's record is, and the next best step.

use chrono::NaiveDate;

use super::{Held, Licence, Record};
use crate::message::Message;
use crate::mobility::licenses;
use crate::reference::{Province, Regulation, RegulationStatus, Role};
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// A part of the record that counts, heaviest first: what decides eligibility, then what makes the score, then
    /// what an employer asks first.
    Part {
        /// At least one role.
        Roles = "roles",
        /// A licence for each role that needs one, or the studies or foreign education that lead to it.
        Licences = "licences",
        /// Somewhere to work.
        Reach = "reach",
        /// At least one credential.
        Wallet = "wallet",
        /// Given and family name.
        Name = "name",
        /// A position, or months in a role; students and the newly trained have their studies.
        Experience = "experience",
        /// A telephone number.
        Phone = "phone",
        /// Languages of work.
        Languages = "languages",
        /// Employment types or shifts.
        Schedule = "schedule",
        /// The first day they could start.
        Availability = "availability",
        /// A programme, finished or under way.
        Education = "education",
        /// A headline.
        Headline = "headline",
    }
}

impl Part {
    /// What it counts for; all together 100.
    pub const fn weight(self) -> u8 {
        match self {
            Self::Roles | Self::Licences => 20,
            Self::Reach => 15,
            Self::Wallet => 10,
            Self::Name | Self::Experience => 6,
            Self::Phone | Self::Languages | Self::Schedule | Self::Availability | Self::Education => 4,
            Self::Headline => 3,
        }
    }

    /// What to do about it.
    pub const fn step(self) -> Message {
        Message::new(match self {
            Self::Roles => "complete-roles",
            Self::Licences => "complete-licences",
            Self::Reach => "complete-reach",
            Self::Wallet => "complete-wallet",
            Self::Name => "complete-name",
            Self::Experience => "complete-experience",
            Self::Phone => "complete-phone",
            Self::Languages => "complete-languages",
            Self::Schedule => "complete-schedule",
            Self::Availability => "complete-availability",
            Self::Education => "complete-education",
            Self::Headline => "complete-headline",
        })
    }
}

/// How complete a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// 0–100.
    pub percent: u8,
    /// What is missing.
    pub missing: BitSet<Part>,
}

impl Completeness {
    /// The part to see to next: the one that counts most.
    pub fn next(&self) -> Option<Part> {
        self.missing.iter().next()
    }
}

/// How complete a record is today.
pub fn completeness(record: &Record, licences: &[Licence], wallet: &[Held], today: NaiveDate) -> Completeness {
    let there = |part: &Part| match part {
        Part::Roles => !record.all_roles().is_empty(),
        Part::Licences => has_licences(record, licences, today),
        Part::Reach => has_reach(record),
        Part::Wallet => !wallet.is_empty(),
        Part::Name => record.given_name.is_some() && record.family_name.is_some(),
        Part::Experience => {
            let months = record.roles.iter().any(|practice| practice.months > 0);
            months || !record.experience.is_empty() || !record.studies.is_empty()
        }
        Part::Phone => record.phone.is_some(),
        Part::Languages => !record.languages.is_empty(),
        Part::Schedule => !record.employment.is_empty() || !record.shifts.is_empty(),
        Part::Availability => record.available_from.is_some(),
        Part::Education => !record.education.is_empty() || !record.studies.is_empty(),
        Part::Headline => record.headline.is_some(),
    };
    let (done, missing): (Vec<Part>, Vec<Part>) = Part::ALL.iter().copied().partition(there);
    Completeness { percent: done.into_iter().map(Part::weight).sum(), missing: BitSet::of(missing) }
}

fn has_reach(record: &Record) -> bool {
    let reach = &record.reach;
    let regions = [&reach.regions, &record.relocation, &record.fly_in];
    reach.near.is_some() || reach.remote || regions.into_iter().any(|regions| !regions.is_empty())
}

fn has_licences(record: &Record, licences: &[Licence], today: NaiveDate) -> bool {
    record.roles.iter().map(|practice| practice.role).all(|role| {
        // A nurse practitioner's licence is a registered nurse's too; their studies are not.
        let leads_there = |other: Role| other.profession() == role.profession();
        !needs_licence(role, record.residence, today)
            || licences.iter().any(|licence| licenses(licence.role, role))
            || record.studies.iter().any(|studies| leads_there(studies.role))
            || record.abroad.iter().any(|abroad| leads_there(abroad.role))
    })
}

/// Whether the role needs a licence where the worker lives; of one whose home is not known, anywhere.
fn needs_licence(role: Role, residence: Option<Province>, today: NaiveDate) -> bool {
    let regulated = |province: Province| {
        Regulation::of(role, province, today).is_some_and(|row| row.status == RegulationStatus::Regulated)
    };
    match residence {
        Some(province) => regulated(province),
        None => Province::ALL.iter().copied().any(regulated),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Lang;
    use crate::reference::{Credential, Language, Region};
    use crate::testing;
    use crate::worker::{Abroad, Assessment, LicenceClass, Practice, Reach, Standing, Studies};

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
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

    fn doing(key: &str, residence: Option<Province>) -> Record {
        Record { roles: vec![Practice { role: role(key), months: 0 }], residence, ..Record::default() }
    }

    #[test]
    fn the_weights_make_a_hundred_and_are_listed_heaviest_first() {
        assert_eq!(Part::ALL.iter().map(|part| u32::from(part.weight())).sum::<u32>(), 100);
        assert!(Part::ALL.is_sorted_by(|a, b| a.weight() >= b.weight()));
        for lang in Lang::ALL {
            assert!(Part::ALL.iter().all(|part| !part.step().render(lang).starts_with("complete-")), "{lang:?}");
        }
    }

    #[test]
    fn an_empty_record_has_only_the_licences_it_does_not_need() {
        let found = completeness(&Record::default(), &[], &[], today());
        assert_eq!((found.percent, found.next()), (20, Some(Part::Roles)));
    }

    #[test]
    fn a_licence_is_missing_only_where_the_role_needs_one() {
        let missing = |record: &Record, licences: &[Licence]| {
            completeness(record, licences, &[], today()).missing.contains(Part::Licences)
        };
        assert!(missing(&doing("rn", Some(Province::On)), &[]));
        assert!(!missing(&doing("rn", Some(Province::On)), &[licence("rn", Province::Ab)]));
        assert!(!missing(&doing("rn", Some(Province::On)), &[licence("np", Province::On)]));
        assert!(missing(&doing("rn", Some(Province::On)), &[licence("lpn", Province::On)]));
        assert!(!missing(&doing("nurse_lead", Some(Province::On)), &[licence("lpn", Province::On)]));
        // The Alberta aide needs a permit, the one of Saskatchewan does not.
        assert!(missing(&doing("psw", Some(Province::Ab)), &[]));
        assert!(!missing(&doing("psw", Some(Province::Sk)), &[]));
        assert!(missing(&doing("psw", None), &[]));
        assert!(!missing(&doing("med_admin", None), &[]));
        let studying_np = Studies {
            role: role("np"),
            programme: "NP".to_owned(),
            institution: "U".to_owned(),
            province: Province::On,
            finishes: today(),
        };
        let studies = vec![studying_np];
        assert!(missing(&Record { studies, ..doing("rn", Some(Province::On)) }, &[]));
        let abroad = vec![Abroad { role: role("rn"), assessment: Assessment::NotBegun }];
        assert!(!missing(&Record { abroad, ..doing("rn", Some(Province::On)) }, &[]));
    }

    #[test]
    fn a_full_record_is_a_hundred_percent_and_has_no_next_step() {
        let record = Record {
            headline: Some("Night nurse".to_owned()),
            given_name: Some("A".to_owned()),
            family_name: Some("B".to_owned()),
            phone: Some("1".to_owned()),
            roles: vec![Practice { role: role("rn"), months: 30 }],
            reach: Reach { regions: vec![Region::parse("on").unwrap()], ..Reach::default() },
            employment: [crate::posting::Employment::FullTime].into_iter().collect(),
            languages: [Language::French].into_iter().collect(),
            available_from: Some(today()),
            education: vec![crate::worker::Education {
                programme: "BScN".to_owned(),
                institution: "C".to_owned(),
                province: None,
                year: None,
            }],
            ..Record::default()
        };
        let wallet = [Held { credential: Credential::parse("bls").unwrap(), issued: None, expires: None }];
        let full = completeness(&record, &[licence("rn", Province::On)], &wallet, today());
        assert_eq!((full.percent, full.next()), (100, None));
        let without = completeness(&Record { phone: None, ..record }, &[licence("rn", Province::On)], &wallet, today());
        assert_eq!((without.percent, without.next()), (96, Some(Part::Phone)));
    }

    proptest! {
        /// What is there and what is missing make the whole.
        #[test]
        fn percent_and_missing_agree(
            (today, profile) in testing::today().prop_flat_map(|today| (Just(today), testing::profile(today))),
        ) {
            let record = Record {
                roles: profile.roles,
                residence: profile.residence,
                reach: profile.reach,
                languages: profile.languages,
                available_from: profile.available_from,
                ..Record::default()
            };
            let found = completeness(&record, &profile.licences, &profile.credentials, today);
            let missing: u8 = found.missing.iter().map(Part::weight).sum();
            prop_assert_eq!(found.percent + missing, 100);
            prop_assert!(found.next().is_none_or(|next| found.missing.iter().all(|part| part.weight() <= next.weight())));
        }
    }
}
