//! What people of ours write in Markdown, as HTML that holds nothing but text, headings, lists and links.

use std::fmt;

use ammonia::Builder;
use askama::filters::HtmlSafe;
use pulldown_cmark::{Parser, html};

/// HTML that was made safe.
pub(crate) struct Safe(String);

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Safe {}

/// A text in HTML. What is not on the list is not there, whoever wrote it.
pub(crate) fn safe(markdown: &str) -> Safe {
    let mut rough = String::new();
    html::push_html(&mut rough, Parser::new(markdown));
    let tags = ["h2", "h3", "p", "ul", "ol", "li", "a", "em", "strong", "blockquote", "code", "br"];
    let mut allowed = Builder::empty();
    allowed.add_tags(tags).add_tag_attributes("a", ["href"]).link_rel(Some("nofollow noopener"));
    Safe(allowed.url_schemes(["https", "http", "mailto"].into()).clean(&rough).to_string())
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn nothing_is_left_that_a_browser_would_run() {
        let text = safe(
            "## Title\n\n<script>alert(1)</script>\n\n*so* [x](javascript:alert(1)) [y](https://a.ca/) <b onclick=x>",
        )
        .0;
        assert!(text.contains("<h2>Title</h2>") && text.contains("<em>so</em>"), "{text}");
        assert!(text.contains(r#"<a href="https://a.ca/" rel="nofollow noopener">y</a>"#), "{text}");
        for bad in ["script", "javascript", "onclick"] {
            assert!(!text.contains(bad), "{bad}: {text}");
        }
    }
}
