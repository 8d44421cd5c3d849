//! Licences: their numbers, their checks.

use super::*;

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
        assert_eq!(licence::update(&tx, &edited, at(1)).await.unwrap(), 2);
        assert!(matches!(licence::update(&tx, &found, at(1)).await, Err(Error::Conflict { current: 2 })));
        let gone = Licence::new(Uuid::now_v7(), account, fields());
        assert!(matches!(licence::update(&tx, &gone, at(1)).await, Err(Error::NotFound)));
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
            assert_eq!(licence::update(&tx, &asked, at(1)).await.unwrap(), 2);
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
