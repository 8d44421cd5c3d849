//! Requirement recognition against texts labelled by hand (`tests/data/requirements*.txt`).

use domain::Lang;
use domain::reference::{Credential, Language, Province, Role};
use domain::requirement::{Ask, Basis, Field, Necessity, Requirement, Source, read};
use domain::text::fold;
use proptest::prelude::*;

/// A text with what it asks.
struct Case {
    name: String,
    lang: Lang,
    field: Field,
    province: Option<Province>,
    text: String,
    labels: Vec<Label>,
}

struct Label {
    /// Reading it or not are both right.
    either: bool,
    ask: Ask,
    necessity: Necessity,
    words: String,
}

impl Case {
    fn source(&self) -> Source<'_> {
        let source = Source::default().province(self.province);
        match self.field {
            Field::Title => source.title(self.lang, &self.text),
            Field::Description => source.description(self.lang, &self.text),
            Field::Qualifications => source.qualification(self.lang, &self.text),
        }
    }

    fn words_of<'a>(&'a self, requirement: &Requirement) -> &'a str {
        let Basis::Stated { span } = requirement.basis else { panic!("{}: not stated", self.name) };
        self.text.get(span.start as usize..span.end as usize).expect("a span inside the text, on characters")
    }
}

fn cases(file: &str) -> Vec<Case> {
    let blocks = file.split("\n=== ").skip(1);
    blocks.map(case).collect()
}

fn case(block: &str) -> Case {
    let (head, rest) = block.split_once('\n').expect("a heading line");
    let (text, labels) = rest.split_once("\n---").expect("a text and its labels");
    let head: Vec<&str> = head.split(' ').collect();
    Case {
        name: head[0].to_owned(),
        lang: Lang::parse(head[1]).expect("a language"),
        field: Field::parse(head[2]).expect("a field"),
        province: head.get(3).map(|code| Province::parse(code).expect("a province")),
        text: text.to_owned(),
        labels: labels.lines().filter(|line| !line.trim().is_empty()).map(label).collect(),
    }
}

fn label(line: &str) -> Label {
    let (ask, rest) = line.split_once(' ').unwrap_or_else(|| panic!("a label: {line}"));
    let (necessity, words) = rest.split_once(" \"").unwrap_or_else(|| panic!("a label: {line}"));
    Label {
        either: ask.starts_with('?'),
        ask: parse(ask.trim_start_matches('?')),
        necessity: Necessity::parse(necessity).unwrap_or_else(|| panic!("a necessity: {line}")),
        words: words.trim_end_matches('"').to_owned(),
    }
}

fn parse(ask: &str) -> Ask {
    let (kind, key) = ask.split_once(':').unwrap_or((ask, ""));
    match kind {
        "licence" if key.is_empty() => Ask::Licence { role: None },
        "licence" => Ask::Licence { role: Some(Role::parse(key).unwrap_or_else(|| panic!("a role: {key}"))) },
        "experience" => Ask::Experience { months: key.parse().expect("months") },
        "language" => Ask::Language { language: Language::parse(key).expect("a language") },
        key => Ask::Credential { credential: Credential::parse(key).unwrap_or_else(|| panic!("a credential: {key}")) },
    }
}

#[derive(Default)]
struct Figures {
    texts: usize,
    right: usize,
    wrong: usize,
    missed: usize,
    either: usize,
    faults: Vec<String>,
}

impl Figures {
    fn of(cases: &[Case]) -> Self {
        let mut figures = Self { texts: cases.len(), ..Self::default() };
        for case in cases {
            figures.add(case);
        }
        figures
    }

