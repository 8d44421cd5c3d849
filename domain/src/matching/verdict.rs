//! The verdict: one pair, line by line.
//!
//! A posting with several roles or places is judged for each role that the worker does and each place in their
//! reach, and the best outcome is kept: by eligibility, then fewest unknowns, then score; of equals the first.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::wallet::Shortfall;
use super::{Answer, Asks, Eligibility, Line, Rank, Tally, Topic, Verdict, Wallet, accepts_place, opens, soft};
use crate::message::{Arg, Message};
use crate::mobility::{self, AnswerStatus};
use crate::posting::{Location, Posting};
use crate::reference::{Certainty, Credential, CredentialSet, Province, Role};
use crate::worker::Profile;

/// The day at which a posting is judged: its start, or today where it names none or that has passed.
pub fn judged_at(start: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    start.unwrap_or(today).max(today)
}

/// Explains one worker and one posting as of `today`.
pub fn verdict(profile: &Profile, posting: &Posting, today: NaiveDate) -> Verdict {
    let judge = Judge {
        profile,
        posting,
        today,
        judged_at: judged_at(posting.content.start, today),
        asks: Asks::of(&posting.content),
        wallet: Wallet::new(profile, today),
    };
    let mut best: Option<Verdict> = None;
    for (role, site) in judge.candidates() {
        let next = judge.judge(role, site);
        if best.as_ref().is_none_or(|best| next.fit() < best.fit()) {
            best = Some(next);
        }
    }
    best.unwrap_or_else(|| judge.judge(None, None))
}

/// The one credential that stands between the worker and this posting: it alone is not met, and everything else is
/// met or obtainable by the day it was judged at.
pub fn missing_one(verdict: &Verdict) -> Option<Credential> {
    let (mut others, mut unmet) = (Tally::default(), CredentialSet::default());
    if verdict.eligibility == Eligibility::NotEligible {
        return None;
    }
    for line in verdict.lines.iter().filter(|line| line.hard) {
        match (line.credential, line.answer) {
            (Some(_), Answer::Met | Answer::MetUntil { .. }) => {}
            (Some(credential), _) => unmet.insert(credential),
            (None, answer) => others.add(answer),
        }
    }
    opens(others, unmet, verdict.judged_at)
}

impl Verdict {
    /// Its rank among the verdicts of one worker, best first.
    pub fn rank(&self, posting: &Posting) -> Rank {
        let (eligibility, unknowns, score) = self.fit();
        Rank { eligibility, unknowns, score, live_at: Reverse(posting.live_at), id: Reverse(posting.id) }
    }

    fn fit(&self) -> (Eligibility, u8, Reverse<u8>) {
        (self.eligibility, self.unknowns, Reverse(self.score))
    }
}

/// Where the work would be done.
#[derive(Clone, Copy)]
pub(super) enum Site<'a> {
    Place(&'a Location),
    /// From anywhere, for patients of this province.
    Remote(Province),
}

impl Site<'_> {
    fn province(self) -> Province {
        match self {
            Self::Place(location) => location.province,
            Self::Remote(province) => province,
        }
    }
}

/// One worker and one posting.
pub(super) struct Judge<'a> {
    pub(super) profile: &'a Profile,
    pub(super) posting: &'a Posting,
    pub(super) today: NaiveDate,
    pub(super) judged_at: NaiveDate,
    pub(super) asks: Asks,
    pub(super) wallet: Wallet,
}

impl<'a> Judge<'a> {
    /// Every shared role at every site in reach; where nothing is shared or in reach, the first is judged instead,
    /// to say so.
    fn candidates(&self) -> Vec<(Option<Role>, Option<Site<'a>>)> {
        let content = &self.posting.content;
        let places = content.locations.iter().map(Site::Place);
        let sites: Vec<Site<'a>> = places.chain(content.remote.iter().copied().map(Site::Remote)).collect();
        let roles = some_or_first(&content.roles, |role| self.does(*role));
        let sites = some_or_first(&sites, |site| self.accepts(*site));
        roles.iter().flat_map(|role| sites.iter().map(|site| (*role, *site))).collect()
    }

    fn does(&self, role: Role) -> bool {
        self.profile.roles.iter().any(|practice| practice.role == role)
    }

    fn accepts(&self, site: Site<'_>) -> bool {
        match site {
            Site::Place(location) => accepts_place(&self.profile.reach, location.region, location.point),
            Site::Remote(_) => self.profile.reach.remote,
        }
    }

