use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::*;
use crate::posting::{Apply, Content, Employer, Origin, Posting, Status, employer_key};
use crate::testing;

fn imported(employer: &str, url: Option<&str>) -> Posting {
    let mut posting = testing::blank_posting(day("2026-11-20"));
    posting.expires_at = at(0) + chrono::TimeDelta::days(9);
    posting.content.employer = Employer { name: employer.to_owned(), key: employer_key(employer) };
    posting.content.apply = url.map_or(Apply::NotGiven, |url| Apply::External { url: url.to_owned() });
    posting
}

#[test]
fn a_posting_of_the_same_name_or_domain_is_claimed_without_doubt() {
    let cases = [
        ("The Thunder Bay Regional Hospital Inc.", None, false),
        ("Confidential", Some("https://careers.tbrh.example.ca/12"), false),
        ("Thunder Bay Health Sciences", Some("https://jobs.example.org/12"), true),
        ("Confidential", None, true),
        ("Confidential", Some("https://faketbrh.example.ca/"), true),
    ];
    for (employer, url, doubted) in cases {
        let posting = imported(employer, url);
        assert_eq!(claim(&posting, &author(), at(0)), Ok(()));
        let doubt = doubt(&posting, &author());
        assert_eq!(doubt.is_some(), doubted, "{employer} {url:?}");
        assert!(doubt.is_none_or(|doubt| doubt.words == employer));
    }
    // A name that says nothing is nobody's.
    let masked = Author { name: "Confidential".to_owned(), domain: None, ..author() };
    assert!(doubt(&imported("Confidential", None), &masked).is_some());
}

#[test]
fn what_is_not_imported_and_live_is_not_claimed() {
    let posting = imported("Thunder Bay Regional Hospital", None);
    let unverified = Author { verified: false, ..author() };
    assert_eq!(claim(&posting, &unverified, at(0)), Err(Denied::Unverified));
    assert_eq!(claim(&posting, &author(), posting.expires_at), Err(Denied::Ended));
    let withdrawn = Posting { status: Status::Withdrawn, ..posting.clone() };
    assert_eq!(claim(&withdrawn, &author(), at(0)), Err(Denied::Ended));
    let authored = Posting { origin: Origin::Authored, ..posting };
    assert_eq!(claim(&authored, &author(), at(0)), Err(Denied::NotNow(Status::Live)));
}

/// Whatever a source said: the form asks the same, in the same places and on the same terms.
#[test]
fn a_claimed_posting_says_as_a_form_what_it_said() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let content = testing::content(day("2026-11-20")).new_tree(&mut runner).unwrap().current();
        let form = Form::of(&content);
        let again = form.content(&author(), content.published_at);
        let asks = crate::matching::Asks::of(&content);
        // One line for each ask: of two that differ in necessity the first stays.
        let first = Content { requirements: distinct_asks(&content), ..content.clone() };
        assert_eq!(crate::matching::Asks::of(&again).languages, asks.languages);
        assert_eq!(crate::matching::Asks::of(&again).required, crate::matching::Asks::of(&first).required);
        assert_eq!((again.pay, again.hours, again.employment), (content.pay, content.hours, content.employment));
        assert_eq!((again.shifts, again.start, again.setting), (content.shifts, content.start, content.setting));
        let text = |content: &Content| content.en.as_ref().map(|text| text.title.clone());
        assert_eq!(text(&again), text(&content));
        assert!(again.provinces().eq(content.provinces()));
    }
}

fn distinct_asks(content: &Content) -> Vec<crate::requirement::Requirement> {
    let mut lines: Vec<crate::requirement::Requirement> = Vec::new();
    for line in &content.requirements {
        if !lines.iter().any(|known| known.ask == line.ask) {
            lines.push(*line);
        }
    }
    lines
}
