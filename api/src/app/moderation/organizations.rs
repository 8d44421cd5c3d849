//! Decisions on organizations.

use domain::Lang;
use domain::access::{Action, Owner};
use domain::moderation::{Decision, Ruling};
use domain::organization::{self as rules, MemberRole, Organization, OrganizationId};
use mailer::Letter;
use storage::organization;

use super::{Deed, record};
use crate::app::App;
use crate::app::letters::{members, write_to};
use crate::app::organizations::refused;
use crate::app::own_postings::ruling;
use crate::caller::Caller;
use crate::problem::Problem;

/// Decides on an organization that is still at `version`, and writes to its owners.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    version: i32,
    decision: &Decision,
) -> Result<Organization, Problem> {
    const ACTION: Action = Action::DecideOrganization;
    caller.admit(ACTION)?;
    let (by, at) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    organization::find(&tx, id).await?;
    caller.admit_to(ACTION, Owner::Organization(id))?;
    let owners = members(&tx, id, MemberRole::Owner).await?;
    // What the organization reads there is said in the language of who signed it up.
    let reason = decision.words(owners.first().map_or(Lang::En, |owner| owner.language));
    let step = match decision.ruling() {
        Ruling::Approve => rules::Decision::Verify,
        Ruling::Suspend => rules::Decision::Suspend { reason },
        _ => rules::Decision::Refuse { reason },
    };
    let decided = organization::decide(&tx, id, version, step, at).await?.map_err(refused)?;
    let deed = Deed { action: ACTION, kind: "organization", object: id.0, decision, evidence: None, by, at };
    record(&tx, deed, &["verification"]).await?;
    if decision.ruling() == Ruling::Suspend {
        ruling::pause_all(&tx, id, Some(by), at).await?;
    }
    for owner in &owners {
        write_to(app, &tx, owner, letter(&decided, decision, owner.language), at).await?;
    }
    tx.commit().await?;
    Ok(decided)
}

fn letter(decided: &Organization, decision: &Decision, lang: Lang) -> Letter {
    let (organization, reason) = (decided.profile.name.clone(), Some(decision.words(lang)));
    match decision.ruling() {
        Ruling::Suspend => Letter::OrganizationSuspended { organization, reason },
        _ => Letter::OrganizationDecided { organization, approved: decision.grants(), reason },
    }
}
