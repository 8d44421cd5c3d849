//! What a form still lacks, or says that cannot be, before anyone may read it as a posting.

use chrono::NaiveDate;

use super::{Author, Form, QuestionKind, Way};
use crate::Lang;
use crate::message::{Arg, Message};

/// One thing that keeps a form from being published, whatever the law says.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Which field: a JSON pointer (RFC 6901) into the form.
    pub at: String,
    /// What is to be done about it.
    pub message: Message,
}

/// Everything that a form lacks as of `today`.
pub fn gaps(form: &Form, author: &Author, today: NaiveDate) -> Vec<Gap> {
    let mut gaps = Gaps(Vec::new());
    gaps.texts(form);
    gaps.places(form, author);
    gaps.terms(form);
    gaps.days(form, today);
    gaps.questions(form);
    if let Way::External { url } = &form.apply
        && host(url).is_none()
    {
        gaps.add("/apply_url", "authored-gap-link");
    }
    gaps.0
}

/// The host of an `https` address, in lower case; `None`: it is no such address, or names a user or a number.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://")).and(url.get(8..))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let label = |label: &str| {
        !label.is_empty() && label.len() <= 63 && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let named = host.rsplit('.').next().is_some_and(|last| last.chars().all(|c| c.is_ascii_alphabetic()));
    let sound = named && host.contains('.') && host.split('.').all(label) && port.parse::<u16>().is_ok();
    let plain = !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'));
    (sound && plain).then(|| host.to_ascii_lowercase())
}

struct Gaps(Vec<Gap>);

impl Gaps {
    fn add(&mut self, at: impl Into<String>, key: &'static str) {
        self.0.push(Gap { at: at.into(), message: Message::new(key) });
    }

    fn texts(&mut self, form: &Form) {
        if form.words(Lang::En).is_none() && form.words(Lang::Fr).is_none() {
            self.add("/en", "authored-gap-text");
        }
        for lang in Lang::ALL {
            let Some(words) = form.words(lang) else { continue };
            for (field, text) in [("title", &words.title), ("description", &words.description)] {
                if text.trim().is_empty() {
                    self.add(format!("/{}/{field}", lang.code()), "authored-gap-half-text");
                }
            }
        }
        if form.roles.is_empty() {
            self.add("/roles", "authored-gap-role");
        }
    }

    fn places(&mut self, form: &Form, author: &Author) {
        if form.sites.is_empty() && form.remote.is_empty() {
            self.add("/sites", "authored-gap-place");
        }
        for (i, site) in form.sites.iter().enumerate() {
            if site.locate(author).is_none() {
                self.add(format!("/sites/{i}"), "authored-gap-unknown-place");
            }
        }
    }

    fn terms(&mut self, form: &Form) {
        if form.pay.is_some_and(|pay| pay.min_cents <= 0 || pay.max_cents < pay.min_cents) {
            self.add("/pay", "authored-gap-pay");
        }
        if form.hours.is_some_and(|hours| hours.max_minutes == 0 || hours.max_minutes < hours.min_minutes) {
            self.add("/hours", "authored-gap-hours");
        }
    }

    fn days(&mut self, form: &Form, today: NaiveDate) {
        if let Some(day) = form.apply_by.filter(|day| *day < today) {
            let message = Message::new("authored-gap-apply-by").with("day", Arg::Day(day));
            self.0.push(Gap { at: "/apply_by".to_owned(), message });
        }
        if form.end.zip(form.start).is_some_and(|(end, start)| end < start) || form.end.is_some_and(|end| end < today) {
            self.add("/end", "authored-gap-end");
        }
    }

    /// A question is asked in every language in which the posting is read, so that everyone answers the same.
    fn questions(&mut self, form: &Form) {
        let langs: Vec<Lang> = Lang::ALL.into_iter().filter(|lang| form.words(*lang).is_some()).collect();
        for (i, question) in form.questions.iter().enumerate() {
            let choices = question.choices.iter().enumerate();
            let choices = choices.map(|(c, choice)| (format!("/questions/{i}/choices/{c}"), choice));
            let all: Vec<_> = std::iter::once((format!("/questions/{i}"), &question.text)).chain(choices).collect();
            for lang in &langs {
                for (at, twin) in &all {
                    if twin.only(*lang).is_none() {
                        self.add(format!("{at}/{}", lang.code()), "authored-gap-question-language");
                    }
                }
            }
            if (question.kind == QuestionKind::Choice) != (question.choices.len() > 1) {
                self.add(format!("/questions/{i}/choices"), "authored-gap-choices");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_address_with_a_name_is_a_link() {
        for (url, expected) in [
            ("https://jobs.example.ca/apply?id=4", Some("jobs.example.ca")),
            ("HTTPS://Example.CA:8443", Some("example.ca")),
            ("http://example.ca", None),
            ("https://example", None),
            ("https://127.0.0.1/", None),
            ("https://good.ca@evil.ca/", None),
            ("https://good.ca\\@evil.ca/", None),
            ("https://exa mple.ca", None),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }
}
