use domain::Lang;
use domain::access::Membership;
use domain::account::{AccountId, Kind};
use domain::organization::odhf::{self, PublicFacility};
use domain::organization::{
    AgencyLicence, Contact, Decision, FacilityForm, FacilityId, Headcount, Invitation, InvitationId, Member,
    MemberRole, NotPossible, Organization, OrganizationId, Profile, Verification, VerificationState,
};
use domain::posting::{Arrangement, Setting};
use domain::reference::Province;
use storage::account::{self, Account};
use storage::organization::{self, facility, invitation, member, public_facility};
use storage::session::{self, Session};
use storage::testing::for_each_database;
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::sample::{at, kept_at};

fn account(n: u128) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(n)),
        version: 1,
        kind: Kind::Employer,
        staff: None,
        email: format!("person{n}@maple.example"),
        name: format!("Person {n}"),
        language: Lang::En,
        password_hash: String::new(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: Vec::new(),
        confirmed_at: Some(kept_at(0)),
        created_at: kept_at(0),
    }
}

fn id(n: u128) -> OrganizationId {
    OrganizationId(Uuid::from_u128(n))
}

/// An organization with every field filled.
fn sample(n: u128) -> Organization {
    Organization {
        id: id(n),
        version: 1,
        profile: Profile {
            name: "Érable « Soins » ' 🏥".to_owned(),
            legal_name: "Maple Care Ltd.".to_owned(),
            website: Some("https://maple.example".to_owned()),
            contact: Some(Contact {
                name: "Person 1".to_owned(),
                email: "Person1@Maple.example".to_owned(),
                phone: Some("613-555-0100".to_owned()),
            }),
            arrangement: Arrangement::Agency,
            licences: vec![AgencyLicence {
                province: Province::On,
                number: "THA-1".to_owned(),
                valid_to: Some(kept_at(0).date_naive()),
            }],
            province: Province::On,
            headcount: Headcount::From25,
        },
        verification: Verification::Refused { at: kept_at(1), reason: "no such company".to_owned() },
        created_at: kept_at(0),
    }
}

