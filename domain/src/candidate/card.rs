//! What a card shows of one candidate, and how it is made coarser.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::CandidateId;
use crate::matching::{Answer, Eligibility, Line, Topic, Verdict, verdict};
use crate::message::{Arg, Message};
use crate::posting::Posting;
use crate::reference::{Credential, Region, RegionKind, Role};
use crate::set::keyed_enum;
use crate::worker::Profile;

/// Whether they may do the work, coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// On the first day of work.
    Ready,
    /// Once something has been obtained.
    ReadyBy {
        /// In this month (its first day); `None`: not told.
        month: Option<NaiveDate>,
    },
    /// Something is not known.
    Unclear,
    /// So many lines are missing.
    Short {
        /// How many.
        missing: u8,
    },
}

keyed_enum! {
    /// How well they fit, by the score.
    Fit {
        /// 75 and more.
        Good = "good",
        /// 50 to 74.
        Fair = "fair",
        /// Less.
        Low = "low",
    }
}

keyed_enum! {
    /// The answer to a line, without its date.
    State {
        /// Met on the first day of work.
        Met = "met",
        /// Not yet; it can be obtained.
        Obtainable = "obtainable",
        /// Not met.
        Missing = "missing",
        /// Not known.
        Unknown = "unknown",
    }
}

/// One line of what the posting asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// What it is about.
    pub topic: Topic,
    /// Which credential, for a credential line.
    pub credential: Option<Credential>,
    /// The answer.
    pub state: State,
}

/// What a card shows. Nothing of it comes from anywhere but the verdict and the worker's coarse region: no free text, no
/// reach, no floor of pay, no distance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Facts {
    /// Whether they may do the work.
    #[serde(flatten)]
    pub standing: Standing,
    /// How well they fit; `None`: not told.
    pub fit: Option<Fit>,
    /// How many of the required credentials are ready, and of how many; `None`: not told.
    pub ready: Option<(u8, u8)>,
    /// Which of the posting's roles they do; `None`: not told.
    pub role: Option<Role>,
    /// Where they live: a health region, a province, or Canada.
    pub region: Region,
    /// Line by line; `None`: not told.
    pub lines: Option<Vec<Mark>>,
}

/// One of the set from which cards are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who, for this posting and period.
    pub id: CandidateId,
    /// What a card could show of them.
    pub facts: Facts,
}

/// The most lines that may be missing for someone to be a candidate.
const MOST_MISSING: u8 = 2;

/// Whether someone is a candidate, as far as that follows from their verdict.
pub const fn is_candidate(eligibility: Eligibility) -> bool {
    match eligibility {
        Eligibility::Ready | Eligibility::ReadyBy { .. } | Eligibility::Unclear => true,
        Eligibility::Short { missing } => missing <= MOST_MISSING,
        Eligibility::NotEligible => false,
    }
}

/// Cards are made of the best so many; counts of all.
pub const MOST_CARDS: usize = 1_000;

impl Candidate {
    /// A worker who may be seen as a card, judged as of `today`. `None`: they are no candidate.
    pub fn judged(id: CandidateId, profile: &Profile, posting: &Posting, today: NaiveDate) -> Option<Self> {
        let does = |role: &&Role| profile.roles.iter().any(|practice| practice.role == **role);
        let role = posting.content.roles.iter().find(does);
        let home = profile.residence.map_or(Region::CANADA, Region::of_province);
        Self::of(id, &verdict(profile, posting, today), role.copied(), home)
    }

