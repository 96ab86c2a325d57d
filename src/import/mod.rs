//! Texts as statements: plain text, Markdown and web pages become a dataset of statements alone.
//!
//! Invariant: the words are the file's own, paragraph by paragraph; what is known of a statement is what its file, its
//! name or the reader says, and every guess is reported. A file that cannot be read is left out and named; the others
//! are imported.

mod blocks;
mod dates;
mod front;
mod gather;
pub mod head;
mod html;
mod ids;
mod lines;
mod markdown;
mod names;
mod page;
mod parties;
mod plain;
mod statement;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::corpus::model::{Dataset, Source, Standing, Statement};
use crate::corpus::read::{self, Wanted};
use crate::text::safe::Text;
use front::FrontMatter;
pub use gather::LeftOut;
use gather::{Format, Input};
use head::{Asked, From, Known};
use html::Around;
pub use ids::keep_ids;
use statement::Origin;

/// Bytes of the longest file that is imported.
const LIMIT: u64 = 64 << 20;
/// Threads that read.
const WORKERS: usize = 2;

const TEXT: Wanted = Wanted {
    name: "a statement's text",
    empty: "there is nothing to import",
    other: "turn it into text first, for instance with pdftotext or pandoc",
    large: "split it: one statement is one file",
};

/// What the reader says of the texts, used where they do not say it themselves.
#[derive(Debug, Default, Clone)]
pub struct Given {
    pub title: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub series: Option<String>,
    pub number: Option<u32>,
    pub place: Option<String>,
    pub issuers: Vec<String>,
    pub signatories: Vec<String>,
    pub standing: Option<Standing>,
    pub address: Option<String>,
    /// `YYYY-MM-DD`.
    pub retrieved: Option<String>,
}

