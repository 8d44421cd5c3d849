//! Who may do what to what: the access table, as data.
//!
//! Every operation of the API names its [`Action`]; the action's key is the operation's `operationId`. A use case
//! asks twice: [`admit`] before it looks at any object, [`admit_to`] once the object's owner is known. So a person
//! without any right to an action is refused alike whether or not the object exists, and one who has the right to
//! their own objects only cannot tell a foreign object from an absent one: both are [`Refusal::Absent`].

mod table;

use serde::{Deserialize, Serialize};

pub use table::Action;

use crate::account::{AccountId, Kind, Staff};
use crate::organization::{MemberRole, OrganizationId};
use crate::set::{BitSet, keyed_enum};

keyed_enum! {
    /// Someone in a part that the access table knows. One person may play several.
    Actor {
        /// Anyone at all. What an anonymous caller may do, everyone may.
        Anonymous = "anonymous",
        /// Anyone who is signed in.
        Account = "account",
        /// A worker.
        Worker = "worker",
        /// Someone whose account is for being a member of organizations.
        Employer = "employer",
        /// A member of an organization who may look.
        Viewer = "viewer",
        /// A member who may post and hire.
        Recruiter = "recruiter",
        /// A member who may do everything in the organization.
        Owner = "owner",
        /// Staff who write articles.
        Editor = "editor",
        /// Staff who check employers, licences, postings and reports.
        Moderator = "moderator",
        /// Staff who make moderators; made on the command line only.
        Admin = "admin",
        /// An organization's API key that may read its postings.
        PostingReader = "key postings:read",
        /// An organization's API key that may write its postings.
        PostingWriter = "key postings:write",
    }
}

keyed_enum! {
    /// Over which objects an actor has the right to an action.
    Over {
        /// Those of their own account, or of an organization they are a member of in that part.
        Own = "own",
        /// Any object, and what has no object.
        Any = "any",
    }
}

keyed_enum! {
    /// What an API key is for.
    Scope {
        /// Read the organization's postings, whatever their state, and what came of them.
        ReadPostings = "postings:read",
        /// Write and publish postings; includes to read them.
        WritePostings = "postings:write",
    }
}

/// An API key: it acts for the member who made it, in that one organization, within its scopes, and never with a second
/// factor. What the member may not do (any more), it may not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Who made it, with the membership of the one organization.
    pub person: Person,
    /// What it is for.
    pub scopes: BitSet<Scope>,
}

impl Key {
    fn plays(&self, actor: Actor, owner: Option<Owner>) -> bool {
        let [reads, writes] = [Scope::ReadPostings, Scope::WritePostings].map(|scope| self.scopes.contains(scope));
        match actor {
            Actor::PostingReader => (reads || writes) && self.person.is_member(MemberRole::Viewer, owner),
            Actor::PostingWriter => writes && self.person.is_member(MemberRole::Recruiter, owner),
            _ => false,
        }
    }
}

/// A part that someone plays in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Where.
    pub organization: OrganizationId,
    /// As what.
    pub role: MemberRole,
}

/// Someone who is signed in, as read from the database for this very request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub account: AccountId,
    /// Worker or member of organizations.
    pub kind: Kind,
    /// Their part in the staff.
    pub staff: Option<Staff>,
    /// Their organizations.
    pub memberships: Vec<Membership>,
    /// Whether this session was confirmed with a second factor.
    pub second_factor: bool,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody we know.
    Anonymous,
    /// Someone signed in.
    Person(Person),
    /// An organization's API key.
    Key(Key),
}

/// Whose an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An account's own: a profile, a session, a document.
    Account(AccountId),
    /// An organization's: a posting, a facility.
    Organization(OrganizationId),
    /// Nobody's: reached only by those who may reach any.
    Nobody,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Sign in first: 401.
    SignIn,
    /// The session needs a second factor first: 403.
    SecondFactor,
    /// Not in this part: 403.
    Forbidden,
    /// Not one of yours, or not there at all: 404.
    Absent,
}

impl Who {
    /// The person, where someone is signed in, or for whom a key acts.
    ///
    /// # Errors
    /// [`Refusal::SignIn`].
    pub fn person(&self) -> Result<&Person, Refusal> {
        match self {
            Self::Person(person) | Self::Key(Key { person, .. }) => Ok(person),
            Self::Anonymous => Err(Refusal::SignIn),
        }
    }
}

