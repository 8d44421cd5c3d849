//! The blog: articles of our own, and news that we point to in words of our own.
//!
//! An article is written in one or both languages and seen where it is written. It is a draft until it is published, at once
//! or at a moment to come; from that moment on it is seen, which nobody has to do anything for.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Lang;
use crate::document::Format;
use crate::message::{Arg, Message};
use crate::set::keyed_enum;

/// Identifies an article. UUIDv7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub Uuid);

/// Articles that "Read more" names at most.
pub const MOST_RELATED: usize = 3;

/// Characters that we say ourselves of somebody else's news at most: it is to be read where it was written.
pub const ABSTRACT: usize = 1_000;

/// Bytes of a cover at most: a reader on a rural line waits for it.
pub const COVER: u64 = 1024 * 1024;

keyed_enum! {
    /// What an article is.
    Kind {
        /// Written by us.
        Article = "article",
        /// Written elsewhere; we say in short what it is about.
        News = "news",
    }
}

/// An article in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// One line.
    pub title: String,
    /// What a list and a mail say of it.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// What the cover shows, for those who do not see it; empty where there is none.
    #[serde(default)]
    pub cover_alt: String,
}

/// The picture above an article. Its bytes are kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// JPEG or PNG.
    pub format: Format,
    /// Its length in bytes, at most [`COVER`].
    pub bytes: u64,
    /// SHA-256 of its bytes, in small hexadecimal digits.
    pub sha256: String,
}

/// Why a picture is no cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCover {
    /// Over [`COVER`].
    TooLarge,
    /// Neither JPEG nor PNG.
    NoPicture,
}

impl NoCover {
    /// The reason as a sentence.
    pub fn message(self) -> Message {
        match self {
            Self::TooLarge => {
                Message::new("article-cover-size").with("max", Arg::Text((COVER / (1024 * 1024)).to_string()))
            }
            Self::NoPicture => Message::new("article-cover-format"),
        }
    }
}

impl Cover {
    /// Whether a file of so many bytes may be one.
    ///
    /// # Errors
    /// [`NoCover::TooLarge`].
    pub const fn admit(bytes: u64) -> Result<(), NoCover> {
        if bytes > COVER { Err(NoCover::TooLarge) } else { Ok(()) }
    }

    /// Whether a file of this format may be one.
    ///
    /// # Errors
    /// [`NoCover::NoPicture`].
    pub const fn accept(format: Format) -> Result<(), NoCover> {
        match format {
            Format::Jpeg | Format::Png => Ok(()),
            Format::Pdf => Err(NoCover::NoPicture),
        }
    }
}

/// Who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// What they are, in English: "registered nurse".
    pub role_en: String,
    /// The same in French.
    pub role_fr: String,
}

impl Author {
    /// What they are, in a language.
    pub fn role(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.role_en,
            Lang::Fr => &self.role_fr,
        }
    }
}

/// Where news were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// By whom.
    pub name: String,
    /// Where they are read.
    pub url: String,
}

/// What an editor writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is.
    pub kind: Kind,
    /// What its address ends with: `how-to-move-a-licence`.
    pub slug: String,
    /// Who wrote it.
    pub author: Author,
    /// What it is about, in lower case.
    pub tags: Vec<String>,
    /// In English.
    pub en: Option<Words>,
    /// In French.
    pub fr: Option<Words>,
    /// Of news.
    pub origin: Option<Origin>,
}

impl Content {
    /// In a language, if it is written in it.
    pub const fn words(&self, lang: Lang) -> Option<&Words> {
        match lang {
            Lang::En => self.en.as_ref(),
            Lang::Fr => self.fr.as_ref(),
        }
    }

