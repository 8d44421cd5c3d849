//! Who may see a worker's profile.

use crate::message::Message;
use crate::set::keyed_enum;

keyed_enum! {
    /// Who may see a worker's profile. Hidden until the worker chooses; employers that a worker blocks see nothing
    /// whatever is chosen.
    Visibility {
        /// Nobody. The worker still sees their own matches and may apply.
        Hidden = "hidden",
        /// Verified employers see roles, coarse region and dates, without a name; more only after a yes for each.
        Anonymous = "anonymous",
        /// Verified employers may see who the worker is: a standing yes, recorded like any other.
        Open = "open",
    }
}

impl Visibility {
    /// What the choice means, for the worker who chooses.
    pub const fn explained(self) -> Message {
        Message::new(match self {
            Self::Hidden => "visibility-hidden",
            Self::Anonymous => "visibility-anonymous",
            Self::Open => "visibility-open",
        })
    }
}
