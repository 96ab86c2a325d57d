//! How a report is asked for: its format, and the house style of its citations.
//!
//! Invariant: a Word document is never written to a terminal, and a house style is refused where the format has no
//! citations.

use super::Failure;
use super::cite::StyleArgs;
use super::environment::Environment;
use crate::export::report::{ReportFormat, ReportStyle};

/// The options of every report.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// Format of the answer; --json is --format json
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    #[command(flatten)]
    style: StyleArgs,
}

impl ReportArgs {
    /// What was chosen, for a report that has citations in some formats.
    pub(super) fn chosen(
        &self,
        json: bool,
        has_citations: impl Fn(ReportFormat) -> bool,
        environment: &Environment,
    ) -> Result<ReportStyle<'_>, Failure> {
        let format = if json { ReportFormat::Json } else { self.format };
        if format == ReportFormat::Docx && environment.columns.is_some() {
            return Err(Failure::Use(String::from(
                "a Word document is not for the screen\nhint: write it into a file: add > report.docx",
            )));
        }
        let other = if has_citations(ReportFormat::Markdown) { "markdown" } else { "docx" };
        Ok(ReportStyle { format, style: self.style.of(has_citations(format), other)? })
    }
}
