//! Reports of fraud: taken from anyone, decided by a moderator.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::access::{Action, Owner};
use domain::account::AccountId;
use domain::message::Message;
use domain::moderation::{Decision, Ruling};
use domain::posting::authored::{Authored, Event};
use domain::posting::{Origin, Posting, PostingId, Status};
use domain::report::{Concern, NotDecided, Report, ReportId, State};
use mailer::{Letter, Outgoing, PostingOutcome};
use storage::audit::{self, Entry};
use storage::report::Kept;
use storage::source::Source;
use storage::{Error, Transaction, authored, posting, report, source};

use super::{Deed, record, write_to_recruiters};
use crate::app::accounts::tries::{self, Try};
use crate::app::letters::{send, title};
use crate::app::own_postings::ruling;
use crate::app::{App, new_id};
use crate::caller::Caller;
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

/// Open reports on one posting: another would tell nothing new.
const MOST_OPEN: u64 = 50;

/// What a reporter says.
pub struct Filing {
    /// What is wrong.
    pub concern: Concern,
    /// In their words.
    pub note: String,
    /// Where to tell them what became of it.
    pub contact: Option<String>,
    /// Their language.
    pub language: Lang,
}

/// Takes a report on a posting that is or was to be seen. Who reports is not written down, even where someone is
/// signed in.
pub async fn file(app: &App, peer: Peer, id: PostingId, filing: Filing) -> Result<Report, Problem> {
    if filing.contact.as_deref().is_some_and(|contact| !mailer::is_address(contact)) {
        return Err(Problem::field("/contact", Message::new("field-address")));
    }
    tries::count(app, &[Try::report_from(peer)]).await?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let reported = seen(&tx, id).await?;
    if report::count_open(&tx, id).await? >= MOST_OPEN {
        return Err(Problem::new(Kind::Quota));
    }
    let new = Report {
        id: ReportId(new_id(now)),
        posting: id,
        group: reported.group,
        concern: filing.concern,
        note: filing.note,
        at: now,
        state: State::Open,
    };
    let contact = filing.contact.as_deref().map(|contact| app.vault.seal(&place(new.id), contact));
    report::insert(&tx, &Kept { report: new.clone(), contact, language: filing.language }).await?;
    let entry = Entry::new(None, Action::ReportPosting, "report", new.id.0);
    audit::record(&tx, &entry.reason(new.concern.key()), now).await?;
    if let Some(contact) = filing.contact {
        let letter = Letter::ReportReceived { title: title(&reported.content, filing.language) };
        send(app, &tx, &to_reporter(contact, filing.language, letter), now).await?;
    }
    tx.commit().await?;
    Ok(new)
}

/// A posting that is or was to be seen. Whether an employer has a draft is nobody else's business, so it takes the same
/// statements whether there is one.
async fn seen(tx: &Transaction, id: PostingId) -> Result<Posting, Problem> {
    let authored = match authored::find(tx, id).await {
        Err(Error::NotFound) => None,
        found => Some(found?),
    };
    let found = posting::find(tx, id).await?;
    if authored.is_some_and(|authored| authored.life.live_at.is_none()) {
        return Err(Problem::new(Kind::NotFound));
    }
    if found.status == Status::Removed { Err(Problem::new(Kind::Gone)) } else { Ok(found) }
}

/// Decides on a report. One that is right takes down the posting, an imported one with its reposts, and every other
/// open report on them is decided along. One that was upheld by mistake puts back what it took down, and every other
/// upheld report on it is dismissed along.
pub async fn decide(app: &App, caller: &Caller, id: ReportId, decision: &Decision) -> Result<State, Problem> {
    caller.admit(ACTION)?;
    let tx = storage::begin(&app.db).await?;
    let kept = report::find(&tx, id).await?;
    caller.admit_to(ACTION, Owner::Nobody)?;
    let state = kept.report.decide(decision).map_err(not_decided)?;
    let reported = posting::find(&tx, kept.report.posting).await?;
    let bench = Bench { app, tx: &tx, decision, state, by: caller.account()?, now: app.clock.now() };
    if decision.ruling() == Ruling::Dismiss {
        bench.close(kept, &reported).await?;
    } else {
        let concerned = concerned(&tx, &reported).await?;
        let ids: Vec<PostingId> = concerned.iter().map(|posting| posting.id).collect();
        for posting in concerned {
            bench.carry_out(posting).await?;
        }
        let alike = report::in_group(&tx, reported.group, kept.report.state).await?;
        for kept in alike.into_iter().filter(|kept| ids.contains(&kept.report.posting)) {
            bench.close(kept, &reported).await?;
        }
    }
    tx.commit().await?;
    Ok(state)
}

const ACTION: Action = Action::DecideReport;

/// What a report that is right concerns: an employer's posting alone, an imported one with its reposts.
async fn concerned(tx: &Transaction, reported: &Posting) -> Result<Vec<Posting>, Problem> {
    if reported.origin == Origin::Authored {
        return Ok(vec![reported.clone()]);
    }
    let group = posting::of_group(tx, reported.group).await?;
    Ok(group.into_iter().filter(|posting| posting.origin != Origin::Authored).collect())
}

