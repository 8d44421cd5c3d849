//! The form in which someone says what mail they want: as it is sent, as it is shown again, and what it asks for.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Lang;
use domain::local_time::zones;
use domain::message::{Arg, Message};
use domain::reference::{Province, Role};
use domain::subscription::{Day, Purpose, Rhythm, Schedule, Subject, Subscription, Zone};
use serde::Deserialize;
use storage::subscription::Kept;
use url::form_urlencoded;

use crate::app::subscriptions::Wanted;
use crate::problem::Problem;
use crate::rest::subscriptions::Wish;

/// What the form holds. Everything in it is text, and is shown again as it was sent.
#[derive(Clone, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    pub(super) email: String,
    purpose: Vec<String>,
    role: Vec<String>,
    pub(super) near: String,
    radius_km: String,
    province: String,
    /// What digests are about beside these: parameters of a search, which the form has no field for.
    pub(super) more: String,
    /// `daily`, or the day of a weekly digest.
    frequency: String,
    hour: String,
    zone: String,
    language: String,
    pub(super) paused_until: String,
    /// `preview`, or anything else.
    pub(super) action: String,
    /// What is said of a posting.
    pub(super) say: String,
    pub(super) posting: String,
    /// What opens the subscription.
    pub(super) token: String,
    /// The version that is changed.
    pub(super) version: i32,
}

impl Default for Form {
    fn default() -> Self {
        let text = String::new;
        Self {
            email: text(),
            purpose: Vec::new(),
            role: Vec::new(),
            near: text(),
            radius_km: "25".to_owned(),
            province: text(),
            more: text(),
            frequency: "monday".to_owned(),
            hour: "8".to_owned(),
            zone: "America/Toronto".to_owned(),
            language: text(),
            paused_until: text(),
            action: text(),
            say: text(),
            posting: text(),
            token: text(),
            version: 0,
        }
    }
}

/// One of what can be chosen.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

/// Kilometres that the form offers.
const RADII: [u32; 6] = [5, 10, 25, 50, 100, 200];

/// A form with the language it is shown in.
pub(super) struct Shown<'a> {
    pub(super) sent: &'a Form,
    lang: Lang,
}

impl Form {
    pub(super) const fn shown(&self, lang: Lang) -> Shown<'_> {
        Shown { sent: self, lang }
    }

    /// The form of what is wanted now.
    pub(super) fn of(kept: &Kept) -> Self {
        let Subscription { purposes, language, schedule, paused_until, .. } = &kept.subscription;
        let day = |at: &DateTime<Utc>| schedule.zone.day(*at).to_string();
        let frequency = match schedule.rhythm {
            Rhythm::Daily => "daily",
            Rhythm::Weekly { day } => day.key(),
        };
        let mut form = Self {
            purpose: purposes.iter().map(|purpose| purpose.key().to_owned()).collect(),
            frequency: frequency.to_owned(),
            hour: schedule.hour.to_string(),
            zone: schedule.zone.name().to_owned(),
            language: language.code().to_owned(),
            paused_until: paused_until.as_ref().map(day).unwrap_or_default(),
            version: kept.version,
            ..Self::default()
        };
        if let Subject::Search { query, .. } = &kept.subject {
            form.read_query(query);
        }
        form
    }

    fn read_query(&mut self, query: &str) {
        let mut more = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "role" => self.role.push(value.into_owned()),
                "near" => self.near = value.into_owned(),
                "radius_km" => self.radius_km = value.into_owned(),
                "province" if self.province.is_empty() => self.province = value.into_owned(),
                _ => drop(more.append_pair(&name, &value)),
            }
        }
        self.more = more.finish();
    }

    /// What digests are to be about, as the parameters of a search.
    pub(super) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for role in &self.role {
            query.append_pair("role", role);
        }
        if !self.near.trim().is_empty() {
            query.append_pair("near", self.near.trim()).append_pair("radius_km", &self.radius_km);
        }
        if !self.province.is_empty() {
            query.append_pair("province", &self.province);
        }
        query.extend_pairs(form_urlencoded::parse(self.more.as_bytes()));
        query.finish()
    }

    /// What is asked for; an alert is about its worker's profile.
    ///
    /// # Errors
    /// 422, field by field.
    pub(super) fn wanted(&self, is_alert: bool) -> Result<Wanted, Problem> {
        let day = (self.frequency != "daily").then(|| self.frequency.clone());
        let wish = Wish::of(
            (self.purpose.clone(), if is_alert { String::new() } else { self.query() }, self.language.clone()),
            (day, self.hour.parse().unwrap_or(u8::MAX), self.zone.clone()),
        );
        wish.checked(is_alert)
    }

    /// Before which no digest is wanted: the beginning of a day by the clock of the schedule; `None`: none was given.
    ///
    /// # Errors
    /// 422 for what is no day.
    pub(super) fn pause(&self, schedule: Schedule, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Problem> {
        if self.paused_until.trim().is_empty() {
            return Ok(None);
        }
        let wrong = || Problem::field("/paused_until", Message::new("subscription-pause"));
        let day: NaiveDate = self.paused_until.trim().parse().map_err(|_| wrong())?;
        let at = schedule.zone.start_of(day);
        // One that has passed is none.
        Ok(Some(at).filter(|at| *at > now))
    }
}

