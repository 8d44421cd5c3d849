//! What people wrote, made fit for a mail.

/// Characters of a name at most.
pub(crate) const NAME: usize = 100;

/// One line of at most `most` characters: no line can be begun by what someone put into a name or a title, in the
/// headers or in the text, and none can be turned around. Nor can a text be smuggled in that a reader of headers would
/// decode (RFC 2047's `=?`).
pub(crate) fn line(text: &str, most: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || is_unfit(c)).filter(|word| !word.is_empty());
    let mut out = String::new();
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.replace("=?", "= ?"));
        // Bytes are no fewer than characters: enough to cut from.
        if out.len() > most && out.chars().count() > most {
            out = out.chars().take(most).collect();
            out.push('…');
            break;
        }
    }
    out
}

/// Characters of a name that is shown to someone who may not know its bearer.
const GREETED: usize = 60;

/// A name to greet with; `None` for what is no name but says something to whoever's address was entered with it: a
/// link, an address of e-mail, a text.
pub(crate) fn name(text: &str) -> Option<String> {
    let name = line(text, GREETED + 1);
    let is_one = !name.is_empty() && name.chars().count() <= GREETED && name.split(' ').all(is_word_of_name);
    is_one.then_some(name)
}

fn is_word_of_name(word: &str) -> bool {
    let is_host = word.split('.').skip(1).any(|label| label.chars().count() > 1);
    !is_host && !word.contains(['/', ':', '@', '<', '>', '\\'])
}

/// Controls, and marks that turn or hide what follows them (Unicode's bidirectional controls and separators).
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line_of_its_length() {
        assert_eq!(line("  Zoë\r\nBcc: x@y.ca\u{2028}\0 \t end ", 100), "Zoë Bcc: x@y.ca end");
        assert_eq!(line("abc def", 5), "abc d…");
        assert_eq!(line("abc def", 7), "abc def");
        assert_eq!(line("\u{202e}gnp.exe", 20), "gnp.exe");
        assert_eq!(line(" \r\n ", 5), "");
        assert_eq!(line("=?utf-8?q?=0A?=", 20), "= ?utf-8?q?=0A?=");
    }

    #[test]
    fn people_are_greeted_by_names_only() {
        for real in ["Élodie Tremblay-Roy", "J.P. Roy", "Dr. O’Neil", "Ngũgĩ wa Thiong'o", "李 小龙", "Anne Jr."]
        {
            assert_eq!(name(real).as_deref(), Some(real), "{real}");
        }
        for other in ["", "https://win.example", "win.example", "Click x@y.ca", &"ha ".repeat(30), "a <b>"] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
