//! A worker's own things as they are shown to them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Lang;
use domain::reference::{Regulation, Regulator};
use domain::worker::{Blocked, Completeness, Lapse, Part, Pathway, Subject, Visibility};
use serde::Serialize;
use storage::worker::{Block, Credential, Profile};
use utoipa::ToSchema;
use uuid::Uuid;

use super::record::RecordInput;
use crate::app::worker::licences::Opened;
use crate::rest::reference::ProvenanceView;

/// A choice of who may see the profile.
#[derive(Serialize, ToSchema)]
struct VisibilityChoice {
    /// `hidden`, `anonymous` or `open`.
    key: &'static str,
    /// What it means, in the language of the answer.
    means: String,
}

/// The profile.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ProfileView {
    /// What the worker wrote, in the form in which it is put back.
    record: RecordInput,
    /// Who may see it: one of the choices.
    visibility: &'static str,
    choices: Vec<VisibilityChoice>,
}

impl ProfileView {
    pub(in crate::rest) fn of(profile: &Profile, lang: Lang) -> Self {
        let choice =
            |choice: &Visibility| VisibilityChoice { key: choice.key(), means: choice.explained().render(lang) };
        Self {
            record: RecordInput::of(&profile.record),
            visibility: profile.visibility.key(),
            choices: Visibility::ALL.iter().map(choice).collect(),
        }
    }
}

/// A part of the profile that is missing.
#[derive(Serialize, ToSchema)]
struct MissingPart {
    /// `roles`, `licences`, `reach`, `wallet`, `name`, `experience`, `phone`, `languages`, `schedule`,
    /// `availability`, `education` or `headline`.
    part: &'static str,
    /// What it would add, in percent.
    adds: u8,
    /// What to do, in the language of the answer.
    step: String,
}

/// How complete the profile is.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct CompletenessView {
    /// 0–100.
    percent: u8,
    /// The next best step: the one that adds most.
    next: Option<MissingPart>,
    /// All that is missing, what adds most first.
    missing: Vec<MissingPart>,
}

impl CompletenessView {
    pub(in crate::rest) fn of(found: Completeness, lang: Lang) -> Self {
        let part = |part: Part| MissingPart { part: part.key(), adds: part.weight(), step: part.step().render(lang) };
        Self { percent: found.percent, next: found.next().map(part), missing: found.missing.iter().map(part).collect() }
    }
}

/// One thing to do or to know.
#[derive(Serialize, ToSchema)]
struct StepView {
    /// It in the language of the answer.
    step: String,
    /// Who says so.
    provenance: ProvenanceView,
}

/// The way to one role in one province.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct PathwayView {
    /// Key of the role.
    role: &'static str,
    /// Code of the province or territory.
    province: &'static str,
    /// `ready`, `renewal`, `licensed_elsewhere`, `student`, `internationally_educated`, `first_registration` or
    /// `unclear`.
    situation: &'static str,
    /// The first day on which the work could begin, where a rule gives one.
    earliest: Option<NaiveDate>,
    /// What to do, the next step first.
    steps: Vec<StepView>,
}

impl PathwayView {
    pub(in crate::rest) fn of(pathway: &Pathway, lang: Lang) -> Self {
        let steps = pathway.steps.iter();
        Self {
            role: pathway.role.key(),
            province: pathway.province.key(),
            situation: pathway.situation.key(),
            earliest: pathway.earliest,
            steps: steps
                .map(|step| StepView { step: step.message.render(lang), provenance: step.provenance.into() })
                .collect(),
        }
    }
}

/// Something that no longer counts on the day asked about.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct LapseView {
    /// The licence or credential.
    id: Uuid,
    /// `licence` or `credential`.
    kind: &'static str,
    /// Of a licence: key of the role.
    role: Option<&'static str>,
    /// Of a licence: code of the province or territory.
    province: Option<&'static str>,
    /// Of a credential: its key.
    credential: Option<&'static str>,
    /// The last day on which it counts.
    last_day: NaiveDate,
    /// `ends`, or `too_old` for a first day of work after it.
    why: &'static str,
    /// It in the language of the answer.
    reason: String,
}

impl LapseView {
    pub(in crate::rest) fn of(lapse: &Lapse, lang: Lang) -> Self {
        let (kind, licence, credential) = match lapse.subject {
            Subject::Licence(role, province) => ("licence", Some((role, province)), None),
            Subject::Credential(credential) => ("credential", None, Some(credential)),
        };
        Self {
            id: lapse.id,
            kind,
            role: licence.map(|(role, _)| role.key()),
            province: licence.map(|(_, province)| province.key()),
            credential: credential.map(domain::reference::Credential::key),
            last_day: lapse.last_day,
            why: lapse.why.key(),
            reason: lapse.message().render(lang),
        }
    }
}

