//! `carematch demo`: sample postings of all of Canada, imported as any feed is, people with accounts who use the
//! platform, all served on this machine alone; and what to try.

mod tour;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use domain::Lang;
use domain::candidate::Period;
use domain::matching::Breadth;
use domain::worker::Profile;
use search_indexer::Engine;
use serde_json::{Value, json};
use storage::Database;
use storage::candidate::snapshot;

use super::print;
use crate::app::import::{self, Input, Request};
use crate::app::matching;
use crate::app::{App, day_of};
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::accounts::Account;
use crate::demo::{self, accounts, scene};
use crate::feed::Format;
use crate::process::{self, Process};
use crate::profile;
use crate::server;

/// How long the index, or the count of candidates, may take.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// How many postings.
    #[arg(long, default_value_t = 1_000)]
    postings: usize,
    /// The seed of the generator: the same seed makes the same postings.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to fill, or that an earlier start filled; a fresh temporary one by default, removed at the end.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub(super) async fn run(config: Config, options: Options) -> anyhow::Result<ExitCode> {
    let temporary = if options.folder.is_none() { Some(tempfile::tempdir()?) } else { None };
    let folder = match (&options.folder, &temporary) {
        (Some(folder), _) => folder.clone(),
        (None, Some(temporary)) => temporary.path().to_path_buf(),
        (None, None) => anyhow::bail!("no folder for the demo"),
    };
    let mut config = contained(config, &folder);
    // The addresses first: a taken one is told before any work is done.
    let (listener, admin) = (server::bind(config.http_bind).await?, server::bind(config.admin_bind).await?);
    let (public, operators) = (listener.local_addr()?, admin.local_addr()?);
    // What links in mail begin with.
    config.http_bind = public;
    let clock = Clock::default();
    let db = process::current_database(&config).await?;
    import_postings(&db, &options, &folder, clock).await?;
    let workers = write_workers(&folder, clock)?;
    write_forms(&folder)?;

    let app = process::app(&config, db, clock)?;
    let accounts = people(&app, &folder).await?;
    let mut process = Process::start(&config, app).await?;
    process.serve(listener);
    process.serve_admin(&config, admin)?;
    tokio::time::timeout(PATIENCE, built(&process.app))
        .await
        .context("the search index was not built within a minute")??;
    tokio::time::timeout(PATIENCE, counted(&process.app))
        .await
        .context("the candidates were not counted within a minute")??;
    print(&format!(
        "{} sample postings of invented employers are there; the last import: {}",
        process.app.board().len(clock.now()),
        folder.join("postings.json").display()
    ))?;
    for (path, profile) in &workers {
        print(&headline(&process, path, profile).await?)?;
    }
    let tour = tour::Tour { url: format!("http://{public}"), admin: format!("http://{operators}"), folder };
    print(&tour::table(&accounts))?;
    print(&tour.text(&process.app, &workers, &accounts).await?)?;
    process.run().await?;
    Ok(ExitCode::SUCCESS)
}

/// The configuration of a demo: whatever else is configured here, all is in this one process and folder, and reached
/// from this machine alone, as everyone's password is printed.
fn contained(config: Config, folder: &Path) -> Config {
    let here = |bind: SocketAddr| {
        if bind.ip().is_loopback() { bind } else { SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), bind.port()) }
    };
    Config {
        data_dir: folder.join("data"),
        database_url: None,
        keys_file: None,
        files_dir: None,
        index_dir: None,
        mail_transport: mailer::Way::Folder,
        mail_dkim_key: None,
        mail_dir: None,
        public_url: None,
        search_engine: Engine::Tantivy,
        indexer: Some(true),
        http_bind: here(config.http_bind),
        admin_bind: here(config.admin_bind),
        ..config
    }
}

async fn import_postings(db: &Database, options: &Options, folder: &Path, clock: Clock) -> anyhow::Result<()> {
    let postings = demo::postings(options.seed, options.postings, clock.now())?;
    let bytes = serde_json::to_vec_pretty(&postings)?;
    std::fs::write(folder.join("postings.json"), &bytes).context("cannot write the sample postings")?;
    let inputs = [Input { name: "postings.json".to_owned(), bytes }];
    let request = Request {
        source: "demo",
        format: Format::JsonLd,
        inputs: &inputs,
        as_of: clock.now(),
        as_of_given: false,
        complete: false,
        accept_shrink: false,
        dry_run: false,
    };
    Box::pin(import::import(db, &request, |_, _| {})).await?;
    Ok(())
}

/// The accounts of an earlier start, or new ones with all that they do.
async fn people(app: &App, folder: &Path) -> anyhow::Result<Vec<Account>> {
    let accounts = match accounts::found(app, folder).await? {
        Some(accounts) => accounts,
        None => Box::pin(scene::set(app))
            .await
            .context("the sample accounts; a folder of a demo that was stopped is of no use")?,
    };
    accounts::keep(folder, &accounts)?;
    Ok(accounts)
}

/// Waits until there is an index.
async fn built(app: &App) -> anyhow::Result<()> {
    while !app.index.health().await?.built {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Waits until each posting's candidates are counted.
async fn counted(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    while !snapshot::waiting(&app.db, Period::of(now), now, None, 1).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Writes the example workers' profiles as request bodies.
fn write_workers(folder: &Path, clock: Clock) -> anyhow::Result<Vec<(PathBuf, Profile)>> {
    let folder = folder.join("workers");
    std::fs::create_dir_all(&folder)?;
    let mut written = Vec::new();
    for example in demo::workers(day_of(clock.now())) {
        let path = folder.join(example.key).with_extension("json");
        write(&path, &example.profile)?;
        let request = json!({ "profile": example.profile, "broad": true, "limit": 5 });
        write(&path.with_extension("request.json"), &request)?;
        written.push((path, profile::from_json(&example.profile.to_string()).context("an example profile")?));
    }
    Ok(written)
}

/// Writes the forms of the employer's postings as bodies for the check of a form.
fn write_forms(folder: &Path) -> anyhow::Result<()> {
    let folder = folder.join("forms");
    std::fs::create_dir_all(&folder)?;
    for (name, form) in scene::forms()?.as_object().context("the sample forms")? {
        write(&folder.join(name).with_extension("json"), &json!({ "form": form }))?;
    }
    Ok(())
}

fn write(path: &Path, json: &Value) -> anyhow::Result<()> {
    std::fs::write(path, serde_json::to_vec_pretty(json)?).with_context(|| format!("cannot write {}", path.display()))
}

/// The best match of an example worker, in a line.
async fn headline(process: &Process, path: &Path, profile: &Profile) -> anyhow::Result<String> {
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let found = matching::matches(&process.app, profile, Breadth::Broad, 1).await?;
    let Some(best) = found.first() else { return Ok(format!("  {name}: no match")) };
    let title = best.posting.content.text(Lang::En).map(|text| text.title.clone()).unwrap_or_default();
    let eligibility = best.verdict.eligibility.message().render(Lang::En);
    Ok(format!("  {name}: {title} – {} ({eligibility}, {})", best.posting.content.employer.name, best.verdict.score))
}
