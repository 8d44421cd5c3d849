//! What every engine must do, run on each: tantivy; Meilisearch where `MEILI_URL` names a server; and, for what does
//! not depend on how words are matched, Meilisearch's client against the double of its API.

use std::collections::BTreeSet;
use std::future::{Ready, ready};
use std::sync::Arc;

use domain::Lang;
use domain::posting::PostingId;
use domain::reference::Province;
use domain::search::{Cursor, Document, Facet, Filter, Page, SearchQuery, Sort, document};
use domain::worker::Circle;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use search_indexer::{MAX_DEPTH, MeilisearchIndex, SearchIndex, TantivyIndex};
use secrecy::SecretString;

use crate::double::Double;
use crate::samples::{english, filters, french, id, location, now, posting, postings, query, role, with_roles};

/// An engine for a test, with what keeps it alive.
pub(crate) struct Engine {
    pub index: Arc<dyn SearchIndex>,
    _files: Option<tempfile::TempDir>,
    _server: Option<Double>,
}

impl Engine {
    fn tantivy() -> Ready<Option<Self>> {
        let files = tempfile::tempdir().unwrap();
        let index = Arc::new(TantivyIndex::open(files.path()).unwrap());
        ready(Some(Self { index, _files: Some(files), _server: None }))
    }

    async fn double() -> Option<Self> {
        let server = Double::start().await;
        let index = Arc::new(MeilisearchIndex::new(&server.url(), Some(&SecretString::from("key"))).unwrap());
        Some(Self { index, _files: None, _server: Some(server) })
    }

    fn meilisearch() -> Ready<Option<Self>> {
        let Ok(url) = std::env::var("MEILI_URL") else {
            let thread = std::thread::current();
            domain::testing::skipped(thread.name().unwrap_or("a test"), "no Meilisearch: MEILI_URL is not set");
            return ready(None);
        };
        let key = std::env::var("MEILI_MASTER_KEY").ok().map(SecretString::from);
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let index = Arc::new(MeilisearchIndex::named(&name, &url, key.as_ref()).unwrap());
        ready(Some(Self { index, _files: None, _server: None }))
    }

    /// Builds the index anew with these documents.
    pub(crate) async fn build(&self, documents: &[Document]) {
        let mut beside = self.index.begin_rebuild().await.unwrap();
        beside.add(documents).await.unwrap();
        beside.swap().await.unwrap();
    }

    pub(crate) async fn search(&self, query: &SearchQuery) -> Page {
        self.index.search(query, now()).await.unwrap()
    }

    async fn found(&self, text: &str) -> BTreeSet<u128> {
        ids(&self.search(&query(text)).await).into_iter().collect()
    }

    /// Every page of a query.
    async fn all(&self, query: &SearchQuery) -> Vec<PostingId> {
        let mut query = query.clone();
        let mut all = Vec::new();
        loop {
            let page = self.search(&query).await;
            assert!(page.hits.len() <= query.limit);
            all.extend(page.hits.iter().map(|hit| hit.id));
            query.after = page.next;
            if query.after.is_none() {
                return all;
            }
        }
    }
}

fn ids(page: &Page) -> Vec<u128> {
    page.hits.iter().map(|hit| hit.id.0.as_u128()).collect()
}

macro_rules! on {
    ($engine:ident: $($test:ident),+ $(,)?) => {
        mod $engine {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(engine) = super::Engine::$engine().await {
                    super::$test(&engine).await;
                }
            })+
        }
    };
}

on!(tantivy: admits_what_the_filter_admits, orders_as_asked, writes_take_effect_at_commit, pages_end_at_the_limit,
    counts_facets, finds_words_in_both_languages, forgives_typos, completes_the_last_word, knows_roles_by_any_name,
    marks_matches_safely, takes_any_text_as_words, falls_back_when_no_posting_has_every_word);
on!(double: admits_what_the_filter_admits, orders_as_asked, writes_take_effect_at_commit, pages_end_at_the_limit,
    counts_facets, marks_matches_safely, takes_any_text_as_words);
on!(meilisearch: admits_what_the_filter_admits, orders_as_asked, writes_take_effect_at_commit, pages_end_at_the_limit,
    counts_facets, finds_words_in_both_languages, forgives_typos, completes_the_last_word, knows_roles_by_any_name,
    marks_matches_safely, takes_any_text_as_words, falls_back_when_no_posting_has_every_word);

