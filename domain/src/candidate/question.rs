//! Questions that begin with "what if": how many more could begin if something that is
//! required were only preferred?

use serde::Serialize;

use super::{Count, Period};
use crate::reference::CredentialSet;

/// Most questions about one posting in one period.
pub const QUESTIONS: usize = 3;

/// Most questions of one organization in one period.
pub const PER_ORGANIZATION: usize = 20;

/// What was asked about one posting in one period, with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The period.
    pub period: Period,
    /// Which credentials were only to be preferred, and how many more could begin.
    pub answers: Vec<(CredentialSet, Count)>,
}

/// There are no more questions in this period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("no more questions in this period")]
pub struct Enough;

impl Asking {
    /// Nothing asked yet.
    pub const fn new(period: Period) -> Self {
        Self { period, answers: Vec::new() }
    }

    /// The answer to a question in a period, given how many questions its organization asked in it, and `count`, which
    /// tells how many more could begin. What was answered before gets the same answer and counts once.
    ///
    /// # Errors
    /// [`Enough`].
    pub fn ask(
        &mut self,
        preferred: CredentialSet,
        period: Period,
        by_organization: usize,
        count: impl FnOnce() -> Count,
    ) -> Result<Count, Enough> {
        if period > self.period {
            *self = Self::new(period);
        }
        if let Some((_, answer)) = self.answers.iter().find(|(known, _)| *known == preferred) {
            return Ok(*answer);
        }
        if self.answers.len() >= QUESTIONS || by_organization >= PER_ORGANIZATION {
            return Err(Enough);
        }
        let answer = count();
        self.answers.push((preferred, answer));
        Ok(answer)
    }
}
