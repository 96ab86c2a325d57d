//! Writing what a view shows: `w`, then the form. The document is what the view's command answers.
//!
//! Invariant: a file is reported as written only when it is on the disk, no file is replaced, and in a restricted
//! session none is written.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::compare_view::{CompareView, Compared, swapped};
use super::concordance_view::{ConcordanceView, LineDisplay};
use super::views::ViewKind;
use super::{App, Effect, Mode};
use crate::analysis::compare::before;
use crate::analysis::concordance::{LineOrder, RepeatListing};
use crate::analysis::timeline::TimelineScale;

/// Maximum characters of a query in the name of a file.
const LONGEST: usize = 40;

/// The form in which a view is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentForm {
    Markdown,
    /// For browsers.
    Html,
    Word,
    Csv,
    Json,
    /// Shown on a plain screen, in place of a file.
    Plain,
}

impl DocumentForm {
    /// The extension of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Word => "docx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Plain => "txt",
        }
    }
}

/// What a view shows, as a question to its command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewQuestion {
    Statements,
    /// The passages that a query finds.
    Hits(String),
    Concordance {
        query: String,
        order: LineOrder,
        display: LineDisplay,
        listing: RepeatListing,
    },
    Timeline {
        query: String,
        scale: TimelineScale,
    },
    /// Two statements, by their ids.
    Pair([String; 2]),
    /// Two texts in two languages, by their ids.
    Languages([String; 2]),
    /// Two sets, by their queries.
    Sets([String; 2]),
    Draft {
        text: String,
        /// The query that narrows what may be a precedent.
        filter: String,
    },
}

impl ViewQuestion {
    /// A name for the file, from what is asked.
    fn name(&self, tracked: &str) -> String {
        let of = |query: &str| if query.trim().is_empty() { tracked.to_owned() } else { query.to_owned() };
        match self {
            Self::Statements => String::from("statements"),
            Self::Hits(query) => format!("hits {query}"),
            Self::Concordance { query, .. } => format!("kwic {}", of(query)),
            Self::Timeline { query, .. } => format!("timeline {}", of(query)),
            Self::Pair(sides) | Self::Languages(sides) | Self::Sets(sides) => {
                format!("compare {}", sides.join(" vs "))
            }
            Self::Draft { .. } => String::from("draft"),
        }
    }

    /// Whether the command has this form.
    pub fn has(&self, form: DocumentForm) -> bool {
        let is_report =
            matches!(self, Self::Pair(_) | Self::Languages(_) | Self::Sets(_) | Self::Draft { .. });
        match form {
            DocumentForm::Word => is_report,
            DocumentForm::Csv => !is_report,
            DocumentForm::Markdown | DocumentForm::Html | DocumentForm::Json | DocumentForm::Plain => true,
        }
    }
}

/// A document to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDocument {
    pub question: ViewQuestion,
    pub form: DocumentForm,
    /// The name of its file, without the extension.
    pub stem: String,
    /// Columns of the screen.
    pub width: u16,
}

/// The result of writing a document: the name of its file, if it was written.
#[derive(Debug)]
pub struct DocumentReport {
    pub folder: PathBuf,
    pub file: io::Result<String>,
}

impl fmt::Display for DocumentReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match &self.file {
            Ok(file) => write!(f, "{file} written in {folder}"),
            // Not the error itself, which names a temporary file.
            Err(error) => write!(f, "not written in {folder}: {}", error.kind()),
        }
    }
}

impl App {
    /// `w` and a form: writes the document.
    pub(super) fn write_as(&mut self, form: DocumentForm) -> Vec<Effect> {
        self.mode = Mode::Panes;
        match self.document(form) {
            Ok(document) => {
                if form != DocumentForm::Plain {
                    self.unwritten += 1;
                    self.notice = Some(format!("writing {}.{}", document.stem, form.ending()));
                }
                vec![Effect::Write(document)]
            }
            Err(why) => {
                self.notice = Some(why);
                Vec::new()
            }
        }
    }

