//! `carematch demo`: sample postings of all of Canada, imported as any feed is, and served.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use domain::Lang;
use domain::worker::Profile;
use search_indexer::Engine;

use super::print;
use crate::app::import::{self, Input, Request};
use crate::app::matching;
use crate::app::{App, day_of};
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::{self, Person};
use crate::feed::Format;
use crate::process::{self, Process};
use crate::profile;
use crate::server;
use domain::matching::Breadth;

/// How long the index may take.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// How many postings.
    #[arg(long, default_value_t = 1_000)]
    postings: usize,
    /// The seed of the generator: the same seed makes the same postings.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to fill; a fresh temporary one by default, removed at the end.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub(super) async fn run(mut config: Config, options: Options) -> anyhow::Result<ExitCode> {
    let temporary = if options.folder.is_none() { Some(tempfile::tempdir()?) } else { None };
    let folder = match (&options.folder, &temporary) {
        (Some(folder), _) => folder.clone(),
        (None, Some(temporary)) => temporary.path().to_path_buf(),
        (None, None) => anyhow::bail!("no folder for the demo"),
    };
    config.data_dir = folder.join("data");
    config.database_url = None;
    config.index_dir = None;
    // All in this one process, whatever else is configured here.
    config.search_engine = Engine::Tantivy;
    config.indexer = Some(true);
    // Its people sign in one after the other, from one address.
    (config.production, config.tries_factor) = (false, 100);
    anyhow::ensure!(config.http_bind.ip().is_loopback(), "the demo prints passwords: it listens on loopback only");
    // The addresses first: a taken one is told before any work is done.
    let (listener, admin) = (server::bind(config.http_bind).await?, server::bind(config.admin_bind).await?);
    let (public, operators) = (listener.local_addr()?, admin.local_addr()?);
    let clock = Clock::default();
    let db = process::current_database(&config).await?;

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
    import::import(&db, &request, |_, _| {}).await?;
    let workers = write_workers(&folder, clock)?;

    let mut process = Process::start(&config, db, clock).await?;
    process.serve(listener);
    process.serve_admin(admin)?;
    tokio::time::timeout(PATIENCE, built(&process.app))
        .await
        .context("the search index was not built within a minute")??;
    print(&format!(
        "{} sample postings of invented employers are there; the last import: {}",
        process.app.board().len(clock.now()),
        folder.join("postings.json").display()
    ))?;
    for (path, profile) in &workers {
        print(&headline(&process, path, profile).await?)?;
    }
    let people = demo::people(&process.app, &folder).await?;
    print(&who_is_here(&people))?;
    let url = format!("http://{public}");
    print(&what_people_try(&url, &people))?;
    print(&what_to_try(&url, &format!("http://{operators}"), &workers))?;
    process.run().await?;
    Ok(ExitCode::SUCCESS)
}

/// Waits until there is an index.
async fn built(app: &App) -> anyhow::Result<()> {
    while !app.index.health().await?.built {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Writes the example workers' profiles as request bodies.
fn write_workers(folder: &Path, clock: Clock) -> anyhow::Result<Vec<(PathBuf, Profile)>> {
    let folder = folder.join("workers");
    std::fs::create_dir_all(&folder)?;
    let mut written = Vec::new();
    for (name, example) in demo::workers(day_of(clock.now())) {
        let path = folder.join(name);
        std::fs::write(&path, serde_json::to_vec_pretty(&example)?)?;
        let request = serde_json::json!({ "profile": example, "broad": true, "limit": 5 });
        std::fs::write(path.with_extension("request.json"), serde_json::to_vec_pretty(&request)?)?;
        written.push((path, profile::from_json(&example.to_string()).context("an example profile")?));
    }
    Ok(written)
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

/// The accounts, one to a line.
fn who_is_here(people: &[Person]) -> String {
    let line = |person: &Person| {
        let factor = person.second_factor.as_ref().map(|secret| format!("  TOTP {secret}")).unwrap_or_default();
        let Person { part, name, email, password, token, .. } = person;
        format!("  {part}: {name}  {email}  password {password}{factor}\n      Authorization: Bearer {token}")
    };
    let lines: Vec<String> = people.iter().map(line).collect();
    format!("\nSample accounts, each with a session:\n{}", lines.join("\n"))
}

/// A request or two for each kind of person.
fn what_people_try(url: &str, people: &[Person]) -> String {
    const TRIES: [(&str, &[&str]); 7] = [
        ("worker", &["me/completeness", "me/pathways", "me/lapses?before=2027-06-30"]),
        ("owner", &["organizations"]),
        ("recruiter", &["organizations"]),
        ("viewer", &["organizations"]),
        ("editor", &["me/account"]),
        (
            "moderator",
            &[
                "moderation/queues/organizations",
                "moderation/queues/licences",
                "moderation/queues/postings",
                "moderation/queues/reports",
            ],
        ),
        ("admin", &["moderation/audit"]),
    ];
    let of = |(part, paths): (&str, &'static [&str])| {
        let person = people.iter().find(|person| person.part == part)?;
        let line = |path: &&str| format!("  curl -s '{url}/api/v1/{path}' -H 'authorization: Bearer {}'", person.token);
        Some(format!("  as the {part}:\n{}", paths.iter().map(line).collect::<Vec<_>>().join("\n")))
    };
    format!("\nTry as one of them:\n{}", TRIES.into_iter().filter_map(of).collect::<Vec<_>>().join("\n"))
}

fn what_to_try(url: &str, admin: &str, workers: &[(PathBuf, Profile)]) -> String {
    let requests: Vec<String> = workers
        .iter()
        .map(|(path, _)| {
            let request = path.with_extension("request.json");
            format!("  curl -s {url}/api/v1/matches -H 'content-type: application/json' -d @{}", request.display())
        })
        .collect();
    format!(
        "\nServing on {url}. Try:\n\
         \x20 curl -s '{url}/api/v1/postings?text=PSW&near=Hamilton&facets=true'\n\
         \x20 curl -s '{url}/api/v1/postings?text=pr%C3%A9pos%C3%A9e&lang=fr' -H 'accept-language: fr'\n\
         \x20 curl -s '{url}/api/v1/postings?role=lpn&province=ON&sort=pay&limit=5'\n\
         \x20 curl -s '{url}/api/v1/suggestions?prefix=nur'\n\
         {}\n\
         \x20 {admin}/docs  the API's documentation;  {admin}/metrics  metrics\n\
         Stop with Ctrl-C.",
        requests.join("\n")
    )
}
