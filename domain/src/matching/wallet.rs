//! Credentials against a first day of work: held and valid, to be renewed, obtainable, missing or unclear.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::Answer;
use crate::calendar::after_months;
use crate::reference::{Certainty, Credential};
use crate::worker::{Held, Profile};

/// A worker's credentials, prepared for many questions.
///
/// A card counts on a day by the date on it, else by the credential's default validity from its issue, else (where
/// none is assumed) without end; a check must also be young enough on that day. What rests on an unverified row is
/// unknown, and no date is promised from one.
#[derive(Clone, Debug)]
pub struct Wallet {
    today: NaiveDate,
    /// By [`Credential::index`].
    cards: Vec<Vec<Card>>,
}

/// What one card is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Card {
    /// Counts from `first` to `last`; `expires` is the day it ends by itself, `last` may be earlier because of age.
    Counts { first: Option<NaiveDate>, last: Option<NaiveDate>, expires: Option<NaiveDate> },
    /// Its dates are not known.
    DateUnknown,
    /// How long it counts is not verified.
    ValidityUnverified,
}

/// Why a credential is not simply met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shortfall {
    /// Not in the wallet.
    NotHeld,
    /// How long it counts is not verified.
    ValidityUnverified,
    /// Neither a date of issue nor an expiry is known.
    DateUnknown,
    /// It expires, or is too old, from the day after this one.
    Lapses(NaiveDate),
}

impl Wallet {
    /// The wallet of a worker, as of `today`.
    pub fn new(profile: &Profile, today: NaiveDate) -> Self {
        let mut cards = vec![Vec::new(); Credential::all().len()];
        for held in &profile.credentials {
            if let Some(cards) = cards.get_mut(held.credential.index()) {
                cards.push(Card::of(held));
            }
        }
        Self { today, cards }
    }

    /// The answer for a credential on the first day of work. Cheap: no allocation, no search.
    pub fn answer(&self, credential: Credential, day: NaiveDate) -> Answer {
        NewCard::of(credential, self.today, day).best(self.cards(credential).iter().copied())
    }

    /// Why the answer is not simply met: of several cards, the one that lasts longest.
    pub(super) fn shortfall(&self, credential: Credential) -> Shortfall {
        let of = |card: &Card| match *card {
            Card::Counts { last: Some(last), .. } => Shortfall::Lapses(last),
            Card::Counts { last: None, .. } => Shortfall::NotHeld,
            Card::DateUnknown => Shortfall::DateUnknown,
            Card::ValidityUnverified => Shortfall::ValidityUnverified,
        };
        self.cards(credential).iter().map(of).max().unwrap_or(Shortfall::NotHeld)
    }

    fn cards(&self, credential: Credential) -> &[Card] {
        self.cards.get(credential.index()).map_or(&[], Vec::as_slice)
    }
}

/// A card of one credential that is applied for today, for one first day of work: what stands in for what is not held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewCard {
    day: NaiveDate,
    /// The earliest day by which it is held and still counts on the first day of work, where that is known.
    from: Option<NaiveDate>,
}

impl NewCard {
    pub(crate) fn of(credential: Credential, today: NaiveDate, day: NaiveDate) -> Self {
        Self { day, from: new_card_from(credential, today, day) }
    }

    /// The answer for someone who holds these cards of the credential.
    pub(crate) fn answer<'a>(self, held: impl Iterator<Item = &'a Held>) -> Answer {
        self.best(held.map(Card::of))
    }

    fn best(self, cards: impl Iterator<Item = Card>) -> Answer {
        let best = cards.map(|card| card.on(self.day)).min_by_key(|answer| preference(*answer));
        match (best, self.from) {
            (Some(met @ (Answer::Met | Answer::MetUntil { .. })), _) => met,
            (Some(Answer::Obtainable { from }), Some(new)) => Answer::Obtainable { from: from.min(new) },
            (_, Some(from)) => Answer::Obtainable { from },
            (Some(answer), None) => answer,
            (None, None) => Answer::Missing,
        }
    }
}

fn new_card_from(credential: Credential, today: NaiveDate, day: NaiveDate) -> Option<NaiveDate> {
    let days = credential.obtain_days().filter(|_| credential.provenance().certainty != Certainty::Unverified)?;
    let soonest = today.checked_add_days(Days::new(days.into()))?;
    let lasts = [credential.valid_months(), credential.max_age_months()].into_iter().flatten().min();
    Some(lasts.and_then(|months| oldest_issue(day, months)).map_or(soonest, |oldest| soonest.max(oldest)))
}

/// The first day of issue from which `months` reach `day`.
fn oldest_issue(day: NaiveDate, months: u16) -> Option<NaiveDate> {
    let issue = day.checked_sub_months(Months::new(months.into()))?;
    if after_months(issue, months) < day { issue.succ_opt() } else { Some(issue) }
}

/// Best first: the card that lasts longest, then the one that counts soonest.
fn preference(answer: Answer) -> (u8, i32) {
    match answer {
        Answer::Met => (0, 0),
        Answer::MetUntil { date } => (1, -date.num_days_from_ce()),
        Answer::Obtainable { from } => (2, from.num_days_from_ce()),
        Answer::Unknown => (3, 0),
        Answer::Missing => (4, 0),
    }
}

impl Card {
    fn of(held: &Held) -> Self {
        let credential = held.credential;
        let (valid, max_age) = (credential.valid_months(), credential.max_age_months());
        let unverified = credential.provenance().certainty == Certainty::Unverified;
        if unverified && (held.expires.is_none() || max_age.is_some()) {
            return Self::ValidityUnverified;
        }
        if held.expires.is_none() && credential.needs_card_date() {
            return Self::DateUnknown;
        }
        let from_issue = |months: Option<u16>| match (months, held.issued) {
            (None, _) => Some(None),
            (Some(months), Some(issued)) => Some(Some(after_months(issued, months))),
            (Some(_), None) => None,
        };
        let expires = if held.expires.is_some() { Some(held.expires) } else { from_issue(valid) };
        match (expires, from_issue(max_age)) {
            (Some(expires), Some(too_old)) => {
                let last = [expires, too_old].into_iter().flatten().min();
                Self::Counts { first: held.issued, last, expires }
            }
            _ => Self::DateUnknown,
        }
    }

    fn on(self, day: NaiveDate) -> Answer {
        match self {
            Self::DateUnknown | Self::ValidityUnverified => Answer::Unknown,
            Self::Counts { last: Some(last), .. } if last < day => Answer::Missing,
            Self::Counts { first: Some(first), .. } if day < first => Answer::Obtainable { from: first },
            Self::Counts { expires: Some(date), .. } => Answer::MetUntil { date },
            Self::Counts { expires: None, .. } => Answer::Met,
        }
    }
}
