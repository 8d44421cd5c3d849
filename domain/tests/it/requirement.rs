//! Requirement recognition against texts labelled by hand (`tests/data/requirements*.txt`).

use domain::Lang;
use domain::reference::{Credential, Language, Province, Role};
use domain::requirement::{Ask, Basis, Field, Necessity, Requirement, Source, read};
use domain::text::fold;

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
        key => Ask::Credential {
            credential: Credential::parse(key).unwrap_or_else(|| panic!("a credential: {key}")),
        },
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
        let wrong = |r: &Requirement| format!("{}: wrong {:?} {:?} `{}`", case.name, r.ask, r.necessity, case.words_of(r));
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
