//! What else a worker sends: who may see the profile, licences, credentials, blocked employers.

use chrono::NaiveDate;
use domain::message::Message;
use domain::organization::OrganizationId;
use domain::reference::{Credential, Province, Role};
use domain::worker::{self, Blocked, Held, LicenceClass, Standing, Visibility};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::app::worker::{licences, wallet};
use crate::extract::{day, plain};
use crate::problem::Problem;
use crate::profile::Keys;

/// The last day is not before the first.
pub(super) fn in_order(keys: &mut Keys, at: &str, first: Option<NaiveDate>, last: Option<NaiveDate>) {
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        keys.wrong(at, Message::new("field-days-crossed"));
    }
}

/// Who may see the profile.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct VisibilityInput {
    /// `hidden`, `anonymous` or `open`; what each means is in the profile.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(hidden|anonymous|open)$", example = "anonymous")]
    visibility: String,
}

impl VisibilityInput {
    pub(super) fn read(&self) -> Result<Visibility, Problem> {
        let mut keys = Keys::default();
        let visibility = keys.one("/visibility", &self.visibility, Visibility::parse);
        keys.finish_some(visibility)
    }
}

/// A licence or registration.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct OwnLicenceInput {
    /// Key of the role it licenses.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "lpn")]
    role: String,
    /// Code of the province or territory that issued it.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$", example = "ON")]
    province: String,
    /// Its class; `general` by default.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^(general|provisional|special|host|restricted|student|non_practising)$")]
    class: Option<String>,
    /// Its standing; `active` by default.
    #[validate(length(max = 40))]
    #[schema(
        max_length = 40,
        pattern = "^(active|active_with_conditions|suspended|expired|revoked|resigned|unknown)$"
    )]
    standing: Option<String>,
    #[validate(custom(function = "day"))]
    valid_from: Option<NaiveDate>,
    /// Last day.
    #[validate(custom(function = "day"))]
    valid_until: Option<NaiveDate>,
    /// Its number, kept sealed: shown to you alone, and to a moderator who checks it for you.
    #[validate(length(min = 1, max = 40), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 40)]
    number: Option<String>,
}

impl OwnLicenceInput {
    pub(super) fn read(self) -> Result<licences::Form, Problem> {
        let mut keys = Keys::default();
        let role = keys.one("/role", &self.role, Role::parse);
        let province = keys.one("/province", &self.province, Province::parse);
        let class = self.class.as_deref().unwrap_or(LicenceClass::General.key());
        let class = keys.one("/class", class, LicenceClass::parse);
        let standing = self.standing.as_deref().unwrap_or(Standing::Active.key());
        let standing = keys.one("/standing", standing, Standing::parse);
        let (valid_from, valid_until) = (self.valid_from, self.valid_until);
        in_order(&mut keys, "/valid_until", valid_from, valid_until);
        let fields = role.zip(province).zip(class.zip(standing)).map(|((role, province), (class, standing))| {
            worker::Licence { role, province, class, standing, valid_from, valid_until }
        });
        Ok(licences::Form { fields: keys.finish_some(fields)?, number: self.number })
    }
}

/// A credential of the wallet. Of health items only the dates are kept.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct WalletInput {
    /// Key of the credential.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, example = "bls")]
    credential: String,
    /// Who issued it.
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200)]
    issuer: Option<String>,
    #[validate(custom(function = "day"))]
    issued: Option<NaiveDate>,
    /// The last day on the card. Without one, that of the usual validity is taken, where one is known.
    #[validate(custom(function = "day"))]
    expires: Option<NaiveDate>,
    /// One of your documents.
    document: Option<Uuid>,
}

impl WalletInput {
    pub(super) fn read(self) -> Result<wallet::Form, Problem> {
        let mut keys = Keys::default();
        let credential = keys.one("/credential", &self.credential, Credential::parse);
        in_order(&mut keys, "/expires", self.issued, self.expires);
        if credential.is_some_and(Credential::is_health) {
            let given = [("/issuer", self.issuer.is_some()), ("/document", self.document.is_some())];
            for (at, _) in given.into_iter().filter(|(_, given)| *given) {
                keys.wrong(at, Message::new("field-health-dates-only"));
            }
        }
        let credential = keys.finish_some(credential)?;
        let held = Held { credential, issued: self.issued, expires: self.expires };
        Ok(wallet::Form { held, issuer: self.issuer, document: self.document })
    }
}

/// An employer to block: an organization, or any employer by the name on its postings.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct BlockInput {
    organization: Option<Uuid>,
    #[validate(length(min = 1, max = 200), custom(function = "plain"))]
    #[schema(min_length = 1, max_length = 200, example = "The Ottawa Hospital")]
    employer: Option<String>,
}

impl BlockInput {
    pub(super) fn read(self) -> Result<(Blocked, Option<String>), Problem> {
        match (self.organization, self.employer) {
            (Some(id), None) => Ok((Blocked::Organization(OrganizationId(id)), None)),
            (None, Some(name)) => {
                let unclear = || Problem::field("/employer", Message::new("field-employer-unclear"));
                Ok((Blocked::by_name(&name).ok_or_else(unclear)?, Some(name)))
            }
            _ => Err(Problem::field("", Message::new("field-one-of-two"))),
        }
    }
}
