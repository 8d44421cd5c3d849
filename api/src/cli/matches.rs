//! `carematch match --worker profile.json`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::matching::Breadth;
use serde_json::json;

use super::{clock, print, read_as_of};
use crate::app::matching::{self, Matched};
use crate::app::{App, day_of};
use crate::config::Config;
use crate::workers::board;
use crate::{process, profile};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The worker's profile, as JSON.
    #[arg(long, value_name = "FILE")]
    worker: PathBuf,
    /// Also what is short by one or two, ready later than the start, or unclear.
    #[arg(long)]
    broad: bool,
    /// How many at most.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// The language of the reasons: `en` or `fr`.
    #[arg(long, default_value = "en", value_parser = read_lang)]
    lang: Lang,
    /// Judge as of this day.
    #[arg(long, value_name = "DATE", value_parser = read_as_of)]
    as_of: Option<DateTime<Utc>>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn read_lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| format!("`{text}` is neither `en` nor `fr`"))
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let file = options.worker.display();
    let text = std::fs::read_to_string(&options.worker).with_context(|| format!("cannot read {file}"))?;
    let profile = profile::from_json(&text).with_context(|| format!("{file} is no profile"))?;
    let db = process::current_database(config).await?;
    let index = process::index(config)?;
    let app = App::new(db, index, clock(options.as_of));
    board::load(&app).await?;
    let breadth = if options.broad { Breadth::Broad } else { Breadth::Strict };
    let found = matching::matches(&app, &profile, breadth, options.limit).await?;
    let unlocks = matching::unlocks(&app, &profile);
    if options.json {
        let items: Vec<_> =
            found.iter().map(|m| json!({ "posting": m.posting.as_ref(), "verdict": m.verdict })).collect();
        let opens: Vec<_> = unlocks.iter().map(|(c, n)| json!({ "credential": c, "opens": n })).collect();
        return print(&json!({ "items": items, "unlocks": opens }).to_string());
    }
    let mut lines = vec![format!("{} matches as of {}", found.len(), day_of(app.clock.now()))];
    for matched in &found {
        lines.extend(describe(matched, options.lang));
    }
    for (credential, opens) in unlocks.iter().take(3) {
        lines.push(format!("+ {}: {opens}", credential.name(options.lang)));
    }
    print(&lines.join("\n"))
}

/// A match as a person reads it: the posting, then why, line by line.
fn describe(matched: &Matched, lang: Lang) -> Vec<String> {
    let (posting, verdict) = (&matched.posting, &matched.verdict);
    let eligibility = verdict.eligibility.message().render(lang);
    let title = posting.content.text(lang).map(|text| text.title.as_str()).unwrap_or_default();
    let place = posting.content.locations.first().map(|l| format!("{}, {}", l.place, l.province.key()));
    let head = format!(
        "\n{:3}  {eligibility}  {title} – {} – {}  [{}]",
        verdict.score,
        posting.content.employer.name,
        place.unwrap_or_default(),
        posting.id.0
    );
    let reasons = verdict.lines.iter().map(|line| format!("     {:+3}  {}", line.points, line.message.render(lang)));
    std::iter::once(head).chain(reasons).collect()
}
