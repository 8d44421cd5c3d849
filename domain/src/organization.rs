//! Organizations: employers, direct or agency.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::set::keyed_enum;

/// Identifies an organization for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrganizationId(pub Uuid);

keyed_enum! {
    /// A member's part, least first: each includes those before it.
    MemberRole {
        /// May look.
        Viewer = "viewer",
        /// May post and hire.
        Recruiter = "recruiter",
        /// May do everything.
        Owner = "owner",
    }
}
