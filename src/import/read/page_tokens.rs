//! A web page as tags and text.
//!
//! Invariant: both readers of a page count the same tokens.

use html5gum::{DefaultEmitter, EndTag, State, Token, Tokenizer, naive_next_state};

/// Bytes of a page that show whether it is XML.
const BEGINNING: usize = 512;

/// The tokens of a page. In XML, an element may end where it begins (`<script src="x.js"/>`); in HTML, what follows would be
/// code.
pub(super) fn tokens(page: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut tokenizer = Tokenizer::new_with_emitter(page, emitter);
    let is_xml = is_xml(page);
    let mut end = None;
    std::iter::from_fn(move || {
        if let Some(end) = end.take() {
            return Some(Token::EndTag(end));
        }
        let Ok(token) = tokenizer.next()?;
        if let Token::StartTag(tag) = &token
            && is_xml
            && tag.self_closing
            && naive_next_state(&tag.name).is_some()
        {
            tokenizer.set_state(State::Data);
            end = Some(EndTag { name: tag.name.clone(), ..EndTag::default() });
        }
        Some(token)
    })
}

fn is_xml(page: &str) -> bool {
    let beginning = page.as_bytes().get(..BEGINNING).unwrap_or(page.as_bytes());
    let beginning = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    beginning.trim_start().starts_with("<?xml") || beginning.contains("xhtml")
}
