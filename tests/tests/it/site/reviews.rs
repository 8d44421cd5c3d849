//! Reviews that a side's worker asked for, made anew as far as an operation asks for.

use domain::access::Action;
use domain::posting::PostingId;
use domain::review::{Answer, Finding, Review, ReviewId, Subject};
use storage::review;
use tests::{World, people};
use uuid::Uuid;

use super::{Side, now, write};

impl Side {
    /// Makes what an operation on reviews is about, if it is on reviews.
    pub(super) async fn doubt(&mut self, world: &World, action: Action) {
        match action {
            // There may not be many open ones, nor two of one thing.
            Action::AskReview => self.settle(world).await,
            Action::ReadReview | Action::AnswerReview => {
                let asked = Review {
                    id: ReviewId(Uuid::now_v7()),
                    worker: self.worker.account,
                    subject: Subject::Match(PostingId(self.ids["public"].parse().unwrap())),
                    words: "I do hold that.".to_owned(),
                    asked_at: now(),
                    answer: None,
                };
                write(world, async |tx| review::insert(tx, &asked).await).await;
                self.ids.insert("review", asked.id.0.to_string());
            }
            _ => {}
        }
    }

    async fn settle(&self, world: &World) {
        let db = people::database(world).await.unwrap();
        let open = review::of_worker(&db, self.worker.account).await.unwrap();
        db.close().await.unwrap();
        let by = self.owner.account;
        for review in open.into_iter().filter(|review| review.answer.is_none()) {
            let answer = Answer { finding: Finding::Stands, words: "It is.".to_owned(), by, at: now() };
            write(world, async |tx| review::answer(tx, review.id, &answer).await).await;
        }
    }
}
