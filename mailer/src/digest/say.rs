//! What a digest says: of each job why it is there, what it pays, how far it is, which licence it needs.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::application::answer_rate::AnswerRate;
use domain::digest::{Snapshot, licence, pay, why};
use domain::message::{Arg, Message};
use domain::posting::{Origin, Posting, PostingId};
use domain::subscription::{Purpose, Subject, SubscriptionId};
use storage::application::rates::AnswerRates;
use storage::subscription::{Kept, link};
use storage::vault::Vault;
use storage::{Database, authored, interest, posting, subscription, worker};

use super::wish;
use crate::Error;
use crate::footer;
use crate::letter::Mention;
use crate::render::{Card, Rendered, TITLE};
use crate::sender::Sender;
use crate::text::{NAME, line};

/// What digests are put into words with.
pub(crate) struct Desk<'a> {
    pub(crate) db: &'a Database,
    pub(crate) vault: &'a Vault,
    pub(crate) sender: &'a Sender,
    pub(crate) rates: &'a AnswerRates,
}

/// What a digest tells of.
pub(crate) struct Told<'a> {
    pub(crate) jobs: &'a [Mention],
    /// How many others there are.
    pub(crate) rest: usize,
    pub(crate) market: Option<Snapshot>,
}

/// A posting that is still live, and how far it is.
type Live<'a> = (&'a Posting, Option<u32>);

/// A digest in words; `None`: it is not wanted any more, or nothing of it is still to be had.
pub(crate) async fn said(
    desk: &Desk<'_>,
    id: SubscriptionId,
    told: &Told<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Rendered>, Error> {
    let Desk { db, vault, sender, .. } = *desk;
    let kept = match subscription::find(db, id).await {
        Err(storage::Error::NotFound) => return Ok(None),
        kept => kept?,
    };
    if !kept.subscription.may_send(Purpose::Digest, now) {
        return Ok(None);
    }
    let ids: Vec<PostingId> = told.jobs.iter().map(|(id, _)| *id).collect();
    let postings = posting::by_ids(db, &ids).await?;
    let hidden = match kept.subscription.account {
        Some(account) => {
            let (marks, blocks) = (interest::marks(db, account).await?, worker::block::of(db, account).await?);
            Some(interest::hidden(db, account, &marks, &blocks).await?)
        }
        None => None,
    };
    let live = |(id, km): &Mention| {
        let found = postings.iter().find(|posting| posting.id == *id)?;
        let hides = hidden.as_ref().is_some_and(|hidden| hidden.hides(found));
        (found.is_listed(now) && !hides).then_some((found, *km))
    };
    let jobs: Vec<Live<'_>> = told.jobs.iter().filter_map(live).collect();
    let Some(wish) = wish(db, &kept.subject, &kept.subscription).await?.filter(|_| !jobs.is_empty()) else {
        return Ok(None);
    };
    let (lang, today, token) = (kept.subscription.language, now.date_naive(), link::token(vault, id));
    let answers = answers(desk, &jobs, now).await?;
    let cards = jobs.iter().map(|(posting, km)| {
        let mut facts = vec![pay(&posting.content)];
        let reasons = why(&wish, posting, *km, today);
        if !reasons.is_empty() {
            let reasons = reasons.iter().map(|reason| reason.render(lang)).collect::<Vec<_>>().join("; ");
            facts.push(Message::new("digest-why").with("reasons", Arg::Text(reasons)));
        }
        facts.extend(licence(posting, today));
        facts.extend(answers.get(&posting.id).map(AnswerRate::message));
        card(posting, &facts, &token, (lang, sender))
    });
    let cards = cards.collect();
    Ok(Some(whole(&kept, (&jobs, told), cards, (&token, sender))))
}

/// How those answer whose postings these are, of postings that were written here.
async fn answers(
    desk: &Desk<'_>,
    jobs: &[Live<'_>],
    now: DateTime<Utc>,
) -> Result<HashMap<PostingId, AnswerRate>, Error> {
    let authored = jobs.iter().filter(|(posting, _)| posting.origin == Origin::Authored);
    let authored: Vec<PostingId> = authored.map(|(posting, _)| posting.id).collect();
    let mut answers = HashMap::new();
    if authored.is_empty() {
        return Ok(answers);
    }
    for (posting, organization) in authored::organizations(desk.db, &authored).await? {
        answers.extend(desk.rates.of(desk.db, organization, now).await?.map(|rate| (posting, rate)));
    }
    Ok(answers)
}

/// One job.
fn card(posting: &Posting, facts: &[Message], token: &str, (lang, sender): (Lang, &Sender)) -> Card {
    let content = &posting.content;
    let title = content.text(lang).map(|text| line(&text.title, TITLE)).unwrap_or_default();
    let places = content
        .locations
        .iter()
        .map(|location| format!("{}, {}", line(&location.place, NAME), location.province.key()));
    let place = places.collect::<Vec<_>>().join("; ");
    let mut lines = vec![format!("{} · {place}", line(&content.employer.name, NAME))];
    lines.extend(facts.iter().map(|fact| fact.render(lang)));
    let opinion = format!("/newsletter/feedback?token={token}&posting={}", posting.id.0);
    Card {
        title,
        facts: lines,
        link: sender.page(&format!("/postings/{}?from=digest", posting.id.0), lang),
        opinion: Some((Message::new("digest-opinion").render(lang), sender.page(&opinion, lang))),
    }
}

/// The mail with its end.
fn whole(
    kept: &Kept,
    (jobs, told): (&[Live<'_>], &Told<'_>),
    cards: Vec<Card>,
    (token, sender): (&str, &Sender),
) -> Rendered {
    let lang = kept.subscription.language;
    let count = |count: usize| Arg::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let first = jobs.first().and_then(|(posting, _)| posting.content.text(lang));
    let mut args = footer::args(kept, token, sender);
    args.extend([
        ("count", count(jobs.len())),
        ("rest", count(told.rest)),
        ("first", Arg::Text(first.map(|text| line(&text.title, TITLE)).unwrap_or_default())),
    ]);
    if let Subject::Search { query, .. } = &kept.subject {
        args.push(("all", Arg::Text(sender.page(&format!("/postings?{query}"), lang))));
    }
    let say = |key: &'static str| Message { key, args: args.clone() }.render(lang);
    let has_more = told.rest > 0 && matches!(kept.subject, Subject::Search { .. });
    let market = told.market.map(|market| market.render(lang));
    Rendered {
        subject: say("digest-subject"),
        before: vec![say("digest-intro")],
        cards,
        after: has_more.then(|| say("digest-rest")).into_iter().chain(market).collect(),
        footer: footer::lines(kept, "digest-why-mail", &args),
        one_click: Some(sender.link(&format!("/api/v1/subscriptions/{token}/unsubscribe"))),
    }
}
