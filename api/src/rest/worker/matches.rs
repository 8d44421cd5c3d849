//! One's own matches.

use axum::Json;
use axum::extract::State;
use domain::matching::Breadth;
use domain::message::Message;
use domain::posting::PostingId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::app::App;
use crate::app::worker::matches;
use crate::caller::Caller;
use crate::extract::{Id, Speaks, ValidQuery};
use crate::problem::{Problem, ToRead};
use crate::rest::matches::{MatchView, UnlockView, VerdictView};

/// Which matches.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct MatchParams {
    /// Also what is short by one or two credentials, ready later than the start, or unclear.
    #[serde(default)]
    broad: bool,
    /// How many at most.
    #[serde(default = "twenty")]
    #[validate(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: usize,
}

const fn twenty() -> usize {
    20
}

/// A posting that suits one.
#[derive(Serialize, ToSchema)]
struct OwnMatchView {
    #[serde(flatten)]
    found: MatchView,
    /// Whether one saved it.
    saved: bool,
}

/// The best postings for one's profile.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct OwnMatches {
    /// Best first: eligibility, fewest unknowns, score, newest.
    items: Vec<OwnMatchView>,
    /// Which one credential would open most postings in reach, most first.
    unlocks: Vec<UnlockView>,
    /// How this was found, in the language of the answer.
    how: String,
}

/// Matches one's profile with every live posting by role, region and credentials, and says why. What one hid, and
/// employers that one hid or blocked, are left out.
#[utoipa::path(get, path = "/me/matches", tag = "me", operation_id = "list_matches", params(MatchParams),
    responses((status = 200, body = OwnMatches), ToRead))]
pub(in crate::rest) async fn list(
    State(app): State<App>,
    caller: Caller,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<MatchParams>,
) -> Result<Json<OwnMatches>, Problem> {
    let breadth = if params.broad { Breadth::Broad } else { Breadth::Strict };
    let own = matches::list(&app, &caller, breadth, params.limit).await?;
    let each = own.found.iter();
    let items = each.map(|matched| OwnMatchView {
        saved: own.saved.contains(&matched.posting.id),
        found: MatchView::of(matched, lang),
    });
    Ok(Json(OwnMatches {
        items: items.collect(),
        unlocks: own.unlocks.iter().map(|unlock| UnlockView::of(unlock, lang)).collect(),
        how: Message::new("matches-how").render(lang),
    }))
}

/// Explains one's profile and one posting, line by line.
#[utoipa::path(get, path = "/me/matches/{id}", tag = "me", operation_id = "read_match",
    params(("id" = Uuid, Path, description = "The posting")), responses((status = 200, body = VerdictView), ToRead))]
pub(in crate::rest) async fn one(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<Uuid>,
    Speaks(lang): Speaks,
) -> Result<Json<VerdictView>, Problem> {
    Ok(Json(VerdictView::of(&matches::read(&app, &caller, PostingId(id)).await?, lang)))
}