async fn admits_what_the_filter_admits(engine: &Engine) {
    let runtime = tokio::runtime::Handle::current();
    let cases = (postings(60), proptest::collection::vec((filters(), any::<bool>(), 3..40usize), 12));
    let check = |(postings, queries): (Vec<_>, Vec<(Filter, bool, usize)>)| {
        tokio::task::block_in_place(|| {
            runtime.block_on(async {
                let documents: Vec<Document> = postings.iter().map(document).collect();
                engine.build(&documents).await;
                for (filter, zebra, limit) in queries {
                    let text = if zebra { "zebra" } else { "" };
                    let admitted = documents.iter().filter(|d| d.facts.expires_at > now() && filter.admits(&d.facts));
                    let is_zebra =
                        |d: &&Document| !zebra || [&d.en, &d.fr].into_iter().flatten().any(|t| t.title == "Zebra");
                    let expected: BTreeSet<PostingId> = admitted.filter(is_zebra).map(|d| d.id).collect();
                    let found = engine.all(&SearchQuery { filter: filter.clone(), limit, ..query(text) }).await;
                    let distinct: BTreeSet<PostingId> = found.iter().copied().collect();
                    prop_assert_eq!(found.len(), distinct.len(), "a posting came twice");
                    prop_assert_eq!(distinct, expected, "{:?}", filter);
                }
                Ok(())
            })
        })
    };
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    runner.run(&cases, check).unwrap();
}

async fn orders_as_asked(engine: &Engine) {
    let runtime = tokio::runtime::Handle::current();
    let near = Circle { lat: 44.5, lon: -76.0, km: 400.0 };
    let check = |postings: Vec<_>| {
        tokio::task::block_in_place(|| {
            runtime.block_on(async {
                let documents: Vec<Document> = postings.iter().map(document).collect();
                engine.build(&documents).await;
                for sort in [Sort::Date, Sort::Pay, Sort::Distance] {
                    let filter = Filter { near: (sort == Sort::Distance).then_some(near), ..Filter::default() };
                    let admitted = documents.iter().filter(|d| d.facts.expires_at > now() && filter.admits(&d.facts));
                    let mut expected: Vec<&Document> = admitted.collect();
                    expected.sort_by_key(|d| {
                        let key = d.facts.sort_key(sort, filter.near.as_ref());
                        let first = key.map(|key| if sort == Sort::Distance { -key } else { key });
                        std::cmp::Reverse((first.is_some(), first, d.id))
                    });
                    let expected: Vec<PostingId> = expected.into_iter().map(|d| d.id).collect();
                    let found = engine.all(&SearchQuery { filter, sort, limit: 7, ..query("") }).await;
                    prop_assert_eq!(found, expected, "{:?}", sort);
                }
                Ok(())
            })
        })
    };
    let mut runner = TestRunner::new(Config { cases: 6, failure_persistence: None, ..Config::default() });
    runner.run(&postings(40), check).unwrap();
}

async fn writes_take_effect_at_commit(engine: &Engine) {
    let index = &engine.index;
    assert!(!index.health().await.unwrap().built);
    assert!(index.search(&query("x"), now()).await.is_err());
    engine.build(&[]).await;
    let mut second = posting(1, "Zebra keeper", "Second.");
    second.version = 2;
    index.upsert(&[document(&second), english(2, "Zebra rider", "")]).await.unwrap();
    index.commit().await.unwrap();
    assert_eq!(index.inventory().await.unwrap(), [(id(1), 2), (id(2), 1)]);
    assert_eq!(index.health().await.unwrap(), search_indexer::Health { built: true, documents: 2 });
    // An older version never overwrites a newer one, a repeat changes nothing, unknown ids are none.
    index.upsert(&[english(1, "Giraffe keeper", "First.")]).await.unwrap();
    index.upsert(&[document(&second)]).await.unwrap();
    index.delete(&[id(2), id(3)]).await.unwrap();
    index.commit().await.unwrap();
    assert_eq!(index.inventory().await.unwrap(), [(id(1), 2)]);
    assert_eq!(engine.found("zebra").await, BTreeSet::from([1]));
    // A rebuild that is not finished changes nothing.
    let mut beside = index.begin_rebuild().await.unwrap();
    beside.add(&[english(9, "Zebra doctor", "")]).await.unwrap();
    drop(beside);
    assert_eq!(engine.found("zebra").await, BTreeSet::from([1]));
    engine.build(&[english(4, "Zebra dentist", "")]).await;
    assert_eq!(engine.found("zebra").await, BTreeSet::from([4]));
    index.upsert(&[english(5, "Zebra nurse", "")]).await.unwrap();
    index.commit().await.unwrap();
    assert_eq!(engine.found("zebra").await, BTreeSet::from([4, 5]));
    index.release().await.unwrap();
}

