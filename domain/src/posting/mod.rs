//! A posting: one advertised employment, wherever it comes from.
//!
//! `title` + `province` → roles, texts → requirements, place text → [`Location`], salary text → [`Pay`]: a
//! source's raw words become a [`Content`] in [`intake`], and only there.

pub mod authored;
mod employer;
mod hours;
mod intake;
mod location;
mod pay;
mod plain;
mod raw;
mod same_job;
mod setting;
mod specialty;
mod terms;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use employer::employer_key;
pub use hours::Hours;
pub use intake::{Rejection, check_reference, intake};
pub use location::locate;
pub(crate) use pay::USUAL_WEEK_MINUTES;
pub use pay::{Pay, PayUnit};
pub use raw::{Raw, RawPlace};
pub use same_job::{JobKey, REPOST_DAYS, SAME_JOB_DAYS, repost, same_job};
pub(crate) use setting::setting;

use crate::Lang;
use crate::reference::{Language, Province, Region, Role};
use crate::requirement::{Field, Requirement, Span};
use crate::set::{BitSet, keyed_enum};

/// Identifies a posting for its whole life. UUIDv7: ordered by creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostingId(pub Uuid);

keyed_enum! {
    /// Where a posting comes from, and so which rules bind it.
    Origin {
        /// Written here by a verified employer.
        Authored = "authored",
        /// Sent by a partner on an employer's behalf.
        Partner = "partner",
        /// Taken from a public source; shown with its source and original link.
        Imported = "imported",
    }
}

keyed_enum! {
    /// Where a posting stands in its life. Only a live one is to be seen; an imported one is live, withdrawn or removed.
    Status {
        /// Being written.
        Draft = "draft",
        /// Waits for a moderator.
        Review = "review",
        /// On the board and in search, until it expires.
        Live = "live",
        /// Taken off for a while by its employer.
        Paused = "paused",
        /// Ended: the employer found someone.
        Filled = "filled",
        /// Ended by its employer without that.
        Closed = "closed",
        /// Ended because nobody prolonged it.
        Expired = "expired",
        /// Ended: its complete feed lists it no more, its employer has claimed it, or a moderator took it down.
        Withdrawn = "withdrawn",
        /// Ended: a moderator took it down, and no import puts it back.
        Removed = "removed",
    }
}

impl Status {
    /// Whether its life is over, so that reading it answers that it is gone. It comes back only where a moderator restores
    /// what was taken down by mistake, and, imported and withdrawn, when its source lists it again.
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Filled | Self::Closed | Self::Expired | Self::Withdrawn | Self::Removed)
    }
}

keyed_enum! {
    /// How the employment is arranged: how many hours, and for how long.
    Employment {
        /// Full-time hours.
        FullTime = "full_time",
        /// Part-time hours.
        PartTime = "part_time",
        /// Called in when needed.
        Casual = "casual",
        /// Without an end date.
        Permanent = "permanent",
        /// With an end date: term, contract, locum, temporary.
        Term = "term",
        /// For a season.
        Seasonal = "seasonal",
    }
}

/// A set of [`Employment`] types.
pub type EmploymentSet = BitSet<Employment>;

impl Employment {
    /// The types that say how many hours: full-time, part-time, casual.
    pub const SCHEDULES: [Self; 3] = [Self::FullTime, Self::PartTime, Self::Casual];
    /// The types that say for how long: permanent, term, seasonal.
    pub const TENURES: [Self; 3] = [Self::Permanent, Self::Term, Self::Seasonal];
}

keyed_enum! {
    /// When the work is done.
    Shift {
        /// Days.
        Day = "day",
        /// Evenings.
        Evening = "evening",
        /// Nights, overnight.
        Night = "night",
        /// Weekends.
        Weekend = "weekend",
        /// Rotating through the above.
        Rotating = "rotating",
        /// On call.
        OnCall = "on_call",
    }
}

/// A set of [`Shift`]s.
pub type ShiftSet = BitSet<Shift>;

keyed_enum! {
    /// Who employs: the place of work itself, or an agency.
    Arrangement {
        /// The employer named is the one who employs.
        Direct = "direct",
        /// A temporary help agency or recruiter.
        Agency = "agency",
    }
}

keyed_enum! {
    /// The kind of place where the work is done, where a rule of mobility depends on it.
    Setting {
        /// A public hospital.
        Hospital = "hospital",
        /// A long-term care home (CHSLD, nursing home).
        LongTermCare = "long_term_care",
        /// The client's home.
        Home = "home",
        /// A clinic, pharmacy, laboratory or private practice.
        Clinic = "clinic",
        /// Elsewhere in the community: schools, group homes, public health.
        Community = "community",
    }
}

/// One text of a posting in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The title as the source wrote it.
    pub title: String,
    /// The description, plain text; empty where the source gives none.
    pub description: String,
    /// Qualification fields of the source, one text each; [`Span::item`](crate::requirement::Span) counts them.
    #[serde(default)]
    pub qualifications: Vec<String>,
}

