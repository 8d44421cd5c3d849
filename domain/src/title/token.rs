//! Words of a title: folded, gender- and number-neutral, with what stands between them.

use unicode_normalization::char::is_combining_mark;

use super::spelling::{neutral, spelled};
use crate::text::fold;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A space, a hyphen or a point inside an abbreviation: the same noun phrase goes on.
    #[default]
    Space,
    /// A preposition or article, left out: what follows is a complement.
    Of,
    /// A bracket opens or closes.
    Bracket,
    /// `/`, `&`, "and", "or" and their French: another of the same.
    Join,
    /// A comma, a dash with spaces, a colon: the next part of the title.
    Break,
}

/// A word of a title.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Folded.
    pub(super) word: String,
    /// Neutral in gender and number, see [`neutral`].
    pub(super) stem: String,
    /// Before it.
    pub(super) gap: Gap,
    /// Inside brackets.
    pub(super) bracketed: bool,
    /// Written for both genders: `préposé(e)`.
    both: bool,
}

/// Endings by which French titles name the other gender or the plural: `préposé(e)`, `infirmier·ère`, `éducateur/trice`.
/// Folded.
const ENDINGS: [&str; 23] = [
    "e", "s", "es", "ne", "nes", "nne", "enne", "ienne", "ere", "eres", "iere", "ieres", "trice", "trices", "rice",
    "euse", "euses", "se", "ve", "ive", "le", "ale", "eure",
];
/// Words left out: they bind a complement. Folded.
const PREPOSITIONS: [&str; 31] = [
    "of", "for", "in", "at", "to", "with", "from", "by", "the", "a", "an", "on", "d", "l", "de", "des", "du", "la",
    "le", "les", "au", "aux", "en", "un", "une", "pour", "dans", "par", "sur", "chez", "avec",
];
const CONJUNCTIONS: [&str; 4] = ["and", "or", "et", "ou"];

/// How many words of a title are read; no real title is longer.
pub(super) const MOST: usize = 64;

/// The words of a title, at most [`MOST`].
pub(super) fn tokens(title: &str) -> Vec<Token> {
    let mut reader = Reader::default();
    for piece in joined(pieces(title)) {
        reader.read(&piece);
    }
    one_gender(reader.tokens)
}

/// A word as written, with what stands before it.
struct Piece<'a> {
    between: &'a str,
    raw: &'a str,
    word: String,
}

fn pieces(title: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = title;
    std::iter::from_fn(move || {
        let (between, word) = rest.split_at(rest.find(char::is_alphanumeric)?);
        let end = word.find(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
        let (raw, after) = word.split_at(end.unwrap_or(word.len()));
        rest = after;
        Some(Piece { between, raw, word: fold(raw) })
    })
}

/// Makes one word of initials with points (`R.P.N.`) and of a prefix with a hyphen (`co-ordinator`).
fn joined<'a>(pieces: impl Iterator<Item = Piece<'a>>) -> Vec<Piece<'a>> {
    let mut joined: Vec<Piece<'a>> = Vec::new();
    let mut initials = false;
    for mut piece in pieces {
        // `Inf. aux.`: where "aux" is no article.
        if let Some(whole) = match (joined.last().map(|last| fold(last.raw)).as_deref(), piece.word.as_str()) {
            (_, "inf") => Some("infirmier"),
            (Some("inf"), "aux") => Some("auxiliaire"),
            (Some("inf"), "clin") => Some("clinicien"),
            _ => None,
        } {
            whole.clone_into(&mut piece.word);
        }
        let letter = piece.word.len() == 1 && piece.word.is_ascii();
        if let Some(last) = joined.last_mut() {
            let next_initial = letter && initials && matches!(piece.between, "." | ". ");
            if next_initial || last.word == "co" && piece.between == "-" {
                last.word.push_str(&piece.word);
                continue;
            }
        }
        initials = letter;
        joined.push(piece);
    }
    joined
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    depth: usize,
    /// What a word left out leaves before the next one.
    pending: Gap,
    /// The last word was a gender ending: the bracket or point that closes it is no gap.
    ended: bool,
}