async fn pages_end_at_the_limit(engine: &Engine) {
    let documents: Vec<Document> = (1..=1_050).map(|n| english(n, "Zebra", "")).collect();
    engine.build(&documents).await;
    let found = engine.all(&SearchQuery { sort: Sort::Date, ..query("zebra") }).await;
    assert_eq!(found.len(), MAX_DEPTH);
    assert_eq!(found[0], id(1_050));
    for skip in [999, 1_000, 5_000, usize::MAX] {
        let deep = SearchQuery { after: Some(Cursor::Offset { skip }), ..query("zebra") };
        let page = engine.search(&deep).await;
        assert!(page.hits.len() <= 1 && page.next.is_none(), "{skip}");
    }
}

async fn counts_facets(engine: &Engine) {
    let runtime = tokio::runtime::Handle::current();
    let check = |postings: Vec<domain::posting::Posting>| {
        tokio::task::block_in_place(|| {
            runtime.block_on(async {
                let documents: Vec<Document> = postings.iter().map(document).collect();
                engine.build(&documents).await;
                let page = engine.search(&SearchQuery { facets: true, limit: 1, ..query("") }).await;
                let live: Vec<&Document> = documents.iter().filter(|d| d.facts.expires_at > now()).collect();
                prop_assert_eq!(page.total, live.len() as u64);
                let facets: Vec<Facet> = page.facets.iter().map(|(facet, _)| *facet).collect();
                prop_assert_eq!(facets, Facet::ALL);
                for (facet, counts) in page.facets {
                    let has = |d: &Document, key: &str| match facet {
                        Facet::Role => d.facts.roles.iter().any(|role| role.key() == key),
                        Facet::Province => d.facts.provinces.iter().any(|province| province.key() == key),
                        Facet::Region => d.facts.regions.iter().any(|region| region.key() == key),
                        Facet::Employment => d.facts.employment.iter().any(|employment| employment.key() == key),
                        Facet::Shift => d.facts.shifts.iter().any(|shift| shift.key() == key),
                        Facet::Lang => d.facts.langs.iter().any(|lang| lang.code() == key),
                        Facet::Arrangement => d.facts.arrangement.is_some_and(|arrangement| arrangement.key() == key),
                    };
                    for (key, count) in &counts {
                        prop_assert_eq!(
                            *count,
                            live.iter().filter(|d| has(d, key)).count() as u64,
                            "{:?} {}",
                            facet,
                            key
                        );
                    }
                    let order: Vec<_> = counts.iter().map(|(key, count)| (std::cmp::Reverse(*count), key)).collect();
                    prop_assert!(order.is_sorted());
                    prop_assert!(facet != Facet::Lang || live.is_empty() || !counts.is_empty());
                }
                Ok(())
            })
        })
    };
    let mut runner = TestRunner::new(Config { cases: 6, failure_persistence: None, ..Config::default() });
    runner.run(&postings(40), check).unwrap();
}

// The words of the next test name no role, so that only the texts can be found.
async fn finds_words_in_both_languages(engine: &Engine) {
    let documents = [
        english(1, "Volunteers wanted", "You will be caring for residents."),
        french(2, "Équipière volontaire", "Quarts à l'hôpital, des bénéficiaires attachants."),
        english(3, "Beekeeper", "Dispensing honey."),
    ];
    engine.build(&documents).await;
    for (text, expected) in [
        ("volunteer", vec![1]),
        ("VOLUNTEERS", vec![1]),
        ("cared resident", vec![1]),
        ("dispense", vec![3]),
        ("équipières", vec![2]),
        ("equipiere", vec![2]),
        ("equipieres", vec![2]),
        ("ÉQUIPIÈRES VOLONTAIRES", vec![2]),
        ("hopital", vec![2]),
        ("quart bénéficiaire attachante", vec![2]),
        ("Sudbury", vec![1, 3]),
        ("northern lakes laval", vec![2]),
    ] {
        assert_eq!(engine.found(text).await, expected.into_iter().collect(), "{text}");
    }
}

async fn forgives_typos(engine: &Engine) {
    let documents = [
        with_roles(posting(1, "Pharmacist", "Compounding."), &["pharmacist"]),
        french(2, "Infirmière", "Télémétrie."),
        english(3, "Beekeeper", "Kitchen."),
    ];
    engine.build(&documents).await;
    for (text, expected) in [
        ("pharmasist", 1),
        ("phramacist", 1),
        ("farmacist", 1),
        ("pharmacst sudbury", 1),
        ("infrmière", 2),
        ("telemetire", 2),
        ("kitchn", 3),
        ("compuonding", 1),
    ] {
        assert!(engine.found(text).await.contains(&expected), "{text}");
    }
    // Up to three letters must be right, and no word is guessed from afar.
    for text in ["bea", "zzzzzzzz"] {
        assert_eq!(engine.found(text).await, BTreeSet::new(), "{text}");
    }
}

