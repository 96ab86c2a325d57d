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
pub mod merge;
mod names;
mod page;
mod parties;
mod piped;
mod plain;
mod settle;
mod statement;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::corpus::model::{Source, Standing, Statement};
use crate::corpus::problem::Problem;
use crate::corpus::read::{self, Wanted};
use crate::text::safe::Text;
use blocks::PARAGRAPHS;
use front::FrontMatter;
pub use gather::LeftOut;
use gather::{Format, Input};
use head::{Asked, From, Known};
use html::Around;
pub use ids::keep_ids;
use statement::Origin;

/// Bytes of the longest file that is imported.
const LIMIT: u64 = 64 << 20;
/// Lines of the longest text, and marks of quotes and lists that may stand one behind the other in Markdown: each costs
/// far more memory than it takes in the file.
const LINES: usize = 1_000_000;
const NESTED: usize = 100;
/// Threads that read.
const WORKERS: usize = 2;

const TEXT: Wanted = Wanted {
    name: "a statement's text",
    empty: "there is nothing to import",
    other: "turn it into text first, for instance with pdftotext or pandoc",
    large: "split it: one statement is one file",
};

/// What the reader says of the texts, used where they do not say it themselves.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
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

/// Imports files, folders and, for `-`, the standard input.
pub fn import(paths: &[PathBuf], given: &Given, progress: &dyn Progress, stop: &AtomicBool) -> Imported {
    let gather::Gathered { inputs, mut left_out, .. } = gather::gather(paths, stop);
    progress.begin(inputs.len(), inputs.iter().map(|input| input.bytes).sum());
    let mut imports = Vec::with_capacity(inputs.len());
    for result in read_all(&inputs, given, progress, stop) {
        match result {
            Ok(import) => imports.push(import),
            Err(left) => left_out.push(left),
        }
    }
    own_ids(&mut imports, &mut left_out);
    Imported { imports, left_out, stopped: stop.load(Ordering::Relaxed) }
}

/// Reads the files on several threads; the results in the files' order.
fn read_all(
    inputs: &[Input],
    given: &Given,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Vec<Result<Import, LeftOut>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { break };
            done.push((at, one(input, given, stop)));
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
        // The reader's own is called so.
        "collection" => String::from("my-collection"),
        _ => slug,
    }
}

fn one(input: &Input, given: &Given, stop: &AtomicBool) -> Result<Import, LeftOut> {
    let path = input.path.as_deref();
    let file = gather::shown(path.unwrap_or(Path::new("-")));
    let left_out = |why: String| LeftOut { file: file.clone(), why };
    let told = |problem: Box<Problem>| left_out(format!("{}; {}", problem.what, problem.hint));
    let bytes = match path {
        Some(path) => read::bytes(path, LIMIT, &TEXT).map_err(told)?,
        None => piped::read(LIMIT, stop).map_err(left_out)?,
    };
    let digest = hex(&Sha256::digest(&bytes));
    let text = read::decoded(bytes, &TEXT).map_err(told)?;
    if text.starts_with('{')
        && text.get(..text.floor_char_boundary(512)).is_some_and(|head| head.contains("\"schema\""))
    {
        return Err(left_out(String::from("this is a dataset; `--add` opens it beside others")));
    }
    let (front, mut document) = parsed(&text, input.format).map_err(left_out)?;
    let stem = path.and_then(Path::file_stem).unwrap_or_default().to_string_lossy();
    let mut known = Asked { document: &mut document, front: &front, given, name: &stem }.known();
    blocks::settle_numbers(&mut document.blocks);
    if document.blocks.is_empty() {
        return Err(left_out(String::from("it holds no paragraph")));
    }
    if document.blocks.len() > PARAGRAPHS {
        return Err(left_out(format!("it holds more than {PARAGRAPHS} paragraphs; {}", TEXT.large)));
    }
    let retrieved = retrieved(&mut known, &front, given, path);
    let own = front.id.as_deref().map(statement::slug).filter(|id| !id.is_empty());
    let id = own.unwrap_or_else(|| id(&stem, &known, &digest));
    let place = path.and_then(place);
    let origin = Origin { file: &file, digest: &digest, place: place.as_deref(), retrieved: &retrieved };
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
    if text.bytes().filter(|byte| *byte == b'\n').count() > LINES {
        return Err(format!("it holds more than {LINES} lines; {}", TEXT.large));
    }
    let (front, body) = match format {
        Some(Format::Html) => (FrontMatter::default(), text),
        Some(Format::Plain | Format::Markdown) | None => front::front_matter(text)?,
    };
    let mut document = match format.unwrap_or_else(|| gather::by_text(text)) {
        Format::Plain => plain::read(body),
        Format::Markdown if is_nested_too_deep(body) => {
            return Err(format!(
                "its lists or quotes are nested more than {NESTED} deep; name it .txt to read it as it is"
            ));
        }
        Format::Markdown => markdown::read(body),
        Format::Html => html::read(body, Around::LeftOut),
    };
    // What was all markup or hidden characters is no paragraph, nor is an ornament: a line of stars, the `###` that ends
    // a release.
    document.blocks.retain(|block| block.text().contains(char::is_alphanumeric));
    Ok((front, document))
}

