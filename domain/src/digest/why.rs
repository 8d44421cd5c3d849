//! What a digest says of a job: why it is there, and which licence it needs.

use chrono::NaiveDate;

use super::Wish;
use crate::matching::verdict;
use crate::message::{Arg, Message};
use crate::posting::{Content, Posting};
use crate::reference::{Certainty, Province, Regulation, RegulationStatus, Role};
use crate::search::Filter;
use crate::worker::Profile;

/// Why a job fits what was asked for, by what the posting says; `km`: from the middle of the circle.
pub fn why(wish: &Wish, posting: &Posting, km: Option<u32>, today: NaiveDate) -> Vec<Message> {
    match wish {
        Wish::Search { filter } => by_filter(filter, posting, km),
        Wish::Profile { profile } => by_profile(profile, posting, today),
    }
}

fn by_filter(filter: &Filter, posting: &Posting, km: Option<u32>) -> Vec<Message> {
    let content = &posting.content;
    let wanted: Vec<Role> = content.roles.iter().copied().filter(|role| filter.roles.contains(role)).collect();
    let mut why = Vec::new();
    if !wanted.is_empty() {
        let province = content.provinces().next();
        let roles = wanted.into_iter().map(|role| Arg::Role(role, province)).collect();
        why.push(Message::new("digest-why-role").with("roles", Arg::List(roles)));
    }
    match km {
        Some(km) => why.push(Message::new("digest-why-near").with("km", Arg::Count(km.into()))),
        None if !filter.regions.is_empty() => {
            let provinces = content.provinces().map(Arg::Province).collect();
            why.push(Message::new("digest-why-region").with("provinces", Arg::List(provinces)));
        }
        None => {}
    }
    let employment = filter.employment.intersection(content.employment);
    if !employment.is_empty() {
        let list = employment.iter().map(Arg::Employment).collect();
        why.push(Message::new("digest-why-employment").with("employment", Arg::List(list)));
    }
    let shifts = filter.shifts.intersection(content.shifts);
    if !shifts.is_empty() {
        why.push(Message::new("digest-why-shifts").with("shifts", Arg::List(shifts.iter().map(Arg::Shift).collect())));
    }
    if let Some(floor) = filter.pay_floor {
        why.push(Message::new("digest-why-pay").with("floor", Arg::Pay(floor.min_cents, floor.unit)));
    }
    why
}

fn by_profile(profile: &Profile, posting: &Posting, today: NaiveDate) -> Vec<Message> {
    vec![verdict(profile, posting, today).eligibility.message()]
}

/// What it pays, or that it does not say.
pub fn pay(content: &Content) -> Message {
    content.pay.map_or_else(
        || Message::new("digest-pay-unstated"),
        |pay| Message::new("digest-pay").with("pay", Arg::PayRange(pay)),
    )
}

/// Which registration the work needs, where the law of the province says so and somebody has verified that it does.
pub fn licence(posting: &Posting, today: NaiveDate) -> Option<Message> {
    let content = &posting.content;
    let needs = |role: Role, province: Province| {
        let row = Regulation::of(role, province, today)?;
        let sure = row.status == RegulationStatus::Regulated && row.provenance.certainty != Certainty::Unverified;
        let regulator = row.regulator.filter(|_| sure)?;
        let message = Message::new("digest-licence").with("role", Arg::Role(role, Some(province)));
        Some(message.with("province", Arg::Province(province)).with("regulator", Arg::Text(regulator.name.to_owned())))
    };
    let mut each = content.provinces().flat_map(|province| content.roles.iter().map(move |role| (*role, province)));
    each.find_map(|(role, province)| needs(role, province))
}
