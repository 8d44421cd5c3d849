//! HTML of feeds → plain text. What comes out is text, never markup: whoever shows it escapes it.

use std::sync::LazyLock;

use regex::Regex;

#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by the first test that strips a tag")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?s)<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?/?>|<!--.*?-->|<![A-Za-z\[][^>]*>"#)
});
/// Elements whose content is not text to be read.
static HIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?is)<(?:script|style|head|template|noscript)\b[^>]*>.*?</(?:script|style|head|template|noscript)\s*>")
});
static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"&(?:#(?P<dec>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z]{2,8}[0-9]{0,2}));")
});

/// Named entities of Latin-1 in the order of their code points from U+00A0 (HTML 4, section 24.2).
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil \
    Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc \
    Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
    eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The text of an HTML fragment: bullets stay lines (`- …`), blocks become lines, entities are resolved.
/// Text without markup keeps its own lines. Markup that was escaped once more on its way is stripped as well.
pub(super) fn plain(text: &str) -> String {
    let once = strip(text);
    // `&lt;p&gt;…`: a feed escaped its markup twice. What is left after one stripping is then markup again.
    if TAG.is_match(&once) { tidy(&strip(&once)) } else { tidy(&once) }
}

fn strip(text: &str) -> String {
    let marked = TAG.is_match(text);
    if !marked {
        return resolve(text);
    }
    let visible = HIDDEN.replace_all(text, " ");
    // Line breaks of the source are only spaces in HTML.
    let visible = visible.replace(['\r', '\n'], " ");
    let lines = TAG.replace_all(&visible, |tag: &regex::Captures<'_>| {
        let closing = tag.get(1).is_some_and(|slash| !slash.is_empty());
        let name = tag.get(2).map_or(String::new(), |name| name.as_str().to_ascii_lowercase());
        match name.as_str() {
            "li" if !closing => "\n- ",
            "td" | "th" => " ",
            "br" | "p" | "div" | "ul" | "ol" | "li" | "tr" | "table" | "section" | "article" | "header" | "footer"
            | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "dl" | "dt" | "dd" | "blockquote" | "pre" => "\n",
            _ => "",
        }
    });
    resolve(&lines)
}

/// Resolves entities; an unknown one stays as it is written.
fn resolve(text: &str) -> String {
    let resolved = ENTITY.replace_all(text, |found: &regex::Captures<'_>| {
        let code = |name: &str, radix| found.name(name).and_then(|m| u32::from_str_radix(m.as_str(), radix).ok());
        let named = || found.name("name").and_then(|name| named(name.as_str()));
        let c = code("dec", 10).or_else(|| code("hex", 16)).map_or_else(named, char::from_u32);
        c.map_or_else(|| found.get(0).map_or(String::new(), |m| m.as_str().to_owned()), String::from)
    });
    resolved.into_owned()
}

fn named(name: &str) -> Option<char> {
    let punctuation = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bull", '•'),
        ("hellip", '…'),
        ("euro", '€'),
        ("oelig", 'œ'),
        ("OElig", 'Œ'),
        ("trade", '™'),
        ("ensp", ' '),
        ("emsp", ' '),
        ("thinsp", ' '),
    ];
    let latin = || LATIN_1.split_whitespace().zip('\u{a0}'..='\u{ff}').find(|(n, _)| *n == name).map(|(_, c)| c);
    punctuation.into_iter().find(|(n, _)| *n == name).map(|(_, c)| c).or_else(latin)
}

/// Single spaces, at most one empty line in a row, no control characters.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.split(['\n', '\r']) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() || words == "-" {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(&words);
        empty = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_lines_of_text() {
        let cases = [
            ("<p>Join us.</p><ul><li>BLS</li><li>ACLS an asset</li></ul>", "Join us.\n\n- BLS\n\n- ACLS an asset"),
            (
                "Soins &agrave; domicile &amp; h&eacute;bergement&nbsp;: 12&#160;h",
                "Soins à domicile & hébergement : 12 h",
            ),
            ("a < b and c > d", "a < b and c > d"),
            ("line one\nline two", "line one\nline two"),
            ("<div>one\ntwo</div>", "one two"),
            ("<script>alert('x')</script><b>RN</b> wanted<br/>now", "RN wanted\nnow"),
            ("&lt;p&gt;Twice&lt;/p&gt;", "Twice"),
            ("<a href=\"x>y\">link</a>", "link"),
            ("R&D &unknown; stays", "R&D &unknown; stays"),
            ("<!-- hidden --> seen", "seen"),
            ("&#x1F600; &#99999999;", "😀 &#99999999;"),
        ];
        for (html, text) in cases {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    proptest! {
        #[test]
        fn any_markup_is_survived_and_tidy_text_stays(text in "(\\PC{0,12}|<[a-z/!]{0,5}|>|&[a-z#0-9]{0,6};?|\n){0,20}") {
            let once = plain(&text);
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert_eq!(once.trim(), once.as_str());
        }
    }
}
