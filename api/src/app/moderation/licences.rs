//! Checks of licences: a moderator looks the number up in the regulator's public register.

use chrono::NaiveDate;
use domain::access::{Action, Owner};
use domain::message::Message;
use domain::moderation::Decision;
use domain::reference::{Regulation, Regulator};
use domain::verification::{Evidence, NotChecked, VerificationProvider, next_check};
use domain::worker::{Checked, Outcome, State};
use mailer::Letter;
use storage::audit::{self, Entry};
use storage::decision::{self, Taken};
use storage::worker::{licence, profile};
use storage::{Error, account};
use uuid::Uuid;

use super::{Deed, record};
use crate::app::letters::write_to;
use crate::app::{App, day_of};
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// The kind of object in the audit trail.
const LICENCE: &str = "licence";

/// Decisions shown with a licence.
const SHOWN: u64 = 20;

/// What is needed to look a licence up. It has no `Debug`: all of it is personal.
pub struct Sheet {
    /// The licence as the worker wrote it.
    pub licence: licence::Licence,
    /// Its number, where the worker gave one.
    pub number: Option<String>,
    /// The name to look for.
    pub name: String,
    /// Who keeps the register.
    pub regulator: Option<&'static Regulator>,
    /// The day from which a check made today is due again; `None`: the licence has ended.
    pub next_check: Option<NaiveDate>,
    /// What was decided before, last first.
    pub before: Vec<Taken>,
}

/// Reads what is needed to look a licence up, its number too; so the reading itself is written down.
pub async fn read(app: &App, caller: &Caller, id: Uuid) -> Result<Sheet, Problem> {
    const ACTION: Action = Action::ReadLicenceCheck;
    caller.admit(ACTION)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let licence = licence::find(&tx, id).await?;
    caller.admit_to(ACTION, Owner::Account(licence.account))?;
    // A moderator looks because the worker asked for it, and no longer than that.
    if licence.verification.state != State::Pending {
        return Err(not_asked());
    }
    let name = match profile::of(&tx, licence.account).await?.record.name() {
        Some(name) => name,
        None => account::find(&tx, licence.account).await?.name,
    };
    let sheet = Sheet {
        number: licence.number(&app.vault)?,
        name,
        regulator: Regulation::of(licence.fields.role, licence.fields.province, day_of(now))
            .and_then(|regulation| regulation.regulator),
        next_check: next_check(day_of(now), licence.fields.valid_until, None).ok(),
        before: decision::of_object(&tx, id, SHOWN).await?,
        licence,
    };
    let entry = Entry::new(Some(caller.account()?), ACTION, LICENCE, id);
    audit::record(&tx, &entry.fields(&["number"]), now).await?;
    tx.commit().await?;
    Ok(sheet)
}

/// What a moderator saw, and when to look again.
pub struct Finding {
    /// Where, and what stood there; a licence is not verified without.
    pub evidence: Option<Evidence>,
    /// The day from which the check is due again; `None`: as late as can be.
    pub next_check: Option<NaiveDate>,
}

/// Decides on a licence that is still at `version`, and writes to its holder. Returns the new version and state.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: Uuid,
    version: i32,
    decision: &Decision,
    finding: Finding,
) -> Result<(i32, State), Problem> {
    const ACTION: Action = Action::DecideLicence;
    caller.admit(ACTION)?;
    let (by, at) = (caller.account()?, app.clock.now());
    let tx = storage::begin(&app.db).await?;
    let asked = licence::find(&tx, id).await?;
    caller.admit_to(ACTION, Owner::Account(asked.account))?;
    if asked.version != version {
        return Err(Error::Conflict { current: asked.version }.into());
    }
    if asked.verification.state != State::Pending {
        return Err(not_asked());
    }
    let Finding { evidence, next_check: wanted } = finding;
    let (outcome, next) = if decision.grants() {
        if evidence.is_none() {
            return Err(Problem::field("/register_url", Message::new("licence-evidence")));
        }
        let next = next_check(day_of(at), asked.fields.valid_until, wanted).map_err(not_checked)?;
        (Outcome::Verified, Some(next))
    } else {
        (Outcome::Refused, None)
    };
    let how = Checked { by, at, how: VerificationProvider::PublicRegister.key().to_owned(), next };
    let version = licence::checked(&tx, id, version, outcome, how).await?;
    let deed = Deed { action: ACTION, kind: LICENCE, object: id, decision, evidence, by, at };
    record(&tx, deed, &["verification", "next_check"]).await?;
    let holder = account::find(&tx, asked.account).await?;
    let letter = Letter::LicenceDecided {
        role: asked.fields.role,
        province: asked.fields.province,
        verified: decision.grants(),
        reason: Some(decision.words(holder.language)),
    };
    write_to(app, &tx, &holder, letter, at).await?;
    tx.commit().await?;
    Ok((version, if decision.grants() { State::Verified } else { State::Refused }))
}

fn not_asked() -> Problem {
    Problem::new(Kind::Conflict).because(Message::new("licence-not-asked"))
}

fn not_checked(why: NotChecked) -> Problem {
    match why {
        NotChecked::Ended => Problem::new(Kind::Conflict).because(Message::new("licence-ended")),
        NotChecked::NextCheck => Problem::field("/next_check", Message::new("licence-next-check")),
    }
}
