//! Who may apply, and answers to questions.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Lang;
use crate::posting::authored::{Question, QuestionKind, Twin};

#[test]
fn one_applies_once_to_what_is_live_and_again_after_withdrawing() {
    let elsewhere = Apply::External { url: "https://example.ca/".to_owned() };
    for (live, apply, former, expected) in [
        (true, &Apply::Internal, &[][..], Ok(())),
        (true, &Apply::Internal, &[Stage::Withdrawn, Stage::Withdrawn], Ok(())),
        (true, &Apply::Internal, &[Stage::Withdrawn, Stage::Interview], Err(NotOpen::Already)),
        (true, &Apply::Internal, &[Stage::Declined], Err(NotOpen::Already)),
        (true, &elsewhere, &[], Err(NotOpen::Elsewhere)),
        (true, &Apply::NotGiven, &[], Err(NotOpen::Elsewhere)),
        (false, &Apply::Internal, &[], Err(NotOpen::Ended)),
    ] {
        assert_eq!(may_apply(live, apply, former), expected, "{live} {apply:?} {former:?}");
    }
}

fn question(kind: QuestionKind, required: bool) -> Question {
    let twin = |text: &str| Twin { en: Some(text.to_owned()), fr: None };
    let choices = if kind == QuestionKind::Choice { vec![twin("Days"), twin("Nights")] } else { vec![] };
    Question { text: twin("?"), kind, choices, required }
}

fn text(said: &str) -> Reply {
    Reply::Text(said.to_owned())
}

/// The pointers of what is wrong.
fn flaws(questions: &[Question], replies: Vec<Option<Reply>>) -> Vec<(String, &'static str)> {
    let found = check(questions, replies).err().unwrap_or_default();
    found.into_iter().map(|flaw| (flaw.at, flaw.message.key)).collect()
}

#[test]
fn each_kind_of_question_takes_its_kind_of_answer() {
    use QuestionKind::{Choice, Text, YesNo};
    let wrong = "hiring-answer-other-kind";
    for (kind, required, reply, expected) in [
        (YesNo, true, Some(Reply::YesNo(false)), None),
        (YesNo, true, None, Some("hiring-answer-required")),
        (YesNo, false, None, None),
        (YesNo, false, Some(text("no")), Some(wrong)),
        (Text, true, Some(text("  ")), Some("hiring-answer-required")),
        (Text, false, Some(text("  ")), None),
        (Text, true, Some(text(&"é".repeat(REPLY_MAX))), None),
        (Text, true, Some(text(&"é".repeat(REPLY_MAX + 1))), Some("hiring-answer-too-long")),
        (Text, true, Some(Reply::Choice(0)), Some(wrong)),
        (Choice, true, Some(Reply::Choice(1)), None),
        (Choice, true, Some(Reply::Choice(2)), Some("hiring-answer-no-choice")),
        (Choice, true, Some(Reply::YesNo(true)), Some(wrong)),
    ] {
        let found = flaws(&[question(kind, required)], vec![reply]);
        assert_eq!(found.first().map(|flaw| flaw.1), expected, "{kind:?} {required}");
        assert!(found.iter().all(|flaw| flaw.0 == "/answers/0") && found.len() < 2);
    }
}

#[test]
fn every_flaw_is_told_with_its_place_and_said_in_both_languages() {
    let asked = [question(QuestionKind::YesNo, true), question(QuestionKind::Text, true)];
    let replies = vec![None, Some(Reply::YesNo(true)), Some(text("more"))];
    let found = check(&asked, replies).err().unwrap();
    let places: Vec<_> = found.iter().map(|flaw| &*flaw.at).collect();
    assert_eq!(places, ["/answers/2", "/answers/0", "/answers/1"]);
    for flaw in found {
        let [en, fr] = Lang::ALL.map(|lang| flaw.message.render(lang));
        assert!(en != flaw.message.key && en != fr, "{en} / {fr}");
    }
}

#[test]
fn what_was_asked_is_kept_with_what_was_answered() {
    let asked = [question(QuestionKind::Choice, false), question(QuestionKind::Text, false)];
    let answers = check(&asked, vec![Some(Reply::Choice(1)), Some(text(" nights only "))]).ok().unwrap();
    assert!(answers[0].question == asked[0] && answers[1].reply == Some(text("nights only")));
    let json = serde_json::to_string(&answers).unwrap();
    assert!(serde_json::from_str::<Vec<Answer>>(&json).unwrap() == answers, "{json}");
    let fewer = check(&asked, vec![]).ok().unwrap();
    assert!(fewer.len() == 2 && fewer.iter().all(|answer| answer.reply.is_none()));
}

fn reply() -> impl Strategy<Value = Option<Reply>> {
    prop_oneof![
        Just(None),
        any::<bool>().prop_map(|yes| Some(Reply::YesNo(yes))),
        select(&["", " ", "yes"][..]).prop_map(|said| Some(text(said))),
        (0..4_u16).prop_map(|choice| Some(Reply::Choice(choice))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Answers are taken exactly when each fits by itself, and then all questions are kept.
    #[test]
    fn answers_are_taken_when_each_fits(
        asked in vec((select(QuestionKind::ALL), any::<bool>()), 0..6),
        replies in vec(reply(), 0..7),
    ) {
        let asked: Vec<_> = asked.into_iter().map(|(kind, required)| question(kind, required)).collect();
        let fits = |(i, question): (usize, &Question)| match (question.kind, replies.get(i).cloned().flatten()) {
            (_, None) => !question.required,
            (QuestionKind::YesNo, Some(Reply::YesNo(_))) => true,
            (QuestionKind::Text, Some(Reply::Text(said))) => said == "yes" || !question.required,
            (QuestionKind::Choice, Some(Reply::Choice(choice))) => choice < 2,
            // What says nothing is no answer, of whatever kind.
            (_, Some(Reply::Text(said))) => said.trim().is_empty() && !question.required,
            _ => false,
        };
        let sound = replies.len() <= asked.len() && asked.iter().enumerate().all(fits);
        match check(&asked, replies) {
            Ok(answers) => prop_assert!(sound && answers.iter().map(|answer| &answer.question).eq(&asked)),
            Err(flaws) => prop_assert!(!sound && !flaws.is_empty()),
        }
    }
}
