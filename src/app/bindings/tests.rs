//! Tests of the key table.

use super::*;
use crate::app::keys::parse;

#[test]
fn no_key_is_bound_twice_in_one_place() {
    for context in KeyContext::ALL {
        let mut seen = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| binding.contexts.contains(context)) {
            for key in binding.keys {
                assert!(!seen.contains(key), "{key} is bound twice in {context:?}");
                seen.push(*key);
            }
        }
    }
}

#[test]
fn what_types_a_character_commands_nothing_in_fields() {
    for key in BINDINGS.iter().flat_map(|binding| binding.keys).filter(|key| matches!(key, Char(_))) {
        assert_eq!(command(*key, KeyContext::Fields), None, "{key}");
    }
    assert_eq!(command(Key::Down, KeyContext::Fields), Some(C::Move(Motion::Line, Forward)));
}

#[test]
fn every_key_written_in_the_table_reads_back_as_itself() {
    for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
        let written = match key {
            Key::Char(' ') => "<space>".to_owned(),
            Key::Char(c) => c.to_string(),
            named => format!("<{named}>"),
        };
        assert_eq!(parse(&written), Ok(vec![*key]), "{written}");
    }
}

#[test]
fn a_hangul_key_does_what_the_latin_key_in_its_place_does() {
    for (jamo, latin) in [('ㅓ', 'j'), ('ㅏ', 'k'), ('ㅂ', 'q'), ('ㅜ', 'n'), ('ㅐ', 'o'), ('ㅗ', 'h')]
    {
        assert_eq!(command(Char(jamo), KeyContext::Panes), command(Char(latin), KeyContext::Panes));
        assert!(command(Char(jamo), KeyContext::Panes).is_some());
    }
}