    /// A reading is right if ask and necessity agree and its span holds the labelled words.
    fn add(&mut self, case: &Case) {
        let mut read = read(&case.source());
        for label in &case.labels {
            let right = |requirement: &Requirement| {
                let words = fold(case.words_of(requirement));
                requirement.ask == label.ask
                    && requirement.necessity == label.necessity
                    && words.contains(&fold(&label.words))
            };
            match read.iter().position(right) {
                Some(found) => {
                    read.swap_remove(found);
                    if label.either { self.either += 1 } else { self.right += 1 }
                }
                None if label.either => {}
                None => {
                    self.missed += 1;
                    self.faults.push(format!("{}: missed {:?} {:?}", case.name, label.ask, label.necessity));
                }
            }
        }
        self.wrong += read.len();
        let wrong =
            |r: &Requirement| format!("{}: wrong {:?} {:?} `{}`", case.name, r.ask, r.necessity, case.words_of(r));
        self.faults.extend(read.iter().map(wrong));
    }

    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed) as f64
    }

    fn report(&self, name: &str) {
        eprintln!("{}", self.faults.join("\n"));
        eprintln!(
            "{name}: {} texts, {} right, {} wrong, {} missed, {} read either way: precision {:.2} %, recall {:.2} %",
            self.texts,
            self.right,
            self.wrong,
            self.missed,
            self.either,
            100.0 * self.precision(),
            100.0 * self.recall()
        );
    }
}

/// The judged measure: precision at least 98 %, recall at least 90 %.
fn measure(name: &str, file: &str, at_least: usize) {
    let cases = cases(file);
    assert!(cases.len() >= at_least, "only {} texts", cases.len());
    let figures = Figures::of(&cases);
    figures.report(name);
    assert!(figures.precision() >= 0.98 && figures.recall() >= 0.90);
}

#[test]
fn requirements_are_read_from_labelled_texts() {
    measure("labelled texts", include_str!("../data/requirements.txt"), 120);
}

#[test]
fn requirements_are_read_from_held_out_texts() {
    measure("held-out texts", include_str!("../data/requirements_held_out.txt"), 40);
}

#[test]
fn requirements_are_read_from_texts_held_out_again() {
    measure("texts held out again", include_str!("../data/requirements_held_out_2.txt"), 40);
}

#[test]
fn requirements_are_read_from_texts_held_out_a_third_time() {
    measure("texts held out a third time", include_str!("../data/requirements_held_out_3.txt"), 40);
}

#[test]
fn requirements_are_read_from_texts_held_out_a_fourth_time() {
    measure("texts held out a fourth time", include_str!("../data/requirements_held_out_4.txt"), 40);
}

#[test]
fn every_credential_has_words() {
    let phrases = include_str!("../../data/requirement_phrases.csv");
    let wordless: Vec<&str> = Credential::all()
        .map(Credential::key)
        .filter(|key| !phrases.contains(&format!("\ncredential,{key},")))
        .collect();
    assert!(wordless.is_empty(), "no phrase for {wordless:?}");
    for line in phrases.lines().filter_map(|line| line.strip_prefix("credential,")) {
        let key = line.split(',').next().unwrap_or_default();
        assert!(Credential::parse(key).is_some(), "no credential `{key}`");
    }
}

#[test]
fn every_role_of_a_regulator_exists() {
    let phrases = include_str!("../../data/requirement_phrases.csv");
    for line in phrases.lines().filter_map(|line| line.strip_prefix("regulator,")) {
        for key in line.split(',').next().unwrap_or_default().split('|') {
            assert!(Role::parse(key.trim_end_matches('*')).is_some(), "no role `{key}`");
        }
    }
}

#[test]
fn one_ask_is_one_requirement_the_strongest_and_first() {
    let source = Source::default()
        .description(Lang::En, "ACLS is an asset. BLS required.")
        .qualification(Lang::En, "Acute care")
        .qualification(Lang::En, "ACLS required; current BLS");
    let stated = |requirement: &Requirement| match requirement.basis {
        Basis::Stated { span } => (span.field, span.item, requirement.necessity),
        other => panic!("{other:?}"),
    };
    let read: Vec<_> = read(&source).iter().map(stated).collect();
    assert_eq!(read, [(Field::Qualifications, 1, Necessity::Required), (Field::Description, 0, Necessity::Required)]);
}

#[test]
fn structured_fields_come_first_and_keep_their_basis() {
    let source = Source::default().experience(24).description(Lang::En, "Minimum 2 years of experience. BLS required.");
    let read = read(&source);
    assert_eq!(
        read[0],
        Requirement { ask: Ask::Experience { months: 24 }, necessity: Necessity::Required, basis: Basis::Form }
    );
    assert_eq!(read.len(), 2);
}

