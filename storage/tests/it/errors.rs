use storage::testing::TestDatabase;
use storage::{Error, begin, connect, posting};

use crate::sample::{at, posting as sample};

#[tokio::test]
async fn an_address_of_no_database_of_ours_is_refused_without_repeating_it() {
    for url in ["mysql://root:hunter2@db/x", "hunter2", "", "postgre://u:hunter2@h/d"] {
        let refused = connect(url, 4).await.unwrap_err();
        assert!(matches!(refused, Error::Url), "{url}");
        assert!(!format!("{refused} {refused:?}").contains("hunter2"));
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named_as_such_without_the_password() {
    let refused = connect("sqlite:/no/such/folder/hunter2.db", 2).await.unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("hunter2"));
    let Some(database) = TestDatabase::postgres().await else { return };
    let (server, query) = database.url().split_once('?').unwrap_or((database.url(), ""));
    let (address, _) = server.rsplit_once('/').unwrap();
    let (scheme, host) = address.split_once("://").unwrap();
    let (user, host) = host.split_once('@').unwrap_or(("postgres", host));
    let url = format!("{scheme}://{user}:hunter2@{host}/no_such_database?{query}");
    let refused = connect(&url, 2).await.unwrap_err();
    let said = format!("{refused} {refused:?}");
    assert!(said.contains("3D000") && said.contains("no_such_database") && !said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn no_error_repeats_a_value_of_a_row() {
    for database in TestDatabase::all().await {
        let mut secret = sample(1);
        secret.content.employer.name = "hunter2".to_owned();
        let tx = begin(&database).await.unwrap();
        posting::insert(&tx, &[secret.clone()], at(0)).await.unwrap();
        let twice = posting::insert(&tx, &[secret], at(0)).await.unwrap_err();
        assert!(matches!(&twice, Error::Unique(name) if name == "unique_posting_id"), "{twice:?}");
        let said = format!("{twice} {twice:?}");
        assert!(!said.contains("hunter2") && !said.contains("0000-0000"), "{said}");
    }
}

/// PostgreSQL quotes the rejected text of a number in its message; only the code is kept.
#[tokio::test]
async fn a_value_in_the_servers_own_words_is_dropped() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = sea_orm::Database::connect(database.url()).await.unwrap();
    let quoted = sea_orm::ConnectionTrait::execute_unprepared(&raw, "SELECT 'hunter2'::int").await.unwrap_err();
    assert!(quoted.to_string().contains("hunter2"), "the case is real: {quoted}");
    let said = Error::from(quoted);
    assert_eq!(said.to_string(), "database: 22P02");
    let spoken = sea_orm::ConnectionTrait::execute_unprepared(&raw, "SELECT * FROM nowhere").await.unwrap_err();
    assert!(Error::from(spoken).to_string().contains("\"nowhere\" does not exist"));
}