    fn judge(&self, role: Option<Role>, site: Option<Site<'_>>) -> Verdict {
        let mut sheet = Sheet::default();
        self.role(role, site, &mut sheet);
        if let (Some(role), Some(site)) = (role, site) {
            self.licences(role, site, &mut sheet);
        }
        self.credentials(&mut sheet);
        self.reach(site, &mut sheet);
        sheet.lines.extend(soft::lines(self, role, site));
        self.availability(&mut sheet);
        let score = sheet.lines.iter().map(|line| line.points).sum::<i32>();
        Verdict {
            posting: self.posting.id,
            eligibility: sheet.tally.eligibility(),
            unknowns: sheet.tally.unknowns(),
            score: u8::try_from(score).unwrap_or_default(),
            judged_at: self.judged_at,
            lines: sheet.lines,
            notes: self.notes(),
        }
    }

    fn role(&self, role: Option<Role>, site: Option<Site<'_>>, sheet: &mut Sheet) {
        let Some(role) = role else {
            sheet.rule_out(Topic::Role, Message::new("role-none"));
            return;
        };
        let named = |key| Message::new(key).with("role", Arg::Role(role, site.map(Site::province)));
        if self.does(role) {
            sheet.add(Line::hard(Topic::Role, Answer::Met, named("role-met")));
        } else {
            sheet.rule_out(Topic::Role, named("role-missing"));
        }
    }

    /// The licence of the role itself, and, where the posting asks for that of another role, any one of those.
    fn licences(&self, role: Role, site: Site<'_>, sheet: &mut Sheet) {
        sheet.add_licence(self.licence(role, site));
        let others = self.asks.licences.iter().map(|other| self.licence(*other, site));
        if let Some(best) = others.min_by_key(|answer| answer.status) {
            sheet.add_licence(best);
        }
    }

    fn licence(&self, role: Role, site: Site<'_>) -> mobility::Answer {
        let remote = matches!(site, Site::Remote(_));
        let setting = self.posting.content.setting;
        mobility::answer(self.profile, role, site.province(), setting, remote, self.judged_at, self.today)
    }

    fn credentials(&self, sheet: &mut Sheet) {
        for credential in self.asks.required.iter() {
            let answer = self.wallet.answer(credential, self.judged_at);
            let message = self.credential_message(credential, answer);
            let lapses = self.lapses(credential, answer);
            sheet.add(Line { hard: true, lapses, ..Line::of_credential(credential, answer, message) });
        }
        let share = super::score::preferred_share(self.asks.preferred.0.count_ones());
        for credential in self.asks.preferred.iter() {
            let answer = self.wallet.answer(credential, self.judged_at);
            let held = matches!(answer, Answer::Met | Answer::MetUntil { .. });
            let key = if held { "preferred-held" } else { "preferred-missing" };
            let message = Message::new(key).with("credential", Arg::Credential(credential));
            let points = if held { share } else { 0 };
            let line = Line::of_credential(credential, answer, message);
            sheet.lines.push(Line { points, points_max: share, ..line });
        }
        if self.asks.preferred.0 == 0 {
            let points = super::score::preferred_points(0, 0);
            let max = super::score::PREFERRED;
            sheet.lines.push(Line::soft(
                Topic::Credential,
                Answer::Unknown,
                (points, max),
                Message::new("preferred-none"),
            ));
        }
    }

    /// The last day of what counts today but not on the day that is judged.
    fn lapses(&self, credential: Credential, answer: Answer) -> Option<NaiveDate> {
        match (answer, self.wallet.shortfall(credential)) {
            (Answer::Met | Answer::MetUntil { .. }, _) => None,
            (_, Shortfall::Lapses(last)) => Some(last).filter(|last| (self.today..self.judged_at).contains(last)),
            _ => None,
        }
    }

    fn credential_message(&self, credential: Credential, answer: Answer) -> Message {
        let shortfall = self.wallet.shortfall(credential);
        let key = match (answer, shortfall) {
            (Answer::Met, _) => "credential-met",
            (Answer::MetUntil { .. }, _) => "credential-met-until",
            (Answer::Obtainable { .. }, Shortfall::Lapses(_)) => "credential-renew",
            (Answer::Obtainable { .. }, Shortfall::DateUnknown) => "credential-undated",
            (Answer::Obtainable { .. }, _) => "credential-obtainable",
            (Answer::Unknown, Shortfall::ValidityUnverified) => "credential-validity-unverified",
            (Answer::Unknown, _) => "credential-date-unknown",
            (Answer::Missing, Shortfall::Lapses(_)) => "credential-lapses",
            (Answer::Missing, _) => "credential-missing",
        };
        let mut message = Message::new(key).with("credential", Arg::Credential(credential));
        if let Answer::MetUntil { date } | Answer::Obtainable { from: date } = answer {
            message = message.with("date", Arg::Day(date));
        }
        if let Shortfall::Lapses(last) = shortfall {
            message = message.with("last", Arg::Day(last)).with("start", Arg::Day(self.judged_at));
        }
        message
    }

