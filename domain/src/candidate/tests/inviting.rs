//! Invitations, against a model written down as a table, and their limits.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Lang;
use crate::grant::{Basis, GrantId};
use crate::organization::OrganizationId;

fn asked() -> Asked {
    Asked {
        id: InvitationId(uuid(1)),
        posting: PostingId(uuid(2)),
        organization: OrganizationId(uuid(3)),
        by: AccountId(uuid(4)),
        candidate: CandidateId::of([5; 32]),
        worker: AccountId(uuid(6)),
    }
}

const EVENTS: &[&str] = &["accept", "decline", "withdraw", "expire", "expire"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_invitation_goes_as_the_table_says(
        steps in vec((0..9_000_i64, select(EVENTS)), 1..12), reaches in prop::bool::weighted(0.8),
    ) {
        let mut invitation = invite(asked(), Before::default(), reaches, at(0)).unwrap();
        let (mut now, mut state) = (0, "sent");
        let grant_id = GrantId(uuid(9));
        for (minutes, name) in steps {
            now += minutes;
            let over = now >= 14 * 24 * 60;
            let event = match name {
                "accept" => Event::Accept(grant_id),
                "decline" => Event::Decline,
                "withdraw" => Event::Withdraw,
                _ => Event::Expire,
            };
            let next = match (name, state, over) {
                ("accept", "sent", false) if reaches => Ok("accepted"),
                ("decline", "sent", false) if reaches => Ok("declined"),
                ("accept" | "decline", ..) if !reaches => Err(Denied::Unknown),
                ("withdraw", "sent", false) => Ok("withdrawn"),
                ("expire", "sent", true) => Ok("expired"),
                ("expire", "sent", false) => Err(Denied::NotYet),
                _ => Err(Denied::Ended),
            };
            let went = invitation.after(event, at(now));
            prop_assert_eq!(went.as_ref().map(|(after, _)| after.state.key()), next.as_ref().copied());
            prop_assert_eq!(invitation.is_due(at(now)), state == "sent" && over);
            let Ok((after, grant)) = went else { continue };
            prop_assert_eq!(grant.is_some(), name == "accept", "only a yes makes a grant");
            if let Some(grant) = grant {
                let basis = Basis::Invitation(invitation.id);
                prop_assert_eq!((grant.id, grant.basis, grant.granted_at), (grant_id, basis, at(now)));
                prop_assert_eq!((grant.worker, grant.organization), (invitation.worker, invitation.organization));
            }
            prop_assert_eq!(after.since, if name == "expire" { invitation.expires_at } else { at(now) });
            let same = Invitation { state: invitation.state, since: invitation.since, ..after.clone() };
            prop_assert_eq!(&same, &invitation, "nothing else changes");
            (invitation, state) = (after, next.unwrap_or(state));
        }
    }

    /// Whether one is refused depends only on what the organization did for all to see: never on the worker. And one that
    /// reaches nobody looks and lives like one that nobody answers.
    #[test]
    fn a_refusal_tells_nothing_of_the_worker(
        for_posting in 0..30_usize, by_organization in 0..130_usize, this_candidate in prop::bool::weighted(0.2),
        reached in 0..14_usize, from_organization in 0..4_usize, seen in any::<bool>(),
    ) {
        let quiet = Before { for_posting, by_organization, this_candidate, ..Before::default() };
        let known = Before { reached_from_organization: from_organization, reached, ..quiet };
        let (first, second) = (invite(asked(), quiet, true, at(0)), invite(asked(), known, seen, at(0)));
        let refused = |result: &Result<Invitation, Refused>| result.as_ref().err().copied();
        prop_assert_eq!(refused(&first), refused(&second));
        let expected = match () {
            () if this_candidate => Some(Refused::Already),
            () if for_posting >= 20 => Some(Refused::Posting),
            () if by_organization >= 100 => Some(Refused::Organization),
            () => None,
        };
        prop_assert_eq!(refused(&first), expected);
        if let (Ok(first), Ok(second)) = (first, second) {
            prop_assert_eq!(second.reaches, seen && from_organization < 2 && reached < 10);
            for minute in [0, 14 * 24 * 60 - 1, 14 * 24 * 60] {
                prop_assert_eq!(first.state(at(minute)), second.state(at(minute)));
            }
            prop_assert_eq!(Invitation { reaches: true, ..second }, first);
        }
    }
}

#[test]
fn it_never_names_the_worker_in_a_log_and_is_said_in_both_languages() {
    let invitation = invite(asked(), Before::default(), true, at(0)).unwrap();
    let shown = format!("{invitation:?}");
    assert!(!shown.contains(&invitation.worker.0.to_string()), "{shown}");
    assert_eq!(invitation.expires_at, at(0) + TimeDelta::days(14));
    for state in State::ALL {
        let [en, fr] = Lang::ALL.map(|lang| state.message().render(lang));
        assert!(en != fr && !en.contains("hiring-"), "{en} / {fr}");
    }
}
