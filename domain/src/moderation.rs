//! Decisions of the people who keep the platform honest: what waits for them, what they may answer, and why.
//!
//! Every decision names a reason of a closed list, so that those concerned learn it in their language, and so that
//! decisions can be counted. The note is for what the list does not say.

use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::message::Message;
use crate::set::keyed_enum;

keyed_enum! {
    /// What waits for a person.
    Queue {
        /// Organizations that ask to be verified before their first posting goes live.
        Organizations = "organizations",
        /// Licences that workers ask to be looked up.
        Licences = "licences",
        /// Postings that rules held.
        Postings = "postings",
        /// Reports of fraud on any posting.
        Reports = "reports",
    }
}

keyed_enum! {
    /// The answer.
    Ruling {
        /// As asked for: the organization or licence is verified, the posting goes live.
        Approve = "approve",
        /// Not as asked for; it may be asked again.
        Refuse = "refuse",
        /// The organization may not publish any more, whatever its state was.
        Suspend = "suspend",
        /// The report is right: the posting is taken down.
        Uphold = "uphold",
        /// The report is not, or nothing shows that it is.
        Dismiss = "dismiss",
        /// It was upheld by mistake: what was taken down is put back.
        Restore = "restore",
    }
}

keyed_enum! {
    /// Why. Which reasons fit which answer is in [`Queue::reasons`].
    Reason {
        /// The organization stands in a business or charity register under this name.
        InBusinessRegister = "in_business_register",
        /// A public body or licensed facility, in a government's list.
        PublicBody = "public_body",
        /// Its agency licence stands in the government's list (Ontario: Employment Standards Act, 2000, s. 74.1.1 ff.).
        AgencyLicenceFound = "agency_licence_found",
        /// Not to be found under this name.
        NotFound = "not_found",
        /// An agency without a licence where one is needed.
        AgencyLicenceMissing = "agency_licence_missing",
        /// Pretends to be another.
        Impersonation = "impersonation",
        /// What is given does not suffice to decide.
        Incomplete = "incomplete",
        /// The licence stands in the public register as declared.
        InRegister = "in_register",
        /// No such licence in the public register.
        NotInRegister = "not_in_register",
        /// The register has it under another name.
        NameDiffers = "name_differs",
        /// The register has it with another class, standing or dates.
        RegisterDiffers = "register_differs",
        /// The posting meets the rules.
        MeetsRules = "meets_rules",
        /// The posting breaks posting law or human-rights law.
        Unlawful = "unlawful",
        /// It says what is not so.
        Misleading = "misleading",
        /// Not work in health care.
        NotHealthcare = "not_healthcare",
        /// It was checked, and is fraud.
        Fraud = "fraud",
        /// It asks applicants for money.
        AsksForMoney = "asks_for_money",
        /// It asks for what no employer needs at this stage.
        AsksForPersonalData = "asks_for_personal_data",
        /// There is no such opening.
        NoSuchJob = "no_such_job",
        /// It was checked, and is genuine.
        Genuine = "genuine",
        /// Nothing that could be checked.
        NoEvidence = "no_evidence",
        /// The posting had ended before.
        AlreadyEnded = "already_ended",
    }
}

impl Queue {
    /// The answers that can be given to what waits here.
    pub const fn rulings(self) -> &'static [Ruling] {
        match self {
            Self::Organizations => &[Ruling::Approve, Ruling::Refuse, Ruling::Suspend],
            Self::Licences | Self::Postings => &[Ruling::Approve, Ruling::Refuse],
            Self::Reports => &[Ruling::Uphold, Ruling::Dismiss, Ruling::Restore],
        }
    }

    /// The reasons that fit an answer here; none for an answer that cannot be given.
    pub const fn reasons(self, ruling: Ruling) -> &'static [Reason] {
        use Reason as R;
        match (self, ruling) {
            (Self::Organizations, Ruling::Approve) => &[R::InBusinessRegister, R::PublicBody, R::AgencyLicenceFound],
            (Self::Organizations, Ruling::Refuse) => {
                &[R::NotFound, R::AgencyLicenceMissing, R::Impersonation, R::Fraud, R::Incomplete]
            }
            (Self::Organizations, Ruling::Suspend) => {
                &[R::Fraud, R::Impersonation, R::Misleading, R::AgencyLicenceMissing]
            }
            (Self::Licences, Ruling::Approve) => &[R::InRegister],
            (Self::Licences, Ruling::Refuse) => &[R::NotInRegister, R::NameDiffers, R::RegisterDiffers, R::Incomplete],
            (Self::Postings, Ruling::Approve) => &[R::MeetsRules],
            (Self::Postings, Ruling::Refuse) => {
                &[R::Unlawful, R::Misleading, R::NotHealthcare, R::Fraud, R::Incomplete]
            }
            (Self::Reports, Ruling::Uphold) => {
                &[R::Fraud, R::AsksForMoney, R::AsksForPersonalData, R::Impersonation, R::NoSuchJob, R::Misleading]
            }
            (Self::Reports, Ruling::Restore) => &[R::Genuine, R::NoEvidence],
            (Self::Reports, Ruling::Dismiss) => &[R::Genuine, R::NoEvidence, R::AlreadyEnded],
            _ => &[],
        }
    }
}

