//! What came of an organization's postings, and how it answers those who apply.

use domain::access::{Action, Owner};
use domain::analytics::{Funnel, Reach, StageTime, funnel, lost, matched, stage_times};
use domain::application::answer_rate::AnswerRate;
use domain::application::{Lost, Source};
use domain::organization::OrganizationId;
use domain::posting::PostingId;
use storage::application::rates;
use storage::{application, authored, reach};

use super::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// What came of postings.
pub struct Outcome {
    /// From views to hires, by the way they came.
    pub funnel: Vec<Funnel>,
    /// Why applicants were lost, the most frequent first.
    pub lost: Vec<(Lost, usize)>,
    /// How long applications stayed at each stage.
    pub times: Vec<StageTime>,
    /// Clicks to where one applies elsewhere.
    pub clicks: u64,
    /// How the organization answers.
    pub answer_rate: Option<AnswerRate>,
}

/// Postings of one organization that are counted together.
const MOST_POSTINGS: u64 = 2_000;

/// What came of one posting, or of all of an organization's, in the last twelve months.
pub async fn of_organization(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    posting: Option<PostingId>,
) -> Result<Outcome, Problem> {
    caller.admit_to(Action::ReadAnalytics, Owner::Organization(id))?;
    let now = app.clock.now();
    let postings = match posting {
        Some(posting) => {
            let known = authored::find(&app.db, posting).await?;
            if known.organization != id {
                return Err(Problem::new(Kind::NotFound));
            }
            vec![posting]
        }
        None => authored::of_organization(&app.db, id, None, MOST_POSTINGS).await?.iter().map(|own| own.id).collect(),
    };
    let since = rates::window(now);
    let sums = reach::of(&app.db, &postings, since.date_naive()).await?;
    let ways = application::ways(&app.db, id, posting, since).await?;
    let reached = |source: &Source| Reach {
        source: *source,
        views: sums.iter().filter(|sum| sum.source == *source).map(|sum| sum.views).sum(),
        matches: matched(sums.iter().filter(|sum| sum.source == *source).map(|sum| (sum.posting, sum.matches))),
    };
    let reached: Vec<Reach> = Source::ALL.iter().map(reached).collect();
    let progress = || ways.iter().map(|(_, progress)| progress);
    Ok(Outcome {
        funnel: funnel(&reached, ways.iter().map(|(source, progress)| (*source, progress))),
        lost: lost(progress()),
        times: stage_times(progress()),
        clicks: sums.iter().map(|sum| sum.clicks).sum(),
        answer_rate: app.answer_rates.of(&app.db, id, now).await?,
    })
}
