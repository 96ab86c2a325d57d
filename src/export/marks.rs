//! The reader's marks and notes on their way out: Markdown to paste into a paper, JSON for programs, CSV for tables.
//!
//! Invariant: every mark leaves, with the words that were marked and what has become of their passage; those that are
//! still held bring their citation. No field of a table is a formula to a spreadsheet.

use serde_json::{Value, json};

use super::citation::{Form, Format, cite, write};
use super::markdown;
use crate::corpus::{Corpus, PassageNo, Target};
use crate::page::marks::{Fate, fate};
use crate::store::marks::Mark;

/// How marks are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum MarksFormat {
    #[default]
    Md,
    Json,
    Csv,
}

/// The columns of the table.
const COLUMNS: [&str; 10] =
    ["dataset", "passage", "title", "date", "standing", "verdict", "quote", "note", "fate", "citation"];

/// Marks in a format; `None` where it cannot hold them, which no text makes happen.
pub fn marks(corpus: &Corpus, marks: &[Mark], format: MarksFormat) -> Option<String> {
    match format {
        MarksFormat::Md => {
            Some(marks.iter().map(|mark| paragraphs(corpus, mark)).collect::<Vec<_>>().join("\n"))
        }
        MarksFormat::Json => serde_json::to_string_pretty(&json(corpus, marks)).ok().map(|text| text + "\n"),
        MarksFormat::Csv => table(corpus, marks),
    }
}

/// Marks as programs read them: `{"schema":1,"marks":[…]}`.
pub fn json(corpus: &Corpus, marks: &[Mark]) -> Value {
    json!({ "schema": 1, "marks": marks.iter().map(|mark| fields(corpus, mark)).collect::<Vec<Value>>() })
}

fn fields(corpus: &Corpus, mark: &Mark) -> Value {
    let (fate, number) = held(corpus, mark);
    let held = number.and_then(|number| corpus.passage(number));
    json!({
        "dataset": mark.dataset,
        "passage": mark.passage,
        "title": held.map(|(statement, _)| &statement.title),
        "date": held.and_then(|(statement, _)| statement.date.as_ref()),
        "standing": held.map(|(statement, _)| statement.standing.name()),
        "verdict": held.and_then(|(_, passage)| passage.check.as_ref()).map(|check| check.verdict.name()),
        "quote": mark.quote,
        "note": mark.note,
        "fate": name(fate),
        "citation": number.and_then(|number| cite(corpus, number, Form::Citation)),
    })
}

fn held(corpus: &Corpus, mark: &Mark) -> (Fate, Option<PassageNo>) {
    match fate(corpus, mark) {
        (fate, Some(Target::Passage(number))) => (fate, Some(number)),
        (fate, _) => (fate, None),
    }
}

fn name(fate: Fate) -> &'static str {
    match fate {
        Fate::Held => "held",
        Fate::Changed => "changed",
        Fate::Elsewhere => "elsewhere",
    }
}

/// The citation, what has become of the words, the note.
fn paragraphs(corpus: &Corpus, mark: &Mark) -> String {
    let (fate, number) = held(corpus, mark);
    let cited = number.and_then(|number| write(corpus, Target::Passage(number), Format::Markdown));
    let kept = || format!("> {}\n", markdown::escape(&mark.quote));
    let (dataset, passage) = (markdown::escape(&mark.dataset), markdown::escape(&mark.passage));
    let said = match (fate, cited) {
        (Fate::Held, Some(cited)) => cited,
        (Fate::Changed, Some(cited)) => {
            format!("{cited}\nIts words have changed since they were marked:\n\n{}", kept())
        }
        (_, _) => format!("{}\nMarked in {dataset} as {passage}, which is not in this dataset.\n", kept()),
    };
    if mark.note.is_empty() { said } else { format!("{said}\nNote: {}\n", markdown::escape(&mark.note)) }
}

fn table(corpus: &Corpus, marks: &[Mark]) -> Option<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).ok()?;
    for mark in marks {
        let fields = fields(corpus, mark);
        let field = |column| cell(fields.get(column).and_then(Value::as_str).unwrap_or_default());
        table.write_record(COLUMNS.map(field)).ok()?;
    }
    String::from_utf8(table.into_inner().ok()?).ok()
}

/// A field that no spreadsheet takes for a formula: one that begins as a formula does gets an apostrophe before it.
/// After OWASP, CSV Injection.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::load;
    use crate::text::safe::Text;

    /// A mark that is held, one whose words have changed, one of another dataset.
    fn three(corpus: &Corpus) -> Vec<Mark> {
        let (_, passage) = corpus.passage(PassageNo(9)).unwrap();
        let dataset = &corpus.dataset().id;
        let mut held = Mark::new(dataset, &passage.id, &passage.text);
        held.note = Text::new("=HYPERLINK(\"x\"), *bold*, \"quoted\", 국방부");
        let changed = Mark::new(dataset, &passage.id, &Text::new("-1 other, \"words\""));
        let elsewhere = Mark::new(&Text::new("@another"), &Text::new("gone/1"), &Text::new("kept words"));
        vec![held, changed, elsewhere]
    }

    #[test]
    fn a_table_reads_back_and_holds_no_formula() {
        let corpus = load::embedded().unwrap();
        let marks_ = three(&corpus);
        let text = marks(&corpus, &marks_, MarksFormat::Csv).unwrap();
        let mut table = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(table.headers().unwrap(), COLUMNS.as_slice());
        let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        for (row, mark) in rows.iter().zip(&marks_) {
            for field in row {
                assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{field}");
            }
            assert_eq!(row[7].trim_start_matches('\''), &*mark.note);
            assert_eq!(row[6].trim_start_matches('\''), &*mark.quote);
        }
        assert_eq!(
            rows.iter().map(|row| row[8].to_owned()).collect::<Vec<_>>(),
            ["held", "changed", "elsewhere"]
        );
        assert!(rows[0][9].contains("Wording check"));
    }

    #[test]
    fn what_is_pasted_brings_its_caveat_its_note_and_what_became_of_it() {
        let corpus = load::embedded().unwrap();
        let text = marks(&corpus, &three(&corpus), MarksFormat::Md).unwrap();
        assert!(
            text.contains("Wording check: ") && text.contains("\nNote: =HYPERLINK(\"x\"), \\*bold\\*"),
            "{text}"
        );
        assert!(text.contains("changed since they were marked:\n\n> -1 other"));
        assert!(
            text.contains("> kept words\n\nMarked in \\@another as gone/1, which is not in this dataset."),
            "{text}"
        );
    }

    #[test]
    fn programs_get_everything() {
        let corpus = load::embedded().unwrap();
        let text = marks(&corpus, &three(&corpus), MarksFormat::Json).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["schema"], 1);
        assert_eq!(value["marks"][0]["note"], "=HYPERLINK(\"x\"), *bold*, \"quoted\", 국방부");
        assert_eq!(value["marks"][2]["citation"], Value::Null);
        let keys: Vec<&str> = value["marks"][0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, COLUMNS);
    }
}
