//! The attacker's side: what is released of a set of candidates.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::grant::Between;
use crate::matching::{Eligibility, Tally, Topic};
use crate::pool;
use crate::reference::{Credential, Region, Role};
use crate::worker::Visibility;

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() + chrono::Days::new(offset)
}

fn region() -> impl Strategy<Value = Region> {
    let keys = ["on-toronto", "on-toronto", "on-toronto", "on-north-west", "on-east", "on", "qc", "bc", "nu", "ca"];
    let known: Vec<Region> = keys.iter().filter_map(|key| Region::parse(key)).collect();
    select(known)
}

/// Facts of which some are common and some are rare, as in life.
fn facts() -> impl Strategy<Value = Facts> {
    let month = day(0).with_day_one();
    let standing = prop_oneof![
        4 => Just(Standing::Ready),
        2 => Just(Standing::ReadyBy { month: Some(month) }),
        1 => Just(Standing::Short { missing: 1 }),
        1 => Just(Standing::Unclear),
    ];
    let role = prop_oneof![5 => Just("rn"), 1 => Just("lpn")].prop_map(Role::parse);
    let state = || prop_oneof![5 => Just(LineState::Met), 1 => select(LineState::ALL)];
    (standing, select(Fit::ALL), role, region(), state(), state()).prop_map(
        |(standing, fit, role, region, bls, acls)| {
            let line = |key, state| Mark { topic: Topic::Credential, credential: Credential::parse(key), state };
            let met = [bls, acls].into_iter().filter(|state| *state == LineState::Met).count();
            let ready = Some((u8::try_from(met).unwrap(), 2));
            Facts {
                standing,
                fit: Some(fit),
                ready,
                role,
                region,
                lines: Some(vec![line("bls", bls), line("acls", acls)]),
            }
        },
    )
}

trait FirstOfMonth {
    fn with_day_one(self) -> Self;
}

impl FirstOfMonth for NaiveDate {
    fn with_day_one(self) -> Self {
        chrono::Datelike::with_day(&self, 1).unwrap()
    }
}

/// An id that looks like a keyed hash: the same for the same label, in no order that anyone could foresee.
fn hashed(label: u64, key: u64) -> CandidateId {
    // Two rounds of SplitMix64 stand for the hash, which is made elsewhere.
    let mixed = |seed: u64| {
        let x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    };
    let mut mac = [0; 32];
    mac[..8].copy_from_slice(&mixed(mixed(key) ^ label).to_be_bytes());
    CandidateId::of(mac)
}

/// A set of candidates, labelled under a key.
fn candidates(facts: &[Facts], key: u64) -> Vec<Candidate> {
    let one = |(label, facts): (u64, &Facts)| Candidate { id: hashed(label, key), facts: facts.clone() };
    (0..).zip(facts).map(one).collect()
}

/// The census of a set of candidates, as they are judged.
fn census(facts: &[Facts]) -> Census {
    let one = |(label, facts): (u64, &Facts)| {
        let eligibility = match facts.standing {
            Standing::Ready => Eligibility::Ready,
            Standing::ReadyBy { .. } => Eligibility::ReadyBy { date: day(label % 100) },
            Standing::Unclear => Eligibility::Unclear,
            Standing::Short { missing } => Eligibility::Short { missing },
        };
        let short = matches!(facts.standing, Standing::Short { .. });
        let lacking = ["bls", "acls"].into_iter().take(if short { 1 + usize::from(label % 3 == 0) } else { 0 });
        pool::Candidate {
            worker: AccountId(uuid(u128::from(label))),
            version: 1,
            open: false,
            eligibility,
            unknowns: 0,
            score: 50,
            others: Tally::default(),
            unmet: lacking.filter_map(Credential::parse).collect(),
            judged_at: day(0),
        }
    };
    let all: Vec<_> = (0..).zip(facts).map(one).collect();
    Census::of(all.iter(), day(0))
}

type Told = (Count, Vec<(u64, Count)>, Vec<(Credential, Count)>, Count);

/// All that is told of a census.
fn told(census: &Census) -> Told {
    let both = ["bls", "acls"].into_iter().filter_map(Credential::parse).collect();
    (census.total(), census.startable().collect(), census.short_of_one(), census.if_preferred(both))
}

