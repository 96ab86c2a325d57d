//! The command line's arguments, as clap reads them.
//!
//! Invariant: every argument that begins with one `-` after `search`, `export`, `kwic` or `timeline` is a word of the query, and every one after
//! `--data` or `--add` and ends in `.json` is a dataset.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand};

use super::meanings::MeaningsFormat;
use super::{
    brief, cite, collection, compare, draft, export, import, kwic, replay, search, timeline, verify,
};
use crate::app::theme::Theme;
use crate::corpus::load;

/// How official statements use one contested word: which statement uses it, who signed it, in which meaning, and how
/// far the wording was checked.
///
/// Without a command, linchpin opens the explorer. Several datasets open as one: the first gives the terms and meanings.
#[derive(Debug, Parser)]
#[command(version, long_version = load::VERSION, name = "linchpin", bin_name = "linchpin",
          after_help = "Examples:\n  linchpin\n  linchpin search \"defense posture\"\n  linchpin --data statements.json")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Option<CliCommand>,
    /// Datasets to open as one instead of the built-in one
    #[arg(long, value_name = "FILE", global = true)]
    pub data: Vec<PathBuf>,
    /// Datasets to open as well
    #[arg(long, value_name = "FILE", global = true)]
    pub add: Vec<PathBuf>,
    /// Answer in JSON ("schema": 1)
    #[arg(long, global = true)]
    pub json: bool,
    #[command(flatten)]
    pub explorer: ExplorerArgs,
}

/// Options of the explorer alone.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Explorer")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct ExplorerArgs {
    /// Colors; the default is mono where there are none (`NO_COLOR`, `TERM=dumb`), else the theme you chose last, else dark or
    /// light where `COLORFGBG` tells the background, else neutral
    #[arg(long, value_enum)]
    pub theme: Option<Theme>,
    /// Draw no character whose width differs between terminals
    #[arg(long)]
    pub ascii: bool,
    /// Use the mouse: wheel and click; hold Shift to select text
    #[arg(long)]
    pub mouse: bool,
    /// Neither return to the last position, queries and theme nor remember them
    #[arg(long)]
    pub no_state: bool,
    /// Log one line per event: its name, microseconds to update and to draw, bytes written
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Print one frame instead of opening the explorer
    #[arg(long)]
    pub print: bool,
    /// Size of the printed frame in columns and rows
    #[arg(long, value_name = "WxH", default_value = "120x40", value_parser = size, requires = "print")]
    pub size: (u16, u16),
    /// Keys to press before the frame is printed, such as 'jj/flex<enter>'
    #[arg(long, default_value = "", requires = "print")]
    pub keys: String,
    /// Format of the printed frame
    #[arg(long, value_enum, default_value = "text", requires = "print")]
    pub format: FrameFormat,
    #[command(flatten)]
    pub sharing: SharingArgs,
}

/// Options for readers who reach the program over the network.
#[derive(Debug, clap::Args)]
pub(super) struct SharingArgs {
    /// Serve untrusted readers: no writes, no other files, no programs, idle timeout
    #[arg(long, conflicts_with_all = ["log", "print"])]
    pub restricted: bool,
    /// Seconds without a key after which a restricted session ends; it warns first
    #[arg(long, value_name = "SECONDS", default_value = "900", requires = "restricted",
          value_parser = clap::value_parser!(u64).range(1..))]
    pub idle_limit: u64,
}

/// How a printed frame is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FrameFormat {
    Text,
    Ansi,
    Svg,
}

#[derive(Debug, Subcommand)]
pub(super) enum CliCommand {
    #[command(flatten)]
    Dataset(DatasetCommand),
    /// Import texts as statements: plain text, Markdown, saved web pages, Word, Hangul, PDF
    #[command(
        after_help = "Examples:\n  linchpin import communique.html --keep\n  linchpin import folder/ -o statements.json"
    )]
    Import(Box<import::ImportArgs>),
    /// List the statements in your collection, or remove some
    #[command(after_help = "Examples:\n  linchpin collection\n  linchpin collection remove mine-2026-01-05")]
    Collection {
        #[command(subcommand)]
        command: Option<collection::CollectionCommand>,
    },
    /// Check a dataset and explain every problem
    #[command(
        after_help = "Examples:\n  linchpin check statements.json\n  linchpin check statements.json --fix"
    )]
    Check {
        /// The dataset to check
        file: PathBuf,
        /// First fix what needs no judgment: NFC, missing ids, order by date
        #[arg(long)]
        fix: bool,
    },
    /// Write a dataset to start from, with comments that explain it
    #[command(after_help = "Examples:\n  linchpin new statements.json\n  linchpin new | less")]
    New {
        /// A file that does not exist yet; the default is standard output
        file: Option<PathBuf>,
    },
    /// Print the JSON Schema of datasets
    #[command(after_help = "Examples:\n  linchpin schema\n  linchpin schema > schema.json")]
    Schema,
    /// Print completions for a shell
    #[command(
        after_help = "Examples:\n  linchpin completions bash > ~/.local/share/bash-completion/completions/linchpin\n  linchpin completions fish > ~/.config/fish/completions/linchpin.fish"
    )]
    Completions {
        /// The shell that reads them
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Examples:\n  linchpin man | man -l -\n  linchpin man > linchpin.1")]
    Man,
}

