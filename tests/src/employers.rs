//! Organizations for tests: made over HTTP, or moved on in the database where the way there has tests of its own.

use std::time::Duration;

use anyhow::ensure;
use chrono::Utc;
use domain::organization::{Member, MemberRole, OrganizationId, Verification};
use serde_json::{Value, json};

use crate::answers::said;
use crate::people::{Person, database};
use crate::{World, eventually};

/// What an owner writes about an organization that may ask for its verification.
pub fn organization() -> Value {
    json!({
        "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
        "contact": { "name": "Ann", "email": "ann@maple.example", "phone": "613-555-0100" },
        "arrangement": "direct", "province": "ON", "headcount": "from_25" })
}

/// Makes an organization of this owner.
pub async fn make(owner: &Person, organization: &Value) -> anyhow::Result<Value> {
    Ok(said(owner.post("/api/v1/organizations", organization).await?, 201).await)
}

/// Verifies an organization, whatever it was.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
pub async fn verify(world: &World, id: OrganizationId) -> anyhow::Result<()> {
    let db = database(world).await?;
    let mut organization = storage::organization::find(&db, id).await?;
    organization.verification = Verification::Verified { at: Utc::now() };
    let tx = storage::begin(&db).await?;
    storage::organization::update(&tx, &organization).await?;
    tx.commit().await?;
    Ok(db.close().await?)
}

/// Makes someone a member of an organization.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
pub async fn join(world: &World, id: OrganizationId, person: &Person, role: MemberRole) -> anyhow::Result<()> {
    let db = database(world).await?;
    let member = Member { account: person.account, role, version: 1, since: Utc::now() };
    let tx = storage::begin(&db).await?;
    storage::organization::member::insert(&tx, id, &member).await?;
    tx.commit().await?;
    Ok(db.close().await?)
}

/// The postings that anyone finds at the server at `url`.
pub async fn found(url: &str, query: &str) -> anyhow::Result<Vec<Value>> {
    let page: Value = reqwest::get(format!("{url}/api/v1/postings?{query}")).await?.json().await?;
    ensure!(page["items"].is_array(), "no page: {page}");
    Ok(page["items"].as_array().cloned().unwrap_or_default())
}

/// Waits until anyone finds so many.
pub async fn until_found(url: &str, query: &str, count: usize) -> anyhow::Result<()> {
    eventually(Duration::from_mins(1), async || Ok(found(url, query).await?.len() == count)).await
}
