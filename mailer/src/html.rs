//! The form of a mail in HTML. What frames it is MJML, which mail programs draw alike; it is rendered once for each language,
//! with gaps that are filled for each mail. The footer has a gap of its own: no wording can leave it out.

use std::collections::HashMap;
use std::sync::LazyLock;

use askama::Template;
use askama::filters::{Html, escape};
use domain::Lang;
use mrml::prelude::render::RenderOptions;

use crate::render::{Card, Rendered};

const SHELL: &str = include_str!("../templates/shell.mjml");

/// What stands between the gaps.
struct Shell {
    /// In the order in which they stand: a name, and what follows its gap. The first is what begins the mail.
    parts: Vec<(&'static str, String)>,
}

const GAPS: [&str; 4] = ["title", "preview", "body", "footer"];

impl Shell {
    /// # Panics
    /// Where the template is none, which every test of a mail would show.
    #[expect(clippy::expect_used, reason = "the template is part of the program")]
    fn render(lang: Lang) -> Self {
        let source = SHELL.replacen("<mjml>", &format!("<mjml lang=\"{}\">", lang.code()), 1);
        let whole = mrml::parse(source).expect("a template of MJML").element;
        // No font is fetched: nobody else learns that a mail was read.
        let options = RenderOptions { fonts: HashMap::default(), ..RenderOptions::default() };
        let rendered = whole.render(&options).expect("a template that can be rendered");
        let mut parts = Vec::new();
        let (mut name, mut rest) = ("", rendered.as_str());
        while let Some((at, gap)) = GAPS.iter().filter_map(|gap| Some((rest.find(&format!("[[{gap}]]"))?, *gap))).min()
        {
            parts.push((name, rest[..at].to_owned()));
            rest = &rest[at + gap.len() + 4..];
            name = gap;
        }
        parts.push((name, rest.to_owned()));
        Self { parts }
    }

    fn fill<'a>(&'a self, with: impl Fn(&str) -> &'a str) -> String {
        self.parts.iter().flat_map(|(gap, after)| [with(gap), after]).collect()
    }
}

static ENGLISH: LazyLock<Shell> = LazyLock::new(|| Shell::render(Lang::En));
static FRENCH: LazyLock<Shell> = LazyLock::new(|| Shell::render(Lang::Fr));

/// Some words, or a link.
struct Piece<'a> {
    text: &'a str,
    is_link: bool,
}

#[derive(Template)]
#[template(path = "words.html")]
struct Words<'a> {
    /// Of lines, of pieces.
    paragraphs: Vec<Vec<Vec<Piece<'a>>>>,
}

#[derive(Template)]
#[template(path = "cards.html")]
struct Cards<'a> {
    cards: &'a [Card],
}

/// What begins with `url` is a link; nothing else is, whoever wrote it.
fn words<'a>(paragraphs: &'a [String], url: &str) -> Result<String, askama::Error> {
    let piece = |text: &'a str| Piece { text, is_link: text.trim_end().starts_with(url) && !url.is_empty() };
    let line = |line: &'a str| line.split_inclusive(' ').map(piece).collect();
    let lines = |paragraph: &'a String| paragraph.lines().map(line).collect();
    Words { paragraphs: paragraphs.iter().map(lines).collect() }.render()
}

/// A mail in HTML; links lead beneath `url` only.
pub(crate) fn html(said: &Rendered, lang: Lang, url: &str) -> Result<String, askama::Error> {
    let url = &format!("{}/", url.trim_end_matches('/'));
    let body = [words(&said.before, url)?, Cards { cards: &said.cards }.render()?, words(&said.after, url)?].concat();
    let footer = words(&said.footer, url)?;
    // A letter begins with a greeting, which tells nothing.
    let preview = said.before.get(1).or(said.before.first()).unwrap_or(&said.subject);
    let (subject, preview) = (escape(&said.subject, Html)?.to_string(), escape(preview, Html)?.to_string());
    let shell = if lang == Lang::Fr { &FRENCH } else { &ENGLISH };
    Ok(shell.fill(|gap| match gap {
        "title" => &subject,
        "preview" => &preview,
        "body" => &body,
        "footer" => &footer,
        _ => "",
    }))
}
