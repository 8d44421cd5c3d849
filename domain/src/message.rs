//! Sentences for people: a key with arguments, rendered from the message catalogues in English or French.
//!
//! A rule never writes a sentence; it names one. The catalogues are `domain/locales/{en,fr}/*.ftl` (Fluent),
//! compiled in. A test holds the key sets of the two languages equal.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use serde::Serialize;

use crate::Lang;
use crate::disclosure::Datum;
use crate::posting::{Employment, Pay, PayUnit, Shift};
use crate::reference::{Credential, Language, Province, Role};

/// An argument of a sentence, kept as what it is so that each language can say it its own way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A proper name or other text that is the same in both languages.
    Text(String),
    /// A count.
    Count(i64),
    /// A day.
    Day(NaiveDate),
    /// An amount in cents with its unit.
    Pay(i64, PayUnit),
    /// A role, said with its title in the province where one is given.
    Role(Role, Option<Province>),
    /// A province or territory.
    Province(Province),
    /// A credential.
    Credential(Credential),
    /// A language of work.
    Language(Language),
    /// A kind of employment.
    Employment(Employment),
    /// A shift.
    Shift(Shift),
    /// A kind of a worker's data.
    Datum(Datum),
    /// The pay of a posting, one figure or a range.
    PayRange(Pay),
    /// Several of the above: "days, evenings and nights".
    List(Vec<Arg>),
}

/// A sentence: its key in the catalogues and its arguments.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    /// The key in the catalogues.
    pub key: &'static str,
    /// The arguments by name.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A sentence without arguments.
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }

    /// The sentence in a language.
    ///
    /// A province is also said with its preposition, under the name of the argument after `in_` ("in Ontario",
    /// "au Québec"). A key that no catalogue has renders as itself, which a test excludes.
    pub fn render(&self, lang: Lang) -> String {
        let mut values = Values::new();
        for (name, arg) in &self.args {
            if let Arg::Province(province) = arg {
                values.insert(
                    format!("in_{name}").into(),
                    said("in-province", lang, [("code", province.key().into())]).into(),
                );
            }
            values.insert((*name).into(), arg.value(lang));
        }
        look_up(self.key, lang, &values)
    }
}

static_loader! {
    static CATALOGUES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks would end up in HTML, mails and JSON.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

type Values = HashMap<Cow<'static, str>, FluentValue<'static>>;

fn look_up(key: &str, lang: Lang, values: &Values) -> String {
    const EN: LanguageIdentifier = langid!("en");
    const FR: LanguageIdentifier = langid!("fr");
    let id = match lang {
        Lang::En => EN,
        Lang::Fr => FR,
    };
    CATALOGUES.try_lookup_with_args(&id, key, values).unwrap_or_else(|| key.to_owned())
}

/// A piece of a sentence from the catalogues.
fn said<const N: usize>(key: &str, lang: Lang, values: [(&'static str, FluentValue<'static>); N]) -> String {
    look_up(key, lang, &values.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

impl Arg {
    fn value(&self, lang: Lang) -> FluentValue<'static> {
        if let Self::Count(count) = self { (*count).into() } else { self.said(lang).into() }
    }

    /// The argument as each language says it.
    fn said(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Day(day) => day_said(*day, lang),
            Self::Pay(cents, unit) => {
                said(pay_key(*unit, false), lang, [("amount", amount(*cents, *unit, lang).into())])
            }
            Self::PayRange(pay) if pay.min_cents == pay.max_cents => Self::Pay(pay.min_cents, pay.unit).said(lang),
            Self::PayRange(pay) => {
                let [low, high] = [pay.min_cents, pay.max_cents].map(|cents| amount(cents, pay.unit, lang).into());
                said(pay_key(pay.unit, true), lang, [("low", low), ("high", high)])
            }
            Self::Role(role, None) => uncapitalized(role.title(lang)),
            Self::Role(role, Some(province)) => uncapitalized(role.title_in(*province, lang)),
            Self::Province(province) => province.name(lang).to_owned(),
            Self::Credential(credential) => credential.name(lang).to_owned(),
            Self::Language(language) => language.name(lang).to_owned(),
            Self::Employment(employment) => said("employment-name", lang, [("key", employment.key().into())]),
            Self::Shift(shift) => said("shift-name", lang, [("key", shift.key().into())]),
            Self::Datum(datum) => datum.message().render(lang),
            Self::List(items) => list_said(items, lang),
        }
    }
}

fn day_said(day: NaiveDate, lang: Lang) -> String {
    // French says the first of a month as an ordinal.
    let number = match (day.day(), lang) {
        (1, Lang::Fr) => "1er".to_owned(),
        (number, _) => number.to_string(),
    };
    let month = FluentValue::from(day.month());
    said("date", lang, [("day", number.into()), ("month", month), ("year", day.year().to_string().into())])
}

const fn pay_key(unit: PayUnit, range: bool) -> &'static str {
    match (unit, range) {
        (PayUnit::Hour, false) => "pay-hour",
        (PayUnit::Hour, true) => "pay-hour-range",
        (PayUnit::Year, false) => "pay-year",
        (PayUnit::Year, true) => "pay-year-range",
    }
}

/// An amount without its sign of currency: `87,148` or `24.50`; `87 148` or `24,50`. A whole yearly one has no cents.
fn amount(cents: i64, unit: PayUnit, lang: Lang) -> String {
    let (group, point) = match lang {
        Lang::En => (',', '.'),
        Lang::Fr => ('\u{a0}', ','),
    };
    let (whole, rest) = ((cents / 100).abs().to_string(), (cents % 100).abs());
    let mut said = String::from(if cents < 0 { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            said.push(group);
        }
        said.push(digit);
    }
    if rest != 0 || unit == PayUnit::Hour {
        said.push(point);
        said.extend([rest / 10, rest % 10].map(|digit| digit.to_string()));
    }
    said
}

/// A title within a sentence: its first letter small, unless it begins with an abbreviation ("MRI technologist").
fn uncapitalized(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

fn list_said(items: &[Arg], lang: Lang) -> String {
    let mut items: Vec<String> = items.iter().map(|item| item.said(lang)).collect();
    match (items.pop(), items.is_empty()) {
        (None, _) => String::new(),
        (Some(only), true) => only,
        (Some(last), false) => said("list-last", lang, [("items", items.join(", ").into()), ("last", last.into())]),
    }
}

#[cfg(test)]
mod tests;
