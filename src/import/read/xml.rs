//! XML, one event after another.
//!
//! Invariant: no entity except those of XML itself is expanded, and XML that ends early or is nested too deep is an
//! error.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Maximum depth of elements within one another.
const DEPTH: usize = 1000;

/// The attributes of an element by their local names.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// What is next in the XML; names are local, without a prefix.
#[derive(Debug)]
pub(super) enum XmlEvent<'a> {
    Open(&'a str, &'a Attributes),
    Text(&'a str),
    Close(&'a str),
}

/// Visits everything in an XML text; `part` names it in messages.
pub(super) fn visit(part: &str, text: &str, mut on: impl FnMut(XmlEvent<'_>)) -> Result<(), String> {
    let damaged = |why: &str| format!("it is damaged: {part} {why}; save it again, or export it once more");
    let unreadable = |error: &quick_xml::Error| damaged(&format!("cannot be read ({error})"));
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| unreadable(&error))? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(damaged(&format!("is nested more than {DEPTH} deep")));
                }
                open(&element, &mut on).map_err(|error| unreadable(&error))?;
            }
            Event::Empty(element) => {
                open(&element, &mut on).map_err(|error| unreadable(&error))?;
                on(XmlEvent::Close(&local(element.local_name().as_ref())));
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                on(XmlEvent::Close(&local(element.local_name().as_ref())));
            }
            Event::Text(text) => on(XmlEvent::Text(&String::from_utf8_lossy(&text))),
            Event::CData(text) => on(XmlEvent::Text(&String::from_utf8_lossy(&text))),
            Event::GeneralRef(entity) => {
                let letter = entity.resolve_char_ref().ok().flatten().map(String::from);
                let name = String::from_utf8_lossy(&entity);
                let letter = letter.or_else(|| resolve_predefined_entity(&name).map(str::to_owned));
                on(XmlEvent::Text(&letter.unwrap_or_else(|| format!("&{name};"))));
            }
            Event::Eof if depth > 0 => return Err(damaged("ends early")),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn open(element: &BytesStart<'_>, on: &mut impl FnMut(XmlEvent<'_>)) -> quick_xml::Result<()> {
    let mut attributes = Attributes::default();
    for attribute in element.attributes() {
        let attribute = attribute?;
        let value = attribute.unescape_value()?.into_owned();
        attributes.0.push((local(attribute.key.local_name().as_ref()), value));
    }
    on(XmlEvent::Open(&local(element.local_name().as_ref()), &attributes));
    Ok(())
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
