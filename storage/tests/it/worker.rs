use std::path::Path;

use chrono::NaiveDate;
use domain::Lang;
use domain::account::{AccountId, Kind};
use domain::organization::OrganizationId;
use domain::posting::{Pay, PayUnit};
use domain::reference::{Credential as Which, Language, Province, Region, Role};
use domain::worker::{
    self, Abroad, Assessment, Blocked, Checked, Circle, Education, Experience, Held, LicenceClass, Outcome, Practice,
    Reach, Record, Reminded, Standing, State, Studies, Verification, Visibility,
};
use sea_orm::ConnectionTrait;
use storage::account::{self, Account};
use storage::testing::{TestDatabase, for_each_database};
use storage::vault::Vault;
use storage::worker::lapse::{self, Of};
use storage::worker::{Block, Credential, Licence, Profile, block, licence, profile, wallet};
use storage::{Database, Error, begin};
use uuid::Uuid;

use crate::sample::{at, kept_at};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn someone(db: &Database) -> AccountId {
    let id = AccountId(Uuid::now_v7());
    let account = Account {
        id,
        version: 1,
        kind: Kind::Worker,
        staff: None,
        email: format!("{}@example.org", id.0),
        name: "W".to_owned(),
        language: Lang::Fr,
        password_hash: "none".to_owned(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: vec![],
        confirmed_at: None,
        created_at: at(0),
    };
    let tx = begin(db).await.unwrap();
    account::insert(&tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A record with every field filled.
fn record() -> Record {
    let role = Role::parse("rn").unwrap();
    let region = |key| Region::parse(key).unwrap();
    Record {
        headline: Some("Infirmière de nuit « 20 ans »".to_owned()),
        given_name: Some("Zoé".to_owned()),
        family_name: Some("O'Neil \"\\".to_owned()),
        phone: Some("+1 416 555-0100".to_owned()),
        roles: vec![Practice { role, months: 240 }],
        residence: Some(Province::On),
        reach: Reach {
            regions: vec![region("on-toronto")],
            near: Some(Circle { lat: 43.7, lon: -79.4, km: 25.5 }),
            remote: true,
        },
        relocation: vec![region("bc")],
        fly_in: vec![region("nu")],
        employment: [domain::posting::Employment::PartTime].into_iter().collect(),
        shifts: [domain::posting::Shift::Night].into_iter().collect(),
        pay_floor: Some(Pay { min_cents: 4_500, max_cents: 4_500, unit: PayUnit::Hour }),
        languages: [Language::French, Language::Tagalog].into_iter().collect(),
        available_from: Some(day("2027-01-04")),
        education: vec![Education {
            programme: "BScN".to_owned(),
            institution: "Nipissing".to_owned(),
            province: Some(Province::On),
            year: Some(2004),
        }],
        experience: vec![Experience {
            role: Some(role),
            title: "RN".to_owned(),
            employer: "SAH".to_owned(),
            description: None,
            from: day("2004-09-01"),
            until: None,
        }],
        studies: vec![Studies {
            role: Role::parse("np").unwrap(),
            programme: "NP".to_owned(),
            institution: "U".to_owned(),
            province: Province::On,
            finishes: day("2028-04-30"),
        }],
        abroad: vec![Abroad { role, assessment: Assessment::Done }],
        video: Some("https://videos.example/1".to_owned()),
    }
}

fn fields() -> worker::Licence {
    worker::Licence {
        role: Role::parse("lpn").unwrap(),
        province: Province::Qc,
        class: LicenceClass::Provisional,
        standing: Standing::ActiveWithConditions,
        valid_from: Some(day("2024-02-29")),
        valid_until: Some(day("2027-03-31")),
    }
}

fn credential(account: AccountId, key: &str, issued: &str) -> Credential {
    let held = Held { credential: Which::parse(key).unwrap(), issued: Some(day(issued)), expires: None };
    Credential { id: Uuid::now_v7(), account, version: 1, held, issuer: Some("Croix-Rouge".to_owned()), document: None }
}

async fn add_licence(db: &Database, licence: &Licence) {
    let tx = begin(db).await.unwrap();
    licence::insert(&tx, licence).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_profile_is_empty_and_hidden_until_it_is_written_and_comes_back_whole() {
    for_each_database(async |db| {
        let account = someone(&db).await;
        let new = profile::of(&db, account).await.unwrap();
        assert_eq!((new.version, new.visibility), (0, Visibility::Hidden));
        assert!(new.record == Record::default());
        let written = Profile { record: record(), visibility: Visibility::Anonymous, ..new.clone() };
        let tx = begin(&db).await.unwrap();
        assert_eq!(profile::save(&tx, &written, at(1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(profile::of(&db, account).await.unwrap() == Profile { version: 1, ..written.clone() });
        // Who saw the profile as it was before is refused, whether it was new then or not.
        for stale in [new, Profile { version: 7, ..written.clone() }] {
            let tx = begin(&db).await.unwrap();
            assert!(matches!(profile::save(&tx, &stale, at(2)).await, Err(Error::Conflict { current: 1 })));
            tx.rollback().await.unwrap();
        }
        let tx = begin(&db).await.unwrap();
        let next = Profile { version: 1, visibility: Visibility::Open, ..written };
        assert_eq!(profile::save(&tx, &next, at(3)).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert!(!format!("{next:?}").contains("Zoé"));
    })
    .await;
}

#[tokio::test]
async fn a_licence_comes_back_with_its_number_and_is_edited_by_version() {
    for_each_database(async |db| {
        let (account, vault) = (someone(&db).await, Vault::generate());
        let made = Licence::new(Uuid::now_v7(), account, fields()).with_number(&vault, Some("QC-904417"));
        add_licence(&db, &made).await;
        let found = licence::find(&db, made.id).await.unwrap();
        assert!(found == made && found.has_number());
        assert_eq!(found.number(&vault).unwrap().as_deref(), Some("QC-904417"));
        assert!(!format!("{found:?}").contains("904417"));
        let edited = found.clone().with_number(&vault, None);
        let tx = begin(&db).await.unwrap();
        assert_eq!(licence::update(&tx, &edited).await.unwrap(), 2);
        assert!(matches!(licence::update(&tx, &found).await, Err(Error::Conflict { current: 2 })));
        let gone = Licence::new(Uuid::now_v7(), account, fields());
        assert!(matches!(licence::update(&tx, &gone).await, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        assert_eq!(licence::find(&db, made.id).await.unwrap().number(&vault).unwrap(), None);
        assert_eq!(licence::of(&db, account).await.unwrap().len(), 1);
        assert!(licence::of(&db, AccountId(Uuid::nil())).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_swapped_number_is_refused() {
    for database in TestDatabase::all().await {
        let (account, vault) = (someone(&database).await, Vault::generate());
        let [one, other] = ["ON-77310482", "ON-55109934"]
            .map(|number| Licence::new(Uuid::now_v7(), account, fields()).with_number(&vault, Some(number)));
        add_licence(&database, &one).await;
        add_licence(&database, &other).await;
        let raw = sea_orm::Database::connect(database.url()).await.unwrap();
        let swap = "UPDATE licence SET number = other.number FROM (SELECT id, number FROM licence) AS other \
            WHERE other.id <> licence.id";
        assert_eq!(raw.execute_unprepared(swap).await.unwrap().rows_affected(), 2);
        raw.close().await.unwrap();
        for licence in licence::of(&*database, account).await.unwrap() {
            let refused = licence.number(&vault);
            assert!(matches!(&refused, Err(Error::Unreadable(what)) if what.contains("licence.number")), "{refused:?}");
        }
    }
}

#[tokio::test]
async fn a_check_is_queued_decided_and_of_what_was_seen_only() {
    for_each_database(async |db| {
        let account = someone(&db).await;
        let licences: Vec<Licence> = (0..5).map(|_| Licence::new(Uuid::now_v7(), account, fields())).collect();
        for (n, made) in (0..).zip(&licences) {
            add_licence(&db, made).await;
            if n == 4 {
                continue;
            }
            let pending = Verification { state: State::Pending, checked: None };
            // The first was asked for last.
            let mut asked = made.clone();
            (asked.verification, asked.requested_at) = (pending, Some(kept_at(9 - n)));
            let tx = begin(&db).await.unwrap();
            assert_eq!(licence::update(&tx, &asked).await.unwrap(), 2);
            tx.commit().await.unwrap();
        }
        let (mut seen, mut after) = (Vec::new(), None);
        while let [one] = licence::pending(&db, after, 1).await.unwrap().as_slice() {
            seen.push(one.id);
            after = one.requested_at.map(|at| (at, one.id));
        }
        assert_eq!(seen, [3, 2, 1, 0].map(|n: usize| licences[n].id));

        let checked = Checked {
            by: AccountId(Uuid::from_u128(9)),
            at: kept_at(20),
            how: "public_register".to_owned(),
            next: Some(day("2027-04-01")),
        };
        let (id, decide) = (licences[0].id, Outcome::Verified);
        let tx = begin(&db).await.unwrap();
        assert_eq!(licence::checked(&tx, id, 2, decide, checked.clone()).await.unwrap(), 3);
        // Edited by the worker after the moderator looked it up.
        assert!(matches!(
            licence::checked(&tx, id, 2, decide, checked.clone()).await,
            Err(Error::Conflict { current: 3 })
        ));
        tx.commit().await.unwrap();
        let found = licence::find(&db, id).await.unwrap();
        assert_eq!(found.verification, Verification { state: State::Verified, checked: Some(checked) });
        assert_eq!(found.requested_at, None);
        assert_eq!(licence::pending(&db, None, 10).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_wallet_is_kept_and_loses_a_document_that_is_removed() {
    for_each_database(async |db| {
        let account = someone(&db).await;
        let document = Uuid::now_v7();
        let bls = Credential { document: Some(document), ..credential(account, "bls", "2026-02-28") };
        let check = credential(account, "vulnerable_sector_check", "2026-02-28");
        let tx = begin(&db).await.unwrap();
        wallet::insert(&tx, &bls).await.unwrap();
        wallet::insert(&tx, &check).await.unwrap();
        tx.commit().await.unwrap();
        assert!(wallet::of(&db, account).await.unwrap() == [bls.clone(), check.clone()]);
        let tx = begin(&db).await.unwrap();
        wallet::forget_document(&tx, document).await.unwrap();
        assert!(matches!(wallet::update(&tx, &bls).await, Err(Error::Conflict { current: 2 })));
        assert_eq!(wallet::update(&tx, &check).await.unwrap(), 2);
        wallet::remove(&tx, check.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(wallet::of(&db, account).await.unwrap() == [Credential { version: 2, document: None, ..bls }]);
        assert!(matches!(wallet::find(&db, check.id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_employer_is_blocked_once() {
    for_each_database(async |db| {
        let (account, other) = (someone(&db).await, someone(&db).await);
        let of = |account, blocked: &Blocked| Block {
            id: Uuid::now_v7(),
            account,
            blocked: blocked.clone(),
            name: Some("The Ottawa Hospital".to_owned()),
            created_at: kept_at(1),
        };
        let by_name = Blocked::by_name("The Ottawa Hospital").unwrap();
        let ours = Blocked::Organization(OrganizationId(Uuid::from_u128(7)));
        let kept = [of(account, &by_name), of(account, &ours)];
        let tx = begin(&db).await.unwrap();
        for block in kept.iter().chain([&of(other, &by_name)]) {
            block::insert(&tx, block).await.unwrap();
        }
        tx.commit().await.unwrap();
        let tx = begin(&db).await.unwrap();
        let twice = block::insert(&tx, &of(account, &by_name)).await;
        assert!(matches!(twice, Err(Error::Unique(name)) if name == "unique_employer_block_account_id_subject"));
        tx.rollback().await.unwrap();
        assert!(block::of(&db, account).await.unwrap() == kept);
    })
    .await;
}

#[tokio::test]
async fn what_ends_within_a_span_is_paged_with_its_last_reminder() {
    for_each_database(async |db| {
        let account = someone(&db).await;
        for n in 0..25_u64 {
            let valid_until = Some(day("2027-01-01") + chrono::Days::new(n / 3));
            add_licence(&db, &Licence::new(Uuid::now_v7(), account, worker::Licence { valid_until, ..fields() })).await;
        }
        let tx = begin(&db).await.unwrap();
        // By the default of twelve months: 2027-01-05. One that never ends, and one too old by then only.
        wallet::insert(&tx, &credential(account, "bls", "2026-01-05")).await.unwrap();
        wallet::insert(&tx, &credential(account, "mmr", "2026-01-05")).await.unwrap();
        wallet::insert(&tx, &credential(account, "vulnerable_sector_check", "2026-07-05")).await.unwrap();
        tx.commit().await.unwrap();
        let span = (day("2027-01-02"), day("2027-01-06"));
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = lapse::ending(&db, Of::Licences, span, after, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.item.ends.map(|ends| (ends, last.item.id));
            seen.extend(page);
        }
        assert_eq!(seen.len(), 15);
        assert!(seen.is_sorted_by_key(|ending| (ending.item.ends, ending.item.id)));
        assert!(seen.iter().all(|ending| ending.reminded.is_none() && ending.account == account));
        let wallet_ending = lapse::ending(&db, Of::Wallet, span, None, 10).await.unwrap();
        let [bls] = wallet_ending.as_slice() else { panic!("{wallet_ending:?}") };
        assert_eq!(bls.item.ends, Some(day("2027-01-05")));

        for ending in [&seen[0], bls] {
            let sent = Reminded { last_day: ending.item.ends.unwrap(), ahead: 30 };
            let tx = begin(&db).await.unwrap();
            lapse::reminded(&tx, &ending.item, sent).await.unwrap();
            tx.commit().await.unwrap();
            let of = if ending == bls { Of::Wallet } else { Of::Licences };
            let again = lapse::ending(&db, of, span, None, 1).await.unwrap();
            assert_eq!(again[0].reminded, Some(sent));
        }
        // Nothing that the worker sees has changed, and an edit keeps what was sent.
        let edited = licence::find(&db, seen[0].item.id).await.unwrap();
        assert_eq!(edited.version, 1);
        let tx = begin(&db).await.unwrap();
        licence::update(&tx, &edited).await.unwrap();
        tx.commit().await.unwrap();
        assert!(lapse::ending(&db, Of::Licences, span, None, 1).await.unwrap()[0].reminded.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_was_deleted_is_in_no_file_of_sqlite() {
    let database = TestDatabase::sqlite().await;
    let folder = Path::new(database.url().strip_prefix("sqlite:").unwrap()).parent().unwrap();
    let account = someone(&database).await;
    // Long enough for overflow pages, which a row is unlinked from.
    let marker = "Planted-Marker-".repeat(2000);
    let written = Profile {
        record: Record { headline: Some(marker), ..record() },
        ..profile::of(&*database, account).await.unwrap()
    };
    let tx = begin(&database).await.unwrap();
    profile::save(&tx, &written, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(database.forget_deleted().await.unwrap());
    let is_there = || {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(14).any(|window| window == b"Planted-Marker"))
    };
    assert!(is_there());
    let tx = begin(&database).await.unwrap();
    storage::worker::erase(&tx, account).await.unwrap();
    tx.commit().await.unwrap();
    assert!(database.forget_deleted().await.unwrap());
    assert!(!is_there());
}

#[tokio::test]
async fn erasing_a_worker_leaves_nothing_of_theirs_and_all_of_others() {
    for_each_database(async |db| {
        let (gone, kept) = (someone(&db).await, someone(&db).await);
        for account in [gone, kept] {
            let tx = begin(&db).await.unwrap();
            let profile = Profile { record: record(), ..profile::of(&tx, account).await.unwrap() };
            profile::save(&tx, &profile, at(1)).await.unwrap();
            licence::insert(&tx, &Licence::new(Uuid::now_v7(), account, fields())).await.unwrap();
            wallet::insert(&tx, &credential(account, "bls", "2026-01-05")).await.unwrap();
            let blocked = Blocked::by_name("Sunnybrook").unwrap();
            let block = Block { id: Uuid::now_v7(), account, blocked, name: None, created_at: at(1) };
            block::insert(&tx, &block).await.unwrap();
            tx.commit().await.unwrap();
        }
        let tx = begin(&db).await.unwrap();
        storage::worker::erase(&tx, gone).await.unwrap();
        tx.commit().await.unwrap();
        for (account, expected) in [(gone, 0), (kept, 1)] {
            let found = storage::worker::whole(&db, account).await.unwrap();
            let counts = (found.licences.len(), found.wallet.len(), found.blocks.len());
            assert_eq!(counts, (expected, expected, expected));
            assert_eq!(found.profile.version, i32::try_from(expected).unwrap());
            assert_eq!(found.matching().licences.len(), expected);
        }
    })
    .await;
}
