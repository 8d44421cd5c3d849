//! How each letter is said: keys of the catalogue `mail.ftl`, and their arguments.

use std::iter;

use domain::Lang;
use domain::application::Stage;
use domain::message::{Arg, Message};

use crate::letter::{InterviewChange, Letter, PostingOutcome};
use crate::sender::Sender;
use crate::text::{NAME, line, name};

/// Characters of a title at most.
pub(crate) const TITLE: usize = 150;
/// Characters of a reason at most.
const REASON: usize = 2_000;

/// A mail as it is read, in paragraphs.
#[derive(Default)]
pub(crate) struct Rendered {
    /// One line.
    pub(crate) subject: String,
    /// What it begins with.
    pub(crate) before: Vec<String>,
    /// The postings that it tells of.
    pub(crate) cards: Vec<Card>,
    /// What it ends with.
    pub(crate) after: Vec<String>,
    /// Who sends, why, and how to end it.
    pub(crate) footer: Vec<String>,
    /// Where a mail program unsubscribes from it, for mail that was asked for (RFC 8058).
    pub(crate) one_click: Option<String>,
}

/// A posting in a mail.
pub(crate) struct Card {
    /// One line.
    pub(crate) title: String,
    /// Where, what it pays, why it is there: a line each.
    pub(crate) facts: Vec<String>,
    /// Where it is read.
    pub(crate) link: String,
    /// Where something can be said of it: in words, and the address.
    pub(crate) opinion: Option<(String, String)>,
}

impl Rendered {
    /// The mail as text, lines parted by `\n`.
    pub(crate) fn text(&self) -> String {
        let opinion = |card: &Card| card.opinion.as_ref().map(|(words, link)| format!("\n{words} {link}"));
        let card = |card: &Card| {
            let said = opinion(card).unwrap_or_default();
            format!("{}\n{}\n{}{said}", card.title, card.facts.join("\n"), card.link)
        };
        let parts = self.before.iter().cloned().chain(self.cards.iter().map(card)).chain(self.after.iter().cloned());
        parts.map(|part| part + "\n\n").collect::<String>() + SIGNATURE + &self.footer.join("\n")
    }
}

/// The line at which programs know that a message ends and its signature begins (RFC 3676 §4.3).
const SIGNATURE: &str = "-- \n";

/// Says a letter to someone.
pub(crate) fn render(letter: &Letter, to_name: &str, lang: Lang, sender: &Sender) -> Rendered {
    let mut args = letter.args(sender, lang);
    args.extend(sender_args(sender));
    let say = |key: &'static str| Message { key, args: args.clone() }.render(lang);
    let [subject, body] = letter.keys();
    let greeting = match name(to_name) {
        Some(name) => Message::new("mail-greeting").with("name", Arg::Text(name)).render(lang),
        None => say("mail-greeting-nameless"),
    };
    let reason = letter.reason().map(|reason| line(reason, REASON)).filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| Message::new("mail-reason").with("reason", Arg::Text(reason)).render(lang));
    let said = say(body);
    let before = iter::once(greeting).chain(said.split("\n\n").map(str::to_owned)).chain(reason).collect();
    let footer = [letter.why(), "mail-sender", "mail-contact"].map(say).into();
    Rendered { subject: say(subject), before, footer, ..Rendered::default() }
}

