//! The wallet: credentials with their dates.

use domain::access::{Action, Owner};
use domain::document::DocumentId;
use domain::message::Message;
use domain::worker::Held;
use serde::Serialize;
use storage::audit::{self, Entry};
use storage::worker::{Credential, wallet};
use storage::{Connection, Transaction};
use uuid::Uuid;

use super::{has_room, is_current};
use crate::answer::{Created, Made};
use crate::app::creation::{self, Begun, Once};
use crate::app::{App, documents, new_id};
use crate::caller::Caller;
use crate::problem::Problem;

/// The kind of object in the audit trail.
const CREDENTIAL: &str = "credential";
/// Credentials of one worker: as many as matching takes.
const MOST: usize = 80;

/// A credential as its owner writes it.
pub struct Form {
    /// What matching needs of it.
    pub held: Held,
    /// Who issued it.
    pub issuer: Option<String>,
    /// One of the owner's documents.
    pub document: Option<Uuid>,
}

/// The caller's wallet, oldest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Credential>, Problem> {
    caller.admit(Action::ListWallet)?;
    Ok(wallet::of(&app.db, caller.account()?).await?)
}

/// One credential of it.
pub async fn read(app: &App, caller: &Caller, id: Uuid) -> Result<Credential, Problem> {
    own(&app.db, caller, Action::ReadWalletCredential, id).await
}

/// Adds a credential.
pub async fn add<V: Serialize>(
    app: &App,
    caller: &Caller,
    once: Once,
    form: Form,
    present: impl FnOnce(&Credential) -> V,
) -> Result<Made, Problem> {
    let work = match creation::begin(app, caller, Action::AddWalletCredential, once).await? {
        Begun::Replay(made) => return Ok(made),
        Begun::Work(work) => work,
    };
    let (account, now) = (caller.account()?, work.now());
    has_room(wallet::of(work.tx(), account).await?.len(), MOST)?;
    let Form { held, issuer, document } = form;
    let credential = Credential { id: new_id(now), account, version: 1, held, issuer, document };
    check_document(work.tx(), &credential).await?;
    wallet::insert(work.tx(), &credential, now).await?;
    let entry = Entry::new(Some(account), Action::AddWalletCredential, CREDENTIAL, credential.id);
    audit::record(work.tx(), &entry, now).await?;
    let location = format!("/api/v1/me/wallet/{}", credential.id);
    work.finish(Created { location, version: credential.version, body: present(&credential) }).await
}

/// Replaces a credential that is at `version`.
pub async fn update(app: &App, caller: &Caller, id: Uuid, version: i32, form: Form) -> Result<Credential, Problem> {
    caller.admit(Action::UpdateWalletCredential)?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let before = own(&tx, caller, Action::UpdateWalletCredential, id).await?;
    is_current(before.version, version)?;
    let Form { held, issuer, document } = form;
    let mut after = Credential { held, issuer, document, ..before.clone() };
    check_document(&tx, &after).await?;
    after.version = wallet::update(&tx, &after, now).await?;
    let entry = Entry::new(Some(after.account), Action::UpdateWalletCredential, CREDENTIAL, id);
    audit::record(&tx, &entry.fields(&changed(&before, &after)), now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Removes a credential.
pub async fn remove(app: &App, caller: &Caller, id: Uuid) -> Result<(), Problem> {
    caller.admit(Action::RemoveWalletCredential)?;
    let tx = storage::begin(&app.db).await?;
    let credential = own(&tx, caller, Action::RemoveWalletCredential, id).await?;
    wallet::remove(&tx, &credential, app.clock.now()).await?;
    let entry = Entry::new(Some(credential.account), Action::RemoveWalletCredential, CREDENTIAL, id);
    audit::record(&tx, &entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// One of the caller's. One that is not theirs is absent.
async fn own(c: &impl Connection, caller: &Caller, action: Action, id: Uuid) -> Result<Credential, Problem> {
    caller.admit(action)?;
    let found = wallet::find(c, id).await?;
    caller.admit_to(action, Owner::Account(found.account))?;
    Ok(found)
}

/// The document is one of the owner's; one of another is absent.
async fn check_document(tx: &Transaction, credential: &Credential) -> Result<(), Problem> {
    let Some(id) = credential.document else { return Ok(()) };
    let unknown = || Problem::field("/document", Message::new("field-document-unknown"));
    if documents::exists_for(tx, credential.account, DocumentId(id)).await? { Ok(()) } else { Err(unknown()) }
}

fn changed(before: &Credential, after: &Credential) -> Vec<&'static str> {
    let (old, new) = (&before.held, &after.held);
    let fields = [
        ("credential", old.credential != new.credential),
        ("issued", old.issued != new.issued),
        ("expires", old.expires != new.expires),
        ("issuer", before.issuer != after.issuer),
        ("document", before.document != after.document),
    ];
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
