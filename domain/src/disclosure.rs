//! What of a worker an organization may see: only what the step at which they stand needs (Québec's access
//! commission, guide on recruitment, 2025-03-17: collect only what is necessary at this stage;
//! <https://www.cai.gouv.qc.ca>, as of 2025).
//!
//! A grant or an [`Application`](crate::application::Application) opens a set of
//! [`Datum`]s; nothing else ever leaves a worker's record for an employer.

use crate::application::Stage;
use crate::message::Message;
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// One kind of a worker's data that may be shown.
    Datum {
        /// Given and family name.
        Name = "name",
        /// The roles they do, with months of experience, and the province where they live.
        Roles = "roles",
        /// Licences: role, province, class, standing and dates. Never the number.
        Licences = "licences",
        /// Which credentials they hold, and until when. Never a document.
        Credentials = "credentials",
        /// Languages of work, and the first day they could start.
        Availability = "availability",
        /// Their answers to the posting's questions.
        Answers = "answers",
        /// The résumé that they chose to send along.
        Resume = "resume",
        /// Electronic mail and telephone.
        Contact = "contact",
        /// Former positions and finished programmes.
        Background = "background",
        /// Licence numbers, to look them up in the public register.
        LicenceNumbers = "licence_numbers",
        /// The documents that prove credentials.
        Proofs = "proofs",
    }
}

impl Datum {
    /// It in a few words, for the worker's log: "your name".
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::Name => "hiring-datum-name",
            Self::Roles => "hiring-datum-roles",
            Self::Licences => "hiring-datum-licences",
            Self::Credentials => "hiring-datum-credentials",
            Self::Availability => "hiring-datum-availability",
            Self::Answers => "hiring-datum-answers",
            Self::Resume => "hiring-datum-resume",
            Self::Contact => "hiring-datum-contact",
            Self::Background => "hiring-datum-background",
            Self::LicenceNumbers => "hiring-datum-licence-numbers",
            Self::Proofs => "hiring-datum-proofs",
        })
    }
}

/// What may be shown.
pub type Disclosure = BitSet<Datum>;

/// What an application shows at a stage.
///
/// To weigh it: who they are and whether they may do the work. To meet: how to reach them. To hire: what proves what
/// they said. After a decline or a declined offer only the name stays, for the record that the employer keeps; one
/// who withdraws takes everything back.
pub fn at_stage(stage: Stage) -> Disclosure {
    use Datum as D;
    let weigh = [D::Name, D::Roles, D::Licences, D::Credentials, D::Availability, D::Answers, D::Resume];
    let meet = [D::Contact, D::Background];
    let hire = [D::LicenceNumbers, D::Proofs];
    match stage {
        Stage::Submitted | Stage::Reviewing => Disclosure::of(weigh),
        Stage::Interview => Disclosure::of(weigh.into_iter().chain(meet)),
        Stage::Offer | Stage::Hired => Disclosure::of(weigh.into_iter().chain(meet).chain(hire)),
        Stage::Declined | Stage::OfferDeclined => Disclosure::of([D::Name]),
        Stage::Withdrawn => Disclosure::EMPTY,
    }
}

/// What a yes to an organization shows that does not come from an application: who they are, how to reach them and
/// what they do, so that the two can talk.
pub fn introduction() -> Disclosure {
    use Datum as D;
    Disclosure::of([D::Name, D::Roles, D::Licences, D::Credentials, D::Availability, D::Contact])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn includes(more: Disclosure, less: Disclosure) -> bool {
        more.intersection(less) == less
    }

    #[test]
    fn each_step_forward_shows_at_least_as_much_and_contact_comes_with_an_interview() {
        let forward = [Stage::Submitted, Stage::Reviewing, Stage::Interview, Stage::Offer, Stage::Hired];
        for pair in forward.windows(2) {
            assert!(includes(at_stage(pair[1]), at_stage(pair[0])), "{pair:?}");
        }
        for (stage, contact, proofs) in [
            (Stage::Submitted, false, false),
            (Stage::Reviewing, false, false),
            (Stage::Interview, true, false),
            (Stage::Offer, true, true),
            (Stage::Hired, true, true),
            (Stage::Declined, false, false),
            (Stage::Withdrawn, false, false),
        ] {
            assert_eq!(at_stage(stage).contains(Datum::Contact), contact, "{stage:?}");
            for datum in [Datum::LicenceNumbers, Datum::Proofs] {
                assert_eq!(at_stage(stage).contains(datum), proofs, "{stage:?} {datum:?}");
            }
        }
    }

    #[test]
    fn an_end_takes_back_all_but_the_name_and_a_withdrawal_that_too() {
        let name = Disclosure::of([Datum::Name]);
        assert_eq!([Stage::Declined, Stage::OfferDeclined].map(at_stage), [name; 2]);
        assert!(at_stage(Stage::Withdrawn).is_empty());
        assert!(!introduction().contains(Datum::LicenceNumbers) && !introduction().contains(Datum::Proofs));
    }
}
