//! The command line: one file per subcommand, each giving text for people or JSON for programs.
//!
//! Invariant: a command writes its whole answer or, on bad use or bad data, nothing; exit code 0 is found,
//! 1 nothing found, 2 bad use or bad data. No colour goes into a pipe, and a closed pipe is a quiet end.

mod check;
mod cite;
mod explore;
mod export;
mod import;
mod list;
mod marks;
mod meanings;
mod print;
mod search;
mod show;
mod svg;
mod terms;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::app::theme::Theme;
use crate::corpus::load::{self, LoadError};
use crate::export::citation;
use crate::library::Library;
use crate::text::safe::clean;

/// How official statements use one contested word: which statement said it, who signed it, in which sense, and
/// how sure we are of the wording.
///
/// Without a command it opens the explorer.
#[derive(Debug, Parser)]
#[command(version, name = "linchpin", bin_name = "linchpin")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Open this dataset instead of the embedded one
    #[arg(long, value_name = "FILE", global = true)]
    data: Option<PathBuf>,
    /// Answer in JSON ("schema": 1)
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    explorer: Explorer,
}

/// Options of the explorer alone.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Explorer")]
struct Explorer {
    /// Colours; without colours (`NO_COLOR`, `TERM=dumb`) it is mono
    #[arg(long, value_enum)]
    theme: Option<Theme>,
    /// Draw no character whose width terminals disagree about
    #[arg(long)]
    ascii: bool,
    /// Do not remember the last place, nor go back to it
    #[arg(long)]
    no_state: bool,
    /// Write a line per event: what, microseconds to update, to draw, bytes written
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Print one frame instead of opening the explorer
    #[arg(long)]
    print: bool,
    /// The frame's size in columns and rows
    #[arg(long, value_name = "WxH", default_value = "120x40", value_parser = print::size, requires = "print")]
    size: (u16, u16),
    /// Keys pressed before it, such as 'jj/flex<enter>'
    #[arg(long, default_value = "", requires = "print")]
    keys: String,
    /// The frame's format
    #[arg(long, value_enum, default_value = "text", requires = "print")]
    format: print::Format,
    #[command(flatten)]
    sharing: Sharing,
}

/// Options for serving readers who are not at home here.
#[derive(Debug, clap::Args)]
struct Sharing {
    /// For readers who are served: write no file, open none but datasets named here, run no program, end when idle
    #[arg(long, conflicts_with_all = ["log", "print"])]
    restricted: bool,
    /// End after so many seconds without a key, after a warning
    #[arg(long, value_name = "SECONDS", default_value = "900", requires = "restricted",
          value_parser = clap::value_parser!(u64).range(1..))]
    idle_limit: u64,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the statements
    List,
    /// Show a statement or a passage with its sources and its wording check
    Show {
        /// For instance scm-35 or scm-35/1
        id: String,
    },
    /// List your marks and notes
    Marks,
    /// Write statements, hits, the meanings or your marks out, each passage with its citation
    Export(export::Options),
    /// Cite a passage, or all passages of a statement, with the caveat that belongs to the words
    Cite {
        /// For instance scm-35 or scm-35/1
        id: String,
        /// How it is written; --json gives all fields instead
        #[arg(long, value_enum, default_value = "text")]
        format: citation::Format,
    },
    /// Search the passages, best first
    Search {
        /// Words, "phrases", -words, series: year: standing: term: meaning: has: kind: verdict:
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Set the meanings side by side
    Meanings,
    /// List the key terms and the statements that hold them
    Terms,
    /// Import texts as statements: plain text, Markdown, saved web pages
    Import(Box<import::Options>),
    /// Check a dataset and explain every problem
    Check { file: PathBuf },
    /// Print the JSON Schema of datasets
    Schema,
    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

/// What a command says.
#[derive(Debug)]
pub(crate) struct Answer {
    text: String,
    outcome: Outcome,
    /// Said on the error stream, for people: what was not found, what a filter did not know.
    aside: String,
}

/// What the exit code says of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Found,
    Nothing,
    /// The data are bad, and the answer says so.
    Bad,
}

