//! What is open in the country, and for which pay.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::analytics::Cell;
use domain::reference::{Region, Role};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::app::{App, market};
use crate::extract::ValidQuery;
use crate::problem::{Problem, ProblemBody};
use crate::profile::Keys;

/// Of what.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct MarketParams {
    /// Keys of roles; without any, every role.
    #[serde(default)]
    #[validate(length(max = 60))]
    #[param(max_items = 60)]
    role: Vec<String>,
    /// Keys of regions of any level; without any, the whole country.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[param(max_items = 20)]
    region: Vec<String>,
}

/// One role in one region.
#[derive(Serialize, ToSchema)]
struct CellView {
    role: &'static str,
    region: &'static str,
    /// How many jobs are open; one from several sources, or in several places of the region, is one.
    openings: usize,
    /// The median pay in cents an hour, yearly pay converted; none: of too few openings or employers to say.
    median_cents: Option<i64>,
}

impl From<&Cell> for CellView {
    fn from(cell: &Cell) -> Self {
        Self {
            role: cell.role.key(),
            region: cell.region.key(),
            openings: cell.openings,
            median_cents: cell.median_cents,
        }
    }
}

/// Openings and pay.
#[derive(Serialize, ToSchema)]
pub(super) struct MarketView {
    /// When it was counted; at most ten minutes ago.
    counted_at: DateTime<Utc>,
    /// By role, then region; without those that have no opening.
    items: Vec<CellView>,
}

/// Openings and median pay by role and region, over all listed postings.
#[utoipa::path(get, path = "/market", tag = "reference", operation_id = "read_market", params(MarketParams), responses(
    (status = 200, body = MarketView),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn read(
    State(app): State<App>,
    ValidQuery(params): ValidQuery<MarketParams>,
) -> Result<Json<MarketView>, Problem> {
    let mut keys = Keys::default();
    let roles = keys.list("role", &params.role, Role::parse);
    let mut regions = keys.list("region", &params.region, Region::parse);
    keys.finish(())?;
    if regions.is_empty() {
        regions.push(Region::CANADA);
    }
    let counted = market::count(&app).await?;
    let asked = |cell: &&Cell| regions.contains(&cell.region) && (roles.is_empty() || roles.contains(&cell.role));
    let items = counted.cells.iter().filter(asked).map(CellView::from).collect();
    Ok(Json(MarketView { counted_at: counted.at, items }))
}
