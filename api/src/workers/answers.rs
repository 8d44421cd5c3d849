//! Sees that whoever was interviewed is answered: reminds employers 14, 7 and 1 days ahead, and tells both sides once the
//! day has passed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::application::clock::{Mark, Sent};
use domain::application::{Application, ApplicationId};
use domain::organization::MemberRole;
use mailer::Letter;
use storage::application::clock;
use storage::{Error, account, application, organization};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;
use crate::app::applications::Case;
use crate::app::letters::{members, write_to};
use crate::problem::Problem;

/// How often.
const EVERY: Duration = Duration::from_mins(10);
/// Looked at in one reading.
const PAGE: u64 = 100;

/// Reminds until `stop` turns true. Any number of processes may do so: what was sent is kept, each under its own key.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match pass(&app, app.clock.now()).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "reminded of answers that are owed"),
            Err(error) => tracing::warn!(%error, "cannot remind of answers that are owed"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

/// Sends everything that is due; says how much.
pub async fn pass(app: &App, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (mut sent, mut after) = (0, None);
    loop {
        let page = clock::waiting(&app.db, now, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(sent) };
        after = Some(last.id);
        for application in page {
            match remind(app, application, now).await {
                Ok(reminded) => sent += usize::from(reminded),
                // Others are still to be answered.
                Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot remind of an answer that is owed"),
            }
        }
    }
}

/// Reminds of one application, if anything is due.
async fn remind(app: &App, seen: Application, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let (id, worker) = (seen.id, seen.worker);
    if due(app, &Case::load(&app.db, seen).await?, now).await?.is_none() {
        return Ok(false);
    }
    // Looked at once more, as it may have been answered, or reminded of, meanwhile.
    match send(app, id, worker, now).await {
        Ok(sent) => Ok(sent),
        Err(problem) => Err(anyhow::anyhow!("{problem:?}")),
    }
}

async fn due(app: &App, case: &Case, now: DateTime<Utc>) -> Result<Option<Sent>, Error> {
    let Some(owed) = case.owed(now) else { return Ok(None) };
    let sent = clock::sent(&app.db, case.application.id).await?;
    Ok(owed.due(&sent, now))
}

async fn send(app: &App, id: ApplicationId, worker: AccountId, now: DateTime<Utc>) -> Result<bool, Problem> {
    let tx = storage::begin(&app.db).await?;
    let applicant = match account::lock(&tx, worker).await {
        // Deleted since the page was read.
        Err(Error::NotFound) => return Ok(false),
        found => found?,
    };
    let case = Case::load(&tx, application::find(&tx, id).await?).await?;
    let Some(owed) = case.owed(now) else { return Ok(false) };
    let Some(due) = owed.due(&clock::sent(&tx, id).await?, now) else { return Ok(false) };
    clock::mark(&tx, id, due).await?;
    for member in members(&tx, case.application.organization, MemberRole::Recruiter).await? {
        let letter =
            Letter::AnswerOwed { title: case.title(member.language), owed: owed.message(now).render(member.language) };
        write_to(app, &tx, &member, letter, now).await?;
    }
    if due.mark == Mark::Overdue {
        let organization = organization::find(&tx, case.application.organization).await?.profile.name;
        let letter = Letter::AnswerOverdue { title: case.title(applicant.language), organization };
        write_to(app, &tx, &applicant, letter, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use chrono::{NaiveDate, TimeDelta};
    use domain::account::Kind;
    use domain::application::{
        Actor, Decline, Event, Interview, InterviewId, Manner, Party, Progress, Source, Stage, State,
    };
    use domain::organization::{Contact, Headcount, Member, Organization, OrganizationId, Profile};
    use domain::posting::authored::{Author, Authored, Form, Site, Words};
    use domain::posting::{Arrangement, PostingId};
    use domain::reference::{Province, Role};
    use search_indexer::TantivyIndex;
    use storage::account::Account;
    use storage::application::interview::{self, Kept};
    use storage::authored;
    use storage::testing::TestDatabase;
    use storage::vault::Vault;
    use uuid::Uuid;

    use super::*;
    use crate::app::Settings;
    use crate::clock::Clock;

    const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(1));

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn account(name: &str, kind: Kind) -> Account {
        let account = storage::testing::account(AccountId(Uuid::now_v7()), &format!("{name}@example.org"));
        Account { kind, name: name.to_owned(), ..account }
    }

    /// An organization with a recruiter and a posting in a province.
    async fn employer(app: &App, province: Province) -> (Account, PostingId) {
        let recruiter = account("recruiter", Kind::Employer);
        let now = at("2026-01-01T00:00:00Z");
        let profile = Profile {
            name: "Maple Manor".to_owned(),
            legal_name: "Maple Manor Inc.".to_owned(),
            website: None,
            contact: Some(Contact { name: "A".to_owned(), email: "a@example.org".to_owned(), phone: None }),
            arrangement: Arrangement::Direct,
            licences: vec![],
            province,
            headcount: Headcount::From25,
        };
        let organization = Organization::new(ORGANIZATION, profile, now);
        let place = if province == Province::On { "Sudbury" } else { "St. John's" };
        let words = Words { title: "Nurse".to_owned(), description: "Care.".to_owned(), benefits: String::new() };
        let form = Form {
            en: Some(words),
            roles: vec![Role::parse("rn").unwrap()],
            sites: vec![Site::Place { name: place.to_owned(), province, postal_code: None }],
            ..Form::default()
        };
        let author = Author::of(&organization, vec![]);
        let draft = Authored::draft(PostingId(Uuid::now_v7()), ORGANIZATION, form, &author, now);
        let tx = storage::begin(&app.db).await.unwrap();
        storage::organization::insert(&tx, &organization).await.unwrap();
        account::insert(&tx, &recruiter).await.unwrap();
        let member = Member { account: recruiter.id, role: MemberRole::Recruiter, version: 1, since: now };
        storage::organization::member::insert(&tx, ORGANIZATION, &member).await.unwrap();
        authored::insert(&tx, &draft, recruiter.id, now).await.unwrap();
        tx.commit().await.unwrap();
        (recruiter, draft.id)
    }

    /// Someone who was interviewed at a moment.
    async fn interviewed(app: &App, posting: PostingId, name: &str, met: DateTime<Utc>) -> (Account, ApplicationId) {
        let worker = account(name, Kind::Worker);
        let by = Actor { party: Party::Employer, account: AccountId(Uuid::nil()) };
        let early = met - TimeDelta::days(3);
        let submitted = Progress::submitted(worker.id, early);
        let mut application = Application {
            id: ApplicationId(Uuid::now_v7()),
            posting,
            organization: ORGANIZATION,
            worker: worker.id,
            version: 1,
            source: Source::Link,
            answers: vec![],
            resume: None,
            progress: submitted,
        };
        let interview = Interview {
            id: InterviewId(Uuid::now_v7()),
            starts_at: met,
            minutes: 30,
            manner: Manner::Telephone,
            state: State::Planned,
            sequence: 0,
        };
        let tx = storage::begin(&app.db).await.unwrap();
        account::insert(&tx, &worker).await.unwrap();
        application::insert(&tx, &application).await.unwrap();
        application.progress = application.progress.after(Event::Interview, by, early).unwrap();
        application::advance(&tx, &application).await.unwrap();
        let kept = Kept { application: application.id, version: 1, interview, utc_offset: 0, place: "x".to_owned() };
        interview::insert(&tx, &kept).await.unwrap();
        tx.commit().await.unwrap();
        (worker, application.id)
    }

    async fn decline(app: &App, id: ApplicationId, now: DateTime<Utc>) {
        let by = Actor { party: Party::Employer, account: AccountId(Uuid::nil()) };
        let mut found = application::find(&app.db, id).await.unwrap();
        found.progress = found.progress.after(Event::Decline(Decline::Filled), by, now).unwrap();
        assert_eq!(found.progress.stage(), Stage::Declined);
        let tx = storage::begin(&app.db).await.unwrap();
        application::advance(&tx, &found).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The day in a zone on which each letter of a year was queued.
    async fn year(app: &App, province: Province, zone: chrono_tz::Tz) -> BTreeMap<String, Vec<NaiveDate>> {
        let (recruiter, posting) = employer(app, province).await;
        // Both 45 days reach over a change of the clocks (8 March and 1 November).
        let spring = interviewed(app, posting, "spring", at("2026-02-01T18:00:00Z")).await;
        let autumn = interviewed(app, posting, "autumn", at("2026-09-20T23:30:00Z")).await;
        let answered = interviewed(app, posting, "answered", at("2026-06-01T15:00:00Z")).await;
        let people = [&recruiter, &spring.0, &autumn.0, &answered.0];
        let mut letters: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
        let (mut now, decided) = (at("2026-01-25T00:10:00Z"), at("2026-07-05T12:10:00Z"));
        while now < at("2027-01-25T00:00:00Z") {
            if now == decided {
                decline(app, answered.1, now).await;
            }
            // Two processes at the same time.
            let (one, two) = tokio::join!(pass(app, now), pass(app, now));
            let sent = one.unwrap() + two.unwrap();
            let day = now.with_timezone(&zone).date_naive();
            for person in people.into_iter().filter(|_| sent > 0) {
                for mail in storage::delivery::to(&app.db, &person.email).await.unwrap() {
                    let days = letters.entry(format!("{} {}", person.name, mail.kind)).or_default();
                    if mail.created_at == now {
                        days.push(day);
                    }
                }
            }
            now += TimeDelta::hours(6);
        }
        letters
    }

    #[tokio::test]
    async fn over_a_year_each_reminder_and_notice_comes_once_on_its_day() {
        for (province, zone) in
            [(Province::On, chrono_tz::America::Toronto), (Province::Nl, chrono_tz::America::St_Johns)]
        {
            for database in TestDatabase::all().await {
                let folder = tempfile::tempdir().unwrap();
                let index = Arc::new(TantivyIndex::open(folder.path()).unwrap());
                let app =
                    App::new((*database).clone(), index, Vault::generate(), Settings::default(), Clock::default());
                let letters = Box::pin(year(&app, province, zone)).await;
                let days = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<NaiveDate>>();
                // Last days: 18 March, 4 November, 16 July; the last one was answered on 5 July.
                let expected = BTreeMap::from([
                    ("autumn answer_overdue".to_owned(), days(&["2026-11-05"])),
                    (
                        "recruiter answer_owed".to_owned(),
                        days(&[
                            "2026-03-04",
                            "2026-03-11",
                            "2026-03-17",
                            "2026-03-19",
                            "2026-07-02",
                            "2026-10-21",
                            "2026-10-28",
                            "2026-11-03",
                            "2026-11-05",
                        ]),
                    ),
                    ("spring answer_overdue".to_owned(), days(&["2026-03-19"])),
                ]);
                assert_eq!(letters, expected, "{province:?}");
            }
        }
    }
}
