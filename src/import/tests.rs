//! Tests of importing, by format; the documents are of our own invention.

mod charset;
mod front;
mod head;
mod html;
mod ids;
mod kinds;
mod left_out;
mod main_text;
mod markdown;
mod office;
mod pages;
mod pdf;
mod plain;
mod whole;

use super::metadata::Provenance;
use super::read::blocks::Block;
use super::*;
use crate::corpus::model::{Standing, Statement};

/// A text imported as a file of this name, as `import` reads it, with nothing given.
fn imported(name: &str, text: &str) -> Import {
    given(name, text, &Metadata::default())
}

fn given(name: &str, text: &str, given: &Metadata) -> Import {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let stop = AtomicBool::new(false);
    let mut imported = import(&[path], given, None, &Silent, &stop);
    assert_eq!(imported.skipped, []);
    imported.imports.pop().unwrap()
}

struct Silent;

impl ImportProgress for Silent {
    fn begin(&self, _: usize, _: u64) {}
    fn read(&self, _: u64) {}
}

/// Blocks as lines: `# heading`, `7: numbered`, `paragraph`.
fn lines(document: &blocks::ParsedDocument) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Heading(text) => format!("# {text}"),
        Block::Paragraph { number: Some(number), text, .. } => format!("{number}: {text}"),
        Block::Paragraph { number: None, text, .. } => text.clone(),
    };
    document.blocks.iter().map(line).collect()
}

/// Passages as lines: `¶7 heading: words`.
fn passages(import: &Import) -> Vec<String> {
    let line = |passage: &crate::corpus::model::Passage| {
        let before = [passage.locus.as_deref(), passage.heading.as_deref()];
        let before = before.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if before.is_empty() { passage.text.to_string() } else { format!("{before}: {}", passage.text) }
    };
    import.statement.passages.iter().map(line).collect()
}

fn from(import: &Import, field: &str) -> Option<Provenance> {
    import.guessed.iter().find(|(guessed, _)| *guessed == field).map(|(_, from)| *from)
}
