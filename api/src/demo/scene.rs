//! What stands in the demo beside sample postings: people with accounts, an employer with postings of its own, and
//! something in each queue of the moderators. All of it is made by the use cases that people's requests reach.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::Context;
use chrono::TimeDelta;
use domain::Lang;
use domain::account::{Kind, Staff};
use domain::application::{ApplicationId, Manner, Reply, Source, Stage};
use domain::article::{ArticleId, Content};
use domain::moderation::{Decision, Queue, Reason, Ruling};
use domain::organization::{Contact, Headcount, MemberRole, OrganizationId, Profile};
use domain::posting::{Arrangement, PostingId, Status};
use domain::reference::Province;
use domain::report::Concern;
use domain::verification::{Evidence, VerificationProvider};
use domain::worker::Record;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::accounts::Account;
use super::crowd;
use super::workers::{Example, workers};
use crate::answer::Made;
use crate::app::App;
use crate::app::applications::interviews::Plan;
use crate::app::applications::worker::Applying;
use crate::app::articles::Edit;
use crate::app::creation::Once;
use crate::app::moderation::licences::Finding;
use crate::app::moderation::reports::Filing;
use crate::app::own_postings::Step;
use crate::app::worker::{licences, profile, wallet};
use crate::app::{applications, articles, moderation, organizations, own_postings};
use crate::peer::Peer;
use crate::{profile as example, rest};

/// The forms of the employer's postings, as the API takes them.
pub(crate) fn forms() -> anyhow::Result<Value> {
    serde_json::from_str(include_str!("forms.json")).context("the sample forms")
}

/// Makes everyone and everything; returns the accounts.
///
/// # Errors
/// Above all where the folder holds half of a demo that was stopped while it was made.
pub(crate) async fn set(app: &App) -> anyhow::Result<Vec<Account>> {
    let moderator = Account::recruit(app, Staff::Moderator, "Alex Tremblay").await?;
    let mut accounts = Vec::new();
    let mut first = true;
    for example in workers(app.today()) {
        let worker =
            Account::register(app, example.key, Kind::Worker, &example.name.join(" "), example.language).await?;
        let licence = write_about_oneself(app, &worker, example).await?;
        if let Some(licence) = licence {
            licences::request_check(app, &worker.caller(app).await?, licence).await?;
            if std::mem::take(&mut first) {
                verify_licence(app, &moderator, licence).await?;
            }
        }
        accounts.push(worker);
    }
    let [owner, recruiter, viewer] = employer(app).await?;
    let organization = sign_up(app, &owner, "Nickel Lake Health Centre").await?;
    verify_organization(app, &moderator, organization).await?;
    for (member, role) in [(&recruiter, MemberRole::Recruiter), (&viewer, MemberRole::Viewer)] {
        join(app, &owner, organization, member, role).await?;
    }
    sign_up(app, &owner, "Nickel Lake Dental Clinic").await?;
    let posting = post(app, &recruiter, organization).await?;
    let applicant = accounts.iter().find(|account| account.who == APPLICANT).context("the applicant")?;
    hire(app, applicant, &recruiter, organization, posting).await?;
    crowd::gather(app).await?;
    accounts.extend([owner, recruiter, viewer]);
    let editor = Account::recruit(app, Staff::Editor, "Robin Côté").await?;
    publish_articles(app, &editor).await?;
    accounts.push(editor);
    accounts.push(moderator);
    accounts.push(Account::recruit(app, Staff::Admin, "Sam Okafor").await?);
    Ok(accounts)
}