    fn reach(&self, site: Option<Site<'_>>, sheet: &mut Sheet) {
        let Some(site) = site else {
            sheet.rule_out(Topic::Reach, Message::new("reach-nowhere"));
            return;
        };
        let (inside, outside) = match site {
            Site::Place(_) => ("reach-place", "reach-place-outside"),
            Site::Remote(_) => ("reach-remote", "reach-remote-outside"),
        };
        let place = match site {
            Site::Place(location) => location.place.clone(),
            Site::Remote(_) => String::new(),
        };
        let message = |key| {
            let message = Message::new(key).with("place", Arg::Text(place.clone()));
            message.with("province", Arg::Province(site.province()))
        };
        if self.accepts(site) {
            sheet.add(Line::hard(Topic::Reach, Answer::Met, message(inside)));
        } else {
            sheet.rule_out(Topic::Reach, message(outside));
        }
    }

    fn availability(&self, sheet: &mut Sheet) {
        let late = self.profile.available_from.filter(|from| *from > self.judged_at);
        let (answer, message) = match late {
            None => (Answer::Met, Message::new("availability-met")),
            Some(from) => (Answer::Obtainable { from }, Message::new("availability-late").with("from", Arg::Day(from))),
        };
        sheet.add(Line::hard(Topic::Availability, answer, message.with("start", Arg::Day(self.judged_at))));
    }

    fn notes(&self) -> Vec<Message> {
        let dated = |key| Message::new(key).with("day", Arg::Day(self.judged_at));
        let day = match self.posting.content.start {
            None => Some(dated("note-no-start")),
            Some(start) if start < self.today => Some(dated("note-start-passed")),
            Some(_) => None,
        };
        day.into_iter().chain([Message::new("note-information")]).collect()
    }
}

fn some_or_first<T: Copy>(all: &[T], wanted: impl Fn(&T) -> bool) -> Vec<Option<T>> {
    let some: Vec<Option<T>> = all.iter().copied().filter(wanted).map(Some).collect();
    if some.is_empty() { vec![all.first().copied()] } else { some }
}

/// The lines so far, and what the hard ones come to.
#[derive(Default)]
struct Sheet {
    lines: Vec<Line>,
    tally: Tally,
}

impl Sheet {
    fn add(&mut self, line: Line) {
        self.tally.add(line.answer);
        self.lines.push(line);
    }

    fn rule_out(&mut self, topic: Topic, message: Message) {
        self.tally.rule_out();
        self.add(Line::hard(topic, Answer::Missing, message));
    }

    fn add_licence(&mut self, answer: mobility::Answer) {
        if answer.status == AnswerStatus::OutOfReach {
            self.tally.rule_out();
        }
        let line = Line::hard(Topic::Licence, answer.status.into(), answer.message);
        self.add(Line { route: Some(answer.route), provenance: Some(answer.provenance), ..line });
    }
}

impl Line {
    /// A line that decides eligibility and gives no points.
    pub(super) fn hard(topic: Topic, answer: Answer, message: Message) -> Self {
        Self { hard: true, ..Self::soft(topic, answer, (0, 0), message) }
    }

    /// A line on a credential, without points. An unverified row is named only where the answer rests on it: a card
    /// with a date of its own does not.
    fn of_credential(credential: Credential, answer: Answer, message: Message) -> Self {
        let row = credential.provenance();
        let by_card = matches!(answer, Answer::Met | Answer::MetUntil { .. }) && row.certainty == Certainty::Unverified;
        let provenance = (!by_card).then_some(row);
        Self { credential: Some(credential), provenance, ..Self::soft(Topic::Credential, answer, (0, 0), message) }
    }

    /// A line that only gives points, out of the most it could.
    pub(super) fn soft(topic: Topic, answer: Answer, (points, points_max): (i32, i32), message: Message) -> Self {
        let (credential, lapses, route, provenance) = (None, None, None, None);
        Self { topic, hard: false, answer, points, points_max, credential, lapses, route, message, provenance }
    }
}