fn shown(release: &Release) -> Vec<&Facts> {
    release.batches.iter().map(|batch| &batch.facts).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every card is shown of five candidates at least, all in the set, each once, and says nothing untrue of any.
    #[test]
    fn every_card_is_shared_by_five(facts in vec(facts(), 0..28)) {
        let set = candidates(&facts, 1);
        let release = release(&set);
        prop_assert_eq!(census(&facts).total(), Count::of(set.len()));
        let mut seen = HashSet::new();
        for batch in &release.batches {
            for id in batch.ids {
                prop_assert!(seen.insert(id), "shown twice");
                let own = set.iter().find(|candidate| candidate.id == id).map(|candidate| &candidate.facts);
                let true_of = |own: &Facts| (0..Facts::LEVELS).any(|level| own.coarser(level) == batch.facts);
                prop_assert!(own.is_some_and(true_of));
            }
            let alike = release.batches.iter().filter(|other| other.facts == batch.facts).count() * K;
            prop_assert!(alike >= 5);
        }
        // Nobody is left out without need: at the coarsest, up to four of each standing.
        let coarsest = |facts: &Facts| facts.coarser(Facts::LEVELS - 1);
        let groups: BTreeSet<Facts> = facts.iter().map(coarsest).collect();
        prop_assert!(set.len() - seen.len() <= 4 * groups.len());
        // No count says more than the cards do not.
        prop_assert!(Count::of(seen.len()) <= census(&facts).total());
    }

    /// What is shown depends on facts alone: under other ids, or asked in another order, the same is shown of others.
    /// So two postings with the same candidates show the same, and no id, order or place joins one to the other.
    #[test]
    fn labels_and_order_tell_nothing(facts in vec(facts(), 0..28), keys in any::<[u64; 2]>(), turn in 0..28_usize) {
        let one = release(&candidates(&facts, keys[0]));
        let other = release(&candidates(&facts, keys[1]));
        prop_assert_eq!(shown(&one), shown(&other));
        let mut turned = candidates(&facts, keys[0]);
        turned.rotate_left(turn.min(facts.len()));
        prop_assert_eq!(&release(&turned), &one, "asking twice gives the same answer");
        if keys[0] != keys[1] {
            let ids = |release: &Release| release.batches.iter().flat_map(|b| b.ids).collect::<HashSet<_>>();
            prop_assert!(ids(&one).is_disjoint(&ids(&other)));
        }
    }

    /// One worker more changes the number of cards by none or five at once, and every count likewise and upwards.
    #[test]
    fn one_more_changes_nothing_or_five(facts in vec(facts(), 1..28), key in any::<u64>()) {
        let set = candidates(&facts, key);
        let (fewer, all) = (&set[..set.len() - 1], &set[..]);
        let cards = |set: &[Candidate]| release(set).batches.len();
        prop_assert!(matches!(cards(all) - cards(fewer).min(cards(all)), 0 | 1));
        prop_assert!(cards(fewer) <= cards(all));
        let (before, after) = (told(&census(&facts[..facts.len() - 1])), told(&census(&facts)));
        for ((days, less), (same, more)) in before.1.iter().zip(&after.1) {
            prop_assert!(days == same && less <= more);
        }
        prop_assert!(after.1.is_sorted_by_key(|(_, count)| *count), "more days, no fewer people");
        prop_assert!(before.2.iter().all(|(_, count)| *count != Count::Few));
        prop_assert!(before.2.len() <= after.2.len() && before.3 <= after.3);
        prop_assert!(after.2.iter().all(|(_, count)| *count <= after.3), "more to do without, no fewer people");
    }

    /// A batch goes as a whole.
    #[test]
    fn nobody_goes_alone(facts in vec(facts(), 0..28), leaves in vec(0..28_u64, 0..4)) {
        let release = release(&candidates(&facts, 3));
        let gone: HashSet<CandidateId> = leaves.iter().map(|label| hashed(*label, 3)).collect();
        let left: Vec<_> = release.without(|id| gone.contains(&id)).collect();
        prop_assert!(left.iter().all(|batch| batch.ids.iter().all(|id| !gone.contains(id))));
        let touched = release.batches.iter().filter(|batch| batch.ids.iter().any(|id| gone.contains(id))).count();
        prop_assert_eq!(left.len() + touched, release.batches.len());
    }

    /// Each step is coarser than the one before, and what was left out does not come back.
    #[test]
    fn steps_only_get_coarser(facts in facts(), a in 0..Facts::LEVELS, b in 0..Facts::LEVELS) {
        prop_assert_eq!(facts.coarser(a).coarser(b), facts.coarser(a.max(b)));
        prop_assert_eq!(&facts.coarser(0), &facts);
        prop_assert!(facts.coarser(b).region.contains(facts.region));
    }
}

