//! How a text is laid out: sentences and bullets, each under the heading or label that governs it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::{HEADINGS, Phrase, Stance, Topic, pattern};
use crate::text::folded::Folded;
use crate::text::lexicon::Lexicon;

/// What a heading says of the lines under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) stance: Stance,
    pub(super) topic: Option<Topic>,
}

/// A piece of text in which words belong together, as a range of the folded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    pub(super) section: Section,
}

/// A label such as "Assets:" has at most so many bytes; more is a sentence with a colon in it.
const LABEL: usize = 80;
/// A heading without a colon has at most so many words.
const HEADING_WORDS: usize = 8;

/// Bullets, numbers and marks of emphasis before a line.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[ ]*(?:[-•·▪●◦■□✓✔➢►*>#~¨]+[ ]*|o +|[0-9]{1,2}[.)] +|[a-h]\) +)*[\[\]_ ]*"));

/// Words between the key words of a heading.
const FILLER: &str = "a additional an and applicant are basic candidate de des do du d et for general have i ideal in \
    is job key l la le les level ll must nos of or other our position poste role skill specific \
    successful the this to ton un us vos votre we what with you your";

/// Splits a text into sentences under their headings. `start` is the section before any heading.
pub(super) fn sentences(folded: &Folded<'_>, asks: &Lexicon<Phrase>, start: Stance) -> Vec<Sentence> {
    let mut page = Page {
        folded,
        asks,
        start: Section { stance: start, topic: None },
        section: Section { stance: start, topic: None },
        listed: false,
        sentences: Vec::new(),
    };
    let mut from = 0;
    let mut after_blank = false;
    for line in folded.text().split('\n') {
        let range = from..from + line.len();
        from = range.end + 1;
        if line.trim().is_empty() {
            after_blank = true;
        } else {
            page.line(range, after_blank);
            after_blank = false;
        }
    }
    page.sentences
}

struct Page<'a> {
    folded: &'a Folded<'a>,
    asks: &'a Lexicon<Phrase>,
    start: Section,
    /// What the last heading said.
    section: Section,
    /// Whether a line stood under it already.
    listed: bool,
    sentences: Vec<Sentence>,
}

impl Page<'_> {
    fn line(&mut self, range: Range<usize>, after_blank: bool) {
        let line = &self.folded.text()[range.clone()];
        let mark = MARK.find(line).map_or("", |found| found.as_str());
        let is_bullet = !mark.trim().is_empty() && !mark.contains("**") && !mark.contains('#');
        let content = range.start + mark.len()..range.end;
        let text = self.folded.text()[content.clone()].trim_end_matches(['*', '_', '#', ' ', '<', '>', '-']);
        let content = content.start..content.start + text.len();
        // A paragraph of prose after a blank line has left the list of assets.
        let is_prose = !is_bullet && text.ends_with('.');
        if self.section.stance == Stance::Preferred && self.listed && after_blank && is_prose {
            self.section = self.start;
        }
        if let Some(section) = heading(text).filter(|_| !is_bullet) {
            (self.section, self.listed) = (section, false);
            return;
        }
        self.listed = true;
        self.content(content);
    }

    /// The sentences of one line; a label governs the rest of its line, or, ending it, the lines after it.
    fn content(&mut self, content: Range<usize>) {
        let mut section = self.section;
        let mut pieces = split(self.folded, content).into_iter().peekable();
        while let Some(mut piece) = pieces.next() {
            if let Some((after, labelled)) = self.label(&piece) {
                section = labelled.unwrap_or(self.section);
                if after >= piece.end && pieces.peek().is_none() {
                    self.section = labelled.unwrap_or(Section { stance: Stance::Neutral, topic: None });
                    self.listed = false;
                    return;
                }
                if labelled.is_some() {
                    piece.start = after;
                }
            }
            if !self.folded.text()[piece.clone()].trim().is_empty() {
                self.sentences.push(Sentence { range: piece, section });
            }
        }
    }

    /// The label at the start of a sentence: where the words after it start, and what it says if it is known.
    fn label(&self, piece: &Range<usize>) -> Option<(usize, Option<Section>)> {
        let text = &self.folded.text()[piece.clone()];
        let colon = text.find(':').filter(|at| *at <= LABEL)?;
        let ends_word = text[colon + 1..].chars().next().is_none_or(|next| next == ' ' || next == '*');
        let (label, after) = (&text[..colon], piece.start + colon + 1);
        if !ends_word || self.asks.is_in(label) && !is_heading(label) {
            return None;
        }
        Some((after, section_of(label).map(|(section, _)| section)))
    }
}