impl Person {
    /// What they are to an object: every actor they play, with the parts they play elsewhere when `owner` is
    /// `None`.
    fn plays(&self, actor: Actor, owner: Option<Owner>) -> bool {
        match actor {
            Actor::Anonymous | Actor::Account => true,
            Actor::Worker => self.kind == Kind::Worker,
            Actor::Employer => self.kind == Kind::Employer,
            Actor::Viewer => self.is_member(MemberRole::Viewer, owner),
            Actor::Recruiter => self.is_member(MemberRole::Recruiter, owner),
            Actor::Owner => self.is_member(MemberRole::Owner, owner),
            Actor::Editor => matches!(self.staff, Some(Staff::Editor | Staff::Admin)),
            Actor::Moderator => matches!(self.staff, Some(Staff::Moderator | Staff::Admin)),
            Actor::Admin => self.staff == Some(Staff::Admin),
            Actor::PostingReader | Actor::PostingWriter => false,
        }
    }

    /// Whether they are at least `role` in the organization of `owner`, or in any when it is not given.
    fn is_member(&self, role: MemberRole, owner: Option<Owner>) -> bool {
        self.memberships.iter().filter(|membership| membership.role >= role).any(|membership| match owner {
            None => true,
            Some(Owner::Organization(organization)) => membership.organization == organization,
            Some(_) => false,
        })
    }

    /// Whether the object is theirs as far as accounts go; membership is looked at by [`Self::plays`].
    fn holds(&self, actor: Actor, owner: Owner) -> bool {
        match owner {
            Owner::Account(account) => account == self.account,
            Owner::Organization(_) => matches!(actor, Actor::Viewer | Actor::Recruiter | Actor::Owner),
            Owner::Nobody => false,
        }
    }

    /// Whether the part by which an action is allowed asks for a second factor: an owner's whole membership and
    /// all staff but editors (NIST SP 800-63B-4 §2.2, AAL2, as of 2025-08).
    fn needs_second_factor(&self, actor: Actor, owner: Option<Owner>) -> bool {
        match actor {
            Actor::Moderator | Actor::Admin | Actor::Owner => true,
            Actor::Viewer | Actor::Recruiter => self.is_member(MemberRole::Owner, owner),
            _ => false,
        }
    }
}

/// Whether `who` may do `action` to anything at all; asked before any object is looked at.
///
/// # Errors
/// [`Refusal::SignIn`], [`Refusal::Forbidden`] or [`Refusal::SecondFactor`].
pub fn admit(who: &Who, action: Action) -> Result<(), Refusal> {
    decide(who, action, None)
}

/// Whether `who` may do `action` to an object of `owner`. After [`admit`].
///
/// # Errors
/// [`Refusal::Absent`] where the object is not theirs; as [`admit`] otherwise.
pub fn admit_to(who: &Who, action: Action, owner: Owner) -> Result<(), Refusal> {
    decide(who, action, None)?;
    decide(who, action, Some(owner)).map_err(|refusal| match refusal {
        Refusal::Forbidden if who.person().is_ok_and(|person| in_organization(person, owner)) => Refusal::Forbidden,
        Refusal::SecondFactor => Refusal::SecondFactor,
        _ => Refusal::Absent,
    })
}

/// A member of the very organization knows that the object exists.
fn in_organization(person: &Person, owner: Owner) -> bool {
    person.is_member(MemberRole::Viewer, Some(owner))
}

