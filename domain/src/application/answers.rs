//! Answers to a posting's screening questions.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::message::{Arg, Message};
use crate::posting::authored::{Question, QuestionKind};

/// The longest answer in one's own words, in characters.
pub const REPLY_MAX: usize = 2_000;

/// What is answered to one question.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Yes or no.
    YesNo(bool),
    /// In one's own words.
    Text(String),
    /// One of the choices, by its place in the list, from 0.
    Choice(u16),
}

/// Personal: only its kind.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YesNo(_) => "YesNo",
            Self::Text(_) => "Text",
            Self::Choice(_) => "Choice",
        })
    }
}

/// A question as it was asked, with its answer: the posting may change later, the application does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// What was answered; `None`: nothing, to a question that may be left out.
    pub reply: Option<Reply>,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// Which: a JSON pointer (RFC 6901) into the application, `/answers/2`.
    pub at: String,
    /// What is to be done about it.
    pub message: Message,
}

/// The answers with their questions. `replies` are in the order of `questions`; those left out at the end count as not
/// answered.
///
/// No answer decides anything by itself: a person reads it (Québec, Law 25 s. 12.1, counts plain rule filters as
/// automated decisions, as of 2023-09-22).
///
/// # Errors
/// Every [`Flaw`].
pub fn check(questions: &[Question], replies: Vec<Option<Reply>>) -> Result<Vec<Answer>, Vec<Flaw>> {
    let mut flaws: Vec<Flaw> = Vec::new();
    let mut flaw = |i: usize, message| flaws.push(Flaw { at: format!("/answers/{i}"), message });
    for i in questions.len()..replies.len() {
        flaw(i, Message::new("hiring-answer-no-question"));
    }
    let replies = replies.into_iter().chain(std::iter::repeat_with(|| None));
    let mut answers = Vec::with_capacity(questions.len());
    for (i, (question, reply)) in questions.iter().zip(replies).enumerate() {
        let reply = reply.and_then(said);
        match fault(question, reply.as_ref()) {
            Some(message) => flaw(i, message),
            None => answers.push(Answer { question: question.clone(), reply }),
        }
    }
    if flaws.is_empty() { Ok(answers) } else { Err(flaws) }
}

/// A reply without space around it; `None` where it says nothing.
fn said(reply: Reply) -> Option<Reply> {
    match reply {
        Reply::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(|text| Reply::Text(text.to_owned())),
        other => Some(other),
    }
}

fn fault(question: &Question, reply: Option<&Reply>) -> Option<Message> {
    let Some(reply) = reply else {
        return question.required.then(|| Message::new("hiring-answer-required"));
    };
    match (question.kind, reply) {
        (QuestionKind::YesNo, Reply::YesNo(_)) => None,
        (QuestionKind::Text, Reply::Text(text)) => (text.chars().count() > REPLY_MAX).then(|| {
            let most = i64::try_from(REPLY_MAX).unwrap_or(i64::MAX);
            Message::new("hiring-answer-too-long").with("most", Arg::Count(most))
        }),
        (QuestionKind::Choice, Reply::Choice(choice)) => {
            (usize::from(*choice) >= question.choices.len()).then(|| Message::new("hiring-answer-no-choice"))
        }
        _ => Some(Message::new("hiring-answer-other-kind")),
    }
}
