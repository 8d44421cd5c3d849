//! What a mail says: one variant for each letter of the platform.

use std::fmt;

use chrono::NaiveDate;
use domain::application::Stage;
use domain::article::ArticleId;
use domain::digest::Snapshot;
use domain::organization::MemberRole;
use domain::posting::PostingId;
use domain::reference::{Credential, Province, Role};
use domain::subscription::SubscriptionId;
use serde::{Deserialize, Serialize};

/// A posting that a digest tells of, and whole kilometres to it from the centre of the circle that was asked for.
pub(crate) type Mention = (PostingId, Option<u32>);

/// A letter with what it tells.
///
/// A `link` is a path beneath the installation's public address, beginning with `/`: no letter leads elsewhere. A
/// `reason` is said in the recipient's language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Please confirm this address.
    ConfirmEmail {
        /// Where to confirm; holds a token.
        link: String,
    },
    /// Someone asked for mail to this address. It asks for a consent, and so promotes nothing.
    ConfirmSubscription {
        /// Where to confirm; holds a token.
        link: String,
    },
    /// Someone asked for mail to an address that has a subscription.
    AlreadySubscribed {
        /// Where its preferences are; holds a token.
        link: String,
    },
    /// Someone tried to register an address that has an account.
    AddressInUse,
    /// Choose a new password.
    PasswordReset {
        /// Where; holds a token.
        link: String,
    },
    /// The password was changed.
    PasswordChanged,
    /// The second factor was set up or removed.
    SecondFactorChanged {
        /// Whether it is asked for from now on.
        in_force: bool,
    },
    /// Someone invites to an organization.
    MemberInvitation {
        /// Its name.
        organization: String,
        /// Who invites.
        inviter: String,
        /// As what.
        role: MemberRole,
        /// Where to accept; holds a token.
        link: String,
    },
    /// An organization was verified or refused.
    OrganizationDecided {
        /// Its name.
        organization: String,
        /// Whether it may post.
        approved: bool,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// An organization may not publish any more.
    OrganizationSuspended {
        /// Its name.
        organization: String,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// A licence was checked against the public register.
    LicenceDecided {
        /// What it licenses.
        role: Role,
        /// Who issued it.
        province: Province,
        /// Whether the register shows it as declared.
        verified: bool,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// A posting was decided upon.
    PostingDecided {
        /// Its title.
        title: String,
        /// How.
        outcome: PostingOutcome,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// A credential of the wallet lapses soon.
    CredentialLapses {
        /// Which.
        credential: Credential,
        /// Its last day.
        day: NaiveDate,
        /// Days until then.
        days: u16,
    },
    /// A licence lapses soon.
    LicenceLapses {
        /// What it licenses.
        role: Role,
        /// Who issued it.
        province: Province,
        /// Its last day.
        day: NaiveDate,
        /// Days until then.
        days: u16,
    },
    /// A report on a posting has arrived.
    ReportReceived {
        /// The posting's title.
        title: String,
    },
    /// A report on a posting was decided.
    ReportDecided {
        /// The posting's title.
        title: String,
        /// Whether the posting was taken down.
        upheld: bool,
        /// Why, where one is given.
        reason: Option<String>,
    },
    /// Someone applied to a posting; told once a day.
    ApplicationReceived {
        /// The posting's title.
        title: String,
    },
    /// An organization invites an anonymous candidate to say who they are.
    CandidateInvited {
        /// The posting's title.
        title: String,
        /// Who invites.
        organization: String,
    },
    /// A candidate accepted: to the organization.
    InvitationAccepted {
        /// The posting's title.
        title: String,
    },
    /// A person has looked at a match or a rejection.
    ReviewAnswered {
        /// The posting's title.
        title: String,
        /// What they found.
        finding: String,
    },
    /// The employer moved an application.
    ApplicationMoved {
        /// The posting's title.
        title: String,
        /// The employer.
        organization: String,
        /// Where it stands now.
        stage: Stage,
        /// Why, for a no.
        reason: Option<String>,
    },
    /// An applicant withdrew, took an offer or did not take it.
    ApplicantDecided {
        /// The posting's title.
        title: String,
        /// Where the application stands now.
        stage: Stage,
        /// Why, where they said.
        reason: Option<String>,
    },
    /// The other side of an application wrote.
    MessageReceived {
        /// The posting's title.
        title: String,
    },
    /// An interview was planned, moved or cancelled.
    InterviewSet {
        /// The posting's title.
        title: String,
        /// The employer.
        organization: String,
        /// What happened to it.
        change: InterviewChange,
        /// Its day, by the clock of whoever planned it.
        day: NaiveDate,
        /// Its time by the same clock, and that clock: `14:30 (UTC−05:00)`.
        time: String,
        /// Where, or by which number or link.
        place: String,
    },
    /// An applicant is to be told, or was to be told, whether a decision was made: to the employer.
    AnswerOwed {
        /// The posting's title.
        title: String,
        /// Until when, and by what rule, in the recipient's language.
        owed: String,
    },
    /// The day has passed by which an applicant was to be told: to the applicant.
    AnswerOverdue {
        /// The posting's title.
        title: String,
        /// The employer.
        organization: String,
    },
    /// The employer has not decided yet.
    NoDecisionYet {
        /// The posting's title.
        title: String,
        /// The employer.
        organization: String,
    },
    /// New postings that fit what someone asked for. It is put into words when it is sent.
    Digest {
        /// Who asked.
        subscription: SubscriptionId,
        /// The jobs, at most ten.
        jobs: Vec<Mention>,
        /// How many others there are.
        rest: usize,
        /// What is open beside them, in a weekly one.
        #[serde(default)]
        market: Option<Snapshot>,
    },
    /// A new article of the blog. It is put into words when it is sent.
    Article {
        /// Who asked.
        subscription: SubscriptionId,
        /// Which.
        article: ArticleId,
    },
    /// The account and all in it are deleted. Its delivery is not kept.
    AccountDeleted,
}

/// What happened to an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterviewChange {
    /// It is to be.
    Planned,
    /// It is at another time or place.
    Moved,
    /// It is not to be.
    Cancelled,
}

/// What was decided upon a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingOutcome {
    /// It is live.
    Approved,
    /// It goes back to be changed.
    Refused,
    /// It was live and is no longer shown.
    TakenDown,
    /// It was taken down by mistake and is back where it stood.
    Restored,
}

impl Letter {
    /// Which letter it is, for operators.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::ConfirmSubscription { .. } => "confirm_subscription",
            Self::AlreadySubscribed { .. } => "already_subscribed",
            Self::AddressInUse => "address_in_use",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::SecondFactorChanged { .. } => "second_factor_changed",
            Self::MemberInvitation { .. } => "member_invitation",
            Self::OrganizationDecided { .. } => "organization_decided",
            Self::OrganizationSuspended { .. } => "organization_suspended",
            Self::LicenceDecided { .. } => "licence_decided",
            Self::PostingDecided { .. } => "posting_decided",
            Self::CredentialLapses { .. } => "credential_lapses",
            Self::LicenceLapses { .. } => "licence_lapses",
            Self::ReportReceived { .. } => "report_received",
            Self::ReportDecided { .. } => "report_decided",
            Self::ApplicationReceived { .. } => "application_received",
            Self::CandidateInvited { .. } => "candidate_invited",
            Self::InvitationAccepted { .. } => "invitation_accepted",
            Self::ReviewAnswered { .. } => "review_answered",
            Self::ApplicationMoved { .. } => "application_moved",
            Self::ApplicantDecided { .. } => "applicant_decided",
            Self::MessageReceived { .. } => "message_received",
            Self::InterviewSet { .. } => "interview_set",
            Self::AnswerOwed { .. } => "answer_owed",
            Self::AnswerOverdue { .. } => "answer_overdue",
            Self::NoDecisionYet { .. } => "no_decision_yet",
            Self::Digest { .. } => "digest",
            Self::Article { .. } => "article",
            Self::AccountDeleted => "account_deleted",
        }
    }
}

/// Opaque, as it may hold a token and names people.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.kind()).finish_non_exhaustive()
    }
}
