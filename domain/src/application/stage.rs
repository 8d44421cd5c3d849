//! The stages of an application.

use crate::message::Message;
use crate::set::keyed_enum;

keyed_enum! {
    /// Where an application stands; the open stages in their order, then the ends.
    Stage {
        /// It has come in.
        Submitted = "submitted",
        /// A person at the employer weighs it.
        Reviewing = "reviewing",
        /// They meet.
        Interview = "interview",
        /// The employer has offered the position.
        Offer = "offer",
        /// Ended: the worker takes the position.
        Hired = "hired",
        /// Ended: the employer says no, and why.
        Declined = "declined",
        /// Ended: the worker does not want it any more.
        Withdrawn = "withdrawn",
        /// Ended: the worker was offered the position and does not take it.
        OfferDeclined = "offer_declined",
    }
}

keyed_enum! {
    /// The two sides of an application.
    Party {
        /// Who applies.
        Worker = "worker",
        /// A member of the organization.
        Employer = "employer",
    }
}

impl Stage {
    /// Whether it is over.
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Hired | Self::Declined | Self::Withdrawn | Self::OfferDeclined)
    }

    /// Whether it tells the applicant something: an employer who only opened the application has not answered.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Interview | Self::Offer | Self::Hired | Self::Declined)
    }

    /// Whether it tells whether a hiring decision was made.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Offer | Self::Hired | Self::Declined)
    }

    /// Whether what was planned before is not to be any more.
    pub const fn ends_meetings(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn | Self::OfferDeclined)
    }

    /// It in a few words.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::Submitted => "hiring-stage-submitted",
            Self::Reviewing => "hiring-stage-reviewing",
            Self::Interview => "hiring-stage-interview",
            Self::Offer => "hiring-stage-offer",
            Self::Hired => "hiring-stage-hired",
            Self::Declined => "hiring-stage-declined",
            Self::Withdrawn => "hiring-stage-withdrawn",
            Self::OfferDeclined => "hiring-stage-offer-declined",
        })
    }
}
