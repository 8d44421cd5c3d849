//! What must hold of every verdict, and verdicts that a person can check by hand.

use proptest::prelude::*;

use super::*;
use crate::lang::Lang;
use crate::posting::{Location, Posting, Setting};
use crate::reference::{Certainty, CredentialSet, Province, Region, Role};
use crate::requirement::{Ask, Basis, Necessity, Requirement};
use crate::testing;
use crate::worker::{Held, Licence, LicenceClass, Practice, Profile, Reach, Standing};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn credential(key: &str) -> Credential {
    Credential::parse(key).unwrap()
}

fn ask(ask: Ask, necessity: Necessity) -> Requirement {
    Requirement { ask, necessity, basis: Basis::Form }
}

fn required(key: &str) -> Requirement {
    ask(Ask::Credential { credential: credential(key) }, Necessity::Required)
}

fn preferred(key: &str) -> Requirement {
    ask(Ask::Credential { credential: credential(key) }, Necessity::Preferred)
}

const TODAY: &str = "2026-11-23";
const START: &str = "2026-12-14";

fn place(name: &str, province: Province) -> Location {
    let region = Region::of_province(province);
    Location { place: name.to_owned(), province, region, point: None, fsa: None }
}

/// An Ontario hospital posting for a registered nurse, from 14 December.
fn posting(requirements: Vec<Requirement>) -> Posting {
    let mut posting = testing::blank_posting(day(TODAY));
    posting.content.roles = vec![Role::parse("rn").unwrap()];
    posting.content.locations = vec![place("Sudbury", Province::On)];
    posting.content.setting = Some(Setting::Hospital);
    posting.content.start = Some(day(START));
    posting.content.requirements = requirements;
    posting
}

fn licence(role: &str, province: Province) -> Licence {
    let role = Role::parse(role).unwrap();
    let (class, standing) = (LicenceClass::General, Standing::Active);
    Licence { role, province, class, standing, valid_from: None, valid_until: None }
}

/// A registered nurse of Ontario who would work anywhere.
fn nurse(credentials: Vec<Held>) -> Profile {
    Profile {
        roles: vec![Practice { role: Role::parse("rn").unwrap(), months: 36 }],
        licences: vec![licence("rn", Province::On)],
        reach: Reach { regions: vec![Region::CANADA], ..Reach::default() },
        credentials,
        ..Profile::default()
    }
}

fn held(key: &str, issued: Option<&str>, expires: Option<&str>) -> Held {
    Held { credential: credential(key), issued: issued.map(day), expires: expires.map(day) }
}

fn judged(profile: &Profile, posting: &Posting) -> Verdict {
    verdict(profile, posting, day(TODAY))
}

fn line_on<'a>(verdict: &'a Verdict, key: &str) -> &'a Line {
    verdict.lines.iter().find(|line| line.credential == Some(credential(key))).unwrap()
}

#[test]
fn credentials_are_judged_on_the_first_day_of_work() {
    let until = |date| Answer::MetUntil { date: day(date) };
    let by = |date| Answer::Obtainable { from: day(date) };
    for (card, answer, key) in [
        // BLS counts twelve months; a course takes a week.
        (held("bls", None, Some("2026-12-14")), until("2026-12-14"), "credential-met-until"),
        (held("bls", None, Some("2026-12-13")), by("2026-11-30"), "credential-renew"),
        (held("bls", Some("2025-12-14"), None), until("2026-12-14"), "credential-met-until"),
        (held("bls", Some("2025-12-13"), None), by("2026-11-30"), "credential-renew"),
        // A vulnerable-sector check may be six months old on the first day; a new one takes six weeks.
        (held("vulnerable_sector_check", Some("2026-06-14"), None), Answer::Met, "credential-met"),
        (held("vulnerable_sector_check", Some("2026-06-13"), None), by("2027-01-04"), "credential-renew"),
        (held("vulnerable_sector_check", None, None), by("2027-01-04"), "credential-undated"),
        // ACLS ends, but no issuer's source says when; a new card is two weeks away.
        (held("acls", Some("2026-10-01"), None), by("2026-12-07"), "credential-undated"),
        (held("acls", None, Some("2027-10-01")), until("2027-10-01"), "credential-met-until"),
        (held("enpc", Some("2026-10-01"), None), Answer::Unknown, "credential-date-unknown"),
        // Nobody says how long these take.
        (held("tncc", None, Some("2026-12-01")), Answer::Missing, "credential-lapses"),
        (held("tncc", None, Some("2027-12-01")), until("2027-12-01"), "credential-met-until"),
        (held("liability_insurance", None, None), Answer::Unknown, "credential-date-unknown"),
    ] {
        let verdict = judged(&nurse(vec![card.clone()]), &posting(vec![required(card.credential.key())]));
        let line = line_on(&verdict, card.credential.key());
        assert_eq!((line.answer, line.message.key), (answer, key), "{card:?}");
    }
}