    /// What has to be written before anyone sees it, with a cover or without: where, and what is wrong.
    pub fn gaps(&self, has_cover: bool) -> Vec<(&'static str, Message)> {
        let mut gaps = Vec::new();
        let mut wrong = |at, key| gaps.push((at, Message::new(key)));
        if self.en.is_none() && self.fr.is_none() {
            wrong("/en", "article-no-words");
        }
        for (at, words) in [("/en", &self.en), ("/fr", &self.fr)] {
            let Some(words) = words else { continue };
            if [&words.title, &words.summary, &words.body].iter().any(|text| text.trim().is_empty()) {
                wrong(at, "article-incomplete");
            }
            if has_cover && words.cover_alt.trim().is_empty() {
                wrong(at, "article-no-cover-alt");
            }
            if self.kind == Kind::News && words.body.chars().count() > ABSTRACT {
                wrong(at, "article-abstract");
            }
        }
        let nameless = |lang| self.words(lang).is_some() && self.author.role(lang).trim().is_empty();
        if self.author.name.trim().is_empty() || nameless(Lang::En) || nameless(Lang::Fr) {
            wrong("/author", "article-no-author");
        }
        match (self.kind, &self.origin) {
            (Kind::News, None) => wrong("/origin", "article-no-origin"),
            (Kind::Article, Some(_)) => wrong("/origin", "article-origin"),
            (Kind::News, Some(_)) | (Kind::Article, None) => {}
        }
        gaps
    }
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Which.
    pub id: ArticleId,
    /// Counts the changes, from 1.
    pub version: i32,
    /// What is written.
    pub content: Content,
    /// The picture above it.
    pub cover: Option<Cover>,
    /// From when on it is seen; `None`: it is a draft.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Why an article cannot be changed so.
#[derive(Clone, Debug, PartialEq)]
pub enum Denied {
    /// Something has to be written first.
    Gaps(Vec<(&'static str, Message)>),
    /// The moment has passed.
    Past,
    /// It is seen already.
    Live,
    /// It is a draft already.
    Draft,
    /// Whoever has its address keeps it.
    Fixed,
}

impl Article {
    /// A draft.
    pub const fn draft(id: ArticleId, content: Content, now: DateTime<Utc>) -> Self {
        Self { id, version: 1, content, cover: None, published_at: None, created_at: now, updated_at: now }
    }

    /// Whether anyone may read it.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.published_at.is_some_and(|at| at <= now)
    }

    /// Written anew; what will be seen, or is, stays whole and at its address.
    ///
    /// # Errors
    /// [`Denied::Gaps`], [`Denied::Fixed`].
    pub fn edited(&self, content: Content, now: DateTime<Utc>) -> Result<Self, Denied> {
        let edited = Self { content, updated_at: now, ..self.clone() };
        edited.stays_complete()?;
        let (content, before) = (&edited.content, &self.content);
        let moved = content.slug != before.slug || content.kind != before.kind;
        if self.is_live(now) && moved {
            return Err(Denied::Fixed);
        }
        Ok(edited)
    }

    /// Under another cover, or none. Of one that is or will be seen, the words say what it shows before it is there.
    ///
    /// # Errors
    /// [`Denied::Gaps`].
    pub fn covered(&self, cover: Option<Cover>, now: DateTime<Utc>) -> Result<Self, Denied> {
        let covered = Self { cover, updated_at: now, ..self.clone() };
        covered.stays_complete()?;
        Ok(covered)
    }

    /// Seen from a moment on, now unless one is given.
    ///
    /// # Errors
    /// [`Denied::Gaps`], [`Denied::Past`], [`Denied::Live`].
    pub fn published(&self, at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Self, Denied> {
        if self.is_live(now) {
            return Err(Denied::Live);
        }
        let at = at.unwrap_or(now);
        if at < now {
            return Err(Denied::Past);
        }
        let published = Self { published_at: Some(at), updated_at: now, ..self.clone() };
        published.stays_complete()?;
        Ok(published)
    }

    /// A draft again.
    ///
    /// # Errors
    /// [`Denied::Draft`].
    pub fn withdrawn(&self, now: DateTime<Utc>) -> Result<Self, Denied> {
        if self.published_at.is_none() {
            return Err(Denied::Draft);
        }
        Ok(Self { published_at: None, updated_at: now, ..self.clone() })
    }

    /// A draft may lack anything, what is or will be seen nothing.
    fn stays_complete(&self) -> Result<(), Denied> {
        let gaps = if self.published_at.is_some() { self.content.gaps(self.cover.is_some()) } else { Vec::new() };
        if gaps.is_empty() { Ok(()) } else { Err(Denied::Gaps(gaps)) }
    }
}

/// What to read after an article: of others, newest first, those that share most of its tags, and at least one.
pub fn related<'a>(article: &Article, others: &'a [Article], lang: Lang) -> Vec<&'a Article> {
    let shared = |other: &Article| other.content.tags.iter().filter(|tag| article.content.tags.contains(tag)).count();
    let readable = others.iter().filter(|other| other.id != article.id && other.content.words(lang).is_some());
    let mut found: Vec<(usize, &Article)> = readable.map(|other| (shared(other), other)).collect();
    found.retain(|(shared, _)| *shared > 0);
    // Stable: the newest of those that share as many stay first.
    found.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    found.into_iter().take(MOST_RELATED).map(|(_, other)| other).collect()
}

#[cfg(test)]
mod tests;
