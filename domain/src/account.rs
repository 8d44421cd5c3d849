//! Accounts: who someone is to us.

pub mod password;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::set::keyed_enum;

/// Identifies an account for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub Uuid);

keyed_enum! {
    /// What an account is for. One person who is both has two: an employer's session never sees a worker's data.
    Kind {
        /// A worker with a profile.
        Worker = "worker",
        /// Someone who may be a member of organizations, or of the staff.
        Employer = "employer",
    }
}

keyed_enum! {
    /// A part in the staff of the platform.
    Staff {
        /// Writes articles.
        Editor = "editor",
        /// Checks employers, licences, postings and reports.
        Moderator = "moderator",
        /// Makes moderators, and may do all they may.
        Admin = "admin",
    }
}