impl Shown<'_> {
    fn choice(value: impl Into<String>, label: String, chosen: &str) -> Choice {
        let value = value.into();
        Choice { is_chosen: value == chosen, value, label }
    }

    pub(super) fn purposes(&self) -> Vec<Choice> {
        let choice = |purpose: &Purpose| Choice {
            value: purpose.key().to_owned(),
            label: purpose.words().render(self.lang),
            is_chosen: self.sent.purpose.iter().any(|chosen| chosen == purpose.key()),
        };
        Purpose::ALL.iter().map(choice).collect()
    }

    pub(super) fn roles(&self) -> Vec<Choice> {
        let choice = |role: Role| Choice {
            value: role.key().to_owned(),
            label: role.title(self.lang).to_owned(),
            is_chosen: self.sent.role.iter().any(|chosen| chosen == role.key()),
        };
        let mut roles: Vec<Choice> = Role::all().map(choice).collect();
        roles.sort_by_key(|role| role.label.to_lowercase());
        roles
    }

    pub(super) fn radii(&self) -> Vec<Choice> {
        let label = |km: u32| Message::new("page-kilometres").with("km", Arg::Count(km.into())).render(self.lang);
        RADII.iter().map(|km| Self::choice(km.to_string(), label(*km), &self.sent.radius_km)).collect()
    }

    pub(super) fn provinces(&self) -> Vec<Choice> {
        let any = Self::choice("", Message::new("page-anywhere").render(self.lang), &self.sent.province);
        let choice = |province: &Province| {
            Self::choice(province.key(), province.name(self.lang).to_owned(), &self.sent.province)
        };
        std::iter::once(any).chain(Province::ALL.iter().map(choice)).collect()
    }

    pub(super) fn frequencies(&self) -> Vec<Choice> {
        let daily = Self::choice("daily", Message::new("page-daily").render(self.lang), &self.sent.frequency);
        let weekly = |day: &Day| {
            let label = Message::new("page-weekly").with("day", Arg::Text(day.key().to_owned()));
            Self::choice(day.key(), label.render(self.lang), &self.sent.frequency)
        };
        std::iter::once(daily).chain(Day::ALL.iter().map(weekly)).collect()
    }

    pub(super) fn hours(&self) -> Vec<Choice> {
        let label = |hour: u8| Message::new("page-oclock").with("hour", Arg::Count(hour.into())).render(self.lang);
        (0..24).map(|hour: u8| Self::choice(hour.to_string(), label(hour), &self.sent.hour)).collect()
    }

    pub(super) fn zones(&self) -> Vec<Choice> {
        let all = Province::ALL.iter().flat_map(|province| zones(*province));
        let mut names: Vec<&str> = all.map(|zone| Zone::from(*zone).name()).collect();
        names.sort_unstable();
        names.dedup();
        if Zone::parse(&self.sent.zone).is_some() && !names.contains(&self.sent.zone.as_str()) {
            names.push(&self.sent.zone);
        }
        names.into_iter().map(|name| Self::choice(name, name.replace('_', " "), &self.sent.zone)).collect()
    }

    pub(super) fn languages(&self) -> Vec<Choice> {
        let chosen = if self.sent.language.is_empty() { self.lang.code() } else { &self.sent.language };
        let choice = |(lang, label): (Lang, &str)| Self::choice(lang.code(), label.to_owned(), chosen);
        [(Lang::En, "English"), (Lang::Fr, "Français")].map(choice).into()
    }
}
