//! Search and read postings.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum_extra::extract::Query;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::application::Source;
use domain::message::Message;
use domain::posting::{Arrangement, Employment, Pay, PayUnit, PostingId, Shift};
use domain::reference::{Area, Fsa, Place, Province, Region, Role};
use domain::search::{Cursor, Filter, SearchQuery, Sort};
use domain::worker::Circle;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::view::{PostingView, Summary};
use crate::app::search::Found;
use crate::app::{App, postings, search};
use crate::extract::{Id, Speaks, ValidQuery, given};
use crate::problem::{Kind, Problem, ProblemBody};
use crate::profile::Keys;

/// What to look for. Parameters that may be given several times admit any of their values.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "consistent"))]
pub(super) struct SearchParams {
    /// Words: roles, places, employers, anything in the text. Roles are found by their names in every province.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[param(max_length = 200, example = "PSW nights")]
    text: String,
    /// Keys of roles.
    #[serde(default)]
    #[validate(length(max = 60))]
    #[param(max_items = 60)]
    role: Vec<String>,
    /// Codes of provinces and territories.
    #[serde(default)]
    #[validate(length(max = 13))]
    #[param(max_items = 13)]
    province: Vec<String>,
    /// Keys of health regions.
    #[serde(default)]
    #[validate(length(max = 80))]
    #[param(max_items = 80)]
    region: Vec<String>,
    /// A place, a postal code or its first three characters, an area such as `GTA`, or `latitude,longitude`.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(min = 1, max = 100))]
    #[param(min_length = 1, max_length = 100, example = "L8P")]
    near: Option<String>,
    /// Kilometres around `near`.
    #[serde(default, deserialize_with = "given")]
    #[validate(range(min = 1.0, max = 1000.0))]
    #[param(minimum = 1, maximum = 1000, default = 25)]
    radius_km: Option<f64>,
    /// `full_time`, `part_time`, `casual`, `permanent`, `term`, `seasonal`.
    #[serde(default)]
    #[validate(length(max = 6))]
    #[param(max_items = 6)]
    employment: Vec<String>,
    /// `day`, `evening`, `night`, `weekend`, `rotating`, `on_call`.
    #[serde(default)]
    #[validate(length(max = 6))]
    #[param(max_items = 6)]
    shift: Vec<String>,
    /// The least pay, in cents; hourly and yearly pay are compared.
    #[serde(default, deserialize_with = "given")]
    #[validate(range(min = 0, max = 100_000_000))]
    #[param(minimum = 0, maximum = 100_000_000)]
    pay_floor_cents: Option<i64>,
    /// The unit of `pay_floor_cents`: `hour` (default) or `year`.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 10))]
    #[param(max_length = 10)]
    pay_unit: Option<String>,
    /// Has a text in this language: `en` or `fr`.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 10))]
    #[param(max_length = 10)]
    lang: Option<String>,
    /// `direct` or `agency`.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 10))]
    #[param(max_length = 10)]
    arrangement: Option<String>,
    /// Live since this moment.
    #[serde(default, deserialize_with = "given")]
    posted_since: Option<DateTime<Utc>>,
    /// `relevance` (default), `date`, `pay` or `distance`.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 10))]
    #[param(max_length = 10)]
    sort: Option<String>,
    /// Whether to count facets.
    #[serde(default)]
    facets: bool,
    /// How many a page.
    #[serde(default = "twenty")]
    #[validate(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: usize,
    /// `next` of the page before, with the same parameters.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 200))]
    #[param(max_length = 200)]
    cursor: Option<String>,
}

const fn twenty() -> usize {
    20
}

fn consistent(params: &SearchParams) -> Result<(), ValidationError> {
    if params.sort.as_deref() == Some(Sort::Distance.key()) && params.near.is_none() {
        return Err(ValidationError::new("distance"));
    }
    if params.radius_km.is_some_and(f64::is_nan) {
        return Err(ValidationError::new("number"));
    }
    Ok(())
}

/// The radius when only a centre is named, in kilometres.
const USUAL_RADIUS_KM: f64 = 25.0;

