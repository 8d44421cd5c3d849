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
use domain::reference::Province;
use storage::application::{clock, interview};
use storage::{Connection, Error, Transaction, authored};

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
        owed(&self.application.progress, &interviews, &self.notices, &self.work(), now)
    }

    fn work(&self) -> Work {
        let Some(Authored { form, content, .. }) = &self.authored else {
            return Work { provinces: vec![], twenty_five_employees: None, exemptions: domain::set::BitSet::EMPTY };
        };
        let mut provinces: Vec<Province> = content.locations.iter().map(|location| location.province).collect();
        provinces.extend(&content.remote);
        provinces.sort_unstable();
        provinces.dedup();
        Work { provinces, twenty_five_employees: form.twenty_five_employees, exemptions: form.exemptions }
    }
}

/// An application has ended: what was planned is not to be.
async fn cancel_interviews(tx: &Transaction, case: &mut Case, now: DateTime<Utc>) -> Result<(), Error> {
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
