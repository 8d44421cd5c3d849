//! Writers of the formats in which our own postings go out: what [`feed`](crate::feed) reads, and Atom.
//!
//! A document is written in pieces, so that no export holds all postings at once: a head, each posting, a tail.

pub(crate) mod atom;
mod indeed_xml;
mod json_ld;

use chrono::{DateTime, Utc};
use domain::Lang;
use domain::posting::{Posting, Text};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Atom (RFC 4287).
    Atom,
    /// XML as Indeed and most applicant tracking systems exchange it.
    IndeedXml,
    /// schema.org `JobPosting`, a list of them.
    JsonLd,
}

/// What a document is made with.
#[derive(Clone, Debug)]
pub struct Document {
    /// The format.
    pub format: Format,
    /// The language of the texts, where a posting has it; none: its own.
    pub lang: Option<Lang>,
    /// Where people reach this installation.
    pub public_url: String,
    /// The address of this very document.
    pub address: String,
    /// As of when.
    pub now: DateTime<Utc>,
}

impl Document {
    /// The type of its content.
    pub const fn content_type(&self) -> &'static str {
        match self.format {
            Format::Atom => "application/atom+xml",
            Format::IndeedXml => "application/xml",
            Format::JsonLd => "application/ld+json",
        }
    }

    /// How it begins.
    pub fn head(&self) -> String {
        match self.format {
            Format::Atom => atom::head(self),
            Format::IndeedXml => indeed_xml::head(self),
            Format::JsonLd => "[".to_owned(),
        }
    }

    /// A posting; `first`: none was written before.
    pub fn posting(&self, posting: &Posting, first: bool) -> String {
        match self.format {
            Format::Atom => atom::entry(self, posting),
            Format::IndeedXml => indeed_xml::job(self, posting),
            Format::JsonLd => format!("{}\n{}", if first { "" } else { "," }, json_ld::posting(self, posting)),
        }
    }

    /// How it ends.
    pub const fn tail(&self) -> &'static str {
        match self.format {
            Format::Atom => atom::TAIL,
            Format::IndeedXml => "</source>\n",
            Format::JsonLd => "\n]\n",
        }
    }

    /// The text of a posting, and its language.
    fn text<'a>(&self, posting: &'a Posting) -> Option<(&'a Text, Lang)> {
        let content = &posting.content;
        let of = |lang| match lang {
            Lang::En => content.en.as_ref().map(|text| (text, Lang::En)),
            Lang::Fr => content.fr.as_ref().map(|text| (text, Lang::Fr)),
        };
        let wanted = self.lang.unwrap_or(content.lang);
        of(wanted).or_else(|| of(content.lang)).or_else(|| of(Lang::En)).or_else(|| of(Lang::Fr))
    }

    fn link(&self, posting: &Posting) -> String {
        format!("{}/api/v1/postings/{}", self.public_url, posting.id.0)
    }
}

/// All that is said, in one text.
fn whole(text: &Text) -> String {
    let mut whole = text.description.clone();
    for line in &text.qualifications {
        whole.push('\n');
        whole.push_str(line);
    }
    whole
}

/// The same for those who take descriptions for HTML.
fn html(text: &Text) -> String {
    quick_xml::escape::escape(whole(text)).replace('\n', "<br>\n")
}

/// An element with a text. What XML has no way to say (XML 1.0 s. 2.2) is left out.
fn element(name: &str, text: &str) -> String {
    let said: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let said: String = said.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    format!("<{name}>{}</{name}>", quick_xml::escape::escape(&said))
}
