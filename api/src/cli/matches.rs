//! `carematch match --worker profile.json`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::Lang;
use domain::board::Board;
use domain::matching::Breadth;
use domain::message::{Arg, Message};

use super::{clock, print, read_as_of};
use crate::app::App;
use crate::app::matching::{self, Matched};
use crate::config::Config;
use crate::rest::matches::Matches;
use crate::workers::feed;
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
    let app = App::new(db, index, process::vault(config)?, config.settings(), clock(options.as_of));
    feed::load::<Board>(&app).await?;
    let breadth = if options.broad { Breadth::Broad } else { Breadth::Strict };
    let found = matching::matches(&app, &profile, breadth, options.limit).await?;
    let unlocks = matching::unlocks(&app, &profile);
    if options.json {
        return print(&serde_json::to_string(&Matches::of(&found, &unlocks, options.lang))?);
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let heading = Message::new("match-count").with("count", Arg::Count(count)).with("day", Arg::Day(app.today()));
    let mut lines = vec![heading.render(options.lang)];
    for matched in &found {
        lines.extend(describe(matched, options.lang));
    }
    for (credential, opens) in unlocks.iter().take(3) {
        let opens = i64::try_from(*opens).unwrap_or(i64::MAX);
        let unlock = Message::new("match-unlock").with("credential", Arg::Credential(*credential));
        lines.push(unlock.with("count", Arg::Count(opens)).render(options.lang));
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
