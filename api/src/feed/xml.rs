//! XML of feeds: the elements of one name, one at a time, as small trees.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{FIELD_BYTES, Malformed, decode, line_of};

/// Deepest nesting of elements. The Job Bank's documents have seven levels.
const DEPTH: usize = 64;
/// Longest tag with its attributes, in bytes.
const TAG_BYTES: usize = 16 << 10;
/// Most elements in one item.
const NODES: usize = 20_000;

/// An element with what a feed's reader needs of it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, in lower case, without a prefix.
    pub(super) name: String,
    /// Its own text, character data and CDATA together.
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of this name.
    pub(super) fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> + 'e {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element's text, trimmed.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// The text of a child; empty where there is none.
    pub(super) fn of(&self, name: &str) -> &str {
        self.child(name).map_or("", Self::text)
    }

    /// The texts of a child that is a list: of its `<string>` children, or its own.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let Some(child) = self.child(name) else { return Vec::new() };
        let strings = child.children("string").map(Self::text).filter(|text| !text.is_empty());
        let strings: Vec<String> = strings.map(str::to_owned).collect();
        if strings.is_empty() && !child.text().is_empty() { vec![child.text().to_owned()] } else { strings }
    }
}

/// Reads a document whose root has one of the names, and hands out each element of the item's name with its number.
///
/// # Errors
/// [`Malformed`]: not well-formed, another kind of document, a document type with declarations (entity bombs),
/// or beyond a limit of depth, of size of a field, or of elements in an item.
pub(super) fn items(
    bytes: &[u8],
    roots: &[&str],
    item: &str,
    mut each: impl FnMut(u64, &Element),
) -> Result<(), Malformed> {
    let text = decode::text(bytes, declared(bytes), None)?;
    if let Some(at) = text
        .find(|c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
    {
        return Err(at_byte(&text, at, "a character that XML does not allow"));
    }
    let mut walk = Walk { roots, item, depth: 0, root_seen: false, open: Vec::new(), nodes: 0, number: 0 };
    let mut reader = Reader::from_str(&text);
    reader.config_mut().enable_all_checks(true);
    loop {
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
            at_byte(&text, at, &error.to_string())
        })?;
        if matches!(event, Event::Eof) {
            break;
        }
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        if let Some(element) = walk.step(event).map_err(|reason| at_byte(&text, at, &reason))? {
            each(walk.number, &element);
        }
    }
    if walk.depth > 0 {
        return Err(at_byte(&text, text.len(), "the document ends before its last element does"));
    }
    if walk.root_seen {
        Ok(())
    } else {
        Err(Malformed::NotThisFormat(format!("no element <{}>", roots.join("> or <"))))
    }
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let label = value.split(['"', '\'']).nth(1)?;
    encoding_rs::Encoding::for_label(label.as_bytes())
}

fn at_byte(text: &str, byte: usize, reason: &str) -> Malformed {
    let reason: String = reason.chars().take(200).collect();
    Malformed::At { line: line_of(text, byte), reason: format!("{reason} (byte {byte})") }
}

struct Walk<'w> {
    roots: &'w [&'w str],
    item: &'w str,
    depth: usize,
    root_seen: bool,
    /// The item being built, from its own element down to the innermost open one; empty outside an item.
    open: Vec<Element>,
    nodes: usize,
    number: u64,
}

impl Walk<'_> {
    /// Takes one event; gives the item that it completes.
    fn step(&mut self, event: Event<'_>) -> Result<Option<Element>, String> {
        match event {
            Event::Start(start) => self.start(&start)?,
            Event::Empty(start) => {
                self.start(&start)?;
                return Ok(self.end());
            }
            Event::End(_) => return Ok(self.end()),
            Event::Text(text) => self.append(&text.xml10_content())?,
            Event::CData(text) => self.append(&text.xml10_content())?,
            Event::GeneralRef(entity) => {
                let character = entity.resolve_char_ref().map_err(|error| error.to_string())?.map(String::from);
                let known = character.or_else(|| resolve_predefined_entity(&entity).map(str::to_owned));
                self.append(&known.ok_or_else(|| format!("an entity that is not defined: &{};", &*entity))?)?;
            }
            Event::DocType(declared) if declared.contains('[') => {
                return Err("a document type with declarations is not read".to_owned());
            }
            Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof => {}
        }
        Ok(None)
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        // Checked first: the check for repeated attributes takes the square of their number.
        if start.len() > TAG_BYTES {
            return Err(format!("a tag of more than {} KiB", TAG_BYTES >> 10));
        }
        if let Some(error) = start.attributes().find_map(Result::err) {
            return Err(error.to_string());
        }
        let name = start.local_name().as_ref().to_ascii_lowercase();
        if self.depth == 0 {
            if self.root_seen {
                return Err("a second root element".to_owned());
            }
            self.root_seen = true;
            if !self.roots.iter().any(|root| root.eq_ignore_ascii_case(&name)) {
                return Err(format!("<{name}> where <{}> is expected", self.roots.join("> or <")));
            }
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("elements nested deeper than {DEPTH}"));
        }
        let is_item = self.open.is_empty() && name == self.item;
        if is_item || !self.open.is_empty() {
            (self.number, self.nodes) = if is_item { (self.number + 1, 0) } else { (self.number, self.nodes + 1) };
            if self.nodes > NODES {
                return Err(format!("an item of more than {NODES} elements"));
            }
            self.open.push(Element { name, ..Element::default() });
        }
        Ok(())
    }

    fn end(&mut self) -> Option<Element> {
        self.depth = self.depth.saturating_sub(1);
        let closed = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(closed);
                None
            }
            None => Some(closed),
        }
    }

    fn append(&mut self, text: &str) -> Result<(), String> {
        if self.depth == 0 && !text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err("text outside the root element".to_owned());
        }
        let Some(element) = self.open.last_mut() else { return Ok(()) };
        if element.text.len() + text.len() > FIELD_BYTES {
            return Err(format!("<{}> holds more than {} KiB", element.name, FIELD_BYTES >> 10));
        }
        element.text.push_str(text);
        Ok(())
    }
}