/// One statement that was imported.
#[derive(Debug, Clone)]
pub struct Import {
    pub file: String,
    pub statement: Statement,
    pub source: Source,
    /// Which fields were guessed, and from what.
    pub guessed: Vec<(&'static str, From)>,
    /// Which fields were not found.
    pub missing: Vec<&'static str>,
    pub remarks: Vec<String>,
}

/// All that an import gives.
#[derive(Debug, Default)]
pub struct Imported {
    /// In the order in which the files were named, and by name in folders.
    pub imports: Vec<Import>,
    pub left_out: Vec<LeftOut>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// How far an import is.
pub trait Progress: Sync {
    fn begin(&self, files: usize, bytes: u64);
    fn read(&self, bytes: u64);
}

/// Imports files, folders and, for `-`, the standard input. `old` holds what was imported before, by id.
pub fn import(
    paths: &[PathBuf],
    given: &Given,
    old: &BTreeMap<Text, &Statement>,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Imported {
    let gather::Gathered { inputs, mut left_out } = gather::gather(paths);
    progress.begin(inputs.len(), inputs.iter().map(|input| input.bytes).sum());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { break };
            done.push((at, one(input, given)));
            progress.read(input.bytes);
        }
        done
    };
    let mut done: BTreeMap<usize, Result<Import, LeftOut>> = thread::scope(|scope| {
        let workers: Vec<_> = (1..WORKERS).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = workers.into_iter().filter_map(|worker| worker.join().ok());
        others.flatten().chain(own).collect()
    });
    let mut imports = Vec::with_capacity(done.len());
    for (_, result) in std::mem::take(&mut done) {
        match result {
            Ok(import) => imports.push(import),
            Err(left) => left_out.push(left),
        }
    }
    own_ids(&mut imports);
    for import in &mut imports {
        if let Some(old) = old.get(&import.statement.id) {
            keep_ids(&mut import.statement, old);
        }
    }
    Imported { imports, left_out, stopped: stop.load(Ordering::Relaxed) }
}

/// The statements that were imported as a dataset, to be read under another's terms and meanings.
pub fn dataset(id: &str, imports: impl Iterator<Item = Import>) -> Dataset {
    let mut dataset = Dataset::of_statements(Text::new(id), Text::new("Imported statements"));
    for import in imports {
        dataset.sources.push(import.source);
        dataset.statements.push(import.statement);
    }
    dataset.statements.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    dataset
}

/// An id for a dataset, from the name of its file.
pub fn dataset_id(path: &Path) -> String {
    let slug = statement::slug(&path.file_stem().unwrap_or_default().to_string_lossy());
    if slug.is_empty() { String::from("imported") } else { slug }
}

fn one(input: &Input, given: &Given) -> Result<Import, LeftOut> {
    let file =
        input.path.as_ref().map_or_else(|| String::from("-"), |path| path.to_string_lossy().into_owned());
    let left_out = |why: String| LeftOut { file: file.clone(), why };
    let bytes = match &input.path {
        Some(path) => read::bytes(path, LIMIT, &TEXT),
        None => read::stdin(LIMIT, &TEXT),
    };
    let bytes = bytes.map_err(|problem| left_out(format!("{}; {}", problem.what, problem.hint)))?;
    let digest = hex(&Sha256::digest(&bytes));
    let text = read::decoded(bytes, &TEXT);
    let text = text.map_err(|problem| left_out(format!("{}; {}", problem.what, problem.hint)))?;
    let (front, mut document) = parsed(&text, input.format).map_err(left_out)?;
    let stem = input.path.as_deref().and_then(Path::file_stem).unwrap_or_default().to_string_lossy();
    let mut known = Asked { document: &mut document, front: &front, given, name: &stem }.known();
    blocks::settle_numbers(&mut document.blocks);
    if document.blocks.is_empty() {
        return Err(left_out(String::from("it holds no paragraph")));
    }
    let retrieved = retrieved(&mut known, &front, given, input.path.as_deref());
    let own = front.id.as_deref().map(statement::slug).filter(|id| !id.is_empty());
    let id = own.unwrap_or_else(|| id(&stem, &known, &digest));
    let origin = Origin { file: &file, digest: &digest, retrieved: &retrieved };
    let (mut statement, source) = statement::statement(&id, &known, document.blocks, &origin);
    if let Some(label) =
        front.label.as_deref().filter(|label| unicode_width::UnicodeWidthStr::width(*label) <= 12)
    {
        statement.label = Text::new(label);
    }
    let Known { guessed, missing, remarks, .. } = known;
    Ok(Import { file, statement, source, guessed, missing, remarks })
}

fn parsed(text: &str, format: Option<Format>) -> Result<(FrontMatter, blocks::Document), String> {
    let (front, body) = match format {
        Some(Format::Html) => (FrontMatter::default(), text),
        Some(Format::Plain | Format::Markdown) | None => front::front_matter(text)?,
    };
    let document = match format.unwrap_or_else(|| gather::by_text(text)) {
        Format::Plain => plain::read(body),
        Format::Markdown => markdown::read(body),
        Format::Html => html::read(body, Around::LeftOut),
    };
    Ok((front, document))
}

/// When the file was taken from its source: what is said of it, or the file's own date.
fn retrieved(known: &mut Known, front: &FrontMatter, given: &Given, path: Option<&Path>) -> String {
    let said = front.retrieved.as_deref().or(given.retrieved.as_deref());
    if let Some((day, _)) = said.and_then(dates::find) {
        return day;
    }
    if path.is_some() {
        known.guessed.push(("retrieved", From::FileDate));
    }
    let modified = path.and_then(|path| fs::metadata(path).ok()?.modified().ok());
    day(modified.unwrap_or_else(SystemTime::now))
}

fn day(at: SystemTime) -> String {
    let date = OffsetDateTime::from(at).date();
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

fn id(stem: &str, known: &Known, digest: &str) -> String {
    let by_title = || format!("{} {}", known.title, known.date.as_deref().unwrap_or_default());
    let slugs = [statement::slug(stem), statement::slug(&by_title())];
    let short = digest.get(..8).unwrap_or_default();
    slugs.into_iter().find(|slug| !slug.is_empty()).unwrap_or_else(|| format!("text-{short}"))
}

/// Tells apart files of one name in several folders: all but the first are named after their paths too. A file that
/// was named twice is imported once.
fn own_ids(imports: &mut Vec<Import>) {
    let mut taken: HashMap<Text, Text> = HashMap::new();
    imports.retain_mut(|import| {
        let digest = import.source.sha256.clone().unwrap_or_default();
        match taken.get(&import.statement.id) {
            Some(other) if *other == digest => return false,
            Some(_) => {
                let path = hex(&Sha256::digest(import.file.as_bytes()));
                let id = format!("{}-{}", import.statement.id, path.get(..8).unwrap_or_default());
                import.rename(&id);
            }
            None => {}
        }
        taken.insert(import.statement.id.clone(), digest);
        true
    });
}

impl Import {
    /// Gives it another id.
    pub fn rename(&mut self, id: &str) {
        self.statement.rename(id);
        self.source.id = Text::new(id);
        for passage in &mut self.statement.passages {
            passage.source = self.source.id.clone();
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
