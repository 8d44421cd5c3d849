//! Workers: what they write, and what is kept of it.

mod credentials;
mod erase;
mod licences;

use std::path::Path;

use chrono::NaiveDate;
use domain::account::AccountId;
use domain::organization::OrganizationId;
use domain::posting::{Pay, PayUnit};
use domain::reference::{Credential as Which, Language, Province, Region, Role};
use domain::worker::{
    self, Abroad, Assessment, Blocked, Checked, Circle, Education, Experience, Held, LicenceClass, Outcome, Practice,
    Reach, Record, Reminded, Standing, State, Studies, Verification, Visibility,
};
use sea_orm::ConnectionTrait;
use storage::account;
use storage::testing::{self, TestDatabase, for_each_database};
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
    let account = testing::account(id, &format!("{}@example.org", id.0));
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
    licence::insert(&tx, licence, at(1)).await.unwrap();
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