impl SearchParams {
    fn query(&self, speaks: Lang) -> Result<SearchQuery, Problem> {
        let mut keys = Keys::default();
        let mut filter = Filter {
            roles: keys.list("role", &self.role, Role::parse),
            regions: Vec::new(),
            near: None,
            employment: keys.set("employment", &self.employment, Employment::parse),
            shifts: keys.set("shift", &self.shift, Shift::parse),
            pay_floor: self.pay_floor(&mut keys),
            lang: self.lang.as_ref().and_then(|key| keys.one("lang", key, Lang::parse)),
            arrangement: self.arrangement.as_ref().and_then(|key| keys.one("arrangement", key, Arrangement::parse)),
            posted_since: self.posted_since,
        };
        let provinces = keys.list("province", &self.province, Province::parse);
        let regions = keys.list("region", &self.region, Region::parse);
        let sort = self.sort.as_ref().map_or(Some(Sort::Relevance), |key| keys.one("sort", key, Sort::parse));
        let mut filter = keys.finish(()).and_then(|()| {
            filter.regions = narrow(&provinces, regions)?;
            self.place(&mut filter)?;
            Ok(filter)
        })?;
        filter.regions.dedup();
        let mut query = SearchQuery {
            text: self.text.clone(),
            lang: speaks,
            filter,
            sort: sort.unwrap_or(Sort::Relevance),
            facets: self.facets,
            limit: self.limit,
            after: None,
        };
        if let Some(cursor) = &self.cursor {
            let decoded = Cursor::decode(cursor, &query);
            query.after = Some(decoded.map_err(|_| Problem::field("cursor", Message::new("field-cursor-foreign")))?);
        }
        Ok(query)
    }

    fn pay_floor(&self, keys: &mut Keys) -> Option<Pay> {
        let unit = match &self.pay_unit {
            Some(key) => keys.one("pay_unit", key, PayUnit::parse)?,
            None => PayUnit::Hour,
        };
        self.pay_floor_cents.map(|cents| Pay { min_cents: cents, max_cents: cents, unit })
    }

    /// Reads `near`: coordinates, a postal code, an area that people name, or a place.
    fn place(&self, filter: &mut Filter) -> Result<(), Problem> {
        let Some(near) = &self.near else { return Ok(()) };
        let km = self.radius_km.unwrap_or(USUAL_RADIUS_KM);
        let around = |(lat, lon): (f64, f64)| Some(Circle { lat, lon, km });
        if let Some(point) = coordinates(near) {
            filter.near = around(point);
        } else if let Some(fsa) = Fsa::find(near) {
            filter.near = around(fsa.point);
        } else if let (None, Some(area)) = (self.radius_km, Area::find(near)) {
            filter.near = area.near;
            if !area.regions.is_empty() {
                filter.regions = intersect(&filter.regions, &area.regions);
            }
        } else if let Some(place) = Place::find(near, self.single_province()) {
            filter.near = around(place.point);
        } else {
            return Err(Problem::field("near", Message::new("field-near-unknown")));
        }
        Ok(())
    }

    /// The province that decides between places of one name.
    fn single_province(&self) -> Option<Province> {
        match self.province.as_slice() {
            [one] => Province::parse(one),
            _ => None,
        }
    }
}

/// The search that a query string, written as the parameters of `GET /postings`, stands for; without a page.
///
/// # Errors
/// What does not hold, under `/query`.
pub(crate) fn search_of(query: &str, lang: Lang) -> Result<SearchQuery, Problem> {
    let wrong = || Problem::field("/query", Message::new("field-invalid"));
    let uri: Uri = format!("/?{query}").parse().map_err(|_| wrong())?;
    let Query(params) = Query::<SearchParams>::try_from_uri(&uri).map_err(|_| wrong())?;
    if params.cursor.is_some() || params.validate().is_err() {
        return Err(wrong());
    }
    params.query(lang).map_err(|_| wrong())
}

/// The filter of a search that a digest is to be about: without words, which only a text engine reads.
///
/// # Errors
/// As [`search_of`].
pub(crate) fn filter_of(query: &str, lang: Lang) -> Result<Filter, Problem> {
    let search = search_of(query, lang)?;
    let wrong = |message| Err(Problem::field("/query", Message::new(message)));
    if search.has_text() {
        return wrong("subscription-words");
    }
    if search.filter == Filter::default() {
        return wrong("subscription-everything");
    }
    Ok(search.filter)
}

fn coordinates(text: &str) -> Option<(f64, f64)> {
    let (lat, lon) = text.split_once(',')?;
    let (lat, lon) = (lat.trim().parse().ok()?, lon.trim().parse().ok()?);
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some((lat, lon))
}

