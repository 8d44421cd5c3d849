//! The soft lines: what they contribute, and why, for a person.

use super::verdict::{Judge, Site};
use super::{Answer, Line, Topic, distance_and_radius, score};
use crate::message::{Arg, Message};
use crate::posting::Pay;
use crate::reference::Role;
use crate::set::{BitSet, Member};

/// Distance, employment, shifts, pay, language, experience and freshness.
pub(super) fn lines(judge: &Judge<'_>, role: Option<Role>, site: Option<Site<'_>>) -> [Line; 7] {
    [
        distance(judge, site),
        employment(judge),
        shifts(judge),
        pay(judge),
        language(judge),
        experience(judge, role),
        freshness(judge),
    ]
}

/// `Met` for all points, `Missing` for none, `Met` in between; `Unknown` where nothing could be compared.
fn line(topic: Topic, compared: bool, (points, most): (i32, i32), message: Message) -> Line {
    let answer = match points {
        _ if !compared => Answer::Unknown,
        0 => Answer::Missing,
        _ => Answer::Met,
    };
    Line::soft(topic, answer, (points, most), message)
}

fn distance(judge: &Judge<'_>, site: Option<Site<'_>>) -> Line {
    let reach = &judge.profile.reach;
    let (remote, point) = match site {
        Some(Site::Place(location)) => (false, location.point),
        Some(Site::Remote(_)) => (true, None),
        None => (false, None),
    };
    let apart = distance_and_radius(reach, point);
    let points = (score::distance_points(remote, apart), score::DISTANCE);
    let message = match apart {
        _ if remote => Message::new("distance-remote"),
        Some((metres, _)) => {
            Message::new("distance-km").with("km", Arg::Count(i64::from(metres.saturating_add(500) / 1000)))
        }
        None if reach.near.is_none() => Message::new("distance-no-centre"),
        None => Message::new("distance-no-place"),
    };
    line(Topic::Distance, remote || apart.is_some(), points, message)
}

fn employment(judge: &Judge<'_>) -> Line {
    let (accepted, offered) = (judge.profile.employment, judge.posting.content.employment);
    let points = score::employment_points(accepted, offered);
    let key = match points {
        _ if offered.is_empty() => "employment-unstated",
        _ if accepted.is_empty() => "employment-any",
        score::EMPLOYMENT => "employment-match",
        0 => "employment-differs",
        _ => "employment-partly",
    };
    let message = Message::new(key).with("offered", list(offered, Arg::Employment));
    line(Topic::Employment, !offered.is_empty(), (points, score::EMPLOYMENT), message)
}

fn shifts(judge: &Judge<'_>) -> Line {
    let (accepted, offered) = (judge.profile.shifts, judge.posting.content.shifts);
    let points = score::shift_points(accepted, offered);
    let key = match points {
        _ if offered.is_empty() => "shifts-unstated",
        _ if accepted.is_empty() => "shifts-any",
        score::SHIFTS => "shifts-match",
        0 => "shifts-differ",
        _ => "shifts-partly",
    };
    let message = Message::new(key).with("offered", list(offered, Arg::Shift));
    line(Topic::Shifts, !offered.is_empty(), (points, score::SHIFTS), message)
}

fn pay(judge: &Judge<'_>) -> Line {
    let content = &judge.posting.content;
    let floor = score::floor_cents(judge.profile.pay_floor);
    let points = score::pay_points(floor, content.pay.map(|pay| pay.hourly_cents(content.hours)));
    let key = match (points, floor) {
        _ if content.pay.is_none() => "pay-unstated",
        (_, None) => "pay-stated",
        (score::PAY, _) => "pay-meets",
        (0, _) => "pay-below",
        _ => "pay-reaches",
    };
    let floor = |pay: Pay| ("floor", Arg::Pay(pay.min_cents, pay.unit));
    let mut message = Message::new(key);
    message.args.extend(content.pay.map(|pay| ("pay", Arg::PayRange(pay))));
    message.args.extend(judge.profile.pay_floor.map(floor));
    line(Topic::Pay, content.pay.is_some(), (points, score::PAY), message)
}

fn language(judge: &Judge<'_>) -> Line {
    let (spoken, asked) = (judge.profile.languages, judge.asks.languages);
    let points = score::language_points(spoken, asked);
    let key = match points {
        _ if asked.is_empty() => "language-unstated",
        _ if spoken.is_empty() => "language-unsaid",
        score::LANGUAGE => "language-match",
        _ => "language-partly",
    };
    let message = Message::new(key).with("asked", list(asked, Arg::Language));
    let compared = !asked.is_empty() && !spoken.is_empty();
    let answer = match points {
        _ if !compared => Answer::Unknown,
        score::LANGUAGE => Answer::Met,
        _ => Answer::Missing,
    };
    Line::soft(Topic::Language, answer, (points, score::LANGUAGE), message)
}

fn experience(judge: &Judge<'_>, role: Option<Role>) -> Line {
    let asked = judge.asks.months;
    let months = role.map_or(0, |role| score::months_in(judge.profile, role));
    let points = score::experience_points(months, asked);
    let (key, answer) = match asked {
        None => ("experience-unstated", Answer::Unknown),
        Some(asked) if months >= asked => ("experience-met", Answer::Met),
        Some(_) => ("experience-short", Answer::Missing),
    };
    let message = Message::new(key).with("months", Arg::Count(months.into()));
    let message = message.with("asked", Arg::Count(asked.unwrap_or_default().into()));
    Line::soft(Topic::Experience, answer, (points, score::EXPERIENCE), message)
}

fn freshness(judge: &Judge<'_>) -> Line {
    let days = score::age_days(judge.posting.live_at, judge.today);
    let points = score::freshness_points(days);
    let message = Message::new("freshness-days").with("days", Arg::Count(days.max(0)));
    Line::soft(Topic::Freshness, Answer::Met, (points, score::FRESHNESS), message)
}

fn list<T: Member>(items: BitSet<T>, arg: impl Fn(T) -> Arg) -> Arg {
    Arg::List(items.iter().map(arg).collect())
}
