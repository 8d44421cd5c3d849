//! Candidates of a side's postings, and invitations of its worker, made anew as far as an operation asks for.

use api::app::candidates::snapshot::Known;
use domain::access::Action;
use domain::account::AccountId;
use domain::candidate::{
    Asked, Batch, Before, CandidateId, Census, Facts, InvitationId, Period, Release, Standing, invite,
};
use domain::posting::PostingId;
use domain::reference::Region;
use storage::candidate::invitation;
use storage::candidate::snapshot::{self, Snapshot};
use storage::vault::Vault;
use tests::World;
use uuid::Uuid;

use super::{Side, bodies, now, write};

impl Side {
    /// Makes what an operation on candidates is about, if it is on candidates.
    pub(super) async fn search(&mut self, world: &World, action: Action) {
        match action {
            Action::ListCandidates | Action::ListOpenCandidates | Action::AskWhatIf | Action::InviteCandidate => {
                let posting = self.posting(bodies::form(), &["publish"]).await;
                self.snapshot(world, &posting).await;
                self.ids.insert("posting", posting);
            }
            Action::ReadCandidateInvitation | Action::WithdrawCandidateInvitation => {
                let invitation = self.invited(world).await;
                self.ids.insert("sent", invitation);
            }
            Action::AcceptInvitation | Action::DeclineInvitation => {
                let invitation = self.invited(world).await;
                self.ids.insert("received", invitation);
            }
            _ => {}
        }
    }

    /// A snapshot in which the worker is every card, as of tomorrow, so that no other is made today.
    async fn snapshot(&mut self, world: &World, posting: &str) {
        let vault = Vault::open_or_create(&world.path().join("data/keys.json")).unwrap();
        let (posting, period) = (PostingId(posting.parse().unwrap()), Period::numbered(Period::of(now()).number() + 1));
        let facts = Facts {
            standing: Standing::Ready,
            fit: None,
            ready: None,
            role: None,
            region: Region::CANADA,
            lines: None,
        };
        let ids = [(); 5].map(|()| candidate());
        let known = Known { census: Census::default(), who: ids.map(|id| (id, self.worker.account)).to_vec() };
        let snapshot = Snapshot {
            posting,
            organization: self.organization,
            period,
            first: false,
            made_at: now(),
            release: Release { batches: vec![Batch { facts, ids }] },
            known: known.seal(&vault, posting, period).unwrap(),
        };
        write(world, async |tx| snapshot::keep(tx, &snapshot).await).await;
        self.ids.insert("candidate", ids[0].text());
    }

    /// An invitation that reached the worker.
    async fn invited(&self, world: &World) -> String {
        let asked = Asked {
            id: InvitationId(Uuid::now_v7()),
            posting: PostingId(self.ids["posting"].parse().unwrap()),
            organization: self.organization,
            by: AccountId(self.owner.account.0),
            candidate: candidate(),
            worker: self.worker.account,
        };
        let invitation = invite(asked, Before::default(), true, now()).unwrap();
        write(world, async |tx| invitation::insert(tx, &invitation).await).await;
        asked.id.0.to_string()
    }
}

fn candidate() -> CandidateId {
    let halves = [Uuid::new_v4(), Uuid::new_v4()].map(Uuid::into_bytes).concat();
    CandidateId::of(halves.try_into().unwrap())
}
