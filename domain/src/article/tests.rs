use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn words() -> Words {
    Words {
        title: "Title".to_owned(),
        summary: "Summary".to_owned(),
        body: "Body".to_owned(),
        cover_alt: String::new(),
    }
}

fn content() -> Content {
    Content {
        kind: Kind::Article,
        slug: "a-title".to_owned(),
        author: Author { name: "Ann".to_owned(), role_en: "nurse".to_owned(), role_fr: "infirmière".to_owned() },
        tags: vec!["licence".to_owned()],
        en: Some(words()),
        fr: None,
        origin: None,
    }
}

fn article(content: Content) -> Article {
    Article::draft(ArticleId(Uuid::from_u128(1)), content, now())
}

#[test]
fn it_is_seen_from_its_moment_on_and_stays_at_its_address() {
    let draft = article(content());
    assert!(!draft.is_live(now()));
    let later = now() + TimeDelta::days(2);
    assert_eq!(draft.published(Some(now() - TimeDelta::seconds(1)), now()), Err(Denied::Past));
    let planned = draft.published(Some(later), now()).unwrap();
    assert!(!planned.is_live(later - TimeDelta::seconds(1)) && planned.is_live(later));
    // Until then it may be put off, or moved.
    assert!(planned.published(None, now()).unwrap().is_live(now()));
    let moved = Content { slug: "another".to_owned(), ..content() };
    assert!(planned.edited(moved.clone(), now()).is_ok());
    assert_eq!(planned.edited(moved.clone(), later), Err(Denied::Fixed));
    assert!(planned.edited(Content { kind: Kind::News, ..content() }, later).is_err());
    assert_eq!(planned.published(None, later), Err(Denied::Live));
    let back = planned.withdrawn(later).unwrap();
    assert_eq!(back.withdrawn(later), Err(Denied::Draft));
    assert!(back.edited(moved, later).is_ok());
}

#[test]
fn nothing_that_lacks_something_is_seen() {
    let blank = Content {
        en: None,
        author: Author { name: " ".to_owned(), role_en: String::new(), role_fr: String::new() },
        ..content()
    };
    let wrong =
        |content: &Content| content.gaps(false).into_iter().map(|(at, message)| (at, message.key)).collect::<Vec<_>>();
    assert_eq!(wrong(&blank), [("/en", "article-no-words"), ("/author", "article-no-author")]);
    assert_eq!(article(blank.clone()).published(None, now()), Err(Denied::Gaps(blank.gaps(false))));
    // What is planned stays whole too.
    let planned = article(content()).published(Some(now() + TimeDelta::days(1)), now()).unwrap();
    assert_eq!(planned.edited(blank.clone(), now()), Err(Denied::Gaps(blank.gaps(false))));
    assert!(article(content()).edited(blank, now()).is_ok(), "a draft may lack anything");
    let half = Content { fr: Some(Words { body: String::new(), ..words() }), ..content() };
    assert_eq!(wrong(&half), [("/fr", "article-incomplete")]);
    let origin = Some(Origin { name: "A paper".to_owned(), url: "https://example.org/".to_owned() });
    assert_eq!(wrong(&Content { kind: Kind::News, ..content() }), [("/origin", "article-no-origin")]);
    assert_eq!(wrong(&Content { origin: origin.clone(), ..content() }), [("/origin", "article-origin")]);
    let long = Some(Words { body: "é".repeat(ABSTRACT + 1), ..words() });
    assert_eq!(wrong(&Content { kind: Kind::News, origin, en: long, ..content() }), [("/en", "article-abstract")]);
}

#[test]
fn a_cover_that_is_seen_is_told_of_to_those_who_do_not_see_it() {
    assert_eq!((Cover::admit(COVER), Cover::admit(COVER + 1)), (Ok(()), Err(NoCover::TooLarge)));
    let formats = [Format::Jpeg, Format::Png, Format::Pdf].map(Cover::accept);
    assert_eq!(formats, [Ok(()), Ok(()), Err(NoCover::NoPicture)]);
    let cover = || Some(Cover { format: Format::Png, bytes: 9, sha256: "ab".to_owned() });
    let gap = |at| Err(Denied::Gaps(vec![(at, Message::new("article-no-cover-alt"))]));
    let told = |alt: &str| Some(Words { cover_alt: alt.to_owned(), ..words() });
    let draft = article(content()).covered(cover(), now()).unwrap();
    assert_eq!(draft.published(None, now()), gap("/en"));
    let half = draft.edited(Content { en: told("A lighthouse"), fr: told(" "), ..content() }, now()).unwrap();
    assert_eq!(half.published(None, now()), gap("/fr"));
    let whole = half.edited(Content { en: told("A lighthouse"), fr: told("Un phare"), ..content() }, now()).unwrap();
    let seen = whole.published(None, now()).unwrap();
    assert_eq!(seen.edited(content(), now()), gap("/en"), "what is seen stays told");
    let bare = seen.covered(None, now()).unwrap();
    assert!(bare.cover.is_none() && bare.edited(content(), now()).is_ok());
    assert_eq!(bare.edited(content(), now()).unwrap().covered(cover(), now()), gap("/en"));
}

proptest! {
    #[test]
    fn read_more_names_those_that_share_most_and_the_newest_of_these(
        own in vec(0..6_u8, 0..4), all in vec((vec(0..6_u8, 0..4), any::<bool>()), 0..12),
    ) {
        let tags = |numbers: &[u8]| {
            let mut tags: Vec<String> = numbers.iter().map(u8::to_string).collect();
            tags.sort_unstable();
            tags.dedup();
            tags
        };
        let here = article(Content { tags: tags(&own), ..content() });
        let others: Vec<Article> = (2_u128..).zip(&all).map(|(number, (numbers, english))| {
            let en = english.then(words);
            Article { id: ArticleId(Uuid::from_u128(number)), ..article(Content { tags: tags(numbers), en, ..content() }) }
        }).collect();
        let found = related(&here, &others, Lang::En);
        let shared = |other: &Article| other.content.tags.iter().filter(|tag| here.content.tags.contains(tag)).count();
        let mut brute: Vec<&Article> = others.iter().filter(|other| other.content.en.is_some() && shared(other) > 0).collect();
        brute.sort_by_key(|other| (std::cmp::Reverse(shared(other)), other.id));
        brute.truncate(MOST_RELATED);
        prop_assert_eq!(found, brute);
    }
}
