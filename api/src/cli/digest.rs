//! `carematch digest preview --subscription ID`.

use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::{Subcommand, ValueEnum};
use domain::subscription::SubscriptionId;
use mailer::Window;
use uuid::Uuid;

use super::{clock, print, read_as_of};
use crate::config::Config;
use crate::process;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the digest that a subscription would get, were it due now. Nothing is kept or sent.
    Preview {
        /// The id of the subscription.
        #[arg(long, value_name = "ID")]
        subscription: Uuid,
        /// As of this day or moment.
        #[arg(long, value_name = "DATE", value_parser = read_as_of)]
        as_of: Option<DateTime<Utc>>,
        /// Which form of it.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        form: Form,
    },
}

/// A form of a mail.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// The subject and the text.
    Text,
    /// The HTML.
    Html,
    /// The message as it is sent, but for the signature.
    Eml,
}

pub(super) async fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let What::Preview { subscription, as_of, form } = options.what;
    let (db, clock) = (process::current_database(config).await?, clock(as_of));
    let transport = mailer::Transport::Memory(mailer::Memory::default());
    let window = Window::new(db, process::vault(config)?, &transport, config.sender(), move || clock.now());
    let found = window.digest(SubscriptionId(subscription)).await;
    let Some(shown) = found.with_context(|| format!("no digest of subscription {subscription}"))? else {
        return print("nothing is new: no mail");
    };
    print(&match form {
        Form::Text => format!("{}\n\n{}", shown.subject, shown.text),
        Form::Html => shown.html,
        Form::Eml => String::from_utf8_lossy(&shown.message).into_owned(),
    })
}
