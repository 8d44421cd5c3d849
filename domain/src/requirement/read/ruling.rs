//! How necessary each ask of a sentence is: which cue governs it, and what that cue says.

use std::ops::Range;

use super::lexicon::{CUES, CueClass, Side};

struct Cue {
    class: CueClass,
    side: Side,
    range: Range<usize>,
}

/// "No" governs words that follow within so many bytes.
const NO_REACH: usize = 32;
/// Words beside the ask itself in an item of a bare list: "BLS certification, ACLS and PALS".
const BARE_WORDS: usize = 2;

/// The class of the cue that governs each of the asks, given by their ranges in order; `None`: no cue does.
pub(super) fn governing(text: &str, asks: &[Range<usize>]) -> Vec<Option<CueClass>> {
    let cues = cues(text, asks);
    let mut rulings: Vec<Option<CueClass>> = vec![None; asks.len()];
    let mut walk = Walk { text, asks, from: 0, first: 0, seen: 0, pre: None };
    for cue in &cues {
        walk.pass(cue.range.start, &mut rulings);
        walk.meet(cue, &mut rulings);
    }
    walk.pass(text.len(), &mut rulings);
    rulings
}

fn cues(text: &str, asks: &[Range<usize>]) -> Vec<Cue> {
    let overlaps = |range: &Range<usize>| asks.iter().any(|ask| ask.start < range.end && range.start < ask.end);
    CUES.find_all(text)
        .filter(|((class, _), range)| *class != CueClass::Ignore && !overlaps(range))
        .map(|((class, side), range)| Cue { class: *class, side: side_of(text, (*class, *side), &range), range })
        .collect()
}

/// "Bilingual, preferably." looks back: nothing follows that it could govern. "BLS and, ideally, PALS" does not.
/// "BLS, assets: PALS" looks forward.
fn side_of(text: &str, (class, side): (CueClass, Side), range: &Range<usize>) -> Side {
    let (before, rest) = (text[..range.start].trim_end(), text[range.end..].trim_start());
    let is_inserted = before.ends_with(',');
    let begins_item = before.is_empty() || before.ends_with([',', '.', '(', '-']);
    if rest.starts_with(':') && begins_item {
        return Side::Pre;
    }
    let is_last = rest.is_empty() || rest.starts_with(['.', ')', ';', '!']) || rest.starts_with(',') && !is_inserted;
    if class == CueClass::Prefer && is_last { Side::Post } else { side }
}

/// Words for what an employer gives towards a credential itself.
const TRAINING: &[&str] =
    &["training", "course", "formation", "cours", "cost", "fee", "frais", "certif", "test", "recert"];

struct Walk<'a> {
    text: &'a str,
    asks: &'a [Range<usize>],
    /// Where the words start that a cue could still govern backwards.
    from: usize,
    /// The first ask that a cue could still govern backwards.
    first: usize,
    /// How many asks were passed.
    seen: usize,
    /// The cue that governs forwards.
    pre: Option<(CueClass, usize)>,
}