/// Commands that read the open datasets.
#[derive(Debug, Subcommand)]
pub(super) enum DatasetCommand {
    /// List the statements
    #[command(after_help = "Examples:\n  linchpin list\n  linchpin list --json")]
    List,
    /// Show a statement or a passage with its sources and its wording check
    #[command(after_help = "Examples:\n  linchpin show scm-35\n  linchpin show scm-35/1 --json")]
    Show {
        /// For example scm-35 or scm-35/1
        id: String,
    },
    /// List your marks and notes
    #[command(after_help = "Examples:\n  linchpin marks\n  linchpin marks --json")]
    Marks,
    /// Export statements, hits, meanings or marks; each passage has its citation
    #[command(
        after_help = "Examples:\n  linchpin export meanings --format html > meanings.html\n  linchpin export hits \"defense posture\" --format csv > hits.csv"
    )]
    Export(export::ExportArgs),
    /// Cite a passage, or all passages of a statement, with the caveats about the words
    #[command(
        after_help = "Examples:\n  linchpin cite scm-35/1\n  linchpin cite scm-35 --format bibtex\n  linchpin cite scm-35/1 --style chicago"
    )]
    Cite(cite::CiteArgs),
    /// Search the passages, best first
    #[command(
        after_help = "Examples:\n  linchpin search \"defense posture\"\n  linchpin search security standing:joint year:2021.."
    )]
    Search(search::SearchArgs),
    /// List every occurrence of a word, one line each (a concordance)
    #[command(
        after_help = "Examples:\n  linchpin kwic '\"strategic flexibility\"'\n  linchpin kwic term:modernization standing:joint --sort left\n  linchpin kwic linchpin vs cornerstone --format markdown"
    )]
    Kwic(kwic::KwicArgs),
    /// Compare the meanings side by side
    #[command(after_help = "Examples:\n  linchpin meanings\n  linchpin meanings --format markdown")]
    Meanings {
        /// Format of the answer; --json gives all fields instead
        #[arg(long, value_enum, default_value = "text")]
        format: MeaningsFormat,
    },
    /// Find which phrases of a text have precedent, who said them, and how sure their wording is
    ///
    /// Exit code 0: a phrase has precedent; 1: none has; 2: bad use. The text is neither stored nor sent.
    #[command(
        after_help = "Examples:\n  linchpin draft speech.txt --format markdown\n  linchpin draft - --filter standing:joint"
    )]
    Draft(draft::DraftArgs),
    /// Compare every quotation of an article, thesis or memo with the wording held
    ///
    /// Quotations of four words or more: identical, differs, misattributed, elided, printed only, or not found in what is held.
    /// Exit code 0: no quotation differs from the wording held, is misattributed or leaves words out without a sign, also
    /// where none was found; 1: one does; 2: bad use, or a file that cannot be read.
    #[command(
        after_help = "Examples:\n  linchpin verify article.docx --format markdown\n  linchpin verify thesis.md memo.txt"
    )]
    Verify(verify::VerifyArgs),
    /// Compare two statements sentence by sentence, or two meanings or queries by their words
    ///
    /// Exit code 0: a pair of sentences, or words of both sides, were found; 1: none; 2: bad use.
    #[command(
        after_help = "Examples:\n  linchpin compare scm-53 fact-sheet-2025\n  linchpin compare meaning:2003 meaning:2025 --format markdown"
    )]
    Compare(compare::CompareArgs),
    /// Sum up one statement: what it changes, keeps, drops and first says, and what could not be judged
    ///
    /// Exit code 0: the statement has quotations; 1: it has none; 2: bad use.
    #[command(
        after_help = "Examples:\n  linchpin brief scm-56\n  linchpin brief fact-sheet-2025 --format markdown"
    )]
    Brief(brief::BriefArgs),
    /// Run an answer in JSON again, and say what differs and why
    ///
    /// Exit code 0: the same; 1: it differs; 2: bad use, or a file that is not an answer.
    #[command(
        after_help = "Examples:\n  linchpin replay answer.json\n  linchpin replay verified.json article.docx"
    )]
    Replay(replay::ReplayArgs),
    /// List the key terms and the statements that use them
    #[command(after_help = "Examples:\n  linchpin terms\n  linchpin terms --json")]
    Terms,
    /// Show which statements say a word and its rivals, which are silent, and of which nothing is known
    #[command(
        after_help = "Examples:\n  linchpin timeline linchpin vs cornerstone --by year\n  linchpin timeline term:strategic-flexibility --format svg > figure.svg"
    )]
    Timeline(timeline::TimelineArgs),
}

