//! What an organization sees, against a model that only knows when the worker last said yes and no.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Lang;
use crate::disclosure::Datum;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
}

const WORKER: AccountId = AccountId(Uuid::from_u128(1));
const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(2));

fn application(n: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(n))
}

fn given(n: u128, basis: Basis, now: DateTime<Utc>) -> Grant {
    Grant::given(GrantId(Uuid::from_u128(n)), WORKER, ORGANIZATION, basis, now)
}

fn nothing_yet(visibility: Visibility) -> Between {
    Between { visibility, blocked: false, verified: true, grants: vec![], applications: vec![] }
}

#[derive(Clone, Debug)]
enum Step {
    Choose(Visibility),
    Block(bool),
    Verify(bool),
    Accept,
    Apply,
    /// The first of the applications comes to this stage.
    Move(Stage),
    /// The organization looks, and what is to be written down is.
    Look,
    Revoke,
}

fn step() -> impl Strategy<Value = (i64, Step)> {
    let minutes = prop_oneof![8 => 0..3_000_i64, 1 => Just(60 * 24 * 200)];
    let step = prop_oneof![
        3 => select(Visibility::ALL).prop_map(Step::Choose),
        1 => any::<bool>().prop_map(Step::Block),
        1 => prop::bool::weighted(0.8).prop_map(Step::Verify),
        3 => Just(Step::Accept),
        3 => Just(Step::Apply),
        2 => select(Stage::ALL).prop_map(Step::Move),
        3 => Just(Step::Look),
        2 => Just(Step::Revoke),
    ];
    (minutes, step)
}

/// All that the worker said, by the minute.
#[derive(Default)]
struct Model {
    accepted: Vec<i64>,
    /// With when it came in and where it stands.
    applied: Vec<(ApplicationId, i64, Stage)>,
    /// The step of the last no, and whether each yes came after it.
    revoked: bool,
}

impl Model {
    fn revoke(&mut self) -> Vec<ApplicationId> {
        self.revoked = true;
        self.accepted.clear();
        let open = self.applied.iter().filter(|(.., stage)| !stage.has_ended()).map(|(id, ..)| *id).collect();
        for (_, since, _) in &mut self.applied {
            *since = i64::MAX; // no yes any more
        }
        open
    }

