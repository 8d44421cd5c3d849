//! How often a posting is looked at, and where one applies to a posting of another site.
//!
//! Views are summed in memory and written down every few seconds: a process that is killed loses these few. Who it was
//! is not kept.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use domain::application::Source;
use domain::posting::{Apply, PostingId};
use storage::reach::{self, Sum};

use super::App;
use super::postings::visible;
use crate::problem::Problem;

/// Views that wait to be written down.
#[derive(Default)]
pub struct Views(Mutex<HashMap<(PostingId, NaiveDate, Source), u64>>);

/// More different ones are not summed: someone asks for everything there is, which tells nothing of a posting.
const MOST_WAITING: usize = 50_000;

impl Views {
    /// One view.
    pub fn count(&self, posting: PostingId, day: NaiveDate, source: Source) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST_WAITING {
            *waiting.entry((posting, day, source)).or_default() += 1;
        }
    }

    fn take(&self) -> Vec<Sum> {
        let waiting = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let sum = |((posting, day, source), views)| Sum { posting, day, source, views, clicks: 0, matches: 0 };
        waiting.into_iter().map(sum).collect()
    }

    fn put_back(&self, sums: &[Sum]) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for sum in sums {
            *waiting.entry((sum.posting, sum.day, sum.source)).or_default() += sum.views;
        }
    }
}

/// Writes down the views that wait; those that cannot be written wait on.
pub async fn write_down(app: &App) -> Result<(), storage::Error> {
    let sums = app.views.take();
    if sums.is_empty() {
        return Ok(());
    }
    let written = async {
        let tx = storage::begin(&app.db).await?;
        reach::add(&tx, &sums).await?;
        tx.commit().await
    };
    written.await.inspect_err(|_| app.views.put_back(&sums))
}

/// Where one applies to a posting, with the click written down.
///
/// # Errors
/// 404 and 410 as for the posting itself.
pub async fn follow(app: &App, posting: PostingId, source: Source) -> Result<Apply, Problem> {
    let apply = visible(app, posting).await?.0.content.apply;
    if matches!(apply, Apply::External { .. }) {
        let tx = storage::begin(&app.db).await?;
        reach::add(&tx, &[Sum { posting, day: app.today(), source, views: 0, clicks: 1, matches: 0 }]).await?;
        tx.commit().await?;
    }
    Ok(apply)
}
