//! How a process is put together and taken apart: database, board, index, listeners, loops.

use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use domain::board::Board;
use domain::pool::Pool;
use mailer::{Mailer, Returns, Window};
use search_indexer::{Indexer, SearchIndex};
use storage::vault::Vault;
use storage::{Database, Dialect};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::workers::{
    answers, blog, candidates, changes, digests, feed, feeds, leftovers, postings, reminders, returns, seal, sweep,
    views, webhooks,
};
use crate::{pages, server, telemetry};

/// Connects to the database; makes the data folder for the embedded one.
pub async fn database(config: &Config) -> anyhow::Result<Database> {
    let url = config.database_url();
    if url.starts_with("sqlite:") {
        let folder = &config.data_dir;
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let db = storage::connect(&url, config.database_connections).await.context("cannot open the database")?;
    Ok(db.observed(telemetry::note_statement))
}

/// The database, whose schema must serve this program. The embedded one is brought to it.
pub async fn current_database(config: &Config) -> anyhow::Result<Database> {
    let db = database(config).await?;
    if db.dialect() == Dialect::Sqlite {
        storage::migrate(&db).await.context("cannot migrate the database")?;
    }
    let state = storage::schema_state(&db).await?;
    anyhow::ensure!(state.is_usable(), "{state}");
    Ok(db)
}

/// The text index.
pub fn index(config: &Config) -> anyhow::Result<Arc<dyn SearchIndex>> {
    let settings = search_indexer::Settings {
        search_engine: config.search_engine,
        index_dir: config.index_dir(),
        meili_url: config.meili_url.clone(),
        meili_key: config.meili_key.clone(),
    };
    search_indexer::open(&settings).context("cannot open the search index")
}

/// The keys of this installation.
pub fn vault(config: &Config) -> anyhow::Result<Vault> {
    let path = config.keys_file();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    Ok(Vault::open_or_create(&path)?)
}

/// What this process is known to others by: host and process.
fn owner() -> String {
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    format!("{} process {}", host.trim(), std::process::id())
}

/// An indexer. `clock` says what is listed; leases go by the system's, as those of every other process do.
pub fn indexer(db: &Database, index: Arc<dyn SearchIndex>, clock: Clock) -> Indexer {
    Indexer::new(db.clone(), index, move || clock.now(), owner()).lease_clock(|| Clock::default().now())
}

/// The worker that sends mail, by the application's clock, which also says when mail is due.
fn mailer(config: &Config, app: &App) -> anyhow::Result<Mailer> {
    let (transport, clock) = (config.transport()?, app.clock);
    let mailer =
        Mailer::new(app.db.clone(), app.vault.clone(), transport, config.sender(), move || clock.now(), owner());
    let mailer = mailer.context("mail")?.signed(config.signer()?);
    Ok(mailer.over(config.mail_connections, config.mail_per_domain_a_minute))
}

/// The application of a configuration, with nothing running yet.
pub fn app(config: &Config, db: Database, clock: Clock) -> anyhow::Result<App> {
    Ok(App::new(db, index(config)?, vault(config)?, config.settings(), clock))
}

/// A process that serves: its application and its loops.
pub struct Process {
    /// The application.
    pub app: App,
    stop: watch::Sender<bool>,
    tasks: JoinSet<anyhow::Result<()>>,
}

impl Process {
    /// Loads the board, then starts the loops: those that follow the change feed, and the one that sends mail. The pool
    /// is loaded meanwhile.
    pub async fn start(config: &Config, app: App) -> anyhow::Result<Self> {
        let clock = app.clock;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let board = feed::load::<Board>(&app).await?;
        let following = feed::follow::<Board>(app.clone(), Some(board), stopped.clone());
        tasks.spawn(async move {
            following.await;
            Ok(())
        });
        // No request waits for it.
        let following = feed::follow::<Pool>(app.clone(), None, stopped.clone());
        tasks.spawn(async move {
            following.await;
            Ok(())
        });
        tasks.spawn(sweep::run(app.clone(), stopped.clone()));
        tasks.spawn(leftovers::drop_ended(app.clone(), stopped.clone()));
        tasks.spawn(reminders::run(app.clone(), stopped.clone()));
        tasks.spawn(answers::run(app.clone(), stopped.clone()));
        tasks.spawn(candidates::run(app.clone(), owner(), stopped.clone()));
        tasks.spawn(digests::run(app.clone(), stopped.clone()));
        tasks.spawn(blog::run(app.clone(), stopped.clone()));
        tasks.spawn(views::run(app.clone(), stopped.clone()));
        tasks.spawn(webhooks::run(app.clone(), stopped.clone()));
        tasks.spawn(feeds::run(app.clone(), stopped.clone()));
        tasks.spawn(postings::keep_up(app.db.clone(), clock, stopped.clone()));
        tasks.spawn(seal::run(app.db.clone(), owner(), stopped.clone()));
        let mailer = mailer(config, &app)?;
        tasks.spawn({
            let stopped = stopped.clone();
            async move {
                mailer.run(stopped).await;
                Ok(())
            }
        });
        if let Some(maildir) = &config.mail_returns {
            let returns =
                Returns::new(app.db.clone(), app.vault.clone(), maildir, &config.sender(), move || clock.now());
            tasks.spawn(returns::run(returns.context("mail_returns")?, stopped.clone()));
        }
        if config.feeds_index() {
            let indexer = indexer(&app.db, Arc::clone(&app.index), clock);
            let mut stopped = stopped;
            tasks.spawn(async move {
                // An error means that the sender is gone, which is a stop too.
                indexer.run(async move { drop(stopped.wait_for(|stop| *stop).await) }).await;
                Ok(())
            });
        } else {
            tasks.spawn(changes::prune(app.db.clone(), stopped));
        }
        Ok(Self { app, stop, tasks })
    }

    /// Serves REST on `listener`.
    pub fn serve(&mut self, listener: TcpListener) {
        let router = server::public(self.app.clone());
        self.tasks.spawn(server::serve(listener, router, self.stop.subscribe()));
    }

    /// Serves metrics and documentation on `listener`.
    pub fn serve_admin(&mut self, config: &Config, listener: TcpListener) -> anyhow::Result<()> {
        let mail = if config.shows_mail() { Some(self.mail_pages(config)?) } else { None };
        let router = server::admin(Some(telemetry::start_metrics()?), mail);
        self.tasks.spawn(server::serve(listener, router, self.stop.subscribe()));
        Ok(())
    }

    fn mail_pages(&self, config: &Config) -> anyhow::Result<Router> {
        let (app, clock) = (&self.app, self.app.clock);
        let transport = config.transport()?;
        let window = Window::new(app.db.clone(), app.vault.clone(), &transport, config.sender(), move || clock.now());
        Ok(pages::mail::router(app.db.clone(), window))
    }

    /// Waits until told to stop by a signal, or until a part fails; then stops every part and lets what is under
    /// way finish.
    pub async fn run(mut self) -> anyhow::Result<()> {
        let outcome = tokio::select! {
            signal = server::stop_signal() => signal,
            Some(ended) = self.tasks.join_next() => ended.context("a part of the process failed")?,
        };
        // Every receiver may be gone already.
        let _ = self.stop.send(true);
        while let Some(ended) = self.tasks.join_next().await {
            ended??;
        }
        outcome
    }
}