    fn shows(&self, visibility: Visibility, of: Option<ApplicationId>, now: i64) -> Disclosure {
        let year = |since: &i64| at(now) < at(*since).checked_add_months(Months::new(12)).unwrap();
        let mut what = Disclosure::EMPTY;
        if self.accepted.iter().any(year) || visibility == Visibility::Open && !self.revoked {
            what = what.union(introduction());
        }
        let stages = self.applied.iter().filter(|(id, since, _)| Some(*id) == of && *since <= now);
        stages.fold(what, |what, (.., stage)| what.union(at_stage(*stage)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_organization_sees_what_the_worker_said_yes_to_and_nothing_after_a_no(steps in vec(step(), 1..15)) {
        let mut between = nothing_yet(Visibility::Hidden);
        let mut model = Model::default();
        let (mut now, mut next) = (0, 10);
        for (minutes, step) in steps {
            now += minutes;
            next += 1;
            match step {
                Step::Choose(visibility) => between.visibility = visibility,
                Step::Block(blocked) => between.blocked = blocked,
                Step::Verify(verified) => between.verified = verified,
                Step::Accept => {
                    between.grants.push(given(next, Basis::Invitation(InvitationId(Uuid::from_u128(next))), at(now)));
                    model.accepted.push(now);
                }
                Step::Apply => {
                    between.grants.push(given(next, Basis::Application(application(next)), at(now)));
                    between.applications.push((application(next), Stage::Submitted));
                    model.applied.push((application(next), now, Stage::Submitted));
                }
                Step::Move(stage) => {
                    if let (Some(kept), Some(known)) = (between.applications.first_mut(), model.applied.first_mut()) {
                        (kept.1, known.2) = (stage, stage);
                    }
                }
                Step::Look => {
                    let first = between.shows(None, at(now)).filter(|shown| shown.by.is_none());
                    if first.is_some() {
                        between.grants.push(given(next, Basis::Open, at(now)));
                        let again = between.shows(None, at(now)).unwrap();
                        prop_assert_eq!(Some(again.what), first.map(|shown| shown.what));
                    }
                }
                Step::Revoke => {
                    let id = GrantId(Uuid::from_u128(next));
                    let open = between.revoke(id, WORKER, ORGANIZATION, at(now));
                    prop_assert_eq!(&open, &model.revoke());
                    prop_assert!(between.grants.iter().all(|grant| !grant.counts(at(now))));
                    for withdrawn in &open {
                        let kept = between.applications.iter_mut().find(|(id, _)| id == withdrawn).unwrap();
                        kept.1 = Stage::Withdrawn;
                        model.applied.iter_mut().find(|(id, ..)| id == withdrawn).unwrap().2 = Stage::Withdrawn;
                    }
                    prop_assert_eq!(between.shows(None, at(now)), None);
                    prop_assert_eq!(between.seen(at(now)), Seen::Nothing);
                }
            }
            let of_all = between.applications.iter().map(|(id, _)| Some(*id)).chain([None]);
            for of in of_all.collect::<Vec<_>>() {
                let expected = if between.blocked || !between.verified {
                    Disclosure::EMPTY
                } else {
                    model.shows(between.visibility, of, now)
                };
                let shown = between.shows(of, at(now));
                prop_assert_eq!(shown.map(|shown| shown.what).unwrap_or_default(), expected);
                if let Some(grant) = shown.and_then(|shown| shown.by) {
                    prop_assert!(between.grants.iter().any(|known| known.id == grant && known.counts(at(now))));
                }
            }
            let named = between.shows(None, at(now)).is_some();
            prop_assert_eq!(between.seen(at(now)) == Seen::Named, named);
            if between.seen(at(now)) == Seen::Card {
                prop_assert!(between.visibility == Visibility::Anonymous && !between.blocked && between.verified);
            }
        }
    }
}

#[test]
fn a_hidden_worker_is_not_there_whatever_the_organization_is() {
    for (blocked, verified) in [(false, true), (true, true), (false, false)] {
        let between = Between { blocked, verified, ..nothing_yet(Visibility::Hidden) };
        assert_eq!((between.seen(at(0)), between.shows(None, at(0))), (Seen::Nothing, None));
    }
    assert_eq!(nothing_yet(Visibility::Anonymous).seen(at(0)), Seen::Card);
    assert_eq!(nothing_yet(Visibility::Open).seen(at(0)), Seen::Named);
}

#[test]
fn a_no_to_one_organization_outlives_being_open_and_a_new_yes_outlives_the_no() {
    let mut between = nothing_yet(Visibility::Open);
    assert_eq!(between.shows(None, at(0)).map(|shown| shown.by), Some(None), "the first look is to be written down");
    assert!(between.revoke(GrantId(Uuid::nil()), WORKER, ORGANIZATION, at(1)).is_empty());
    assert_eq!((between.shows(None, at(2)), between.grants.len()), (None, 1));
    between.visibility = Visibility::Anonymous;
    assert_eq!(between.seen(at(2)), Seen::Nothing, "who said no is not among the anonymous either");
    let yes = given(5, Basis::Invitation(InvitationId(Uuid::from_u128(9))), at(3));
    between.grants.push(yes);
    assert_eq!(between.shows(None, at(3)).map(|shown| shown.by), Some(Some(yes.id)));
    let a_year_on = yes.expires_at.unwrap();
    assert_eq!(between.shows(None, a_year_on), None);
    assert_eq!(yes.revoked(at(4)).revoked(at(9)).revoked_at, Some(at(4)));
}

#[test]
fn looks_within_an_hour_at_no_more_are_one_look_and_each_is_told() {
    let what = Disclosure::of([Datum::Name, Datum::Contact]);
    let look = |minute, what| Look {
        organization: ORGANIZATION,
        by: AccountId(Uuid::from_u128(7)),
        at: at(minute),
        what,
        grant: GrantId(Uuid::from_u128(8)),
    };
    let first = look(0, what);
    assert!(look(59, what).continues(&first) && look(5, Disclosure::of([Datum::Name])).continues(&first));
    assert!(!look(60, what).continues(&first) && !look(-1, what).continues(&first));
    assert!(!look(5, introduction()).continues(&first), "more than before");
    let colleague = Look { by: AccountId(Uuid::from_u128(9)), ..look(5, what) };
    assert!(!colleague.continues(&first));
    let said = Lang::ALL.map(|lang| first.message("Bluewater").render(lang));
    assert_eq!(said[0], "Bluewater saw your name and your e-mail address and telephone number.");
    assert_eq!(said[1], "Bluewater a vu votre nom et votre adresse électronique et votre numéro de téléphone.");
    for datum in Datum::ALL {
        let [en, fr] = Lang::ALL.map(|lang| datum.message().render(lang));
        assert!(en != fr && !en.contains("hiring-"), "{en} / {fr}");
    }
}