    /// Whether a form would do something here.
    pub(super) fn can_write(&self, form: DocumentForm) -> bool {
        self.document(form).is_ok()
    }

    fn document(&self, form: DocumentForm) -> Result<AskedDocument, String> {
        if self.restricted && form != DocumentForm::Plain {
            return Err(String::from("this session writes no files; w p shows it as plain text"));
        }
        let question = self.question()?;
        if !question.has(form) {
            return Err(String::from(match form {
                DocumentForm::Word => {
                    "only comparisons and drafts are written as Word; w h writes a web page"
                }
                DocumentForm::Csv => "comparisons and drafts have no CSV; w j writes JSON",
                DocumentForm::Markdown | DocumentForm::Html | DocumentForm::Json | DocumentForm::Plain => {
                    "this view is not written in this form"
                }
            }));
        }
        let stem = file_stem(&question.name(&self.library.corpus.dataset().subject.term));
        Ok(AskedDocument { question, form, stem, width: self.panes.size.0 })
    }

    /// What the view shows, as a question to its command; or why it is not written.
    fn question(&self) -> Result<ViewQuestion, String> {
        if self.loading.is_some() {
            return Err(String::from("not all has been read yet; w writes what a view shows once it has"));
        }
        let (views, query) = (&self.views, self.search.field.text().to_owned());
        Ok(match (views.shown, &views.concordance, &views.timeline, &views.compare, &views.draft) {
            (ViewKind::Concordance, Some(view), ..) => {
                let ConcordanceView { order, display, listing, .. } = **view;
                ViewQuestion::Concordance { query, order, display, listing }
            }
            (ViewKind::Timeline, _, Some(view), ..) => ViewQuestion::Timeline { query, scale: view.scale },
            (ViewKind::Compare, _, _, Some(view), _) => return self.comparison(view),
            (ViewKind::Draft, .., Some(view)) => {
                ViewQuestion::Draft { text: view.field.text().to_owned(), filter: query }
            }
            _ if self.search.found.is_none() => ViewQuestion::Statements,
            _ => ViewQuestion::Hits(query),
        })
    }

    fn comparison(&self, view: &CompareView) -> Result<ViewQuestion, String> {
        let corpus = &self.library.corpus;
        let id = |at: usize| corpus.statements().get(at).map_or(String::new(), |one| one.id.to_string());
        let (compared, is_swapped) = view.asked().ok_or("nothing is compared")?;
        let pair = match compared {
            Compared::Statements(a, b) => Some([*a, *b]),
            Compared::Before(at) => before(corpus, *at).map(|before| [before, *at]),
            Compared::Queries(sides) => return Ok(ViewQuestion::Sets(swapped(sides.clone(), *is_swapped))),
            Compared::Mixed(sides) => return Ok(ViewQuestion::Pair(swapped(sides.clone(), *is_swapped))),
            Compared::Nothing(_) => None,
        };
        let asked = if view.is_translated { ViewQuestion::Languages } else { ViewQuestion::Pair };
        let pair = pair.map(|pair| asked(swapped(pair.map(id), *is_swapped)));
        pair.ok_or_else(|| view.error.clone().unwrap_or_default())
    }

    /// Says why there is no document.
    pub fn not_written(&mut self, form: DocumentForm, why: &str) {
        self.unwritten -= usize::from(form != DocumentForm::Plain);
        self.notice = Some(format!("not written: {why}"));
    }

    /// Takes note of the result of writing a document.
    pub fn written(&mut self, report: &DocumentReport) {
        self.unwritten -= 1;
        let other = if report.file.is_ok() { "" } else { "; w p shows it as plain text" };
        self.notice = Some(format!("{report}{other}"));
    }

    /// The text is on the plain screen until a key is pressed.
    pub fn show_plain(&mut self) {
        self.mode = Mode::Plain;
    }
}

/// Words as a part of a file's name.
fn file_stem(text: &str) -> String {
    let mut stem = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            stem.extend(c.to_lowercase());
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let cut: String = stem.chars().take(LONGEST).collect();
    cut.trim_end_matches('-').to_owned()
}
