//! An applicant, as far as disclosed.

use chrono::NaiveDate;
use domain::Lang;
use domain::worker::{Licence, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::applications::seen::Seen;
use crate::rest::documents::DocumentView;

/// A role that an applicant does.
#[derive(Serialize, ToSchema)]
struct PracticeView {
    role: &'static str,
    /// Months of experience.
    months: u16,
}

/// A licence of an applicant.
#[derive(Serialize, ToSchema)]
struct LicenceView {
    role: &'static str,
    province: &'static str,
    class: &'static str,
    standing: &'static str,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    /// `self_declared`, `pending`, `verified`, …
    state: &'static str,
    /// Only where it is disclosed.
    number: Option<String>,
}

impl LicenceView {
    fn of((licence, state, number): &(Licence, State, Option<String>)) -> Self {
        Self {
            role: licence.role.key(),
            province: licence.province.key(),
            class: licence.class.key(),
            standing: licence.standing.key(),
            valid_from: licence.valid_from,
            valid_until: licence.valid_until,
            state: state.key(),
            number: number.clone(),
        }
    }
}

/// A credential of an applicant.
#[derive(Serialize, ToSchema)]
struct HeldView {
    credential: &'static str,
    name: &'static str,
    issued: Option<NaiveDate>,
    expires: Option<NaiveDate>,
}

/// How to reach an applicant.
#[derive(Serialize, ToSchema)]
struct ApplicantContactView {
    email: String,
    phone: Option<String>,
}

/// A position that an applicant held.
#[derive(Serialize, ToSchema)]
struct PositionView {
    title: String,
    employer: String,
    description: Option<String>,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// A programme that an applicant has finished.
#[derive(Serialize, ToSchema)]
struct ProgrammeView {
    programme: String,
    institution: String,
}

/// An applicant, as far as disclosed at the stage where the application stands.
#[derive(Default, Serialize, ToSchema)]
pub(in crate::rest) struct SeenView {
    name: Option<String>,
    roles: Option<Vec<PracticeView>>,
    /// Code of the province or territory where they live.
    residence: Option<&'static str>,
    licences: Option<Vec<LicenceView>>,
    credentials: Option<Vec<HeldView>>,
    languages: Option<Vec<&'static str>>,
    /// The first day they could start.
    available_from: Option<NaiveDate>,
    contact: Option<ApplicantContactView>,
    positions: Option<Vec<PositionView>>,
    education: Option<Vec<ProgrammeView>>,
    /// Documents that prove credentials.
    proofs: Vec<DocumentView>,
    /// The résumé that was sent along.
    resume: Option<DocumentView>,
}

impl SeenView {
    pub(in crate::rest) fn of(seen: &Seen, lang: Lang) -> Self {
        let (roles, residence) = seen.roles.clone().unzip();
        let (positions, education) = seen.background.clone().unzip();
        Self {
            name: seen.name.clone(),
            roles: roles.map(|roles| {
                roles
                    .iter()
                    .map(|practice| PracticeView { role: practice.role.key(), months: practice.months })
                    .collect()
            }),
            residence: residence.flatten().map(|province: domain::reference::Province| province.key()),
            licences: seen.licences.as_ref().map(|licences| licences.iter().map(LicenceView::of).collect()),
            credentials: seen.credentials.as_ref().map(|credentials| {
                let held = |held: &domain::worker::Held| HeldView {
                    credential: held.credential.key(),
                    name: held.credential.name(lang),
                    issued: held.issued,
                    expires: held.expires,
                };
                credentials.iter().map(held).collect()
            }),
            languages: seen
                .availability
                .map(|(languages, _)| languages.iter().map(domain::reference::Language::key).collect()),
            available_from: seen.availability.and_then(|(_, from)| from),
            contact: seen.contact.clone().map(|(email, phone)| ApplicantContactView { email, phone }),
            positions: positions.map(|positions| {
                let view = |position: domain::worker::Experience| PositionView {
                    title: position.title,
                    employer: position.employer,
                    description: position.description,
                    from: position.from,
                    until: position.until,
                };
                positions.into_iter().map(view).collect()
            }),
            education: education.map(|education| {
                let view = |done: domain::worker::Education| ProgrammeView {
                    programme: done.programme,
                    institution: done.institution,
                };
                education.into_iter().map(view).collect()
            }),
            proofs: seen.proofs.iter().map(DocumentView::of).collect(),
            resume: seen.resume.as_ref().map(DocumentView::of),
        }
    }
}
