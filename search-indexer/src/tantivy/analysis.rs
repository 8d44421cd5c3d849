//! How text becomes terms.
//!
//! Each language stems first and folds accents afterwards, because the French stemmer needs them. But people also
//! type without accents, and the stem of `infirmieres` is not that of `infirmières`: every accented word is indexed,
//! and asked for, by both.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer, Token,
    TokenFilter, TokenStream, Tokenizer, TokenizerManager,
};

/// English: stemmed and folded.
pub(super) const EN: &str = "carematch_en";
/// French: stemmed and folded.
pub(super) const FR: &str = "carematch_fr";
/// Folded only: names, prefixes and typos.
pub(super) const PLAIN: &str = "carematch_plain";

/// Bytes of the longest word indexed.
const LONGEST: usize = 80;

/// The analyzer of this name.
pub(super) fn analyzer(name: &str) -> TextAnalyzer {
    let words =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(LONGEST)).filter(LowerCaser);
    match name {
        EN => words.filter(FoldedTwin).filter(Stemmer::new(Language::English)).filter(AsciiFoldingFilter).build(),
        FR => words.filter(FoldedTwin).filter(Stemmer::new(Language::French)).filter(AsciiFoldingFilter).build(),
        _ => words.filter(AsciiFoldingFilter).build(),
    }
}

/// All analyzers; they are not stored in an index and have to be registered after every opening.
pub(super) fn analyzers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for name in [EN, FR, PLAIN] {
        manager.register(name, analyzer(name));
    }
    manager
}

/// The terms of a text, each once.
pub(super) fn terms(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut stream = analyzer.token_stream(text);
    while stream.advance() {
        if !terms.contains(&stream.token().text) {
            terms.push(stream.token().text.clone());
        }
    }
    terms
}

/// Follows every accented word by the same word without accents, at the same position.
#[derive(Clone)]
struct FoldedTwin;

impl TokenFilter for FoldedTwin {
    type Tokenizer<T: Tokenizer> = Twins<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Twins<T> {
        Twins { inner }
    }
}

#[derive(Clone)]
struct Twins<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for Twins<T> {
    type TokenStream<'a> = TwinStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        TwinStream { inner: self.inner.token_stream(text), twin: None }
    }
}

struct TwinStream<S> {
    inner: S,
    /// The twin of the word just given.
    twin: Option<String>,
}

impl<S: TokenStream> TokenStream for TwinStream<S> {
    fn advance(&mut self) -> bool {
        if let Some(twin) = self.twin.take() {
            self.inner.token_mut().text = twin;
            return true;
        }
        if !self.inner.advance() {
            return false;
        }
        let text = &self.inner.token().text;
        if !text.is_ascii() {
            let folded = domain::text::fold(text);
            self.twin = (folded != *text && !folded.is_empty()).then_some(folded);
        }
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a word typed finds a word written.
    fn finds(name: &str, typed: &str, written: &str) -> bool {
        let mut analyzer = analyzer(name);
        let written = terms(&mut analyzer, written);
        terms(&mut analyzer, typed).iter().any(|term| written.contains(term))
    }

    #[test]
    fn inflected_and_unaccented_words_find_each_other() {
        for (typed, written) in [
            ("infirmieres", "infirmière"),
            ("infirmiere", "Infirmières"),
            ("infirmiers", "infirmière"),
            ("préposés", "préposée"),
            ("prepose", "Préposé"),
            ("hopitaux", "hôpitaux"),
        ] {
            assert!(finds(FR, typed, written), "{typed} → {written}");
        }
        for (typed, written) in [("nurses", "Nurse"), ("nursing", "nursed"), ("pharmacists", "pharmacist")] {
            assert!(finds(EN, typed, written), "{typed} → {written}");
        }
        assert!(finds(PLAIN, "oeuvre", "Œuvre"));
        assert!(!finds(EN, "nurse", "purse"));
    }
}
