//! What an organization is shown of a worker: as much as is disclosed to it, and nothing beside.

use domain::account::AccountId;
use domain::disclosure::{Datum, Disclosure};
use domain::document::{Document, DocumentId};
use domain::reference::Language;
use domain::reference::Province;
use domain::set::BitSet;
use domain::worker::{Education, Experience, Held, Licence, Practice, State};
use storage::worker::{Worker, whole};
use storage::{Connection, account, document};

use crate::app::App;
use crate::problem::Problem;

/// A worker as an organization sees them. What is not disclosed is `None`, or not in the lists.
#[derive(Default)]
pub struct Seen {
    /// Given and family name; where they wrote none, the name of their account.
    pub name: Option<String>,
    /// The roles they do, and the province where they live.
    pub roles: Option<(Vec<Practice>, Option<Province>)>,
    /// Licences, each with how true it is, and its number where that is disclosed too.
    pub licences: Option<Vec<(Licence, State, Option<String>)>>,
    /// Credentials.
    pub credentials: Option<Vec<Held>>,
    /// Languages of work, and the first day they could start.
    pub availability: Option<(BitSet<Language>, Option<chrono::NaiveDate>)>,
    /// Electronic mail and telephone.
    pub contact: Option<(String, Option<String>)>,
    /// Former positions and finished programmes.
    pub background: Option<(Vec<Experience>, Vec<Education>)>,
    /// Documents that prove credentials.
    pub proofs: Vec<Document>,
    /// The résumé that was sent along.
    pub resume: Option<Document>,
}

/// What is disclosed of a worker; `resume`: the one sent along with an application.
pub async fn seen(
    app: &App,
    c: &impl Connection,
    worker: AccountId,
    what: Disclosure,
    resume: Option<DocumentId>,
) -> Result<Seen, Problem> {
    let found = whole(c, worker).await?;
    let account = account::find(c, worker).await?;
    let record = &found.profile.record;
    let shows = |datum: Datum| what.contains(datum);
    Ok(Seen {
        name: shows(Datum::Name).then(|| record.name().unwrap_or_else(|| account.name.clone())),
        roles: shows(Datum::Roles).then(|| (record.roles.clone(), record.residence)),
        licences: if shows(Datum::Licences) {
            Some(licences(app, &found, shows(Datum::LicenceNumbers))?)
        } else {
            None
        },
        credentials: shows(Datum::Credentials).then(|| found.wallet.iter().map(|kept| kept.held.clone()).collect()),
        availability: shows(Datum::Availability).then_some((record.languages, record.available_from)),
        contact: shows(Datum::Contact).then(|| (account.email.clone(), record.phone.clone())),
        background: shows(Datum::Background).then(|| (record.experience.clone(), record.education.clone())),
        proofs: if shows(Datum::Proofs) { proofs(c, &found).await? } else { Vec::new() },
        resume: match resume.filter(|_| shows(Datum::Resume)) {
            Some(id) => document::list(c, worker).await?.into_iter().find(|document| document.id == id),
            None => None,
        },
    })
}

fn licences(
    app: &App,
    worker: &Worker,
    numbers: bool,
) -> Result<Vec<(Licence, State, Option<String>)>, storage::Error> {
    let mut licences = Vec::new();
    for kept in &worker.licences {
        let number = if numbers { kept.number(&app.vault)? } else { None };
        licences.push((kept.fields.clone(), kept.verification.state, number));
    }
    Ok(licences)
}

/// The documents that the wallet names.
async fn proofs(c: &impl Connection, worker: &Worker) -> Result<Vec<Document>, storage::Error> {
    let named: Vec<_> = worker.wallet.iter().filter_map(|kept| kept.document).collect();
    let documents = document::list(c, worker.profile.account).await?;
    Ok(documents.into_iter().filter(|document| named.contains(&document.id.0)).collect())
}
