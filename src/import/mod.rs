//! Texts as statements: plain text, Markdown, web pages, Word, Hangul and PDF become a dataset of statements alone.
//!
//! Invariant: the words are the file's own, paragraph by paragraph; everything else comes from the file, its name or your
//! options, and every guess is reported. A file that cannot be read is skipped and named; the others are imported.

pub mod article;
mod classify;
mod dates;
pub mod digest;
mod evidence;
mod front_matter;
mod gather;
mod labels;
pub mod metadata;
mod parties;
mod pattern;
mod piped;
mod read;
pub mod reimport;
mod statement;
#[cfg(test)]
mod tests;
pub mod text_of;
mod title_block;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::SystemTime;

use encoding_rs::Encoding;
use time::OffsetDateTime;
use unicode_width::UnicodeWidthStr;

use crate::corpus::model::Statement;
use crate::corpus::read::{self as file, Wanted};
use crate::text::safe::{Text, clean};
use crate::text::slice;
use evidence::Evidence;
use front_matter::{FrontMatter, front_matter};
use gather::InputFile;
pub use gather::{ENDINGS, Skipped};
use metadata::{Metadata, Provenance, Sourced};
use read::TextFormat;
use read::blocks::{self, PARAGRAPHS, ParsedDocument};
pub use read::charset::labeled;
use statement::FileOrigin;
pub use statement::{Import, Placing};

/// Maximum bytes of a file that is imported.
const LIMIT: u64 = 64 << 20;
/// Threads that read.
const WORKERS: usize = 2;
/// Bytes at the beginning that show whether a text is a dataset.
const BEGINNING: usize = 512;
/// Digits of a fingerprint of a path.
const PATH_HASH: usize = 16;

const TEXT: Wanted = Wanted {
    name: "a statement's text",
    empty: "there is nothing to import",
    other: "save it as text, DOCX or PDF first",
    large: "split it: one file is one statement",
    charset: Some(
        "name its charset: --encoding LABEL, for instance EUC-KR, Shift_JIS, windows-1252 or UTF-16LE",
    ),
};