/// Profile, licences and wallet; the first licence, if there is one.
pub(super) async fn write_about_oneself(app: &App, worker: &Account, example: Example) -> anyhow::Result<Option<Uuid>> {
    let caller = worker.caller(app).await?;
    let wanted = example::from_json(&example.profile.to_string()).context("an example profile")?;
    let record = Record {
        headline: Some(example.headline.to_owned()),
        given_name: Some(example.name[0].to_owned()),
        family_name: Some(example.name[1].to_owned()),
        roles: wanted.roles,
        residence: wanted.residence,
        reach: wanted.reach,
        employment: wanted.employment,
        shifts: wanted.shifts,
        pay_floor: wanted.pay_floor,
        languages: wanted.languages,
        available_from: wanted.available_from,
        ..Record::default()
    };
    let version = profile::read(app, &caller).await?.version;
    profile::update(app, &caller, version, record).await?;
    let mut first = None;
    for (fields, number) in wanted.licences.into_iter().zip(100_001..) {
        let form = licences::Form { fields, number: Some(format!("DEMO-{number}")) };
        let made = licences::add(app, &caller, Once::default(), form, |opened| opened.licence.id).await?;
        first = first.or(Some(id(&made)?));
    }
    for held in wanted.credentials {
        let form = wallet::Form { held, issuer: None, document: None };
        wallet::add(app, &caller, Once::default(), form, |credential| credential.id).await?;
    }
    Ok(first)
}

async fn verify_licence(app: &App, moderator: &Account, licence: Uuid) -> anyhow::Result<()> {
    let caller = moderator.caller(app).await?;
    let sheet = moderation::licences::read(app, &caller, licence).await?;
    let register =
        sheet.regulator.and_then(|regulator| regulator.register_url).unwrap_or("https://register.demo.example");
    let evidence = Evidence {
        how: VerificationProvider::PublicRegister,
        register_url: register.to_owned(),
        seen: "Invented for the demo; nothing was looked up.".to_owned(),
    };
    let finding = Finding { evidence: Some(evidence), next_check: None };
    let decision = Decision::new(Queue::Licences, Ruling::Approve, Reason::InRegister, "")?;
    moderation::licences::decide(app, &caller, licence, sheet.licence.version, &decision, finding).await?;
    Ok(())
}

/// Who works for the employer: an owner with the second factor that owners need, a recruiter, a viewer.
async fn employer(app: &App) -> anyhow::Result<[Account; 3]> {
    let register = |who, name| Account::register(app, who, Kind::Employer, name, Lang::En);
    let mut owner = register("owner", "Nadia Petrov").await?;
    owner.protect(app).await?;
    Ok([owner, register("recruiter", "Luc Bergeron").await?, register("viewer", "Wei Zhang").await?])
}

/// The blog of the demo.
async fn publish_articles(app: &App, editor: &Account) -> anyhow::Result<()> {
    let caller = editor.caller(app).await?;
    let articles: Vec<Content> = serde_json::from_str(include_str!("articles.json")).context("the sample articles")?;
    for content in articles {
        let made = articles::create(app, &caller, Once::default(), content, |draft| draft.id.0).await?;
        articles::edit(app, &caller, ArticleId(id(&made)?), 1, Edit::Publish(None)).await?;
    }
    Ok(())
}

/// Signs an organization up and asks for its verification.
async fn sign_up(app: &App, owner: &Account, name: &str) -> anyhow::Result<OrganizationId> {
    let contact = Contact { name: "Nadia Petrov".to_owned(), email: owner.email.clone(), phone: None };
    let profile = Profile {
        name: name.to_owned(),
        legal_name: format!("{name} (invented)"),
        website: Some("https://nickel-lake.demo.example".to_owned()),
        contact: Some(contact),
        arrangement: Arrangement::Direct,
        licences: Vec::new(),
        province: Province::On,
        headcount: Headcount::From25,
    };
    let made = organizations::create(app, &owner.caller(app).await?, Once::default(), profile, |made| made.id).await?;
    let organization = id(&made)?;
    // Who owns it is read anew.
    organizations::request_verification(app, &owner.caller(app).await?, organization).await?;
    Ok(organization)
}