/// A posting's title and whose it is.
fn of_posting(title: &str, organization: &str) -> [(&'static str, Arg); 2] {
    [("title", Arg::Text(line(title, TITLE))), ("organization", Arg::Text(line(organization, NAME)))]
}

const fn of_outcome(outcome: PostingOutcome) -> [&'static str; 2] {
    match outcome {
        PostingOutcome::Approved => ["mail-posting-approved-subject", "mail-posting-approved"],
        PostingOutcome::Refused => ["mail-posting-refused-subject", "mail-posting-refused"],
        PostingOutcome::TakenDown => ["mail-posting-taken-down-subject", "mail-posting-taken-down"],
        PostingOutcome::Restored => ["mail-posting-restored-subject", "mail-posting-restored"],
    }
}

pub(crate) fn sender_args(sender: &Sender) -> [(&'static str, Arg); 4] {
    [
        ("sender", Arg::Text(line(&sender.name, NAME))),
        ("contact", Arg::Text(sender.address.clone())),
        ("address", Arg::Text(line(&sender.mailing_address, TITLE))),
        ("url", Arg::Text(sender.public_url.clone())),
    ]
}

impl Letter {
    /// Of the subject and of what the letter says.
    const fn keys(&self) -> [&'static str; 2] {
        match self {
            Self::ConfirmEmail { .. } => ["mail-confirm-email-subject", "mail-confirm-email"],
            Self::ConfirmSubscription { .. } => ["mail-confirm-subscription-subject", "mail-confirm-subscription"],
            Self::AlreadySubscribed { .. } => ["mail-already-subscribed-subject", "mail-already-subscribed"],
            Self::AddressInUse => ["mail-address-in-use-subject", "mail-address-in-use"],
            Self::PasswordReset { .. } => ["mail-password-reset-subject", "mail-password-reset"],
            Self::PasswordChanged => ["mail-password-changed-subject", "mail-password-changed"],
            Self::SecondFactorChanged { in_force: true } => ["mail-second-factor-on-subject", "mail-second-factor-on"],
            Self::SecondFactorChanged { in_force: false } => {
                ["mail-second-factor-off-subject", "mail-second-factor-off"]
            }
            Self::MemberInvitation { .. } => ["mail-invitation-subject", "mail-invitation"],
            Self::OrganizationDecided { approved: true, .. } => {
                ["mail-organization-approved-subject", "mail-organization-approved"]
            }
            Self::OrganizationDecided { approved: false, .. } => {
                ["mail-organization-refused-subject", "mail-organization-refused"]
            }
            Self::OrganizationSuspended { .. } => {
                ["mail-organization-suspended-subject", "mail-organization-suspended"]
            }
            Self::LicenceDecided { verified: true, .. } => ["mail-licence-verified-subject", "mail-licence-verified"],
            Self::LicenceDecided { verified: false, .. } => ["mail-licence-refused-subject", "mail-licence-refused"],
            Self::PostingDecided { outcome, .. } => of_outcome(*outcome),
            Self::CredentialLapses { .. } => ["mail-credential-lapses-subject", "mail-credential-lapses"],
            Self::LicenceLapses { .. } => ["mail-licence-lapses-subject", "mail-licence-lapses"],
            Self::ReportReceived { .. } => ["mail-report-received-subject", "mail-report-received"],
            Self::ReportDecided { upheld: true, .. } => ["mail-report-upheld-subject", "mail-report-upheld"],
            Self::ReportDecided { upheld: false, .. } => ["mail-report-dismissed-subject", "mail-report-dismissed"],
            Self::ApplicationReceived { .. } => ["mail-application-received-subject", "mail-application-received"],
            Self::CandidateInvited { .. } => ["mail-candidate-invited-subject", "mail-candidate-invited"],
            Self::InvitationAccepted { .. } => ["mail-invitation-accepted-subject", "mail-invitation-accepted"],
            Self::ReviewAnswered { .. } => ["mail-review-answered-subject", "mail-review-answered"],
            Self::ApplicationMoved { stage, .. } => match stage {
                Stage::Interview => ["mail-application-interview-subject", "mail-application-interview"],
                Stage::Offer => ["mail-application-offer-subject", "mail-application-offer"],
                Stage::Hired => ["mail-application-hired-subject", "mail-application-hired"],
                Stage::Declined => ["mail-application-declined-subject", "mail-application-declined"],
                _ => ["mail-application-reviewing-subject", "mail-application-reviewing"],
            },
            Self::ApplicantDecided { stage: Stage::Hired, .. } => {
                ["mail-applicant-hired-subject", "mail-applicant-hired"]
            }
            Self::ApplicantDecided { .. } => ["mail-applicant-gone-subject", "mail-applicant-gone"],
            Self::MessageReceived { .. } => ["mail-message-received-subject", "mail-message-received"],
            Self::InterviewSet { change, .. } => match change {
                InterviewChange::Planned => ["mail-interview-planned-subject", "mail-interview-planned"],
                InterviewChange::Moved => ["mail-interview-moved-subject", "mail-interview-moved"],
                InterviewChange::Cancelled => ["mail-interview-cancelled-subject", "mail-interview-cancelled"],
            },
            Self::AnswerOwed { .. } => ["mail-answer-owed-subject", "mail-answer-owed"],
            Self::AnswerOverdue { .. } => ["mail-answer-overdue-subject", "mail-answer-overdue"],
            Self::NoDecisionYet { .. } => ["mail-no-decision-yet-subject", "mail-no-decision-yet"],
            // Both are said by what is live when they are sent: `digest::say`, `blog::said`.
            Self::Digest { .. } => ["digest-subject", "digest-intro"],
            Self::Article { .. } => ["blog-intro", "blog-intro"],
            Self::AccountDeleted => ["mail-account-deleted-subject", "mail-account-deleted"],
        }
    }

    /// Why one receives it.
    const fn why(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. }
            | Self::ConfirmSubscription { .. }
            | Self::AlreadySubscribed { .. }
            | Self::AddressInUse
            | Self::PasswordReset { .. } => "mail-why-address",
            Self::MemberInvitation { .. } => "mail-why-invitation",
            Self::ReportReceived { .. } | Self::ReportDecided { .. } => "mail-why-report",
            _ => "mail-why-account",
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Self::OrganizationDecided { reason, .. }
            | Self::OrganizationSuspended { reason, .. }
            | Self::LicenceDecided { reason, .. }
            | Self::PostingDecided { reason, .. }
            | Self::ApplicationMoved { reason, .. }
            | Self::ApplicantDecided { reason, .. }
            | Self::ReportDecided { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }

    fn args(&self, sender: &Sender, lang: Lang) -> Vec<(&'static str, Arg)> {
        match self {
            Self::ConfirmEmail { link }
            | Self::ConfirmSubscription { link }
            | Self::AlreadySubscribed { link }
            | Self::PasswordReset { link } => vec![("link", Arg::Text(sender.page(link, lang)))],
            Self::MemberInvitation { organization, inviter, role, link } => vec![
                ("organization", Arg::Text(line(organization, NAME))),
                ("inviter", Arg::Text(line(inviter, NAME))),
                ("role", Arg::Text(role.key().to_owned())),
                ("link", Arg::Text(sender.page(link, lang))),
            ],
            Self::OrganizationDecided { organization, .. } | Self::OrganizationSuspended { organization, .. } => {
                vec![("organization", Arg::Text(line(organization, NAME)))]
            }
            Self::LicenceDecided { role, province, .. } => {
                vec![("role", Arg::Role(*role, Some(*province))), ("province", Arg::Province(*province))]
            }
            Self::LicenceLapses { role, province, day, days } => vec![
                ("role", Arg::Role(*role, Some(*province))),
                ("province", Arg::Province(*province)),
                ("day", Arg::Day(*day)),
                ("days", Arg::Count((*days).into())),
            ],
            Self::CredentialLapses { credential, day, days } => vec![
                ("credential", Arg::Credential(*credential)),
                ("day", Arg::Day(*day)),
                ("days", Arg::Count((*days).into())),
            ],
            Self::PostingDecided { title, .. }
            | Self::ReportReceived { title }
            | Self::ReportDecided { title, .. }
            | Self::ApplicationReceived { title }
            | Self::ApplicantDecided { title, .. }
            | Self::InvitationAccepted { title }
            | Self::MessageReceived { title } => vec![("title", Arg::Text(line(title, TITLE)))],
            Self::ApplicationMoved { title, organization, .. }
            | Self::AnswerOverdue { title, organization }
            | Self::CandidateInvited { title, organization }
            | Self::NoDecisionYet { title, organization } => of_posting(title, organization).to_vec(),
            Self::InterviewSet { title, organization, day, time, place, .. } => {
                let mut args = of_posting(title, organization).to_vec();
                args.push(("day", Arg::Day(*day)));
                args.push(("time", Arg::Text(line(time, NAME))));
                args.push(("place", Arg::Text(line(place, REASON))));
                args
            }
            Self::ReviewAnswered { title, finding } => {
                vec![("title", Arg::Text(line(title, TITLE))), ("finding", Arg::Text(line(finding, REASON)))]
            }
            Self::AnswerOwed { title, owed } => {
                vec![("title", Arg::Text(line(title, TITLE))), ("owed", Arg::Text(line(owed, REASON)))]
            }
            Self::AddressInUse
            | Self::PasswordChanged
            | Self::SecondFactorChanged { .. }
            | Self::Digest { .. }
            | Self::Article { .. }
            | Self::AccountDeleted => Vec::new(),
        }
    }
}