/// The employer as a source names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// The name shown.
    pub name: String,
    /// The normalized name for comparison; `None` when the source masks the employer or leaves it out.
    pub key: Option<String>,
}

/// Where the work is: a place in a province, with coordinates where they could be found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// The place as shown, such as `Sudbury`.
    pub place: String,
    /// The province or territory: the one whose licence counts.
    pub province: Province,
    /// The health region, where the place is known; else the province itself.
    pub region: Region,
    /// Latitude and longitude in degrees (WGS 84), of the address, the FSA's centroid or the place.
    pub point: Option<(f64, f64)>,
    /// The forward sortation area (first three of the postal code), where given.
    pub fsa: Option<String>,
}

/// How to apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Apply {
    /// With a profile, here.
    Internal,
    /// At the source: the original link.
    External {
        /// An `http` or `https` address.
        url: String,
    },
    /// The source gives no way to apply.
    NotGiven,
}

/// What a posting says: the part that a source or an author writes, read into the platform's terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The language the posting was written in.
    pub lang: Lang,
    /// The English text.
    pub en: Option<Text>,
    /// The French text.
    pub fr: Option<Text>,
    /// Who employs.
    pub employer: Employer,
    /// Directly or through an agency, where known.
    pub arrangement: Option<Arrangement>,
    /// The roles that the title names; empty: unclassified, and then on no board.
    pub roles: Vec<Role>,
    /// Where the work is. Empty only when `remote` is not.
    pub locations: Vec<Location>,
    /// The provinces whose patients are served, for work that can be done from anywhere.
    pub remote: Vec<Province>,
    /// The kind of place, where known.
    pub setting: Option<Setting>,
    /// What is asked.
    pub requirements: Vec<Requirement>,
    /// The pay, where stated.
    pub pay: Option<Pay>,
    /// The hours a week, where stated.
    pub hours: Option<Hours>,
    /// Hours and tenure, where stated.
    pub employment: EmploymentSet,
    /// Shifts, where stated.
    pub shifts: ShiftSet,
    /// Languages of work that the source states as such.
    pub languages: BitSet<Language>,
    /// First day of work, where stated. `None`: as soon as possible.
    pub start: Option<NaiveDate>,
    /// How many are sought, where stated.
    pub vacancies: Option<u16>,
    /// How to apply.
    pub apply: Apply,
    /// When the source published it.
    pub published_at: DateTime<Utc>,
    /// When the source ends it, where it says so.
    pub valid_through: Option<DateTime<Utc>>,
}

/// Days a posting stays live after its publication when the source names no end (design §5, Trust).
pub const LIVE_DAYS: i64 = 30;

impl Content {
    /// When the posting expires: at the source's date, else [`LIVE_DAYS`] after its publication.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.valid_through.unwrap_or(self.published_at + chrono::Duration::days(LIVE_DAYS))
    }

    /// The text in `lang`, else in the other language.
    pub fn text(&self, lang: Lang) -> Option<&Text> {
        match lang {
            Lang::En => self.en.as_ref().or(self.fr.as_ref()),
            Lang::Fr => self.fr.as_ref().or(self.en.as_ref()),
        }
    }

    /// The words of this posting in which a requirement was read.
    pub fn words(&self, span: &Span) -> Option<&str> {
        let text = match span.lang {
            Lang::En => self.en.as_ref(),
            Lang::Fr => self.fr.as_ref(),
        }?;
        let field = match span.field {
            Field::Title => &text.title,
            Field::Description => &text.description,
            Field::Qualifications => text.qualifications.get(usize::from(span.item))?,
        };
        field.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
    }

    /// Every province where the posting's work counts as done: of its locations and of its remote patients.
    pub fn provinces(&self) -> impl Iterator<Item = Province> {
        let mut seen = BitSet::<Province>::EMPTY;
        for province in self.locations.iter().map(|l| l.province).chain(self.remote.iter().copied()) {
            seen.insert(province);
        }
        seen.iter()
    }
}

/// A stored posting: its content and its life here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Posting {
    /// Its identity.
    pub id: PostingId,
    /// Counts its edits, from 1; guards concurrent changes and orders index writes.
    pub version: i32,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it is to be seen.
    pub status: Status,
    /// The job group: the id of the group's first posting. Reposts share it.
    pub group: PostingId,
    /// When it went live here.
    pub live_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
    /// What it says.
    pub content: Content,
}

impl Posting {
    /// Whether it can be read at `now`: live and not expired.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.status == Status::Live && self.expires_at > now
    }

    /// Whether it is on the board and in search at `now`: live, and recognised as a health role.
    pub fn is_listed(&self, now: DateTime<Utc>) -> bool {
        self.is_live(now) && !self.content.roles.is_empty()
    }
}
