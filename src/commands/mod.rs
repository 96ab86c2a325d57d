//! The command line: one file per subcommand; each answers in text for people or in JSON for programs.
//!
//! Invariant: a command writes its whole answer or, on bad use or bad data, none; exit code 0 means found, 1 nothing
//! found, 2 bad use or bad data. A pipe receives no colors, and a closed pipe ends the program quietly.

mod brief;
mod check;
mod cite;
mod cli;
mod collection;
mod compare;
mod destination;
pub mod document;
mod draft;
pub mod environment;
mod explore;
mod export;
mod import;
mod json;
mod kwic;
mod list;
mod marks;
mod meanings;
mod memory;
mod new;
mod print;
mod replay;
mod report_args;
mod search;
mod show;
mod svg;
mod terms;
mod timeline;
mod verify;

use std::ffi::OsString;
use std::io::{self, Seek, Write};
use std::path::PathBuf;

use clap::{CommandFactory, Parser};
use serde::Serialize;
use tempfile::SpooledTempFile;

use crate::corpus::load::LoadError;
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::store::collection::Collection;
use crate::text::safe::{clean, escape_json};

use cli::{Cli, CliCommand, DatasetCommand};
use environment::Environment;

/// What a command writes, and how it ends.
#[derive(Debug)]
struct Output {
    stdout: WholeOutput,
    /// For people: what was not found, what a filter did not know.
    stderr: String,
    outcome: Outcome,
}

/// What goes to the standard output, whole.
#[derive(Debug)]
enum WholeOutput {
    Bytes(Vec<u8>),
    /// A long one, which waits in a file without a name.
    Spooled(SpooledTempFile),
}

impl From<String> for WholeOutput {
    fn from(text: String) -> Self {
        Self::Bytes(text.into_bytes())
    }
}

impl From<Vec<u8>> for WholeOutput {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl WholeOutput {
    fn write(self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => out.write_all(&bytes)?,
            Self::Spooled(mut file) => {
                file.rewind()?;
                io::copy(&mut file, out)?;
            }
        }
        out.flush()
    }
}

/// How a command ended; its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Found,
    Nothing,
    /// The use or the data are bad.
    Bad,
    /// Something that belongs to the reader could not be saved.
    Unsaved,
    /// A signal ended the explorer.
    Signal(i32),
}

impl Outcome {
    fn of(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }

    fn code(self) -> u8 {
        match self {
            Self::Found => 0,
            Self::Nothing | Self::Unsaved => 1,
            Self::Bad => 2,
            // As a shell reports it.
            Self::Signal(signal) => u8::try_from(128 + signal).unwrap_or(u8::MAX),
        }
    }
}

impl Output {
    fn found(text: String) -> Self {
        Self { stdout: text.into(), outcome: Outcome::Found, stderr: String::new() }
    }

    /// A message for people, and no answer.
    fn message(outcome: Outcome, stderr: String) -> Self {
        Self { stdout: String::new().into(), outcome, stderr }
    }

    /// An answer for programs.
    fn json(answer: &impl Serialize, outcome: Outcome) -> Self {
        Self::enveloped(&Versioned { schema: 1, answer }, outcome)
    }

    /// An answer for programs that has its version already.
    fn enveloped(answer: &impl Serialize, outcome: Outcome) -> Self {
        match serde_json::to_string_pretty(answer) {
            Ok(text) => Self { stdout: (escape_json(&text) + "\n").into(), outcome, stderr: String::new() },
            Err(error) => {
                Self::message(Outcome::Bad, format!("the answer cannot be written as JSON: {error}\n"))
            }
        }
    }
}

/// An answer and the version of its shape.
#[derive(Serialize)]
struct Versioned<'a, T> {
    schema: u32,
    #[serde(flatten)]
    answer: &'a T,
}

/// Why there is no answer.
#[derive(Debug)]
enum Failure {
    Use(String),
    Data(LoadError),
    /// A signal ended the program; with the messages that are left.
    Signal(i32, String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Use(message)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Data(error)
    }
}

impl From<Failure> for Output {
    fn from(failure: Failure) -> Self {
        let (outcome, stderr) = match failure {
            Failure::Use(message) => (Outcome::Bad, format!("linchpin: {message}\n")),
            // Without the program's name before it, so that editors find the line.
            Failure::Data(error) => (Outcome::Bad, format!("{error}\n")),
            Failure::Signal(signal, stderr) => (Outcome::Signal(signal), stderr),
        };
        Self::message(outcome, stderr)
    }
}

/// Carries out a command line: the answer goes to `stdout`, messages for people go to `stderr`. Returns the exit code.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let output = match Cli::try_parse_from(cli::spelled_out(arguments)) {
        Ok(cli) => answer(cli, environment).unwrap_or_else(Output::from),
        Err(error) => usage(&error),
    };
    write_safe(stderr, &output.stderr);
    match output.stdout.write(stdout) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            write_safe(stderr, &format!("linchpin: standard output: {error}\n"));
            Outcome::Bad.code()
        }
        Ok(()) | Err(_) => output.outcome.code(),
    }
}