#[test]
fn a_check_for_a_distant_start_is_not_asked_for_too_early() {
    let mut posting = posting(vec![required("vulnerable_sector_check")]);
    posting.content.start = Some(day("2027-08-31"));
    let verdict = judged(&nurse(vec![]), &posting);
    // Six months before 31 August there is no 31 February: from 1 March a check still counts.
    assert_eq!(verdict.eligibility, Eligibility::ReadyBy { date: day("2027-03-01") });
}

#[test]
fn the_sentence_promised_to_a_worker() {
    let verdict = judged(&nurse(vec![held("bls", None, Some("2026-12-03"))]), &posting(vec![required("bls")]));
    let said = Lang::ALL.map(|lang| line_on(&verdict, "bls").message.render(lang));
    assert_eq!(
        said[0],
        "Basic Life Support (BLS): yours counts until 3 December 2026, before the start on 14 December 2026. \
         Renewed, it could be in hand by 30 November 2026."
    );
    assert!(said[1].contains("jusqu'au 3 décembre 2026, avant l'entrée en poste le 14 décembre 2026"), "{}", said[1]);
}

#[test]
fn eligibility_follows_from_the_hard_lines() {
    let both = || posting(vec![required("bls"), required("tncc")]);
    let (bls, tncc) = (held("bls", None, Some("2027-06-30")), held("tncc", None, Some("2027-06-30")));
    assert_eq!(judged(&nurse(vec![bls.clone(), tncc.clone()]), &both()).eligibility, Eligibility::Ready);
    let by = Eligibility::ReadyBy { date: day("2026-11-30") };
    assert_eq!(judged(&nurse(vec![tncc]), &both()).eligibility, by);
    assert_eq!(judged(&nurse(vec![bls]), &both()).eligibility, Eligibility::Short { missing: 1 });
    let unclear = posting(vec![required("liability_insurance")]);
    assert_eq!(
        judged(&nurse(vec![held("liability_insurance", None, None)]), &unclear).eligibility,
        Eligibility::Unclear
    );
    let unlicensed = Profile { licences: vec![], ..nurse(vec![]) };
    assert_eq!(judged(&unlicensed, &posting(vec![])).eligibility, Eligibility::NotEligible);
    let elsewhere = Profile {
        reach: Reach { regions: vec![Region::of_province(Province::Ns)], ..Reach::default() },
        ..nurse(vec![])
    };
    assert_eq!(judged(&elsewhere, &posting(vec![])).eligibility, Eligibility::NotEligible);
    let late = Profile { available_from: Some(day("2027-01-11")), ..nurse(vec![]) };
    assert_eq!(judged(&late, &posting(vec![])).eligibility, Eligibility::ReadyBy { date: day("2027-01-11") });
}

