//! Reviews: a worker asks that a person looks at what was computed about them, or at how they were declined.
//!
//! Québec's Act respecting the protection of personal information in the private sector, s. 12.1 (as amended by Law 25, in
//! force since 2023-09-22; as of 2026-11): who is subject to a decision that is based exclusively on automated processing may
//! learn of the reasons and the principal factors, may have what is wrong corrected, and may submit observations to a person
//! who can review the decision. Here nothing is decided by a machine: what is computed is in which order candidates are shown
//! and what is said of credentials. Everyone may ask all the same, wherever they live.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::AccountId;
use crate::application::ApplicationId;
use crate::message::Message;
use crate::posting::PostingId;
use crate::set::keyed_enum;

/// Open reviews of one worker at most.
pub const MOST_OPEN: usize = 10;

/// Identifies a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReviewId(pub Uuid);

/// What is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// What was said of the worker and a posting.
    Match(PostingId),
    /// How an application of theirs was declined.
    Rejection(ApplicationId, PostingId),
}

impl Subject {
    /// The posting in question.
    pub const fn posting(self) -> PostingId {
        match self {
            Self::Match(posting) | Self::Rejection(_, posting) => posting,
        }
    }
}

keyed_enum! {
    /// What a person found.
    Finding {
        /// It is right by the rules and by what is known of the worker.
        Stands = "stands",
        /// What is known of the worker is wrong or incomplete: they can mend it.
        YourData = "your_data",
        /// A rule, a fact or a reading of the posting was wrong, and is being mended.
        OurMistake = "our_mistake",
        /// It was a person's decision, and not for us to change.
        Employer = "employer",
    }
}

impl Finding {
    /// It in a few words.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::Stands => "review-stands",
            Self::YourData => "review-your-data",
            Self::OurMistake => "review-our-mistake",
            Self::Employer => "review-employer",
        })
    }
}

/// What a person answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What they found.
    pub finding: Finding,
    /// In their words.
    pub words: String,
    /// Who of the staff.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A review.
#[derive(Clone, PartialEq, Eq)]
pub struct Review {
    /// Its identity.
    pub id: ReviewId,
    /// Who asks.
    pub worker: AccountId,
    /// What is to be looked at.
    pub subject: Subject,
    /// What they say to it.
    pub words: String,
    /// When they asked.
    pub asked_at: DateTime<Utc>,
    /// The answer; `None`: it waits for a person.
    pub answer: Option<Answer>,
}

/// Never with the worker's words.
impl fmt::Debug for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Review({:?}, {:?}, answered: {})", self.id, self.subject, self.answer.is_some())
    }
}

/// It was answered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("answered already")]
pub struct Answered;

impl Review {
    /// With an answer.
    ///
    /// # Errors
    /// [`Answered`].
    pub fn answered(self, answer: Answer) -> Result<Self, Answered> {
        if self.answer.is_some() { Err(Answered) } else { Ok(Self { answer: Some(answer), ..self }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_answered_once_and_its_words_are_in_no_log() {
        let review = Review {
            id: ReviewId(Uuid::from_u128(1)),
            worker: AccountId(Uuid::from_u128(2)),
            subject: Subject::Match(PostingId(Uuid::from_u128(3))),
            words: "I do hold BLS".to_owned(),
            asked_at: DateTime::UNIX_EPOCH,
            answer: None,
        };
        let by = AccountId(Uuid::from_u128(4));
        let answer = Answer { finding: Finding::YourData, words: "Add it".to_owned(), by, at: DateTime::UNIX_EPOCH };
        let answered = review.answered(answer.clone()).unwrap();
        assert!(answered.clone().answered(answer) == Err(Answered));
        assert!(!format!("{answered:?}").contains("BLS"));
        for finding in Finding::ALL {
            assert_ne!(finding.message().render(crate::Lang::En), finding.message().render(crate::Lang::Fr));
        }
    }
}