impl Walk<'_> {
    /// Passes the asks before `until`; each is governed by the last cue that looks forward.
    fn pass(&mut self, until: usize, rulings: &mut [Option<CueClass>]) {
        while let Some(ask) = self.asks.get(self.seen).filter(|ask| ask.start < until) {
            if let Some((CueClass::No, end)) = self.pre
                && (ask.start.saturating_sub(end) > NO_REACH || self.text[end..ask.start.max(end)].contains([',', '(']))
            {
                self.pre = None;
            }
            rulings[self.seen] = self.pre.map(|(class, _)| class);
            self.seen += 1;
        }
    }

    fn meet(&mut self, cue: &Cue, rulings: &mut [Option<CueClass>]) {
        match (cue.class, cue.side) {
            (CueClass::Boundary, _) => self.close(cue.range.end),
            (_, Side::Pre) => self.look_forward(cue),
            (_, Side::Post) => {
                let reach = self.reach(cue);
                let claimed: Vec<usize> = (self.first..self.seen).filter(|i| self.asks[*i].start >= reach).collect();
                let of_something_else = cue.class == CueClass::Provide && self.is_of_an_aside(cue);
                if claimed.is_empty() || of_something_else {
                    // "Required BLS" looks forward; "mileage is paid" says nothing of what follows.
                    if matches!(cue.class, CueClass::Require | CueClass::Prefer) {
                        self.look_forward(cue);
                    }
                    return;
                }
                for i in claimed {
                    rulings[i] = Some(combine(rulings[i], cue.class));
                }
                self.close(cue.range.end);
            }
        }
    }

    /// A verb of holding or handing in says less than what stands before it: "must hold", "no need to have",
    /// "we require that all staff provide".
    fn look_forward(&mut self, cue: &Cue) {
        let hands_in = cue.class == CueClass::HandIn
            || ["ensur", "arrang", "updat"].iter().any(|verb| self.text[cue.range.clone()].starts_with(verb));
        let is_weaker = self.pre.is_some_and(|(class, end)| {
            let nothing_between = self.asks[..self.seen].last().is_none_or(|ask| ask.end <= end);
            let holds = cue.class == CueClass::Have && class != CueClass::Have;
            nothing_between && (holds || hands_in && class == CueClass::Require)
        });
        if !is_weaker {
            self.pre = Some((cue.class, cue.range.end));
        }
    }

    fn close(&mut self, at: usize) {
        (self.from, self.first, self.pre) = (at, self.seen, None);
    }

    /// How far back a cue reaches: over its own item of a list, and over the items before it where they are
    /// joined to it ("ACLS, PALS and TNCC are assets"; not "BLS certification, ACLS an asset").
    fn reach(&self, cue: &Cue) -> usize {
        let window = self.from..cue.range.start;
        let mut items = items(self.text, window);
        let Some(mut item) = items.pop() else { return self.from };
        // "BLS, preferably": the item of the cue itself may be empty.
        while words(&self.text[item.clone()]) == 0 {
            let Some(before) = items.pop() else { break };
            item = before;
        }
        let cue = &self.text[cue.range.clone()];
        let is_plural = ["are ", "were ", "sont ", "seront ", "seraient "].iter().any(|verb| cue.starts_with(verb));
        let mut joined = is_plural
            || [" and ", " et ", " & ", " or ", " ou "].iter().any(|and| self.text[item.clone()].contains(and));
        while let Some(before) = items.pop() {
            joined = joined && self.is_bare(&before);
            if !joined {
                break;
            }
            item = before;
        }
        item.start
    }

    /// "A vehicle (mileage paid)" pays for something else than the vehicle; "BLS (training provided)" does not.
    fn is_of_an_aside(&self, cue: &Cue) -> bool {
        let last = self.asks[..self.seen].last().map_or(self.from, |ask| ask.end);
        let between = &self.text[last..cue.range.start.max(last)];
        let Some(opening) = between.find('(') else { return false };
        let inside = &between[opening + 1..];
        !inside.contains(')') && words(inside) > 0 && !TRAINING.iter().any(|word| inside.contains(word))
    }

    /// Whether an item of a list is little more than one ask.
    fn is_bare(&self, item: &Range<usize>) -> bool {
        let inside = self.asks.iter().filter(|ask| item.start <= ask.start && ask.end <= item.end);
        let asked: usize = inside.clone().map(|ask| words(&self.text[ask.clone()])).sum();
        inside.count() > 0 && words(&self.text[item.clone()]) <= asked + BARE_WORDS
    }
}

fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// The items of a list: parts between commas that are not in parentheses. A part keeps the blank before it.
fn items(text: &str, window: Range<usize>) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let (mut from, mut depth) = (window.start, 0_i32);
    for (offset, c) in text[window.clone()].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            ',' if depth == 0 => {
                items.push(from..window.start + offset);
                from = window.start + offset + 1;
            }
            _ => {}
        }
    }
    items.push(from..window.end);
    items
}

/// What holds when a cue before and a cue after govern the same words.
fn combine(before: Option<CueClass>, after: CueClass) -> CueClass {
    match (before, after) {
        (Some(CueClass::Negate | CueClass::No), CueClass::Waive) => CueClass::Negate,
        (_, CueClass::Waive) => CueClass::Prefer,
        // "Hold a valid certificate (the course is reimbursed)".
        (Some(CueClass::Require | CueClass::Have), CueClass::Provide) => CueClass::Require,
        // "Conduct TB testing where required" stays a duty, "no car required" stays a no.
        (Some(kept @ (CueClass::Duty | CueClass::No | CueClass::Negate | CueClass::Provide)), CueClass::Require) => {
            kept
        }
        (Some(CueClass::Duty), CueClass::Prefer) => CueClass::Duty,
        _ => after,
    }
}
