//! Guards: an occupation named in a title need not be the one sought.

use std::ops::Range;

use super::find::{Found, Title, bits};
use super::synonyms::{Kind, Synonym};
use super::token::Gap;
use super::vocabulary::Class;
use crate::Lang;
use crate::reference::RoleFamily;
use crate::set::BitSet;

/// The phrases found that name what is sought, and the word that ruled out one that does not.
pub(super) fn sought<'v>(title: &Title<'_>, found: Vec<Found<'v>>) -> (Vec<Found<'v>>, Option<String>) {
    let guard = Guard { title, covered: found.iter().fold(0, |all, phrase| all | phrase.mask), parts: parts(title) };
    let mut refused = None;
    let mut kept: Vec<Found<'v>> = Vec::new();
    for phrase in found.into_iter().filter(|phrase| !phrase.senses.is_empty()) {
        match guard.against(&phrase, &kept) {
            None => kept.push(phrase),
            Some(word) => refused = Some(title.tokens[word].word.clone()),
        }
    }
    (guard.precise(kept), refused)
}

/// The parts of the title between commas, dashes, slashes and brackets.
fn parts(title: &Title<'_>) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = (1..title.tokens.len()).filter(|i| title.tokens[*i].gap >= Gap::Bracket).collect();
    starts.insert(0, 0);
    let ends = starts.iter().copied().skip(1).chain([title.tokens.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

struct Guard<'t, 'v> {
    title: &'t Title<'v>,
    /// The words of every phrase found.
    covered: u64,
    parts: Vec<Range<usize>>,
}

impl Guard<'_, '_> {
    /// Whether the word is of the class and no part of a phrase found.
    fn is(&self, word: usize, class: Class) -> bool {
        !self.is_covered(word) && self.title.classes[word].contains(class)
    }

    /// Whether the word changes no occupation that it follows.
    fn is_plain(&self, word: usize) -> bool {
        self.title.classes[word].contains(Class::Plain) && !self.title.classes[word].contains(Class::Lead)
    }

    fn is_covered(&self, word: usize) -> bool {
        self.covered & (1 << word) != 0
    }

    fn gap(&self, word: usize) -> Option<Gap> {
        self.title.tokens.get(word).map(|token| token.gap)
    }

    /// The word that makes the phrase something else than what is sought.
    fn against(&self, phrase: &Found<'_>, before: &[Found<'_>]) -> Option<usize> {
        self.after(phrase).or_else(|| self.head_elsewhere(phrase, before)).or_else(|| self.complement(phrase, before))
    }

    /// `nurse recruiter`, `dental equipment`, `PSW coordinator`: the noun phrase goes on to another head.
    fn after(&self, phrase: &Found<'_>) -> Option<usize> {
        let all = |test: fn(&Synonym) -> bool| phrase.senses.iter().all(|sense| test(sense.synonym));
        let support = all(|synonym| matches!(synonym.role.family(), RoleFamily::Care | RoleFamily::Support));
        let english = all(|synonym| synonym.lang == Lang::En);
        let known = BitSet::of([Class::Noise, Class::Health, Class::Lead]);
        self.following(phrase.end()).filter(|word| !self.is_plain(*word)).find(|word| {
            let unknown = !self.is_covered(*word) && !self.title.classes[*word].overlaps(known);
            self.is(*word, Class::Head)
                || self.is(*word, Class::Thing)
                || support && self.is(*word, Class::Lead)
                || english && unknown && self.title.vocabulary.is_like_an_occupation(&self.title.tokens[*word])
        })
    }

    /// The words that go on with the noun phrase that ends here; what stands in brackets is passed over.
    fn following(&self, end: usize) -> impl Iterator<Item = usize> {
        let tokens = &self.title.tokens;
        let within = end > 0 && tokens[end - 1].bracketed;
        let outside = (end..tokens.len()).filter(move |word| within || !tokens[*word].bracketed);
        outside.take_while(|word| matches!(tokens[*word].gap, Gap::Space | Gap::Bracket))
    }

    /// Another occupation as head of the title: `Professor of Nursing`, `Recruiter, Registered Nurses`,
    /// `Assistant to the Surgeon`, `Pharmacy - Cashier`.
    fn head_elsewhere(&self, phrase: &Found<'_>, before: &[Found<'_>]) -> Option<usize> {
        let (start, at) = (phrase.start(), self.part_of(phrase.start()));
        let complement = |word: usize| self.title.tokens[word + 1..=start].iter().any(|token| token.gap == Gap::Of);
        let mut own = self.parts[at].start..start;
        let head = own.find(|word| self.is(*word, Class::Head) || self.is(*word, Class::HeadOf) && complement(*word));
        let joined = |part: usize| self.gap(self.parts[part].start) == Some(Gap::Join);
        let earlier = || {
            let parts = (1..=at).rev().take_while(|part| !joined(*part)).map(|part| &self.parts[part - 1]);
            let nameless = parts.filter(|part| before.iter().all(|other| other.mask & bits((*part).clone()) == 0));
            nameless.flat_map(Clone::clone).find(|word| self.is(*word, Class::Head))
        };
        let later = || {
            let parts = (at + 1..self.parts.len()).take_while(|part| !joined(*part)).map(|part| &self.parts[part]);
            parts.flat_map(|part| self.heads(part)).find(|word| self.is(*word, Class::Head) && !self.is_plain(*word))
        };
        head.or_else(earlier).or_else(later)
    }

    fn part_of(&self, word: usize) -> usize {
        self.parts.iter().position(|part| part.contains(&word)).unwrap_or(0)
    }

    /// The words of a part that may be its head: the last of its first noun phrase, or the first where a complement
    /// or nothing follows.
    fn heads(&self, part: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let of = (part.start + 1..part.end).find(|word| self.gap(*word) == Some(Gap::Of));
        [part.start, of.unwrap_or(part.end) - 1].into_iter().filter({
            let first_is_head = of == Some(part.start + 1) || part.len() == 1;
            let start = part.start;
            move |word| first_is_head || *word != start
        })
    }

    /// `Medical secretary to a cardiologist`: an occupation that only completes another.
    fn complement(&self, phrase: &Found<'_>, before: &[Found<'_>]) -> Option<usize> {
        let start = phrase.start();
        let part = self.parts[self.part_of(start)].start..start;
        let completes =
            self.gap(start) == Some(Gap::Of) && before.iter().any(|other| other.mask & bits(part.clone()) != 0);
        completes.then_some(start)
    }

    /// Without initials that may mean something else here and without what another phrase says more precisely.
    fn precise<'f>(&self, mut phrases: Vec<Found<'f>>) -> Vec<Found<'f>> {
        let initials = |phrase: &Found<'_>| phrase.senses.iter().any(|sense| sense.synonym.kind == Kind::Initials);
        let sure = phrases.iter().any(|phrase| !initials(phrase));
        let roles = phrases.iter().fold(0, |all, phrase| all | phrase.mask);
        phrases.retain(|phrase| !initials(phrase) || self.stands_alone(phrase, roles, sure));
        let precise = phrases.iter().any(|phrase| !phrase.is_broader());
        phrases.retain(|phrase| !phrase.is_broader() || !precise || self.is_joined(phrase));
        phrases
    }

    /// Whether the phrase is one of alternatives.
    fn is_joined(&self, phrase: &Found<'_>) -> bool {
        self.gap(phrase.start()) == Some(Gap::Join) || self.gap(phrase.end()) == Some(Gap::Join)
    }

    /// Whether initials open the title, or are an alternative to a role, and nothing that follows them contradicts:
    /// `OT - Home Care`, `RN/PT`; not `PT cashier`, `PSW - FT/PT`.
    fn stands_alone(&self, phrase: &Found<'_>, roles: u64, sure: bool) -> bool {
        let role = |word: usize| roles & (1 << word) != 0;
        let noise = |word: usize| self.title.classes[word].overlaps(BitSet::of([Class::Noise, Class::Health]));
        let (start, end) = (phrase.start(), phrase.end());
        let alternative = start > 0 && self.gap(start) == Some(Gap::Join) && role(start - 1)
            || self.gap(end) == Some(Gap::Join) && role(end);
        let opens = (0..start).all(|word| role(word) || noise(word) && self.gap(word + 1) != Some(Gap::Join));
        let goes_on = match self.gap(end) {
            Some(Gap::Space) => !role(end) && noise(end),
            Some(Gap::Join) => role(end) || !noise(end),
            _ => true,
        };
        opens && goes_on && (alternative || !sure)
    }
}