/// Who regulates a role in a province.
#[derive(Serialize, ToSchema)]
struct IssuerView {
    key: &'static str,
    name: &'static str,
    url: Option<&'static str>,
    /// Its public register.
    register_url: Option<&'static str>,
}

impl From<&'static Regulator> for IssuerView {
    fn from(regulator: &'static Regulator) -> Self {
        let Regulator { key, name, url, register_url, .. } = regulator;
        Self { key, name, url: *url, register_url: *register_url }
    }
}

/// How true a licence is.
#[derive(Serialize, ToSchema)]
struct VerificationView {
    /// `self_declared`, `pending`, `verified`, `lapsed` or `refused`.
    state: &'static str,
    /// When it was last checked.
    checked_at: Option<DateTime<Utc>>,
    /// How: `public_register`.
    how: Option<String>,
    /// The day from which it counts as lapsed unless checked again.
    next_check: Option<NaiveDate>,
}

/// A licence, for its owner.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct OwnLicenceView {
    id: Uuid,
    role: &'static str,
    province: &'static str,
    class: &'static str,
    standing: &'static str,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    /// Its number: whole where a single licence is read, else its last three characters.
    number: Option<String>,
    regulator: Option<IssuerView>,
    verification: VerificationView,
}

impl OwnLicenceView {
    /// With the last characters of the number.
    pub(in crate::rest) fn of(opened: &Opened, today: NaiveDate) -> Self {
        Self { number: opened.number.as_deref().map(masked), ..Self::whole(opened, today) }
    }

    /// With the number.
    pub(in crate::rest) fn whole(opened: &Opened, today: NaiveDate) -> Self {
        let (fields, verification) = (&opened.licence.fields, &opened.licence.verification);
        let checked = verification.checked.as_ref();
        let regulator = Regulation::of(fields.role, fields.province, today).and_then(|row| row.regulator);
        Self {
            id: opened.licence.id,
            role: fields.role.key(),
            province: fields.province.key(),
            class: fields.class.key(),
            standing: fields.standing.key(),
            valid_from: fields.valid_from,
            valid_until: fields.valid_until,
            number: opened.number.clone(),
            regulator: regulator.map(IssuerView::from),
            verification: VerificationView {
                state: verification.on(fields, today).key(),
                checked_at: checked.map(|checked| checked.at),
                how: checked.map(|checked| checked.how.clone()),
                next_check: checked.and_then(|checked| checked.next),
            },
        }
    }
}

/// The last three characters of a number; of a short one none, as three would be most of it.
fn masked(number: &str) -> String {
    let shown = if number.chars().count() > 5 { 3 } else { 0 };
    let start = number.chars().count() - shown;
    number.chars().skip(start).fold("…".to_owned(), |mut masked, c| {
        masked.push(c);
        masked
    })
}

/// A credential of the wallet.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct WalletView {
    id: Uuid,
    credential: &'static str,
    /// Its name, in the language of the answer.
    name: &'static str,
    issuer: Option<String>,
    issued: Option<NaiveDate>,
    /// The last day on the card.
    expires: Option<NaiveDate>,
    /// The last day by the usual validity from the issue, where one is known: a proposal for a card without a date.
    proposed_expiry: Option<NaiveDate>,
    /// The last first day of work for which it is young enough, where age counts.
    young_until: Option<NaiveDate>,
    /// One of your documents.
    document: Option<Uuid>,
    /// Of health items only the dates are kept.
    is_health_item: bool,
}

impl WalletView {
    pub(in crate::rest) fn of(credential: &Credential, lang: Lang) -> Self {
        let held = &credential.held;
        Self {
            id: credential.id,
            credential: held.credential.key(),
            name: held.credential.name(lang),
            issuer: credential.issuer.clone(),
            issued: held.issued,
            expires: held.expires,
            proposed_expiry: held.proposed_expiry(),
            young_until: held.young_until(),
            document: credential.document,
            is_health_item: held.credential.is_health(),
        }
    }
}

/// An employer that may not see the profile.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct BlockView {
    id: Uuid,
    organization: Option<Uuid>,
    /// The name as it was given.
    employer: Option<String>,
    since: DateTime<Utc>,
}

impl From<&Block> for BlockView {
    fn from(block: &Block) -> Self {
        let organization = match &block.blocked {
            Blocked::Organization(id) => Some(id.0),
            Blocked::Employer(_) => None,
        };
        Self { id: block.id, organization, employer: block.name.clone(), since: block.created_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_number_three_characters_are_shown_at_most() {
        for (number, shown) in [("ON-904417", "…417"), ("904417", "…417"), ("90441", "…"), ("é", "…"), ("", "…")]
        {
            assert_eq!(masked(number), shown);
        }
    }
}
