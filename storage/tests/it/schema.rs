use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use storage::testing::TestDatabase;
use storage::{SchemaState, connect, meta, migrate, schema_state};

/// The ORM beside the storage, to look at what the storage hides.
async fn raw(database: &TestDatabase) -> DatabaseConnection {
    sea_orm::Database::connect(database.url()).await.unwrap()
}

async fn has_table(database: &TestDatabase, table: &str) -> bool {
    let raw = raw(database).await;
    let has = SchemaManager::new(&raw).has_table(table).await.unwrap();
    raw.close().await.unwrap();
    has
}

#[tokio::test]
async fn an_empty_database_is_behind_and_asking_changes_nothing() {
    for database in TestDatabase::all_empty().await {
        let state = schema_state(&database).await.unwrap();
        let needed: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
        assert_eq!(state, SchemaState::Behind { missing: needed });
        assert!(!state.is_usable());
        assert!(!has_table(&database, "seaql_migrations").await);
        assert!(!has_table(&database, "posting").await);
    }
}

#[tokio::test]
async fn migrating_twice_is_migrating_once() {
    for database in TestDatabase::all_empty().await {
        assert_eq!(migrate(&database).await.unwrap(), SchemaState::Current);
        assert_eq!(schema_state(&database).await.unwrap(), SchemaState::Current);
        meta::set(&*database, "kept", "yes").await.unwrap();
        assert_eq!(migrate(&database).await.unwrap(), SchemaState::Current);
        assert_eq!(meta::get(&*database, "kept").await.unwrap().as_deref(), Some("yes"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_migrate_at_once_wait_for_each_other() {
    for database in TestDatabase::all_empty().await {
        let processes = (0..4).map(|_| {
            let url = database.url().to_owned();
            tokio::spawn(async move { migrate(&connect(&url, 2).await.unwrap()).await })
        });
        for outcome in futures::future::join_all(processes).await {
            assert_eq!(outcome.unwrap().unwrap(), SchemaState::Current);
        }
    }
}

#[tokio::test]
async fn an_older_build_works_on_a_newer_schema_and_leaves_it_alone() {
    for database in TestDatabase::all().await {
        let raw = raw(&database).await;
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_of_next_year', 0)";
        raw.execute_unprepared(newer).await.unwrap();
        let ahead = SchemaState::Ahead { unknown: vec!["m9999_of_next_year".to_owned()] };
        assert_eq!(schema_state(&database).await.unwrap(), ahead);
        assert_eq!(migrate(&database).await.unwrap(), ahead);
        assert!(ahead.is_usable());
        raw.close().await.unwrap();
    }
}

#[tokio::test]
async fn every_migration_can_be_taken_back() {
    for database in TestDatabase::all().await {
        let raw = raw(&database).await;
        Migrator::down(&raw, None).await.unwrap();
        raw.close().await.unwrap();
        assert!(!has_table(&database, "posting").await && !has_table(&database, "change").await);
        assert_eq!(migrate(&database).await.unwrap(), SchemaState::Current);
    }
}
