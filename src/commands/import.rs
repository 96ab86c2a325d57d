//! `linchpin import PATH…`: texts become statements, in a file, in your collection, or on the standard output.
//!
//! Invariant: the statements are written completely or not at all; the report lists every guess, every field that was
//! not found with the option that sets it, and every file that was left out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use encoding_rs::Encoding;
use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::destination::{ImportDestination, stopped};
use super::json::files::ImportsView;
use super::{Failure, Outcome, Output};
use crate::corpus::Target;
use crate::import::metadata::{Metadata, guesses, not_blank, option};
use crate::import::reimport::{Change, Merged};
use crate::import::text_of::propose;
use crate::import::{ENDINGS, Import, ImportProgress, Imported, Placing, import, labeled};
use crate::library::inputs::Inputs;
use crate::store::Folders;
use crate::text::safe::Text;
use crate::text::{counted, slice};

/// At most this many files are reported one by one; of more, only counts.
const LISTED: usize = 20;
/// Maximum files that are named for each reason to leave files out.
const NAMED: usize = 3;
/// Maximum quoted lines of a remark.
const QUOTED: usize = 3;

/// Options of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// Files, folders, or - for the standard input: plain text, Markdown, HTML, DOCX, HWPX, PDF
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the dataset here; without it, to the standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "keep")]
    output: Option<PathBuf>,
    /// Add the statements to your collection, which the explorer opens beside its own
    #[arg(long)]
    keep: bool,
    /// Import it as a text of this statement (its id, as `linchpin list` shows it); both count as one statement
    #[arg(long, value_name = "ID", conflicts_with = "separate")]
    of: Option<String>,
    /// Import each text as a statement of its own, even if it seems to be a text of one that is held
    #[arg(long)]
    separate: bool,
    /// The charset of texts that are not in UTF-8 and do not declare theirs, for example EUC-KR
    #[arg(long, value_name = "LABEL", value_parser = labeled)]
    encoding: Option<&'static Encoding>,
    /// The language of the text, for example en or ko
    #[arg(long, value_name = "CODE", value_parser = not_blank)]
    language: Option<String>,
    #[command(flatten)]
    given: Metadata,
}

/// Imports as asked. Exit code 0: everything was imported; 1: something was left out; 2: bad use, a stop, or a failure to
/// write.
pub(super) fn run(
    options: &ImportArgs,
    json: bool,
    folders: &Folders,
    held: &Inputs,
) -> Result<Output, Failure> {
    if json && options.output.is_none() && !options.keep {
        return Err(Failure::Use(String::from(
            "--json prints the report, so the dataset needs another place\nhint: add -o FILE or --keep",
        )));
    }
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(|error| error.to_string())?;
    }
    let destination = ImportDestination::of(options.output.as_deref(), options.keep, folders)?;
    let (bar, given) = (Bar::new(), &options.given);
    let mut imported = import(&options.paths, given, options.encoding, &bar, &stop);
    if imported.stopped {
        return Err(stopped());
    }
    if imported.imports.is_empty() {
        return Ok(nothing(&imported, json));
    }
    place(&mut imported.imports, options, held)?;
    let outcome = Outcome::of(imported.skipped.is_empty());
    let (mut lines, listing) = (report(&imported), json.then(|| ImportsView::new(&imported)));
    let proposed: Vec<ProposedImport> = imported.imports.iter().map(ProposedImport::new).collect();
    let goes_on = |at: usize, all: usize| {
        bar.keeping(at, all);
        !stop.load(Ordering::Relaxed)
    };
    let written = destination.write(imported.imports, given, &goes_on)?;
    if let Some(listing) = listing {
        return Ok(Output::json(&listing.changed_by(&written.merged), outcome));
    }
    lines.push_str(&changes(&proposed, &written.merged));
    // The report goes to the error stream; the standard output is for datasets.
    Ok(Output { stdout: written.text.into(), outcome, stderr: format!("{lines}{}", written.summary) })
}

/// The answer where no file was imported.
fn nothing(imported: &Imported, json: bool) -> Output {
    if json {
        return Output::json(&ImportsView::new(imported), Outcome::Nothing);
    }
    let hint = format!(
        "hint: in a folder, files ending in {ENDINGS} are imported; a file that you name may end in anything"
    );
    let stderr = format!("{}linchpin: nothing was imported\n{hint}\n", left_out(imported));
    Output::message(Outcome::Nothing, stderr)
}