impl Reader {
    fn read(&mut self, piece: &Piece<'_>) {
        let mut between = piece.between;
        if self.ended {
            between = between.strip_prefix([')', ']', '.', '·']).unwrap_or(between);
        }
        let plural = self.ended && between.trim_matches(['.', '·', '-']).is_empty() && piece.word == "s";
        self.ended = plural || self.is_ending(between, &piece.word);
        if self.ended {
            if let Some(last) = self.tokens.last_mut() {
                last.both |= !matches!(piece.word.as_str(), "s" | "es");
            }
            return;
        }
        let opens = between.matches(['(', '[']).count();
        self.depth = (self.depth + opens).saturating_sub(between.matches([')', ']']).count());
        let gap = gap(between).max(std::mem::take(&mut self.pending));
        match self.left_out(piece, gap) {
            Some(left) => self.pending = left,
            None => self.push(&piece.word, gap),
        }
    }

    fn push(&mut self, word: &str, mut gap: Gap) {
        for part in spelled(word).split(' ') {
            if self.tokens.len() < MOST {
                let (word, stem) = (part.to_owned(), neutral(part));
                self.tokens.push(Token { word, stem, gap, bracketed: self.depth > 0, both: false });
            }
            gap = Gap::Space;
        }
    }

    /// Whether this is an ending attached to the word before it.
    fn is_ending(&self, between: &str, word: &str) -> bool {
        let Some(last) = self.tokens.last() else { return false };
        if last.word.len() < 3 || self.pending != Gap::Space || !ENDINGS.contains(&word) {
            return false;
        }
        let spaced = between.contains(char::is_whitespace);
        match between.trim().trim_end_matches(['-', '.']) {
            "(" | "[" | "·" | "•" | "‧" | "⋅" => true,
            "/" | "," => !spaced || word.len() > 2,
            "" => !spaced,
            _ => false,
        }
    }

    /// What a word that is left out (a preposition, a conjunction, a possessive `s`) leaves before the next one.
    fn left_out(&self, piece: &Piece<'_>, gap: Gap) -> Option<Gap> {
        let word = piece.word.as_str();
        if word == "s" && piece.between.ends_with(['\'', '’']) {
            return Some(gap);
        }
        // "OR nurse" is of the operating room.
        let room = piece.raw == "OR" && (self.tokens.is_empty() || gap != Gap::Space);
        if CONJUNCTIONS.contains(&word) && !room {
            Some(gap.max(Gap::Join))
        } else if PREPOSITIONS.contains(&word) {
            Some(gap.max(Gap::Of))
        } else {
            None
        }
    }
}

/// What the characters between two words say.
fn gap(between: &str) -> Gap {
    let dash = |c: char| matches!(c, '-' | '‐'..='―' | '−');
    let spaced = between.contains(char::is_whitespace);
    if between.contains([',', ';', ':', '!', '|', '*', '"', '~', '>', '\u{2022}']) || spaced && between.contains(dash) {
        Gap::Break
    } else if between.contains(['/', '&', '+', '\\']) {
        Gap::Join
    } else if between.contains(['(', ')', '[', ']']) {
        Gap::Bracket
    } else {
        Gap::Space
    }
}

/// One word where both genders are written out: `infirmier/infirmière auxiliaire`, `aide familial ou aide familiale`.
/// A word repeated in the same gender is another occupation: `infirmière ou infirmière auxiliaire`.
fn one_gender(mut tokens: Vec<Token>) -> Vec<Token> {
    let mut at = 1;
    while at < tokens.len() {
        let most = at.min(tokens.len() - at).min(5);
        let repeated = (1..=most).rev().find(|n| {
            let (she, he) = (&tokens[at - n..at], &tokens[at..at + n]);
            she.iter().zip(he).all(|(a, b)| a.stem == b.stem && !a.both && !b.both)
                && she.iter().zip(he).any(|(a, b)| a.word != b.word)
        });
        if let Some(n) = repeated.filter(|_| tokens[at].gap != Gap::Of) {
            tokens[at].gap = tokens[at - n].gap;
            tokens.drain(at - n..at);
            at -= n;
        }
        at += 1;
    }
    tokens
}
