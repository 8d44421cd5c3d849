//! What a digest says: of each job why it is there, what it pays, how far it is, which licence it needs.

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::digest::{Job, licence, pay, why};
use domain::message::{Arg, Message};
use domain::posting::{Posting, PostingId};
use domain::subscription::{Purpose, Subject, SubscriptionId};
use storage::subscription::{Kept, link};
use storage::vault::Vault;
use storage::{Database, interest, posting, subscription, worker};

use super::wish;
use crate::Error;
use crate::render::{Card, Rendered, TITLE, sender_args};
use crate::sender::Sender;
use crate::text::{NAME, line};

/// A digest in words; `None`: it is not wanted any more, or nothing of it is still to be had.
pub(crate) async fn said(
    (db, vault, sender): (&Database, &Vault, &Sender),
    (id, jobs, rest): (SubscriptionId, &[Job], usize),
    now: DateTime<Utc>,
) -> Result<Option<Rendered>, Error> {
    let kept = match subscription::find(db, id).await {
        Err(storage::Error::NotFound) => return Ok(None),
        kept => kept?,
    };
    if !kept.subscription.may_send(Purpose::Digest, now) {
        return Ok(None);
    }
    let ids: Vec<PostingId> = jobs.iter().map(|job| job.posting).collect();
    let postings = posting::by_ids(db, &ids).await?;
    let hidden = match kept.subscription.account {
        Some(account) => {
            let (marks, blocks) = (interest::marks(db, account).await?, worker::block::of(db, account).await?);
            Some(interest::hidden(db, account, &marks, &blocks).await?)
        }
        None => None,
    };
    let live = |job: &Job| {
        let found = postings.iter().find(|posting| posting.id == job.posting)?;
        let hides = hidden.as_ref().is_some_and(|hidden| hidden.hides(found));
        (found.is_listed(now) && !hides).then_some((*job, found))
    };
    let jobs: Vec<(Job, &Posting)> = jobs.iter().filter_map(live).collect();
    let Some(wish) = wish(db, &kept.subject, &kept.subscription).await?.filter(|_| !jobs.is_empty()) else {
        return Ok(None);
    };
    let lang = kept.subscription.language;
    let today = now.date_naive();
    let cards = jobs.iter().map(|(job, posting)| {
        let reasons = why(&wish, posting, job.km, today);
        card(posting, &reasons, licence(posting, today), (lang, sender))
    });
    let cards = cards.collect();
    Ok(Some(whole(&kept, (&jobs, rest), cards, (vault, sender))))
}

/// One job.
fn card(posting: &Posting, reasons: &[Message], licence: Option<Message>, (lang, sender): (Lang, &Sender)) -> Card {
    let content = &posting.content;
    let title = content.text(lang).map(|text| line(&text.title, TITLE)).unwrap_or_default();
    let places = content
        .locations
        .iter()
        .map(|location| format!("{}, {}", line(&location.place, NAME), location.province.key()));
    let place = places.collect::<Vec<_>>().join("; ");
    let mut facts = vec![format!("{} · {place}", line(&content.employer.name, NAME)), pay(content).render(lang)];
    if !reasons.is_empty() {
        let reasons = reasons.iter().map(|reason| reason.render(lang)).collect::<Vec<_>>().join("; ");
        facts.push(Message::new("digest-why").with("reasons", Arg::Text(reasons)).render(lang));
    }
    facts.extend(licence.map(|licence| licence.render(lang)));
    Card { title, facts, link: sender.page(&format!("/postings/{}?from=digest", posting.id.0), lang) }
}

/// The mail with its end, which no wording can leave out (S.C. 2010, c. 23, s. 6(2), and SOR/2012-36, s. 2).
fn whole(
    kept: &Kept,
    (jobs, rest): (&[(Job, &Posting)], usize),
    cards: Vec<Card>,
    (vault, sender): (&Vault, &Sender),
) -> Rendered {
    let (lang, id) = (kept.subscription.language, kept.subscription.id);
    let count = |count: usize| Arg::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let token = link::token(vault, id);
    let mut args = sender_args(sender).to_vec();
    let first = jobs.first().and_then(|(_, posting)| posting.content.text(lang));
    args.extend([
        ("count", count(jobs.len())),
        ("rest", count(rest)),
        ("first", Arg::Text(first.map(|text| line(&text.title, TITLE)).unwrap_or_default())),
        ("preferences", Arg::Text(sender.page(&format!("/newsletter/preferences?token={token}"), lang))),
        ("ending", Arg::Text(sender.page(&format!("/newsletter/unsubscribe?token={token}"), lang))),
        ("day", Arg::Day(kept.subscription.since.date_naive())),
    ]);
    if let Subject::Search { query, .. } = &kept.subject {
        args.push(("all", Arg::Text(sender.page(&format!("/postings?{query}"), lang))));
    }
    let say = |key: &'static str| Message { key, args: args.clone() }.render(lang);
    let has_more = rest > 0 && matches!(kept.subject, Subject::Search { .. });
    let footer = ["digest-why-mail", "digest-preferences", "digest-ending", "mail-sender", "mail-contact"].map(say);
    Rendered {
        subject: say("digest-subject"),
        before: vec![say("digest-intro")],
        cards,
        after: has_more.then(|| say("digest-rest")).into_iter().collect(),
        footer: footer.into(),
        one_click: Some(sender.link(&format!("/api/v1/subscriptions/{token}/unsubscribe"))),
    }
}