#[test]
fn of_several_roles_and_places_the_best_is_kept() {
    let mut posting = posting(vec![]);
    posting.content.roles = vec![Role::parse("np").unwrap(), Role::parse("rn").unwrap()];
    posting.content.locations = vec![place("Calgary", Province::Ab), place("Sudbury", Province::On)];
    let mut nurse = nurse(vec![]);
    nurse.roles.insert(0, Practice { role: Role::parse("np").unwrap(), months: 0 });
    let verdict = judged(&nurse, &posting);
    assert_eq!(verdict.eligibility, Eligibility::Ready);
    let said = verdict.lines.iter().map(|line| line.message.render(Lang::En)).collect::<Vec<_>>().join(" ");
    assert!(said.contains("registered nurse") && said.contains("Sudbury"), "{said}");
}

#[test]
fn a_licence_of_another_role_is_asked_besides_that_of_the_posting() {
    let manager = Role::parse("health_mgr").unwrap();
    let any_nurse = |role| ask(Ask::Licence { role: Role::parse(role) }, Necessity::Required);
    let mut posting = posting(vec![any_nurse("rn"), any_nurse("lpn")]);
    posting.content.roles = vec![manager];
    let boss = |licences| Profile { roles: vec![Practice { role: manager, months: 0 }], licences, ..nurse(vec![]) };
    assert_eq!(judged(&boss(vec![licence("lpn", Province::On)]), &posting).eligibility, Eligibility::Ready);
    assert_eq!(judged(&boss(vec![]), &posting).eligibility, Eligibility::NotEligible);
}

#[test]
fn the_one_credential_that_is_missing() {
    let bls = credential("bls");
    let asks = posting(vec![required("bls"), required("n95_fit")]);
    let one = nurse(vec![held("n95_fit", Some("2026-06-01"), None)]);
    assert_eq!(missing_one(&judged(&one, &asks)), Some(bls));
    assert_eq!(missing_one(&judged(&nurse(vec![]), &asks)), None);
    let unlicensed = Profile { licences: vec![], ..one };
    assert_eq!(missing_one(&judged(&unlicensed, &asks)), None);
}

#[test]
fn preferred_credentials_share_their_points() {
    let asset = posting(vec![preferred("bls"), preferred("n95_fit"), required("bls")]);
    let verdict = judged(&nurse(vec![held("n95_fit", Some("2026-06-01"), None)]), &asset);
    assert_eq!((line_on(&verdict, "n95_fit").points, line_on(&verdict, "bls").points_max), (12, 0));
}

#[test]
fn a_posting_without_role_or_place_is_for_nobody() {
    let mut posting = posting(vec![]);
    posting.content.roles.clear();
    assert_eq!(judged(&nurse(vec![]), &posting).eligibility, Eligibility::NotEligible);
    posting.content.locations.clear();
    assert_eq!(judged(&nurse(vec![]), &posting).eligibility, Eligibility::NotEligible);
}

fn met(answer: Answer) -> bool {
    matches!(answer, Answer::Met | Answer::MetUntil { .. })
}