/// Decides which held statement each text is a text of: as you chose, or as it is found.
fn place(imports: &mut [Import], options: &ImportArgs, held: &Inputs) -> Result<(), Failure> {
    for import in imports.iter_mut() {
        import.statement.language = options.language.as_deref().map(Text::new);
        if options.separate {
            import.placing = Placing::Chosen;
        }
    }
    if options.separate {
        return Ok(());
    }
    // Only datasets that were opened beside the collection: texts in the collection are imports themselves.
    let (corpus, _) = Inputs { collection: None, ..held.clone() }.read()?;
    let Some(of) = &options.of else {
        propose(imports, &corpus);
        return Ok(());
    };
    if !matches!(corpus.target(of), Some(Target::Statement(_))) {
        let hint = "`linchpin list --json` prints the ids; --data or --add names another dataset";
        return Err(Failure::Use(format!(
            "--of: there is no statement `{of}` in what is opened\nhint: {hint}"
        )));
    }
    let [import] = imports else {
        let why = "--of takes one text at a time";
        return Err(Failure::Use(format!("{why}\nhint: import them one by one")));
    };
    import.place(of, Placing::Chosen);
    Ok(())
}

/// What an import was before it was written.
struct ProposedImport {
    id: Text,
    of: Option<Text>,
    placing: Placing,
}

impl ProposedImport {
    fn new(import: &Import) -> Self {
        let of = import.statement.of.clone();
        Self { id: import.statement.id.clone(), of, placing: import.placing.clone() }
    }

    /// Which statement a text that was added is taken to be of, and what to type where that is wrong.
    fn taken_as(&self) -> Option<String> {
        let (Some(of), Placing::Proposed(why)) = (&self.of, &self.placing) else { return None };
        Some(format!(
            "taken as a text of {of}: {why}; if that is wrong, use --separate, or --of with another id"
        ))
    }
}

/// One line for each statement whose id was taken, that is taken as a text of a held one, that keeps held values although its
/// text now differs, whose values are guessed anew, or that loses what was recorded of its old words.
fn changes(proposed: &[ProposedImport], merged: &[Merged]) -> String {
    let mut lines = String::new();
    for (import, Merged { id, change, kept, renewed, dropped }) in proposed.iter().zip(merged) {
        let is_added = *change == Change::Added;
        if import.id != *id {
            let why = if is_added { "another text has this id" } else { "the text is held already" };
            let _ = writeln!(lines, "{}: {why}; the statement is {id}", import.id);
        }
        if let Some(taken_as) = import.taken_as().filter(|_| is_added) {
            let _ = writeln!(lines, "{id}: {taken_as}");
        }
        if !kept.is_empty() {
            let _ = writeln!(
                lines,
                "{id}: kept the held {}, although the text now gives another value; front matter would overrule it",
                kept.join(", ")
            );
        }
        if !renewed.is_empty() {
            let _ = writeln!(
                lines,
                "{id}: guessed the {} anew, because the file now holds another text",
                renewed.join(", ")
            );
        }
        if !dropped.is_empty() {
            let _ = writeln!(
                lines,
                "{id}: dropped {}, which recorded the terms of the old text; check the new text and record them again",
                dropped.join(" and ")
            );
        }
    }
    lines
}

/// The report for people: what was guessed, not found and left out.
fn report(imported: &Imported) -> String {
    let mut lines = String::new();
    if imported.imports.len() <= LISTED {
        for import in &imported.imports {
            describe(&mut lines, import);
        }
    } else {
        many(&mut lines, imported);
    }
    lines.push_str(&left_out(imported));
    lines
}

fn describe(lines: &mut String, import: &Import) {
    let statement = &import.statement;
    let passages = counted(statement.passages.len(), "passage");
    let _ = writeln!(lines, "{}: {} · {} · {passages}", import.file, statement.id, statement.when());
    let _ = writeln!(lines, "  {}", statement.title);
    // The values of what was guessed: a ministry that was taken for a place is seen here.
    let issuers = Some(statement.issuers.join(", ")).filter(|issuers| !issuers.is_empty());
    let read = [
        issuers,
        Some(statement.standing.label().to_owned()),
        statement.place.as_ref().map(|place| format!("in {place}")),
    ];
    let _ = writeln!(lines, "  {}", read.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    if !import.guessed.is_empty() {
        let _ = writeln!(lines, "  guessed: {}", guesses(&import.guessed));
    }
    if !import.missing.is_empty() {
        let fields: Vec<String> = import.missing.iter().map(|field| with_option(field)).collect();
        let _ = writeln!(lines, "  not found: {}", fields.join(", "));
    }
    for remark in &import.remarks {
        let _ = writeln!(lines, "  {}", shortened(remark));
    }
}

/// A field that was not found, with the option that sets it.
fn with_option(field: &str) -> String {
    format!("{field} (--{})", option(field))
}

/// What many files have in common: how many have it, and the first of them.
type Counts<'a, K> = BTreeMap<K, (usize, &'a str)>;