/// Reads `120x40`.
fn size(text: &str) -> Result<(u16, u16), String> {
    let read = |(width, height): (&str, &str)| Some((width.parse().ok()?, height.parse().ok()?));
    let size: Option<(u16, u16)> = text.split_once(['x', '×']).and_then(read);
    match size {
        Some((width, height)) if width <= 1000 && height <= 1000 => Ok((width, height)),
        Some(_) | None => Err(String::from("expected columns x rows up to 1000x1000, such as 80x24")),
    }
}

/// The arguments as clap takes them: a space before each `-word` of a query, so that clap reads a word and not
/// options, and `--data` or `--add` repeated before each further file.
pub(super) fn spelled_out(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let valued = options_with_values();
    let (mut is_query, mut has_command) = (false, false);
    // `--data` or `--add` while its files follow, and whether the first of them is still to come.
    let mut files: Option<(OsString, bool)> = None;
    let mut spelled: Vec<OsString> = Vec::new();
    for (at, argument) in arguments.into_iter().enumerate() {
        let word = argument.to_str().unwrap_or_default();
        files = match files {
            _ if matches!(word, "--data" | "--add") => Some((argument.clone(), true)),
            // The first file may have any name.
            Some((option, true)) => Some((option, false)),
            Some((option, false)) if is_dataset(&argument) => {
                spelled.push(option.clone());
                Some((option, false))
            }
            Some(_) | None => None,
        };
        let excludes =
            is_query && files.is_none() && word.starts_with('-') && !word.starts_with("--") && word != "-h";
        let is_value = spelled.last().is_some_and(|before| valued.iter().any(|option| before == &**option));
        if at > 0 && files.is_none() && !is_value && !word.starts_with('-') && !has_command {
            has_command = true;
            is_query = matches!(word, "search" | "export" | "kwic" | "timeline");
        }
        spelled.push(if excludes { OsString::from(format!(" {word}")) } else { argument });
    }
    spelled
}

/// The options that take a value and may come before a command, such as `--theme`.
fn options_with_values() -> Vec<String> {
    let command = Cli::command();
    let valued = command.get_arguments().filter(|option| option.get_action().takes_values());
    valued.filter_map(|option| Some(format!("--{}", option.get_long()?))).collect()
}

fn is_dataset(argument: &OsStr) -> bool {
    let is_option = argument.as_encoded_bytes().starts_with(b"-");
    !is_option && Path::new(argument).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The command lines that a help text shows, up to a pipe or a file.
    fn examples(command: &clap::Command) -> Vec<String> {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = help.lines().filter_map(|line| line.strip_prefix("  linchpin"));
        lines.map(|line| line.split(['|', '>']).next().unwrap_or_default().trim().to_owned()).collect()
    }

    #[test]
    fn every_command_has_two_examples_that_parse_and_every_option_a_description() {
        let cli = Cli::command();
        for command in cli.get_subcommands().chain([&cli]) {
            let name = command.get_name();
            let shown = examples(command);
            assert!(shown.len() >= 2, "{name} shows {} examples", shown.len());
            for example in shown {
                let words = example.split_whitespace().map(|word| word.trim_matches('"'));
                let line = ["linchpin"].into_iter().chain(words).map(OsString::from);
                let read = Cli::try_parse_from(spelled_out(line)).unwrap();
                if name != "linchpin" {
                    assert!(example.starts_with(name) && read.command.is_some(), "{example}");
                }
            }
            let options = command.get_arguments().filter(|option| !option.is_hide_set());
            for option in options {
                assert!(option.get_help().is_some(), "{name}: {} has no description", option.get_id());
            }
        }
    }

    #[test]
    fn the_value_of_an_option_is_no_command() {
        for option in ["--data", "--add", "--theme", "--log", "--size", "--keys", "--format", "--idle-limit"]
        {
            assert!(options_with_values().iter().any(|valued| valued == option), "{option}");
        }
        let spell = |line: &str| {
            let spelled = spelled_out(line.split(' ').map(OsString::from));
            spelled.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(spell("linchpin --theme list search -flex"), "linchpin --theme list search  -flex");
        assert_eq!(spell("linchpin --theme search list -x"), "linchpin --theme search list -x");
        assert_eq!(
            spell("linchpin --data a b.json list --add c d.json e"),
            "linchpin --data a --data b.json list --add c --add d.json e"
        );
    }
}