/// Help and version are answers; everything else is bad use.
fn usage(error: &clap::Error) -> Output {
    let text = error.render().to_string();
    if error.exit_code() == 0 {
        return Output::found(text);
    }
    Failure::Use(text.trim_start_matches("error: ").trim_end().to_owned()).into()
}

/// Writes messages, made safe line by line: they may contain what was typed and what is in a file.
fn write_safe(stderr: &mut dyn Write, text: &str) {
    let safe: String = text.lines().map(|line| clean(line).into_owned() + "\n").collect();
    // There is nowhere else to report that this failed.
    let _ = stderr.write_all(safe.as_bytes());
}

fn answer(cli: Cli, environment: &Environment) -> Result<Output, Failure> {
    let Cli { command, data, add, json, explorer } = cli;
    let inputs = inputs(data, add, environment.folders.collection().filter(|_| !explorer.sharing.restricted));
    let Some(command) = command else {
        return if explorer.print {
            print::print(&inputs, &explorer, environment)
        } else {
            explore::explore(inputs, &explorer, environment)
        };
    };
    if explorer.print {
        return Err(Failure::Use(String::from(
            "--print draws the explorer, so it cannot be combined with a command\n\
             hint: `linchpin list`, `show` and the others answer in text or, with --json, in JSON",
        )));
    }
    match command {
        CliCommand::Import(options) => import::run(&options, json, &environment.folders, &inputs),
        CliCommand::Collection { command } => collection::collection(command, json, &environment.folders),
        CliCommand::Check { file, fix } => check::check(&file, fix, json),
        CliCommand::New { file } => new::new(file.as_deref()),
        CliCommand::Schema => Ok(Output::found(crate::corpus::schema::SCHEMA_JSON.to_owned())),
        CliCommand::Completions { shell } => Ok(completions(shell)),
        CliCommand::Man => man(),
        CliCommand::Dataset(command) => {
            // Bad use is reported before any data is read.
            let searches = if let DatasetCommand::Export(options) = &command {
                options.query()?.is_some()
            } else {
                true
            };
            let open = if searches { Library::open } else { Library::open_without_index };
            let library = open(&inputs)?;
            let mut output = from_library(command, &library, json, environment)?;
            output.stderr.insert_str(0, &remarks(&library));
            Ok(output)
        }
    }
}

/// The answer of a command about the open datasets; its command line comes without the program's name.
fn answer_of(
    arguments: Vec<OsString>,
    library: &Library,
    environment: &Environment,
) -> Result<Output, Failure> {
    let line = std::iter::once(OsString::from("linchpin")).chain(arguments);
    let cli = Cli::try_parse_from(cli::spelled_out(line))
        .map_err(|error| Failure::Use(format!("the question is not understood: {error}")))?;
    match cli.command {
        Some(CliCommand::Dataset(command)) => from_library(command, library, cli.json, environment),
        Some(_) | None => Err(Failure::Use(String::from("it is not a command that answers from datasets"))),
    }
}

fn from_library(
    command: DatasetCommand,
    library: &Library,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    match command {
        DatasetCommand::List => Ok(list::list(library, json)),
        DatasetCommand::Show { id } => Ok(show::show(library, &id, json)),
        DatasetCommand::Marks => marks::marks(library, json, &environment.folders),
        DatasetCommand::Export(options) => export::export(library, &options, json, &environment.folders),
        DatasetCommand::Cite(asked) => cite::cite(library, &asked, json),
        DatasetCommand::Search(asked) => search::search(library, &asked, json, environment),
        DatasetCommand::Kwic(asked) => kwic::kwic(library, &asked, json, environment),
        DatasetCommand::Meanings { format } => Ok(meanings::meanings(library, format, json, environment)),
        DatasetCommand::Draft(options) => draft::draft(library, &options, json, environment),
        DatasetCommand::Verify(options) => verify::verify(library, &options, json, environment),
        DatasetCommand::Brief(asked) => brief::brief(library, &asked, json, environment),
        DatasetCommand::Compare(asked) => compare::compare(library, &asked, json, environment),
        DatasetCommand::Replay(asked) => replay::replay(library, &asked, json, environment),
        DatasetCommand::Terms => Ok(terms::terms(library, json)),
        DatasetCommand::Timeline(asked) => timeline::timeline(library, &asked, json, &environment.today),
    }
}

/// What to open: the datasets named, or the built-in one with the reader's collection.
fn inputs(data: Vec<PathBuf>, add: Vec<PathBuf>, collection: Option<Collection>) -> Inputs {
    let mut named = data.into_iter();
    let first = named.next();
    let collection = collection.filter(|_| first.is_none());
    Inputs { first, collection, added: named.chain(add).collect() }
}

/// What the reader must know of how the datasets were read, one line each.
fn remarks(library: &Library) -> String {
    library.remarks().map(|remark| String::from("linchpin: ") + remark + "\n").collect()
}

fn completions(shell: clap_complete::Shell) -> Output {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "linchpin", &mut text);
    Output::found(String::from_utf8_lossy(&text).into_owned())
}

fn man() -> Result<Output, Failure> {
    // The manual is of any dataset; the long version names the one that the program carries.
    let command = Cli::command().long_version(clap::builder::Resettable::Reset);
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text).map_err(|error| error.to_string())?;
    Ok(Output::found(String::from_utf8_lossy(&text).into_owned()))
}