    /// A worker who [may be seen as a card](super::Seen::Card), by their verdict. `role`: which of the posting's roles
    /// they do; `home`: where they live, as coarse as it is known. `None`: they are no candidate.
    pub fn of(id: CandidateId, verdict: &Verdict, role: Option<Role>, home: Region) -> Option<Self> {
        if !is_candidate(verdict.eligibility) {
            return None;
        }
        let standing = match verdict.eligibility {
            Eligibility::Ready => Standing::Ready,
            Eligibility::ReadyBy { date } => Standing::ReadyBy { month: date.with_day(1) },
            Eligibility::Unclear => Standing::Unclear,
            Eligibility::Short { missing } => Standing::Short { missing },
            Eligibility::NotEligible => return None,
        };
        let lines: Vec<Mark> = verdict.lines.iter().filter_map(Mark::of).collect();
        let asked = verdict.lines.iter().filter(|line| line.hard && line.topic == Topic::Credential);
        let states: Vec<State> = asked.map(|line| line.answer.into()).collect();
        let met = states.iter().filter(|state| **state == State::Met).count();
        let [met, all] = [met, states.len()].map(|count| u8::try_from(count).unwrap_or(u8::MAX));
        let fit = Some(Fit::of(verdict.score));
        let facts = Facts { standing, fit, ready: Some((met, all)), role, region: home, lines: Some(lines) };
        Some(Self { id, facts })
    }
}

impl Fit {
    const fn of(score: u8) -> Self {
        match score {
            75.. => Self::Good,
            50..75 => Self::Fair,
            _ => Self::Low,
        }
    }
}

impl From<Answer> for State {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Met | Answer::MetUntil { .. } => Self::Met,
            Answer::Obtainable { .. } => Self::Obtainable,
            Answer::Missing => Self::Missing,
            Answer::Unknown => Self::Unknown,
        }
    }
}

impl Standing {
    /// It in a few words.
    pub fn message(self) -> Message {
        let (key, missing) = match self {
            Self::Ready => ("ready", 0),
            Self::ReadyBy { .. } => ("ready_by", 0),
            Self::Unclear => ("unclear", 0),
            Self::Short { missing } => ("short", missing),
        };
        let said = Message::new("hiring-standing").with("standing", Arg::Text(key.to_owned()));
        said.with("missing", Arg::Count(missing.into()))
    }
}

impl Mark {
    /// It in a few words.
    pub fn message(self) -> Message {
        let state = Arg::Text(self.state.key().to_owned());
        match (self.topic, self.credential) {
            (_, Some(credential)) => {
                let said = Message::new("hiring-card-credential").with("state", state);
                said.with("credential", Arg::Credential(credential))
            }
            (Topic::Language, _) => Message::new("hiring-card-language").with("state", state),
            (Topic::Experience, _) => Message::new("hiring-card-experience").with("state", state),
            _ => Message::new("hiring-card-licence").with("state", state),
        }
    }

    /// A line as an employer may see it: what the posting asks of the work. What the worker asks of the posting (reach,
    /// distance, pay, hours, shifts) is theirs.
    fn of(line: &Line) -> Option<Self> {
        let asked = match line.topic {
            Topic::Licence | Topic::Language | Topic::Experience => true,
            Topic::Credential => line.credential.is_some(),
            _ => false,
        };
        asked.then(|| Self { topic: line.topic, credential: line.credential, state: line.answer.into() })
    }
}

impl Facts {
    /// How many steps of coarseness there are, the finest included.
    pub(super) const LEVELS: u8 = 6;

    /// It so many steps coarser. What one step leaves out no later one tells again.
    ///
    /// 0 everything · 1 province instead of health region · 2 without fit · 3 without lines and month · 4 Canada
    /// instead of the province · 5 nothing but the standing.
    pub(super) fn coarser(&self, level: u8) -> Self {
        let mut facts = self.clone();
        if level >= 1 && facts.region.kind() == RegionKind::HealthRegion {
            facts.region = facts.region.parent().unwrap_or(Region::CANADA);
        }
        if level >= 2 {
            facts.fit = None;
        }
        if level >= 3 {
            facts.lines = None;
            if let Standing::ReadyBy { month } = &mut facts.standing {
                *month = None;
            }
        }
        if level >= 4 {
            facts.region = Region::CANADA;
        }
        if level >= 5 {
            (facts.ready, facts.role) = (None, None);
        }
        facts
    }
}