impl Outcome {
    fn of(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

impl Answer {
    fn found(text: String) -> Self {
        Self { text, outcome: Outcome::Found, aside: String::new() }
    }

    fn json(value: &serde_json::Value, outcome: Outcome) -> Self {
        // A value of strings and numbers always has a text.
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        Self { text: format!("{text}\n"), outcome, aside: String::new() }
    }
}

/// Why there is no answer.
#[derive(Debug)]
enum Failure {
    Use(String),
    Data(LoadError),
}

impl From<String> for Failure {
    fn from(said: String) -> Self {
        Self::Use(said)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Data(error)
    }
}

/// Carries out a command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(exclusions_kept(arguments)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match answer(cli) {
        Ok(answer) => {
            say_aside(&answer.aside);
            match say(&answer.text) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    fail(&format!("standard output: {error}"))
                }
                Ok(()) | Err(_) => answer.outcome.into(),
            }
        }
        Err(Failure::Use(said)) => fail(&said),
        Err(Failure::Data(error)) => {
            // Without the program's name before it, so that editors find the place.
            say_aside(&format!("{error}\n"));
            Outcome::Bad.into()
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Found => Self::SUCCESS,
            Outcome::Nothing => Self::from(1),
            Outcome::Bad => Self::from(2),
        }
    }
}

/// The arguments, with a blank before each `-word` of a query, so that it is read as a word, not as options.
fn exclusions_kept(arguments: impl IntoIterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    let mut searching = false;
    arguments.into_iter().map(move |argument| {
        let word = argument.to_str().unwrap_or_default();
        let excludes = searching && word.starts_with('-') && !word.starts_with("--") && word != "-h";
        searching |= matches!(word, "search" | "export");
        if excludes { OsString::from(format!(" {word}")) } else { argument }
    })
}

fn answer(cli: Cli) -> Result<Answer, Failure> {
    let Cli { command, data, json, explorer } = cli;
    match command {
        None if explorer.print => print::print(library(data)?, &explorer),
        None => explore::explore(data, &explorer),
        Some(_) if explorer.print => Err(Failure::Use(String::from(
            "--print draws the explorer, so it goes with no command\n\
             hint: `linchpin list`, `show` and the others answer in text or, with --json, in JSON",
        ))),
        Some(Command::List) => Ok(list::list(&library(data)?, json)),
        Some(Command::Show { id }) => Ok(show::show(&library(data)?, &id, json)),
        Some(Command::Marks) => marks::marks(&library(data)?, json),
        Some(Command::Export(options)) => export::export(&options, json, || library(data)),
        Some(Command::Cite { id, format }) => Ok(cite::cite(&library(data)?, &id, format, json)),
        Some(Command::Search { query }) => {
            let words: Vec<&str> = query.iter().map(|word| word.trim()).collect();
            Ok(search::search(&library(data)?, &words.join(" "), json))
        }
        Some(Command::Meanings) => Ok(meanings::meanings(&library(data)?, json)),
        Some(Command::Terms) => Ok(terms::terms(&library(data)?, json)),
        Some(Command::Import(options)) => import::run(&options, json),
        Some(Command::Check { file }) => check::check(&file, json),
        Some(Command::Schema) => Ok(Answer::found(crate::corpus::schema::SCHEMA_JSON.to_owned())),
        Some(Command::Completions { shell }) => Ok(completions(shell)),
        Some(Command::Man) => man(),
    }
}

/// The dataset that was asked for.
fn library(data: Option<PathBuf>) -> Result<Library, Failure> {
    let library = match data {
        Some(path) => Library::open(&path),
        None => load::embedded().map(Library::new),
    };
    Ok(library?)
}

fn completions(shell: clap_complete::Shell) -> Answer {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "linchpin", &mut text);
    Answer::found(String::from_utf8_lossy(&text).into_owned())
}

fn man() -> Result<Answer, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text).map_err(|error| error.to_string())?;
    Ok(Answer::found(String::from_utf8_lossy(&text).into_owned()))
}

/// Help and version are answers; everything else is bad use.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if error.exit_code() == 0 {
        let _ = say(&text);
        return ExitCode::SUCCESS;
    }
    fail(text.trim_start_matches("error: ").trim_end())
}

fn fail(failure: &str) -> ExitCode {
    say_aside(&format!("linchpin: {failure}\n"));
    ExitCode::from(2)
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Says it to people, made safe line by line: what was typed and what a file holds may be in it.
fn say_aside(text: &str) {
    let mut safe = String::new();
    for line in text.lines() {
        safe.push_str(&clean(line));
        safe.push('\n');
    }
    // There is nowhere else to say that this failed.
    let _ = io::stderr().lock().write_all(safe.as_bytes());
}

/// Byte offsets as counts of Unicode scalar values, which is what the JSON shapes give.
fn scalars(text: &str, range: &std::ops::Range<usize>) -> (usize, usize) {
    let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    (count(range.start), count(range.end))
}