async fn store(db: &Database, organizations: &[Organization]) {
    let tx = begin(db).await.unwrap();
    for organization in organizations {
        organization::insert(&tx, organization).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn join(db: &Database, organization: OrganizationId, account: AccountId, role: MemberRole, second: i64) {
    let tx = begin(db).await.unwrap();
    let member = Member { account, role, version: 1, since: at(second) };
    member::insert(&tx, organization, &member).await.unwrap();
    tx.commit().await.unwrap();
}

async fn sign_up(db: &Database, numbers: impl IntoIterator<Item = u128>) {
    let tx = begin(db).await.unwrap();
    for n in numbers {
        account::insert(&tx, &account(n)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_organization_is_read_as_it_was_written() {
    for_each_database(async |db| {
        let bare = Organization {
            profile: Profile { website: None, contact: None, licences: Vec::new(), ..sample(2).profile },
            verification: Verification::Unverified,
            ..sample(2)
        };
        store(&db, &[sample(1), bare.clone()]).await;
        assert_eq!(organization::find(&db, id(1)).await.unwrap(), sample(1));
        assert_eq!(organization::find(&db, id(2)).await.unwrap(), bare);
        assert!(matches!(organization::find(&db, id(3)).await, Err(Error::NotFound)));
        assert_eq!(organization::by_ids(&db, &[id(2), id(3), id(1)]).await.unwrap(), [sample(1), bare.clone()]);

        let tx = begin(&db).await.unwrap();
        let renamed = Organization { profile: Profile { name: "Elm".to_owned(), ..bare.profile.clone() }, ..bare };
        assert_eq!(organization::update(&tx, &renamed).await.unwrap(), 2);
        let stale = organization::update(&tx, &renamed).await;
        assert!(matches!(stale, Err(Error::Conflict { current: 2 })), "{stale:?}");
        let absent = organization::update(&tx, &sample(9)).await;
        assert!(matches!(absent, Err(Error::NotFound)), "{absent:?}");
        tx.commit().await.unwrap();
        assert_eq!(organization::find(&db, id(2)).await.unwrap(), Organization { version: 2, ..renamed });
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_in_the_order_of_asking_and_a_decision_needs_the_version_that_was_seen() {
    for_each_database(async |db| {
        let asked =
            |n, second| Organization { verification: Verification::Requested { at: kept_at(second) }, ..sample(n) };
        store(&db, &[asked(1, 30), asked(2, 10), sample(3), asked(4, 10), asked(5, 20)]).await;
        let first = organization::queue(&db, None, 2).await.unwrap();
        assert_eq!(first.iter().map(|o| o.id).collect::<Vec<_>>(), [id(2), id(4)]);
        let rest = organization::queue(&db, Some((kept_at(10), id(4))), 9).await.unwrap();
        assert_eq!(rest.iter().map(|o| o.id).collect::<Vec<_>>(), [id(5), id(1)]);

        let tx = begin(&db).await.unwrap();
        let verified = organization::decide(&tx, id(2), 1, Decision::Verify, at(40)).await.unwrap().unwrap();
        assert!(verified.may_publish() && verified.version == 2);
        let again = organization::decide(&tx, id(2), 1, Decision::Verify, at(41)).await;
        assert!(matches!(again, Err(Error::Conflict { current: 2 })), "{again:?}");
        let again = organization::decide(&tx, id(2), 2, Decision::Verify, at(41)).await.unwrap();
        assert_eq!(again, Err(NotPossible::State(VerificationState::Verified)));
        tx.commit().await.unwrap();
        let kept = organization::find(&db, id(2)).await.unwrap();
        assert_eq!((kept.version, kept.verification), (2, Verification::Verified { at: kept_at(40) }));
        assert_eq!(organization::queue(&db, None, 9).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn memberships_are_read_with_the_session() {
    for_each_database(async |db| {
        sign_up(&db, 1..=2).await;
        store(&db, &[sample(1), sample(2)]).await;
        let (ann, bo) = (account(1).id, account(2).id);
        join(&db, id(1), ann, MemberRole::Owner, 0).await;
        join(&db, id(2), ann, MemberRole::Viewer, 1).await;
        join(&db, id(1), bo, MemberRole::Recruiter, 2).await;
        let membership = |n, role| Membership { organization: id(n), role };
        let expected = [membership(1, MemberRole::Owner), membership(2, MemberRole::Viewer)];
        assert_eq!(organization::memberships_of(&db, ann).await.unwrap(), expected);

        let session = Session {
            id: Uuid::from_u128(1),
            account: ann,
            token_hash: "hash".to_owned(),
            second_factor: true,
            agent: String::new(),
            created_at: at(0),
            seen_at: at(0),
            expires_at: at(60),
        };
        let tx = begin(&db).await.unwrap();
        session::insert(&tx, &session).await.unwrap();
        member::update(&tx, id(2), &Member { account: ann, role: MemberRole::Owner, version: 2, since: at(1) })
            .await
            .unwrap();
        let stranger = Member { account: bo, role: MemberRole::Owner, version: 1, since: at(0) };
        assert!(matches!(member::update(&tx, id(2), &stranger).await, Err(Error::NotFound)));
        let twice = member::insert(&tx, id(1), &stranger).await;
        assert!(matches!(&twice, Err(Error::Unique(index)) if index == "unique_member_organization_id_account_id"));
        drop(tx);
        let tx = begin(&db).await.unwrap();
        session::insert(&tx, &session).await.unwrap();
        member::update(&tx, id(2), &Member { account: ann, role: MemberRole::Owner, version: 2, since: at(1) })
            .await
            .unwrap();
        member::remove(&tx, id(1), ann).await.unwrap();
        tx.commit().await.unwrap();
        let (_, person) = session::caller(&db, "hash", at(1)).await.unwrap().unwrap();
        assert_eq!(person.memberships, [membership(2, MemberRole::Owner)]);
        let left = member::list_named(&db, id(1)).await.unwrap();
        assert_eq!(
            left.iter().map(|n| (n.name.as_str(), n.member.role)).collect::<Vec<_>>(),
            [("Person 2", MemberRole::Recruiter)]
        );
    })
    .await;
}

/// Two owners who make each other less at once: one has to be told no, or nobody owns it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_cannot_oust_each_other_at_once() {
    for_each_database(async |db| {
        sign_up(&db, 1..=2).await;
        for round in 0..10 {
            let organization = id(100 + round);
            store(&db, &[sample(100 + round)]).await;
            for n in 1..=2 {
                join(&db, organization, account(n).id, MemberRole::Owner, 0).await;
            }
            let oust = |other: AccountId| {
                let db = db.clone();
                tokio::spawn(async move {
                    let tx = begin(&db).await.unwrap();
                    organization::lock(&tx, organization).await.unwrap();
                    let mut members = member::list(&tx, organization).await.unwrap();
                    if members.leave(other).is_ok() {
                        member::remove(&tx, organization, other).await.unwrap();
                        tx.commit().await.unwrap();
                        return 1;
                    }
                    0
                })
            };
            let (one, two) = (oust(account(1).id), oust(account(2).id));
            assert_eq!(one.await.unwrap() + two.await.unwrap(), 1);
            assert_eq!(member::list(&db, organization).await.unwrap().iter().count(), 1);
        }
    })
    .await;
}

fn invite(n: u128, organization: OrganizationId, address: &str, second: i64) -> Invitation {
    let id = InvitationId(Uuid::from_u128(n));
    Invitation::new(id, organization, address.to_owned(), MemberRole::Recruiter, kept_at(second))
}

#[tokio::test]
async fn an_invitation_is_open_until_it_is_used_replaced_or_ends() {
    for_each_database(async |db| {
        store(&db, &[sample(1), sample(2)]).await;
        let day = 86_400;
        let tx = begin(&db).await.unwrap();
        for (n, organization, address, second) in
            [(1, 1, "a@x.example", 0), (2, 1, "b@x.example", day), (3, 2, "a@x.example", 0)]
        {
            let invitation = invite(n, id(organization), address, second);
            invitation::insert(&tx, &invitation, &format!("hash{n}")).await.unwrap();
        }
        // A second invitation to one address takes the place of the first.
        let again = invite(4, id(1), "a@x.example", day);
        invitation::insert(&tx, &again, "hash4").await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(invitation::by_token(&db, "hash1").await, Err(Error::NotFound)));
        assert_eq!(invitation::by_token(&db, "hash4").await.unwrap(), again);
        assert_eq!(invitation::by_token(&db, "hash3").await.unwrap(), invite(3, id(2), "a@x.example", 0));
        let open = invitation::list(&db, id(1), at(day)).await.unwrap();
        assert_eq!(open.iter().map(|i| i.id.0.as_u128()).collect::<Vec<_>>(), [4, 2]);
        assert_eq!(invitation::list(&db, id(1), at(15 * day)).await.unwrap(), []);

        // Those that have ended go with the next invitation.
        let tx = begin(&db).await.unwrap();
        invitation::insert(&tx, &invite(5, id(1), "c@x.example", 16 * day), "hash5").await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(invitation::find(&db, InvitationId(Uuid::from_u128(2))).await, Err(Error::NotFound)));
        assert!(invitation::by_token(&db, "hash3").await.is_ok(), "of another organization");

        let tx = begin(&db).await.unwrap();
        invitation::remove(&tx, InvitationId(Uuid::from_u128(5))).await.unwrap();
        let twice = invitation::remove(&tx, InvitationId(Uuid::from_u128(5))).await;
        assert!(matches!(twice, Err(Error::NotFound)), "{twice:?}");
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn erasing_a_person_leaves_their_organizations_without_them() {
    for_each_database(async |db| {
        sign_up(&db, 1..=2).await;
        // In 1 they are the contact and the last owner, in 2 one of two owners and not the contact.
        let other = Contact { name: "Other".to_owned(), email: "o@maple.example".to_owned(), phone: None };
        let mut second = sample(2);
        second.profile.contact = Some(other.clone());
        store(&db, &[sample(1), second]).await;
        let (ann, bo) = (account(1), account(2));
        for n in [1, 2] {
            join(&db, id(n), ann.id, MemberRole::Owner, 0).await;
        }
        join(&db, id(2), bo.id, MemberRole::Owner, 0).await;
        let tx = begin(&db).await.unwrap();
        invitation::insert(&tx, &invite(1, id(2), &ann.email, 0), "hash1").await.unwrap();
        invitation::insert(&tx, &invite(2, id(2), "b@x.example", 0), "hash2").await.unwrap();
        assert_eq!(organization::erase(&tx, ann.id, &ann.email).await.unwrap(), [id(1), id(2)]);
        account::remove(&tx, ann.id).await.unwrap();
        tx.commit().await.unwrap();
        let first = organization::find(&db, id(1)).await.unwrap();
        assert_eq!((first.profile.contact, first.version), (None, 2));
        assert_eq!(organization::find(&db, id(2)).await.unwrap().profile.contact, Some(other));
        assert_eq!(organization::memberships_of(&db, ann.id).await.unwrap(), []);
        assert_eq!(member::list(&db, id(2)).await.unwrap().iter().count(), 1);
        let open = invitation::list(&db, id(2), at(0)).await.unwrap();
        assert_eq!(open.iter().map(|i| i.address.as_str()).collect::<Vec<_>>(), ["b@x.example"]);
    })
    .await;
}

#[tokio::test]
async fn a_facility_is_read_as_it_was_written() {
    for_each_database(async |db| {
        store(&db, &[sample(1), sample(2)]).await;
        let form = |name: &str| FacilityForm {
            name: name.to_owned(),
            setting: Some(Setting::LongTermCare),
            street: Some("1 Maple St".to_owned()),
            postal_code: Some("K1Y 4E9".to_owned()),
            place: "Ottawa".to_owned(),
            province: Province::On,
            point: Some((45.391_234_567, -75.729_876_543)),
            public: Some("odhf:1".to_owned()),
        };
        let facility = |n: u128, organization, form: FacilityForm| {
            form.into_facility(FacilityId(Uuid::from_u128(n)), id(organization), 1).unwrap()
        };
        let full = facility(1, 1, form("Manor"));
        let bare = FacilityForm {
            setting: None,
            street: None,
            postal_code: None,
            place: "Nowhereville".to_owned(),
            point: None,
            public: None,
            ..form("Lodge")
        };
        let bare = facility(2, 1, bare);
        let tx = begin(&db).await.unwrap();
        for facility in [&bare, &full, &facility(3, 2, form("Elsewhere"))] {
            facility::insert(&tx, facility).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(facility::list(&db, id(1)).await.unwrap(), [full.clone(), bare]);
        assert_eq!(facility::count(&db, id(1)).await.unwrap(), 2);
        let tx = begin(&db).await.unwrap();
        assert_eq!(facility::update(&tx, &full).await.unwrap(), 2);
        let stale = facility::update(&tx, &full).await;
        assert!(matches!(stale, Err(Error::Conflict { current: 2 })), "{stale:?}");
        facility::remove(&tx, full.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(facility::find(&db, full.id).await, Err(Error::NotFound)));
    })
    .await;
}

fn published(index: &str, name: &str, city: &str, province: &str) -> PublicFacility {
    let kind = "Hospitals";
    odhf::read(&odhf::Row { index, name, kind, city, province, ..odhf::Row::default() }).unwrap()
}

#[tokio::test]
async fn published_facilities_are_found_by_the_beginnings_of_their_words() {
    for_each_database(async |db| {
        let list = [
            published("1", "Ottawa Hospital", "Ottawa", "ON"),
            published("2", "Hôpital Montfort", "Ottawa", "ON"),
            published("3", "Riverside Hospital of Ottawa", "Ottawa", "ON"),
            published("4", "Hôpital d'Ottawa", "Gatineau", "QC"),
            published("5", "100% Care_Home", "Toronto", "ON"),
        ];
        let tx = begin(&db).await.unwrap();
        public_facility::insert(&tx, &list.iter().collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
        let search = async |text: &str, province, limit| {
            let found = public_facility::search(&db, text, province, limit).await.unwrap();
            found.into_iter().map(|facility| facility.id).collect::<Vec<_>>()
        };
        assert_eq!(search("otta hosp", None, 9).await, ["odhf:1", "odhf:3"]);
        assert_eq!(search("OTTAWA", None, 9).await[0], "odhf:1", "its name begins so");
        assert_eq!(search("hopital ottawa", Some(Province::On), 9).await, ["odhf:2"], "by its place");
        assert_eq!(search("hôpital ottawa", Some(Province::Qc), 9).await, ["odhf:4"]);
        assert_eq!(search("ttawa", None, 9).await, Vec::<String>::new(), "not inside a word");
        assert_eq!(search("100%", None, 9).await, ["odhf:5"]);
        assert_eq!(search("_", None, 9).await.len(), 5, "nothing is asked for");
        assert_eq!(search("", None, 2).await.len(), 2);

        let moved = PublicFacility { setting: None, ..published("1", "Ottawa Hospital – Civic", "Nepean", "ON") };
        let tx = begin(&db).await.unwrap();
        public_facility::update(&tx, &moved).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(public_facility::by_ids(&db, &["odhf:1", "odhf:99"]).await.unwrap(), [moved]);
        assert_eq!(search("civic nepean", None, 9).await, ["odhf:1"]);
    })
    .await;
}