/// A worker of a world, as an attacker cannot see them.
#[derive(Clone, Debug)]
struct Worker {
    visibility: Visibility,
    /// Which of the two organizations they block.
    blocks: [bool; 2],
    facts: [Facts; 3],
}

fn worker() -> impl Strategy<Value = Worker> {
    let facts = [facts(), facts(), facts()];
    let visibility = prop_oneof![4 => Just(Visibility::Anonymous), 1 => select(Visibility::ALL)];
    (visibility, any::<[bool; 2]>(), facts).prop_map(|(visibility, blocks, facts)| Worker { visibility, blocks, facts })
}

/// All that an organization is told about one of its postings, whose edits make it judge by other facts.
fn view(world: &[Worker], organization: usize, edit: usize) -> String {
    let key = u64::try_from(organization * 10 + edit).unwrap();
    let facts: Vec<Facts> = world.iter().map(|worker| worker.facts[edit].clone()).collect();
    let mut set = candidates(&facts, key);
    let seen = |worker: &Worker| {
        let blocked = worker.blocks[organization];
        let visibility = worker.visibility;
        Between { visibility, blocked, verified: true, grants: vec![], applications: vec![] }.seen(at(0))
    };
    let cards: Vec<bool> = world.iter().map(|worker| seen(worker) == Seen::Card).collect();
    let mut keep = cards.iter().copied();
    set.retain(|_| keep.next().unwrap_or_default());
    let of_cards: Vec<Facts> = facts.into_iter().zip(&cards).filter(|(_, card)| **card).map(|(f, _)| f).collect();
    serde_json::to_string(&(&release(&set), told(&census(&of_cards)))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two organizations that tell each other everything, after whatever edits, are told the same to the last letter
    /// whether or not a hidden worker is there; and nobody who blocks an organization is in what it is told.
    #[test]
    fn nothing_tells_whether_a_hidden_worker_exists(world in vec(worker(), 0..30), hidden in worker(), place in 0..30_usize) {
        let mut planted = world.clone();
        // Last, so that labels of the others stay: the hash does not depend on who else is there.
        planted.push(Worker { visibility: Visibility::Hidden, ..hidden });
        let mut without = world.clone();
        for (organization, edit) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
            prop_assert_eq!(view(&world, organization, edit), view(&planted, organization, edit));
        }
        if let Some(worker) = without.get_mut(place) {
            worker.blocks = [true, false];
            let told = view(&without, 0, 0);
            let id = hashed(u64::try_from(place).unwrap(), 0).text();
            prop_assert!(!told.contains(&id));
        }
    }
}

#[test]
fn what_goes_to_the_hash_differs_by_worker_posting_and_period() {
    let input = |worker, posting, period| {
        CandidateId::input(AccountId(uuid(worker)), PostingId(uuid(posting)), Period::numbered(period))
    };
    let all: HashSet<_> = [(1, 2, 3), (2, 1, 3), (1, 2, 4), (1, 3, 3)].map(|(w, p, n)| input(w, p, n)).into();
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|bytes| bytes.len() == 9 + 16 + 16 + 8));
    let id = hashed(1, 1);
    assert_eq!((CandidateId::parse(&id.text()), id.text().len()), (Some(id), 43));
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{}\"", id.text()));
    for text in ["", "AAAA", "not an id"] {
        assert_eq!(CandidateId::parse(text), None);
    }
}
