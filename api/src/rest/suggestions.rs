//! Suggestions as a person types.

use axum::Json;
use domain::search::suggest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::reference::Items;
use crate::extract::{Speaks, ValidQuery};
use crate::problem::ProblemBody;

/// What was typed so far.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    /// The letters typed so far.
    #[validate(length(min = 1, max = 100))]
    #[param(min_length = 1, max_length = 100)]
    prefix: String,
    /// How many at most.
    #[serde(default = "ten")]
    #[validate(range(min = 1, max = 50))]
    #[param(minimum = 1, maximum = 50, default = 10)]
    limit: usize,
}

const fn ten() -> usize {
    10
}

/// One suggestion.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionView {
    /// What it is: `role`, `region`, `place`, `area`.
    kind: &'static str,
    /// Its key, for the filter of that kind.
    key: String,
    /// What to show.
    label: String,
}

/// Roles, places and regions that begin with what was typed, in any word, with or without accents.
#[utoipa::path(get, path = "/suggestions", operation_id = "suggest", tag = "postings", params(Typed),
    responses((status = 200, body = Items<SuggestionView>), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn suggestions(
    Speaks(lang): Speaks,
    ValidQuery(typed): ValidQuery<Typed>,
) -> Json<Items<SuggestionView>> {
    let found = suggest(&typed.prefix, lang, typed.limit);
    let view = |s: domain::search::Suggestion| SuggestionView { kind: s.kind.key(), key: s.key, label: s.label };
    Json(Items { items: found.into_iter().map(view).collect() })
}
