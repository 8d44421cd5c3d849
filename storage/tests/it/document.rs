//! Documents on both databases: kept, counted under a lock, removed with their account.

use domain::Lang;
use domain::account::{AccountId, Kind};
use domain::document::{
    Document, DocumentId, Fault, FileId, Format, Label, MAX_ACCOUNT_BYTES, MAX_FILES, Purpose, Usage,
};
use storage::account::{self, Account};
use storage::testing::for_each_database;
use storage::{Database, Error, begin, document};
use uuid::Uuid;

use crate::sample::kept_at;

async fn worker(db: &Database, n: u128) -> AccountId {
    let worker = Account {
        id: AccountId(Uuid::from_u128(n)),
        version: 1,
        kind: Kind::Worker,
        staff: None,
        email: format!("{n}@example.org"),
        name: "Zoé".to_owned(),
        language: Lang::Fr,
        password_hash: String::new(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: Vec::new(),
        confirmed_at: None,
        created_at: kept_at(0),
    };
    let tx = begin(db).await.unwrap();
    account::insert(&tx, &worker).await.unwrap();
    tx.commit().await.unwrap();
    worker.id
}

fn of(account: AccountId, n: u128) -> Document {
    Document {
        id: DocumentId(Uuid::from_u128(n)),
        account,
        file: FileId(Uuid::new_v4()),
        purpose: Purpose::Credential,
        format: Format::Png,
        bytes: 7,
        sha256: "ab".repeat(32),
        label: Label::clean("Diplôme de Zoé.png"),
        created_at: kept_at(1),
    }
}

/// Adds a document as a use case does.
async fn add(db: &Database, document: &Document) -> Result<Result<(), Fault>, Error> {
    let tx = begin(db).await?;
    if let Err(fault) = document::usage(&tx, document.account).await?.admit(document.bytes) {
        return Ok(Err(fault));
    }
    document::insert(&tx, document).await?;
    tx.commit().await.map(Ok)
}

#[tokio::test]
async fn a_document_is_read_back_as_written_and_is_its_owners() {
    for_each_database(async |db| {
        let (zoe, other) = (worker(&db, 1).await, worker(&db, 2).await);
        let plain = Document { label: None, purpose: Purpose::Resume, format: Format::Pdf, ..of(zoe, 11) };
        for made in [&of(zoe, 12), &plain, &of(other, 13)] {
            add(&db, made).await.unwrap().unwrap();
        }
        let found = document::list(&db, zoe).await.unwrap();
        assert_eq!(found.iter().map(|document| document.id.0.as_u128()).collect::<Vec<_>>(), [11, 12]);
        assert_eq!(found[0], plain);
        assert_eq!(document::find(&db, found[1].id).await.unwrap(), found[1]);
        assert_eq!(found[1].label.as_ref().map(Label::as_str), Some("Diplôme de Zoé.png"));
        let files = document::known_files(&db, &[plain.file, FileId(Uuid::new_v4())]).await.unwrap();
        assert_eq!(Vec::from_iter(files), [plain.file]);
        let tx = begin(&db).await.unwrap();
        document::remove(&tx, plain.id).await.unwrap();
        assert!(matches!(document::remove(&tx, plain.id).await, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        assert!(matches!(document::find(&db, plain.id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn what_is_erased_names_its_files_and_leaves_those_of_others() {
    for_each_database(async |db| {
        let (zoe, other) = (worker(&db, 1).await, worker(&db, 2).await);
        let (first, second) = (of(zoe, 11), of(zoe, 12));
        for made in [&first, &second, &of(other, 13)] {
            add(&db, made).await.unwrap().unwrap();
        }
        let tx = begin(&db).await.unwrap();
        assert_eq!(document::erase(&tx, zoe).await.unwrap(), [first.file, second.file]);
        tx.commit().await.unwrap();
        assert_eq!(document::list(&db, zoe).await.unwrap(), []);
        let tx = begin(&db).await.unwrap();
        account::remove(&tx, other).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(document::list(&db, other).await.unwrap(), [], "gone with the account");
        assert!(matches!(add(&db, &of(other, 14)).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_do_not_exceed_the_quota() {
    for_each_database(async |db| {
        let zoe = worker(&db, 1).await;
        let adding = (0..40).map(|n| {
            let db = db.clone();
            tokio::spawn(async move { add(&db, &of(zoe, 100 + n)).await.unwrap() })
        });
        let outcomes: Vec<_> = futures::future::join_all(adding).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 20);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Fault::TooMany))));
        let tx = begin(&db).await.unwrap();
        assert_eq!(document::usage(&tx, zoe).await.unwrap(), Usage { files: MAX_FILES, bytes: 7 * MAX_FILES });
    })
    .await;
}

#[tokio::test]
async fn bytes_are_counted_together() {
    for_each_database(async |db| {
        let zoe = worker(&db, 1).await;
        let large = Document { bytes: MAX_ACCOUNT_BYTES - 7, ..of(zoe, 11) };
        assert_eq!(add(&db, &large).await.unwrap(), Ok(()));
        assert_eq!(add(&db, &of(zoe, 12)).await.unwrap(), Ok(()));
        let one = Document { bytes: 1, ..of(zoe, 13) };
        assert_eq!(add(&db, &one).await.unwrap(), Err(Fault::TooMuch));
    })
    .await;
}
