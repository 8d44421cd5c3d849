//! Finding: the longest phrases in a title, also where its words stand in another order.

use super::synonyms::Kind;
use super::token::{Gap, Token};
use super::vocabulary::{Class, Leaf, Sense, Vocabulary, WordId};
use crate::Lang;
use crate::reference::Province;
use crate::set::BitSet;

/// A title read: its words and what each of them is by itself.
pub(super) struct Title<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) tokens: Vec<Token>,
    words: Vec<WordId>,
    /// The classes of phrases that end at each word.
    pub(super) classes: Vec<BitSet<Class>>,
    province: Option<Province>,
}

/// A phrase found.
pub(super) struct Found<'v> {
    /// The words it takes, a bit each.
    pub(super) mask: u64,
    /// How many words the phrase has.
    len: usize,
    /// Its words stand apart in the title.
    apart: bool,
    /// What it means here; empty: something that is no role.
    pub(super) senses: Vec<&'v Sense>,
}

impl Found<'_> {
    /// Whether it says less than some other phrase would.
    pub(super) fn is_broader(&self) -> bool {
        self.senses.iter().all(|sense| sense.synonym.kind == Kind::Broader)
    }

    /// Whether it is said in English.
    fn is_english(&self) -> bool {
        self.senses.iter().all(|sense| sense.synonym.lang == Lang::En)
    }

    /// The first word.
    pub(super) fn start(&self) -> usize {
        usize::try_from(self.mask.trailing_zeros()).unwrap_or(0)
    }

    /// One past the last word.
    pub(super) fn end(&self) -> usize {
        usize::try_from(u64::BITS - self.mask.leading_zeros()).unwrap_or(0)
    }
}

