//! An organization's own postings as its members see them, and what is to be said of a form.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::compliance::{Finding, stops};
use domain::posting::authored::{Authored, Gap, Hold, Report};
use serde::Serialize;
use storage::authored::Version;
use utoipa::ToSchema;
use uuid::Uuid;

use super::form::PostingInput;
use crate::app::own_postings::Own;
use crate::rest::next;
use crate::rest::reference::ProvenanceView;

/// One thing that is to be said of a form. Information, not legal advice.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FindingView {
    /// The rule's key; `incomplete` where something is missing or cannot be.
    rule: &'static str,
    /// `error` stops publication; `review` has a moderator look first; `warning` and `info` are to be known.
    severity: &'static str,
    /// Code of the province whose rule it is, `CA` for all of Canada.
    jurisdiction: &'static str,
    /// What is wrong and what to do, in the language of the answer.
    message: String,
    /// Which field: a JSON pointer (RFC 6901) into the form; empty: all of it.
    pointer: String,
    /// The offending words: byte offsets (UTF-8) into the text that the pointer names.
    start: Option<u32>,
    /// One past the last byte.
    end: Option<u32>,
    /// Who says so, for a rule of law.
    provenance: Option<ProvenanceView>,
}

impl FindingView {
    fn of_gap(gap: &Gap, lang: Lang) -> Self {
        let message = gap.message.render(lang);
        Self { rule: "incomplete", severity: "error", pointer: gap.at.clone(), ..Self::ours(message) }
    }

    fn of_hold(hold: &Hold, lang: Lang) -> Self {
        let message = hold.message().render(lang);
        Self { rule: hold.rule.key(), severity: "review", pointer: hold.at.clone(), ..Self::ours(message) }
    }

    const fn ours(message: String) -> Self {
        Self {
            rule: "",
            severity: "",
            jurisdiction: "CA",
            message,
            pointer: String::new(),
            start: None,
            end: None,
            provenance: None,
        }
    }

    fn of(finding: &Finding, lang: Lang) -> Self {
        Self {
            rule: finding.rule.key(),
            severity: finding.severity.key(),
            jurisdiction: finding.jurisdiction.key(),
            message: finding.message.render(lang),
            pointer: finding.pointer.clone(),
            start: finding.span.map(|span| span.start),
            end: finding.span.map(|span| span.end),
            provenance: Some(finding.provenance.into()),
        }
    }
}

/// Everything that is to be said of a form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportView {
    /// Whether nothing stops its publication.
    publishable: bool,
    /// Whether a moderator looks at it first.
    reviewed: bool,
    findings: Vec<FindingView>,
}

impl ReportView {
    pub(super) fn of(report: &Report, lang: Lang) -> Self {
        let gaps = report.gaps.iter().map(|gap| FindingView::of_gap(gap, lang));
        let findings = report.findings.iter().map(|finding| FindingView::of(finding, lang));
        let holds = report.holds.iter().map(|hold| FindingView::of_hold(hold, lang));
        Self {
            publishable: report.gaps.is_empty() && !stops(&report.findings),
            reviewed: !report.holds.is_empty(),
            findings: gaps.chain(findings).chain(holds).collect(),
        }
    }
}

/// Where a posting stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LifeView {
    /// `draft`, `review`, `live`, `paused`, `filled`, `closed`, `expired` or `withdrawn`.
    status: &'static str,
    created_at: DateTime<Utc>,
    /// When it first went live.
    live_at: Option<DateTime<Utc>>,
    /// When it expires.
    closes_at: Option<DateTime<Utc>>,
    /// When someone last said that it is open.
    confirmed_at: Option<DateTime<Utc>>,
    /// When it ended.
    ended_at: Option<DateTime<Utc>>,
    /// What the moderator said who sent it back, in the language of the answer.
    returned: Option<String>,
}

impl LifeView {
    fn of(authored: &Authored, lang: Lang) -> Self {
        let life = &authored.life;
        Self {
            status: life.status.key(),
            created_at: authored.created_at,
            live_at: life.live_at,
            closes_at: life.closes_at,
            confirmed_at: life.confirmed_at,
            ended_at: life.ended_at,
            returned: life.returned.as_ref().map(|grounds| grounds.words(lang)),
        }
    }
}

/// A posting in the list of its organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnSummary {
    pub(super) id: Uuid,
    version: i32,
    title: String,
    roles: Vec<&'static str>,
    #[serde(flatten)]
    life: LifeView,
}

impl OwnSummary {
    pub(super) fn of(authored: &Authored, lang: Lang) -> Self {
        Self {
            id: authored.id.0,
            version: authored.version,
            title: authored.content.text(lang).map(|text| text.title.clone()).unwrap_or_default(),
            roles: authored.content.roles.iter().map(|role| role.key()).collect(),
            life: LifeView::of(authored, lang),
        }
    }
}

/// A page of an organization's postings, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnPage {
    pub(super) items: Vec<OwnSummary>,
    /// `cursor` of the next page.
    pub(super) next: Option<Uuid>,
}

/// A posting with its form, where it stands, and what is to be said of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnPosting {
    id: Uuid,
    organization: Uuid,
    version: i32,
    #[serde(flatten)]
    life: LifeView,
    /// The imported posting that it takes over.
    claimed: Option<Uuid>,
    form: PostingInput,
    report: ReportView,
    /// Why it waits for a moderator.
    held: Vec<FindingView>,
}

impl OwnPosting {
    pub(super) fn of(own: &Own, lang: Lang) -> Self {
        let authored = &own.authored;
        Self {
            id: authored.id.0,
            organization: authored.organization.0,
            version: authored.version,
            life: LifeView::of(authored, lang),
            claimed: authored.claimed.map(|claimed| claimed.0),
            form: PostingInput::from(&authored.form),
            report: ReportView::of(&own.report, lang),
            held: authored.life.holds.iter().map(|hold| FindingView::of_hold(hold, lang)).collect(),
        }
    }
}

/// A form as it once was.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionView {
    /// The posting's version from which on it was so.
    version: i32,
    at: DateTime<Utc>,
    /// The account that wrote it.
    by: Uuid,
    form: PostingInput,
}

impl From<Version> for VersionView {
    fn from(version: Version) -> Self {
        let Version { version, at, by, form } = version;
        Self { version, at, by: by.0, form: PostingInput::from(&form) }
    }
}

/// The forms that a posting had, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionPage {
    pub(super) items: Vec<VersionView>,
    /// `before` of the next page.
    pub(super) next: Option<i32>,
}

impl VersionPage {
    /// A page of at most `limit`.
    pub(super) fn of(versions: Vec<Version>, limit: u64) -> Self {
        let next = next(&versions, limit, |version| version.version);
        Self { items: versions.into_iter().map(VersionView::from).collect(), next }
    }
}