fn is_nested_too_deep(text: &str) -> bool {
    let marks = |line: &str| {
        let marks = line.bytes().take_while(|byte| b"> \t-*+.)0123456789".contains(byte));
        marks.filter(|byte| b">-*+.)".contains(byte)).count()
    };
    // A row of asterisks or hyphens is a rule.
    text.lines().any(|line| marks(line) > NESTED && line.contains([' ', '>']))
}

/// When the file was taken from its source: what is said of it, or the file's own date.
fn retrieved(known: &mut Known, front: &FrontMatter, given: &Given, path: Option<&Path>) -> String {
    let own = front.retrieved.as_deref();
    if let Some(said) = own.filter(|said| dates::find(said).is_none()) {
        known.remarks.push(format!("the front matter's day of retrieval “{said}” is no day"));
    }
    let said = [own, given.retrieved.as_deref()].into_iter().flatten().find_map(dates::find);
    if let Some((day, _)) = said {
        return day;
    }
    let modified = path.and_then(|path| fs::metadata(path).ok()?.modified().ok());
    known.guessed.push(("retrieved", if modified.is_some() { From::FileDate } else { From::Today }));
    day(modified.unwrap_or_else(SystemTime::now))
}

fn day(at: SystemTime) -> String {
    let date = OffsetDateTime::from(at).date();
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// A fingerprint of where a file lies: the path itself may tell more of its reader than others should know.
fn place(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let digest = hex(&Sha256::digest(path.as_os_str().as_encoded_bytes()));
    digest.get(..16).map(str::to_owned)
}

fn id(stem: &str, known: &Known, digest: &str) -> String {
    let by_title = || format!("{} {}", known.title, known.date.as_deref().unwrap_or_default());
    let by_number = || Some(format!("{} {}", known.series.as_deref()?, known.number?));
    let slugs = [stem, &by_number().unwrap_or_default(), &by_title()].map(statement::slug);
    let short = digest.get(..8).unwrap_or_default();
    slugs.into_iter().find(|slug| !slug.is_empty()).unwrap_or_else(|| format!("text-{short}"))
}

/// Tells apart files of one name in several folders: all but the first are named after their paths too. Of files that
/// hold the same, the first stands.
fn own_ids(imports: &mut Vec<Import>, left_out: &mut Vec<LeftOut>) {
    let mut taken: HashSet<Text> = HashSet::new();
    let mut held: HashMap<Text, String> = HashMap::new();
    imports.retain_mut(|import| {
        let digest = import.source.sha256.clone().unwrap_or_default();
        if let Some(first) = held.get(&digest) {
            let why = format!("it holds the same text as {first}");
            left_out.push(LeftOut { file: import.file.clone(), why });
            return false;
        }
        held.insert(digest, import.file.clone());
        let (id, mut path) = (import.statement.id.clone(), import.file.clone());
        while !taken.insert(import.statement.id.clone()) {
            path = hex(&Sha256::digest(path.as_bytes()));
            import.rename(&format!("{id}-{}", path.get(..8).unwrap_or_default()));
        }
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
