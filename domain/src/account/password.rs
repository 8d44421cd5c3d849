//! Which passwords are taken: the rules of NIST SP 800-63B-4 §3.1.1 (as of 2025-08).
//!
//! A password is a text of at least [`ALONE`] characters, or [`WITH_SECOND_FACTOR`] where a second factor is set
//! up as well; at most [`LONGEST`]. No rule asks for capitals, digits or signs. What is refused is what anyone
//! would try first: a password that is made up, as a whole, of well-known words, of what is known about the
//! person, and of runs, walks and repetitions.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// The least characters of a password that is all there is (§3.1.1.2 item 1).
pub const ALONE: usize = 15;
/// The least where a second factor is asked for too (same item).
pub const WITH_SECOND_FACTOR: usize = 8;
/// The most: above the 64 that must be taken, and little enough that hashing it costs nothing beside argon2.
pub const LONGEST: usize = 128;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than this.
    Short(usize),
    /// More characters than this.
    Long(usize),
    /// Among the first that anyone would try.
    Expected,
}

/// What is known of the person, and so is no secret.
#[derive(Clone, Copy, Default)]
pub struct About<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
}

/// The form in which a password is checked and hashed: composed (NFC), so that a letter with its accent is one
/// character however the keyboard sent it. Nothing is cut off.
pub fn normalize(password: &str) -> String {
    password.nfc().collect()
}

/// Checks a normalized password.
///
/// # Errors
/// What is wrong with it. Characters are counted as Unicode code points.
pub fn check(password: &str, second_factor: bool, about: About<'_>) -> Result<(), Weakness> {
    let least = if second_factor { WITH_SECOND_FACTOR } else { ALONE };
    let length = password.chars().count();
    if length < least {
        return Err(Weakness::Short(least));
    }
    if length > LONGEST {
        return Err(Weakness::Long(LONGEST));
    }
    if effort(password, &known_words(about)) < LEAST_EFFORT { Err(Weakness::Expected) } else { Ok(()) }
}

/// Bits of guessing below which a password is expected: three well-known words stay below, eight characters of
/// which none is foreseen do not.
const LEAST_EFFORT: u32 = 30;
/// A character that nothing foresees. Low on purpose: a rule of composition must not come in by this door.
const UNFORESEEN: u32 = 4;
/// A word that is well known: one of some hundreds.
const WELL_KNOWN: u32 = 9;
/// A word known of the person or the service: one of a few.
const KNOWN: u32 = 2;
/// A run of one character, of neighbours in an alphabet or on a keyboard: one of some hundred.
const RUN: u32 = 7;
/// The same once more.
const AGAIN: u32 = 3;
/// A year.
const YEAR: u32 = 6;

/// Shortest word that counts as one; shorter ones are found in anything.
const SHORTEST_WORD: usize = 3;

/// The least bits it takes to put a password together from pieces that are foreseen.
fn effort(password: &str, known: &[Vec<char>]) -> u32 {
    let text: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let mut cheapest = vec![0; text.len() + 1];
    for end in 1..=text.len() {
        let ways = (0..end).filter_map(|start| {
            let before: u32 = *cheapest.get(start)?;
            Some(before + piece(&text, start, end, known)?)
        });
        let least = ways.min().unwrap_or(u32::MAX);
        if let Some(cell) = cheapest.get_mut(end) {
            *cell = least;
        }
    }
    cheapest.last().copied().unwrap_or_default()
}

/// What one piece costs; `None`: no such piece.
fn piece(text: &[char], start: usize, end: usize, known: &[Vec<char>]) -> Option<u32> {
    let part = text.get(start..end)?;
    if part.len() == 1 {
        return Some(UNFORESEEN);
    }
    if start >= part.len() && text.get(start - part.len()..start) == Some(part) {
        return Some(AGAIN);
    }
    if known.iter().any(|word| reads_as(part, word)) {
        return Some(KNOWN);
    }
    if is_year(part) {
        return Some(YEAR);
    }
    if is_run(part) {
        return Some(RUN);
    }
    is_well_known(part).then_some(WELL_KNOWN)
}

