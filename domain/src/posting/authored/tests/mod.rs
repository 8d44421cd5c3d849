mod claiming;
mod forms;
mod holding;
mod living;

use chrono::{DateTime, NaiveDate, Utc};

use super::*;
use crate::compliance::fraud::Sign;
use crate::organization::Headcount;
use crate::posting::{Employment, EmploymentSet, Pay, PayUnit};
use crate::reference::{Province, Role};
use crate::requirement::{Ask, Necessity};

/// Some moment.
fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn author() -> Author {
    Author {
        name: "Thunder Bay Regional Hospital".to_owned(),
        arrangement: crate::posting::Arrangement::Direct,
        domain: Some("tbrh.example.ca".to_owned()),
        licences: Vec::new(),
        headcount: Some(Headcount::From25),
        verified: true,
        facilities: Vec::new(),
    }
}

/// A form that lacks nothing.
fn form() -> Form {
    Form {
        en: Some(Words {
            title: "Registered nurse, ICU".to_owned(),
            description: "Care for critically ill patients.".to_owned(),
            benefits: "Pension and dental plan.".to_owned(),
        }),
        roles: vec![Role::parse("rn").unwrap()],
        sites: vec![Site::Place {
            name: "Thunder Bay".to_owned(),
            province: Province::On,
            postal_code: Some("P7B 6V4".to_owned()),
        }],
        requirements: vec![Wanted { ask: Ask::Experience { months: 12 }, necessity: Necessity::Preferred }],
        pay: Some(Pay { min_cents: 4_000, max_cents: 5_500, unit: PayUnit::Hour }),
        employment: EmploymentSet::of([Employment::FullTime, Employment::Permanent]),
        vacancy: Some(true),
        ..Form::default()
    }
}