/// A decision being carried out.
struct Bench<'a> {
    app: &'a App,
    tx: &'a Transaction,
    decision: &'a Decision,
    state: State,
    by: AccountId,
    now: DateTime<Utc>,
}

impl Bench<'_> {
    /// Takes a posting down, or puts it back.
    async fn carry_out(&self, posting: Posting) -> Result<(), Problem> {
        let (id, restores) = (posting.id, self.decision.ruling() == Ruling::Restore);
        let changed = match posting.origin {
            Origin::Authored if restores => self.restore(id).await?,
            Origin::Authored => self.withdraw(id).await?,
            Origin::Imported | Origin::Partner if restores => self.list_again(posting).await?,
            Origin::Imported | Origin::Partner => self.remove(posting).await?,
        };
        if changed {
            let entry = Entry::new(Some(self.by), ACTION, "posting", id.0).fields(&["status"]);
            audit::record(self.tx, &entry.reason(self.decision.reason().key()), self.now).await?;
        }
        Ok(())
    }

    /// One that has ended is removed too: an import could bring it back.
    async fn remove(&self, mut posting: Posting) -> Result<bool, Problem> {
        if posting.status == Status::Removed {
            return Ok(false);
        }
        posting.status = Status::Removed;
        posting::update(self.tx, &posting, posting.version, self.now).await.map_err(overtaken)?;
        Ok(true)
    }

    /// What some source still lists is seen again, as it was; the next import reads it anew.
    async fn list_again(&self, mut posting: Posting) -> Result<bool, Problem> {
        if posting.status != Status::Removed {
            return Ok(false);
        }
        let sources = source::of_posting(self.tx, posting.id).await?;
        let listed = sources.iter().any(|entry| entry.withdrawn_at.is_none());
        posting.status = if listed { Status::Live } else { Status::Withdrawn };
        posting::update(self.tx, &posting, posting.version, self.now).await.map_err(overtaken)?;
        for entry in sources {
            // What it said meanwhile was not taken over.
            source::update(self.tx, &Source { content_hash: String::new(), ..entry }).await?;
        }
        Ok(true)
    }

    /// Back where it stood, if it may still be published; its author learns of it.
    async fn restore(&self, id: PostingId) -> Result<bool, Problem> {
        let known = authored::find(self.tx, id).await?;
        // It had ended before the report was decided, so nothing was taken down.
        if known.life.withdrawn_from.is_none() {
            return Ok(false);
        }
        let authored = ruling::rule(self.tx, id, known.version, ruling::Ruling::Restore, self.now).await?;
        self.tell(&authored, PostingOutcome::Restored).await?;
        Ok(true)
    }

    /// An employer's own posting that has ended stays as it ended.
    async fn withdraw(&self, id: PostingId) -> Result<bool, Problem> {
        let known = authored::find(self.tx, id).await?;
        let version = known.version;
        let Ok(authored) = known.after(&Event::Withdraw, self.now) else { return Ok(false) };
        authored::update(self.tx, &authored, version, self.now).await.map_err(overtaken)?;
        self.tell(&authored, PostingOutcome::TakenDown).await?;
        Ok(true)
    }

    async fn tell(&self, authored: &Authored, outcome: PostingOutcome) -> Result<(), Problem> {
        write_to_recruiters(self.app, self.tx, authored, outcome, self.decision, self.now).await
    }

    async fn close(&self, kept: Kept, posting: &Posting) -> Result<(), Problem> {
        let Kept { report: closed, contact, language } = kept;
        report::decide(self.tx, closed.id, closed.state, self.state).await.map_err(overtaken)?;
        let (decision, by, at) = (self.decision, self.by, self.now);
        let deed = Deed { action: ACTION, kind: "report", object: closed.id.0, decision, evidence: None, by, at };
        record(self.tx, deed, &["state"]).await?;
        let Some(contact) = contact else { return Ok(()) };
        let contact = self.app.vault.open(&place(closed.id), &contact).map_err(anyhow::Error::from)?;
        let letter = Letter::ReportDecided {
            title: title(&posting.content, language),
            upheld: decision.grants(),
            // The note is for whoever posted: it may tell more than a stranger may know.
            reason: Some(decision.reason().message().render(language)),
        };
        send(self.app, self.tx, &to_reporter(contact, language, letter), at).await
    }
}

fn to_reporter(to: String, language: Lang, letter: Letter) -> Outgoing {
    Outgoing { to, to_name: String::new(), language, letter, dedupe_key: None }
}

/// Where a reporter's address is sealed for.
fn place(id: ReportId) -> String {
    format!("report.contact:{}", id.0)
}

fn not_decided(why: NotDecided) -> Problem {
    let because = match why {
        NotDecided::Decided => "report-decided",
        NotDecided::NotUpheld => "report-not-upheld",
    };
    Problem::new(Kind::Conflict).because(Message::new(because))
}

/// Someone else changed what this concerns while it was under way.
fn overtaken(error: Error) -> Problem {
    match error {
        Error::Conflict { .. } => Problem::new(Kind::Conflict),
        error => error.into(),
    }
}