/// The words of the person's name and address and of the service.
fn known_words(about: About<'_>) -> Vec<Vec<char>> {
    let local = about.email.split('@').next().unwrap_or_default();
    let mut words = HashSet::from(["carematch".to_owned(), "care".to_owned(), "match".to_owned()]);
    for text in [about.name, about.email, local] {
        words.insert(text.to_lowercase());
        let folded = fold(text);
        words.insert(folded.replace(' ', ""));
        words.extend(folded.split(' ').map(str::to_owned));
        words.extend(text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
    }
    words.into_iter().map(|word| word.chars().collect::<Vec<_>>()).filter(|word| word.len() >= SHORTEST_WORD).collect()
}

static WORDS: LazyLock<HashSet<Vec<char>>> = LazyLock::new(|| {
    let lines = include_str!("../../data/common_passwords.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(|word| word.chars().collect()).collect()
});

/// The longest of them, in characters.
static LONGEST_WORD: LazyLock<usize> = LazyLock::new(|| WORDS.iter().map(Vec::len).max().unwrap_or_default());

fn is_well_known(part: &[char]) -> bool {
    if part.len() < SHORTEST_WORD || part.len() > *LONGEST_WORD {
        return false;
    }
    let plain = |one: char| part.iter().map(|&c| letter(c, one)).collect::<Vec<_>>();
    WORDS.contains(part) || WORDS.contains(&plain('i')) || WORDS.contains(&plain('l'))
}

/// Whether `part` is `word`, with signs and digits for letters.
fn reads_as(part: &[char], word: &[char]) -> bool {
    part.len() == word.len()
        && part.iter().zip(word).all(|(&c, &w)| c == w || letter(c, 'i') == w || letter(c, 'l') == w)
}

/// The letter that a sign or digit is often put for, or that is meant by one with an accent; `1` may be an `i` or
/// an `l`.
fn letter(c: char, one: char) -> char {
    match c {
        '@' | '4' => 'a',
        '8' => 'b',
        '3' | '€' => 'e',
        '9' => 'g',
        '!' => 'i',
        '1' | '|' => one,
        '0' => 'o',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '2' => 'z',
        _ => c.nfd().next().unwrap_or(c),
    }
}

fn is_year(part: &[char]) -> bool {
    matches!(part, ['1', '9', a, b] | ['2', '0', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
}

/// Rows and columns of the keyboards of Canada, for walks along them.
const WALKS: [&str; 7] = [
    "1234567890-=",
    "!@#$%?&*()_+",
    "!@#$%^&*()_+",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
];

/// The same character, neighbours in the alphabet or digits, or neighbours on the keyboard, in either direction.
fn is_run(part: &[char]) -> bool {
    if part.len() < 3 {
        return false;
    }
    let step = |by: i64| {
        part.windows(2).all(|pair| matches!(pair, [a, b] if i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == by))
    };
    let alphabet = part.iter().all(char::is_ascii_alphanumeric) && (step(1) || step(-1));
    let walk = || {
        let forward: String = part.iter().collect();
        let backward: String = part.iter().rev().collect();
        WALKS.iter().any(|keys| keys.contains(&forward) || keys.contains(&backward))
    };
    step(0) || alphabet || walk()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MARIE: About<'_> = About { name: "Marie-Ève Tremblay", email: "m.tremblay85@exemple.ca" };

    #[test]
    fn length_is_counted_in_characters_of_the_composed_form() {
        let fifteen = format!("é{}", "vvqkzjhwpgx rn");
        assert_eq!(fifteen.chars().count(), 15);
        assert_eq!(check(&fifteen, false, MARIE), Ok(()));
        let decomposed: String = fifteen.nfd().collect();
        assert_eq!(decomposed.chars().count(), 16);
        assert_eq!(normalize(&decomposed), fifteen);
        assert_eq!(check("vvqkzjhwpgx rn", false, MARIE), Err(Weakness::Short(15)));
        assert_eq!(check("vvqkzjhw", true, MARIE), Ok(()));
        assert_eq!(check("vvqkzjh", true, MARIE), Err(Weakness::Short(8)));
        let longest = "vvqkzjhwpgxtrnbl".repeat(8);
        assert_eq!(check(&longest, false, MARIE), Ok(()));
        assert_eq!(check(&(longest + "x"), false, MARIE), Err(Weakness::Long(128)));
    }

    #[test]
    fn what_anyone_would_try_first_is_refused() {
        let expected = [
            "passwordpassword",
            "P@ssw0rdP@ssw0rd",
            "Password12345678",
            "motdepasse123456",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "123456789012345",
            "987654321987654321",
            "abcdefghijklmnopqrst",
            "qwertyuiopasdfgh",
            "azertyuiopqsdfgh",
            "1qaz2wsx3edc4rfv",
            "k3v9k3v9k3v9k3v9k3v9",
            "carematch2026!!!!!",
            "CareMatchCareMatch",
            "Marie-Ève Tremblay",
            "marie.tremblay1985",
            "MarieEveTremblay1985!",
            "m.tremblay85@exemple.ca",
            "dragonmonkeysunshine",
            "mapleleafs1967mapleleafs",
            "iloveyouiloveyou1",
            "nurse nurse nurse nurse",
            "infirmière2026infirmière",
            "111111222222333333",
            "!!!!!!!!!!!!!!!!!!",
        ];
        for password in expected {
            assert_eq!(check(&normalize(password), false, MARIE), Err(Weakness::Expected), "{password}");
        }
        for password in ["password", "12345678", "canada2026", "Tremblay1985", "zzzzzzzz"] {
            assert_eq!(check(password, true, MARIE), Err(Weakness::Expected), "{password}");
        }
    }

    #[test]
    fn passphrases_and_plain_letters_are_taken() {
        let taken = [
            "correct horse battery staple",
            "la tuque verte de grand-papa",
            "seven blue kayaks drift north",
            "onlysmalllettersbutmany",
            "840 517 263 908 14",
            "Je mange des fraises en juillet",
            "my nurse friend drives a yellow van",
            "密码不重要只要它足够长就可以了吧",
        ];
        for password in taken {
            assert_eq!(check(&normalize(password), false, MARIE), Ok(()), "{password}");
        }
    }

    proptest! {
        /// No character of a random password is foreseen often enough to refuse it.
        #[test]
        fn random_letters_are_taken(password in "[a-z]{20,40}") {
            prop_assert_eq!(check(&password, false, MARIE), Ok(()));
        }

        #[test]
        fn any_text_gets_an_answer(password in "\\PC{0,140}", name in "\\PC{0,30}", email in "\\PC{0,30}") {
            let normal = normalize(&password);
            let verdict = check(&normal, false, About { name: &name, email: &email });
            let length = normal.chars().count();
            prop_assert_eq!(length < ALONE, verdict == Err(Weakness::Short(ALONE)));
            prop_assert_eq!(length > LONGEST, verdict == Err(Weakness::Long(LONGEST)));
        }
    }
}
