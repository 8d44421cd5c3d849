//! Mobility: may this person work in this role, in this province and setting, on this day; if so by which
//! route, from which date, with which filing; and if not, what is the next step.
//!
//! Rules are effective-dated rows of `domain/data/mobility.csv`, each with its source, `as_of` and certainty.

use chrono::NaiveDate;

use crate::message::Message;
use crate::reference::Provenance;
use crate::set::keyed_enum;

keyed_enum! {
    /// The route by which someone may work, or come to work.
    Route {
        /// No licence is needed here.
        Unregulated = "unregulated",
        /// A registry entry is needed or usual, not a licence.
        Registry = "registry",
        /// Licensed in this province.
        Licensed = "licensed",
        /// Ontario: start at once on application and attestation, at most six months.
        AsOfRight = "as_of_right",
        /// Ontario: deemed certified once the regulator's notice arrives, six months.
        DeemedCertification = "deemed_certification",
        /// New Brunswick: deemed registered once the regulator notifies receipt.
        DeemedOnReceipt = "deemed_on_receipt",
        /// The licence of one Atlantic college serves in all four (physicians).
        AtlanticRegister = "atlantic_register",
        /// Interjurisdictional nurse licensure: host registration.
        HostRegistration = "host_registration",
        /// Apply to the regulator as someone registered elsewhere in Canada (CFTA chapter 7).
        Transfer = "transfer",
        /// Renew or reinstate the licence held here.
        Renewal = "renewal",
        /// Internationally educated: the regulator's assessment comes first.
        Assessment = "assessment",
        /// First registration in Canada.
        FirstRegistration = "first_registration",
    }
}

/// The answer for one worker, role, province and setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What follows for the posting.
    pub status: AnswerStatus,
    /// By which route.
    pub route: Route,
    /// The sentence: route, date and what to file.
    pub message: Message,
    /// Who says the rule.
    pub provenance: Provenance,
}

/// Whether and when the worker may do the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerStatus {
    /// May work on the day asked about; until that last day, where there is one.
    Met {
        /// Last day.
        until: Option<NaiveDate>,
    },
    /// Could work from a day after today, by filing what the message says.
    Obtainable {
        /// Earliest first day of work.
        from: NaiveDate,
    },
    /// No route that leads there by a known date.
    Missing,
    /// The rule rests on an unverified fact, or its date is unknown: ask the regulator.
    Unknown,
}
