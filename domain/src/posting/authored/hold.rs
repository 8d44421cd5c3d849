//! What a moderator sees before anyone else does: signs of fraud, sites and claims that nothing shows to be the
//! organization's own. It proves nothing, so it holds a posting and refuses none.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::gap::host;
use super::{Author, Form, Way};
use crate::compliance::Subject;
use crate::compliance::fraud::{Sign, Suspicion, suspicions};
use crate::message::{Arg, Message};
use crate::text::{fold, is_hidden};

/// Why a posting waits for a moderator. It is kept and shown by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldRule {
    /// It links to, or gives an address at, a site that is not the verified one of its organization.
    UnverifiedLink,
    /// It takes over an imported posting of which nothing shows that it is its organization's.
    Claim,
    /// It has a sign of fraud.
    #[serde(untagged)]
    Sign(Sign),
}

impl HoldRule {
    /// Its key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::UnverifiedLink => "unverified_link",
            Self::Claim => "claim",
            Self::Sign(sign) => sign.key(),
        }
    }
}

/// One reason to wait for a moderator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Which rule.
    pub rule: HoldRule,
    /// The field: a JSON pointer (RFC 6901) into the form; empty: all of it.
    pub at: String,
    /// The words, folded; the pay; the site; the employer's name.
    pub words: String,
}

impl Hold {
    /// The reason as it is said to author and moderator.
    pub fn message(&self) -> Message {
        let key = match self.rule {
            HoldRule::UnverifiedLink => "authored-hold-link",
            HoldRule::Claim => "authored-hold-claim",
            HoldRule::Sign(sign) => return sign.message(&self.words),
        };
        Message::new(key).with("words", Arg::Text(self.words.clone()))
    }

    /// Whether a moderator who let `other` pass has seen this too: the same words under the same rule, wherever.
    pub fn is_as(&self, other: &Self) -> bool {
        self.rule == other.rule && self.words == other.words
    }
}

impl From<Suspicion> for Hold {
    fn from(Suspicion { sign, pointer, words, .. }: Suspicion) -> Self {
        Self { rule: HoldRule::Sign(sign), at: pointer, words: fold(&words) }
    }
}

/// A link or an address in running text.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by the first test that holds a posting")]
    Regex::new(
        r"(?i)(?:https?://|www\.|[a-z0-9._%+-]+@)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})\b(?:/\S*)?",
    )
    .unwrap()
});

/// Domains that a bare `word.word` may end in and still be meant as a link: others are typing without a space.
const BARE_ENDINGS: &str = "ca com org net info biz io ly xyz top quebec";

/// Every reason for which a form, by this author, waits for a moderator: signs of fraud in it as a `subject` of law,
/// then sites; both in the order of its fields.
pub(super) fn holds(subject: &Subject<'_>, form: &Form, author: &Author) -> Vec<Hold> {
    let domain = author.domain.as_deref();
    let signs = suspicions(subject, &form.roles).into_iter().map(Hold::from);
    let link = |(at, words)| Hold { rule: HoldRule::UnverifiedLink, at, words };
    let texts = subject.passages.iter().flat_map(|passage| {
        foreign_sites(passage.text, domain).into_iter().map(|site| (passage.pointer.to_string(), site))
    });
    let apply = if let Way::External { url } = &form.apply { host(url) } else { None };
    let apply = apply.filter(|host| !is_of(host, domain)).map(|host| ("/apply_url".to_owned(), host));
    let mut holds: Vec<Hold> = Vec::new();
    for hold in signs.chain(texts.chain(apply).map(link)) {
        // Each reason once: its first place tells enough.
        if !holds.iter().any(|known| known.is_as(&hold)) {
            holds.push(hold);
        }
    }
    holds
}

/// The sites that a text names and that are not the organization's own.
fn foreign_sites(text: &str, domain: Option<&str>) -> Vec<String> {
    let seen: String = text.chars().filter(|c| !is_hidden(*c)).collect();
    LINK.captures_iter(&seen).filter_map(|link| foreign_site(&link, domain)).collect()
}

/// The site of a link or mail address, unless it is the organization's own.
fn foreign_site(link: &regex::Captures<'_>, domain: Option<&str>) -> Option<String> {
    let (whole, site) = (link.get(0)?.as_str(), link.get(1)?.as_str().to_ascii_lowercase());
    let explicit = whole.contains("://") || whole.contains('@') || whole.to_ascii_lowercase().starts_with("www.");
    let ending = site.rsplit('.').next().unwrap_or_default();
    let meant = explicit || BARE_ENDINGS.split(' ').any(|known| known == ending);
    let site = site.strip_prefix("www.").map_or(site.clone(), str::to_owned);
    (meant && !is_of(&site, domain)).then_some(site)
}

/// Whether a host is a domain or lies in it.
pub(super) fn is_of(host: &str, domain: Option<&str>) -> bool {
    domain.is_some_and(|domain| {
        let rest = host.strip_suffix(domain);
        !domain.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
