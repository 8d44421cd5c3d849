//! Atom (RFC 4287).

use chrono::{DateTime, SecondsFormat, Utc};
use domain::Lang;
use domain::posting::Posting;
use uuid::Uuid;

use super::{Document, element, whole};

/// What a feed says of itself.
pub(crate) struct Feed {
    /// Where it is.
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) updated: DateTime<Utc>,
}

/// What is in it.
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    pub(crate) lang: Lang,
    pub(crate) title: String,
    /// Where it is read.
    pub(crate) link: String,
    pub(crate) published: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) author: String,
    pub(crate) summary: String,
}

pub(crate) const TAIL: &str = "</feed>\n";

impl Feed {
    /// How it begins.
    pub(crate) fn head(&self) -> String {
        let address = quick_xml::escape::escape(&self.address);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">{}{}<link rel=\"self\" \
             href=\"{address}\"/><author>{}</author>{}\n",
            element("id", &self.address),
            element("title", &self.title),
            element("name", &self.author),
            moment("updated", self.updated),
        )
    }
}

impl Entry {
    pub(crate) fn xml(&self) -> String {
        format!(
            "<entry xml:lang=\"{}\">{}{}<link rel=\"alternate\" href=\"{}\"/>{}{}<author>{}</author>{}</entry>\n",
            self.lang.code(),
            element("id", &format!("urn:uuid:{}", self.id)),
            element("title", &self.title),
            quick_xml::escape::escape(&self.link),
            moment("published", self.published),
            moment("updated", self.updated),
            element("name", &self.author),
            element("summary", &self.summary),
        )
    }
}

fn moment(name: &str, at: DateTime<Utc>) -> String {
    element(name, &at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

pub(super) fn head(document: &Document) -> String {
    let name = || "carematch".to_owned();
    Feed { address: document.address.clone(), title: name(), author: name(), updated: document.now }.head()
}

pub(super) fn entry(document: &Document, posting: &Posting) -> String {
    let Some((text, lang)) = document.text(posting) else { return String::new() };
    let entry = Entry {
        id: posting.id.0,
        lang,
        title: text.title.clone(),
        link: document.link(posting),
        published: posting.live_at,
        updated: posting.live_at,
        author: posting.content.employer.name.clone(),
        summary: whole(text),
    };
    entry.xml()
}
