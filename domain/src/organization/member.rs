//! Members: who may act for an organization. Someone always owns it.

use chrono::{DateTime, Utc};

use super::MemberRole;
use crate::account::AccountId;

/// A member of one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: MemberRole,
    /// Counts the changes of the role, from 1.
    pub version: i32,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Why members cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// No such member.
    #[error("not a member")]
    NotAMember,
    /// A member already.
    #[error("a member already")]
    AlreadyAMember,
    /// Only an owner lets others go.
    #[error("only an owner lets others go")]
    NotAnOwner,
    /// Nobody would own the organization.
    #[error("the last owner cannot leave or be made less")]
    LastOwner,
    /// More than an organization may have.
    #[error("an organization has at most {} members", Members::MOST)]
    TooMany,
}

/// All members of one organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members(Vec<Member>);

impl Members {
    /// Most members of one organization.
    pub const MOST: usize = 200;

    /// The members as they are kept.
    pub const fn new(members: Vec<Member>) -> Self {
        Self(members)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Member> {
        self.0.iter()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`MemberError::NotAMember`].
    pub fn get(&self, account: AccountId) -> Result<&Member, MemberError> {
        self.0.iter().find(|member| member.account == account).ok_or(MemberError::NotAMember)
    }

    /// Takes someone in; the first of an organization owns it, whatever `role` says.
    ///
    /// # Errors
    /// [`MemberError::AlreadyAMember`] and [`MemberError::TooMany`].
    pub fn join(&mut self, account: AccountId, role: MemberRole, now: DateTime<Utc>) -> Result<&Member, MemberError> {
        if self.get(account).is_ok() {
            return Err(MemberError::AlreadyAMember);
        }
        if self.0.len() >= Self::MOST {
            return Err(MemberError::TooMany);
        }
        let role = if self.0.is_empty() { MemberRole::Owner } else { role };
        self.0.push(Member { account, role, version: 1, since: now });
        self.0.last().ok_or(MemberError::NotAMember)
    }

    /// Gives a member another part.
    ///
    /// # Errors
    /// [`MemberError::NotAMember`] and [`MemberError::LastOwner`].
    pub fn set_role(&mut self, account: AccountId, role: MemberRole) -> Result<&Member, MemberError> {
        if role != MemberRole::Owner && self.is_last_owner(account) {
            return Err(MemberError::LastOwner);
        }
        let member = self.0.iter_mut().find(|member| member.account == account).ok_or(MemberError::NotAMember)?;
        if member.role != role {
            member.role = role;
            member.version += 1;
        }
        Ok(member)
    }

    /// Lets a member go.
    ///
    /// # Errors
    /// [`MemberError::NotAMember`] and [`MemberError::LastOwner`].
    pub fn leave(&mut self, account: AccountId) -> Result<(), MemberError> {
        self.get(account)?;
        if self.is_last_owner(account) {
            return Err(MemberError::LastOwner);
        }
        self.0.retain(|member| member.account != account);
        Ok(())
    }

    /// Lets a member go, as `by` wants it: oneself, or as an owner anyone.
    ///
    /// # Errors
    /// [`MemberError::NotAnOwner`], said before it is looked whether there is such a member, and those of
    /// [`Self::leave`].
    pub fn dismiss(&mut self, by: AccountId, account: AccountId) -> Result<(), MemberError> {
        if by != account && self.get(by)?.role != MemberRole::Owner {
            return Err(MemberError::NotAnOwner);
        }
        self.leave(account)
    }

    /// Whether nobody else owns the organization.
    pub fn is_last_owner(&self, account: AccountId) -> bool {
        let mut owners = self.0.iter().filter(|member| member.role == MemberRole::Owner);
        owners.next().is_some_and(|owner| owner.account == account) && owners.next().is_none()
    }
}