#[test]
fn rpn_is_the_nurse_of_its_province() {
    let role_in = |province| {
        let source = Source::default().province(province).qualification(Lang::En, "RPN registration");
        read(&source)[0].ask
    };
    assert_eq!(role_in(Some(Province::On)), Ask::Licence { role: Role::parse("lpn") });
    assert_eq!(role_in(Some(Province::Bc)), Ask::Licence { role: Role::parse("rpsych") });
    assert_eq!(role_in(Some(Province::Qc)), Ask::Licence { role: None });
    assert_eq!(role_in(None), Ask::Licence { role: None });
}

#[test]
fn experience_is_read_in_months() {
    let months = |text| -> Vec<u16> {
        let read = read(&Source::default().description(Lang::En, text));
        read.iter().filter_map(|r| if let Ask::Experience { months } = r.ask { Some(months) } else { None }).collect()
    };
    for (text, expected) in [
        ("1.5 years of experience", vec![18]),
        ("1–2 years of experience", vec![12]),
        ("six months to one year of experience", vec![6]),
        ("eighteen (18) months' experience", vec![18]),
        ("2 years of customer service experience", vec![24]),
        ("2 years of college and some experience", vec![]),
        ("deux ans et plus d'expérience", vec![24]),
        ("1 an à moins de 2 ans d'expérience", vec![12]),
        ("experience within the past 5 years", vec![]),
        ("We have 20 years of experience.", vec![]),
        ("999.9 years of experience", vec![]),
    ] {
        assert_eq!(months(text), expected, "{text}");
    }
}

#[test]
fn alternatives_are_not_two_requirements() {
    let asks = |text| read(&Source::default().qualification(Lang::En, text)).len();
    assert_eq!(asks("English or French required"), 0);
    assert_eq!(asks("BLS, ACLS or PALS required"), 1, "which of the last two is open");
    assert_eq!(asks("BLS and ACLS required"), 2);
    assert_eq!(asks("Mandarin or Cantonese an asset"), 2, "either is an asset");
}

fn any_lang() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(Lang::En), Just(Lang::Fr)]
}

/// Words that the rules know, in any order, with anything between.
fn near_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "BLS",
        "CPR",
        "an asset",
        "required",
        "not",
        "no",
        "2 years",
        "experience",
        "French",
        "bilingual",
        "(",
        ")",
        "Assets:",
        "•",
        "\n",
        ",",
        ";",
        ".",
        ":",
        "or",
        "and",
        "RPN",
        "CNO",
        "registration",
        "permis de conduire",
        "requis",
        "un atout",
        "é",
        "œ",
        "e\u{301}",
        "’",
        "—",
        "\u{200B}",
        "ß",
        "İ",
        "𝒜",
        "unit",
    ]);
    prop::collection::vec(prop_oneof![4 => word.prop_map(str::to_owned), 1 => "\\PC{0,3}"], 0..40)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_on_characters(text in prop_oneof![near_text(), any::<String>()], lang in any_lang()) {
        let source = Source::default().description(lang, &text);
        let requirements = read(&source);
        prop_assert_eq!(&requirements, &read(&source), "reading twice says the same");
        for requirement in requirements {
            let Basis::Stated { span } = requirement.basis else { panic!("not stated") };
            prop_assert!(span.start < span.end);
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }

    #[test]
    fn neutral_text_after_it_loses_nothing(text in near_text(), more in "[A-Z][a-z]{3,9}( [a-z]{3,9}){0,8}\\.") {
        let longer = format!("{text}\n\n{more}");
        let asks = |text: &str| -> Vec<_> {
            read(&Source::default().description(Lang::En, text)).iter().map(|r| (r.ask, r.necessity)).collect()
        };
        let after = asks(&longer);
        for asked in asks(&text) {
            prop_assert!(after.contains(&asked), "{:?} is lost", asked);
        }
    }
}
