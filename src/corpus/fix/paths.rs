//! Paths of the machine on which a text was imported, cut to file names: current imports record only the file's name.
//!
//! Invariant: only the address of an imported file is taken for a path, and other occurrences of the same path.

use std::collections::HashMap;
use std::iter::once;

use super::{DatasetJson, Fix, FixKind, Object, TextEdit};
use crate::corpus::json_path::{At, range, written};
use crate::text::safe::Text;

/// What is written before the path of an imported file; nothing in its address.
const BEFORE: [&str; 3] = ["Whole text, as imported from ", "Imported from ", ""];

/// Cuts each path to the name of its file, in the sources and in the statements.
pub(super) fn local(document: &DatasetJson<'_>, _: &str) -> Vec<TextEdit> {
    let sources = document.top.list("sources");
    let imported = sources.iter().filter(|source| source.fields.contains_key("sha256"));
    let addresses = imported.filter_map(|source| source.string("address"));
    let names: HashMap<String, String> =
        addresses.filter_map(|path| Some((path.clone(), name(&path)?.to_owned()))).collect();
    let mut edits = Vec::new();
    if names.is_empty() {
        return edits;
    }
    let mut cut = |object: &Object<'_>, field: &str, at: &At<'_>| {
        let (Some(raw), Some(text)) = (object.fields.get(field), object.string(field)) else { return };
        let short = shortened(&text, &names).and_then(|short| serde_json::to_string(&short).ok());
        if let Some(with) = short {
            let path = Text::new(&written(&at.key(field).steps()));
            let fixes = vec![Fix { kind: FixKind::Path, path, id: None }];
            edits.push(TextEdit { range: range(document.bare, raw), with, fixes });
        }
    };
    let at = At::Top.key("sources");
    for (index, source) in sources.iter().enumerate() {
        cut(source, "address", &at.item(index));
        cut(source, "note", &at.item(index));
    }
    let at = At::Top.key("statements");
    for (index, statement) in document.top.list("statements").iter().enumerate() {
        cut(statement, "held", &at.item(index));
    }
    edits
}

/// The text with the name in place of the path, if it names one of these files.
fn shortened(text: &str, names: &HashMap<String, String>) -> Option<String> {
    let (before, rest) = BEFORE.iter().find_map(|before| Some((*before, text.strip_prefix(before)?)))?;
    // A path may begin with another one, so the longest one counts.
    let mut ends = once(rest.len()).chain(rest.rmatch_indices(';').map(|(end, _)| end));
    ends.find_map(|end| {
        let (path, after) = rest.split_at_checked(end)?;
        Some(format!("{before}{}{after}", names.get(path)?))
    })
}

/// The name of the file, if the address is an absolute path.
fn name(address: &str) -> Option<&str> {
    let is_drive = |rest: &str| rest.starts_with(":\\") || rest.starts_with(":/");
    let after_letter = address.strip_prefix(|c: char| c.is_ascii_alphabetic());
    let is_path =
        address.starts_with('/') || address.starts_with("file:") || after_letter.is_some_and(is_drive);
    address.rsplit(['/', '\\']).next().filter(|name| is_path && !name.is_empty())
}
