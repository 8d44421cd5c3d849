use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::account::{AccountId, Kind};
use crate::posting::{Arrangement, Setting};
use crate::reference::{Province, Region};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
}

fn today() -> NaiveDate {
    at(0).date_naive()
}

fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(n)))
}

fn profile() -> Profile {
    Profile {
        name: "Maple Care".to_owned(),
        legal_name: "Maple Care Ltd.".to_owned(),
        website: Some("https://maple.example".to_owned()),
        contact: Some(Contact {
            name: "Ann Owner".to_owned(),
            email: "ann@maple.example".to_owned(),
            phone: Some("613-555-0100".to_owned()),
        }),
        arrangement: Arrangement::Direct,
        licences: Vec::new(),
        province: Province::On,
        headcount: Headcount::From25,
    }
}

fn organization() -> Organization {
    Organization::new(OrganizationId(Uuid::nil()), profile(), at(0))
}

/// What happens to an organization.
#[derive(Clone, Debug)]
enum Step {
    Request,
    Decide(Decision),
    Rename,
    Grow,
}

fn step() -> impl Strategy<Value = Step> {
    let reason = || "why".to_owned();
    prop_oneof![
        Just(Step::Request),
        Just(Step::Decide(Decision::Verify)),
        Just(Step::Decide(Decision::Refuse { reason: reason() })),
        Just(Step::Decide(Decision::Suspend { reason: reason() })),
        Just(Step::Rename),
        Just(Step::Grow),
    ]
}

/// The machine as a table, written down apart from the code: from, step → to.
fn expected(from: VerificationState, step: &Step) -> Option<VerificationState> {
    use VerificationState::{Refused, Requested, Suspended, Unverified, Verified};
    match (step, from) {
        (Step::Request, Unverified | Refused) | (Step::Rename, Verified) => Some(Requested),
        (Step::Decide(Decision::Verify), Requested | Suspended) => Some(Verified),
        (Step::Decide(Decision::Refuse { .. }), Requested) => Some(Refused),
        (Step::Decide(Decision::Suspend { .. }), Unverified | Requested | Verified | Refused) => Some(Suspended),
        (Step::Rename | Step::Grow, from) => Some(from),
        _ => None,
    }
}

proptest! {
    #[test]
    fn verification_follows_its_table(steps in prop::collection::vec(step(), 0..20)) {
        let mut organization = organization();
        let mut state = VerificationState::Unverified;
        for (n, step) in steps.into_iter().enumerate() {
            let now = at(i64::try_from(n).unwrap() + 1);
            let before = organization.clone();
            let outcome = match &step {
                Step::Request => organization.request_verification(now, today()),
                Step::Decide(decision) => organization.decide(decision.clone(), now),
                Step::Rename => {
                    let name = format!("{}!", organization.profile.name);
                    organization.edit(Profile { name, ..organization.profile.clone() }, now);
                    Ok(())
                }
                Step::Grow => {
                    organization.edit(Profile { headcount: Headcount::Under25, ..organization.profile.clone() }, now);
                    Ok(())
                }
            };
            if let Some(next) = expected(state, &step) {
                prop_assert_eq!(outcome, Ok(()));
                state = next;
            } else {
                prop_assert_eq!(outcome, Err(NotPossible::State(state)));
                prop_assert_eq!(&organization, &before);
            }
            let verification = &organization.verification;
            prop_assert_eq!(verification.state(), state);
            prop_assert_eq!(organization.may_publish(), state == VerificationState::Verified);
            let parts = (verification.state(), verification.since(), verification.reason().map(str::to_owned));
            prop_assert_eq!(Verification::from_parts(parts.0, parts.1, parts.2), Some(verification.clone()));
        }
    }
}

