//! The command line: one file per subcommand, each giving text for people or JSON for programs.
//!
//! Invariant: a command writes its whole answer or, on bad use or bad data, nothing; exit code 0 is found,
//! 1 nothing found, 2 bad use or bad data. No colour goes into a pipe, and a closed pipe is a quiet end.

mod check;
mod cite;
mod collection;
mod explore;
mod export;
mod import;
mod list;
mod marks;
mod meanings;
mod new;
mod print;
mod search;
mod show;
mod svg;
mod target;
mod terms;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::app::theme::Theme;
use crate::corpus::load::LoadError;
use crate::export::citation;
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::store::collection::Collection;
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
    /// Open these datasets as one, under the first one's terms and meanings, instead of the embedded one
    #[arg(long, value_name = "FILE", global = true)]
    data: Vec<PathBuf>,
    /// Add these datasets to the one that is opened
    #[arg(long, value_name = "FILE", global = true)]
    add: Vec<PathBuf>,
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
    #[command(flatten)]
    Ask(Ask),
    /// Import texts as statements: plain text, Markdown, saved web pages
    Import(Box<import::Options>),
    /// List the statements that you keep, or take some out
    Collection {
        #[command(subcommand)]
        command: Option<collection::Command>,
    },
    /// Check a dataset and explain every problem
    Check {
        file: PathBuf,
        /// First rewrite what is mechanical, and nothing else: NFC, missing ids, order by date
        #[arg(long)]
        fix: bool,
    },
    /// Write a dataset to start from, with comments that explain it
    New {
        /// A file that is not there yet; without it, to the standard output
        file: Option<PathBuf>,
    },
    /// Print the JSON Schema of datasets
    Schema,
    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

/// What is asked of the statements.
#[derive(Debug, Subcommand)]
enum Ask {
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
    let cli = match Cli::try_parse_from(spelled_out(arguments)) {
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

/// The arguments as the parser takes them: a blank before each `-word` of a query, so that it is read as a word and
/// not as options, and `--data` or `--add` once more before each further file behind it. Such files are known by
/// `.json`: what else stands there is the command, or what is asked of it.
fn spelled_out(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let (mut searching, mut naming) = (false, None);
    let mut has_command = false;
    let mut spelled: Vec<OsString> = Vec::new();
    for (at, argument) in arguments.into_iter().enumerate() {
        let word = argument.to_str().unwrap_or_default();
        let option = matches!(word, "--data" | "--add").then(|| argument.clone());
        match (&naming, option) {
            (_, Some(option)) => naming = Some((option, true)),
            // The first file may be called anything.
            (Some((option, true)), None) => naming = Some((option.clone(), false)),
            (Some((option, false)), None) if is_dataset(&argument) => spelled.push(option.clone()),
            (Some(_) | None, None) => naming = None,
        }
        let is_file = naming.is_some();
        let excludes =
            searching && !is_file && word.starts_with('-') && !word.starts_with("--") && word != "-h";
        let is_value = spelled.last().is_some_and(|before| VALUED.iter().any(|option| before == option));
        if at > 0 && !is_file && !is_value && !word.starts_with('-') && !has_command {
            has_command = true;
            searching = matches!(word, "search" | "export");
        }
        spelled.push(if excludes { OsString::from(format!(" {word}")) } else { argument });
    }
    spelled
}

/// Options that may stand before a command and take a value.
const VALUED: [&str; 6] = ["--theme", "--log", "--size", "--keys", "--format", "--idle-limit"];

fn is_dataset(argument: &OsStr) -> bool {
    let is_option = argument.as_encoded_bytes().starts_with(b"-");
    !is_option && Path::new(argument).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn answer(cli: Cli) -> Result<Answer, Failure> {
    let Cli { command, data, add, json, explorer } = cli;
    let inputs = inputs(data, add, explorer.sharing.restricted);
    let Some(command) = command else {
        return if explorer.print {
            print::print(&inputs, &explorer)
        } else {
            explore::explore(inputs, &explorer)
        };
    };
    if explorer.print {
        return Err(Failure::Use(String::from(
            "--print draws the explorer, so it goes with no command\n\
             hint: `linchpin list`, `show` and the others answer in text or, with --json, in JSON",
        )));
    }
    match command {
        Command::Import(options) => import::run(&options, json),
        Command::Collection { command } => collection::collection(command, json),
        Command::Check { file, fix } => check::check(&file, fix, json),
        Command::New { file } => new::new(file.as_deref()),
        Command::Schema => Ok(Answer::found(crate::corpus::schema::SCHEMA_JSON.to_owned())),
        Command::Completions { shell } => Ok(completions(shell)),
        Command::Man => man(),
        Command::Ask(ask) => {
            if let Ask::Export(options) = &ask {
                // Bad use is said before any data is read.
                options.query()?;
            }
            let library = Library::open(&inputs)?;
            let mut answer = asked(ask, &library, json)?;
            answer.aside.insert_str(0, &remarks(&library));
            Ok(answer)
        }
    }
}

fn asked(ask: Ask, library: &Library, json: bool) -> Result<Answer, Failure> {
    match ask {
        Ask::List => Ok(list::list(library, json)),
        Ask::Show { id } => Ok(show::show(library, &id, json)),
        Ask::Marks => marks::marks(library, json),
        Ask::Export(options) => export::export(library, &options, json),
        Ask::Cite { id, format } => Ok(cite::cite(library, &id, format, json)),
        Ask::Search { query } => {
            let words: Vec<&str> = query.iter().map(|word| word.trim()).collect();
            Ok(search::search(library, &words.join(" "), json))
        }
        Ask::Meanings => Ok(meanings::meanings(library, json)),
        Ask::Terms => Ok(terms::terms(library, json)),
    }
}

/// What is opened: the datasets named, or the embedded one with the reader's collection; readers who are served have
/// none.
fn inputs(data: Vec<PathBuf>, add: Vec<PathBuf>, restricted: bool) -> Inputs {
    let mut named = data.into_iter();
    let first = named.next();
    let collection = if restricted || first.is_some() { None } else { Collection::find() };
    Inputs { first, collection, added: named.chain(add).collect() }
}

/// What must be known of how the datasets were read, a line each.
fn remarks(library: &Library) -> String {
    library.remarks().map(|remark| String::from("linchpin: ") + remark + "\n").collect()
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
