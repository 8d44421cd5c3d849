//! The wallet, and what of it ends.

use super::*;

#[tokio::test]
async fn a_wallet_is_kept_and_loses_a_document_that_is_removed() {
    for_each_database(async |db| {
        let account = someone(&db).await;
        let document = Uuid::now_v7();
        let bls = Credential { document: Some(document), ..credential(account, "bls", "2026-02-28") };
        let check = credential(account, "vulnerable_sector_check", "2026-02-28");
        let tx = begin(&db).await.unwrap();
        wallet::insert(&tx, &bls, at(1)).await.unwrap();
        wallet::insert(&tx, &check, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(wallet::of(&db, account).await.unwrap() == [bls.clone(), check.clone()]);
        let tx = begin(&db).await.unwrap();
        wallet::forget_document(&tx, document).await.unwrap();
        assert!(matches!(wallet::update(&tx, &bls, at(1)).await, Err(Error::Conflict { current: 2 })));
        assert_eq!(wallet::update(&tx, &check, at(1)).await.unwrap(), 2);
        wallet::remove(&tx, &check, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(wallet::of(&db, account).await.unwrap() == [Credential { version: 2, document: None, ..bls }]);
        assert!(matches!(wallet::find(&db, check.id).await, Err(Error::NotFound)));
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
        wallet::insert(&tx, &credential(account, "bls", "2026-01-05"), at(1)).await.unwrap();
        wallet::insert(&tx, &credential(account, "mmr", "2026-01-05"), at(1)).await.unwrap();
        wallet::insert(&tx, &credential(account, "vulnerable_sector_check", "2026-07-05"), at(1)).await.unwrap();
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
        licence::update(&tx, &edited, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(lapse::ending(&db, Of::Licences, span, None, 1).await.unwrap()[0].reminded.is_some());
    })
    .await;
}