async fn completes_the_last_word(engine: &Engine) {
    let physiotherapist = with_roles(posting(1, "Physiotherapist", "Ambulatory care."), &["physio"]);
    engine.build(&[physiotherapist, english(2, "Beekeeper", "Meals.")]).await;
    for text in ["ph", "physio", "physiother", "care physio", "sudbury physi", "ambulat"] {
        assert_eq!(engine.found(text).await, BTreeSet::from([1]), "{text}");
    }
    // Only the last word is unfinished.
    assert!(!engine.found("phy meals").await.contains(&1));
}

async fn knows_roles_by_any_name(engine: &Engine) {
    let mut calgary = posting(1, "Health Care Aide", "Evenings.");
    calgary.content.locations = vec![location("Calgary", Province::Ab, None)];
    let mut laval = posting(2, "", "");
    laval.content.en = None;
    laval.content.fr = Some(crate::samples::text("Préposé aux bénéficiaires", "De soir."));
    laval.content.locations = vec![location("Laval", Province::Qc, None)];
    let nurse = posting(3, "Staff nurse", "Days.");
    engine.build(&[with_roles(calgary, &["psw"]), with_roles(laval, &["psw"]), with_roles(nurse, &["rn"])]).await;
    let recognized = domain::title::recognize("PSW", None).roles == [role("psw")];
    let names = ["personal support worker", "health care aide", "préposé aux bénéficiaires", "PSW"];
    for text in &names[..if recognized { 4 } else { 3 }] {
        assert_eq!(engine.found(text).await, BTreeSet::from([1, 2]), "{text}");
    }
    assert_eq!(engine.found("personal support worker calgary").await, BTreeSet::from([1]));
}

async fn marks_matches_safely(engine: &Engine) {
    let hostile =
        english(1, "Zebra <script>alert('x')</script> & zebra", "Feed the zebra \"well\" <img src=x onerror=y>.");
    engine.build(&[hostile, french(2, "Zèbre éveillé", &format!("{}zebra enfin.", "Rien du tout. ".repeat(60)))]).await;
    let page = engine.search(&query("zebra")).await;
    let hit = page.hits.iter().find(|hit| hit.id == id(1)).unwrap();
    let title = "<mark>Zebra</mark> &#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62; &#38; <mark>zebra</mark>";
    assert_eq!(hit.title.as_deref(), Some(title));
    let snippet = hit.snippet.as_deref().unwrap();
    assert!(snippet.starts_with("Feed the <mark>zebra</mark> &#34;well&#34; &#60;img"), "{snippet}");
    let french = page.hits.iter().find(|hit| hit.id == id(2)).unwrap();
    let snippet = french.snippet.as_deref().unwrap();
    assert!(snippet.starts_with('…') && snippet.contains("<mark>zebra</mark> enfin."), "{snippet}");
    assert!(engine.search(&query("")).await.hits.iter().all(|hit| hit.title.is_none() && hit.snippet.is_none()));
}

async fn takes_any_text_as_words(engine: &Engine) {
    engine.build(&[english(1, "Zebra", "")]).await;
    let long = "zebra ".repeat(5_000);
    let huge = "z".repeat(20_000);
    for text in [
        "\"",
        "a AND (",
        "title:[* TO",
        "*^2",
        "-",
        "((((((((",
        "💉",
        "id:x OR salary:>3",
        "zebra\0",
        "\\",
        "%",
        "'; --",
        "zebra AND NOT zebra",
        "é́́",
        "﷽",
        "日本語",
        &long,
        &huge,
    ] {
        let found = engine.search(&query(text)).await;
        assert!(found.hits.len() <= 1, "{text}");
    }
    // Operators are only words that no posting has.
    for text in ["-zebra", "\"zebra\"", "zebra*", "+zebra", "NOT(zebra", "title:zebra"] {
        let filter = Filter::default();
        let page = engine.search(&SearchQuery { filter, lang: Lang::Fr, ..query(text) }).await;
        assert!(text.starts_with(['N', 't']) || ids(&page) == [1], "{text}");
    }
}

async fn falls_back_when_no_posting_has_every_word(engine: &Engine) {
    engine.build(&[english(1, "Zebra keeper", ""), english(2, "Giraffe keeper", "")]).await;
    assert_eq!(engine.found("zebra keeper").await, BTreeSet::from([1]));
    assert!(engine.found("zebra quokka").await.contains(&1));
    assert_eq!(engine.found("quokka wombat").await, BTreeSet::new());
}