/// What members do.
#[derive(Clone, Debug)]
enum Deed {
    Join(u8, MemberRole),
    SetRole(u8, MemberRole),
    Leave(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let role = || prop::sample::select(MemberRole::ALL);
    let who = || 0..6_u8;
    prop_oneof![
        (who(), role()).prop_map(|(who, role)| Deed::Join(who, role)),
        (who(), role()).prop_map(|(who, role)| Deed::SetRole(who, role)),
        who().prop_map(Deed::Leave),
    ]
}

proptest! {
    /// Against a plain map; and whatever is done, an organization that has members has an owner.
    #[test]
    fn the_last_owner_is_never_lost(deeds in prop::collection::vec(deed(), 0..60)) {
        let mut members = Members::default();
        let mut model = std::collections::BTreeMap::<u8, MemberRole>::new();
        for deed in deeds {
            let before = members.clone();
            let others_own = |model: &std::collections::BTreeMap<u8, MemberRole>, who| {
                model.iter().any(|(other, role)| *other != who && *role == MemberRole::Owner)
            };
            let (outcome, expected) = match deed {
                Deed::Join(who, role) => {
                    let expected = if model.contains_key(&who) {
                        Err(MemberError::AlreadyAMember)
                    } else {
                        let role = if model.is_empty() { MemberRole::Owner } else { role };
                        model.insert(who, role);
                        Ok(())
                    };
                    (members.join(account(who), role, at(0)).map(|_| ()), expected)
                }
                Deed::SetRole(who, role) => {
                    let owner = model.get(&who) == Some(&MemberRole::Owner);
                    let expected = if owner && role != MemberRole::Owner && !others_own(&model, who) {
                        Err(MemberError::LastOwner)
                    } else if let Some(kept) = model.get_mut(&who) {
                        *kept = role;
                        Ok(())
                    } else {
                        Err(MemberError::NotAMember)
                    };
                    (members.set_role(account(who), role).map(|_| ()), expected)
                }
                Deed::Leave(who) => {
                    let expected = match model.get(&who) {
                        None => Err(MemberError::NotAMember),
                        Some(MemberRole::Owner) if !others_own(&model, who) => Err(MemberError::LastOwner),
                        Some(_) => {
                            model.remove(&who);
                            Ok(())
                        }
                    };
                    (members.leave(account(who)), expected)
                }
            };
            prop_assert_eq!(outcome, expected);
            if outcome.is_err() {
                prop_assert_eq!(&members, &before);
            }
            let now: std::collections::BTreeMap<_, _> = members.iter().map(|m| (m.account, m.role)).collect();
            let wanted: std::collections::BTreeMap<_, _> = model.iter().map(|(who, role)| (account(*who), *role)).collect();
            prop_assert_eq!(&now, &wanted);
            prop_assert!(now.is_empty() || now.values().any(|role| *role == MemberRole::Owner));
        }
    }
}

#[test]
fn anyone_may_leave_and_an_owner_lets_others_go() {
    let mut members = Members::default();
    for (who, role) in [(1, MemberRole::Owner), (2, MemberRole::Recruiter), (3, MemberRole::Viewer)] {
        members.join(account(who), role, at(0)).unwrap();
    }
    for (by, who, expected) in [
        (2, 3, Err(MemberError::NotAnOwner)),
        // Whether there is such a member is not for others to know.
        (2, 9, Err(MemberError::NotAnOwner)),
        (9, 3, Err(MemberError::NotAMember)),
        (1, 9, Err(MemberError::NotAMember)),
        (1, 1, Err(MemberError::LastOwner)),
        (3, 3, Ok(())),
        (1, 2, Ok(())),
    ] {
        assert_eq!(members.dismiss(account(by), account(who)), expected, "{by} lets {who} go");
    }
    assert_eq!(members.iter().count(), 1);
}

#[test]
fn an_organization_has_a_bounded_number_of_members() {
    let mut members = Members::default();
    for n in 0..Members::MOST {
        members.join(AccountId(Uuid::from_u128(n as u128)), MemberRole::Viewer, at(0)).unwrap();
    }
    let one_more = members.join(AccountId(Uuid::max()), MemberRole::Viewer, at(0));
    assert_eq!(one_more, Err(MemberError::TooMany));
}

#[test]
fn only_the_invited_accept_and_only_in_time() {
    let id = InvitationId(Uuid::nil());
    let address = "bo@maple.example".to_owned();
    let invitation = Invitation::new(id, OrganizationId(Uuid::nil()), address, MemberRole::Recruiter, at(0));
    let end = at(0) + TimeDelta::days(14);
    let mine = Some("bo@maple.example");
    for (kind, confirmed, now, expected) in [
        (Kind::Employer, mine, at(0), Ok(MemberRole::Recruiter)),
        (Kind::Employer, mine, end - TimeDelta::seconds(1), Ok(MemberRole::Recruiter)),
        (Kind::Employer, mine, end, Err(NotAccepted::Expired)),
        (Kind::Employer, Some("eve@maple.example"), at(0), Err(NotAccepted::AnotherAddress)),
        (Kind::Employer, None, at(0), Err(NotAccepted::AnotherAddress)),
        (Kind::Worker, mine, at(0), Err(NotAccepted::NotAnEmployer)),
    ] {
        assert_eq!(invitation.accept(kind, confirmed, now), expected, "{kind:?} {confirmed:?} {now}");
    }
}

#[test]
fn nothing_that_is_printed_names_a_person() {
    let invitation = Invitation::new(
        InvitationId(Uuid::nil()),
        OrganizationId(Uuid::nil()),
        "bo@maple.example".to_owned(),
        MemberRole::Viewer,
        at(0),
    );
    let printed = format!("{:?} {invitation:?}", organization());
    for secret in ["Ann Owner", "ann@", "555-0100", "bo@"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn an_agency_shows_the_licence_that_its_province_wants() {
    let licence = |province, valid_to| AgencyLicence { province, number: "THA-0000123".to_owned(), valid_to };
    let agency = |province, licences: &[AgencyLicence]| {
        let arrangement = Arrangement::Agency;
        Profile { arrangement, province, licences: licences.to_vec(), ..profile() }
    };
    let yesterday = today() - TimeDelta::days(1);
    let cases = [
        (profile(), &[][..]),
        (Profile { contact: None, ..profile() }, &[Lack::Contact]),
        (agency(Province::On, &[]), &[Lack::Licence]),
        (Profile { contact: None, ..agency(Province::On, &[]) }, &[Lack::Contact, Lack::Licence]),
        (agency(Province::On, &[licence(Province::On, None)]), &[]),
        (agency(Province::On, &[licence(Province::On, Some(today()))]), &[]),
        (agency(Province::On, &[licence(Province::On, Some(yesterday))]), &[Lack::Licence]),
        (agency(Province::On, &[licence(Province::Qc, None)]), &[Lack::Licence]),
        (agency(Province::Qc, &[]), &[Lack::Licence]),
        (agency(Province::Ns, &[]), &[]),
    ];
    for (profile, lacks) in cases {
        assert_eq!(profile.lacks(today()), lacks, "{profile:?}");
        let mut organization = Organization::new(OrganizationId(Uuid::nil()), profile, at(0));
        let requested = organization.request_verification(at(1), today());
        assert_eq!(requested.is_ok(), lacks.is_empty());
    }
    let before = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
    assert!(!agency(Province::On, &[]).lacks_licence(Province::On, before), "Ontario's rule holds since 2024-07-01");
    assert!(agency(Province::Ns, &[]).lacks_licence(Province::On, today()), "it binds agencies elsewhere");
}

#[test]
fn what_a_moderator_looked_up_is_what_makes_the_employer() {
    let licence =
        |number: &str, valid_to| AgencyLicence { province: Province::On, number: number.to_owned(), valid_to };
    let verified = Profile { licences: vec![licence("1", None)], ..profile() };
    let same = [
        Profile { headcount: Headcount::Under25, contact: None, ..verified.clone() },
        Profile { licences: vec![licence("1", Some(today()))], ..verified.clone() },
    ];
    let others = [
        Profile { name: "Maple Care Hospital".to_owned(), ..verified.clone() },
        Profile { legal_name: "Maple Care Inc.".to_owned(), ..verified.clone() },
        Profile { website: None, ..verified.clone() },
        Profile { arrangement: Arrangement::Agency, ..verified.clone() },
        Profile { licences: vec![licence("2", None)], ..verified.clone() },
        Profile { province: Province::Qc, ..verified.clone() },
    ];
    for (profiles, is_same) in [(&same[..], true), (&others[..], false)] {
        for profile in profiles {
            let mut organization = Organization::new(OrganizationId(Uuid::nil()), verified.clone(), at(0));
            organization.request_verification(at(1), today()).unwrap();
            organization.decide(Decision::Verify, at(2)).unwrap();
            organization.edit(profile.clone(), at(3));
            assert_eq!(organization.may_publish(), is_same, "{profile:?}");
        }
    }
}

fn form(place: &str, province: Province, postal_code: Option<&str>) -> FacilityForm {
    FacilityForm {
        name: "Maple Manor".to_owned(),
        setting: Some(Setting::LongTermCare),
        street: Some("1 Maple St".to_owned()),
        postal_code: postal_code.map(str::to_owned),
        place: place.to_owned(),
        province,
        point: None,
        public: None,
    }
}

#[test]
fn a_facility_lies_in_a_health_region_and_on_the_map() {
    let facility = |form: FacilityForm| form.into_facility(FacilityId(Uuid::nil()), OrganizationId(Uuid::nil()), 1);
    let ottawa = facility(form("Ottawa", Province::On, Some("k1y4e9"))).unwrap();
    assert_eq!(ottawa.postal_code.as_deref(), Some("K1Y 4E9"));
    assert_eq!(ottawa.location.region, Region::parse("on-east").unwrap());
    let (lat, lon) = ottawa.location.point.unwrap();
    assert!((lat - 45.4).abs() < 0.1 && (lon + 75.73).abs() < 0.1, "{lat} {lon}");
    // A place that nobody knows lies in its province at least.
    let nowhere = facility(form("Nowhereville", Province::Nu, None)).unwrap();
    assert_eq!((nowhere.location.region, nowhere.location.point), (Region::of_province(Province::Nu), None));
    for wrong in [form("Ottawa", Province::On, Some("H2X 1Y4")), form("Ottawa", Province::On, Some("Z9Z 9Z9"))] {
        assert_eq!(facility(wrong), Err(NotAPlace));
    }
}

#[test]
fn published_rows_are_read_as_what_they_say() {
    use super::odhf::{PublicKind, Row, RowError, read};
    let row = Row {
        index: "100",
        name: "Devon  General Hospital",
        kind: "Hospitals",
        source_kind: "general",
        street: "101 erie st s",
        city: "Devon",
        province: "AB",
        postal_code: "T9G1A6",
        latitude: "53.351493",
        longitude: "-113.730785",
    };
    let devon = read(&row).unwrap();
    assert_eq!((devon.id.as_str(), devon.name.as_str()), ("odhf:100", "Devon General Hospital"));
    assert_eq!((devon.kind, devon.setting), (PublicKind::Hospital, Some(Setting::Hospital)));
    assert_eq!(devon.postal_code.as_deref(), Some("T9G 1A6"));
    assert_eq!(devon.location.point, Some((53.351_493, -113.730_785)));
    let residential = "Nursing and residential care facilities";
    let ambulatory = "Ambulatory health care services";
    for (kind, source_kind, name, setting) in [
        (residential, "long-term care home", "Extendicare Starwood", Some(Setting::LongTermCare)),
        (residential, "CHSLD", "Centre Saint-Joseph", Some(Setting::LongTermCare)),
        (residential, "retirement home", "Sunrise", None),
        (residential, "", "Maple Nursing Home", Some(Setting::LongTermCare)),
        (residential, "hospital", "Old Hospital Lodge", None),
        (ambulatory, "clinic", "Uptown", Some(Setting::Clinic)),
        (ambulatory, "CLSC", "CLSC du Lac", Some(Setting::Community)),
        (ambulatory, "hospital", "Day Hospital", None),
        (ambulatory, "", "North Bay Family", None),
    ] {
        let found = read(&Row { name, kind, source_kind, ..row }).unwrap();
        assert_eq!(found.setting, setting, "{kind} / {source_kind} / {name}");
    }
    // Statistics Canada writes `..` where a field is not given.
    let bare = read(&Row { street: "..", postal_code: "..", latitude: "..", longitude: "..", ..row }).unwrap();
    assert_eq!((bare.street, bare.postal_code), (None, None));
    assert!(bare.location.point.is_some(), "of the place");
    // A postal code of another province is a slip.
    assert_eq!(read(&Row { postal_code: "M5V 1A1", ..row }).unwrap().postal_code, None);
    let long = "x".repeat(201);
    assert_eq!(read(&Row { index: " ", ..row }), Err(RowError::Index));
    assert_eq!(read(&Row { name: "..", ..row }), Err(RowError::Name));
    assert_eq!(read(&Row { name: &long, ..row }), Err(RowError::Name));
    assert_eq!(read(&Row { kind: "Spas", ..row }), Err(RowError::Kind("Spas".to_owned())));
    let nowhere = Row { province: "XX", city: "Nowhereville", postal_code: "..", ..row };
    assert!(matches!(read(&nowhere), Err(RowError::Place(_))));
}
