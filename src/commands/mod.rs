//! The command line: one file per subcommand, each giving text for people or JSON for programs.
//!
//! Invariant: a command writes its whole answer or, on bad use or bad data, nothing; exit code 0 is found,
//! 1 nothing found, 2 bad use or bad data. No colour goes into a pipe, and a closed pipe is a quiet end.

mod check;
mod explore;
mod list;
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

use crate::app::Library;
use crate::app::theme::Theme;
use crate::corpus::load;
use crate::text::safe::clean;

/// How official statements use one contested word: what “modernization” meant in the ROK–U.S. alliance in
/// 2003, in 2024 and in 2025, who said it, and how sure we are of the wording.
///
/// Without a command it opens the explorer.
#[derive(Debug, Parser)]
#[command(version, name = "linchpin")]
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
    /// Search the passages, best first
    Search {
        /// Words, "phrases", -words, series: year: standing: term: meaning: has: kind: verdict:
        #[arg(required = true, allow_hyphen_values = true, trailing_var_arg = true)]
        query: Vec<String>,
    },
    /// Set the meanings side by side
    Meanings,
    /// List the key terms and the statements that hold them
    Terms,
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
    found: bool,
    /// Said on the error stream, for people: what was not found, what a filter did not know.
    aside: String,
}

impl Answer {
    fn found(text: String) -> Self {
        Self { text, found: true, aside: String::new() }
    }

    fn json(value: &serde_json::Value, found: bool) -> Self {
        // A value of strings and numbers always has a text.
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        Self { text: format!("{text}\n"), found, aside: String::new() }
    }
}

/// Bad use or bad data, said to people.
type Failure = String;

/// Carries out a command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
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
                Ok(()) | Err(_) => ExitCode::from(u8::from(!answer.found)),
            }
        }
        Err(failure) => fail(&failure),
    }
}

fn answer(cli: Cli) -> Result<Answer, Failure> {
    let json = cli.json;
    let command = match cli.command {
        Some(Command::Check { file }) => return check::check(&file, json),
        Some(Command::Schema) => return Ok(Answer::found(crate::corpus::schema::SCHEMA_JSON.to_owned())),
        Some(Command::Completions { shell }) => return Ok(completions(shell)),
        Some(Command::Man) => return man(),
        Some(command) => command,
        None if cli.explorer.print => return print::print(library(cli.data)?, &cli.explorer),
        None => return explore::explore(cli.data, &cli.explorer),
    };
    let library = library(cli.data)?;
    match command {
        Command::List => Ok(list::list(&library, json)),
        Command::Show { id } => Ok(show::show(&library, &id, json)),
        Command::Search { query } => Ok(search::search(&library, &query.join(" "), json)),
        Command::Meanings => Ok(meanings::meanings(&library, json)),
        Command::Terms => Ok(terms::terms(&library, json)),
        Command::Check { .. } | Command::Schema | Command::Completions { .. } | Command::Man => {
            Ok(Answer::found(String::new()))
        }
    }
}

/// The dataset that was asked for.
fn library(data: Option<PathBuf>) -> Result<Library, Failure> {
    let corpus = match data {
        Some(path) => load::open(&path),
        None => load::embedded(),
    };
    corpus.map(Library::new).map_err(|error| error.to_string())
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

/// Help and version are answers; everything else is bad use. What was typed is made safe line by line.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if error.exit_code() == 0 {
        let _ = say(&text);
        return ExitCode::SUCCESS;
    }
    let lines: Vec<String> = text.lines().map(|line| clean(line).into_owned()).collect();
    fail(lines.join("\n").trim_start_matches("error: ").trim_end())
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

fn say_aside(text: &str) {
    // There is nowhere else to say that this failed.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Byte offsets as counts of Unicode scalar values, which is what the JSON shapes give.
fn scalars(text: &str, range: &std::ops::Range<usize>) -> (usize, usize) {
    let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    (count(range.start), count(range.end))
}