/// "Driver's licence:" asks something itself; "Immunizations:" only names what follows.
fn is_heading(label: &str) -> bool {
    section_of(label).is_some_and(|(_, covered)| covered)
}

/// A whole line that is a heading without a colon.
fn heading(line: &str) -> Option<Section> {
    let line = line.trim_end_matches(['?', ' ', '*', ':']);
    let is_short = line.split(' ').count() <= HEADING_WORDS;
    let (section, covered) = section_of(line).filter(|_| is_short)?;
    covered.then_some(section)
}

/// What the words of a heading or label say, and whether they are nothing but a heading.
fn section_of(label: &str) -> Option<(Section, bool)> {
    let found: Vec<_> = HEADINGS.find_all(label).collect();
    let stances = [Stance::Preferred, Stance::Aside, Stance::Required];
    let stance = stances.into_iter().find(|stance| found.iter().any(|((s, _), _)| s == stance))?;
    let is_plain = found.iter().any(|((stance, topic), _)| *stance == Stance::Required && topic.is_none());
    let topic = found.iter().find_map(|((_, topic), _)| *topic).filter(|_| !is_plain);
    let mut end = 0;
    let mut rest = String::new();
    for (_, range) in &found {
        rest.push_str(&label[end..range.start]);
        rest.push(' ');
        end = range.end;
    }
    rest.push_str(&label[end..]);
    let covered = rest
        .split(|c: char| !c.is_alphanumeric())
        .all(|word| word.is_empty() || FILLER.split(' ').any(|filler| filler == word));
    Some((Section { stance, topic }, covered))
}

/// Splits a line at the ends of its sentences, at semicolons and at bullets inside the line.
fn split(folded: &Folded<'_>, line: Range<usize>) -> Vec<Range<usize>> {
    let text = folded.text();
    let mut pieces = Vec::new();
    let mut from = line.start;
    for (offset, c) in text[line.clone()].char_indices() {
        let at = line.start + offset;
        let after = at + c.len_utf8();
        let ends = match c {
            ';' | '•' | '|' | '▪' | '●' => true,
            '.' | '!' | '?' => ends_sentence(folded, from..at, after..line.end),
            _ => false,
        };
        if ends {
            pieces.push(from..after);
            from = after;
        }
    }
    pieces.push(from..line.end);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether a full stop ends a sentence: not in "2.5", "incl. a" or "R.N.".
fn ends_sentence(folded: &Folded<'_>, before: Range<usize>, after: Range<usize>) -> bool {
    let text = folded.text();
    let rest = &text[after.clone()];
    let Some(gap) = rest.find(|c: char| c != ' ' && c != ')' && c != '"') else { return true };
    if !rest.starts_with([' ', ')', '"']) {
        return false;
    }
    let word = text[before].rsplit([' ', '(', '/']).next().unwrap_or_default();
    let is_letter = word.len() == 1 && word.chars().all(char::is_alphabetic);
    let is_short = is_letter || word.contains('.') || ABBREVIATED.contains(&word);
    !(is_short && folded.is_lowercase_at(after.start + gap))
}

const ABBREVIATED: &[&str] =
    &["approx", "cert", "e.g", "etc", "exp", "i.e", "incl", "max", "min", "mos", "no", "req", "st", "vs", "yr", "yrs"];