fn decide(who: &Who, action: Action, owner: Option<Owner>) -> Result<(), Refusal> {
    if action.is_public() {
        return Ok(());
    }
    let person = match who {
        Who::Anonymous => return Err(Refusal::SignIn),
        Who::Key(key) => {
            let plays = |(actor, _): &(Actor, Over)| key.plays(*actor, owner);
            return if action.cells().iter().any(plays) { Ok(()) } else { Err(Refusal::Forbidden) };
        }
        Who::Person(person) => person,
    };
    let mut refusal = Refusal::Forbidden;
    for &(actor, over) in action.cells() {
        // A right over any object is not bound to the organization the object belongs to.
        let at = owner.filter(|_| over == Over::Own);
        let reaches = over == Over::Any || owner.is_none_or(|owner| person.holds(actor, owner));
        if !reaches || !person.plays(actor, at) {
            continue;
        }
        if person.second_factor || !person.needs_second_factor(actor, at) {
            return Ok(());
        }
        refusal = Refusal::SecondFactor;
    }
    Err(refusal)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(kind: Kind) -> Person {
        let account = AccountId(Uuid::from_u128(1));
        Person { account, kind, staff: None, memberships: Vec::new(), second_factor: false }
    }

    fn member(role: MemberRole, second_factor: bool) -> Who {
        let membership = Membership { organization: OrganizationId(Uuid::from_u128(7)), role };
        Who::Person(Person { memberships: vec![membership], second_factor, ..person(Kind::Employer) })
    }

    const OWN: Owner = Owner::Organization(OrganizationId(Uuid::from_u128(7)));
    const FOREIGN: Owner = Owner::Organization(OrganizationId(Uuid::from_u128(8)));

    #[test]
    fn everyone_may_do_what_anyone_may() {
        for who in [Who::Anonymous, member(MemberRole::Owner, false)] {
            assert_eq!(admit(&who, Action::SearchPostings), Ok(()));
            assert_eq!(admit_to(&who, Action::ReadPosting, FOREIGN), Ok(()));
        }
    }

    #[test]
    fn a_foreign_object_is_absent_and_a_missing_part_is_said_before_it() {
        let recruiter = member(MemberRole::Recruiter, false);
        assert_eq!(admit_to(&recruiter, Action::PublishPosting, OWN), Ok(()));
        assert_eq!(admit_to(&recruiter, Action::PublishPosting, FOREIGN), Err(Refusal::Absent));
        let viewer = member(MemberRole::Viewer, false);
        assert_eq!(admit(&viewer, Action::PublishPosting), Err(Refusal::Forbidden));
        assert_eq!(admit(&Who::Anonymous, Action::PublishPosting), Err(Refusal::SignIn));
        let worker = Who::Person(person(Kind::Worker));
        assert_eq!(admit(&worker, Action::PublishPosting), Err(Refusal::Forbidden));
    }

    #[test]
    fn one_who_may_elsewhere_but_only_looks_here_is_told_so() {
        let Who::Person(mut both) = member(MemberRole::Viewer, false) else { unreachable!() };
        let elsewhere = OrganizationId(Uuid::from_u128(9));
        both.memberships.push(Membership { organization: elsewhere, role: MemberRole::Recruiter });
        let both = Who::Person(both);
        assert_eq!(admit_to(&both, Action::PublishPosting, OWN), Err(Refusal::Forbidden));
        assert_eq!(admit_to(&both, Action::PublishPosting, Owner::Organization(elsewhere)), Ok(()));
        assert_eq!(admit_to(&both, Action::PublishPosting, FOREIGN), Err(Refusal::Absent));
    }

    #[test]
    fn owners_and_moderators_need_their_second_factor() {
        assert_eq!(admit(&member(MemberRole::Owner, false), Action::PublishPosting), Err(Refusal::SecondFactor));
        assert_eq!(admit(&member(MemberRole::Owner, true), Action::PublishPosting), Ok(()));
        let mut moderator = Person { staff: Some(Staff::Moderator), ..person(Kind::Employer) };
        assert_eq!(admit(&Who::Person(moderator.clone()), Action::ReadQueue), Err(Refusal::SecondFactor));
        moderator.second_factor = true;
        assert_eq!(admit(&Who::Person(moderator), Action::ReadQueue), Ok(()));
    }

    #[test]
    fn a_key_does_what_its_scopes_and_its_member_may_and_nothing_else() {
        let key = |role, scopes: &[Scope]| {
            let Who::Person(person) = member(role, false) else { unreachable!() };
            Who::Key(Key { person, scopes: scopes.iter().copied().collect() })
        };
        let writer = key(MemberRole::Owner, &[Scope::WritePostings]);
        assert_eq!(admit_to(&writer, Action::PublishPosting, OWN), Ok(()));
        assert_eq!(admit_to(&writer, Action::ListOwnPostings, OWN), Ok(()));
        assert_eq!(admit_to(&writer, Action::PublishPosting, FOREIGN), Err(Refusal::Absent));
        assert_eq!(admit_to(&writer, Action::PublishPosting, Owner::Nobody), Err(Refusal::Absent));
        let reader = key(MemberRole::Owner, &[Scope::ReadPostings]);
        assert_eq!(admit(&reader, Action::PublishPosting), Err(Refusal::Forbidden));
        assert_eq!(admit_to(&reader, Action::ReadOwnPosting, OWN), Ok(()));
        assert_eq!(
            admit(&key(MemberRole::Viewer, &[Scope::WritePostings]), Action::PublishPosting),
            Err(Refusal::Forbidden)
        );
        for action in [Action::ListApplications, Action::ReadAccount, Action::AddApiKey, Action::SignOut] {
            assert_eq!(admit(&writer, action), Err(Refusal::Forbidden), "{action:?}");
        }
        assert_eq!(admit(&writer, Action::SearchPostings), Ok(()));
    }

    #[test]
    fn an_account_reaches_its_own_things_only() {
        let who = Who::Person(person(Kind::Worker));
        assert_eq!(admit_to(&who, Action::ReadDocument, Owner::Account(AccountId(Uuid::from_u128(1)))), Ok(()));
        let other = Owner::Account(AccountId(Uuid::from_u128(2)));
        assert_eq!(admit_to(&who, Action::ReadDocument, other), Err(Refusal::Absent));
        assert_eq!(admit_to(&who, Action::ReadDocument, Owner::Nobody), Err(Refusal::Absent));
    }
}
