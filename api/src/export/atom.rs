//! Atom (RFC 4287).

use chrono::SecondsFormat;
use domain::posting::Posting;

use super::{Document, element, whole};

pub(super) fn head(document: &Document) -> String {
    let address = quick_xml::escape::escape(&document.address);
    let updated = element("updated", &document.now.to_rfc3339_opts(SecondsFormat::Secs, true));
    let author = element("name", "carematch");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">{}{}<link rel=\"self\" \
         href=\"{address}\"/><author>{author}</author>{updated}\n",
        element("id", &document.address),
        element("title", "carematch"),
    )
}

pub(super) fn entry(document: &Document, posting: &Posting) -> String {
    let Some((text, lang)) = document.text(posting) else { return String::new() };
    let published = posting.live_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let link = document.link(posting);
    format!(
        "<entry xml:lang=\"{}\">{}{}<link rel=\"alternate\" href=\"{}\"/>{}{}<author>{}</author>{}</entry>\n",
        lang.code(),
        element("id", &format!("urn:uuid:{}", posting.id.0)),
        element("title", &text.title),
        quick_xml::escape::escape(&link),
        element("published", &published),
        element("updated", &published),
        element("name", &posting.content.employer.name),
        element("summary", &whole(text)),
    )
}
