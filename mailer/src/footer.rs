//! The end of mail that was asked for, which no wording can leave out (S.C. 2010, c. 23, s. 6(2), and SOR/2012-36, s. 2;
//! `as_of` 2026-11): why it comes, how to change it, how to end it, who sends.

use domain::message::{Arg, Message};
use storage::subscription::Kept;

use crate::render::sender_args;
use crate::sender::Sender;

/// What the sentences of such a mail name.
pub(crate) fn args(kept: &Kept, token: &str, sender: &Sender) -> Vec<(&'static str, Arg)> {
    let lang = kept.subscription.language;
    let page = |path: &str| Arg::Text(sender.page(&format!("/newsletter/{path}?token={token}"), lang));
    let mut args = sender_args(sender).to_vec();
    args.push(("preferences", page("preferences")));
    args.push(("ending", page("unsubscribe")));
    args.push(("day", Arg::Day(kept.subscription.since.date_naive())));
    args
}

/// The end: `why` is the sentence that says why it comes.
pub(crate) fn lines(kept: &Kept, why: &'static str, args: &[(&'static str, Arg)]) -> Vec<String> {
    let say = |key: &'static str| Message { key, args: args.to_vec() }.render(kept.subscription.language);
    [why, "digest-preferences", "digest-ending", "mail-sender", "mail-contact"].map(say).into()
}