/// The result of importing files.
#[derive(Debug, Default)]
pub struct Imported {
    /// In the order in which the files were named, and by name in folders.
    pub imports: Vec<Import>,
    pub skipped: Vec<Skipped>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// The progress of an import.
pub trait ImportProgress: Sync {
    fn begin(&self, files: usize, bytes: u64);
    fn read(&self, bytes: u64);
}

/// Imports files, folders and, for `-`, the standard input; `given` is used where the texts do not say it themselves.
pub fn import(
    paths: &[PathBuf],
    given: &Metadata,
    encoding: Option<&'static Encoding>,
    progress: &dyn ImportProgress,
    stop: &AtomicBool,
) -> Imported {
    let gather::Gathered { inputs, mut skipped, .. } = gather::gather(paths, stop);
    progress.begin(inputs.len(), inputs.iter().map(|input| input.bytes).sum());
    let mut imports = Vec::with_capacity(inputs.len());
    for result in import_all(&inputs, given, encoding, progress, stop) {
        match result {
            Ok(import) => imports.push(import),
            Err(file) => skipped.push(file),
        }
    }
    tell_apart(&mut imports, &mut skipped);
    labels::tell_apart(&mut imports.iter_mut().map(|import| &mut import.statement).collect::<Vec<_>>());
    Imported { imports, skipped, stopped: stop.load(Ordering::Relaxed) }
}

/// Imports the files on several threads; the results are in the order of the files.
fn import_all(
    inputs: &[InputFile],
    given: &Metadata,
    encoding: Option<&'static Encoding>,
    progress: &dyn ImportProgress,
    stop: &AtomicBool,
) -> Vec<Result<Import, Skipped>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { break };
            let name = gather::shown(input.path.as_deref().unwrap_or(Path::new("-")));
            let result = import_one(input, &name, given, encoding, stop);
            done.push((at, result.map_err(|why| Skipped { file: name, why })));
            progress.read(input.bytes);
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (1..WORKERS).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for worker in workers {
            done.extend(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// An id for a dataset, from the name of its file.
pub fn dataset_id(path: &Path) -> String {
    let slug = statement::slug(&path.file_stem().unwrap_or_default().to_string_lossy());
    match slug.as_str() {
        "" => String::from("imported"),
        // The reader's own collection has this id.
        "collection" => String::from("my-collection"),
        _ => slug,
    }
}

/// The bytes of a file, or of standard input.
fn bytes_of(path: Option<&Path>, stop: &AtomicBool) -> Result<Vec<u8>, String> {
    let Some(path) = path else { return piped::read(LIMIT, stop) };
    file::bytes(path, LIMIT, &TEXT).map_err(|problem| format!("{}; {}", problem.what, problem.hint))
}

/// Imports a file under the name that is shown; or why it cannot be imported.
fn import_one(
    input: &InputFile,
    file: &str,
    given: &Metadata,
    encoding: Option<&'static Encoding>,
    stop: &AtomicBool,
) -> Result<Import, String> {
    let path = input.path.as_deref();
    let bytes = bytes_of(path, stop)?;
    let digest = digest::sha256(&bytes);
    let (front, mut document) = parsed(bytes, input.format, encoding, stop)?;
    let has_front = front.metadata != Metadata::default();
    let stem = path.and_then(Path::file_stem).unwrap_or_default().to_string_lossy();
    if document.blocks.len() > PARAGRAPHS {
        return Err(format!("it contains more than {PARAGRAPHS} paragraphs; {}", TEXT.large));
    }
    let evidence = Evidence { document: &document, front: &front, given, name: &stem };
    let (mut known, title_block) = evidence.metadata();
    let had_text = !document.blocks.is_empty();
    title_block.remove_used(&mut document, &known);
    blocks::resolve_numbers(&mut document.blocks);
    let remarks = [std::mem::take(&mut document.remarks), unseen(&document).into_iter().collect()].concat();
    let is_by_markup = known.date.as_ref().is_some_and(|date| date.from == Provenance::Markup);
    let of_markup = document.date_remark.take().filter(|_| is_by_markup);
    let caveat = document.caveat;
    if document.blocks.is_empty() {
        return Err(String::from(if had_text {
            "all its lines were read as title, place and date; end its sentences with a full stop"
        } else if has_front {
            "it contains no paragraph below its front matter"
        } else {
            "it contains no paragraph"
        }));
    }
    known.retrieved.get_or_insert_with(|| file_date(path));
    let own = front.id.as_deref().map(statement::slug).filter(|id| !id.is_empty());
    let id = own.unwrap_or_else(|| id(&stem, &known, &digest));
    let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let of_id = front.id.as_ref().filter(|own| letters(own) != letters(&id));
    let of_id = of_id.map(|own| format!("the id `{own}` became `{id}`: an id has a–z, 0–9 and hyphens"));
    let path_hash = path.and_then(path_hash);
    let origin =
        FileOrigin { name: statement::name_of(file), digest: &digest, path_hash: path_hash.as_deref() };
    let (mut statement, source) = statement::statement(&id, &known, document, &origin);
    let is_labeled = take_label(&mut statement, &front);
    let dates = title_block.remarks(&known);
    let dates = of_markup.into_iter().chain(dates).collect();
    let of_id = of_id.into_iter().collect();
    let remarks = [remarks, front.remarks, of_id, dates, known.unused(given)].concat();
    let (guessed, missing) = (known.guessed(), known.missing());
    let placing = Placing::default();
    let file = file.to_owned();
    Ok(Import { file, statement, source, is_labeled, guessed, missing, remarks, caveat, placing })
}

/// A remark about the characters that nobody sees and that are written as tokens, such as the joiners of Persian.
fn unseen(document: &ParsedDocument) -> Option<String> {
    let tokens = |text: &str| text.matches('⟦').count();
    let of = |block: &blocks::Block| tokens(&clean(block.text())).saturating_sub(tokens(block.text()));
    let count: usize = document.blocks.iter().map(of).sum();
    (count > 0).then(|| {
        format!("characters that nobody sees are written as their numbers, such as ⟦200C⟧ ({count})")
    })
}

/// Gives a statement the label that its front matter has for it; returns whether there is one that fits.
fn take_label(statement: &mut Statement, front: &FrontMatter) -> bool {
    let label = front.label.as_deref().filter(|label| label.width() <= labels::LABEL);
    if let Some(label) = label {
        statement.label = Text::new(label);
    }
    label.is_some()
}

/// What a file says: its front matter, and the document without it.
fn parsed(
    bytes: Vec<u8>,
    format: Option<TextFormat>,
    encoding: Option<&'static Encoding>,
    stop: &AtomicBool,
) -> Result<(FrontMatter, ParsedDocument), String> {
    let format = read::container::format(&bytes)?.or(format);
    if let Some(document) = read::document(&bytes, format, stop) {
        return Ok((FrontMatter::default(), document?));
    }
    let (text, remark) = read::decoded(bytes, format, encoding, &TEXT)?;
    let beginning = slice(&text, 0..text.floor_char_boundary(BEGINNING));
    if beginning.starts_with('{') && beginning.contains("\"schema\"") {
        return Err(String::from("this is a dataset; `--add` opens it beside others"));
    }
    if let Some(why) = read::too_long(&text) {
        return Err(format!("{why}; {}", TEXT.large));
    }
    let (front, body) = match format {
        Some(TextFormat::Plain | TextFormat::Markdown) | None => front_matter(&text)?,
        Some(TextFormat::Html | TextFormat::Docx | TextFormat::Hwpx | TextFormat::Pdf) => {
            (FrontMatter::default(), &*text)
        }
    };
    let by_text = || if body.len() < text.len() { TextFormat::Markdown } else { TextFormat::by_text(&text) };
    let mut document = read::read(body, format.unwrap_or_else(by_text))?;
    document.remarks.extend(remark);
    Ok((front, document))
}

/// When the file was last changed, as the day on which it was taken from its source; today if that is unknown.
fn file_date(path: Option<&Path>) -> Sourced<String> {
    let changed = path.and_then(|path| fs::metadata(path).ok()?.modified().ok());
    let from = if changed.is_some() { Provenance::FileDate } else { Provenance::Today };
    let date = OffsetDateTime::from(changed.unwrap_or_else(SystemTime::now)).date();
    Sourced::new(date.to_string(), from)
}

/// A fingerprint of a file's path, because the path itself may reveal more about you than others should know.
fn path_hash(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let digest = digest::sha256(path.as_os_str().as_encoded_bytes());
    Some(slice(&digest, 0..PATH_HASH).to_owned())
}

fn id(stem: &str, known: &Metadata, digest: &str) -> String {
    let title = known.title.as_ref().map_or(statement::UNTITLED, |title| &title.value);
    let date = known.date.as_ref().map_or("", |date| &date.value);
    let numbered = known.series.as_ref().zip(known.number.as_ref());
    let numbered = numbered.map(|(series, number)| format!("{} {}", series.value, number.value));
    let names = [stem, numbered.as_deref().unwrap_or_default(), &format!("{title} {date}")];
    let mut slugs = names.into_iter().map(statement::slug).filter(|slug| !slug.is_empty());
    slugs.next().unwrap_or_else(|| format!("text-{}", digest::short(digest)))
}

/// Gives files with one name in several folders different ids: all but the first are also named after their paths. Of
/// files with the same bytes, only the first is imported.
fn tell_apart(imports: &mut Vec<Import>, skipped: &mut Vec<Skipped>) {
    let mut taken: HashSet<Text> = HashSet::new();
    let mut first_of: HashMap<Option<Text>, String> = HashMap::new();
    imports.retain_mut(|import| {
        if let Some(first) = first_of.get(&import.source.sha256) {
            let why = format!("it contains the same text as {first}");
            skipped.push(Skipped { file: import.file.clone(), why });
            return false;
        }
        first_of.insert(import.source.sha256.clone(), import.file.clone());
        let (id, mut path) = (import.statement.id.clone(), import.file.clone());
        while !taken.insert(import.statement.id.clone()) {
            path = digest::sha256(path.as_bytes());
            import.rename(&format!("{id}-{}", digest::short(&path)));
        }
        true
    });
}
