//! The catalogues: same keys, same arguments, nothing missing, nothing unused; and how values are said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::*;

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found
}

/// Key → the names of its arguments.
fn catalogue(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let (start, argument) = (Regex::new(r"^([a-z0-9-]+) =").unwrap(), Regex::new(r"\$([a-z_]+)").unwrap());
    let mut keys = BTreeMap::<String, BTreeSet<String>>::new();
    for path in files(&format!("locales/{}", lang.code()), "ftl") {
        let mut key = String::new();
        for line in fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with('#')) {
            if let Some(found) = start.captures(line) {
                found[1].clone_into(&mut key);
                assert!(keys.insert(key.clone(), BTreeSet::new()).is_none(), "{key} twice");
            }
            let arguments = argument.captures_iter(line).map(|found| found[1].to_owned());
            if !key.is_empty() {
                keys.entry(key.clone()).or_default().extend(arguments);
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    let (en, fr) = (catalogue(Lang::En), catalogue(Lang::Fr));
    assert!(en.len() > 80, "{} keys", en.len());
    let keys = |catalogue: &BTreeMap<String, _>| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&en), keys(&fr));
    for (key, arguments) in &en {
        assert_eq!(arguments, &fr[key], "{key}");
    }
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let literal = Regex::new(r#""([a-z]+(?:-[a-z0-9]+)+)""#).unwrap();
    let message = Regex::new(r"\b(mobility-[a-z0-9-]+)\b").unwrap();
    let reference = Regex::new(r"\{ ([a-z]+(?:-[a-z]+)+) \}").unwrap();
    let mut used = BTreeSet::new();
    let mut gather = |pattern: &Regex, paths: Vec<PathBuf>| {
        for path in paths.iter().filter(|path| !path.ends_with("tests.rs") && !path.ends_with("cases.rs")) {
            let text = fs::read_to_string(path).unwrap();
            used.extend(pattern.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    };
    gather(&literal, files("src", "rs"));
    gather(&literal, files("../api/src", "rs"));
    gather(&literal, files("../mailer/src", "rs"));
    gather(&literal, files("../api/templates", "html"));
    gather(&message, files("data", "csv").into_iter().filter(|path| path.ends_with("mobility.csv")).collect());
    gather(&reference, files("locales/en", "ftl"));
    let known = catalogue(Lang::En);
    // `date` is the only key of a single word.
    let unused: Vec<_> = known.keys().filter(|key| *key != "date" && !used.contains(*key)).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
    // Other literals look like keys too (names of problems, of rules): what names a sentence for certain is held.
    let named = Regex::new(r#"Message::new\(\s*"([a-z0-9-]+)""#).unwrap();
    let mut named_keys = BTreeSet::new();
    for path in ["src", "../api/src", "../mailer/src"].into_iter().flat_map(|folder| files(folder, "rs")) {
        let text = fs::read_to_string(path).unwrap();
        named_keys.extend(named.captures_iter(&text).map(|found| found[1].to_owned()));
    }
    let missing: Vec<_> = named_keys.iter().filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

fn says(arg: &Arg) -> [String; 2] {
    Lang::ALL.map(|lang| arg.said(lang))
}

#[test]
fn days_are_said_in_each_language() {
    let day = |month, day| Arg::Day(NaiveDate::from_ymd_opt(2026, month, day).unwrap());
    assert_eq!(says(&day(12, 3)), ["3 December 2026", "3 décembre 2026"]);
    assert_eq!(says(&day(8, 1)), ["1 August 2026", "1er août 2026"]);
    let months: BTreeSet<_> = (1..=12).flat_map(|month| says(&day(month, 2))).collect();
    assert_eq!(months.len(), 24);
}

#[test]
fn amounts_are_said_in_each_language() {
    assert_eq!(says(&Arg::Pay(2450, PayUnit::Hour)), ["$24.50 an hour", "24,50\u{a0}$ l'heure"]);
    assert_eq!(says(&Arg::Pay(8_714_800, PayUnit::Year)), ["$87,148 a year", "87\u{a0}148\u{a0}$ par année"]);
    assert_eq!(says(&Arg::Pay(123_456_705, PayUnit::Year))[0], "$1,234,567.05 a year");
    let range = |min_cents, max_cents| Arg::PayRange(Pay { min_cents, max_cents, unit: PayUnit::Hour });
    assert_eq!(says(&range(3000, 3000))[0], "$30.00 an hour");
    assert_eq!(says(&range(3005, 4000)), ["$30.05 to $40.00 an hour", "de 30,05\u{a0}$ à 40,00\u{a0}$ l'heure"]);
}

#[test]
fn roles_are_said_by_province_within_a_sentence() {
    let lpn = Role::parse("lpn").unwrap();
    assert_eq!(says(&Arg::Role(lpn, Some(Province::On)))[0], "registered practical nurse");
    assert_eq!(says(&Arg::Role(lpn, None))[0], "licensed practical nurse");
    assert_eq!(uncapitalized("MRI technologist"), "MRI technologist");
    assert_eq!(uncapitalized("Échographiste"), "échographiste");
}

#[test]
fn provinces_take_their_preposition() {
    let inside = |province: Province| {
        let message = Message::new("mobility-unregulated")
            .with("role", Arg::Role(Role::parse("psw").unwrap(), None))
            .with("province", Arg::Province(province));
        Lang::ALL.map(|lang| message.render(lang))
    };
    for (province, en, fr) in [
        (Province::On, "in Ontario.", "en Ontario."),
        (Province::Qc, "in Quebec.", "au Québec."),
        (Province::Pe, "in Prince Edward Island.", "à l'Île-du-Prince-Édouard."),
        (Province::Nt, "in the Northwest Territories.", "dans les Territoires du Nord-Ouest."),
        (Province::Yt, "in Yukon.", "au Yukon."),
    ] {
        let [said_en, said_fr] = inside(province);
        assert!(said_en.ends_with(en), "{said_en}");
        assert!(said_fr.ends_with(fr), "{said_fr}");
    }
    assert_eq!(Province::ALL.iter().flat_map(|province| inside(*province)).collect::<BTreeSet<_>>().len(), 26);
}

#[test]
fn lists_are_said_with_and() {
    let shifts = |items: &[Shift]| Arg::List(items.iter().map(|shift| Arg::Shift(*shift)).collect());
    assert_eq!(says(&shifts(&[])), ["", ""]);
    assert_eq!(says(&shifts(&[Shift::Day])), ["days", "jour"]);
    assert_eq!(
        says(&shifts(&[Shift::Day, Shift::Evening, Shift::Night])),
        ["days, evenings and nights", "jour, soir et nuit"]
    );
}

#[test]
fn plurals_follow_the_language() {
    let days = |n| Message::new("freshness-days").with("days", Arg::Count(n));
    assert_eq!(
        [0, 1, 2].map(|n| days(n).render(Lang::En)),
        ["Posted today.", "Posted 1 day ago.", "Posted 2 days ago."]
    );
    assert_eq!(days(1).render(Lang::Fr), "Publiée il y a 1 jour.");
    assert_eq!(days(3).render(Lang::Fr), "Publiée il y a 3 jours.");
}
