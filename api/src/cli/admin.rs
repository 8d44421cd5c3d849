//! `carematch admin`: the staff of the platform, and what they do for organizations. The only way to make an admin.

use std::process::ExitCode;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use domain::Lang;
use domain::account::{AccountId, Staff};
use domain::organization::OrganizationId;
use serde_json::json;
use storage::Database;
use uuid::Uuid;

use super::print;
use crate::app::accounts::staff::{Recruit, create_staff};
use crate::app::moderation::staff;
use crate::app::organizations::owner;
use crate::clock::Clock;
use crate::config::Config;
use crate::process;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(subcommand)]
    step: Step,
    /// Print what was done as JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Make an account for someone of the staff, and print a token with which they set their password within a day.
    /// An employer's account that the address has becomes staff instead.
    Create {
        /// Their address.
        #[arg(long)]
        email: String,
        /// How they want to be called.
        #[arg(long, default_value = "")]
        name: String,
        /// The language of their mail: `en` or `fr`.
        #[arg(long, default_value = "en", value_parser = language)]
        language: Lang,
        /// Their part.
        #[arg(long)]
        role: Role,
    },
    /// Make someone who has an account a part of the staff.
    Grant {
        /// Their address.
        #[arg(long)]
        email: String,
        /// Their part.
        #[arg(long)]
        role: Role,
    },
    /// Take someone out of the staff. Their account stays.
    Revoke {
        /// Their address.
        #[arg(long)]
        email: String,
    },
    /// Give an organization that nobody owns any more, because its only member deleted the account, a new owner.
    GiveOrganization {
        /// Which.
        organization: Uuid,
        /// The address of the new owner, who has an employer's account.
        #[arg(long)]
        email: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Role {
    /// Writes articles.
    Editor,
    /// Checks employers, licences, postings and reports.
    Moderator,
    /// Makes moderators, and may do all they may.
    Admin,
}

impl From<Role> for Staff {
    fn from(role: Role) -> Self {
        match role {
            Role::Editor => Self::Editor,
            Role::Moderator => Self::Moderator,
            Role::Admin => Self::Admin,
        }
    }
}

fn language(tag: &str) -> Result<Lang, String> {
    Lang::parse(tag).ok_or_else(|| format!("`{tag}` is neither `en` nor `fr`"))
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let db = process::current_database(config).await?;
    match options.step {
        Step::Create { email, name, language, role } => {
            let recruit = Recruit { email: &email, name: &name, language, staff: role.into() };
            let made = create_staff(&db, None, recruit, Clock::default().now()).await?;
            if options.json {
                return print(&json!({ "account": made.account, "token": made.token, "link": made.link }).to_string());
            }
            match (made.token, made.link) {
                (Some(token), Some(link)) => print(&format!(
                    "The account is made. Within a day, set its password at {link} or with the token {token}; \
                     then set up the second factor, which staff need."
                )),
                _ => print("The account that was there is staff from now on, and its sessions have ended."),
            }
        }
        Step::Grant { email, role } => {
            let account = change(&db, &email, Some(role.into())).await?;
            said(options.json, account, "is staff from now on")
        }
        Step::Revoke { email } => {
            let account = change(&db, &email, None).await?;
            said(options.json, account, "is no longer staff")
        }
        Step::GiveOrganization { organization, email } => {
            let tx = storage::begin(&db).await?;
            let account = owner::give(&tx, OrganizationId(organization), &email, Clock::default().now()).await?;
            tx.commit().await?;
            said(options.json, account, "owns the organization from now on; owners need a second factor")
        }
    }
}

/// Changes someone's part; their sessions end.
async fn change(db: &Database, email: &str, part: Option<Staff>) -> anyhow::Result<AccountId> {
    let tx = storage::begin(db).await?;
    let known = storage::account::by_email(&tx, &email.trim().to_lowercase()).await?;
    let known = known.context("no account has this address; `carematch admin create` makes one")?;
    staff::change(&tx, None, &known, part, Clock::default().now()).await??;
    tx.commit().await?;
    Ok(known.id)
}

fn said(json: bool, account: AccountId, what: &str) -> anyhow::Result<ExitCode> {
    if json { print(&json!({ "account": account }).to_string()) } else { print(&format!("The account {what}.")) }
}