/// Health regions narrow the provinces that they lie in.
fn narrow(provinces: &[Province], regions: Vec<Region>) -> Result<Vec<Region>, Problem> {
    if regions.is_empty() {
        return Ok(provinces.iter().map(|province| Region::of_province(*province)).collect());
    }
    if regions
        .iter()
        .any(|region| !provinces.is_empty() && !region.province().is_some_and(|province| provinces.contains(&province)))
    {
        return Err(Problem::field("region", Message::new("field-region-elsewhere")));
    }
    Ok(regions)
}

/// The regions of `wanted` that lie in `area` or contain parts of it; all of `area` when nothing was wanted.
fn intersect(wanted: &[Region], area: &[Region]) -> Vec<Region> {
    if wanted.is_empty() {
        return area.to_vec();
    }
    let inside = wanted.iter().filter(|w| area.iter().any(|a| a.contains(**w)));
    let within = area.iter().filter(|a| wanted.iter().any(|w| w.contains(**a)));
    inside.chain(within).copied().collect()
}

/// A result: the posting and where the words were found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResultView {
    #[serde(flatten)]
    posting: Summary,
    /// The title as HTML with the words found in `<mark>`.
    highlighted_title: Option<String>,
    /// A piece of the description, likewise.
    snippet: Option<String>,
    /// Kilometres from `near`.
    distance_km: Option<f64>,
}

/// How many results have a value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FacetValue {
    value: String,
    count: u64,
}

/// The counts of one facet, most first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FacetView {
    /// `role`, `province`, `region`, `employment`, `shift`, `lang` or `arrangement`.
    facet: &'static str,
    values: Vec<FacetValue>,
}

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SearchPage {
    items: Vec<ResultView>,
    total: u64,
    /// `false` when the text engine estimates.
    total_is_exact: bool,
    facets: Vec<FacetView>,
    /// `cursor` of the next page.
    next: Option<String>,
}

/// Searches postings. Without `text`: newest first, totals and facets exact. With `text`: by relevance, at most
/// 1,000 deep.
#[utoipa::path(get, path = "/postings", operation_id = "search_postings", tag = "postings", params(SearchParams), responses(
    (status = 200, body = SearchPage),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json"),
    (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn search(
    State(app): State<App>,
    Speaks(lang): Speaks,
    ValidQuery(params): ValidQuery<SearchParams>,
) -> Result<Json<SearchPage>, Problem> {
    let query = params.query(lang)?;
    let found = search::search(&app, &query).await.map_err(|error| {
        tracing::error!(error = format!("{error:#}"), "search failed");
        Problem::new(Kind::Unavailable)
    })?;
    Ok(Json(present(found, &query)))
}

fn present(found: Found, query: &SearchQuery) -> SearchPage {
    let page = found.page;
    let items = page.hits.into_iter().zip(&found.postings).map(|(hit, posting)| ResultView {
        posting: Summary::of(posting, query.lang),
        highlighted_title: hit.title,
        snippet: hit.snippet,
        distance_km: hit.km,
    });
    let facets = page.facets.into_iter().map(|(facet, values)| FacetView {
        facet: facet.key(),
        values: values.into_iter().map(|(value, count)| FacetValue { value, count }).collect(),
    });
    SearchPage {
        items: items.collect(),
        total: page.total,
        total_is_exact: page.total_is_exact,
        facets: facets.collect(),
        next: page.next.map(|cursor| cursor.encode(query)),
    }
}

/// How one came to a posting.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadParams {
    /// `search`, `match`, `digest`, `invitation`, `feed` or `link`: counted, not who it was.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(max = 40))]
    #[param(max_length = 40, pattern = "^(search|match|digest|invitation|feed|link)$")]
    source: Option<String>,
}

/// One posting. A posting that has ended answers 410.
#[utoipa::path(get, path = "/postings/{id}", operation_id = "read_posting", tag = "postings", params(("id" = Uuid, Path, description = "The posting"), ReadParams),
    responses(
        (status = 200, body = PostingView),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn one(
    State(app): State<App>,
    Speaks(lang): Speaks,
    Id(id): Id<Uuid>,
    ValidQuery(params): ValidQuery<ReadParams>,
) -> Result<Json<PostingView>, Problem> {
    let mut keys = Keys::default();
    let source = params.source.as_ref().and_then(|source| keys.one("source", source, Source::parse));
    keys.finish(())?;
    let shown = postings::show(&app, PostingId(id)).await?;
    app.views.count(shown.posting.id, app.today(), source.unwrap_or(Source::Link));
    Ok(Json(PostingView::of(&shown, lang)))
}