/// What the hard lines come to, counted anew.
fn recounted(verdict: &Verdict) -> (Eligibility, u8) {
    let hard = || verdict.lines.iter().filter(|line| line.hard);
    let count = |answer| u8::try_from(hard().filter(|line| line.answer == answer).count()).unwrap();
    let latest =
        hard().filter_map(|line| if let Answer::Obtainable { from } = line.answer { Some(from) } else { None }).max();
    let eligibility = match (count(Answer::Missing), count(Answer::Unknown), latest) {
        (0, 0, None) => Eligibility::Ready,
        (0, 0, Some(date)) => Eligibility::ReadyBy { date },
        (0, ..) => Eligibility::Unclear,
        (missing, ..) => Eligibility::Short { missing },
    };
    (eligibility, count(Answer::Unknown))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn every_verdict_adds_up((today, profile, posting) in testing::pair()) {
        let verdict = verdict(&profile, &posting, today);
        let sum: i32 = verdict.lines.iter().map(|line| line.points).sum();
        prop_assert_eq!(i32::from(verdict.score), sum);
        prop_assert!(verdict.score <= 100);
        prop_assert!(verdict.lines.iter().map(|line| line.points_max).sum::<i32>() <= 100);
        for line in &verdict.lines {
            prop_assert!((0..=line.points_max).contains(&line.points) && !(line.hard && line.points_max > 0));
        }
        prop_assert!(verdict.lines.is_sorted_by_key(|line| line.topic));
        if verdict.eligibility != Eligibility::NotEligible {
            prop_assert_eq!((verdict.eligibility, verdict.unknowns), recounted(&verdict));
        }
    }

    #[test]
    fn nothing_unverified_is_ever_met((today, profile, posting) in testing::pair()) {
        let verdict = verdict(&profile, &posting, today);
        let unverified = |line: &&Line| line.provenance.is_some_and(|row| row.certainty == Certainty::Unverified);
        for line in verdict.lines.iter().filter(|line| line.hard).filter(unverified) {
            prop_assert!(matches!(line.answer, Answer::Unknown | Answer::Missing), "{:?}", line);
        }
        if verdict.eligibility == Eligibility::Ready {
            prop_assert!(verdict.lines.iter().filter(|line| line.hard).all(|line| met(line.answer)));
        }
    }

    #[test]
    fn every_sentence_can_be_said((today, profile, posting) in testing::pair()) {
        let verdict = verdict(&profile, &posting, today);
        for message in verdict.lines.iter().map(|line| &line.message).chain(&verdict.notes) {
            for lang in Lang::ALL {
                let said = message.render(lang);
                prop_assert!(said != message.key && !said.contains("{$") && !said.is_empty(), "{}: {}", message.key, said);
            }
        }
    }

    #[test]
    fn another_credential_never_makes_it_worse((today, mut profile, posting) in testing::pair(), more in testing::credential()) {
        let before = verdict(&profile, &posting, today);
        let asked: Vec<Credential> = Asks::of(&posting.content).required.iter().chain([more]).collect();
        for credential in asked {
            let expires = today.checked_add_days(chrono::Days::new(900));
            profile.credentials.push(Held { credential, issued: Some(today), expires });
            let after = verdict(&profile, &posting, today);
            prop_assert!(after.rank(&posting) <= before.rank(&posting), "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn the_one_credential_missing_makes_it_ready((today, mut profile, posting) in testing::pair()) {
        let before = verdict(&profile, &posting, today);
        if let Some(credential) = missing_one(&before) {
            let expires = before.judged_at.checked_add_days(chrono::Days::new(1));
            profile.credentials.push(Held { credential, issued: Some(before.judged_at), expires });
            let after = verdict(&profile, &posting, today);
            prop_assert!(Breadth::Strict.admits(after.eligibility, after.judged_at), "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn a_part_of_a_posting_is_never_better_than_the_whole((today, profile, posting) in testing::pair()) {
        let whole = verdict(&profile, &posting, today).rank(&posting);
        for i in 0..posting.content.locations.len() {
            let mut part = posting.clone();
            part.content.locations.remove(i);
            let part = verdict(&profile, &part, today);
            prop_assert!(part.eligibility == Eligibility::NotEligible || whole <= part.rank(&posting));
        }
    }
}

#[test]
fn the_generators_reach_every_eligibility() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<&str, u32>::new();
    let mut opened = CredentialSet::default();
    for _ in 0..2_500 {
        let (today, profile, posting) = testing::pair().new_tree(&mut runner).unwrap().current();
        let verdict = verdict(&profile, &posting, today);
        if let Some(credential) = missing_one(&verdict) {
            opened.insert(credential);
        }
        let name = match verdict.eligibility {
            Eligibility::Ready => "ready",
            Eligibility::ReadyBy { .. } => "ready_by",
            Eligibility::Unclear => "unclear",
            Eligibility::Short { .. } => "short",
            Eligibility::NotEligible => "not_eligible",
        };
        *seen.entry(name).or_default() += 1;
    }
    assert!(seen.len() == 5 && seen.values().all(|count| *count >= 20), "{seen:?}");
    assert!(opened.0.count_ones() >= 3, "{opened:?}");
}
