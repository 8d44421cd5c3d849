//! Signs that a posting may be a fraud: reasons for a moderator to look at it before it is seen. They prove nothing
//! and refuse nothing.
//!
//! The words are data (`domain/data/fraud_words.csv`, after the warnings of the Canadian Anti-Fraud Centre, banks and
//! regulators, as of 2026-11-22), read from the top like those of posting law: an innocent phrase shields the words
//! it takes ("we never ask for a deposit").

use std::sync::LazyLock;

use super::{Span, Subject};
use crate::message::{Arg, Message};
use crate::posting::{Hours, Pay};
use crate::reference::Role;
use crate::reference::table::rows;
use crate::set::keyed_enum;
use crate::text::folded::Folded;
use crate::text::lexicon::Lexicon;

keyed_enum! {
    /// What looks like a fraud.
    Sign {
        /// Applicants are asked for money: fees, deposits, goods to buy first, a work permit for sale.
        AsksForMoney = "asks_for_money",
        /// Payment that cannot be called back: gift cards, transfers.
        Untraceable = "untraceable_payment",
        /// Money or parcels of others are to be passed on: cheques to cash, a percentage to keep.
        MovesMoney = "moves_money",
        /// Cryptocurrency.
        Crypto = "crypto",
        /// Applicants are sent to a messaging app.
        Messaging = "messaging_app",
        /// Numbers and papers by which someone's identity or account is stolen.
        Identity = "identity",
        /// A job or an income without interview, experience or effort.
        EasyMoney = "easy_money",
        /// Pay that nobody pays for this work.
        PayTooHigh = "pay_too_high",
    }
}

impl Sign {
    /// The reason, as it is said to a moderator and to the author, with the words in which the sign was seen.
    pub fn message(self, words: &str) -> Message {
        let key = match self {
            Self::AsksForMoney => "fraud-asks-for-money",
            Self::Untraceable => "fraud-untraceable-payment",
            Self::MovesMoney => "fraud-moves-money",
            Self::Crypto => "fraud-crypto",
            Self::Messaging => "fraud-messaging-app",
            Self::Identity => "fraud-identity",
            Self::EasyMoney => "fraud-easy-money",
            Self::PayTooHigh => return Message::new("fraud-pay-too-high"),
        };
        Message::new(key).with("words", Arg::Text(words.to_owned()))
    }
}

/// A sign and where it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// What looks like a fraud.
    pub sign: Sign,
    /// Where: the pointer of a text, or `/pay`.
    pub pointer: String,
    /// In which words of that text.
    pub span: Option<Span>,
    /// The words; of pay its upper end and unit: `9000000 year`.
    pub words: String,
}

#[derive(serde::Deserialize)]
struct Row {
    /// A sign or `innocent`.
    kind: String,
    pattern: String,
}

static WORDS: LazyLock<Lexicon<Option<Sign>>> = LazyLock::new(|| {
    let table = rows::<Row>("fraud_words.csv", include_str!("../../data/fraud_words.csv"));
    Lexicon::new(table.into_iter().map(|row| (row.pattern.clone(), row.sign())))
});

impl Row {
    fn sign(&self) -> Option<Sign> {
        let sign = Sign::parse(&self.kind);
        assert!(sign.is_some() || self.kind == "innocent", "domain/data/fraud_words.csv: `{}`", self.kind);
        sign
    }
}

/// Every sign of fraud in a posting for these roles, text by text.
pub fn suspicions(subject: &Subject<'_>, roles: &[Role]) -> Vec<Suspicion> {
    let mut found = Vec::new();
    for passage in &subject.passages {
        let folded = Folded::new(passage.text);
        for (sign, range) in WORDS.find_all(folded.text()) {
            let Some(sign) = *sign else { continue };
            let bytes = folded.original(&range);
            found.push(Suspicion {
                sign,
                pointer: passage.pointer.to_string(),
                span: Some(Span::of(&bytes)),
                words: passage.text.get(bytes).unwrap_or_default().to_owned(),
            });
        }
    }
    if let Some(pay) = subject.stated_pay().filter(|pay| is_too_high(*pay, subject.hours, roles)) {
        let (pointer, words) = ("/pay".to_owned(), format!("{} {}", pay.max_cents, pay.unit.key()));
        found.push(Suspicion { sign: Sign::PayTooHigh, pointer, span: None, words });
    }
    found
}

/// What no one pays an hour, in cents, by the training that the work needs: the TEER category, the second digit of
/// a NOC 2021 code. Far above agency and travel rates; our own figures.
const CEILINGS: [i64; 6] = [25_000, 20_000, 12_000, 7_500, 6_000, 6_000];
/// Managers, physicians, surgeons, dentists, optometrists and chiropractors, whose pay has no usual ceiling.
const WITHOUT_CEILING: [&str; 7] = ["30010", "31100", "31101", "31102", "31110", "31111", "31201"];

fn is_too_high(pay: Pay, hours: Option<Hours>, roles: &[Role]) -> bool {
    let codes = || roles.iter().flat_map(|role| role.noc2021());
    let teer = |code: &&str| code.get(1..2).and_then(|digit| digit.parse::<usize>().ok());
    let ceiling = codes().filter_map(teer).filter_map(|teer| CEILINGS.get(teer)).max();
    let bounded = !codes().any(|code| WITHOUT_CEILING.contains(code));
    bounded && ceiling.is_some_and(|ceiling| pay.hourly_cents(hours).1 > *ceiling)
}