impl<'v> Title<'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary, tokens: Vec<Token>, province: Option<Province>) -> Self {
        let words: Vec<WordId> = tokens.iter().map(|token| vocabulary.word(&token.stem)).collect();
        let mut classes = vec![BitSet::EMPTY; words.len()];
        for start in 0..words.len() {
            // A phrase of these says nothing across a comma or dash.
            let part = (start + 1..words.len()).find(|word| tokens[*word].gap == Gap::Break).unwrap_or(words.len());
            for (len, leaf) in vocabulary.phrases(words[start..part].iter().copied()) {
                let end: &mut BitSet<Class> = &mut classes[start + len - 1];
                *end = end.union(leaf.classes);
                // All words of a phrase like "full time" say as little as the last.
                for word in &mut classes[start..start + len] {
                    *word = word.union(leaf.classes.intersection(BitSet::of([Class::Noise, Class::Plain])));
                }
            }
        }
        Self { vocabulary, tokens, words, classes, province }
    }

    /// Whether any phrase of the title is of the class.
    pub(super) fn first_of(&self, class: Class) -> Option<&Token> {
        self.classes.iter().position(|classes| classes.contains(class)).map(|i| &self.tokens[i])
    }

    /// The phrases of the title, none overlapping, longer ones first.
    pub(super) fn found(&self) -> Vec<Found<'v>> {
        let order: Vec<usize> = (0..self.words.len()).collect();
        let mut found = self.within(&order, None);
        let named = found.iter().filter(|found| !found.senses.is_empty());
        let direct = named.clone().fold(0, |all, found| all | found.mask);
        let precise = named.filter(|found| !found.is_broader()).fold(0, |all, found| all | found.mask);
        for seam in 1..self.words.len() {
            match self.tokens[seam].gap {
                Gap::Break | Gap::Bracket => found.extend(self.turned(seam, precise)),
                Gap::Join => found.extend(self.shared(seam, direct)),
                Gap::Space | Gap::Of => {}
            }
        }
        self.keep_heads(&mut found);
        found.sort_by_key(|found| (std::cmp::Reverse(found.len), found.apart, found.start()));
        let mut taken = 0;
        found.retain(|found| {
            let free = taken & found.mask == 0;
            taken |= if free { found.mask } else { 0 };
            free
        });
        found.sort_by_key(Found::start);
        found
    }

    /// Without English phrases that run into another, which ends later and so is the head: `emergency medicine
    /// physician assistant`.
    fn keep_heads(&self, found: &mut Vec<Found<'v>>) {
        let spans: Vec<(usize, usize)> = found
            .iter()
            .filter(|other| !other.apart && other.len > 1 && other.is_english())
            .map(|other| (other.start(), other.end()))
            .collect();
        found.retain(|phrase| {
            let (start, end) = (phrase.start(), phrase.end());
            let goes_on = |until: usize| self.tokens[end..until].iter().all(|token| token.gap == Gap::Space);
            phrase.apart
                || !phrase.is_english()
                || !spans.iter().any(|(from, to)| start < *from && *from < end && end < *to && goes_on(*to))
        });
    }

    /// Where the part of the title around a word starts and ends; parts end at gaps of at least `gap`.
    fn part(&self, seam: usize, gap: Gap) -> (usize, usize) {
        let parts = |i: &usize| self.tokens[*i].gap >= gap;
        let start = (1..seam).rev().find(parts).unwrap_or(0);
        let end = (seam + 1..self.tokens.len()).find(parts).unwrap_or(self.tokens.len());
        (start, end)
    }

    /// `Nurses, Licensed Practical`: what follows the comma read first, where what precedes it does not say all.
    fn turned(&self, seam: usize, precise: u64) -> Vec<Found<'v>> {
        let (start, end) = self.part(seam, Gap::Bracket);
        let before = bits(start..seam);
        if precise & before == before {
            return Vec::new();
        }
        let order: Vec<usize> = (seam..end).chain(start..seam).collect();
        let mut found = self.within(&order, Some(end - seam));
        found.retain(|found| found.mask & bits(seam - 1..seam) != 0);
        found
    }

    /// `Dental Assistant/Hygienist`, `Occupational or Physical Therapist`: a word said once for both. Only for a side
    /// that names nothing by itself (`direct`: the words of which something was found).
    fn shared(&self, seam: usize, direct: u64) -> Vec<Found<'v>> {
        let (start, end) = self.part(seam, Gap::Bracket);
        let free = |words: std::ops::Range<usize>| direct & bits(words) == 0;
        let mut found = Vec::new();
        if free(seam..end) {
            let kept = (start + 1..seam).rev();
            let orders = kept.map(|kept| (kept - start, (start..kept).chain(seam..end).collect::<Vec<_>>()));
            found.extend(self.first(orders, bits(seam..end)));
        }
        if free(start..seam) {
            let orders = (seam + 1..end).map(|from| (seam - start, (start..seam).chain(from..end).collect::<Vec<_>>()));
            found.extend(self.first(orders, bits(start..seam)));
        }
        found
    }

    /// The phrases across the seam of the first order that has any, as far as they take the words of `side`.
    fn first(&self, orders: impl Iterator<Item = (usize, Vec<usize>)>, side: u64) -> Vec<Found<'v>> {
        let mut found = orders.map(|(seam, order)| self.within(&order, Some(seam))).find(|found| !found.is_empty());
        let found = found.iter_mut().flatten();
        found
            .map(|Found { mask, len, apart, senses }| Found {
                mask: *mask & side,
                len: *len,
                apart: *apart,
                senses: std::mem::take(senses),
            })
            .collect()
    }

    /// Every phrase in the words so ordered; with a seam, only those across it.
    fn within(&self, order: &[usize], seam: Option<usize>) -> Vec<Found<'v>> {
        let mut found = Vec::new();
        let starts = 0..seam.unwrap_or(order.len());
        for start in starts {
            let words = order[start..].iter().map(|i| self.words[*i]);
            for (len, leaf) in self.vocabulary.phrases(words) {
                let whole = &order[start..start + len];
                let across = seam.is_none_or(|seam| start + len > seam);
                let broken = seam.is_none() && whole.iter().skip(1).any(|i| self.tokens[*i].gap == Gap::Break);
                if across
                    && (!broken || len > 2)
                    && let Some(senses) = self.senses(leaf)
                {
                    let mask = whole.iter().fold(0, |mask, i| mask | 1 << i);
                    found.push(Found { mask, len, apart: seam.is_some() || broken, senses });
                }
            }
        }
        found
    }

    /// What a phrase means in this title and province; `None`: nothing.
    fn senses(&self, leaf: &'v Leaf) -> Option<Vec<&'v Sense>> {
        let all = self.classes.iter().fold(BitSet::EMPTY, |all, classes| all.union(*classes));
        let meant = |sense: &&Sense| {
            let provinces = &sense.synonym.provinces;
            (provinces.is_empty() || self.province.is_some_and(|province| provinces.contains(&province)))
                && (sense.needs.is_empty() || sense.needs.met(&self.words, all))
                && !sense.unless.met(&self.words, all)
        };
        let senses: Vec<_> = leaf.senses.iter().filter(meant).collect();
        (!senses.is_empty() || leaf.classes.contains(Class::Other)).then_some(senses)
    }
}

/// A bit for each word of the range; titles have at most as many as there are bits.
pub(super) fn bits(words: std::ops::Range<usize>) -> u64 {
    words.fold(0, |bits, i| bits | 1 << i)
}