fn count<'a, K: Ord>(counts: &mut Counts<'a, K>, key: K, file: &'a str) {
    let (count, _) = counts.entry(key).or_insert((0, file));
    *count += 1;
}

fn many(lines: &mut String, imported: &Imported) {
    let (mut guessed, mut missing, mut remarks) = (Counts::new(), Counts::new(), Counts::new());
    for import in &imported.imports {
        for (field, from) in &import.guessed {
            count(&mut guessed, (*field, from.name()), &import.file);
        }
        for field in &import.missing {
            count(&mut missing, *field, &import.file);
        }
        for remark in &import.remarks {
            count(&mut remarks, remark, &import.file);
        }
    }
    let all = imported.imports.len();
    let _ = writeln!(lines, "guessed, in {}:", counted(all, "file"));
    for ((field, from), (count, file)) in guessed {
        let _ = writeln!(lines, "  {field} from {from}: {count}, such as {file}");
    }
    if !missing.is_empty() {
        let _ = writeln!(
            lines,
            "not found; set it in front matter for one file, or by the option for all files without it:"
        );
    }
    for (field, (count, file)) in missing {
        let _ = writeln!(lines, "  {}: {count}, such as {file}", with_option(field));
    }
    let more = remarks.len().saturating_sub(LISTED);
    for (remark, (count, file)) in remarks.into_iter().take(LISTED) {
        let others = if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
        let _ = writeln!(lines, "{file}{others}: {}", shortened(remark));
    }
    if more > 0 {
        let _ = writeln!(lines, "and {more} more remarks; --json lists them all");
    }
}

/// A remark with the first of its quoted lines; `--json` has them all.
fn shortened(remark: &str) -> Cow<'_, str> {
    match remark.match_indices("”, “").nth(QUOTED - 1) {
        Some((at, _)) => Cow::Owned(format!("{}” and others; --json lists them all", slice(remark, 0..at))),
        None => Cow::Borrowed(remark),
    }
}

/// The files that were left out, by reason; the first files of each reason are named.
fn left_out(imported: &Imported) -> String {
    let mut lines = String::new();
    let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for left in &imported.skipped {
        alike.entry(&left.why).or_default().push(&left.file);
    }
    for (why, files) in alike.iter().take(LISTED) {
        for file in files.iter().take(NAMED) {
            let _ = writeln!(lines, "{file}: left out: {why}");
        }
        if let more @ 1.. = files.len().saturating_sub(NAMED) {
            let _ = writeln!(lines, "and {more} more left out: {why}");
        }
    }
    let more: usize = alike.values().skip(LISTED).map(Vec::len).sum();
    if more > 0 {
        let _ = writeln!(lines, "and {more} more left out for other reasons; --json lists them all");
    }
    lines
}

/// A line on the terminal that shows the progress of the import; nothing if the error stream is no terminal.
struct Bar {
    line: ProgressBar,
    files: AtomicUsize,
    done: AtomicUsize,
}

impl Bar {
    fn new() -> Self {
        let is_seen = std::io::stderr().is_terminal();
        let target =
            if is_seen { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let line = ProgressBar::with_draw_target(Some(0), target).with_message("looking for texts");
        let style = ProgressStyle::with_template("{msg}");
        let line = style.map_or(line.clone(), |style| line.with_style(style));
        line.tick();
        Self { line, files: AtomicUsize::new(0), done: AtomicUsize::new(0) }
    }

    /// Shows how many statements are written to the collection, which takes time because each must reach the disk.
    fn keeping(&self, at: usize, all: usize) {
        if all > 0 && !self.line.is_hidden() {
            self.line.set_message(format!("adding to your collection: {at} of {all} statements"));
        }
    }
}

impl ImportProgress for Bar {
    fn begin(&self, files: usize, bytes: u64) {
        self.files.store(files, Ordering::Relaxed);
        self.line.set_length(bytes);
    }

    fn read(&self, bytes: u64) {
        if self.line.is_hidden() {
            return;
        }
        self.line.inc(bytes);
        let (done, files) = (self.done.fetch_add(1, Ordering::Relaxed), self.files.load(Ordering::Relaxed));
        let read = HumanBytes(self.line.position());
        let all = HumanBytes(self.line.length().unwrap_or_default());
        let left = HumanDuration(self.line.eta());
        let done = done + 1;
        self.line.set_message(format!("importing: {done} of {files} files, {read} of {all}, {left} left"));
    }
}
