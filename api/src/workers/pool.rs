//! The pool: every worker who may be found.

use domain::account::AccountId;
use domain::pool::Pool;
use storage::change::{Kind, Position};
use storage::worker::findable;
use uuid::Uuid;

use super::feed::Mirror;
use crate::app::App;

impl Mirror for Pool {
    const NAME: &'static str = "pool";
    const KIND: Kind = Kind::Worker;

    async fn load(app: &App) -> Result<(), storage::Error> {
        let mut pool = Self::default();
        let mut after = None;
        loop {
            let page = findable::page(&app.db, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.worker);
            for found in page {
                pool.apply(found.worker, found.version, found.open, &found.profile);
            }
        }
        *app.pool_mut() = pool;
        Ok(())
    }

    /// Whoever may not be found any more is out of it.
    async fn apply(app: &App, ids: &[Uuid]) -> Result<(), storage::Error> {
        let ids: Vec<AccountId> = ids.iter().copied().map(AccountId).collect();
        let current = findable::by_ids(&app.db, &ids).await?;
        let mut pool = app.pool_mut();
        for id in ids {
            match current.iter().find(|found| found.worker == id) {
                Some(found) => pool.apply(id, found.version, found.open, &found.profile),
                None => pool.remove(id),
            }
        }
        Ok(())
    }

    fn reached(app: &App, _position: Position) {
        app.progress.pool_loaded();
    }
}