async fn verify_organization(app: &App, moderator: &Account, organization: OrganizationId) -> anyhow::Result<()> {
    let caller = moderator.caller(app).await?;
    let version = organizations::read(app, &caller, organization).await?.version;
    let decision = Decision::new(Queue::Organizations, Ruling::Approve, Reason::PublicBody, "")?;
    moderation::organizations::decide(app, &caller, organization, version, &decision).await?;
    Ok(())
}

/// Invites someone, who accepts with the token from the mail.
async fn join(
    app: &App,
    owner: &Account,
    organization: OrganizationId,
    member: &Account,
    role: MemberRole,
) -> anyhow::Result<()> {
    let (invited, caller) = ((member.email.clone(), role), owner.caller(app).await?);
    organizations::invitations::invite(app, &caller, Once::default(), organization, invited, |made| made.id).await?;
    let (token, caller) = (member.mailed(app).await?, member.caller(app).await?);
    organizations::invitations::accept(app, &caller, Once::default(), &token, |_, member| member.account).await?;
    Ok(())
}

/// One posting of each kind: live in Ontario and in Québec, a draft, one that a moderator has to look at; and a report
/// on the first, which is returned.
async fn post(app: &App, recruiter: &Account, organization: OrganizationId) -> anyhow::Result<PostingId> {
    let caller = recruiter.caller(app).await?;
    let forms = forms()?;
    let mut first = None;
    for (key, then) in [
        ("ontario", Some(Status::Live)),
        ("quebec", Some(Status::Live)),
        ("held", Some(Status::Review)),
        ("draft", None),
    ] {
        let form = rest::form_from_json(&forms[key])?;
        let present = |own: &own_postings::Own| own.authored.id;
        let made = own_postings::create(app, &caller, Once::default(), organization, form, present).await?;
        let posting: PostingId = id(&made)?;
        let Some(expected) = then else { continue };
        let published = own_postings::step(app, &caller, organization, posting, made.version, Step::Publish).await?;
        let status = published.authored.life.status;
        anyhow::ensure!(status == expected, "the sample posting {key} is {}", status.key());
        if key == "ontario" {
            report(app, posting).await?;
            first = Some(posting);
        }
    }
    first.context("a sample posting in Ontario")
}

/// Who applies in the demo.
pub(crate) const APPLICANT: &str = "rn-bls-lapses";

/// Someone applies, is read, and is to be met in a week.
async fn hire(
    app: &App,
    applicant: &Account,
    recruiter: &Account,
    organization: OrganizationId,
    posting: PostingId,
) -> anyhow::Result<()> {
    let (worker, member) = (applicant.caller(app).await?, recruiter.caller(app).await?);
    let applying = Applying { replies: vec![Some(Reply::YesNo(true))], resume: None, source: Source::Match };
    let present = |own: &applications::worker::Own| own.case.application.id;
    let made = applications::worker::apply(app, &worker, Once::default(), posting, applying, present).await?;
    let application: ApplicationId = id(&made)?;
    let to = (Stage::Interview, None);
    applications::employer::step(app, &member, organization, application, made.version, to).await?;
    let plan = Plan {
        starts_at: (app.clock.now() + TimeDelta::days(7)).fixed_offset(),
        minutes: 45,
        manner: Manner::Video,
        place: "https://meet.demo.example/nickel-lake".to_owned(),
    };
    let whose = (organization, application);
    applications::interviews::plan(app, &member, Once::default(), whose, plan, |kept| kept.interview.id).await?;
    Ok(())
}

async fn report(app: &App, posting: PostingId) -> anyhow::Result<()> {
    let note = "They told me on the telephone that the position is filled.".to_owned();
    let contact = Some("passer-by@demo.example".to_owned());
    let filing = Filing { concern: Concern::NoSuchJob, note, contact, language: Lang::En };
    moderation::reports::file(app, Peer(IpAddr::V4(Ipv4Addr::LOCALHOST)), posting, filing).await?;
    Ok(())
}

/// The id that a creation answered with.
fn id<T: DeserializeOwned>(made: &Made) -> anyhow::Result<T> {
    serde_json::from_str(&made.body).context("the answer of a creation")
}
