//! What a view of the explorer shows, as a document: the answer of the view's command.
//!
//! Invariant: a document has the bytes that the command line writes for the same question.

use std::ffi::OsString;
use std::io::{Seek, SeekFrom};

use clap::ValueEnum;

use super::compare::as_query;
use super::environment::Environment;
use super::{Failure, WholeOutput, answer_of};
use crate::analysis::concordance::RepeatListing;
use crate::app::concordance_view::LineDisplay;
use crate::app::writing::{AskedDocument, DocumentForm, ViewQuestion};
use crate::library::Library;

/// Maximum bytes of a document, which is made in memory.
const LONGEST: u64 = 1 << 28;

/// The document that was asked for on a day, `YYYY-MM-DD`.
///
/// # Errors
/// In one line, where the document cannot be made.
pub fn document(library: &Library, asked: &AskedDocument, today: &str) -> Result<Vec<u8>, String> {
    let is_plain = asked.form == DocumentForm::Plain;
    let environment = Environment {
        today: today.to_owned(),
        // Marks are signs, which can be copied.
        term: String::from("dumb"),
        columns: is_plain.then_some(asked.width.into()),
        ..Environment::default()
    };
    let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    let output = answer_of(arguments(library, asked), library, &environment);
    let mut output = output.map_err(|failure| match failure {
        Failure::Use(message) => first_line(&message),
        Failure::Data(error) => error.to_string(),
        Failure::Signal(..) => String::from("it was interrupted"),
    })?;
    if let WholeOutput::Spooled(file) = &mut output.stdout
        && file.seek(SeekFrom::End(0)).is_ok_and(|length| length > LONGEST)
    {
        return Err(String::from("it is too long to be made here; `linchpin export` writes it"));
    }
    let mut written = Vec::new();
    output.stdout.write(&mut written).map_err(|error| error.to_string())?;
    if written.is_empty() { Err(first_line(&output.stderr)) } else { Ok(written) }
}

/// The command line that answers the question.
fn arguments(library: &Library, asked: &AskedDocument) -> Vec<OsString> {
    let is_plain = asked.form == DocumentForm::Plain;
    let mut line = match &asked.question {
        ViewQuestion::Statements if is_plain => return vec![OsString::from("list")],
        ViewQuestion::Hits(query) if is_plain => {
            return ["search", "--", query].into_iter().map(OsString::from).collect();
        }
        ViewQuestion::Statements => vec![String::from("export"), String::from("statements")],
        ViewQuestion::Hits(_) => vec![String::from("export"), String::from("hits")],
        ViewQuestion::Concordance { order, display, listing, .. } => {
            let shown = match display {
                LineDisplay::Lines(window) => option("window", window),
                LineDisplay::Around(by) => option("around", by),
            };
            let mut line = vec![String::from("kwic"), option("sort", order), shown];
            line.extend((*listing == RepeatListing::Listed).then(|| String::from("--all")));
            line
        }
        ViewQuestion::Timeline { scale, .. } => vec![String::from("timeline"), option("by", scale)],
        ViewQuestion::Pair(_) | ViewQuestion::Sets(_) => vec![String::from("compare")],
        ViewQuestion::Languages(_) => ["compare", "--languages"].map(String::from).to_vec(),
        ViewQuestion::Draft { text, filter } => {
            vec![String::from("draft"), format!("--text={text}"), format!("--filter={filter}")]
        }
    };
    line.extend([format!("--format={}", format_name(asked.form)), String::from("--")]);
    line.extend(operands(library, &asked.question));
    line.into_iter().map(OsString::from).collect()
}

/// The operands of the command, after the options: a query, two statements or two queries.
fn operands(library: &Library, question: &ViewQuestion) -> Vec<String> {
    match question {
        ViewQuestion::Statements | ViewQuestion::Draft { .. } => Vec::new(),
        ViewQuestion::Hits(query)
        | ViewQuestion::Concordance { query, .. }
        | ViewQuestion::Timeline { query, .. } => vec![query.clone()],
        ViewQuestion::Pair(ids) | ViewQuestion::Languages(ids) => ids.to_vec(),
        ViewQuestion::Sets(sides) => sides.iter().map(|side| as_query(library, side)).collect(),
    }
}

fn option(name: &str, value: &impl ValueEnum) -> String {
    let value = value.to_possible_value().map(|value| value.get_name().to_owned());
    format!("--{name}={}", value.unwrap_or_default())
}

/// The name of a form in `--format`.
fn format_name(form: DocumentForm) -> &'static str {
    match form {
        DocumentForm::Markdown => "markdown",
        DocumentForm::Html => "html",
        DocumentForm::Word => "docx",
        DocumentForm::Csv => "csv",
        DocumentForm::Json => "json",
        DocumentForm::Plain => "text",
    }
}
