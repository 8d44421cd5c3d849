//! The fraud policy.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::Lang;
use domain::fraud_policy::{History, PolicyId, Version, kept_until};
use domain::reference::Effective;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::answer::Made;
use crate::app::App;
use crate::app::moderation::policy;
use crate::caller::Caller;
use crate::extract::{OnceJson, Speaks, ValidQuery, day, given, plain};
use crate::problem::{Kind, Problem, ProblemBody, ToAct};

/// When a version applies.
#[derive(Serialize, ToSchema)]
struct PolicyVersionView {
    id: Uuid,
    /// First day; `null`: since the platform began.
    effective_from: Option<NaiveDate>,
    /// Last day; `null`: still, and nothing follows yet.
    effective_until: Option<NaiveDate>,
    /// Until when it is kept at least: three years after it stops applying.
    kept_until: Option<NaiveDate>,
}

impl PolicyVersionView {
    fn of((version, effective): (&Version, Effective)) -> Self {
        Self {
            id: version.id.0,
            effective_from: effective.from,
            effective_until: effective.until,
            kept_until: kept_until(effective),
        }
    }
}

/// A version of the fraud policy, and every version there is.
#[derive(Serialize, ToSchema)]
pub(super) struct FraudPolicyView {
    #[serde(flatten)]
    version: PolicyVersionView,
    /// The language of `text`.
    lang: &'static str,
    /// Markdown.
    text: String,
    /// Every version, oldest first; each is read with `at`.
    versions: Vec<PolicyVersionView>,
}

impl FraudPolicyView {
    fn of(history: &History, found: (&Version, Effective), lang: Lang) -> Self {
        Self {
            lang: lang.code(),
            text: found.0.text(lang).to_owned(),
            version: PolicyVersionView::of(found),
            versions: history.versions().map(PolicyVersionView::of).collect(),
        }
    }
}

/// Which version.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct At {
    /// The version that applies on this day; default: today.
    #[serde(default, deserialize_with = "given")]
    #[validate(custom(function = day))]
    at: Option<NaiveDate>,
}

/// The fraud policy: the version in force, or of another day. Anyone may read every version there was.
#[utoipa::path(get, path = "/fraud-policy", tag = "moderation", operation_id = "read_fraud_policy", params(At), responses(
    (status = 200, body = FraudPolicyView),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn read(
    State(app): State<App>,
    Speaks(lang): Speaks,
    ValidQuery(At { at }): ValidQuery<At>,
) -> Result<Json<FraudPolicyView>, Problem> {
    let history = policy::history(&app).await?;
    let found = history.on(at.unwrap_or_else(|| app.today())).ok_or_else(|| Problem::new(Kind::NotFound))?;
    Ok(Json(FraudPolicyView::of(&history, found, lang)))
}

/// A new version.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FraudPolicyInput {
    /// First day: today or later, and after every other version's.
    #[validate(custom(function = day))]
    effective_from: NaiveDate,
    /// The English text, Markdown.
    #[validate(length(min = 1, max = 20000), custom(function = plain))]
    #[schema(min_length = 1, max_length = 20000)]
    en: String,
    /// The French text, Markdown.
    #[validate(length(min = 1, max = 20000), custom(function = plain))]
    #[schema(min_length = 1, max_length = 20000)]
    fr: String,
}

/// Publishes a new version of the fraud policy. The one before applies until the day before, and stays readable.
#[utoipa::path(post, path = "/moderation/fraud-policy", tag = "moderation", operation_id = "publish_fraud_policy",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of this request make nothing more", max_length = 200)),
    request_body = FraudPolicyInput, responses((status = 201, body = FraudPolicyView), ToAct))]
pub(super) async fn publish(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    OnceJson { input, once }: OnceJson<FraudPolicyInput>,
) -> Result<Made, Problem> {
    let FraudPolicyInput { effective_from, en, fr } = input;
    let present = |history: &History, PolicyId(id): PolicyId| {
        let found = history.versions().find(|(version, _)| version.id.0 == id);
        found.map(|found| FraudPolicyView::of(history, found, lang))
    };
    policy::publish(&app, &caller, once, effective_from, (en, fr), present).await
}