impl Reason {
    /// The reason as a sentence for those concerned.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::InBusinessRegister => "reason-in-business-register",
            Self::PublicBody => "reason-public-body",
            Self::AgencyLicenceFound => "reason-agency-licence-found",
            Self::NotFound => "reason-not-found",
            Self::AgencyLicenceMissing => "reason-agency-licence-missing",
            Self::Impersonation => "reason-impersonation",
            Self::Incomplete => "reason-incomplete",
            Self::InRegister => "reason-in-register",
            Self::NotInRegister => "reason-not-in-register",
            Self::NameDiffers => "reason-name-differs",
            Self::RegisterDiffers => "reason-register-differs",
            Self::MeetsRules => "reason-meets-rules",
            Self::Unlawful => "reason-unlawful",
            Self::Misleading => "reason-misleading",
            Self::NotHealthcare => "reason-not-healthcare",
            Self::Fraud => "reason-fraud",
            Self::AsksForMoney => "reason-asks-for-money",
            Self::AsksForPersonalData => "reason-asks-for-personal-data",
            Self::NoSuchJob => "reason-no-such-job",
            Self::Genuine => "reason-genuine",
            Self::NoEvidence => "reason-no-evidence",
            Self::AlreadyEnded => "reason-already-ended",
        })
    }
}

/// The longest note on a decision or a report, in characters.
pub const NOTE_MAX: usize = 2_000;

/// Why, told to those concerned in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// The reason.
    pub reason: Reason,
    /// What the reason does not say, as the moderator wrote it; may be empty.
    pub note: String,
}

impl Grounds {
    /// The reason in `lang`, and the note.
    pub fn words(&self, lang: Lang) -> String {
        let reason = self.reason.message().render(lang);
        if self.note.is_empty() { reason } else { format!("{reason} {}", self.note) }
    }
}

/// An answer with its reason, which fit each other and the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    queue: Queue,
    ruling: Ruling,
    grounds: Grounds,
}

/// Why something is no [`Decision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// This answer is not given to what waits in this queue.
    #[error("this ruling does not belong to this queue")]
    Ruling,
    /// This reason does not lead to this answer.
    #[error("this reason does not lead to this ruling")]
    Reason,
    /// Over [`NOTE_MAX`] characters.
    #[error("the note is too long")]
    Note,
}

impl Decision {
    /// A decision on something in `queue`.
    ///
    /// # Errors
    /// [`Unfit`]: the parts do not go together.
    pub fn new(queue: Queue, ruling: Ruling, reason: Reason, note: &str) -> Result<Self, Unfit> {
        if !queue.rulings().contains(&ruling) {
            return Err(Unfit::Ruling);
        }
        if !queue.reasons(ruling).contains(&reason) {
            return Err(Unfit::Reason);
        }
        let note = note.trim();
        if note.chars().count() > NOTE_MAX {
            return Err(Unfit::Note);
        }
        Ok(Self { queue, ruling, grounds: Grounds { reason, note: note.to_owned() } })
    }

    /// What it was waiting in.
    pub const fn queue(&self) -> Queue {
        self.queue
    }

    /// The answer.
    pub const fn ruling(&self) -> Ruling {
        self.ruling
    }

    /// Why.
    pub const fn reason(&self) -> Reason {
        self.grounds.reason
    }

    /// What the reason does not say; may be empty.
    pub fn note(&self) -> &str {
        &self.grounds.note
    }

    /// The reason and the note.
    pub const fn grounds(&self) -> &Grounds {
        &self.grounds
    }

    /// The same, for those concerned.
    pub fn words(&self, lang: Lang) -> String {
        self.grounds.words(lang)
    }

    /// Whether it gives what was asked for: a verification, a publication, a posting taken down.
    pub const fn grants(&self) -> bool {
        matches!(self.ruling, Ruling::Approve | Ruling::Uphold)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    #[test]
    fn every_ruling_has_reasons_and_every_reason_a_ruling() {
        let mut used: HashSet<Reason> = HashSet::new();
        for &queue in Queue::ALL {
            for &ruling in queue.rulings() {
                assert!(!queue.reasons(ruling).is_empty(), "{queue:?} {ruling:?}");
                used.extend(queue.reasons(ruling));
            }
            let (yes, no) = (queue.rulings()[0], queue.rulings()[1]);
            let both = queue.reasons(yes).iter().filter(|reason| queue.reasons(no).contains(reason));
            assert_eq!(both.count(), 0, "{queue:?}: a reason must not lead to both answers");
        }
        assert_eq!(used.len(), Reason::ALL.len());
    }

    #[test]
    fn every_reason_is_said_in_both_languages() {
        for reason in Reason::ALL {
            let [en, fr] = Lang::ALL.map(|lang| reason.message().render(lang));
            assert!(en.contains(' ') && fr.contains(' ') && en != fr, "{reason:?}: {en} / {fr}");
        }
    }

    proptest! {
        #[test]
        fn a_decision_holds_what_was_given_or_is_refused(
            queue in select(Queue::ALL), ruling in select(Ruling::ALL), reason in select(Reason::ALL),
            length in 0_usize..=NOTE_MAX + 2,
        ) {
            let note = "é".repeat(length);
            let made = Decision::new(queue, ruling, reason, &note);
            let fits = queue.reasons(ruling).contains(&reason) && length <= NOTE_MAX;
            prop_assert_eq!(made.is_ok(), fits);
            if let Ok(decision) = made {
                prop_assert_eq!(decision.grants(), queue.rulings()[0] == ruling);
                let said = format!("{} {note}", reason.message().render(Lang::Fr));
                prop_assert_eq!(decision.words(Lang::Fr), said.trim_end());
                prop_assert_eq!((decision.queue(), decision.reason(), decision.note()), (queue, reason, &*note));
            }
        }
    }
}
