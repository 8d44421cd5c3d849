//! The fields of the index and how a document fills them.

use domain::Lang;
use domain::posting::PostingId;
use domain::reference::RegionKind;
use domain::search::{Document, Facet};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use super::analysis::{EN, FR, PLAIN};
use crate::mark::body;

/// The version of the layout: fields, analyzers and what goes into them. An index of another version is rebuilt.
pub(super) const VERSION: u32 = 1;

/// Names of the fast fields that sorting and distances read.
pub(super) const ID_HIGH: &str = "id_high";
pub(super) const ID_LOW: &str = "id_low";
pub(super) const POSTING_VERSION: &str = "version";
pub(super) const LIVE_AT: &str = "live_at";
pub(super) const PAY_MIN: &str = "pay_min";
pub(super) const LAT: &str = "lat";
pub(super) const LON: &str = "lon";

/// The text fields of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextFields {
    pub title: Field,
    pub body: Field,
    pub role_words: Field,
}

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub id: Field,
    id_high: Field,
    id_low: Field,
    version: Field,
    pub en: TextFields,
    pub fr: TextFields,
    /// Unstemmed: titles, role words, employer, places.
    pub plain: Field,
    /// Unstemmed: descriptions.
    pub plain_body: Field,
    /// By [`Facet`], in the order of [`Facet::ALL`].
    facets: [Field; Facet::ALL.len()],
    /// Regions of every level, for the filter; the facet counts health regions only.
    pub regions: Field,
    pub cells: Field,
    pub pay_max: Field,
    pay_min: Field,
    pub live_at: Field,
    pub expires_at: Field,
    lat: Field,
    lon: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    use IndexRecordOption::{Basic, WithFreqs};
    let mut b = Schema::builder();
    let fields = Fields {
        id: b.add_bytes_field("id", INDEXED),
        id_high: b.add_u64_field(ID_HIGH, FAST),
        id_low: b.add_u64_field(ID_LOW, FAST),
        version: b.add_i64_field(POSTING_VERSION, FAST),
        en: language(&mut b, "en", EN),
        fr: language(&mut b, "fr", FR),
        plain: b.add_text_field("plain", text(PLAIN, WithFreqs)),
        plain_body: b.add_text_field("plain_body", text(PLAIN, Basic)),
        facets: std::array::from_fn(|i| b.add_text_field(Facet::ALL[i].key(), STRING | FAST)),
        regions: b.add_text_field("regions", STRING),
        cells: b.add_u64_field("cells", INDEXED),
        pay_max: b.add_i64_field("pay_max", FAST),
        pay_min: b.add_i64_field(PAY_MIN, FAST),
        live_at: b.add_i64_field(LIVE_AT, FAST),
        expires_at: b.add_i64_field("expires_at", FAST),
        lat: b.add_f64_field(LAT, FAST),
        lon: b.add_f64_field(LON, FAST),
    };
    (b.build(), fields)
}

fn language(b: &mut SchemaBuilder, code: &str, analyzer: &str) -> TextFields {
    use IndexRecordOption::{WithFreqs, WithFreqsAndPositions};
    TextFields {
        // Positions only where phrases are looked for.
        title: b.add_text_field(&format!("title_{code}"), text(analyzer, WithFreqsAndPositions) | STORED),
        body: b.add_text_field(&format!("body_{code}"), text(analyzer, WithFreqs) | STORED),
        role_words: b.add_text_field(&format!("role_words_{code}"), text(analyzer, WithFreqs)),
    }
}

fn text(analyzer: &str, option: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(analyzer).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}

impl Fields {
    /// The text fields of a language.
    pub(super) fn of(&self, lang: Lang) -> &TextFields {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    /// The field of a facet.
    pub(super) fn facet(&self, facet: Facet) -> Field {
        let place = Facet::ALL.iter().position(|other| *other == facet).unwrap_or_default();
        self.facets[place]
    }

    /// The term that names a posting.
    pub(super) fn id_term(&self, id: PostingId) -> Term {
        Term::from_field_bytes(self.id, id.0.as_bytes())
    }

    /// The document as tantivy takes it.
    pub(super) fn document(&self, document: &Document) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        let (high, low) = document.id.0.as_u64_pair();
        doc.add_bytes(self.id, document.id.0.as_bytes());
        doc.add_u64(self.id_high, high);
        doc.add_u64(self.id_low, low);
        doc.add_i64(self.version, document.version.into());
        self.add_texts(document, &mut doc);
        self.add_facts(document, &mut doc);
        doc
    }

    fn add_texts(&self, document: &Document, doc: &mut TantivyDocument) {
        for (fields, text, words) in
            [(self.en, &document.en, &document.role_words_en), (self.fr, &document.fr, &document.role_words_fr)]
        {
            if let Some(text) = text {
                doc.add_text(fields.title, &text.title);
                doc.add_text(self.plain, &text.title);
                let body = body(text);
                doc.add_text(self.plain_body, &body);
                doc.add_text(fields.body, body);
            }
            for words in words {
                doc.add_text(fields.role_words, words);
                doc.add_text(self.plain, words);
            }
        }
        doc.add_text(self.plain, &document.employer);
        for place in &document.places {
            doc.add_text(self.plain, place);
        }
    }

    fn add_facts(&self, document: &Document, doc: &mut TantivyDocument) {
        let facts = &document.facts;
        for facet in Facet::ALL {
            for key in facet_keys(*facet, document) {
                doc.add_text(self.facet(*facet), key);
            }
        }
        for region in &facts.regions {
            doc.add_text(self.regions, region.key());
        }
        for cell in document.coarse_cells.iter().chain(&document.fine_cells) {
            doc.add_u64(self.cells, *cell);
        }
        for (lat, lon) in &facts.points {
            doc.add_f64(self.lat, *lat);
            doc.add_f64(self.lon, *lon);
        }
        if let Some((min, max)) = facts.hourly {
            doc.add_i64(self.pay_min, min.into());
            doc.add_i64(self.pay_max, max.into());
        }
        doc.add_i64(self.live_at, facts.live_at.timestamp_micros());
        doc.add_i64(self.expires_at, facts.expires_at.timestamp_micros());
    }
}

/// The keys under which a document is counted in a facet. Of regions only health regions, as on the board.
pub(crate) fn facet_keys(facet: Facet, document: &Document) -> Vec<&'static str> {
    let facts = &document.facts;
    match facet {
        Facet::Role => facts.roles.iter().map(|role| role.key()).collect(),
        Facet::Province => facts.provinces.iter().map(domain::reference::Province::key).collect(),
        Facet::Region => {
            let health = facts.regions.iter().filter(|region| region.kind() == RegionKind::HealthRegion);
            health.map(|region| region.key()).collect()
        }
        Facet::Employment => facts.employment.iter().map(domain::posting::Employment::key).collect(),
        Facet::Shift => facts.shifts.iter().map(domain::posting::Shift::key).collect(),
        Facet::Lang => facts.langs.iter().map(|lang| lang.code()).collect(),
        Facet::Arrangement => facts.arrangement.iter().map(|arrangement| arrangement.key()).collect(),
    }
}
