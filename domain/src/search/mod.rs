//! What every search engine shares: the query, the document, the page.
//!
//! Only what both text engines and the board can do is expressible here. Typo tolerance and ranking may
//! differ between engines; which postings a filter admits may not.

mod cells;
mod cursor;
mod document;
mod facts;
mod suggest;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use cells::{COARSE, Cover, FINE, cover};
pub use cursor::CursorError;
pub use document::{Document, document};
pub use facts::PostingFacts;
pub(crate) use facts::{metres, nearest_km};
pub use suggest::{Suggestion, SuggestionKind, suggest};

use crate::Lang;
use crate::posting::{Arrangement, EmploymentSet, Pay, PostingId, ShiftSet};
use crate::reference::{Region, Role};
use crate::set::keyed_enum;
use crate::worker::Circle;

keyed_enum! {
    /// The order of results.
    Sort {
        /// By text relevance; without text the same as `date`.
        Relevance = "relevance",
        /// Newest first (`live_at`).
        Date = "date",
        /// Highest pay first, by the lower end per hour; without pay last.
        Pay = "pay",
        /// Nearest first; needs a centre.
        Distance = "distance",
    }
}

keyed_enum! {
    /// The fields that are counted.
    Facet {
        /// Role.
        Role = "role",
        /// Province.
        Province = "province",
        /// Health region.
        Region = "region",
        /// Employment type.
        Employment = "employment",
        /// Shift.
        Shift = "shift",
        /// Language of the posting's text.
        Lang = "lang",
        /// Direct or agency.
        Arrangement = "arrangement",
    }
}

/// What a posting must be to be found; every field that is set narrows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// Any of these roles; empty: any.
    pub roles: Vec<Role>,
    /// In any of these regions (health regions, provinces); empty: anywhere.
    pub regions: Vec<Region>,
    /// Within this circle.
    pub near: Option<Circle>,
    /// Any of these employment types; empty: any.
    pub employment: EmploymentSet,
    /// Any of these shifts; empty: any.
    pub shifts: ShiftSet,
    /// Pay whose upper end reaches this, hourly and yearly comparable; postings without pay do not pass.
    pub pay_floor: Option<Pay>,
    /// Has a text in this language.
    pub lang: Option<Lang>,
    /// Direct or agency; postings that do not say pass neither.
    pub arrangement: Option<Arrangement>,
    /// Live since this moment or later.
    pub posted_since: Option<DateTime<Utc>>,
}

/// A search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchQuery {
    /// Words; empty or blank: none.
    pub text: String,
    /// The language in which the person searches: its analysis comes first.
    pub lang: Lang,
    /// What to admit.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Whether to count facets.
    pub facets: bool,
    /// How many, 1–100.
    pub limit: usize,
    /// Where to go on, from the previous [`Page`].
    pub after: Option<Cursor>,
}

impl SearchQuery {
    /// Whether there are words to search for: then a text engine answers, else the board.
    pub fn has_text(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

/// Where a page ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    /// The sort key and id of the last posting (board): stable while postings come and go.
    After {
        /// The sort key: microseconds, cents or metres, as the sort has it. `None`: no value, sorted last.
        key: Option<i64>,
        /// The last posting.
        id: PostingId,
    },
    /// How many hits of the text engine were consumed.
    Offset {
        /// Hits to skip.
        skip: usize,
    },
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The posting.
    pub id: PostingId,
    /// The version that was found.
    pub version: i32,
    /// The title with matched words between `<mark>` and `</mark>`, HTML-escaped; with text only.
    pub title: Option<String>,
    /// A piece of the description, likewise.
    pub snippet: Option<String>,
    /// Kilometres from the centre, when the filter has one.
    pub km: Option<f64>,
}

/// How many postings carry each value of a facet, most first.
pub type FacetCounts = Vec<(Facet, Vec<(String, u64)>)>;

/// One page of results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The results.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// Whether `total` and `facets` are exact (board) or the text engine's estimate.
    pub total_is_exact: bool,
    /// Facet counts, when asked for: over all results, each facet under the other filters and its own.
    pub facets: FacetCounts,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor>,
}
