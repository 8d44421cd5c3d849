//! How long a check takes, printed: it runs on every keystroke.

use std::time::Instant;

use domain::Lang;
use domain::compliance::{Part, check};

use super::{day, lawful};

/// A description as long as the longest that employers write.
fn long(sentence: &str) -> String {
    sentence.repeat(6_000 / sentence.len())
}

#[test]
fn a_check_of_a_long_posting_in_both_languages() {
    let english = long("You will care for young adults and seniors on a busy unit, with a team that welcomes you. ");
    let french = long("Vous prendrez soin de jeunes adultes et de personnes âgées au sein d'une équipe accueillante. ");
    let subject = lawful("ON QC BC").with(Part::Description, Lang::En, "/en/description", &english).with(
        Part::Description,
        Lang::Fr,
        "/fr/description",
        &french,
    );
    let today = day("2026-11-22");
    let start = Instant::now();
    let first = check(&subject, today);
    let compiled = start.elapsed();
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(check(&subject, today), first);
    }
    let each = start.elapsed() / 20;
    println!("compliance::check, {} bytes: first {compiled:?}, then {each:?} each", english.len() + french.len());
    assert!(first.is_empty(), "{first:?}");
}
