//! Wording that fraudulent postings share. It proves nothing, so it holds a posting for a moderator and refuses none.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::gap::host;
use super::{Author, Form, Way};
use crate::message::{Arg, Message};
use crate::set::keyed_enum;
use crate::text::{fold, items};

keyed_enum! {
    /// Why a posting waits for a moderator.
    HoldRule {
        /// It asks applicants for money: fees, deposits, goods to buy first.
        AsksForMoney = "asks_for_money",
        /// It names a way to pay that cannot be called back: gift cards, transfers, cheques to cash.
        Untraceable = "untraceable_payment",
        /// It speaks of cryptocurrency.
        Crypto = "crypto",
        /// It sends applicants to a messaging app.
        Messaging = "messaging_app",
        /// It asks for numbers that nobody needs before hiring: social insurance, bank, card.
        Identity = "identity",
        /// It links to, or gives an address at, a site that is not the verified one of its organization.
        UnverifiedLink = "unverified_link",
        /// It takes over an imported posting of which nothing shows that it is its organization's.
        Claim = "claim",
    }
}

/// One reason to wait for a moderator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Which rule.
    pub rule: HoldRule,
    /// The field: a JSON pointer (RFC 6901) into the form; empty: all of it.
    pub at: String,
    /// The words, folded; the site; the employer's name.
    pub words: String,
}

impl Hold {
    /// The reason as it is said to author and moderator.
    pub fn message(&self) -> Message {
        let key = match self.rule {
            HoldRule::AsksForMoney => "authored-hold-money",
            HoldRule::Untraceable => "authored-hold-untraceable",
            HoldRule::Crypto => "authored-hold-crypto",
            HoldRule::Messaging => "authored-hold-messaging",
            HoldRule::Identity => "authored-hold-identity",
            HoldRule::UnverifiedLink => "authored-hold-link",
            HoldRule::Claim => "authored-hold-claim",
        };
        Message::new(key).with("words", Arg::Text(self.words.clone()))
    }

    /// Whether a moderator who let `other` pass has seen this too: the same words under the same rule, wherever.
    pub fn is_as(&self, other: &Self) -> bool {
        self.rule == other.rule && self.words == other.words
    }
}

const ASKS_FOR_MONEY: &str = "
    registration fee | application fee | processing fee | training fee | onboarding fee | admin fee | administration fee
    placement fee | recruitment fee | background check fee | refundable deposit | security deposit | upfront payment
    upfront fee | up front fee | pay upfront | pay up front | pay a fee | fee is required | fee required | send money
    pay for your training | pay for training | pay for your own training | pay for the training | purchase a starter kit
    starter kit | buy your equipment | purchase your equipment | purchase your uniform from | buy the equipment
    frais d inscription | frais de dossier | frais de formation | frais de placement | frais de recrutement
    frais d administration | frais de verification | depot remboursable | depot de garantie | paiement a l avance
    payer a l avance | payer votre formation | payer la formation | payer des frais | envoyer de l argent
    trousse de demarrage | acheter votre equipement | acheter l equipement";

const UNTRACEABLE: &str = "
    gift card | gift cards | western union | moneygram | money gram | wire transfer | interac e transfer | e transfer
    etransfer | cashier s cheque | cashiers cheque | cash the cheque | deposit the cheque | cash a cheque | cashapp
    cash app | zelle | venmo | paypal
    carte cadeau | cartes cadeaux | virement interac | virement bancaire | encaisser le cheque | encaisser un cheque
    deposer le cheque | mandat poste";

const CRYPTO: &str = "
    bitcoin | bitcoins | btc | ethereum | usdt | cryptocurrency | crypto currency | crypto | crypto wallet
    cryptomonnaie | cryptomonnaies | crypto monnaie | blockchain";

const MESSAGING: &str = "
    whatsapp | whats app | watsapp | telegram | wechat | viber | imo app | signal app | snapchat | kik
    facebook messenger | messenger only | text only | text us at | texto seulement | par texto seulement | sur messenger";

const IDENTITY: &str = "
    social insurance number | your sin number | sin number | bank account number | banking information
    banking details | bank details | credit card number | credit card information | debit card number | online banking
    void cheque before | copy of your passport | photo of your passport | mother s maiden name
    numero d assurance sociale | votre nas | coordonnees bancaires | numero de compte bancaire | numero de carte de credit
    copie de votre passeport | photo de votre passeport";

/// Within so many words before a phrase, one of [`DENIALS`] turns it into its opposite.
const DENIED_WITHIN: usize = 4;
/// Words that say that something is not asked, or is paid by the employer.
const DENIALS: &str = "
    no | not | never | without | free | reimburse | reimbursed | reimburses | cover | covers | covered | we pay | waived
    aucun | aucune | aucuns | jamais | sans | pas | rembourse | remboursons | couvre | couvrons | payons";

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

/// Every reason for which this form, by this author, waits for a moderator. In the order of its fields.
pub fn holds(form: &Form, author: &Author) -> Vec<Hold> {
    let mut holds: Vec<Hold> = Vec::new();
    for (at, text) in form.texts() {
        for (rule, words) in found(text, author.domain.as_deref()) {
            add(&mut holds, Hold { rule, at: at.clone(), words });
        }
    }
    if let Way::External { url } = &form.apply
        && let Some(host) = host(url)
        && !is_of(&host, author.domain.as_deref())
    {
        add(&mut holds, Hold { rule: HoldRule::UnverifiedLink, at: "/apply_url".to_owned(), words: host });
    }
    holds
}

/// Each reason once: its first place tells enough.
fn add(holds: &mut Vec<Hold>, hold: Hold) {
    if !holds.iter().any(|known| known.is_as(&hold)) {
        holds.push(hold);
    }
}

fn found(text: &str, domain: Option<&str>) -> Vec<(HoldRule, String)> {
    // Characters without a width hide a word from a rule, and from nobody else.
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let folded = fold(&visible);
    let words: Vec<&str> = folded.split(' ').collect();
    let lists = [
        (HoldRule::AsksForMoney, ASKS_FOR_MONEY, true),
        (HoldRule::Untraceable, UNTRACEABLE, true),
        (HoldRule::Crypto, CRYPTO, false),
        (HoldRule::Messaging, MESSAGING, false),
        (HoldRule::Identity, IDENTITY, true),
    ];
    let mut found = Vec::new();
    for (rule, phrases, deniable) in lists {
        let phrase = items(phrases).find(|phrase| says(&words, phrase, deniable));
        found.extend(phrase.map(|phrase| (rule, phrase.to_owned())));
    }
    let sites = LINK.captures_iter(&visible).filter_map(|link| foreign_site(&link, domain));
    found.extend(sites.map(|site| (HoldRule::UnverifiedLink, site)));
    found
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether the words hold the phrase, and nothing right before says the opposite.
fn says(words: &[&str], phrase: &str, deniable: bool) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let denied = |at: usize| {
        let before = words.get(at.saturating_sub(DENIED_WITHIN)..at).unwrap_or_default().join(" ");
        crate::text::names_any(&format!(" {before} "), DENIALS)
    };
    let same = |here: &[&str]| {
        let mut pairs = here.iter().zip(&phrase).rev();
        // The last word counts in the plural too.
        let last = pairs.next().is_some_and(|(said, word)| said == word || said.strip_suffix('s') == Some(word));
        last && pairs.all(|(said, word)| said == word)
    };
    words.windows(phrase.len()).enumerate().any(|(at, here)| same(here) && !(deniable && denied(at)))
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
