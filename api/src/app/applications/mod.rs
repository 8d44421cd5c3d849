//! Applications: sent, moved, talked about and answered, by the [worker] and by the [employer].

pub mod employer;
pub mod interviews;
pub mod notices;
pub mod seen;
pub mod talk;
pub mod worker;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::application::clock::{Owed, Work, owed};
use domain::application::{Application, Denied};
use domain::message::Message;
use domain::posting::authored::Authored;
use storage::application::{clock, interview};
use storage::{Connection, Error, Transaction, application, authored};

use super::letters;
use crate::problem::{Kind, Problem};

/// The kind of the object in the audit trail.
const APPLICATION: &str = "application";

/// An application with what decides on it.
pub struct Case {
    /// The application.
    pub application: Application,
    /// The posting, whatever has become of it; `None`: it is forgotten by now.
    pub authored: Option<Authored>,
    /// When the two met, or are to meet.
    pub interviews: Vec<interview::Kept>,
    /// When the applicant was told that there is no decision yet.
    pub notices: Vec<DateTime<Utc>>,
}

impl Case {
    /// With what belongs to it.
    pub async fn load(c: &impl Connection, application: Application) -> Result<Self, Error> {
        let authored = match authored::find(c, application.posting).await {
            Ok(authored) => Some(authored),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        let interviews = interview::of(c, application.id).await?;
        let notices = clock::notices(c, application.id).await?;
        Ok(Self { application, authored, interviews, notices })
    }

    /// What the posting is called.
    pub fn title(&self, lang: Lang) -> String {
        self.authored.as_ref().map(|authored| letters::title(&authored.content, lang)).unwrap_or_default()
    }

    /// The answer that is owed to the applicant.
    pub fn owed(&self, now: DateTime<Utc>) -> Option<Owed> {
        let interviews: Vec<_> = self.interviews.iter().map(|kept| kept.interview).collect();
        let work = Work::of(self.authored.as_ref());
        owed(&self.application.progress, &interviews, &self.notices, &work, now)
    }
}

/// Keeps the last step of an application, after which what was planned may not be any more.
async fn advance(tx: &Transaction, case: &mut Case, now: DateTime<Utc>) -> Result<(), Error> {
    case.application.version = application::advance(tx, &case.application).await?;
    if !case.application.progress.stage().ends_meetings() {
        return Ok(());
    }
    for kept in &mut case.interviews {
        if let Ok(cancelled) = kept.interview.cancelled(now) {
            kept.interview = cancelled;
            kept.version = interview::update(tx, kept).await?;
        }
    }
    Ok(())
}

/// Why an application cannot go that way, as a problem.
fn denied(why: Denied) -> Problem {
    let key = match why {
        Denied::Ended => "hiring-ended",
        Denied::NotNow(_) => "hiring-not-now",
        Denied::OtherSide => "hiring-other-side",
        Denied::NotGranted => "hiring-not-granted",
    };
    Problem::new(Kind::Conflict).because(Message::new(key))
}

/// An application that is still at a version.
fn is_current(application: &Application, version: i32) -> Result<(), Problem> {
    if application.version == version { Ok(()) } else { Err(Problem::new(Kind::Stale)) }
}
